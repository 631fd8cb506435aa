"""Times of day, moments counted from now, and weekdays that may be one of two days."""

from datetime import date, time

import pytest

from bot.model import Language
from bot.understanding.readers.dates import either_day, read_moment, read_time
from bot.understanding.readers.times import read_day_part
from tests.unit.readers.said import at

TIMES: list[tuple[Language, str, time | None]] = [
    ("en", "at 10", time(10)),
    ("en", "at 3pm", time(15)),
    ("en", "3.30 pm", time(15, 30)),
    ("en", "12am", time(0)),
    ("en", "tomorrow 14:45", time(14, 45)),
    ("en", "at noon", time(12)),
    ("en", "at 12.50 each", None),
    ("en", "desks at £10", None),
    ("it", "alle 10:30", time(10, 30)),
    ("it", "alle 9 e mezza", time(9, 30)),
    ("it", "alle 9.15", time(9, 15)),
    ("it", "ore 17", time(17)),
    ("it", "all'una", time(13)),
    ("it", "a mezzogiorno", time(12)),
    ("it", "alle 25", None),
    ("he", "ב-10", time(10)),
    ("he", "בשעה 14:00", time(14)),
    ("he", "ב-9:30", time(9, 30)),
    ("he", "ב-10 בבוקר", time(10)),
    ("he", 'ב-10 ש"ח', None),
    ("en", "at 4:30 pm", time(16, 30)),
    ("en", "at 8 in the evening", time(20)),
    ("it", "alle 3 del pomeriggio", time(15)),
    ("it", "alle 8:30 di sera", time(20, 30)),
    ("he", "תזכיר לי ב8 לבדוק", time(8)),
    ("he", "ב8 תזכיר לי לבדוק", time(8)),
    ("he", "ב8 חדרים", None),
    ("he", "ב-7 לדצמבר להתקשר", None),
    ("he", "ב20.12", None),
    ("he", "ב-17.30", time(17, 30)),
    ("he", "בשעה 4:30 אחהצ", time(16, 30)),
    ("he", "ב-4 אחה״צ", time(16)),
    ("he", "ב-2 בצהריים", time(14)),
    ("he", "ב11 בלילה", time(23)),
    ("he", "ב-2 בלילה", time(2)),
    ("he", "סתם טקסט", None),
]


@pytest.mark.parametrize(("lang", "text", "expected"), TIMES)
def test_times_of_day(lang: Language, text: str, expected: time | None) -> None:
    found = read_time(text, lang)
    assert (found.value if found else None) == expected


DAY_PARTS: list[tuple[Language, str, time | None]] = [
    ("en", "remind me tomorrow afternoon to call", time(15)),
    ("en", "remind me tonight", time(18)),
    ("en", "remind me to prepare the evening event", None),
    ("it", "ricordami domani pomeriggio", time(15)),
    ("it", "ricordami venerdì sera", time(18)),
    ("he", "תזכיר לי מחר אחהצ לבדוק", time(15)),
    ("he", "תזכיר לי הערב להתקשר", time(18)),
    ("he", "תזכיר לי להכין את הערב החגיגי", None),
]


@pytest.mark.parametrize(("lang", "text", "expected"), DAY_PARTS)
def test_the_afternoon_and_the_evening_stand_for_an_hour(lang: Language, text: str, expected: time | None) -> None:
    found = read_day_part(text, lang)
    assert (found.value if found else None) == expected


MOMENTS: list[tuple[Language, str, str | None]] = [
    ("en", "in two hours", "12:00"),
    ("en", "in half an hour", "10:30"),
    ("en", "in an hour and a half", "11:30"),
    ("en", "in three days", None),
    ("it", "tra un'ora", "11:00"),
    ("it", "fra un'ora e mezza", "11:30"),
    ("it", "tra un quarto d'ora", "10:15"),
    ("he", "עוד שעתיים", "12:00"),
    ("he", "בעוד שעה וחצי", "11:30"),
    ("he", "עוד רבע שעה", "10:15"),
    ("he", "בעוד שלושת רבעי שעה", "10:45"),
    ("he", "עוד שבועיים", None),
]


@pytest.mark.parametrize(("lang", "text", "expected"), MOMENTS)
def test_a_moment_is_counted_in_hours_and_minutes(lang: Language, text: str, expected: str | None) -> None:
    found = read_moment(text, lang, now=at(lang))
    assert (f"{found.value:%H:%M}" if found else None) == expected


@pytest.mark.parametrize(("lang", "text"), [("en", "next Friday"), ("he", "בשישי הבא"), ("he", "ביום שישי הבא")])
def test_next_friday_may_be_one_of_two_days(lang: Language, text: str) -> None:
    unclear = either_day(text, lang, now=at(lang))
    assert unclear is not None
    assert unclear.value == (date(2026, 11, 20), date(2026, 11, 27))
    assert either_day("on Friday", lang, now=at(lang)) is None
