"""What stands behind a part's transfer encoding (RFC 2045, 6), also where it names another than it has."""

import binascii
import quopri
import re
from email.message import Message

from integrations.mail_reader.headers import raw_of
from integrations.mail_reader.parsing import RawMessage

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_BASE64_LINES = re.compile(rb"(?:[A-Za-z0-9+/]{60,}\r?\n)+[A-Za-z0-9+/]*={0,2}\s*")
_SOFT_BREAK = re.compile(rb"=\r?\n")
_QUOTED = re.compile(rb"=[0-9A-F]{2}")
_QUOTES = re.compile(r"(?:>[ ]?)*>|")


def content_of(message: "Message[str, str]") -> bytes:
    """The bytes of a part; never raises. What is not in the encoding it names is given as it is."""
    raw = body_of(message)
    encoding = _encoding(message)
    if "base64" in encoding:
        return _from_base64(raw)
    if "quoted" in encoding:
        return quopri.decodestring(raw)
    if "uu" in encoding:
        return _from_uuencode(raw)
    return raw


def _encoding(message: "Message[str, str]") -> str:
    return "".join(raw_of(message, "content-transfer-encoding")[:1]).strip(" \t\"'").lower()


def body_of(message: "Message[str, str]") -> bytes:
    """What stands behind the headers as it came; b"" for what holds other parts."""
    if isinstance(message, RawMessage):
        return message.body()
    body = message.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def written(message: "Message[str, str]") -> bytes:
    """A mail within a mail as a file of its own, its lines ending as they are sent; never raises.

    The standard library's generator folds headers anew and fails on some that are broken.
    """
    return _written(message).replace(b"\n", b"\r\n")


def _written(message: "Message[str, str]") -> bytes:
    head = "".join(f"{key}: {value}\n" for key, value in message.raw_items())
    payload = message.get_payload()
    if not isinstance(payload, list):
        return _raw(head) + b"\n" + body_of(message)
    parts = [_written(part) for part in payload if isinstance(part, Message)]
    if message.get_content_maintype() == "message":
        return _raw(head) + b"\n" + b"\n".join(parts)
    mark = _raw(f"--{message.get_boundary('')}")
    before = _raw(f"{message.preamble}\n") if message.preamble else b""
    between = b"".join(mark + b"\n" + part + b"\n" for part in parts)
    return _raw(head) + b"\n" + before + between + mark + b"--\n" + _raw(message.epilogue or "")


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def text_bytes(message: "Message[str, str]") -> bytes:
    """As `content_of` for a part that is text: an encoding it has and does not name is taken off, too."""
    raw = content_of(message)
    if _encoding(message) not in {"base64", "quoted-printable"}:
        if len(raw) >= 60 and _BASE64_LINES.fullmatch(raw):
            return _from_base64(raw)
        if _SOFT_BREAK.search(raw) and len(_QUOTED.findall(raw)) > 2:
            return quopri.decodestring(raw)
    return raw


def unflowed(text: str, *, delsp: bool) -> str:
    """Lines that were broken only for their length put together again (RFC 3676, 4.1)."""
    done: list[str] = []
    depth_before, flows = -1, False
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        marks = quotes[0].replace(" ", "") if quotes else ""
        rest = line[len(quotes[0]) :] if quotes else line
        rest = rest if rest.startswith(" >") else rest.removeprefix(" ")  # what is stuffed is no quotation
        if flows and len(marks) == depth_before and rest != "-- ":
            done.append(rest)
        else:
            done.append(("\n" if done or depth_before >= 0 else "") + (f"{marks} {rest}" if marks else rest))
        depth_before, flows = len(marks), rest.endswith(" ") and rest != "-- "
        if flows and delsp:
            done[-1] = done[-1][:-1]
    return "".join(done)


def _from_base64(raw: bytes) -> bytes:
    """A list's footer or a cut end does not spoil what stands before it; a text that is no base64 at all is kept."""
    strange = _NOT_BASE64.search(raw)
    good = raw[: raw.rfind(b"\n", 0, strange.start()) + 1] if strange else raw
    if strange and not good.strip():
        return raw
    try:
        return binascii.a2b_base64(good + b"===")
    except binascii.Error:
        return raw


def _from_uuencode(raw: bytes) -> bytes:
    done = b""
    for line in raw.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            done += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return done or raw
