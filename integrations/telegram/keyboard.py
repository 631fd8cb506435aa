"""Buttons below a message (core.telegram.org/bots/api#inlinekeyboardmarkup)."""

import logging
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Button

log = logging.getLogger(__name__)

LONGEST_LABEL = 48  # characters; a phone shows about so many in a row of its own
_SHORT = 16  # characters; two such stand side by side on a phone
_MOST_BYTES = 64  # of what a button carries
_MOST_BUTTONS = 100
_STYLES = {"primary": "primary", "danger": "danger"}


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """The buttons that can be pressed, short ones two in a row; None when there are none.

    One that carries more than Telegram takes would have the whole message refused, so it is left out and logged; what
    it does can still be written.
    """
    rows: list[list[Button]] = []
    for button in filter(_can_be_pressed, buttons):
        if rows and len(rows[-1]) == 1 and _short(rows[-1][0]) and _short(button):
            rows[-1].append(button)
        else:
            rows.append([button])
    rows = rows[: _MOST_BUTTONS // 2]
    return InlineKeyboardMarkup([[_shown(button) for button in row] for row in rows]) if rows else None


def _can_be_pressed(button: Button) -> bool:
    if not button.press or not button.label.strip():
        return False
    fits = len(button.press.encode()) <= _MOST_BYTES
    if not fits:
        log.error("a button carries too much: %s", button.press, extra={"action": "button_left_out"})
    return fits


def _short(button: Button) -> bool:
    return len(button.label.strip()) <= _SHORT


def _shown(button: Button) -> InlineKeyboardButton:
    label = button.label.strip()
    if len(label) > LONGEST_LABEL:
        label = label[: LONGEST_LABEL - 1].rstrip() + "…"
    return InlineKeyboardButton(label, callback_data=button.press, style=_STYLES.get(button.look))
