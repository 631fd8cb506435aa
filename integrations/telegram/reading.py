"""What an update of Telegram is for us; pure, and never failing: what cannot be read says why.

In groups only what is said to the bot is taken: commands, mentions and answers to its messages, which is also what
privacy mode lets through (core.telegram.org/bots/features#privacy-mode). Nothing else that colleagues write is kept.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from telegram import Update as LibraryUpdate

from bot.chat.linking import code_in
from bot.chat.press import Press
from bot.cleaning import storable
from bot.messages import Attached, InboundMessage
from integrations.telegram.contents import files_of, is_service, unread_kind
from integrations.telegram.people import plain_name
from integrations.telegram.places import Place
from integrations.telegram.wire import Answered, Change, Message, Origin, Query, Update, User
from integrations.telegram.words import Me, words_of

HELLO = "/hello"
"""What stands for being let into a group, or back into a private chat."""
UNSUPPORTED = "/unsupported"
"""Stands before the name of what cannot be read, such as `voice`."""
_PASSED_BY = frozenset(
    "channel_post edited_channel_post business_connection business_message edited_business_message "
    "deleted_business_messages guest_message message_reaction message_reaction_count inline_query chosen_inline_result "
    "shipping_query pre_checkout_query purchased_paid_media poll poll_answer chat_member chat_join_request chat_boost "
    "removed_chat_boost managed_bot".split()
)
_GROUPS = frozenset({"group", "supergroup"})
_OUT = frozenset({"kicked", "left"})
_LONGEST_KEPT = 100_000  # characters of an update that cannot be read


@dataclass(frozen=True, slots=True)
class Taken:
    """A message for us; `answers` is the outside id of our message that it answers or presses, if any."""

    message: InboundMessage
    sender: User
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody has blocked the bot."""

    user: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup, which has another id."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Nobody can make sense of it; the text of `message` is the update as it came."""

    message: InboundMessage
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """An update as it was read; None is nothing for us. `press` is the id of a press, which wants an answer."""

    what: Taken | Left | Moved | Unreadable | None = None
    press: str | None = None


class Unsound(ValueError):
    """An update has a shape that we cannot read."""


def read(update: object, me: Me, *, now: datetime, of_our_album: Callable[[str], bool] = lambda _: False) -> Read:
    """What an update, as JSON or as the library's value, is for us.

    `now` is when it came, for what carries no time. `of_our_album` says whether an album was begun with us before:
    only one of its messages carries the words and with them our name.
    """
    raw = update.to_dict() if isinstance(update, LibraryUpdate) else update
    try:
        return _read(Update.model_validate(raw), me, now=now, of_our_album=of_our_album)
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:3])
    except (ValueError, OverflowError, OSError, RecursionError) as error:
        reason = str(error) or type(error).__name__
    return Read(unreadable(raw, me, now=now, reason=reason), press=_press_in(raw))


def unreadable(raw: Any, me: Me, *, now: datetime, reason: str) -> Unreadable:
    """An update that is put aside, as it came."""
    try:
        text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        text = type(raw).__name__
    number = raw.get("update_id") if isinstance(raw, dict) else None
    known = number if isinstance(number, int) else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    message = InboundMessage(
        channel="telegram",
        account=str(me.id),
        external_id=f"update:{known}",
        conversation=f"telegram:{me.id}:unreadable",
        sender_id=f"telegram:{me.id}/unknown",
        text=storable(text)[:_LONGEST_KEPT],
        received_at=now,
    )
    return Unreadable(message, storable(reason)[:500])


def _read(update: Update, me: Me, *, now: datetime, of_our_album: Callable[[str], bool]) -> Read:
    if update.message is not None:
        return Read(_message(update.message, me, of_our_album=of_our_album))
    if update.edited_message is not None:
        return Read(_message(update.edited_message, me, of_our_album=of_our_album, edited_by=update.update_id))
    if update.callback_query is not None:
        return Read(_press(update.callback_query, me, now=now), press=update.callback_query.id)
    if update.my_chat_member is not None:
        return Read(_standing(update.my_chat_member, me, update.update_id))
    if update.others and _PASSED_BY.isdisjoint(update.others):
        raise Unsound(f"an update of a kind that we do not know: {', '.join(sorted(update.others))[:200]}")
    return Read()


def _message(
    message: Message, me: Me, *, of_our_album: Callable[[str], bool], edited_by: int | None = None
) -> Taken | Moved | None:
    if message.migrate_to_chat_id is not None:
        return Moved(str(message.chat.id), str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id is not None:
        return Moved(str(message.migrate_from_chat_id), str(message.chat.id))
    sender = message.from_
    if sender is None or sender.is_bot or message.sender_chat or is_service(message) or not _ours(message):
        return None
    words, album = words_of(message, me), _album(message)
    to_us = words.named or _answers(message, me) is not None or (album is not None and of_our_album(album))
    if words.for_another or not (to_us or message.chat.type == "private"):
        return None
    files, text = files_of(message), words.text
    if not files and message.text is None and message.caption is None:
        if edited_by is not None:  # a live location moves, a poll is voted in: nothing that anybody wrote
            return None
        text = f"{UNSUPPORTED} {unread_kind(message)}"
    elif text and message.forward_origin:
        text = _forwarded(text, message.forward_origin, sender)
    return _taken(message, me, sender, text=text, files=files, album=album, edited_by=edited_by)


def _forwarded(text: str, origin: Origin, sender: User) -> str:
    """What somebody else wrote, with their name: it is neither an answer nor a command of whoever passes it on.

    A code by which somebody is let in may well come from whoever made it.
    """
    own = origin.sender_user is not None and origin.sender_user.id == sender.id
    return text if own or code_in(text, alone=True) else f"{text.lstrip('/')}\n\n— {plain_name(origin.name)}"


def _taken(
    message: Message,
    me: Me,
    sender: User,
    *,
    text: str,
    files: tuple[Attached, ...],
    album: str | None,
    edited_by: int | None,
) -> Taken:
    outside_id = f"{message.chat.id}:{message.message_id}"
    said = _inbound(
        message,
        me,
        sender,
        external_id=outside_id if edited_by is None else f"{outside_id}:{edited_by}",
        text=text,
        at=_moment(message.edit_date if edited_by is not None and message.edit_date else message.date),
        attached=files,
        album=album,
        edits=outside_id if edited_by is not None else None,
    )
    return Taken(said, sender, _answers(message, me))


def _press(query: Query, me: Me, *, now: datetime) -> Taken | None:
    """A press; the message may be too old for Telegram to show it to us, and then only its id is known."""
    on = query.message
    if on is None or query.data is None or query.from_.is_bot or not _ours(on):
        return None
    try:
        press = Press.parse(query.data)
    except ValueError as error:
        raise Unsound(str(error)) from error
    said = _inbound(on, me, query.from_, external_id=f"press:{query.id}", text=str(press), at=now, kind="press")
    return Taken(said, query.from_, f"{on.chat.id}:{on.message_id}")


def _standing(change: Change, me: Me, update_id: int) -> Taken | Left | None:
    """The bot was blocked, let back in, or added to a group."""
    out = change.new_chat_member.status in _OUT
    if change.chat.type == "private" and out:
        return Left(str(change.from_.id))
    back = change.old_chat_member.status in _OUT and not out
    if not back or change.from_.is_bot or change.chat.type not in {"private", *_GROUPS}:
        return None
    where = Answered.model_validate({"message_id": 0, "chat": change.chat.model_dump()})
    at = _moment(change.date)
    return Taken(_inbound(where, me, change.from_, external_id=f"member:{update_id}", text=HELLO, at=at), change.from_)


def _inbound(
    where: Answered, me: Me, sender: User, *, external_id: str, text: str, at: datetime, **more: Any
) -> InboundMessage:
    chat, room = where.chat.id, where.chat.type != "private"
    conversation = f"telegram:{me.id}:{chat}"
    return InboundMessage(
        channel="telegram",
        account=str(me.id),
        external_id=external_id,
        conversation=f"{conversation}:{where.topic or ''}:{sender.id}" if room else conversation,
        sender_id=f"telegram:{me.id}/{sender.id}",
        text=text,
        user=str(sender.id),
        place=str(Place(chat, where.topic)),
        room=room,
        outsiders=room and me.groups is not None and chat not in me.groups,
        received_at=at,
        **more,
    )


def _ours(message: Answered) -> bool:
    """Whether it stands in a private chat or in a group, not in a channel."""
    return message.chat.type == "private" or message.chat.type in _GROUPS


def _answers(message: Message, me: Me) -> str | None:
    """The outside id of our message that this one answers."""
    before = message.reply_to_message
    ours = before is not None and before.from_ is not None and before.from_.id == me.id
    return f"{before.chat.id}:{before.message_id}" if before is not None and ours else None


def _album(message: Message) -> str | None:
    return None if message.media_group_id is None else f"{message.chat.id}:{storable(message.media_group_id)[:100]}"


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _press_in(raw: Any) -> str | None:
    """The id of a press in an update that cannot be read; whoever pressed waits for an answer all the same."""
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    known = query.get("id") if isinstance(query, dict) else None
    return known if isinstance(known, str) else None
