"""Whose digest is due: each at their own hour where they are, on days on which they work."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock.keys import digest_key
from bot.digest.settings import DigestSettings
from bot.digest.values import DAYS, Cadence
from bot.digest.wishes import Wish, read_wish
from bot.model import Person

Works = Callable[[Person, date], bool]
"""Whether somebody works on a day."""
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DueDigest:
    """One person's digest of a day; one that is `too_late` is settled and not sent."""

    person: Person
    cadence: Cadence
    day: date
    key: str
    too_late: bool = False


def due_digests(
    people: Iterable[Person],
    preferences: Mapping[str, str],
    settings: DigestSettings,
    works: Works,
    now: datetime,
) -> tuple[DueDigest, ...]:
    """The digests whose hour has come, also those of yesterday evening that may still go out.

    A daily one falls out on a day off, a weekly one moves to the next working day of the same week.
    """
    return tuple(due for person in people if (due := _due(person, preferences, settings, works, now)) is not None)


def wish_of(person: Person, preferences: Mapping[str, str], settings: DigestSettings) -> Wish:
    """What a person wants; what is usual where they have not said it, or nobody can read it any more."""
    usual = read_wish(settings.usual) or Wish(None)
    return read_wish(preferences.get(person.id, settings.usual)) or usual


def _due(
    person: Person, preferences: Mapping[str, str], settings: DigestSettings, works: Works, now: datetime
) -> DueDigest | None:
    wish = wish_of(person, preferences, settings)
    if wish.cadence is None:
        return None
    today = now.astimezone(ZoneInfo(person.timezone)).date()
    for day in (today, today - _DAY):
        late = now - _at(day, wish, person)
        if late < timedelta() or (day != today and late > settings.give_up_after):
            continue
        if falls_on(day, wish, lambda day: works(person, day)):
            key = digest_key(person.id, wish.cadence, day)
            return DueDigest(person, wish.cadence, day, key, too_late=late > settings.give_up_after)
    return None


def _at(day: date, wish: Wish, person: Person) -> datetime:
    """The moment in UTC: the difference of two times of one zone would leave out a change to summer time."""
    return datetime.combine(day, wish.at, tzinfo=ZoneInfo(person.timezone)).astimezone(UTC)


def falls_on(day: date, wish: Wish, works: Callable[[date], bool]) -> bool:
    """Whether a digest falls on this day."""
    if wish.cadence == "daily":
        return works(day)
    nominal = day - timedelta(days=(day.weekday() - wish.weekday) % _WEEK)
    week = (nominal + timedelta(days=ahead) for ahead in range(_WEEK))
    return next((one for one in week if works(one)), None) == day


@dataclass(frozen=True, slots=True)
class Span:
    """Which days a digest is about, and which it holds them against, as days back from today; both ends included."""

    last: int
    before: int | None

    def now_in(self, flow: tuple[int, ...]) -> int:
        """How many there were."""
        return sum(flow[: self.last + 1])

    def before_in(self, flow: tuple[int, ...]) -> int | None:
        """How many there were in the time before, where that is known."""
        return None if self.before is None else sum(flow[self.last + 1 : self.before + 1])


def span(cadence: Cadence, day: date, works: Callable[[date], bool]) -> Span:
    """A daily digest is about everything since the last working day began, a weekly one about seven days."""
    if cadence == "weekly":
        return Span(_WEEK, 2 * _WEEK)
    back = _working_days_back(day, works)
    return Span(next(back, 1), next(back, None))


def _working_days_back(day: date, works: Callable[[date], bool]) -> Iterator[int]:
    return (back for back in range(1, DAYS) if works(day - timedelta(days=back)))
