"""What tests of a mailbox share: mails, a store, settings with short waits, and a supervisor at work."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.mail.accounts import MailboxSettings
from bot.mail.model import MailPosition, RawMail
from integrations.imap import Supervisor, check
from tests.imap_server import PASSWORD, USER
from tests.news import Noted, tell, until

HAZARDS = Path(__file__).parent / "data" / "mail" / "hazards"
TOKEN = "ya29.test-token"


def fixture(name: str) -> bytes:
    return (HAZARDS / f"{name}.eml").read_bytes()


def mail(number: int, *, length: int = 0) -> bytes:
    """A small mail, the number of which is in all that tells it from others."""
    head = f"From: oliver@norland.example\r\nSubject: mail {number}\r\nMessage-ID: <{number}@norland.example>\r\n\r\n"
    return f"{head}Text {number}.\r\n{'x' * 70 + chr(13) + chr(10)}".encode() + b"y" * length


class Store:
    """Keeps mails and positions as a database would: both or none, and no mail twice."""

    def __init__(self) -> None:
        self.positions: dict[tuple[str, str], MailPosition] = {}
        self.mails: dict[tuple[str, int, int], RawMail] = {}
        self.taken: list[int] = []
        self.starts: list[MailPosition] = []
        self.fails = 0
        self.since: datetime | None = None
        self._lock = threading.Lock()

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        return self.positions.get((mailbox, folder))

    def wanted_since(self, mailbox: str, folder: str) -> datetime | None:
        return self.since

    def start_at(self, position: MailPosition) -> None:
        with self._lock:
            self.starts.append(position)
            self.positions[position.mailbox, position.folder] = position
        tell()

    def take(self, mail: RawMail) -> bool:
        with self._lock:
            if self.fails:
                self.fails -= 1
                raise OSError("the disk is full")
            key = (mail.folder, mail.uidvalidity, mail.uid)
            new = key not in self.mails
            self.mails.setdefault(key, mail)
            self.taken.append(mail.uid)
            known = self.positions[mail.mailbox, mail.folder]
            if known.uidvalidity == mail.uidvalidity and known.last_uid < mail.uid:
                self.positions[mail.mailbox, mail.folder] = known.model_copy(update={"last_uid": mail.uid})
        tell()
        return new

    @property
    def contents(self) -> list[bytes]:
        return [found.content for found in self.mails.values()]

    async def until(self, count: int, *, seconds: float = 10) -> list[RawMail]:
        """All mails, as soon as there are so many."""
        await until(lambda: len(self.mails) >= count, seconds=seconds)
        return list(self.mails.values())

    async def begun(self) -> None:
        """When a first position was set."""
        await until(lambda: bool(self.positions))


class Waits:
    """Notes after how many failures a pause is made, which is then short."""

    def __init__(self) -> None:
        self.failures: Noted[int] = Noted()

    def __call__(self, failures: int) -> float:
        self.failures.append(failures)
        return 0.05


def settings(port: int, **changed: Any) -> MailboxSettings:
    given: dict[str, Any] = {
        "name": "office", "host": "127.0.0.1", "port": port, "user": USER, "password": SecretStr(PASSWORD),
        "insecure_localhost": True, "since": "all", "renew_seconds": 0.3, "poll_seconds": 0.3, "answer_seconds": 2,
    }  # fmt: skip
    return MailboxSettings(**given | changed)


class _Telling(Supervisor):
    """A supervisor that tells of every change of its state."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        tell()


@asynccontextmanager
async def reading(given: MailboxSettings, store: Store, **options: Any) -> AsyncIterator[Supervisor]:
    """A supervisor at work; that it ends when it is told to is part of every test."""
    supervisor = _Telling(given, store, **{"back_off": lambda _: 0.02} | options)
    stop = asyncio.Event()
    running = asyncio.create_task(supervisor.run(stop))
    try:
        yield supervisor
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await running


async def problem_of(supervisor: Supervisor) -> str:
    """Why it does not work."""
    await until(lambda: supervisor.state.error is not None)
    return str(supervisor.state.error)


async def doctor(given: MailboxSettings) -> str | None:
    return await asyncio.to_thread(check, given)
