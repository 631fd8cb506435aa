"""The methods that send: sendMessage, sendDocument, sendPhoto, sendChatAction."""

from typing import Any

from tests.telegram_server.given import Given, Upload
from tests.telegram_server.html_mode import Unparsable, parse_html, units
from tests.telegram_server.keyboards import inline_keyboard
from tests.telegram_server.refusals import bad
from tests.telegram_server.state import State
from tests.telegram_server.values import Chat, Json, StoredFile

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LARGEST_PHOTO = 10 << 20
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")


def formatted(state: State, given: Given, name: str, entities: str = "entities") -> tuple[str, list[Json]]:
    """A text and its entities after parsing, without spaces around it."""
    text, mode = given.text(name), given.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad("unsupported parse_mode")  # the real one also knows two dialects of Markdown
    if not mode:
        found: list[Json] = given.parsed(entities) or []
        return text.strip(), found
    try:
        parsed, marks = parse_html(text, lone_ampersands=state.lone_ampersands)
    except Unparsable as problem:
        raise bad(f"can't parse entities: {problem}") from None
    return _stripped(parsed, marks)


def _stripped(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    cut, kept = units(text) - units(text.lstrip()), text.strip()
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], units(kept))
        if end > begin:
            moved.append({**entity, "offset": begin, "length": end - begin})
    return kept, moved


def caption(state: State, given: Given) -> Json:
    text, entities = formatted(state, given, "caption", "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return {"caption": text, "caption_entities": entities} if text else {}


async def send_message(state: State, given: Given) -> Json:
    text, entities = formatted(state, given, "text")
    if not text:
        raise bad("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad("message is too long")
    return _send(state, given, {"text": text, "entities": entities}, html=given.text("text"))


async def send_document(state: State, given: Given) -> Json:
    stored = _file(state, given, "document")
    content = {"document": stored.wire(), **caption(state, given)}
    return _send(state, given, content, html=given.text("caption"))


async def send_photo(state: State, given: Given) -> Json:
    stored = _file(state, given, "photo")
    if not stored.content.startswith(_PICTURES):
        raise bad("IMAGE_PROCESS_FAILED")
    if stored.size > LARGEST_PHOTO:
        raise bad(f"file of size {stored.size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes")
    content = {"photo": [stored.wire(width=800, height=600)], **caption(state, given)}
    return _send(state, given, content, html=given.text("caption"))


async def send_chat_action(state: State, given: Given) -> bool:
    chat = state.writable(given)
    _thread(chat, given, general=True)
    if given.text("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    state.actions.append((chat.id, given.text("action")))
    return True


def _send(state: State, given: Given, content: Json, *, html: str) -> Json:
    chat = state.writable(given)
    thread = _thread(chat, given)
    markup: Any = given.parsed("reply_markup", "reply keyboard markup")
    keyboard = inline_keyboard(markup)
    reply_to = _reply(state, chat, given)
    if state.flood_limits:
        state.flood_limits.count(chat)
    if thread is None and reply_to is not None:
        thread = state.messages[chat.id, reply_to].thread
    message = state.add_message(
        chat, state.bot, content, html=html, keyboard=keyboard, thread=thread, reply_to=reply_to,
        markup=None if keyboard else markup,
    )  # fmt: skip
    chat.bot_spoke_last = True
    state.sent.append(message)
    return state.wire(message)


def _thread(chat: Chat, given: Given, *, general: bool = False) -> int | None:
    """The topic; the general one of a forum is meant by naming none, its number 1 only serves for chat actions."""
    if "message_thread_id" not in given.values:
        return None
    number = given.number("message_thread_id")
    if general and number == 1 and chat.topics is not None:
        return None
    topic = (chat.topics or {}).get(number)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and chat.bot != "administrator":
        raise bad("TOPIC_CLOSED")
    return number


def _reply(state: State, chat: Chat, given: Given) -> int | None:
    about = given.parsed("reply_parameters") or {"message_id": given.number("reply_to_message_id")}
    if not isinstance(about, dict):
        raise bad("object expected as reply parameters")
    number = int(about.get("message_id", 0))
    if not number:
        return None
    found = state.messages.get((int(about.get("chat_id", chat.id)), number))
    if found and not found.deleted:
        return number
    if about.get("allow_sending_without_reply") or given.flag("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _file(state: State, given: Given, kind: str) -> StoredFile:
    named = given.text(kind)
    upload: Upload | None = given.files.get(named.removeprefix("attach://") if named else kind)
    if upload:
        if not upload.content:
            raise bad("file must be non-empty")
        return state.store(upload, kind)
    if not named:
        raise bad(f"there is no {kind} in the request")
    if named not in state.files:
        raise bad("wrong file identifier/HTTP URL specified")
    return state.files[named]
