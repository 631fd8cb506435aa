"""What comes in from a channel and what goes out to one, the same for every channel."""

from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime

from bot.model import Document, Value

InboundKind = Literal["text", "button", "form", "command", "mail"]
OutgoingKind = Literal["answer", "notice", "quote", "purchase_order", "supplier_request", "acknowledgement"]


class InboundMessage(Value):
    """An event of a channel; (channel, account, external_id) is what the source itself guarantees to be unique.

    `conversation` is the thread that an answer goes to, `sender_id` the colleague whom the channel has identified.
    `files` came along and are kept already; `about` is the task that the thread is about. A `mail` is one that nobody
    has read yet: its `text` is the mail's number.
    """

    channel: str
    account: str
    external_id: str
    conversation: str
    sender_id: str
    text: str
    subject: str | None = None
    files: tuple[Document, ...] = ()
    about: str | None = None
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
    """An action the reader can take at once; `value` is what a press sends back as text."""

    value: str
    label: str


class Reply(Value):
    """An answer in the reader's language, which each channel renders in its own way."""

    text: str
    asks: Asks | None = None
    buttons: tuple[Button, ...] = ()
    tasks: tuple[str, ...] = ()
    files: tuple[Document, ...] = ()


class Order(Value):
    """An internal command: carry out a task's fulfilment; `rest` is what else the answer has to say and ask."""

    reference: str
    revision: int = 1
    withdraw: bool = False
    rest: Reply | None = None


class Outgoing(Value):
    """A message ready to leave: rendered bytes, so that a resend is the same message.

    `key` is its deduplication key; order is kept within `thread`. `body` is a `Reply` in JSON for a chat
    channel, an RFC 5322 message for mail.
    """

    key: str
    channel: str
    recipient: str
    thread: str
    kind: OutgoingKind
    body: bytes
    in_reply_to: str | None = None
    reference: str | None = None


class Sent(Value):
    """Delivered; `outside_id` is the platform's or the mail's own id."""

    outside_id: str


class Temporary(Value):
    """Not delivered for now; to be tried again, not before `retry_after` has passed."""

    reason: str
    retry_after: timedelta | None = None


class Permanent(Value):
    """Refused for good; a person is told."""

    reason: str


class Uncertain(Value):
    """Handed over, but the connection broke before the answer: it may or may not have arrived."""

    reason: str


class NotSent(Value):
    """Looked up where it would be, and not there."""


Outcome = Sent | Temporary | Permanent | Uncertain
Looked = Sent | NotSent | Uncertain
