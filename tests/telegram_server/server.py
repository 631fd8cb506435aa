"""The server itself: HTTP, the token, faults, and the making of people and groups."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web

from tests.telegram_server import faults
from tests.telegram_server.faults import Fault, Faults, FloodLimits
from tests.telegram_server.given import LARGEST_UPLOAD, Given, read
from tests.telegram_server.methods import METHODS, NAMES
from tests.telegram_server.people import Person
from tests.telegram_server.posting import Posting
from tests.telegram_server.refusals import Cut, Refused, failed, too_many
from tests.telegram_server.state import State
from tests.telegram_server.values import Call, Chat, Json, Topic, User

TOKEN = "7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


class TelegramServer(State):
    """The Bot API on this machine (core.telegram.org/bots/api), strict, for one bot."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.url = ""
        self.faults = Faults()
        self.posting = Posting(self.updates)

    @property
    def base_url(self) -> str:
        """What a client takes as `base_url`; the token follows right after it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    def person(
        self, first_name: str, *, language: str | None = "en", last_name: str | None = None, username: str | None = None
    ) -> Person:
        """Somebody whom the bot does not know yet."""
        user = User(300_000_000 + self.new_id(), first_name, last_name, username, language)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", "unknown", user=user, username=username)
        return Person(self, user)

    def group(
        self,
        title: str,
        members: Sequence[Person],
        *,
        supergroup: bool = False,
        topics: Sequence[str] | None = None,
        with_bot: bool = True,
    ) -> Chat:
        """A group that its first member owns, in which the bot already is or not; one with `topics` is a forum."""
        large = supergroup or topics is not None
        number = -(1_001_000_000_000 if large else 4_000_000_000) - self.new_id()
        numbered = None if topics is None else {self.new_id(): Topic(name) for name in topics}
        statuses = {person.id: "member" if place else "creator" for place, person in enumerate(members)}
        chat = Chat(
            number,
            "supergroup" if large else "group",
            "member" if with_bot else "left",
            title,
            topics=numbered,
            members=statuses,
        )
        self.chats[number] = chat
        if with_bot:
            self.meet(person.user for person in members)
        return chat

    def thread(self, chat: Chat, name: str) -> int:
        """The message_thread_id of a topic."""
        return next(number for number, topic in (chat.topics or {}).items() if topic.name == name)

    def push(self, content: Json) -> Json | None:
        """An update of any shape, asked for or not, given by its one field beside `update_id`."""
        return self.updates.push(content, asked=True)

    def expire_queries(self) -> None:
        """All presses until now are too old to be answered."""
        self.queries = dict.fromkeys(self.queries, False)

    def other_bot_posts(self, chat: Chat) -> None:
        """Another bot writes into the group, of which ours is not told."""
        chat.bot_spoke_last = False

    def limit(
        self, method: str | None = None, *, retry_after: int = 1, times: int = 1, chat: int | None = None
    ) -> None:
        """Answer the next calls with 429."""
        self.faults.waiting.append(faults.refuse(method, too_many(retry_after), times=times, chat=chat))

    def limit_really(self, clock: Callable[[], float] = time.monotonic) -> FloodLimits:
        """Switch the real limits on; how many calls they refused is counted there."""
        self.flood_limits = FloodLimits(clock)
        return self.flood_limits

    def fail_next(self, method: str | None, code: int = 500, *, times: int = 1) -> None:
        """Answer the next calls with an error of the server, nothing done."""
        self.faults.waiting.append(faults.refuse(method, failed(code), times=times))

    def cut_next(self, method: str | None, *, after: bool) -> None:
        """Cut the connection of the next call, with its work done (`after`) or not."""
        self.faults.waiting.append(faults.cut(method, after=after))

    def hold_next(self, method: str | None, *, after: bool = False) -> asyncio.Event:
        """The next call is slow: it is done (`after`: and answered) only when the event is set."""
        event = asyncio.Event()
        self.faults.waiting.append(Fault(method, after=after, holds=event))
        return event

    async def answer(self, request: web.Request) -> web.Response:
        """One call of a method."""
        name = NAMES.get(request.match_info["method"].lower(), request.match_info["method"])
        call = Call(name, {})
        try:
            result = await self._called(request, call)
        except Refused as refusal:
            return self._said(call, refusal.code, refusal.body())
        except Cut:
            if request.transport:
                request.transport.abort()
            return self._said(call, 0, {})
        return self._said(call, 200, {"ok": True, "result": result})

    def _said(self, call: Call, code: int, body: Json) -> web.Response:
        call.code = code
        self.bell.ring()
        return web.json_response(body, status=code or 500)

    async def _called(self, request: web.Request, call: Call) -> Any:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        if call.method not in METHODS:
            raise Refused(404, "Not Found: method not found")
        given = await read(request)
        call.given = given.values
        self.calls.append(call)
        chat = given.number("chat_id") or None
        await self._strike(call.method, chat, after=False)
        result = await self._done(call.method, given)
        await self._strike(call.method, chat, after=True)
        return result

    async def _done(self, method: str, given: Given) -> Any:
        result = await METHODS[method](self, given)
        if method == "setWebhook":
            self.posting.renew()
            self.bell.ring()
        return result

    async def _strike(self, method: str, chat: int | None, *, after: bool) -> None:
        if fault := self.faults.take(method, chat, after=after):
            await fault.strike()

    async def download(self, request: web.Request) -> web.Response:
        """The content of a file, by the path that getFile gave."""
        path = request.match_info["path"]
        stored = next((each for each in self.files.values() if each.path == path), None)
        if request.match_info["token"] != self.token or stored is None:
            refusal = Refused(404, "Not Found") if stored is None else Refused(401, "Unauthorized")
            return web.json_response(refusal.body(), status=refusal.code)
        try:
            await self._strike("download", None, after=False)
        except Refused as refused:
            return web.json_response(refused.body(), status=refused.code)
        except Cut:
            if request.transport:
                request.transport.abort()
        return web.Response(body=stored.content, content_type="application/octet-stream")


@asynccontextmanager
async def telegram_server(token: str = TOKEN) -> AsyncIterator[TelegramServer]:
    """A running server, on a free port of this machine."""
    server = TelegramServer(token)
    app = web.Application(client_max_size=LARGEST_UPLOAD + 1_000_000)
    app.router.add_route("*", "/bot{token}/{method}", server.answer)
    app.router.add_get("/file/bot{token}/{path:.+}", server.download)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}"
    posting = asyncio.create_task(server.posting.run())
    try:
        yield server
    finally:
        server.updates.closed = True
        server.bell.ring()
        posting.cancel()
        with suppress(asyncio.CancelledError):
            await posting
        await runner.cleanup()
