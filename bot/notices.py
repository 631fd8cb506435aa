"""What colleagues are told about a task, and how a task is shown; each notice has its deduplication key."""

from bot.effects import Notify
from bot.model import FieldValue, Person, Task
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn


def ask_approvers(task: Task, approvers: tuple[Person, ...], turn: Turn, *, details: Arg) -> tuple[Notify, ...]:
    """A notice to each who may approve, with what there is to know for it."""
    occasion = f"approve-{task.version}"
    return tuple(
        _about(task, "please-approve", person, turn, occasion=occasion, details=details) for person in approvers
    )


def tell_team(task: Task, turn: Turn) -> tuple[Notify, ...]:
    """A notice to each colleague of the team who works its tasks, but not to whoever asked."""
    team = [
        p for p in turn.directory.people if p.team == task.team and p.role != "requester" and p.id != turn.person.id
    ]
    return tuple(_about(task, "new-for-team", person, turn, occasion=f"opened-{task.version}") for person in team)


def tell_requester(task: Task, message: str, turn: Turn, /, *, occasion: str, **args: Arg) -> tuple[Notify, ...]:
    """A notice to whoever asked, unless they are the one who wrote."""
    if task.requester_id == turn.person.id or task.requester_id not in turn.people():
        return ()
    said = text(message, reference=task.reference, title=Word(task.type, "title"), actor=turn.person.name, **args)
    return (Notify(task.requester_id, said, task.reference, notice_key(task, occasion, task.requester_id)),)


def notice_key(task: Task, occasion: str, person_id: str) -> str:
    """The deduplication key of a notice: the task, what happened at which version, and for whom."""
    return f"notice:{task.reference}:{occasion}:{person_id}"


def _about(task: Task, name: str, person: Person, turn: Turn, *, occasion: str, details: Arg | None = None) -> Notify:
    requester = turn.people().get(task.requester_id)
    said = text(
        name,
        reference=task.reference,
        title=Word(task.type, "title"),
        requester=requester.name if requester else task.requester_id,
        details=details or field_lines(task),
    )
    return Notify(person.id, said, task.reference, notice_key(task, occasion, person.id))


def field_lines(task: Task) -> Lines:
    """The task's fields, a line each with its label."""
    return Lines(tuple(field_line(task.type, name, value) for name, value in task.fields.items()))


def field_line(kind_id: str, name: str, value: FieldValue) -> Arg:
    """One field with its label."""
    return text("field-line", label=Word(kind_id, "label", name), value=value)


def not_now(task: Task) -> Arg:
    """That the task's status does not allow what was asked."""
    return text("not-now", reference=task.reference, status=text(f"status-{task.status}"))
