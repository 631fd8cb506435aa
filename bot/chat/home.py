"""What a colleague's own page shows: their tasks, what waits for them, what their team has to take, their drafts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from bot.answers import about
from bot.chat.form_keys import FormKey
from bot.chat.forms import Home, HomeSection
from bot.chat.press import Press
from bot.conversation import Draft
from bot.messages import Button, Reply
from bot.model import CLOSED, Person, Task
from bot.notices import field_line
from bot.permissions import may_decide, may_work
from bot.proposed import takes_proposals
from bot.texts import Arg, Lines, Text, Word, text

MOST = 10
_MOST_FIELDS = 3
Say = Callable[[Arg], str]
Actions = Callable[[Task], tuple[Button, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show to a person, all of it theirs to see, the newest first.

    `own` are tasks that they asked for or have, `waiting` those that wait for an approval, `team` those of their team.
    """

    own: tuple[Task, ...] = ()
    waiting: tuple[Task, ...] = ()
    team: tuple[Task, ...] = ()
    drafts: tuple[Draft, ...] = ()


def home(
    person: Person, shown: Shown, say: Say, *, today: date, types: Collection[str], actions: Actions = lambda _: ()
) -> Home:
    """The page of a person in their language; `actions` gives a task's buttons, `types` are the types there are."""

    def section(name: str, tasks: Collection[Task]) -> HomeSection:
        cards = [_card(task, say, today=today, actions=actions) for task in list(tasks)[:MOST]]
        if len(tasks) > MOST:
            cards.append(Reply(text=say(text("and-more", count=len(tasks) - MOST))))
        title, empty = (say(Text(f"home-{name}{part}")) for part in ("", "-none"))
        return HomeSection(title=title, cards=tuple(cards), empty=empty)

    own = [task for task in shown.own if _is_open(task) and person.id in {task.requester_id, task.assignee_id}]
    sections = [section("mine", own)]
    decide = _to_decide(person, shown)
    if decide or person.role in {"manager", "admin"}:
        sections.append(section("decide", decide))
    if person.role != "requester":
        sections.append(section("team", [task for task in shown.team if _is_free(task, person) and task not in own]))
    drafts = [draft for draft in shown.drafts if draft.type in types]
    if drafts:
        cards = tuple(_draft(draft, say) for draft in drafts[:MOST])
        sections.append(HomeSection(title=say(text("home-drafts")), cards=cards))
    new = Button(
        value=say(text("home-new")),
        label=say(text("home-new")),
        press=str(Press(kind="act", of="help")),
        opens=str(FormKey(kind="new")),
        look="primary",
    )
    return Home(
        person=person.id, title=say(text("home-title", name=person.name)), buttons=(new,), sections=tuple(sections)
    )


def concerned(versions: Collection[Task], people: Collection[Person]) -> frozenset[str]:
    """The ids of those on whose pages a task may stand in one of its versions."""
    return frozenset(person.id for person in people if any(_may_stand(task, person) for task in versions))


def _may_stand(task: Task, person: Person) -> bool:
    works = person.role != "requester" and person.team == task.team
    return works or person.role in {"manager", "admin"} or person.id in {task.requester_id, task.assignee_id}


def _to_decide(person: Person, shown: Shown) -> list[Task]:
    """What waits for the person's approval, and what an outsider's answer proposes for tasks that they may work."""
    proposed = [task for task in (*shown.own, *shown.team) if task.proposals and takes_proposals(task)]
    waiting = [task for task in shown.waiting if may_decide(person, task)]
    mine = [task for task in proposed if may_work(person, task)]
    return [*{task.reference: task for task in (*waiting, *mine)}.values()]


def _is_open(task: Task) -> bool:
    return task.status not in CLOSED


def _is_free(task: Task, person: Person) -> bool:
    """Whether a task waits for somebody of the person's team to take it."""
    working = task.status in {"new", "open", "in_progress", "waiting"}
    return working and task.team == person.team and task.assignee_id is None


def _card(task: Task, say: Say, *, today: date, actions: Actions) -> Reply:
    head = text("form-task", title=Word(task.type, "title"), reference=task.reference)
    lines = [field_line(task.type, name, value) for name, value in list(task.fields.items())[:_MOST_FIELDS]]
    status = text(
        f"status-waiting-{task.waiting_for}"
        if task.status == "waiting" and task.waiting_for
        else f"status-{task.status}"
    )
    standing: Arg = text("home-standing", status=status)
    if task.due:
        late = task.due < today
        standing = text("home-standing-late" if late else "home-standing-due", status=status, due=task.due)
    return Reply(
        text=say(Lines((head, *lines))), standing=say(standing), tasks=(task.reference,), buttons=actions(task)
    )


def _draft(draft: Draft, say: Say) -> Reply:
    lines = [field_line(draft.type, name, value) for name, value in list(draft.fields.items())[:_MOST_FIELDS]]
    head = text("home-draft", what=about(draft))
    label = say(text("home-continue"))
    key = str(FormKey(kind="draft", of=draft.id))
    button = Button(value=label, label=label, press=str(Press(kind="act", of="help")), opens=key)
    return Reply(text=say(Lines((head, *lines))), buttons=(button,))
