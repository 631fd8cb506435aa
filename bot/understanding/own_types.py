"""A company's own types: known by their few sentences, in the language they were written in and in the other two."""

import io
from collections.abc import Mapping, Sequence
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
RECIPE = f"3:{SPACE}:{RIDGE}:{WEIGHT}:{AIM}:{ENOUGH}:{SAMPLE}"  # part of what a kept fit is known by


@dataclass(frozen=True)
class Space:
    """The directions in which the vectors of the known intents differ most, whatever the language.

    Fisher's discriminants: `means` are the known intents in it, of unit length. `words` and `both` say how evidence
    becomes a probability: the weights of the words' score, of the vector's (in `both` alone) and of how sure the best
    guess among the known intents is, and a constant.
    """

    mean: Floats
    directions: Floats
    means: Floats
    words: tuple[float, float, float]
    both: tuple[float, float, float, float]

    def place(self, vector: Floats) -> Floats:
        """Where vectors lie, as points of unit length."""
        return unit(np.asarray((vector - self.mean) @ self.directions, dtype=np.float32))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What has to be kept of it; `from_arrays` makes it again."""
        return {
            "mean": self.mean,
            "directions": self.directions.astype(np.float16),
            "means": self.means.astype(np.float16),
            "words": np.array(self.words),
            "both": np.array(self.both),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Space":
        words, doubt, constant = (float(number) for number in arrays["words"])
        both, near, sure, rest = (float(number) for number in arrays["both"])
        directions, means = (arrays[name].astype(np.float32) for name in ("directions", "means"))
        return cls(arrays["mean"], directions, means, (words, doubt, constant), (both, near, sure, rest))


@dataclass(frozen=True)
class OwnTypes:
    """A company's own types: their words and, where there is an encoder, their points in the space.

    `trust` is how far each may be believed, from 0 to 1: a type with fewer than ten sentences less than one with ten.
    """

    names: tuple[str, ...]
    trust: Floats
    rarity: Floats
    weights: Floats
    space: Space
    points: Floats | None

    def likely(self, text: str, vector: Floats | None, *, sure: float) -> NDArray[np.float64]:
        """How likely a text wants each of them; together at most 1. `sure` is that of the best known intent."""
        words, known = scores(read_rows([text]).weighted(self.rarity), self.weights)[0], certainty(sure)
        if vector is None or self.points is None:
            weight, doubt, constant = self.space.words
            evidence = weight * words + doubt * known + constant
        else:
            weight, slow, doubt, constant = self.space.both
            near = nearness(self.space.place(vector), self.points, self.space.means)
            evidence = weight * words + slow * near + doubt * known + constant
        odds = np.exp(np.clip(evidence.astype(np.float64), -30, 30)) * self.trust
        return np.asarray(odds / (1 + odds.sum()))

    def dump(self) -> bytes:
        """It as bytes for `load`, which also needs the space."""
        used = np.flatnonzero(np.abs(self.weights).max(axis=1))
        seen = np.flatnonzero(self.rarity)
        file = io.BytesIO()
        np.savez(
            file,
            names=np.array(self.names),
            trust=self.trust,
            seen=seen,
            rarity=self.rarity[seen],
            used=used,
            weights=self.weights[used],
            points=np.zeros((0, 0), np.float32) if self.points is None else self.points,
        )
        return file.getvalue()


def load(data: bytes, space: Space) -> OwnTypes:
    """What `dump` gave; raises ValueError, KeyError or EOFError when it is something else."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        names = tuple(str(name) for name in file["names"])
        rarity, weights = np.zeros(SPACE, np.float32), np.zeros((SPACE, len(names)), np.float32)
        rarity[file["seen"]] = file["rarity"]
        weights[file["used"]] = file["weights"]
        points = file["points"] if file["points"].size else None
        return OwnTypes(names, file["trust"], rarity, weights, space, points)


def fit(own: Mapping[str, Sequence[str]], known: Sequence[str], *, space: Space, encoder: Encoder | None) -> OwnTypes:
    """What tells the own types, by their sentences, from a sample of all `known` ones; a few seconds.

    The sentences are encoded here once; the result is what a start keeps.
    """
    names = tuple(sorted(own))
    texts = [*known, *(text for name in names for text in own[name])]
    rarity, weights = fit_words(read_rows(texts), [len(own[name]) for name in names])
    points = None
    if encoder is not None:
        points = np.vstack([unit(_mean(own[name], space, encoder)) for name in names])
    trust = np.array([min(1, len(own[name]) / ENOUGH) for name in names], dtype=np.float32)
    return OwnTypes(names, trust, rarity, weights, space, points)


def fit_words(counts: Rows, sizes: Sequence[int]) -> tuple[Floats, Floats]:
    """Rarity and weights by which the words of some groups stand out: ridge regression, each against all others.

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
    return rarity, _ridge(heavier, targets * emphasis[:, None])


def scores(rows: Rows, weights: Floats) -> Floats:
    """What the weights, a row each feature, give each row."""
    return np.vstack([values @ weights[places] for places, values in rows.each()]).astype(np.float32)


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


def _mean(texts: Sequence[str], space: Space, encoder: Encoder) -> Floats:
    vectors = [vector for text in texts if (vector := encode(text, encoder)) is not None]
    return np.asarray(np.mean([space.place(vector) for vector in vectors], axis=0), dtype=np.float32)


def _ridge(rows: Rows, targets: Floats) -> Floats:
    """The ridge weights by way of the dual, as there are fewer sentences than features (Rifkin & Lippert 2007)."""
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
    weights = np.zeros((SPACE, targets.shape[1]), dtype=np.float32)
    for row, (places_of, values) in enumerate(rows.each()):
        weights[places_of] += values[:, None] * dual[row]
    return weights
