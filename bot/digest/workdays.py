"""On which days somebody works, by calendar and absences."""

from collections.abc import Callable, Iterable
from datetime import date

from bot.digest.schedule import Works
from bot.model import Absence, Person
from bot.worktime.counting import for_person, is_working
from bot.worktime.model import Calendar


def works_by(calendar_of: Callable[[Person], Calendar], absences: Iterable[Absence]) -> Works:
    """Whether a person works on a day: neither on their calendar's days off, nor while they are away."""
    away: dict[str, list[Absence]] = {}
    for one in absences:
        away.setdefault(one.person_id, []).append(one)
    known: dict[str, Calendar] = {}

    def works(person: Person, day: date) -> bool:
        if person.id not in known:
            theirs = tuple(away.get(person.id, ()))
            known[person.id] = for_person(calendar_of(person), theirs)
        return is_working(known[person.id], day)

    return works
