"""What a digest is made from: counts, a few lines each, sums of money; all of it already such as its reader may see."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import add
from typing import Literal, Protocol

from bot.clock.keys import Target
from bot.model import Direction, FieldValue, Money, Person, Status, Visibility

Cadence = Literal["daily", "weekly"]
DAYS = 15
"""How many days a flow goes back: today and two weeks, so that a week can be held against the one before."""


@dataclass(frozen=True)
class Line:
    """A task as a line of a digest needs it; `said` is its fields as JSON, read only when it is shown.

    `about` are the colleagues that its fields name, `concerned` those who see it whoever they are; `missed` is the
    target that was missed, so many days `back`, in a list of such.
    """

    reference: str
    type: str
    status: Status
    team: str
    visibility: Visibility
    requester_id: str
    assignee_id: str | None
    waiting_for: str | None
    due: date | None
    created_at: datetime
    updated_at: datetime
    said: str
    about: tuple[str, ...] = ()
    concerned: tuple[str, ...] = ()
    missed: Target | None = None
    back: int = 0

    @cached_property
    def main(self) -> FieldValue | None:
        """The field that tells the task apart from others of its type."""
        found = json.loads(self.said)
        usable = (one for one in found.values() if one["type"] in {"party", "person", "text", "reference"})
        first = next(usable, None)
        return FieldValue.model_validate(first) if first else None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks there are; `silent` wait for a supplier who has not answered for long."""

    open: int = 0
    late: int = 0
    today: int = 0
    approval: int = 0
    requester: int = 0
    supplier: int = 0
    silent: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*map(add, self._counts(), other._counts()))

    def _counts(self) -> tuple[int, ...]:
        return self.open, self.late, self.today, self.approval, self.requester, self.supplier, self.silent

    @property
    def waiting(self) -> int:
        """Those that somebody else has to do something about."""
        return self.approval + self.requester + self.supplier


@dataclass(frozen=True, slots=True)
class Flow:
    """What came and what was done on each day: today first, then yesterday and so on."""

    new: tuple[int, ...] = (0,) * DAYS
    done: tuple[int, ...] = (0,) * DAYS

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(_sum(self.new, other.new), _sum(self.done, other.done))


def _sum(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(add, one, other))


@dataclass(frozen=True, slots=True)
class Sum:
    """Invoices of one direction and currency: those `late`, else those that fall due within the week."""

    direction: Direction
    late: bool
    count: int
    balance: Money


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer who is late with paying, and since when."""

    party: str
    count: int
    balance: Money
    since: date


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotes of one day, so many days back, that were sent or `accepted` by customers; no total where none is known."""

    accepted: bool
    back: int
    count: int
    total: Money | None


@dataclass(frozen=True, slots=True)
class Books:
    """Money, for those who may see it; orders are counted by day like a flow."""

    sums: tuple[Sum, ...] = ()
    debtors: tuple[Debtor, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    orders: tuple[int, ...] = (0,) * DAYS


@dataclass(frozen=True, slots=True)
class Troubles:
    """What an admin has to see to; `silent` are the parts of the assistant that give no sign of life."""

    quarantined: int = 0
    mails: int = 0
    undelivered: int = 0
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Everything one digest is made from; `whole` and what goes with it are of the tasks that a manager oversees."""

    mine: Tally = Tally()
    asked: Tally = Tally()
    free: Tally = Tally()
    mine_flow: Flow = Flow()
    asked_flow: Flow = Flow()
    whole: Tally | None = None
    whole_flow: Flow = Flow()
    teams: Mapping[str, Tally] = field(default_factory=dict)
    urgent: tuple[Line, ...] = ()
    answers: tuple[Line, ...] = ()
    silent: tuple[Line, ...] = ()
    fresh: tuple[Line, ...] = ()
    missed: tuple[Line, ...] = ()
    books: Books | None = None
    troubles: Troubles = Troubles()


class Morning(Protocol):
    """What was read at once for the digests of everybody."""

    @property
    def approvals(self) -> tuple[Line, ...]:
        """What waits for an approval, the longest wait first; whoever reads."""

    def of(self, person: Person) -> Known:
        """What of it this person may see, without the approvals."""

    def sees(self, person: Person, line: Line) -> bool:
        """Whether a person may see a task."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to read.

    `midnights` are the beginnings of today and the days before it, `recent` is how many of them count for one person;
    a supplier is silent who has not answered since `quiet`; `lines` are the most that one list shows.
    """

    now: datetime
    today: date
    midnights: tuple[datetime, ...]
    quiet: datetime
    recent: int = 4
    lines: int = 5


class DigestRepository(Protocol):
    """Reads for digests: a few statements, however many people there are."""

    def morning(self, asked: Asked) -> Morning: ...
    def settled(self, keys: Collection[str]) -> frozenset[str]:
        """Which of these occurrences are settled already."""
