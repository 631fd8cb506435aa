"""What comes again: the days that are named, the days they move to, and that windows lose and double nothing."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.model import Period
from bot.worktime.counting import is_working, shift_to_working_day
from bot.worktime.model import Calendar, Closure, israel, italy
from bot.worktime.occurrences import Occurrence, next_occurrence, occurrences
from bot.worktime.recurrence import Recurrence, nominal_days

ROME = ZoneInfo("Europe/Rome")
DAY = timedelta(days=1)
START = date(2026, 11, 18)  # a Wednesday
MOVING = Closure(once=Period(start=date(2027, 1, 25), end=date(2027, 1, 29)))


def again(unit: str, **parts: object) -> Recurrence:
    return Recurrence.model_validate({"start": START, "unit": unit, **parts})


def named(recurrence: Recurrence, count: int = 4, *, first: date = START) -> list[str]:
    days = nominal_days(recurrence, first, date(2100, 12, 31))
    return [f"{day:%y-%m-%d}" for day, _ in zip(days, range(count), strict=False)]


@pytest.mark.parametrize(
    ("recurrence", "days"),
    [
        (again("day"), "26-11-18 26-11-19 26-11-20 26-11-21"),
        (again("day", every=10), "26-11-18 26-11-28 26-12-08 26-12-18"),
        (again("week"), "26-11-18 26-11-25 26-12-02 26-12-09"),
        (again("week", weekdays=(0, 3)), "26-11-19 26-11-23 26-11-26 26-11-30"),
        (again("week", weekdays=(4,), every=2), "26-11-20 26-12-04 26-12-18 27-01-01"),
        (again("week", weekdays=(6, 3), every=2, week_start=6), "26-11-19 26-11-29 26-12-03 26-12-13"),
        (again("week", weekdays=(6, 3), every=2, week_start=0), "26-11-19 26-11-22 26-12-03 26-12-06"),
        (again("month", days=(25,)), "26-11-25 26-12-25 27-01-25 27-02-25"),
        (again("month", days=(31,)), "26-11-30 26-12-31 27-01-31 27-02-28"),
        (again("month", days=(30, 31)), "26-11-30 26-12-30 26-12-31 27-01-30"),
        (again("month", days=(1, 15)), "26-12-01 26-12-15 27-01-01 27-01-15"),
        (again("month", days=(-1,)), "26-11-30 26-12-31 27-01-31 27-02-28"),
        (again("month"), "26-11-18 26-12-18 27-01-18 27-02-18"),
        (again("month", every=3), "26-11-18 27-02-18 27-05-18 27-08-18"),
        (again("month", weekdays=(0,), nths=(1,)), "26-12-07 27-01-04 27-02-01 27-03-01"),
        (again("month", weekdays=(0, 3), nths=(-1,)), "26-11-26 26-11-30 26-12-28 26-12-31"),
        (again("month", weekdays=(4,), nths=(5,)), "27-01-29 27-04-30 27-07-30 27-10-29"),
        (again("month", working_day=1), "26-12-01 27-01-01 27-02-01 27-03-01"),
        (again("month", working_day=-1), "26-11-30 26-12-31 27-01-31 27-02-28"),
        (again("year", months=(6,), days=(30,)), "27-06-30 28-06-30 29-06-30 30-06-30"),
        (again("year", months=(2,), days=(29,)), "27-02-28 28-02-29 29-02-28 30-02-28"),
        (again("year", months=(3, 6, 9, 12), days=(-1,)), "26-12-31 27-03-31 27-06-30 27-09-30"),
        (again("year", months=(9,), weekdays=(0,), nths=(1,)), "27-09-06 28-09-04 29-09-03 30-09-02"),
        (again("year"), "26-11-18 27-11-18 28-11-18 29-11-18"),
        (again("year", every=2, months=(3,), days=(1,)), "28-03-01 30-03-01 32-03-01 34-03-01"),
        (again("day", until=date(2026, 11, 19)), "26-11-18 26-11-19"),
        (again("month", days=(25,), times=2), "26-11-25 26-12-25"),
    ],
)
def test_the_days_that_are_named(recurrence: Recurrence, days: str) -> None:
    assert named(recurrence) == days.split()


def test_what_is_counted_is_counted_from_its_beginning() -> None:
    assert named(again("month", days=(25,), times=3), first=date(2026, 12, 26)) == ["27-01-25"]


def rome(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ROME)


def coming(recurrence: Recurrence, calendar: Calendar, *, months: int = 6) -> list[tuple[str, str]]:
    upto = rome("2026-11-18 00:00") + months * 30 * DAY
    found = occurrences(recurrence, calendar, after=rome("2026-11-18 00:00"), upto=upto)
    return [(one.key[2:], f"{one.day:%m-%d}") for one in found]


def test_a_day_that_is_not_worked_moves_and_keeps_its_key() -> None:
    before, after = again("month", days=(25,), shift="before"), again("month", days=(25,), shift="after")
    assert coming(before, italy(), months=3) == [("26-11-25", "11-25"), ("26-12-25", "12-24"), ("27-01-25", "01-25")]
    assert coming(after, italy(), months=3) == [("26-11-25", "11-25"), ("26-12-25", "12-28"), ("27-01-25", "01-25")]
    assert coming(after, israel(), months=3)[1] == ("26-12-25", "12-27")
    assert coming(again("month", days=(25,)), italy(), months=3)[1] == ("26-12-25", "12-25")


def test_a_new_closure_moves_the_day_and_leaves_the_key() -> None:
    after = again("month", days=(25,), shift="after")
    assert coming(after, italy(closures=(MOVING,)), months=3)[2] == ("27-01-25", "02-01")


def test_working_days_of_the_month_follow_the_calendar() -> None:
    first, last, fifth = (again("month", working_day=count) for count in (1, -1, 5))
    assert coming(first, italy(), months=3) == [("26-12-01", "12-01"), ("27-01-01", "01-04"), ("27-02-01", "02-01")]
    assert coming(last, israel(), months=3) == [("26-11-30", "11-30"), ("26-12-31", "12-31"), ("27-01-31", "01-31")]
    assert coming(last, italy(), months=3) == [("26-11-30", "11-30"), ("26-12-31", "12-31"), ("27-01-31", "01-29")]
    assert coming(fifth, italy(), months=3) == [("26-12-01", "12-07"), ("27-01-01", "01-11"), ("27-02-01", "02-05")]


def test_every_working_day_leaves_out_what_is_not_worked() -> None:
    daily = again("working_day", at=time(8, 30), times=4)
    found = occurrences(daily, italy(), after=rome("2026-12-01 00:00"), upto=rome("2026-12-31 00:00"))
    assert found == ()
    found = occurrences(again("working_day"), italy(), after=rome("2026-12-04 12:00"), upto=rome("2026-12-09 12:00"))
    assert [one.key for one in found] == ["2026-12-07", "2026-12-09"]
    assert coming(daily, italy())[-1] == ("26-11-23", "11-23")


def test_the_time_is_local_and_without_one_it_is_when_work_begins() -> None:
    at_nine = again("month", days=(25,), at=time(9, 30))
    spring = occurrences(at_nine, italy(), after=rome("2027-03-01 00:00"), upto=rome("2027-04-30 00:00"))
    assert [one.at.astimezone(ROME).time() for one in spring] == [time(9, 30), time(9, 30)]
    assert [one.at.hour for one in spring] == [8, 7]
    begins = next_occurrence(again("month", days=(25,)), italy(), rome("2026-11-18 00:00"))
    assert begins == Occurrence("2026-11-25", date(2026, 11, 25), datetime(2026, 11, 25, 8, tzinfo=UTC))
    idle = next_occurrence(again("week", weekdays=(5,)), italy(), rome("2026-11-18 00:00"))
    assert idle == Occurrence("2026-11-21", date(2026, 11, 21), datetime(2026, 11, 21, 8, tzinfo=UTC))


def test_a_time_that_does_not_exist_comes_when_the_clocks_change() -> None:
    early = again("day", at=time(2, 30))
    found = next_occurrence(early, italy(), rome("2027-03-27 12:00"))
    assert found == Occurrence("2027-03-28", date(2027, 3, 28), datetime(2027, 3, 28, 1, tzinfo=UTC))


def test_what_is_over_does_not_come_again() -> None:
    over = again("month", days=(25,), until=date(2026, 12, 31))
    assert next_occurrence(over, italy(), rome("2026-12-26 00:00")) is None
    assert next_occurrence(again("week", times=1), italy(), rome("2026-11-19 00:00")) is None


def test_a_day_late_in_the_window_of_a_long_closure_is_found() -> None:
    closed = italy(closures=(Closure(yearly=((8, 1), (8, 31))),))
    in_august = again("year", months=(8,), days=(15,), shift="after")
    found = occurrences(in_august, closed, after=rome("2027-08-31 12:00"), upto=rome("2027-09-02 00:00"))
    assert [(one.key, str(one.day)) for one in found] == [("2027-08-15", "2027-09-01")]
    before = in_august.model_copy(update={"shift": "before"})
    found = occurrences(before, closed, after=rome("2027-07-29 12:00"), upto=rome("2027-07-30 12:00"))
    assert [(one.key, str(one.day)) for one in found] == [("2027-08-15", "2027-07-30")]


@pytest.mark.parametrize(
    "parts",
    [
        {"unit": "week", "days": (1,)},
        {"unit": "month", "days": (1,), "working_day": 1},
        {"unit": "month", "weekdays": (1,)},
        {"unit": "month", "nths": (1,)},
        {"unit": "month", "days": (0,)},
        {"unit": "month", "working_day": 0},
        {"unit": "month", "months": (1,)},
        {"unit": "day", "weekdays": (1,)},
        {"unit": "working_day", "every": 2},
        {"unit": "day", "at": time(9, tzinfo=UTC)},
        {"unit": "day", "every": 0},
    ],
)
def test_what_contradicts_itself_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Recurrence.model_validate({"start": START, **parts})


def test_it_says_when_nobody_named_the_day() -> None:
    assert again("month").day_is_open
    assert again("week", every=2).day_is_open
    assert not again("month", days=(25,)).day_is_open
    assert not again("week", weekdays=(0,)).day_is_open
    assert not again("month", working_day=-1).day_is_open
    assert not again("day").day_is_open


def test_it_is_kept_as_json_and_read_again() -> None:
    kept = again("month", days=(25, -1), shift="before", at=time(9, 30), until=date(2027, 12, 31))
    assert Recurrence.model_validate_json(kept.model_dump_json()) == kept


WEEKDAYS = st.sets(st.integers(0, 6), min_size=1, max_size=3).map(tuple)
MONTH_PARTS: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.fixed_dictionaries({"days": st.sets(st.sampled_from((-1, 1, 15, 25, 29, 31)), min_size=1).map(tuple)}),
    st.fixed_dictionaries({"weekdays": WEEKDAYS, "nths": st.sampled_from(((1,), (-1,), (2, 4), (5,)))}),
    st.fixed_dictionaries({"working_day": st.sampled_from((1, 2, 5, 20, -1, -3))}),
    st.just({}),
)
DATES = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    unit = draw(st.sampled_from(("day", "working_day", "week", "month", "year")))
    parts: dict[str, object] = {"unit": unit, "start": draw(DATES), "at": draw(st.none() | st.times())}
    parts["every"] = 1 if unit == "working_day" else draw(st.integers(1, 5))
    if unit in {"month", "year"}:
        parts |= draw(MONTH_PARTS)
    if unit == "week":
        parts |= {"weekdays": draw(WEEKDAYS | st.just(())), "week_start": draw(st.sampled_from((0, 6)))}
    if unit == "year":
        parts["months"] = draw(st.sets(st.integers(1, 12), max_size=3).map(tuple))
    parts["shift"] = draw(st.sampled_from(("before", "after", "none")))
    parts["until"] = draw(st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 1)))
    parts["times"] = draw(st.none() | st.integers(1, 30))
    return Recurrence.model_validate(parts)


CALENDARS = st.sampled_from(
    (italy(), israel(friday_until=time(13)), italy(closures=(Closure(yearly=((8, 1), (8, 31))), MOVING)))
)


@settings(max_examples=120, deadline=None)
@given(recurrences(), CALENDARS, st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_windows_that_follow_each_other_give_each_occurrence_once(
    recurrence: Recurrence, calendar: Calendar, hours: list[int]
) -> None:
    start = datetime(2026, 12, 1, 12, tzinfo=UTC)
    edges = [start]
    for step in hours:
        edges.append(edges[-1] + timedelta(hours=step))
    whole = occurrences(recurrence, calendar, after=edges[0], upto=edges[-1])
    parts = [
        one for after, upto in pairwise(edges) for one in occurrences(recurrence, calendar, after=after, upto=upto)
    ]
    assert tuple(parts) == whole
    assert len({one.key for one in whole}) == len(whole)


@settings(max_examples=120, deadline=None)
@given(recurrences(), CALENDARS)
def test_every_named_day_comes_once_on_the_day_it_moves_to(recurrence: Recurrence, calendar: Calendar) -> None:
    after, upto = datetime(2025, 12, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    last = date(2027, 9, 1)
    found = {one.key: one.day for one in occurrences(recurrence, calendar, after=after, upto=upto)}
    if recurrence.unit == "working_day":
        assert all(is_working(calendar, day) for day in found.values())
        return
    wanted = list(nominal_days(recurrence, recurrence.start, last))
    assert {day.isoformat() for day in wanted} <= set(found)
    for day in wanted:
        moved = found[day.isoformat()]
        if recurrence.working_day is None and recurrence.shift != "none":
            assert moved == shift_to_working_day(calendar, day, recurrence.shift)
        elif recurrence.working_day is None:
            assert moved == day
        else:
            assert is_working(calendar, moved)


@settings(max_examples=120, deadline=None)
@given(recurrences(), CALENDARS, DATES)
def test_the_next_is_the_first_of_all_that_come(recurrence: Recurrence, calendar: Calendar, day: date) -> None:
    after = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = next_occurrence(recurrence, calendar, after)
    upto = found.at if found else after + 1500 * DAY
    assert [found] == list(occurrences(recurrence, calendar, after=after, upto=upto))[:1] or found is None
    if found is None:
        assert occurrences(recurrence, calendar, after=after, upto=upto) == ()
