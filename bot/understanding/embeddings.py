"""The slow path of understanding: what a sentence means, as a vector that is alike in all languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Floats

WINDOW = 160  # characters that are encoded at once: the cost of an encoder grows faster than the length of the text
MOST_WINDOWS = 3
_ENDLESS = re.compile(r"(\S{40})\S+")  # no word is so long; what has no spaces costs four times as much to encode
_MARKS = re.compile("[\u0300-\u036f]+")  # accents that no letter took up: each would be a token of its own
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


class Encoder(Protocol):
    """What turns a short text into a vector of unit length; it may take tens of milliseconds."""

    def encode(self, text: str) -> Floats: ...


def windows(text: str) -> tuple[str, ...]:
    """The beginning of a text in at most `MOST_WINDOWS` pieces of at most `WINDOW` characters, cut at sentences."""
    pieces: list[str] = []
    beginning = _MARKS.sub("", text[: 4 * WINDOW * MOST_WINDOWS])
    for sentence in _SENTENCE.split(_ENDLESS.sub(r"\1", beginning)):
        for piece in _short(" ".join(sentence.split())):
            if pieces and len(pieces[-1]) + 1 + len(piece) <= WINDOW:
                pieces[-1] += f" {piece}"
            else:
                pieces.append(piece)
    return tuple(pieces[:MOST_WINDOWS])


def _short(sentence: str) -> list[str]:
    """A sentence cut between words into pieces of at most `WINDOW` characters."""
    pieces = []
    while len(sentence) > WINDOW:
        cut = sentence.rfind(" ", WINDOW // 4, WINDOW)
        cut = cut if cut > 0 else WINDOW
        pieces.append(sentence[:cut])
        sentence = sentence[cut:].strip()
    return [*pieces, sentence] if sentence else pieces


def encode(text: str, encoder: Encoder, *, most: int = MOST_WINDOWS) -> Floats | None:
    """The mean of the vectors of a text's windows, `most` of them; None when it has none."""
    vectors = [encoder.encode(window) for window in windows(text)[:most]]
    return np.asarray(np.mean(vectors, axis=0), dtype=np.float32) if vectors else None


@dataclass(frozen=True)
class Head:
    """A small network from a vector to the scores of the intents: centred, one hidden layer, weights in steps."""

    mean: Floats
    spread: Floats
    layers: tuple[tuple[NDArray[np.int8], Floats, Floats], ...]
    """Of each layer its weights, their steps and its bias."""

    def scores(self, vector: Floats) -> Floats:
        """The log-odds of each intent, up to a constant."""
        signal = (vector - self.mean) / self.spread
        for place, (weights, steps, bias) in enumerate(self._unpacked):
            signal = (signal if place == 0 else np.maximum(signal, 0)) @ weights * steps + bias
        return np.asarray(signal, dtype=np.float32)

    @cached_property
    def _unpacked(self) -> tuple[tuple[Floats, Floats, Floats], ...]:
        """The layers with weights that can be multiplied as they are."""
        return tuple((weights.astype(np.float32), steps, bias) for weights, steps, bias in self.layers)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What has to be kept of it; `from_arrays` makes it again."""
        kept: dict[str, NDArray[Any]] = {"mean": self.mean, "spread": self.spread}
        for place, (weights, steps, bias) in enumerate(self.layers):
            kept |= {f"weights{place}": weights, f"steps{place}": steps, f"bias{place}": bias}
        return kept

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Head":
        count = sum(name.startswith("weights") for name in arrays)
        layers = tuple((arrays[f"weights{i}"], arrays[f"steps{i}"], arrays[f"bias{i}"]) for i in range(count))
        return cls(arrays["mean"], arrays["spread"], layers)
