"""What is made of a message that wants two things, or may want them: both, or one with a word about the other."""

from dataclasses import replace

import pytest

from bot.dialogue import decide
from bot.effects import Say
from bot.model import Language
from bot.understanding.cutting import Evidence, likelihood
from bot.understanding.halves import Halves
from bot.understanding.request import Request
from bot.understanding.understand import Understanding
from tests.builders import said, turn

PLAIN = Evidence(
    weakest=0.98,
    strongest=0.998,
    agreed=0.9,
    beside=0.3,
    echoed=0.001,
    joint="added",
    stands=True,
    named=False,
    fields=2,
    plain=True,
)
HALVES = Halves((Request("welfare", 0.99, {}, "a cake for Ann"), Request("general", 0.6, {}, "call a taxi")), 0.8)


def test_plain_halves_with_a_word_of_joining_between_them_are_two_requests() -> None:
    assert likelihood(PLAIN) > 0.9


@pytest.mark.parametrize(
    "against",
    [
        {"weakest": 0.55},
        {"agreed": 0.05},
        {"agreed": None},
        {"beside": 0.001},
        {"echoed": 0.5},
        {"joint": "comma"},
        {"stands": False},
        {"plain": False},
    ],
)
def test_what_speaks_against_two_requests_makes_them_less_likely(against: dict[str, object]) -> None:
    assert likelihood(replace(PLAIN, **against)) < likelihood(PLAIN)  # type: ignore[arg-type]  # any of its fields


def test_neither_half_is_surer_than_that_there_are_two() -> None:
    assert [half.confidence for half in HALVES.both()] == [0.8, 0.6]


@pytest.mark.parametrize(("taken", "aside"), [("welfare", "call a taxi"), ("general", "a cake for Ann"), ("quote", "")])
def test_aside_is_the_half_that_was_not_taken(taken: str, aside: str) -> None:
    assert HALVES.aside(taken) == aside


@pytest.mark.parametrize(
    ("language", "message", "words", "told"),
    [
        (
            "en",
            "print the menus, the fridge hums",
            "the fridge hums",
            "If “the fridge hums” is a request of its own, please send it to me separately.",
        ),
        (
            "it",
            "stampa i menu, il frigo ronza",
            "il frigo ronza",
            "Se «il frigo ronza» è una richiesta a sé, mandamela a parte.",
        ),
        (
            "he",
            "להדפיס תפריטים, המקרר מזמזם",
            "המקרר מזמזם",
            "אם ״המקרר מזמזם״ זו בקשה נפרדת, אפשר לשלוח אותה בהודעה משלה.",
        ),
    ],
)
def test_words_that_are_left_aside_are_said_before_anything_else(
    language: Language, message: str, words: str, told: str
) -> None:
    understood = Understanding(language, (Request("general", 0.9, {}, message),), "act", aside=words)
    decision = decide(turn(message, language=language), understood)
    first = next(effect for effect in decision.effects if isinstance(effect, Say))
    assert said(first.text, language) == told
    assert [draft.type for draft in decision.drafts.values()] == ["general"]


def test_only_the_beginning_of_long_words_is_repeated() -> None:
    understood = Understanding("en", (Request("general", 0.9, {}, "x"),), "ask", ("general",), aside="fetch it " * 50)
    decision = decide(turn("x"), understood)
    first = next(effect for effect in decision.effects if isinstance(effect, Say))
    assert len(said(first.text)) < 200
