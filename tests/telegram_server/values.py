"""What Telegram keeps: people, chats, messages and files, and how each looks on the wire."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(slots=True)
class User:
    """An account of a person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def wire(self) -> Json:
        names = ("id", "is_bot", "first_name", "last_name", "username", "language_code")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(slots=True)
class Topic:
    """A forum topic."""

    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A chat, and how the bot stands in it.

    In a private chat `bot` is `member` after /start, `blocked` after that, `met` when the person is only known from a
    group, `unknown` when not even that, and `deactivated` when the account is gone.
    """

    id: int
    type: Literal["private", "group", "supergroup"]
    bot: Literal["member", "administrator", "left", "kicked", "blocked", "met", "unknown", "deactivated"]
    title: str | None = None
    user: User | None = None
    username: str | None = None
    topics: dict[int, Topic] | None = None
    """Its topics by message_thread_id; nothing where the chat is no forum."""
    members: dict[int, str] = field(default_factory=dict)
    """The status of each person by user id."""
    upgraded_to: int | None = None
    bot_spoke_last: bool = False
    """Whether the last bot that posted here is ours, on which general commands hang in privacy mode."""

    def wire(self) -> Json:
        if self.user:
            names: Json = {name: getattr(self.user, name) for name in ("first_name", "last_name", "username")}
        else:
            names = {"title": self.title, "username": self.username, "is_forum": self.topics is not None or None}
        return {"id": self.id, "type": self.type} | {name: value for name, value in names.items() if value is not None}


@dataclass(slots=True)
class Message:
    """A message as its chat shows it now."""

    id: int
    chat: Chat
    sender: User
    date: int
    content: Json = field(default_factory=dict)
    """The fields of the wire that make the message what it is: text, caption, entities, document and so on."""
    html: str | None = None
    """The text or caption as the bot gave it."""
    keyboard: list[list[Json]] = field(default_factory=list)
    markup: Json | None = None
    """A reply markup that is no inline keyboard."""
    thread: int | None = None
    reply_to: int | None = None
    edited: int | None = None
    """When it was changed last, as a Unix time."""
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
    """What the bot reacted with."""

    @property
    def text(self) -> str:
        """The text or caption, without markup."""
        text: str = self.content.get("text") or self.content.get("caption") or ""
        return text

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def buttons(self) -> dict[str, str]:
        """What each callback button carries, by its label."""
        return {
            button["text"]: button["callback_data"]
            for row in self.keyboard
            for button in row
            if "callback_data" in button
        }

    def wire(self, answered: "Message | None" = None) -> Json:
        """As an update or an answer gives it; `answered` is the message that it replies to, as long as that exists."""
        message: Json = {"message_id": self.id, "from": self.sender.wire(), "chat": self.chat.wire(), "date": self.date}
        if self.thread is not None:
            message["message_thread_id"] = self.thread
            message["is_topic_message"] = True
        if self.edited is not None:
            message["edit_date"] = self.edited
        if answered is not None and not answered.deleted:
            message["reply_to_message"] = answered.wire()
        if self.keyboard:
            message["reply_markup"] = {"inline_keyboard": self.keyboard}
        return message | {name: value for name, value in self.content.items() if value not in (None, [])}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that went through Telegram; `size` may be said larger than the content for tests of limits."""

    id: str
    unique_id: str
    path: str
    content: bytes
    size: int
    name: str | None = None
    mime: str | None = None

    def wire(self, **more: Any) -> Json:
        names: Json = {"file_name": self.name, "mime_type": self.mime}
        about = {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size, **more}
        return about | {name: value for name, value in names.items() if value is not None}


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot answered to a press of a button."""

    query_id: str
    text: str
    show_alert: bool


@dataclass(slots=True)
class Call:
    """A request to the Bot API, with the code of its answer as soon as there is one; 0 is a connection that was cut."""

    method: str
    given: Json
    code: int | None = None
