"""Which thread a mail stands in, whatever the order in which mails arrive."""

from hypothesis import given
from hypothesis import strategies as st

from bot.mail.kept import MailThread
from bot.mail.model import Address, ReceivedMail
from bot.mail.threads import related_ids, same_matter, threads_of


def mail(number: int, *, answers: int | None, subject: str = "Re: chairs") -> ReceivedMail:
    return ReceivedMail(
        sender=Address(address="a@x.example"),
        subject=subject,
        message_id=f"<{number}@x>",
        in_reply_to=f"<{answers}@x>" if answers is not None else None,
    )


def threads_after(mails: list[ReceivedMail]) -> dict[str, str]:
    """The thread of each message id once all have arrived, as the store keeps them."""
    known: dict[str, MailThread] = {}
    for one in mails:
        first, *others = threads_of(one, known, otherwise="?")
        for name in related_ids(one):
            known.setdefault(name, first)
        merged = {other.key for other in others}
        known = {name: first if thread.key in merged else thread for name, thread in known.items()}
    return {name: thread.key for name, thread in known.items()}


@given(st.permutations(range(7)))
def test_a_chain_that_names_only_what_it_answers_is_one_thread_in_every_order(order: list[int]) -> None:
    mails = [mail(number, answers=number - 1 if number else None) for number in range(7)]
    assert len(set(threads_after([mails[number] for number in order]).values())) == 1


@given(st.permutations(range(6)))
def test_two_talks_stay_two(order: list[int]) -> None:
    mails = [mail(number, answers=number - 2 if number > 1 else None) for number in range(6)]
    found = threads_after([mails[number] for number in order])
    assert found["<0@x>"] == found["<2@x>"] == found["<4@x>"]
    assert found["<1@x>"] == found["<3@x>"] == found["<5@x>"]
    assert len(set(found.values())) == 2


def test_another_matter_begins_a_thread_of_its_own() -> None:
    old = mail(1, answers=None, subject="chairs")
    new = mail(2, answers=1, subject="price list 2027")
    found = threads_after([old, new])
    assert found["<1@x>"] != found["<2@x>"]


def test_subjects_are_of_one_matter_with_their_prefixes_and_what_was_added() -> None:
    assert same_matter("R: I: chairs (urgent)", "Chairs")
    assert same_matter("", "chairs")
    assert not same_matter("tables", "chairs")
