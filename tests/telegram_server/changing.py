"""The methods that change what is there: edit, delete, react, answer a press."""

import time
from collections.abc import Callable

from tests.telegram_server.given import Given
from tests.telegram_server.html_mode import units
from tests.telegram_server.keyboards import inline_keyboard
from tests.telegram_server.refusals import NOT_MODIFIED, QUERY_TOO_OLD, bad
from tests.telegram_server.sending import LONGEST_TEXT, formatted
from tests.telegram_server.state import State
from tests.telegram_server.values import CallbackAnswer, Json, Message

TWO_DAYS = 48 * 3600
_REACTIONS = frozenset(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 💯 🤣 👀 ✍ 🤝 🫡 🆒 👨‍💻".split()
)


async def edit_message_text(state: State, given: Given) -> Json:
    message = _own(state, given)
    text, entities = formatted(state, given, "text")
    if not text:
        raise bad("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad("MESSAGE_TOO_LONG")  # sending says it in other words
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")

    def change() -> None:
        message.content = {"text": text, "entities": entities}
        message.html = given.text("text")

    same = message.content["text"] == text and (message.content.get("entities") or []) == entities
    return _edit(state, message, given, change=None if same else change)


async def edit_message_reply_markup(state: State, given: Given) -> Json:
    return _edit(state, _own(state, given), given, change=None)


def _edit(state: State, message: Message, given: Given, *, change: Callable[[], None] | None) -> Json:
    """An edit without a keyboard takes away the one that is there."""
    keyboard = inline_keyboard(given.parsed("reply_markup", "reply keyboard markup"))
    if change is None and keyboard == message.keyboard:
        raise bad(NOT_MODIFIED)
    if state.flood_limits:
        state.flood_limits.count(message.chat)
    if change:
        change()
    message.keyboard = keyboard
    message.edited = int(time.time())
    state.bell.ring()
    return state.wire(message)


def _own(state: State, given: Given) -> Message:
    if "message_id" not in given.values and not given.text("inline_message_id"):
        raise bad("message identifier is not specified")
    message = state.existing(state.writable(given), given.number("message_id"), "message to edit not found")
    if message.sender is not state.bot:
        raise bad("message can't be edited")
    return message


async def delete_message(state: State, given: Given) -> bool:
    """A bot deletes its own of the last 48 hours, any in a private chat, and all where it is an administrator."""
    chat = state.writable(given)
    message = state.existing(chat, given.number("message_id"), "message to delete not found")
    ours = message.sender is state.bot or chat.type == "private"
    if chat.bot != "administrator" and (not ours or message.date < time.time() - TWO_DAYS):
        raise bad("message can't be deleted")
    message.deleted = True
    state.bell.ring()
    return True


async def answer_callback_query(state: State, given: Given) -> bool:
    query = given.text("callback_query_id")
    if units(given.text("text")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if not state.queries.get(query):
        raise bad(QUERY_TOO_OLD)
    state.answers.append(CallbackAnswer(query, given.text("text"), given.flag("show_alert")))
    return True


async def set_message_reaction(state: State, given: Given) -> bool:
    message = state.existing(state.writable(given), given.number("message_id"), "message to react not found")
    wanted = given.parsed("reaction") or []
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emoji = [str(each.get("emoji", "")).rstrip("\ufe0f") for each in wanted]
    if not _REACTIONS.issuperset(emoji):
        raise bad("REACTION_INVALID")
    message.reactions = emoji
    state.bell.ring()
    return True
