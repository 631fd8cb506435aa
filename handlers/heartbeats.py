"""Keeps when each part was last well, tells the admins of those that are silent, and says how all of them are."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock.heartbeats import Alarm, alarms
from bot.clock.heartbeats import health as health_of
from bot.messages import Reply
from bot.model import Person
from bot.parts import Parts
from bot.ports import Reading, Store
from handlers.outgoing import tell

log = logging.getLogger(__name__)


class Hearts:
    """Takes the beats of this process's parts, from any thread, and writes each down every so often.

    A beat never raises: what cannot be written is a silence, which is what others look for.
    """

    def __init__(
        self, store: Store, clock: Callable[[], datetime], *, every: timedelta = timedelta(seconds=30)
    ) -> None:
        self._store, self._clock, self._every = store, clock, every
        self._written: dict[str, tuple[datetime, str | None]] = {}
        self._lock = threading.Lock()

    def beat(self, name: str, *, silent_after: timedelta, problem: str | None = None) -> None:
        """Note that a part is well (with a `problem`: that it is not); it beats more often than `silent_after`."""
        now = self._clock()
        with self._lock:
            before = self._written.get(name)
            if before and before[1] == problem and timedelta() <= now - before[0] < self._every:
                return
            self._written[name] = (now, problem)
        try:
            with self._store.write() as uow:
                uow.heartbeats.beat(name, now, silent_after=silent_after, problem=problem)
                uow.commit()
        except Exception:
            log.exception("a heartbeat was not written", extra={"action": "beat_failed", "part": name})
            with self._lock:
                self._written.pop(name, None)


def tell_silent(parts: Parts, now: datetime, *, watching_since: datetime) -> int:
    """Tell the admins once, and again each day, of parts that are silent, by another channel; how many alarms."""
    with parts.store.read() as reading:
        due = alarms(reading.heartbeats.all(), now, watching_since=watching_since)
        settled = reading.due.settled([one.key for one in due])
        people = reading.records.directory().people
    return sum(_raise(parts, one, people, now) for one in due if one.key not in settled)


def _raise(parts: Parts, alarm: Alarm, people: tuple[Person, ...], now: datetime) -> bool:
    with parts.store.write() as uow:
        if not uow.occurrences.settle(alarm.key, now):
            return False
        for person in _keepers(people):
            said = parts.speech.say(alarm.for_reader(person.timezone), person.language)
            tell(uow, parts, person, Reply(text=said), key=f"{alarm.key}:{person.id}", unless=alarm.unless)
        uow.heartbeats.alarmed(alarm.name, None if alarm.ends else now)
        uow.commit()
    log.log(
        logging.INFO if alarm.ends else logging.ERROR,
        "%s is %s",
        alarm.name,
        "well again" if alarm.ends else "silent",
        extra={"action": "all_clear" if alarm.ends else "silent", "part": alarm.name},
    )
    return True


def _keepers(people: tuple[Person, ...]) -> tuple[Person, ...]:
    admins = tuple(person for person in people if person.role == "admin")
    return admins or tuple(person for person in people if person.role == "manager")


def health(reading: Reading, now: datetime) -> dict[str, str | None]:
    """Each part with what is wrong with it, None where it is well; for `/healthz` and `pratica doctor`."""
    return health_of(reading.heartbeats.all(), now)
