"""Telegram, by its Bot API (core.telegram.org/bots/api) with python-telegram-bot as the client alone."""

from integrations.telegram.channel import TelegramChannel
from integrations.telegram.checking import check, start_link
from integrations.telegram.limiter import PerChatLimiter
from integrations.telegram.service import TelegramService, TelegramState
from integrations.telegram.webhook import PATH, Webhook

__all__ = [
    "PATH",
    "PerChatLimiter",
    "TelegramChannel",
    "TelegramService",
    "TelegramState",
    "Webhook",
    "check",
    "start_link",
]
