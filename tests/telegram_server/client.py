"""The real client library, pointed at the server of the tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.request import HTTPXRequest

from tests.telegram_server.server import TOKEN, TelegramServer

_PLAIN = {"verify": False}  # nothing here is encrypted, and reading all certificates takes a twentieth of a second


@asynccontextmanager
async def client(server: TelegramServer, token: str = TOKEN) -> AsyncIterator[Bot]:
    """A bot without a rate limiter, which would keep calls back by itself; it can poll twice at a time."""
    made = Bot(
        token,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=HTTPXRequest(8, httpx_kwargs=_PLAIN),
        get_updates_request=HTTPXRequest(2, httpx_kwargs=_PLAIN),
    )
    async with made:
        yield made


async def fetched(bot: Bot, *, offset: int = 0, wait: int = 0) -> tuple[Update, ...]:
    """What getUpdates gives, after at most so many seconds."""
    return await bot.get_updates(offset=offset, timeout=wait)


def buttons(*row: tuple[str, str]) -> InlineKeyboardMarkup:
    """A keyboard of one row, by label and data."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data) for label, data in row]])
