"""Weeks, months, quarters, years and ranges of days; the moment is Wednesday 18 November 2026, ten o'clock."""

import pytest

from bot.model import Language
from tests.unit.readers.said import days, periods

PERIODS: list[tuple[Language, str, str]] = [
    ("en", "this week", "2026-11-16/2026-11-22"),
    ("en", "last week", "2026-11-09/2026-11-15"),
    ("en", "next week", "2026-11-23/2026-11-29"),
    ("en", "this month", "2026-11-01/2026-11-30"),
    ("en", "last month", "2026-10-01/2026-10-31"),
    ("en", "next month's figures", "2026-12-01/2026-12-31"),
    ("en", "for February", "2026-02-01/2026-02-28"),
    ("en", "March 2024", "2024-03-01/2024-03-31"),
    ("en", "in May", "2026-05-01/2026-05-31"),
    ("en", "Q3", "2026-07-01/2026-09-30"),
    ("en", "Q1 2025", "2025-01-01/2025-03-31"),
    ("en", "the second quarter", "2026-04-01/2026-06-30"),
    ("en", "last quarter", "2026-07-01/2026-09-30"),
    ("en", "this year", "2026-01-01/2026-12-31"),
    ("en", "last year", "2025-01-01/2025-12-31"),
    ("en", "of 2025", "2025-01-01/2025-12-31"),
    ("en", "H1", "2026-01-01/2026-06-30"),
    ("en", "from 3 to 7 August", "2026-08-03/2026-08-07"),
    ("en", "1-15 June", "2026-06-01/2026-06-15"),
    ("en", "from March to May", "2026-03-01/2026-05-31"),
    ("en", "2026-01-01 to 2026-03-15", "2026-01-01/2026-03-15"),
    ("en", "20 December to 5 January", "2026-12-20/2027-01-05"),
    ("it", "questa settimana", "2026-11-16/2026-11-22"),
    ("it", "la settimana scorsa", "2026-11-09/2026-11-15"),
    ("it", "la prossima settimana", "2026-11-23/2026-11-29"),
    ("it", "il mese scorso", "2026-10-01/2026-10-31"),
    ("it", "nel mese corrente", "2026-11-01/2026-11-30"),
    ("it", "del prossimo mese", "2026-12-01/2026-12-31"),
    ("it", "le presenze di febbraio", "2026-02-01/2026-02-28"),
    ("it", "marzo 2024", "2024-03-01/2024-03-31"),
    ("it", "terzo trimestre", "2026-07-01/2026-09-30"),
    ("it", "II trimestre 2025", "2025-04-01/2025-06-30"),
    ("it", "primo semestre", "2026-01-01/2026-06-30"),
    ("it", "lo scorso trimestre", "2026-07-01/2026-09-30"),
    ("it", "l'anno scorso", "2025-01-01/2025-12-31"),
    ("it", "quest'anno", "2026-01-01/2026-12-31"),
    ("it", "per il 2027", "2027-01-01/2027-12-31"),
    ("it", "dal 3 al 7 agosto", "2026-08-03/2026-08-07"),
    ("it", "da marzo a maggio", "2026-03-01/2026-05-31"),
    ("he", "השבוע", "2026-11-15/2026-11-21"),
    ("he", "בשבוע שעבר", "2026-11-08/2026-11-14"),
    ("he", "שבוע הבא", "2026-11-22/2026-11-28"),
    ("he", "החודש", "2026-11-01/2026-11-30"),
    ("he", "לחודש שעבר", "2026-10-01/2026-10-31"),
    ("he", "בחודש הבא", "2026-12-01/2026-12-31"),
    ("he", "דוח של פברואר", "2026-02-01/2026-02-28"),
    ("he", "לחודש מרץ 2024", "2024-03-01/2024-03-31"),
    ("he", "רבעון שלישי", "2026-07-01/2026-09-30"),
    ("he", "לרבעון 4", "2026-10-01/2026-12-31"),
    ("he", "הרבעון הקודם", "2026-07-01/2026-09-30"),
    ("he", "שנה שעברה", "2025-01-01/2025-12-31"),
    ("he", "לשנת 2025", "2025-01-01/2025-12-31"),
    ("he", "מה-3 עד ה-7 באוגוסט", "2026-08-03/2026-08-07"),
    ("he", "10.9 עד 9.10", "2026-09-10/2026-10-09"),
    ("he", "ממרץ עד מאי", "2026-03-01/2026-05-31"),
]


@pytest.mark.parametrize(("lang", "text", "expected"), PERIODS)
def test_periods(lang: Language, text: str, expected: str) -> None:
    assert periods(text, lang) == [expected]
    assert days(text, lang) == [] or " " in text or "-" in text


def test_the_week_begins_where_it_is_told_to() -> None:
    assert periods("this week", "en", week_start=6) == ["2026-11-15/2026-11-21"]


def test_a_report_for_a_month_by_a_day_is_about_the_month() -> None:
    assert periods("צריך דוח מכירות לאוקטובר עד יום שלישי", "he") == ["2026-10-01/2026-10-31"]
