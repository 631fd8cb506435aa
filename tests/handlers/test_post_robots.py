"""Mails that no person wrote, that come twice, or that are invoices: each is noted, and nothing is done twice."""

import dataclasses
from datetime import timedelta
from email.message import EmailMessage

import pytest

from bot.clock.settings import ClockSettings
from bot.mail.kept import Filed
from tests.handlers.mailing import LORENZA, SUPPLIER, Mailing, registered
from tests.handlers.talk import NOW, Clock, Talk
from tests.handlers.ticking import Ticking


@pytest.fixture
def post(talk: Talk) -> Mailing:
    return Mailing(talk)


# Copies, loops, robots


def test_hazard_19_a_copy_is_linked_and_neither_worked_twice_nor_dropped(post: Mailing) -> None:
    mail = post.letter(LORENZA, "la stampante del secondo piano non funziona")
    post.arrives(mail)
    filed = post.arrives(mail.as_bytes(), uidvalidity=2, uid=1)
    assert (filed.state, filed.copy_of) == ("copy", 1)
    assert len(post.talk.tasks()) == 1


def test_a_mail_that_waits_is_not_told_of_again_when_its_folder_is_numbered_anew(post: Mailing) -> None:
    mail = post.letter("someone@else.test", "hello").as_bytes()
    assert post.arrives(mail).state == "triage"
    told = len(post.talk.notices("Silvia"))
    filed = post.arrives(mail, uidvalidity=2, uid=1)
    assert (filed.state, filed.copy_of) == ("copy", 1)
    assert len(post.talk.notices("Silvia")) == told


def test_what_was_never_wanted_lies_before_the_first_mail_or_the_last_look(post: Mailing) -> None:
    assert post.taker.wanted_since("office", "INBOX") is None
    with post.talk.store.write() as uow:
        uow.heartbeats.beat("mailbox:office", NOW, silent_after=timedelta(minutes=20))
        uow.commit()
    assert post.taker.wanted_since("office", "INBOX") == NOW
    post.arrives(post.letter("someone@else.test", "hello"))
    first = post.taker.wanted_since("office", "INBOX")
    assert first is not None
    assert first != NOW
    post.arrives(post.letter("someone@else.test", "hello again"))
    assert post.taker.wanted_since("office", "INBOX") == first


def test_a_copy_that_nobody_worked_does_not_hide_the_mail_that_is_proven(post: Mailing) -> None:
    forged = post.letter(LORENZA, "la stampante del secondo piano non funziona", proven=False, message_id="<p@x.test>")
    assert post.arrives(forged).state == "quarantined"
    proven = post.letter(LORENZA, "la stampante del secondo piano non funziona", message_id="<p@x.test>")
    assert post.arrives(proven).state == "message"


def test_two_mails_with_one_message_id_are_two(post: Mailing) -> None:
    post.arrives(post.letter(LORENZA, "la stampante del secondo piano non funziona", message_id="<same@example.it>"))
    filed = post.arrives(post.letter(LORENZA, "il monitor in sala non si accende", message_id="<same@example.it>"))
    assert filed.state == "message"
    assert len(post.talk.tasks()) == 2


def test_hazard_01_our_own_mail_that_comes_back_leads_to_nothing(post: Mailing) -> None:
    post.arrives(post.letter(LORENZA, "la stampante del secondo piano non funziona"))
    before = len(post.talk.mails())
    filed = post.arrives(post.talk.mails()[-1])
    assert (filed.state, filed.reason) == ("noted", "our own mail came back")
    assert len(post.talk.mails()) == before


def test_hazard_02_robots_that_answer_each_other_are_stopped_by_their_number(post: Mailing) -> None:
    desk = post.talk.parts.mail
    assert desk is not None
    post.use(dataclasses.replace(desk, hourly=3))
    filed = [post.arrives(post.letter(LORENZA, f"ciao numero {number}")) for number in range(6)]
    assert [one.state for one in filed] == ["message"] * 4 + ["quarantined"] * 2
    assert len(post.talk.mails()) == 4


def test_very_many_answers_about_one_task_are_set_apart(post: Mailing) -> None:
    desk = post.talk.parts.mail
    assert desk is not None
    post.use(dataclasses.replace(desk, hourly_of_task=3))
    reference = registered(post)
    asked = post.talk.mails()[-1]
    filed = [post.arrives(post.answer(asked, f"Buongiorno, numero {number}")) for number in range(5)]
    assert [one.state for one in filed] == ["answer"] * 3 + ["quarantined"] * 2
    assert (filed[-1].why, filed[-1].candidates) == ("busy-task", (reference,))


def test_an_automatic_answer_is_noted_with_its_task_and_leaves_it_waiting(post: Mailing) -> None:
    reference = registered(post)
    away = post.answer(
        post.talk.mails()[-1],
        "Sono fuori ufficio e rientro lunedì 30 novembre 2026.",
        subject="Risposta automatica: dati",
        Auto_Submitted="auto-replied",
    )
    filed = post.arrives(away)
    assert (filed.state, filed.reference) == ("robot", reference)
    assert post.talk.task(reference).status == "waiting"
    assert "30" in post.talk.notices("Paolo")[-1]


def test_a_robot_at_a_colleague_s_address_starts_no_endless_talk(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(post.letter("Paolo <paolo.gentilini@example.it>", "ciao"))
    post.arrives(post.answer(post.talk.mails()[0], "P.IVA IT00743110157"))
    told = post.talk.mails()[-1]
    assert told["To"] == "paolo.gentilini@example.it"
    before = len(post.talk.mails())
    filed = post.arrives(bounce("paolo.gentilini@example.it", str(told["Message-ID"])))
    assert filed.state == "noted"
    assert len(post.talk.mails()) == before
    assert "mail_bounce" not in post.talk.kinds_of_events(reference)


def test_hazard_06_a_forged_bounce_that_names_no_mail_of_ours_changes_nothing(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(bounce(SUPPLIER, "<sr-0001.guess@example.it>"))
    assert filed.state == "noted"
    assert post.talk.task(reference).status == "waiting"


def test_a_bounce_of_a_mail_of_ours_ends_the_waiting_and_is_told(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(bounce(SUPPLIER, str(post.talk.mails()[-1]["Message-ID"])))
    assert (filed.state, filed.reference) == ("robot", reference)
    assert post.talk.task(reference).status == "open"
    assert SUPPLIER in post.talk.notices("Paolo")[-1]


def test_a_report_that_the_mail_reached_its_address_and_not_another_changes_nothing(post: Mailing) -> None:
    reference = registered(post)
    mixed = bounce("else@supplier.test", str(post.talk.mails()[-1]["Message-ID"])).replace(
        b"Final-Recipient", f"Final-Recipient: rfc822; {SUPPLIER}\r\nAction: relayed\r\n\r\nFinal-Recipient".encode(), 1
    )
    assert post.arrives(mixed).state == "noted"
    assert post.talk.task(reference).status == "waiting"


def test_a_complaint_about_a_mail_of_ours_is_told_and_no_supplier_is_written_to_alone_any_more(
    post: Mailing, clock: Clock
) -> None:
    reference = registered(post)
    filed = post.arrives(complaint(str(post.talk.mails()[-1]["Message-ID"])))
    assert (filed.state, filed.reference) == ("robot", reference)
    assert post.talk.task(reference).status == "waiting"
    assert "segnalata come indesiderata" in post.talk.notices("Paolo")[-1]
    before = len(post.talk.mails())
    ticking = Ticking(post.talk, clock, ClockSettings(chaser="automatic"))
    for day in range(23, 28):
        ticking.at(f"2026-11-{day} 16:00")
    told = [said for said in post.talk.notices("Paolo") if "Mando un sollecito?" in said]
    assert (len(post.talk.mails()), bool(told)) == (before, True)


def complaint(message_id: str) -> bytes:
    """An abuse report of a mail provider (RFC 5965)."""
    return (
        "From: feedback@provider.test\r\nTo: info@example.it\r\nSubject: Email feedback report\r\n"
        "Message-ID: <arf1@provider.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\n\r\nSalve\r\n\r\n--b--\r\n"
    ).encode()


def bounce(recipient: str, message_id: str) -> bytes:
    """A delivery status notification (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mx.office.test\r\nTo: info@example.it\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <b1@mx.office.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.office.test\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nTo: {recipient}\r\n\r\n--b--\r\n"
    ).encode()


# Electronic invoices


def ubl(number: str, *, tax_id: str) -> bytes:
    """An invoice in UBL 2.1 with what a registration needs."""
    ns = "urn:oasis:names:specification:ubl:schema:xsd"
    return (
        f'<Invoice xmlns="{ns}:Invoice-2" xmlns:c="{ns}:CommonAggregateComponents-2" '
        f'xmlns:b="{ns}:CommonBasicComponents-2"><b:ID>{number}</b:ID><b:IssueDate>2026-11-10</b:IssueDate>'
        "<b:InvoiceTypeCode>380</b:InvoiceTypeCode><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>"
        "<c:AccountingSupplierParty><c:Party><c:PartyName><b:Name>Sedutec</b:Name></c:PartyName>"
        f"<c:PartyTaxScheme><b:CompanyID>{tax_id}</b:CompanyID><c:TaxScheme><b:ID>VAT</b:ID></c:TaxScheme>"
        "</c:PartyTaxScheme></c:Party></c:AccountingSupplierParty><c:LegalMonetaryTotal>"
        '<b:PayableAmount currencyID="EUR">122.00</b:PayableAmount></c:LegalMonetaryTotal></Invoice>'
    ).encode()


def with_invoices(post: Mailing, sender: str, *numbers: str) -> EmailMessage:
    tax_id = next(party.tax_id for party in post.talk.parties() if party.id == "S-001")
    mail = post.letter(sender, "In allegato le fatture.", subject="Fatture")
    for number in numbers:
        mail.add_attachment(ubl(number, tax_id=tax_id or ""), maintype="application", subtype="xml", filename="f.xml")
    return mail


def test_each_electronic_invoice_of_a_known_supplier_opens_one_task_once(post: Mailing) -> None:
    filed = post.arrives(with_invoices(post, "ordini.sedutec@example.it", "7", "8"))
    assert (filed.state, filed.rule) == ("answer", "invoice")
    again = post.arrives(with_invoices(post, "ordini.sedutec@example.it", "7", "9"))
    assert again.reference == filed.reference
    tasks = [task for task in post.talk.tasks() if task.type == "invoice_registration"]
    assert sorted(str(task.fields["invoice_number"].content) for task in tasks) == ["7", "8", "9"]
    assert {task.fields["supplier"].record for task in tasks} == {"S-001"}
    assert any("IN-0001" in notice for notice in post.talk.notices("Federica"))


def test_an_invoice_is_its_issuer_s_whoever_mails_it(post: Mailing) -> None:
    post.arrives(with_invoices(post, "preventivi.adda@example.it", "7"))
    (task,) = post.talk.tasks()
    assert task.fields["supplier"].record == "S-001"


def test_a_stranger_s_invoice_waits_for_a_person(post: Mailing) -> None:
    assert post.arrives(with_invoices(post, "x@evil.test", "7")).state == "triage"
    assert post.talk.tasks() == ()


# Acknowledgements, whole failures


def test_hazard_28_an_unknown_sender_is_acknowledged_once_a_day_without_a_word_of_theirs(post: Mailing) -> None:
    desk = post.talk.parts.mail
    assert desk is not None
    post.use(dataclasses.replace(desk, acknowledges=True))
    post.arrives(post.letter("spam@else.test", "Your code is 123456, click http://evil.test", subject="BUY NOW"))
    post.arrives(post.letter("spam@else.test", "Again, code 999999", subject="BUY NOW"))
    (only,) = post.talk.mails()
    assert only["To"] == "spam@else.test"
    assert only["Auto-Submitted"] == "auto-replied"
    assert "BUY" not in only.as_string()
    assert "123456" not in only.as_string()


def test_a_mail_that_is_no_mail_waits_for_a_person_and_nothing_is_lost(post: Mailing) -> None:
    filed = post.arrives(b"\x00\xff\xfe not a mail at all")
    assert filed.state == "triage"
    with post.talk.store.read() as reading:
        (mail,) = reading.mail.waiting()
        assert reading.mail.content(mail) == b"\x00\xff\xfe not a mail at all"


def test_answers_come_in_whatever_order(post: Mailing) -> None:
    """An answer before the mail that it answers stands in the same thread."""
    first = post.letter(LORENZA, "la stampante non va", message_id="<one@example.it>", subject="stampante")
    second = post.letter(
        LORENZA, "è quella al secondo piano", message_id="<two@example.it>", subject="Re: stampante",
        in_reply_to="<one@example.it>",
    )  # fmt: skip
    filed: list[Filed] = [post.arrives(second), post.arrives(first)]
    assert filed[0].thread == filed[1].thread
