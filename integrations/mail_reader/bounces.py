"""Mails that came back: which address failed, why, and about which mail of ours (RFC 3464, and what came before it).

A report is only as true as any mail. It is tied to a mail of ours by that mail's exact Message-ID or not at all.
"""

import html
import re
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import HeaderParser
from functools import partial

from bot.mail.model import Bounce
from bot.mail.robot_words import pattern
from bot.mail.words import level
from integrations.mail_reader.charsets import decode
from integrations.mail_reader.headers import raw_of, text_of

_MOST = 100  # recipients of one report
_LONGEST = 64_000  # characters of a report, or of the headers that came back, that are read
_REASON = 300

_ADDRESS = r"[^\s<>()\[\],;:\"@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}"
_AN_ADDRESS = re.compile(_ADDRESS)
_ID = re.compile(r"<[^<>\s]{1,900}>")
_ID_LINE = re.compile(r"^[ \t>]{0,8}Message-ID:\s{0,8}(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -]|$)", re.MULTILINE)
_TYPE = re.compile(r"^\s*[\w-]{1,20}\s*;\s*")

_NAMED_LINE = re.compile(
    rf"^[ \t*•]{{0,20}}(?:<({_ADDRESS})>|({_ADDRESS}))(?:[ \t]*(?:\(mailto:[^)\n]*\)|<mailto:[^>\n]*>))?"
    r"[ \t]*(?:(?::|\.\.\.)[ \t]*(.*)|,? (?:on|il|בתאריך) .*)?$",
    re.IGNORECASE,
)
_IN_PROSE = re.compile(
    rf"(?:delivered to|account \(|recapitato a|נמסרה אל|נמסרה ל-?)\s*<?({_ADDRESS})>?", re.IGNORECASE
)

_TECHNICAL = re.compile(r"#\s?(?:[45]\d\d[ -])?([245]\.\d{1,3}\.\d{1,3})")  # in what Exchange tells technicians,
_TECHNICAL_LINES = 1_500  # within so many characters
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_SERVERS = re.compile(
    r"\s*(?:[^<]{0,200}<)?\s*(?:mailer-daemon|postmaster|mdaemon|mail-daemon|microsoftexchange[0-9a-f]+)(?![\w.+-])",
    re.IGNORECASE,
)

_ABOUT = {
    "1": "the address", "2": "the mailbox", "3": "the mail system", "4": "the network or routing", "5": "the protocol",
    "6": "the content", "7": "security or policy",
}  # fmt: skip

_of = partial(pattern, "report")


def bounces_of(message: "Message[str, str]") -> tuple[Bounce, ...]:
    """What a report says of each recipient, also of those that were reached; empty for every other mail. Never raises.

    A person's mail that forwards or attaches a report is none: the report must be the mail itself, and for a report
    in plain words the sender must be a mail server.
    """
    blocks = _status_blocks(message)
    if blocks:
        about = returned_id(message)
        return tuple(_unique(bounce for block in blocks if (bounce := _of_block(block, about))))
    if not is_from_server(message):
        return ()
    return _in_words(message)


def is_from_server(message: "Message[str, str]") -> bool:
    """Whether a mail looks as if a mail server wrote it to say what became of another."""
    if any(map(_SERVERS.match, raw_of(message, "from")[:1])) or raw_of(message, "x-failed-recipients"):
        return True
    returned = any(value.strip() in ("<>", "") for value in raw_of(message, "return-path"))
    return returned and bool(pattern("subject", "returned").match(level(text_of(message, "subject"))))


def is_hard(action: str, status: str | None, reason: str) -> bool:
    """Whether to try again is useless: a permanent failure (RFC 3463), but no full mailbox and no trouble with DNS.

    5.4.1 of Exchange Online with "recipient address rejected" says that there is no such mailbox. Where a report says
    nothing, the address is not given up.
    """
    if action != "failed" or _of("full").search(reason):
        return False
    if status is None:
        code = _CODE.search(reason)
        return code[1][0] == "5" and code[1] != "552" if code else bool(_of("nobody").search(reason))
    if status == "5.2.2" or not status.startswith("5."):
        return False
    return not status.startswith("5.4.") or "recipient address rejected" in reason.lower()


def _status_blocks(message: "Message[str, str]") -> list["Message[str, str]"]:
    """The blocks of the machine-readable part, one a recipient (RFC 3464, 2.1), of a report that is the mail itself."""
    reports = message.get_content_type() == "multipart/report" or is_from_server(message)
    if not reports or not message.is_multipart():
        return []
    for part in _parts(message):
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            return [block for block in _blocks(part) if block["final-recipient"] or block["original-recipient"]][:_MOST]
    return []


def _blocks(part: "Message[str, str]") -> list["Message[str, str]"]:
    """The standard library has cut the part at its blank lines already, but for one that came encoded."""
    payload = part.get_payload()
    if isinstance(payload, list) and not raw_of(part, "content-transfer-encoding"):
        return [block for block in payload if isinstance(block, Message)]
    text = "\n\n".join(str(block) for block in payload) if isinstance(payload, list) else str(payload)
    holder: Message[str, str] = Message()
    holder["Content-Transfer-Encoding"] = text_of(part, "content-transfer-encoding")
    holder.set_payload(text[:_LONGEST].strip())
    raw = holder.get_payload(decode=True)
    plain = decode(raw, None) if isinstance(raw, bytes) else text[:_LONGEST]
    return [HeaderParser().parsestr(block) for block in re.split(r"\r?\n[ \t]*\r?\n", plain)[: _MOST + 1]]


def _parts(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The parts of a mail, and of those of its parts that are multipart; not what lies in an attached mail."""
    payload = message.get_payload()
    for part in payload[:_MOST] if isinstance(payload, list) else ():
        if isinstance(part, Message):
            yield part
            inner = part.get_payload() if part.get_content_maintype() == "multipart" else ()
            yield from (one for one in inner[:_MOST] if isinstance(one, Message)) if isinstance(inner, list) else ()


def _of_block(block: "Message[str, str]", about: str | None) -> Bounce | None:
    """Original-Recipient is the address that we wrote to, Final-Recipient where a forwarding led (RFC 3464, 2.3)."""
    lines = (_value(block, "original-recipient"), _value(block, "final-recipient"))
    found = next((match for line in lines if (match := _AN_ADDRESS.search(line))), None)
    if found is None:
        return None
    diagnostic = _value(block, "diagnostic-code")
    action = (text_of(block, "action").split() or ["failed"])[0].strip(";").lower()
    status = _status(text_of(block, "status"), diagnostic)
    return Bounce(
        recipient=found[0].lower(),
        action=action,
        status=status,
        hard=is_hard(action, status, diagnostic),
        reason=diagnostic[:_REASON] or _meaning(status),
        message_id=about,
    )


def _value(block: "Message[str, str]", name: str) -> str:
    """A field without the type before it, as in `smtp; 550 5.1.1 …`."""
    return _TYPE.sub("", text_of(block, name)[:4_000])


def _status(said: str, diagnostic: str) -> str | None:
    """The enhanced code: one that says nothing but "failed" gives way to what the other server said (RFC 3463, 3)."""
    status = _STATUS.search(said)
    if status and not status[1].endswith(".0.0"):
        return status[1]
    inner = _STATUS.search(diagnostic)
    if inner and (not status or inner[1][0] == status[1][0]):
        return inner[1]
    return status[1] if status else None


def _meaning(status: str | None) -> str:
    """The first words for a code without a diagnostic (RFC 3463, 3)."""
    subject = status.split(".")[1] if status else ""
    return f"a problem with {_ABOUT[subject]}" if subject in _ABOUT else ""


def returned_id(message: "Message[str, str]") -> str | None:
    """The Message-ID of the mail that came back, or that the report answers, if it names one and no more."""
    for part in _parts(message):
        kind = part.get_content_type()
        payload = part.get_payload()
        if (
            kind in ("message/rfc822", "message/global")
            and isinstance(payload, list)
            and isinstance(payload[0], Message)
        ):
            return _only_id(raw_of(payload[0], "message-id"))
        if kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            headers = HeaderParser().parsestr(_text_of_part(part).lstrip())
            return _only_id(raw_of(headers, "message-id"))
    return _only_id(raw_of(message, "in-reply-to")) or _only_id(raw_of(message, "x-original-message-id"))


def _only_id(lines: Iterable[str]) -> str | None:
    ids = {found for line in lines for found in _ID.findall(line)}
    return ids.pop() if len(ids) == 1 else None


def _in_words(message: "Message[str, str]") -> tuple[Bounce, ...]:
    """A report in plain words: of Exim, qmail, Yahoo, Sendmail, Postfix, and of Exchange before and after 2007."""
    text = level(_report_text(message))
    failed = [one.lower() for line in raw_of(message, "x-failed-recipients") for one in _AN_ADDRESS.findall(line)]
    copy = _of("copy").search(text)
    said, rest = (text[: copy.start()], text[copy.start() :]) if copy else (text, "")
    introductions = list(_of("introduction").finditer(said))
    if not introductions and not failed:
        return ()
    if introductions:
        said = said[introductions[0].start() :]
    named = _named(said[introductions[-1].start() - introductions[0].start() :] if introductions else said)
    named = named or _named(said) or dict.fromkeys(failed, said)
    if len(named) == 1 and (technical := _TECHNICAL.search(rest[:_TECHNICAL_LINES])):
        named = {one: f"{why}\n#{technical[1]}" for one, why in named.items()}
    about = _only_id(_ID_LINE.findall(rest)[:1]) or returned_id(message)
    late = bool(_of("late").search(said) or _of("late").search(text_of(message, "subject")))
    permanent = " permanent error" if "permanent error" in said or "permanent fatal" in said else ""
    return tuple(_of_words(one, why, permanent, about=about, late=late) for one, why in list(named.items())[:_MOST])


def _of_words(recipient: str, why: str, permanent: str, *, about: str | None, late: bool) -> Bounce:
    action, status = "delayed" if late else "failed", _status("", why)
    hard = is_hard(action, status, why + permanent)
    return Bounce(recipient=recipient, action=action, status=status, hard=hard, reason=_reason(why), message_id=about)


def _reason(why: str) -> str:
    """What the other server answered, or else all that is said, on one line; Exchange puts codes under its words."""
    lines = [" ".join(line.split()) for line in why.splitlines() if line.strip()]
    answers = [
        place
        for place, line in enumerate(lines)
        if line[0] not in "<#" and (_STATUS.search(line) or _CODE.search(line))
    ]
    return " ".join(lines[answers[0] if answers else 0 :])[:_REASON]


def _named(said: str) -> dict[str, str]:
    """Each address that a line begins with, and what is said under it up to the next."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in said.splitlines():
        named = _NAMED_LINE.match(line[:1_000])
        if named:
            current = found.setdefault((named[1] or named[2]).lower(), [])
            current.append(named[3] or "")
        elif current is not None and not line.strip() and any(current):
            current = None
        elif current is not None:
            current.append(line.strip())
    return {address: "\n".join(lines) for address, lines in found.items()} or _in_prose(said)


def _in_prose(said: str) -> dict[str, str]:
    """The address within a sentence, or the only one there is: Exchange may show a person's name in its place."""
    prose = _IN_PROSE.search(said)
    if prose:
        return {prose[1].lower(): said[prose.end() :]}
    only = {one.lower() for one in _AN_ADDRESS.findall(said) if not _SERVERS.match(one)}
    return {only.pop(): said.partition("\n")[2]} if len(only) == 1 else {}


def _report_text(message: "Message[str, str]") -> str:
    """The first part with words in it, as text."""
    for part in (message, *_parts(message)):
        if part.get_content_type() == "text/plain":
            return _text_of_part(part)
        if part.get_content_type() == "text/html":
            lines = _BREAKS.sub("\n", _text_of_part(part))
            return html.unescape(_TAGS.sub("", lines))
    return ""


def _text_of_part(part: "Message[str, str]") -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    return decode(raw[: _LONGEST * 2], part.get_content_charset())[:_LONGEST].replace("\r\n", "\n")


def _unique(bounces: Iterable[Bounce]) -> Iterator[Bounce]:
    seen: set[str] = set()
    for bounce in bounces:
        if bounce.recipient not in seen:
            seen.add(bounce.recipient)
            yield bounce
