"""Header lines as text. A mail is parsed with the compat32 policy, which never raises; they are decoded here.

The newer policy raises on some hostile headers and does not know the Hebrew charsets that mail programs name.
"""

import binascii
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from bot.cleaning import LIMIT, clean
from integrations.mail_reader.charsets import decode

LONGEST = 64_000  # characters of a line that are looked at; the relays' own limit is far below (RFC 5322, 2.1.1)
_ENCODED = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_PARAMETER = re.compile(r""";\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""", re.DOTALL)
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_NOT_IN_A_TYPE = re.compile(r"[^a-z0-9!#$&^_.+/-]")
_MEDIA_TYPE = re.compile(r"[a-z0-9][^/]{0,60}/[^/]{1,90}")
_QUOTED_PAIR = re.compile(r'\\(["\\])')
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def raw_of(message: "Message[str, str]", name: str) -> tuple[str, ...]:
    """Every line of this name as it came, from top to bottom; bytes that are not ASCII are surrogates (PEP 383).

    `Message.get_all` would put replacement marks in their place.
    """
    wanted = name.lower()
    return tuple(str(value)[:LONGEST] for key, value in message.raw_items() if key.lower() == wanted)


def all_of(message: "Message[str, str]", name: str) -> tuple[str, ...]:
    """Every line of this name, from top to bottom, decoded, on one line each."""
    return tuple(map(readable, raw_of(message, name)))


def text_of(message: "Message[str, str]", name: str) -> str:
    """The first line of this name, decoded; "" when there is none."""
    return next(iter(all_of(message, name)), "")


def readable(raw: str) -> str:
    """A header's value with its encoded words decoded (RFC 2047) and raw bytes read as what they seem to be."""
    value = without_surrogates(raw)
    if "=?" in value:
        value = _decoded(value)
    if value.isascii():
        value = _CONTROLS.sub(lambda found: " " if found[0] in "\t\r\n" else "", value)
        return " ".join(value.split())[:LIMIT]
    return " ".join(clean(" ".join(value.split())[:LIMIT]).split())  # what NFC costs grows with the square


def without_surrogates(raw: str) -> str:
    """Text in place of bytes that are not ASCII, read as what they seem to be."""
    return raw if not _NOT_ASCII.search(raw) else decode(raw.encode("utf-8", "surrogateescape"), None)


def parameters(raw: str) -> tuple[str, dict[str, str]]:
    """A value and its parameters, names in lower case: `text/plain` and `charset` (RFC 2045, 5.1; RFC 2231).

    Of two of one name the first counts, and before both the one that says its charset.
    """
    value = raw.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(raw[:LONGEST]):
        piece = _PIECE.fullmatch(match[1].lower())
        if piece is None:
            continue
        if piece[2] is None and piece[3] is None:
            plain.setdefault(piece[1], readable(_unquoted(match[2])))
        else:
            numbered = pieces.setdefault(piece[1], {})
            numbered.setdefault(int(piece[2] or 0), (_unquoted(match[2]), piece[3] is not None))
    for name, numbered in pieces.items():
        found[name] = _joined(numbered)
    return value, plain | found


def media_type_of(said: str) -> str:
    """A media type as it may be written (RFC 6838, 4.2); "application/octet-stream" for what is none."""
    kept = _NOT_IN_A_TYPE.sub("", said.lower())
    return kept if _MEDIA_TYPE.fullmatch(kept) else "application/octet-stream"


def _unquoted(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    return _QUOTED_PAIR.sub(r"\1", inner)


def _joined(numbered: dict[int, tuple[str, bool]]) -> str:
    """A value that came in pieces: its charset stands in the first (RFC 2231, 4.1)."""
    charset: str | None = None
    whole = b""
    for number in sorted(numbered):
        text, encoded = numbered[number]
        if encoded and charset is None and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        whole += unquote_to_bytes(text) if encoded and text.isascii() else text.encode("utf-8", "surrogateescape")
    return readable(decode(whole, charset))


def _decoded(value: str) -> str:
    """Encoded words of one charset that follow each other are joined before they are read: some cut letters in two."""
    done: list[str] = []
    pending, charset, place = b"", "", 0
    for word in _ENCODED.finditer(value):
        between = value[place : word.start()]
        raw = _bytes_of(word[3], base64=word[2] in "bB")
        if (between and not between.isspace()) or not pending or word[1].lower() != charset:
            done += [decode(pending, charset), "" if pending and between.isspace() else between]
            pending = b""
        pending, charset, place = pending + raw, word[1].lower(), word.end()
    return "".join((*done, decode(pending, charset), value[place:]))


def _bytes_of(text: str, *, base64: bool) -> bytes:
    raw = text.encode("utf-8", "replace")
    try:
        return binascii.a2b_base64(raw + b"===") if base64 else binascii.a2b_qp(raw, header=True)
    except binascii.Error:
        return raw
