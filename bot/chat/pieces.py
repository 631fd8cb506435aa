"""A long answer in pieces that a platform takes, cut where a reader would pause."""

from bot.bidi import POP_ISOLATE, still_open
from bot.messages import Reply

_PAUSES = ("\n\n", "\n", ". ", "; ", ", ", " ")
_DEEPEST = 4  # isolates within isolates, which a cut closes
_ROOMY = 100  # characters from which there is room for that
_SHORTEST = 0.4  # of the longest; a pause before that leaves a stub


def in_pieces(reply: Reply, longest: int) -> tuple[Reply, ...]:
    """The answer as messages of at most `longest` characters, then a message for each file.

    The last text carries the buttons, what is asked and what the answer is about.
    """
    texts = split(reply.text, longest) or [""]
    *first, last = texts
    pieces = [Reply(text=one, language=reply.language) for one in first]
    if last or reply.buttons or not reply.files:
        pieces.append(reply.model_copy(update={"text": last, "files": ()}))
    pieces += [Reply(text="", language=reply.language, files=(file,)) for file in reply.files]
    return tuple(pieces)


def split(text: str, longest: int) -> list[str]:
    """A text cut into parts of at most `longest` characters: between paragraphs, else lines, sentences or words."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > longest:
        at = _cut(rest, longest - _DEEPEST if longest > _ROOMY else longest)
        still = still_open(rest[:at])[-_DEEPEST:]
        parts.append(rest[:at].rstrip() + POP_ISOLATE * len(still))
        rest = still + rest[at:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(text: str, longest: int) -> int:
    for pause in _PAUSES:
        at = text.rfind(pause, int(longest * _SHORTEST), longest + 1 - len(pause.rstrip()))
        if at > 0:
            return at + len(pause.rstrip())
    return longest
