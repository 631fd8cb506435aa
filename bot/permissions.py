"""Who may do what to a task; who may see it is in `storage.visibility`, in every query."""

from bot.catalogue import Contract
from bot.model import Person, Task


def may_work(person: Person, task: Task) -> bool:
    """Assign, take, finish, reopen: the team, managers, admins, whoever has it, asked for it or is concerned."""
    return (
        person.role in {"manager", "admin"}
        or person.team == task.team
        or person.id in {task.requester_id, task.assignee_id, *task.concerned}
    )


def may_decide(person: Person, task: Task) -> bool:
    """Approve or reject: a manager or admin who neither asked for it nor is the one it is about (four eyes)."""
    about = {value.record for value in task.fields.values() if value.type == "person"}
    return person.role in {"manager", "admin"} and person.id not in {task.requester_id, *about}


def approvers(people: tuple[Person, ...], task: Task, contract: Contract | None = None) -> tuple[Person, ...]:
    """Whom to ask for an approval: the team's managers, else the management's, else every manager, else the admins.

    The team is the one that works the task, or by the contract's rule that of the colleague it is about.
    """
    team = _line(people, task) if contract and contract.approval and contract.approval.by == "line" else task.team
    allowed = [person for person in people if may_decide(person, task)]
    for wanted in (
        lambda p: p.role == "manager" and p.team == team,
        lambda p: p.role == "manager" and p.team == "management",
        lambda p: p.role == "manager",
        lambda _: True,
    ):
        if chosen := tuple(person for person in allowed if wanted(person)):
            return chosen
    return ()


def team_of(people: tuple[Person, ...], team: str) -> tuple[Person, ...]:
    """The colleagues of a team who work its tasks."""
    return tuple(person for person in people if person.team == team and person.role != "requester")


def _line(people: tuple[Person, ...], task: Task) -> str:
    about = next((value.record for value in task.fields.values() if value.type == "person" and value.record), None)
    return next((person.team for person in people if person.id == about), task.team)
