"""Our side of Telegram in tests: what takes updates over, and the service at work against the server of the tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from bot.chat.settings import TelegramSettings
from bot.messages import Button, InboundMessage, Outgoing, Reply
from bot.model import Document
from integrations.telegram import TelegramChannel, TelegramService
from integrations.telegram.client import Client, make_client
from integrations.telegram.people import Acquainted
from tests.news import Noted, until
from tests.telegram_server import TelegramServer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECRET = "k7Zq2mVw9xTn4bLs"


class Kept:
    """An intake that keeps in memory; `failing` times it fails first, as a full disk does."""

    def __init__(self) -> None:
        self.taken: Noted[InboundMessage] = Noted()
        """Each message once, in the order in which it was kept."""
        self.again: Noted[InboundMessage] = Noted()
        self.aside: Noted[tuple[InboundMessage, str]] = Noted()
        self.gone: Noted[tuple[str, str, str]] = Noted()
        self.moves: Noted[tuple[str, str, str]] = Noted()
        self.tasks: dict[str, str] = {}
        """The task that a message of ours is about, by its outside id."""
        self.failing = 0
        self.failed: Noted[str] = Noted()

    def take(self, message: InboundMessage) -> bool:
        if self.failing:
            self.failing -= 1
            self.failed.append(message.external_id)
            raise OSError("no space left on device")
        new = all(one.external_id != message.external_id for one in self.taken)
        (self.taken if new else self.again).append(message)
        return new

    def put_aside(self, message: InboundMessage, reason: str) -> None:
        self.aside.append((message, reason))

    def knows(self, channel: str, place: str) -> bool:
        return False

    def about(self, channel: str, outside_id: str) -> str | None:
        return self.tasks.get(outside_id)

    def left(self, channel: str, account: str, user: str) -> None:
        self.gone.append((channel, account, user))

    def moved(self, channel: str, before: str, after: str) -> None:
        self.moves.append((channel, before, after))

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.taken]


def settings(server: TelegramServer, **changes: Any) -> TelegramSettings:
    return TelegramSettings.model_validate({"token": SecretStr(server.token), "url": server.url, **changes})


def outgoing(recipient: str, reply: Reply | str, **changes: Any) -> Outgoing:
    said = Reply(text=reply) if isinstance(reply, str) else reply
    values: dict[str, Any] = {"key": "answer:1", "kind": "answer", "thread": f"telegram:{recipient}", **changes}
    return Outgoing(channel="telegram", recipient=recipient, body=said.model_dump_json().encode(), **values)


def button(label: str, press: str = "act:done:Q-0001", **changes: Any) -> Button:
    return Button(value=label, label=label, press=press, **changes)


def document(name: str = "Q-0001.pdf") -> Document:
    return Document(name=name, media_type="application/pdf", sha256="a" * 64)


def no_files(sha256: str) -> bytes | None:
    return None


@asynccontextmanager
async def client_of(server: TelegramServer, **changes: Any) -> AsyncIterator[Client]:
    client = make_client(settings(server, **changes))
    try:
        await client.initialize()
        yield client
    finally:
        await client.shutdown()


@asynccontextmanager
async def channel_of(
    server: TelegramServer, *, contents: dict[str, bytes] | None = None, seconds: float = 20
) -> AsyncIterator[TelegramChannel]:
    """A channel on this loop."""
    async with client_of(server) as client:
        yield TelegramChannel(
            client,
            asyncio.get_running_loop(),
            content=(contents or {}).get,
            acquainted=Acquainted(),
            seconds=seconds,
        )


def service_of(server: TelegramServer, kept: Kept, **changes: Any) -> TelegramService:
    return TelegramService(
        settings(server, **changes),
        kept,
        asyncio.get_running_loop(),
        content=no_files,
        wait=5,
        back_off=lambda failures: 0.02,
    )


@asynccontextmanager
async def serving(server: TelegramServer, kept: Kept, **changes: Any) -> AsyncIterator[TelegramService]:
    """The service at work, from when it is connected."""
    service = service_of(server, kept, **changes)
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    try:
        await until(lambda: service.state.connected_since is not None or running.done())
        yield service
    finally:
        stop.set()
        await running
