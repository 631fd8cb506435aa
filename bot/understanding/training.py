"""Fits the model that ships to the example sentences; `make model` runs it, nothing else does.

scikit-learn is a tool of development: what it finds is kept as numbers, and the assistant works without it.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from bot.understanding import own_types
from bot.understanding.classifier import Classifier
from bot.understanding.embeddings import Head
from bot.understanding.features import SPACE, Floats, Rows, read_rows
from bot.understanding.intents import Mixing, Model, fingerprint, tuned_mark
from bot.understanding.own_types import Space, unit

SEEN = 2  # sentences that a feature must occur in to be learned
FREEDOM = 10.0  # of the words' weights: the inverse of their regularisation
HIDDEN = 512
SLOW_ROUNDS = 15
DECAY = 1.0
FINENESS = 40  # steps between nothing and the largest weight of an intent
SHRINKAGE = 0.5  # of the spread within intents towards a ball, where directions are looked for
TEN = 10  # sentences that a company writes for a type of its own
SAMPLE = 14  # sentences of each type that stand against a company's own
EAGERNESS = 8.0  # how much more a message for a type that was left out counts than one for another
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
    progress("Leaving each type out in turn …")
    spoken = np.array([language for _, language, _ in sentences])
    space = fit_space(encoded, wanted, Trials(counts, spoken, read_rows(heard), heard_vectors, right))
    mark = fingerprint({name: [text for some in phrases[name].values() for text in some] for name in names})
    return Model(names, classifier, head, mix(fast, slow, right), space, mark, tuned_mark(messages))


def fit_classifier(counts: Rows, wanted: NDArray[np.int64]) -> Classifier:
    """Multinomial logistic regression on the n-grams, its weights rounded to steps."""
    seen = np.bincount(counts.features, minlength=SPACE)
    known = np.flatnonzero(seen >= SEEN).astype(np.int32)
    rarity = np.zeros(SPACE, dtype=np.float32)
    rarity[known] = (np.log((1 + len(counts)) / (1 + seen[known])) + 1).astype(np.float16)
    rows = counts.weighted(rarity)
    found = _quietly(LogisticRegression(C=FREEDOM, max_iter=80, tol=1e-3), _matrix(rows, known), wanted)
    weights, steps = rounded(found.coef_.T, FINENESS)
    return Classifier(known, rarity[known], weights, steps, found.intercept_.astype(np.float32))


def fit_head(vectors: Floats, wanted: NDArray[np.int64]) -> Head:
    """A network with one hidden layer on centred vectors, its weights rounded to steps."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
    network = MLPClassifier(
        (HIDDEN,), alpha=DECAY, max_iter=SLOW_ROUNDS, batch_size=min(128, len(vectors)), random_state=1
    )
    found = _quietly(network, (vectors - mean) / spread, wanted)
    layers = [
        (*rounded(weights, 127), bias.astype(np.float32))
        for weights, bias in zip(found.coefs_, found.intercepts_, strict=True)
    ]
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
        LogisticRegression(C=100.0).fit(evidence[:, columns], true, sample_weight=weights) for columns in ([0, 1], [0])
    )
    mean, directions = vectors.mean(axis=0), discriminants(vectors, wanted)
    means = class_means(unit((vectors - mean) @ directions), wanted)
    return Space(
        mean,
        directions,
        means,
        (float(words.coef_[0, 0]), float(words.intercept_[0])),
        (float(both.coef_[0, 0]), float(both.coef_[0, 1]), float(both.intercept_[0])),
    )


@dataclass(frozen=True)
class Trials:
    """What leaving an intent out is tried with: the sentences and their languages, and labelled messages."""

    counts: Rows
    spoken: NDArray[np.str_]
    heard: Rows
    heard_vectors: Floats
    right: NDArray[np.int64]


def _trial_rows(
    group: int, vectors: Floats, wanted: NDArray[np.int64], trials: Trials
) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """The evidence for an intent that was left out, of all messages, once for each language of its ten sentences."""
    others = wanted != group
    mean, directions = vectors.mean(axis=0), discriminants(vectors[others], wanted[others])
    points = unit((vectors - mean) @ directions)
    means, heard = class_means(points[others], wanted[others]), unit((trials.heard_vectors - mean) @ directions)
    known = _few(wanted, but=group)
    for language in np.unique(trials.spoken):
        ten = _spread_out(np.flatnonzero((wanted == group) & (trials.spoken == language)), TEN)
        rarity, weights = own_types.fit_words(trials.counts.take([*known, *ten]), [len(ten)])
        words = own_types.scores(trials.heard.weighted(rarity), weights)
        near = own_types.nearness(heard, unit(points[ten].mean(axis=0, keepdims=True)), means)
        yield np.hstack([words, near]), trials.right == group


def _few(wanted: NDArray[np.int64], *, but: int) -> list[int]:
    """Some sentences of each intent but one."""
    groups = [np.flatnonzero(wanted == group) for group in np.unique(wanted) if group != but]
    return [int(place) for group in groups for place in _spread_out(group, SAMPLE)]


def _spread_out(places: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """So many of some places, evenly from all of them."""
    chosen: NDArray[np.int64] = places[np.linspace(0, len(places) - 1, number).astype(int)]
    return chosen


def discriminants(vectors: Floats, wanted: NDArray[np.int64]) -> Floats:
    """The directions, a column each, in which intents differ most against the spread within them."""
    groups = np.unique(wanted)
    means = np.vstack([vectors[wanted == group].mean(axis=0) for group in groups])
    within = np.cov((vectors - means[np.searchsorted(groups, wanted)]).T)
    size = len(within)
    values, axes = np.linalg.eigh((1 - SHRINKAGE) * within + SHRINKAGE * np.trace(within) / size * np.eye(size))
    whiten = axes / np.sqrt(values)
    between = (means - means.mean(axis=0)) @ whiten
    return np.asarray(whiten @ np.linalg.svd(between, full_matrices=False)[2][: len(groups) - 1].T, dtype=np.float32)


def class_means(points: Floats, wanted: NDArray[np.int64]) -> Floats:
    """The mean point of each intent, of unit length."""
    return unit(np.vstack([points[wanted == group].mean(axis=0) for group in np.unique(wanted)]))


def _all_scores(head: Head, vectors: Floats) -> Floats:
    return np.vstack([head.scores(vector) for vector in vectors])


def _matrix(rows: Rows, known: NDArray[np.int32]) -> Any:
    return csr_matrix((rows.values, np.searchsorted(known, rows.features), rows.starts), (len(rows), len(known)))


def _quietly(estimator: Any, rows: Any, wanted: NDArray[np.int64]) -> Any:
    """Fit; that it stops before it has converged is meant, as it regularises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return estimator.fit(rows, wanted)
