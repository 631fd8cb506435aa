"""Mails as they came: each kept once, with its mailbox's position; threads, tokens, what became of them."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.mail.kept import Filed, MailThread, ReplyToken
from bot.mail.model import MailPosition, RawMail
from bot.ports import Stale, UnitOfWork
from storage.engine import SqlStore
from tests.contract.samples import NOW


def raw(uid: int, *, content: bytes = b"Subject: hello\r\n\r\nhi", uidvalidity: int = 7) -> RawMail:
    return RawMail(
        mailbox="office", folder="INBOX", uidvalidity=uidvalidity, uid=uid, size=len(content), content=content
    )


def start(uow: UnitOfWork, *, uidvalidity: int = 7, last_uid: int = 0) -> None:
    uow.mail.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=uidvalidity, last_uid=last_uid))


def test_a_mail_and_its_position_are_kept_together_or_not_at_all(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        start(uow)
        uow.commit()
    with empty_store.write() as uow:
        assert uow.mail.keep(raw(3), NOW)
    with empty_store.read() as reading:
        assert reading.mail.position("office", "INBOX").last_uid == 0  # type: ignore[union-attr]
    with empty_store.write() as uow:
        kept = uow.mail.keep(raw(3), NOW)
        uow.commit()
    with empty_store.read() as reading:
        assert reading.mail.position("office", "INBOX").last_uid == 3  # type: ignore[union-attr]
        assert kept == reading.mail.get(kept.id if kept else 0)
        assert reading.mail.content(kept) == b"Subject: hello\r\n\r\nhi"  # type: ignore[arg-type]


def test_a_mail_that_is_fetched_again_is_kept_once_and_a_reused_uid_is_another_mail(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        start(uow)
        assert uow.mail.keep(raw(3), NOW)
        assert uow.mail.keep(raw(3), NOW) is None
        start(uow, uidvalidity=8)
        assert uow.mail.keep(raw(3, uidvalidity=8), NOW)
        uow.commit()


def test_a_uid_that_a_server_gives_twice_hides_no_mail(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        start(uow)
        assert uow.mail.keep(raw(3), NOW)
        assert uow.mail.keep(raw(3, content=b"Subject: another\r\n\r\n"), NOW)


def test_a_mail_out_of_its_turn_does_not_move_the_position_back(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        start(uow, last_uid=9)
        assert uow.mail.keep(raw(5), NOW)
        assert uow.mail.position("office", "INBOX").last_uid == 9  # type: ignore[union-attr]


def test_a_folder_that_was_never_read_has_no_position(empty_store: SqlStore) -> None:
    with empty_store.read() as reading:
        assert reading.mail.position("office", "Archive") is None


def test_what_became_of_a_mail_is_kept_and_those_for_a_person_are_listed(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        first, second = (uow.mail.keep(raw(uid), NOW) for uid in (1, 2))
        assert first
        assert second
        uow.mail.file(first.id, Filed(state="triage", sender="anna@fornitura.example", candidates=("Q-0001", "Q-0002")))
        uow.mail.file(second.id, Filed(state="answer", sender="anna@fornitura.example", fingerprint="f"))
        assert [mail.id for mail in uow.mail.waiting()] == [first.id]
        assert uow.mail.waiting()[0].filed.candidates == ("Q-0001", "Q-0002")  # type: ignore[union-attr]
        assert uow.mail.same("f", but=first.id) == second.id
        assert uow.mail.same("f", but=second.id) is None
        assert uow.mail.count("anna@fornitura.example", NOW - timedelta(hours=1)) == 1
        assert uow.mail.count("anna@fornitura.example", NOW + timedelta(hours=1)) == 0


def test_a_mail_that_waits_no_longer_is_not_filed_as_one_that_waits(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        kept = uow.mail.keep(raw(1), NOW)
        assert kept
        uow.mail.file(kept.id, Filed(state="triage"))
        uow.mail.file(kept.id, Filed(state="noted"), waits=True)
        with pytest.raises(Stale):
            uow.mail.file(kept.id, Filed(state="answer"), waits=True)
        assert uow.mail.get(kept.id) == kept.model_copy(update={"filed": Filed(state="noted")})


def test_of_two_mails_with_one_fingerprint_only_one_is_worked(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        first, second, third = (uow.mail.keep(raw(uid), NOW) for uid in (1, 2, 3))
        assert first
        assert second
        assert third
        uow.mail.file(third.id, Filed(state="copy", fingerprint="f"))
        assert uow.mail.same("f", but=first.id) is None
        uow.mail.file(first.id, Filed(state="message", fingerprint="f"))
        uow.commit()
    with empty_store.write() as uow, pytest.raises(Stale):
        uow.mail.file(second.id, Filed(state="message", fingerprint="f"))


def test_a_token_is_found_by_itself_and_by_the_message_it_was_in(empty_store: SqlStore) -> None:
    token = ReplyToken(token="r-a", message_id="<a@x>", address="a@b.example", thread="t", outgoing="quote:Q-0001:1")
    with empty_store.write() as uow:
        uow.mail.add_token(token)
        assert uow.mail.tokens(("r-a", "r-b")) == (token,)
        assert uow.mail.tokens(message_ids=("<a@x>",)) == (token,)
        assert uow.mail.tokens(("r-b",), ("<b@x>",)) == ()


def test_a_mail_stays_in_the_thread_it_was_first_put_into(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        uow.mail.join(MailThread(key="one", subject="chairs"), ("<a@x>", "<b@x>"))
        uow.mail.join(MailThread(key="two", subject="tables"), ("<b@x>", "<c@x>"))
        found = uow.mail.threads(("<a@x>", "<b@x>", "<c@x>", "<d@x>"))
    assert {name: thread.key for name, thread in found.items()} == {"<a@x>": "one", "<b@x>": "one", "<c@x>": "two"}
    assert found["<a@x>"].subject == "chairs"


def test_threads_that_turn_out_to_be_one_are_made_one(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        uow.mail.join(MailThread(key="one", subject="chairs"), ("<a@x>",))
        uow.mail.join(MailThread(key="two", subject="chairs"), ("<c@x>",))
        uow.mail.join(MailThread(key="one"), ("<b@x>",), same=("two",))
        found = uow.mail.threads(("<a@x>", "<b@x>", "<c@x>"))
    assert {thread.key for thread in found.values()} == {"one"}


@pytest.mark.parametrize("count", [0, 1])
def test_a_thread_may_be_made_without_mails(empty_store: SqlStore, count: int) -> None:
    with empty_store.write() as uow:
        uow.mail.join(MailThread(key="one"), tuple(f"<{number}@x>" for number in range(count)))
        assert len(uow.mail.threads(("<0@x>",))) == count


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(1, 7)))
def test_the_position_is_the_highest_uid_in_whatever_order_mails_are_kept(
    empty_store: SqlStore, order: list[int]
) -> None:
    with empty_store.write() as uow:
        start(uow)
        kept = [uow.mail.keep(raw(uid), NOW) for uid in order]
        assert all(kept)
        assert uow.mail.position("office", "INBOX").last_uid == max(order)  # type: ignore[union-attr]
