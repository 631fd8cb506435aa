"""What a single line says of itself: a farewell, a name, a way to reach somebody, a program's advertisement, or law.

Lines come here levelled (`bot.mail.words.level`), without white space around them.
"""

import re
from functools import cache

from bot.mail.words import any_of, words
from bot.understanding.sounds import sounds_like

AROUND = " ,.!-;"  # what may stand beside a name
_SHORTEST = 3  # letters of a short form
_LONGEST_NAME = 40  # characters
_PLAIN_NAME = re.compile(rf"(?=.{{1,{_LONGEST_NAME}}}$)[^\W\d_]+(?:[ .'-]{{1,2}}[^\W\d_]+){{0,3}}\.?")
_ANSWERS = frozenset({"OK", "NO", "SI"})  # which could be initials as well

_FIRM = re.compile(
    r"\b(?:s\.?\s?r\.?\s?l|s\.?\s?p\.?\s?a|s\.?n\.?c|s\.?a\.?s|ltd|inc|llc|gmbh|co|corp|plc)\b\.?|בע\"מ|בעמ",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|www\.|https?:|\+\d|\b0\d[\d /.-]{5,}|\(\+?\d+\)|\d{3}[- ./]\d{4,}|\*\d{4}\b")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PARTICLES = frozenset("di de del della van von da la e and & der ben bar".split())
_JOINED = r"(?:,?\s(?:e|and|&|-|/|\|)\s|\s?[,/]\s?|\sו)"
_END = r"(?=$|\W)(?!\s[^\W_])"


def is_name(text: str) -> bool:
    """Whether a text can be a person's name: "Ruth", "Anna M. Ferri"; not "please call me", not "confirmed"."""
    names = text.split()
    if not 0 < len(names) <= 4 or any(char.isdigit() for char in text) or text[-1] in ":?":
        return False
    if _HEBREW.search(text):
        return len(names) <= 3
    return all(not name[0].islower() or (name in _PARTICLES and len(names) > 1) for name in names)


def is_writer(text: str, sender: str, *, after_comma: bool) -> bool:
    """Whether a name under "Thanks" is the writer's, and no "Confirmed".

    It shares a word with the `sender`, or is a first and a last name; where From has no name the comma after the thanks
    says so as well.
    """
    names = names_in(text)
    if not is_name(text) or not names:
        return False
    known = sender_names(sender)
    alike = any(name[:3] == other[:3] for name in names for other in known) or _sounds_like(text, known)
    unnamed = not names_in(_name_of(sender))
    return alike or (after_comma and unnamed) or (len(names) > 1 and not _HEBREW.search(text))


def is_own_name(text: str, sender: str) -> bool:
    """Whether a text is nothing but the writer's name, the short form of it, or two initials or more."""
    name = text.strip(f"{AROUND}~/")
    known, said = sender_names(sender), names_in(name)
    if not known or not _PLAIN_NAME.fullmatch(name):
        return False
    alike = bool(said) and all(any(_is_short_for(one, other) for other in known) for one in said)
    return alike or _is_initials(name, known) or _sounds_like(name, known)


def _is_initials(name: str, known: list[str]) -> bool:
    initials = "".join(letter for letter in name if letter.isalpha())
    signs = len(known) > 1 and initials.isupper() and initials not in _ANSWERS
    return signs and initials.lower() == "".join(one[0] for one in known)


def _is_short_for(name: str, whole: str) -> bool:
    return name == whole or (len(name) >= _SHORTEST and whole.startswith(name))


def _sounds_like(text: str, known: list[str]) -> bool:
    """Whether a Hebrew name is that of a Latin From line, or the other way round."""
    return bool(known) and len(text) <= _LONGEST_NAME and sounds_like(text, " ".join(known))


def sender_names(sender: str) -> list[str]:
    """The names in a From line; where it has none, those in the address before the `@`."""
    return names_in(_name_of(sender)) or names_in(sender.rpartition("<")[2].partition("@")[0])


def _name_of(sender: str) -> str:
    name = sender.partition("<")[0]
    return "" if "@" in name else name


def names_in(text: str) -> list[str]:
    """The words of a name, in small letters."""
    return _LETTERS.findall(text.lower())


def is_firm(line: str) -> bool:
    """Whether a firm is named with its legal form."""
    return _FIRM.search(line) is not None


def is_contact(line: str) -> bool:
    """Whether a line tells how to reach somebody."""
    return len(line) <= 160 and (_CONTACT.search(line) is not None or _contact_word().search(line.lower()) is not None)


def is_flowing(line: str) -> bool:
    """Whether words run as in a sentence: most of them small; in Hebrew, which has no small letters, more than four."""
    found = line.split()
    if _HEBREW.search(line):
        return len(found) > 4 and "|" not in line
    return sum(word[0].islower() for word in found) >= len(found) * 0.6


def is_program(line: str) -> bool:
    """Whether a program or a telephone says what the mail was sent with, and nothing else."""
    spare = len(line) <= 120 and len(line.split()) <= 10 and ": " not in line and line[-1] not in "?:"
    return spare and _program().match(line.lower()) is not None


def begins_disclaimer(line: str) -> bool:
    """Whether a paragraph that begins with the line may be boilerplate; `says_law` has to agree."""
    return _disclaimer().match(line[:200].lower()) is not None


def says_law(paragraph: str, *, least: int) -> bool:
    """Whether a paragraph has so many different words of legal boilerplate."""
    return len(set(_law().findall(paragraph[:2_000].lower()))) >= least


@cache
def farewell() -> re.Pattern[str]:
    """A farewell, or thanks and a farewell, in one language or in two."""
    sure, doubtful = any_of(words()["signature"]["farewells"]), any_of(words()["signature"]["thanks"])
    both = rf"(?:{sure}(?:{_JOINED}(?:{sure}|{doubtful}))?|{doubtful}{_JOINED}{sure}){_END}"
    return re.compile(rf"{both}|(?:[^\W\d_]+\s){{1,4}}{any_of(words()['signature']['closings'])}(?=[\W_]*$)")


@cache
def thanks() -> re.Pattern[str]:
    """Words that end a mail as often as they stand in it."""
    doubtful = any_of(words()["signature"]["thanks"])
    return re.compile(rf"{doubtful}(?:{_JOINED}{doubtful})?{_END}")


@cache
def ends_with_farewell() -> re.Pattern[str]:
    """A sentence that goes over into a farewell: "Looking forward to your answer, best regards"."""
    long_ones = [phrase for phrase in words()["signature"]["farewells"] if " " in phrase or len(phrase) > 4]
    return re.compile(rf"[\s,.;]{any_of(long_ones)}[.,!]?$")


@cache
def _program() -> re.Pattern[str]:
    openings, devices = any_of(words()["signature"]["programs"]), any_of(words()["signature"]["devices"])
    return re.compile(rf"[\s*_(\[]*{openings}.{{0,60}}?(?:(?<![^\W_])|(?<=[מהב])){devices}(?![^\W_])")


@cache
def _disclaimer() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*{any_of(words()['signature']['disclaimers'])}")


@cache
def _law() -> re.Pattern[str]:
    return re.compile(any_of(words()["signature"]["law"]))


@cache
def _contact_word() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s|(]){any_of(words()['signature']['contact'])}[\s.:|)]")
