"""Slack's own client and Bolt, set up against the double, over Socket Mode or over HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.news import Noted
from tests.slack_server import SlackServer
from tests.slack_server.things import Json

ANY = re.compile(".*")


def client_of(server: SlackServer, token: str = "") -> AsyncWebClient:
    """Slack's own client, without the repetitions that it makes by itself."""
    return AsyncWebClient(token or server.workspace().bot_token, base_url=server.url, retry_handlers=[])


@asynccontextmanager
async def over_socket(server: SlackServer, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, server.workspace().app_token, web_client=client_of(server), ping_interval=1)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(server: SlackServer, app: AsyncApp) -> AsyncIterator[None]:
    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    listening = web.Application()
    listening.add_routes([web.post("/slack", answer)])
    runner = web.AppRunner(listening)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.workspace().request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack"
    try:
        yield
    finally:
        await runner.cleanup()


class Listening:
    """A small app: it notes what comes, and answers as it is told to."""

    def __init__(self, server: SlackServer) -> None:
        self.came: Noted[Json] = Noted()
        self.retries: list[str] = []
        self.answers: dict[str, Json] = {}
        self.bolt = AsyncApp(client=client_of(server), signing_secret=server.workspace().signing_secret)
        self.bolt.event(ANY)(self.event)
        bolt = self.bolt
        for listen in (bolt.action, bolt.view_submission, bolt.view_closed, bolt.options, bolt.shortcut, bolt.command):
            listen(ANY)(self.interaction)

    async def event(self, body: Json, req: AsyncBoltRequest) -> None:
        self.retries += req.headers.get("x-slack-retry-num", [])
        self.came.append(body)

    async def interaction(self, ack: Any, body: Json) -> None:
        await ack(**self.answers.get(str(body.get("type", "command")), {}))
        self.came.append(body)
