"""What comes in from a channel and what goes out to one, the same for every channel."""

from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime

from bot.model import Document, Language, Value

InboundKind = Literal["text", "press", "form", "command", "mail"]
OutgoingKind = Literal[
    "answer", "notice", "digest", "update", "quote", "purchase_order", "supplier_request", "acknowledgement"
]


class Attached(Value):
    """A file that came along and still lies with the platform; `ref` is what the channel fetches it by.

    `size` is in bytes, None where the platform does not say.
    """

    ref: str
    name: str
    media_type: str
    size: int | None = None


class InboundMessage(Value):
    """An event of a channel; (channel, account, external_id) is what the source itself guarantees to be unique.

    `account` is the installation it came to: a workspace, a bot, a mailbox. `conversation` is what order is kept
    within, `sender_id` the colleague whom the channel has identified. On a chat platform the sender is known by `user`,
    the platform's own id, and `sender_id` is `channel:user` until it is known who that is; `place` is where an answer
    goes, in the channel's own words, and `room` says that others read along there, and `outsiders`
    that some of them may be no colleagues.

    `files` came along and are kept already, those in `attached` are yet to be fetched; the messages of one `album` are
    one. `about` is the task that the thread is about, `edits` the earlier message in whose place this one stands. The
    `text` of a press is a `bot.chat.press.Press`, that of a form a `bot.chat.forms.Submitted`, that of a mail, which
    nobody has read yet, its number.
    """

    channel: str
    account: str
    external_id: str
    conversation: str
    sender_id: str
    text: str
    subject: str | None = None
    files: tuple[Document, ...] = ()
    attached: tuple[Attached, ...] = ()
    album: str | None = None
    about: str | None = None
    user: str | None = None
    place: str | None = None
    room: bool = False
    outsiders: bool = False
    edits: str | None = None
    kind: InboundKind = "text"
    received_at: AwareDatetime
    in_reply_to: str | None = None


class Asks(Value):
    """What a reply asks for: a field of a type, a confirmation, or one of a few choices."""

    type: str | None = None
    field: str | None = None
    confirm: bool = False
    choices: tuple[str, ...] = ()


class Button(Value):
    """An action the reader can take at once; `value` is what a reader without buttons writes in its place.

    `press` is what a chat channel sends back (a `bot.chat.press.Press`, at most 64 bytes). Where a platform has forms,
    one with `opens` opens that form in place of being pressed.
    """

    value: str
    label: str
    press: str = ""
    opens: str | None = None
    look: Literal["plain", "primary", "danger"] = "plain"


class Reply(Value):
    """An answer in the reader's language, which each channel renders in its own way.

    `tasks` are those that the answer has changed, `shows` is one that it only shows; `standing` says how that task
    stands now, where it has changed since the text was written.
    """

    text: str
    standing: str = ""
    language: Language | None = None
    asks: Asks | None = None
    buttons: tuple[Button, ...] = ()
    tasks: tuple[str, ...] = ()
    shows: str | None = None
    files: tuple[Document, ...] = ()


class Order(Value):
    """An internal command: carry out a task's fulfilment; `rest` is what else the answer has to say and ask."""

    reference: str
    revision: int = 1
    withdraw: bool = False
    rest: Reply | None = None


class Outgoing(Value):
    """A message ready to leave: rendered bytes, so that a resend is the same message.

    `key` is its deduplication key; order is kept within `thread`. `recipient` is an address of the channel's own, such
    as a chat and a thread in it, and `reader` the colleague who reads it there, None where several do. `body` is a
    `Reply` in JSON for a chat channel, an RFC 5322 message for mail. `edits` is the key of the message in whose place
    this one is shown; a channel is given that message's outside id there. In a room, `only_for` names the user who
    alone sees it.
    """

    key: str
    channel: str
    recipient: str
    thread: str
    kind: OutgoingKind
    body: bytes
    in_reply_to: str | None = None
    reference: str | None = None
    reader: str | None = None
    edits: str | None = None
    only_for: str | None = None


class Sent(Value):
    """Delivered; `outside_id` is the platform's or the mail's own id."""

    outside_id: str


class Temporary(Value):
    """Not delivered for now; to be tried again, not before `retry_after` has passed.

    `moved` is the address in whose place the recipient is reached from now on.
    """

    reason: str
    retry_after: timedelta | None = None
    moved: str | None = None


class Permanent(Value):
    """Refused for good; a person is told. `gone`: nothing reaches this recipient there any more."""

    reason: str
    gone: bool = False


class Uncertain(Value):
    """Handed over, but the connection broke before the answer: it may or may not have arrived."""

    reason: str


class NotSent(Value):
    """Looked up where it would be, and not there."""


Outcome = Sent | Temporary | Permanent | Uncertain
Looked = Sent | NotSent | Temporary | Uncertain
"""`Temporary`: it cannot be asked now, and nothing may be sent before it was; `Uncertain`: nobody can tell."""
