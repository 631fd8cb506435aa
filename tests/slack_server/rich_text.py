"""What people type as Slack keeps it: emoji by their names in the text, by name and sign in a rich text beside it.

docs.slack.dev/reference/block-kit/blocks/rich-text-block; a message that somebody wrote always has such a block.
"""

import re

from tests.slack_server.things import Json

_NAMES = {
    "👍": "+1",
    "👎": "-1",
    "✅": "white_check_mark",
    "👀": "eyes",
    "🎉": "tada",
    "😀": "grinning",
    "📎": "paperclip",
}
_TONES = {chr(0x1F3FB + number): number + 2 for number in range(5)}
_EMOJI = re.compile(rf"([{''.join(_NAMES)}])([{''.join(_TONES)}]?)")


def coded(text: str) -> str:
    """The text with names in place of emoji."""
    return _EMOJI.sub(_code, text)


def rich(text: str) -> list[Json]:
    """The blocks of a text that somebody typed."""
    elements: list[Json] = []
    at = 0
    for found in _EMOJI.finditer(text):
        elements += [{"type": "text", "text": text[at : found.start()]}] if found.start() > at else []
        emoji = {"type": "emoji", "name": _NAMES[found[1]], "unicode": "-".join(f"{ord(sign):x}" for sign in found[0])}
        elements.append(emoji | ({"skin_tone": _TONES[found[2]]} if found[2] else {}))
        at = found.end()
    elements += [{"type": "text", "text": text[at:]}] if text[at:] else []
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if elements else []


def _code(found: re.Match[str]) -> str:
    tone = f":skin-tone-{_TONES[found[2]]}:" if found[2] else ""
    return f":{_NAMES[found[1]]}:{tone}"
