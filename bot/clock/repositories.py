"""What the clock reads of the store and writes to it, as protocols; `bot.ports.Reading` has one of each."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.clock.effects import StandingOrder
from bot.clock.heartbeats import Heartbeat
from bot.model import Task


class DueRepository(Protocol):
    """What the clock looks at next."""

    def tasks(self, now: datetime, *, limit: int) -> tuple[Task, ...]:
        """The tasks to be looked at now, those whose time came first."""

    def look_next(self, moves: Sequence[tuple[Task, datetime | None]]) -> int:
        """Look at these tasks at these moments next (None: once they change); how many still had their version."""

    def look_again(self, now: datetime) -> None:
        """Look now at all that is open and was to be looked at later, or not at all, since the clock was moved back."""

    def settled(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the occurrences that are settled."""


class HeartbeatRepository(Protocol):
    """When each part of the assistant was last well."""

    def beat(self, name: str, at: datetime, *, silent_after: timedelta, problem: str | None = None) -> None:
        """Note that a part is well; with a `problem`, that it is not, and why: its last good moment stays."""

    def all(self) -> tuple[Heartbeat, ...]:
        """All parts, by name."""

    def get(self, name: str) -> Heartbeat | None: ...
    def alarmed(self, name: str, at: datetime | None) -> None:
        """Note the first alarm about a part, or (None) that it has ended."""

    def forget(self, name: str) -> bool:
        """Expect a part no more, such as a mailbox that is no longer read; False when there is none of this name."""


class RecurringRepository(Protocol):
    """Requests that come again."""

    def add(self, order: StandingOrder) -> None: ...
    def get(self, order_id: str) -> StandingOrder | None: ...
    def of(self, person_id: str) -> tuple[StandingOrder, ...]:
        """A person's, without those that come no more."""

    def due(self, now: datetime, *, limit: int) -> tuple[StandingOrder, ...]:
        """Those that come now, those whose time came first."""

    def look_next(self, order: StandingOrder, at: datetime | None, *, opened: date | None = None) -> bool:
        """Look at it next at this moment (None: never); False when somebody has moved or stopped it since it was read.

        `opened` is the day that named what was opened of it now.
        """

    def stop(self, order_id: str) -> bool:
        """Let it come no more; False when there is none of this id that comes."""
