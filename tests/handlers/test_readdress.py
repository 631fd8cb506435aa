"""A mail that came back goes to the address that whoever asked for it names, after a yes."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.messages import Permanent
from bot.ports import Portion
from handlers.worker import Worker
from tests.handlers.mailing import REGISTRATION, SUPPLIER, Mailing, registered
from tests.handlers.talk import Talk
from tests.handlers.test_post_robots import bounce

BETTER = "sales@rossi.example"


@pytest.fixture
def post(talk: Talk) -> Mailing:
    return Mailing(talk)


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        (f"try {BETTER}", "yes"),
        (f"l'indirizzo giusto è {BETTER}", "sì"),
        (f"הכתובת הנכונה היא {BETTER}", "כן"),
        (f"סליחה, אפשר לשלוח ל-{BETTER}", "כן"),
        (f"not {SUPPLIER}, use {BETTER}", "1"),
    ],
)
def test_a_mail_that_bounced_goes_to_the_address_that_is_said_after_a_yes(post: Mailing, said: str, yes: str) -> None:
    reference = registered(post)
    first = post.talk.mails()[-1]
    post.arrives(bounce(SUPPLIER, str(first["Message-ID"])))
    asked = post.talk.say("Paolo", said)
    assert BETTER in asked.text
    assert post.talk.mails()[-1]["To"] == SUPPLIER
    post.talk.say("Paolo", yes)
    again = post.talk.mails()[-1]
    assert again["To"] == BETTER
    assert again["Subject"] == first["Subject"]
    assert again["Message-ID"] != first["Message-ID"]
    assert post.talk.task(reference).waiting_for == "supplier"
    party = next(one for one in post.talk.parties() if one.id == reference)
    assert party.email == SUPPLIER


def test_the_answer_from_the_better_address_finds_its_task(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(bounce(SUPPLIER, str(post.talk.mails()[-1]["Message-ID"])))
    before = str(post.talk.mails()[-1]["Message-ID"]).split(".")[1].partition("@")[0]
    post.talk.says("Paolo", BETTER, "1")
    parts = [part for part in post.talk.mails()[-1].walk() if part.get_content_maintype() == "text"]
    assert len(parts) == 2
    assert not any(before in part.get_content() for part in parts)
    filed = post.arrives(post.answer(post.talk.mails()[-1], "P.IVA IT00743110157"))
    assert (filed.state, filed.rule, filed.reference) == ("answer", "token", reference)


def test_the_record_takes_the_address_only_where_that_is_chosen(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(bounce(SUPPLIER, str(post.talk.mails()[-1]["Message-ID"])))
    asked = post.talk.say("Paolo", f"try {BETTER}")
    assert len(asked.choices) == 3
    post.talk.say("Paolo", "2")
    party = next(one for one in post.talk.parties() if one.id == reference)
    assert party.email == BETTER
    assert post.talk.task(reference).fields["email"].content == BETTER


def test_an_order_that_the_server_refused_is_sent_to_another_address_and_refused_there_can_be_mended_again(
    post: Mailing,
) -> None:
    post.talk.mail.next_outcomes += [Permanent(reason="550 5.1.1 no such user")]
    reference = post.talk.says("Paolo", "order 3 task chairs from Sedutec", "yes").task
    assert post.talk.mails() == []
    assert "mail_refused" in post.talk.kinds_of_events(reference)
    post.talk.mail.next_outcomes += [Permanent(reason="550 5.1.1 no such user")]
    post.talk.says("Paolo", f"try {BETTER} for {reference}", "yes")
    post.talk.says("Paolo", "try orders@sedutec.example", "yes")
    (left,) = post.talk.mails()
    assert left["To"] == "orders@sedutec.example"
    assert [one.get_content_type() for one in left.iter_attachments()] == ["application/pdf"]
    nothing = post.talk.say("Paolo", "try sales@sedutec.example")
    assert "sales@sedutec.example" not in nothing.text
    assert len(post.talk.mails()) == 1


def test_a_no_sends_nothing_and_a_new_request_with_an_address_is_a_request(post: Mailing) -> None:
    registered(post)
    post.arrives(bounce(SUPPLIER, str(post.talk.mails()[-1]["Message-ID"])))
    before = len(post.talk.mails())
    post.talk.says("Paolo", f"try {BETTER}", "no")
    asked = post.talk.say("Paolo", "new supplier Legnami Bianchi, email ufficio@bianchi.example")
    assert asked.reply.asks is not None
    assert asked.reply.asks.type == "supplier_registration"
    assert len(post.talk.mails()) == before


def test_the_supplier_s_own_word_for_another_address_sends_nothing(post: Mailing) -> None:
    registered(post)
    first = post.talk.mails()[-1]
    post.arrives(bounce(SUPPLIER, str(first["Message-ID"])))
    post.arrives(post.letter("x@evil.test", "try x@evil.test", in_reply_to=str(first["Message-ID"])))
    assert all(mail["To"] != "x@evil.test" for mail in post.talk.mails())


def test_a_colleague_corrects_the_address_by_answering_the_mail_that_tells_of_it(post: Mailing) -> None:
    paolo = "Paolo Gentilini <paolo.gentilini@example.it>"
    post.arrives(post.letter(paolo, "ciao"))
    registered(post)
    sent = next(one for one in post.talk.mails() if one["To"] == SUPPLIER)
    post.talk.parts.clock()
    post.arrives(post.letter(paolo, "ciao di nuovo"))
    post.arrives(bounce(SUPPLIER, str(sent["Message-ID"])))
    told = post.talk.mails()[-1]
    assert told["To"] == "paolo.gentilini@example.it"
    post.arrives(post.answer(told, f"prova {BETTER}", sender=paolo))
    post.arrives(post.answer(post.talk.mails()[-1], "sì", sender=paolo))
    assert BETTER in [one["To"] for one in post.talk.mails()]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (f"try {BETTER}", "send it, and not keep the address for Fornitura Rossi"),
        (f"prova {BETTER}", "mandala e non tenere questo indirizzo per Fornitura Rossi"),
        (f"לנסות {BETTER}", "לא לשלוח ולא לשמור את הכתובת"),
        (f"לנסות {BETTER}", "לשלוח בלי לשמור את הכתובת"),
    ],
)
def test_the_words_of_a_choice_beside_a_not_send_nothing_and_keep_nothing(
    post: Mailing, said: str, answer: str
) -> None:
    reference = _came_back(post)
    before = len(post.talk.mails())
    post.talk.says("Paolo", said, answer)
    assert len(post.talk.mails()) == before
    assert next(one for one in post.talk.parties() if one.id == reference).email == SUPPLIER


def test_of_several_addresses_it_is_asked_which(post: Mailing) -> None:
    _came_back(post)
    before = len(post.talk.mails())
    asked = post.talk.say("Paolo", f"try {BETTER} or x@rossi.example")
    assert BETTER in asked.text
    assert "x@rossi.example" in asked.text
    assert post.talk.drafts("Paolo") == ()
    post.talk.says("Paolo", BETTER, f"{BETTER} or x@rossi.example", "yes")
    assert len(post.talk.mails()) == before


def test_what_can_be_no_address_is_not_written_to(post: Mailing) -> None:
    reference = _came_back(post)
    post.talk.says("Paolo", "try sales.@rossi.example", "yes")
    assert "mail_readdressed" not in post.talk.kinds_of_events(reference)


def test_an_address_whose_domain_is_too_long_is_told_and_another_one_can_be_said(post: Mailing) -> None:
    reference = _came_back(post)
    impossible = f"sales@{'.'.join(['a' * 60] * 5)}.example"
    post.talk.says("Paolo", f"try {impossible}", "yes")
    assert "mail_refused" in post.talk.kinds_of_events(reference)
    post.talk.says("Paolo", f"try {BETTER}", "yes")
    assert post.talk.mails()[-1]["To"] == BETTER


def test_a_bounce_that_comes_twice_lets_the_mail_leave_once(post: Mailing) -> None:
    _came_back(post)
    sent = str(next(one for one in post.talk.mails() if one["To"] == SUPPLIER)["Message-ID"])
    post.talk.says("Paolo", f"try {BETTER}", "yes")
    post.arrives(bounce(SUPPLIER, sent))
    before = len(post.talk.mails())
    post.talk.says("Paolo", "try other@rossi.example", "yes")
    assert len(post.talk.mails()) == before


def test_an_order_that_waits_for_an_approval_does_not_leave_as_it_was(post: Mailing) -> None:
    post.talk.mail.next_outcomes += [Permanent(reason="550 5.1.1 no such user")]
    reference = post.talk.says("Paolo", "order 3 task chairs from Sedutec", "yes").task
    post.talk.says("Paolo", f"change {reference}: 300 task chairs", "yes")
    assert post.talk.task(reference).status == "awaiting_approval"
    post.talk.says("Paolo", f"try {BETTER} for {reference}", "yes")
    assert post.talk.mails() == []


def test_an_account_that_came_on_record_meanwhile_stays_when_the_address_is_kept(post: Mailing) -> None:
    reference = _came_back(post)
    post.talk.say("Paolo", f"try {BETTER}")
    talk, account, store = post.talk, "IT60X0542811101000000123456", post.talk.store

    def clock() -> datetime:  # is asked once the records were read
        (known,) = (one for one in talk.parties() if one.id == reference)
        if known.iban is None:
            with store.write() as uow:
                uow.records.put(Portion(parties=(known.model_copy(update={"iban": account}),)))
                uow.records.announce()
                uow.commit()
        return talk.parts.clock()

    talk.worker = Worker(replace(talk.parts, clock=clock))
    talk.say("Paolo", "2")
    (kept,) = (one for one in talk.parties() if one.id == reference)
    assert (kept.email, kept.iban) == (BETTER, account)


def _came_back(post: Mailing) -> str:
    reference = registered(post)
    post.arrives(bounce(SUPPLIER, str(post.talk.mails()[-1]["Message-ID"])))
    return reference


def test_a_colleague_of_another_team_sends_nothing_elsewhere(post: Mailing) -> None:
    reference = _came_back(post)
    before = len(post.talk.mails())
    asked = post.talk.say("Lorenza", f"try {BETTER} for {reference}")
    assert SUPPLIER not in asked.text
    post.talk.say("Lorenza", "yes")
    assert len(post.talk.mails()) == before
    assert "mail_readdressed" not in post.talk.kinds_of_events(reference)


def test_the_record_takes_no_address_from_who_only_asks_and_none_that_tells_somebody_else(post: Mailing) -> None:
    reference = post.talk.says("Alessio", REGISTRATION, "yes").task
    post.arrives(bounce(SUPPLIER, str(post.talk.mails()[-1]["Message-ID"])))
    asked = post.talk.say("Alessio", f"try {BETTER}")
    assert len(asked.choices) == 2
    other = next(one.email for one in post.talk.parties() if one.email and one.id != reference)
    for address in (other, "paolo.gentilini@example.it"):
        assert len(post.talk.say("Paolo", f"try {address} for {reference}").choices) == 2
