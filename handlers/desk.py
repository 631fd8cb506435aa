"""`bot.chat.forms.Desk` on the store: forms, what is wrong in them, suggestions, and a colleague's own page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.catalogue import Catalogue, Kind
from bot.chat.form_fields import REASON, TYPE, Say, choose_type, draft_form, new_form, reason_form, task_form
from bot.chat.form_items import asks_for_product
from bot.chat.form_keys import NEEDS_REASON, REASONED, FormKey, obstacle, parsed, task_of
from bot.chat.form_reader import FormReader
from bot.chat.form_reading import read_form
from bot.chat.form_values import LONGEST_LINES, field_of
from bot.chat.forms import Asker, Form, Home, Option, Refusal, Submitted
from bot.chat.home import Shown, home
from bot.chat.submitted import shown_by
from bot.chat.suggestions import suggest
from bot.cleaning import clean
from bot.conversation import Draft
from bot.messages import Button
from bot.model import Directory, FieldValue, Language, Person, Task
from bot.parts import Parts
from bot.ports import Reading, TaskQuery
from bot.texts import Arg, Text, Word, text
from bot.turn import local_time
from bot.understanding.records import RecordNames
from handlers.context import OPEN

_TASKS_READ = 200
Actions = Callable[[Task, Person], tuple[Button, ...]]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Somebody at the desk: who they are, in whose words they are answered, and what the form they mean is about."""

    person: Person
    reader: FormReader
    say: Say
    key: FormKey | None = None
    drafts: tuple[Draft, ...] = ()
    task: Task | None = None

    def why_not(self, types: Catalogue) -> Arg | None:
        return obstacle(self.key, self.person, types, drafts=self.drafts, task=self.task)


class Desk:
    """Answers on the spot and changes nothing; `actions` gives the buttons of a task for a person."""

    def __init__(self, parts: Parts, *, actions: Actions = lambda _, __: ()) -> None:
        self._parts = parts
        self._actions = actions
        self._names: RecordNames | None = None

    def form(self, asker: Asker, key: str, *, rows: int = 1) -> Form | Refusal:
        """The form of this key as the asker may fill it in, or why there is none."""
        with self._parts.store.read() as reading:
            visit = self._visit(reading, asker, parsed(key))
        if visit is None:
            return Refusal(text=self.say(asker, "form-unknown-person"))
        if why := visit.why_not(self._parts.catalogue):
            return Refusal(text=visit.say(why))
        made = self._form(visit, rows)
        if any(len(one.value) > LONGEST_LINES for one in made.fields):
            return Refusal(text=visit.say(text("form-too-much")))
        return made

    def errors(self, asker: Asker, submitted: Submitted) -> dict[str, str]:
        """What is wrong, by field; what is wrong with the form as a whole stands at the first field filled in."""
        first = next(iter(submitted.values), TYPE)
        with self._parts.store.read() as reading:
            visit = self._visit(reading, asker, parsed(submitted.key))
        if visit is None:
            return {first: self.say(asker, "form-unknown-person")}
        if why := visit.why_not(self._parts.catalogue):
            return {first: visit.say(why)}
        if visit.key == FormKey(kind="new"):
            return {name: visit.say(why) for name, why in _wrong_type(submitted, self._parts.catalogue).items()}
        if visit.key and visit.key.kind == "reason":
            return {name: visit.say(why) for name, why in _wrong_reason(visit.key, submitted).items()}
        kind, before = self._shown_by(visit)
        filled = read_form(kind, submitted.values, visit.reader, before=before)
        return {name: visit.say(why) for name, why in {**filled.missing, **filled.wrong}.items()}

    def suggest(self, asker: Asker, key: str, field: str, typed: str) -> tuple[Option, ...]:
        """Records whose name fits what was typed into a field of a form, the likeliest first; none for strangers."""
        with self._parts.store.read() as reading:
            visit = self._visit(reading, asker, parsed(key))
        if visit is None or visit.key is None or visit.key.kind == "reason" or visit.why_not(self._parts.catalogue):
            return ()
        if visit.key == FormKey(kind="new"):
            return ()
        contract = self._shown_by(visit)[0].contract
        name = field_of(field)
        if not contract.has(name) or (contract.field(name).type == "items" and not asks_for_product(field)):
            return ()
        names = self._index(visit.reader.directory)
        return suggest(contract.field(name), typed, visit.reader, visit.say, names=names)

    def home(self, asker: Asker) -> Home | Refusal:
        """The asker's own page, of what they may see."""
        with self._parts.store.read() as reading:
            visit = self._visit(reading, asker, None)
            shown = _shown(reading, visit.person) if visit else Shown()
        if visit is None:
            return Refusal(text=self.say(asker, "form-unknown-person"))
        return home(
            visit.person,
            shown,
            visit.say,
            today=visit.reader.now.date(),
            types=self._parts.catalogue.kinds,
            actions=lambda task: self._actions(task, visit.person),
        )

    def say(self, asker: Asker, text_id: str) -> str:
        """A text without variables in the asker's language; in the company's for somebody nobody knows."""
        with self._parts.store.read() as reading:
            person = _person(reading, reading.records.directory(), asker)
        language: Language = person.language if person else self._parts.rules.default_language
        return self._parts.speech.say(Text(text_id), language)

    def _form(self, visit: _Visit, rows: int) -> Form:
        types, key = self._parts.catalogue, visit.key
        if key is None or key == FormKey(kind="new"):
            return choose_type(types, visit.reader, visit.say)
        if key.kind == "reason":
            return reason_form(key, visit.say)
        kind, _ = self._shown_by(visit)
        if visit.task:
            return task_form(visit.task, kind, visit.reader, visit.say, rows=rows)
        if draft := next((one for one in visit.drafts if one.id == key.of), None):
            return draft_form(draft, kind, visit.reader, visit.say, rows=rows)
        return new_form(kind, visit.reader, visit.say, rows=rows)

    def _shown_by(self, visit: _Visit) -> tuple[Kind, dict[str, FieldValue]]:
        key = visit.key or FormKey(kind="new")
        return shown_by(key, self._parts.catalogue, visit.drafts, task=visit.task)

    def _visit(self, reading: Reading, asker: Asker, key: FormKey | None) -> _Visit | None:
        """Who asks, with the draft or task that a form is about as they may see it; None for strangers."""
        directory = reading.records.directory()
        person = _person(reading, directory, asker)
        if person is None:
            return None
        reference = task_of(key) if key else None
        return _Visit(
            person=person,
            reader=form_reader(self._parts, person, directory, now=local_time(self._parts.clock(), person.timezone)),
            say=partial(self._parts.speech.say, language=person.language),
            key=key,
            drafts=_fitting(reading.conversations.drafts(person.id), self._parts.catalogue) if key else (),
            task=reading.tasks.get(reference, person) if reference else None,
        )

    def _index(self, directory: Directory) -> RecordNames:
        names = self._names
        if names is None or names.version != directory.version:
            names = self._names = RecordNames(directory)
        return names


def form_reader(parts: Parts, person: Person, directory: Directory, *, now: datetime) -> FormReader:
    """What a person's forms are read by; `now` is in their time zone."""
    lexicon, numbers = parts.understander.lexicon, parts.understander.tasks
    return FormReader(person, person.language, now, lexicon, numbers, directory)


def _person(reading: Reading, directory: Directory, asker: Asker) -> Person | None:
    account = reading.accounts.get(asker.channel, asker.account, asker.user)
    return next((one for one in directory.people if account and one.id == account.person_id), None)


def _fitting(drafts: Collection[Draft], types: Catalogue) -> tuple[Draft, ...]:
    """The drafts of requests whose types still have all their fields."""
    return tuple(
        draft
        for draft in drafts
        if draft.type in types
        and types[draft.type].opens_task
        and all(types[draft.type].contract.has(name) for name in draft.fields)
    )


def _wrong_type(submitted: Submitted, types: Catalogue) -> dict[str, Arg]:
    chosen = submitted.values.get(TYPE, "")
    known = chosen in types and types[chosen].opens_task
    return {} if known else {TYPE: text("form-required", hint=text("form-type-hint"))}


def _wrong_reason(key: FormKey, submitted: Submitted) -> dict[str, Arg]:
    given = submitted.values.get(REASON, "")
    if key.of in NEEDS_REASON and not clean(given):
        return {REASON: text("form-required", hint=Word(key.of, "hint", REASONED[key.of]))}
    return {REASON: text("form-too-long", most=LONGEST_LINES)} if len(given) > LONGEST_LINES else {}


def _shown(reading: Reading, person: Person) -> Shown:
    """What a person's page is made from; the latest first."""
    own = [
        *reading.tasks.find(TaskQuery(statuses=OPEN, requester_id=person.id, limit=_TASKS_READ), person),
        *reading.tasks.find(TaskQuery(statuses=OPEN, assignee_id=person.id, limit=_TASKS_READ), person),
    ]
    own.sort(key=lambda task: task.created_at, reverse=True)
    waiting = TaskQuery(statuses=("awaiting_approval",), limit=_TASKS_READ)
    decides = person.role in {"manager", "admin"}
    works = person.role != "requester"
    return Shown(
        own=tuple({task.reference: task for task in own}.values()),
        waiting=reading.tasks.find(waiting, person) if decides else (),
        team=reading.tasks.find(TaskQuery(statuses=OPEN, mine=person.id, limit=_TASKS_READ), person) if works else (),
        drafts=reading.conversations.drafts(person.id),
    )
