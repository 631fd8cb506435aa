"""Colleagues whose name is written in the other script: "דניס" is Denis, "Inbal" is "ענבל". Pure."""

import re
import unicodedata
from collections.abc import Sequence

from bot.model import Person

_HEBREW = str.maketrans(
    {
        "ב": "b",
        "ג": "g",
        "ד": "d",
        "ז": "z",
        "ח": "h",
        "ט": "t",
        "כ": "k",
        "ך": "k",
        "ל": "l",
        "מ": "m",
        "ם": "m",
        "נ": "n",
    }
    | {"ן": "n", "ס": "s", "פ": "p", "ף": "p", "צ": "z", "ץ": "z", "ק": "k", "ר": "r", "ש": "s", "ת": "t"}
    | dict.fromkeys("אהויע", "")
)
_LATIN = (
    (r"sch|sh|ss", "s"),
    (r"tz|ts", "z"),
    (r"kh|ch", "k"),
    (r"th", "t"),
    (r"ph|f", "p"),
    (r"[cq]", "k"),
    (r"[vw]", ""),
    (r"x", "ks"),
    (r"j", ""),
)
_FEWEST = 3  # consonants; with fewer the vowels count too, since too many names share the rest
_MOST_HEBREW, _MOST_LATIN = 8, 12  # letters that are compared with their vowels: more would take too long
_VOWELS = "[aeiou]{0,2}"  # those that Hebrew does not write
_SPELLINGS = {
    "א": "[aeiou]*",
    "ב": "bb?|v",
    "ג": "gg?|j",
    "ד": "dd?",
    "ה": "h?",
    "ו": "[ou]{1,2}w?|[vw][aei]?",
    "ז": "zz?|s|j",
    "ח": "c?h|kh",
    "ט": "tt?|th",
    "י": "[iey]{1,2}|[ae][iy]|[yj][aeo]?",
    "כ": "kh?|ch?|ck",
    "ל": "ll?",
    "מ": "mm?",
    "נ": "nn?",
    "ס": "ss?|c",
    "ע": "[aeiou]*",
    "פ": "pp?|ff?|ph",
    "צ": "t[sz]|z|ch?",
    "ק": "[kq]|c[ck]?|ch",
    "ר": "rr?",
    "ש": "sh?|sch|ss|sc",
    "ת": "tt?|th",
}
_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_WRITTEN_VOWELS = "אהויע"
_TO = "ל"


def by_sound(said: str, people: Sequence[Person]) -> Person | None:
    """The only colleague whose first name (or whole name) sounds like these words in the other script; else None.

    A Hebrew "to" (ל) in front of the name is left out where the name alone is one. Vowels are compared only in a name
    with few consonants, and there those that Hebrew writes.
    """
    words = said.strip(" .,;:!?")
    for name in (words, words.removeprefix(_TO).lstrip("-־ ")):
        fits = [one for one in people if sounds_like(name, one.name)]
        if len(fits) == 1:
            return fits[0]
    return None


def sounds_like(said: str, name: str) -> bool:
    """Whether words sound like a person's first name, or the whole one, in the other script."""
    alike = _alike if len(_sound(said).rstrip("a")) < _FEWEST else _resembles
    return _hebrew(name) != _hebrew(said) and alike(said, name)


def _resembles(said: str, name: str) -> bool:
    """Whether all consonants are those of the first name or the whole name."""
    return _sound(said) in {_sound(name), _sound(name.split(maxsplit=1)[0])}


def _alike(said: str, name: str) -> bool:
    """Whether the words spell the first name letter by letter in the other script: "חנה" Hannah, "Yossi" "יוסי"."""
    first = name.split(maxsplit=1)[0]
    hebrew, latin = (said, first) if _hebrew(said) else (first, said)
    plain = re.sub(r"[^a-z]", "", unicodedata.normalize("NFD", latin.casefold())).replace("x", "ks")
    short = 1 < len(hebrew) <= _MOST_HEBREW and len(plain) <= _MOST_LATIN
    return short and re.fullmatch(_spelled(hebrew), plain) is not None


def _spelled(hebrew: str) -> str:
    """How a Hebrew name may be spelled in Latin letters, as a pattern."""
    letters = re.sub(r"([וי])\1", r"\1", re.sub(r"[^א-ת]", "", hebrew.translate(_FINAL)))
    pattern = ""
    for at, letter in enumerate(letters):
        last = at == len(letters) - 1
        follows = not last and letters[at + 1] not in _WRITTEN_VOWELS and letter not in _WRITTEN_VOWELS
        pattern += "[ae]h?" if last and letter == "ה" else f"(?:{_SPELLINGS[letter]}){_VOWELS if follows else ''}"
    return f"{pattern}e?"


def _sound(name: str) -> str:
    """The consonants of a name in Latin letters, doubled ones once, and whether it ends in a vowel."""
    if _hebrew(name):
        sound = name.translate(_HEBREW)
    else:
        sound = unicodedata.normalize("NFD", name.casefold())
        for letters, plain in _LATIN:
            sound = re.sub(letters, plain, sound)
    sound = re.sub(r"[^b-df-gj-np-tv-xz]|(?<=.)h", "", sound)
    open_end = "a" if name.strip()[-1:].casefold() in "aeiouàèéìòùאהוי" else ""
    return re.sub(r"(.)\1+", r"\1", sound) + open_end


def _hebrew(name: str) -> bool:
    return bool(re.search("[א-ת]", name))
