"""Which approvals wait for whom: of those who were asked for each, as `bot.permissions.approvers` chooses them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.catalogue import Catalogue
from bot.chat.actions import DECIDING, actions
from bot.chat.press import Press
from bot.digest.values import Line, Morning
from bot.model import FieldValue, Person, Task
from bot.permissions import approvers


@dataclass(frozen=True, slots=True)
class Waiting:
    """The approvals that wait for one person: the first few, how many there are, and what decides on the first."""

    lines: tuple[Line, ...] = ()
    count: int = 0
    presses: tuple[Press, ...] = ()

    def with_presses(self, tasks: Mapping[str, Task], person: Person) -> "Waiting":
        """With what this person decides on the tasks as they stand, in the order of the lines."""
        shown = [tasks[line.reference] for line in self.lines if line.reference in tasks]
        presses = (press for task in shown for press in actions(task, person) if press.of in DECIDING)
        return replace(self, presses=tuple(presses))


def waiting_for(
    morning: Morning, people: Iterable[Person], catalogue: Catalogue, *, lines: int
) -> Mapping[str, Waiting]:
    """By person id; only what each may see."""
    deciding = tuple(person for person in people if person.role in {"manager", "admin"})
    asked: dict[str, list[Line]] = {}
    for line in morning.approvals:
        contract = catalogue[line.type].contract if line.type in catalogue else None
        for person in approvers(deciding, _as_task(line), contract):
            if morning.sees(person, line):
                asked.setdefault(person.id, []).append(line)
    return {person_id: Waiting(tuple(found[:lines]), len(found)) for person_id, found in asked.items()}


def _as_task(line: Line) -> Task:
    """As much of a task as says who may decide on it; not validated, since it comes from the store."""
    about = {
        str(place): FieldValue.model_construct(type="person", content=person_id, record=person_id)
        for place, person_id in enumerate(line.about)
    }
    return Task.model_construct(
        reference=line.reference,
        type=line.type,
        status=line.status,
        team=line.team,
        visibility=line.visibility,
        requester_id=line.requester_id,
        language="en",
        created_at=line.created_at,
        updated_at=line.updated_at,
        fields=about,
    )
