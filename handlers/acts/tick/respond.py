"""Tick the steps of a task's checklist, or take a tick off again."""

import re
from dataclasses import dataclass

from bot.conversation import Draft
from bot.effects import AddEvent, ChangeTask, Decision
from bot.family import close_whole, finished
from bot.lifecycle import event
from bot.model import CLOSED, ChecklistStep, FieldValue, Task
from bot.notices import checklist, not_now
from bot.permissions import may_work
from bot.texts import Arg, Lines, text
from bot.turn import Question, Stop, Turn
from bot.understanding.lexicon import ORDINALS
from bot.understanding.lexicon import plain_words as words_of
from bot.understanding.readers.numbers import read_numbers
from handlers.acts.pointing import Pointer

_RANGE = re.compile(r"(\d{1,2})\s?(?:-|–|to|al|a|עד)\s?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Ticking(Pointer):
    """Settles the task, the one spoken of last first, and which of its steps are meant."""

    def look(self, draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
        """The act with its task and steps; a task without a checklist has nothing to tick."""
        last = turn.facts.tasks.get(turn.conversation.last_task or "")
        if "task" not in draft.fields and last is not None and last.checklist:
            draft = self.choose(draft, turn, "task", None, last.reference)
        draft, question = Pointer.look(self, draft, turn)
        if question or "task" not in draft.fields:
            return draft, question
        task = turn.facts.tasks[str(draft.fields["task"].content)]
        if not task.checklist:
            return draft, Stop(text("no-checklist", reference=task.reference))
        if "steps" in draft.fields and not _places(str(draft.fields["steps"].content), task, turn):
            fields = {name: value for name, value in draft.fields.items() if name != "steps"}
            said = Lines((text("which-steps", reference=task.reference), checklist(task, turn)))
            return draft.model_copy(update={"fields": fields}), Question("steps", said)
        return draft, None


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Tick the steps, or take the ticks off; a task whose parts are done too is closed with the last step."""
    task = turn.facts.tasks[str(fields["task"].content)]
    if not may_work(turn.person, task):
        return decision.say(text("not-yours", reference=task.reference, team=text(f"team-{task.team}")))
    if task.status in CLOSED:
        return decision.say(not_now(task))
    said = str(fields["steps"].content)
    places, done = _places(said, task, turn), not any(word in words_of(said) for word in turn.lexicon.words["untick"])
    steps = tuple(
        ChecklistStep(text=step.text, done=done if place in places else step.done)
        for place, step in enumerate(task.checklist)
    )
    ticked = task.model_copy(update={"checklist": steps, "updated_at": turn.now})
    happened = event(
        ticked, "ticked" if done else "unticked", actor=turn.person, channel=turn.channel, now=turn.now,
        why=", ".join(task.checklist[place].text for place in places), steps=[place + 1 for place in places],
    )  # fmt: skip
    decision = decision.turn_to(last_task=task.reference)
    parts: list[Arg] = [text("checklist-head", reference=task.reference), checklist(ticked, turn)]
    if any(one.parent == task.reference for one in turn.facts.kin) and finished(ticked, turn.facts.kin):
        decision = decision.plus(AddEvent(happened), *close_whole(ticked, turn))
        parts.append(text("task-done", reference=task.reference))
    else:
        decision = decision.plus(ChangeTask(ticked, happened))
        if all(step.done for step in steps):
            parts.append(text("all-ticked", reference=task.reference))
    return decision.say(Lines(tuple(parts)))


def _places(said: str, task: Task, turn: Turn) -> tuple[int, ...]:
    """The steps that words mean, from 0: by number, by ordinal, by their own words, or all of them."""
    rest = said
    for number in turn.tasks.read(said):
        rest = rest.replace(number.words, " ")
    words = words_of(rest).split()
    count = len(task.checklist)
    if any(word in turn.lexicon.words["all"] for word in words):
        return tuple(range(count))
    numbers = {int(found.value) for found in read_numbers(rest, turn.language) if found.value == int(found.value)}
    for first, last in _RANGE.findall(rest):
        numbers |= set(range(int(first), int(last) + 1))
    numbers |= {place for place, name in enumerate(ORDINALS, start=1) if turn.lexicon.words[name] & set(words)}
    if turn.lexicon.words["last"] & set(words):
        numbers.add(count)
    if found := tuple(sorted(number - 1 for number in numbers if 1 <= number <= count)):
        return found
    named = {word for word in words if len(word) > 3}
    shared = [len(named & set(words_of(step.text).split())) for step in task.checklist]
    best = max(shared, default=0)
    return (shared.index(best),) if best and shared.count(best) == 1 else ()
