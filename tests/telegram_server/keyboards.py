"""What may be under a message (core.telegram.org/bots/api#inlinekeyboardmarkup, limits.tginfo.me/en)."""

from typing import Any

from tests.telegram_server.refusals import bad
from tests.telegram_server.values import Json

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
_ACTIONS = (
    "callback_data url web_app login_url copy_text pay callback_game switch_inline_query "
    "switch_inline_query_current_chat switch_inline_query_chosen_chat"
).split()


def inline_keyboard(markup: Any) -> list[list[Json]]:
    """The rows of an inline keyboard, without empty ones; refuses what Telegram refuses."""
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad("reply markup is too long")
    return [[_button(button) for button in row] for row in rows if row]


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if not any(name in button for name in _ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and "." not in button["url"] and "://" not in button["url"]:
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return dict(button)
