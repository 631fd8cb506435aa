"""Weights are found that tell rows apart, the same ones every time, and only those that matter are kept."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.understanding import fitting, training
from bot.understanding.features import Floats


def _rows(count: int) -> tuple[Floats, np.ndarray]:
    """Rows of three kinds, each with a number of its own that is large, and noise in the others."""
    lots = np.random.default_rng(7)
    wanted = np.arange(count) % 3
    rows = lots.random((count, 6), dtype=np.float32) * 0.4
    rows[np.arange(count), wanted] += 1
    return rows, wanted


def test_the_linear_fit_tells_rows_apart_that_it_has_not_seen() -> None:
    rows, wanted = _rows(300)
    weights, bias = fitting.linear(csr_matrix(rows[:200]), wanted[:200], seed=0)
    assert ((rows[200:] @ weights + bias).argmax(axis=1) == wanted[200:]).mean() > 0.95


def test_the_network_tells_rows_apart_that_it_has_not_seen() -> None:
    rows, wanted = _rows(6000)
    rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    first, first_bias, last, last_bias = fitting.network(rows[:5000], wanted[:5000], hidden=32, seed=0)
    found = np.maximum(rows[5000:] @ first + first_bias, 0) @ last + last_bias
    assert (found.argmax(axis=1) == wanted[5000:]).mean() > 0.95


def test_the_same_rows_give_the_same_weights() -> None:
    rows, wanted = _rows(60)
    matrix = csr_matrix(rows)
    _same_by_seed([fitting.linear(matrix, wanted, seed=seed)[0] for seed in (0, 0, 1)])
    _same_by_seed([fitting.network(rows, wanted, hidden=4, seed=seed)[0] for seed in (0, 0, 1)])


def _same_by_seed(found: list[Floats]) -> None:
    one, again, other = found
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_of_the_weights_the_share_that_matters_most_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "KEPT", 0.25)
    weights = np.array([[3, 1, 1, 1], [1, 1, 1, 4], [1, 2, 1, 1]], dtype=np.float32)
    kept = training.kept_weights(weights, np.array([2, 2, 500]))
    assert kept.tolist() == [[2, 0, 0, 0], [0, 0, 0, 3], [0, 1, 0, 0]]


def test_a_weight_that_is_the_same_for_all_intents_says_nothing() -> None:
    weights = np.array([[5, 5, 5], [0, 0, 1]], dtype=np.float32)
    assert training.kept_weights(weights, np.array([9, 9]))[0].tolist() == [0, 0, 0]
