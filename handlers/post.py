"""The post: a mailbox's mails are kept as they come, then each is read once and goes where it belongs.

A colleague's mail becomes a message like any other; an answer is filed with its task; what nobody expects waits for
a person. Whatever it is, its bytes are kept and nothing of it is lost.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.cleaning import clean, storable
from bot.effects import Effect, Notify, SendMail
from bot.einvoice import EInvoice, fields_of
from bot.mail.filing import INVOICE, NEW_SUPPLIER, Arrival, answered, asked_for, registered, robot
from bot.mail.kept import Filed, KeptMail
from bot.mail.model import MailPosition, RawMail, ReceivedMail
from bot.mail.proposals import proposals
from bot.mail.routing import MailFacts, route
from bot.mail.senders import Sender, rung
from bot.mail.subjects import plain_subject
from bot.mail.threads import fingerprint, related_ids, thread_of
from bot.messages import InboundMessage
from bot.model import Person, Task
from bot.parts import MailDesk, Parts
from bot.ports import InboxEntry, Reading, Store, UnitOfWork
from bot.texts import Listing, text
from bot.understanding.fields import Reading as Said
from bot.understanding.fields import read_fields
from handlers.outgoing import mail_id, queue_mail
from handlers.save import carry_out

_MAILBOX = "mailbox"
_HOUR = timedelta(hours=1)
_OF_PARTY = 20


class PostTaker:
    """`bot.mail.accounts.MailTaker`: keeps mails that were fetched; each becomes a message of the inbox.

    `taken` is called after each commit.
    """

    def __init__(self, store: Store, *, taken: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._taken = taken

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        """How far the folder was read; None when it never was."""
        with self._store.read() as reading:
            return reading.mail.position(mailbox, folder)

    def start_at(self, position: MailPosition) -> None:
        """Read from here on."""
        with self._store.write() as uow:
            uow.mail.start_at(position)
            uow.commit()

    def take(self, mail: RawMail) -> bool:
        """Keep the mail and move the position to it in one transaction; False when it was there already."""
        now = datetime.now(UTC)
        with self._store.write() as uow:
            kept = uow.mail.keep(mail, now)
            if kept:
                uow.inbox.add(_unread(kept, now))
            uow.commit()
        self._taken()
        return kept is not None


def _unread(kept: KeptMail, now: datetime) -> InboundMessage:
    """A mail that nobody has read yet; each is worked by itself, so that one holds up no other."""
    return InboundMessage(
        channel=_MAILBOX,
        account=kept.mailbox,
        external_id=str(kept.id),
        conversation=f"{_MAILBOX}:{kept.id}",
        sender_id=_MAILBOX,
        text=str(kept.id),
        kind="mail",
        received_at=now,
    )


class Post:
    """Reads the mails that were kept, and files them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def take_in(self, entry: InboxEntry) -> None:
        """Read a mail outside any transaction, then file it in one short one; raises `Stale` to be tried again."""
        desk = self._parts.mail
        if desk is None:
            raise LookupError("this process has no mail settings")
        number, now = int(entry.message.text), self._parts.clock()
        with self._parts.store.read() as reading:
            kept = reading.mail.get(number)
            if kept is None:
                raise LookupError(f"mail {number}")
            content, directory = reading.mail.content(kept), reading.records.directory()
        mail = desk.read(content, now.date(), kept.whole)
        if kept.problem:
            mail = mail.model_copy(update={"problems": (*mail.problems, kept.problem)})
        sender = rung(mail, directory, own_domains=desk.own_domains)
        with self._parts.store.write() as uow:
            facts = _facts(uow, mail, sender, kept, parts=self._parts, now=now)
            filed = route(mail, sender, facts, hourly=desk.hourly, own_domains=desk.own_domains)
            if facts.thread:
                uow.mail.join(facts.thread, related_ids(mail))
            arrival = Arrival(number, mail, filed, content, now)
            filed = self._file(uow, desk, arrival, sender)
            uow.mail.file(number, filed)
            uow.inbox.done(entry.id)
            uow.commit()

    def file_by_hand(self, number: int, reference: str) -> None:
        """File a mail with a task because a person says so; raises LookupError when there is no such mail or task."""
        desk, now = self._parts.mail, self._parts.clock()
        with self._parts.store.write() as uow:
            kept, task = uow.mail.get(number), uow.tasks.get(reference, None)
            if kept is None or kept.filed is None or desk is None:
                raise LookupError(f"mail {number}")
            if task is None:
                raise LookupError(f"task {reference}")
            content = uow.mail.content(kept)
            mail = desk.read(content, now.date(), kept.whole)
            update = {"state": "answer", "rule": "by_hand", "reference": reference, "reason": ""}
            arrival = Arrival(number, mail, kept.filed.model_copy(update=update), content, now)
            self._save(uow, self._answered(task, arrival, desk), arrival)
            uow.mail.file(number, arrival.filed)
            uow.commit()

    def _file(self, uow: UnitOfWork, desk: MailDesk, arrival: Arrival, sender: Sender) -> Filed:
        """Carry out what becomes of a mail; how it is noted in the end."""
        filed = arrival.filed
        task = uow.tasks.get(filed.reference, None) if filed.reference else None
        match filed.state:
            case "message":
                if sender.person and arrival.mail.truncated:
                    said = text("mail-too-large", megabytes=arrival.megabytes, subject=arrival.mail.subject)
                    told = Notify(sender.person.id, said, None, f"mail:{arrival.number}:large")
                    self._save(uow, (told,), arrival)
                elif sender.person:
                    _hand_on(uow, arrival, sender.person)
            case "answer":
                if task:
                    self._save(uow, self._answered(task, arrival, desk), arrival)
            case "robot":
                if task:
                    self._save(uow, robot(task, arrival), arrival)
            case "triage":
                return self._for_a_person(uow, desk, arrival, sender)
            case "quarantined":
                self._ask_keepers(uow, desk, arrival, "mail-in-quarantine")
        return filed

    def _answered(self, task: Task, arrival: Arrival, desk: MailDesk) -> tuple[Effect, ...]:
        """What an answer changes: what it proposes in its own words, and what it gives for fields by name."""
        parts, said = self._parts, clean(arrival.mail.text)
        if task.type not in parts.catalogue:
            return answered(task, arrival, (), {})
        contract = parts.catalogue[task.type].contract
        language = parts.understander.languages.detect(said)
        found = proposals(task, contract, said, language=language, now=arrival.now)
        reading = Said(said, language, arrival.now, parts.understander.lexicon, parts.understander.tasks)
        given = asked_for(task, read_fields(contract, reading)) if task.type == NEW_SUPPLIER else {}
        if task.type == INVOICE:
            given |= {
                name: value for one in self._invoices(arrival.mail, desk) for name, value in fields_of(one).items()
            }
        return answered(task, arrival, found, given)

    def _invoices(self, mail: ReceivedMail, desk: MailDesk) -> tuple[EInvoice, ...]:
        return tuple(one for file in mail.attachments for one in desk.read_invoices(file.name, file.content))

    def _for_a_person(self, uow: UnitOfWork, desk: MailDesk, arrival: Arrival, sender: Sender) -> Filed:
        """A mail that nobody expects: an electronic invoice of a known supplier is taken in, the rest waits."""
        filed, owner = arrival.filed, next(iter(_keepers(uow, desk)), None)
        invoices = self._invoices(arrival.mail, desk) if sender.rung == "supplier" else ()
        if owner and sender.party and invoices:
            kind = self._parts.catalogue[INVOICE]
            reference = uow.tasks.next_reference(kind.contract.prefix or "")
            effects = registered(kind.contract, invoices[0], arrival, sender.party, owner, reference=reference)
            self._save(uow, effects, arrival)
            return filed.model_copy(update={"state": "answer", "rule": "invoice", "reference": reference})
        self._ask_keepers(uow, desk, arrival, "mail-in-triage")
        if desk.acknowledges and sender.rung == "unknown" and not sender.claimed:
            self._acknowledge(uow, desk, arrival)
        return filed

    def _ask_keepers(self, uow: UnitOfWork, desk: MailDesk, arrival: Arrival, message: str) -> None:
        """Tell those who look after unexpected mails, with no more of an unknown mail than sender and subject."""
        mail, filed = arrival.mail, arrival.filed
        said = text(
            message,
            number=arrival.number,
            name=arrival.who,
            subject=mail.subject or "–",
            about=Listing(filed.candidates) if filed.candidates else "–",
            reason=filed.reason,
        )
        told = (Notify(one.id, said, None, f"mail:{arrival.number}:{one.id}") for one in _keepers(uow, desk))
        self._save(uow, tuple(told), arrival)

    def _acknowledge(self, uow: UnitOfWork, desk: MailDesk, arrival: Arrival) -> None:
        """Tell an unknown sender, once a day, that the mail came; nothing of it is repeated (relay spam, 2025)."""
        address, day = arrival.mail.sender.address, arrival.now.date()
        if not address:
            return
        language = self._parts.understander.languages.detect(arrival.mail.text)
        queue_mail(
            uow,
            self._parts,
            SendMail(
                template="acknowledgement",
                sender=desk.sender,
                to=address,
                language=language,
                values={"company": uow.records.directory().company},
                reference=None,
                key=f"acknowledgement:{address}:{day.isoformat()}",
            ),
            files=(),
            now=arrival.now,
        )

    def _save(self, uow: UnitOfWork, effects: tuple[Effect, ...], arrival: Arrival) -> None:
        carry_out(uow, self._parts, effects, None, language=self._parts.rules.default_language, now=arrival.now)


def _facts(
    uow: Reading, mail: ReceivedMail, sender: Sender, kept: KeptMail, *, parts: Parts, now: datetime
) -> MailFacts:
    """What the store knows about a mail, read in the transaction that files it, so that no copy slips by."""
    related = related_ids(mail)
    failed = tuple(one.message_id for one in mail.bounces if one.message_id)
    receipted = (mail.pec.message_id,) if mail.pec and mail.pec.message_id else ()
    answered_ids = (*related[1:], *failed, *receipted) if mail.message_id else (*related, *failed, *receipted)
    sent = uow.mail.tokens(message_ids=(*answered_ids, mail.message_id or ""))
    tokens = uow.mail.tokens(mail.markers)
    answers = tuple(one for one in sent if one.message_id != mail.message_id)
    known = uow.mail.threads((*related, *(one.message_id for one in (*tokens, *answers))))
    numbers = [found.value for found in parts.understander.tasks.read(mail.subject)]
    named = uow.tasks.get_many(numbers, None)
    return MailFacts(
        copy_of=uow.mail.same(fingerprint(mail), but=kept.id),
        tokens=tokens,
        answered=answers,
        ours=next((one for one in sent if one.message_id == mail.message_id), None),
        named=tuple(named.values()),
        waiting=_waiting_for(uow, sender),
        thread=thread_of(mail, known, otherwise=f"mail-{kept.id}"),
        matters=tuple(known[one.message_id].subject for one in (*tokens, *answers) if one.message_id in known),
        recent=uow.mail.count(mail.sender.address, now - _HOUR),
    )


def _waiting_for(uow: Reading, sender: Sender) -> tuple[Task, ...]:
    if sender.party is None:
        return ()
    theirs = uow.tasks.of_records([sender.party.id], None, each=_OF_PARTY)
    return tuple(task for task in theirs if task.status == "waiting" and task.waiting_for == "supplier")


def _keepers(uow: Reading, desk: MailDesk) -> tuple[Person, ...]:
    """Who looks after mails that nobody expects: those who are named for it, else the admins, else the managers."""
    people = uow.records.directory().people
    named = tuple(person for person in people if {person.id, person.email} & set(desk.people))
    admins = tuple(person for person in people if person.role == "admin")
    return named or admins or tuple(person for person in people if person.role == "manager")


def _hand_on(uow: UnitOfWork, arrival: Arrival, person: Person) -> None:
    """A colleague's mail as a message like any other: its new text, its subject where it begins a matter, its files."""
    mail, filed = arrival.mail, arrival.filed
    files = tuple(
        uow.documents.add(file.name, file.media_type, file.content, reference=None)
        for file in mail.attachments
        if not file.inline
    )
    uow.inbox.add(
        InboundMessage(
            channel="mail",
            account=person.id,
            external_id=mail_id(arrival.number),
            conversation=f"mail:{person.id}:{filed.thread or arrival.number}",
            sender_id=person.id,
            text=storable(mail.text),
            subject=None if mail.in_reply_to or mail.references else storable(plain_subject(mail.subject)) or None,
            files=files,
            about=filed.reference,
            received_at=arrival.now,
        )
    )
