"""The kinds of tables and their columns, read once from `columns.toml`."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any, Literal

from bot.model import LANGUAGES, Language, Value

KINDS = ("people", "parties", "products", "stock", "invoices", "payments", "cost-centers")
ColumnType = Literal[
    "code", "text", "list", "email", "iban", "tax_id", "country", "currency", "language", "role", "team", "timezone",
    "kind", "direction", "state", "whole", "count", "days", "year", "percent", "price", "money", "date", "payments",
]  # fmt: skip


class Column(Value):
    """A column: `need` says what cannot do without it, `perhaps` are headers that mean it when no other column does."""

    name: str
    type: ColumnType
    need: Literal["key", "new", "name", "party"] | None = None
    meaning: str
    headers: dict[Language, str]
    also: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    out: bool = True

    def certain(self) -> tuple[str, ...]:
        """The headers that mean this column and no other."""
        return (*self.headers.values(), *self.also)


class Layout(Value):
    """A kind of table; one of `keys`, each some columns, must be there to find a record."""

    kind: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> Column:
        """The column of this name; raises KeyError."""
        return {column.name: column for column in self.columns}[name]

    def written(self) -> tuple[Column, ...]:
        """The columns of an exported table."""
        return tuple(column for column in self.columns if column.out)


def layout(kind: str) -> Layout:
    """The layout of a kind; raises KeyError."""
    return _layouts()[kind]


@cache
def values_of(kind: str) -> dict[str, str]:
    """What a closed set of values ("role", "team") may be written as, plain, by how it is kept."""
    given: dict[str, list[str]] = _tables()["values"][kind]
    return {plain(word): value for value, words in given.items() for word in (value, *words)}


def plain(header: str) -> str:
    """A header or word without case, accents, spaces and punctuation."""
    if header.isalnum() and header.isascii():
        return header.lower()
    folded = unicodedata.normalize("NFKD", header).casefold()
    kept = re.sub(r"[\W_]", "", "".join(char for char in folded if not unicodedata.combining(char)))
    return kept or ("%" if "%" in header else "")


@cache
def _tables() -> dict[str, Any]:
    file = resources.files(__package__).joinpath("columns.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _layouts() -> dict[str, Layout]:
    layouts: dict[str, Layout] = {}
    for kind in KINDS:
        table = _tables()[kind]
        shared = layouts[table["from"]] if "from" in table else None
        columns = tuple(
            shared.column(given) if shared and isinstance(given, str) else _column(given) for given in table["columns"]
        )
        layouts[kind] = Layout(kind=kind, columns=columns, keys=tuple(tuple(key) for key in table["keys"]))
    return layouts


def _column(given: dict[str, Any]) -> Column:
    """In English a column's header is its name."""
    headers = {language: given.get(language, given["name"]) for language in LANGUAGES}
    plain_parts = {name: part for name, part in given.items() if name not in LANGUAGES}
    return Column(headers=headers, **plain_parts)
