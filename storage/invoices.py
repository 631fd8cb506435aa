"""Invoices and their payments, and how they are found."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Executable, Integer, Row, bindparam, delete, insert, or_, select, text

from bot.model import Invoice, Payment
from storage.amounts import from_minor, to_minor
from storage.tables import InvoiceRow, PaymentRow, table
from storage.work import Work

INVOICE = table(InvoiceRow)
PAYMENT = table(PaymentRow)

Each = TypeVar("Each")

_BATCH = 500
_PAGE = 2000
_PLAIN = ("number", "direction", "party_id", "party", "issued", "due_date", "currency")
_IDENTITY = ("direction", "party_id", "number")


def to_row(invoice: Invoice) -> dict[str, Any]:
    key = number_key(invoice.number)
    amounts = {name: to_minor(getattr(invoice, name), invoice.currency) for name in ("amount", "paid", "balance")}
    plain = {name: getattr(invoice, name) for name in _PLAIN}
    return {**plain, **amounts, "number_key": key, "number_head": key.split("/", 1)[0]}


def from_row(row: Row[Any], payments: list[Row[Any]]) -> Invoice:
    currency = row.currency
    values: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
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


class Invoices:
    """The invoices' part of `bot.ports.RecordRepository`."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def find(self, *, numbers: Collection[str], party_ids: Collection[str], limit: int) -> tuple[Invoice, ...]:
        keys = [number_key(number) for number in numbers]
        return self._whole(self._run(_INVOICES, {"keys": keys, "parties": list(party_ids), "limit": limit}).all())

    def of(self, keys: Collection[tuple[str, str, str]]) -> tuple[Invoice, ...]:
        """The invoices of these identities."""
        found: list[Row[Any]] = []
        for some in _portions(list(keys)):
            found += self._run(_of(len(some), whole=True), _spread(some)).all()
        return self._whole(found)

    def all(self) -> Iterator[Invoice]:
        """Every invoice in the order in which they were first taken in, a page in memory at a time."""
        last = 0
        while rows := self._run(_NEXT, {"after": last, "page": _PAGE}).all():
            last = rows[-1].id
            yield from self._whole(rows)

    def put(self, invoices: tuple[Invoice, ...]) -> None:
        """Insert them, or update those that are there, payments and all."""
        for some in _portions(invoices):
            self._put(some)

    def _put(self, invoices: Sequence[Invoice]) -> None:
        self._work.upsert(INVOICE, [to_row(invoice) for invoice in invoices], key=_IDENTITY)
        keys = [_identity(invoice) for invoice in invoices]
        ids = {tuple(row)[1:]: row.id for row in self._run(_of(len(keys), whole=False), _spread(keys))}
        paid = [
            {"invoice_id": ids[_identity(invoice)], "position": n, "paid_on": payment.on, "amount": minor}
            for invoice in invoices
            for n, payment in enumerate(invoice.payments)
            for minor in (to_minor(payment.amount, invoice.currency),)
        ]
        self._run(_DROP_PAYMENTS, {"invoices": list(ids.values())})
        if paid:
            self._work.many(_ADD_PAYMENT, paid)

    def _whole(self, rows: Collection[Row[Any]]) -> tuple[Invoice, ...]:
        payments: dict[int, list[Row[Any]]] = {}
        for row in self._run(_PAYMENTS, {"invoices": [row.id for row in rows]}) if rows else ():
            payments.setdefault(row.invoice_id, []).append(row)
        return tuple(from_row(row, payments.get(row.id, [])) for row in rows)


def _identity(invoice: Invoice) -> tuple[str, str, str]:
    return (invoice.direction, invoice.party_id, invoice.number)


def _portions(many: Sequence[Each]) -> Iterator[Sequence[Each]]:
    return (many[start : start + _BATCH] for start in range(0, len(many), _BATCH))


@cache
def _of(count: int, *, whole: bool) -> Executable:
    """So many invoices by identity, whole or only their ids.

    A join, since SQLite reads the whole table for `(a, b, c) IN (VALUES …)`; in text, since SQLAlchemy compiles VALUES
    anew every time.
    """
    rows = ", ".join(f"({', '.join(f':{name}_{place}' for name in _IDENTITY)})" for place in range(count))
    wanted = list(INVOICE.c) if whole else [INVOICE.c.id, *_COLUMNS]
    same = " AND ".join(f"invoice.{name} = these.{name}" for name in _IDENTITY)
    statement = text(
        f"WITH these ({', '.join(_IDENTITY)}) AS (VALUES {rows}) "  # noqa: S608  made of the names above alone
        f"SELECT {', '.join(f'invoice.{column.name}' for column in wanted)} FROM these JOIN invoice ON {same}"
    )
    return statement.columns(*wanted)


def _spread(keys: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """The parameters of `_of`."""
    return {
        f"{name}_{place}": part for place, key in enumerate(keys) for name, part in zip(_IDENTITY, key, strict=True)
    }


_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_THESE: BindParameter[Any] = bindparam("invoices", expanding=True)
_COLUMNS = [INVOICE.c[name] for name in _IDENTITY]
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
_NEXT = (
    select(INVOICE)
    .where(INVOICE.c.id > bindparam("after", type_=Integer()))
    .order_by(INVOICE.c.id)
    .limit(bindparam("page", type_=Integer()))
)
_PAYMENTS = select(PAYMENT).where(PAYMENT.c.invoice_id.in_(_THESE)).order_by(PAYMENT.c.invoice_id, PAYMENT.c.position)
_DROP_PAYMENTS = delete(PAYMENT).where(PAYMENT.c.invoice_id.in_(_THESE))
_ADD_PAYMENT = insert(PAYMENT)
