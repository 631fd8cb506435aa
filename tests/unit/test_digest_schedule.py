"""Each digest comes at its reader's own hour, on their own working days, and not when it is too late."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.digest.schedule import DueDigest, Span, Works, due_digests, falls_on, span
from bot.digest.settings import DigestSettings
from bot.digest.wishes import Wish
from bot.digest.workdays import works_by
from bot.model import Absence, Person
from bot.worktime.model import Calendar, israel, italy
from tests.builders import ALICE

SETTINGS = DigestSettings()
ROME, TEL_AVIV = ZoneInfo("Europe/Rome"), ZoneInfo("Asia/Jerusalem")
IT = ALICE.model_copy(update={"timezone": "Europe/Rome"})
IL = ALICE.model_copy(update={"id": "dana", "timezone": "Asia/Jerusalem"})
TUESDAY = date(2026, 11, 24)


def calendar_of(person: Person) -> Calendar:
    return israel() if person.timezone == "Asia/Jerusalem" else italy()


WORKS = works_by(calendar_of, ())


def due(now: datetime, *people: Person, wish: str | None = None, works: Works = WORKS) -> tuple[DueDigest, ...]:
    several = people or (IT,)
    wishes = {person.id: wish for person in several} if wish else {}
    return due_digests(several, wishes, SETTINGS, works, now)


def at(day: date, hour: int, minute: int = 0, *, zone: ZoneInfo = ROME) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=zone)


def test_it_comes_at_eight_where_the_reader_is() -> None:
    now = at(TUESDAY, 8, zone=TEL_AVIV)
    assert [one.person for one in due(now, IT, IL)] == [IL]
    assert [one.person for one in due(now + timedelta(hours=1), IT, IL)] == [IT, IL]


def test_it_does_not_come_before_its_hour() -> None:
    assert due(at(TUESDAY, 7, 59)) == ()


def test_everybody_can_want_another_hour() -> None:
    assert due(at(TUESDAY, 8), wish="daily 09:30") == ()
    assert len(due(at(TUESDAY, 9, 30), wish="daily 09:30")) == 1


def test_who_wants_none_gets_none() -> None:
    assert due(at(TUESDAY, 8), wish="off") == ()


def test_what_nobody_can_read_counts_as_the_usual() -> None:
    assert len(due(at(TUESDAY, 8), wish="whenever")) == 1


@pytest.mark.parametrize(
    ("person", "day", "comes"),
    [
        (IT, date(2026, 11, 27), True),  # a Friday
        (IL, date(2026, 11, 27), False),
        (IT, date(2026, 11, 29), False),  # a Sunday
        (IL, date(2026, 11, 29), True),
        (IT, date(2026, 12, 8), False),  # Immacolata
        (IL, date(2026, 9, 21), False),  # Yom Kippur
    ],
)
def test_a_daily_one_skips_days_off_of_each_country(person: Person, day: date, *, comes: bool) -> None:
    assert bool(due(at(day, 9, zone=ZoneInfo(person.timezone)), person)) is comes


def test_who_is_away_gets_none_but_who_works_from_home_does() -> None:
    def absence(kind: str) -> Absence:
        data = {"reference": "HR-1", "person_id": IT.id, "kind": kind, "start": TUESDAY, "end": TUESDAY}
        return Absence.model_validate(data)

    assert due(at(TUESDAY, 8), works=works_by(calendar_of, (absence("holiday"),))) == ()
    assert len(due(at(TUESDAY, 8), works=works_by(calendar_of, (absence("remote"),)))) == 1


def test_three_hours_late_it_still_comes_and_after_that_it_is_only_settled() -> None:
    (in_time,) = due(at(TUESDAY, 11))
    (late,) = due(at(TUESDAY, 11, 1))
    assert (in_time.too_late, late.too_late) == (False, True)
    assert in_time.key == late.key == f"digest:daily:{IT.id}:2026-11-24"


def test_one_of_late_evening_still_comes_after_midnight() -> None:
    (one,) = due(at(TUESDAY, 0, 30), wish="daily 23:00")
    assert (one.day, one.too_late) == (date(2026, 11, 23), False)


def test_an_hour_that_the_clock_skips_or_shows_twice_gives_one_digest_each_day() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day in (spring, autumn):
        start = datetime.combine(day, time(), tzinfo=ROME).astimezone(UTC)
        found = {
            one.key
            for minutes in range(0, 25 * 60, 5)
            for one in due(start + timedelta(minutes=minutes), wish="daily 02:30", works=lambda *_: True)
            if one.day == day
        }
        assert found == {f"digest:daily:{IT.id}:{day}"}


def test_a_weekly_one_comes_once_in_each_week_of_a_year_that_has_working_days() -> None:
    for person in (IT, IL):
        wish = Wish("weekly", weekday=6)
        days = [date(2026, 1, 4) + timedelta(days=ahead) for ahead in range(52 * 7)]
        falls = [day for day in days if falls_on(day, wish, partial(WORKS, person))]
        assert len(falls) == len({(day - date(2026, 1, 4)).days // 7 for day in falls}) == 52
        assert all(WORKS(person, day) for day in falls)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (TUESDAY, Span(1, 4)),  # Monday, held against Friday to Sunday
        (date(2026, 11, 23), Span(3, 4)),  # Friday to Sunday, held against Thursday
        (date(2026, 12, 9), Span(2, 5)),  # over the Immacolata
    ],
)
def test_a_daily_digest_is_about_everything_since_the_last_working_day(day: date, expected: Span) -> None:
    assert span("daily", day, lambda one: WORKS(IT, one)) == expected


def test_after_a_long_absence_nothing_is_held_against_what_is_not_known() -> None:
    assert span("daily", TUESDAY, lambda _: False) == Span(1, None)
    assert Span(1, None).before_in((1, 2, 3)) is None


def test_a_week_is_held_against_the_one_before() -> None:
    one, flow = span("weekly", TUESDAY, lambda _: True), tuple(range(15))
    assert (one.now_in(flow), one.before_in(flow)) == (sum(range(8)), sum(range(8, 15)))
