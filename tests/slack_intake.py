"""A running road to the Slack double, and views that note what comes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn
from pydantic import HttpUrl, SecretStr
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.chat.settings import SlackSettings
from integrations.slack import SlackService, Workspaces
from tests.chat_intake import Kept
from tests.news import Noted, tell, until
from tests.slack_server import TEAM, SlackServer
from tests.slack_server.things import Message

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ALICE, BOB, ROOM = "UALICE", "UBOB", "CROOM"
BOT = "UBOT0NORLAND"


def office(server: SlackServer) -> SlackServer:
    server.user(ALICE, "alice", real_name="Alice Rossi")
    server.user(BOB, "bob", real_name="Bob Cohen")
    server.channel(ROOM, [ALICE, BOB, server.workspace().bot_user])
    return server


def last(server: SlackServer, channel: str) -> Message:
    return server.messages[channel][-1]


class Seen:
    """Meets `Views`: notes what came, and answers what it is told to."""

    def __init__(self, answer: BoltResponse | None = None) -> None:
        self.bodies: Noted[dict[str, Any]] = Noted()
        self.answer = answer
        self.closed = False

    async def handle(self, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse | None:
        self.bodies.append(body)
        return self.answer

    async def answered_elsewhere(self, body: dict[str, Any]) -> BoltResponse | None:
        return BoltResponse(status=200, body={"text": "in our direct messages"})

    async def close(self) -> None:
        self.closed = True


def settings(server: SlackServer, team: str = TEAM, *, http: bool = False, **changes: Any) -> SlackSettings:
    """The settings that an office would write for this workspace."""
    workspace = server.workspace(team)
    return SlackSettings(
        name=workspace.name,
        bot_token=SecretStr(workspace.bot_token),
        app_token=None if http else SecretStr(workspace.app_token),
        signing_secret=SecretStr(workspace.signing_secret) if http else None,
        url=HttpUrl(server.url),
        **changes,
    )


@asynccontextmanager
async def road(
    server: SlackServer,
    *given: SlackSettings,
    intake: Kept,
    views: Seen | None = None,
) -> AsyncIterator[SlackService]:
    """A running service that Slack reaches, over Socket Mode or over HTTP, as the settings say."""
    workspaces = Workspaces(given or (settings(server),), clock=clock)
    service = SlackService(workspaces, intake, views, back_off=soon, ping_seconds=0.2)
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    try:
        async with served(Starlette(routes=service.routes())) as address:
            for known in given:
                if not known.app_token:
                    team = next(
                        w for w in server.workspaces.values() if w.bot_token == known.bot_token.get_secret_value()
                    )
                    team.request_url = f"{address}/slack/events"
            await connected(service, running)
            yield service
    finally:
        stop.set()
        await running


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """The address at which a web application is served."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", access_log=False))
    serving = asyncio.create_task(server._serve([listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def connected(service: SlackService, running: "asyncio.Task[None]") -> None:
    """When every workspace can be reached; the clock and the pauses tell that something has changed."""
    running.add_done_callback(lambda _: tell())
    await until(lambda: running.done() or _all_reached(service))
    if running.done():
        running.result()


def clock() -> datetime:
    """The time of the tests; a service asks for it whenever its state changes."""
    tell()
    return NOW


def soon(failures: int) -> float:
    """Pauses that do not hold up a test."""
    tell()
    return 0.01 * failures


def _all_reached(service: SlackService) -> bool:
    return bool(service.states) and all(state.connected_since for state in service.states)
