"""The small pieces of Block Kit, each within its limit (docs.slack.dev/reference/block-kit)."""

import json
from collections.abc import Mapping
from typing import Any

from integrations.slack.text import visible

Json = dict[str, Any]

TITLE, LABEL, OPTION, VALUE, SECTION, HEADER, TEXT = 24, 2_000, 75, 150, 3_000, 150, 3_000
BLOCKS = 100
BYTES = 240_000
"""Of a whole view; Slack refuses one of more than 250 KB (docs.slack.dev/reference/methods/views.open)."""
METADATA = 3_000


def cut(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis."""
    text = text.strip()
    if len(text) <= most:
        return text
    head = text[: most - 1]
    words = head.rpartition(" ")[0] if not text[most - 1].isspace() else head
    return f"{(words or head).rstrip()}…"


def plain(text: str, most: int, *, instead: str = "…") -> Json:
    """A text without markup; Slack takes none in which nothing can be seen."""
    shown = next((short for short in (cut(text, most), cut(instead, most)) if visible(short)), "…")
    return {"type": "plain_text", "text": shown, "emoji": False}


def section(text: str, **more: object) -> Json:
    return {"type": "section", "text": plain(text, SECTION), **more}


def context(*texts: str, **more: object) -> Json:
    return {"type": "context", "elements": [plain(text, SECTION) for text in texts], **more}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text, HEADER)}


def option(value: str, label: str) -> Json:
    return {"text": plain(label, OPTION, instead=value), "value": value}


def size(value: object) -> int:
    """How many bytes a value takes as JSON in ASCII, the longest that it can get."""
    return len(json.dumps(value))


def at(body: Mapping[str, Any], *path: str) -> str:
    """The text at a path of a payload; empty where there is none."""
    found: Any = body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
