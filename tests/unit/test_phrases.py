"""The example sentences and words of the types: enough of them, in their own language, and no type's won by another."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from bot import learning
from bot.catalogue import Kind
from bot.cli.evaluate import read_files
from bot.cli.model import tuning_messages
from bot.model import LANGUAGES, Language
from bot.understanding import features
from bot.understanding.intents import Model, fingerprint, tuned_mark
from bot.understanding.lexicon import plain_words
from tests.builders import shipped

ROOT = Path(__file__).resolve().parents[2]
KINDS = tuple(shipped().kinds.values())
FEWEST = {"request": 20, "act": 12}
LEARNED = 0.95  # share of the sentences that the fast path gives back as it was taught them

_HEBREW = re.compile(r"[א-ת]")
_LATIN = re.compile(r"[^\W\d_א-ת]")


@pytest.fixture(scope="module")
def ships() -> Model:
    return learning.shipped_model()


def phrases() -> Iterator[tuple[Kind, Language, str]]:
    for kind in KINDS:
        for language in LANGUAGES:
            for phrase in kind.phrases[language]:
                yield kind, language, phrase


def test_the_model_that_ships_is_fitted_to_the_phrases_that_ship(ships: Model) -> None:
    """Red: run `make model`."""
    assert ships.fingerprint == fingerprint(learning.phrases_of(KINDS))
    assert set(ships.names) == {kind.id for kind in KINDS}


def test_the_model_that_ships_is_tuned_on_the_labelled_messages_that_are_for_choosing(ships: Model) -> None:
    """Red: run `make model`."""
    cases, left_out = read_files(sorted((ROOT / "tests" / "data" / "own").glob("*.jsonl")), shipped())
    assert not left_out
    assert ships.tuned == tuned_mark(tuning_messages(cases))


def test_the_model_that_ships_is_small() -> None:
    assert learning.MODEL.stat().st_size <= 2_000_000


def test_nearly_every_phrase_is_its_type_s(ships: Model) -> None:
    """Near misses are meant to be close; the sentences themselves must still be told apart."""
    rows = list(phrases())
    scores = ships.classifier.score_rows(ships.classifier.rows([phrase for _, _, phrase in rows]))
    right = [ships.names[best] == kind.id for (kind, _, _), best in zip(rows, scores.argmax(axis=1), strict=True)]
    assert sum(right) >= LEARNED * len(right)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_type_has_enough_phrases_in_each_language(kind: Kind) -> None:
    counts = {language: len({plain_words(one) for one in kind.phrases[language]}) for language in LANGUAGES}
    assert min(counts.values()) >= FEWEST[kind.contract.kind], counts


def test_no_phrase_stands_twice() -> None:
    """Neither in two types nor twice in one file; a word such as "ok" may be one of two languages."""
    seen: dict[str, set[tuple[str, Language]]] = {}
    twice = []
    for kind, language, phrase in phrases():
        places = seen.setdefault(features.simplified(phrase).strip(" .!"), set())
        if any(other == kind.id and spoken == language for other, spoken in places) or any(
            other != kind.id for other, _ in places
        ):
            twice.append((sorted(places), (kind.id, language), phrase))
        places.add((kind.id, language))
    assert twice == []


@pytest.mark.parametrize("kind", shipped().requests(), ids=lambda kind: kind.id)
def test_each_request_type_has_a_checklist_and_questions_in_each_language(kind: Kind) -> None:
    for language in LANGUAGES:
        words = kind.wording[language]
        assert 2 <= len(words.checklist) <= 6
        assert len(set(words.checklist)) == len(words.checklist)
        assert all(field.question.endswith("?") for field in words.fields.values())
        assert set(words.opens) == {part.name for part in kind.contract.opens}
        assert all(step.strip() == step and step for step in (*words.checklist, *words.opens.values()))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_type_s_words_are_in_their_own_language(kind: Kind) -> None:
    for language in LANGUAGES:
        foreign = [text for text in _worded(kind, language) if _is_foreign(text, language)]
        assert foreign == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_are_in_their_own_language(language: Language) -> None:
    """Colleagues mix: a Hebrew name in an Italian sentence, an English word in a Hebrew one; a share stays allowed."""
    of_this = [phrase for _, spoken, phrase in phrases() if spoken == language]
    foreign = [phrase for phrase in of_this if _is_foreign(phrase, language)]
    assert len(foreign) <= len(of_this) * 0.02, foreign


def _worded(kind: Kind, language: Language) -> Iterator[str]:
    words = kind.wording[language]
    yield from (words.name, words.title, words.summary, words.example, *words.checklist, *words.opens.values())
    yield from chain.from_iterable((field.label, field.question, field.hint) for field in words.fields.values())


def _is_foreign(text: str, language: Language) -> bool:
    """Hebrew without a Hebrew letter, or another language with more Hebrew in it than its own letters."""
    hebrew, latin = len(_HEBREW.findall(text)), len(_LATIN.findall(text))
    if language == "he":
        return bool(latin) and not hebrew
    return hebrew > latin
