"""One Socket Mode connection (docs.slack.dev/apis/events-api/using-socket-mode), from its beginning to its end."""

import asyncio
import time
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from integrations.slack.client import Workspace, library_log

_PATIENCE = 3.0  # seconds; what is acknowledged later is sent again in any case
_OPENING = 20.0


class Line(SocketModeClient):
    """A connection that is never mended: when it is `over`, another one takes its place.

    The library's own way tries one and the same address for ever, at fixed intervals, and tells nobody.
    """

    def __init__(self, workspace: Workspace, app: AsyncApp, *, ping_seconds: float) -> None:
        token = workspace.settings.app_token
        super().__init__(
            app_token=token.get_secret_value() if token else "",
            logger=library_log,
            web_client=workspace.client,
            ping_interval=ping_seconds,
        )
        self.over = asyncio.Event()
        self.greeted = asyncio.Event()
        self.refresh = False
        """Slack has asked for a new connection; nothing is wrong."""
        self._app = app
        self._workspace = workspace
        self._answered: float | None = None
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.message_listeners.append(self._listen)
        self.socket_mode_request_listeners.append(self._take)

    async def connect(self) -> None:
        """Try once; raises what the call for an address or the connecting raises, TimeoutError without a hello."""
        async with asyncio.timeout(_OPENING):
            self.wss_uri = await self.issue_new_wss_url()
            session = self.current_session = await self.aiohttp_client_session.ws_connect(
                self.wss_uri, autoping=False, heartbeat=self.ping_interval, proxy=self.proxy
            )
            await session.ping(f"sdk-ping-pong:{time.time()}".encode())
            self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
            self.message_receiver = asyncio.ensure_future(self.receive_messages())
            await self.greeted.wait()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002  the library's own
        """What the library calls when the connection is gone, or Slack says that it soon will be (`force`)."""
        self.refresh = self.refresh or force
        self.over.set()

    async def is_ping_pong_failing(self) -> bool:
        """What the library asks itself at every ping; an answer to one is a sign of life."""
        if self.last_ping_pong_time != self._answered:
            self._answered = self.last_ping_pong_time
            self._workspace.heard()
        return bool(await super().is_ping_pong_failing())

    async def finish(self) -> None:
        """End the connection once what came over it is acknowledged."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._idle.wait()
        except TimeoutError:
            pass  # Slack sends it again
        await self.close()  # type: ignore[no-untyped-call]
        tasks = (self.message_processor, self.current_session_monitor, self.message_receiver)
        await asyncio.gather(*(task for task in tasks if task), return_exceptions=True)

    async def _listen(self, client: Any, message: dict[str, Any], raw: str | None = None) -> None:
        self._workspace.heard()
        if message.get("type") == "hello":
            self.greeted.set()

    async def _take(self, client: Any, request: SocketModeRequest) -> None:
        """Acknowledge an envelope when the app took it; what is not acknowledged comes again."""
        begun = time.time()
        self._busy += 1
        self._idle.clear()
        try:
            await send_async_response(self, request, await run_async_bolt_app(self._app, request), begun)
        except (aiohttp.ClientError, ConnectionError):
            self.over.set()
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()
