"""How well a company's own type is understood by ten sentences in one language: each type that ships stands for one.

The type is left out of the space in which vectors are compared, and of the model, which is fitted anew: five types are
left out at a time, so that it is fitted six times, not thirty. How scores are weighed stays as in the model that ships.
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


def left_out_lines(
    types: Sequence[str], phrases: Phrases, messages: Messages, vectors: training.Vectors
) -> Iterator[str]:
    """A row for each type: the recall by ten sentences in one language, all three languages in turn, and the mean."""
    model, heard = shipped_model(), read_rows(messages.texts)
    heard_vectors = vectors(messages.texts)
    sentences = [
        (text, name) for name, spoken in sorted(phrases.items()) for texts in spoken.values() for text in texts
    ]
    all_vectors, names = vectors([text for text, _ in sentences]), np.array([name for _, name in sentences])
    yield "| type left out | same language | other two | taken from other types, of all messages |"
    yield "|---|---|---|---|"
    found: dict[str, list[Trial]] = {}
    counts = read_rows([text for text, _ in sentences])
    for left_out in (types[start::FITS] for start in range(FITS)):
        kept = np.flatnonzero(~np.isin(names, left_out))
        fitted = _fitted(model, counts.take([int(place) for place in kept]), all_vectors[kept], names[kept])
        best = np.exp(training.log_odds(_scores(fitted, messages.texts, heard_vectors))).max(axis=1)
        for name in left_out:
            space = _space(model.space, all_vectors[names != name], names[names != name])
            found[name] = []
            for language in sorted(phrases[name]):
                ten = drawn(phrases[name][language], TEN, seed=f"{name} {language}")
                own = _own(name, ten, phrases, space=space, vectors=vectors)
                likely = _likely(own, heard, heard_vectors, best)
                found[name].append(_trial(likely > (1 - likely) * best, messages, name, language))
    yield from (_row(name, found[name], len(messages.texts)) for name in types)
    yield _row("**all**", [trial for trials in found.values() for trial in trials], len(messages.texts))


def _fitted(shipped: Model, counts: Rows, vectors: Floats, names: NDArray[np.str_]) -> Model:
    """A model of these sentences alone, weighed as the one that ships."""
    known, wanted = np.unique(names, return_inverse=True)
    classifier, head = training.fit_classifier(counts, wanted), training.fit_head(vectors, wanted)
    return replace(shipped, names=tuple(known.tolist()), classifier=classifier, head=head)


def _scores(model: Model, texts: list[str], vectors: Floats) -> Floats:
    """What both paths of the model give each text, together."""
    fast = model.classifier.score_rows(model.classifier.rows(texts))
    slow = np.vstack([model.head.scores(vector) for vector in vectors])
    return np.asarray(fast * model.mixing.fast + slow * model.mixing.slow)


def _space(shipped: Space, vectors: Floats, names: NDArray[np.str_]) -> Space:
    """The space of these sentences alone; how far what is near in it may be trusted stays."""
    wanted = np.unique(names, return_inverse=True)[1]
    mean, directions = vectors.mean(axis=0), training.discriminants(vectors, wanted)
    means = training.class_means(unit((vectors - mean) @ directions), wanted)
    return replace(shipped, mean=mean, directions=directions, means=means)


def _own(name: str, ten: list[str], phrases: Phrases, *, space: Space, vectors: training.Vectors) -> OwnTypes:
    known = {other: [t for some in spoken.values() for t in some] for other, spoken in phrases.items() if other != name}
    return own_types.fit({name: ten}, sample(known), space=space, encoder=_Kept(vectors))


def _likely(own: OwnTypes, heard: Rows, vectors: Floats, best: NDArray[np.float64]) -> NDArray[np.float64]:
    """What `OwnTypes.likely` says of each message, all at once."""
    words = own_types.scores(heard.weighted(own.rarity), own.weights)[:, 0]
    weight, slow, doubt, constant = own.space.both
    points = np.zeros((1, 1), np.float32) if own.points is None else own.points
    near = own_types.nearness(own.space.place(vectors), points, own.space.means)[:, 0]
    evidence = weight * words + slow * near + doubt * own_types.certainty(best) + constant
    odds = np.exp(np.clip(evidence.astype(np.float64), -30, 30)) * own.trust[0]
    return np.asarray(odds / (1 + odds))


def _trial(won: NDArray[np.bool_], messages: Messages, name: str, language: str) -> Trial:
    meant = np.array([wanted == name for wanted in messages.wanted])
    spoken = np.array([one == language for one in messages.spoken])
    same, others = won[meant & spoken], won[meant & ~spoken]
    return Trial((int(same.sum()), len(same)), (int(others.sum()), len(others)), int(won[~meant].sum()))


def _row(name: str, trials: Sequence[Trial], size: int) -> str:
    """Recall over all the trials, and the share of all messages that a type took in one of them."""
    same, others = (
        sum(one[0] for one in some) / max(1, sum(one[1] for one in some))
        for some in ([trial.same for trial in trials], [trial.others for trial in trials])
    )
    taken = sum(trial.taken for trial in trials) / (len(trials) * size)
    return f"| {name} | {same:.2f} | {others:.2f} | {taken:.2%} |"
