"""What is in a winmail.dat: the files and the text that Outlook packed into one part ([MS-OXTNEF], [MS-OXCDATA]).

Own code, since tnefparse 1.4 goes through as many properties as a file claims to have, and sixty bytes can claim four
thousand million. Here a property costs at least the bytes it is read from.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from integrations.mail_reader.charsets import decode

SIGNATURE = b"\x78\x9f\x3e\x22"
_MOST_OBJECTS = 2_000
_BODY, _TITLE, _DATA = 0x800C, 0x8010, 0x800F
_RENDERING, _PROPERTIES, _FILE_PROPERTIES, _CODEPAGE = 0x9002, 0x9003, 0x9005, 0x9007
_TEXT, _HTML, _INTERNET_CODEPAGE = 0x1000, 0x1013, 0x3FDE
_FILE_OBJECT, _DISPLAYED, _SHORT_NAME, _LONG_NAME, _MEDIA_TYPE = 0x3701, 0x3001, 0x3704, 0x3707, 0x370E
_WIDTHS = {0x2: 4, 0x3: 4, 0x4: 4, 0xA: 4, 0xB: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_UNICODE, _STRING = 0x1F, 0x1E
_OBJECT_HEAD = 16  # bytes of a class identifier before what is embedded


@dataclass(slots=True)
class PackedFile:
    """A file as Outlook packed it."""

    name: str = ""
    media_type: str = "application/octet-stream"
    content: bytes = b""


@dataclass(slots=True)
class Packed:
    """What was in it; `text` and `html` are "" where there is none."""

    files: list[PackedFile] = field(default_factory=list)
    text: str = ""
    html: str = ""


def unpacked(content: bytes) -> Packed:
    """What is in a winmail.dat; raises ValueError where it is none or is cut."""
    if content[:4] != SIGNATURE:
        raise ValueError("it does not begin as such a file does")
    packed, charset = Packed(), "windows-1252"
    for name, data in _objects(content):
        if name == _CODEPAGE and len(data) >= 4:
            charset = _charset(struct.unpack_from("<I", data)[0])
        elif name == _RENDERING:
            packed.files.append(PackedFile())
        elif name == _BODY:
            packed.text = packed.text or _text(data, charset)
        elif name == _PROPERTIES:
            _take_text(packed, dict(_properties(data, charset)))
        elif packed.files:
            _take_file(packed.files[-1], name, data, charset)
    return packed


def _objects(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 6
    for _ in range(_MOST_OBJECTS):
        if place + 9 > len(content):
            return
        name, length = struct.unpack_from("<H2xI", content, place + 1)
        if place + 9 + length > len(content):
            raise ValueError("it is cut")
        yield name, content[place + 9 : place + 9 + length]
        place += 11 + length


def _take_text(packed: Packed, found: dict[int, str | bytes]) -> None:
    number = found.get(_INTERNET_CODEPAGE)
    charset = _charset(struct.unpack("<I", number)[0]) if isinstance(number, bytes) and len(number) == 4 else None
    packed.text = _text(found.get(_TEXT, packed.text), charset)
    packed.html = _text(found.get(_HTML, packed.html), charset)


def _take_file(file: PackedFile, name: int, data: bytes, charset: str) -> None:
    if name == _TITLE:
        file.name = file.name or _text(data, charset)
    elif name == _DATA:
        file.content = data
    elif name == _FILE_PROPERTIES:
        found = dict(_properties(data, charset))
        said = found.get(_LONG_NAME) or found.get(_SHORT_NAME) or file.name or found.get(_DISPLAYED, "")
        file.name = _text(said, charset)
        file.media_type = _text(found.get(_MEDIA_TYPE, file.media_type), charset).lower()
        embedded = found.get(_FILE_OBJECT)
        if isinstance(embedded, bytes) and not file.content:
            file.content = embedded[_OBJECT_HEAD:] if embedded[_OBJECT_HEAD:][:4] == SIGNATURE else embedded


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, str | bytes]]:
    """The identifiers and first values; ends where the data ends, whatever it claims. Raises nothing."""
    place = 4
    try:
        while place + 4 <= len(data):
            kind, name = struct.unpack_from("<HH", data, place)
            place = _after_name(data, place + 4) if name >= 0x8000 else place + 4
            several, kind = bool(kind & 0x1000), kind & 0xFFF
            count = 1
            if several or kind not in _WIDTHS:
                (count,) = struct.unpack_from("<I", data, place)
                place += 4
            for number in range(count):
                length = _WIDTHS.get(kind)
                if length is None:
                    (length,) = struct.unpack_from("<I", data, place)
                    place += 4
                if length > len(data) - place:
                    return
                if number == 0:
                    yield name, _value(data[place : place + length], kind, charset)
                place += length + -length % 4
    except struct.error:
        return


def _after_name(data: bytes, place: int) -> int:
    """Where the value of a named property begins: behind its set, and its number or its name."""
    (named,) = struct.unpack_from("<I", data, place + 16)
    if not named:
        return place + 24
    (length,) = struct.unpack_from("<I", data, place + 20)
    return int(place + 24 + length + -length % 4)


def _value(raw: bytes, kind: int, charset: str) -> str | bytes:
    if kind == _UNICODE:
        return raw.decode("utf-16-le", "replace").rstrip("\0")
    return decode(raw.rstrip(b"\0"), charset) if kind == _STRING else raw


def _text(value: str | bytes, charset: str | None) -> str:
    return value if isinstance(value, str) else decode(value.rstrip(b"\0"), charset)


def _charset(codepage: int) -> str:
    known = {20127: "ascii", 28591: "iso-8859-1", 28598: "iso-8859-8", 38598: "iso-8859-8-i", 65001: "utf-8"}
    return known.get(codepage, f"cp{codepage}")
