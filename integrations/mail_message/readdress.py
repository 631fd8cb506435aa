"""A mail that was written already, as it goes to another address: the same words and files under an id of its own."""

from datetime import datetime
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import Any

from integrations.mail_message.headers import POLICY
from integrations.mail_message.mailboxes import read_mailbox


def readdressed(
    content: bytes, *, to: str, message_id: str, date: datetime, reply_to: str | None, markers: tuple[str, str]
) -> bytes:
    """The mail to another address; `markers` are the reply token that stood in its text and the one in its place.

    Raises ValueError for an address that cannot exist.
    """
    mailbox = read_mailbox(to)
    policy = POLICY if mailbox.username.isascii() else POLICY.clone(utf8=True)
    message = BytesParser(EmailMessage, policy=policy).parsebytes(content)
    _replace(message, "To", mailbox)
    _replace(message, "Date", date)
    _replace(message, "Message-ID", message_id)
    if reply_to:
        _replace(message, "Reply-To", read_mailbox(reply_to))
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_maintype() == "text" and not part.is_attachment():
            _mark(part, *markers)
    return message.as_bytes()


def _replace(message: "Message[Any, Any]", name: str, value: object) -> None:
    del message[name]
    message[name] = value


def _mark(part: EmailMessage, before: str, after: str) -> None:
    said = part.get_content()
    if before in said:
        encoding = str(part["Content-Transfer-Encoding"])
        part.set_content(said.replace(before, after), subtype=part.get_content_subtype(), cte=encoding)
