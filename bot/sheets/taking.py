"""An import under way: what each row does, what was refused, what two rows of one table share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.model import CostCenter, Directory, Invoice, Party, Person, Product
from bot.ports import Portion
from bot.sheets import Refused
from bot.sheets.cells import Cell
from bot.sheets.changes import NEW, Change
from bot.sheets.goods import cost_center_of, product_of, stock_of
from bot.sheets.invoices import invoice_key, invoice_of, payment_of
from bot.sheets.known import InvoiceKey, Known, Record
from bot.sheets.people import Defaults, party_of, person_of
from bot.sheets.reading import Row

Numbered = Literal["customer", "supplier", "person"]
Refuse = Callable[[int, tuple[Cell, ...], str], None]
"""Told of each refused row: its number, its cells, the reason."""

_TAKE: dict[str, Callable[[Row, Known, Defaults], Change]] = {
    "people": person_of,
    "parties": party_of,
    "products": product_of,
    "stock": stock_of,
    "invoices": invoice_of,
    "payments": payment_of,
    "cost-centers": cost_center_of,
}
_WITH_INVOICES = frozenset({"invoices", "payments"})
IN_DIRECTORY = frozenset({"people", "parties", "products", "stock"})
"""The kinds that stand in the directory, whose version must move when they change."""


@dataclass(slots=True)
class Tally:
    """What became of the rows, and what should be looked at."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.same + self.refused


class Taking:
    """Takes rows in the order of the table; it knows the records as the rows before have left them."""

    def __init__(self, kind: str, directory: Directory, defaults: Defaults, *, refuse: Refuse) -> None:
        self.kind = kind
        self.known = Known(directory)
        self.tally = Tally()
        self._defaults = defaults
        self._refuse = refuse
        self._rows: dict[tuple[Any, ...], int] = {}

    def at(self, directory: Directory) -> None:
        """Start from a directory that somebody else has changed."""
        counted = self.known.counted
        self.known = Known(directory)
        self.known.counted = counted

    def refuse(self, number: int, cells: tuple[Cell, ...], reason: str) -> None:
        """Count a row as refused and tell why."""
        self.tally.refused += 1
        self._refuse(number, cells, reason)

    def look_up(
        self,
        rows: Iterable[Row],
        *,
        invoices_of: Callable[[set[InvoiceKey]], tuple[Invoice, ...]],
        cost_centers_of: Callable[[set[str]], tuple[CostCenter, ...]],
    ) -> None:
        """Know the invoices or cost centres of these rows, but those that rows before have changed already."""
        if self.kind in _WITH_INVOICES:
            self.known.take_in(Portion(invoices=invoices_of(self._invoices_of(rows) - self.known.invoices.keys())))
        elif self.kind == "cost-centers":
            codes = {row.values["code"] for row in rows if "code" in row.values}
            known = {code for code, _ in self.known.cost_centers}
            self.known.take_in(Portion(cost_centers=cost_centers_of(codes - known)))

    def _invoices_of(self, rows: Iterable[Row]) -> set[InvoiceKey]:
        keys: set[InvoiceKey] = set()
        for row in rows:
            try:
                keys.add(invoice_key(row, self.known))
            except Refused:
                continue  # the row is refused when it is taken
        return keys

    def forget(self) -> None:
        """Know no invoices and cost centres any more: they stand in the store as they were left."""
        self.known.invoices.clear()
        self.known.cost_centers.clear()

    def take(self, rows: Iterable[Row]) -> list[Record]:
        """The records that these rows make or change, each once, as the last of them leaves it."""
        changed: dict[tuple[str, Any], Record] = {}
        for row in rows:
            try:
                change = self._take(row)
            except Refused as error:
                self.refuse(row.number, row.cells, str(error))
                continue
            if change.kind != "same":
                changed[_identity(change.after)] = change.after
                self.known.add(change.after)
        return list(changed.values())

    def _take(self, row: Row) -> Change:
        change = _TAKE[self.kind](row, self.known, self._defaults)
        first = self._rows.setdefault(change.key, row.number)
        if first != row.number:
            if self.kind == "parties" and not row.values.keys() & {"id", "name"}:
                raise Refused(f"it has no name, and its tax number is that of row {first}")
            hint = "; number them in a column payment_no if both were made" if self.kind == "payments" else ""
            raise Refused(f"it is the same {change.key[0]} as row {first}{hint}")
        if self.kind == "payments":
            self.known.counted[change.key[:-1]] += 1
        what = "new" if self.kind == "payments" and change.kind == "changed" else change.kind
        setattr(self.tally, what, getattr(self.tally, what) + 1)
        self.tally.notes += [f"row {row.number}: {note}" for note in change.notes]
        return change

    def numbered(self, records: list[Record], ids: Callable[[Numbered, int], tuple[str, ...]]) -> Portion:
        """The records with ids for those that have none yet; `ids` gives so many of a kind."""
        waiting: dict[Numbered, list[Person | Party]] = {}
        for record in records:
            if isinstance(record, Person | Party) and record.id.startswith(NEW):
                of: Numbered = "person" if isinstance(record, Person) else record.kind
                waiting.setdefault(of, []).append(record)
        renamed: dict[str, Record] = {}
        for kind, unnamed in waiting.items():
            for record, new_id in zip(unnamed, ids(kind, len(unnamed)), strict=True):
                renamed[record.id] = self._rename(record, new_id)
        whole = [renamed.get(record.id, record) if isinstance(record, Person | Party) else record for record in records]
        return _portion(whole)

    def _rename(self, record: Person | Party, new_id: str) -> Person | Party:
        named = record.model_copy(update={"id": new_id})
        self.known.drop(record)
        self.known.add(named)
        word = "person" if isinstance(record, Person) else "party"
        self._rows[word, new_id] = self._rows.pop((word, record.id))
        return named


def _identity(record: Record) -> tuple[str, Any]:
    if isinstance(record, Invoice):
        return "invoice", (record.direction, record.party_id, record.number)
    if isinstance(record, CostCenter):
        return "cost center", (record.code, record.year)
    return "record", record.sku if isinstance(record, Product) else record.id


def _portion(records: list[Record]) -> Portion:
    return Portion(
        people=tuple(record for record in records if isinstance(record, Person)),
        parties=tuple(record for record in records if isinstance(record, Party)),
        products=tuple(record for record in records if isinstance(record, Product)),
        invoices=tuple(record for record in records if isinstance(record, Invoice)),
        cost_centers=tuple(record for record in records if isinstance(record, CostCenter)),
    )
