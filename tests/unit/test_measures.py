"""Shares, counts and calibration are what their definitions say, whatever is drawn by lot."""

import random

import pytest

from bot.measures import Bin, FieldCount, Share, calibration, calibration_bins, calibration_error, percentile


def test_precision_and_recall_of_nothing_are_none() -> None:
    assert (FieldCount().precision, FieldCount().recall, FieldCount().f1) == (None, None, None)
    count = FieldCount(labelled=4, given=2, right=1)
    assert (count.precision, count.recall) == (0.5, 0.25)
    assert count.f1 == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("share", "low", "high"), [(Share(8, 10), 0.490, 0.943), (Share(0, 20), 0.0, 0.161), (Share(20, 20), 0.839, 1.0)]
)
def test_the_interval_is_the_one_of_wilson(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=0.0005)


def test_a_share_of_nothing_has_neither_value_nor_interval() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)


def test_confidence_that_comes_true_is_calibrated() -> None:
    honest = [(0.8, number % 5 != 0) for number in range(100)]
    assert calibration_error(honest) == pytest.approx(0)
    assert calibration_error([(1.0, True)] * 7 + [(0.0, False)] * 7) == 0
    assert calibration_error([(1.0, False)] * 3) == 1
    assert calibration_error([]) == 0


def test_calibration_is_measured_over_ten_bins_of_equally_many() -> None:
    guesses = [(place / 100, place >= 50) for place in range(100)]
    expected = sum(abs((10 * number + 4.5) / 100 - (number >= 5)) for number in range(10)) / 10
    assert calibration_error(guesses) == pytest.approx(expected)


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([float(number) for number in range(1, 101)], 0.99) == 99
    assert percentile([7.0], 0.99) == 7


def _guesses(number: int, *, honest: bool) -> list[tuple[float, bool]]:
    lots = random.Random(7)
    sure = [lots.random() for _ in range(number)]
    return [(one, lots.random() < (one if honest else one / 2)) for one in sure]


def test_the_bins_hold_equally_many_with_the_least_sure_first() -> None:
    bins = calibration_bins([(place / 20, place >= 10) for place in range(20)])
    assert [one.right for one in bins] == [Share(0, 2)] * 5 + [Share(2, 2)] * 5
    assert bins[0].sure == pytest.approx(0.025)
    assert calibration_bins([(0.5, True)]) == (Bin(0.5, Share(1, 1)),)


@pytest.mark.parametrize("number", [1, 3, 10, 500])
def test_the_error_of_samples_lies_around_that_of_the_guesses(number: int) -> None:
    found = calibration(_guesses(number, honest=False))
    assert found.error == calibration_error(_guesses(number, honest=False))
    assert 0 <= found.interval[0] <= found.interval[1] <= 1
    assert found == calibration(_guesses(number, honest=False))


def test_an_honest_model_errs_as_a_perfect_one_and_a_boaster_more() -> None:
    honest, boaster = (calibration(_guesses(2000, honest=kind)) for kind in (True, False))
    assert honest.interval[0] - 0.01 < honest.perfect < honest.interval[1]
    assert boaster.interval[0] > boaster.perfect + 0.1


def test_a_larger_sample_leaves_less_to_chance() -> None:
    small, large = (calibration(_guesses(number, honest=True)) for number in (50, 5000))
    assert small.perfect > 2 * large.perfect
    assert calibration([]).perfect == 0
