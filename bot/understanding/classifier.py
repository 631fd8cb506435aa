"""A linear classifier of sentences: regularised least squares, with a temperature that makes it honest.

Least squares has a closed solution and exact leave-one-out predictions, so the temperature is fitted on
predictions for sentences that the weights have not seen, without a second set (Rifkin & Lippert 2007,
"Notes on regularized least squares").
"""

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.catalogue import Catalogue
from bot.understanding.features import DIMENSIONS, matrix, rarity

RIDGE = 0.3
RECIPE = f"2:{DIMENSIONS}:{RIDGE}"  # part of the fingerprint: a change of features or fit makes old models stale

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent and how likely it is, from 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Classifier:
    """Weights fitted to example sentences; `fingerprint` says which."""

    intents: tuple[str, ...]
    rarity: Floats
    weights: Floats
    temperature: float
    fingerprint: str

    def guess(self, text: str) -> tuple[Guess, ...]:
        """All intents, most likely first; their confidences sum to 1."""
        scores = (matrix([text], self.rarity) @ self.weights)[0].astype(np.float64)
        odds = np.exp((scores - scores.max()) * self.temperature)
        odds /= odds.sum()
        order = np.argsort(-odds)
        return tuple(Guess(self.intents[i], float(odds[i])) for i in order)

    def dump(self) -> bytes:
        """The classifier as bytes for `load`."""
        file = io.BytesIO()
        np.savez_compressed(
            file,
            intents=np.array(self.intents),
            rarity=self.rarity,
            weights=self.weights.astype(np.float16),
            temperature=self.temperature,
            fingerprint=self.fingerprint,
        )
        return file.getvalue()


def load(data: bytes) -> Classifier:
    """What `dump` gave; raises ValueError or KeyError when it is something else."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        return Classifier(
            tuple(str(name) for name in file["intents"]),
            file["rarity"],
            file["weights"].astype(np.float32),
            float(file["temperature"]),
            str(file["fingerprint"]),
        )


def phrases_of(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The example sentences of each kind, all languages together."""
    return {
        kind.id: tuple(p for phrases in kind.phrases.values() for p in phrases) for kind in catalogue.kinds.values()
    }


def fingerprint(phrases: Mapping[str, Iterable[str]]) -> str:
    """A hash of what a classifier would be fitted to, and how."""
    digest = hashlib.sha256(RECIPE.encode())
    for intent in sorted(phrases):
        digest.update(f"\0{intent}\0".encode() + "\n".join(phrases[intent]).encode())
    return digest.hexdigest()


def fit(phrases: Mapping[str, Iterable[str]]) -> Classifier:
    """A classifier of the intents from their example sentences; raises ValueError when there is none."""
    pairs = [(text, intent) for intent in sorted(phrases) for text in phrases[intent]]
    if not pairs:
        message = "there is no example sentence to learn from"
        raise ValueError(message)
    intents = tuple(sorted({intent for _, intent in pairs}))
    weight = rarity(matrix(text for text, _ in pairs))
    rows = matrix((text for text, _ in pairs), weight)
    wanted = np.array([intents.index(intent) for _, intent in pairs])
    targets = np.full((len(pairs), len(intents)), -1 / max(1, len(intents) - 1), dtype=np.float32)
    targets[np.arange(len(pairs)), wanted] = 1
    inverse = np.asarray(np.linalg.inv(rows @ rows.T + RIDGE * np.eye(len(pairs), dtype=np.float32)), np.float32)
    dual: Floats = inverse @ targets
    unseen: Floats = targets - dual / np.diag(inverse)[:, None]
    return Classifier(intents, weight, rows.T @ dual, _temperature(unseen, wanted), fingerprint(phrases))


def _temperature(scores: Floats, wanted: NDArray[np.int64]) -> float:
    """The sharpening of the scores under which the right intents are most likely."""

    def loss(temperature: float) -> float:
        sharp = scores.astype(np.float64) * temperature
        sharp -= sharp.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(sharp).sum(axis=1)) - sharp[np.arange(len(sharp)), wanted]))

    return min((float(t) for t in np.geomspace(1, 60, 60)), key=loss)
