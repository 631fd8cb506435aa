"""The company's records: people, parties, products, invoices and payments."""

import re
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import BindParameter, Integer, Row, Table, bindparam, case, delete, insert, or_, select

from bot.model import Directory, Entity, Invoice, Money, Party, Payment, Person, Product, Value
from bot.ports import Records
from storage.amounts import from_minor, from_price, to_minor, to_price
from storage.tables import (
    CompanyRow,
    CounterRow,
    EntityRow,
    InvoiceRow,
    PartyRow,
    PaymentRow,
    PersonRow,
    ProductRow,
    table,
)
from storage.tasks import next_number
from storage.work import Work
from storage.work import insert as upsert_into

COMPANY = table(CompanyRow)
COUNTER = table(CounterRow)
ENTITY = table(EntityRow)
PERSON = table(PersonRow)
PARTY = table(PartyRow)
PRODUCT = table(ProductRow)
INVOICE = table(InvoiceRow)
PAYMENT = table(PaymentRow)

_LETTERS: dict[Literal["customer", "supplier"], str] = {"customer": "C", "supplier": "S"}
_BATCH = 500


def plain_to_row(value: Value) -> dict[str, Any]:
    """The columns of a value that are named and shaped like its fields."""
    return value.model_dump(mode="json")


def product_to_row(product: Product) -> dict[str, Any]:
    return {
        **product.model_dump(exclude={"unit_price", "vat_rate"}),
        "unit_price": to_price(product.unit_price.amount),
        "currency": product.unit_price.currency,
        "vat_rate": str(product.vat_rate),
    }


def product_from_row(row: Row[Any]) -> Product:
    price = Money(amount=from_price(row.unit_price, row.currency), currency=row.currency)
    plain = {name: getattr(row, name) for name in ("sku", "names", "stock", "reorder_level", "supplier_id")}
    return Product(**plain, unit_price=price, vat_rate=Decimal(row.vat_rate))


def invoice_to_row(invoice: Invoice) -> dict[str, Any]:
    key = number_key(invoice.number)
    amounts = {name: to_minor(getattr(invoice, name), invoice.currency) for name in ("amount", "paid", "balance")}
    plain = invoice.model_dump(exclude={"payments", *amounts})
    return {**plain, **amounts, "number_key": key, "number_head": key.split("/", 1)[0]}


def invoice_from_row(row: Row[Any], payments: list[Row[Any]]) -> Invoice:
    currency = row.currency
    plain = ("number", "direction", "party_id", "party", "issued", "due_date", "currency")
    values: dict[str, Any] = {name: getattr(row, name) for name in plain}
    return Invoice(
        **values,
        amount=from_minor(row.amount, currency),
        paid=from_minor(row.paid, currency),
        balance=from_minor(row.balance, currency),
        payments=tuple(Payment(on=paid.paid_on, amount=from_minor(paid.amount, currency)) for paid in payments),
    )


def number_key(number: str) -> str:
    """An invoice number without case and spaces, as it is compared."""
    return "".join(number.split()).casefold()


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
        self._changed = False

    def directory(self) -> Directory:
        company = self._run(_COMPANY).first()
        if company is None:
            return Directory(version=0, company="")
        last = self._cache.last
        if last is not None and last.version == company.version and not self._changed:
            return last
        directory = self._read(company)
        if not self._changed:
            # What this transaction changed may yet be rolled back, and its version be given to other records.
            self._cache.last = directory
        return directory

    def replace(self, records: Records) -> None:
        self._next_version(records.company)
        for into, rows, key in (
            (ENTITY, [plain_to_row(entity) for entity in records.entities], "id"),
            (PERSON, [plain_to_row(person) for person in records.people], "id"),
            (PARTY, [plain_to_row(party) for party in records.parties], "id"),
            (PRODUCT, [product_to_row(product) for product in records.products], "sku"),
        ):
            self._work.upsert(into, rows, key=(key,))
        self._count_parties(records.parties)
        for start in range(0, len(records.invoices), _BATCH):
            self._put_invoices(records.invoices[start : start + _BATCH])

    def add_party(self, party: Party) -> None:
        self._next_version()
        self._run(_ADD_PARTY, plain_to_row(party))
        self._count_parties((party,))

    def next_party_id(self, kind: Literal["customer", "supplier"]) -> str:
        return f"{_LETTERS[kind]}-{next_number(self._work, _counter(kind)):03d}"

    def invoices(
        self, *, numbers: tuple[str, ...] = (), party_ids: tuple[str, ...] = (), limit: int = 50
    ) -> tuple[Invoice, ...]:
        """The newest come first; nothing when neither numbers nor parties are given."""
        if not numbers and not party_ids:
            return ()
        keys = [number_key(number) for number in numbers]
        rows = self._run(_INVOICES, {"keys": keys, "parties": list(party_ids), "limit": limit}).all()
        payments = self._payments([row.id for row in rows])
        return tuple(invoice_from_row(row, payments.get(row.id, [])) for row in rows)

    def _read(self, company: Row[Any]) -> Directory:
        return Directory(
            version=company.version,
            company=company.name,
            entities=tuple(Entity(**row._mapping) for row in self._all(ENTITY, "place")),
            people=tuple(Person(**row._mapping) for row in self._all(PERSON, "id")),
            parties=tuple(Party(**row._mapping) for row in self._all(PARTY, "id")),
            products=tuple(product_from_row(row) for row in self._all(PRODUCT, "sku")),
        )

    def _all(self, of: Table, key: str) -> list[Row[Any]]:
        return list(self._run(select(of).order_by(of.c[key])))

    def _next_version(self, company: str | None = None) -> None:
        """Move the version, so that every process reads the directory again."""
        first = upsert_into(self._work.dialect, COMPANY).values(id=1, name=company or "", version=1)
        changes: dict[str, Any] = {"version": COMPANY.c.version + 1}
        if company is not None:
            changes["name"] = company
        self._run(first.on_conflict_do_update(index_elements=["id"], set_=changes))
        self._changed = True

    def _count_parties(self, parties: tuple[Party, ...]) -> None:
        """Raise the counters above the ids that came from outside."""
        for kind, letter in _LETTERS.items():
            ids = (re.fullmatch(rf"{letter}-0*(\d{{1,9}})", party.id) for party in parties if party.kind == kind)
            highest = max((int(found[1]) for found in ids if found), default=0)
            first = upsert_into(self._work.dialect, COUNTER).values(prefix=_counter(kind), value=highest)
            more = case((COUNTER.c.value < highest, highest), else_=COUNTER.c.value)
            self._run(first.on_conflict_do_update(index_elements=["prefix"], set_={"value": more}))

    def _put_invoices(self, invoices: tuple[Invoice, ...]) -> None:
        identity = ("direction", "party_id", "number")
        self._work.upsert(INVOICE, [invoice_to_row(invoice) for invoice in invoices], key=identity)
        columns = [INVOICE.c[name] for name in identity]
        parties = {invoice.party_id for invoice in invoices}
        known = self._run(select(INVOICE.c.id, *columns).where(INVOICE.c.party_id.in_(parties)))
        ids = {tuple(row)[1:]: row.id for row in known}
        paid = [
            {"invoice_id": ids[_identity(invoice)], "position": n, "paid_on": payment.on, "amount": minor}
            for invoice in invoices
            for n, payment in enumerate(invoice.payments)
            for minor in (to_minor(payment.amount, invoice.currency),)
        ]
        again = [ids[_identity(invoice)] for invoice in invoices]
        self._run(delete(PAYMENT).where(PAYMENT.c.invoice_id.in_(again)))
        if paid:
            self._run(insert(PAYMENT), paid)

    def _payments(self, invoice_ids: list[int]) -> dict[int, list[Row[Any]]]:
        payments: dict[int, list[Row[Any]]] = {}
        for row in self._run(_PAYMENTS, {"invoices": invoice_ids}) if invoice_ids else ():
            payments.setdefault(row.invoice_id, []).append(row)
        return payments


_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_COMPANY = select(COMPANY)
_ADD_PARTY = insert(PARTY)
_INVOICES = (
    select(INVOICE)
    .where(
        or_(
            INVOICE.c.number_key.in_(_KEYS),
            INVOICE.c.number_head.in_(_KEYS),
            INVOICE.c.party_id.in_(bindparam("parties", expanding=True)),
        )
    )
    .order_by(INVOICE.c.issued.desc(), INVOICE.c.id.desc())
    .limit(bindparam("limit", type_=Integer()))
)
_PAYMENTS = (
    select(PAYMENT).where(PAYMENT.c.invoice_id.in_(bindparam("invoices", expanding=True))).order_by(PAYMENT.c.position)
)


def _identity(invoice: Invoice) -> tuple[str, str, str]:
    return (invoice.direction, invoice.party_id, invoice.number)


def _counter(kind: Literal["customer", "supplier"]) -> str:
    return f"party:{kind}"
