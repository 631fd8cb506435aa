"""Requests that come again: asked for in words, confirmed, kept, listed and stopped."""

from datetime import UTC, datetime

import pytest

from tests.handlers.talk import Talk


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
