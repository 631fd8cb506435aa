"""Each of the thirty request types in each language: from a message to a task that is tracked and closed."""

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.catalogue import Contract, Wording
from bot.model import CLOSED, LANGUAGES, ChecklistStep, FieldValue, Item, Language, Money, Period, Person, Status, Task
from bot.texts import text
from bot.understanding.records import sure
from storage.engine import open_store
from tests.builders import said, shipped
from tests.handlers.talk import NOW, Clock, Known, Said, Talk, shown

TABLE = tomllib.loads((app.HERE / "tests" / "data" / "every-type.toml").read_text(encoding="utf-8"))

WORKERS = {
    "sales": ("Lorenza",),
    "purchasing": ("Paolo", "Inbal"),
    "accounting": ("Yossi", "Federica"),
    "hr": ("Rania",),
    "it": ("Denis",),
    "administration": ("Silvia",),
}
WORKING_DAYS = {
    "Europe": {1: date(2026, 11, 23), 2: date(2026, 11, 24), 3: date(2026, 11, 25), 5: date(2026, 11, 27)},
    "Asia": {1: date(2026, 11, 22), 2: date(2026, 11, 23), 3: date(2026, 11, 24), 5: date(2026, 11, 26)},
}
"""The days so many working days after the Friday on which everybody writes; Israel works from Sunday to Thursday."""
OFF = {"Europe": {5, 6}, "Asia": {4, 5}}

SAY: dict[str, dict[Language, str]] = {
    "status": {"en": "status of {}", "it": "a che punto è {}?", "he": "מה המצב של {}?"},
    "mine": {"en": "my tasks", "it": "le mie pratiche", "he": "המשימות שלי"},
    "load": {"en": "what is {} waiting for?", "it": "cosa aspetta {}?", "he": "מה תקוע אצל {}?"},
    "approve": {"en": "approve {}", "it": "approva {}", "he": "לאשר את {}"},
    "tick": {"en": "tick step 1 of {}", "it": "spunta il passo 1 di {}", "he": "לסמן את שלב 1 ב-{}"},
    "done": {"en": "done {}", "it": "fatto {}", "he": "{} בוצע"},
}
TEAMS: dict[str, dict[Language, str]] = {
    "sales": {"en": "sales", "it": "l'ufficio vendite", "he": "המכירות"},
    "purchasing": {"en": "purchasing", "it": "l'ufficio acquisti", "he": "הרכש"},
    "accounting": {"en": "accounting", "it": "la contabilità", "he": "הנהלת חשבונות"},
    "hr": {"en": "HR", "it": "il personale", "he": "משאבי אנוש"},
    "it": {"en": "the IT team", "it": "il reparto IT", "he": "צוות המחשוב"},
    "administration": {"en": "administration", "it": "la segreteria", "he": "המזכירות"},
}

ANSWERED_AT_ONCE = {"quote", "payment_status", "stock_check"}
"""What leaves nothing to do for the team."""


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table: what somebody writes, and what is to come of it."""

    kind: str
    language: Language
    who: str
    say: tuple[str, ...]
    fields: dict[str, Any]
    status: Status = "open"
    approver: str | None = None
    approved: Status = "open"

    @property
    def contract(self) -> Contract:
        return shipped()[self.kind].contract

    @property
    def words(self) -> Wording:
        return shipped()[self.kind].words(self.language)

    @property
    def at_rest(self) -> Status:
        """The status once a manager has approved what needs it."""
        return self.approved if self.approver else self.status

    @property
    def workers(self) -> tuple[str, ...]:
        return WORKERS[self.contract.team or ""]


CASES = [
    Case(kind, language, **{**row, "say": tuple(row["say"])})
    for kind, rows in TABLE.items()
    for language, row in rows.items()
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A row after its messages were said."""

    case: Case
    talk: Talk
    answer: Said
    reference: str

    @property
    def task(self) -> Task:
        return self.talk.task(self.reference)

    def ask(self, what: str, who: str, about: str) -> Said:
        """Say one of `SAY` in the row's language."""
        return self.talk.say(who, SAY[what][self.case.language].format(about))

    def worded(self, name: str, **args: Any) -> str:
        return said(text(name, **args), self.case.language)

    def approve(self) -> None:
        """Have it approved if it still waits for that."""
        if self.task.status == "awaiting_approval":
            self.ask("approve", self.case.approver or "", self.reference)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case.kind}-{case.language}")
def opened(
    request: pytest.FixtureRequest, company: Path, known: Known, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """One talk a row; the tests that change the task come last, and none counts on another."""
    case: Case = request.param
    place = tmp_path_factory.mktemp(f"{case.kind}-{case.language}")
    store = open_store(f"sqlite:///{shutil.copy(company, place / 'pratica.db')}")
    talk = Talk(store, known, clock=Clock())
    answer = talk.says(case.who, *case.say)
    found = [task.reference for task in talk.tasks() if task.parent is None]
    assert len(found) == 1, f"{found}: {answer.text}"
    yield Opened(case, talk, answer, found[0])
    store.close()


def test_the_table_has_every_type_in_every_language() -> None:
    shipped_types = {(kind.id, language) for kind in shipped().requests() for language in LANGUAGES}
    assert {(case.kind, case.language) for case in CASES} == shipped_types
    assert len(CASES) == 90


# Nothing of this changes the task


def test_it_becomes_a_task_of_its_type_with_its_team(opened: Opened) -> None:
    case, task = opened.case, opened.task
    assert (task.type, task.status, task.language) == (case.kind, case.status, case.language)
    assert (task.team, task.visibility) == (case.contract.team, case.contract.visibility)
    assert task.reference == f"{case.contract.prefix}-0001"
    assert task.requester_id == opened.talk.person(case.who).id
    assert task.checklist == tuple(ChecklistStep(text=step) for step in case.words.checklist)
    assert opened.reference in opened.answer.reply.tasks
    assert opened.answer.reply.asks is None


def test_its_fields_are_what_was_said_each_with_its_source(opened: Opened, known: Known) -> None:
    case, task = opened.case, opened.task
    got = {name: _plain(value) for name, value in task.fields.items()}
    assert {name: True if case.fields.get(name) is True else content for name, content in got.items()} == {
        name: wanted if wanted is True else _known_as(wanted, got.get(name), known)
        for name, wanted in case.fields.items()
    }
    for value in task.fields.values():
        assert value.source.by == task.requester_id
        assert value.source.message in {f"m{place}" for place in range(1, len(case.say) + 1)}
        assert (value.source.words or "") in "\n".join(case.say)


def test_it_is_due_on_the_day_wanted_or_after_its_working_hours(opened: Opened) -> None:
    contract, task = opened.case.contract, opened.task
    wanted = next((task.fields[spec.name] for spec in contract.fields if spec.due and spec.name in task.fields), None)
    sides = _sides(opened)
    day = WORKING_DAYS[sides[0]][-(-(contract.target_hours or 0) // 8)]
    while any(day.weekday() in OFF[side] for side in sides):
        day += timedelta(days=1)
    assert task.due == (wanted.content if wanted else day)


def _sides(opened: Opened) -> tuple[str, ...]:
    """Where whoever asked is, its team where nobody of it is there, and the parties of either country."""
    own = opened.talk.person(opened.case.who).timezone.split("/")[0]
    workers = (one for one in opened.talk.people if one.team == opened.task.team and one.role != "requester")
    team = {one.timezone.split("/")[0] for one in workers}
    records = {value.record for value in opened.task.fields.values() if value.type == "party"}
    countries = {party.country for party in opened.talk.parties() if party.id in records}
    parties = {place for country, place in (("IT", "Europe"), ("IL", "Asia")) if country in countries}
    return (own, *(() if own in team else team), *parties)


def test_its_first_event_says_who_opened_it_from_where_and_when(opened: Opened) -> None:
    first = opened.talk.events(opened.reference)[0]
    assert (first.kind, first.actor_id) == ("opened", opened.task.requester_id)
    assert (first.channel, first.at, first.data) == ("terminal", NOW, {"message": f"m{len(opened.case.say)}"})


def test_whoever_has_to_act_is_told_in_their_language_and_nobody_else(opened: Opened) -> None:
    case, talk = opened.case, opened.talk
    told = {_first(person): _about(opened, person) for person in talk.people}
    workers = set() if case.kind in ANSWERED_AT_ONCE else {*case.workers} - {case.who}
    reported = {"Gadi"} if case.kind == "attendance" else set()
    asked = {case.approver} if case.status == "awaiting_approval" else workers | reported
    assert {name for name, notices in told.items() if notices} == asked
    for person in talk.people:
        title = shipped()[case.kind].words(person.language).title
        assert all(title in notice or case.kind == "attendance" for notice in told[_first(person)])


def test_its_status_can_be_asked(opened: Opened) -> None:
    answer = opened.ask("status", opened.case.who, opened.reference).text
    title, task = opened.case.words.title, opened.task
    status = opened.worded(
        f"status-waiting-{task.waiting_for}" if task.status == "waiting" else f"status-{task.status}"
    )
    head = opened.worded("status-head", reference=opened.reference, title=title, status=status)
    assert answer.startswith(head)
    assert task.status in CLOSED or all(step.text in answer for step in task.checklist)


def test_it_is_listed_while_it_is_open(opened: Opened) -> None:
    answer = opened.ask("mine", opened.case.who, "").text
    assert (opened.reference in answer) == (opened.task.status not in CLOSED)


def test_the_load_of_its_team_counts_it(opened: Opened) -> None:
    case = opened.case
    team = opened.worded(f"team-{case.contract.team}")
    answer = opened.ask("load", case.workers[0], TEAMS[case.contract.team or ""][case.language]).text
    count = 3 if case.kind == "onboarding" else int(case.status not in CLOSED)
    stuck = int(case.status in {"waiting", "awaiting_approval"})
    head = opened.worded("load-head", team=team, count=count, late=0, stuck=stuck)
    assert answer.startswith(head if count else opened.worded("load-none", team=team))
    assert (opened.reference in answer) == bool(stuck)


# From here the task moves on


def test_a_manager_who_did_not_ask_approves_what_needs_it(opened: Opened) -> None:
    case = opened.case
    if case.approver is None:
        assert "approved" not in opened.talk.kinds_of_events(opened.reference)
        return
    before = opened.task
    opened.ask("approve", case.who, opened.reference)
    assert opened.task == before
    opened.approve()
    assert opened.task.status == case.approved
    approved = opened.talk.events(opened.reference)[1]
    assert (approved.kind, approved.actor_id) == ("approved", opened.talk.person(case.approver).id)
    assert any(opened.reference in notice for notice in opened.talk.notices(case.who))
    if case.approved == "open":
        assert all(_about(opened, opened.talk.person(one)) for one in case.workers if one != case.who)


def test_a_step_of_its_checklist_is_ticked_while_it_is_open(opened: Opened) -> None:
    opened.approve()
    answer = opened.ask("tick", opened.case.workers[0], opened.reference).text
    closed = opened.task.status in CLOSED
    assert [step.done for step in opened.task.checklist][:2] == [not closed, False]
    first = opened.case.words.checklist[0]
    assert closed or opened.worded("step-done", step=first) in answer


def test_its_team_closes_it_and_whoever_asked_is_told(opened: Opened) -> None:
    opened.approve()
    assert opened.task.status == opened.case.at_rest
    if opened.task.status in CLOSED:
        return
    worker = opened.case.workers[-1]
    for part in [task for task in opened.talk.tasks() if task.parent]:
        opened.ask("done", WORKERS[part.team][0], part.reference)
    opened.ask("done", worker, opened.reference)
    assert opened.task.status == "done"
    assert opened.talk.kinds_of_events(opened.reference)[-1] == "done"
    told = [notice for notice in opened.talk.notices(opened.case.who) if opened.reference in notice]
    assert bool(told) == (worker != opened.case.who)


def _first(person: Person) -> str:
    """The name by which the table calls a colleague."""
    return next(name for name in (person.name, *person.aliases) if name.isascii()).split()[0]


def _about(opened: Opened, person: Person) -> list[str]:
    """What a colleague was told about the task itself, not its parts, without having written."""
    return [
        shown(one).text
        for one in opened.talk.terminal.arrived
        if (one.kind, one.recipient, one.reference) == ("notice", person.id, opened.reference)
    ]


def _plain(value: FieldValue) -> object:
    """A field's content as the table writes it; of a matched organisation or colleague the record."""
    match value.content:
        case Money() as money:
            return f"{money.amount:f} {money.currency}"
        case Period() as period:
            return f"{period.start}/{period.end}"
        case date() as day:
            return day.isoformat()
        case Decimal() as number:
            return f"{number:f}"
        case tuple() as items:
            return [_line(item) for item in items]
    return value.content


def _line(item: Item) -> list[object]:
    return [int(item.quantity or 0), item.sku or item.description]


def _known_as(wanted: Any, got: object, known: Known) -> object:
    """What the table wants, or the other name by which the records surely have the same organisation."""
    if not isinstance(wanted, str) or not isinstance(got, str) or wanted == got:
        return wanted
    one, other = (sure(known.names.parties(name), name) for name in (wanted, got))
    return got if one and other and one.id == other.id else wanted


def test_the_messages_are_not_what_was_learned_from() -> None:
    from rapidfuzz import fuzz, process

    phrases = [one for kind in shipped().kinds.values() for phrases in kind.phrases.values() for one in phrases]
    near = process.cdist([case.say[0] for case in CASES], phrases, scorer=fuzz.ratio, score_cutoff=80)
    alike = [(CASES[row].say[0], phrases[near[row].argmax()]) for row in range(len(CASES)) if near[row].max() >= 80]
    assert alike == []
