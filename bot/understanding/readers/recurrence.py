"""What comes again: "every month on the 25th", "ogni lunedì e giovedì alle 9", "ביום העבודה האחרון של כל חודש".

Only days and units of time come again here, so "every employee", "ogni collega" and "כל עובד" say nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from pydantic import ValidationError

from bot.model import Language
from bot.understanding.readers.calendar_days import moved
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.spelling import mended
from bot.understanding.readers.tables import alternatives, languages, table
from bot.understanding.readers.times import read_time, time_spans
from bot.worktime.recurrence import Recurrence, nominal_days

_BEGIN = r"(?<![a-z0-9\u05d0-\u05d4\u05d6-\u05ea@#/'])(?<![\u05d0-\u05ea]ו)(?<![a-z0-9]-)"
_END = r"(?![a-z0-9\u05d0-\u05ea@%])(?!['\"][a-z\u05d0-\u05ea])(?![.,:/][0-9])(?! ?[€$£₪%])"
_FIGURE_DAY = "3[01]|[12][0-9]|0?[1-9]"
_PLACE = re.compile(r"\{([A-Za-z_]+)\}")
_GAP = re.compile("[ ,(-]{0,4}")
_SENTENCE_END = re.compile(r"[.!?;](?=[ )]|$)|\n")
_BEFORE_LINK = re.compile("[ ,]{0,3}(?:(?:di|of|on|del) )?")
_BARE_HOUR = re.compile("ב-?(?:[01]?[0-9]|2[0-3])(?= [ול][\u05d0-\u05ea]{2}| (?:תזכ|הזכ)|$)")
_MOST_TAILS = 6
_LONGEST_DAY = 60
_FAR_END = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class _Rule:
    """An expression of the table and what it gives by itself."""

    pattern: re.Pattern[str]
    given: Mapping[str, Any]

    def says(self, name: str) -> bool:
        return bool(self.given.get(name))


@dataclass(frozen=True, slots=True)
class _Grammar:
    """One language: its rules, what its words stand for, and what may stand around an expression."""

    rules: tuple[_Rule, ...]
    far: tuple[_Rule, ...]
    words: Mapping[str, Mapping[str, int]]
    units: Mapping[str, tuple[str, int]]
    around: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class _Said:
    """A recurrence in the making, at `[start, end)` of the folded text."""

    start: int
    end: int
    parts: Mapping[str, Any]
    grammar: _Grammar


@dataclass(frozen=True, slots=True)
class _Reading:
    """The folded text and what it is read against."""

    text: str
    language: Language
    now: datetime
    week_start: int


def _numbered(words: Mapping[str, list[str]], plural: str = "") -> dict[str, int]:
    return {one: int(value) for value, spelled in words.items() for word in spelled for one in (word, word + plural)}


@cache
def _words(language: Language) -> dict[str, dict[str, int]]:
    source, dates = table("recurrence")[language], table(f"dates_{language}")
    more = _numbered(source.get("weekdays", {}))
    letters = {f"{letter}'": value for letter, value in _numbered(dates.get("letters", {})).items()}
    return {
        "W": _numbered(dates["weekdays"], source["plural"]) | letters | more,
        "O": source["positions"],
        "K": source["positions"],
        "D": dates["days"],
        "M": _numbered(dates["months"]),
        "N": {word: count for word, count in dates["counts"].items() if word not in source["units"]},
    }


def _fragments(language: Language) -> dict[str, str]:
    source, words = table("recurrence")[language], _words(language)
    between = source["between"]
    day = rf"(?:(?:{_FIGURE_DAY})(?![0-9])|{alternatives(words['D'])}){source['endings']}"
    one = {
        "W": rf"{source['weekday']}(?:{alternatives(words['W'])})(?![a-z\u05d0-\u05ea])",
        "O": rf"(?:{alternatives(words['O'])})",
        "D": day,
        "M": rf"(?:{alternatives(words['M'])})(?![a-z\u05d0-\u05ea])",
    }
    lists = {name: f"(?P<{name}>{item}(?:{between}{item}){{0,6}})" for name, item in one.items()}
    return lists | {
        "K": rf"(?P<K>{alternatives(words['K'])})",
        "N": rf"(?P<N>{alternatives(words['N'])}|[0-9]{{1,3}})",
        "U": rf"(?P<U>{alternatives(source['units'])})",
        "clause": source["clause"],
    }


def _compiled(say: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    spaced = re.sub(r" (?![?*{\]])", " {1,3}", say)
    return re.compile(f"{_BEGIN}(?:{_PLACE.sub(lambda place: fragments[place[1]], spaced)}){_END}")


@cache
def _triggers(language: Language) -> re.Pattern[str]:
    """The words without which nothing comes again; the rules are only made for a text that has one."""
    return re.compile(table("recurrence")[language]["triggers"])


@cache
def _grammar(language: Language) -> _Grammar:
    source, fragments = table("recurrence")[language], _fragments(language)
    around = ("not_after", "not_before", "parts_of_day", "late", "until", "from_", "times", "lasts", "before", "after")
    compiled = {name: re.compile(_PLACE.sub(lambda place: fragments[place[1]], source[name])) for name in around}
    compiled["not_after"] = re.compile(rf"(?<![a-z\u05d0-\u05ea])(?:{source['not_after']})\Z")
    compiled["glue"] = re.compile(
        rf"{source['glue']}(?:{source['if_']}[^.;\n]{{0,60}}?[ ,](?=(?:{source['before']}|{source['after']})))?"
    )
    rules = [_Rule(_compiled(say, fragments), rule) for rule in source["rule"] for say in rule["say"]]
    far = [_Rule(_compiled(say, fragments), rule) for rule in source["far"] for say in rule["say"]]
    units = {word: (unit, count) for word, (unit, count) in source["units"].items()}
    return _Grammar(tuple(rules), tuple(far), _words(language), units, compiled)


def _values(name: str, said: str, grammar: _Grammar) -> tuple[int, ...]:
    """The numbers that the words of a list stand for, ascending; -1, the last, stands at the end."""
    known = grammar.words[name]
    figures = f"|{_FIGURE_DAY}" if name == "D" else ""
    words = re.findall(rf"(?<![a-z0-9\u05d0-\u05ea])(?:[בהו]{{1,2}}-?)?({alternatives(known)}{figures})(?![0-9])", said)
    values = {known[plain] if (plain := re.sub(" +", " ", word)) in known else int(word) for word in words}
    return tuple(sorted(values, key=lambda value: (value < 0, value)))


def _parts(rule: _Rule, match: re.Match[str], grammar: _Grammar) -> dict[str, Any]:
    said = {name: words for name, words in match.groupdict().items() if words}
    parts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in rule.given.items()
        if name not in ("say", "bare", "implied")
    }
    for name, field in (("W", "weekdays"), ("O", "nths"), ("D", "days"), ("M", "months")):
        if name in said:
            parts[field] = (*_values(name, said[name], grammar), *parts.get(field, ()))
    if "K" in said:
        parts["working_day"] = grammar.words["K"][re.sub(" +", " ", said["K"])]
    every = parts.get("every", 1)
    if "U" in said:
        parts["unit"], factor = grammar.units[re.sub(" +", " ", said["U"])]
        every *= factor
    if "N" in said:
        every *= _count(said["N"], grammar)
    return parts | {"every": every}


def _count(said: str, grammar: _Grammar) -> int:
    return int(said) if said.isdigit() else grammar.words["N"][re.sub(" +", " ", said)]


def _is_bare(match: re.Match[str], grammar: _Grammar, text: str) -> bool:
    """Whether "every month" stands for itself, not in "the totals of every month", "for each day of delay"."""
    before = text[max(0, match.start() - 20) : match.start()]
    return not grammar.around["not_after"].search(before) and not grammar.around["not_before"].match(text, match.end())


def _expressions(reading: _Reading, *, implied: bool) -> list[_Said]:
    """The expressions of the text, none over another, the longest first to choose."""
    matches: list[tuple[int, int, _Said]] = []
    for at, language in enumerate(languages(reading.language)):
        if not _triggers(language).search(reading.text):
            continue
        grammar = _grammar(language)
        for place, rule in enumerate(grammar.rules):
            if rule.says("implied") and not implied:
                continue
            for match in rule.pattern.finditer(reading.text):
                if not rule.says("bare") or _is_bare(match, grammar, reading.text):
                    said = _Said(match.start(), match.end(), _parts(rule, match, grammar), grammar)
                    matches.append((match.start() - match.end(), 1000 * at + place, said))
    kept: list[_Said] = []
    for _, _, said in sorted(matches, key=lambda one: one[:2]):
        if not any(said.start < other.end and other.start < said.end for other in kept):
            kept.append(said)
    return sorted(kept, key=lambda one: one.start)


def _clock_at(reading: _Reading, at: int) -> tuple[time, int] | None:
    """The time of day that begins at a place of the text, and where it ends."""
    ends = [end for start, end in time_spans(reading.text, reading.language) if start == at]
    if not ends:
        # "ב-9 וכל יום", "ב-9 למשך": what follows is not what there are nine of.
        bare = _BARE_HOUR.match(reading.text, at)
        hour = read_time(bare[0], reading.language) if bare else None
        return (hour.value, at + hour.end) if hour else None
    whole = read_time(reading.text[at : max(ends) + 16], reading.language)
    read = whole if whole and whole.start == 0 else read_time(reading.text[at : max(ends)], reading.language)
    return (read.value, at + read.end) if read else None


def _time(said: _Said, reading: _Reading, at: int) -> tuple[dict[str, Any], int] | None:
    clock = _clock_at(reading, at)
    if clock is None:
        part = said.grammar.around["parts_of_day"].match(reading.text, at)
        return ({}, part.end()) if part and part.end() > at else None
    value, end = clock
    late = re.compile(f" ?(?:{said.grammar.around['late'].pattern})").match(reading.text, end)
    if late:
        value, end = value.replace(hour=value.hour % 12 + 12), late.end()
    return {"at": value}, end


def _day(said: _Said, reading: _Reading, at: int, *, name: str) -> tuple[date, int] | None:
    """The day behind one of the words of `name`: for "until" the last of a period, else its first."""
    word = re.compile(f"(?:{said.grammar.around[name].pattern})(?![a-z])").match(reading.text, at)
    if word is None:
        return None
    behind = reading.text[at : at + _LONGEST_DAY]
    begins = range(word.end() - at + 6)
    for day in read_dates(behind, reading.language, now=reading.now, week_start=reading.week_start):
        if day.start in begins and at + day.end > word.end():
            return day.value, at + day.end
    for span in read_periods(behind, reading.language, now=reading.now, week_start=reading.week_start):
        if span.start in begins and at + span.end > word.end():
            return span.value.end if name == "until" else span.value.start, at + span.end
    return None


def _limit(said: _Said, reading: _Reading, at: int) -> tuple[dict[str, Any], int] | None:
    """Until when, from when, how often, or for how long."""
    for name, field in (("from_", "start"), ("until", "until")):
        if day := _day(said, reading, at, name=name):
            return {field: day[0]}, day[1]
    grammar = said.grammar
    if often := grammar.around["times"].match(reading.text, at):
        return {"times": _count(often["N"], grammar) if often["N"] else 2}, often.end()
    if lasts := grammar.around["lasts"].match(reading.text, at):
        words = lasts.groupdict()
        unit, factor = grammar.units[re.sub(" +", " ", words["U"])]
        return {"lasts": (factor * (_count(words["N"], grammar) if words["N"] else 1), unit)}, lasts.end()
    return None


def _moves(said: _Said, reading: _Reading, at: int) -> tuple[dict[str, Any], int] | None:
    """Where a day goes that is not worked: "or the working day before"."""
    begin = said.grammar.around["glue"].match(reading.text, at)
    place = begin.end() if begin else at
    for shift in ("before", "after"):
        if match := said.grammar.around[shift].match(reading.text, place):
            return {"shift": shift}, match.end()
    return None


def _with_tails(said: _Said, reading: _Reading) -> _Said:
    """The expression with what stands right behind it: a time, limits, where a day moves."""
    for _ in range(_MOST_TAILS):
        gap = _GAP.match(reading.text, said.end)
        at = gap.end() if gap else said.end
        tail = _time(said, reading, at) or _limit(said, reading, at) or _moves(said, reading, at)
        if tail is None:
            return said
        said = replace(said, end=tail[1], parts={**said.parts, **tail[0]})
    return said


def _with_time_before(said: _Said, reading: _Reading) -> _Said:
    """With the time of "at 9 every Monday", where none stands behind."""
    if "at" in said.parts:
        return said
    for start, end in time_spans(reading.text, reading.language):
        if end <= said.start and _BEFORE_LINK.fullmatch(reading.text, end, said.start):
            clock = _clock_at(reading, start)
            return replace(said, start=start, parts={**said.parts, "at": clock[0]}) if clock else said
    return said


def _with_start_before(said: _Said, reading: _Reading) -> _Said:
    """With the first day of "from January, every month on the 5th"."""
    if "start" in said.parts:
        return said
    for word in said.grammar.around["from_"].finditer(reading.text, max(0, said.start - _LONGEST_DAY), said.start):
        day = _day(said, reading, word.start(), name="from_")
        if day and day[1] <= said.start and not reading.text[day[1] : said.start].strip(" ,"):
            return replace(said, start=word.start(), parts={**said.parts, "start": day[0]})
    return said


def _with_day_apart(said: _Said, reading: _Reading) -> _Said:
    """With the day of "every month send the report on the 25th": in the same sentence, first behind, then before."""
    ends = [match.end() for match in _SENTENCE_END.finditer(reading.text)]
    begin = max((end for end in ends if end <= said.start), default=0)
    finish = min((end for end in ends if end > said.end), default=len(reading.text))
    for first, last in ((said.end, finish), (begin, said.start)):
        for rule in said.grammar.far:
            match = rule.pattern.search(reading.text, first, last) if rule.given["unit"] == said.parts["unit"] else None
            if match:
                day = {name: value for name, value in _parts(rule, match, said.grammar).items() if name != "every"}
                apart = _with_tails(_Said(match.start(), match.end(), {}, said.grammar), reading).parts
                return replace(said, parts={**day, **apart, **said.parts})
    return said


def _recurrence(said: _Said, reading: _Reading) -> Recurrence | None:
    """The recurrence from the first day on which it comes; None where its parts contradict each other."""
    parts = {"start": reading.now.date(), "week_start": reading.week_start, **said.parts}
    lasts = parts.pop("lasts", None)
    if parts.get("months"):
        parts["unit"] = "year"
    try:
        made = Recurrence.model_validate(parts)
    except ValidationError:
        return None
    if made.start < reading.now.date():  # "from January" in November
        made = made.model_copy(update={"start": moved(made.start, 1, "year")})
    if made.every > 1 and not made.day_is_open:
        once = made.model_copy(update={"every": 1, "times": None, "until": None})
        start = next(nominal_days(once, made.start, _FAR_END), made.start)
        made = made.model_copy(update={"start": start})
    if made.until and made.until < made.start:  # "until June" in November
        made = made.model_copy(update={"until": moved(made.until, 1, "year")})
    if lasts and (end := moved(made.start, *lasts)):
        made = made.model_copy(update={"until": end - timedelta(days=1)})
    return made


def _read(said: _Said, reading: _Reading) -> tuple[_Said, Recurrence | None]:
    said = _with_start_before(_with_time_before(_with_tails(said, reading), reading), reading)
    read = _recurrence(said, reading)
    if read and read.day_is_open:
        read = _recurrence(_with_day_apart(said, reading), reading) or read
    return said, read


def _all(reading: _Reading, *, implied: bool) -> Iterator[tuple[_Said, Recurrence]]:
    taken = 0
    for one in _expressions(reading, implied=implied):
        if one.start < taken:
            continue
        said, read = _read(one, reading)
        if read:
            taken = said.end
            yield said, read


def read_recurrences(
    text: str, lang: Language, *, now: datetime, implied: bool = True, week_start: int | None = None
) -> list[Found[Recurrence]]:
    """What comes again by the text, each from its first day on or after `now`, which is aware and in the reader's zone.

    A day of the week or month that nobody said stays open (`day_is_open`). Without `implied` only what says "every"
    counts: "the first Monday of the month" may be meant for once. `week_start` is the first weekday (Monday is 0).
    """
    folded = mended(fold(text))
    first = week_start if week_start is not None else 6 if lang == "he" else 0
    reading = _Reading(folded.text, lang, now, first)
    return [found(read, text, *folded.span(said.start, said.end)) for said, read in _all(reading, implied=implied)]
