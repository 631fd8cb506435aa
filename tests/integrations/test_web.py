"""Our web server: `/healthz` says how we are, what platforms post comes in beside it, and it stops when it is told."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.chat.settings import WebSettings
from integrations.web import Health, application, serve_web
from tests.news import quiet, tell, until


@dataclass
class Office:
    """What the server is asked about, and how often something was posted to it."""

    parts: dict[str, str | None] = field(default_factory=dict)
    posted: list[bytes] = field(default_factory=list)
    held: asyncio.Event | None = None
    """Where it is set, a post is answered only after it."""

    def application(self) -> Starlette:
        return application([Route("/slack/events", self.take, methods=["POST"])], lambda: Health(parts=self.parts))

    async def take(self, request: Request) -> Response:
        self.posted.append(await request.body())
        tell()
        if self.held:
            await self.held.wait()
        return PlainTextResponse("kept")


@pytest.fixture
def office() -> Office:
    return Office()


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[tuple[httpx.AsyncClient, Callable[[], None], "asyncio.Task[None]"]]:
    """A client of the running server, what stops the server, and the server's own run."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    stop = asyncio.Event()
    running = asyncio.create_task(serve_web(app, WebSettings(port=port), stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        async with asyncio.timeout(10):
            while not await _answers(client):
                await quiet(0.02)
        try:
            yield client, stop.set, running
        finally:
            stop.set()
            await running


async def _answers(client: httpx.AsyncClient) -> bool:
    try:
        await client.get("/healthz")
    except httpx.ConnectError:
        return False
    return True


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ({}, 200),
        ({"telegram": None, "slack norland": None}, 200),
        ({"telegram": None, "slack norland": "the token was refused"}, 503),
    ],
)
async def test_health_is_well_only_while_nothing_is_wrong_and_names_every_part(
    parts: dict[str, str | None], status: int, office: Office
) -> None:
    office.parts = parts
    async with served(office.application()) as (client, _, _):
        answer = await client.get("/healthz")
    assert answer.status_code == status
    assert answer.json() == {"ok": status == 200, "parts": parts}


async def test_health_is_asked_anew_each_time(office: Office) -> None:
    async with served(office.application()) as (client, _, _):
        before = await client.get("/healthz")
        office.parts = {"telegram": "no answer"}
        after = await client.get("/healthz")
    assert (before.status_code, after.status_code) == (200, 503)


async def test_what_platforms_post_comes_in_beside_it_and_nothing_else_does(office: Office) -> None:
    async with served(office.application()) as (client, _, _):
        assert (await client.post("/slack/events", content=b"{}")).text == "kept"
        assert (await client.get("/slack/events")).status_code == 405
        assert (await client.get("/")).status_code == 404
        assert (await client.get("/docs")).status_code == 404
    assert office.posted == [b"{}"]


async def test_it_stops_when_it_is_told_and_what_is_being_answered_is_answered_first(office: Office) -> None:
    office.held = asyncio.Event()
    async with served(office.application()) as (client, stop, running):
        answering = asyncio.create_task(client.post("/slack/events", content=b"last"))
        await until(lambda: bool(office.posted))
        stop()
        await quiet(0.2)
        assert not running.done()
        office.held.set()
        assert (await answering).text == "kept"
        async with asyncio.timeout(5):
            await running
        with pytest.raises(httpx.ConnectError):
            await client.get("/healthz")


async def test_an_address_that_is_taken_says_which_setting_it_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=rf"127\.0\.0\.1 port {port}: see the settings \[web\]"):
            await serve_web(application([], lambda: Health(parts={})), WebSettings(port=port), asyncio.Event())


async def test_what_fails_in_a_route_is_an_error_of_the_server_and_shows_nothing_of_it(office: Office) -> None:
    async def broken(_: Request) -> Response:
        raise OSError("the password is hunter2")

    app = application([Route("/broken", broken)], lambda: Health(parts={}))
    async with served(app) as (client, _, _):
        answer: Any = await client.get("/broken")
        assert (answer.status_code, "hunter2" in answer.text) == (500, False)
        assert (await client.get("/healthz")).status_code == 200
