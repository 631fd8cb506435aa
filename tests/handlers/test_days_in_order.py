"""A contract whose last day lies before its first is asked about, and not written up."""

from datetime import date

import pytest

from bot.model import Language
from tests.handlers.talk import Talk

SAID: list[tuple[str, Language, str, str]] = [
    ("Hannah", "en", "draw up a maintenance contract with Sedutec from 24 to 20 December", "31 December"),
    ("Lorenza", "it", "serve un contratto di manutenzione con Sedutec dal 24 al 20 dicembre", "31 dicembre"),
    ("Maayan", "he", "צריך חוזה תחזוקה עם Sedutec מ-24.12.2026 עד 20.12.2026", "31.12.2026"),
]
FIRST, SLIP = date(2026, 12, 24), date(2026, 12, 20)


@pytest.mark.parametrize(("who", "language", "said", "then"), SAID)
def test_an_end_before_the_start_is_asked_about(talk: Talk, who: str, language: Language, said: str, then: str) -> None:
    asked = talk.say(who, said)
    assert asked.text == talk.worded("days-end-early", language, start=FIRST, end=SLIP)
    assert not talk.tasks()
    talk.say(who, then)
    (task,) = talk.tasks()
    assert (task.fields["start_date"].content, task.fields["end_date"].content) == (FIRST, date(2026, 12, 31))


@pytest.mark.parametrize(("language", "skips"), [("en", "skip it"), ("it", "salta"), ("he", "לדלג")])
def test_the_end_may_be_left_out(talk: Talk, language: Language, skips: str) -> None:
    who, _, said, _ = next(one for one in SAID if one[1] == language)
    talk.says(who, said, skips)
    (task,) = talk.tasks()
    assert "end_date" not in task.fields


def test_a_correction_to_a_day_before_the_start_is_asked_about(talk: Talk) -> None:
    talk.say("Hannah", "draw up a maintenance contract with Sedutec from 14 to 20 December")
    (task,) = talk.tasks()
    talk.say("Hannah", f"{task.reference}: until 10 December")
    (task,) = talk.tasks()
    assert task.fields["end_date"].content == SLIP
