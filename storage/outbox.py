"""Rendered messages on their way out: each once by its key, in order within a thread."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.sql.selectable import FromClause

from bot.messages import Outcome, Outgoing, Permanent, Sent, Temporary, Uncertain
from bot.ports import ClaimedOutgoing, TroubledOutgoing
from storage.tables import OutboxRow, table
from storage.work import NOW, Work, insert, later, seconds

OUTBOX = table(OutboxRow)

_FIELDS = tuple(Outgoing.model_fields)

Wanted = tuple[tuple[str, tuple[str, ...] | None], ...]
"""Channels, the first served first, and whom each delivers to: None for everybody."""


def to_row(outgoing: Outgoing) -> dict[str, Any]:
    return dict(outgoing)


def from_row(row: Row[Any]) -> Outgoing:
    return Outgoing(**{name: getattr(row, name) for name in _FIELDS})


class SqlOutbox:
    """`bot.ports.OutboxRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def queue(self, outgoing: Outgoing) -> bool:
        row = to_row(outgoing) | {"state": "queued", "attempts": 0, "doubtful": False}
        return self._run(_queue(self._work.dialect), row).first() is not None

    def claim(
        self, worker: str, lease: timedelta, *, channels: Mapping[str, tuple[str, ...] | None]
    ) -> ClaimedOutgoing | None:
        row = self._run(_claim(tuple(channels.items())), {"worker": worker, "lease": seconds(lease)}).first()
        if row is None:
            return None
        return ClaimedOutgoing(id=row.id, outgoing=from_row(row), attempts=row.attempts, doubtful=row.doubtful)

    def settle(self, claimed: ClaimedOutgoing, outcome: Outcome, *, retry_after: timedelta | None = None) -> bool:
        this: dict[str, Any] = {"this": claimed.id}
        if isinstance(outcome, Sent):
            return self._run(_SENT, this | {"outside": outcome.outside_id}).rowcount == 1
        this |= {"attempt": claimed.attempts, "why": outcome.reason}
        if isinstance(outcome, Temporary):
            wait = max(retry_after or timedelta(), outcome.retry_after or timedelta())
            return self._run(_AGAIN, this | {"wait": seconds(wait)}).rowcount == 1
        if isinstance(outcome, Uncertain) and retry_after is not None:
            return self._run(_AGAIN_IN_DOUBT, this | {"wait": seconds(retry_after)}).rowcount == 1
        ended = "failed" if isinstance(outcome, Permanent) else "uncertain"
        return self._run(_ENDED, this | {"ended": ended}).rowcount == 1

    def release_all(self, worker: str) -> None:
        self._run(_RELEASE_ALL, {"worker": worker})

    def delivered(self, key: str) -> Outgoing | None:
        row = self._run(_DELIVERED, {"wanted": key}).first()
        return from_row(row) if row else None

    def shown(self, reference: str, *, channels: Collection[str], limit: int) -> tuple[Outgoing, ...]:
        wanted = {"about": reference, "among": list(channels), "most": limit}
        return tuple(map(from_row, self._run(_SHOWN, wanted)))

    def named(self, key: str) -> tuple[Outgoing, str | None] | None:
        row = self._run(_NAMED, {"wanted": key}).first()
        return (from_row(row), row.outside_id) if row else None

    def arrived_as(self, channel: str, outside_id: str) -> Outgoing | None:
        row = self._run(_ARRIVED_AS, {"outside": outside_id, "of": channel}).first()
        return from_row(row) if row else None

    def written_to(self, channel: str, recipient: str) -> bool:
        return self._run(_WRITTEN_TO, {"to": recipient, "of": channel}).first() is not None

    def move(self, channel: str, before: str, after: str) -> None:
        self._run(_MOVE, {"of": channel, "before": before, "after": after})

    def pending(self, *, channels: Mapping[str, tuple[str, ...] | None]) -> int:
        waiting: int = self._run(_pending(tuple(channels.items()))).scalar_one()
        return waiting

    def troubled(self) -> tuple[TroubledOutgoing, ...]:
        return tuple(map(_troubled, self._run(_TROUBLED)))

    def resend(self, number: int) -> bool:
        return self._run(_RESEND, {"this": number}).rowcount == 1


def _troubled(row: Row[Any]) -> TroubledOutgoing:
    doubtful = row.doubtful or row.state == "uncertain"
    return TroubledOutgoing(
        id=row.id, outgoing=from_row(row), state=row.state, reason=row.reason or "", doubtful=doubtful
    )


def _queued(outbox: FromClause) -> ColumnElement[bool]:
    """Spelt as in the partial index, which serves only a condition that it can recognise."""
    return outbox.c.state == literal_column("'queued'")


def _among(outbox: FromClause, wanted: Wanted) -> ColumnElement[bool]:
    chosen = [
        outbox.c.channel == channel
        if recipients is None
        else and_(outbox.c.channel == channel, outbox.c.recipient.in_(recipients))
        for channel, recipients in wanted
    ]
    return or_(false(), *chosen)


def _deliverable(wanted: Wanted) -> Select[Any]:
    """The first channel's oldest due, free message that is the first undelivered of its thread."""
    this, earlier = OUTBOX.alias("this"), OUTBOX.alias("earlier")
    ahead = select(earlier.c.id).where(
        earlier.c.channel == this.c.channel,
        earlier.c.thread == this.c.thread,
        _queued(earlier),
        earlier.c.id < this.c.id,
    )
    free = or_(this.c.claimed_until.is_(None), this.c.claimed_until <= NOW)
    due = select(this.c.id).where(_queued(this), this.c.due_at <= NOW, free, ~ahead.exists(), _among(this, wanted))
    order: list[ColumnElement[Any]] = [this.c.id]
    if len(wanted) > 1:
        order.insert(0, case({channel: place for place, (channel, _) in enumerate(wanted)}, value=this.c.channel))
    return due.order_by(*order).limit(1).with_for_update(of=this, key_share=True, skip_locked=True)


@lru_cache(maxsize=32)
def _claim(wanted: Wanted) -> Update:
    """One statement, so that only one worker has it: see `storage.inbox`; the try is counted in the same commit."""
    taken = update(OUTBOX).where(OUTBOX.c.id == _deliverable(wanted).scalar_subquery())
    return taken.values(
        attempts=OUTBOX.c.attempts + 1,
        doubtful=or_(OUTBOX.c.doubtful, OUTBOX.c.claimed_until.is_not(None)),
        claimed_by=bindparam("worker"),
        claimed_until=later("lease"),
    ).returning(*OUTBOX.c)


@lru_cache(maxsize=32)
def _pending(wanted: Wanted) -> Select[Any]:
    return select(func.count()).select_from(OUTBOX).where(_queued(OUTBOX), _among(OUTBOX, wanted))


@cache
def _queue(dialect: str) -> Executable:
    new = insert(dialect, OUTBOX).values(due_at=NOW)
    return new.on_conflict_do_nothing(index_elements=["key"]).returning(OUTBOX.c.id)


_UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}

_THIS = update(OUTBOX).where(OUTBOX.c.id == bindparam("this"))
# Also when a later claim called it uncertain or failed: it has arrived, whoever says so last.
_SENT = _THIS.values(state="sent", outside_id=bindparam("outside"), reason=None, **_UNCLAIMED)
# What an earlier claim has to say of a message that was claimed again since comes too late.
_CLAIMED = _THIS.where(_queued(OUTBOX), OUTBOX.c.attempts == bindparam("attempt"))
_AGAIN_IN_DOUBT = _CLAIMED.values(due_at=later("wait"), reason=bindparam("why"), doubtful=true(), **_UNCLAIMED)
# Of a message in doubt only the tries count that may have arrived, not those that an outage ended.
_AGAIN = _CLAIMED.values(
    due_at=later("wait"),
    reason=bindparam("why"),
    attempts=OUTBOX.c.attempts - case((OUTBOX.c.doubtful, 1), else_=0),
    **_UNCLAIMED,
)
_ENDED = _CLAIMED.values(state=bindparam("ended"), reason=bindparam("why"), **_UNCLAIMED)
_RELEASE_ALL = (
    update(OUTBOX).where(OUTBOX.c.claimed_by == bindparam("worker"), _queued(OUTBOX)).values(claimed_until=NOW)
)
_DELIVERED = select(OUTBOX).where(OUTBOX.c.key == bindparam("wanted"), OUTBOX.c.state == literal_column("'sent'"))
_SHOWN = (
    select(OUTBOX)
    .where(
        OUTBOX.c.reference == bindparam("about"),
        OUTBOX.c.channel.in_(bindparam("among", expanding=True)),
        OUTBOX.c.state.in_([literal_column("'sent'"), literal_column("'queued'")]),
        OUTBOX.c.edits.is_(None),
    )
    .order_by(OUTBOX.c.id.desc())
    .limit(bindparam("most"))
)
_NAMED = select(OUTBOX).where(OUTBOX.c.key == bindparam("wanted"))
_ARRIVED_AS = (
    select(OUTBOX)
    .where(OUTBOX.c.outside_id == bindparam("outside"), OUTBOX.c.channel == bindparam("of"), OUTBOX.c.edits.is_(None))
    .limit(1)
)
_WRITTEN_TO = (
    select(OUTBOX.c.id).where(OUTBOX.c.recipient == bindparam("to"), OUTBOX.c.channel == bindparam("of")).limit(1)
)
_MOVE = (
    update(OUTBOX)
    .where(OUTBOX.c.recipient == bindparam("before"), OUTBOX.c.channel == bindparam("of"), _queued(OUTBOX))
    .values(recipient=bindparam("after"))
)
_IN_TROUBLE = text("state IN ('failed', 'uncertain')")
_TROUBLED = select(OUTBOX).where(_IN_TROUBLE).order_by(OUTBOX.c.id)
_RESEND = _THIS.where(_IN_TROUBLE).values(
    state="queued",
    attempts=0,
    due_at=NOW,
    doubtful=or_(OUTBOX.c.doubtful, OUTBOX.c.state == literal_column("'uncertain'")),
    **_UNCLAIMED,
)
