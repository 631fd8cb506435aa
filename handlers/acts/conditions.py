"""Whether an act on a task hangs on something that the assistant cannot see: a condition, or a question left open."""

import re
from functools import cache

from bot.turn import Turn
from bot.understanding.lexicon import Lexicon, plain_words

_CLAUSE = re.compile(
    r"[,.;:!?\n]+|\s[–-]\s|\b(?:because|perché|perche|poiché|visto che|dato che)\b|(?<!\w)(?:כי|מפני)(?!\w)",
    re.IGNORECASE,
)
_BEFORE = r"(?:(?:and|but|only|just|though|ma|e|però|solo|soltanto|אבל|רק|אך)\s+)*"
_WHEN = r"כש[א-ת]{2,}"  # grown on to its word


def on_condition(said: str, turn: Turn) -> bool:
    """Whether the words set a condition for what they want: at the head of a clause, or in the one that wants it.

    A condition in a reason is none, nor is courtesy: "if possible".
    """
    if _has(said, turn.lexicon.words["courtesy"]):
        return False
    wanting = True  # the first clause, and those that name a task or decide
    for clause in _CLAUSE.split(said):
        plain = plain_words(clause)
        wanting = wanting or bool(turn.tasks.read(clause)) or turn.lexicon.decides(clause)
        if re.match(_BEFORE + _condition(turn.lexicon), plain) or (
            wanting and re.search(_condition(turn.lexicon), plain)
        ):
            return True
        wanting = wanting and not plain
    return False


def only_asks(said: str, turn: Turn) -> bool:
    """Whether the words ask and do not tell to do it, as "can you approve AT-0001?" does."""
    return "?" in said and not _has(said, turn.lexicon.words["asking_to"])


def _has(said: str, phrases: frozenset[str]) -> bool:
    plain = f" {plain_words(said)} "
    return any(f" {phrase} " in plain for phrase in phrases)


@cache
def _pattern(phrases: frozenset[str]) -> str:
    listed = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
    return rf"(?<!\w)(?:[וש]?(?:{listed})|{_WHEN})(?!\w)"


def _condition(lexicon: Lexicon) -> str:
    return _pattern(lexicon.words["condition"])
