"""What chat costs: messages a second, time to reply and processor time, next to bare handlers of the same libraries.

The doubles of the platforms and the people are a process of their own (`python -m tests.bench.chat`), whose time is not
counted; what is counted is all processor time of this process, its threads included, while the people write.
"""

import asyncio
import json
import logging
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time
from typing import Any
from unittest.mock import patch

import aiohttp
from pydantic import HttpUrl, SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot

from bot.chat.accounts import Account
from bot.chat.settings import SlackSettings, TelegramSettings
from bot.model import Person
from bot.settings import Settings
from bot.understanding.understand import Understander
from tests.e2e.flood import crowd, flood, hire, said, user_of, working
from tests.e2e.house import Company, made_company
from tests.news import Noted, until
from tests.slack_server import SlackServer, slack_server
from tests.telegram_server import TelegramServer, telegram_server

_WARMING = 2  # messages of each person before those that count
_SECONDS = 300.0
_QUIET = logging.CRITICAL


class Unanswered(Exception):
    """Not every message was answered once, so the times would be those of something else."""


@dataclass(frozen=True, slots=True)
class Chats:
    """How much is measured: so many people write `each` messages one after the other; in the flood, all at once."""

    people: int = 20
    each: int = 20
    flooders: int = 200
    flood: int = 10


@dataclass(frozen=True, slots=True)
class ChatCost:
    """A load of messages: seconds in all, of processor time and of that for understanding, and each one's wait."""

    seconds: float
    cpu: float
    understanding: float
    waits: list[float]

    @property
    def messages(self) -> int:
        return len(self.waits)

    def wait(self, share: float) -> float:
        """The seconds within which this share of the messages was answered."""
        return sorted(self.waits)[ceil(len(self.waits) * share) - 1]

    @property
    def middle(self) -> float:
        return median(self.waits)


@dataclass(frozen=True, slots=True)
class ChatFigures:
    """By channel what a bare handler takes and what we take; and the flood's messages and seconds."""

    bare: dict[str, ChatCost]
    ours: dict[str, ChatCost]
    flooded: int
    flood_seconds: float


def chat_figures(folder: Path, amounts: Chats) -> ChatFigures:
    """Measure in a folder of our own; raises `Unanswered`."""
    logging.getLogger("slack_bolt").setLevel(_QUIET)
    logging.getLogger("pratica.bench").setLevel(_QUIET)
    company = made_company(_made(folder / "chat-company"))
    bare, ours = asyncio.run(_measured(company, folder, amounts))
    begun = perf_counter()
    if amounts.flood:
        asyncio.run(_flooded(company, _made(folder / "chat-flood"), amounts))
    return ChatFigures(bare, ours, amounts.flooders * amounts.flood, perf_counter() - begun)


async def _flooded(company: Company, folder: Path, amounts: Chats) -> None:
    found = await flood(company, folder, people=amounts.flooders, each=amounts.flood, seconds=_SECONDS)
    wrong = [one for one in crowd(amounts.flooders) if found.numbers(one.id) != [*range(9001, 9000 + amounts.flood)]]
    if wrong or found.troubles or found.kept != amounts.flooders * amounts.flood:
        raise Unanswered(f"{len(wrong)} people were not answered in order; {found.troubles[:3]}")


async def _measured(company: Company, folder: Path, amounts: Chats) -> tuple[dict[str, ChatCost], dict[str, ChatCost]]:
    async with _outside(amounts) as outside:
        bare = {}
        for name, handler in (("slack", _bare_slack), ("telegram", _bare_telegram)):
            async with handler(outside, folder / f"bare-{name}.db"):
                bare[name] = await outside.load(name, lambda: 0.0)
        async with _ours(company, outside, _made(folder / "chat-ours")) as understood:
            ours = {name: await outside.load(name, understood) for name in bare}
    return bare, ours


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


# Our side


@asynccontextmanager
async def _ours(company: Company, outside: "Outside", folder: Path) -> AsyncIterator[Callable[[], float]]:
    """The whole assistant as `pratica serve` runs it; gives the processor time of understanding so far."""
    known = outside.known
    store = company.copied(folder)
    hire(store, crowd(outside.amounts.people))
    with store.write() as uow:
        for person, user in known["accounts"].items():
            bot = known["telegram_token"].partition(":")[0]
            uow.accounts.put(Account(channel="telegram", account=bot, user=user, place=user, person_id=person))
        uow.commit()
    slack = SlackSettings(
        bot_token=SecretStr(known["bot_token"]),
        app_token=SecretStr(known["app_token"]),
        url=HttpUrl(known["slack_url"]),
    )
    telegram = TelegramSettings(token=SecretStr(known["telegram_token"]), url=HttpUrl(known["telegram_url"]))
    settings = Settings.load(data_dir=folder, slack=(slack,), telegram=telegram)
    spent = [0.0]
    understand = Understander.understand

    def timed(*given: Any, **named: Any) -> Any:
        begun = thread_time()
        try:
            return understand(*given, **named)
        finally:
            spent[0] += thread_time() - begun

    with patch.object(Understander, "understand", timed):
        async with working(company, settings, store):
            yield lambda: spent[0]
    store.close()


def _rows(path: Path) -> sqlite3.Connection:
    """A table that keeps what came as safely as ours: a write-ahead log, and every commit on the disk."""
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA journal_mode = WAL")
    rows.execute("PRAGMA synchronous = FULL")
    rows.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, body TEXT)")
    return rows


@asynccontextmanager
async def _bare_slack(outside: "Outside", path: Path) -> AsyncIterator[None]:
    """Bolt over Socket Mode with one listener and one HTTP session: stores a row, and replies."""
    rows = _rows(path)
    async with aiohttp.ClientSession() as session:
        known = outside.known
        log = logging.getLogger("pratica.bench")
        client = AsyncWebClient(token=known["bot_token"], base_url=known["slack_url"], session=session, logger=log)
        app = AsyncApp(client=client, logger=log)

        async def answer(event: dict[str, Any]) -> None:
            rows.execute("INSERT INTO message (body) VALUES (?)", (json.dumps(event),))
            await client.chat_postMessage(channel=event["channel"], text="ok")

        app.event("message")(answer)
        handler = AsyncSocketModeHandler(app, known["app_token"], logger=log)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
    rows.close()


@asynccontextmanager
async def _bare_telegram(outside: "Outside", path: Path) -> AsyncIterator[None]:
    """The library's bot in a loop that asks for updates: stores a row, and replies."""
    rows = _rows(path)
    url = outside.known["telegram_url"]

    async def loop(bot: Bot) -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=25):
                rows.execute("INSERT INTO message (body) VALUES (?)", (update.to_json(),))
                offset = update.update_id + 1
                if update.message:
                    await bot.send_message(update.message.chat_id, "ok")

    async with Bot(outside.known["telegram_token"], base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        running = asyncio.create_task(loop(bot))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    rows.close()


@dataclass(slots=True)
class Outside:
    """The other process, asked line by line; `known` is what it says of itself at its start."""

    amounts: Chats
    process: asyncio.subprocess.Process
    known: dict[str, Any] = field(default_factory=dict)

    async def load(self, channel: str, understood: Callable[[], float]) -> ChatCost:
        """Let the people write, first some messages that do not count."""
        await self.ask({"channel": channel, "each": _WARMING})
        begun, cpu, before = perf_counter(), process_time(), understood()
        waits = (await self.ask({"channel": channel, "each": self.amounts.each}))["waits"]
        return ChatCost(perf_counter() - begun, process_time() - cpu, understood() - before, waits)

    async def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """One order, and what came of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        return await self.answer()

    async def answer(self) -> dict[str, Any]:
        """The next line; raises `Unanswered` when there is none."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise Unanswered("the people went away: not every message was answered in time")
        read: dict[str, Any] = json.loads(line)
        return read


@asynccontextmanager
async def _outside(amounts: Chats) -> AsyncIterator[Outside]:
    command = (sys.executable, "-m", "tests.bench.chat", str(amounts.people))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 24)
    outside = Outside(amounts, process)
    try:
        outside.known = await outside.answer()
        yield outside
    finally:
        if process.stdin:
            process.stdin.close()
        await process.wait()


# The other process


class Counted(Noted[Any]):
    """A list of messages that counts them by chat."""

    def __init__(self, chat: Callable[[Any], str]) -> None:
        super().__init__()
        self.by_chat: Counter[str] = Counter()
        self._chat = chat

    def append(self, item: Any, /) -> None:
        self.by_chat[self._chat(item)] += 1
        super().append(item)


class World:
    """Both platforms with everybody on them."""

    def __init__(self, slack: SlackServer, telegram: TelegramServer, people: int) -> None:
        self.slack, self.telegram, self.people = slack, telegram, crowd(people)
        slack.posted = self.on_slack = Counted(lambda message: message.channel)
        telegram.sent = self.on_telegram = Counted(lambda message: str(message.chat.id))
        slack.patience = _SECONDS
        for one in self.people:
            slack.user(user_of(one), one.id.lower(), email=one.email, real_name=one.name)
        self.chats = {one.id: telegram.person(one.name, language=one.language) for one in self.people}

    def known(self) -> dict[str, Any]:
        """What one has to know to be reached here."""
        workspace = self.slack.workspace()
        return {
            "slack_url": self.slack.url,
            "bot_token": workspace.bot_token,
            "app_token": workspace.app_token,
            "telegram_url": self.telegram.url,
            "telegram_token": self.telegram.token,
            "accounts": {person: str(chat.id) for person, chat in self.chats.items()},
        }

    async def obey(self, order: dict[str, Any]) -> list[float]:
        """Let everybody write one message after the other; each one's wait for its answer, in seconds."""
        if order["channel"] == "slack":
            await until(lambda: bool(self.slack.links), seconds=60)
        talks = [self._talk(order["channel"], person, order["each"]) for person in self.people]
        return [wait for waits in await asyncio.gather(*talks) for wait in waits]

    async def _talk(self, channel: str, person: Person, each: int) -> list[float]:
        write = self._on_slack if channel == "slack" else self._on_telegram
        return [await write(person, said(person, 1 + number)) for number in range(each)]

    async def _on_slack(self, person: Person, text: str) -> float:
        user, begun = user_of(person), perf_counter()
        channel = self.slack.dm(user).id
        before = self.on_slack.by_chat[channel]
        await self.slack.say(user, text)
        await until(lambda: self.on_slack.by_chat[channel] > before, seconds=60)
        return perf_counter() - begun

    async def _on_telegram(self, person: Person, text: str) -> float:
        theirs, begun = self.chats[person.id], perf_counter()
        chat = str(theirs.id)
        before = self.on_telegram.by_chat[chat]
        theirs.writes(text)
        await until(lambda: self.on_telegram.by_chat[chat] > before, seconds=60)
        return perf_counter() - begun


async def platforms(people: int) -> None:
    """Be both platforms and all people, and obey orders until there are no more."""
    async with AsyncExitStack() as opened:
        slack = await opened.enter_async_context(slack_server())
        telegram = await opened.enter_async_context(telegram_server())
        world = World(slack, telegram, people)
        _write(world.known())
        while line := await asyncio.to_thread(sys.stdin.readline):
            _write({"waits": await world.obey(json.loads(line))})


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(platforms(int(sys.argv[1])))
