"""Delivers from the outbox: claim (commit), send outside any transaction, settle and claim the next (commit)."""

import logging
from datetime import timedelta

from bot.effects import Notify
from bot.messages import NotSent, Outcome, Permanent, Sent, Temporary, Uncertain
from bot.parts import Parts
from bot.ports import ClaimedOutgoing, UnitOfWork
from bot.retry import may_repeat, sending_retry
from bot.texts import text
from handlers.outgoing import queue_notice

log = logging.getLogger(__name__)


def deliver_due(parts: Parts, lease: timedelta) -> int:
    """Deliver everything that is due on the channels of `parts`, in order per thread; how many were settled."""
    with parts.store.write() as uow:
        claimed = _claim(parts, uow, lease)
        uow.commit()
    settled = 0
    while claimed:
        claimed = _settle(parts, claimed, _deliver(parts, claimed), lease=lease)
        settled += 1
    return settled


def _claim(parts: Parts, uow: UnitOfWork, lease: timedelta) -> ClaimedOutgoing | None:
    channels = {channel: parts.recipients.get(channel) for channel in parts.channels}
    return uow.outbox.claim(parts.worker, lease, channels=channels)


def _deliver(parts: Parts, claimed: ClaimedOutgoing) -> Outcome:
    """Send, unless an earlier try has arrived or may have, and must not be repeated."""
    channel = parts.channels[claimed.outgoing.channel]
    if claimed.doubtful:
        looked = channel.look_up(claimed.outgoing)
        if isinstance(looked, Sent):
            return looked
        if not isinstance(looked, NotSent) and not may_repeat(claimed.outgoing.kind, claimed.attempts):
            return looked
    try:
        return channel.send(claimed.outgoing)
    except Exception as error:
        log.exception("message not sent", extra={"action": "send_failed", "outgoing": claimed.id})
        return Uncertain(reason=f"{type(error).__name__}: {error}")


def _settle(parts: Parts, claimed: ClaimedOutgoing, outcome: Outcome, *, lease: timedelta) -> ClaimedOutgoing | None:
    """Record the outcome and claim the next message in the same transaction."""
    retry_after = sending_retry(outcome, claimed.attempts, channel=claimed.outgoing.channel)
    if isinstance(outcome, Temporary) and retry_after is None:
        outcome = Permanent(reason=f"given up after {claimed.attempts} tries: {outcome.reason}")
    with parts.store.write() as uow:
        settled = uow.outbox.settle(claimed, outcome, retry_after=retry_after)
        if settled and isinstance(outcome, (Permanent, Uncertain)) and claimed.outgoing.reference:
            _tell_requester(parts, uow, claimed, outcome)
        following = _claim(parts, uow, lease)
        uow.commit()
    return following


def _tell_requester(parts: Parts, uow: UnitOfWork, claimed: ClaimedOutgoing, outcome: Permanent | Uncertain) -> None:
    """Tell whoever asked that a message of their task did not leave, or that nobody knows whether it did."""
    outgoing = claimed.outgoing
    task = uow.tasks.get(outgoing.reference or "", None)
    if task is None or outgoing.kind in {"notice", "answer"}:
        return
    name = "mail-refused" if isinstance(outcome, Permanent) else "mail-uncertain"
    said = text(name, reference=task.reference, address=outgoing.recipient, reason=outcome.reason)
    notice = Notify(task.requester_id, said, task.reference, f"failed:{outgoing.key}")
    queue_notice(uow, parts, notice, uow.records.directory())
