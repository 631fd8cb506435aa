"""The webhook: what Telegram posts to our web server is kept before it is told so, and nobody else is believed."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from integrations.telegram import PATH, TelegramService, Webhook
from integrations.telegram.webhook import LARGEST
from tests.chat_intake import Kept
from tests.news import until
from tests.telegram_office import SECRET, service_of, serving
from tests.telegram_server import Person, TelegramServer, telegram_server

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        running.http_webhooks = True
        yield running


@pytest.fixture
def dana(server: TelegramServer) -> Person:
    return server.person("Dana")


@asynccontextmanager
async def listening(app: Starlette, bound: socket.socket) -> AsyncIterator[str]:
    """Our web server, on a socket that takes connections from the beginning."""
    web = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    running = asyncio.create_task(web.serve(sockets=[bound]))
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}{PATH}"
    finally:
        web.should_exit = True
        await running


@asynccontextmanager
async def office(server: TelegramServer, kept: Kept) -> AsyncIterator[tuple[TelegramService, str]]:
    """The service with its web server, known to Telegram."""
    bound = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{bound.getsockname()[1]}{PATH}"
    async with serving(server, kept, webhook=url, webhook_secret=SECRET) as service:
        assert service.route is not None
        async with listening(Starlette(routes=[service.route]), bound) as where:
            assert where == url
            yield service, url


def update(text: str = "quote for Rossi") -> dict[str, Any]:
    chat = {"id": 42, "type": "private", "first_name": "Dana"}
    person = {"id": 42, "is_bot": False, "first_name": "Dana"}
    return {
        "update_id": 900,
        "message": {"message_id": 17, "date": 1795339800, "chat": chat, "from": person, "text": text},
    }


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, content=body, headers={HEADER: secret} if secret is not None else {})
    return answer.status_code


async def test_what_telegram_posts_is_kept_in_order(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    async with office(server, kept) as (service, url):
        for text in ("quote for Rossi", "20 desks", "yes"):
            dana.writes(text)
        await until(lambda: not server.updates.pending)
        assert (server.updates.webhook.url, server.updates.webhook.secret) == (url, SECRET)
        assert service.state.last_seen is not None
    assert kept.texts == ["quote for Rossi", "20 desks", "yes"]


async def test_what_could_not_be_kept_is_posted_again_and_kept_once(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    kept.failing = 2
    server.posting.attempts = 5
    async with office(server, kept) as (service, _):
        dana.writes("quote for Rossi")
        await until(lambda: not server.updates.pending)
        assert service.state.error is None
    assert kept.texts == ["quote for Rossi"]
    assert len(kept.failed) == 2
    assert server.updates.webhook.last_error == "Wrong response from the webhook: 500 Internal Server Error"


async def test_what_is_posted_twice_is_kept_once(server: TelegramServer) -> None:
    kept = Kept()
    async with office(server, kept) as (_, url):
        assert [await post(url, json.dumps(update()).encode()) for _ in range(2)] == [200, 200]
    assert (len(kept.messages), len(kept.again)) == (1, 1)


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_a_wrong_secret_is_refused_and_nothing_kept(server: TelegramServer, secret: str | None) -> None:
    kept = Kept()
    async with office(server, kept) as (_, url):
        assert await post(url, json.dumps(update()).encode(), secret) == 403
    assert (kept.messages, kept.aside) == ([], [])


async def test_a_body_that_is_too_large_is_refused(server: TelegramServer) -> None:
    kept = Kept()
    async with office(server, kept) as (_, url):
        assert await post(url, b'{"update_id": 1, "x": "' + b"x" * LARGEST + b'"}') == 413
    assert kept.aside == []


@pytest.mark.parametrize("body", [b"", b"no json", b"\xff\xfe", b"[" * 100_000, b'["a list"]'])
async def test_what_is_no_update_is_put_aside_so_that_it_is_not_posted_for_ever(
    server: TelegramServer, body: bytes
) -> None:
    kept = Kept()
    async with office(server, kept) as (_, url):
        assert await post(url, body) == 200
    assert len(kept.aside) == 1


async def test_before_the_bot_is_known_telegram_is_told_to_come_again() -> None:
    webhook = Webhook(SECRET, lambda: None)
    bound = socket.create_server(("127.0.0.1", 0))
    async with listening(Starlette(routes=[webhook.route]), bound) as url:
        assert await post(url, json.dumps(update()).encode()) == 503


async def test_a_get_is_no_way_in(server: TelegramServer) -> None:
    async with office(server, Kept()) as (_, url), httpx.AsyncClient() as client:
        assert (await client.get(url)).status_code == 405


async def test_without_a_webhook_there_is_no_route(server: TelegramServer) -> None:
    service = service_of(server, Kept())
    assert service.route is None
