"""The week, short days, closures, absences and changes of the clock, day by day; the frozen year is 2026."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.model import Absence, AbsenceKind, Period
from bot.worktime.counting import for_person, is_working, local_day, shift_to_working_day, spans
from bot.worktime.model import Calendar, Closure, WorkWeek, israel, italy, week_of
from bot.worktime.years import hours_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
YEAR = [date(2026, 1, 1) + at * DAY for at in range(365)]
ROME, JERUSALEM = ZoneInfo("Europe/Rome"), ZoneInfo("Asia/Jerusalem")


def length(calendar: Calendar, day: date) -> timedelta:
    return sum((end - start for start, end in spans(calendar, day)), timedelta())


def test_a_year_in_italy_day_by_day() -> None:
    off = {"01-01", "01-06", "04-06", "05-01", "06-02", "12-07", "12-08", "12-25"}  # those on a weekday
    calendar = italy(subdivision="MI")
    for day in YEAR:
        worked = day.weekday() < 5 and f"{day:%m-%d}" not in off
        assert is_working(calendar, day) is worked, day
        assert length(calendar, day) == (8 * HOUR if worked else timedelta()), day
        assert [start.astimezone(ROME).time() for start, _ in spans(calendar, day)] == [time(9), time(14)] * worked


def test_a_year_in_israel_day_by_day() -> None:
    off = {"04-02", "04-08", "04-22", "05-22", "09-12", "09-13", "09-21", "09-26", "10-03"}
    short = {"04-01", "04-07", "04-21", "05-21", "09-20"}  # eves and Remembrance Day
    calendar = israel(friday_until=time(13))
    for day in YEAR:
        date_said = f"{day:%m-%d}"
        friday = day.weekday() == 4
        worked = day.weekday() != 5 and date_said not in off
        whole = 8.5 if not friday and date_said not in short else 4
        assert is_working(calendar, day) is worked, day
        assert length(calendar, day) == (whole * HOUR if worked else timedelta()), day
        assert is_working(israel(), day) is (worked and not friday), day
        starts = [start.astimezone(JERUSALEM).time() for start, _ in spans(calendar, day)]
        assert starts[:1] == [time(9)] * worked


def round_the_clock(timezone: str) -> Calendar:
    """Every hour of every day is worked; the country's holidays are on other days than those of the tests."""
    return Calendar(country="IT", timezone=timezone, week=week_of(((time(0), time(0)),), *range(7)))


@pytest.mark.parametrize(
    ("timezone", "day", "hours"),
    [
        ("Europe/Rome", date(2026, 3, 29), 23),
        ("Europe/Rome", date(2026, 10, 25), 25),
        ("Asia/Jerusalem", date(2026, 3, 27), 23),  # Israel changes on the Friday before the last Sunday of March
        ("Asia/Jerusalem", date(2026, 10, 25), 25),
        ("Asia/Jerusalem", date(2026, 3, 29), 24),
        ("Asia/Beirut", date(2026, 3, 29), 23),  # at midnight: the day begins at one
        ("Australia/Lord_Howe", date(2027, 4, 4), 24.5),
    ],
)
def test_a_day_on_which_clocks_change_has_its_real_length(timezone: str, day: date, hours: float) -> None:
    assert length(round_the_clock(timezone), day) == hours * HOUR


def night(start: time, end: time) -> Calendar:
    return Calendar(country="IT", timezone="Europe/Rome", week=week_of(((start, end),), *range(7)))


@pytest.mark.parametrize(
    ("day", "start", "end", "real"),
    [
        (date(2026, 3, 29), time(1), time(4), 2 * HOUR),
        (date(2026, 3, 29), time(2, 30), time(4), HOUR),  # it begins when the clocks go forward
        (date(2026, 3, 29), time(1), time(2, 30), HOUR),
        (date(2026, 3, 29), time(2, 15), time(2, 45), 0 * HOUR),
        (date(2026, 10, 25), time(1), time(4), 4 * HOUR),
        (date(2026, 10, 25), time(1), time(2, 30), 1.5 * HOUR),  # the first half past two
        (date(2026, 10, 25), time(2, 30), time(4), 2.5 * HOUR),
    ],
)
def test_hours_that_do_not_exist_or_exist_twice(day: date, start: time, end: time, real: timedelta) -> None:
    assert length(night(start, end), day) == real
    assert is_working(night(start, end), day) is bool(real)


def test_a_gap_is_entered_at_the_moment_of_the_change() -> None:
    ((start, _),) = spans(night(time(2, 30), time(4)), date(2026, 3, 29))
    assert start == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_shift_over_midnight_is_two_spans_that_touch() -> None:
    week = week_of(((time(0), time(6)), (time(22), time(0))), *range(7))
    calendar = Calendar(country="IT", timezone="Europe/Rome", week=week)
    assert spans(calendar, date(2026, 7, 1))[-1][1] == spans(calendar, date(2026, 7, 2))[0][0]


def test_a_company_is_closed_once_every_year_and_over_new_year() -> None:
    ferragosto = Closure(yearly=((8, 10), (8, 21)))
    new_year = Closure(yearly=((12, 28), (1, 5)))
    move = Closure(once=Period(start=date(2026, 3, 2), end=date(2026, 3, 3)))
    calendar = italy(closures=(ferragosto, new_year, move))
    closed = [day for day in YEAR if is_working(italy(), day) and not is_working(calendar, day)]
    assert {f"{day:%m-%d}" for day in closed} == set(
        "01-02 01-05 03-02 03-03 08-10 08-11 08-12 08-13 08-14 08-17 08-18 08-19 08-20 08-21".split()
        + "12-28 12-29 12-30 12-31".split()
    )
    assert is_working(calendar, date(2027, 3, 2))
    assert not is_working(calendar, date(2027, 8, 16))


@pytest.mark.parametrize("kind", ["holiday", "sick", "permit", "parental", "bereavement", "reserve", "unpaid", "other"])
def test_an_absence_takes_its_days_out_of_a_persons_time(kind: AbsenceKind) -> None:
    away = Absence(reference="ATT-1", person_id="bob", kind=kind, start=date(2026, 7, 6), end=date(2026, 7, 8))
    mine = for_person(italy(), (away,))
    assert [is_working(mine, date(2026, 7, one)) for one in range(3, 11)] == [True, *[False] * 5, True, True]


@pytest.mark.parametrize("kind", ["remote", "travel"])
def test_who_works_from_elsewhere_is_not_absent(kind: AbsenceKind) -> None:
    away = Absence(reference="ATT-1", person_id="bob", kind=kind, start=date(2026, 7, 6), end=date(2026, 7, 8))
    calendar = italy()
    assert for_person(calendar, (away,)) is calendar


def test_who_is_away_for_hours_works_on_that_day() -> None:
    day = date(2026, 7, 6)
    away = Absence(reference="ATT-1", person_id="bob", kind="permit", start=day, end=day, part="2 hours")
    assert is_working(for_person(italy(), (away,)), day)


def test_a_day_is_moved_to_the_nearest_working_day() -> None:
    christmas = date(2026, 12, 25)  # a Friday, and the 26th a holiday too
    assert shift_to_working_day(italy(), christmas, "before") == date(2026, 12, 24)
    assert shift_to_working_day(italy(), christmas, "after") == date(2026, 12, 28)
    assert shift_to_working_day(italy(), date(2026, 12, 28), "before") == date(2026, 12, 28)
    assert shift_to_working_day(israel(), christmas, "after") == date(2026, 12, 27)


def test_the_day_is_the_calendars_own() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert (local_day(italy(), late), local_day(israel(), late)) == (date(2026, 7, 1), date(2026, 7, 1))
    assert local_day(italy(), datetime(2026, 6, 30, 21, 30, tzinfo=UTC)) == date(2026, 6, 30)


@pytest.mark.parametrize(
    "hours",
    [
        ((time(13), time(9)),),
        ((time(9), time(9)),),
        ((time(14), time(18)), (time(9), time(13))),
        ((time(9), time(14)), (time(13), time(18))),
        ((time(22), time(0)), (time(23), time(0))),
        ((time(9, tzinfo=UTC), time(18)),),
    ],
)
def test_hours_out_of_order_are_refused(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValidationError, match="hours"):
        WorkWeek(days=(hours, (), (), (), (), (), ()))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"country": "XX"}, "country XX"),
        ({"timezone": "Europe/Rom"}, "no time zone Europe/Rom"),
        ({"timezone": "../etc"}, "no time zone"),
        ({"subdivision": "ZZ"}, "no subdivision ZZ"),
        ({"country": "it"}, "country it"),
        ({"eves": "sometimes"}, "eves"),
    ],
)
def test_a_calendar_of_nowhere_is_refused(wrong: dict[str, str], reason: str) -> None:
    fields = {"country": "IT", "timezone": "Europe/Rome", "week": italy().week, **wrong}
    with pytest.raises(ValidationError, match=reason):
        Calendar.model_validate(fields)


def test_a_closure_is_of_one_shape() -> None:
    with pytest.raises(ValidationError, match="once, yearly or a feast"):
        Closure()


def test_equal_calendars_are_one_key() -> None:
    assert len({italy(), italy(), israel()}) == 2


def test_a_holiday_beats_the_week_and_an_eve_cuts_the_afternoon() -> None:
    assert hours_of(israel(friday_until=time(12)), date(2026, 9, 11)) == ((time(9), time(12)),)
    assert hours_of(israel(friday_until=time(14)), date(2026, 9, 11)) == ((time(9), time(13)),)
    assert hours_of(israel(), date(2026, 4, 22)) == ()


def test_a_province_may_be_named_by_its_chief_town() -> None:
    assert not is_working(italy(subdivision="Milano"), date(2026, 12, 7))
    assert is_working(italy(subdivision="Roma"), date(2026, 12, 7))
