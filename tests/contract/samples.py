"""Small values for the tests of the store."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.conversation import Conversation, Draft
from bot.messages import InboundMessage, Outgoing
from bot.model import (
    ChecklistStep,
    Correction,
    Entity,
    Event,
    FieldValue,
    Invoice,
    Item,
    Money,
    Party,
    Payment,
    Period,
    Person,
    Product,
    Reminder,
    Source,
    Task,
)
from bot.ports import Records

NOW = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AT_ONCE = timedelta(0)
IBAN = "IT60X0542811101000000123456"


def person(person_id: str, *, role: str = "clerk", team: str = "sales") -> Person:
    data = {"id": person_id, "name": person_id.title(), "email": f"{person_id}@example.com", "role": role, "team": team}
    return Person.model_validate(
        {**data, "aliases": (f"{person_id}'s",), "language": "he", "timezone": "Asia/Jerusalem"}
    )


ALICE = person("alice")
BOB = person("bob", team="hr")
CHARLIE = person("charlie", role="admin")


def party(party_id: str = "C-001", **changes: Any) -> Party:
    kind = "customer" if party_id.startswith("C") else "supplier"
    return Party.model_validate({"id": party_id, "kind": kind, "name": 'אלקטרה בע"מ', "iban": IBAN} | changes)


def product(sku: str = "CHR-110", price: str = "189.00", **changes: Any) -> Product:
    data = {"sku": sku, "names": {"en": "Chair", "it": "Sedia", "he": "כיסא"}, "stock": 4, "reorder_level": 2}
    amount = {"amount": price, "currency": "EUR"}
    return Product.model_validate({**data, "unit_price": amount, "vat_rate": "22", "supplier_id": "S-001"} | changes)


def invoice(number: str = "12/2026", **changes: Any) -> Invoice:
    data: dict[str, Any] = {"number": number, "direction": "receivable", "party_id": "C-001", "party": "Electra"}
    days = {"issued": date(2026, 1, 2), "due_date": date(2026, 2, 2), "currency": "EUR"}
    amounts = {"amount": "100.10", "paid": "0.10", "balance": "100.00"}
    payments = (Payment(on=date(2026, 1, 5), amount=Decimal("0.10")),)
    return Invoice.model_validate({**data, **days, **amounts, "payments": payments} | changes)


RECORDS = Records(
    company="Ulivo",
    entities=(
        Entity(
            id="IT", name="Ulivo S.r.l.", country="IT", city="Milano", currency="EUR", timezone="Europe/Rome",
            tax_id="04605730318", bank="Banca", iban="IT84T0966348825000000827981", email="info@example.it",
        ),
    ),
    people=(ALICE, BOB, CHARLIE),
    parties=(party("C-001"), party("C-025"), party("S-001")),
    products=(product(),),
    invoices=(invoice(),),
)  # fmt: skip


def message(external_id: str = "1", **changes: Any) -> InboundMessage:
    data = {"channel": "terminal", "account": "demo", "external_id": external_id, "conversation": "thread"}
    rest = {"sender_id": "alice", "text": "שלום, 20 desks", "received_at": NOW}
    return InboundMessage.model_validate(data | rest | changes)


def outgoing(key: str = "a", **changes: Any) -> Outgoing:
    data = {"key": key, "channel": "terminal", "recipient": "alice", "thread": "thread", "kind": "answer"}
    return Outgoing.model_validate(data | {"body": b"\x00\xff body"} | changes)


def conversation(**changes: Any) -> Conversation:
    data = {"key": "thread", "person_id": "alice", "language": "he", "listed": ("Q-0001", "Q-0002")}
    return Conversation.model_validate(data | changes)


def draft(draft_id: str = "d1", **changes: Any) -> Draft:
    data = {"id": draft_id, "person_id": "alice", "type": "quote", "language": "it", "updated_at": NOW}
    return Draft.model_validate(data | {"fields": FIELDS, "settled": {"desks": "DSK-1"}} | changes)


FIELDS: dict[str, FieldValue] = {
    "customer": FieldValue(
        type="party", content="Electra", record="C-001", source=Source(message="1", words="for Electra", by="alice")
    ),
    "total": FieldValue(type="money", content=Money(amount=Decimal("0.10"), currency="ILS")),
    "discount": FieldValue(type="percent", content=Decimal("12.50")),
    "items": FieldValue(
        type="items", content=(Item(quantity=Decimal("2.5"), description="שולחן", unit_price=Money(amount=Decimal(3))),)
    ),
    "deadline": FieldValue(type="date", content=date(2026, 12, 1)),
    "days": FieldValue(type="period", content=Period(start=date(2026, 12, 1), end=date(2026, 12, 2))),
    "note": FieldValue(type="text", content="2026-01-01"),
}


def task(reference: str = "Q-0001", **changes: Any) -> Task:
    data = {"reference": reference, "type": "quote", "status": "open", "team": "sales", "visibility": "everyone"}
    rest = {"requester_id": "alice", "language": "en", "created_at": NOW, "updated_at": NOW}
    return Task.model_validate(data | rest | changes)


def full_task() -> Task:
    """A task with every part filled in."""
    return task(
        fields=FIELDS, assignee_id="bob", concerned=("charlie", "alice"), waiting_for="supplier", due=date(2026, 12, 1),
        checklist=(ChecklistStep(text="call", done=True),), version=3,
    )  # fmt: skip


def event(kind: str = "created", **changes: Any) -> Event:
    data = {"reference": "Q-0001", "kind": kind, "at": NOW, "actor_id": "alice", "channel": "terminal"}
    return Event.model_validate(data | {"data": {"from": "new", "n": 1}} | changes)


def reminder(key: str = "r1", **changes: Any) -> Reminder:
    return Reminder.model_validate({"key": key, "person_id": "alice", "at": NOW, "text": "call Bob"} | changes)


def correction(**changes: Any) -> Correction:
    data = {"at": NOW, "person_id": "alice", "language": "it", "sentence": "un ordine per 20 sedie", "message": "m1"}
    rest = {"said": "no, un ordine", "understood": "quote", "meant": "purchase_order"}
    return Correction.model_validate(data | rest | changes)
