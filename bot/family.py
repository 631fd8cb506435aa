"""A task and its parts: the whole closes after them, and what closes one means for the others."""

from collections.abc import Iterable

from bot.effects import AddEvent, ChangeTask, Effect, Notify, Say
from bot.lifecycle import change, event
from bot.model import CLOSED, Task
from bot.notices import notice_key, tell_requester
from bot.permissions import may_work, team_of
from bot.texts import Arg, Listing, Text, Word, text
from bot.turn import Turn


def open_parts(task: Task, kin: Iterable[Task]) -> tuple[Task, ...]:
    """The parts of a task that are still to be done."""
    return tuple(one for one in kin if one.parent == task.reference and one.status not in CLOSED)


def parts_line(parts: Iterable[Task]) -> Arg:
    """The parts by number and kind, which is all that is said of those the reader may not see."""
    return Listing(tuple(text("part", reference=one.reference, title=Word(one.type, "title")) for one in parts))


def finished(task: Task, kin: Iterable[Task]) -> bool:
    """Whether a task that has parts has nothing left to do: no part, no step of its checklist."""
    return not open_parts(task, kin) and all(step.done for step in task.checklist)


def after_closing(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """What a task that has just been closed brings about: its parts are dropped with it, its whole moves on."""
    return (*_drop_parts(task, turn), *_move_whole(task, turn))


def _drop_parts(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """The open parts of a cancelled task, cancelled too, and their teams told."""
    if task.status not in {"cancelled", "rejected"}:
        return ()
    effects: list[Effect] = []
    for part in open_parts(task, turn.facts.kin):
        dropped = change(part, "cancelled", now=turn.now)
        happened = event(part, "cancelled", actor=turn.person, channel=turn.channel, now=turn.now, why=task.reference)
        said = text("told-cancelled", actor=turn.person.name, title=Word(part.type, "title"), reference=part.reference)
        effects += [
            ChangeTask(dropped, happened),
            *tell_workers(part, said, turn, occasion=f"cancelled-{part.version}"),
        ]
    return tuple(effects)


def _move_whole(part: Task, turn: Turn) -> tuple[Effect, ...]:
    """The whole notes that a part is closed, and is closed itself after the last.

    It is written each time, so that two parts closed at the same moment cannot both miss that they were the last.
    """
    whole = next((one for one in turn.facts.kin if one.reference == part.parent), None)
    if whole is None or whole.status in CLOSED:
        return ()
    kin = [part if one.reference == part.reference else one for one in turn.facts.kin]
    noted = event(whole, "part_closed", actor=turn.person, channel=turn.channel, now=turn.now, why=part.reference)
    if open_parts(whole, kin):
        return (ChangeTask(whole.model_copy(update={"updated_at": turn.now}), noted),)
    title, occasion = Word(whole.type, "title"), f"parts-done-{whole.version}"
    if not finished(whole, kin):
        said = text("parts-done-steps-left", reference=whole.reference, title=title)
        same = whole.model_copy(update={"updated_at": turn.now})
        return (ChangeTask(same, noted), *_say(whole, said, turn), *tell_workers(whole, said, turn, occasion=occasion))
    said = text("parts-all-done", reference=whole.reference, title=title)
    return (AddEvent(noted), *close_whole(whole, turn), *_say(whole, said, turn))


def close_whole(whole: Task, turn: Turn) -> tuple[Effect, ...]:
    """A task whose parts and steps are all done is done itself; whoever asked and its team are told."""
    done = change(whole, "done", now=turn.now)
    happened = event(done, "done", actor=None, channel=turn.channel, now=turn.now)
    said = text("parts-all-done", reference=whole.reference, title=Word(whole.type, "title"))
    occasion = f"parts-done-{whole.version}"
    told = tell_requester(whole, "parts-all-done", turn, occasion=f"{occasion}-requester")
    return (ChangeTask(done, happened), *told, *tell_workers(whole, said, turn, occasion=occasion))


def _say(whole: Task, said: Text, turn: Turn) -> tuple[Say, ...]:
    """The same to whoever wrote, if the whole is theirs to work or to ask for; of a part's team it is not."""
    return (Say(said),) if may_work(turn.person, whole) else ()


def tell_holder(task: Task, turn: Turn) -> tuple[Notify, ...]:
    """Whoever works a cancelled task is told that it is gone."""
    said = text("told-cancelled", actor=turn.person.name, title=Word(task.type, "title"), reference=task.reference)
    return tell_workers(task, said, turn, occasion=f"cancelled-{task.version}")


def tell_workers(task: Task, said: Text, turn: Turn, *, occasion: str) -> tuple[Notify, ...]:
    """Whoever has the task, else its team; never whoever wrote or asked for it."""
    team = {person.id for person in team_of(turn.directory.people, task.team)}
    ids = ({task.assignee_id} if task.assignee_id else team) - {turn.person.id, task.requester_id}
    return tuple(
        Notify(one, said, task.reference, notice_key(task, occasion, one)) for one in sorted(filter(None, ids))
    )
