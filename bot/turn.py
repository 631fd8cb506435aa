"""What a decision is made from: one message of one person, and what was read for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.catalogue import Catalogue
from bot.chat.forms import Submitted
from bot.clock.effects import StandingOrder
from bot.conversation import Choice, Conversation, Draft
from bot.documents import AnyDocument
from bot.effects import Decision, Effect
from bot.model import Absence, Directory, Event, FieldValue, Invoice, Language, Person, Product, Reminder, Task, Value
from bot.texts import Arg
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading
from bot.understanding.records import RecordNames
from bot.worktime.model import Calendar, italy
from bot.worktime.settings import calendar_in

if TYPE_CHECKING:
    from bot.chat.commands import Command
    from bot.chat.press import Press
    from bot.digest.content import Digest
    from bot.forward import PassedOn
    from bot.mail.readdress import Undelivered


@cache
def usual() -> Calendar:
    """When is worked where nothing else is known; made when it is first asked for."""
    return italy()


class Rules(Value):
    """The company's settings that decisions depend on."""

    quote_discount_limit: Decimal = Decimal(10)
    quote_valid_days: int = 30
    purchase_order_limit: Decimal = Decimal(1000)
    contract_limit: Decimal = Decimal(5000)
    budget_limit: Decimal = Decimal(0)
    on_call: tuple[str, ...] = ()
    default_language: Language = "en"
    payment_status_for: str = "everyone"
    targets: bool = True

    def number(self, name: str) -> Decimal:
        """The setting of this name as a number; raises AttributeError when there is none."""
        return Decimal(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from the store because the message is about it; all of it visible to the person.

    Only `kin` (the parts of the tasks, and what they are parts of) and `absences` are as the assistant sees them:
    of what the person may not see no more than number and type is said. `orders` are open orders, `pending` the leave
    that waits for approval, `reminders` the person's own that are still to come.
    """

    tasks: dict[str, Task] = field(default_factory=dict)
    events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    listed: tuple[Task, ...] = ()
    approvals: tuple[Task, ...] = ()
    kin: tuple[Task, ...] = ()
    orders: tuple[Task, ...] = ()
    absences: tuple[Absence, ...] = ()
    pending: tuple[Task, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    digest: "Digest | None" = None
    standing: tuple[StandingOrder, ...] = ()
    undelivered: "tuple[Undelivered, ...]" = ()
    reminders: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, its sender and everything that was read for it; `now` is in the sender's time zone.

    `new_reference` gives the next task number of a prefix, `say` puts a text into the language of the turn; `files` is
    how many came along. `order` is the press or command that the message is, `form` what was filled in, `edits` the
    earlier message in whose place this one stands, `forward` a mail that it passes on without a word; `calendar_of`
    gives when the person works, `others_calendar` when a colleague does and `calendar_in` when a country does, None for
    one that is not known.
    """

    message_id: str
    text: str
    channel: str
    person: Person
    conversation: Conversation
    drafts: tuple[Draft, ...]
    language: Language
    now: datetime
    catalogue: Catalogue
    skills: "Skills"
    rules: Rules
    directory: Directory
    names: RecordNames
    lexicon: Lexicon
    tasks: TaskNumbers
    facts: Facts
    new_reference: Callable[[str], str]
    new_id: Callable[[], str]
    say: Callable[[Arg], str]
    files: int = 0
    order: "Press | Command | None" = None
    form: Submitted | None = None
    edits: str | None = None
    forward: "PassedOn | None" = None
    calendar_of: Callable[[], Calendar] = usual
    others_calendar: Callable[[Person], Calendar] = lambda _: usual()
    calendar_in: Callable[[str], Calendar | None] = calendar_in

    @property
    def calendar(self) -> Calendar:
        """When the person works; laid out only when it is asked for, since most messages do not."""
        return self.calendar_of()

    def reading(self, said: str, *, bare: bool = False) -> Reading:
        """Some of the message's words, to be read; `bare`: they answer a question."""
        return Reading(said, self.language, self.now, self.lexicon, self.tasks, bare=bare)

    def people(self) -> dict[str, Person]:
        """The colleagues by id."""
        return {person.id: person for person in self.directory.people}

    def product(self, sku: str) -> Product | None:
        """The product of this number."""
        return next((product for product in self.directory.products if product.sku == sku), None)


@dataclass(frozen=True, slots=True)
class Question:
    """What stands in the way of a draft and how to ask about it.

    With `choices` one of them is to be chosen; `text` is what to say, before the choices. `first` goes before what
    is missing: a value that cannot be right is said at once.
    """

    field: str
    text: Arg
    choices: tuple[Choice, ...] = ()
    line: int | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a draft needs no going on with; it is dropped."""

    text: Arg


class Fulfilment(Protocol):
    """What the assistant does itself for a request type."""

    def look(self, draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
        """The draft with what the records settle, and the first question that they leave open."""

    def choose(self, draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
        """The draft after one of a question's choices was taken."""

    def summary(self, draft: Draft, turn: Turn) -> Arg:
        """What is about to be done, for the person to confirm."""

    def details(self, task: Task, turn: Turn) -> Arg:
        """What a task is about, for who has to decide on it."""

    def start(self, task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
        """The task as it is to be saved now that nothing holds it up (no approval either), and what else happens."""


class Act(Protocol):
    """What a control act does with its fields."""

    def __call__(self, fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision: ...


@dataclass(frozen=True, slots=True)
class Work:
    """What carrying out a task needs, outside any transaction: the records, the rules and a way to render documents."""

    actor: Person
    channel: str
    now: datetime
    directory: Directory
    rules: Rules
    render: Callable[[AnyDocument], bytes]


class NeedsApproval(Protocol):
    """Whether a manager has to approve a request with these fields."""

    def __call__(self, fields: dict[str, FieldValue], turn: Turn) -> bool: ...


class Remarks(Protocol):
    """What there is to say about a request beyond its fields, to whoever asked and to whoever decides."""

    def __call__(self, task: Task, turn: Turn) -> tuple[Arg, ...]: ...


class Undo(Protocol):
    """What has to be taken back when a task is cancelled or rejected."""

    def __call__(self, task: Task, turn: Turn) -> tuple[Effect, ...]: ...


class Complete(Protocol):
    """What a type does once an outsider's values have been taken over into a task's fields."""

    def __call__(self, task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]: ...


class CarryOut(Protocol):
    """The slow part of a fulfilment: what is rendered, mailed and said once a task goes ahead."""

    def __call__(self, task: Task, work: Work) -> tuple[Effect, ...]: ...


class Amend(Protocol):
    """What a correction changes that no field's reader finds, "actually, just half a day"; None if nothing."""

    def __call__(self, draft: Draft, said: str, turn: Turn) -> Draft | None: ...


@dataclass(frozen=True, slots=True)
class Skills:
    """What the assistant can do itself, by the id of the kind.

    `fulfilments` look up, ask and start; `approvals` say whether a manager has to approve, where a figure alone does
    not; `undo` takes back what a dropped task has left; `carriers` do the slow part after the transaction, and
    `withdrawals` that of taking back what was done (only these can be cancelled when done); `acts` answer at once;
    `completions` go on once what an outsider answered has been taken over; `remarks` are what is said of a request
    that waits for approval; `amendments` take in what a correction means in this type alone.
    """

    fulfilments: dict[str, Fulfilment]
    approvals: dict[str, NeedsApproval]
    undo: dict[str, Undo]
    carriers: dict[str, CarryOut]
    withdrawals: dict[str, CarryOut]
    acts: dict[str, Act]
    completions: dict[str, Complete] = field(default_factory=dict)
    remarks: dict[str, Remarks] = field(default_factory=dict)
    amendments: dict[str, Amend] = field(default_factory=dict)


def local_time(moment: datetime, timezone: str) -> datetime:
    """The moment as the clock shows it where the person is."""
    return moment.astimezone(ZoneInfo(timezone))
