"""Targets as the clock tells them: Alice asks, Bob (London) works Italian hours: eight for the whole, four to reply."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.clock.hours import Hours
from bot.clock.looks import Look, Office
from bot.clock.reminders import look
from bot.clock.settings import ClockSettings
from bot.clock.target_lines import target_lines
from bot.clock.targets import calendar_of_task, goals, works_on
from bot.model import LANGUAGES, Event, FieldValue, Language, Party, Person, Task
from bot.worktime.counting import next_working
from bot.worktime.model import Calendar, israel, italy
from tests.builders import ALICE, BOB, CHARLIE, DIRECTORY, said, shipped, task

OPENED = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
"""A Monday, eleven in Rome: the first answer is due at four that day, the whole at eleven on Tuesday."""

WHOLE = "it_maintenance"
"""Three days to resolve, one to answer."""


def event(kind: str, when: datetime = OPENED, actor: str | None = None) -> Event:
    return Event(reference="IT-0001", kind=kind, at=when, actor_id=actor, channel="terminal")


FIRST = event("opened", actor="alice")


def old(**changes: Any) -> Task:
    return task(**{"created_at": OPENED, "updated_at": OPENED, **changes})


def office(calendar: Calendar | None = None, **changes: Any) -> Office:
    known, works = ClockSettings(**changes), calendar or italy()
    hours = Hours(lambda _, moment: next_working(works, moment), known.morning)
    return Office((ALICE, BOB, CHARLIE), hours, known, shipped(), calendar_of=lambda _: works)


def looked(one: Task, rome: str, *events: Event, where: Office | None = None) -> Look:
    now = datetime.fromisoformat(f"2026-11-{rome}+01:00")
    return look(one, (FIRST, *events), where or office(), now)


def told(one: Task, rome: str, *events: Event, where: Office | None = None) -> list[str]:
    """What Bob is told at a time of Rome's clock in November, whether or not he heard it before."""
    return [due.occasion for due in looked(one, rome, *events, where=where).due if due.person == BOB]


def test_what_nobody_has_answered_is_told_when_its_time_is_over_and_noted_once() -> None:
    assert told(old(), "16 15:59") == []
    assert told(old(), "16 16:00") == ["answer_missed"]
    assert [goal.target for goal in looked(old(), "16 16:00").missed] == ["answer"]
    assert told(old(), "17 11:00") == ["answer_missed", "resolution_missed"]


def test_an_answer_ends_its_target_and_leaves_the_other() -> None:
    taken = event("assigned", OPENED + timedelta(hours=1), "bob")
    assert told(old(), "16 17:00", taken) == []
    assert told(old(), "17 11:00", taken) == ["resolution_missed"]
    assert [goal.target for goal in looked(old(), "17 11:00", taken).missed] == ["resolution"]


def test_only_of_a_target_of_a_day_or_more_is_it_told_that_it_is_near() -> None:
    long = old(type=WHOLE)
    assert told(long, "17 08:59") == []
    assert told(long, "17 09:00") == ["answer_soon"]
    assert told(long, "17 11:00") == ["answer_missed"]
    taken = event("assigned", OPENED + timedelta(hours=1), "bob")
    assert told(long, "18 18:00", taken) == []
    assert told(long, "19 09:00", taken) == ["resolution_soon"]


def test_a_task_that_waits_is_not_told_of_and_its_time_goes_on_after() -> None:
    waits = event("waiting", OPENED + timedelta(hours=1), "bob")
    one = old(status="waiting", waiting_for="requester")
    assert told(one, "20 17:00", waits) == []
    back = event("answered", OPENED + timedelta(days=3), "alice")
    assert told(old(), "20 09:59", waits, back) == ["resolution_soon"]
    assert told(old(), "20 10:00", waits, back) == ["resolution_missed"]


def test_what_the_due_date_says_is_not_said_twice() -> None:
    """Missing the target on Tuesday takes the place of being overdue on Wednesday; a week later it is overdue."""
    one = old(due=date(2026, 11, 17))
    taken = event("assigned", OPENED + timedelta(hours=1), "bob")
    assert told(one, "17 10:00", taken) == ["due_today"]
    assert told(one, "17 11:00", taken) == ["resolution_missed"]
    assert told(one, "18 10:00", taken) == ["resolution_missed"]
    keys = {due.key for rome in ("17 11:00", "18 10:00") for due in looked(one, rome, taken).due if due.person == BOB}
    assert len(keys) == 1
    assert told(one, "25 10:00", taken) == ["overdue"]


def test_that_a_target_is_near_falls_out_on_a_day_on_which_the_due_date_is_named() -> None:
    taken = event("assigned", OPENED + timedelta(hours=1), "bob")
    assert told(old(type=WHOLE, due=date(2026, 11, 19)), "19 10:00", taken) == ["due_today"]


def test_who_wants_a_task_later_has_given_it_the_time_until_then() -> None:
    wanted = FieldValue(type="date", content=date(2026, 11, 27))
    one = old(type="general", team="it", fields={"deadline": wanted}, due=date(2026, 11, 27))
    taken = event("assigned", OPENED + timedelta(hours=1), "bob")
    assert told(one, "24 12:00", taken) == []
    assert told(one, "27 17:00", taken) == ["due_today"]
    assert told(one, "30 09:00", taken) == ["overdue"]
    assert [goal.target for goal in looked(one, "30 09:00", taken).missed] == ["resolution"]


def test_while_an_approval_is_waited_for_only_the_event_is_noted() -> None:
    one = old(status="awaiting_approval")
    assert told(one, "16 16:00") == []
    assert [goal.target for goal in looked(one, "16 16:00").missed] == ["answer"]


def test_targets_can_be_left_out_and_what_was_missed_long_ago_is_not_told() -> None:
    assert looked(old(), "17 12:00", where=office(targets=False)) == Look()
    assert told(old(), "27 12:00") == []
    assert looked(old(), "27 12:00").missed == ()


def test_targets_count_by_the_calendar_of_whoever_has_the_task_else_of_most_of_its_team() -> None:
    def at(country: str, name: str) -> Person:
        return BOB.model_copy(update={"id": name, "timezone": country})

    people = (at("Asia/Jerusalem", "yossi"), at("Europe/Rome", "denis"), at("Asia/Jerusalem", "rania"))

    def calendar_of(person: Person) -> Calendar:
        return israel() if person.timezone == "Asia/Jerusalem" else italy()

    assert calendar_of_task(old(), people, calendar_of) == israel()
    assert calendar_of_task(old(assignee_id="denis"), people, calendar_of) == italy()
    assert calendar_of_task(old(), (), calendar_of) is None


def test_only_those_who_work_a_task_see_how_it_stands() -> None:
    assert [works_on(one, old()) for one in (ALICE, BOB, CHARLIE)] == [False, True, True]
    assert works_on(ALICE, old(assignee_id="alice"))


def lines(one: Task, rome: str, *events: Event, language: Language = "en") -> list[str]:
    now = datetime.fromisoformat(f"2026-11-{rome}+01:00")
    contract = shipped()[one.type].contract
    found = goals(one, (FIRST, *events), contract, italy(), soon=timedelta(), now=now)
    return [said(line, language) for line in target_lines(found, one, DIRECTORY, now.tzinfo)]


def test_a_task_says_until_when_and_by_how_much_it_is_late() -> None:
    assert lines(old(), "16 12:00") == [
        "first answer by: Mon 16 Nov 2026, 16:00",
        "to be resolved by: Tue 17 Nov 2026, 11:00",
    ]
    assert lines(old(), "17 13:00") == [
        "first answer still missing, 6 working hours late",
        "not resolved in time, 2 working hours late",
    ]
    done = event("done", OPENED + timedelta(days=1, minutes=30), "bob")
    assert lines(old(status="done"), "20 12:00", done) == [
        "first answer given 4 working hours late",
        "resolved less than a working hour late",
    ]


def test_a_task_that_waits_says_for_whom_and_what_is_left() -> None:
    waits = event("waiting", OPENED + timedelta(hours=1), "bob")
    one = old(status="waiting", waiting_for="requester")
    assert lines(one, "20 12:00", waits) == [
        "to be resolved: the time does not run until Alice answers; left of it: 7 working hours"
    ]
    supplied = old(status="waiting", waiting_for="supplier", fields={})
    assert "until the supplier answers" in lines(supplied, "20 12:00", waits)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words_in_every_language(language: Language) -> None:
    waits, soon = event("waiting", OPENED + timedelta(hours=1), "bob"), old(status="waiting", waiting_for="requester")
    every = [*lines(old(), "16 12:00", language=language), *lines(old(), "17 13:00", language=language)]
    assert len({*every, *lines(soon, "17 13:00", waits, language=language)}) == 5


SUPPLIER = Party(id="S-1", kind="supplier", name="Galil", country="IL")


@pytest.mark.parametrize(("country", "day"), [("IL", "22"), ("IT", "20"), ("DE", "20"), (None, "20")])
def test_a_supplier_is_given_the_working_days_of_their_own_country(country: str | None, day: str) -> None:
    """Asked on Monday: four working days later it is Friday in Italy and Sunday in Israel, where Bob works all days."""
    every = italy().model_copy(update={"week": italy().week.model_copy(update={"days": (italy().week.days[0],) * 7})})
    where = Office(
        (ALICE, BOB),
        office(every).hours,
        ClockSettings(targets=False),
        shipped(),
        parties=(SUPPLIER.model_copy(update={"country": country}),),
    )
    field = FieldValue(type="party", content="Galil", record="S-1")
    one = old(status="waiting", waiting_for="supplier", assignee_id="bob", fields={"supplier": field})
    asked = event("mail_queued", OPENED)
    found = look(one, (FIRST, asked), where, OPENED).again
    assert found is not None
    assert f"{found.astimezone(UTC):%d}" == day


def test_a_supplier_is_written_to_on_a_day_on_which_they_work_as_well() -> None:
    """Bob works by Israel's week: Friday would become his Sunday, which is none of an Italian supplier's days."""
    parties = (SUPPLIER.model_copy(update={"country": "IT"}),)
    where = Office((ALICE, BOB), office(israel()).hours, ClockSettings(targets=False), shipped(), parties=parties)
    field = FieldValue(type="party", content="Galil", record="S-1")
    one = old(status="waiting", waiting_for="supplier", assignee_id="bob", fields={"supplier": field})
    found = look(one, (FIRST, event("mail_queued", OPENED)), where, OPENED).again
    assert found is not None
    assert found.date() == date(2026, 11, 23)
