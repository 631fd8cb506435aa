"""Keeps the workspaces connected whatever happens: over Socket Mode, or for what Slack posts to our web server."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.chat.intake import Intake
from bot.retry import back_off
from integrations.slack.client import Connection, Workspace, Workspaces, in_words
from integrations.slack.events import Events, Views
from integrations.slack.line import Line
from integrations.slack.outcomes import TROUBLES

log = logging.getLogger(__name__)

PATH = "/slack/events"
_STEADY = 10.0  # seconds; a connection that lasts shorter is no better than a failure
_LARGEST_POST = 1_000_000  # bytes; Slack's payloads have some thousands


class SlackService:
    """Every workspace of the settings, each with an app of its own and its own fate.

    `views` answer what has to be answered on the spot. `states` can be looked at from any thread.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        intake: Intake,
        views: Views | None = None,
        *,
        back_off: Callable[[int], float] = back_off,
        ping_seconds: float = 10.0,
    ) -> None:
        self._workspaces = workspaces
        self._intake = intake
        self._views = views
        self._back_off = back_off
        self._ping_seconds = ping_seconds
        self._apps: dict[str, AsyncApp] = {}

    @property
    def states(self) -> tuple[Connection, ...]:
        """How each workspace is doing; none before `run` has begun."""
        return tuple(workspace.state for workspace in self._workspaces.all)

    async def run(self, stop: asyncio.Event) -> None:
        """Keep connected until `stop` is set; what was being taken by then is taken whole."""
        await self._workspaces.open()
        ended = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.gather(*(self._keep(workspace, ended) for workspace in self._workspaces.all))
        finally:
            ended.cancel()
            if self._views:
                await self._views.close()
            await self._workspaces.close()

    def routes(self) -> list[Route]:
        """Where Slack posts to, for workspaces without an app_token."""
        return [Route(PATH, self._posted, methods=["POST"])]

    async def _keep(self, workspace: Workspace, ended: "asyncio.Future[Any]") -> None:
        line: Line | None = None
        failures = 0
        clock = asyncio.get_running_loop()
        try:
            while not ended.done():
                begun = clock.time()
                line = await self._round(workspace, ended, line)
                failures = 0 if line and clock.time() - begun > _STEADY else failures + 1
                if (failures > 1 or line is None) and not ended.done():
                    await asyncio.wait({ended}, timeout=self._back_off(failures))
        finally:
            if line:
                await line.finish()
            workspace.closed()

    async def _round(self, workspace: Workspace, ended: "asyncio.Future[Any]", before: Line | None) -> Line | None:
        """One connection until it is over, None when there was none; the one before ends once this one has begun."""
        connecting = asyncio.ensure_future(self._connected(workspace))
        try:
            await asyncio.wait({connecting, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not connecting.done():
                return None
            line = connecting.result()
        except Exception as error:  # whatever it is, it is tried again
            if not isinstance(error, TROUBLES):
                log.exception("slack workspace %s: not connected", workspace.settings.name)
            workspace.failed(in_words(error))
            return None
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            if before:
                await before.finish()
        workspace.connected()
        await _first(ended, line)
        if line and line.over.is_set() and not line.refresh:
            workspace.failed("the connection broke and is made anew")
        return line

    async def _connected(self, workspace: Workspace) -> Line | None:
        """A new connection; none where Slack posts to us."""
        app = await self._app(workspace)
        return await self._line(workspace, app) if workspace.settings.app_token else None

    async def _app(self, workspace: Workspace) -> AsyncApp:
        """The workspace's app, once Slack has told who we are there."""
        us = await workspace.identify()
        known = self._workspaces.of(us.team)
        if known is not workspace:
            raise ValueError(f"the settings name the workspace {us.team} twice; the second is not used")
        if us.team not in self._apps:
            self._apps[us.team] = Events(
                workspace, self._intake, self._views, us=us, clock=self._workspaces.clock
            ).app()
        return self._apps[us.team]

    async def _line(self, workspace: Workspace, app: AsyncApp) -> Line:
        line = Line(workspace, app, ping_seconds=self._ping_seconds)
        try:
            await line.connect()
        except BaseException:
            await line.finish()
            raise
        return line

    async def _posted(self, request: Request) -> Response:
        """Bolt's answer to a post of Slack's; 503 as long as Slack has not told who we are, so that it comes again."""
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        workspaces = [known for known in self._workspaces.all if known.us and known.settings.signing_secret]
        if not workspaces:
            return Response(status_code=503)
        signed = [workspace for workspace in workspaces if _signed(workspace, request, body)] or workspaces[:1]
        named = [workspace for workspace in signed if workspace.us and workspace.us.team.encode() in body]
        app = await self._app((named or signed)[0])
        return await AsyncSlackRequestHandler(app).handle(request)


def _signed(workspace: Workspace, request: Request, body: bytes) -> bool:
    """Whether a post was signed for this workspace's app; Bolt checks it once more, and its age."""
    secret = workspace.settings.signing_secret
    verifier = SignatureVerifier(secret.get_secret_value() if secret else "")
    stamp, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    return stamp.isdecimal() and verifier.is_valid(body, stamp, signature)


async def _body(request: Request) -> bytes | None:
    """What was posted, which the request keeps; None when it is longer than anything of Slack's."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LARGEST_POST:
        return None
    return await request.body()


async def _first(ended: "asyncio.Future[Any]", line: Line | None) -> None:
    """When the connection is over, or everything is; one by HTTP is never over."""
    over: list[asyncio.Future[Any]] = [asyncio.ensure_future(line.over.wait())] if line else []
    try:
        await asyncio.wait({ended, *over}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiting in over:
            waiting.cancel()
