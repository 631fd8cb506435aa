"""Reads what stands in one field of a form as an answer to that field's question is read."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from bot.catalogue import FieldSpec
from bot.chat.form_items import read_items
from bot.chat.form_reader import Asked
from bot.chat.form_values import LONGEST_LINE, LONGEST_LINES, RECORD, kind_of, names_of, shown_values
from bot.cleaning import clean
from bot.model import FieldValue, Money, Period, Source
from bot.texts import Word, text
from bot.understanding.fields import ME, candidates, field_value
from bot.understanding.readers.dates import read_dates
from bot.understanding.readers.found import Found
from bot.understanding.readers.identifiers import iban_problem, tax_id_problem

_ASIDE_WORDS = 4  # words beside a value with which it still is the answer
_YEARS = range(1900, 2200)
_PERCENT = 100
_BY_FIGURE = frozenset({"number", "percent", "money"})
_CLOSED = _BY_FIGURE | {"reference", "phone", "tax_id"}
_PROBLEMS: dict[str, Callable[[str], str | None]] = {"iban": iban_problem, "tax_id": tax_id_problem}


def read_field(asked: Asked, values: Mapping[str, str], old: FieldValue | None) -> FieldValue | None:
    """What was filled in for a field, None where nothing was; raises `Unfit`."""
    if asked.spec.type == "items":
        return read_items(asked, values, old)
    names = names_of(asked.spec)
    parts = tuple(clean(values.get(name, "")) for name in names)
    if not any(parts):
        return None
    reader = asked.reader
    if old is not None and _same(asked.spec, parts, shown_values(old, reader.directory, reader.language)):
        return old
    longest = LONGEST_LINES if asked.spec.main else LONGEST_LINE
    for name in names:
        if len(values.get(name, "")) > longest:
            raise asked.unfit("form-too-long", name, most=longest)
    if asked.spec.type == "period":
        return _period(asked, *parts)
    return _single(asked, parts[0])


def _same(spec: FieldSpec, parts: tuple[str, ...], shown: tuple[str, ...]) -> bool:
    """Whether a field came back as it was shown; a field of one line has lost its line breaks."""
    if kind_of(spec) == "lines":
        return parts == shown
    return [part.split() for part in parts] == [part.split() for part in shown]


def _single(asked: Asked, said: str) -> FieldValue:
    match asked.spec.type:
        case "date":
            return _made(asked, _day(asked, said, asked.spec.name), said)
        case "party" | "person":
            return _record(asked, said)
        case "text":
            if not any(char.isalnum() for char in said):
                raise asked.unread()
            return _made(asked, said, said)
    return _closed(asked, said)


def _made(asked: Asked, content: object, said: str | None) -> FieldValue:
    source = Source(words=said)
    return FieldValue.model_validate({"type": asked.spec.type, "content": content, "source": source})


def _closed(asked: Asked, said: str) -> FieldValue:
    """A figure, number or address: hardly more than it may stand there, and its check digits have to be right."""
    spec = asked.spec
    signed = spec.type in _BY_FIGURE and said.startswith(("-", "−"))
    found = next(iter(candidates(spec, asked.contract, asked.reader.reading(said))), None)
    if found is None or signed or (value := field_value(spec, found)) is None:
        raise asked.unread()
    if spec.type in _CLOSED and len(said.replace(found.words, " ").split()) > _ASIDE_WORDS:
        raise asked.unread()
    _check(asked, value)
    return value


def _check(asked: Asked, value: FieldValue) -> None:
    said = str(value.content)
    if asked.spec.type in _PROBLEMS and (problem := _PROBLEMS[asked.spec.type](said)):
        label = Word(asked.kind.id, "label", asked.spec.name)
        raise asked.unfit("form-wrong-number", label=label, value=said, reason=text(f"reason-{problem}"))
    match value.content:
        case Decimal() as number if asked.spec.type == "percent" and number > _PERCENT:
            raise asked.unfit("form-percent")
        case Decimal() as number if asked.spec.type == "number" and number <= 0:
            raise asked.unread()
        case Money() as money if money.amount < 0:
            raise asked.unread()


def _day(asked: Asked, said: str, name: str) -> date:
    """An ISO day or one in words; a deadline lies ahead."""
    day = _iso(said)
    if day is None:
        reader = asked.reader
        offered: list[Found[object]] = [*candidates(asked.spec, asked.contract, reader.reading(said))]
        plain = read_dates(said, reader.language, now=reader.now, past=asked.spec.past)
        day = next((one.value for one in (*offered, *plain) if isinstance(one.value, date)), None)
    if day is None or day.year not in _YEARS:
        raise asked.unread(name)
    if asked.spec.due and day < asked.reader.now.date():
        raise asked.unfit("form-past-day", name, day=day)
    return day


def _iso(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said, re.ASCII) else None
    except ValueError:
        return None


def _period(asked: Asked, first: str, last: str) -> FieldValue:
    """From the first to the last day; words for both ("October") may stand in the first alone."""
    names = names_of(asked.spec)
    if first and not last:
        for found in candidates(asked.spec, asked.contract, asked.reader.reading(first)):
            if value := field_value(asked.spec, found):
                return value
    start, end = (_day(asked, said, name) if said else None for said, name in zip((first, last), names, strict=True))
    if start is None or end is None:
        raise asked.unfit("form-other-day", names[0] if start is None else names[1])
    if end < start:
        raise asked.unfit("form-ends-early", names[1], start=start, end=end)
    return _made(asked, Period(start=start, end=end), f"{first} – {last}")


def _record(asked: Asked, said: str) -> FieldValue:
    """The record that was chosen, or the words as a name; what the name means is settled as in any request."""
    spec, directory = asked.spec, asked.reader.directory
    if said.startswith(RECORD):
        record = said.removeprefix(RECORD)
        names = {one.id: one.name for one in directory.people}
        if spec.type == "party":
            names = {one.id: one.name for one in directory.parties if fits(spec, one.kind)}
        if record not in names:
            raise asked.unfit("form-not-on-record")
        return _made(asked, names[record], None).model_copy(update={"record": record})
    if spec.type == "person" and spec.me and asked.reader.lexicon.means("me", said):
        return _made(asked, ME, said)
    if not any(char.isalpha() for char in said):
        raise asked.unread()
    return _made(asked, " ".join(said.split()), said)


def fits(spec: FieldSpec, kind: str) -> bool:
    """Whether a party of this kind may stand in a field."""
    return spec.role not in {"customer", "supplier"} or spec.role == kind
