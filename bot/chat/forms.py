"""Forms, such as the modals of Slack: what they ask for, what somebody filled in, and the port that serves them.

Everything here is answered on the spot and changes nothing; what is submitted takes the main road as a message.
"""

from typing import Literal, Protocol

from bot.messages import Button, Reply
from bot.model import Value

QUOTED = "message"
"""Under this name a submission carries the message that the form was opened from, beside the form's own fields."""

FormKind = Literal["line", "lines", "number", "date", "choice", "record"]


class Option(Value):
    """One of the values that can be chosen."""

    value: str
    label: str


class FormField(Value):
    """What a form asks for; `value` is what stands in it at first.

    `line` and `lines` are free text, `number` is a figure with or without a unit or currency, as people write it;
    `date` is an ISO day; `choice` is one of `options`; `record` is searched for while it is typed, and new words are
    taken as well. `label` and `hint` are in the reader's language.
    """

    name: str
    label: str
    hint: str = ""
    kind: FormKind
    required: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()


class Adding(Value):
    """A button below the field `below`, by which the form is asked for anew with so many `rows` of items."""

    below: str
    label: str
    rows: int


class Form(Value):
    """A form in the reader's language; `key` is what its submission brings back, `add` lengthens its list of items."""

    key: str
    title: str
    fields: tuple[FormField, ...]
    submit: str
    close: str
    note: str = ""
    add: Adding | None = None


class Submitted(Value):
    """A filled-in form as it was sent: its key, and what stands in its fields by name; empty ones are left out."""

    key: str
    values: dict[str, str]


class HomeSection(Value):
    """A part of the page that shows a colleague what is theirs; `empty` stands where there are no cards."""

    title: str
    cards: tuple[Reply, ...] = ()
    empty: str = ""


class Home(Value):
    """The own page of the colleague with the id `person`."""

    person: str
    title: str
    buttons: tuple[Button, ...] = ()
    sections: tuple[HomeSection, ...] = ()


class Asker(Value):
    """Whoever wants something on the spot, as the platform knows them."""

    channel: str
    account: str
    user: str


class Refusal(Value):
    """One sentence in the asker's language that says why there is no form."""

    text: str


class Desk(Protocol):
    """The interactive port: read-only, answered at once. Its methods block, so they are called in a thread."""

    def form(self, asker: Asker, key: str, *, rows: int = 1) -> Form | Refusal:
        """The form of this key: `new` to choose a type, `new:<type>`, `draft:<id>`, `reason:<act>:<reference>`.

        It has so many `rows` for items at least, as far as there may be.
        """

    def errors(self, asker: Asker, submitted: Submitted) -> dict[str, str]:
        """What is wrong with what was filled in, by field, in the asker's language; nothing when it can be taken."""

    def suggest(self, asker: Asker, key: str, field: str, typed: str) -> tuple[Option, ...]:
        """Records whose name fits what was typed into a field of a form, the likeliest first."""

    def home(self, asker: Asker) -> Home | Refusal:
        """The asker's own page."""

    def say(self, asker: Asker, text_id: str) -> str:
        """A text without variables in the asker's language, such as a shortcut's answer."""
