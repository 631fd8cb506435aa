"""Replies as Block Kit blocks, within its limits whatever a reply holds (docs.slack.dev/reference/block-kit/blocks)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.pieces import split
from bot.messages import Button, Reply
from integrations.slack.text import escaped, shortened, visible

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
SECTION, CONTEXT, LABEL, VALUE = 3_000, 2_000, 75, 2_000  # characters
ROW = 5  # buttons beside each other; 25 are allowed, but phones then stack them without order
FALLBACK = 3_900  # characters; chat.update takes 4,000
_TEXT = 6_000
"""Characters of a reply's text: all texts of a message's blocks together may have some 12,000 (msg_blocks_too_long),
which is not documented but known from github.com/slackapi/bolt-js/issues/2509, and fifty labels take 3,750."""
_MOST_BUTTONS = 50
_BOLD = re.compile(r"[^\W_][^*_~`<>&\u2066-\u2069\n]{0,250}[\w.!?)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as Slack takes it; `text` is what notifications and screen readers say in place of the blocks."""

    text: str
    blocks: list[Block]


def shown(reply: Reply) -> Shown:
    """The reply as a message; it is never empty, for Slack refuses such a one (no_text)."""
    return Shown(text=fallback(reply), blocks=blocks(reply))


def fallback(reply: Reply) -> str:
    """The reply's words, escaped and cut."""
    text = "\n".join(part for part in (reply.text, reply.standing) if part.strip()) or "…"
    whole = escaped(shortened(text, FALLBACK))
    return whole if len(whole) <= FALLBACK else escaped(shortened(text, FALLBACK // 5))  # &amp; is five characters


def blocks(reply: Reply, *, most: int = MESSAGE_BLOCKS) -> list[Block]:
    """The text in sections, how the task stands below in small print, then the buttons: at most `most` (6 or more)."""
    rows = button_rows(reply.buttons, most=most - 5)
    standing = [context(reply.standing)] if visible(reply.standing) else []
    text = _heading(reply) or sections(shortened(reply.text, _TEXT))
    return [*text, *standing, *rows] or [_section("…")]


def sections(text: str) -> list[Block]:
    """The text in sections without any markup; none for an empty one."""
    return [_section(piece) for piece in split(text, SECTION) if visible(piece)]


def context(text: str) -> Block:
    """Small print, which may not be empty."""
    return {"type": "context", "elements": [_plain(shortened(text, CONTEXT))]}


def button_rows(buttons: Sequence[Button], *, most: int = MESSAGE_BLOCKS) -> list[Block]:
    """The buttons that can be pressed, five a row and at most `most` rows.

    The action's id says what is meant: `press:` takes the main road, `open:` opens the form whose key is the value.
    """
    elements = list(_elements(buttons))[: min(_MOST_BUTTONS, most * ROW)]
    return [{"type": "actions", "elements": elements[at : at + ROW]} for at in range(0, len(elements), ROW)]


def _elements(buttons: Iterable[Button]) -> Iterable[Block]:
    for number, button in enumerate(buttons):
        value = button.opens or button.press
        label = button.label.strip() or button.value.strip()
        if not value or len(value) > VALUE or not visible(label):
            continue
        element = {
            "type": "button",
            "action_id": f"{'open' if button.opens else 'press'}:{number}",
            "text": _plain(shortened(label, LABEL)),
            "value": value,
        }
        yield element if button.look == "plain" else {**element, "style": button.look}


def _heading(reply: Reply) -> list[Block]:
    """The sections of a reply about a task, whose first line is bold where it holds nothing that could be markup."""
    first, line_end, rest = reply.text.strip().partition("\n")
    if not (reply.tasks or reply.standing) or not line_end:
        return []
    if not _BOLD.fullmatch(first) or first.count(":") > 1:
        return []
    bold = {"type": "section", "text": {"type": "mrkdwn", "text": f"*{first}*", "verbatim": True}}
    return [bold, *sections(shortened(rest, _TEXT))]


def _section(text: str) -> Block:
    return {"type": "section", "text": _plain(text)}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
