"""What the core and the handlers need from the outside, as protocols.

Every method of a repository runs inside the unit of work it was taken from. Times of leases and retries are the
database's own; `now` of the business is passed where it matters.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from bot.clock.repositories import DueRepository, HeartbeatRepository, RecurringRepository
from bot.conversation import Conversation, Draft
from bot.messages import InboundMessage, Looked, Outcome, Outgoing
from bot.model import (
    CostCenter,
    Directory,
    Entity,
    Event,
    Invoice,
    Party,
    Person,
    Product,
    Status,
    Task,
    Value,
)
from bot.repositories import (
    AbsenceRepository,
    AccountRepository,
    CorrectionRepository,
    DocumentRepository,
    MailRepository,
    ModelUseRepository,
    OccurrenceRepository,
    PreferenceRepository,
    ReminderRepository,
)
from bot.understanding.question import Question


class Stale(Exception):
    """Somebody else changed this since it was read: read and decide again."""


class Overtaken(Exception):
    """Another worker, which had taken this over, has settled it: nothing of ours counts."""


class InboxEntry(Value):
    """A committed inbound message; `attempts` says how often it was taken for handling."""

    id: int
    message: InboundMessage
    attempts: int


class Quarantined(Value):
    """A message whose handling failed for good, with its raw original."""

    entry: InboxEntry
    reason: str


class ClaimedOutgoing(Value):
    """A message claimed for delivery; `attempts` counts this one, `doubtful`: an earlier one may have arrived."""

    id: int
    outgoing: Outgoing
    attempts: int
    doubtful: bool = False


class TroubledOutgoing(Value):
    """A message that a person must see to; `doubtful`: it may have arrived all the same."""

    id: int
    outgoing: Outgoing
    state: Literal["failed", "uncertain"]
    reason: str
    doubtful: bool


class TaskQuery(Value):
    """Which tasks are wanted; every part narrows. The newest come first, but overdue ones by due date."""

    statuses: tuple[Status, ...] | None = None
    assignee_id: str | None = None
    requester_id: str | None = None
    mine: str | None = None
    """Person id: requested by, assigned to, or waiting for this person's team with nobody assigned."""
    team: str | None = None
    types: tuple[str, ...] | None = None
    record: str | None = None
    """Id of a party or person that one of the fields was matched to."""
    overdue_on: date | None = None
    """Open tasks whose due date lies before this day."""
    limit: int = 20


class Portion(Value):
    """Some of a company's records."""

    people: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    products: tuple[Product, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    cost_centers: tuple[CostCenter, ...] = ()


class Records(Portion):
    """A company's records as they are taken in whole."""

    company: str
    entities: tuple[Entity, ...] = ()


class InboxRepository(Protocol):
    """Inbound messages, worked one conversation at a time, in order."""

    def add(self, message: InboundMessage, *, after: timedelta = timedelta()) -> bool:
        """Keep a message as unread, due after a while; False when (channel, account, external id) is already there."""

    def put_aside(self, message: InboundMessage, reason: str) -> bool:
        """Keep a message that nobody can make sense of in quarantine; False likewise."""

    def album(self, entry: InboxEntry) -> tuple[InboxEntry, ...]:
        """The other unread messages of the same album."""

    def sent_by(self, entry_id: int, sender_id: str) -> None:
        """Note who sent a message, once it is known."""

    def says_already(self, message: InboundMessage) -> bool:
        """Whether the message that this one edits, as it was last edited, has the same words and files."""

    def reword(self, message: InboundMessage) -> bool:
        """Let the earlier message that this one edits be worked with its text instead; False when it was begun."""

    def claim(self, worker: str, lease: timedelta, *, conversation: str | None = None) -> str | None:
        """Claim the conversation with the oldest due unread message (or the one named); its key, or None."""

    def take(self, conversation: str, worker: str) -> InboxEntry | None:
        """The message to handle now, this try counted: internal commands first, then the oldest unread.

        None if none is due, or if the worker no longer holds the conversation.
        """

    def done(self, entry_id: int) -> bool:
        """Mark as handled; False when another worker was faster."""

    def heard_in(self, channel: str, place: str) -> bool:
        """Whether anybody has written to us from this place."""

    def retry(self, entry_id: int, reason: str, *, after: timedelta) -> None:
        """Note why a try failed; not due again before `after` has passed."""

    def quarantine(self, entry_id: int, reason: str) -> None:
        """Put aside for a person; it no longer holds up its conversation."""

    def text(self, channel: str, account: str, external_id: str) -> str | None:
        """What a message said, as it came in; None when there is none of this id."""

    def last_channel(self, sender_id: str, among: Collection[str]) -> str | None:
        """On which of these channels the person wrote last; None when on none of them."""

    def release(self, conversation: str, worker: str) -> None:
        """Give a claimed conversation back."""

    def release_all(self, worker: str) -> None:
        """Give back everything a worker of this name held (it is known to be dead)."""

    def pending(self, conversation: str) -> bool:
        """Whether an unread message waits in this conversation, due or not."""

    def quarantined(self) -> tuple[Quarantined, ...]:
        """What was put aside, oldest first."""

    def rerun(self, entry_id: int) -> bool:
        """Make a quarantined message unread again; False when there is none of this id."""


class OutboxRepository(Protocol):
    """Rendered messages on their way out, in order within a thread."""

    def queue(self, outgoing: Outgoing) -> bool:
        """Keep a message for delivery; False when its key is already there."""

    def claim(
        self, worker: str, lease: timedelta, *, channels: Mapping[str, tuple[str, ...] | None]
    ) -> ClaimedOutgoing | None:
        """Claim the oldest due message that is first in its thread; claims that ran out come back doubtful.

        `channels` says to whom each delivers (None: to everybody); an earlier one's messages go before a later one's.
        """

    def settle(self, claimed: ClaimedOutgoing, outcome: Outcome, *, retry_after: timedelta | None = None) -> bool:
        """Record how a delivery ended: sent, failed, uncertain (left to a person), or due again after `retry_after`.

        What is uncertain and has a `retry_after` is due again as well, and comes back doubtful.
        False when it comes too late, because the message was claimed again since; that it arrived is always believed.
        """

    def release_all(self, worker: str) -> None:
        """End the leases of a worker known to be dead; its messages come back doubtful."""

    def delivered(self, key: str) -> Outgoing | None:
        """The message of this key if it was sent, to be shown again to who asks again."""

    def shown(self, reference: str, *, channels: Collection[str], limit: int) -> tuple[Outgoing, ...]:
        """What was, or is to be, shown of a task on these channels, newest first; no changes of messages."""

    def named(self, key: str) -> tuple[Outgoing, str | None] | None:
        """The message of this key, and its outside id once it has arrived."""

    def arrived_as(self, channel: str, outside_id: str) -> Outgoing | None:
        """The message that a platform knows by this id."""

    def written_to(self, channel: str, recipient: str) -> bool:
        """Whether anything was, or is to be, sent to this address."""

    def move(self, channel: str, before: str, after: str) -> None:
        """Send what waits for an address to another one."""

    def pending(self, *, channels: Mapping[str, tuple[str, ...] | None]) -> int:
        """How many wait to be delivered on these channels, each to whom it delivers (None: to everybody)."""

    def troubled(self) -> tuple[TroubledOutgoing, ...]:
        """What was refused for good or has an unknown outcome, oldest first."""

    def resend(self, number: int) -> bool:
        """Make a failed or uncertain message due again, with all its tries; False when there is none of this number.

        One that may have arrived comes back doubtful.
        """


class ConversationRepository(Protocol):
    """Conversations and the drafts of the people in them."""

    def get(self, key: str) -> Conversation | None: ...
    def save(self, conversation: Conversation) -> None:
        """Write the next version; raises `Stale` when it is not the version that was read (0: must not exist)."""

    def drafts(self, person_id: str) -> tuple[Draft, ...]:
        """The person's drafts, latest first."""

    def save_draft(self, draft: Draft) -> None:
        """Write the next version; raises `Stale` likewise."""

    def drop_draft(self, draft_id: str) -> None: ...
    def move(self, channel: str, before: str, after: str) -> bool:
        """Let the conversations at an address go on at another one, with their drafts and messages.

        The address is a part between colons of their keys. False, and nothing done, while one of them is being worked.
        """


class TaskRepository(Protocol):
    """Tasks, only those the reader may see; None as the reader is the assistant itself."""

    def next_reference(self, prefix: str) -> str:
        """The next number of a prefix: "Q-0001"; no number is given twice."""

    def add(self, task: Task) -> None: ...
    def save(self, task: Task) -> None:
        """Write the next version; raises `Stale` when it is not the version that was read."""

    def get(self, reference: str, reader: Person | None) -> Task | None: ...
    def get_many(self, references: Collection[str], reader: Person | None) -> dict[str, Task]:
        """The tasks of these references by reference, in its order."""

    def find(self, query: TaskQuery, reader: Person | None) -> tuple[Task, ...]: ...
    def of_records(self, records: Collection[str], reader: Person | None, *, each: int) -> tuple[Task, ...]:
        """The newest tasks, at most `each` of them per record, with a field that was matched to it; by record id."""

    def add_event(self, event: Event) -> None: ...
    def kin(self, references: Collection[str]) -> tuple[Task, ...]:
        """The parts of these tasks, the tasks they are parts of, and those tasks' other parts; whoever reads."""

    def events(self, reference: str, reader: Person | None) -> tuple[Event, ...]:
        """What happened to a task, oldest first; nothing when the reader may not see it."""

    def events_of(self, references: Collection[str], reader: Person | None) -> dict[str, tuple[Event, ...]]:
        """The same for several tasks, by reference; a task to which nothing happened is left out."""


class RecordRepository(Protocol):
    """The company's records."""

    def directory(self) -> Directory:
        """People, parties and products; read again only when their version has moved."""

    def replace(self, records: Records) -> None:
        """Take in a company's records: what has the same id is updated, nothing is deleted."""

    def put(self, portion: Portion) -> None:
        """Take in some records likewise, without moving the directory's version: `announce` does, once for many."""

    def announce(self) -> None:
        """Move the directory's version, so that every process reads again what was put."""

    def held_version(self) -> int:
        """The directory's version, which nobody else moves before this transaction ends."""

    def add_party(self, party: Party) -> None: ...
    def next_party_id(self, kind: Literal["customer", "supplier"]) -> str: ...
    def next_ids(self, of: Literal["customer", "supplier", "person"], count: int) -> tuple[str, ...]:
        """So many new ids, in order; none is given twice."""

    def invoices(
        self, *, numbers: tuple[str, ...] = (), party_ids: tuple[str, ...] = (), limit: int = 50
    ) -> tuple[Invoice, ...]:
        """Invoices of one of the parties or with one of the numbers (case and spaces apart; "12" finds "12/2026")."""

    def invoices_of(self, keys: Collection[tuple[str, str, str]]) -> tuple[Invoice, ...]:
        """The invoices of these directions, party ids and numbers."""

    def all_invoices(self) -> Iterator[Invoice]:
        """Every invoice as it was first taken in, read in pages; for inside one transaction."""

    def cost_centers(self, codes: Collection[str] | None = None) -> tuple[CostCenter, ...]:
        """The cost centres of these codes (None: all) in each of their years, by code and year."""


class Reading(Protocol):
    """A consistent read of the store."""

    @property
    def inbox(self) -> InboxRepository: ...
    @property
    def outbox(self) -> OutboxRepository: ...
    @property
    def conversations(self) -> ConversationRepository: ...
    @property
    def tasks(self) -> TaskRepository: ...
    @property
    def records(self) -> RecordRepository: ...
    @property
    def documents(self) -> DocumentRepository: ...
    @property
    def reminders(self) -> ReminderRepository: ...
    @property
    def absences(self) -> AbsenceRepository: ...
    @property
    def corrections(self) -> CorrectionRepository: ...
    @property
    def model_use(self) -> ModelUseRepository: ...
    @property
    def mail(self) -> MailRepository: ...
    @property
    def accounts(self) -> AccountRepository: ...
    @property
    def occurrences(self) -> OccurrenceRepository: ...
    @property
    def preferences(self) -> PreferenceRepository: ...
    @property
    def due(self) -> DueRepository: ...
    @property
    def heartbeats(self) -> HeartbeatRepository: ...
    @property
    def recurring(self) -> RecurringRepository: ...


class UnitOfWork(Reading, Protocol):
    """A writing transaction: rolled back unless it is told to commit."""

    def commit(self) -> None: ...
    def afterwards(self, call: Callable[[], None]) -> None:
        """Call this, which returns at once and never raises, when what is written is permanent; else never."""


Following = Callable[[UnitOfWork], InboxEntry | None]
"""Takes the message that comes next, in the transaction that settles the one before it; None when none is due."""


class Store(Protocol):
    """The database."""

    def read(self) -> AbstractContextManager[Reading]: ...

    def write(self, *, durable: bool = True) -> AbstractContextManager[UnitOfWork]:
        """A transaction; the commit of one that is not `durable` is not waited for until it is on the disk.

        A process that dies loses nothing of it. A power cut may take it, unless something durable was committed since;
        so it is for what is then done again, before anybody outside has seen anything of it.
        """

    def database_time(self) -> datetime: ...


class Channel(Protocol):
    """Delivers what the outbox holds; one job."""

    name: str

    def send(self, outgoing: Outgoing) -> Outcome: ...
    def look_up(self, outgoing: Outgoing) -> Looked:
        """Whether an earlier, doubtful try has arrived, where the platform lets one look."""


class NoAdvice(Exception):
    """A language model gave no answer; the reason names neither the message nor a secret."""


class Adviser(Protocol):
    """Asks a language model; `redacts` says whether IBANs and tax ids are to be kept from it."""

    @property
    def redacts(self) -> bool: ...
    def ask(self, question: Question) -> str:
        """The text of its answer, unchecked; raises `NoAdvice`. May take seconds, but never without end."""
