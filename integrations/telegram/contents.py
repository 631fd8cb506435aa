"""What is in a message besides its words: files to fetch, and what the assistant cannot read."""

import re
import unicodedata

from bot.messages import Attached
from integrations.telegram.wire import File, Message

_LONGEST_NAME = 100  # characters
_LONGEST_ENDING = 16
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_BINARY = "application/octet-stream"

UNREAD = (
    "voice", "video_note", "sticker", "location", "venue", "contact", "poll", "dice", "game", "story", "checklist",
    "paid_media", "invoice", "giveaway",
)  # fmt: skip
"""Contents that nothing is made of, by the names of their fields; Telegram gives some of them two."""

_SERVICE = frozenset(
    "new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created "
    "supergroup_chat_created channel_chat_created message_auto_delete_timer_changed pinned_message successful_payment "
    "refunded_payment users_shared chat_shared connected_website write_access_allowed passport_data "
    "proximity_alert_triggered boost_added chat_background_set checklist_tasks_done checklist_tasks_added "
    "direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened "
    "general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway_winners giveaway_completed "
    "paid_message_price_changed video_chat_scheduled video_chat_started video_chat_ended "
    "video_chat_participants_invited web_app_data gift unique_gift chat_owner_left chat_owner_changed".split()
)
"""What the chat says of itself (core.telegram.org/bots/api#message)."""


def is_service(message: Message) -> bool:
    """Whether it is a notice of the chat itself that nobody wrote."""
    others = message.others.items()
    return any(name in _SERVICE and value is not False for name, value in others)  # most of them are empty objects


def files_of(message: Message) -> tuple[Attached, ...]:
    """What came along: a photo in its largest size, or a document; a video or a piece of music is one too."""
    if message.photo:
        largest = max(message.photo, key=lambda size: (size.width * size.height, size.file_size or 0))
        return (_attached(largest, f"photo-{message.message_id}.jpg", media_type="image/jpeg"),)
    if message.video:
        return (_attached(message.video, f"video-{message.message_id}.mp4", media_type="video/mp4"),)
    kept = message.document or message.audio
    return (_attached(kept, f"file-{message.message_id}", media_type=_BINARY),) if kept else ()


def unread_kind(message: Message) -> str:
    """What it is that cannot be read; `other` for what Telegram has invented since."""
    return next((kind for kind in UNREAD if kind in message.others), "other")


def safe_name(said: str, otherwise: str) -> str:
    """A file's name without path, controls and marks of direction, at most 100 characters with its ending."""
    kept = "".join(char for char in said[-1_000:] if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", kept)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > _LONGEST_ENDING or not ending.isalnum():
        stem, ending = name, ""
    ending = dot + ending if ending else ""
    return (stem[: _LONGEST_NAME - len(ending)].rstrip(" .") + ending) or otherwise


def _attached(file: File, otherwise: str, *, media_type: str) -> Attached:
    return Attached(
        ref=file.file_id,
        name=safe_name(file.file_name or "", otherwise),
        media_type=(file.mime_type or media_type)[:100].lower(),
        size=file.file_size,
    )
