"""A company's own types: known by their few sentences, in the language they were written in and in the other two."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.embeddings import Encoder, encode
from bot.understanding.features import SPACE, Floats, Rows, read_rows

RIDGE = 0.3
WEIGHT = 12.0  # how often a sentence of an own type counts against those of the others, since there may be only ten
AIM = 1.2  # the score it is to reach; above 1, since sentences that differ from the ten fall short of it
ENOUGH = 10  # sentences from which a type is fully believed
SAMPLE = 14  # sentences of each known type that stand against them
WHICH = (0.25, 10.0, 3.0)  # the weights, among own types, of their own evidence, of nearness in meaning and of words
RECIPE = f"4:{SPACE}:{RIDGE}:{WEIGHT}:{AIM}:{ENOUGH}:{SAMPLE}"  # part of what a kept fit is known by


@dataclass(frozen=True)
class Space:
    """The directions in which the vectors of the known intents differ most, whatever the language.

    Fisher's discriminants: `means` are the known intents in it, of unit length. `words` and `both` say how evidence
    becomes a probability: the weights of the words' score, of the vector's (in `both` alone) and of how sure the best
    guess among the known intents is, and a constant. `manner` are the directions, a column each, in which sentences of
    one and the same intent differ most: what language they are in, how long and how polite they are.
    """

    mean: Floats
    directions: Floats
    means: Floats
    words: tuple[float, float, float]
    both: tuple[float, float, float, float]
    manner: Floats

    def place(self, vector: Floats) -> Floats:
        """Where vectors lie, as points of unit length."""
        return unit(np.asarray((vector - self.mean) @ self.directions, dtype=np.float32))

    def meaning(self, vector: Floats) -> Floats:
        """Where vectors point to but for their manner, at unit length.

        In place of the discriminants, which tell known intents apart and may not tell two of which neither is known.
        """
        moved = vector - self.mean
        return unit(np.asarray(moved - moved @ self.manner @ self.manner.T, dtype=np.float32))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What has to be kept of it; `from_arrays` makes it again."""
        return {
            "mean": self.mean,
            "directions": self.directions.astype(np.float16),
            "means": self.means.astype(np.float16),
            "words": np.array(self.words),
            "both": np.array(self.both),
            "manner": self.manner.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Space":
        words, doubt, constant = (float(number) for number in arrays["words"])
        both, near, sure, rest = (float(number) for number in arrays["both"])
        directions, means, manner = (arrays[name].astype(np.float32) for name in ("directions", "means", "manner"))
        return cls(arrays["mean"], directions, means, (words, doubt, constant), (both, near, sure, rest), manner)


@dataclass(frozen=True)
class Words:
    """How rare each feature is, and the weights by which the words of some groups stand out.

    `weights` has a row for each feature that was seen at all, in their order, and a column for each group.
    """

    rarity: Floats
    weights: Floats

    def scores(self, counts: Rows) -> Floats:
        """How well each text, by its counted features, goes with each group; a row each."""
        row = np.cumsum(self.rarity > 0) - 1
        weighted = counts.weighted(self.rarity)
        return np.vstack([values @ self.weights[row[places]] for places, values in weighted.each()]).astype(np.float32)


@dataclass(frozen=True)
class OwnTypes:
    """A company's own types: their words and, where there is an encoder, their points in space and meaning.

    `trust` is how far each may be believed, from 0 to 1: a type with fewer than ten sentences less than one with ten.
    """

    names: tuple[str, ...]
    trust: Floats
    words: Words
    space: Space
    points: Floats | None
    meanings: Floats | None

    def likely(self, text: str, vector: Floats | None, *, sure: float) -> NDArray[np.float64]:
        """How likely a text wants each of them; together at most 1. `sure` is that of the best known intent."""
        words = self.words.scores(read_rows([text]))
        vectors = None if vector is None else vector[None, :]
        return np.asarray(self.all_likely(words, vectors, np.array([sure]))[0])

    def all_likely(self, words: Floats, vectors: Floats | None, sure: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of many texts, a row each, by the scores of their words.

        That it is any of them is believed by the evidence for each against the known intents; which one, rather by what
        tells them from each other.
        """
        known = certainty(sure)[:, None]
        if vectors is None or self.points is None or self.meanings is None:
            weight, doubt, constant = self.space.words
            odds = self._odds(weight * words + doubt * known + constant)
            return np.asarray(odds / (1 + odds.sum(axis=1, keepdims=True)))
        weight, slow, doubt, constant = self.space.both
        near = nearness(self.space.place(vectors), self.points, self.space.means)
        evidence = weight * words + slow * near + doubt * known + constant
        odds = self._odds(evidence).sum(axis=1, keepdims=True)
        share, alike, said = WHICH
        which = self._odds(share * evidence + alike * self.space.meaning(vectors) @ self.meanings.T + said * words)
        return np.asarray(odds / (1 + odds) * which / which.sum(axis=1, keepdims=True))

    def _odds(self, evidence: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(np.exp(np.clip(evidence.astype(np.float64), -30, 30)) * self.trust)

    def dump(self) -> bytes:
        """It as bytes for `load`, which also needs the space."""
        seen = np.flatnonzero(self.words.rarity)
        file = io.BytesIO()
        np.savez(
            file,
            names=np.array(self.names),
            trust=self.trust,
            seen=seen,
            rarity=self.words.rarity[seen],
            weights=self.words.weights,
            points=_or_none(self.points),
            meanings=_or_none(self.meanings),
        )
        return file.getvalue()


def load(data: bytes, space: Space) -> OwnTypes:
    """What `dump` gave; raises ValueError, KeyError or EOFError when it is something else."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        names = tuple(str(name) for name in file["names"])
        rarity = np.zeros(SPACE, np.float32)
        rarity[file["seen"]] = file["rarity"]
        points, meanings = (file[name] if file[name].size else None for name in ("points", "meanings"))
        return OwnTypes(names, file["trust"], Words(rarity, file["weights"]), space, points, meanings)


def fit(own: Mapping[str, Sequence[str]], known: Sequence[str], *, space: Space, encoder: Encoder | None) -> OwnTypes:
    """What tells the own types, by their sentences, from a sample of all `known` ones; a few seconds.

    The sentences are encoded here once; the result is what a start keeps.
    """
    names = tuple(sorted(own))
    texts = [*known, *(text for name in names for text in own[name])]
    words = fit_words(read_rows(texts), [len(own[name]) for name in names])
    points = meanings = None
    if encoder is not None:
        vectors = [_vectors(own[name], encoder) for name in names]
        points, meanings = _means(vectors, space.place), _means(vectors, space.meaning)
    trust = np.array([min(1, len(own[name]) / ENOUGH) for name in names], dtype=np.float32)
    return OwnTypes(names, trust, words, space, points, meanings)


def fit_words(counts: Rows, sizes: Sequence[int]) -> Words:
    """By what the words of some groups stand out: ridge regression, each against all others.

    The rows of the groups, of these sizes, stand after those of the known sentences.
    """
    frequency = np.bincount(counts.features, minlength=SPACE)
    rarity = np.where(frequency > 0, np.log((1 + len(counts)) / (1 + frequency)) + 1, 0).astype(np.float32)
    rows = counts.weighted(rarity)
    targets = np.zeros((len(counts), len(sizes)), dtype=np.float32)
    emphasis = np.ones(len(counts), dtype=np.float32)
    place = first = len(counts) - sum(sizes)
    for column, size in enumerate(sizes):
        targets[place : place + size, column] = AIM
        place += size
    emphasis[first:] = WEIGHT**0.5
    heavier = Rows(rows.starts, rows.features, rows.values * np.repeat(emphasis, np.diff(rows.starts)))
    return Words(rarity, _ridge(heavier, targets * emphasis[:, None]))


def nearness(point: Floats, points: Floats, others: Floats) -> Floats:
    """How much nearer a point lies to each of some points than to the nearest of the others (cosines)."""
    return np.asarray(point @ points.T - np.max(point @ others.T, axis=-1, keepdims=point.ndim > 1))


def certainty(sure: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """The log odds of a confidence, within bounds in which it says something."""
    bounded = np.clip(sure, 0.0025, 0.999)
    return np.asarray(np.log(bounded / (1 - bounded)))


def spread_out(count: int, number: int) -> list[int]:
    """The places of so many of `count` things, evenly from all of them; of all where there are fewer."""
    return [int(place) for place in np.linspace(0, count - 1, min(count, number))]


def unit(vectors: Floats) -> Floats:
    """Vectors of unit length."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def _vectors(texts: Sequence[str], encoder: Encoder) -> Floats:
    return np.vstack([vector for text in texts if (vector := encode(text, encoder)) is not None])


def _means(vectors: Sequence[Floats], placed: Callable[[Floats], Floats]) -> Floats:
    """The mean of the places of each group of vectors, of unit length."""
    return unit(np.vstack([placed(some).mean(axis=0) for some in vectors]))


def _or_none(vectors: Floats | None) -> Floats:
    return np.zeros((0, 0), np.float32) if vectors is None else vectors


def _ridge(rows: Rows, targets: Floats) -> Floats:
    """The ridge weights of the features in `rows`, in their order, a column for each target.

    By way of the dual, as there are fewer sentences than features (Rifkin & Lippert 2007).
    """
    used, places = np.unique(rows.features, return_inverse=True)
    products = RIDGE * np.eye(len(rows), dtype=np.float32)
    for start in range(0, len(used), 4096):
        block = np.zeros((len(rows), min(4096, len(used) - start)), dtype=np.float32)
        for row, (first, last) in enumerate(pairwise(rows.starts)):
            here = places[first:last] - start
            inside = (here >= 0) & (here < block.shape[1])
            block[row, here[inside]] = rows.values[first:last][inside]
        products += block @ block.T
    dual = np.linalg.solve(products, targets)
    weights = np.zeros((len(used), targets.shape[1]), dtype=np.float32)
    for row, (first, last) in enumerate(pairwise(rows.starts)):
        weights[places[first:last]] += rows.values[first:last, None] * dual[row]
    return weights
