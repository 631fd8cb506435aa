"""The classifier learns from example sentences, is honest about doubt, and comes back from bytes as it was."""

import pytest

from bot.understanding import classifier
from bot.understanding.classifier import Classifier, fingerprint, fit, load

PHRASES = {
    "lunch": ("what is for lunch", "book a table for lunch", "che si mangia a pranzo", "מה יש לצהריים"),
    "parking": ("I need a parking space", "where can I park", "mi serve un parcheggio", "איפה אפשר לחנות"),
    "keys": ("I lost my keys", "the key does not turn", "ho perso le chiavi", "איבדתי את המפתח"),
}


@pytest.fixture(scope="module")
def fitted() -> Classifier:
    return fit(PHRASES)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("is there lunch today", "lunch"),
        ("a parking space for my guest", "parking"),
        ("dove posso trovare un parcheggio", "parking"),
        ("my key is lost", "keys"),
        ("המפתח שלי אבד", "keys"),
        ("WHAT IS FOR LUNCH???", "lunch"),
    ],
)
def test_a_sentence_like_the_examples_is_told(fitted: Classifier, said: str, intent: str) -> None:
    assert fitted.guess(said)[0].intent == intent


@pytest.mark.parametrize("said", ["", "   ", "zzzz", "12345", "a" * 5000])
def test_guesses_are_all_intents_in_order_and_sum_to_one(fitted: Classifier, said: str) -> None:
    guesses = fitted.guess(said)
    confidences = [guess.confidence for guess in guesses]
    assert {guess.intent for guess in guesses} == set(PHRASES)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


def test_it_is_surer_of_an_example_than_of_nonsense(fitted: Classifier) -> None:
    assert fitted.guess("what is for lunch")[0].confidence > fitted.guess("qwxz vbnq")[0].confidence


def test_it_comes_back_from_its_bytes(fitted: Classifier) -> None:
    again = load(fitted.dump())
    assert (again.intents, again.temperature, again.fingerprint) == (
        fitted.intents,
        fitted.temperature,
        fitted.fingerprint,
    )
    for said in ("a table for lunch", "chiavi"):
        expected = [guess.confidence for guess in fitted.guess(said)]
        assert [guess.confidence for guess in again.guess(said)] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("data", [b"", b"PK", b"not a model at all"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, EOFError)):
        load(data)


def test_the_fingerprint_changes_with_the_phrases_and_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(PHRASES)
    assert fingerprint(dict(reversed(PHRASES.items()))) == before
    assert fingerprint({**PHRASES, "keys": ("only this",)}) != before
    monkeypatch.setattr(classifier, "RECIPE", "another")
    assert fingerprint(PHRASES) != before


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(ValueError, match="no example"):
        fit({})
