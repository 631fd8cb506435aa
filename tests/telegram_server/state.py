"""All that Telegram knows of one bot, and the refusals that hang on where the bot stands."""

import time
from collections.abc import Iterable
from typing import Any

from tests.news import Noted
from tests.telegram_server.bell import Bell
from tests.telegram_server.faults import FloodLimits
from tests.telegram_server.given import Given, Upload
from tests.telegram_server.refusals import UPGRADED, Refused, bad, forbidden
from tests.telegram_server.updates import Updates
from tests.telegram_server.values import Call, CallbackAnswer, Chat, Json, Message, StoredFile, User


class State:
    """What tests look at, and what methods and people change."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.bot = User(7_000_000_001, "Pratica", username="pratica_bot", is_bot=True)
        self.privacy = True
        """Whether the bot is in privacy mode, as BotFather makes every bot."""
        self.mentions_pass = True
        """Whether a mention gets through privacy mode: BotFather says so, the documentation does not list it."""
        self.http_webhooks = False
        """Whether a webhook may be plain http, which the real one refuses."""
        self.lone_ampersands = False
        """Whether HTML may hold an `&` that begins no entity; the real one lets it pass, its documentation does not."""
        self.flood_limits: FloodLimits | None = None
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, bool] = {}
        """The presses of buttons by their id, and whether one may still answer."""
        self.sent: Noted[Message] = Noted()
        """What the bot sent, each as its chat shows it now; a deleted one stays and says so."""
        self.answers: Noted[CallbackAnswer] = Noted()
        self.actions: Noted[tuple[int, str]] = Noted()
        """The chat actions, such as typing, with their chat."""
        self.calls: Noted[Call] = Noted()
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """The commands by scope and language; the scope is its type, with the chat and user where it names them."""
        self.descriptions: dict[tuple[str, str], str] = {}
        """`description` and `short_description` by language."""
        self._last_id = 1000
        self._last_message: dict[int, int] = {}

    def new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def message(self, chat: int, number: int) -> Message:
        """A message as its chat shows it; fails when there never was such a one or it is deleted."""
        found = self.messages[chat, number]
        if found.deleted:
            raise KeyError((chat, number))
        return found

    def shown(self, chat: int) -> list[Message]:
        """All messages of a chat that are not deleted, in order."""
        return [message for (where, _), message in self.messages.items() if where == chat and not message.deleted]

    def add_message(self, chat: Chat, sender: User, content: Json, **more: Any) -> Message:
        """One more message; supergroups number their own, all other chats of an account share one row of numbers."""
        row = chat.id if chat.type == "supergroup" else 0
        number = self._last_message.get(row, 0) + 1
        self._last_message[row] = number
        message = Message(number, chat, sender, int(time.time()), content, **more)
        self.messages[chat.id, number] = message
        return message

    def wire(self, message: Message) -> Json:
        """As an update or an answer gives it."""
        return message.wire(self.messages.get((message.chat.id, message.reply_to or 0)))

    def store(self, upload: Upload, kind: str, *, size: int | None = None) -> StoredFile:
        number = self.new_id()
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        path = f"{kind}s/file_{number}.{suffix}"
        name = upload.name if kind == "document" else None
        stored = StoredFile(
            f"BQACAgIAAxk{number}", f"AgAD{number}", path, upload.content,
            len(upload.content) if size is None else size, name, upload.mime if kind == "document" else None,
        )  # fmt: skip
        self.files[stored.id] = stored
        return stored

    def chat(self, given: Given) -> Chat:
        """The chat that `chat_id` names, whether or not the bot may write there."""
        named = given.text("chat_id").strip()
        if not named:
            raise bad("chat_id is empty")
        for chat in self.chats.values():
            if named in (str(chat.id), f"@{chat.username}") and chat.bot != "unknown":
                return chat
        raise bad("chat not found")

    def writable(self, given: Given) -> Chat:
        """The chat that `chat_id` names, when the bot may write there."""
        chat = self.chat(given)
        if chat.upgraded_to is not None:
            raise Refused(400, f"Bad Request: {UPGRADED}", {"migrate_to_chat_id": chat.upgraded_to})
        reasons = {
            "blocked": "bot was blocked by the user",
            "deactivated": "user is deactivated",
            "met": "bot can't initiate conversation with a user",
            "kicked": f"bot was kicked from the {chat.type} chat",
            "left": f"bot is not a member of the {chat.type} chat",
        }
        if chat.bot in reasons:
            raise forbidden(reasons[chat.bot])
        return chat

    def existing(self, chat: Chat, number: int, otherwise: str) -> Message:
        """A message of the chat; 400 with `otherwise` when there is none any more."""
        found = self.messages.get((chat.id, number))
        if found is None or found.deleted:
            raise bad(otherwise)
        return found

    def meet(self, people: Iterable[User]) -> None:
        """The bot has seen these accounts in a group, which is not yet a conversation with them."""
        for user in people:
            private = self.chats.get(user.id)
            if private and private.bot == "unknown":
                private.bot = "met"
