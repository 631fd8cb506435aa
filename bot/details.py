"""What is added right after a task was opened: "by 15 December, budget 2,000 euros"."""

import re

from bot.catalogue import Kind
from bot.model import CLOSED
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.lexicon import plain_words

_SAYING_WHAT_THEY_ARE = frozenset({"date", "period", "money", "percent"})
_PREFIX = re.compile(r"^[הובל](?=[א-ת]{2})")


def only_details(turn: Turn) -> bool:
    """Whether a message says nothing but values that the task has fields for which was opened here last, if it is open.

    A bare number is none: it may count anything.
    """
    taken = turn.conversation.taken
    task = turn.facts.tasks.get(taken.task or "") if taken else None
    if task is None or task.status in CLOSED or task.type not in turn.catalogue or turn.conversation.asked:
        return False
    kind = turn.catalogue[task.type]
    values = read_fields(kind.contract, turn.reading(turn.text)).values()
    said = [value.source.words or "" for value in values if value.type in _SAYING_WHAT_THEY_ARE]
    rest = turn.text
    for words in said:
        rest = rest.replace(words, " ", 1)
    return bool(said) and not turn.lexicon.says_something(_without_labels(rest, kind, turn), beside="by")


def _without_labels(text: str, kind: Kind, turn: Turn) -> str:
    """The words of a text that are not in what the type's fields are called, in any language."""
    labels = " ".join(field.label for wording in kind.wording.values() for field in wording.fields.values())
    known = {*plain_words(labels).split(), *turn.lexicon.words["called"]}
    return " ".join(word for word in plain_words(text).split() if not {word, _PREFIX.sub("", word)} & known)
