"""What becomes of a mail: a colleague's message, an answer to a task, a robot's, a copy, or for a person to look at.

Pure. The rules stand in the order in which they are tried; the first that fits decides, and its name is kept.
"""

from dataclasses import dataclass

from bot.mail.domains import domain_of, is_free, same_organisation
from bot.mail.kept import Filed, MailState, MailThread, MatchRule, ReplyToken
from bot.mail.model import ReceivedMail
from bot.mail.senders import Sender
from bot.mail.threads import same_matter
from bot.model import Person, Task


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What the store knows about a mail.

    `tokens` are the mails of ours whose token it brings back, `answered` those whose message ids it names, `ours` is
    the mail itself where we wrote it; `matters` are the subjects of those. `named` are the tasks whose numbers stand in
    its subject, `waiting` those that wait for this sender. `recent` counts the sender's mails of the last hour.
    """

    copy_of: int | None = None
    tokens: tuple[ReplyToken, ...] = ()
    answered: tuple[ReplyToken, ...] = ()
    ours: ReplyToken | None = None
    named: tuple[Task, ...] = ()
    waiting: tuple[Task, ...] = ()
    threads: tuple[MailThread, ...] = ()
    matters: tuple[str, ...] = ()
    recent: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """What is known of ourselves: our domains, the colleagues' addresses, and how much of one sender is worked."""

    own_domains: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    hourly: int = 60
    hourly_of_task: int = 20


def route(mail: ReceivedMail, sender: Sender, facts: MailFacts, house: House, *, fingerprint: str) -> Filed:
    """What becomes of a mail."""
    filed = Filed(
        state="noted",
        kind=mail.kind,
        sender=mail.sender.address,
        subject=mail.subject,
        message_id=mail.message_id,
        references=mail.references,
        fingerprint=fingerprint,
        thread=facts.threads[0].key if facts.threads else None,
        joins=tuple(one.key for one in facts.threads[1:]),
        problems=mail.problems,
    )
    if facts.ours:
        return _as(filed, "noted", reason="our own mail came back")
    if facts.copy_of is not None:
        return _as(filed, "copy", copy_of=facts.copy_of)
    if facts.recent > house.hourly:
        return _as(filed, "quarantined", "limit", reason=f"more than {house.hourly} mails of this sender in an hour")
    if not mail.sender.address and mail.kind not in {"bounce", "receipt", "complaint"}:
        return _as(filed, "triage", "no-sender", reason="; ".join(("it names no sender", *mail.problems)))
    if mail.kind != "message":
        return _robot(mail, filed, facts, house)
    if sender.rung == "colleague":
        reference = next((one.reference for one in (*facts.tokens, *facts.answered) if one.reference), None)
        of_thread = next((one.reference for one in facts.threads if one.reference), None)
        return _as(filed, "message", reference=reference or of_thread)
    if isinstance(sender.claimed, Person):
        return _as(filed, "quarantined", "unproven", reason=sender.reason)
    return _outsider(mail, sender, facts, filed, house)


def of_a_busy_task(filed: Filed, recent: int, house: House) -> Filed:
    """The mail kept for a person, where too many about its task were worked within the hour: two robots may talk."""
    if filed.state not in {"answer", "message"} or filed.reference is None or recent < house.hourly_of_task:
        return filed
    reason = f"{recent} mails about {filed.reference} in an hour"
    return _as(filed, "quarantined", "busy-task", candidates=(filed.reference,), reference=None, reason=reason)


def _robot(mail: ReceivedMail, filed: Filed, facts: MailFacts, house: House) -> Filed:
    """A robot's mail belongs to the task of the mail to an outsider that it names exactly; nothing else is believed.

    What became of a mail to a colleague concerns no task, and to tell of it by mail would never end.
    """
    failed = {one.recipient.casefold() for one in mail.bounces if not one.reached}
    outside = [one for one in (*facts.answered, *facts.tokens) if one.address.casefold() not in house.staff]
    meant = [one for one in outside if mail.kind != "bounce" or one.address.casefold() in failed]
    reference = next((one.reference for one in meant if one.reference), None)
    if reference:
        return _as(filed, "robot", reference=reference)
    return _as(filed, "noted", reason="it names no mail of ours to an outsider")


def _outsider(mail: ReceivedMail, sender: Sender, facts: MailFacts, filed: Filed, house: House) -> Filed:
    """A token or a message id of ours proves by itself that its bearer got our mail: nobody else could know it."""
    rules: tuple[tuple[MatchRule, tuple[ReplyToken, ...]], ...] = (
        ("token", facts.tokens),
        ("references", facts.answered),
    )
    for rule, found in rules:
        about = [one for one in found if one.reference]
        if not about:
            continue
        mine = [one for one in about if _may_answer(mail, one, house.own_domains)]
        if not mine:
            return _as(
                filed, "quarantined", "token", candidates=_of(about), reason=f"it answers a mail to {about[0].address}"
            )
        if _another_matter(mail, facts):
            return _as(filed, "triage", "other-subject", candidates=_of(mine), reason="it has another subject")
        if len(_of(mine)) > 1:
            return _as(filed, "triage", "several", candidates=_of(mine), reason="it answers mails about several tasks")
        return _as(filed, "answer", rule=rule, reference=mine[0].reference)
    return _by_number_or_sender(sender, facts, filed)


def _by_number_or_sender(sender: Sender, facts: MailFacts, filed: Filed) -> Filed:
    """Numbers and addresses can be guessed, so here the sender has to be a known and authenticated one."""
    named = tuple(task.reference for task in facts.named)
    waiting = tuple(task.reference for task in facts.waiting)
    if sender.rung == "unknown":
        return _as(filed, "triage", "unknown", candidates=named, reason=sender.reason or "the sender is not known")
    theirs = [task for task in facts.named if task in facts.waiting or _concerns(task, sender)]
    if len(theirs) == 1:
        return _as(filed, "answer", rule="number", reference=theirs[0].reference)
    if named:
        return _as(filed, "triage", "number", candidates=named, reason="the number does not tell which task")
    if len(waiting) == 1:
        return _as(filed, "answer", rule="only_open", reference=waiting[0])
    if waiting:
        return _as(filed, "triage", "several", candidates=waiting, reason="it may be about several tasks")
    return _as(filed, "triage", "nothing-waits", reason="no task waits for this sender")


def _may_answer(mail: ReceivedMail, token: ReplyToken, own_domains: frozenset[str]) -> bool:
    """Whether the sender is who was written to, or a colleague of theirs."""
    sender, asked = mail.sender.address.casefold(), token.address.casefold()
    one, other = domain_of(sender), domain_of(asked)
    shared = is_free(one) or one in own_domains
    return sender == asked or (same_organisation(one, other) and not shared)


def _another_matter(mail: ReceivedMail, facts: MailFacts) -> bool:
    return not facts.named and bool(facts.matters) and not any(same_matter(mail.subject, one) for one in facts.matters)


def _concerns(task: Task, sender: Sender) -> bool:
    party = sender.party
    return party is not None and any(value.record == party.id for value in task.fields.values())


def _of(tokens: list[ReplyToken]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.reference for one in tokens if one.reference))


def _as(filed: Filed, state: MailState, why: str = "", **update: object) -> Filed:
    return Filed.model_validate({**dict(filed), "state": state, "why": why, **update})
