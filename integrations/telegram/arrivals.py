"""From an update to the intake: what Telegram brings is read, kept, and a press answered at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telegram.error import TelegramError

from bot.chat.intake import Intake
from integrations.telegram.client import Client
from integrations.telegram.people import Acquainted
from integrations.telegram.reading import Left, Moved, Taken, Unreadable, read, unreadable
from integrations.telegram.words import Me

log = logging.getLogger(__name__)

_ALBUMS = 500  # that were begun with us lately; those of one come together
_LAST_ANSWERS = 5.0  # seconds


class Arrivals:
    """Takes updates one by one; `take` returns after the intake's commit, and raises what the intake raises."""

    def __init__(
        self,
        client: Client,
        intake: Intake,
        me: Me,
        *,
        acquainted: Acquainted,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._intake = intake
        self._me = me
        self._acquainted = acquainted
        self._clock = clock
        self._albums: deque[str] = deque(maxlen=_ALBUMS)
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, update: Any) -> None:
        """Keep what an update brings; only then may Telegram be told that it has arrived."""
        found = read(update, self._me, now=self._clock(), of_our_album=self._albums.__contains__)
        match found.what:
            case Taken():
                await self._keep(found.what)
            case Left(user):
                await asyncio.to_thread(self._intake.left, "telegram", str(self._me.id), user)
            case Moved(before, after):
                await asyncio.to_thread(self._intake.moved, "telegram", before, after)
                self._me = self._me.after_move(int(before), int(after))
            case Unreadable(message, reason):
                await asyncio.to_thread(self._intake.put_aside, message, reason)
        if found.press is not None:
            self._answer(found.press)

    async def put_aside(self, update: Any, reason: str) -> None:
        """Keep an update for a person, unread."""
        found = unreadable(update, self._me, now=self._clock(), reason=reason)
        await asyncio.to_thread(self._intake.put_aside, found.message, found.reason)

    async def close(self) -> None:
        """Wait a moment for answers to presses that are under way."""
        if self._answering:
            _, late = await asyncio.wait(self._answering, timeout=_LAST_ANSWERS)
            for answer in late:
                answer.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _keep(self, taken: Taken) -> None:
        message = taken.message
        self._acquainted.meet(taken.sender)
        if message.album is not None and message.album not in self._albums:
            self._albums.append(message.album)
        if taken.answers is not None:
            about = await asyncio.to_thread(self._intake.about, "telegram", taken.answers)
            message = message.model_copy(update={"about": about})
        await asyncio.to_thread(self._intake.take, message)

    def _answer(self, press: str) -> None:
        """Take the clock from the button that was pressed; nobody waits for that, and the next message not either."""
        task = asyncio.ensure_future(self._answered(press))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, press: str) -> None:
        try:
            await self._client.answer_callback_query(press)
        except TelegramError as error:  # a press that came again, or was long ago, can be answered no more
            log.info("a press was not answered: %s", type(error).__name__)
