"""A reply as Telegram shows it: HTML with everything escaped, its direction marked, never too long.

Telegram counts a text in UTF-16 code units after its markup was read (core.telegram.org/bots/api#sendmessage,
core.telegram.org/api/entities), so a character beyond the basic plane counts twice.
"""

import unicodedata
from dataclasses import dataclass
from html import escape

from bot.bidi import ISOLATES, POP_ISOLATE, RIGHT_TO_LEFT_MARK, direction
from bot.cleaning import storable
from bot.messages import Reply

LONGEST = 1_900
"""Characters of a reply's text: even when each of them counts twice, the standing still fits below it."""
MOST_UNITS = 4_096
MOST_CAPTION_UNITS = 1_024
_LONGEST_STANDING = 120
_LEFT_TO_RIGHT_MARK = "\u200e"
_NOTHING = "…"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply as HTML, and the same without any markup for when the HTML is refused."""

    html: str
    plain: str


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def render(reply: Reply, *, most: int = MOST_UNITS) -> Rendered:
    """The text of a reply with its standing, at most `most` units; what is longer is cut and ends with an ellipsis.

    A text of at most `LONGEST` characters is never cut in a message: marks of direction count at most one a line, so
    text and marks are never more than two units a character.
    """
    standing = cut(_marked(_shown(reply.standing), reply), _LONGEST_STANDING * 2)
    left = most - units(standing) - 2 if standing else most
    text = cut(_marked(_shown(reply.text), reply), left)
    if not text and not standing:
        text = _NOTHING
    headed = bool(reply.tasks or reply.shows) and "\n" in text
    parts = [part for part in (_headed(text) if headed else _escaped(text), _italic(standing)) if part]
    return Rendered(html="\n\n".join(parts), plain="\n\n".join(part for part in (text, standing) if part))


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis behind it; no character is cut in two."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"


def right_to_left(text: str) -> bool:
    """Whether a text is Hebrew: by its letters outside isolates, in which names of the other direction stand."""
    outside, depth = [], 0
    for char in text:
        if char in ISOLATES:
            depth += 1
        elif char == POP_ISOLATE:
            depth = max(depth - 1, 0)
        elif not depth:
            outside.append(char)
    own = "".join(outside)
    return direction(own if any(map(str.isalpha, own)) else text) == "rtl"


def _marked(text: str, reply: Reply) -> str:
    """The text with a mark before each line that clients would lay out the wrong way round.

    They take each line as a paragraph and go by its first strong character (UAX #9, P2 and P3); the older ones also
    look into isolates, and a line without any letter is left-to-right to all. U+200F is a strong character itself.
    """
    hebrew = reply.language == "he" if reply.language else right_to_left(text)
    return "\n".join(_line(line, hebrew=hebrew) for line in text.split("\n"))


def _line(line: str, *, hebrew: bool) -> str:
    sides = map(unicodedata.bidirectional, line)
    first = next((side for side in sides if side in {"L", "R", "AL"}), None)
    if hebrew:
        return RIGHT_TO_LEFT_MARK + line if line.strip() and first in {"L", None} else line
    return _LEFT_TO_RIGHT_MARK + line if first in {"R", "AL"} else line


def _shown(text: str) -> str:
    """What can be sent: no NUL, no half characters; nothing where nobody would see anything."""
    text = storable(text).strip()
    return text if any(unicodedata.category(char)[0] not in "CZ" for char in text) else ""


def _escaped(text: str) -> str:
    """`<`, `>` and `&` are all that has a meaning in text (core.telegram.org/bots/api#html-style)."""
    return escape(text, quote=False)


def _headed(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f"<b>{_escaped(first)}</b>\n{_escaped(rest)}"


def _italic(text: str) -> str:
    return f"<i>{_escaped(text)}</i>" if text else ""
