"""Labelled messages and example sentences, as the trials of `tests.bench.ablation` need them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np

from bot.catalogue import Catalogue
from bot.cleaning import storable
from bot.cli.evaluate import read_files
from bot.cli.model import tuning_messages
from bot.evaluation import Case, is_for_choosing
from bot.understanding.understand import whole_text

SEED = 4
_DATA = Path(__file__).resolve().parents[1] / "data"

Phrases = Mapping[str, Mapping[str, Sequence[str]]]
"""Example sentences by type and language."""


@dataclass(frozen=True)
class Messages:
    """Labelled messages that want one thing: their texts, what they want, and the languages they are in."""

    texts: list[str]
    wanted: list[str]
    spoken: list[str]


def phrases_of(types: Catalogue) -> Phrases:
    """The example sentences of the types."""
    return {kind.id: {str(lang): some for lang, some in kind.phrases.items()} for kind in types.kinds.values()}


def labelled(types: Catalogue) -> tuple[list[tuple[str, str]], dict[str, Messages]]:
    """Text and intent of what may be tuned on, and what is measured on, by name."""
    own, _ = read_files(sorted((_DATA / "own").glob("*.jsonl")), types)
    development, _ = read_files(sorted(_DATA.glob("requests-*.jsonl")), types)
    measured = [case for case in own if not is_for_choosing(case.message)]
    return tuning_messages(own), {"own, measured half": _messages(measured), "development": _messages(development)}


def drawn(texts: Sequence[str], size: int, *, seed: str) -> list[str]:
    """One sentence out of each of `size` equal stretches; the same ones every time."""
    lots = Random(f"{SEED} {seed}")
    edges = [int(edge) for edge in np.linspace(0, len(texts), min(size, len(texts)) + 1)]
    return [texts[lots.randrange(start, end)] for start, end in pairwise(edges)]


def _messages(cases: Sequence[Case]) -> Messages:
    single = [case for case in cases if len(case.wants) == 1]
    return Messages(
        [whole_text(storable(case.message.text), storable(case.message.subject or "") or None) for case in single],
        [case.wants[0].intent for case in single],
        [str(case.message.lang) for case in single],
    )
