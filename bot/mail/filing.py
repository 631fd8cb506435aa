"""What an outsider's mail changes in the task it was found to be about. Pure: the task goes on, its people are told.

What the mail says is kept with its words and only proposed: a colleague takes it over, or not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import Kind
from bot.effects import ChangeTask, Effect, FileDocument, Notify, OpenTask
from bot.einvoice import EInvoice, fields_of
from bot.lifecycle import change, event
from bot.mail import signature_marks as marks
from bot.mail.kept import Filed, ReplyToken
from bot.mail.model import PecKind, ReceivedMail
from bot.mail.proposals import Proposal
from bot.mail.words import level
from bot.model import ChecklistStep, FieldValue, Party, Person, Source, Status, Task
from bot.notices import field_lines
from bot.proposed import proposal_lines, takes_proposals
from bot.texts import Arg, Lines, Listing, Word, text

_SHOWN = 280  # characters of a mail in a notice; the whole is with the task
_KEPT = 2_000  # characters of a mail in its event
_BANK = "bank_details"
NEW_SUPPLIER = "supplier_registration"
_NO_NOTE = frozenset({_BANK, "items"})  # said in a way of its own; made of what is noted one by one
_ASKED = ("tax_id", "contact_name", "phone")  # of a new supplier; its account has a rule of its own
INVOICE = "invoice_registration"
UNDELIVERED: frozenset[PecKind] = frozenset({"not_accepted", "not_delivered", "virus"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that was found to be about a task; `number` is the one it is kept under, `content` its bytes."""

    number: int
    mail: ReceivedMail
    filed: Filed
    content: bytes
    now: datetime

    @property
    def who(self) -> str:
        """The sender as people call them."""
        sender = self.mail.sender
        return f"{sender.name} <{sender.address}>" if sender.name else sender.address

    @property
    def megabytes(self) -> int:
        """The mail's size."""
        return round(self.mail.size / 1_000_000)


def answered(
    task: Task, arrival: Arrival, proposals: Iterable[Proposal], given: dict[str, FieldValue]
) -> tuple[Effect, ...]:
    """An answer filed with its task, which no longer waits for the supplier; its people read what was answered.

    `given` are values that came for fields by name: out of an electronic invoice, or the data a supplier was asked for.
    For a task that is closed or waits for an approval nothing is proposed: "approve" would mean something else.
    """
    mail, found = arrival.mail, tuple(proposals)
    read = _proposed(task, arrival, found) | _known_by_form(task, arrival, given)
    proposed = read if takes_proposals(task) else {}
    status: Status = "open" if task.status == "waiting" and task.waiting_for == "supplier" else task.status
    kept = {**task.proposals, **proposed}
    changed = change(task, "answered", now=arrival.now, status=status, proposals=kept)
    happened = event(
        changed,
        "answered",
        actor=None,
        channel="mail",
        now=arrival.now,
        mail=arrival.number,
        sender=arrival.who,
        subject=mail.subject,
        rule=arrival.filed.rule,
        said=mail.text[:_KEPT],
        read=[{"kind": one.kind, "field": one.field, "words": one.words} for one in found],
        files=[{"name": file.name, "type": file.media_type, "danger": file.danger} for file in mail.attachments],
    )
    lines: list[Arg] = [
        text(
            "outsider-answered",
            name=arrival.who,
            reference=task.reference,
            title=Word(task.type, "title"),
            words=_short(mail.text) or mail.subject,
        ),
        *([text("answer-too-large", megabytes=arrival.megabytes)] if mail.truncated else []),
        *_files(mail),
        *_read(task, proposed, found),
        *([_not_proposed(task)] if read and not proposed else []),
    ]
    told = _tell(changed, arrival, Lines(tuple(lines)))
    return (ChangeTask(changed, happened), *documents(task.reference, arrival), *told)


def registered(
    kind: Kind, invoice: EInvoice, arrival: Arrival, supplier: Party, people: Sequence[Person], *, reference: str
) -> tuple[Effect, ...]:
    """A task that registers an electronic invoice which a known supplier has mailed.

    It is opened in the name of the first of `people`, and all of them are told.
    """
    owner, contract = people[0], kind.contract
    fields = {name: _from(value, arrival) for name, value in fields_of(invoice).items()}
    party = FieldValue(type="party", content=supplier.name, record=supplier.id, source=_source(arrival, supplier.name))
    task = Task(
        reference=reference,
        type=contract.id,
        status="open",
        fields={**fields, "supplier": party},
        team=contract.team or "",
        visibility=contract.visibility,
        requester_id=owner.id,
        due=next(iter(invoice.due_dates), None),
        checklist=tuple(ChecklistStep(text=step) for step in kind.words(owner.language).checklist),
        language=owner.language,
        created_at=arrival.now,
        updated_at=arrival.now,
    )
    opened = event(task, "opened", actor=None, channel="mail", now=arrival.now, mail=arrival.number, sender=arrival.who)
    said = Lines((text("invoice-by-mail", reference=reference, name=arrival.who), field_lines(task)))
    told = (Notify(one.id, said, reference, f"mail:{arrival.number}:{reference}:{one.id}") for one in people)
    return (OpenTask(task, opened), *documents(reference, arrival), *told)


def issuer(invoice: EInvoice, parties: Iterable[Party]) -> Party | None:
    """The supplier on record whose tax id stands on an invoice, whoever mailed it; None when there is none."""
    said = _plain(invoice.supplier.tax_id)
    return next((one for one in parties if one.kind == "supplier" and said and _plain(one.tax_id) == said), None)


def is_of(task: Task, invoice: EInvoice) -> bool:
    """Whether a task registers this invoice already."""
    number = task.fields.get("invoice_number")
    return number is not None and str(number.content).casefold() == (invoice.number or "").casefold()


def without_name(said: str, person: Person) -> str:
    """A mail's text without its writer's own name at its end: on a line of its own, or as in "Thanks, Hannah"."""
    text = said.rstrip(marks.AROUND + "–\n")
    names = {name for full in (person.name, *person.aliases) for name in (full, full.split()[0])}
    for name in sorted(names, key=len, reverse=True):
        before = text[: -len(name)]
        if text[len(before) :].casefold() == name.casefold() and _closes(before):
            return before.rstrip()
    return said


def _closes(text: str) -> bool:
    """Whether a text ends with a line, a sentence or thanks, so that a name behind it is its writer's."""
    last = re.split(r"[.!?;,\n–]", text.rstrip(marks.AROUND + "–"))[-1].strip(marks.AROUND)
    thanked = marks.thanks().fullmatch(level(last).lower()) or marks.farewell().fullmatch(level(last).lower())
    return bool(text.strip()) and (thanked is not None or re.search(r"(?:\n|[.!?–]\s|\s-\s)\s*$", text) is not None)


def _plain(tax_id: str | None) -> str:
    return "".join(char for char in (tax_id or "").casefold() if char.isalnum()).removeprefix("it").removeprefix("il")


def robot(task: Task, arrival: Arrival, undelivered: ReplyToken | None = None) -> tuple[Effect, ...]:
    """A robot's mail noted with the task: a bounce, an absence, a complaint; what did not arrive ends the waiting.

    `undelivered` is the mail of ours that did not arrive: another address can be said for it.
    """
    mail = arrival.mail
    failed = [one for one in mail.bounces if one.action == "failed"] if mail.kind == "bounce" else []
    lost = bool(failed) or (mail.pec is not None and mail.pec.kind in UNDELIVERED)
    waits = task.status == "waiting" and task.waiting_for == "supplier"
    changed = change(task, mail.kind, now=arrival.now, status="open" if lost and waits else task.status)
    if changed.status == "waiting":
        changed = changed.model_copy(update={"waiting_for": task.waiting_for})
    happened = event(
        changed,
        f"mail_{mail.kind}",
        actor=None,
        channel="mail",
        now=arrival.now,
        mail=arrival.number,
        sender=arrival.who,
        bounces=[one.model_dump() for one in mail.bounces],
        pec=mail.pec.model_dump(mode="json") if mail.pec else None,
        away=mail.away.model_dump(mode="json") if mail.away else None,
        **({"undelivered": undelivered.outgoing, "address": undelivered.address} if undelivered else {}),
    )
    told = _robot_said(task, arrival)
    return (ChangeTask(changed, happened), *(_tell(changed, arrival, told) if told else ()))


def documents(reference: str, arrival: Arrival) -> tuple[FileDocument, ...]:
    """The mail itself and its files, as they are kept with the task."""
    whole = FileDocument(f"mail-{arrival.number}.eml", "message/rfc822", arrival.content, reference)
    files = (FileDocument(one.name, one.media_type, one.content, reference) for one in arrival.mail.attachments)
    return (whole, *files)


def _proposed(task: Task, arrival: Arrival, found: tuple[Proposal, ...]) -> dict[str, FieldValue]:
    """What is new to the task's fields, each with the words it came from; the first that is said of a field counts."""
    proposed: dict[str, FieldValue] = {}
    for one in found:
        name = one.field or _account(task, one)
        if name is None or name in proposed:
            continue
        known = task.fields.get(name)
        if known is None or known.content != one.value.content:
            proposed[name] = one.value.model_copy(update={"source": _source(arrival, one.words)})
    return proposed


def _account(task: Task, one: Proposal) -> str | None:
    """A new supplier is asked for its account, and nothing is on record yet that a forged mail could change."""
    asked = task.type == NEW_SUPPLIER and "iban" not in task.fields
    return "iban" if asked and one.kind == _BANK and one.value.type == "iban" else None


def asked_for(task: Task, said: dict[str, FieldValue]) -> dict[str, FieldValue]:
    """Of what a new supplier gave, the data that its registration had asked for."""
    names = _ASKED if task.type == NEW_SUPPLIER else ()
    return {name: said[name] for name in names if name in said}


def _known_by_form(task: Task, arrival: Arrival, given: dict[str, FieldValue]) -> dict[str, FieldValue]:
    """What came for a field by name, where it is new to the task."""
    held = {name: value.content for name, value in task.fields.items()}
    return {name: _from(value, arrival) for name, value in given.items() if held.get(name) != value.content}


def _from(value: FieldValue, arrival: Arrival) -> FieldValue:
    return value.model_copy(update={"source": _source(arrival, value.source.words)})


def _source(arrival: Arrival, words: str | None) -> Source:
    return Source(message=f"mail-{arrival.number}", words=words)


def _read(task: Task, proposed: dict[str, FieldValue], found: tuple[Proposal, ...]) -> tuple[Arg, ...]:
    lines: list[Arg] = []
    if proposed:
        lines += [text("proposed-head"), *proposal_lines(task, proposed)]
    shown = [one for one in found if one.field in proposed]
    notes = [one for one in found if one.kind not in _NO_NOTE and not any(_within(one, other) for other in shown)]
    if notes:
        lines.append(text("also-said", words=Listing(tuple(dict.fromkeys(f"“{one.words}”" for one in notes)))))
    if any(one.kind == _BANK for one in found):
        lines.append(text("bank-details-by-mail"))
    return tuple(lines)


def _within(one: Proposal, other: Proposal) -> bool:
    return other.start <= one.start and one.end <= other.end


def _not_proposed(task: Task) -> Arg:
    """Why what an answer says cannot be taken over."""
    return text("proposed-not-now", reference=task.reference, status=text(f"status-{task.status}"))


def _files(mail: ReceivedMail) -> tuple[Arg, ...]:
    if not mail.attachments:
        return ()
    lines: list[Arg] = [text("came-along", files=Listing(tuple(file.name for file in mail.attachments)))]
    lines += [text("file-may-harm", name=file.name) for file in mail.attachments if file.danger]
    return tuple(lines)


def _robot_said(task: Task, arrival: Arrival) -> Arg | None:
    mail = arrival.mail
    if mail.kind == "bounce":
        lines = [
            text(
                "mail-delayed" if one.action == "delayed" else "mail-came-back",
                reference=task.reference,
                address=one.recipient,
                reason=one.reason,
            )
            for one in mail.bounces
            if not one.reached
        ]
        return Lines(tuple(lines)) if lines else None
    if mail.pec and mail.pec.kind in UNDELIVERED:
        address = ", ".join(mail.pec.recipients) or mail.pec.sender
        return text("mail-came-back", reference=task.reference, address=address, reason=mail.pec.error or mail.pec.kind)
    if mail.kind == "complaint":
        return text("mail-complained", reference=task.reference)
    if mail.kind == "out_of_office" and mail.away and mail.away.back_on:
        return text("outsider-away-until", name=arrival.who, reference=task.reference, back=mail.away.back_on)
    if mail.kind == "out_of_office":
        return text("outsider-away", name=arrival.who, reference=task.reference)
    return None


def _tell(task: Task, arrival: Arrival, said: Arg) -> tuple[Notify, ...]:
    """Whoever asked for the task and whoever works it."""
    told = dict.fromkeys(one for one in (task.requester_id, task.assignee_id) if one)
    return tuple(
        Notify(person, said, task.reference, f"mail:{arrival.number}:{task.reference}:{person}") for person in told
    )


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
