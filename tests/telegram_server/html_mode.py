"""HTML as the Bot API reads it, with its own sentences about what is wrong (`td::parse_html` of tdlib/td)."""

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_CHARACTER = re.compile(rb"&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));?", re.IGNORECASE)
_SPACES = b" \t\r\n\v\f\0"


class Unparsable(Exception):
    """What stands after "can't parse entities: "."""


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


@dataclass(slots=True)
class _Reading:
    data: bytes
    lone_ampersands: bool
    at: int = 0
    out: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def here(self) -> bytes:
        """The byte at the position; nothing at the end."""
        return self.data[self.at : self.at + 1]

    def say(self, text: str) -> None:
        self.out.append(text)
        self.length += units(text)

    def take(self, stop: bytes) -> bytes:
        """All bytes up to one of `stop`."""
        begin = self.at
        while self.here() and self.here() not in stop:
            self.at += 1
        return self.data[begin : self.at]

    def skip_spaces(self) -> None:
        while self.here() and self.here() in _SPACES:
            self.at += 1


def parse_html(html: str, *, lone_ampersands: bool = False) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities; raises `Unparsable`.

    The documentation asks for every `&` that begins no entity to be escaped (core.telegram.org/bots/api#html-style),
    the real server lets it pass as it is; here it is refused unless `lone_ampersands`.
    """
    reading = _Reading(html.encode(), lone_ampersands)
    while reading.here():
        if reading.here() == b"&":
            reading.say(_character(reading))
        elif reading.here() == b"<":
            _tag(reading)
        else:
            reading.say(reading.take(b"&<").decode())
    if reading.open:
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{reading.open[-1].tag}"')
    entities = sorted(reading.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reading.out), entities


def _character(reading: _Reading) -> str:
    found = _CHARACTER.match(reading.data, reading.at)
    text = _meant(*found.groups()) if found else None
    if found and text:
        reading.at = found.end()
        return text
    if not reading.lone_ampersands:
        raise Unparsable(f'Unescaped "&" at byte offset {reading.at}')
    reading.at += 1
    return "&"


def _meant(decimal: bytes | None, hexadecimal: bytes | None, name: bytes | None) -> str | None:
    if name:
        return _NAMED.get(name)
    code = int(decimal) if decimal else int(hexadecimal or b"0", 16)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def _tag(reading: _Reading) -> None:
    begin = reading.at
    reading.at += 1
    if reading.here() == b"/":
        _end_tag(reading, begin)
    else:
        _start_tag(reading, begin)


def _start_tag(reading: _Reading, begin: int) -> None:
    tag = reading.take(_SPACES + b">").decode().lower()
    if not reading.here():
        raise Unparsable(f"Unclosed start tag at byte offset {begin}")
    if tag not in _KINDS:
        raise Unparsable(f'Unsupported start tag "{tag}" at byte offset {begin}')
    argument = ""
    while reading.here() != b">":
        reading.skip_spaces()
        if reading.here() != b">":
            argument = _attribute(reading, tag, begin=begin) or argument
    reading.at += 1
    if tag == "span" and argument != "spoiler":
        raise Unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    if tag == "tg-emoji" and not argument.isdigit():
        raise Unparsable("Invalid custom emoji identifier specified")
    reading.open.append(_Open(tag, argument, reading.length))


def _attribute(reading: _Reading, tag: str, *, begin: int) -> str:
    """Reads one attribute; what it says where it is one that counts."""
    name = reading.take(_SPACES + b"=>/\"'").decode().lower()
    if not name:
        raise Unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    reading.skip_spaces()
    value = ""
    if reading.here() == b"=":
        reading.at += 1
        reading.skip_spaces()
        value = _value(reading, tag, begin=begin)
    if not reading.here():
        _unclosed(tag, begin)
    match tag, name:
        case "a", "href":
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "tg-emoji", "emoji-id":
            return value
        case "blockquote", "expandable":
            return "expandable"
    return ""


def _value(reading: _Reading, tag: str, *, begin: int) -> str:
    quote = reading.here()
    if not quote:
        _unclosed(tag, begin)
    if quote not in b"\"'":
        token = reading.at
        while re.match(rb"[A-Za-z0-9.-]", reading.here()):
            reading.at += 1
        if not reading.here() or reading.here() not in _SPACES + b">":
            raise Unparsable(f"Unexpected end of name token at byte offset {token}")
        return reading.data[token : reading.at].decode().lower()
    reading.at += 1
    parts = []
    while reading.here() and reading.here() != quote:
        parts.append(_character_of_value(reading) if reading.here() == b"&" else reading.take(b"&" + quote).decode())
    reading.at += 1
    if not reading.here():
        raise Unparsable(f"Unclosed start tag at byte offset {begin}")
    return "".join(parts)


def _character_of_value(reading: _Reading) -> str:
    """In an address an `&` often stands alone, which the documentation does not mind."""
    found = _CHARACTER.match(reading.data, reading.at)
    text = _meant(*found.groups()) if found else None
    reading.at = found.end() if found and text else reading.at + 1
    return text or "&"


def _unclosed(tag: str, begin: int) -> NoReturn:
    raise Unparsable(f'Unclosed start tag "{tag}" at byte offset {begin}')


def _end_tag(reading: _Reading, begin: int) -> None:
    if not reading.open:
        raise Unparsable(f"Unexpected end tag at byte offset {begin}")
    reading.at += 1
    found = reading.take(_SPACES + b">").decode().lower()
    reading.skip_spaces()
    if reading.here() != b">":
        raise Unparsable(f"Unclosed end tag at byte offset {begin}")
    reading.at += 1
    opened = reading.open.pop()
    if found and found != opened.tag:
        raise Unparsable(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{found}>"')
    text = "".join(reading.out).encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
    if reading.length > opened.offset and (entity := _entity(opened, text)):
        reading.entities.append({**entity, "offset": opened.offset, "length": reading.length - opened.offset})


def _entity(opened: _Open, text: str) -> dict[str, Any] | None:
    kind = _KINDS[opened.tag]
    if kind == "text_link":
        url = opened.argument or text
        if not re.match(r"(https?|tg|mailto|tel):|[\w-]+(\.[\w-]+)+", url):
            return None
        return {"type": kind, "url": url if ":" in url else f"http://{url}/"}
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": opened.argument}
    if kind == "blockquote" and opened.argument:
        return {"type": "expandable_blockquote"}
    if kind == "code" and opened.argument:
        return {"type": "pre", "language": opened.argument}
    return {"type": kind}
