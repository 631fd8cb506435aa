"""Who may do what to a task; who may see it is in `storage.visibility`, in every query."""

from bot.model import Person, Task


def may_work(person: Person, task: Task) -> bool:
    """Assign, take, finish, reopen: the team, managers, admins, whoever has it and whoever asked for it."""
    return (
        person.role in {"manager", "admin"}
        or person.team == task.team
        or person.id in {task.requester_id, task.assignee_id}
    )


def may_decide(person: Person, task: Task) -> bool:
    """Approve or reject: a manager or admin who did not ask for it (four eyes)."""
    return person.role in {"manager", "admin"} and person.id != task.requester_id


def approvers(people: tuple[Person, ...], task: Task) -> tuple[Person, ...]:
    """Whom to ask for an approval: the team's managers, else the management's, else every manager, else the admins."""
    allowed = [person for person in people if may_decide(person, task)]
    for wanted in (
        lambda p: p.role == "manager" and p.team == task.team,
        lambda p: p.role == "manager" and p.team == "management",
        lambda p: p.role == "manager",
        lambda _: True,
    ):
        if chosen := tuple(person for person in allowed if wanted(person)):
            return chosen
    return ()
