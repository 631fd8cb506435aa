"""What the readers of days give back, as text; the moment is Wednesday 18 November 2026, ten o'clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model import Language
from bot.understanding.readers.dates import read_dates, read_periods

ZONES = {"en": "Europe/London", "it": "Europe/Rome", "he": "Asia/Jerusalem"}


def at(lang: Language, day: str = "2026-11-18") -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=ZoneInfo(ZONES[lang]))


def days(text: str, lang: Language, *, past: bool = False, today: str = "2026-11-18") -> list[str]:
    found = read_dates(text, lang, now=at(lang, today), past=past)
    assert all(text[one.start : one.end] == one.words for one in found)
    return [one.value.isoformat() for one in found]


def periods(text: str, lang: Language, *, today: str = "2026-11-18", week_start: int | None = None) -> list[str]:
    found = read_periods(text, lang, now=at(lang, today), week_start=week_start)
    assert all(text[one.start : one.end] == one.words for one in found)
    return [f"{one.value.start}/{one.value.end}" for one in found]


def cases(table: str) -> list[tuple[str, list[str]]]:
    """The rows "text = value value" of a table; nothing after the sign means that nothing is found."""
    rows = [line.rsplit("=", 1) for line in table.strip().splitlines()]
    return [(text.strip(), values.split()) for text, values in rows]
