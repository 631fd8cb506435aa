"""Times the product's own callables from outside, by stage and message."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from time import perf_counter, process_time
from typing import Any

REST = "the rest"


@dataclass(slots=True)
class Spent:
    """Seconds by the wall clock and of this process's processor time, and in how many goes."""

    wall: float = 0.0
    cpu: float = 0.0
    goes: int = 0


Times = defaultdict[str, Spent]


def _nothing() -> Times:
    return defaultdict(Spent)


@dataclass
class Stopwatch:
    """What every message spent in each stage; a stage inside another one counts for the inner alone."""

    messages: list[Times] = field(default_factory=list)
    _now: Times = field(default_factory=_nothing)
    _stack: list[str] = field(default_factory=list)
    _since: tuple[float, float] = (0.0, 0.0)

    @contextmanager
    def message(self) -> Iterator[None]:
        """Everything inside is one message's time."""
        self._now = _nothing()
        with self.stage(REST):
            yield
        self.messages.append(self._now)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Everything inside is a stage's time."""
        self._mark()
        self._stack.append(name)
        self._now[name].goes += 1
        try:
            yield
        finally:
            self._mark()
            self._stack.pop()

    def timed(self, call: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """`call`, its time counted for a stage."""

        @wraps(call, updated=())
        def timed(*given: Any, **named: Any) -> Any:
            with self.stage(stage):
                return call(*given, **named)

        return timed

    def timed_inside(self, opened: Callable[..., AbstractContextManager[Any]], stage: str) -> Callable[..., Any]:
        """A context manager, all of its time counted for a stage: to open it, what is done inside, and to close it."""

        @contextmanager
        def timed(*given: Any, **named: Any) -> Iterator[Any]:
            with self.stage(stage), opened(*given, **named) as value:
                yield value

        return timed

    def _mark(self) -> None:
        """Give the time since the last mark to the innermost stage."""
        wall, cpu = perf_counter(), process_time()
        if self._stack:
            spent = self._now[self._stack[-1]]
            spent.wall += wall - self._since[0]
            spent.cpu += cpu - self._since[1]
        self._since = (wall, cpu)
