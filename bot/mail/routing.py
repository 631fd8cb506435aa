"""What becomes of a mail: a colleague's message, an answer to a task, a robot's, a copy, or for a person to look at.

Pure. The rules stand in the order in which they are tried; the first that fits decides, and its name is kept.
"""

from dataclasses import dataclass

from bot.mail.domains import domain_of, is_free, same_organisation
from bot.mail.kept import Filed, MailThread, MatchRule, ReplyToken
from bot.mail.model import ReceivedMail
from bot.mail.senders import Sender
from bot.mail.threads import fingerprint, same_matter
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
    thread: MailThread | None = None
    matters: tuple[str, ...] = ()
    recent: int = 0


def route(
    mail: ReceivedMail, sender: Sender, facts: MailFacts, *, hourly: int, own_domains: frozenset[str] = frozenset()
) -> Filed:
    """What becomes of a mail; `hourly` is how many mails of one sender are worked in an hour."""
    filed = Filed(
        state="noted",
        kind=mail.kind,
        sender=mail.sender.address,
        subject=mail.subject,
        message_id=mail.message_id,
        references=mail.references,
        fingerprint=fingerprint(mail),
        thread=facts.thread.key if facts.thread else None,
        problems=mail.problems,
    )
    if facts.ours:
        return _as(filed, "noted", reason="our own mail came back")
    if facts.copy_of is not None:
        return _as(filed, "copy", copy_of=facts.copy_of)
    if not mail.sender.address and mail.kind not in {"bounce", "receipt", "complaint"}:
        return _as(filed, "triage", reason="; ".join(("it names no sender", *mail.problems)))
    if mail.kind != "message":
        return _robot(filed, facts)
    if facts.recent > hourly:
        return _as(filed, "quarantined", reason=f"more than {hourly} mails of this sender within an hour")
    if sender.rung == "colleague":
        reference = next((one.reference for one in (*facts.tokens, *facts.answered) if one.reference), None)
        of_thread = facts.thread.reference if facts.thread else None
        return _as(filed, "message", reference=reference or of_thread)
    if isinstance(sender.claimed, Person):
        return _as(filed, "quarantined", reason=sender.reason)
    return _outsider(mail, sender, facts, filed, own_domains=own_domains)


def _robot(filed: Filed, facts: MailFacts) -> Filed:
    """A robot's mail belongs to the task of the mail of ours that it names exactly; nothing else is believed of it."""
    reference = next((one.reference for one in (*facts.answered, *facts.tokens) if one.reference), None)
    if reference:
        return _as(filed, "robot", reference=reference)
    return _as(filed, "noted", reason="it names no mail of ours" if filed.kind == "bounce" else "")


def _outsider(
    mail: ReceivedMail, sender: Sender, facts: MailFacts, filed: Filed, *, own_domains: frozenset[str]
) -> Filed:
    """A token or a message id of ours proves by itself that its bearer got our mail: nobody else could know it."""
    rules: tuple[tuple[MatchRule, tuple[ReplyToken, ...]], ...] = (
        ("token", facts.tokens),
        ("references", facts.answered),
    )
    for rule, found in rules:
        about = [one for one in found if one.reference]
        if not about:
            continue
        mine = [one for one in about if _may_answer(mail, one, own_domains)]
        if not mine:
            return _as(filed, "quarantined", candidates=_of(about), reason=f"it answers a mail to {about[0].address}")
        if _another_matter(mail, facts):
            return _as(filed, "triage", candidates=_of(mine), reason="it answers an old mail, but has another subject")
        if len(_of(mine)) > 1:
            return _as(filed, "triage", candidates=_of(mine), reason="it answers mails about several tasks")
        return _as(filed, "answer", rule=rule, reference=mine[0].reference)
    return _by_number_or_sender(sender, facts, filed)


def _by_number_or_sender(sender: Sender, facts: MailFacts, filed: Filed) -> Filed:
    """Numbers and addresses can be guessed, so here the sender has to be a known and authenticated one."""
    named = tuple(task.reference for task in facts.named)
    waiting = tuple(task.reference for task in facts.waiting)
    if sender.rung == "unknown":
        return _as(filed, "triage", candidates=named, reason=sender.reason or "the sender is not known")
    theirs = [task for task in facts.named if task in facts.waiting or _concerns(task, sender)]
    if len(theirs) == 1:
        return _as(filed, "answer", rule="number", reference=theirs[0].reference)
    if named:
        return _as(filed, "triage", candidates=named, reason="the number in its subject does not tell which task")
    if len(waiting) == 1:
        return _as(filed, "answer", rule="only_open", reference=waiting[0])
    reason = "it may be about several tasks" if waiting else "it is about no task that waits for this sender"
    return _as(filed, "triage", candidates=waiting, reason=reason)


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


def _as(filed: Filed, state: str, **update: object) -> Filed:
    return Filed.model_validate({**dict(filed), "state": state, **update})
