"""A Telegram Bot API server on this machine: what it refuses, and in which words, is what the real one says.

The words follow core.telegram.org/bots/api and the sources of the real server (tdlib/telegram-bot-api, tdlib/td). It
speaks HTML only, no Markdown; it finds no links in what the bot sends; and it is stricter than the real one in one
thing, the lone ampersand (`State.lone_ampersands`). Messages per time are not limited until `limit_really`.
"""

from tests.telegram_server.people import PNG, FileOfPerson, Person
from tests.telegram_server.server import TOKEN, TelegramServer, telegram_server
from tests.telegram_server.values import Call, CallbackAnswer, Chat, Message, StoredFile, User

__all__ = [
    "PNG", "TOKEN", "Call", "CallbackAnswer", "Chat", "FileOfPerson", "Message", "Person", "StoredFile",
    "TelegramServer", "User", "telegram_server",
]  # fmt: skip
