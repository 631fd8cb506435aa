"""Which task a control act means: by number, by its place in the list last shown, by name, or because only one fits."""

import re
from dataclasses import dataclass

from bot.conversation import Choice, Draft
from bot.model import CLOSED, FieldValue, Source, Status, Task
from bot.notices import field_lines
from bot.permissions import may_decide
from bot.texts import Arg, text
from bot.turn import Question, Stop, Turn
from bot.understanding.features import simplified
from bot.understanding.fields import ME
from bot.understanding.records import sure

MOST_CHOICES = 4
_LONGER = 5  # letters; shorter words are shared by chance
_CURT = 6  # words: "cancel it", "assign it to Denis please"
_OPEN: frozenset[Status] = frozenset({"new", "open", "in_progress", "waiting", "awaiting_approval"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """Settles the `task` field of an act among tasks in these statuses; `deciding` means those one may approve."""

    statuses: frozenset[Status] = _OPEN
    deciding: bool = False
    optional: bool = False

    def look(self, draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
        """The act with its task, a question among the few that fit, or why there is none."""
        draft = _with_colleagues(draft, turn)
        if named := _numbers(draft, turn):
            if named[0] in turn.facts.tasks:
                return _pointing(draft, named[0]), None
            return draft, Stop(text("no-such-task", reference=named[0]))
        if self.optional:
            return draft, None
        fitting = self._fitting(draft, turn)
        if len(fitting) == 1 and (not self.deciding or turn.lexicon.decides(turn.text)):
            return _pointing(draft, fitting[0].reference), None
        if not fitting:
            fields = {name: value for name, value in draft.fields.items() if name != "task"}
            draft = draft.model_copy(update={"fields": fields})
            return draft, Stop(text("nothing-to-decide")) if self.deciding else None
        choices = tuple(Choice(value=task.reference, label=task_label(task, turn)) for task in fitting[:MOST_CHOICES])
        return draft, Question("task", text("which-task"), choices)

    def choose(self, draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
        """The act with the task that was chosen."""
        return _pointing(draft, value)

    def summary(self, draft: Draft, turn: Turn) -> Arg:
        """An act is not confirmed."""
        return text("confirm-unclear")

    def details(self, task: Task, turn: Turn) -> Arg:
        """An act has no details of its own."""
        return field_lines(task)

    def start(self, task: Task, turn: Turn) -> tuple[Task, tuple[()]]:
        """An act opens no task."""
        return task, ()

    def _fitting(self, draft: Draft, turn: Turn) -> list[Task]:
        """The tasks that the words may mean: the place in the list, a party or person in them, the last, or all."""
        if self.deciding:
            among = [task for task in turn.facts.approvals if may_decide(turn.person, task)]
        else:
            among = [task for task in turn.facts.tasks.values() if task.status in self.statuses]
        if listed := _by_place(turn):
            return [task for task in turn.facts.tasks.values() if task.reference == listed]
        if named := _by_name(turn, among) or _by_words(turn, among):
            return named
        if kinds := _kinds_named(turn):
            return [task for task in among if task.type in kinds]
        several = turn.lexicon.words["all"] & set(simplified(turn.text).split())
        last = turn.facts.tasks.get(turn.conversation.last_task or "")
        if last is not None and not several and last in among and len(turn.text.split()) <= _CURT:
            return [last]
        return among


def _numbers(draft: Draft, turn: Turn) -> list[str]:
    """The task number of the act in its usual form; a name that stands for a task has none."""
    said = draft.fields.get("task")
    return [found.value for found in turn.tasks.read(str(said.content))] if said else []


def task_label(task: Task, turn: Turn) -> str:
    """A task among choices: number, kind and whom it is about."""
    return turn.say(task_line(task, turn))


def task_line(task: Task, turn: Turn) -> Arg:
    """A task in one line: number, kind, subject, state and day."""
    main = next((v for v in task.fields.values() if v.type in {"party", "person", "text", "reference"}), None)
    title = turn.catalogue[task.type].words(turn.language).title if task.type in turn.catalogue else task.type
    late = int(task.due is not None and task.due < turn.now.date() and task.status not in CLOSED)
    shown: Arg = main if main is not None else ""
    return text(
        "task-line-late" if late else "task-line",
        reference=task.reference,
        title=title,
        main=shown,
        status=text(f"status-{task.status}"),
        due=task.due or task.created_at.date(),
    )


def _pointing(draft: Draft, reference: str) -> Draft:
    source = draft.fields["task"].source if "task" in draft.fields else Source()
    field = FieldValue(type="reference", content=reference, source=source)
    return draft.model_copy(update={"fields": {**draft.fields, "task": field}})


def _with_colleagues(draft: Draft, turn: Turn) -> Draft:
    """The person fields of an act matched to colleagues: "me", a name, a first name that only one has."""
    fields = dict(draft.fields)
    for name in ("assignee", "person"):
        value = fields.get(name)
        if value is None or value.record:
            continue
        said = str(value.content)
        match = None if said == ME else sure(turn.names.people(said), said)
        record = turn.person.id if said == ME else (match.id if match else None)
        fields[name] = value.model_copy(update={"record": record})
    return draft.model_copy(update={"fields": fields})


def _by_place(turn: Turn) -> str | None:
    """The reference at the place a message names in the list last shown: "done 2", "approve the second"."""
    words = turn.text.split()
    found = [
        place
        for word in words
        if (place := turn.lexicon.number_of_choice(word, len(turn.conversation.listed))) is not None
    ]
    if len(words) <= 5 and len(found) == 1 and re.search(r"\d", turn.text):
        return turn.conversation.listed[found[0]]
    return None


def _by_words(turn: Turn, among: list[Task]) -> list[Task]:
    """The tasks whose own words share a longer word with the message: "the printer" means the printer's task."""
    said = {word for word in simplified(turn.text).split() if len(word) >= _LONGER}
    shared = {task.reference: len(said & _words_of(task)) for task in among}
    most = max(shared.values(), default=0)
    return [task for task in among if most and shared[task.reference] == most]


def _kinds_named(turn: Turn) -> set[str]:
    """The request types whose name stands in the message: "how is my quote coming along"."""
    plain = f" {simplified(turn.text)} "
    return {
        kind.id for kind in turn.catalogue.requests() if any(simplified(w.name) in plain for w in kind.wording.values())
    }


def _words_of(task: Task) -> set[str]:
    return {word for value in task.fields.values() for word in simplified(str(value.content)).split()}


def _by_name(turn: Turn, among: list[Task]) -> list[Task]:
    """The tasks about a party or person that the message names, if only by part of the name: these tasks are few."""
    named = {match.id for match in (*turn.names.parties(turn.text), *turn.names.people(turn.text))}
    return [task for task in among if any(value.record in named for value in task.fields.values() if value.record)]
