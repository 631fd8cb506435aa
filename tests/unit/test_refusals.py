"""What an import says in the terminal of the rows that it refused."""

from contextlib import ExitStack

from bot.cli.refusals import Refusals
from bot.sheets.headers import Recognised


def said(*reasons: str) -> list[str]:
    refusals = Refusals(ExitStack(), None, Recognised(1, {}, (), ()))
    for number, reason in enumerate(reasons, start=2):
        refusals.refuse(number, (), reason)
    return [*refusals.lines(len(reasons))]


def test_rows_that_are_refused_for_the_same_reason_are_told_in_one_line() -> None:
    assert said("no kind", "no name", "no kind") == ["rows 2, 4: no kind", "row 3: no name"]
    assert said(*["no kind"] * 45) == ["rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 35 more: no kind"]


def test_reasons_stand_in_the_order_of_their_rows() -> None:
    refusals = Refusals(ExitStack(), None, Recognised(1, {}, (), ()))
    for number in (3, 2):
        refusals.refuse(number, (), f"reason {number}")
    assert [*refusals.lines(2)] == ["row 2: reason 2", "row 3: reason 3"]


def test_of_very_many_reasons_the_rest_is_counted() -> None:
    lines = said(*(f"reason {number}" for number in range(12)))
    assert len(lines) == 11
    assert lines[-1] == "and 2 more"
