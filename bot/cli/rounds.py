"""Threads that do the same over and over: the worker, and one for each channel that delivers."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds between looks for what another process has left, and for what is due again


class Rounds:
    """Does `once` whenever it is woken, else every second, in a thread of its own, so that the event loop stays free.

    What fails is logged and tried again, since each message has its own tries. `first` is done before, until it
    succeeds. `ended_by` names what ended the thread, where that was neither `close` nor anything that goes by.
    """

    def __init__(self, name: str, once: Callable[[], object], *, first: Callable[[], object] = lambda: None) -> None:
        self.name = name
        self.ended_by: str | None = None
        self._once, self._first = once, first
        self._woken, self._closed = threading.Event(), False
        self._busy = False

    @property
    def rests(self) -> bool:
        """Whether it does nothing, and nobody has woken it."""
        return not self._busy and not self._woken.is_set()

    def wake(self) -> None:
        """There is something to do; from any thread."""
        self._woken.set()

    def close(self) -> None:
        """Stop after what is under way."""
        self._closed = True
        self._woken.set()

    @property
    def closed(self) -> bool:
        """Whether it was told to stop."""
        return self._closed

    def run(self) -> None:
        """Until it is closed."""
        try:
            begun = False
            while not self._closed:
                self._woken.clear()
                self._busy = True
                begun = self._round(begun=begun)
                self._busy = False
                self._woken.wait(_PAUSE)
        except BaseException as error:  # such as SystemExit: a thread that dies must not die in silence
            log.critical("%s has ended", self.name, exc_info=True, extra={"action": "work_ended"})
            self.ended_by = type(error).__name__

    def _round(self, *, begun: bool) -> bool:
        """Do it once; whether what has to be done before has been done by now."""
        try:
            if not begun:
                self._first()
                begun = True
            self._once()
        except Exception:
            log.exception("%s stumbled", self.name, extra={"action": "work_failed"})
        return begun
