"""A mail that was written already, as it goes to another address: the same words and files under an id of its own."""

import re
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime

from integrations.mail_message.headers import addresses_line, ids_line
from integrations.mail_message.mailboxes import read_mailbox

_AS_IT_IS = SMTP.clone(refold_source="none")


def readdressed(
    content: bytes, *, to: str, message_id: str, date: datetime, reply_to: str | None, markers: tuple[str, str]
) -> bytes:
    """The mail to another address; `markers` are the reply token that stood in its text and the one in its place.

    Raises ValueError for an address that cannot exist.
    """
    head = content.partition(b"\r\n\r\n")[0].decode()
    head = _replaced(head, addresses_line("To", [read_mailbox(to)]))
    head = _replaced(head, f"Date: {format_datetime(date)}")
    head = _replaced(head, ids_line("Message-ID", [message_id]))
    if reply_to:
        head = _replaced(head, addresses_line("Reply-To", [read_mailbox(reply_to)]))
    message = BytesParser(EmailMessage, policy=_AS_IT_IS).parsebytes(content)
    for part in message.walk():
        if part.get_content_maintype() == "text" and not part.is_attachment():
            _mark(part, *markers)
    return b"%b\r\n\r\n%b" % (head.encode(), message.as_bytes().partition(b"\r\n\r\n")[2])


def _replaced(head: str, line: str) -> str:
    """The headers with this one in the place of the one of its name, or after all others."""
    name = re.escape(line.partition(":")[0])
    others, found = re.subn(rf"^{name}:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*", lambda _: line, head, flags=re.MULTILINE)
    return others if found else f"{head}\r\n{line}"


def _mark(part: EmailMessage, before: str, after: str) -> None:
    said = part.get_content()
    if before in said:
        encoding = str(part["Content-Transfer-Encoding"])
        part.set_content(said.replace(before, after), subtype=part.get_content_subtype(), cte=encoding)
