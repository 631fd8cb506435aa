"""Our side of Telegram in tests: the service at work against the server of the tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from bot.chat.settings import TelegramSettings
from bot.messages import Button, Outgoing, Reply
from bot.model import Document
from integrations.telegram import TelegramChannel, TelegramService
from integrations.telegram.client import Client, make_client
from integrations.telegram.people import Acquainted
from tests.chat_intake import Kept
from tests.news import until
from tests.telegram_server import TelegramServer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECRET = "k7Zq2mVw9xTn4bLs"


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
