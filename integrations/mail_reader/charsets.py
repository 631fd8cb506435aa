"""Bytes to text with the charset a mail names, also where it names none, a wrong one, or one Python does not know.

The names and what is meant by them follow the WHATWG Encoding Standard (encoding.spec.whatwg.org), which is what mail
programs do: `iso-8859-1` is read as `windows-1252`, `gb2312` as `gb18030`. Hebrew's `-i` and `-e` stand in RFC 1556.
"""

import codecs
import re
from functools import lru_cache

_MEANT = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso8859-8-i": "iso-8859-8",
    "iso-8859-8i": "iso-8859-8",
    "iso8859-8i": "iso-8859-8",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "x-windows-1255": "windows-1255",
    "dos-862": "cp862",
    "ansi_x3.110-1983": "windows-1252",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "utf8mb4": "utf-8",
}
# What Python's codec is called, and the one that holds all of it and what is really sent under its name.
_WIDER = {
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "cp950",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-8": "utf-8-sig",
    "iso2022_jp": "iso2022_jp_ext",
}
_UNTOLD = frozenset({"", "x-unknown", "unknown", "unknown-8bit", "x-user-defined", "7bit", "8bit", "binary", "default"})
_NAME = re.compile(r"[a-z0-9][a-z0-9._:+-]{0,39}")
# Everything else that Python calls a codec is slow on hostile bytes, or hides markup from who looks for it (utf-7).
_CODECS = re.compile(
    r"ascii|utf-8-sig|utf-(?:16|32)(?:-[lb]e)?|iso8859-\d+|cp(?:125\d|8[56]\d|437|737|775|874|932|949|950)"
    r"|koi8-[rut]|mac-\w+|gb18030|hz|big5hkscs|johab|euc_j\w+|shift_jisx?\w*|iso2022_\w+"
)
_ONE_BYTE = re.compile(r"ascii|cp(?:125\d|8[56]\d|437|737|775|874)|iso8859-\d+|koi8-[rut]|mac-\w+")
_HIGH = re.compile(rb"[\x80-\xff]")
_HEBREW_RUN = re.compile(rb"[\xe0-\xfa]{2,}")
_NOT_HEBREW = re.compile(rb"[\xc0-\xdf\xfb-\xff]")
_CONTROLS = re.compile("[\x80-\x9f]")
_WORD = re.compile("[א-ת]{2,}")
_FINALS = frozenset("ךםןףץ")
_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z€$](?:[0-9A-Za-z.,:/@_+€$%'-]*[0-9A-Za-z%])?")
_MIRROR = str.maketrans("()[]{}<>", ")(][}{><")
_LOOKED_AT = 20_000  # bytes or characters that a guess is made from


def decode(raw: bytes, charset: str | None) -> str:
    """The text; never raises."""
    return read(raw, charset)[0]


def read(raw: bytes, charset: str | None) -> tuple[str, str | None]:
    """The text, and what was wrong with the charset or None; never raises.

    What is valid UTF-8 is read as that whatever one-byte charset it claims: that is never so by accident.
    """
    said = (charset or "").strip(" \t\"'").lower()[:60]
    name = _codec(said)
    if raw.isascii() and (name is None or name == "utf-8-sig" or _ONE_BYTE.fullmatch(name)):
        return raw.decode("ascii"), _unknown(said) if name is None else None
    if name is None:
        return _guessed(raw), _unknown(said) or "letters without a charset"
    if _ONE_BYTE.fullmatch(name):
        return _one_byte(raw, name, said)
    text = _strict(raw, name)
    if text is not None:
        return text, None
    return _guessed(raw) if name == "utf-8-sig" else raw.decode(name, "replace"), f"the text is not all {said}"


@lru_cache(maxsize=256)
def _codec(said: str) -> str | None:
    """What Python calls it; None for what is no charset of a mail."""
    name = _MEANT.get(said, said)
    if not _NAME.fullmatch(name):
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    found = _WIDER.get(found, found)
    return found if _CODECS.fullmatch(found) else None


def _unknown(said: str) -> str | None:
    return None if said in _UNTOLD else f"unknown charset {said!r}"


def _one_byte(raw: bytes, name: str, said: str) -> tuple[str, str | None]:
    text = _strict(raw, "utf-8-sig")
    if text is not None:
        return text, f"the text is not {said} but utf-8"
    if name in {"cp1252", "ascii"} and _looks_hebrew(raw):
        return _strict(raw, "cp1255") or raw.decode("cp1255", "replace"), f"the text is not {said} but windows-1255"
    text = _strict(raw, name)
    if text is None or (name == "iso8859-8" and _CONTROLS.search(text)):
        wider = {"ascii": "cp1252", "iso8859-8": "cp1255"}.get(name, name)
        return raw.decode(wider, "replace"), None if name == "iso8859-8" else f"the text is not all {said}"
    return (_logical(text) if name == "iso8859-8" else text), None


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeDecodeError, ValueError):
        return None


def _guessed(raw: bytes) -> str:
    """UTF-8 where it is that but for some letters, else the Windows charset of Hebrew or of Western Europe."""
    text = raw.decode("utf-8-sig", "replace")
    wrong = text.count("\ufffd")
    if wrong == 0 or wrong * 8 < sum(char > "\x7f" for char in text[:_LOOKED_AT]):
        return text
    return raw.decode("cp1255" if _looks_hebrew(raw) else "cp1252", "replace")


def _looks_hebrew(raw: bytes) -> bool:
    """Whether the high bytes are Hebrew letters, which come several together, unlike the accents of other languages."""
    looked_at = raw[:_LOOKED_AT]
    runs = sum(len(run) for run in _HEBREW_RUN.findall(looked_at))
    return runs >= 4 and runs * 5 >= len(_HIGH.findall(looked_at)) * 4 and not _NOT_HEBREW.search(looked_at)


def _logical(text: str) -> str:
    """Text in reading order. RFC 1556 has `iso-8859-8` in the order of the screen; hardly anybody sends it so today.

    It is turned where more words begin with a letter of their end (ם) than end with one.
    """
    words = _WORD.findall(text[:_LOOKED_AT])
    backwards = sum(word[0] in _FINALS for word in words) > sum(word[-1] in _FINALS for word in words)
    return "\n".join(map(_turned, text.split("\n"))) if backwards else text


def _turned(line: str) -> str:
    if not _WORD.search(line):
        return line
    turned = line.rstrip("\r")[::-1].translate(_MIRROR)
    return _LEFT_TO_RIGHT.sub(lambda run: run[0][::-1], turned).strip(" ")
