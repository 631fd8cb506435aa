"""A mail as it was read. What it says of itself is data and not trusted; `authentication` is what was checked."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from bot.model import Value

MailKind = Literal["message", "auto_reply", "out_of_office", "bounce", "complaint", "receipt", "list"]
Verdict = Literal["pass", "fail", "none"]
PecKind = Literal[
    "message", "accepted", "delivered", "taken_over", "not_accepted", "not_delivered", "virus", "anomaly"
]  # fmt: skip


class Address(Value):
    """A mailbox: `address` in lower case as written otherwise, `name` as shown ("" when there is none)."""

    address: str
    name: str = ""


class Attachment(Value):
    """A file of a mail: `name` is safe to write, `media_type` was told from the bytes, `declared` is the mail's word.

    `danger` says why it should not simply be opened, None where nothing speaks against it.
    """

    name: str
    media_type: str
    declared: str
    inline: bool
    content: bytes
    danger: str | None = None

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


class Bounce(Value):
    """A mail of ours that did not reach an address (RFC 3464): `message_id` is the mail's, where the report tells.

    `action` is "failed", "delayed", or how it was reached: "delivered", "relayed", "expanded". `status` is the enhanced
    code ("5.1.1"), `hard` whether trying again is useless.
    """

    recipient: str
    action: str
    status: str | None = None
    hard: bool
    reason: str = ""
    message_id: str | None = None

    @property
    def reached(self) -> bool:
        """Whether the mail arrived: a report may also tell of those."""
        return self.action not in ("failed", "delayed")


class Authentication(Value):
    """What the receiving server, or we, found out about the sender; `domain` is what From says.

    `aligned` means that DMARC passed, or that SPF or DKIM passed for the domain of From (RFC 7489, 3.1). `server` is
    the authserv-id whose word was taken (RFC 8601), None where there was nobody to trust.
    """

    domain: str = ""
    server: str | None = None
    spf: Verdict = "none"
    dkim: Verdict = "none"
    dmarc: Verdict = "none"
    aligned: bool = False
    reason: str = ""


class Pec(Value):
    """The envelope of Italian certified mail: what kind, and the mail it is about.

    `message_id` is the original mail's, `recipients` those a receipt speaks of, `error` why it was not delivered.
    """

    kind: PecKind
    sender: str = ""
    message_id: str | None = None
    recipients: tuple[str, ...] = ()
    error: str | None = None
    at: AwareDatetime | None = None


class Away(Value):
    """What an out-of-office says: the first day back, and who stands in."""

    back_on: date | None = None
    stand_in: str | None = None


class Forwarded(Value):
    """A mail that another one passes on; its sender is what the mail program wrote over it, which proves nothing."""

    sender: Address
    subject: str = ""
    text: str = ""


class ReceivedMail(Value):
    """A mail as it was read; `text` is what is new in it, `quoted` and `signature` what was set apart, nothing is lost.

    `kind` tells people's mails from robots'; `about` is the id of the mail that a complaint is about. `markers` are
    our own reply tokens, from the addresses it was sent to and from the quoted text. `truncated` means that only its
    headers were read, because it was too large. `problems` says what was wrong with it, in English, for `pratica
    parse-mail` and the log. `own_text` is what the sender says where `text` is mostly somebody else's mail that is
    passed on, None elsewhere; `forwarded` is that mail, also where there are words above it.
    """

    sender: Address
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    subject: str = ""
    date: AwareDatetime | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    text: str = ""
    quoted: str = ""
    signature: str = ""
    attachments: tuple[Attachment, ...] = ()
    kind: MailKind = "message"
    bounces: tuple[Bounce, ...] = ()
    about: str | None = None
    away: Away | None = None
    authentication: Authentication = Authentication()
    pec: Pec | None = None
    markers: tuple[str, ...] = ()
    truncated: bool = False
    size: int = 0
    problems: tuple[str, ...] = ()
    own_text: str | None = None
    forwarded: Forwarded | None = None


class MailPosition(Value):
    """How far a folder was read: UIDs can be compared only while `uidvalidity` is the same (RFC 9051, 2.3.1.1)."""

    mailbox: str
    folder: str
    uidvalidity: int
    last_uid: int


class RawMail(Value):
    """A mail as it lies in a mailbox; `whole` is False when only its headers were fetched, since it was too large.

    `problem` says why the server did not give it out otherwise, in English; its content is then headers or nothing.
    """

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    size: int
    content: bytes
    whole: bool = True
    problem: str | None = None
