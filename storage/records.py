"""The company's records: people, parties, products; invoices and cost centres by way of their own files."""

import gc
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args

from sqlalchemy import Executable, Row, Table, case, insert, select

from bot.model import CostCenter, Directory, Entity, Invoice, Money, Party, PartyKind, Person, Product, Value
from bot.ports import Portion, Records
from storage.amounts import from_price, to_price
from storage.cost_centers import CostCenters
from storage.invoices import Invoices
from storage.tables import CompanyRow, CounterRow, EntityRow, PartyRow, PersonRow, ProductRow, table
from storage.work import Work
from storage.work import insert as upsert_into

COMPANY = table(CompanyRow)
COUNTER = table(CounterRow)
ENTITY = table(EntityRow)
PERSON = table(PersonRow)
PARTY = table(PartyRow)
PRODUCT = table(ProductRow)

_LETTERS: dict[Literal["customer", "supplier", "person"], str] = {"customer": "C", "supplier": "S", "person": "P"}


def plain_to_row(value: Value) -> dict[str, Any]:
    """The columns of a value that are named and shaped like its fields."""
    return value.model_dump(mode="json")


def product_to_row(product: Product) -> dict[str, Any]:
    return {
        **product.model_dump(exclude={"unit_price", "cost", "vat_rate"}),
        "unit_price": to_price(product.unit_price.amount),
        "currency": product.unit_price.currency,
        "cost": to_price(product.cost.amount) if product.cost else None,
        "cost_currency": product.cost.currency if product.cost else None,
        "vat_rate": str(product.vat_rate),
    }


def product_from_row(row: Row[Any]) -> Product:
    price = Money(amount=from_price(row.unit_price, row.currency), currency=row.currency)
    cost = None
    if row.cost is not None:
        cost = Money(amount=from_price(row.cost, row.cost_currency), currency=row.cost_currency)
    plain = {name: getattr(row, name) for name in ("sku", "names", "stock", "reserved", "reorder_level", "supplier_id")}
    return Product(**plain, unit_price=price, cost=cost, vat_rate=Decimal(row.vat_rate))


class DirectoryCache:
    """The directory as it was last read, shared by all transactions of a store."""

    def __init__(self) -> None:
        self.last: Directory | None = None


class SqlRecords:
    """`bot.ports.RecordRepository` on a database."""

    def __init__(self, work: Work, cache: DirectoryCache) -> None:
        self._work = work
        self._run = work.run
        self._cache = cache
        self._invoices = Invoices(work)
        self._cost_centers = CostCenters(work)
        self._read_before: Directory | None = None
        self._changed = False

    def directory(self) -> Directory:
        if self._read_before is not None and not self._changed:
            return self._read_before
        company = self._run(_COMPANY).first()
        if company is None:
            return Directory(version=0, company="")
        directory = self._cache.last
        if directory is None or directory.version != company.version or self._changed:
            directory = self._read(company)
        if not self._changed:
            # What this transaction changed may yet be rolled back, and its version be given to other records.
            self._cache.last = self._read_before = directory
        return directory

    def replace(self, records: Records) -> None:
        self._next_version(records.company)
        self._work.upsert(ENTITY, [plain_to_row(entity) for entity in records.entities], key=("id",))
        self.put(records)

    def put(self, portion: Portion) -> None:
        self._changed = True
        for into, rows, key in (
            (PERSON, [plain_to_row(person) for person in portion.people], "id"),
            (PARTY, [plain_to_row(party) for party in portion.parties], "id"),
            (PRODUCT, [product_to_row(product) for product in portion.products], "sku"),
        ):
            self._work.upsert(into, rows, key=(key,))
        if portion.parties:
            self._count_parties(portion.parties)
        self._invoices.put(portion.invoices)
        self._cost_centers.put(portion.cost_centers)

    def announce(self) -> None:
        self._next_version()

    def held_version(self) -> int:
        """0 before there are any records; a directory read after it is read anew."""
        self._changed = True
        version: int | None = self._run(_HELD).scalar_one_or_none()
        return version or 0

    def add_party(self, party: Party) -> None:
        self._next_version()
        self._run(_ADD_PARTY, plain_to_row(party))
        self._count_parties((party,))

    def next_party_id(self, kind: PartyKind) -> str:
        (new,) = self.next_ids(kind, 1)
        return new

    def next_ids(self, of: Literal["customer", "supplier", "person"], count: int) -> tuple[str, ...]:
        letter = _LETTERS[of]
        if of == "person":
            self._count_to(_counter(of), _highest(self._run(_PEOPLES_IDS).scalars(), letter))
        last: int = self._run(_count_up(self._work.dialect), {"prefix": _counter(of), "value": count}).scalar_one()
        return tuple(f"{letter}-{number:03d}" for number in range(last - count + 1, last + 1))

    def invoices(
        self, *, numbers: tuple[str, ...] = (), party_ids: tuple[str, ...] = (), limit: int = 50
    ) -> tuple[Invoice, ...]:
        """The newest come first; nothing when neither numbers nor parties are given."""
        if not numbers and not party_ids:
            return ()
        return self._invoices.find(numbers=numbers, party_ids=party_ids, limit=limit)

    def invoices_of(self, keys: Collection[tuple[str, str, str]]) -> tuple[Invoice, ...]:
        return self._invoices.of(keys)

    def all_invoices(self) -> Iterator[Invoice]:
        return self._invoices.all()

    def cost_centers(self, codes: Collection[str] | None = None) -> tuple[CostCenter, ...]:
        return self._cost_centers.of(codes)

    def _read(self, company: Row[Any]) -> Directory:
        with _no_collection():
            return self._whole(company)

    def _whole(self, company: Row[Any]) -> Directory:
        return Directory(
            version=company.version,
            company=company.name,
            entities=tuple(Entity(**row._asdict()) for row in self._all(ENTITY, "place")),
            people=tuple(Person(**row._asdict()) for row in self._all(PERSON, "id")),
            parties=tuple(Party(**row._asdict()) for row in self._all(PARTY, "id")),
            products=tuple(product_from_row(row) for row in self._all(PRODUCT, "sku")),
        )

    def _all(self, of: Table, key: str) -> list[Row[Any]]:
        return list(self._run(_every(of, key)))

    def _next_version(self, company: str | None = None) -> None:
        """Move the version, so that every process reads the directory again."""
        self._run(_version(self._work.dialect, named=company is not None), {"name": company or ""})
        self._changed = True

    def _count_parties(self, parties: tuple[Party, ...]) -> None:
        """Raise the counters above the ids that came from outside."""
        for kind in get_args(PartyKind):
            ids = [party.id for party in parties if party.kind == kind]
            self._count_to(_counter(kind), _highest(ids, _LETTERS[kind]))

    def _count_to(self, prefix: str, highest: int) -> None:
        self._run(_raise(self._work.dialect), {"prefix": prefix, "value": highest})


_COMPANY = select(COMPANY)
_HELD = select(COMPANY.c.version).with_for_update()
_ADD_PARTY = insert(PARTY)
_PEOPLES_IDS = select(PERSON.c.id).where(PERSON.c.id.like(f"{_LETTERS['person']}-%"))


@contextmanager
def _no_collection() -> Iterator[None]:
    """No collection of garbage: it would look again and again at hundreds of thousands of records that all stay."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@cache
def _count_up(dialect: str) -> Executable:
    """Count a prefix up; its row stays locked until the end, so that no number is given twice."""
    first = upsert_into(dialect, COUNTER)
    more = {"value": COUNTER.c.value + first.excluded.value}
    return first.on_conflict_do_update(index_elements=["prefix"], set_=more).returning(COUNTER.c.value)


@cache
def _raise(dialect: str) -> Executable:
    """Raise a counter to a number, unless it stands higher."""
    first = upsert_into(dialect, COUNTER)
    more = case((COUNTER.c.value < first.excluded.value, first.excluded.value), else_=COUNTER.c.value)
    return first.on_conflict_do_update(index_elements=["prefix"], set_={"value": more})


@cache
def _version(dialect: str, *, named: bool) -> Executable:
    """Move the version, and name the company anew or leave its name alone."""
    first = upsert_into(dialect, COMPANY).values(id=1, version=1)
    changes: dict[str, Any] = {"version": COMPANY.c.version + 1}
    if named:
        changes["name"] = first.excluded.name
    return first.on_conflict_do_update(index_elements=["id"], set_=changes)


@cache
def _every(of: Table, key: str) -> Executable:
    return select(of).order_by(of.c[key])


def _highest(ids: Iterable[str], letter: str) -> int:
    """The highest number among the ids of this letter."""
    numbers = (re.fullmatch(rf"{letter}-0*(\d{{1,9}})", one) for one in ids)
    return max((int(found[1]) for found in numbers if found), default=0)


def _counter(kind: Literal["customer", "supplier", "person"]) -> str:
    return "person" if kind == "person" else f"party:{kind}"
