"""Fits the model that ships to the example sentences; `make model` runs it, nothing else does.

scikit-learn is a tool of development: what it finds is kept as numbers, and the assistant works without it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.understanding import fitting, own_types
from bot.understanding.classifier import Classifier
from bot.understanding.embeddings import Head
from bot.understanding.features import SPACE, Floats, Rows, read_rows
from bot.understanding.fitting import FINENESS, HIDDEN, NETWORK_FINENESS, NETWORKS, REGRESSIONS, SEEN
from bot.understanding.intents import Mixing, Model, fingerprint, tuned_mark
from bot.understanding.own_types import Space, spread_out, unit

SHRINKAGE = 0.5  # of the spread within intents towards a ball, where directions are looked for
TEN = 10  # sentences that a company writes for a type of its own
EAGERNESS = 8.0  # how much more a message for a type that was left out counts than one for another
MANNERS = 8  # directions that say how something is said, not what
ASKED = 0.45  # share of messages for which the fast path asks the slow one

Vectors = Callable[[Sequence[str]], Floats]
Progress = Callable[[str], None]


def fit(
    phrases: Mapping[str, Mapping[str, Sequence[str]]],
    messages: Sequence[tuple[str, str]],
    *,
    vectors: Vectors,
    progress: Progress = lambda _: None,
) -> Model:
    """The model of the intents from their example sentences, by intent and language.

    `messages` are labelled texts (text, intent), apart from the sentences, by which confidence is made honest.
    `vectors` encodes texts, a row each. Raises ValueError when there is no sentence or no message.
    """
    if not phrases or not messages:
        raise ValueError("there is nothing to learn from")
    names = tuple(sorted(phrases))
    sentences = [
        (text, language, place)
        for place, name in enumerate(names)
        for language, some in sorted(phrases[name].items())
        for text in some
    ]
    texts, wanted = [text for text, _, _ in sentences], np.array([place for _, _, place in sentences])
    progress(f"Reading {len(texts):,} sentences …")
    encoded = vectors(texts)
    progress("Fitting the fast path …")
    counts = read_rows(texts)
    classifier = fit_classifier(counts, wanted)
    progress("Fitting the slow path …")
    head = fit_head(encoded, wanted)
    progress("Weighing the two …")
    heard, right = [text for text, _ in messages], np.array([names.index(intent) for _, intent in messages])
    heard_vectors = vectors(heard)
    fast, slow = classifier.score_rows(classifier.rows(heard)), _all_scores(head, heard_vectors)
    mixing = mix(fast, slow, right)
    progress("Leaving each type out in turn …")
    spoken = np.array([language for _, language, _ in sentences])
    mixed = fast * mixing.fast + slow * mixing.slow
    trials = Trials(counts, spoken, read_rows(heard), heard_vectors, right, fast * mixing.alone, mixed)
    space = fit_space(encoded, wanted, trials)
    mark = fingerprint({name: [text for some in phrases[name].values() for text in some] for name in names})
    return Model(names, classifier, head, mixing, space, mark, tuned_mark(messages))


def fit_classifier(counts: Rows, wanted: NDArray[np.int64]) -> Classifier:
    """The mean of some logistic regressions on the n-grams; of its weights those that matter most, rounded to steps."""
    seen = np.bincount(counts.features, minlength=SPACE)
    known = np.flatnonzero(seen >= SEEN).astype(np.int32)
    rarity = np.zeros(SPACE, dtype=np.float32)
    rarity[known] = (np.log((1 + len(counts)) / (1 + seen[known])) + 1).astype(np.float16)
    rows = counts.weighted(rarity)
    matrix = _matrix(rows, known)
    fits = [fitting.linear(matrix, wanted, seed=seed) for seed in range(REGRESSIONS)]
    found, bias = (np.mean(some, axis=0) for some in zip(*fits, strict=True))
    found = kept_weights(found, seen[known])
    used = np.flatnonzero(found.any(axis=1))
    weights, steps = rounded(found[used], FINENESS)
    return Classifier(known[used], rarity[known[used]], weights, steps, bias)


def kept_weights(weights: Floats, seen: NDArray[np.int64]) -> Floats:
    """The weights that matter most, all others nothing: large ones, of features that many sentences have.

    What the intents of a feature have in common says nothing, so that most of its weights are near nothing at first.
    """
    bare = weights - np.median(weights, axis=1, keepdims=True)
    matter = np.abs(bare) * (seen[:, None] ** fitting.COMMON).astype(np.float32)
    return np.where(matter > np.quantile(matter, 1 - fitting.KEPT), bare, np.float32(0))


def fit_head(vectors: Floats, wanted: NDArray[np.int64]) -> Head:
    """The mean of some networks that began differently, as one, on centred vectors; its weights rounded to steps."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
    rows = np.asarray((vectors - mean) / spread, dtype=np.float32)
    found = [fitting.network(rows, wanted, hidden=HIDDEN, seed=seed) for seed in range(NETWORKS)]
    first = np.hstack([one[0] for one in found]), np.hstack([one[1] for one in found])
    last = np.vstack([one[2] for one in found]) / NETWORKS, np.mean([one[3] for one in found], axis=0)
    layers = [(*rounded(weights, NETWORK_FINENESS), bias.astype(np.float32)) for weights, bias in (first, last)]
    return Head(mean, spread, tuple(layers))


def rounded(weights: NDArray[Any], fineness: int) -> tuple[NDArray[np.int8], Floats]:
    """Weights as whole steps, a step for each column: the largest weight of the column is `fineness` of them."""
    steps = np.maximum(np.abs(weights).max(axis=0), 1e-9) / fineness
    return np.round(weights / steps).astype(np.int8), steps.astype(np.float32)


def mix(fast: Floats, slow: Floats, right: NDArray[np.int64]) -> Mixing:
    """The mixing under which the right intents of some messages are most likely."""
    alone = min(_GRID, key=lambda factor: surprise(fast * factor, right))
    ratio, sharp = min(
        ((ratio, sharp) for ratio in np.geomspace(0.05, 3, 30) for sharp in _GRID),
        key=lambda pair: surprise((fast + pair[0] * slow) * pair[1], right),
    )
    confidence = np.sort(np.exp(log_odds(fast * alone)).max(axis=1))
    return Mixing(float(alone), float(sharp), float(sharp * ratio), float(confidence[int(ASKED * len(confidence))]))


_GRID = np.geomspace(0.1, 4, 40)


def log_odds(scores: Floats) -> NDArray[np.float64]:
    """The logarithm of how likely each intent is."""
    high = scores.astype(np.float64) - scores.max(axis=1, keepdims=True)
    return np.asarray(high - np.log(np.exp(high).sum(axis=1, keepdims=True)))


def surprise(scores: Floats, right: NDArray[np.int64]) -> float:
    """The mean negative logarithm of the confidence in what is right."""
    return float(-log_odds(scores)[np.arange(len(right)), right].mean())


def fit_space(vectors: Floats, wanted: NDArray[np.int64], trials: "Trials") -> Space:
    """Fisher's discriminants of the known intents (Fisher 1936), and how far to trust what is near in them.

    How far is found by trials: each intent left out in turn, and ten of its sentences standing for it.
    """
    rows = [row for group in range(wanted.max() + 1) for row in _trial_rows(group, vectors, wanted, trials)]
    evidence, true = np.vstack([row[0] for row in rows]), np.concatenate([row[1] for row in rows])
    weights = np.where(true, EAGERNESS, 1.0)
    both, words = (
        LogisticRegression(C=100.0).fit(evidence[:, columns], true, sample_weight=weights)
        for columns in ([0, 1, 3], [0, 2])
    )
    mean, directions = vectors.mean(axis=0), discriminants(vectors, wanted)
    means = class_means(unit((vectors - mean) @ directions), wanted)
    return Space(
        mean,
        directions,
        means,
        (float(words.coef_[0, 0]), float(words.coef_[0, 1]), float(words.intercept_[0])),
        (float(both.coef_[0, 0]), float(both.coef_[0, 1]), float(both.coef_[0, 2]), float(both.intercept_[0])),
        manner(vectors, wanted),
    )


@dataclass(frozen=True)
class Trials:
    """What leaving an intent out is tried with: the sentences and their languages, and labelled messages.

    `alone` and `mixed` are the scores that the fast path and both give the messages, a column each intent.
    """

    counts: Rows
    spoken: NDArray[np.str_]
    heard: Rows
    heard_vectors: Floats
    right: NDArray[np.int64]
    alone: Floats
    mixed: Floats


def _trial_rows(
    group: int, vectors: Floats, wanted: NDArray[np.int64], trials: Trials
) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """The evidence for an intent that was left out, of all messages, once for each language of its ten sentences."""
    others = wanted != group
    mean, directions = vectors.mean(axis=0), discriminants(vectors[others], wanted[others])
    points = unit((vectors - mean) @ directions)
    means, heard = class_means(points[others], wanted[others]), unit((trials.heard_vectors - mean) @ directions)
    sure = [own_types.certainty(best_of_the_others(scores, group))[:, None] for scores in (trials.alone, trials.mixed)]
    known = _few(wanted, but=group)
    for language in np.unique(trials.spoken):
        said = np.flatnonzero((wanted == group) & (trials.spoken == language))
        ten = said[spread_out(len(said), TEN)]
        words = own_types.fit_words(trials.counts.take([*known, *ten]), [len(ten)]).scores(trials.heard)
        near = own_types.nearness(heard, unit(points[ten].mean(axis=0, keepdims=True)), means)
        yield np.hstack([words, near, *sure]), trials.right == group


def best_of_the_others(scores: Floats, group: int) -> NDArray[np.float64]:
    """How sure the best guess of each row is when one intent is none of those known."""
    return np.asarray(np.exp(log_odds(np.delete(scores, group, axis=1))).max(axis=1))


def _few(wanted: NDArray[np.int64], *, but: int) -> list[int]:
    """Some sentences of each intent but one."""
    groups = [np.flatnonzero(wanted == group) for group in np.unique(wanted) if group != but]
    return [int(group[place]) for group in groups for place in spread_out(len(group), own_types.SAMPLE)]


def discriminants(vectors: Floats, wanted: NDArray[np.int64]) -> Floats:
    """The directions, a column each, in which intents differ most against the spread within them."""
    groups = np.unique(wanted)
    means, within = _spread(vectors, wanted)
    size = len(within)
    values, axes = np.linalg.eigh((1 - SHRINKAGE) * within + SHRINKAGE * np.trace(within) / size * np.eye(size))
    whiten = axes / np.sqrt(values)
    between = (means - means.mean(axis=0)) @ whiten
    return np.asarray(whiten @ np.linalg.svd(between, full_matrices=False)[2][: len(groups) - 1].T, dtype=np.float32)


def manner(vectors: Floats, wanted: NDArray[np.int64]) -> Floats:
    """The directions, a column each, in which the sentences of one intent differ most."""
    return np.asarray(np.linalg.eigh(_spread(vectors, wanted)[1])[1][:, -MANNERS:], dtype=np.float32)


def _spread(vectors: Floats, wanted: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The mean vector of each intent, and the covariance within intents."""
    groups = np.unique(wanted)
    means = np.vstack([vectors[wanted == group].mean(axis=0) for group in groups])
    return means, np.cov((vectors - means[np.searchsorted(groups, wanted)]).T)


def class_means(points: Floats, wanted: NDArray[np.int64]) -> Floats:
    """The mean point of each intent, of unit length."""
    return unit(np.vstack([points[wanted == group].mean(axis=0) for group in np.unique(wanted)]))


def _all_scores(head: Head, vectors: Floats) -> Floats:
    return np.vstack([head.scores(vector) for vector in vectors])


def _matrix(rows: Rows, known: NDArray[np.int32]) -> Any:
    return csr_matrix((rows.values, np.searchsorted(known, rows.features), rows.starts), (len(rows), len(known)))
