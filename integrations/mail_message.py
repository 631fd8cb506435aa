"""Mail that leaves, as the bytes of one message: the same inputs always give the same bytes.

A mail that is sent again after a crash is then the same message, with the same boundaries, and not a second one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from hashlib import sha256
from typing import Any, cast

from bot.bidi import plain
from bot.model import Language

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_MEDIA_TYPE = re.compile(r"([\w!#$&^.+-]+)/([\w!#$&^.+-]+)", re.ASCII)
_NOT_IN_A_HEADER = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class MessageIds(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # typeshed gives both a max_count
    """One or more message ids, a line each: the standard library would fold a long id into an encoded word.

    Other programs then no longer recognise it and the thread breaks: https://github.com/python/cpython/issues/79986.
    """

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """The ids as they are, with nothing in them taken for an encoded word."""
        super().parse(value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


class Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # typeshed gives both a max_count
    """A subject in encoded words that join as they were: the standard library's own folding loses spaces between two.

    Seen on Python 3.11 in "הצעת מחיר Q-0042 עבור מרכז רפואי גלבוע": the space after מרכז was gone.
    """

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        charset = "us-ascii" if self.isascii() else "utf-8"
        encoded = Header(str(self), charset, maxlinelen=76, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


def _policy() -> EmailPolicy:
    registry = HeaderRegistry()
    registry.map_to_type("subject", Subject)
    for name in ("message-id", "in-reply-to", "references"):
        registry.map_to_type(name, MessageIds)
    return cast("EmailPolicy", SMTP.clone(header_factory=registry))


_POLICY = _policy()


def build_message(
    *,
    sender: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    language: Language,
    message_id: str,
    date: datetime,
    attachments: Sequence[tuple[str, str, bytes]],
    automatic: bool,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
) -> bytes:
    """The message with its text, its HTML and its attachments (name, media type, content), lines ending in CRLF.

    A header is one line: whatever would break it becomes a space, and what is no message id is left out of a thread.
    `automatic` marks a mail that no person asked for (RFC 3834). Raises ValueError for a message id that is none,
    a date without a zone and a media type that is none.
    """
    if date.tzinfo is None:
        raise ValueError("the date of a mail needs a zone")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a message id: {message_id!r}")
    message = EmailMessage(policy=_POLICY)
    message["From"] = _line(sender)
    message["To"] = _line(to)
    message["Subject"] = _line(plain(subject))
    message["Date"] = date
    message["Message-ID"] = message_id
    _thread(message, in_reply_to, references)
    if automatic:
        message["Auto-Submitted"] = "auto-generated"
    _fill(message, text, html, language=language)
    for name, media_type, content in attachments:
        _attach(message, content, name=name, media_type=media_type)
    message["Content-Language"] = language  # last: a body that is put in takes such headers for its own
    _set_boundaries(message, message_id)
    return message.as_bytes()


def _line(value: str) -> str:
    """The value on one line; the library would decode what looks like an encoded word, and with it new lines."""
    return _NOT_IN_A_HEADER.sub(" ", value).replace("=?", "= ?").strip()


def _thread(message: EmailMessage, in_reply_to: str | None, references: Sequence[str]) -> None:
    """The mail that is answered and those before it, the answered one last: RFC 5322, 3.6.4."""
    answered = _ids([in_reply_to or ""])[:1]
    earlier = [found for found in _ids(references) if found not in answered]
    if answered:
        message["In-Reply-To"] = answered[0]
    if earlier or answered:
        message["References"] = " ".join((*earlier, *answered))


def _ids(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found for text in texts for found in _MESSAGE_ID.findall(text)))


def _fill(message: EmailMessage, text: str, html: str, *, language: Language) -> None:
    """Both versions, encoded so that no line of them can look like a boundary, which has `=_` in it."""
    encoding = "base64" if language == "he" else "quoted-printable"
    message.set_content(text, cte=encoding)
    message.add_alternative(html, subtype="html", cte=encoding)


def _attach(message: EmailMessage, content: bytes, *, name: str, media_type: str) -> None:
    kind = _MEDIA_TYPE.fullmatch(media_type)
    if kind is None:
        raise ValueError(f"not a media type: {media_type!r}")
    message.add_attachment(content, maintype=kind[1], subtype=kind[2], filename=_line(plain(name)))


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries that follow from the message id, in place of random ones."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sha256(f'{number} {message_id}'.encode()).hexdigest()[:40]}")
