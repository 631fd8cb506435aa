"""The calendars in `pratica.toml`: of a country, of an entity, of a team; the closest one counts."""

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from functools import cache, cached_property
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from bot.model import Period, Value
from bot.worktime.model import Calendar, Closure, DayRule, Feast, Hours, MonthDay, WorkWeek, israel, italy

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_SPAN = re.compile(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)\s*")
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_DEFAULTS: dict[str, Callable[[], Calendar]] = {"IT": cache(italy), "IL": cache(israel)}


def hours_in(written: str) -> tuple[Hours, ...]:
    """The hours of "09:00-13:00, 14:00-18:00", none of ""; raises `ValueError`."""
    hours: list[Hours] = []
    for part in written.split(",") if written.strip() else ():
        match = _SPAN.fullmatch(part)
        if match is None or (match[3] == "24" and match[4] != "00"):
            raise ValueError(f"hours are written 09:00-13:00, 14:00-18:00, not {part.strip()}")
        start, end = time(int(match[1]), int(match[2])), time(int(match[3]) % 24, int(match[4]))
        hours.append((start, end))
    return tuple(hours)


class WorkClosure(Value):
    """Days without work: `feast`, or from `start` to `end`, as 2026-08-10 for once or as 08-10 for every year."""

    start: str | date | None = None
    end: str | date | None = None
    feast: Feast | None = None

    @cached_property
    def closure(self) -> Closure:
        """The closure; raises `ValueError` for days that are none."""
        if self.feast:
            if self.start or self.end:
                raise ValueError("a feast has its own days, without start and end")
            return Closure(feast=self.feast)
        if not self.start:
            raise ValueError("a closure needs a feast, or a start and an end")
        match _day(self.start), _day(self.end or self.start):
            case date() as first, date() as last:
                return Closure(once=Period(start=first, end=last))
            case tuple() as begins, tuple() as ends:
                return Closure(yearly=(begins, ends))
        raise ValueError("start and end of a closure have both a year, or neither")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        _ = self.closure
        return self


def _day(written: str | date) -> date | MonthDay:
    if isinstance(written, date):
        return written
    if match := _MONTH_DAY.fullmatch(written):
        day = date(2024, int(match[1]), int(match[2]))  # a leap year: 02-29 is a day of some years
        return day.month, day.day
    return date.fromisoformat(written)


class WorkCalendar(Value):
    """A `[[calendars]]` table: what differs from its country's calendar, for a team or an entity, else for the country.

    `hours` has weekdays that differ ("friday" = "09:00-13:00", "" for none), `subdivision` is the province whose chief
    town's patron is kept; the rules of days are "whole", "off", or until when is worked on them.
    """

    country: str = Field(pattern="^[A-Z]{2}$")
    team: str | None = Field(default=None, min_length=1)
    entity: str | None = Field(default=None, min_length=1)
    timezone: str | None = None
    hours: dict[Weekday, str] = {}
    subdivision: str | None = None
    closures: tuple[WorkClosure, ...] = ()
    eves: DayRule | None = None
    memorial: DayRule | None = None
    hol_hamoed: DayRule | None = None

    @field_validator("country", mode="before")
    @classmethod
    def _upper(cls, country: object) -> object:
        return country.upper() if isinstance(country, str) else country

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.team and self.entity:
            raise ValueError("a calendar is a team's or an entity's, not both")
        _ = self.calendar
        return self

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar; raises `ValueError` for what a country without one of ours leaves out."""
        base = _DEFAULTS[self.country]() if self.country in _DEFAULTS else None
        if base is None and not (self.timezone and self.hours):
            raise ValueError(f"a calendar of {self.country} needs its timezone and hours")
        days = list(base.week.days if base else ((),) * 7)
        for weekday, written in self.hours.items():
            days[WEEKDAYS.index(weekday)] = hours_in(written)
        given: dict[str, Any] = {name: getattr(self, name) for name in ("timezone", "eves", "memorial", "hol_hamoed")}
        fields = {name: value for name, value in given.items() if value is not None}
        kept = {name: getattr(base, name) for name in Calendar.model_fields} if base else {"country": self.country}
        week = WorkWeek.model_validate({"days": tuple(days)})
        closures = tuple(one.closure for one in self.closures)
        return Calendar(**{**kept, **fields, "week": week, "subdivision": self.subdivision, "closures": closures})


def calendar_in(country: str, calendars: Iterable[WorkCalendar] = ()) -> Calendar | None:
    """The calendar of a country; None for one without any."""
    try:
        return calendar_for(calendars, country=country)
    except KeyError:
        return None


def calendar_for(
    calendars: Iterable[WorkCalendar], *, team: str | None = None, entity: str | None = None, country: str = "IT"
) -> Calendar:
    """The team's calendar, else the entity's, else the country's, else the usual one; `country` is where it is.

    Of a team with calendars in several countries, the one of `country`. Raises `KeyError` for a country without any.
    """
    known = tuple(calendars)
    for wanted in (
        [one for one in known if team and one.team == team and one.country == country],
        [one for one in known if team and one.team == team],
        [one for one in known if entity and one.entity == entity],
        [one for one in known if one.team is None and one.entity is None and one.country == country],
    ):
        if wanted:
            return wanted[0].calendar
    return _DEFAULTS[country]()
