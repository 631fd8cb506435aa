"""When people work, as far as the clock needs it: from one question, when somebody works next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import Person
from bot.worktime.errors import WorkTimeError

_DAY = timedelta(days=1)
_LONGEST_REST = 45  # days; who is away for longer is told on the day itself


def always(_: Person, moment: datetime) -> datetime:
    """For a company without calendars: every moment is worked."""
    return moment


@dataclass(frozen=True, slots=True)
class Hours:
    """`next_working` gives the moment itself where the person works then, else when they next begin; aware moments.

    What was asked once is remembered; `afresh` forgets it, since absences and calendars change.
    """

    next_working: Callable[[Person, datetime], datetime] = always
    morning: time = time(9, 0)
    _known: dict[tuple[str, datetime], datetime] = field(default_factory=dict, repr=False, compare=False)

    def afresh(self) -> "Hours":
        """The same, with nothing remembered."""
        return Hours(self.next_working, self.morning)

    def at_work(self, person: Person, moment: datetime) -> datetime:
        """When the person works next; the moment itself where no calendar tells, or they are away for very long."""
        asked = (person.id, moment)
        if asked not in self._known:
            self._known[asked] = self._ask(person, moment)
        return self._known[asked]

    def _ask(self, person: Person, moment: datetime) -> datetime:
        try:
            found = self.next_working(person, moment)
        except WorkTimeError:
            return moment
        return found if found - moment <= _LONGEST_REST * _DAY else moment

    def on(self, person: Person, day: date) -> datetime:
        """The morning of a day where the person is, or when they next work after it."""
        return self.at_work(person, datetime.combine(day, self.morning, ZoneInfo(person.timezone)))

    def works(self, person: Person, day: date) -> bool:
        """Whether the person works at any time of a day."""
        midnight = datetime.combine(day, time(), ZoneInfo(person.timezone))
        return self.at_work(person, midnight).astimezone(midnight.tzinfo).date() == day

    def before(self, person: Person, day: date) -> date:
        """The last day before a day on which the person works."""
        return self._step(person, day, -_DAY)

    def after(self, person: Person, day: date, count: int) -> date:
        """The `count`-th day after a day on which the person works."""
        for _ in range(count):
            day = self._step(person, day, _DAY)
        return day

    def _step(self, person: Person, day: date, step: timedelta) -> date:
        for away in range(1, _LONGEST_REST + 1):
            if self.works(person, day + away * step):
                return day + away * step
        return day + step
