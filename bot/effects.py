"""What a decision asks for; `handlers.save` carries it out in one transaction."""

from dataclasses import dataclass, field, replace

from bot.chat.accounts import LinkCode
from bot.clock.effects import Chase, KeepStandingOrder, Settle, StopStandingOrder
from bot.conversation import Ask, Conversation, Draft
from bot.messages import Button
from bot.model import Absence, Correction, Event, Language, Party, Person, Reminder, Task
from bot.texts import Arg, Text


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the person who wrote."""

    text: Arg


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell another colleague, in their language, on the channel they use; about a task, or about none.

    What is for a whole `team` is shown once in the team's room instead, where it has one. `mail_choices` are what may
    be said of a mail that waits, each with its button's label.
    """

    person_id: str
    text: Arg
    reference: str | None
    key: str
    team: str | None = None
    mail_choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Add a task, with its first event."""

    task: Task
    event: Event


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """Write the task's next version, with the event that says why."""

    task: Task
    event: Event


@dataclass(frozen=True, slots=True)
class AddEvent:
    """Add an event that leaves the task as it is, such as a comment."""

    event: Event


@dataclass(frozen=True, slots=True)
class ShowTask:
    """What is said shows a task as it stands, though nothing has changed in it."""

    reference: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Buttons below what is said, where it asks nothing."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Fulfil:
    """Have the assistant do its part of a task after this transaction: render, mail, file; or `withdraw` it again."""

    task: Task
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class SendMail:
    """Queue a mail made from a template; `attach` names documents of the task to attach."""

    template: str
    sender: str
    to: str
    language: Language
    values: dict[str, object]
    reference: str | None
    key: str
    attach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Queue a mail that was refused for good once more, to another address; `outgoing` is its outbox key."""

    outgoing: str
    to: str


@dataclass(frozen=True, slots=True)
class FileDocument:
    """Keep a file with its task, and show it with the answer."""

    name: str
    media_type: str
    content: bytes
    reference: str


@dataclass(frozen=True, slots=True)
class ShowFiles:
    """Show the files of a task once more, as far as the reader may see the task."""

    reference: str
    reader: Person


@dataclass(frozen=True, slots=True)
class AddParty:
    """Add an organisation to the records."""

    party: Party


@dataclass(frozen=True, slots=True)
class PutParty:
    """Write what is now known of an organisation on record."""

    party: Party


@dataclass(frozen=True, slots=True)
class PutAbsence:
    """Keep the days away that a task is about in the absence calendar."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class DropAbsence:
    """Take the days of a task out of the absence calendar."""

    reference: str


@dataclass(frozen=True, slots=True)
class AddReminder:
    """Keep a reminder."""

    reminder: Reminder


@dataclass(frozen=True, slots=True)
class DropReminder:
    """Let a reminder that is still to come not be given."""

    key: str


@dataclass(frozen=True, slots=True)
class PutPreference:
    """Keep what a colleague wants otherwise than is usual."""

    person_id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Write to a colleague in another language from now on."""

    person_id: str
    language: Language


@dataclass(frozen=True, slots=True)
class AddLinkCode:
    """Keep a code by which another account of a colleague is linked."""

    code: LinkCode


@dataclass(frozen=True, slots=True)
class KeepCorrection:
    """Keep a correction; `original` is the message that its sentence is in, where the sentence is not known."""

    correction: Correction
    original: str | None = None


Effect = (
    Say
    | Notify
    | OpenTask
    | ChangeTask
    | AddEvent
    | Fulfil
    | SendMail
    | SendAgain
    | FileDocument
    | ShowFiles
    | AddParty
    | PutParty
    | PutAbsence
    | DropAbsence
    | AddReminder
    | DropReminder
    | KeepCorrection
    | PutPreference
    | SetLanguage
    | AddLinkCode
    | ShowTask
    | Offer
    | Settle
    | Chase
    | KeepStandingOrder
    | StopStandingOrder
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A conversation's next state and what is to be done; grows by `plus`, `keep`, `drop`, `asking`."""

    conversation: Conversation
    drafts: dict[str, Draft] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    effects: tuple[Effect, ...] = ()

    def plus(self, *effects: Effect) -> "Decision":
        """With more effects, in order."""
        return replace(self, effects=self.effects + effects)

    def say(self, *texts: Arg) -> "Decision":
        """With more to tell the person who wrote."""
        return self.plus(*(Say(part) for part in texts))

    def keep(self, draft: Draft) -> "Decision":
        """With a draft to be saved."""
        return replace(self, drafts={**self.drafts, draft.id: draft})

    def drop(self, draft_id: str) -> "Decision":
        """Without a draft; the conversation no longer looks at it."""
        drafts = {key: draft for key, draft in self.drafts.items() if key != draft_id}
        focus = None if self.conversation.focus == draft_id else self.conversation.focus
        conversation = self.conversation.model_copy(update={"focus": focus})
        return replace(self, drafts=drafts, dropped=self.dropped | {draft_id}, conversation=conversation)

    def turn_to(self, **state: object) -> "Decision":
        """With parts of the conversation's state replaced."""
        return replace(self, conversation=self.conversation.model_copy(update=state))

    def asking(self, ask: Ask | None) -> "Decision":
        """With the question that now waits for an answer."""
        focus = ask.draft if ask and ask.draft else self.conversation.focus
        return self.turn_to(asked=ask, focus=focus)
