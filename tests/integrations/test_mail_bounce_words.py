"""Reports of mail servers in plain words, which share no more than an address and a reason near it."""

import email
from email.message import Message
from email.policy import compat32

import pytest

from bot.mail.model import Bounce
from integrations.mail_reader.bounces import bounces_of


def mail(raw: str) -> "Message[str, str]":
    return email.message_from_bytes(raw.replace("\n", "\r\n").encode(), policy=compat32)


def words(text: str, *, headers: str = "From: MAILER-DAEMON@mx.example\nSubject: failure notice") -> tuple[Bounce, ...]:
    return bounces_of(mail(f"{headers}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"))


SENDMAIL_OLD = """The original message was received at Mon, 23 Nov 2026 10:00:00 +0100

   ----- The following addresses have delivery notifications -----
<anna@fornitura.example>  (unrecoverable error)

   ----- Transcript of session follows -----
550 <anna@fornitura.example>... User unknown

   ----- Original message follows -----
Return-Path: <requests@norland.example>
"""
POSTFIX_LATE = """Your message could not be delivered for more than 4 hour(s).
It will be retried until it is 5 day(s) old.

<anna@fornitura.example>: connect to mx.fornitura.example[192.0.2.3]:25: Connection
    timed out
"""
GMAIL_OLD = """Delivery to the following recipient failed permanently:

     anna@fornitura.example

Technical details of permanent failure:
The server for the recipient domain rejected it.

The error that the other server returned was:
550 5.1.1 <anna@fornitura.example>: Recipient address rejected

----- Original message -----
"""
GMAIL_LATE = """There was a temporary problem delivering your message to anna@fornitura.example.
Gmail will retry for 45 more hours. You'll be notified if the delivery fails permanently.
"""
DOMINO = """Your message

  Subject: Offer

was not delivered to:

  anna@fornitura.example

because:

  User anna (anna@fornitura.example) not listed in Domino Directory
"""
OPENSMTPD = """    An error has occurred while attempting to deliver a message for
    the following list of recipients:

anna@fornitura.example: 550 5.1.1 Invalid recipient

    Below is a copy of the original message:
"""
MAILENABLE = """The following recipient(s) could not be reached:

Recipient: [SMTP:anna@fornitura.example]
Reason: Remote SMTP Server Returned: 550 No such user here

Message headers follow:

Received: from mail.norland.example
"""
TRANSCRIPT = """YOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS!

Failed address: anna@fornitura.example

--- Session Transcript ---
Mon 10:00:01: --> RCPT To:<anna@fornitura.example>
Mon 10:00:01: <-- 550 No such user here
"""
MIMECAST = """This is a delivery failure notification message indicating that
an email you addressed to email address :
-- anna@fornitura.example

could not be delivered. The problem appears to be :
-- Recipient email server rejected the message

Additional information follows :
-- 550 5.4.1 Recipient address rejected: Access denied.
"""
GERMAN = """Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

anna@fornitura.example<mailto:anna@fornitura.example>
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.

Diagnoseinformationen für Administratoren:
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'
"""
FULL_ITALIAN = """Il messaggio inviato a anna@fornitura.example non puo' essere consegnato.
Motivo: la casella di posta del destinatario ha superato lo spazio disponibile.
"""
UNKNOWN_HEBREW = """הודעת הדואר ששלחת לכתובת anna@fornitura.example לא נמסרה.
הסיבה: המשתמש אינו קיים במערכת.
"""
AS_TEXT = """Your mail failed.

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@fornitura.example
Action: failed
Status: 5.1.1
"""
AFTER = "Il seguente destinatario:\n\nanna@fornitura.example\n\nMotivo: casella piena. Il messaggio non è stato consegnato.\n"  # noqa: E501
CHINESE = "退信原因：收件人邮件地址（anna@fornitura.example）不存在。\nhost mx.fornitura.example said: 550 Mailbox not found\n"  # noqa: E501
ODD = "[<00>] bounce: Rcpt=[anna@fornitura.example];Error=[550 User unknown]\nMail From: <requests@norland.example>\n"


@pytest.mark.parametrize(
    ("text", "status", "action", "hard", "reason"),
    [
        (SENDMAIL_OLD, None, "failed", True, "550 <anna@fornitura.example>... User unknown"),
        (POSTFIX_LATE, None, "delayed", False, "connect to mx.fornitura.example[192.0.2.3]:25: Connection timed out"),
        (GMAIL_OLD, "5.1.1", "failed", True, "550 5.1.1 <anna@fornitura.example>: Recipient address rejected"),
        (GMAIL_LATE, None, "delayed", False, "Gmail will retry for 45 more hours."),
        (DOMINO, None, "failed", True, "User anna (anna@fornitura.example) not listed in Domino Directory"),
        (OPENSMTPD, "5.1.1", "failed", True, "550 5.1.1 Invalid recipient"),
        (MAILENABLE, None, "failed", True, "Reason: Remote SMTP Server Returned: 550 No such user here"),
        (TRANSCRIPT, None, "failed", True, "550 No such user here"),
        (MIMECAST, "5.4.1", "failed", True, "550 5.4.1 Recipient address rejected: Access denied."),
        (GERMAN, "5.1.10", "failed", True, "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden. #5.1.10"),
        (FULL_ITALIAN, None, "failed", False, "non puo' essere consegnato."),
        (UNKNOWN_HEBREW, None, "failed", True, "לא נמסרה. הסיבה: המשתמש אינו קיים במערכת."),
        (AS_TEXT, "5.1.1", "failed", True, "a problem with the address"),
        (AFTER, None, "failed", False, "Motivo: casella piena."),
        (CHINESE, None, "failed", True, "host mx.fornitura.example said: 550 Mailbox not found"),
        (ODD, None, "failed", True, "Error=[550 User unknown]"),
    ],
)
def test_a_report_is_read_by_its_addresses_and_codes(
    text: str, status: str | None, action: str, reason: str, *, hard: bool
) -> None:
    (bounce,) = words(text, headers="From: MAILER-DAEMON@mx.example\nTo: requests@norland.example\nSubject: Mail")
    assert (bounce.recipient, bounce.status, bounce.action) == ("anna@fornitura.example", status, action)
    assert bounce.hard == hard
    assert reason in bounce.reason


def test_recipients_with_one_reason_at_their_end_share_it() -> None:
    found = words("could not be delivered to:\n\n<a@x.example>\n<b@x.example>\n\n550 5.7.1 refused by policy\n")
    assert [(bounce.recipient, bounce.status) for bounce in found] == [
        ("a@x.example", "5.7.1"),
        ("b@x.example", "5.7.1"),
    ]


def test_a_report_without_an_address_is_about_the_one_that_the_mail_was_sent_to() -> None:
    message = mail(
        'From: MAILER-DAEMON@x.example\nContent-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThe attached mail could not be delivered.\n"
        "--b\nContent-Type: message/rfc822\n\nTo: Anna <anna@fornitura.example>\nMessage-ID: <a@x.example>\n\n--b--\n"
    )
    assert [(bounce.recipient, bounce.message_id) for bounce in bounces_of(message)] == [
        ("anna@fornitura.example", "<a@x.example>")
    ]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ("From: Mail Delivery System <noreply@x.example>\nSubject: Undeliverable: Offer", True),
        ("From: System <system@x.example>\nReturn-Path: <>\nSubject: Delivery Failure", True),
        ("From: x@x.example\nAuto-Submitted: auto-replied\nSubject: Mancato recapito: Offerta", True),
        ("From: x@x.example\nReturn-Path: <>\nSubject: Consegna fallita", True),
        ("From: x@x.example\nReturn-Path: <>\nSubject: הודעה שלא ניתן למסור", True),
        ("From: x@x.example\nReturn-Path: <>\nSubject: Your mail", True),
        ("From: x@x.example\nSubject: Delivery Failure", False),
        ("From: Corriere <noreply@x.example>\nSubject: Mancata consegna DDT 445", False),
        ("From: x@x.example\nAuto-Submitted: auto-replied\nSubject: Your parcel", False),
    ],
)
def test_a_server_is_known_by_its_name_or_by_such_a_subject_on_a_robots_mail(headers: str, *, found: bool) -> None:
    said = words("It could not be delivered.\n\nRecipient: anna@fornitura.example\n550 no such user", headers=headers)
    assert bool(said) == found
