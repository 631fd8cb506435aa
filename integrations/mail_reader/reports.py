"""A report of a mail server as a mail: whether one wrote it, its parts, its words, and the mail that came back."""

import html
import re
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import HeaderParser

from bot.mail.robot_words import pattern
from bot.mail.words import level
from integrations.mail_reader.bounce_codes import has_code
from integrations.mail_reader.charsets import decode
from integrations.mail_reader.headers import raw_of, text_of

MOST = 100  # recipients of one report, and parts of a part
LONGEST = 64_000  # characters of a report, or of the headers that came back, that are read
_DEEPEST = 4

_ID = re.compile(r"<[^<>\s]{1,900}>")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_NAME = r"(?:mail(?:er)?[-_.]?daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]+)(?![\w.+-])"
SERVERS = re.compile(rf"\s*(?:[^<]{{0,200}}<)?\s*{_NAME}", re.IGNORECASE)
_SERVICES = re.compile(
    r"\bmail deliver|\bmail(?:er)?[ -]?(?:daemon|administrator|system)\b|\bpostmaster\b", re.IGNORECASE
)

_RETURNED_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")


def is_from_server(message: "Message[str, str]") -> bool:
    """Whether a mail looks as if a mail server wrote it to say what became of another.

    Its name tells, or a subject of such reports on a mail that no person sent, or on one that nothing may answer (RFC
    5321, 4.5.5) such words with a code.
    """
    if is_named_as_server(message):
        return True
    sender = raw_of(message, "from")[:1]
    path = [value.strip().lower() for value in raw_of(message, "return-path")]
    unanswerable = not any(sender) or any(value in ("", "<>") or SERVERS.match(value) for value in path)
    if is_returned(message):
        automatic = text_of(message, "auto-submitted").lower().startswith("auto-")
        return unanswerable or automatic or any(map(_SERVICES.search, sender))
    return unanswerable and _tells_of_failure(level(words_of(message)))


def _tells_of_failure(words: str) -> bool:
    return has_code(words) and bool(pattern("report", "introduction").search(words))


def is_named_as_server(message: "Message[str, str]") -> bool:
    """Whether its From is that of a mail server, or it has a line that only these write."""
    return any(map(SERVERS.match, raw_of(message, "from")[:1])) or bool(raw_of(message, "x-failed-recipients"))


def is_returned(message: "Message[str, str]") -> bool:
    """Whether the subject is one of those that reports of mail servers have."""
    return bool(pattern("subject", "returned").match(level(text_of(message, "subject"))))


def parts(message: "Message[str, str]", depth: int = _DEEPEST) -> Iterator["Message[str, str]"]:
    """The parts of a mail, and of those of its parts that are multipart; not what lies in an attached mail."""
    payload = message.get_payload()
    for part in payload[:MOST] if isinstance(payload, list) else ():
        if isinstance(part, Message):
            yield part
            if depth and part.get_content_maintype() == "multipart":
                yield from parts(part, depth - 1)


def words_of(message: "Message[str, str]") -> str:
    """What a report says to people: the plain text before the mail that came back, or else the first HTML."""
    plain: list[str] = []
    rich = ""
    for part in (message, *parts(message)):
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global", *_RETURNED_HEADERS):
            break
        if kind == "text/plain":
            plain.append(text_of_part(part))
        elif kind == "text/html" and not rich:
            rich = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text_of_part(part))))
    return ("\n\n".join(text for text in plain if text.strip()) or rich)[:LONGEST]


def text_of_part(part: "Message[str, str]") -> str:
    """The text of a part, as far as it is read."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    return decode(raw[: LONGEST * 2], part.get_content_charset())[:LONGEST].replace("\r\n", "\n")


def returned(message: "Message[str, str]") -> "Message[str, str] | None":
    """The mail that came back, or its headers, where they are a part of the report."""
    for part in parts(message):
        kind = part.get_content_type()
        payload = part.get_payload()
        if (
            kind in ("message/rfc822", "message/global")
            and isinstance(payload, list)
            and isinstance(payload[0], Message)
        ):
            return payload[0]
        if kind in _RETURNED_HEADERS:
            return HeaderParser().parsestr(text_of_part(part).lstrip())
    return None


def returned_id(message: "Message[str, str]") -> str | None:
    """The Message-ID of the mail that came back, or that the report answers, if it names one and no more."""
    mail = returned(message)
    if mail is not None:
        return only_id(raw_of(mail, "message-id"))
    return only_id(raw_of(message, "in-reply-to")) or only_id(raw_of(message, "x-original-message-id"))


def only_id(lines: Iterable[str]) -> str | None:
    """The one id in the lines; None where there are several."""
    ids = {found for line in lines for found in _ID.findall(line)}
    return ids.pop() if len(ids) == 1 else None
