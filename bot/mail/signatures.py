"""Finds the lines of a mail that say who wrote it, and what programs and lawyers put around every mail.

Lines come here levelled (`bot.mail.words.level`). The delimiter is that of RFC 3676, 4.3, `-- `; a list of lines that
begin with a dash is none. Where a line under a signature reads like a sentence, the text goes on there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.mail import signature_marks as marks

_LONGEST = 500  # characters of a line in which a signature is looked for
_TALLEST = 25  # lines of one
_HEADING = 3  # words at most of a line over a paragraph
_DELIMITER = re.compile(r"-{2,5}|_{2,}")
_AFTERTHOUGHT = re.compile(r"(?:p\.?\s?s\.?|n\.?\s?b\.?|נ\.?\"?ב\.?)[\s:.-]", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """What is known on the way down.

    `inside` a signature, and `height` of its lines seen; `farewell` is the line that opened it, if one did; `doubtful`
    when it was one like "Thanks", which is also said in a text, with or without a `comma`. `delimited`: right under
    `-- `. `legal`: in a disclaimer. `after_blank`: the line above is empty. `said`: new text was seen already.
    """

    sender: str
    farewell: int | None = None
    doubtful: bool = False
    comma: bool = False
    delimited: bool = False
    inside: bool = False
    height: int = 0
    after_blank: bool = False
    legal: bool = False
    said: bool = False

    def enter(self, *, farewell: int | None = None, doubtful: bool = False, comma: bool = False) -> None:
        self.inside, self.height, self.after_blank = True, 0, False
        self.farewell, self.doubtful, self.comma, self.delimited = farewell, doubtful, comma, False

    def leave(self) -> None:
        self.inside, self.farewell, self.after_blank = False, None, False


def signature_lines(lines: Sequence[str], quoted: Sequence[bool], *, sender: str = "") -> list[bool]:
    """Whether each line belongs to a signature, a program's line or a disclaimer; quoted lines never do.

    `sender` is the name of who wrote, as From has it. It tells "Thanks, Ruth" from "Thanks, confirmed", and makes a
    last paragraph that begins with it a signature without a farewell.
    """
    found = [False] * len(lines)
    reading = _Reading(sender)
    lines = ["" if old else line for line, old in zip(lines, quoted, strict=True)]
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
        _mark_card(lines, quoted, found=found, sender=sender)
        _mark_name(lines, quoted, found=found, sender=sender)
    return found


def _belongs(line: str, index: int, *, reading: _Reading, lines: Sequence[str], found: list[bool]) -> bool:
    if _is_legal(line, index, reading=reading, lines=lines):
        return True
    if len(line) > _LONGEST:
        reading.leave()
        return False
    if marks.is_program(line):
        return True
    if _DELIMITER.fullmatch(line) and _opens(lines, index, sender=reading.sender):
        reading.enter()
        reading.delimited = lines[index].startswith("-- ")
        return True
    reading.delimited = reading.delimited and not reading.after_blank
    if reading.inside and (reading.delimited or not _is_prose(line, reading) or _is_slogan(line, index, lines)):
        reading.height += 1
        return True
    if reading.inside and reading.farewell is not None and reading.height == 0:
        found[reading.farewell : index] = [False] * (index - reading.farewell)
    reading.leave()
    return _farewell_begins(line, index, reading=reading)


def _is_legal(line: str, index: int, *, reading: _Reading, lines: Sequence[str]) -> bool:
    """Whether the line is boilerplate; under the first paragraph of it more may come, but not under a banner on top."""
    goes_on = reading.legal and not reading.after_blank
    if not goes_on and (marks.begins_disclaimer(line) or (reading.legal and reading.said)):
        least = 1 if marks.begins_disclaimer(line) or line[0].islower() else 2
        goes_on = marks.says_law(_paragraph(lines, index), least=least)
    reading.legal = goes_on
    return goes_on


def _paragraph(lines: Sequence[str], index: int) -> str:
    """Up to eight lines from here to the next empty one; a heading goes on below it."""
    below = lines[index : index + 8]
    start = 2 if len(below[0].split()) <= _HEADING else 1
    end = next((place for place, line in enumerate(below) if place >= start and not line.strip()), len(below))
    return " ".join(below[:end])


def _farewell_begins(line: str, index: int, *, reading: _Reading) -> bool:
    lowered = line.lower()
    sure = marks.farewell().match(lowered)
    phrase = sure or (marks.thanks().match(lowered) if reading.said else None)
    if phrase is not None and _is_signed(line[phrase.end() :].strip(marks.AROUND), reading, sure=sure is not None):
        reading.enter(farewell=index, doubtful=sure is None, comma=line.endswith(","))
        return True
    if reading.said and len(line) < 200 and marks.ends_with_farewell().search(lowered):
        reading.enter(doubtful=True)
    return False


def _is_signed(after: str, reading: _Reading, *, sure: bool) -> bool:
    """Whether nothing but a name stands on the line of a farewell."""
    if not any(char.isalnum() for char in after):
        return True
    return marks.is_name(after) if sure else marks.is_writer(after, reading.sender, after_comma=False)


def _opens(lines: Sequence[str], index: int, *, sender: str) -> bool:
    """A line of underscores, of more dashes, or of two without the space, is a signature's when it looks like one."""
    below = [line.strip() for line in lines[index + 1 : index + 9] if line.strip()]
    if lines[index].startswith("-- ") or (below and marks.is_own_name(below[0], sender)):
        return True
    if lines[index].strip() == "--":
        return not any(_reads_on(line) for line in below[:3])
    return any(map(marks.is_contact, below))


def _reads_on(line: str) -> bool:
    return line.endswith("?") or (marks.is_flowing(line) and len(line.split()) > 3 and not marks.is_contact(line))


def _is_prose(line: str, reading: _Reading) -> bool:
    """Whether a line under a signature is text again: an answer below it, a postscript."""
    if reading.height >= _TALLEST or _AFTERTHOUGHT.match(line):
        return True
    if reading.doubtful and reading.height == 0 and not marks.is_firm(line):
        return not marks.is_writer(line.strip(marks.AROUND), reading.sender, after_comma=reading.comma)
    count, flowing = len(line.split()), marks.is_flowing(line)
    if marks.is_contact(line) or "|" in line:
        return count > 8 and flowing
    if line.endswith("?") or count > 12:
        return True
    if not reading.after_blank or marks.is_firm(line):
        return count > 8 and line[-1] in ".!:"
    return (count >= 3 and line[-1] in ".!:;") or (count >= 4 and flowing)


def _is_slogan(line: str, index: int, lines: Sequence[str]) -> bool:
    """Whether a few words stand between the lines of an address: what the firm says of itself."""
    below = next((other.strip() for other in lines[index + 1 : index + 4] if other.strip()), "")
    return len(line.split()) <= 6 and line[-1] not in "?:" and (marks.is_contact(below) or marks.is_firm(below))


def _mark_card(lines: Sequence[str], quoted: Sequence[bool], *, found: list[bool], sender: str) -> None:
    """The last paragraph of new text, where it is what stands on the writer's visiting card."""
    text = [index for index, line in enumerate(lines) if line.strip() and not quoted[index] and not found[index]]
    start = text[-1] if text else 0
    while start > 0 and lines[start - 1].strip() and not quoted[start - 1] and not found[start - 1]:
        start -= 1
    block = [line.strip() for line in lines[start : text[-1] + 1]] if text else []
    above = next((lines[index] for index in reversed(text) if index < start), "")
    if above and not above.rstrip().endswith(":") and _is_card(block, sender):
        found[start : text[-1] + 1] = [True] * len(block)


def _mark_name(lines: Sequence[str], quoted: Sequence[bool], *, found: list[bool], sender: str) -> None:
    """The last new line, where it is but the writer's name under other new words which do not ask for it."""
    text = [index for index, line in enumerate(lines) if line.strip() and not quoted[index] and not found[index]]
    if len(text) < 2 or not marks.is_own_name(lines[text[-1]].strip(), sender):
        return
    above, last = text[-2:]
    said = lines[above].rstrip()
    asked = said.endswith(":") or any(quoted[above:last]) or (said.endswith(",") and len(text) == 2)
    if not asked and (last > above + 1 or not said[-1].isalnum()):
        found[last] = True


def _is_card(block: Sequence[str], sender: str) -> bool:
    """A person's name and ways to reach him; data of a firm or of a bank may be what was asked for."""
    if not 2 <= len(block) <= 10 or any(len(line.split()) > 9 or line[-1] in "?!:" for line in block):
        return False
    names = set(marks.names_in(block[0])) & set(marks.sender_names(sender))
    asked_for = marks.is_firm(block[0]) or marks.is_contact(block[0]) or "iban" in " ".join(block).lower()
    if not names or asked_for:
        return False
    return any(map(marks.is_contact, block)) or (marks.is_own_name(block[0], sender) and marks.is_firm(block[-1]))
