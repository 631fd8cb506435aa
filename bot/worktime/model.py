"""When a country, a company or a team works: the week, its holidays' eves and its own closures."""

import re
from datetime import date, time
from functools import cached_property
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from bot.model import Period, Value

Hours = tuple[time, time]
"""Local times of a beginning and an end; an end of 00:00 is the midnight that ends the day."""

DayRule = Literal["whole", "off"] | time
"""How long a special day is: like any other, without work, or until that local time."""

Feast = Literal["passover", "sukkot"]
MonthDay = tuple[Annotated[int, Field(ge=1, le=12)], Annotated[int, Field(ge=1, le=31)]]

_OFFICE_IT: tuple[Hours, ...] = ((time(9), time(13)), (time(14), time(18)))
_OFFICE_IL: tuple[Hours, ...] = ((time(9), time(13)), (time(13, 30), time(18)))
_MIDDAY = time(13)
_COUNTRY = re.compile("[A-Z]{2}")


def _minutes(moment: time, *, end: bool = False) -> float:
    minutes = moment.hour * 60 + moment.minute + moment.second / 60 + moment.microsecond / 60_000_000
    return 24 * 60 if end and not minutes else minutes


class WorkWeek(Value):
    """The hours of each weekday, Monday first, in order and apart from one another; no hours are a day off."""

    days: tuple[
        tuple[Hours, ...], tuple[Hours, ...], tuple[Hours, ...], tuple[Hours, ...],
        tuple[Hours, ...], tuple[Hours, ...], tuple[Hours, ...],
    ]  # fmt: skip

    @field_validator("days")
    @classmethod
    def _in_order(cls, days: tuple[tuple[Hours, ...], ...]) -> tuple[tuple[Hours, ...], ...]:
        for hours in days:
            after = -1.0
            for start, end in hours:
                if start.tzinfo or end.tzinfo:
                    raise ValueError("hours are local times without a time zone")
                if not after <= _minutes(start) < _minutes(end, end=True):
                    raise ValueError("hours begin before they end, in order; what goes past midnight is two of them")
                after = _minutes(end, end=True)
        return days


class Closure(Value):
    """Days on which the company is closed: once, every year from one day to another, or a whole feast.

    A yearly one may cross the new year. A feast begins on its eve: Passover 14 to 21 Nisan, Sukkot 14 to 22 Tishri.
    """

    once: Period | None = None
    yearly: tuple[MonthDay, MonthDay] | None = None
    feast: Feast | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(one is not None for one in (self.once, self.yearly, self.feast)) != 1:
            raise ValueError("a closure is once, yearly or a feast")
        return self

    def covers(self, day: date) -> bool:
        """Whether the day lies in it; of a feast only its year's table tells."""
        if self.once:
            return self.once.start <= day <= self.once.end
        if self.yearly is None:
            return False
        first, last = self.yearly
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


class Calendar(Value):
    """When work is done: the week in its time zone, less public holidays, short days and own closures.

    `country` is ISO 3166; `subdivision` is the province whose chief town's patron saint has a holiday ("MI", "Milano").
    `eves` holds for the days before holidays, `memorial` for Israel's Remembrance Day and `hol_hamoed` for the days
    between the holy days of Passover and of Sukkot.
    """

    country: str
    timezone: str
    week: WorkWeek
    subdivision: str | None = None
    closures: tuple[Closure, ...] = ()
    eves: DayRule = "whole"
    memorial: DayRule = "whole"
    hol_hamoed: DayRule = "whole"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"there is no time zone {name}") from error
        return name

    @model_validator(mode="after")
    def _known_place(self) -> Self:
        import holidays  # noqa: PLC0415  its tables of every country take a fifth of a second to load

        place = getattr(holidays, self.country, None) if _COUNTRY.fullmatch(self.country) else None
        if place is None:
            raise ValueError(f"the holidays of the country {self.country} are not known")
        if self.subdivision not in {None, *place.subdivisions, *place.subdivisions_aliases}:
            raise ValueError(f"{self.country} has no subdivision {self.subdivision}")
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))

    def __hash__(self) -> int:
        """Worked out once: the tables of years are kept by calendar."""
        return self._hash


def week_of(hours: tuple[Hours, ...], *weekdays: int) -> WorkWeek:
    """The same hours on each of the weekdays (Monday is 0), none on the others."""
    on = [hours if weekday in weekdays else () for weekday in range(7)]
    return WorkWeek(days=(on[0], on[1], on[2], on[3], on[4], on[5], on[6]))


def italy(*, subdivision: str | None = None, closures: tuple[Closure, ...] = ()) -> Calendar:
    """Monday to Friday, 9 to 13 and 14 to 18; eves like other days."""
    week = week_of(_OFFICE_IT, 0, 1, 2, 3, 4)
    return Calendar(country="IT", timezone="Europe/Rome", week=week, subdivision=subdivision, closures=closures)


def israel(*, friday_until: time | None = None, closures: tuple[Closure, ...] = ()) -> Calendar:
    """Sunday to Thursday, 9 to 18 with half an hour at 13, Friday from 9 `friday_until` or off; eves until 13."""
    days = list(week_of(_OFFICE_IL, 6, 0, 1, 2, 3).days)
    days[4] = ((time(9), friday_until),) if friday_until else ()
    week = WorkWeek(days=(days[0], days[1], days[2], days[3], days[4], days[5], days[6]))
    return Calendar(
        country="IL",
        timezone="Asia/Jerusalem",
        week=week,
        closures=closures,
        eves=_MIDDAY,
        memorial=_MIDDAY,
    )
