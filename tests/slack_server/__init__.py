"""Slack on this machine: the Web API, Socket Mode, signed requests and the people who use it, for one test.

It speaks what docs.slack.dev documents and refuses what the real platform refuses, with the same codes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import aiohttp
from aiohttp import web

from tests.news import Noted
from tests.slack_server.delivery import Delivery, Link, Sockets, post_signed
from tests.slack_server.people import People
from tests.slack_server.things import SCOPES, TEAM, Json, Workspace
from tests.slack_server.wire import Wire

__all__ = ["SCOPES", "TEAM", "Delivery", "SlackServer", "slack_server"]


class SlackServer(People):
    """One Slack, with the workspace `TEAM` at first and more through `workspace(id)`.

    Its payloads go over Socket Mode, or to the workspace's `request_url` once that is set. People act through the
    methods of `People`; `posted`, `ephemerals`, `views`, `homes`, `uploads`, `calls` and `deliveries` show the outcome.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sockets = Sockets(self)
        self.wire = Wire(self)
        self.skew = 0.0
        """Seconds by which the time on signed requests is wrong."""
        self.workspace()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """The base of the Web API, for AsyncWebClient."""
        return f"{self.root}/api/"

    @property
    def deliveries(self) -> Noted[Delivery]:
        """Everything that was sent to the app."""
        return self.sockets.deliveries

    @property
    def unacknowledged(self) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if not delivery.acknowledged]

    @property
    def links(self) -> Noted[Link]:
        """The open Socket Mode connections."""
        return self.sockets.links

    @property
    def patience(self) -> float:
        """Seconds that the app has for an acknowledgement; three with the real platform."""
        return self.sockets.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self.sockets.patience = seconds

    def open_socket(self, workspace: Workspace) -> str:
        return self.sockets.open(workspace)

    async def start(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes([*self.wire.routes(), web.get("/link/", self.sockets.connect)])
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.root = f"http://{host}:{port}"
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self.sockets.close()
        if self._session:
            await self._session.close()
        if self._runner:
            await self._runner.cleanup()

    async def deliver(self, delivery: Delivery) -> Delivery:
        self.deliveries.append(delivery)
        return await self._try(delivery)

    async def redeliver(self, delivery: Delivery, reason: str = "http_timeout") -> Delivery:
        """Send the same payload again with the marks of a repetition; the real platform does so for events only."""
        again = Delivery(
            kind=delivery.kind,
            team=delivery.team,
            payload=delivery.payload,
            takes_answer=delivery.takes_answer,
            retries=delivery.retries + 1,
            reason=reason,
        )
        return await self.deliver(again)

    async def verify_url(self, team: str = TEAM) -> Delivery:
        """The challenge with which Slack tries a request URL before it uses it."""
        payload: Json = {"token": "verification", "challenge": self.new_id("challenge"), "type": "url_verification"}
        return await self.deliver(Delivery(kind="events_api", team=team, payload=payload))

    async def disconnect(self, reason: Literal["refresh_requested", "warning"] = "refresh_requested") -> None:
        """Announce the end of every Socket Mode connection; the app is expected to open new ones."""
        await self.sockets.disconnect(reason)

    def cut_sockets(self) -> None:
        """Break every Socket Mode connection without a word."""
        self.sockets.cut_sockets()

    def limit(self, method: str, *, retry_after: int = 1, times: int = 1) -> None:
        """Answer the next calls of a method with 429 and Retry-After."""
        for _ in range(times):
            self.wire.plan(method, "limit", retry_after=retry_after)

    def cut_next(self, method: str, *, after: bool = True, times: int = 1) -> None:
        """Cut the connection of the next calls in place of an answer, after the work was done or before."""
        for _ in range(times):
            self.wire.plan(method, "cut", after=after)

    def fail_next(self, method: str, error: str | None = None, *, status: int = 0, times: int = 1) -> None:
        """Refuse the next calls with an error of Slack's, or else with an HTTP status (500 when none is given)."""
        for _ in range(times):
            self.wire.plan(method, "fail", error=error, status=status or (0 if error else 500))

    async def _try(self, delivery: Delivery) -> Delivery:
        workspace = self.workspaces[delivery.team]
        try:
            async with asyncio.timeout(self.patience):
                if workspace.request_url and self._session:
                    await post_signed(self._session, workspace, delivery, at=self.now() + self.skew)
                else:
                    await self.sockets.send(delivery)
                    await delivery.done.wait()
        except TimeoutError:
            pass  # it stays unacknowledged
        return delivery


@asynccontextmanager
async def slack_server() -> AsyncIterator[SlackServer]:
    """A running double, until the end of the test."""
    server = SlackServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
