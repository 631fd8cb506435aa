"""What a call costs, to be weighed against another one in the same test: seconds alone tell how busy a machine is."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import process_time
from typing import TypeVar

Result = TypeVar("Result")

_TRIES = 3
_PAGES = "Lorem ipsum 12 dolor, " * 5000
_MOST = 250


def bounded(call: Callable[[], Result]) -> Result:
    """What a call returns; fails when it costs more than 250 plain passes over a hundred thousand characters do.

    That is some two seconds of a machine that does nothing else. Whatever looks at each pair of a hundred thousand
    characters or ten thousand words takes longer; what is quick takes a tenth of it.
    """
    spent, result = _clocked(call)
    most = _MOST * cost(_plain_pass)
    assert spent < most, f"it took {spent:.2f} s of processor time where {most:.2f} are allowed"
    return result


def cost(call: Callable[[], object]) -> float:
    """The processor time in seconds of a call, the least of a few."""
    return min(_clocked(call)[0] for _ in range(_TRIES))


def grows_evenly(call: Callable[[str], object], text: str) -> bool:
    """Whether a text four times as long costs about four times as much, and not the sixteen of a look at each pair.

    `text` repeats one piece. No two calls are given the same, since what was read may be remembered.
    """
    call(text[:100])
    quarter = len(text) // 4
    for at in range(_TRIES):
        short, long = text[at : at + quarter], text[at : at + 4 * quarter - _TRIES]
        if _clocked(partial(call, long))[0] < 9 * _clocked(partial(call, short))[0]:
            return True
    return False


def _clocked(call: Callable[[], Result]) -> tuple[float, Result]:
    with _nothing_collected():
        begun = process_time()
        result = call()
        return process_time() - begun, result


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without the collector, which goes through whatever thousands of tests before have left: a second at times."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _plain_pass() -> None:
    re.sub(r"\w+", lambda found: found[0].upper(), _PAGES)
