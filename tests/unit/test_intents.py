"""The model learns from example sentences, is honest about doubt, asks its slow half, and comes back from bytes."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from lzma import LZMAError

import numpy as np
import pytest

from bot.understanding import features, intents, own_types, training
from bot.understanding.embeddings import MOST_WINDOWS, WINDOW, windows
from bot.understanding.features import Floats
from bot.understanding.intents import Intents, Model, fingerprint, load

PHRASES = {
    "lunch": {
        "en": ("what is for lunch", "book a table for lunch", "is there any lunch left"),
        "it": ("che si mangia a pranzo", "prenota un tavolo per il pranzo"),
        "he": ("מה יש לצהריים", "תזמינו שולחן לצהריים"),
    },
    "parking": {
        "en": ("I need a parking space", "where can I park", "parking for a guest"),
        "it": ("mi serve un parcheggio", "dove posso parcheggiare"),
        "he": ("איפה אפשר לחנות", "צריך חניה לאורח"),
    },
    "keys": {
        "en": ("I lost my keys", "the key does not turn", "a new key please"),
        "it": ("ho perso le chiavi", "la chiave non gira"),
        "he": ("איבדתי את המפתח", "המפתח לא מסתובב"),
    },
}
HEARD = (("any lunch today", "lunch"), ("a space to park", "parking"), ("my keys are gone", "keys"))
SAID = [
    ("is there lunch today", "lunch"),
    ("a parking space for my guest", "parking"),
    ("dove posso trovare un parcheggio", "parking"),
    ("my key is lost", "keys"),
    ("המפתח שלי אבד", "keys"),
    ("WHAT IS FOR LUNCH???", "lunch"),
]


@dataclass
class WordEncoder:
    """An encoder of the simplest kind: the sum of a fixed random direction for each word; it counts its calls."""

    asked: list[str] = field(default_factory=list)

    def encode(self, text: str) -> Floats:
        self.asked.append(text)
        words = [
            np.random.default_rng(zlib.crc32(word.encode("utf-8", "replace"))).standard_normal(32)
            for word in text.casefold().split() or ["-"]
        ]
        total = np.sum(words, axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def vectors(self, texts: Sequence[str]) -> Floats:
        return np.vstack([self.encode(text) for text in texts])


@pytest.fixture(scope="module")
def model() -> Model:
    return training.fit(PHRASES, HEARD, vectors=WordEncoder().vectors)


@pytest.mark.parametrize(("said", "intent"), SAID)
def test_a_sentence_like_the_examples_is_told(model: Model, said: str, intent: str) -> None:
    assert Intents(model).guess(said)[0].intent == intent


@pytest.mark.parametrize("said", ["", "   ", "zzzz", "12345", "a" * 5000, "\ud800", "\0", "🙂"])
def test_guesses_are_all_intents_in_order_and_sum_to_one(model: Model, said: str) -> None:
    for guesses in (Intents(model).guess(said), Intents(model, WordEncoder()).guess(said)):
        confidences = [guess.confidence for guess in guesses]
        assert {guess.intent for guess in guesses} == set(PHRASES)
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) == pytest.approx(1)


def test_it_is_surer_of_an_example_than_of_nonsense(model: Model) -> None:
    guess = Intents(model).guess
    assert guess("what is for lunch")[0].confidence > guess("qwxz vbnq")[0].confidence


def test_the_slow_half_is_asked_only_where_the_fast_one_is_unsure(model: Model) -> None:
    encoder = WordEncoder()
    always = replace(model, mixing=replace(model.mixing, sure=2.0))
    never = replace(model, mixing=replace(model.mixing, sure=0.0))
    Intents(never, encoder).guess("what is for lunch")
    assert encoder.asked == []
    Intents(always, encoder).guess("what is for lunch")
    assert encoder.asked == ["what is for lunch"]
    Intents(always, encoder).glance("what is for lunch")
    assert len(encoder.asked) == 1


def test_without_an_encoder_the_fast_half_decides_alone(model: Model) -> None:
    unsure = replace(model, mixing=replace(model.mixing, sure=2.0))
    assert Intents(unsure).guess("my key") == Intents(unsure, WordEncoder()).without_encoder().guess("my key")


def test_it_comes_back_from_its_bytes(model: Model) -> None:
    again = load(model.dump())
    assert (again.names, again.mixing, again.fingerprint, again.tuned) == (
        model.names,
        model.mixing,
        model.fingerprint,
        model.tuned,
    )
    for said, _ in SAID:
        for encoder in (None, WordEncoder()):
            expected = [(guess.intent, guess.confidence) for guess in Intents(model, encoder).guess(said)]
            found = [(guess.intent, guess.confidence) for guess in Intents(again, encoder).guess(said)]
            assert [name for name, _ in found] == [name for name, _ in expected]
            assert [sure for _, sure in found] == pytest.approx([sure for _, sure in expected], abs=1e-3)


def test_the_same_sentences_give_the_same_bytes(model: Model) -> None:
    assert training.fit(PHRASES, HEARD, vectors=WordEncoder().vectors).dump() == model.dump()


@pytest.mark.parametrize("data", [b"", b"PK", b"not a model at all"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, EOFError, LZMAError)):
        load(data)


def test_the_fingerprint_changes_with_the_phrases_and_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = {"a": ("one", "two"), "b": ("three",)}
    before = fingerprint(phrases)
    assert fingerprint(dict(reversed(phrases.items()))) == before
    assert fingerprint({**phrases, "b": ("only this",)}) != before
    monkeypatch.setattr(intents, "RECIPE", "another")
    assert fingerprint(phrases) != before


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        training.fit({}, HEARD, vectors=WordEncoder().vectors)


def test_an_own_type_is_told_from_the_others_and_comes_back_from_its_bytes(model: Model) -> None:
    encoder = WordEncoder()
    asks = [f"{ask} {which} bike" for ask in ("can I have", "is there", "one") for which in ("a", "the cargo", "free")]
    known = [text for some in PHRASES.values() for texts in some.values() for text in texts]
    space = replace(model.space, words=(8.4, -0.4, -2.2), both=(3.7, 10.0, -0.4, -1.3))
    kept = own_types.fit({"bikes": asks}, known, space=space, encoder=encoder)
    for found in (kept, own_types.load(kept.dump(), space)):
        for said, own in (("can I have the cargo bike now", True), ("what is for lunch", False)):
            for vector in (None, encoder.encode(said)):
                assert (found.likely(said, vector, sure=0.5)[0] > 0.5) == own
        guesses = Intents(model, encoder, found).guess("what is for lunch")
        assert {guess.intent for guess in guesses} == {*PHRASES, "bikes"}
        assert sum(guess.confidence for guess in guesses) == pytest.approx(1)


def test_own_types_are_told_apart_by_what_tells_no_known_types_apart() -> None:
    space = own_types.Space(
        mean=np.zeros(3, np.float32),
        directions=np.eye(3, dtype=np.float32)[:, :1],
        means=np.array([[-1.0]], np.float32),
        words=(1.0, 0.0, 0.0),
        both=(1.0, 1.0, 0.0, 0.0),
        manner=np.eye(3, dtype=np.float32)[:, 2:],
    )
    bikes, boats, curtly = (np.array(vector, np.float32) for vector in ([1, 1, 0], [1, -1, 0], [1, 1, -5]))
    own = own_types.OwnTypes(
        names=("bikes", "boats"),
        trust=np.ones(2, np.float32),
        words=own_types.Words(np.zeros(features.SPACE, np.float32), np.zeros((0, 2), np.float32)),
        space=space,
        points=np.ones((2, 1), np.float32),
        meanings=np.vstack([space.meaning(bikes), space.meaning(boats)]),
    )
    for vector, meant in ((bikes, "bikes"), (boats, "boats"), (curtly, "bikes")):
        likely = dict(zip(own.names, own.likely("", vector, sure=0.1), strict=True))
        assert likely[meant] > 0.8
        assert 0.9 < sum(likely.values()) < 1


def test_the_surer_the_known_types_are_the_less_likely_is_an_own_one(model: Model) -> None:
    space = replace(model.space, words=(8.4, -0.4, -2.2), both=(3.7, 10.0, -0.4, -1.3))
    own = own_types.fit({"bikes": ("is a bike free",)}, ["where can I park"], space=space, encoder=None)
    likely = [own.likely("is a bike free", None, sure=sure)[0] for sure in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert likely == sorted(likely, reverse=True)
    assert likely[0] > likely[-1]


def test_own_sentences_for_a_type_that_ships_count_for_it(model: Model) -> None:
    said = "the usual for noon please"
    space = replace(model.space, words=(8.4, -0.4, -2.2), both=(3.7, 10.0, -0.4, -1.3))
    taught = own_types.fit({"lunch": (said,)}, ["where can I park"], space=space, encoder=None)
    both = (Intents(model), Intents(model, None, taught))
    before, after = ({guess.intent: guess.confidence for guess in some.guess(said)} for some in both)
    assert after["lunch"] > before["lunch"]
    assert set(after) == set(model.names)


def test_windows_are_few_and_short_and_keep_the_words_in_order() -> None:
    text = "First sentence. " + "word " * 300 + "\nlast"
    pieces = windows(text)
    assert len(pieces) == MOST_WINDOWS
    assert all(0 < len(piece) <= WINDOW for piece in pieces)
    assert " ".join(text.split()).startswith(" ".join(pieces))


@pytest.mark.parametrize("text", ["א" * 5000, "a@b." * 2000, "🙂👍" * 2000])
def test_of_a_word_without_end_only_the_beginning_is_encoded(text: str) -> None:
    assert windows(f"before {text} after") == (f"before {text[:40]}",)
    assert windows(f"{text[:60]} after") == (f"{text[:40]} after",)


@pytest.mark.parametrize(
    ("text", "pieces"), [("", ()), (" \n ", ()), ("short one", ("short one",)), ("a\nb", ("a b",))]
)
def test_a_short_text_is_one_window(text: str, pieces: tuple[str, ...]) -> None:
    assert windows(text) == pieces
