"""What a look at a task shows, without any store: which occasion, for whom, and when to look again."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.clock.hours import Hours
from bot.clock.looks import Look, Office
from bot.clock.reminders import look
from bot.clock.settings import ClockSettings
from bot.clock.waiting import waits_since
from bot.model import Event, Person, Task
from bot.worktime.counting import next_working
from bot.worktime.model import Calendar, WorkWeek, italy
from tests.builders import ALICE, BOB, CHARLIE, shipped, task

DUE = date(2026, 11, 25)
SINCE = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
NEVER = Calendar(country="IT", timezone="Europe/Rome", week=WorkWeek(days=((),) * 7))


def works_next(_: Person, moment: datetime) -> datetime:
    return next_working(italy(), moment)


def office(settings: ClockSettings | None = None, **changes: Any) -> Office:
    known = settings or ClockSettings(**changes)
    return Office((ALICE, BOB, CHARLIE), Hours(works_next, known.morning), known, shipped())


def old(**changes: Any) -> Task:
    return task(created_at=SINCE, updated_at=SINCE, **changes)


def seen(one: Task, written: str, *events: Event, where: Office | None = None) -> list[tuple[str, str, int]]:
    """Who hears of what for which time, at a moment in London."""
    now = datetime.fromisoformat(written).replace(tzinfo=UTC)
    found = look(one, events, where or office(), now)
    return [(due.person.id, due.occasion, int(due.key.split(":")[-2])) for due in found.due]


def event(kind: str, at: datetime = SINCE, **data: Any) -> Event:
    return Event(reference="IT-0001", kind=kind, at=at, actor_id=None, channel="mail", data=data)


def test_the_deadline_is_one_line_of_occasions_of_which_the_newest_counts() -> None:
    one = old(due=DUE)
    assert seen(one, "2026-11-24 08:59") == []
    assert seen(one, "2026-11-24 09:00") == [("bob", "due_soon", 1)]
    assert seen(one, "2026-11-25 09:00") == [("bob", "due_today", 1)]
    assert seen(one, "2026-11-26 09:00") == [("bob", "overdue", 1)]
    assert seen(one, "2026-11-30 09:00") == [("charlie", "overdue_manager", 1)]
    assert seen(one, "2026-12-03 09:00") == [("bob", "overdue", 2)]


def test_nothing_is_due_where_nobody_is_at_work_and_it_is_looked_at_when_they_are() -> None:
    now = datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert look(old(due=DUE), (), office(), now) == Look(again=datetime(2026, 11, 26, 8, tzinfo=UTC))


def test_a_closed_task_and_one_without_a_date_are_not_looked_at_again() -> None:
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert look(old(due=DUE, status="done"), (), office(), now) == Look()
    assert look(old(), (), office(), now) == Look()


def test_an_approval_is_the_only_thing_that_is_said_of_a_task_that_waits_for_one() -> None:
    one = old(due=date(2026, 11, 17), status="awaiting_approval")
    assert seen(one, "2026-11-17 10:00", event("opened")) == [("charlie", "approval", 1)]
    assert seen(one, "2026-11-19 10:00", event("opened")) == [("charlie", "approval", 3)]


def test_a_requester_is_reminded_so_often_and_then_left_alone() -> None:
    one = old(status="waiting", waiting_for="requester")
    where = office(requester_after=1, requester_times=2)
    assert seen(one, "2026-11-17 10:00", event("waiting"), where=where) == [("alice", "requester", 1)]
    assert seen(one, "2026-11-18 10:00", event("waiting"), where=where) == [("alice", "requester", 2)]
    assert seen(one, "2026-11-30 10:00", event("waiting"), where=where) == []


def test_a_supplier_is_not_asked_again_where_the_settings_forbid_it() -> None:
    one = old(status="waiting", waiting_for="supplier")
    for settings in (ClockSettings(chaser="off"), ClockSettings(chasers=0)):
        where = office(settings)
        assert look(one, [event("mail_queued")], where, SINCE + timedelta(days=30)) == Look()


def test_waiting_is_counted_from_the_last_question_and_from_when_the_asked_is_back() -> None:
    one = old(status="waiting", waiting_for="supplier")
    again = SINCE + timedelta(days=3)
    asked = [event("mail_queued"), event("answered"), event("mail_queued", at=again)]
    assert waits_since(one, asked) == again
    away = event("mail_out_of_office", at=again, away={"back_on": "2026-12-01"})
    assert waits_since(one, [*asked, away]).date() == date(2026, 12, 1)
    assert waits_since(one, []) == one.updated_at


def test_a_calendar_that_never_works_does_not_silence_anybody() -> None:
    hours = Hours(lambda _, moment: next_working(NEVER, moment), time(9))
    where = Office((ALICE, BOB, CHARLIE), hours, ClockSettings(), shipped())
    assert ("bob", "due_today", 1) in seen(old(due=DUE), "2026-11-25 09:00", where=where)


@given(minutes=st.integers(0, 60 * 24 * 40), status=st.sampled_from(["open", "waiting", "awaiting_approval"]))
def test_to_look_again_when_a_look_says_so_misses_nothing(minutes: int, status: str) -> None:
    """Whatever is due at some moment is found by whoever looks only at the moments that the looks before named."""
    one = old(due=DUE, status=status, waiting_for="supplier" if status == "waiting" else None)
    events = [event("opened"), *([event("mail_queued")] if status == "waiting" else [])]
    until = SINCE + timedelta(minutes=minutes)
    found: set[str] = set()
    at: datetime | None = SINCE
    while at is not None and at <= until:
        result = look(one, events, office(), at)
        found |= {due.key for due in result.due}
        assert result.again is None or result.again > at
        at = result.again
    assert {due.key for due in look(one, events, office(), until).due} <= found
