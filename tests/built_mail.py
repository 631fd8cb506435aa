"""Mails as we build them, read again as other programs read them."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from bot.mail.model import ReceivedMail
from integrations.mail_message import build_message
from integrations.mail_reader.read import read_mail

MESSAGE_ID = "<q-0001.5f2c@alpha.example>"
HAZARDS = Path(__file__).parent / "data" / "mail" / "hazards"
PDF = b"%PDF-1.7\r\n\x00\xff--=_\r\nend"
MARKER = "r-abcdefghijklmnopqrstuvwx23"


def build(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "sender": "Alpha S.r.l. <office@alpha.example>",
        "to": "bob@beta.example",
        "subject": "Your quotation Q-0001",
        "text": "Dear Bob,\nthe total is €1,234.50.\n",
        "html": '<html lang="en" dir="ltr"><body><p>Dear Bob, the total is €1,234.50.</p></body></html>\n',
        "language": "en",
        "message_id": MESSAGE_ID,
        "date": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "attachments": (("Q-0001.pdf", "application/pdf", PDF),),
        "automatic": False,
    }
    return build_message(**{**values, **changes})


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def came_in(name: str) -> ReceivedMail:
    return read_mail((HAZARDS / f"{name}.eml").read_bytes(), today=date(2026, 11, 22))


def answer(came: ReceivedMail) -> bytes:
    subject, references = f"Re: {came.subject}", came.references
    return build(to=came.sender, subject=subject, in_reply_to=came.message_id, references=references, attachments=())


def content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
