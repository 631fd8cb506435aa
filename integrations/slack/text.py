"""Text on its way in and out of Slack (docs.slack.dev/messaging/formatting-message-text).

What people write comes in as mrkdwn. What we write leaves in `plain_text` objects, in which Slack reads no markup at
all, so that the stars and underscores of people's words stay what they are. Only the fallback text of a message is
mrkdwn by nature; it is escaped, and the message says that it holds none.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from bot.bidi import ISOLATES, POP_ISOLATE
from bot.cleaning import storable

_LABELLED = r"([^|<>]*)(?:\|([^<>]*))?"
_ANGLED = re.compile(rf"<{_LABELLED}>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_STYLED = re.compile(r"(?<![\w*_`])(\*|_|`{1,3})(?=\S)((?:(?!\1)[^\n])+?)(?<=\S)\1(?![\w*_`])")
_BLANKS = re.compile(r"[ \t]{2,}")
_CODE_POINTS = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6})*")
_BROADCASTS = {"!here": "@here", "!channel": "@channel", "!everyone": "@everyone"}


def pictured(text: str, blocks: Any) -> str:
    """An incoming text with emoji in place of their names, as which Slack passes them on: `:+1:` for a thumb.

    The rich text in `blocks` says which sign a name stands for (docs.slack.dev/reference/block-kit/block-elements/
    emoji-element); a workspace's own pictures have a name only, which stays.
    """
    signs: dict[str, deque[str]] = {}
    for name, sign in _emoji(blocks):
        signs.setdefault(name, deque()).append(sign)
    if not signs:
        return text
    names = "|".join(map(re.escape, signs))

    def shown(found: re.Match[str]) -> str:
        known = signs[found[1]]  # the same name in other colours of skin: one sign after the other
        return known.popleft() if len(known) > 1 else known[0]

    return re.sub(rf":({names})(?:::skin-tone-[2-6])?:", shown, text)


def _emoji(blocks: Any) -> Iterator[tuple[str, str]]:
    """The names and signs of a rich text, in its order."""
    left = [blocks]
    while left:
        part = left.pop()
        if isinstance(part, list):
            left.extend(reversed(part))
        elif isinstance(part, Mapping) and part.get("type") != "emoji":
            left.append(part.get("elements"))
        elif isinstance(part, Mapping) and _CODE_POINTS.fullmatch(str(part.get("unicode") or "")):
            sign = "".join(chr(int(point, 16)) for point in part["unicode"].split("-"))
            yield str(part.get("name")).partition("::")[0], sign


def mentioned(text: str) -> frozenset[str]:
    """The ids of those whom an incoming text mentions."""
    return frozenset(_USER.findall(text))


def plain(text: str, *, us: str, names: Mapping[str, str]) -> str:
    """What somebody wrote, without Slack's markup and mentions of `us`; others' mentions show the name in `names`."""
    ours = re.compile(rf"[ \t]*<@{re.escape(us)}(?:\|[^<>]*)?>[,:;]?[ \t]*")
    text = ours.sub(" ", text)
    text = _ANGLED.sub(lambda found: _said(found[1], found[2] or "", names), _STYLED.sub(r"\2", text))
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return storable("\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip())


def _said(what: str, label: str, names: Mapping[str, str]) -> str:
    if what[:1] == "@":
        return "@" + (names.get(what[1:]) or label or what[1:])
    if what[:1] == "#":
        return "#" + (label or what[1:])
    if what[:1] == "!":
        return _BROADCASTS.get(what.partition("^")[0]) or label or what[1:]
    return _link(what, label)


def _link(address: str, label: str) -> str:
    """The words of a link, with its address where they do not say it; Slack links by itself what looks like one."""
    shown = re.sub(r"^(mailto|tel):", "", address)
    if not label or label == shown:
        return shown
    if re.sub(r"^https?://", "", shown).rstrip("/") == label.rstrip("/") or address.startswith("tel:"):
        return label
    return f"{label} ({shown})"


def escaped(text: str) -> str:
    """The text as mrkdwn takes it: these three characters, and no others, are escaped; nobody can be pinged by it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int) -> str:
    """The text in at most `most` characters; an ellipsis says that some of it is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def visible(text: str) -> bool:
    """Whether there is anything to see; Slack refuses a text without (no_text, invalid_blocks)."""
    return bool(text.strip(ISOLATES + POP_ISOLATE + " \t\r\n\f\v\u00a0\u200b\ufeff").strip())
