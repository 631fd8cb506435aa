"""Requests that come again: asked for in words, confirmed, kept, listed and stopped."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock.effects import StandingOrder
from bot.clock.recurring import due
from bot.worktime.recurrence import Recurrence
from bot.worktime.settings import calendar_for
from tests.handlers.talk import Clock, Talk
from tests.handlers.ticking import Ticking

NOVEMBER = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("who", "said", "yes", "first"),
    [
        (
            "Hannah",
            "every month on the 25th prepare the VAT report",
            "yes",
            datetime(2026, 11, 25, tzinfo=UTC),
        ),
        ("Alessio", "ogni 25 del mese prepara il report IVA", "sì", datetime(2026, 11, 25, tzinfo=UTC)),
        ("Maayan", "בכל 25 לחודש להכין דוח מע״מ", "כן", datetime(2026, 11, 25, tzinfo=UTC)),
    ],
)
def test_one_is_kept_after_a_yes_and_opens_nothing_yet(
    talk: Talk, who: str, said: str, yes: str, first: datetime
) -> None:
    asked = talk.say(who, said)
    while asked.reply.asks and not asked.reply.asks.confirm:
        asked = talk.say(who, "1")
    assert asked.reply.asks
    kept = talk.say(who, yes)
    assert "R-0001" in kept.text
    assert talk.tasks() == ()
    with talk.store.read() as reading:
        (order,) = reading.recurring.of(talk.person(who).id)
    assert order.look_at is not None
    assert order.look_at.date() == first.date()


def kept(talk: Talk) -> None:
    talk.say("Hannah", "every Monday the printer on the second floor needs a new toner")
    talk.say("Hannah", "yes")


def test_just_once_opens_it_now(talk: Talk) -> None:
    talk.say("Hannah", "every Monday the printer on the second floor needs a new toner")
    talk.say("Hannah", "just once")
    assert len(talk.tasks()) == 1
    with talk.store.read() as reading:
        assert reading.recurring.of(talk.person("Hannah").id) == ()


def test_what_is_only_spoken_of_does_not_come_again(talk: Talk) -> None:
    talk.say("Hannah", "as every Monday, the printer on the second floor is broken")
    with talk.store.read() as reading:
        assert reading.recurring.of(talk.person("Hannah").id) == ()
    assert len(talk.tasks()) == 1


@pytest.mark.parametrize("stop", ["stop R-0001", "/stop R-0001", "ferma R-0001", "להפסיק את R-0001"])
def test_it_is_listed_and_stopped_by_whoever_gave_it_and_nobody_else(talk: Talk, stop: str) -> None:
    kept(talk)
    assert "R-0001" in talk.say("Hannah", "/recurring").text
    talk.say("Lorenza", stop)
    assert "R-0001" in talk.say("Hannah", "/recurring").text
    talk.say("Hannah", stop)
    assert talk.say("Hannah", "/recurring").text == talk.worded("clock-recurring-none", "en")


@pytest.mark.parametrize(
    ("who", "said", "yes", "first", "words"),
    [
        (
            "Hannah",
            "every Monday at 9 remind me to send the sales report",
            "yes",
            "2026-11-23 09:00+00:00",
            "send the sales report",
        ),
        (
            "Alessio",
            "ogni lunedì alle 9 ricordami di mandare il report",
            "sì",
            "2026-11-23 08:00+00:00",
            "mandare il report",
        ),
        ("Maayan", "כל יום ראשון ב-9 תזכיר לי לשלוח דוח", "כן", "2026-11-22 07:00+00:00", "לשלוח דוח"),
        ("Maayan", "כל יום ראשון ב8 תזכיר לי לשלוח דוח", "כן", "2026-11-22 06:00+00:00", "לשלוח דוח"),
        (
            "Hannah",
            "remind me every month on the 1st at 9 to check the stock",
            "yes",
            "2026-12-01 09:00+00:00",
            "check the stock",
        ),
    ],
)
def test_a_reminder_with_a_rule_comes_again_at_the_hour_that_was_said(
    talk: Talk, clock: Clock, who: str, said: str, yes: str, first: str, words: str
) -> None:
    asked = talk.say(who, said)
    assert asked.reply.asks
    assert talk.person(who).name in asked.text
    assert "@me" not in asked.text
    assert "R-0001" in talk.say(who, yes).text
    with talk.store.read() as reading:
        (order,) = reading.recurring.of(talk.person(who).id)
    assert order.look_at == datetime.fromisoformat(first)
    Ticking(talk, clock).at(f"{order.look_at.astimezone(ZoneInfo('Europe/Rome')):%Y-%m-%d %H:%M}")
    assert [one for one in talk.notices(who) if words in one]
    assert talk.tasks() == ()


def test_an_hour_is_of_the_clock_of_whoever_says_it_also_when_the_clocks_change() -> None:
    rule = Recurrence(start=date(2026, 11, 23), unit="week", weekdays=(0,), at=time(8))
    order = StandingOrder(
        id="R-0001", person_id="P-1", type="general", said="", rule=rule, language="en", created_at=NOVEMBER
    )
    italian = calendar_for((), country="IT")
    for now in ("2026-11-30T08:00+00:00", "2027-03-15T08:00+00:00", "2027-03-29T07:00+00:00"):
        moment = datetime.fromisoformat(now)
        came = due(order, italian, "Europe/London", now=moment, oldest=timedelta(days=6))
        assert came.opens
        assert came.opens.at == moment
