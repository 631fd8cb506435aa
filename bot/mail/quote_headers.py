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
_JOINED = 4  # lines over which a program breaks such a header
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
_YEARED = re.compile(r"\b\d{4}\b|\d[./-]\d{1,2}[./-]\d\d")
_ADDRESSED = re.compile(r"[^\s<>@]@[^\s<>@]")
_FROM_AND_ADDRESS = re.compile(r"\sמאת\s.{0,200}@.{0,100}:$")
_GMAIL_OLD = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d .{0,100}<.{1,200}@.{1,200}>:$")
_ZOHO = re.compile(r"-{2,}\s.{10,300}\s-{2,}$")
_RULE = re.compile(r"[-_=*]{8,}$")
_DASHES = frozenset({"--", "__", "==", "**", "- ", "_ "})
_BETWEEN_DASHES = re.compile(r"-{5,} ?[^\W\d_][\w .'-]{4,40}[\w.'] ?-{5,}$")
_LABELLED = re.compile(r"\S[\w .'-]{0,24}\s?:\s?\S")
_SMALL_WORDS = frozenset("at alle ore am pm via di de da del della van von um à às a las om".split())
_HEBREW = re.compile("[א-ת]")
_EITHER = re.compile(r"[/(]ה")  # "כתב/ה", which programs write and people do not
_DATE_ALONE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d.{0,12}")
_LONGEST_LIST = 12  # items
_FLOWING = 3  # words of a sentence over it, in small letters
_ITEM = re.compile(r" ?> ?[^\s>][^>]*[^\s>?]\s*$")
_PIPED = re.compile(r" ?\|[^|]*$")
_RUN_ON = ":  "
_ENDS = frozenset(".!?")
_COMPARED = re.compile(r">\s?=?\s?\d+(?:[.,]\d+)?(?:\s|$|%|€)")


@cache
def _wrote() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){any_of(words()['wrote'])}(?:\s.{{0,120}})?\s?:?\s?[-*_]*$", re.IGNORECASE)


@cache
def _wrote_itself() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words()['wrote'])}(?!\w)", re.IGNORECASE)


@cache
def _reply_line() -> re.Pattern[str]:
    answer, line = any_of(words()["above"]["answer"]), any_of(words()["above"]["line"])
    return re.compile(
        rf"[\W_]{{2,12}}.{{0,40}}{answer}.{{0,10}}{line}|(?:please\s|נא\s)?{answer}\s{line}[\W_]*$", re.IGNORECASE
    )


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
        piped = [] if below is None or quoted[below] else _piped(lines, below)
        over_all = _reply_line().match(lines[index]) and _next_text(lines, 0) == index
        end = header.end + 1 if below is None or quoted[below] or piped or over_all else len(lines)
        for place in (*range(index, end), *piped):
            quoted[place] = True
        index = end
    return Quotes(quoted, kind or _kind_of_marked(lines, quoted))


def header_at(lines: Sequence[str], index: int) -> QuoteHeader | None:
    """The header that begins with this line."""
    line = lines[index]
    if not line or len(line) > LONGEST:
        return _run_on_at(lines, index)
    if _reply_line().match(line):
        return QuoteHeader(index, "reply")
    if not any(mark in line for mark in ":@") and line[0] not in " -_=*" and not _BEGINS.match(line):
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
    readers = (_attribution_at, _run_on_at, _block_at, _notes_at)
    return next(filter(None, (read(lines, index) for read in readers)), None)


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
    return [False] * len(lines) if _is_list(lines, marked) else marked


def _is_list(lines: Sequence[str], marked: Sequence[bool]) -> bool:
    """Whether `>` stands before the items of a list: under a sentence with a colon, and at most a name comes below."""
    items = [index for index, mark in enumerate(marked) if mark]
    if not 0 < len(items) <= _LONGEST_LIST or items[-1] - items[0] >= len(items):
        return False
    above = next((lines[index].strip() for index in range(items[0] - 1, -1, -1) if lines[index].strip()), "")
    below = [line.split() for line in lines[items[-1] + 1 :] if line.strip()]
    return (
        above.endswith(":")
        and sum(word[0].islower() or bool(_HEBREW.match(word)) for word in above.split()) >= _FLOWING
        and not (_DATED.search(above) or _wrote().search(above))
        and all(_ITEM.match(lines[index]) for index in items)
        and len(below) <= _JOINED
        and all(len(line) <= _JOINED for line in below)
        and _kind_of_marked(lines, marked) is None
    )


def _piped(lines: Sequence[str], below: int) -> list[int]:
    """The lines marked with `|` where the first under a header is; a row of a table has more than one."""
    if not _PIPED.match(lines[below]):
        return []
    return [index for index in range(below, len(lines)) if _PIPED.match(lines[index])]


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
    """As in "On Tue, 3 Nov 2026 at 10:12, X <x@y> wrote:", on one line or broken over up to four."""
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


def _run_on_at(lines: Sequence[str], index: int) -> QuoteHeader | None:
    """The same where the old mail goes on behind its header, as in what Yahoo's program for telephones writes."""
    header, gap, _ = lines[index][:LONGEST].partition(_RUN_ON)
    found = gap and _BEGINS.match(header) and _ADDRESSED.search(header)
    return QuoteHeader(index, "reply") if found and _is_attribution(f"{header.strip()}:", lines, index) else None


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
    """Whether, after "On" and a date with its year, a name comes: "Dana Levi wrote:", not "our driver wrote:".

    Hebrew has no capitals: there programs write a comma before the name, or leave open whether a man or a woman wrote.
    """
    if not _BEGINS.match(text) or not _YEARED.search(text):
        return False
    after = re.split(r"\d", text)[-1]
    if _HEBREW.search(after):
        return after.startswith(",") or _EITHER.search(after) is not None
    small = [word for word in _wrote_itself().sub(" ", after).split() if word[0].islower()]
    return all(word in _SMALL_WORDS for word in small)


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


def _notes_at(lines: Sequence[str], index: int) -> QuoteHeader | None:
    """As Lotus Notes has it: name, date, and the labels without a colon, each on a line of its own."""
    if not _ADDRESSED.search(lines[index]) or not any(map(_DATE_ALONE.fullmatch, _stripped(lines, index + 1, 1))):
        return None
    labels = {_labels().get(line.lower()) for line in _stripped(lines, index + 2, _TALLEST // 2)}
    return QuoteHeader(index + 1, "original") if {"to", "subject"} <= labels else None


def _stripped(lines: Sequence[str], start: int, count: int) -> list[str]:
    return [line.strip() for line in lines[start : start + count]]


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
