"""Mails that came back, in the shapes of the mail servers that send them."""

import email
from email.message import Message
from email.policy import compat32
from pathlib import Path

import pytest

from bot.mail.model import Bounce
from integrations.mail_reader.bounces import bounces_of
from tests.effort import bounded

HAZARDS = Path(__file__).parent.parent / "data" / "mail" / "hazards"


def hazard(name: str) -> tuple[Bounce, ...]:
    return bounces_of(email.message_from_bytes((HAZARDS / f"{name}.eml").read_bytes(), policy=compat32))


def mail(raw: str) -> "Message[str, str]":
    return email.message_from_bytes(raw.replace("\n", "\r\n").encode(), policy=compat32)


def report(fields: str, *, returned: str = "", sender: str = "MAILER-DAEMON@mx.norland.example") -> "Message[str, str]":
    """A report of RFC 3464 with the fields of its recipients and a part that came back."""
    return mail(
        f"From: {sender}\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt did not arrive.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.norland.example\n\n{fields}\n\n"
        f"{returned}--b--\n"
    )


def one(fields: str) -> Bounce:
    (bounce,) = bounces_of(report(f"Final-Recipient: rfc822; anna@fornitura.example\n{fields}"))
    return bounce


def words(text: str, *, headers: str = "From: MAILER-DAEMON@mx.example\nSubject: failure notice") -> tuple[Bounce, ...]:
    return bounces_of(mail(f"{headers}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"))


def test_hazard_05_a_report_says_of_each_recipient_what_became_of_the_mail() -> None:
    unknown, full, reached = hazard("05a-bounce-report")
    assert unknown == Bounce(
        recipient="vendite@fornitura.example",
        action="failed",
        status="5.1.1",
        hard=True,
        reason="550 5.1.1 <vendite@fornitura.example>: Recipient address rejected: User unknown",
        message_id="<q-0042@norland.example>",
    )
    assert (full.recipient, full.status, full.hard) == ("acquisti@fornitura.example", "5.2.2", False)
    assert (reached.recipient, reached.action, reached.hard) == ("info@fornitura.example", "delivered", False)
    assert {unknown.message_id, full.message_id, reached.message_id} == {"<q-0042@norland.example>"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("05b-bounce-exim", [("nobody@fornitura.example", None, True, "<q-0043@norland.example>")]),
        (
            "05c-bounce-qmail",
            [
                ("ufficio@sedutec.example", "5.1.1", True, "<q-0044@norland.example>"),
                ("magazzino@sedutec.example", "4.2.2", False, "<q-0044@norland.example>"),
            ],
        ),
        ("05d-bounce-old-exchange", [("j.smith@norland-parts.example", "5.1.1", True, None)]),
        ("05e-bounce-exchange-italian", [("c.verdi@fornitura.example", "5.1.1", True, "<q-0045@norland.example>")]),
        ("05f-bounce-exchange-hebrew", [("yossi@rehitei-galil.example", None, False, "<q-0046@norland.example>")]),
        ("05g-bounce-yahoo", [("maker@provider.example", None, True, "<q-0047@norland.example>")]),
    ],
)
def test_hazard_05_a_report_in_plain_words_is_read(
    name: str, expected: list[tuple[str, str | None, bool, str | None]]
) -> None:
    found = hazard(name)
    assert [(bounce.recipient, bounce.status, bounce.hard, bounce.message_id) for bounce in found] == expected
    assert all(bounce.action == "failed" and bounce.reason and "\n" not in bounce.reason for bounce in found)


def test_hazard_05_a_delay_is_not_hard() -> None:
    (bounce,) = hazard("05h-delivery-delayed")
    assert (bounce.action, bounce.status, bounce.hard) == ("delayed", "4.4.1", False)
    assert bounce.reason == "connect to mx.riva-legno.example[192.0.2.77]:25: Connection timed out"
    assert bounce.message_id == "<q-0048@norland.example>"


def test_hazard_05_a_success_is_told_and_not_hard() -> None:
    (bounce,) = hazard("05i-delivered")
    assert (bounce.action, bounce.status, bounce.hard) == ("relayed", "2.0.0", False)


def test_hazard_05_a_report_that_a_person_forwards_is_none() -> None:
    assert hazard("05j-person-forwards-a-bounce") == ()


@pytest.mark.parametrize(
    ("fields", "status", "hard"),
    [
        ("Action: failed\nStatus: 5.1.1", "5.1.1", True),
        ("Action: failed\nStatus: 5.1.10 (unknown)", "5.1.10", True),
        ("Action: Failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 blocked", "5.7.1", True),
        ("Action: failed\nStatus: 5.2.2", "5.2.2", False),
        ("Action: failed\nStatus: 5.2.1\nDiagnostic-Code: smtp; 552 5.2.1 mailbox is full", "5.2.1", False),
        ("Action: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; Host not found", "5.4.4", False),
        ("Action: failed\nStatus: 5.4.6", "5.4.6", False),
        (
            "Action: failed\nStatus: 5.4.1\nDiagnostic-Code: smtp;550 5.4.1 Recipient address rejected: Access denied.",
            "5.4.1",
            True,
        ),
        ("Action: failed\nStatus: 4.4.7", "4.4.7", False),
        ("Action: delayed\nStatus: 5.1.1", "5.1.1", False),
        ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no such user", "5.1.1", True),
        ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 450 4.2.1 later", "5.0.0", True),
        ("Action: failed\nDiagnostic-Code: smtp; 550 No such user here", None, True),
        ("Action: failed\nDiagnostic-Code: smtp; 451 Try again later", None, False),
        ("Action: failed", None, False),
    ],
)
def test_what_is_hard_follows_from_the_code_and_what_the_server_said(
    fields: str, status: str | None, *, hard: bool
) -> None:
    bounce = one(fields)
    assert (bounce.status, bounce.hard) == (status, hard)


def test_a_code_without_a_diagnostic_has_a_reason_too() -> None:
    assert one("Action: failed\nStatus: 5.2.2").reason == "a problem with the mailbox"


def test_the_address_that_we_wrote_to_counts_and_not_where_it_was_forwarded() -> None:
    fields = "Original-Recipient: rfc822;Info@Fornitura.example\nFinal-Recipient: rfc822;<box12@provider.example>"
    (bounce,) = bounces_of(report(f"{fields}\nAction: failed\nStatus: 5.1.1"))
    assert bounce.recipient == "info@fornitura.example"


HEADERS = "--b\nContent-Type: {kind}\n\nFrom: requests@norland.example\n{id}\n\nHello\n"


@pytest.mark.parametrize(
    ("kind", "line", "expected"),
    [
        ("message/rfc822", "Message-ID: <a@norland.example>", "<a@norland.example>"),
        ("text/rfc822-headers", "Message-Id:\n <a@norland.example>", "<a@norland.example>"),
        ("text/rfc822-headers", "Message-ID: <a@x.example>\nMessage-ID: <b@x.example>", None),
        ("message/rfc822", "Message-ID: none", None),
        ("message/rfc822", "In-Reply-To: <a@norland.example>", None),
    ],
)
def test_a_report_is_about_the_mail_that_came_back_or_about_none(kind: str, line: str, expected: str | None) -> None:
    fields = "Final-Recipient: rfc822; anna@fornitura.example\nAction: failed\nStatus: 5.1.1"
    (bounce,) = bounces_of(report(fields, returned=HEADERS.format(kind=kind, id=line)))
    assert bounce.message_id == expected


def test_a_status_part_that_came_in_base64_is_read() -> None:
    encoded = (
        "UmVwb3J0aW5nLU1UQTogZG5zOyBteAoKRmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFubmFAZm9ybml0dXJhLmV4YW1wbGUK"
        "QWN0aW9uOiBmYWlsZWQKU3RhdHVzOiA1LjEuMQo="
    )
    message = mail(
        'From: postmaster@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{encoded}\n--b--\n"
    )
    assert [bounce.recipient for bounce in bounces_of(message)] == ["anna@fornitura.example"]


SENDMAIL = """   ----- The following addresses had permanent fatal errors -----
<anna@fornitura.example>
    (reason: 550 5.1.1 <anna@fornitura.example>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.fornitura.example.:
"""
POSTFIX = """I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<anna@fornitura.example>: host mx.fornitura.example[192.0.2.1] said: 554 5.7.1
    Service unavailable (in reply to end of DATA command)
"""
EXCHANGE = """Delivery has failed to these recipients or groups:

anna@fornitura.example<mailto:anna@fornitura.example>
The e-mail address you entered couldn't be found. Please check it.

Diagnostic information for administrators:
eve@norland.example
"""
EXIM_LATE = """This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on host.

The address to which the message has not yet been delivered is:

  anna@fornitura.example
    Delay reason: Connection timed out
"""


LIBERO = """Non è stato possibile consegnare il messaggio ai seguenti destinatari:

  <anna@fornitura.example>: 550 5.1.1 utente sconosciuto
"""
WITH_A_NAME = """Il messaggio non ha raggiunto alcuni o tutti i destinatari previsti.

Impossibile raggiungere i seguenti destinatari:

      'Anna Conti' il 23/11/2026 09:22
            Destinatario sconosciuto.
            <mail.fornitura.example #5.1.1 smtp;550 5.1.1 <anna@fornitura.example>... User unknown>
"""
HEBREW = """ההודעה שלך לא הגיעה לחלק מהנמענים או לכולם.

לא ניתן היה להגיע לנמענים הבאים:

      anna@fornitura.example בתאריך 23/11/2026 09:22
            חשבון הדואר האלקטרוני אינו קיים בארגון שאליו נשלחה הודעה זו.
            <mail.fornitura.example #5.1.1>
"""


@pytest.mark.parametrize(
    ("text", "status", "action", "hard"),
    [
        (LIBERO, "5.1.1", "failed", True),
        (WITH_A_NAME, "5.1.1", "failed", True),
        (HEBREW, "5.1.1", "failed", True),
        (SENDMAIL, "5.1.1", "failed", True),
        (POSTFIX, "5.7.1", "failed", True),
        (EXCHANGE, None, "failed", True),
        (EXIM_LATE, None, "delayed", False),
    ],
)
def test_other_servers_words_are_read(text: str, status: str | None, action: str, *, hard: bool) -> None:
    (bounce,) = words(text)
    assert bounce.recipient == "anna@fornitura.example"
    assert (bounce.status, bounce.action, bounce.hard, bounce.message_id) == (status, action, hard, None)


def test_a_report_in_html_is_read() -> None:
    (bounce,) = bounces_of(
        mail(
            "From: Microsoft Outlook <postmaster@fornitura.example>\nSubject: Undeliverable: Quote\n"
            "Content-Type: text/html; charset=utf-8\n\n"
            "<p><b>Delivery has failed to these recipients or groups:</b></p>"
            '<p><a href="mailto:anna@fornitura.example">anna@fornitura.example</a><br>'
            "The recipient&#39;s mailbox is full and can't accept messages now.</p>"
            "<p>Diagnostic information for administrators:</p><p>anna@fornitura.example<br>#550 5.2.2</p>"
        )
    )
    assert (bounce.recipient, bounce.status, bounce.hard) == ("anna@fornitura.example", "5.2.2", False)
    assert bounce.reason == "The recipient's mailbox is full and can't accept messages now. #5.2.2"


@pytest.mark.parametrize(
    ("fields", "recipient"),
    [
        (
            "Original-Recipient: rfc822;anna+2Bq@fornitura.example\nFinal-Recipient: LOCAL;<x>",
            "anna+q@fornitura.example",
        ),
        ('Final-Recipient: LOCAL; "anna@fornitura.example"', "anna@fornitura.example"),
        ("Final-Recipient: rfc822;o'anna@fornitura.example", "o'anna@fornitura.example"),
        ("Final-Recipient: LOCAL;<anna>", "carl@fornitura.example"),
    ],
)
def test_an_address_is_told_plainly(fields: str, recipient: str) -> None:
    returned = "--b\nContent-Type: message/rfc822\n\nTo: carl@fornitura.example\n\nHi\n"
    (bounce,) = bounces_of(report(f"{fields}\nAction: failed\nStatus: 5.1.1", returned=returned))
    assert bounce.recipient == recipient


def test_what_is_said_in_words_fills_in_what_a_block_leaves_open() -> None:
    message = mail(
        'From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nAddresses had permanent fatal errors\n<anna@fornitura.example>\n\n"
        "<<< 550 MAILBOX NOT FOUND\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n"
        "Final-Recipient: rfc822; anna@fornitura.example\nAction: failed\nStatus: 2.0.0\n"
        "Diagnostic-Code: smtp; 250 OK\n--b--\n"
    )
    (bounce,) = bounces_of(message)
    assert (bounce.status, bounce.hard, bounce.reason) == (None, True, "550 MAILBOX NOT FOUND")


def test_words_alone_make_no_report_of_a_persons_mail() -> None:
    assert words(SENDMAIL, headers="From: Anna <anna@fornitura.example>\nSubject: Undeliverable: what is this?") == ()


def test_a_report_names_an_address_once() -> None:
    fields = "Final-Recipient: rfc822; anna@fornitura.example\nAction: failed\nStatus: 5.1.1"
    assert len(bounces_of(report(f"{fields}\n\n{fields}"))) == 1


@pytest.mark.parametrize(
    "fields",
    ["Final-Recipient: rfc822; nobody\nAction: failed", "Final-Recipient:\nAction:", "Action: failed", "\0\0", ""],
)
def test_a_report_that_names_nobody_is_none(fields: str) -> None:
    assert bounces_of(report(fields)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "could not be delivered to one or more of its recipients\n" + "<a@b.example>:\n\n" * 50_000,
        "following address failed\n" + "a@b" + ".c" * 100_000,
        "following address failed\n" + "\n " * 100_000,
        "user " * 60_000,
        "indirizzo " * 60_000,
        "<br" * 100_000,
        "a@b.example " * 40_000,
        "recipient: to: " * 40_000,
        "following address failed\n" + ("a@b.example" + " " * 900 + "x\n") * 500,
    ],
)
def test_a_hostile_report_takes_no_time(text: str) -> None:
    headers = "From: MAILER-DAEMON@x.example\nX-Failed-Recipients: " + "a@b.example, " * 5_000
    assert len(bounded(lambda: words(text, headers=headers))) <= 100
