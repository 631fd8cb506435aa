"""Finds the lines of a mail that were written before it: quoted with `>`, or under a header of a mail program.

Lines come here levelled (`bot.mail.words.level`). Only what such a program writes counts: "On Monday he wrote: …" in a
sentence has no address, time or quotation with it, "From: Monday" no address and no subject.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from bot.mail.words import any_of, words

Kind = Literal["reply", "forward", "original"]

LONGEST = 500  # characters of a line in which a header is looked for
_JOINED = 3  # lines over which a program breaks such a header
_BROKEN_AT = 66  # characters from which on a quoted line may have been broken
_TALLEST = 24  # lines of a block of header lines, with their continuations


class QuoteHeader(NamedTuple):
    """A header over a quoted mail: its last line, and whether a mail was answered, passed on, or one cannot tell."""

    end: int
    kind: Kind


class Quotes(NamedTuple):
    """Which lines are quoted, and what the first header says; None where there is none."""

    quoted: list[bool]
    kind: Kind | None


_BEGINS = re.compile(
    r"[-*_\s]*(?:(?:on|il|in data|alle|am|le|el|op|den|dnia|em)\s|\d{4}-\d\d-\d\d\s|\d{1,2}[./]\d|"
    r"בתאריך|ב-?\s?\d|ב-?(?:יום|ה-?\d)|ביום|מאת\s)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,2}[:.]\d\d|\b\d{4}\b|\d[./-]\d{1,2}[./-]\d\d|@")
_TIMED = re.compile(r"\d{1,2}:\d\d|\b\d{1,2}\.\d\d\b|<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?")
_ADDRESSED = re.compile(r"[^\s<>@]@[^\s<>@]")
_FROM_AND_ADDRESS = re.compile(r"\sמאת\s.{0,200}@.{0,100}:$")
_GMAIL_OLD = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d .{0,100}<.{1,200}@.{1,200}>:$")
_ZOHO = re.compile(r"-{2,}\s.{10,300}\s-{2,}$")
_RULE = re.compile(r"[-_=*]{8,}$")
_DASHES = frozenset({"--", "__", "==", "**", "- ", "_ "})
_BETWEEN_DASHES = re.compile(r"-{5,} ?[^\W\d_][\w .'-]{4,40}[\w.'] ?-{5,}$")
_LABELLED = re.compile(r"\S[\w .'-]{0,24}\s?:\s?\S")
_SMALL_WORDS = frozenset("at alle ore am pm via di de da del della van von".split())
_ENDS = frozenset(".!?")
_COMPARED = re.compile(r">\s?=?\s?\d+(?:[.,]\d+)?(?:\s|$|%|€)")


@cache
def _wrote() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){any_of(words()['wrote'])}(?:\s.{{0,120}})?\s?:?\s?[-*_]*$", re.IGNORECASE)


@cache
def _separator() -> re.Pattern[str]:
    original, forwarded = (any_of(words()["separator"][kind]) for kind in ("original", "forwarded"))
    middle = rf"(?:(?P<original>{original})|(?P<forwarded>{forwarded}))"
    dashed = rf"[-_=*]{{2,}}\s*{middle}[^-_=*]{{0,80}}[-_=*]{{2,}}:?$"
    return re.compile(rf"(?:{dashed}|(?P<apple>{forwarded})\s?:$)", re.IGNORECASE)


@cache
def _labels() -> dict[str, str]:
    return {label: kind for kind, labels in words()["field"].items() for label in labels}


def quotes_of(lines: Sequence[str]) -> Quotes:
    """Tells the quoted lines from the others.

    Under a header all lines up to the end are quoted, unless the mail below it is marked with `>`: then only those.
    """
    quoted = _marked(lines)
    kind: Kind | None = None
    index = 0
    while index < len(lines):
        header = None if quoted[index] else header_at(lines, index)
        if header is None:
            index += 1
            continue
        kind = kind or header.kind
        below = _next_text(lines, header.end + 1)
        end = header.end + 1 if below is None or quoted[below] else len(lines)
        quoted[index:end] = [True] * (end - index)
        index = end
    return Quotes(quoted, kind or _kind_of_marked(lines, quoted))


def header_at(lines: Sequence[str], index: int) -> QuoteHeader | None:
    """The header that begins with this line."""
    line = lines[index]
    if not line or len(line) > LONGEST or (":" not in line and line[0] not in " -_=*" and not _BEGINS.match(line)):
        return None
    stripped = line.strip(" *")
    separator = _separator().match(stripped) if ":" in stripped[-1:] or stripped[:2] in _DASHES else None
    if separator:
        return QuoteHeader(index, "original" if separator["original"] else "forward")
    if _BETWEEN_DASHES.match(stripped):
        return QuoteHeader(index, "original") if _labels_below(lines, index) else None
    if _RULE.match(stripped):
        below = _next_text(lines, index + 1)
        return None if below is None else _block_at(lines, below)
    return _attribution_at(lines, index) or _block_at(lines, index)


def _labels_below(lines: Sequence[str], index: int) -> bool:
    """Whether three lines with labels follow, one with an address: a header in a language that is not in our words."""
    below = [line for line in lines[index + 1 : index + 6] if line.strip()][:3]
    return len(below) == 3 and all(map(_LABELLED.match, below)) and any(map(_ADDRESSED.search, below))


def _marked(lines: Sequence[str]) -> list[bool]:
    """The lines that begin with `>`; when the first compares, as in "> 5 kg", and stands alone, it is no quotation."""
    marked = [line.lstrip(" ").startswith(">") for line in lines]
    first = marked.index(True) if True in marked else 0
    above = lines[first - 1].rstrip() if first else ""
    if _COMPARED.match(lines[first].lstrip()) and not above.endswith(":") and not any(marked[first + 1 : first + 2]):
        marked[first] = False
    for index in range(1, len(lines) - 1):
        if not marked[index] and marked[index - 1] and marked[index + 1]:
            marked[index] = _is_broken_off(lines[index - 1].rstrip(), lines[index].strip())
    return marked


def _is_broken_off(above: str, line: str) -> bool:
    """Whether a line is the end of a quoted one that a program broke without marking what it broke off."""
    goes_on = len(above) >= _BROKEN_AT and above[-1] not in ".?!:" and len(line) <= _BROKEN_AT // 2
    return goes_on and line[:1].isalpha() and not line[0].isupper() and line[-1] not in "?!"


def _kind_of_marked(lines: Sequence[str], quoted: Sequence[bool]) -> Kind | None:
    """What the header says that is itself marked with `>`, as Libero and the HTML of Gmail have it."""
    first = next((index for index, marked in enumerate(quoted) if marked), None)
    if first is None:
        return None
    inner = [line.lstrip("> ") for line in lines[first : first + _TALLEST]]
    header = header_at(inner, _next_text(inner, 0) or 0)
    return None if header is None else header.kind


def _next_text(lines: Sequence[str], start: int) -> int | None:
    return next((index for index in range(start, len(lines)) if lines[index].strip()), None)


def _follows_rule(lines: Sequence[str], index: int) -> bool:
    above = next(
        (lines[place].strip() for place in range(index - 1, max(-1, index - 4), -1) if lines[place].strip()), ""
    )
    return bool(_RULE.match(above))


def _attribution_at(lines: Sequence[str], index: int) -> QuoteHeader | None:
    """As in "On Tue, 3 Nov 2026 at 10:12, X <x@y> wrote:", on one line or broken over up to three."""
    if not _BEGINS.match(lines[index]) and not lines[index].rstrip(" *_-").endswith(":"):
        return None
    joined = ""
    for end in range(index, min(index + _JOINED, len(lines))):
        line = lines[end].strip()
        begins_anew = end > index and (line[:1] == ">" or (_BEGINS.match(line) and _DATED.search(line)))
        sentence = joined[-1:] in _ENDS and not _DATED.search(joined)
        if not line or len(line) > LONGEST or begins_anew or sentence:
            return None
        joined = f"{joined} {line}".strip()
        if line.rstrip(" *_-").endswith(":") or _ZOHO.match(joined):
            return QuoteHeader(end, "reply") if _is_attribution(joined, lines, end) else None
    return None


def _is_attribution(text: str, lines: Sequence[str], end: int) -> bool:
    text = text.rstrip(" *_-")
    if len(text) > LONGEST or not _DATED.search(text):
        return _quotation_follows(lines, end) and len(text) <= LONGEST and bool(_wrote().search(text))
    if _GMAIL_OLD.match(text) or (_BEGINS.match(text) and _FROM_AND_ADDRESS.search(text)):
        return True
    if _wrote().search(text) and _TIMED.search(text) and (_ADDRESSED.search(text) or _begins_with_a_name(text)):
        return True
    return _quotation_follows(lines, end) and bool(_TIMED.search(text) or _wrote().search(text))


def _begins_with_a_name(text: str) -> bool:
    """Whether, after "On" and a date, a name comes: "Dana Levi wrote:", not "our driver wrote:"."""
    before = _wrote().split(re.split(r"\d", text)[-1])[0]
    small = [word for word in before.split() if word[0].islower()]
    return _BEGINS.match(text) is not None and all(word in _SMALL_WORDS for word in small)


def _quotation_follows(lines: Sequence[str], end: int) -> bool:
    below = _next_text(lines, end + 1)
    return below is not None and lines[below].lstrip().startswith(">")


def _block_at(lines: Sequence[str], index: int) -> QuoteHeader | None:
    """From, Sent, To, Subject one under the other, as Outlook and others put them over a mail."""
    first = field_of(lines[index])
    if first is None:
        return None
    kinds = [first[0]]
    values = {first[0]: first[1]}
    end = index
    for place in range(index + 1, min(index + _TALLEST, len(lines))):
        line = lines[place]
        field = field_of(line)
        if field is not None and field[0] in values and field[0] != "other":
            break
        if field is not None:
            kinds.append(field[0])
            values.setdefault(*field)
            end = place
        elif not line.strip():
            if place > end + 1 or _field_below(lines, place) is None:
                break
        elif len(line) > LONGEST or place - end > 3 or not _continues(lines, place, last=kinds[-1]):
            break
    return QuoteHeader(end, "original") if _is_block(values, ruled=_follows_rule(lines, index)) else None


def _field_below(lines: Sequence[str], place: int) -> tuple[str, str] | None:
    return field_of(lines[place + 1]) if place + 1 < len(lines) else None


def _continues(lines: Sequence[str], place: int, *, last: str) -> bool:
    """A header line that goes on: indented, a list of recipients, or broken above the next header."""
    line = lines[place]
    return line.startswith("  ") or (last in {"to", "cc"} and "@" in line) or _field_below(lines, place) is not None


def _is_block(values: dict[str, str], *, ruled: bool) -> bool:
    """At least three of the lines, with what people who write "From: Leeds" under "To: Milan" do not have with it."""
    if "from" not in values or len(values) < (2 if ruled else 3):
        return False
    addressed = any("@" in values.get(kind, "") for kind in ("from", "to"))
    dated = any(char.isdigit() for char in values.get("sent", ""))
    return addressed or dated or (ruled and len(values) > 2)


def field_of(line: str) -> tuple[str, str] | None:
    """The kind and the value of a header line ("*Da:* X"); None for any other line."""
    label, colon, value = line[:LONGEST].strip(" *_|").partition(":")
    label = label.strip(" *_")
    if not colon or not label or label[0].islower():
        return None
    kind = _labels().get(label.lower())
    return None if kind is None else (kind, value.strip(" *_"))
