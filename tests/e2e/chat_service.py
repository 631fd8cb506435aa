"""`pratica serve` as a process of its own between the doubles of Slack and Telegram, through its deaths."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import aiohttp

from bot.bidi import plain
from tests.e2e.driver import ROOT
from tests.e2e.roads import unescaped
from tests.news import quiet, until
from tests.slack_server import SlackServer, slack_server
from tests.slack_server.things import User
from tests.telegram_office import SECRET
from tests.telegram_server import Person, TelegramServer, telegram_server

PATIENCE = 60.0  # seconds, on a machine that is busy with other tests
_CODE = re.compile(r"\b[A-F0-9]{6}-[A-F0-9]{6}\b")
Way = Literal["socket and polling", "posts"]


class Service:
    """The assistant's process and its settings; what it says goes to a file, which tests may read."""

    def __init__(self, folder: Path, slack: SlackServer, telegram: TelegramServer) -> None:
        self.slack, self.telegram = slack, telegram
        self.folder = folder
        self.config = folder / "pratica.toml"
        self.port = _free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None

    def configure(self, way: Way, **changes: dict[str, Any]) -> None:
        """Write `pratica.toml`; `changes` are by table, and None takes a setting out."""
        workspace = self.slack.workspace()
        slack: dict[str, Any] = {"name": "norland", "url": self.slack.url, "bot_token": workspace.bot_token}
        telegram: dict[str, Any] = {"url": self.telegram.url, "token": self.telegram.token}
        web = {"host": "127.0.0.1", "port": self.port}
        if way == "posts":
            slack["signing_secret"] = workspace.signing_secret
            workspace.request_url = f"{self.address}/slack/events"
            telegram |= {"webhook": f"{self.address}/telegram", "webhook_secret": SECRET}
            self.telegram.http_webhooks = True
        else:
            slack["app_token"] = workspace.app_token
        tables = (("[[slack]]", "slack", slack), ("[telegram]", "telegram", telegram), ("[web]", "web", web))
        lines = [f'data_dir = "{self.folder / "data"}"']
        for head, name, given in tables:
            lines += ["", head, *_lines(given | changes.get(name, {}))]
        self.config.write_text("\n".join(lines), encoding="utf-8")

    @property
    def address(self) -> str:
        """Our web server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """What the served processes wrote, all of them together."""
        path = self.folder / "said.txt"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    async def run(self, *command: str) -> tuple[int, str]:
        """Another command of the program, to its end: its exit code and what it wrote."""
        process = await self._start(*command, output=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()

    async def link(self, name: str, person: Person) -> None:
        """Let somebody into Telegram by the code that an administrator gives them."""
        code, said = await self.run("people", "link", name)
        found = _CODE.search(said)
        assert code == 0, said
        assert found, said
        person.starts(found.group())

    async def serve(self) -> None:
        """Start it; returns at once."""
        with (self.folder / "said.txt").open("ab") as file:
            self._process = await self._start("serve", output=file)

    async def health(self) -> tuple[int, dict[str, str | None]]:
        """What `/healthz` says, once anybody answers there."""
        self._session = self._session or aiohttp.ClientSession()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    async with self._session.get(f"{self.address}/healthz") as answer:
                        parts: dict[str, str | None] = (await answer.json())["parts"]
                        return answer.status, parts
                except aiohttp.ClientConnectionError:
                    await quiet(0.05)

    async def unwell(self, *names: str) -> dict[str, str | None]:
        """What `/healthz` says once it names these parts, and no others, as not well for a reason of the platform's."""
        async with asyncio.timeout(PATIENCE):
            while True:
                status, parts = await self.health()
                wrong = {name for name, why in parts.items() if why}
                if status == 503 and wrong == set(names) and "not connected yet" not in parts.values():
                    return parts
                await quiet(0.05)

    async def connected(self) -> None:
        """When all platforms can reach it."""
        async with asyncio.timeout(PATIENCE):
            while (await self.health())[0] != 200 or not self._reached():
                await quiet(0.05)

    def _reached(self) -> bool:
        workspace = self.slack.workspace()
        asked = any(call.method in {"getUpdates", "setWebhook"} for call in self.telegram.calls)
        return bool(workspace.request_url or self.slack.links) and asked

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> int | None:
        """End it; its exit code."""
        process = self._process
        assert process is not None
        process.send_signal(how)
        self._process = None
        self.telegram.calls.clear()
        return await process.wait()

    async def close(self) -> None:
        if self._process and self._process.returncode is None:
            await self.kill()
        if self._session:
            await self._session.close()

    async def _start(self, *command: str, output: Any) -> asyncio.subprocess.Process:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PRATICA_")}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command),
            cwd=ROOT,
            env={**environment, "PRATICA_CONFIG": str(self.config), "OPENBLAS_NUM_THREADS": "1"},
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )

    # People and what they see

    def member(self, id_: str, email: str, **about: Any) -> User:
        """A colleague in the workspace, who is known by this address."""
        return self.slack.user(id_, id_.lower(), email=email, **about)

    def on_slack(self, user: str) -> list[str]:
        """All that the assistant wrote to somebody alone, as it looks now."""
        channel = self.slack.dm(user).id
        return [unescaped(message.text) for message in self.slack.posted if message.channel == channel]

    def on_telegram(self, person: Person) -> list[str]:
        return [plain(message.text) for message in self.telegram.sent if message.chat.id == person.id]

    async def shows(self, what: str, *, on: str | Person) -> None:
        """When somebody was shown this."""

        def texts() -> list[str]:
            return self.on_slack(on) if isinstance(on, str) else self.on_telegram(on)

        await until(lambda: any(what in said for said in texts()), seconds=PATIENCE)

    async def everything_again(self) -> None:
        """Both platforms deliver all that ever happened once more, and see it acknowledged."""
        for delivery in [one for one in self.slack.deliveries if one.kind == "events_api" and not one.retries]:
            again = await self.slack.redeliver(delivery)
            assert again.acknowledged, again
        for update in list(self.telegram.updates.made):
            self.telegram.updates.repeat(update)
        self.telegram.posting.again()
        await until(lambda: not self.telegram.updates.pending, seconds=PATIENCE)

    def mails(self, to: str) -> int:
        """How many mails have left to this address."""
        found = (path.read_bytes() for path in (self.folder / "data" / "mail").glob("*.eml"))
        return sum(f"To: {to}".encode() in content for content in found)


@asynccontextmanager
async def service(folder: Path) -> AsyncIterator[Service]:
    """Both doubles, and no process yet."""
    async with slack_server() as slack, telegram_server() as telegram:
        made = Service(folder, slack, telegram)
        try:
            yield made
        finally:
            await made.close()


def doubled(texts: list[str]) -> list[str]:
    """What somebody was shown more than once."""
    return sorted({said for said in texts if texts.count(said) > 1})


def _lines(table: dict[str, Any]) -> list[str]:
    return [
        f"{name} = {value}" if isinstance(value, int) else f'{name} = "{value}"'
        for name, value in table.items()
        if value is not None
    ]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port
