"""The pictures of an evaluation are drawn, whatever was understood, and the same twice."""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from bot.evaluation import Case, Label, LabelledMessage, Outcome, Wanted, judge
from bot.understanding.request import Request
from bot.understanding.understand import Understanding
from integrations.pictures import draw_calibration, draw_confusions

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Draw = Callable[[Sequence[Outcome]], bytes]


def _outcome(wanted: Sequence[str], *got: str, confidence: float = 0.9) -> Outcome:
    message = LabelledMessage(lang="en", now=NOW, text="a", intents=tuple(Label(intent=intent) for intent in wanted))
    understood = Understanding("en", tuple(Request(intent, confidence, {}, "") for intent in got), "act")
    return judge(Case(message, tuple(Wanted(intent, {}) for intent in wanted)), understood, seconds=0)


OUTCOMES = (
    [_outcome(["quote"], "quote", confidence=place / 100) for place in range(101)],
    [_outcome(["quote"], "assign"), _outcome(["assign", "quote"], "quote"), _outcome(["own_type"])],
    [_outcome(["quote"], "quote", confidence=1.0)],
)


@pytest.mark.parametrize("draw", [draw_calibration, draw_confusions])
@pytest.mark.parametrize("outcomes", OUTCOMES)
def test_a_picture_is_drawn_and_the_same_twice(draw: Draw, outcomes: list[Outcome]) -> None:
    picture = draw(outcomes)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert draw(outcomes) == picture


def test_a_matrix_of_more_types_is_larger() -> None:
    many = [_outcome([f"type_{number}"], "quote") for number in range(60)]
    small, large = (_size(draw_confusions(some)) for some in (OUTCOMES[0], many))
    assert small < large


def _size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height
