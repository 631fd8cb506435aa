"""People: what they do makes updates, as far as the bot gets to know of it."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.telegram_server.around import change_standing
from tests.telegram_server.entities import entities_of
from tests.telegram_server.given import Upload
from tests.telegram_server.privacy import reaches_the_bot
from tests.telegram_server.state import State
from tests.telegram_server.values import Chat, Json, Message, User

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@dataclass(frozen=True, slots=True)
class FileOfPerson:
    """A document or photo that a person sends; `size` says how large it is where the content should stay small."""

    content: bytes
    name: str = "photo.jpg"
    mime: str = "application/octet-stream"
    size: int | None = None

    def content_as(self, kind: str, state: State) -> Json:
        stored = state.store(Upload(self.name, self.mime, self.content), kind, size=self.size)
        if kind == "document":
            return {"document": stored.wire()}
        small = state.store(Upload(self.name, self.mime, self.content[:64]), kind)
        return {"photo": [small.wire(width=90, height=67), stored.wire(width=1280, height=960)]}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; every method says what they do, in their private chat unless another is named."""

    state: State
    user: User

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def private(self) -> Chat:
        return self.state.chats[self.user.id]

    def says(
        self, content: Json, chat: Chat | None = None, *, thread: int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Any message, given by its fields on the wire; the first one in private starts the conversation."""
        chat = chat or self.private
        if chat.type == "private" and chat.bot in ("unknown", "met"):
            chat.bot = "member"
        if chat.type != "private" and self.user.id not in chat.members:
            raise ValueError(f"{self.user.first_name} is not in the chat")
        if chat.bot == "blocked":
            raise ValueError("one unblocks a bot before one can write to it")
        if thread is not None and thread not in (chat.topics or {}):
            raise ValueError("no such topic")
        if thread is None and reply_to is not None:
            thread = reply_to.thread
        number = reply_to.id if reply_to else None
        message = self.state.add_message(chat, self.user, content, thread=thread, reply_to=number)
        self._tell(message, "message")
        return message

    def writes(
        self, text: str, chat: Chat | None = None, *, thread: int | None = None, reply_to: Message | None = None
    ) -> Message:
        content = {"text": text, "entities": entities_of(text)}
        return self.says(content, chat, thread=thread, reply_to=reply_to)

    def starts(self, payload: str = "") -> Message:
        """Presses Start; a deep link's payload is at most 64 of A-Za-z0-9_- (core.telegram.org/bots/features)."""
        if not re.fullmatch("[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError("a deep link carries no such payload")
        return self.writes(f"/start {payload}".strip())

    def edits(self, message: Message, text: str) -> None:
        """Changes the text or caption of a message of theirs."""
        name = "text" if "text" in message.content else "caption"
        marks = "entities" if name == "text" else "caption_entities"
        message.content = {**message.content, name: text, marks: entities_of(text)}
        message.edited = int(time.time())
        self._tell(message, "edited_message")

    def presses(self, message: Message, button: str) -> str:
        """Presses the button with that label or data, which has to be there now; the id of the query."""
        shown = self.state.existing(message.chat, message.id, "the message is gone")
        for label, data in shown.buttons.items():
            if button in (label, data):
                return self._query(data, self.state.wire(shown), shown.chat)
        raise ValueError(f"no button {button!r} on {shown.text!r}: {shown.buttons}")

    def presses_old(self, message: Message, data: str) -> str:
        """Presses a button that their app still shows, on a message that the bot may no longer see."""
        inaccessible = {"chat": message.chat.wire(), "message_id": message.id, "date": 0}
        return self._query(data, inaccessible, message.chat)

    def sends_document(
        self, file: FileOfPerson, chat: Chat | None = None, *, caption: str = "", **more: Any
    ) -> Message:
        return self.says(file.content_as("document", self.state) | _caption(caption), chat, **more)

    def sends_photo(self, file: FileOfPerson, chat: Chat | None = None, *, caption: str = "", **more: Any) -> Message:
        return self.says(file.content_as("photo", self.state) | _caption(caption), chat, **more)

    def sends_album(
        self, files: Sequence[FileOfPerson], chat: Chat | None = None, *, caption: str = "", kind: str = "photo"
    ) -> list[Message]:
        """Several messages with one media_group_id; the caption is that of the first."""
        group = str(13_000_000_000_000_000 + self.state.new_id())
        contents = [file.content_as(kind, self.state) | {"media_group_id": group} for file in files]
        contents[0] |= _caption(caption)
        return [self.says(content, chat) for content in contents]

    def sends_voice(self, chat: Chat | None = None) -> Message:
        stored = self.state.store(Upload("voice.oga", "audio/ogg", b"OggS"), "voice")
        return self.says({"voice": stored.wire(duration=3, mime_type="audio/ogg")}, chat)

    def sends_sticker(self, chat: Chat | None = None, *, emoji: str = "👍") -> Message:
        stored = self.state.store(Upload("sticker.webp", "image/webp", b"RIFF"), "sticker")
        about = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.says({"sticker": stored.wire(**about, emoji=emoji)}, chat)

    def sends_location(self, latitude: float, longitude: float, chat: Chat | None = None) -> Message:
        return self.says({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    def sends_contact(self, phone: str, first_name: str, chat: Chat | None = None) -> Message:
        return self.says({"contact": {"phone_number": phone, "first_name": first_name}}, chat)

    def blocks(self) -> None:
        change_standing(self.state, self.private, "blocked", by=self.user)

    def unblocks(self) -> None:
        change_standing(self.state, self.private, "member", by=self.user)

    def leaves_telegram(self) -> None:
        """The account is deleted, of which a bot is not told."""
        self.private.bot = "deactivated"

    def adds_the_bot(self, chat: Chat, *, as_administrator: bool = False) -> None:
        change_standing(self.state, chat, "administrator" if as_administrator else "member", by=self.user)
        self.says({"new_chat_members": [self.state.bot.wire()]}, chat)

    def kicks_the_bot(self, chat: Chat) -> None:
        change_standing(self.state, chat, "kicked", by=self.user)

    def upgrades(self, group: Chat) -> Chat:
        """Makes a supergroup of a group: two service messages, and the old chat is no more."""
        if group.type != "group" or group.upgraded_to is not None:
            raise ValueError("only a group is upgraded, and once")
        new = Chat(-1_000_000_000_000 + group.id, "supergroup", group.bot, group.title, members=dict(group.members))
        self.state.chats[new.id] = new
        self.says({"migrate_to_chat_id": new.id}, group)
        group.upgraded_to = new.id
        self.says({"migrate_from_chat_id": group.id}, new)
        return new

    def _query(self, data: str, message: Json, chat: Chat) -> str:
        query = str(4_000_000_000_000_000_000 + self.state.new_id())
        self.state.queries[query] = True
        instance = str(abs(chat.id) * 31)
        about = {"id": query, "from": self.user.wire(), "chat_instance": instance, "data": data, "message": message}
        self.state.updates.push({"callback_query": about})
        return query

    def _tell(self, message: Message, kind: str) -> None:
        if reaches_the_bot(self.state, message):
            self.state.meet([self.user])
            self.state.updates.push({kind: self.state.wire(message)})


def _caption(text: str) -> Json:
    if len(text) > 1024:
        raise ValueError("no app lets a person write so long a caption")
    return {"caption": text, "caption_entities": entities_of(text)} if text else {}
