"""Calendars as they stand in `pratica.toml`."""

import tomllib
from datetime import date, time

import pytest
from pydantic import BaseModel, ValidationError

from bot.model import Period
from bot.worktime.model import Closure, israel, italy
from bot.worktime.settings import WorkCalendar, calendar_for
from bot.worktime.years import hours_of


class _Settings(BaseModel):
    calendars: tuple[WorkCalendar, ...] = ()


def calendars(written: str) -> tuple[WorkCalendar, ...]:
    return _Settings.model_validate(tomllib.loads(written)).calendars


COMPANY = calendars(
    """
[[calendars]]
country = "IT"
subdivision = "MI"
eves = "13:00"
closures = [{ start = "08-10", end = "08-21" }, { start = "2026-12-31", end = 2027-01-05 }]

[[calendars]]
country = "IL"
hours = { friday = "08:30-12:30" }
eves = "off"
closures = [{ feast = "passover" }]

[[calendars]]
country = "IT"
team = "it"
hours = { saturday = "09:00-13:00", monday = "07:00-12:00, 13:00-16:00", friday = "" }

[[calendars]]
country = "DE"
entity = "berlin"
timezone = "Europe/Berlin"
hours = { monday = "22:00-24:00" }
eves = 12:30:00
"""
)


def test_what_is_not_said_is_as_in_the_country() -> None:
    assert calendar_for((), country="IT") == italy()
    assert calendar_for((), country="IL") == israel()
    assert calendars('[[calendars]]\ncountry = "il"')[0].calendar == israel()


def test_closures_patrons_and_eves_are_read() -> None:
    company = calendar_for(COMPANY, team="sales", entity="milan", country="IT")
    assert company.closures == (
        Closure(yearly=((8, 10), (8, 21))),
        Closure(once=Period(start=date(2026, 12, 31), end=date(2027, 1, 5))),
    )
    assert hours_of(company, date(2026, 12, 7)) == ()
    assert hours_of(company, date(2026, 12, 24)) == ((time(9), time(13)),)


def test_israel_can_have_a_short_friday_and_eves_off() -> None:
    company = calendar_for(COMPANY, country="IL")
    assert hours_of(company, date(2026, 11, 20)) == ((time(8, 30), time(12, 30)),)
    assert hours_of(company, date(2026, 9, 20)) == ()
    assert hours_of(company, date(2026, 4, 5)) == ()


def test_a_team_has_its_own_week() -> None:
    team = calendar_for(COMPANY, team="it", entity="berlin", country="IL")
    assert team.week.days[0] == ((time(7), time(12)), (time(13), time(16)))
    assert team.week.days[4] == ()
    assert team.week.days[5] == ((time(9), time(13)),)
    assert team.subdivision is None


def test_an_entity_elsewhere_brings_its_zone_and_hours() -> None:
    berlin = calendar_for(COMPANY, team="sales", entity="berlin", country="DE")
    assert berlin.week.days[0] == ((time(22), time(0)),)
    assert berlin.eves == time(12, 30)
    with pytest.raises(KeyError):
        calendar_for((), country="DE")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('country = "Italy"', "country"),
        ('country = "IT"\nteam = "it"\nentity = "milan"', "not both"),
        ('country = "DE"', "timezone and hours"),
        ('country = "IT"\nhours = { monday = "9 to 5" }', "hours are written"),
        ('country = "IT"\nhours = { monday = "09:00-24:30" }', "hours are written"),
        ('country = "IT"\nhours = { monday = "13:00-09:00" }', "begin before they end"),
        ('country = "IT"\nhours = { lunedi = "09:00-13:00" }', "lunedi"),
        ('country = "IT"\nsubdivision = "Padania"', "no subdivision Padania"),
        ('country = "IT"\neves = "early"', "eves"),
        ('country = "IT"\nclosures = [{ start = "02-30" }]', "day"),
        ('country = "IT"\nclosures = [{ start = "08-10", end = "2026-08-21" }]', "both a year"),
        ('country = "IT"\nclosures = [{ start = "2026-08-21", end = "2026-08-10" }]', "ends on or after"),
        ('country = "IT"\nclosures = [{ feast = "passover", start = "08-10" }]', "own days"),
        ('country = "IT"\nclosures = [{}]', "needs a feast"),
    ],
)
def test_a_wrong_calendar_stops_the_start_with_its_reason(wrong: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        calendars(f"[[calendars]]\n{wrong}")
