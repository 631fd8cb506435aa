"""Delivers from the outbox: claim (commit), send outside any transaction, settle and claim the next (commit)."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.cleaning import storable
from bot.effects import Notify
from bot.lifecycle import event
from bot.mail.readdress import REFUSED
from bot.messages import NotSent, Outcome, Outgoing, Permanent, Reply, Sent, Temporary, Uncertain
from bot.model import Person
from bot.parts import Parts
from bot.ports import ClaimedOutgoing, UnitOfWork
from bot.retry import may_repeat, sending_retry
from bot.texts import text
from handlers.moving import move_chat
from handlers.outgoing import queue_notice, tell

log = logging.getLogger(__name__)

_Claim = Callable[[UnitOfWork], ClaimedOutgoing | None]
_ALARM = "unsent:"
"""Begins the key of a notice about a message that did not leave; nobody is told when such a notice fails itself."""


def deliver_due(parts: Parts, lease: timedelta, *, until: Callable[[], bool] = lambda: False) -> int:
    """Deliver what is due on the channels of `parts`, in order per thread, until told to stop; how many it settled."""
    claim = partial(_claim, parts, lease=lease, until=until)
    with parts.store.write() as uow:
        claimed = claim(uow)
        uow.commit()
    settled = 0
    while claimed:
        claimed = _settle(parts, claimed, _deliver(parts, claimed), claim=claim)
        settled += 1
    return settled


def _claim(parts: Parts, uow: UnitOfWork, *, lease: timedelta, until: Callable[[], bool]) -> ClaimedOutgoing | None:
    return None if until() else uow.outbox.claim(parts.worker, lease, channels=_channels(parts))


def _channels(parts: Parts) -> dict[str, tuple[str, ...] | None]:
    """The channels at hand, each with whom it delivers to (None: everybody)."""
    return {channel: parts.recipients.get(channel) for channel in parts.channels}


def _deliver(parts: Parts, claimed: ClaimedOutgoing) -> Outcome:
    """Send, unless an earlier try has arrived or may have, and must not be repeated."""
    channel = parts.channels[claimed.outgoing.channel]
    try:
        outgoing = _addressed(parts, claimed.outgoing)
        if outgoing is None:
            return Sent(outside_id="")
        if claimed.doubtful:
            looked = channel.look_up(outgoing)
            if isinstance(looked, (Sent, Temporary)):
                return looked
            if not isinstance(looked, NotSent) and not may_repeat(
                outgoing.kind, claimed.attempts, channel=outgoing.channel
            ):
                return looked
        return channel.send(outgoing)
    except Exception as error:
        log.exception("message not sent", extra={"action": "send_failed", "outgoing": claimed.id})
        return Uncertain(reason=f"{type(error).__name__}: {error}")


def _addressed(parts: Parts, outgoing: Outgoing) -> Outgoing | None:
    """A change of a message with that message's outside id; None when there is nothing that could be changed.

    Order within a thread sees to it that the message itself has gone before.
    """
    if outgoing.edits is None:
        return outgoing
    with parts.store.read() as reading:
        named = reading.outbox.named(outgoing.edits)
    outside_id = named[1] if named else None
    return outgoing.model_copy(update={"edits": outside_id}) if outside_id else None


def _settle(parts: Parts, claimed: ClaimedOutgoing, outcome: Outcome, *, claim: _Claim) -> ClaimedOutgoing | None:
    """Record the outcome, tell whom it concerns, and claim the next message in the same transaction."""
    outgoing = claimed.outgoing
    if not isinstance(outcome, Sent):  # else what cannot be kept would be sent again and again
        outcome = outcome.model_copy(update={"reason": storable(outcome.reason)})
    retry_after = sending_retry(outcome, claimed.attempts, kind=outgoing.kind, channel=outgoing.channel)
    if isinstance(outcome, Temporary) and retry_after is None:
        outcome = Permanent(reason=f"given up after {claimed.attempts} tries: {outcome.reason}")
    ended = outcome if retry_after is None and isinstance(outcome, (Permanent, Uncertain)) else None
    for told in (ended, ended, None):
        try:
            return _record(parts, claimed, outcome, claim=claim, retry_after=retry_after, told=told)
        except Exception:  # what happened to a message is kept, whatever is wrong with the database or the telling
            log.exception("outcome not kept", extra={"action": "settle_failed", "outgoing": claimed.id})
    return _record(parts, claimed, outcome, claim=claim, retry_after=retry_after)


def _record(
    parts: Parts,
    claimed: ClaimedOutgoing,
    outcome: Outcome,
    *,
    claim: _Claim,
    retry_after: timedelta | None = None,
    told: Permanent | Uncertain | None = None,
) -> ClaimedOutgoing | None:
    with parts.store.write() as uow:
        settled = uow.outbox.settle(claimed, outcome, retry_after=retry_after)
        _note_change_of_address(uow, claimed.outgoing, outcome)
        if settled and told and not _by_another_road(parts, uow, claimed.outgoing, told):
            for notice in _told(parts, uow, claimed, told):
                queue_notice(uow, parts, notice, uow.records.directory())
        following = claim(uow)
        uow.commit()
    return following


def _note_change_of_address(uow: UnitOfWork, outgoing: Outgoing, outcome: Outcome) -> None:
    """What a platform says of an address: it has another one from now on, or nobody is reached there any more."""
    if isinstance(outcome, Temporary) and outcome.moved:
        move_chat(uow, outgoing.channel, outgoing.recipient, outcome.moved)
    if isinstance(outcome, Permanent) and outcome.gone:
        uow.accounts.left(outgoing.channel, outgoing.recipient)


def _by_another_road(parts: Parts, uow: UnitOfWork, outgoing: Outgoing, outcome: Permanent | Uncertain) -> bool:
    """Whether the reader is told elsewhere what no longer reaches them here; a change of a message need not be."""
    if outgoing.kind == "update":
        return True
    if outgoing.only_for:
        return isinstance(outcome, Permanent) and outcome.gone
    if not isinstance(outcome, Permanent) or not outcome.gone or outgoing.kind not in {"answer", "notice"}:
        return False
    people = uow.records.directory().people
    person = next((person for person in people if person.id == outgoing.reader), None)
    if person is None or not set(parts.reach) - {outgoing.channel}:
        return False
    reply = Reply.model_validate_json(outgoing.body).model_copy(update={"asks": None, "buttons": ()})
    tell(uow, parts, person, reply, key=f"{outgoing.key}:elsewhere", unless=outgoing.channel)
    return True


def _told(
    parts: Parts, uow: UnitOfWork, claimed: ClaimedOutgoing, outcome: Permanent | Uncertain
) -> tuple[Notify, ...]:
    """Who is told that a message did not leave, or that nobody knows whether it did."""
    moment = f"{claimed.id}:{parts.clock().isoformat()}"  # one that is sent again may fail again
    if claimed.outgoing.kind in {"answer", "notice"}:
        return _administrators_told(uow, claimed, outcome, moment)
    return _requester_told(uow, claimed.outgoing, outcome, moment, now=parts.clock())


def _requester_told(
    uow: UnitOfWork, outgoing: Outgoing, outcome: Permanent | Uncertain, moment: str, *, now: datetime
) -> tuple[Notify, ...]:
    """Whoever asked for a mail to an outsider; that it was refused is kept with the task, for another address."""
    task = uow.tasks.get(outgoing.reference, None) if outgoing.reference else None
    if task is None:
        return ()
    if isinstance(outcome, Permanent):
        undelivered = {"undelivered": outgoing.key, "address": outgoing.recipient}
        uow.tasks.add_event(
            event(task, REFUSED, actor=None, channel="mail", now=now, why=outcome.reason, **undelivered)
        )
    name = "mail-refused" if isinstance(outcome, Permanent) else "mail-uncertain"
    said = text(name, reference=task.reference, address=outgoing.recipient, reason=outcome.reason)
    return (Notify(task.requester_id, said, task.reference, f"failed:{moment}"),)


def _administrators_told(
    uow: UnitOfWork, claimed: ClaimedOutgoing, outcome: Permanent | Uncertain, moment: str
) -> tuple[Notify, ...]:
    """Of a message to a colleague the admins, else the managers, but not the one who cannot be reached."""
    outgoing, reason = claimed.outgoing, outcome.reason
    if outgoing.channel == "terminal" and isinstance(outcome, Uncertain):
        return ()  # it was closed while something was written, which whoever closed it knows
    if outgoing.key.startswith(_ALARM):
        log.error("nobody could be told: %s", reason, extra={"action": "alarm_failed", "outgoing": claimed.id})
        return ()
    people = uow.records.directory().people
    who = {outgoing.recipient, outgoing.reader}
    reader = next((person for person in people if who & {person.id, person.email}), None)
    if reader is None and outgoing.reader and ":" in outgoing.reader:
        return ()  # a stranger, whom nobody has to be told about
    said = text(
        "answer-not-sent" if isinstance(outcome, Permanent) else "answer-uncertain",
        number=str(claimed.id),
        name=reader.name if reader else outgoing.recipient,
        address=outgoing.recipient,
        reason=reason,
    )
    keepers = _administrators(tuple(person for person in people if person is not reader))
    return tuple(Notify(one.id, said, None, f"{_ALARM}{moment}:{one.id}") for one in keepers)


def _administrators(people: tuple[Person, ...]) -> tuple[Person, ...]:
    admins = tuple(person for person in people if person.role == "admin")
    return admins or tuple(person for person in people if person.role == "manager")
