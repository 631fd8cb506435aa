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
    task = just_opened(turn)
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
    """What fits no field, kept as a note on the task for whoever works it: "actually make it 4", "it's urgent"."""
    task, rest = just_opened(turn), turn.lexicon.after("correction", turn.text)
    if task and turn.lexicon.means("presses", turn.text):
        return noted(task, turn.text, turn, decision)
    if task is None or not rest or "?" in rest or not turn.lexicon.says_something(rest):
        return None
    first = understanding.requests[0].intent
    if first in _CHANGING or _wants_something(understanding, beside=_NOTHING_NEW):
        return None
    if len(rest.split()) > (_FEW_WORDS if first in _NOTHING_NEW else _VERY_FEW_WORDS):
        return None
    return noted(task, turn.text, turn, decision)


def let_go_of(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """The question whether to cancel it, where there is no more need of what was just asked for."""
    rest = turn.lexicon.after("never_mind", turn.text)
    if just_opened(turn) is None or not rest or len(rest.split()) > _FEW_WORDS:
        return None
    if _wants_something(understanding, beside=_NOTHING_NEW | _CHANGING) or turn.tasks.read(turn.text):
        return None
    return advance(new_draft("cancel", {}, turn, said=turn.text), turn, decision)


def taken_of_list(turn: Turn, decision: Decision) -> Decision | None:
    """The task at a place of the list last shown, given to whoever takes it: "I'll take the second"."""
    listed, rest = turn.conversation.listed, turn.lexicon.after("take", turn.text)
    place = turn.lexicon.number_of_choice(rest, len(listed)) if rest and listed else None
    task = turn.facts.tasks.get(listed[place]) if place is not None else None
    if task is None:
        return None
    source = Source(message=turn.message_id, words=turn.text, by=turn.person.id)
    which = FieldValue(type="reference", content=task.reference, source=source)
    whom = FieldValue(type="person", content=turn.person.name, record=turn.person.id, source=source)
    return turn.skills.acts["assign"]({"task": which, "assignee": whom}, turn, decision)


def noted(task: Task, said: str, turn: Turn, decision: Decision) -> Decision:
    """Some words as a note on a task."""
    source = Source(message=turn.message_id, words=said, by=turn.person.id)
    which = FieldValue(type="reference", content=task.reference, source=source)
    words = FieldValue(type="text", content=said, source=source)
    return turn.skills.acts["comment"]({"task": which, "text": words}, turn, decision)


def just_opened(turn: Turn) -> Task | None:
    """The person's own open task that was opened or spoken of last here."""
    taken = turn.conversation.taken
    task = turn.facts.tasks.get(turn.conversation.last_task or (taken.task if taken else None) or "")
    if task is None or task.status in CLOSED or task.type not in turn.catalogue:
        return None
    return task if task.requester_id == turn.person.id else None


def _wants_something(understanding: Understanding, *, beside: frozenset[str]) -> bool:
    """Whether a message is surely a request or an act of its own, `beside` some that it only looks like."""
    return understanding.decision == "act" and any(one.intent not in beside for one in understanding.requests)


def _without_labels(text: str, kind: Kind, turn: Turn) -> str:
    """The words of a text that are not in what the type's fields are called, in any language."""
    labels = " ".join(field.label for wording in kind.wording.values() for field in wording.fields.values())
    known = {*plain_words(labels).split(), *turn.lexicon.words["called"]}
    return " ".join(word for word in plain_words(text).split() if not {word, _PREFIX.sub("", word)} & known)
