"""The statistics of an evaluation: shares and their intervals, precision and recall, and whether doubt is honest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

BINS = 10
RESAMPLES = 1000
_SEED = 20261122  # of what is drawn by lot, so that the same messages give the same figures
_Z = 1.959964  # standard deviations on each side of the mean that hold 95% of a normal distribution

Guess = tuple[float, bool]
"""How sure somebody was, from 0 to 1, and whether it was right."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """From 0 to 1, or None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval at 95% (Wilson 1927), which holds near 0 and 1 and for small numbers too."""
        if not self.of:
            return None
        share, spread = self.count / self.of, _Z * _Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many fields the labels have, how many were given, and how many of these were right."""

    labelled: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: "FieldCount") -> "FieldCount":
        return FieldCount(self.labelled + other.labelled, self.given + other.given, self.right + other.right)

    @property
    def precision(self) -> float | None:
        """The right ones among the given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """The right ones among the labelled."""
        return self.right / self.labelled if self.labelled else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        both = self.labelled + self.given
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidence lies from truth, from 0 to 1.

    `interval` holds the error of 95% of samples drawn anew from these guesses. `perfect` is the mean error of guesses
    just as sure that come true exactly as often as they say: so much is due to the size of the sample alone.
    """

    error: float
    interval: tuple[float, float]
    perfect: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Guesses that were about equally sure: how sure on the mean, and how many were right."""

    sure: float
    right: Share


def calibration(guesses: Sequence[Guess]) -> Calibration:
    """The calibration of some guesses; the same guesses always give the same figures."""
    if not guesses:
        return Calibration(0.0, (0.0, 0.0), 0.0)
    sure, right = np.array([one for one, _ in guesses]), np.array([one for _, one in guesses], dtype=np.float64)
    lots, size = np.random.default_rng(_SEED), len(guesses)
    drawn = lots.integers(size, size=(RESAMPLES, size))
    low, high = np.quantile(_errors(sure[drawn], right[drawn]), [0.025, 0.975])
    perfect = _errors(np.tile(sure, (RESAMPLES, 1)), (lots.random((RESAMPLES, size)) < sure).astype(np.float64))
    return Calibration(calibration_error(guesses), (float(low), float(high)), float(perfect.mean()))


def calibration_error(guesses: Sequence[Guess]) -> float:
    """How far confidence lies from truth, from 0 to 1, over bins of equally many guesses.

    Bins that adapt do not leave most guesses in one (Nixon et al. 2019, "Measuring Calibration in Deep Learning").
    """
    bins = calibration_bins(guesses)
    gaps = [one.right.of * abs(one.sure - one.right.count / one.right.of) for one in bins]
    return sum(gaps) / len(guesses) if guesses else 0.0


def calibration_bins(guesses: Sequence[Guess]) -> tuple[Bin, ...]:
    """The guesses in at most `BINS` bins of equally many, the least sure first."""
    ranked = sorted(guesses, key=lambda guess: guess[0])  # by confidence alone: truth must not order what is tied
    some = [ranked[start:end] for start, end in pairwise(_edges(len(ranked))) if end > start]
    return tuple(Bin(fmean(sure for sure, _ in one), Share(sum(right for _, right in one), len(one))) for one in some)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _edges(size: int) -> list[int]:
    return [round(place * size / BINS) for place in range(BINS + 1)]


def _errors(sure: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The calibration error of each row of guesses."""
    order = np.argsort(sure, axis=1, kind="stable")
    gaps = np.take_along_axis(sure - right, order, axis=1)
    starts = sorted({edge for edge in _edges(sure.shape[1]) if edge < sure.shape[1]})
    return np.asarray(np.abs(np.add.reduceat(gaps, starts, axis=1)).sum(axis=1) / sure.shape[1])
