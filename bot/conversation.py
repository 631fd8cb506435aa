"""The state of a conversation: what was asked, and the drafts that wait for answers."""

from typing import Literal

from pydantic import AwareDatetime

from bot.model import Amount, Document, FieldValue, Language, Value

AskKind = Literal["field", "choice", "confirm", "intent", "address", "forward"]


class Choice(Value):
    """One of the answers offered; `value` is what choosing it means, `label` what the reader sees.

    `price` lets "the cheapest" and "the one at 189" be understood.
    """

    value: str
    label: str
    price: Amount | None = None


class Ask(Value):
    """The question that waits for an answer.

    `field` asks for a field of the draft, `choice` which record a field means (`line` says which item),
    `confirm` whether to go ahead, `intent` what an unclear message wanted: its text is in `text`, what it seemed or
    was taken for in `guess`, and the draft that the choice takes the place of, if any, in `instead`. `address` asks
    whether the mail of the outbox key `field` goes to the address `text`, `forward` what to do with a mail that was
    passed on: its words are in `text`, their language in `field`, its party's number in `guess`, what a file of it says
    in `fields`.
    """

    kind: AskKind
    draft: str | None = None
    field: str | None = None
    line: int | None = None
    choices: tuple[Choice, ...] = ()
    text: str | None = None
    message: str | None = None
    guess: str | None = None
    instead: str | None = None
    fields: dict[str, FieldValue] = {}
    times: int = 1


class Draft(Value):
    """A request that is not a task yet; it belongs to a person and survives a restart.

    `said` are the words it was understood from, nothing where they are not known. `declined` are the fields the
    person has nothing to say about; `settled` what was chosen that no field says. `revises` is the task it changes, if
    any; `aside` means that it waits to be taken up again; `thread` is the conversation it was begun in.
    """

    id: str
    person_id: str
    type: str
    said: str = ""
    fields: dict[str, FieldValue] = {}
    declined: tuple[str, ...] = ()
    settled: dict[str, str] = {}
    revises: str | None = None
    aside: bool = False
    thread: str = ""
    language: Language
    updated_at: AwareDatetime
    version: int = 0


class Taken(Value):
    """What was last carried out from some words: as which type, and the task it became, if any."""

    type: str
    said: str
    task: str | None = None


class Conversation(Value):
    """A thread with a person at a version; `listed` are the task numbers last shown, in order.

    `files` came along with messages that have led to no task yet; `shown` is the key of the message whose buttons
    answer what was `asked`.
    """

    key: str
    person_id: str
    language: Language
    asked: Ask | None = None
    focus: str | None = None
    last_task: str | None = None
    taken: Taken | None = None
    listed: tuple[str, ...] = ()
    files: tuple[Document, ...] = ()
    shown: str | None = None
    version: int = 0
