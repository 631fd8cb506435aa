"""Fits weights to labelled rows by stochastic gradients; only learning anew needs it.

Both models are fitted with dropout: in every batch some of what a sentence shows is hidden, so that no single word
decides (Srivastava et al. 2014, "Dropout"). The same rows give the same weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Floats

SEEN = 2  # sentences that a feature must occur in to be learned
FINENESS = 24  # steps between nothing and the largest weight of an intent
KEPT = 0.17  # share of the words' weights that are kept, so that the file stays small
COMMON = 0.25  # how much a weight counts for being that of a common feature, where it is chosen which ones are kept
NETWORKS = 3
NETWORK_FINENESS = 15  # the same of the weights of a network
HIDDEN = 512  # units of each network
BATCH = 256
HIDDEN_SHARE = 0.5  # of the features of a sentence, in each batch
REGRESSIONS = 3  # fits whose weights are averaged, since what is hidden by chance decides close calls
LINEAR_ROUNDS = 20
LINEAR_RATE = 0.3
NETWORK_ROUNDS = 40
NETWORK_RATE = 0.002
INPUT_HIDDEN = 0.35  # share of a vector's numbers that is hidden in each batch
SMOOTHING = 0.05  # share of each truth that is given to all others, so that no score grows without end
_MEAN, _SQUARE = 0.9, 0.999  # how much Adam remembers of the gradients and of their squares
_WORDS = (SEEN, FINENESS, KEPT, COMMON, BATCH, HIDDEN_SHARE, REGRESSIONS, LINEAR_ROUNDS, LINEAR_RATE)
_VECTORS = (NETWORKS, NETWORK_FINENESS, HIDDEN, NETWORK_ROUNDS, NETWORK_RATE, INPUT_HIDDEN, SMOOTHING)
RECIPE = f"{_WORDS}{_VECTORS}"
"""What a fit is known by, besides its sentences."""

Layers = tuple[Floats, Floats, Floats, Floats]
"""Weights and bias of the hidden layer, then those of the last one."""


def linear(rows: Any, wanted: NDArray[np.int64], *, seed: int) -> tuple[Floats, Floats]:
    """The weights and bias of multinomial logistic regression on a sparse matrix of rows, by Adagrad (Duchi 2011).

    `rows` is a `csr_matrix`; each weight has a step of its own, which suits words that are rare.
    """
    classes, lots = int(wanted.max()) + 1, np.random.default_rng(seed)
    weights, bias = np.zeros((rows.shape[1], classes), np.float32), np.zeros(classes, np.float32)
    squares, bias_squares = np.full_like(weights, 1e-8), np.full_like(bias, 1e-8)
    for batch, left in _batches(len(wanted), LINEAR_ROUNDS, lots):
        some = rows[batch]
        some.data = some.data * _kept(some.data.shape, HIDDEN_SHARE, lots)
        used = np.unique(some.indices)
        some = some[:, used]
        wrong = _mistakes(np.asarray(some @ weights[used] + bias, dtype=np.float32), wanted[batch], 0.0)
        slope, bias_slope = np.asarray(some.T @ wrong), wrong.sum(axis=0)
        squares[used] += slope * slope
        bias_squares += bias_slope * bias_slope
        weights[used] -= LINEAR_RATE * left * slope / np.sqrt(squares[used])
        bias -= LINEAR_RATE * left * bias_slope / np.sqrt(bias_squares)
    return weights, bias


def network(rows: Floats, wanted: NDArray[np.int64], *, hidden: int, seed: int) -> Layers:
    """A network with one hidden layer of rectified units on rows of unit spread, by Adam (Kingma & Ba 2015)."""
    classes, lots = int(wanted.max()) + 1, np.random.default_rng(seed)
    layers = _beginning(rows.shape[1], hidden, classes, lots)
    state = [_Adam(np.zeros_like(one), np.zeros_like(one)) for one in layers]
    for time, (batch, left) in enumerate(_batches(len(wanted), NETWORK_ROUNDS, lots), 1):
        shown = rows[batch] * _kept((len(batch), rows.shape[1]), INPUT_HIDDEN, lots)
        inside = shown @ layers[0] + layers[1]
        alive = (inside > 0) * _kept(inside.shape, HIDDEN_SHARE, lots)
        signal = inside * alive
        wrong = _mistakes(np.asarray(signal @ layers[2] + layers[3]), wanted[batch], SMOOTHING)
        back = wrong @ layers[2].T * alive
        slopes = (shown.T @ back, back.sum(axis=0), signal.T @ wrong, wrong.sum(axis=0))
        for layer, slope, adam in zip(layers, slopes, state, strict=True):
            np.subtract(layer, NETWORK_RATE * left * adam.step(slope, time), out=layer)
    return layers


@dataclass(frozen=True)
class _Adam:
    """What Adam remembers of the gradients of a layer."""

    mean: Floats
    square: Floats

    def step(self, slope: Floats, time: int) -> Floats:
        self.mean[...] = _MEAN * self.mean + (1 - _MEAN) * slope
        self.square[...] = _SQUARE * self.square + (1 - _SQUARE) * slope * slope
        fair = np.float32(np.sqrt(1 - _SQUARE**time) / (1 - _MEAN**time))
        return np.asarray(fair * self.mean / (np.sqrt(self.square) + np.float32(1e-8)))


def _beginning(width: int, hidden: int, classes: int, lots: np.random.Generator) -> Layers:
    """Random weights of the size that keeps the spread of what passes through (He et al. 2015)."""
    first = lots.standard_normal((width, hidden), dtype=np.float32) * np.float32((2 / width) ** 0.5)
    last = lots.standard_normal((hidden, classes), dtype=np.float32) * np.float32(hidden**-0.5)
    return first, np.zeros(hidden, np.float32), last, np.zeros(classes, np.float32)


def _batches(size: int, rounds: int, lots: np.random.Generator) -> Iterator[tuple[NDArray[np.int64], np.float32]]:
    """The places of each batch, all rows in every round, and how much of the way is left, from 1 down to 0."""
    starts = range(0, size, BATCH)
    for turn in range(rounds):
        order = lots.permutation(size)
        for place, start in enumerate(starts):
            yield order[start : start + BATCH], np.float32(1 - (turn * len(starts) + place) / (rounds * len(starts)))


def _kept(shape: tuple[int, ...], hidden: float, lots: np.random.Generator) -> Floats:
    """A mask that hides a share at random and makes up for it in the rest."""
    return (lots.random(shape, dtype=np.float32) >= hidden) * np.float32(1 / (1 - hidden))


def _mistakes(scores: Floats, wanted: NDArray[np.int64], smoothing: float) -> Floats:
    """The gradient of the surprise at the truth with respect to the scores."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    odds[np.arange(len(wanted)), wanted] -= np.float32(1 - smoothing)
    return np.asarray((odds - np.float32(smoothing / odds.shape[1])) / len(wanted), dtype=np.float32)
