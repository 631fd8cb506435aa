"""Working time between moments: tables, and properties for any calendars and moments."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.model import Period
from bot.worktime.counting import (
    add_working,
    common_working_day,
    is_working,
    next_working,
    shift_to_working_day,
    spans,
    working_day_from,
    working_time,
)
from bot.worktime.errors import NeverWorks, OutsideTables
from bot.worktime.model import Calendar, Closure, DayRule, Hours, WorkWeek, israel, italy, week_of

ROME, JERUSALEM = ZoneInfo("Europe/Rome"), ZoneInfo("Asia/Jerusalem")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rome(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ROME)


def jerusalem(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=JERUSALEM)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-18 10:00", "2026-11-18 12:00", 2),
        ("2026-11-18 12:00", "2026-11-18 15:00", 2),  # over lunch
        ("2026-11-18 07:00", "2026-11-18 22:00", 8),
        ("2026-11-20 17:00", "2026-11-23 10:00", 2),  # over a weekend
        ("2026-12-24 17:00", "2026-12-28 10:00", 2),  # over Christmas
        ("2026-12-31 17:30", "2027-01-04 09:30", 1),  # over the new year
        ("2026-03-27 17:00", "2026-03-30 10:00", 2),  # over the change of the clocks
        ("2026-11-21 10:00", "2026-11-22 10:00", 0),
        ("2026-11-18 12:00", "2026-11-18 10:00", -2),
    ],
)
def test_working_time_leaves_out_what_is_not_worked(start: str, end: str, hours: float) -> None:
    assert working_time(italy(), rome(start), rome(end)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-18 10:00", 8, "2026-11-19 10:00"),
        ("2026-11-18 10:00", 3, "2026-11-18 13:00"),  # done by the end of the morning, not after lunch
        ("2026-11-18 16:00", 2, "2026-11-18 18:00"),
        ("2026-11-20 17:00", 2, "2026-11-23 10:00"),
        ("2026-11-21 10:00", 1, "2026-11-23 10:00"),
        ("2026-12-31 17:00", 2, "2027-01-04 10:00"),
        ("2026-11-18 10:00", 0, "2026-11-18 10:00"),
        ("2026-11-23 10:00", -2, "2026-11-20 17:00"),
        ("2027-01-04 10:00", -2, "2026-12-31 17:00"),
        ("2026-11-18 14:30", -1.5, "2026-11-18 12:00"),
    ],
)
def test_hours_are_added_in_working_time(start: str, hours: float, end: str) -> None:
    assert add_working(italy(), rome(start), hours * HOUR) == rome(end)


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ("2026-11-18 10:00", "2026-11-18 10:00"),
        ("2026-11-18 13:00", "2026-11-18 14:00"),
        ("2026-11-18 18:00", "2026-11-19 09:00"),
        ("2026-12-31 18:00", "2027-01-04 09:00"),
    ],
)
def test_work_begins_again_at_the_next_span(moment: str, begins: str) -> None:
    assert next_working(italy(), rome(moment)) == rome(begins)


def test_a_deadline_passes_an_israeli_weekend_and_a_feast() -> None:
    assert add_working(israel(), jerusalem("2026-11-19 17:30"), HOUR) == jerusalem("2026-11-22 09:30")
    short = israel(friday_until=time(13))
    assert add_working(short, jerusalem("2026-11-19 17:30"), HOUR) == jerusalem("2026-11-20 09:30")
    assert add_working(short, jerusalem("2026-09-11 12:30"), HOUR) == jerusalem("2026-09-14 09:30")


@pytest.mark.parametrize(
    ("day", "both"),
    [
        ("2026-11-20", "2026-11-23"),  # a Friday: Israel is off, then Italy until Monday
        ("2026-11-18", "2026-11-18"),
        ("2026-04-01", "2026-04-01"),  # a short day works
        ("2026-04-02", "2026-04-07"),  # Passover, the weekend, Easter Monday
        ("2026-12-24", "2026-12-24"),
        ("2026-12-25", "2026-12-28"),
    ],
)
def test_a_task_over_the_border_is_due_on_a_day_both_sides_work(day: str, both: str) -> None:
    assert common_working_day(date.fromisoformat(day), italy(), israel()) == date.fromisoformat(both)


def test_the_last_day_that_both_work_is_found_too() -> None:
    assert common_working_day(date(2026, 11, 22), italy(), israel(), direction="before") == date(2026, 11, 19)


def test_working_days_are_counted_from_either_end() -> None:
    assert working_day_from(italy(), date(2026, 11, 1), 1) == date(2026, 11, 2)
    assert working_day_from(italy(), date(2026, 11, 1), 5) == date(2026, 11, 6)
    assert working_day_from(italy(), date(2026, 10, 31), -1) == date(2026, 10, 30)
    assert working_day_from(israel(), date(2026, 10, 31), -2) == date(2026, 10, 28)


NEVER = Calendar(country="IT", timezone="Europe/Rome", week=week_of((), 0))
ONLY_IN_AUGUST = italy(closures=(Closure(yearly=((9, 1), (7, 31))),))


def test_a_calendar_that_never_works_is_an_error_and_no_loop() -> None:
    now, day = rome("2026-11-18 10:00"), date(2026, 11, 18)
    assert working_time(NEVER, now, now + 365 * DAY) == timedelta()
    with pytest.raises(NeverWorks):
        add_working(NEVER, now, HOUR)
    with pytest.raises(NeverWorks):
        add_working(NEVER, now, -HOUR)
    with pytest.raises(NeverWorks):
        next_working(NEVER, now)
    with pytest.raises(NeverWorks):
        shift_to_working_day(NEVER, day, "before")
    with pytest.raises(NeverWorks):
        common_working_day(day, NEVER, italy())


def test_calendars_that_never_work_on_the_same_day_are_an_error() -> None:
    mondays = Calendar(country="IT", timezone="Europe/Rome", week=week_of(((time(9), time(13)),), 0))
    tuesdays = Calendar(country="IT", timezone="Europe/Rome", week=week_of(((time(9), time(13)),), 1))
    with pytest.raises(NeverWorks, match="share no working day"):
        common_working_day(date(2026, 11, 18), mondays, tuesdays)


def test_a_calendar_that_works_seldom_is_waited_for() -> None:
    assert next_working(ONLY_IN_AUGUST, rome("2026-11-18 10:00")) == rome("2027-08-02 09:00")
    assert add_working(ONLY_IN_AUGUST, rome("2026-11-18 10:00"), 400 * HOUR) == rome("2029-08-08 18:00")


def test_years_without_tables_and_naive_moments_are_refused() -> None:
    with pytest.raises(OutsideTables):
        add_working(italy(), rome("2100-12-31 10:00"), 40 * HOUR)
    with pytest.raises(OutsideTables):
        is_working(italy(), date(1969, 12, 31))
    with pytest.raises(ValueError, match="time zone"):
        working_time(italy(), datetime(2026, 11, 18, 10), rome("2026-11-18 10:00"))  # noqa: DTZ001  that it is naive is the point


# Any calendar: hours to the minute at any time of the day, in zones that change at different hours, at midnight too.

ZONES = ("Europe/Rome", "Asia/Jerusalem", "Asia/Beirut", "Australia/Lord_Howe", "America/St_Johns", "UTC")
MINUTES = st.integers(0, 24 * 60)


def at_minute(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


@st.composite
def day_hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    ends = sorted(draw(st.sets(MINUTES, max_size=6)))
    return tuple((at_minute(start), at_minute(end)) for start, end in zip(ends[::2], ends[1::2], strict=False))


@st.composite
def closures(draw: st.DrawFn) -> Closure:
    kind = draw(st.sampled_from(("once", "yearly", "feast")))
    if kind == "feast":
        return Closure(feast=draw(st.sampled_from(("passover", "sukkot"))))
    if kind == "yearly":
        days = st.tuples(st.integers(1, 12), st.integers(1, 28))
        return Closure(yearly=(draw(days), draw(days)))
    start = draw(st.dates(date(2025, 1, 1), date(2028, 1, 1)))
    return Closure(once=Period(start=start, end=start + draw(st.integers(0, 40)) * DAY))


RULES: st.SearchStrategy[DayRule] = st.one_of(st.just("whole"), st.just("off"), MINUTES.map(at_minute))
CALENDARS = st.builds(
    Calendar,
    country=st.sampled_from(("IT", "IL", "DE")),
    timezone=st.sampled_from(ZONES),
    week=st.builds(WorkWeek, days=st.tuples(*[day_hours()] * 7)),
    closures=st.lists(closures(), max_size=2).map(tuple),
    eves=RULES,
    memorial=RULES,
    hol_hamoed=RULES,
)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.sampled_from(ZONES).map(ZoneInfo))  # noqa: DTZ001  the strategy wants its limits naive
AMOUNTS = st.timedeltas(-40 * HOUR, 40 * HOUR)


@settings(max_examples=150, deadline=None)
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_working_time_is_additive(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert working_time(calendar, a, b) + working_time(calendar, b, c) == working_time(calendar, a, c)


@settings(max_examples=150, deadline=None)
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_working_time_is_monotone_and_never_more_than_time(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    a, b, c = sorted(one.astimezone(UTC) for one in (a, b, c))
    assert timedelta() <= working_time(calendar, a, b) <= working_time(calendar, a, c)
    assert working_time(calendar, a, b) <= b - a


@settings(max_examples=150, deadline=None)
@given(CALENDARS, MOMENTS, AMOUNTS)
def test_what_is_added_is_what_was_worked_and_no_moment_nearer_has_it(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    assume(any(calendar.week.days))
    try:
        end = add_working(calendar, start, amount)
    except NeverWorks:
        return
    nearer = end - timedelta(microseconds=1 if amount > timedelta() else -1)
    assert working_time(calendar, start, end) == amount
    assert working_time(calendar, start, nearer) != amount or not amount


@settings(max_examples=100, deadline=None)
@given(CALENDARS, st.dates(date(2025, 1, 2), date(2028, 12, 30)))
def test_the_spans_of_a_day_are_its_working_time(calendar: Calendar, day: date) -> None:
    found = spans(calendar, day)
    whole = sum((end - start for start, end in found), timedelta())
    zone = ZoneInfo(calendar.timezone)
    midnights = [datetime.combine(one, time.min, tzinfo=zone).astimezone(UTC) for one in (day, day + DAY)]
    assert is_working(calendar, day) is bool(found)
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    # A local midnight that does not exist (Beirut) is the moment of the change, which lies an hour before it.
    assert working_time(calendar, midnights[0] - 2 * HOUR, midnights[1] + 2 * HOUR) >= whole


@settings(max_examples=100, deadline=None)
@given(CALENDARS, MOMENTS)
def test_the_next_work_is_work_and_none_was_before_it(calendar: Calendar, moment: datetime) -> None:
    try:
        begins = next_working(calendar, moment)
    except NeverWorks:
        return
    assert working_time(calendar, moment, begins) == timedelta()
    assert working_time(calendar, begins, begins + timedelta(microseconds=1)) == timedelta(microseconds=1)
