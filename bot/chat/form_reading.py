"""Reads a filled-in form: each field by itself, then what holds for several."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.catalogue import FieldSpec, Kind
from bot.chat.form_answers import read_field
from bot.chat.form_items import product_name
from bot.chat.form_reader import Asked, FormReader, Unfit
from bot.chat.form_values import names_of
from bot.model import FieldValue
from bot.texts import Arg, Listing, Word, text


@dataclass(slots=True)
class Filled:
    """What a form says: its fields by name; by form field what cannot be read, and what is missing."""

    fields: dict[str, FieldValue] = field(default_factory=dict)
    wrong: dict[str, Arg] = field(default_factory=dict)
    missing: dict[str, Arg] = field(default_factory=dict)


def read_form(
    kind: Kind, values: Mapping[str, str], reader: FormReader, *, before: Mapping[str, FieldValue] | None = None
) -> Filled:
    """What was filled in for a type; a field whose words are those of its value `before` keeps that value."""
    filled = Filled()
    for spec in kind.contract.fields:
        asked = Asked(kind, spec, reader)
        try:
            value = read_field(asked, values, (before or {}).get(spec.name))
        except Unfit as unfit:
            filled.wrong[unfit.name] = unfit.why
            continue
        if value is not None:
            filled.fields[spec.name] = value
        elif spec.required:
            hint = Word(kind.id, "hint", spec.name)
            filled.missing[_first_name(spec, reader)] = text("form-required", hint=hint)
    _one_of(kind, filled)
    _in_order(filled)
    return filled


def _first_name(spec: FieldSpec, reader: FormReader) -> str:
    """Where it is said that a field is missing."""
    in_rows = spec.type == "items" and reader.directory.products
    return product_name(spec.name, 1) if in_rows else names_of(spec)[0]


def _one_of(kind: Kind, filled: Filled) -> None:
    names = kind.contract.one_of
    if names and not any(name in filled.fields or name in filled.wrong for name in names):
        labels = Listing(tuple(Word(kind.id, "label", name) for name in names))
        filled.missing[names[0]] = text("form-one-of", fields=labels)


def _in_order(filled: Filled) -> None:
    """A last day before the first is wrong."""
    days = [filled.fields[name].content for name in ("start_date", "end_date") if name in filled.fields]
    match days:
        case [date() as start, date() as end] if end < start:
            del filled.fields["end_date"]
            filled.wrong["end_date"] = text("form-ends-early", start=start, end=end)
