"""Payloads on their way to the app: over Socket Mode, or as signed posts to its request URL."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.news import Noted, tell
from tests.slack_server.methods import method
from tests.slack_server.things import Json, Refused, Workspace
from tests.slack_server.world import World

Kind = Literal["events_api", "interactive", "slash_commands"]
CONNECTIONS = 10


@dataclass(kw_only=True, eq=False)
class Delivery:
    """One payload and what the app answered; `refused` is what Slack would show the person in place of the answer."""

    kind: Kind
    team: str
    payload: Json
    takes_answer: bool = False
    retries: int = 0
    reason: str = ""
    tries: int = 0
    late: int = 0
    acknowledged: bool = False
    status: int | None = None
    answer: Json | None = None
    refused: str | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def acknowledge(self, answer: Json | None) -> None:
        self.acknowledged, self.answer = True, answer
        self.done.set()
        tell()


@dataclass(kw_only=True, eq=False)
class Link:
    """One WebSocket of an app; nothing is sent over it once it was told to go."""

    socket: web.WebSocketResponse
    app: str
    transport: asyncio.BaseTransport | None
    going: bool = False


class Sockets:
    """Socket Mode as docs.slack.dev/apis/events-api/using-socket-mode describes it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.patience = 3.0
        """Seconds until a payload counts as not acknowledged."""
        self.links: Noted[Link] = Noted()
        self.deliveries: Noted[Delivery] = Noted()
        self.strays: list[Json] = []
        """What came over a socket and acknowledges nothing that was sent."""
        self.tickets: dict[str, Workspace] = {}
        self._sent: dict[str, tuple[Delivery, float, Link]] = {}

    def open(self, workspace: Workspace) -> str:
        """A WebSocket's address, good for one connection; raises Refused when there are ten already."""
        if sum(link.app == workspace.app_id for link in self.links) >= CONNECTIONS:
            raise Refused("too_many_websockets")
        ticket = self.world.new_id("ticket")
        self.tickets[ticket] = workspace
        return f"{self.world.root.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={workspace.app_id}"

    async def connect(self, request: web.Request) -> web.StreamResponse:
        workspace = self.tickets.pop(request.query.get("ticket", ""), None)
        if workspace is None:
            return web.Response(status=408)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = Link(socket=socket, app=workspace.app_id, transport=request.transport)
        await socket.send_json(self._hello(workspace))
        self.links.append(link)
        try:
            await self._end_old(link)
            await self._send_again(link)
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(json.loads(message.data))
        except ConnectionError:
            pass  # the app is gone, which is what some tests are about
        finally:
            self.links.remove(link)
            tell()
        return socket

    async def disconnect(self, reason: Literal["refresh_requested", "warning"] = "refresh_requested") -> None:
        """Tell every connection that it is about to end; each ends when the app has opened another one."""
        for link in list(self.links):
            await link.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})
            link.going = reason != "warning"

    def cut_sockets(self) -> None:
        """Break every connection without a word."""
        for link in self.links:
            if isinstance(link.transport, asyncio.Transport):
                link.transport.abort()

    async def close(self) -> None:
        for link in list(self.links):
            await link.socket.close()

    async def send(self, delivery: Delivery) -> None:
        """Send over any connection of the app; without one the payload waits for the next one."""
        link = next((link for link in self.links if self._takes(link, delivery)), None)
        if link:
            await self._envelope(link, delivery)

    def _takes(self, link: Link, delivery: Delivery) -> bool:
        return link.app == self.world.workspaces[delivery.team].app_id and not link.going and not link.socket.closed

    async def _envelope(self, link: Link, delivery: Delivery) -> None:
        id_ = self.world.new_id("envelope-")
        envelope: Json = {"envelope_id": id_, "type": delivery.kind, "payload": delivery.payload}
        envelope["accepts_response_payload"] = delivery.takes_answer
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": delivery.retries, "retry_reason": delivery.reason}
        self._sent[id_] = delivery, time.monotonic(), link
        delivery.tries += 1
        try:
            await link.socket.send_json(envelope)
        except ConnectionError:
            link.going = True

    def _take(self, answer: Json) -> None:
        sent = self._sent.pop(str(answer.get("envelope_id")), None)
        if sent is None:
            self.strays.append(answer)
        elif time.monotonic() - sent[1] > self.patience:
            sent[0].late += 1
            tell()
        else:
            sent[0].acknowledge(answer.get("payload") or None)

    async def _send_again(self, link: Link) -> None:
        """Events that nobody has acknowledged come again; a press of a button or a command does not."""
        for delivery in list(self.deliveries):
            if delivery.kind != "events_api" or delivery.acknowledged or not self._takes(link, delivery):
                continue
            if any(sent[0] is delivery and sent[2] in self.links for sent in self._sent.values()):
                continue
            if delivery.tries:
                delivery.retries, delivery.reason = delivery.retries + 1, "timeout"
            await self._envelope(link, delivery)

    async def _end_old(self, new: Link) -> None:
        for link in list(self.links):
            if link is not new and link.app == new.app and link.going:
                await link.socket.close()

    def _hello(self, workspace: Workspace) -> Json:
        number = sum(link.app == workspace.app_id for link in self.links) + 1
        about = {"host": "applink-1", "started": "2026-01-01 00:00:00.000", "build_number": 1}
        debug = {**about, "approximate_connection_time": 18060}
        info = {"app_id": workspace.app_id}
        return {"type": "hello", "connection_info": info, "num_connections": number, "debug_info": debug}


@method("apps.connections.open", token="xapp")
def connections_open(world: World, workspace: Workspace, body: Json) -> Json:
    return {"url": world.open_socket(workspace)}


async def post_signed(session: aiohttp.ClientSession, workspace: Workspace, delivery: Delivery, *, at: float) -> None:
    """Post to the request URL, signed as docs.slack.dev/authentication/verifying-requests-from-slack says."""
    body, kind = _encoded(delivery)
    headers = {"Content-Type": kind, **signed(workspace.signing_secret, body, at=at)}
    if delivery.retries:
        headers |= {"X-Slack-Retry-Num": str(delivery.retries), "X-Slack-Retry-Reason": delivery.reason}
    delivery.tries += 1
    try:
        async with session.post(workspace.request_url, data=body, headers=headers) as response:
            delivery.status = response.status
            answer = _parsed(await response.text(), response.content_type)
    except aiohttp.ClientError:
        return
    if 200 <= (delivery.status or 0) < 300:
        delivery.acknowledge(answer)


def signed(secret: str, body: str, *, at: float) -> dict[str, str]:
    """The headers that prove who has sent a body, and when."""
    stamp = str(int(at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _encoded(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form: dict[str, Any] = delivery.payload
    if delivery.kind == "interactive":
        form = {"payload": json.dumps(delivery.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def _parsed(text: str, kind: str) -> Json | None:
    if not text:
        return None
    if kind == "application/json":
        parsed = json.loads(text)
        return parsed if isinstance(parsed, dict) else None
    return {"text": text}
