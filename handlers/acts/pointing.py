"""Which task a control act means: by number, by its place in the list last shown, by name, or because only one fits."""

import re
from dataclasses import dataclass
from datetime import date

from bot.conversation import Choice, Draft
from bot.model import CLOSED, FieldValue, Period, Source, Status, Task
from bot.notices import field_lines
from bot.permissions import may_decide
from bot.proposed import may_settle
from bot.texts import Arg, Lines, Word, text
from bot.turn import Question, Stop, Turn
from bot.understanding.features import simplified
from bot.understanding.fields import ME
from bot.understanding.lexicon import plain_words
from bot.understanding.numbered import CHANGING
from bot.understanding.readers.dates import read_dates
from bot.understanding.records import sure
from bot.understanding.sounds import by_sound
from handlers.acts.conditions import on_condition, only_asks

MOST_CHOICES = 4
_LONGER = 5  # letters; shorter words are shared by chance
_CURT = 6  # words: "cancel it", "assign it to Denis please"
_MOST_OF_IT = 0.5  # of the longer words must be the task's own, for it to be cancelled without a question
_WITH_A_VERB = frozenset({"assign", "cancel", "complete", "reopen"})  # a name alone says nothing of these
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
        if len(alike := _of_bare_number(draft, turn)) > 1:
            return draft, self._ask(draft, alike, turn)
        if named := _numbers(draft, turn):
            if named[0] in turn.facts.tasks:
                doubted = _doubted(draft, named[0], turn)
                if not doubted and _left_open(draft, turn):
                    doubted = [turn.facts.tasks[named[0]]]
                return (draft, self._ask(draft, doubted, turn)) if doubted else (_pointing(draft, named[0]), None)
            return draft, Stop(text("no-such-task", reference=named[0]))
        if self.optional:
            return draft, None
        if draft.type in _WITH_A_VERB and _only_a_name(turn):
            return draft, Stop(text("say-it-differently"))
        if self.deciding and turn.lexicon.looks_on(turn.text):
            return draft, Stop(_waiting(turn))
        fitting, sure_of_it = self._fitting(draft, turn)
        if len(fitting) == 1 and sure_of_it and not _left_open(draft, turn):
            return _pointing(draft, fitting[0].reference), None
        if not fitting:
            fields = {name: value for name, value in draft.fields.items() if name != "task"}
            draft = draft.model_copy(update={"fields": fields})
            return draft, self._nothing(draft, turn)
        return draft, self._ask(draft, fitting, turn)

    def _ask(self, draft: Draft, fitting: list[Task], turn: Turn) -> Question:
        choices = tuple(Choice(value=task.reference, label=task_label(task, turn)) for task in fitting[:MOST_CHOICES])
        asked: Arg = Word(draft.type, "question", "task") if draft.type in CHANGING else text("which-task")
        if draft.type == "cancel" and len(fitting) == 1:
            asked = text("cancel-this", reference=fitting[0].reference)
        if _left_open(draft, turn):
            asked = text("on-condition", question=asked)
        return Question("task", asked, choices)

    def choose(self, draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
        """The act with the task that was chosen, without the condition that was said before."""
        return _pointing(draft.model_copy(update={"settled": {**draft.settled, field: value}}), value)

    def summary(self, draft: Draft, turn: Turn) -> Arg:
        """An act is not confirmed."""
        return text("confirm-unclear")

    def details(self, task: Task, turn: Turn) -> Arg:
        """An act has no details of its own."""
        return field_lines(task)

    def start(self, task: Task, turn: Turn) -> tuple[Task, tuple[()]]:
        """An act opens no task."""
        return task, ()

    def _fitting(self, draft: Draft, turn: Turn) -> tuple[list[Task], bool]:
        """The tasks that the words may mean, and whether one alone may be taken without a question."""
        among = self._among(draft, turn)
        if listed := _by_place(turn):
            return [task for task in turn.facts.tasks.values() if task.reference == listed], True
        if draft.type == "cancel":
            return _to_cancel(among, turn)
        if self.deciding and not among:
            return _proposed_last(turn), True
        return _meant(among, turn), not self.deciding or turn.lexicon.decides(turn.text)

    def _nothing(self, draft: Draft, turn: Turn) -> Stop | None:
        """That there is nothing to decide on or to cancel; None where a task is named that has to be asked for."""
        if self.deciding:
            return Stop(text("nothing-to-decide"))
        if draft.type == "cancel" and (turn.lexicon.only_drops(turn.text) or not self._among(draft, turn)):
            return Stop(text("nothing-to-cancel"))
        return None

    def _among(self, draft: Draft, turn: Turn) -> list[Task]:
        if self.deciding:
            return [task for task in turn.facts.approvals if may_decide(turn.person, task)]
        among = [task for task in turn.facts.tasks.values() if task.status in self.statuses]
        if draft.type == "reopen":
            among = [task for task in among if not _only_an_answer(task, turn)]
        if draft.type == "cancel":
            among += [task for task in turn.facts.tasks.values() if _can_be_taken_back(task, turn)]
        return among


def _proposed_last(turn: Turn) -> list[Task]:
    """The task that was spoken of last, where an outsider's answer proposes something that is to be decided on."""
    last = turn.facts.tasks.get(turn.conversation.last_task or "")
    return [last] if last is not None and may_settle(turn, last) else []


def _meant(among: list[Task], turn: Turn) -> list[Task]:
    """The tasks that the words may mean: a party or person in them, the last that was spoken of, or all."""
    if named := _by_name(turn, among) or _by_words(turn, among):
        return named
    if kinds := _kinds_named(turn):
        return [task for task in among if task.type in kinds]
    last = turn.facts.tasks.get(turn.conversation.last_task or "")
    if last is not None and not _several(turn) and last in among and len(turn.text.split()) <= _CURT:
        return [last]
    return among


def _to_cancel(among: list[Task], turn: Turn) -> tuple[list[Task], bool]:
    """The tasks that may be meant to be cancelled, the last spoken of first, and whether one alone is surely meant.

    Only a day, a name or words of the task make sure; the last task, a kind or "everything" have to be asked about.
    """
    last = turn.conversation.last_task
    among = sorted(among, key=lambda task: task.reference != last)
    own = [task for task in among if _is_own(task, turn)]
    kinds, days = _kinds_named(turn), _days(turn)
    fallback = [task for task in own if task.type in kinds] if kinds else own
    if not kinds and not days:
        fallback = [task for task in among if task in own or task.reference == last]
    if _several(turn):
        return fallback, False
    of_kind = [task for task in among if not kinds or task.type in kinds]
    named = _by_name(turn, of_kind)
    if days:
        dated = [task for task in named or of_kind if any(_on(task, day) for day in days)]
        return ([task for task in dated if task in own] or dated, True) if dated else (fallback, False)
    if named:
        return named, True
    if worded := _by_words(turn, of_kind):
        said = _longer_words(turn)
        return worded, all(len(said & _words_of(task)) > _MOST_OF_IT * len(said) for task in worded)
    return fallback, False


def _several(turn: Turn) -> bool:
    """Whether more than one task is meant: "all of them"."""
    return bool(turn.lexicon.words["all"] & set(plain_words(turn.text).split()))


def _days(turn: Turn) -> list[date]:
    """The days that a message names; a number alone is a place in a list."""
    found = read_dates(turn.text, turn.language, now=turn.now)
    return [one.value for one in found if not one.words.strip().isdigit()]


def _on(task: Task, day: date) -> bool:
    """Whether a day is one of the task's, or in a period of it; a first and a last day are a period."""
    contents = [value.content for value in task.fields.values()]
    days = [one for one in contents if isinstance(one, date)]
    spans = [(one.start, one.end) for one in contents if isinstance(one, Period)]
    if "end_date" in task.fields and days:
        spans.append((min(days), max(days)))
    return day in days or any(start <= day <= end for start, end in spans)


def _is_own(task: Task, turn: Turn) -> bool:
    """Whether the person asked for it, has it, or is the one it is about."""
    about = {value.record for value in task.fields.values() if value.type == "person"}
    return turn.person.id in {task.requester_id, task.assignee_id, *about}


def _can_be_taken_back(task: Task, turn: Turn) -> bool:
    """Whether a task is done and can still be withdrawn: a leave that is not over."""
    days = [value.content for value in task.fields.values() if isinstance(value.content, date)]
    return (
        task.status == "done"
        and task.type in turn.skills.withdrawals
        and max(days, default=date.max) >= turn.now.date()
    )


def _only_an_answer(task: Task, turn: Turn) -> bool:
    """Whether a task was a question that was answered on the spot, of which nothing is left to do."""
    answered = task.status == "done" and task.type in turn.skills.fulfilments and task.type not in turn.skills.carriers
    return answered and task.type in turn.catalogue and not turn.catalogue[task.type].contract.confirm


def _only_a_name(turn: Turn) -> bool:
    """Whether a message is the name of a party or a colleague and nothing more."""
    said = turn.lexicon.without_manners(turn.text).strip(" .,;:!?")
    for match in (*turn.names.parties(said), *turn.names.people(said)):
        if not re.search(r"\w", said[: match.start] + said[match.end :]):
            return True
    return False


def _doubted(draft: Draft, named: str, turn: Turn) -> list[Task]:
    """The tasks to ask about where the act's own words number more than one, or decide against it; else none."""
    fresh = draft.said and draft.fields["task"].source.message == turn.message_id
    said = draft.said if fresh else turn.text
    numbered = {found.value: None for found in turn.tasks.read(said)} if draft.type in CHANGING else {}
    if len(numbered) > 1 and named in numbered:
        return [turn.facts.tasks[one] for one in numbered if one in turn.facts.tasks]
    return [turn.facts.tasks[named]] if turn.lexicon.opposes(draft.type, said) else []


def _left_open(draft: Draft, turn: Turn) -> bool:
    """Whether what was said of a change sets a condition or only asks for a decision, and no task was chosen since."""
    if draft.type not in CHANGING - {"assign"} or "task" in draft.settled:
        return False
    return on_condition(draft.said, turn) or (draft.type in {"approve", "reject"} and only_asks(draft.said, turn))


def _waiting(turn: Turn) -> Arg:
    """What waits for the person's approval, to look at; by number only, since a place would be of another list."""
    tasks = [task for task in turn.facts.approvals if may_decide(turn.person, task)]
    head = text("tasks-approvals", count=len(tasks))
    return Lines((head, Lines(tuple(task_line(task, turn) for task in tasks)))) if tasks else head


def _numbers(draft: Draft, turn: Turn) -> list[str]:
    """The task number of the act in its usual form, or as it was said where no task has it; a name has none."""
    said = str(draft.fields["task"].content) if "task" in draft.fields else ""
    numbers = [found.value for found in turn.tasks.read(said)]
    if numbers or not turn.tasks.completed(said):
        return numbers
    return [task.reference for task in _of_bare_number(draft, turn)] or [said]


def _of_bare_number(draft: Draft, turn: Turn) -> list[Task]:
    """The tasks with the number that was said without its prefix: "scrap 0611"."""
    said = str(draft.fields["task"].content) if "task" in draft.fields else ""
    return [task for one in turn.tasks.completed(said) if (task := turn.facts.tasks.get(one))]


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
        if record is None and (heard := by_sound(said, turn.directory.people)):
            record = heard.id
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
    if len(words) <= _CURT - 1 and len(found) == 1 and re.search(r"\d", turn.text) and not _days(turn):
        return turn.conversation.listed[found[0]]
    return None


def _by_words(turn: Turn, among: list[Task]) -> list[Task]:
    """The tasks whose own words share a longer word with the message: "the printer" means the printer's task."""
    said = _longer_words(turn)
    shared = {task.reference: len(said & _words_of(task)) for task in among}
    most = max(shared.values(), default=0)
    return [task for task in among if most and shared[task.reference] == most]


def _longer_words(turn: Turn) -> set[str]:
    """The words of a message that may be a task's own: not those that ask, cancel or name a kind of task."""
    lists = ("cancel", "empty", "thanks", "all", *(name for name in turn.lexicon.words if name.startswith("kind_")))
    common = {word for name in lists for phrase in turn.lexicon.words[name] for word in phrase.split()}
    return {word for word in plain_words(turn.text).split() if len(word) >= _LONGER} - common


def _kinds_named(turn: Turn) -> set[str]:
    """The request types whose name stands in the message: "how is my quote coming along", "annulla le ferie"."""
    plain = f" {plain_words(turn.text)} "
    called = {kind.id: turn.lexicon.words.get(f"kind_{kind.id}", frozenset()) for kind in turn.catalogue.requests()}
    return {
        kind.id
        for kind in turn.catalogue.requests()
        if any(simplified(w.name) in plain for w in kind.wording.values())
        or any(f" {words} " in plain for words in called[kind.id])
    }


def _words_of(task: Task) -> set[str]:
    return {word for value in task.fields.values() for word in plain_words(str(value.content)).split()}


def _by_name(turn: Turn, among: list[Task]) -> list[Task]:
    """The tasks about a party or person that the message names, if only by part of the name: these tasks are few."""
    named = {match.id for match in (*turn.names.parties(turn.text), *turn.names.people(turn.text))}
    return [task for task in among if any(value.record in named for value in task.fields.values() if value.record)]
