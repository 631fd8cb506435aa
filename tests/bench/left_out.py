"""How well a company's own type is understood by ten sentences in one language: each type that ships stands for one.

The type is left out of the space in which vectors are compared, and of the model, which is fitted anew: five types are
left out at a time, so that it is fitted six times, not thirty. How scores are weighed stays as in the model that ships.
Then five, ten and fifteen types are a company's own at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.learning import sample, shipped_model
from bot.understanding import own_types, training
from bot.understanding.features import Floats, Rows, read_rows
from bot.understanding.intents import Model
from bot.understanding.own_types import OwnTypes, Space, unit
from tests.bench.labelled import Messages, Phrases, drawn

TEN = 10
FITS = 6
AT_ONCE = (5, 10, 15)


@dataclass(frozen=True)
class Trial:
    """Of the messages for a type in its own language and in the others, how many were understood; and it took."""

    same: tuple[int, int]
    others: tuple[int, int]
    taken: int


class _Kept:
    """An encoder whose vectors are kept."""

    def __init__(self, vectors: training.Vectors) -> None:
        self._vectors = vectors

    def encode(self, text: str) -> Floats:
        return np.asarray(self._vectors([text])[0], dtype=np.float32)


@dataclass(frozen=True)
class Sentences:
    """All example sentences: the words, the vector and the type of each."""

    counts: Rows
    vectors: Floats
    names: NDArray[np.str_]

    def without(self, names: Sequence[str]) -> "Sentences":
        """Those of the other types."""
        kept = np.flatnonzero(~np.isin(self.names, names))
        return Sentences(self.counts.take([int(place) for place in kept]), self.vectors[kept], self.names[kept])


@dataclass(frozen=True)
class Heard:
    """The messages with their words and vectors, and how sure a model that lacks some types is of each."""

    messages: Messages
    words: Rows
    vectors: Floats
    best: NDArray[np.float64]


def left_out_lines(
    types: Sequence[str], phrases: Phrases, messages: Messages, vectors: training.Vectors
) -> Iterator[str]:
    """A row for each type: the recall by ten sentences in one language, all three languages in turn, and the mean."""
    sentences, words, heard_vectors = _sentences(phrases, vectors), read_rows(messages.texts), vectors(messages.texts)
    yield "| type left out | same language | other two | taken from other types, of all messages |"
    yield "|---|---|---|---|"
    shipped = shipped_model()
    found: dict[str, list[Trial]] = {}
    at_once: dict[int, list[Trial]] = {}
    for size in AT_ONCE:
        for left_out in (types[start :: len(types) // size] for start in range(len(types) // size)):
            rest = sentences.without(left_out)
            heard = Heard(
                messages, words, heard_vectors, _sureness(_fitted(shipped, rest), messages.texts, heard_vectors)
            )
            space = _space(shipped.space, rest)
            at_once.setdefault(size, []).extend(_trials(left_out, phrases, space, heard, vectors))
            if size == len(types) // FITS:
                for name in left_out:
                    space = _space(shipped.space, sentences.without([name]))
                    found[name] = _trials([name], phrases, space, heard, vectors)
    yield from (_row(name, found[name], len(messages.texts)) for name in types)
    yield _row("**all**", [trial for trials in found.values() for trial in trials], len(messages.texts))
    yield from (_row(f"**{size} at once**", trials, len(messages.texts)) for size, trials in at_once.items())


def _sentences(phrases: Phrases, vectors: training.Vectors) -> Sentences:
    every = [(text, name) for name, spoken in sorted(phrases.items()) for texts in spoken.values() for text in texts]
    texts = [text for text, _ in every]
    return Sentences(read_rows(texts), vectors(texts), np.array([name for _, name in every]))


def _trials(
    left_out: Sequence[str], phrases: Phrases, space: Space, heard: Heard, vectors: training.Vectors
) -> list[Trial]:
    """Types as a company's own beside the rest, by ten sentences of each in one language, every language in turn."""
    languages = sorted({language for name in left_out for language in phrases[name]})
    trials = []
    for language in languages:
        tens = {name: drawn(phrases[name][language], TEN, seed=f"{name} {language}") for name in left_out}
        own = _own(tens, phrases, space=space, vectors=vectors)
        trials.append(_trial(own, heard, language))
    return trials


def _fitted(shipped: Model, sentences: Sentences) -> Model:
    """A model of these sentences alone, weighed as the one that ships."""
    known, wanted = np.unique(sentences.names, return_inverse=True)
    classifier = training.fit_classifier(sentences.counts, wanted)
    head = training.fit_head(sentences.vectors, wanted)
    return replace(shipped, names=tuple(known.tolist()), classifier=classifier, head=head)


def _sureness(model: Model, texts: list[str], vectors: Floats) -> NDArray[np.float64]:
    """How likely the best guess of both paths together is, for each text."""
    fast = model.classifier.score_rows(model.classifier.rows(texts))
    slow = np.vstack([model.head.scores(vector) for vector in vectors])
    both = np.asarray(fast * model.mixing.fast + slow * model.mixing.slow)
    return np.asarray(np.exp(training.log_odds(both)).max(axis=1))


def _space(shipped: Space, sentences: Sentences) -> Space:
    """The space of these sentences alone; how far what is near in it may be trusted stays."""
    vectors, wanted = sentences.vectors, np.unique(sentences.names, return_inverse=True)[1]
    mean, directions = vectors.mean(axis=0), training.discriminants(vectors, wanted)
    means = training.class_means(unit((vectors - mean) @ directions), wanted)
    return replace(shipped, mean=mean, directions=directions, means=means, manner=training.manner(vectors, wanted))


def _own(tens: dict[str, list[str]], phrases: Phrases, *, space: Space, vectors: training.Vectors) -> OwnTypes:
    known = {
        name: [t for some in spoken.values() for t in some] for name, spoken in phrases.items() if name not in tens
    }
    return own_types.fit(tens, sample(known), space=space, encoder=_Kept(vectors))


def _trial(own: OwnTypes, heard: Heard, language: str) -> Trial:
    likely = own.all_likely(own.words.scores(heard.words), heard.vectors, heard.best)
    won = likely.max(axis=1) > (1 - likely.sum(axis=1)) * heard.best
    return _counted(np.where(won, np.array(own.names)[likely.argmax(axis=1)], ""), own.names, heard.messages, language)


def _counted(won: NDArray[np.str_], names: Sequence[str], messages: Messages, language: str) -> Trial:
    """The trial of own types with these names; `won` is which of them each message was taken for, "" for none."""
    wanted, spoken = np.array(messages.wanted), np.array(messages.spoken)
    meant, right = np.isin(wanted, names), won == wanted
    same, others = right[meant & (spoken == language)], right[meant & (spoken != language)]
    return Trial((int(same.sum()), len(same)), (int(others.sum()), len(others)), int((won[~meant] != "").sum()))


def _row(name: str, trials: Sequence[Trial], size: int) -> str:
    """Recall over all the trials, and the share of all messages that a type took in one of them."""
    same, others = (
        sum(one[0] for one in some) / max(1, sum(one[1] for one in some))
        for some in ([trial.same for trial in trials], [trial.others for trial in trials])
    )
    taken = sum(trial.taken for trial in trials) / (len(trials) * size)
    return f"| {name} | {same:.2f} | {others:.2f} | {taken:.2%} |"
