"""What a call costs, to be weighed against another one in the same test: seconds alone tell how busy a machine is."""

from collections.abc import Callable
from functools import partial
from time import process_time

_TRIES = 3


def cost(call: Callable[[], object]) -> float:
    """The processor time in seconds of a call, the least of a few."""
    return min(_once(call) for _ in range(_TRIES))


def _once(call: Callable[[], object]) -> float:
    begun = process_time()
    call()
    return process_time() - begun


def grows_evenly(call: Callable[[str], object], text: str) -> bool:
    """Whether a text four times as long costs about four times as much, and not the sixteen of a look at each pair.

    `text` repeats one piece. No two calls are given the same, since what was read may be remembered.
    """
    call(text[:100])
    quarter = len(text) // 4
    for at in range(_TRIES):
        short, long = text[at : at + quarter], text[at : at + 4 * quarter - _TRIES]
        if _once(partial(call, long)) < 9 * _once(partial(call, short)):
            return True
    return False
