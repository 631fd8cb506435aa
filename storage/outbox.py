"""Rendered messages on their way out: each once by its key, in order within a thread."""

from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, func, or_, select, update

from bot.messages import Outcome, Outgoing, Permanent, Sent, Temporary
from bot.ports import ClaimedOutgoing
from storage.tables import OutboxRow, table
from storage.work import Work

OUTBOX = table(OutboxRow)

_RACES = 20


def to_row(outgoing: Outgoing) -> dict[str, Any]:
    return outgoing.model_dump()


def from_row(row: Row[Any]) -> Outgoing:
    return Outgoing(**{name: getattr(row, name) for name in Outgoing.model_fields})


class SqlOutbox:
    """`bot.ports.OutboxRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.connection.execute

    def queue(self, outgoing: Outgoing) -> bool:
        added = self._run(
            self._work.insert(OUTBOX)
            .values(**to_row(outgoing), state="queued", attempts=0, due_at=self._work.now, doubtful=False)
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(OUTBOX.c.id)
        )
        return added.first() is not None

    def claim(
        self, worker: str, lease: timedelta, *, channels: tuple[str, ...], recipients: tuple[str, ...] | None = None
    ) -> ClaimedOutgoing | None:
        for _ in range(_RACES):
            row = self._deliverable(_among(channels, recipients))
            if row is None:
                return None
            doubtful = row.doubtful or row.claimed_until is not None
            if self._take(row, worker, lease=lease, doubtful=doubtful):
                outgoing = from_row(row)
                return ClaimedOutgoing(id=row.id, outgoing=outgoing, attempts=row.attempts + 1, doubtful=doubtful)
        return None

    def settle(self, outgoing_id: int, outcome: Outcome, *, retry_after: timedelta | None = None) -> None:
        this = update(OUTBOX).where(OUTBOX.c.id == outgoing_id)
        if isinstance(outcome, Sent):
            # Also when a later claim called it uncertain or failed: it has arrived, whoever says so last.
            self._run(this.values(state="sent", outside_id=outcome.outside_id, reason=None, **_UNCLAIMED))
            return
        queued = this.where(OUTBOX.c.state == "queued")
        if isinstance(outcome, Temporary):
            wait = max(retry_after or timedelta(), outcome.retry_after or timedelta())
            self._run(queued.values(due_at=self._work.now + wait, reason=outcome.reason, **_UNCLAIMED))
        else:
            state = "failed" if isinstance(outcome, Permanent) else "uncertain"
            self._run(queued.values(state=state, reason=outcome.reason, **_UNCLAIMED))

    def release_all(self, worker: str) -> None:
        held = update(OUTBOX).where(OUTBOX.c.claimed_by == worker, OUTBOX.c.state == "queued")
        self._run(held.values(claimed_until=self._work.now))

    def delivered(self, key: str) -> Outgoing | None:
        row = self._run(select(OUTBOX).where(OUTBOX.c.key == key, OUTBOX.c.state == "sent")).first()
        return from_row(row) if row else None

    def pending(self, *, channels: tuple[str, ...], recipients: tuple[str, ...] | None = None) -> int:
        waiting = select(func.count()).select_from(OUTBOX).where(_queued(), *_among(channels, recipients))
        return self._run(waiting).scalar_one()

    def troubled(self) -> tuple[tuple[Literal["failed", "uncertain"], Outgoing, str], ...]:
        rows = self._run(select(OUTBOX).where(OUTBOX.c.state.in_(("failed", "uncertain"))).order_by(OUTBOX.c.id))
        return tuple((row.state, from_row(row), row.reason or "") for row in rows)

    def _deliverable(self, among: list[ColumnElement[bool]]) -> Row[Any] | None:
        """The oldest due, free message that is the first undelivered of its thread."""
        earlier = OUTBOX.alias("earlier")
        ahead = select(earlier.c.id).where(
            earlier.c.channel == OUTBOX.c.channel,
            earlier.c.thread == OUTBOX.c.thread,
            earlier.c.state == "queued",
            earlier.c.id < OUTBOX.c.id,
        )
        due = select(OUTBOX).where(_queued(), OUTBOX.c.due_at <= self._work.now, self._is_free(), ~ahead.exists())
        return self._run(due.where(*among).order_by(OUTBOX.c.id).limit(1)).first()

    def _take(self, row: Row[Any], worker: str, *, lease: timedelta, doubtful: bool) -> bool:
        """Compare and set, so that only one worker has it; the try is counted in the same commit."""
        as_read = (OUTBOX.c.id == row.id, OUTBOX.c.attempts == row.attempts)
        taken = update(OUTBOX).where(*as_read, _queued(), self._is_free())
        claim = {"claimed_by": worker, "claimed_until": self._work.now + lease, "doubtful": doubtful}
        return self._run(taken.values(attempts=OUTBOX.c.attempts + 1, **claim)).rowcount == 1

    def _is_free(self) -> ColumnElement[bool]:
        return or_(OUTBOX.c.claimed_until.is_(None), OUTBOX.c.claimed_until <= self._work.now)


_UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


def _queued() -> ColumnElement[bool]:
    return OUTBOX.c.state == "queued"


def _among(channels: tuple[str, ...], recipients: tuple[str, ...] | None) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [OUTBOX.c.channel.in_(channels)]
    if recipients is not None:
        chosen.append(OUTBOX.c.recipient.in_(recipients))
    return chosen
