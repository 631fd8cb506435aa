"""Finds the lines of a mail that say who wrote it, and what programs and lawyers put around every mail.

Lines come here levelled (`bot.mail.words.level`). The delimiter is that of RFC 3676, 4.3, `-- `; a list of lines that
begin with a dash is none. Where a line under a signature reads like a sentence, the text goes on there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.mail.words import any_of, words

_LONGEST = 500  # characters of a line in which a signature is looked for
_TALLEST = 25  # lines of one
_DELIMITER = re.compile(r"--\s?$|-{2,5}$|_{3,}$")
_CONTACT = re.compile(r"@|www\.|https?:|\+\d|\b0\d[\d /.-]{5,}|\(\+?\d+\)|\d{3}[- ./]\d{4,}|\*\d{4}\b")
_FIRM = re.compile(
    r"\b(?:s\.?\s?r\.?\s?l|s\.?\s?p\.?\s?a|s\.?n\.?c|s\.?a\.?s|ltd|inc|llc|gmbh|co|corp|plc)\b\.?|בע\"מ|בעמ",
    re.IGNORECASE,
)
_AFTERTHOUGHT = re.compile(r"(?:p\.?\s?s\.?|n\.?\s?b\.?|נ\.?\"?ב\.?)[\s:.-]", re.IGNORECASE)
_AROUND = " ,.!-;"
_HEBREW = re.compile("[\u05d0-\u05ea]")
_PARTICLES = frozenset("di de del della van von da la e and & der ben bar".split())


@dataclass(slots=True)
class _Reading:
    """What is known on the way down.

    `inside` a signature, and `lines` of it seen; `farewell` is the line that opened it, if one did, and `doubtful` if
    it was one like "Thanks", which is also said in a text. `legal`: in a disclaimer. `after_blank`: the line above is
    empty. `said`: new text was seen already.
    """

    farewell: int | None = None
    doubtful: bool = False
    inside: bool = False
    lines: int = 0
    after_blank: bool = False
    legal: bool = False
    said: bool = False

    def enter(self, farewell: int | None = None, *, doubtful: bool = False) -> None:
        self.inside, self.farewell, self.lines, self.after_blank = True, farewell, 0, False
        self.doubtful = doubtful

    def leave(self) -> None:
        self.inside, self.farewell, self.after_blank = False, None, False


def signature_lines(lines: Sequence[str], quoted: Sequence[bool], *, sender: str = "") -> list[bool]:
    """Whether each line belongs to a signature, a program's line or a disclaimer; quoted lines never do.

    `sender` is the name of who wrote: a last paragraph that begins with it is a signature without a farewell.
    """
    found = [False] * len(lines)
    reading = _Reading()
    for index, line in enumerate(lines):
        if quoted[index]:
            reading.leave()
            reading.legal = False
        elif not line.strip():
            found[index] = reading.inside
            reading.after_blank = True
        else:
            found[index] = _belongs(line.strip(), index, reading=reading, lines=lines, found=found)
            reading.said = reading.said or not found[index]
            reading.after_blank = False
    if sender:
        _mark_contact_block(lines, quoted, found=found, sender=sender)
    return found


def _belongs(line: str, index: int, *, reading: _Reading, lines: Sequence[str], found: list[bool]) -> bool:
    if _is_legal(line, index, reading=reading, lines=lines):
        return True
    if len(line) > _LONGEST:
        reading.leave()
        return False
    if _is_program(line):
        return True
    if _DELIMITER.fullmatch(line) and _opens(line, index, lines):
        reading.enter()
        return True
    if reading.inside and (not _is_prose(line, reading) or _is_slogan(line, index, lines)):
        reading.lines += 1
        return True
    if reading.inside and reading.farewell is not None and reading.lines == 0:
        found[reading.farewell : index] = [False] * (index - reading.farewell)
    reading.leave()
    return _farewell_begins(line, index, reading=reading)


def _is_legal(line: str, index: int, *, reading: _Reading, lines: Sequence[str]) -> bool:
    goes_on = reading.legal and (not reading.after_blank or _law().search(line[:_LONGEST].lower()) is not None)
    reading.legal = goes_on or _is_disclaimer(line, index, lines)
    return reading.legal


def _farewell_begins(line: str, index: int, *, reading: _Reading) -> bool:
    lowered = line.lower()
    sure = _farewell().match(lowered)
    phrase = sure or (_thanks().match(lowered) if reading.said else None)
    if phrase is not None and _is_name(line[phrase.end() :].strip(_AROUND) or "-"):
        reading.enter(index, doubtful=sure is None)
        return True
    if reading.said and len(line) < 200 and _ends_with_farewell().search(lowered):
        reading.enter()
    return False


def _is_name(text: str) -> bool:
    """Whether a text can be a person's name, or none at all: "Ruth", "Anna M. Ferri", "-"; not "please call me"."""
    names = text.split()
    if len(names) > 4 or any(char.isdigit() for char in text) or text[-1] in ":?":
        return False
    if _HEBREW.search(text):
        return len(names) <= 3
    return len(names) == 1 or all(not name[0].islower() or name in _PARTICLES for name in names)


def _opens(line: str, index: int, lines: Sequence[str]) -> bool:
    """A line of underscores or more dashes is a signature's only when contact data follow."""
    if line in {"--", "--\u00a0"}:
        return True
    below = [other for other in lines[index + 1 : index + 9] if other.strip()]
    return any(_is_contact(other) for other in below)


def _is_prose(line: str, reading: _Reading) -> bool:
    """Whether a line under a signature is text again: an answer below it, a postscript."""
    if reading.lines >= _TALLEST or _AFTERTHOUGHT.match(line):
        return True
    count = len(line.split())
    flowing = _is_flowing(line)
    if _is_contact(line) or "|" in line:
        return count > 8 and flowing
    if line.endswith("?") or count > 12:
        return True
    if reading.doubtful and reading.lines == 0 and not _FIRM.search(line):
        return not _is_name(line.strip(_AROUND) or "-")
    if not reading.after_blank or _FIRM.search(line):
        return count > 8 and line[-1] in ".!:"
    return (count >= 3 and line[-1] in ".!:;") or (count >= 4 and flowing)


def _is_flowing(line: str) -> bool:
    """Whether words run as in a sentence: most of them small; in Hebrew, which has no small letters, more than four."""
    found = line.split()
    if _HEBREW.search(line):
        return len(found) > 4 and "|" not in line
    return sum(word[0].islower() for word in found) >= len(found) * 0.6


def _is_slogan(line: str, index: int, lines: Sequence[str]) -> bool:
    """Whether a few words stand between the lines of an address: what the firm says of itself."""
    below = [other.strip() for other in lines[index + 1 : index + 4] if other.strip()][:1]
    return (
        len(line.split()) <= 6
        and line[-1] not in "?:"
        and any(_is_contact(other) or _FIRM.search(other) for other in below)
    )


def _is_contact(line: str) -> bool:
    return len(line) <= 160 and (_CONTACT.search(line) is not None or _contact_word().search(line.lower()) is not None)


def _mark_contact_block(lines: Sequence[str], quoted: Sequence[bool], *, found: list[bool], sender: str) -> None:
    """The last paragraph of new text, where it is the writer's name with two ways to reach him."""
    text = [index for index, line in enumerate(lines) if line.strip() and not quoted[index] and not found[index]]
    start = text[-1] if text else 0
    while start > 0 and lines[start - 1].strip() and not quoted[start - 1] and not found[start - 1]:
        start -= 1
    block = lines[start : text[-1] + 1] if text else []
    above = next((lines[index] for index in reversed(text) if index < start), "")
    if above and not above.rstrip().endswith(":") and _is_card(block, sender):
        found[start : text[-1] + 1] = [True] * len(block)


def _is_card(block: Sequence[str], sender: str) -> bool:
    """Whether lines are what stands on a visiting card of the sender."""
    if not 2 <= len(block) <= 10 or any(len(line.split()) > 9 or line.rstrip()[-1] in "?!:" for line in block):
        return False
    names = set(re.findall(r"[^\W\d_]{3,}", sender.partition("<")[0].lower()))
    first = set(re.findall(r"[^\W\d_]{3,}", block[0].lower()))
    return not _is_contact(block[0]) and bool(names & first) and sum(map(_is_contact, block)) >= 1


def _is_program(line: str) -> bool:
    return (
        len(line) <= 120
        and line[-1] not in "?:"
        and len(line.split()) <= 9
        and _program().match(line.lower()) is not None
    )


def _is_disclaimer(line: str, index: int, lines: Sequence[str]) -> bool:
    if not _disclaimer().match(line[:200].lower()):
        return False
    paragraph = [line]
    for below in lines[index + 1 : index + 8]:
        if not below.strip():
            break
        paragraph.append(below)
    return _law().search(" ".join(paragraph)[:2_000].lower()) is not None


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


@cache
def _farewell() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words()['signature']['farewells'])}(?=$|\W)(?!\s[^\W_])")


@cache
def _thanks() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words()['signature']['thanks'])}(?=$|\W)(?!\s[^\W_])")


@cache
def _ends_with_farewell() -> re.Pattern[str]:
    long_ones = [phrase for phrase in words()["signature"]["farewells"] if " " in phrase or len(phrase) > 4]
    return re.compile(rf"[\s,.;]{any_of(long_ones)}[.,!]?$")
