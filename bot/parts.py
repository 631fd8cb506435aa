"""What the handlers work with, made once per process by `bot.app`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.catalogue import Catalogue
from bot.chat.intake import ChatPlatform
from bot.digest.content import Digest
from bot.documents import AnyDocument
from bot.einvoice import EInvoice
from bot.mail.kept import KeptMail
from bot.mail.model import ReceivedMail
from bot.mail.tokens import new_token
from bot.model import Language, Person
from bot.ports import Adviser, Channel, Reading, Store
from bot.speech import Speech
from bot.turn import Rules, Skills, usual
from bot.understanding.understand import Understander
from bot.worktime.model import Calendar
from bot.worktime.settings import calendar_in


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be built: from whom, to whom, from which template and values, with which files.

    `pictures` (name, media type, content) are shown where the HTML refers to `cid:name`. What comes again and again has
    a `subscription`: its id, its name, and the links by which to get no more of it.
    """

    sender: str
    to: str
    template: str
    language: Language
    values: dict[str, object]
    date: datetime
    message_id: str = ""
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    pictures: tuple[tuple[str, str, bytes], ...] = ()
    subscription: tuple[str, str, tuple[str, ...]] | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    marker: str | None = None
    automatic: bool = False
    acknowledges: bool = False


class Readdress(Protocol):
    """A mail's bytes as they go to another address; raises ValueError for one that cannot exist.

    `markers` are the reply token that stood in its text and the one in its place.
    """

    def __call__(
        self,
        content: bytes,
        *,
        to: str,
        message_id: str,
        date: datetime,
        reply_to: str | None,
        markers: tuple[str, str],
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class MailDesk:
    """How this installation deals with mail.

    `sender` is the address that colleagues are written from; `read` reads a mail's bytes (with the day it came and
    how it is kept), `read_invoices` an electronic invoice's; `readdress` gives a mail of ours another address,
    `reply_to` the address that brings a token back, `marker` says whether the token also stands in the text.
    `own_domains` are the company's, `hourly` is how many mails of one sender are worked in an hour, `hourly_of_task`
    how many about one task, `people` are the ids of those who look after mails that nobody expects, `acknowledges`
    says whether unknown senders are told that their mail came.
    `is_read` says whether the mailbox of `sender` is read, and `company` is the name over that address.
    """

    sender: str
    read: Callable[[bytes, date, KeptMail], ReceivedMail]
    read_invoices: Callable[[str, bytes], tuple[EInvoice, ...]]
    readdress: Readdress
    reply_to: Callable[[str], str | None] = lambda _: None
    marker: bool = True
    own_domains: frozenset[str] = frozenset()
    hourly: int = 60
    hourly_of_task: int = 20
    people: tuple[str, ...] = ()
    acknowledges: bool = False
    company: str = ""
    is_read: bool = False

    def outward(self, sender: str) -> str:
        """From whom an outsider is written: the mailbox that is read, so that answers and bounces come to us."""
        return f"{self.company} <{self.sender}>" if self.is_read and self.company else sender


@dataclass(frozen=True, slots=True)
class Parts:
    """The assistant's parts; `clock` gives the moment, aware, and is asked once per message.

    `build_mail` gives a mail's bytes and its subject. `recipients` narrows a channel to whom this process delivers to,
    `worker` is its name in claims. People are told what they did not ask for where they last were of `reach`, else on
    `home_channel`. `adviser` is a language model where one is configured, `mail` how mails that arrive are dealt with,
    `new_token` gives what nobody guesses. `platforms` are the chat platforms by channel, which `channels` need not have
    where another thread delivers; `rooms` says on which channel and at which address a team has a room of its own.
    `digest` gives what somebody's digest says at a moment, `calendar_of` when somebody works, `calendar_in`
    when a country does (None for one that is not known). `pages` are told, after the commit, on whose own pages a
    changed task may stand; they return at once. `queued` is told likewise on which channel something is to leave.
    """

    store: Store
    catalogue: Catalogue
    skills: Skills
    understander: Understander
    speech: Speech
    rules: Rules
    clock: Callable[[], datetime]
    render: Callable[[AnyDocument], bytes]
    build_mail: Callable[[Mail], tuple[bytes, str]]
    channels: dict[str, Channel]
    recipients: dict[str, tuple[str, ...]]
    worker: str
    home_channel: str = "terminal"
    reach: tuple[str, ...] = ("terminal",)
    mail: MailDesk | None = None
    new_token: Callable[[], str] = new_token
    adviser: Adviser | None = None
    platforms: Mapping[str, ChatPlatform] = field(default_factory=dict)
    rooms: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    digest: Callable[[Reading, Person, datetime], Digest | None] = lambda *_: None
    calendar_of: Callable[[Person], Calendar] = lambda _: usual()
    calendar_in: Callable[[str], Calendar | None] = calendar_in
    pages: Sequence[Callable[[Callable[[], frozenset[str]]], None]] = ()
    queued: Callable[[str], None] = lambda _: None
