"""Who is silent, since when, and what is to be said of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock.heartbeats import Heartbeat, alarms, channel_of, health
from bot.model import LANGUAGES, Language
from tests.builders import said

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=30)


def part(**changes: Any) -> Heartbeat:
    return Heartbeat.model_validate({"name": "slack:T1", "at": NOW, "silent_after": HOUR} | changes)


def test_a_part_is_silent_only_beyond_its_limit() -> None:
    assert alarms([part()], NOW + HOUR, watching_since=LONG_AGO) == ()
    (alarm,) = alarms([part()], NOW + HOUR + timedelta(seconds=1), watching_since=LONG_AGO)
    assert (alarm.name, alarm.unless, alarm.ends) == ("slack:T1", "slack", False)


def test_each_day_of_silence_has_an_alarm_of_its_own_and_a_new_silence_begins_anew() -> None:
    moments = [NOW + HOUR + timedelta(minutes=minute) for minute in range(1, 60 * 24 * 3, 7)]
    keys = {one.key for now in moments for one in alarms([part()], now, watching_since=LONG_AGO)}
    assert len(keys) == 3
    (other,) = alarms([part(at=NOW + HOUR)], NOW + 3 * HOUR, watching_since=LONG_AGO)
    assert other.key not in keys


def test_whoever_begins_to_watch_gives_every_part_its_time() -> None:
    now = NOW + timedelta(days=3)
    assert alarms([part()], now, watching_since=now - HOUR) == ()
    assert len(alarms([part()], now, watching_since=now - 2 * HOUR)) == 1
    assert len(alarms([part(alarmed_at=NOW + 2 * HOUR)], now, watching_since=now)) == 1


def test_the_all_clear_comes_once_after_an_alarm() -> None:
    (clear,) = alarms([part(alarmed_at=NOW - HOUR)], NOW, watching_since=LONG_AGO)
    assert (clear.ends, clear.unless) == (True, "")
    assert alarms([part()], NOW, watching_since=LONG_AGO) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alarm_says_the_moment_as_it_is_where_the_reader_is(language: Language) -> None:
    for one in (part(), part(problem="refused")):
        (alarm,) = alarms([one], NOW + 2 * HOUR, watching_since=LONG_AGO)
        assert "11:00" in said(alarm.for_reader("Asia/Jerusalem"), language)


def test_mailboxes_and_the_mail_server_belong_to_mail() -> None:
    assert [channel_of(name) for name in ("mailbox:office", "smtp", "telegram", "slack:T1")] == [
        "mail",
        "mail",
        "telegram",
        "slack",
    ]


def test_health_names_every_part_and_what_is_wrong_with_it() -> None:
    parts = [part(), part(name="smtp", problem="refused"), part(name="worker", at=NOW - 2 * HOUR)]
    assert health(parts, NOW) == {
        "slack:T1": None,
        "smtp": "not well since 2026-11-20T09:00:00+00:00: refused",
        "worker": "silent since 2026-11-20T07:00:00+00:00",
    }
