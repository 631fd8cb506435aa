"""The core's values: frozen, validated, and free of anything outside.

Datetimes are aware; money is a `Decimal` with an ISO 4217 currency and never a float.
"""

import unicodedata
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

Language = Literal["en", "it", "he"]
LANGUAGES: tuple[Language, ...] = ("en", "it", "he")

Role = Literal["requester", "clerk", "manager", "admin"]
PartyKind = Literal["customer", "supplier"]
Direction = Literal["payable", "receivable"]
Visibility = Literal["everyone", "team", "private", "managers", "concerned"]
Status = Literal["new", "open", "in_progress", "waiting", "awaiting_approval", "done", "cancelled", "rejected"]
FieldType = Literal[
    "party",
    "person",
    "items",
    "money",
    "date",
    "period",
    "number",
    "percent",
    "reference",
    "email",
    "phone",
    "iban",
    "tax_id",
    "text",
]  # fmt: skip

AbsenceKind = Literal[
    "holiday", "sick", "permit", "parental", "bereavement", "reserve", "remote", "travel", "unpaid", "other"
]
NameRole = Literal["customer", "supplier", "recipient", "payee", "employee", "assignee", "contact", "reminded"]

CLOSED: frozenset[Status] = frozenset({"done", "cancelled", "rejected"})


def _exact(value: object) -> object:
    """Refuse a float where an exact amount is wanted."""
    if isinstance(value, float):
        message = "an amount must be a Decimal or a string, not a float"
        raise ValueError(message)  # noqa: TRY004  pydantic turns only ValueError into a validation error
    return value


Amount = Annotated[Decimal, BeforeValidator(_exact)]


class Value(BaseModel):
    """A frozen value that knows no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Money(Value):
    """An amount; `currency` is ISO 4217, or None when nobody said one."""

    amount: Amount
    currency: str | None = None


class Period(Value):
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            message = "a period ends on or after the day it starts"
            raise ValueError(message)
        return self


class Item(Value):
    """One line of what somebody wants; `sku` names the product once it is known which is meant."""

    quantity: Amount | None = None
    description: str
    unit_price: Money | None = None
    sku: str | None = None


class Source(Value):
    """Where a field's value came from: the message, its words, and who said or confirmed it."""

    message: str | None = None
    words: str | None = None
    by: str | None = None


FieldContent = str | Decimal | date | Money | Period | tuple[Item, ...]

_WORDS: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(min_length=1)])
_CONTENT: dict[str, TypeAdapter[Any]] = {
    "items": TypeAdapter(tuple[Item, ...]),
    "money": TypeAdapter(Money),
    "date": TypeAdapter(date),
    "period": TypeAdapter(Period),
    "number": TypeAdapter(Amount),
    "percent": TypeAdapter(Amount),
    **dict.fromkeys(("party", "person", "reference", "email", "phone", "iban", "tax_id", "text"), _WORDS),
}


class FieldValue(Value):
    """A field's content in the shape of its type, the record it was matched to, and where it came from."""

    type: FieldType
    content: FieldContent
    record: str | None = None
    source: Source = Source()

    @model_validator(mode="before")
    @classmethod
    def _by_type(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("type") in _CONTENT:
            data = {**data, "content": _CONTENT[data["type"]].validate_python(data.get("content"))}
        return data


class Person(Value):
    """A colleague: who may ask, work, approve."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    email: str
    role: Role
    team: str
    language: Language
    timezone: str


class Party(Value):
    """An outside organisation; `state` is "pending" until a colleague has checked a new one."""

    id: str
    kind: PartyKind
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    city: str | None = None
    tax_id: str | None = None
    iban: str | None = None
    email: str | None = None
    language: Language | None = None
    payment_days: int = 30
    state: Literal["active", "pending"] = "active"


class Product(Value):
    """A line of the price list; the price is for one, without VAT, and so is `cost`, what its supplier asks for it.

    `reserved` is what of the stock is promised already.
    """

    sku: str
    names: dict[Language, str]
    unit_price: Money
    vat_rate: Amount
    cost: Money | None = None
    stock: int
    reserved: int = 0
    reorder_level: int
    supplier_id: str | None = None

    @cached_property
    def at_a_glance(self) -> str:
        """Number and names in lower case without accents and yods, to tell quickly what is not looked for."""
        decomposed = unicodedata.normalize("NFKD", " ".join((self.sku, *self.names.values()))).casefold()
        return "".join(char for char in decomposed if char != "י" and not unicodedata.combining(char))


class CostCenter(Value):
    """A cost centre with its budget of a year, and what of it is spent, both in `currency`."""

    code: str
    names: dict[Language, str]
    owner_id: str | None = None
    year: int
    currency: str
    budget: Amount
    spent: Amount


WORKING_ABSENCES = frozenset({"remote", "travel"})
"""Absences from the office during which the person works."""


class Absence(Value):
    """A colleague's days away, both included, as they stand in the absence calendar; one per task.

    `part` is what part of the day it is for, as it was said, where the person works the rest: "2 hours".
    """

    reference: str
    person_id: str
    kind: AbsenceKind
    start: date
    end: date
    part: str | None = None

    @property
    def keeps_away(self) -> bool:
        """Whether nobody is to be looked for on these days: neither a part of the day, nor work from elsewhere."""
        return self.part is None and self.kind not in WORKING_ABSENCES


class Entity(Value):
    """One of the company's own legal entities, which issues documents in its currency.

    The first in `place` deals with customers of other countries.
    """

    id: str
    place: int = 0
    name: str
    country: str
    city: str
    currency: str
    timezone: str
    tax_id: str
    bank: str
    iban: str
    email: str


class Payment(Value):
    """Money that came or went for an invoice."""

    on: date
    amount: Amount


class Invoice(Value):
    """An invoice we owe (payable) or are owed (receivable)."""

    number: str
    direction: Direction
    party_id: str
    party: str
    issued: date
    due_date: date
    amount: Amount
    paid: Amount
    balance: Amount
    currency: str
    payments: tuple[Payment, ...] = ()


class Directory(Value):
    """The company's records that names are matched against, as they stand at `version`."""

    version: int
    company: str
    entities: tuple[Entity, ...] = ()
    people: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    products: tuple[Product, ...] = ()


class ChecklistStep(Value):
    """A step of the work, ticked when done."""

    text: str
    done: bool = False


class Task(Value):
    """A structured request with its reference, as it stands at `version`.

    `revision` counts how often what was sent out had to be made anew, from 1; `parent` is the task it is a part of.
    `proposals` are values that an outsider's answer gives for fields, until a colleague takes them over or not.
    """

    reference: str
    type: str
    status: Status
    fields: dict[str, FieldValue] = {}
    team: str
    visibility: Visibility
    requester_id: str
    assignee_id: str | None = None
    parent: str | None = None
    concerned: tuple[str, ...] = ()
    waiting_for: Literal["requester", "supplier"] | None = None
    due: date | None = None
    checklist: tuple[ChecklistStep, ...] = ()
    proposals: dict[str, FieldValue] = {}
    language: Language
    revision: int = 1
    created_at: AwareDatetime
    updated_at: AwareDatetime
    version: int = 0


class Event(Value):
    """One thing that happened to a task; events are only ever added."""

    reference: str
    kind: str
    at: AwareDatetime
    actor_id: str | None
    channel: str
    why: str | None = None
    data: dict[str, Any] = {}


class Document(Value):
    """A file that belongs to a task, content-addressed by the SHA-256 of its bytes."""

    name: str
    media_type: str
    sha256: str
    reference: str | None = None


class Correction(Value):
    """A sentence that was understood wrongly or with doubt, and what a person said it means; `id` is 0 until kept.

    Either `meant` says the type in place of `understood`, or `field` says which field became `after` in place of
    `before` (None where it was taken out). `said` are the words that corrected, `message` is where they stand. `taken`
    is when its sentence went into the company's own phrases.
    """

    id: int = 0
    at: AwareDatetime
    person_id: str
    language: Language
    sentence: str
    said: str
    message: str
    understood: str
    meant: str | None = None
    field: str | None = None
    before: FieldValue | None = None
    after: FieldValue | None = None
    taken: AwareDatetime | None = None

    @model_validator(mode="after")
    def _of_type_or_field(self) -> Self:
        if (self.meant is None) == (self.field is None):
            message = "a correction is of the type or of a field"
            raise ValueError(message)
        return self


class Reminder(Value):
    """What somebody wants to be reminded of, kept with its time."""

    key: str
    person_id: str
    at: AwareDatetime
    text: str
    reference: str | None = None
