"""What decisions ask of the clock; `handlers.save` carries it out with the other effects."""

from dataclasses import dataclass
from datetime import date

from pydantic import AwareDatetime

from bot.model import FieldValue, Language, Value
from bot.worktime.recurrence import Recurrence


class StandingOrder(Value):
    """A request that comes again by its `rule`, in its person's name, under an id such as "R-0001".

    `look_at` is when it comes next (None: never again), `last_on` the day that named the last time it was opened.
    """

    id: str
    person_id: str
    type: str
    said: str
    fields: dict[str, FieldValue] = {}
    rule: Recurrence
    look_at: AwareDatetime | None = None
    last_on: date | None = None
    language: Language
    created_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle an occurrence, so that the clock says nothing of it."""

    key: str


@dataclass(frozen=True, slots=True)
class Chase:
    """Write to a task's supplier again, for a colleague; at most once a day, by `key`."""

    reference: str
    person_id: str
    address: str
    language: Language
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class KeepStandingOrder:
    """Keep a request that comes again."""

    order: StandingOrder


@dataclass(frozen=True, slots=True)
class StopStandingOrder:
    """Let a request come no more."""

    id: str
