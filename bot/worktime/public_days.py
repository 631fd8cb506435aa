"""Public holidays and what goes with them, by the tables of `holidays`, kept a year at a time.

Eves and half days are not in those tables. In Israel the day before a holiday is its eve (Hours of Work and Rest Law,
5711-1951, section 2, allows seven hours on it). Italy has no law on eves: those on which offices mostly close early are
taken, 14 August, 24 and 31 December. Elsewhere it is the day before any holiday.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.worktime.errors import OutsideTables
from bot.worktime.model import Feast

FIRST_YEAR, LAST_YEAR = 1970, 2100
_DAY = timedelta(days=1)
_ITALIAN_EVES = ((8, 14), (12, 24), (12, 31))
_FEASTS: dict[Feast, tuple[str, int]] = {"passover": ("Pesach holiday", 7), "sukkot": ("Sukkot holiday", 8)}


@dataclass(frozen=True, slots=True)
class PublicDays:
    """The special days of one year; `feasts` are whole weeks with their eves."""

    holidays: frozenset[date]
    eves: frozenset[date]
    memorial: frozenset[date] = frozenset()
    hol_hamoed: frozenset[date] = frozenset()
    feasts: tuple[tuple[Feast, frozenset[date]], ...] = ()

    def feast(self, name: Feast) -> frozenset[date]:
        """The days of a feast from its eve to its last; none where it is not kept."""
        return dict(self.feasts).get(name, frozenset())


def check_year(year: int) -> int:
    """The year; raises `OutsideTables` where holidays are not known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideTables(f"holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}")
    return year


@lru_cache(maxsize=1024)
def public_days(country: str, subdivision: str | None, year: int) -> PublicDays:
    """The special days of a country in a year; raises `OutsideTables`."""
    years = [one for one in (check_year(year), year + 1) if one <= LAST_YEAR]
    import holidays  # noqa: PLC0415  as in `bot.worktime.model`

    off = frozenset(holidays.country_holidays(country, subdiv=subdivision, years=years, language=None))
    here = frozenset(day for day in off if day.year == year)
    if country == "IL":
        return _israel(off, year)
    if country == "IT":
        return PublicDays(here, frozenset(date(year, *one) for one in _ITALIAN_EVES) - off)
    eves = frozenset(day - _DAY for day in off if (day - _DAY).year == year)
    return PublicDays(here, eves - off)


def _israel(off: frozenset[date], year: int) -> PublicDays:
    import holidays  # noqa: PLC0415  as in `bot.worktime.model`

    others = holidays.country_holidays("IL", years=year, categories=("optional",), language="en_US")
    memorial = frozenset(others.get_named("Remembrance Day"))
    feasts: list[tuple[Feast, frozenset[date]]] = []
    between: set[date] = set()
    for feast, (name, last) in _FEASTS.items():
        eve = min(others.get_named(name)) - 2 * _DAY
        days = frozenset(eve + at * _DAY for at in range(last + 1))
        between |= days - off - {eve}  # the library leaves 21 Tishri out
        feasts.append((feast, days))
    eves = frozenset(day - _DAY for day in off if (day - _DAY).year == year)
    here = frozenset(day for day in off if day.year == year)
    return PublicDays(here, eves - off - memorial, memorial, frozenset(between), tuple(feasts))
