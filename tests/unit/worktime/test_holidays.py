"""Holidays and their eves in Italy and Israel from 2026 to 2030, against sources other than the library's.

Italy: the list of law 260 of 27 May 1949, articles 1 and 2, as it stands (www.normattiva.it), with law 151 of 8 October
2025 (urn:nir:stato:legge:2025-10-08;151), which brings back 4 October from 2026, and law 54 of 5 March 1977,
which moves National Unity Day to the first Sunday of November. Easter comes from the rule of Meeus, Jones and Butcher.

Israel: the days of the Law and Administration Ordinance, 5708-1948, section 18A, and of the Independence Day Law,
5709-1949, with the amendment of 2004, and the Memorial Day Law, 5723-1963, by the arithmetic of the Hebrew calendar as
Reingold and Dershowitz give it (Calendrical Calculations, chapter 8), written out below. The table is frozen; the rules
have to agree with it as well. Its first two years are also those of www.calendardate.com/il_year2027_holidays.php and
of lists like it; later ones were not looked up.
"""

from datetime import date, time, timedelta

import pytest

from bot.understanding.readers.calendar_days import easter
from bot.worktime.errors import OutsideTables
from bot.worktime.model import Calendar, Closure, israel, italy
from bot.worktime.public_days import public_days
from bot.worktime.years import hours_of

YEARS = range(2026, 2031)
DAY = timedelta(days=1)

EASTER_MONDAYS = {2026: "04-06", 2027: "03-29", 2028: "04-17", 2029: "04-02", 2030: "04-22"}
ITALIAN = "01-01 01-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"

# Pesach, its seventh day, Independence Day, Shavuot, two days of Rosh Hashanah, Yom Kippur, Sukkot, Simchat Torah
ISRAELI = {
    2026: "04-02 04-08 04-22 05-22 09-12 09-13 09-21 09-26 10-03",
    2027: "04-22 04-28 05-12 06-11 10-02 10-03 10-11 10-16 10-23",
    2028: "04-11 04-17 05-02 05-31 09-21 09-22 09-30 10-05 10-12",
    2029: "03-31 04-06 04-19 05-20 09-10 09-11 09-19 09-24 10-01",
    2030: "04-18 04-24 05-08 06-07 09-28 09-29 10-07 10-12 10-19",
}
ISRAELI_EVES = {
    2026: "04-01 04-07 05-21 09-11 09-20 09-25 10-02",
    2027: "04-21 04-27 06-10 10-01 10-10 10-15 10-22",
    2028: "04-10 04-16 05-30 09-20 09-29 10-04 10-11",
    2029: "03-30 04-05 05-19 09-09 09-18 09-23 09-30",
    2030: "04-17 04-23 06-06 09-27 10-06 10-11 10-18",
}
REMEMBRANCE = {2026: "04-21", 2027: "05-11", 2028: "05-01", 2029: "04-18", 2030: "05-07"}


def days(year: int, written: str) -> set[date]:
    return {date.fromisoformat(f"{year}-{one}") for one in written.split()}


def elapsed(year: int) -> int:
    """Days from the epoch of the Hebrew calendar to the first of Tishri, with the four delays."""
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day


def new_year(year: int) -> date:
    """1 Tishri of a Hebrew year."""
    before, here, after = (elapsed(one) for one in (year - 1, year, year + 1))
    late = 2 if after - here == 356 else 1 if here - before == 382 else 0
    return date.fromordinal(here + late - 1_373_427)


def by_rule(year: int) -> dict[str, set[date]]:
    """The special days of a civil year: spring counts back from the new year, 163 days after the first of Passover."""
    tishri = new_year(year + 3761)
    pesach = tishri - 163 * DAY
    independence = pesach + 20 * DAY  # 5 Iyar
    independence += {4: -1, 5: -2, 0: 1}.get(independence.weekday(), 0) * DAY
    single = [pesach, pesach + 6 * DAY, pesach + 50 * DAY, tishri, tishri + 9 * DAY, tishri + 14 * DAY]
    single.append(tishri + 21 * DAY)
    return {
        "holidays": {*single, tishri + DAY, independence},
        "eves": {one - DAY for one in single},
        "memorial": {independence - DAY},
        "hol_hamoed": {pesach + at * DAY for at in range(1, 6)} | {tishri + at * DAY for at in range(15, 21)},
        "passover": {pesach + at * DAY for at in range(-1, 7)},
        "sukkot": {tishri + at * DAY for at in range(13, 22)},
    }


@pytest.mark.parametrize("year", YEARS)
def test_italy_keeps_the_days_of_its_law(year: int) -> None:
    sunday = easter(year)
    assert sunday
    monday = days(year, EASTER_MONDAYS[year])
    assert monday == {sunday + DAY}
    unity = next(day for day in (date(year, 11, one) for one in range(1, 8)) if day.weekday() == 6)
    assert public_days("IT", None, year).holidays == days(year, ITALIAN) | monday | {sunday, unity}


def test_the_fourth_of_october_is_a_holiday_from_2026() -> None:
    assert date(2025, 10, 4) not in public_days("IT", None, 2025).holidays
    assert date(2026, 10, 4) in public_days("IT", None, 2026).holidays


@pytest.mark.parametrize(
    ("province", "day"),
    [("MI", "12-07"), ("Milano", "12-07"), ("TO", "06-24"), ("RM", "06-29"), ("NA", "09-19"), ("VE", "11-21")],
)
def test_a_province_keeps_the_patron_of_its_chief_town(province: str, day: str) -> None:
    with_patron = {year: public_days("IT", province, year).holidays for year in YEARS}
    assert all(with_patron[year] == public_days("IT", None, year).holidays | days(year, day) for year in YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_israel_keeps_the_days_of_its_laws(year: int) -> None:
    public, rule = public_days("IL", None, year), by_rule(year)
    assert public.holidays == days(year, ISRAELI[year]) == rule["holidays"]
    assert public.eves == days(year, ISRAELI_EVES[year]) == rule["eves"]
    assert public.memorial == days(year, REMEMBRANCE[year]) == rule["memorial"]


@pytest.mark.parametrize("year", range(2004, 2100))
def test_feasts_and_what_is_between_them_follow_the_hebrew_calendar_for_a_century(year: int) -> None:
    public, rule = public_days("IL", None, year), by_rule(year)
    assert public.holidays == rule["holidays"]
    assert public.eves == rule["eves"]
    assert public.memorial == rule["memorial"]
    assert public.hol_hamoed == rule["hol_hamoed"]
    assert public.feast("passover") == rule["passover"]
    assert public.feast("sukkot") == rule["sukkot"]


def shortened(calendar: Calendar, **update: object) -> Calendar:
    return calendar.model_copy(update=update)


def test_an_israeli_eve_ends_at_one_unless_set_otherwise() -> None:
    eve = date(2026, 4, 7)  # a Tuesday, the day before the seventh day of Passover
    assert hours_of(israel(), eve) == ((time(9), time(13)),)
    assert hours_of(shortened(israel(), eves="off"), eve) == ()
    assert hours_of(shortened(israel(), eves="whole"), eve) == ((time(9), time(13)), (time(13, 30), time(18)))
    assert hours_of(shortened(israel(), eves=time(14)), eve) == ((time(9), time(13)), (time(13, 30), time(14)))


def test_an_italian_eve_is_shortened_only_by_setting() -> None:
    christmas_eve = date(2026, 12, 24)
    assert hours_of(italy(), christmas_eve) == hours_of(italy(), date(2026, 12, 22))
    assert hours_of(shortened(italy(), eves=time(12)), christmas_eve) == ((time(9), time(12)),)
    assert hours_of(shortened(italy(), eves=time(12)), date(2026, 12, 7)) == hours_of(italy(), date(2026, 12, 7))


def test_remembrance_day_and_the_days_between_have_rules_of_their_own() -> None:
    remembrance, between = date(2026, 4, 21), date(2026, 4, 5)
    assert hours_of(shortened(israel(), memorial="off"), remembrance) == ()
    assert hours_of(israel(), remembrance) == ((time(9), time(13)),)
    assert hours_of(israel(), between) == ((time(9), time(13)), (time(13, 30), time(18)))
    assert hours_of(shortened(israel(), hol_hamoed="off"), between) == ()


def test_a_feast_closes_from_its_eve_to_its_last_day() -> None:
    closed = israel(closures=(Closure(feast="passover"),))
    assert not any(hours_of(closed, date(2026, 4, 1) + at * DAY) for at in range(8))
    assert hours_of(closed, date(2026, 4, 9))


def test_another_country_has_its_days_and_the_days_before_them() -> None:
    public = public_days("DE", None, 2026)
    assert date(2026, 10, 3) in public.holidays
    assert date(2026, 10, 2) in public.eves
    assert not public.eves & public.holidays


@pytest.mark.parametrize("year", [1969, 2101])
def test_a_year_without_tables_is_refused(year: int) -> None:
    with pytest.raises(OutsideTables, match="from 1970 to 2100"):
        public_days("IT", None, year)
