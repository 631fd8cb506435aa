"""Posting updates to the webhook, each until it is taken (core.telegram.org/bots/api#setwebhook)."""

import asyncio
import time

import aiohttp

from tests.telegram_server.updates import Updates
from tests.telegram_server.values import Json


class Posting:
    """Repeats an update until an answer of the kind 2xx; within a chat in order, chats side by side."""

    def __init__(self, updates: Updates) -> None:
        self.updates = updates
        self.attempts = 5
        """How often an update is posted before its chat waits for `again`; the real server goes on for a day."""
        self.pause = 0.01
        """Seconds between two attempts."""
        self._working: dict[int, asyncio.Task[None]] = {}
        self._given_up: set[int] = set()
        self._free = asyncio.Semaphore(40)

    def again(self) -> None:
        """Go on with the chats where the attempts ran out."""
        self._given_up.clear()
        self.updates.bell.ring()

    async def run(self) -> None:
        """Until cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            try:
                while True:
                    self._start(session)
                    await self.updates.bell.wait()
            finally:
                for task in self._working.values():
                    task.cancel()
                await asyncio.gather(*self._working.values(), return_exceptions=True)

    def renew(self) -> None:
        """After another webhook was set."""
        self._free = asyncio.Semaphore(self.updates.webhook.max_connections)
        self._given_up.clear()

    def _start(self, session: aiohttp.ClientSession) -> None:
        if not self.updates.webhook.url:
            return
        for chat in self.updates.by_chat:
            busy = chat in self._working and not self._working[chat].done()
            if not busy and chat not in self._given_up:
                self._working[chat] = asyncio.create_task(self._work(session, chat))

    async def _work(self, session: aiohttp.ClientSession, chat: int) -> None:
        while self.updates.webhook.url and chat in self.updates.by_chat:
            waiting = self.updates.by_chat[chat]
            update = waiting[min(waiting)]
            if not await self._deliver(session, update):
                self._given_up.add(chat)
                self.updates.bell.ring()
                return

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> bool:
        for attempt in range(self.attempts):
            if attempt:
                await self._rest()
            if not self.updates.webhook.url or update["update_id"] not in self.updates.pending:
                return True
            async with self._free:
                problem = await self._post(session, update)
            if problem is None:
                self.updates.confirm(update["update_id"])
                self.updates.bell.ring()
                return True
            self.updates.webhook.last_error, self.updates.webhook.last_error_date = problem, int(time.time())
            self.updates.bell.ring()
        return False

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> str | None:
        """What was wrong with the answer, in the words of getWebhookInfo."""
        hook = self.updates.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"

    async def _rest(self) -> None:
        done = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(self.pause, done.cancel)
        await asyncio.wait([done])
