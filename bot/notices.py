"""What colleagues are told about a task, and how a task is shown; each notice has its deduplication key."""

from collections.abc import Sequence
from dataclasses import replace

from bot.effects import Notify
from bot.formatting import write_number
from bot.model import LANGUAGES, FieldValue, Item, Language, Person, Product, Task
from bot.permissions import approvers, team_of
from bot.texts import Arg, Chosen, Lines, Named, Word, text
from bot.turn import Turn

_OUR_WORDS = {"leave_type": "leave"}
"""Fields that are kept in words of our own, with the name that the messages with these begin with."""


def ask_approvers(task: Task, approvers: tuple[Person, ...], turn: Turn, *, details: Arg) -> tuple[Notify, ...]:
    """A notice to each who may approve, with what there is to know for it."""
    occasion = f"approve-{turn.message_id}"  # each message may change what is to be approved
    return tuple(
        _about(task, "please-approve", person, turn, occasion=occasion, details=details) for person in approvers
    )


def tell_team(task: Task, turn: Turn, *, message: str = "new-for-team") -> tuple[Notify, ...]:
    """A notice to each colleague of the team who works its tasks, or who stands in for it, but not to whoever wrote.

    Nor is a task new to whoever asked for it, who is told by `tell_requester`.
    """
    opened = message == "new-for-team"
    occasion = f"{'opened' if opened else message}-{task.version}"
    workers = (person for person in _workers(task, turn) if not (opened and person.id == task.requester_id))
    told = (_about(task, message, person, turn, occasion=occasion) for person in workers)
    return tuple(replace(one, team=task.team) for one in told)


def page(task: Task, turn: Turn) -> tuple[Notify, ...]:
    """An urgent notice to whom `to_page` gives, and to the rest of the team the usual one."""
    paged = to_page(task, turn)
    told = tuple(_about(task, "page", person, turn, occasion=f"page-{task.version}") for person in paged)
    return (*told, *(one for one in tell_team(task, turn) if one.person_id not in {person.id for person in paged}))


def to_page(task: Task, turn: Turn) -> tuple[Person, ...]:
    """The first on call who neither wrote nor is away.

    Nobody on call, or nobody known: the whole team; when the only one of it wrote, its managers.
    """
    today = turn.now.date()
    away = {one.person_id for one in turn.facts.absences if one.keeps_away and one.start <= today <= one.end}
    people = turn.directory.people
    on_call = [
        one for name in turn.rules.on_call for one in people if name in {one.id, one.email} and one != turn.person
    ]
    present = [person for person in on_call if person.id not in away]
    return tuple(present[:1] or on_call[:1]) or _workers(task, turn) or approvers(people, task)


def _workers(task: Task, turn: Turn) -> tuple[Person, ...]:
    people = turn.directory.people
    team = team_of(people, task.team) or approvers(people, task)
    return tuple(person for person in team if person.id != turn.person.id)


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
        actor=turn.person.name,
        details=details or field_lines(task, turn.directory.products),
    )
    return Notify(person.id, said, task.reference, notice_key(task, occasion, person.id))


def field_lines(task: Task, products: Sequence[Product] = ()) -> Lines:
    """The task's fields, a line each with its label; things by their names in the price list, where that is given."""
    return Lines(tuple(field_line(task.type, name, value, products) for name, value in task.fields.items()))


def checklist(task: Task, turn: Turn) -> Lines:
    """The steps of the task's work, numbered, each with whether it is done, in the reader's language."""
    steps = tuple(
        text("step-done" if step.done else "step-open", step=_step(task, place, turn))
        for place, step in enumerate(task.checklist)
    )
    return Lines(steps, numbered=True)


def _step(task: Task, place: int, turn: Turn) -> str:
    """A step as the type words it in the turn's language; as it was kept, when the type has changed since."""
    kept = task.checklist[place].text
    wordings = turn.catalogue[task.type].wording if task.type in turn.catalogue else {}
    same = any(kept == words.checklist[place] for words in wordings.values() if place < len(words.checklist))
    now = wordings[turn.language].checklist if turn.language in wordings else ()
    return now[place] if same and place < len(now) else kept


def field_line(kind_id: str, name: str, value: FieldValue, products: Sequence[Product] = ()) -> Arg:
    """One field with its label."""
    return text("field-line", label=Word(kind_id, "label", name), value=_shown(name, value, products))


def _shown(name: str, value: FieldValue, products: Sequence[Product]) -> Arg:
    """A value in the reader's words: a kind that is ours, the products of the price list."""
    if name in _OUR_WORDS:
        return Chosen(str(value.content), _OUR_WORDS[name])
    lines = value.content if isinstance(value.content, tuple) else ()
    known = {one.sku: one for one in products if any(line.sku == one.sku for line in lines)}
    if not known:
        return value
    return Named({language: ", ".join(_thing(line, known, language) for line in lines) for language in LANGUAGES})


def _thing(line: Item, known: dict[str, Product], language: Language) -> str:
    """A line of what is wanted: how many, and the product's name, else the words for it."""
    product = known.get(line.sku or "")
    name = product.names[language] if product else line.description
    return name if line.quantity is None else f"{write_number(line.quantity, language=language)} × {name}"


def not_now(task: Task, turn: Turn | None = None) -> Arg:
    """That the task's status does not allow what was asked; and since when by whom, where that is known."""
    status = text(f"status-{task.status}")
    events = turn.facts.events.get(task.reference, ()) if turn else ()
    last = next((one for one in reversed(events) if one.actor_id), None)
    person = turn.people().get(last.actor_id or "") if turn and last else None
    if turn is None or last is None or person is None or person == turn.person:
        return text("not-now", reference=task.reference, status=status)
    at = last.at.astimezone(turn.now.tzinfo)
    return text("not-now-by", reference=task.reference, status=status, at=at, name=person.name)
