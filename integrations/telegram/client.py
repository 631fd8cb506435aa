"""The library's bot, as we use it: one client on our event loop, and none of the library's queues, timers or states."""

import logging
import os
from typing import Any

from telegram.ext import ExtBot

from bot.chat.settings import TelegramSettings
from integrations.telegram.limiter import PATIENCE, PerChatLimiter
from integrations.telegram.request import CALL_SECONDS, UPLOAD_SECONDS, Request

MOST_SECONDS = 2 * CALL_SECONDS + UPLOAD_SECONDS + 3 * PATIENCE
"""Longer than any call takes."""
_MARGIN = 10.0  # seconds that an answer to a long poll may be late
_CONNECTIONS = 16

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for (core.telegram.org/bots/api#update)."""


class Client(ExtBot[Any]):
    """The Bot API; `initialize` and `shutdown` are awaited on the loop that it is used on."""

    @property
    def ready(self) -> bool:
        """Whether calls can be made: from `initialize`, also when it failed, to `shutdown`."""
        return self._requests_initialized

    async def raw_updates(self, offset: int | None, *, seconds: float) -> list[Any]:
        """What waits from `offset` on, unread: the library refuses a whole answer when it cannot read one update."""
        asked = {"offset": offset, "timeout": int(seconds), "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
        found = await self._post("getUpdates", asked, read_timeout=seconds + _MARGIN)
        return found if isinstance(found, list) else []

    async def write(self, asked: dict[str, Any]) -> str:
        """Send a message with these parameters; its outside id, for which not all of the answer has to be read."""
        found = await self._post("sendMessage", asked)
        return f"{found['chat']['id']}:{found['message_id']}"


def make_client(settings: TelegramSettings, limiter: PerChatLimiter | None = None) -> Client:
    """A client for these settings; it reaches out when it is initialized, not before."""
    keep_quiet()
    base = str(settings.url).rstrip("/")
    return Client(
        token=settings.token.get_secret_value(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=Request(base, connections=_CONNECTIONS),
        get_updates_request=Request(base, connections=1),
        rate_limiter=limiter or PerChatLimiter(),
    )


def keep_quiet() -> None:
    """Keep the token out of the logs, and the library from warning of what we do not use.

    The token is part of every address (core.telegram.org/bots/api#making-requests), which the library logs at DEBUG.
    `PTB_TIMEDELTA` is how the library is told that we take its spans of time as they will become.
    """
    logging.getLogger("telegram").setLevel(logging.WARNING)
    os.environ.setdefault("PTB_TIMEDELTA", "true")


def account_of(settings: TelegramSettings) -> str:
    """The bot's id, with which its token begins."""
    return settings.token.get_secret_value().partition(":")[0]
