"""What a row of a table does to the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.model import LANGUAGES, CostCenter, Invoice, Language, Party, Person, Product
from bot.sheets import Refused
from bot.sheets.known import Record

NEW = "new:"
"""Before the row's number: the id of a person or party until the store gives it one."""

AnyRecord = TypeVar("AnyRecord", Person, Party, Product, Invoice, CostCenter)


@dataclass(frozen=True, slots=True)
class Change:
    """A record as a row leaves it and as it was; `key` is what two rows of one table may not share."""

    key: tuple[Any, ...]
    before: Record | None
    after: Record
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """new, changed or same."""
        if self.before is None:
            return "new"
        return "same" if self.before == self.after else "changed"


def needed(values: Mapping[str, Any], *names: str) -> None:
    """Raise `Refused` with what a new record lacks."""
    lacking = [name for name in names if values.get(name) in {None, ""}]
    if lacking:
        raise Refused(f"it is new and lacks {', '.join(lacking)}")


def changed(record: AnyRecord, values: Mapping[str, Any]) -> AnyRecord:
    """The record with other values, checked again only when one of them differs."""
    if all(getattr(record, name) == value for name, value in values.items()):
        return record
    return type(record).model_validate(dict(record) | dict(values))


def names_of(values: dict[str, Any], old: Mapping[Language, str] | None) -> dict[Language, str]:
    """The names in every language: the given ones before the old, the first given for a language that has none."""
    given: dict[Language, str] = {
        language: values.pop(f"name_{language}") for language in LANGUAGES if f"name_{language}" in values
    }
    if old is None and not given:
        raise Refused("it is new and lacks a name (name_en, name_it or name_he)")
    if not given:
        return dict(old or {})
    names = {**(old or {}), **given}
    first = next(iter(given.values()))
    return {language: names.get(language, first) for language in LANGUAGES}
