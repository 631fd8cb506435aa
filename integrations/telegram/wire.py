"""What Telegram sends, as far as we read it (core.telegram.org/bots/api#available-types); all else is passed by."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """A value of the Bot API. Telegram adds fields at any time, so unknown ones are no mistake."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class User(Wire):
    id: int
    is_bot: bool = False
    first_name: str = ""
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Chat(Wire):
    id: int
    type: str
    title: str | None = None


class Origin(Wire):
    """Who wrote a message that was forwarded: somebody, somebody who hides their account, a group or a channel."""

    sender_user: User | None = None
    sender_user_name: str | None = None
    sender_chat: Chat | None = None
    chat: Chat | None = None

    @property
    def name(self) -> str:
        """What the writer is called."""
        user, place = self.sender_user, self.sender_chat or self.chat
        named = " ".join(part for part in (user.first_name, user.last_name) if part) if user else self.sender_user_name
        return named or (place.title if place else None) or "?"


class Entity(Wire):
    """A stretch of text with a meaning; offset and length are in UTF-16 code units."""

    type: str
    offset: int = Field(ge=0)
    length: int = Field(ge=0)
    user: User | None = None


class File(Wire):
    file_id: str
    file_size: int | None = None
    file_name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0


class Answered(Wire):
    """The message that another one answers, or that a button is on."""

    model_config = ConfigDict(frozen=True, extra="allow")

    message_id: int
    chat: Chat
    from_: User | None = Field(default=None, alias="from")
    message_thread_id: int | None = None
    is_topic_message: bool = False

    @property
    def topic(self) -> int | None:
        """The forum topic; in other groups the field numbers threads of replies, which are no places."""
        return self.message_thread_id if self.is_topic_message else None


class Message(Answered):
    """A message; `model_extra` holds the fields that are not named here."""

    date: int
    edit_date: int | None = None
    text: str | None = None
    caption: str | None = None
    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    photo: tuple[File, ...] = ()
    document: File | None = None
    video: File | None = None
    audio: File | None = None
    media_group_id: str | None = None
    reply_to_message: Answered | None = None
    forward_origin: Origin | None = None
    sender_chat: Chat | None = None
    """Who speaks where no person does: an anonymous administrator's group, or a channel whose post comes to its group
    under the name of a user "Telegram" that is no bot."""
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None

    @property
    def others(self) -> dict[str, Any]:
        """The fields that are not named here."""
        return self.model_extra or {}


class Query(Wire):
    """A press of a button."""

    id: str
    from_: User = Field(alias="from")
    message: Answered | None = None
    data: str | None = None


class Standing(Wire):
    """How somebody stands in a chat."""

    status: str
    user: User


class Change(Wire):
    """That this has changed."""

    chat: Chat
    from_: User = Field(alias="from")
    date: int
    old_chat_member: Standing
    new_chat_member: Standing


class Update(Wire):
    """One update; at most one of its other fields is there."""

    model_config = ConfigDict(frozen=True, extra="allow")

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Query | None = None
    my_chat_member: Change | None = None

    @property
    def others(self) -> dict[str, Any]:
        """The fields that are not named here."""
        return self.model_extra or {}
