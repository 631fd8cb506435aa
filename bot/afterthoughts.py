"""What is said right after a task was opened: "by 15 December", "actually make it 4", "forget it, it works again"."""

import re

from bot.catalogue import Kind
from bot.drafting import advance, new_draft
from bot.effects import Decision
from bot.model import CLOSED, FieldValue, Source, Task
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.lexicon import plain_words
from bot.understanding.understand import Understanding

_SAYING_WHAT_THEY_ARE = frozenset({"date", "period", "money", "percent"})
_NOTHING_NEW = frozenset({"out_of_scope", "smalltalk", "approve", "reject", "comment"})
_CHANGING = frozenset({"cancel", "complete", "reopen", "assign"})
_FEW_WORDS, _VERY_FEW_WORDS = 10, 4
_PREFIX = re.compile(r"^[הובל](?=[א-ת]{2})")


def only_details(turn: Turn) -> bool:
    """Whether a message says nothing but values that the task has fields for which was opened here last, if it is open.

    A bare number is none: it may count anything.
    """
    task = _just_opened(turn)
    if task is None or turn.conversation.asked:
        return False
    kind = turn.catalogue[task.type]
    values = read_fields(kind.contract, turn.reading(turn.text)).values()
    said = [value.source.words or "" for value in values if value.type in _SAYING_WHAT_THEY_ARE]
    rest = turn.text
    for words in said:
        rest = rest.replace(words, " ", 1)
    return bool(said) and not turn.lexicon.says_something(_without_labels(rest, kind, turn), beside="by")


def noted_on(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """A correction that fits no field, kept as a note on the task for whoever works it: "actually make it 4"."""
    task, rest = _just_opened(turn), turn.lexicon.after("correction", turn.text)
    if task is None or not rest or "?" in rest or not turn.lexicon.says_something(rest):
        return None
    first = understanding.requests[0].intent
    if first in _CHANGING or _wants_something(understanding, beside=_NOTHING_NEW):
        return None
    if len(rest.split()) > (_FEW_WORDS if first in _NOTHING_NEW else _VERY_FEW_WORDS):
        return None
    source = Source(message=turn.message_id, words=turn.text, by=turn.person.id)
    which = FieldValue(type="reference", content=task.reference, source=source)
    words = FieldValue(type="text", content=turn.text, source=source)
    return turn.skills.acts["comment"]({"task": which, "text": words}, turn, decision)


def let_go_of(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """The question whether to cancel it, where there is no more need of what was just asked for."""
    rest = turn.lexicon.after("never_mind", turn.text)
    if _just_opened(turn) is None or not rest or len(rest.split()) > _FEW_WORDS:
        return None
    if _wants_something(understanding, beside=_NOTHING_NEW | _CHANGING) or turn.tasks.read(turn.text):
        return None
    return advance(new_draft("cancel", {}, turn, said=turn.text), turn, decision)


def _just_opened(turn: Turn) -> Task | None:
    """The open task that the person's last words became, if it is still what is spoken of here."""
    taken = turn.conversation.taken
    task = turn.facts.tasks.get(taken.task or "") if taken else None
    if task is None or task.status in CLOSED or task.type not in turn.catalogue:
        return None
    here = turn.conversation.last_task in {None, task.reference}
    return task if here and task.requester_id == turn.person.id else None


def _wants_something(understanding: Understanding, *, beside: frozenset[str]) -> bool:
    """Whether a message is surely a request or an act of its own, `beside` some that it only looks like."""
    return understanding.decision == "act" and any(one.intent not in beside for one in understanding.requests)


def _without_labels(text: str, kind: Kind, turn: Turn) -> str:
    """The words of a text that are not in what the type's fields are called, in any language."""
    labels = " ".join(field.label for wording in kind.wording.values() for field in wording.fields.values())
    known = {*plain_words(labels).split(), *turn.lexicon.words["called"]}
    return " ".join(word for word in plain_words(text).split() if not {word, _PREFIX.sub("", word)} & known)
