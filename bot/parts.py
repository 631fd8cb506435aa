"""What the handlers work with, made once per process by `bot.app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import Catalogue
from bot.documents import AnyDocument
from bot.model import Language
from bot.ports import Adviser, Channel, Store
from bot.speech import Speech
from bot.turn import Rules, Skills
from bot.understanding.understand import Understander


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be built: from whom, to whom, from which template and values, with which files."""

    sender: str
    to: str
    template: str
    language: Language
    values: dict[str, object]
    message_id: str
    date: datetime
    attachments: tuple[tuple[str, str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """The assistant's parts; `clock` gives the moment, aware, and is asked once per message.

    `recipients` narrows a channel to whom this process delivers to, `worker` is its name in claims, `home_channel`
    where people are told what they did not ask for, `adviser` a language model where one is configured.
    """

    store: Store
    catalogue: Catalogue
    skills: Skills
    understander: Understander
    speech: Speech
    rules: Rules
    clock: Callable[[], datetime]
    render: Callable[[AnyDocument], bytes]
    build_mail: Callable[[Mail], bytes]
    channels: dict[str, Channel]
    recipients: dict[str, tuple[str, ...]]
    worker: str
    home_channel: str = "terminal"
    adviser: Adviser | None = None
