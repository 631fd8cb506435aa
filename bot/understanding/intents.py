"""What a sentence wants: the fast path, then the slow one where the first is unsure, then what they say together."""

import hashlib
import io
import lzma
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding import features, fitting
from bot.understanding.classifier import Classifier
from bot.understanding.embeddings import Encoder, Head, encode
from bot.understanding.features import Floats
from bot.understanding.own_types import OwnTypes, Space

RECIPE = f"{features.RECIPE}|{fitting.RECIPE}"  # part of the fingerprint: a change of it makes models stale


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent and how likely it is, from 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mixing:
    """How scores become confidences that can be believed; fitted to messages of which none is an example sentence.

    `alone` sharpens the scores of the fast path; `fast` and `slow` weigh the two when both were asked, which is when
    the fast path alone is less sure than `sure`.
    """

    alone: float
    fast: float
    slow: float
    sure: float


@dataclass(frozen=True)
class Model:
    """What was learned from the example sentences: `fingerprint` says from which, `tuned` on which messages."""

    names: tuple[str, ...]
    classifier: Classifier
    head: Head
    mixing: Mixing
    space: Space
    fingerprint: str
    tuned: str

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        arrays: dict[str, NDArray[Any]] = {
            "names": np.array(self.names),
            "mixing": np.array([self.mixing.alone, self.mixing.fast, self.mixing.slow, self.mixing.sure]),
            "fingerprint": np.array(self.fingerprint),
            "tuned": np.array(self.tuned),
        }
        for prefix, part in (("classifier", self.classifier), ("head", self.head), ("space", self.space)):
            arrays |= {f"{prefix}.{name}": array for name, array in part.arrays().items()}
        file = io.BytesIO()
        np.savez(file, **arrays)  # type: ignore[arg-type]  # its stub takes the names for its own options
        return lzma.compress(file.getvalue())


def load(data: bytes) -> Model:
    """What `dump` gave; raises ValueError, KeyError, EOFError or LZMAError when it is something else."""
    with np.load(io.BytesIO(lzma.decompress(data)), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return Model(
        tuple(str(name) for name in arrays["names"]),
        Classifier.from_arrays(_under("classifier", arrays)),
        Head.from_arrays(_under("head", arrays)),
        Mixing(*(float(number) for number in arrays["mixing"])),
        Space.from_arrays(_under("space", arrays)),
        str(arrays["fingerprint"]),
        str(arrays["tuned"]),
    )


def fingerprint(phrases: Mapping[str, Iterable[str]]) -> str:
    """A hash of the sentences that a model is fitted to, and of how."""
    digest = hashlib.sha256(RECIPE.encode())
    for intent in sorted(phrases):
        digest.update(f"\0{intent}\0".encode() + "\n".join(phrases[intent]).encode())
    return digest.hexdigest()


def tuned_mark(messages: Iterable[tuple[str, str]]) -> str:
    """A hash of the messages that a model is made honest by."""
    return hashlib.sha256("\0".join(f"{intent}\0{text}" for text, intent in messages).encode()).hexdigest()


def _under(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(f"{prefix}."): array for name, array in arrays.items() if name.startswith(f"{prefix}.")}


@dataclass(frozen=True)
class Intents:
    """The model at work; without an encoder it is the fast path alone. `own` are a company's own types."""

    model: Model
    encoder: Encoder | None = None
    own: OwnTypes | None = None

    def guess(self, text: str) -> tuple[Guess, ...]:
        """All intents, most likely first; their confidences sum to 1."""
        scores = self.model.classifier.scores(text)
        odds = _softmax(scores * self.model.mixing.alone)
        vector = self._vector(text, sure=odds.max() >= self.model.mixing.sure)
        if vector is not None:
            mixing = self.model.mixing
            odds = _softmax(scores * mixing.fast + self.model.head.scores(vector) * mixing.slow)
        return self._ranked(odds, text, vector)

    def glance(self, text: str) -> tuple[Guess, ...]:
        """The same by the fast path alone, for a text that is one of many."""
        odds = _softmax(self.model.classifier.scores(text) * self.model.mixing.alone)
        return self._ranked(odds, text, None)

    def by_meaning(self, text: str, intent: str) -> float | None:
        """How likely the slow path alone finds an intent in the beginning of a text, by one encoding.

        None where it cannot be asked, or does not know the intent.
        """
        if self.encoder is None or intent not in self.model.names:
            return None
        vector = encode(text, self.encoder, most=1)
        if vector is None:
            return None
        return float(_softmax(self.model.head.scores(vector))[self.model.names.index(intent)])

    def without_encoder(self) -> "Intents":
        """The same where the encoder cannot be installed."""
        return replace(self, encoder=None)

    def _vector(self, text: str, *, sure: bool) -> Floats | None:
        """What the encoder says, where it is needed: a company's own types are always looked for in all languages."""
        new = self.own is not None and not set(self.own.names) <= set(self.model.names)
        if self.encoder is None or (sure and not new):
            return None
        return encode(text, self.encoder)

    def _ranked(self, odds: NDArray[np.float64], text: str, vector: Floats | None) -> tuple[Guess, ...]:
        """The guesses in order; what own sentences add to a type that ships counts for it."""
        likely = dict(zip(self.model.names, odds.tolist(), strict=True))
        if self.own is not None:
            own = self.own.likely(text, vector, sure=float(odds.max()))
            likely = {name: share * (1 - own.sum()) for name, share in likely.items()}
            for name, share in zip(self.own.names, own.tolist(), strict=True):
                likely[name] = likely.get(name, 0.0) + share
        return tuple(Guess(name, float(share)) for name, share in sorted(likely.items(), key=lambda pair: -pair[1]))


def _softmax(scores: Floats) -> NDArray[np.float64]:
    odds = np.exp(scores.astype(np.float64) - scores.max())
    return np.asarray(odds / odds.sum())
