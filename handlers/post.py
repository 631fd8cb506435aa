"""The post: each mail that was kept (`handlers/mailbox.py`) is read once and goes where it belongs.

A colleague's mail becomes a message like any other; an answer is filed with its task; what nobody expects waits for
a person. Whatever it is, its bytes are kept and nothing of it is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cleaning import clean, storable
from bot.effects import AddEvent, Effect, Notify, SendMail
from bot.einvoice import EInvoice, fields_of
from bot.lifecycle import event
from bot.mail.filing import (
    INVOICE,
    NEW_SUPPLIER,
    UNDELIVERED,
    Arrival,
    answered,
    asked_for,
    is_of,
    issuer,
    registered,
    robot,
    without_name,
)
from bot.mail.kept import Filed, KeptMail, MailThread, ReplyToken
from bot.mail.model import ReceivedMail
from bot.mail.proposals import proposals
from bot.mail.routing import House, MailFacts, of_a_busy_task, route
from bot.mail.senders import Sender, rung
from bot.mail.subjects import adds, is_forward, plain_subject
from bot.mail.threads import fingerprint, related_ids, threads_of
from bot.messages import InboundMessage
from bot.model import Person, Task
from bot.parts import Parts
from bot.permissions import team_of
from bot.ports import Following, InboxEntry, Overtaken, Reading, Stale, TaskQuery, UnitOfWork
from bot.texts import Listing, Text, text
from bot.understanding.fields import read_fields
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading as Said
from handlers.outgoing import mail_id, queue_notice
from handlers.save import carry_out

_HOUR = timedelta(hours=1)
_OF_PARTY = 20
_MOST_INVOICES = 500
_TOLD_AN_HOUR = 5
_OFFERED = 3


class Post:
    """Reads the mails that were kept, and files them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def take_in(self, entry: InboxEntry, following: Following) -> InboxEntry | None:
        """Read a mail outside any transaction, then file it in one short one; the message that follows it.

        Raises `Stale` to be tried again.
        """
        number, now = int(entry.message.text), self._parts.clock()
        read = self._read(number, now=now)
        looked, answer = (None, ()) if read.sender.rung == "colleague" else self._looked_at(read)
        with self._parts.store.write(durable=False) as uow:
            filed = self._route(uow, read)
            if looked not in (None, filed):
                raise Stale(f"mail {number}")
            effects, filed = self._effects(uow, read, filed, answer=answer)
            if filed.thread:
                thread = MailThread(key=filed.thread, subject=plain_subject(filed.subject))
                uow.mail.join(thread, related_ids(read.mail), same=filed.joins)
            if filed.state == "message" and read.sender.person and not read.mail.truncated:
                _hand_on(uow, read, filed, read.sender.person)
            carry_out(uow, self._parts, effects, None, language=self._parts.rules.default_language, now=now)
            uow.mail.file(number, filed)
            if not uow.inbox.done(entry.id):
                raise Overtaken(entry.id)
            after = following(uow)
            uow.commit()
        return after

    def file_by_hand(
        self, number: int, reference: str, *, by: Person | None = None, then: Callable[[UnitOfWork], None] | None = None
    ) -> None:
        """File a mail with a task because a person says so; raises LookupError when there is no such mail or task.

        `then` is done in the same transaction. What a colleague says (`by`) counts only while the mail waits; `Stale`
        is raised when somebody else was faster.
        """
        read = self._read(number, now=self._parts.clock())
        with self._parts.store.read() as reading:
            kept, task = reading.mail.get(number), reading.tasks.get(reference, None)
            if kept is None or kept.filed is None:
                raise LookupError(f"mail {number}")
            if task is None:
                raise LookupError(f"task {reference}")
            mark = kept.filed.fingerprint
            mark = None if mark and reading.mail.same(mark, but=number) else mark
            by_hand = {"state": "answer", "rule": "by_hand", "reference": reference, "why": "", "fingerprint": mark}
            filed = kept.filed.model_copy(update={**by_hand, "by": by.id if by else None})
            effects = self._answered(task, read.arrival(filed), read.invoices)
            if by:
                happened = event(task, "mail_filed", actor=by, channel="mail", now=read.now, mail=number)
                effects = (*effects, AddEvent(happened))
        with self._parts.store.write() as uow:
            carry_out(uow, self._parts, effects, None, language=self._parts.rules.default_language, now=read.now)
            uow.mail.file(number, filed, waits=by is not None)
            if then:
                then(uow)
            uow.commit()

    def work_by_hand(self, number: int) -> Person:
        """Take a mail for the colleague's that it claims to be from, because a person says so; who that is.

        Raises LookupError when there is no such mail, or it claims to be from nobody of ours.
        """
        read = self._read(number, now=self._parts.clock())
        person = read.sender.person or read.sender.claimed
        with self._parts.store.write() as uow:
            kept = uow.mail.get(number)
            if kept is None or kept.filed is None or not isinstance(person, Person):
                raise LookupError(f"mail {number} of a colleague")
            filed = kept.filed.model_copy(update={"state": "message", "rule": "by_hand", "why": ""})
            _hand_on(uow, read, filed, person)
            uow.mail.file(number, filed)
            uow.commit()
        return person

    def drop_by_hand(
        self, number: int, *, by: Person | None = None, then: Callable[[UnitOfWork], None] | None = None
    ) -> None:
        """Let a mail no longer wait; it stays kept. Raises LookupError when there is none of this number.

        `then` is done in the same transaction.
        """
        with self._parts.store.write() as uow:
            note_by_hand(uow, number, by=by)
            if then:
                then(uow)
            uow.commit()

    def nothing_by_hand(self, *, then: Callable[[UnitOfWork], None]) -> None:
        """Leave the mails as they are, and say so in a transaction of its own."""
        with self._parts.store.write() as uow:
            then(uow)
            uow.commit()

    def _read(self, number: int, *, now: datetime) -> "_Read":
        desk = self._parts.mail
        if desk is None:
            raise LookupError("no mail settings in this process")
        with self._parts.store.read() as reading:
            kept = reading.mail.get(number)
            if kept is None:
                raise LookupError(f"mail {number}")
            content, directory = reading.mail.content(kept), reading.records.directory()
        mail = desk.read(content, now.date(), kept)
        if kept.problem:
            mail = mail.model_copy(update={"problems": (*mail.problems, kept.problem)})
        invoices = tuple(one for file in mail.attachments for one in desk.read_invoices(file.name, file.content))
        return _Read(
            kept=kept,
            content=content,
            mail=mail,
            sender=rung(mail, directory, own_domains=desk.own_domains),
            mark=fingerprint(mail, content),
            invoices=invoices,
            staff=frozenset(person.email.casefold() for person in directory.people),
            now=now,
        )

    def _looked_at(self, read: "_Read") -> tuple[Filed, tuple[Effect, ...]]:
        """Where an outsider's mail belongs as things stand, and what it changes as an answer; a colleague's is none."""
        with self._parts.store.read() as reading:
            filed = self._route(reading, read)
            answers = filed.state == "answer" and filed.reference
            task = reading.tasks.get(filed.reference, None) if answers and filed.reference else None
        return filed, self._answered(task, read.arrival(filed), read.invoices)

    def _route(self, reading: Reading, read: "_Read") -> Filed:
        desk = self._parts.mail
        if desk is None:
            raise LookupError("no mail settings in this process")
        house = House(desk.own_domains, read.staff, desk.hourly, desk.hourly_of_task)
        facts = _facts(reading, read, tasks=self._parts.understander.tasks)
        filed = route(read.mail, read.sender, facts, house, fingerprint=read.mark)
        recent = reading.mail.count_of(filed.reference, read.now - _HOUR) if filed.reference else 0
        return of_a_busy_task(filed, recent, house)

    def _effects(
        self, uow: UnitOfWork, read: "_Read", filed: Filed, *, answer: tuple[Effect, ...]
    ) -> tuple[tuple[Effect, ...], Filed]:
        """What is to be done with a mail besides handing it on, and how it is noted in the end."""
        arrival = read.arrival(filed)
        match filed.state:
            case "message" if read.mail.truncated and read.sender.person:
                said = text("mail-too-large", megabytes=arrival.megabytes, subject=arrival.mail.subject)
                return (Notify(read.sender.person.id, said, None, f"mail:{arrival.number}:large"),), filed
            case "answer" | "triage" if made := self._registered(uow, read, filed):
                effects, first = made
                if filed.state == "triage" or filed.rule == "only_open":
                    return effects, filed.model_copy(update={"state": "answer", "rule": "invoice", "reference": first})
                return (*effects, *answer), filed
            case "answer":
                return answer, filed
            case "robot":
                task = uow.tasks.get(filed.reference or "", None)
                return (robot(task, arrival, _undelivered(uow, read.mail)) if task else ()), filed
            case "triage":
                asked = self._ask_keepers(uow, arrival, "mail-in-triage")
                return (*asked, *self._acknowledgement(uow, read)), filed
            case "quarantined":
                return self._ask_keepers(uow, arrival, "mail-in-quarantine"), filed
        return (), filed

    def _answered(self, task: Task | None, arrival: Arrival, invoices: tuple[EInvoice, ...]) -> tuple[Effect, ...]:
        """What an answer changes: what it proposes in its own words, and what it gives for fields by name."""
        parts, said = self._parts, clean(arrival.mail.text)
        if task is None:
            return ()
        if task.type not in parts.catalogue:
            return answered(task, arrival, (), {})
        contract = parts.catalogue[task.type].contract
        language = parts.understander.languages.detect(said)
        found = proposals(task, contract, said, language=language, now=arrival.now)
        reading = Said(said, language, arrival.now, parts.understander.lexicon, parts.understander.tasks)
        given = asked_for(task, read_fields(contract, reading)) if task.type == NEW_SUPPLIER else {}
        if task.type == INVOICE:
            given |= {name: value for one in invoices for name, value in fields_of(one).items()}
        return answered(task, arrival, found, given)

    def _registered(self, uow: UnitOfWork, read: "_Read", filed: Filed) -> tuple[tuple[Effect, ...], str] | None:
        """A task for each electronic invoice of a known, proven supplier that has none yet; and the first task."""
        owner, kind = next(iter(keepers(uow, self._parts)), None), self._parts.catalogue[INVOICE]
        if owner is None or read.sender.rung == "unknown" or not read.invoices:
            return None
        directory = uow.records.directory()
        people = (owner, *team_of(directory.people, kind.contract.team or ""))
        effects: list[Effect] = []
        references: list[str] = []
        for invoice in read.invoices:
            party = issuer(invoice, directory.parties)
            if party is None:
                continue
            held = uow.tasks.find(TaskQuery(types=(INVOICE,), record=party.id, limit=_MOST_INVOICES), None)
            known = next((task for task in held if is_of(task, invoice)), None)
            references.append(known.reference if known else uow.tasks.next_reference(kind.contract.prefix or ""))
            if known is None:
                effects += registered(kind, invoice, read.arrival(filed), party, people, reference=references[-1])
        return (tuple(effects), references[0]) if references else None

    def _ask_keepers(self, reading: Reading, arrival: Arrival, message: str) -> tuple[Effect, ...]:
        """Tell those who look after unexpected mails, with its sender and subject only, and not of each in a flood."""
        mail, filed = arrival.mail, arrival.filed
        since = arrival.now - _HOUR
        lately = sum(one.received_at >= since and one.id != arrival.number for one in reading.mail.waiting())
        if lately > _TOLD_AN_HOUR:
            return ()
        said = text(
            message if lately < _TOLD_AN_HOUR else "mails-many",
            number=arrival.number,
            name=arrival.who or "–",
            subject=mail.subject or "–",
            why=text(f"mail-why-{filed.why}"),
            about=text("mail-about", tasks=Listing(filed.candidates)) if filed.candidates else "",
        )
        choices = _choices(arrival) if message == "mail-in-triage" and lately < _TOLD_AN_HOUR else ()
        return tuple(
            Notify(one.id, said, None, f"mail:{arrival.number}:{one.id}", mail_choices=choices)
            for one in keepers(reading, self._parts)
        )

    def _acknowledgement(self, reading: Reading, read: "_Read") -> tuple[Effect, ...]:
        """Tell an unknown sender, once a day, that the mail came; nothing of it is repeated (relay spam, 2025).

        Only one whose address is proven: others would be written to because somebody used their name.
        """
        desk, sender, mail = self._parts.mail, read.sender, read.mail
        wanted = desk is not None and desk.acknowledges and sender.rung == "unknown" and not sender.claimed
        if desk is None or not wanted or not mail.authentication.aligned:
            return ()
        return (
            SendMail(
                template="acknowledgement",
                sender=desk.sender,
                to=mail.sender.address,
                language=self._parts.understander.languages.detect(mail.text),
                values={"company": reading.records.directory().company},
                reference=None,
                key=f"acknowledgement:{mail.sender.address}:{read.now.date().isoformat()}",
            ),
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A mail that was read, with what was found out of it before any transaction."""

    kept: KeptMail
    content: bytes
    mail: ReceivedMail
    sender: Sender
    mark: str
    invoices: tuple[EInvoice, ...]
    staff: frozenset[str]
    now: datetime

    def arrival(self, filed: Filed) -> Arrival:
        """The mail as it is filed."""
        return Arrival(self.kept.id, self.mail, filed, self.content, self.now)


def _facts(reading: Reading, read: _Read, *, tasks: TaskNumbers) -> MailFacts:
    """What the store knows about a mail."""
    mail, related = read.mail, related_ids(read.mail)
    reported = (*(one.message_id for one in mail.bounces), mail.about, mail.pec.message_id if mail.pec else None)
    ids = {*related, *filter(None, reported)}
    known_tokens = reading.mail.tokens(mail.markers, message_ids=ids)
    sent = tuple(one for one in known_tokens if one.message_id in ids)
    tokens = tuple(one for one in known_tokens if one.token in mail.markers)
    answers = tuple(one for one in sent if one.message_id != mail.message_id)
    known = reading.mail.threads((*related, *(one.message_id for one in (*tokens, *answers))))
    numbers = [found.value for found in tasks.read(mail.subject)]
    return MailFacts(
        copy_of=reading.mail.same(read.mark, but=read.kept.id) or reading.mail.renumbered(read.kept, read.mark),
        tokens=tokens,
        answered=answers,
        ours=next((one for one in sent if one.message_id == mail.message_id), None),
        named=tuple(reading.tasks.get_many(numbers, None).values()),
        waiting=_waiting_for(reading, read.sender),
        threads=threads_of(mail, known, otherwise=f"mail-{read.kept.id}"),
        matters=tuple(known[one.message_id].subject for one in (*tokens, *answers) if one.message_id in known),
        recent=reading.mail.count(mail.sender.address, read.now - _HOUR),
    )


def _undelivered(reading: Reading, mail: ReceivedMail) -> ReplyToken | None:
    """The mail of ours that did not reach its address, by what tells so."""
    failed = {one.recipient.casefold() for one in mail.bounces if one.action == "failed"}
    named = [one.message_id for one in mail.bounces if one.message_id]
    if mail.pec and mail.pec.kind in UNDELIVERED and mail.pec.message_id:
        failed |= {one.casefold() for one in mail.pec.recipients}
        named.append(mail.pec.message_id)
    sent = reading.mail.tokens(mail.markers, message_ids=(*named, *related_ids(mail))) if failed else ()
    return next((one for one in sent if one.address.casefold() in failed), None)


def _waiting_for(reading: Reading, sender: Sender) -> tuple[Task, ...]:
    if sender.party is None:
        return ()
    theirs = reading.tasks.of_records([sender.party.id], None, each=_OF_PARTY)
    return tuple(task for task in theirs if task.status == "waiting" and task.waiting_for == "supplier")


def note_by_hand(uow: UnitOfWork, number: int, *, by: Person | None) -> None:
    """Let a mail no longer wait because a person says so; raises LookupError when there is none of this number.

    Raises `Stale` when a colleague says so (`by`) and somebody else was faster.
    """
    kept = uow.mail.get(number)
    if kept is None or kept.filed is None:
        raise LookupError(f"mail {number}")
    settled = {"state": "noted", "rule": "by_hand", "by": by.id if by else None}
    uow.mail.file(number, kept.filed.model_copy(update=settled), waits=by is not None)


def _choices(arrival: Arrival) -> tuple[tuple[str, Text], ...]:
    """What a keeper can press below a mail that waits: the tasks it may be about, a new request, or nothing."""
    number, offered = arrival.number, arrival.filed.candidates[:_OFFERED]
    files = ((f"{number} {one}", text("button-mail-file", reference=one)) for one in offered)
    return (*files, (f"{number} new", text("button-mail-new")), (f"{number} spam", text("button-mail-spam")))


def keepers(reading: Reading, parts: Parts) -> tuple[Person, ...]:
    """Who looks after mails that nobody expects: those who are named for it, else the admins, else the managers."""
    people, named = reading.records.directory().people, set(parts.mail.people if parts.mail else ())
    chosen = tuple(person for person in people if {person.id, person.email} & named)
    admins = tuple(person for person in people if person.role == "admin")
    return chosen or admins or tuple(person for person in people if person.role == "manager")


def tell_keepers(uow: UnitOfWork, parts: Parts, number: str) -> None:
    """Tell those who look after unexpected mails that one could not be worked."""
    said = text("mail-not-worked", number=number)
    directory = uow.records.directory()
    for one in keepers(uow, parts):
        queue_notice(uow, parts, Notify(one.id, said, None, f"mail:{number}:failed:{one.id}"), directory)


def _hand_on(uow: UnitOfWork, read: _Read, filed: Filed, person: Person) -> None:
    """A colleague's mail as a message like any other: its own words, its subject where it begins a matter, its files.

    Somebody else's mail that is passed on is a file: what stands in it was not said by the colleague, nor was its
    subject; where they say no more than "see below", they are asked what to do with it.
    """
    mail, number = read.mail, read.kept.id
    files = [(file.name, file.media_type, file.content) for file in mail.attachments if not file.inline]
    begins = not (mail.in_reply_to or mail.references or is_forward(mail.subject))
    said, subject = mail.text, plain_subject(mail.subject) if begins else None
    if mail.forwarded is not None:
        subject = None
        files.append((f"mail-{number}.eml", "message/rfc822", read.content))
    if mail.own_text is not None:
        said, subject = "" if mail.forwarded else mail.own_text, None
    said = without_name(said, person)
    if not said and subject:
        said, subject = subject, None
    if subject and not adds(subject, said):
        subject = None
    uow.inbox.add(
        InboundMessage(
            channel="mail",
            account=person.id,
            external_id=mail_id(number),
            conversation=f"mail:{person.id}:{filed.thread or number}",
            sender_id=person.id,
            text=storable(said),
            subject=storable(subject) if subject else None,
            files=tuple(uow.documents.add(*file, reference=None) for file in files),
            about=filed.reference,
            received_at=read.now,
        )
    )
