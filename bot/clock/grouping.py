"""From what is due for one person to the one message that says it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.catalogue import Contract
from bot.clock.chaser import supplier_name
from bot.clock.looks import Due
from bot.model import Directory, Reminder, Task
from bot.permissions import approvers
from bot.texts import Arg, Lines, Listing, Text, Word, text

_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a message: what it says, about which task, and with which buttons where it stands alone.

    `presses` are control acts, such as "chase".
    """

    key: str
    at: datetime
    said: Text
    reference: str | None = None
    presses: tuple[str, ...] = ()


def message(items: Sequence[Item], most: int) -> tuple[str, Arg, tuple[str, ...]]:
    """The key, the text and the tasks of the one message for these items: the item itself, or a list of up to `most`.

    The key is that of the first item by name: each is settled once, so no other message has it.
    """
    ordered = sorted(items, key=lambda one: (one.at, one.key))
    key = min(one.key for one in items)
    tasks = tuple(dict.fromkeys(one.reference for one in ordered if one.reference))
    if len(ordered) == 1:
        return key, ordered[0].said, tasks
    shown, more = ordered[:most], len(ordered) - most
    lines: list[Arg] = [text("clock-many", count=len(ordered))]
    lines += [text("clock-item", said=one.said) for one in shown]
    if more > 0:
        lines.append(text("clock-more", count=more))
    return key, Lines(tuple(lines)), tasks


def item(
    due: Due,
    task: Task,
    directory: Directory,
    *,
    asks: bool,
    today: date,
    contract: Contract | None = None,
    zone: tzinfo | None = None,
) -> Item:
    """The line about a task; `asks` says whether its supplier can be written to again, `today` is the reader's day.

    Moments are in `zone`, else in the reader's.
    """
    names = {person.id: person.name for person in directory.people}
    args: dict[str, Arg] = {
        "reference": task.reference,
        "title": Word(task.type, "title"),
        "due": task.due or due.since,
        "since": due.since,
    }
    presses: tuple[str, ...] = ("mute",)
    match due.occasion:
        case "overdue_manager":
            name = names.get(task.assignee_id or "")
            said = _with("clock-overdue-manager", args, name=name) if name else _with("clock-overdue-nobody", args)
        case "supplier":
            who = supplier_name(task, directory) or task.reference
            said = _with("clock-supplier" if asks else "clock-supplier-no-address", args, name=who)
            presses = ("chase", "mute") if asks else presses
        case "due_today" if due.since < today:  # said late, because nothing ran
            said = _with("clock-overdue", args)
        case "approval":
            said = _with("clock-approval", args, name=names.get(task.requester_id, task.requester_id))
        case "escalation":
            first = Listing(tuple(person.name for person in approvers(directory.people, task, contract)))
            said = _with("clock-escalation", args, name=names.get(task.requester_id, task.requester_id), first=first)
        case "answer_soon" | "answer_missed" | "resolution_soon" | "resolution_missed":
            by = due.end.astimezone(zone or ZoneInfo(due.person.timezone)) if due.end else due.since
            said = _with(f"sla-{due.occasion.replace('_', '-')}", args, by=by)
        case _:
            said = _with(f"clock-{due.occasion.replace('_', '-')}", args)
    return Item(due.key, due.at, said, task.reference, presses)


def chased_item(due: Due, task: Task, *, name: str, address: str) -> Item:
    """That a supplier was written to again without asking anybody."""
    args: dict[str, Arg] = {"reference": task.reference, "title": Word(task.type, "title"), "since": due.since}
    return Item(due.key, due.at, _with("clock-chased", args, name=name, address=address), task.reference, ("mute",))


def reminder_item(reminder: Reminder, key: str, task: Task | None, *, now: datetime, at: datetime) -> Item:
    """What somebody wanted to be reminded of; one that comes late says for when it was, `at` in the reader's zone."""
    args: dict[str, Arg] = {"words": reminder.text}
    if task and reminder.text.strip() in {"", task.reference}:
        name, args = "clock-reminder-task", {"reference": task.reference, "title": Word(task.type, "title")}
    else:
        name = "clock-reminder"
    said = _with(f"{name}-late", args, at=at) if now - reminder.at > _LATE else _with(name, args)
    return Item(key, reminder.at, said, task.reference if task else None)


def _with(name: str, args: dict[str, Arg], /, **more: Arg) -> Text:
    return Text(name, {**args, **more})
