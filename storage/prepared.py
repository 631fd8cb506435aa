"""Statements as the driver takes them: compiled by SQLAlchemy once, and then run without it.

SQLAlchemy prepares every execution anew, which costs some ten times what SQLite needs to run the statement. What it
knows of a statement (the text, where each parameter goes, how values are written and read) stays the same, but for the
number of values in an IN.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

_MOST_FORMS = 50  # of one statement; there is one for each number of values in an IN

_Convert = Callable[[Any], Any] | None


class Found:
    """What a statement gave: its rows, with the columns as attributes, and how many rows it changed."""

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """Every row."""
        return self._rows

    def first(self) -> Any | None:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """The only row; raises ValueError when there is none, or more."""
        (row,) = self._rows
        return row

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._rows]

    def scalar_one(self) -> Any:
        """The first column of the only row; raises ValueError likewise."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any | None:
        """The first column of the first row, or None."""
        return self._rows[0][0] if self._rows else None


class _Slot(NamedTuple):
    """Where a value goes: the parameter it is (or is in, at a place), what it is where none is given."""

    name: str
    source: str
    place: int | None
    fixed: Any
    convert: _Convert


class _Form(NamedTuple):
    """The text for so many values in each IN."""

    sql: str
    slots: tuple[_Slot, ...]
    positional: bool


class Prepared:
    """A statement with parameters of these names, on one database; raises TypeError when one lacks a value."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"not a statement: {statement!r}")
        self._compiled, self._dialect = compiled, dialect
        self._binds = {name: bind for bind, name in compiled.bind_names.items()}
        if missing := sorted(name for name, bind in self._binds.items() if bind.required and name not in names):
            raise TypeError(f"no value for {', '.join(missing)}")
        self._lists = tuple(name for name, bind in self._binds.items() if bind.expanding and bind.required)
        self._forms: dict[tuple[int, ...], _Form] = {}
        self._columns = tuple(getattr(statement, "exported_columns", ()))
        self._row = _row_of(tuple(column.key for column in self._columns))
        self._reads: list[_Convert] | None = None

    def bound(self, given: dict[str, Any]) -> tuple[str, Any]:
        """The text and the parameters as the driver takes them."""
        sizes = tuple(len(given[name]) for name in self._lists)
        form = self._forms.get(sizes)
        if form is None:
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            form = self._forms[sizes] = self._form(sizes)
        values = [
            convert(value) if convert else value
            for _, source, place, fixed, convert in form.slots
            for value in (given.get(source, fixed) if place is None else given[source][place],)
        ]
        if form.positional:
            return form.sql, values
        return form.sql, {slot.name: value for slot, value in zip(form.slots, values, strict=True)}

    def rows(self, cursor: Any) -> Sequence[Any]:
        """The driver's rows as ours; none of a statement that is not asked for any, whatever SQLAlchemy added to it."""
        found = cursor.fetchall() if cursor.description else ()
        if not self._columns or not found:
            return ()
        if self._reads is None:
            self._reads = [
                self._read(column, told[1]) for column, told in zip(self._columns, cursor.description, strict=True)
            ]
        make, reads = self._row, self._reads
        return [
            make(*[read(value) if read else value for read, value in zip(reads, row, strict=True)]) for row in found
        ]

    def _form(self, sizes: tuple[int, ...]) -> _Form:
        required = {name: None for name, bind in self._binds.items() if bind.required}
        lists = {name: [None] * size for name, size in zip(self._lists, sizes, strict=True)}
        state = self._compiled.construct_expanded_state(required | lists)
        origin = {
            name: (source, place)
            for source, names in state.parameter_expansion.items()
            for place, name in enumerate(names)
        }
        slots = tuple(
            _Slot(name, source, place if source in lists else None, state.parameters[name], self._write(source))
            for name in state.positiontup or state.parameters
            for source, place in (origin.get(name, (name, None)),)
        )
        return _Form(state.statement, slots, state.positiontup is not None)

    def _read(self, column: Any, told: Any) -> _Convert:
        """How the values of a column are read, which may depend on what the driver tells of its type."""
        convert: _Convert = column.type.dialect_impl(self._dialect).result_processor(self._dialect, told)
        return convert

    def _write(self, name: str) -> _Convert:
        """How the values of a parameter are written."""
        convert: _Convert = self._binds[name].type.dialect_impl(self._dialect).bind_processor(self._dialect)
        return convert


@lru_cache(maxsize=1024)
def prepared(statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    """The statement, which is one that is built once, prepared when it is first run."""
    return Prepared(statement, dialect, names)


@cache
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)  # noqa: PYI024  the columns say the names
