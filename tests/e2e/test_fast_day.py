"""A working day of the sample company, played at speed: digests, reminders, what comes again, and who is answered."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import fast_day
from bot.settings import Settings

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_monday_says_what_was_sent_to_whom_and_when(
    capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    learned = Settings(data_dir=request.config.cache.mkdir("pratica"))
    fast_day.run(learned, on=MONDAY, seconds=0)
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("Monday 23 November 2026")

    def at(time: str, *words: str) -> bool:
        return any(line.startswith(time) and all(word in line for word in words) for line in lines)

    assert at("08:00", "Silvia Morandini", "La tua giornata")
    assert at("07:30", "גדי בן-שחר", "התקציר שלך")
    assert at("09:00", "Paolo Gentilini", "SR-0001", "scade oggi")
    assert at("10:00", "Hannah Whitlock", "R-0001")  # nine in London, where she is
    assert at("12:00", "Hannah Whitlock", "Pemberton")
    assert at("07:45", "mail", "acquisti.sanmarziale@example.it", "Q-0001")
    assert lines[-1].startswith("That was the day")
    assert sorted(line[:5] for line in lines if line[2:3] == ":") == [line[:5] for line in lines if line[2:3] == ":"]
