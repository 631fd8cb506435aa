"""The fast path of understanding: a linear model of the n-grams of a sentence.

It is fitted by `bot.understanding.training`; here it only scores, with numpy alone, in about a millisecond.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import SPACE, Floats, Places, Rows, read_rows


@dataclass(frozen=True)
class Classifier:
    """Weights of the features it knows, a row each, for each intent a column, in steps of their own.

    `known` are the features in ascending order, `rarity` is how much each weighs in a sentence.
    """

    known: Places
    rarity: Floats
    weights: NDArray[np.int8]
    steps: Floats
    bias: Floats

    def scores(self, text: str) -> Floats:
        """The log-odds of each intent, up to a constant."""
        scores: Floats = self.score_rows(self.rows([text]))[0]
        return scores

    def rows(self, texts: list[str]) -> Rows:
        """Texts as weighted features, each row of unit length."""
        return read_rows(texts).weighted(self._rarity_of)

    def score_rows(self, rows: Rows) -> Floats:
        """The scores of weighted rows."""
        scores = [values @ self.weights[self._place_of[places]].astype(np.float32) for places, values in rows.each()]
        return np.asarray(np.vstack(scores) * self.steps + self.bias, dtype=np.float32)

    @cached_property
    def _rarity_of(self) -> Floats:
        rarity = np.zeros(SPACE, dtype=np.float32)
        rarity[self.known] = self.rarity
        return rarity

    @cached_property
    def _place_of(self) -> Places:
        places = np.zeros(SPACE, dtype=np.int32)
        places[self.known] = np.arange(len(self.known))
        return places

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What has to be kept of it; `from_arrays` makes it again."""
        marks = np.zeros(SPACE, dtype=bool)
        marks[self.known] = True
        return {
            "known": np.packbits(marks),
            "rarity": self.rarity.astype(np.float16),
            "weights": self.weights.T,  # zeros stand together and pack well
            "steps": self.steps,
            "bias": self.bias,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Classifier":
        return cls(
            np.flatnonzero(np.unpackbits(arrays["known"])).astype(np.int32),
            arrays["rarity"].astype(np.float32),
            np.ascontiguousarray(arrays["weights"].T),
            arrays["steps"],
            arrays["bias"],
        )
