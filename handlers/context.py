"""Reads what a message needs from the store: the conversation first, then the facts it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.accepted import says_so
from bot.catalogue import Catalogue, Kind
from bot.conversation import Conversation, Draft
from bot.mail.readdress import undelivered
from bot.messages import InboundMessage
from bot.model import Directory, Event, FieldValue, Person, Status, Task
from bot.permissions import may_decide
from bot.ports import Reading, TaskQuery
from bot.recognition import THEM
from bot.turn import Facts
from bot.understanding.kind_names import kinds_meant
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers.money import read_percents
from bot.understanding.readers.references import TaskNumbers, read_references
from bot.understanding.records import RecordNames
from bot.understanding.request import Request
from bot.understanding.understand import Understander, Understanding

OPEN: tuple[Status, ...] = ("new", "open", "in_progress", "waiting", "awaiting_approval")
_NEAR_PARTIES = 4
_TASKS_READ = 50
_TASKS_OF_PARTY = 5
_TASKS_TOLD = 5
_TASKS_SENT = 20  # of one person, whose mails may have come back lately
_TASKS_OF_TEAM = 500
_COUNTING_ORDERS = frozenset({"stock_check"})
_ORDERS = ("order_entry", "purchase_order")


_ABOUT_ABSENCES = frozenset({"attendance", "approve"})
_PAST = timedelta(days=31)
_PENDING_LEAVE = TaskQuery(statuses=("awaiting_approval",), types=("attendance",), limit=_TASKS_OF_TEAM)
_OPEN_ORDERS = TaskQuery(statuses=OPEN, types=_ORDERS, limit=_TASKS_OF_TEAM)


class UnknownPerson(Exception):
    """Nobody of this name is among the company's people."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who wrote in which conversation, with the person's drafts and the company's records."""

    person: Person
    conversation: Conversation
    drafts: tuple[Draft, ...]
    directory: Directory


def read_context(reading: Reading, message: InboundMessage, types: Catalogue) -> Context:
    """The context of a message; raises `UnknownPerson` when the sender is no colleague.

    A draft of a type that is gone, or with a field that its type no longer has, is left where it is.
    """
    directory = reading.records.directory()
    person = next((person for person in directory.people if person.id == message.sender_id), None)
    if person is None:
        raise UnknownPerson(message.sender_id)
    fresh = Conversation(
        key=message.conversation, person_id=person.id, language=person.language, last_task=message.about
    )
    conversation = reading.conversations.get(message.conversation) or fresh
    if conversation.person_id != person.id:  # the account has changed hands
        conversation = fresh.model_copy(update={"version": conversation.version})
    if message.about:
        conversation = conversation.model_copy(update={"last_task": message.about})
    drafts = tuple(draft for draft in reading.conversations.drafts(person.id) if _still_fits(draft, types))
    return Context(person, conversation, drafts, directory)


def _still_fits(draft: Draft, types: Catalogue) -> bool:
    known = {spec.name for spec in types[draft.type].contract.fields} if draft.type in types else set()
    return draft.type in types and set(draft.fields) <= known


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message is about, as far as the store is concerned.

    `about_tasks`: some act on a task; `seeks`: one that does not give the task's number, so that it may be any;
    `address`: a mail address, which may be the right one for a mail that was refused; `percentage`: one that nothing
    waits for, which may correct what the person asked for lately; `them`: somebody who was spoken of before.
    """

    references: frozenset[str]
    invoices: tuple[str, ...]
    parties: tuple[str, ...]
    query: TaskQuery | None
    about_tasks: bool
    seeks: bool
    kinds: frozenset[str]
    today: date
    address: bool = False
    percentage: bool = False
    them: bool = False


def wanted(
    context: Context,
    understanding: Understanding,
    names: RecordNames,
    parts: Understander,
    *,
    now: datetime,
    text: str,
) -> Wanted:
    """What to read for a message: the tasks, invoices and parties that it or an open draft names. Pure."""
    conversation = context.conversation
    fields = [field for request in understanding.requests for field in request.fields.items()]
    fields += [field for draft in context.drafts for field in draft.fields.items()]
    drafted = {draft.type for draft in context.drafts}
    revised = {draft.revises for draft in context.drafts}
    asked, taken = conversation.asked, conversation.taken
    choices = {choice.value for choice in asked.choices} if asked else set()
    choices |= {asked.guess} if asked and asked.kind == "forward" and asked.guess else set()
    again, meant = _once_more(context, text, parts.catalogue)
    named = [str(value.content) for name, value in fields if name == "task"]
    references = {found.value for found in parts.tasks.read("\n".join((text, again, *named)))} | {*named}
    references |= {reference for said in named for reference in parts.tasks.completed(said)}
    references |= {
        reference for reference in (*conversation.listed, conversation.last_task, *revised, *choices) if reference
    }
    references |= {taken.task} if taken and taken.task else set()
    vague = {one.intent for one in understanding.requests if not _is_numbered(one, parts.tasks)}
    vague |= set(understanding.choices) | choices | drafted | meant
    intents = vague | {request.intent for request in understanding.requests}
    kinds = frozenset(kind for kind in intents if kind in parts.catalogue)
    acts = {kind for kind in kinds if kind == "digest" or about_a_task(parts.catalogue[kind])}
    numbers = {str(value.content) for name, value in fields if name == "invoice_number"}
    for said in (text, again):
        numbers |= {found.value for found in read_references(said, understanding.language, bare=True)}
    return Wanted(
        references=frozenset(references),
        invoices=tuple(sorted(numbers)),
        parties=_parties(fields, names, (text, again) if again else (text,), choices),
        query=_list_query(context, understanding, names, parts.lexicon, now=now),
        about_tasks=bool(acts) or says_so(text),
        seeks=bool(acts & vague),
        kinds=kinds,
        today=now.date(),
        address="@" in text or (asked is not None and asked.kind == "address"),
        percentage=not context.drafts and bool(read_percents(text, understanding.language)),
        them=THEM.search(text) is not None,
    )


def _is_numbered(request: Request, tasks: TaskNumbers) -> bool:
    """Whether a request gives the number of the task that it is about."""
    return "task" in request.fields and bool(tasks.read(str(request.fields["task"].content)))


def _once_more(context: Context, text: str, types: Catalogue) -> tuple[str, set[str]]:
    """The words that are to be read as well: those asked about, or behind "no, a contract"; and as what, if so."""
    asked, taken = context.conversation.asked, context.conversation.taken
    if asked and asked.kind == "intent":
        return asked.text or "", set(kinds_meant(text, asked.guess or "", types, shown=True))
    if asked and asked.kind == "forward":
        return asked.text or "", set()
    earlier = [(draft.type, draft.said) for draft in context.drafts] + ([(taken.type, taken.said)] if taken else [])
    meant = {said: kinds for kind, said in earlier if (kinds := kinds_meant(text, kind, types, shown=True))}
    return "\n".join(meant), {kind for kinds in meant.values() for kind in kinds}


def about_a_task(kind: Kind) -> bool:
    """Whether a kind is an act on a task."""
    return not kind.opens_task and any(spec.name == "task" for spec in kind.contract.fields)


def _parties(
    fields: list[tuple[str, FieldValue]], names: RecordNames, texts: tuple[str, ...], choices: set[str]
) -> tuple[str, ...]:
    said = [str(value.content) for _, value in fields if value.type == "party"]
    ids = {match.id for one in (*said, *texts) for match in names.parties(one)[:_NEAR_PARTIES]}
    ids |= {value.record for _, value in fields if value.type == "party" and value.record}
    ids |= {choice.rpartition("|")[2] for choice in choices}
    return tuple(sorted(ids))


def _list_query(
    context: Context, understanding: Understanding, names: RecordNames, lexicon: Lexicon, *, now: datetime
) -> TaskQuery | None:
    """The query behind "my tasks", "what is overdue", "what has Denis got", "what is purchasing waiting for"."""
    request = next((request for request in understanding.requests if request.intent == "list_tasks"), None)
    person = context.person
    if any(one.intent == "digest" for one in understanding.requests):
        return TaskQuery(statuses=OPEN, mine=person.id, limit=_TASKS_OF_TEAM)
    if request is None:
        return None
    if team := lexicon.team(request.text):
        return TaskQuery(statuses=OPEN, team=team, limit=_TASKS_OF_TEAM)
    assignee = request.fields.get("assignee")
    if assignee is None or assignee.content != "@me":
        matches = names.people(str(assignee.content) if assignee else request.text)
        if assignee or matches:
            return TaskQuery(statuses=OPEN, assignee_id=matches[0].id if matches else "-", limit=_TASKS_OF_TEAM)
    scope = str(request.fields["scope"].content) if "scope" in request.fields else "mine"
    if scope == "approvals":
        return TaskQuery(statuses=("awaiting_approval",), limit=_TASKS_OF_TEAM)
    if scope == "waiting":
        return TaskQuery(statuses=("waiting", "awaiting_approval"), limit=_TASKS_OF_TEAM)
    if scope == "overdue":
        return TaskQuery(statuses=OPEN, overdue_on=now.date(), limit=_TASKS_OF_TEAM)
    if scope == "team":
        return TaskQuery(statuses=OPEN, team=person.team, limit=_TASKS_OF_TEAM)
    mine = None if scope == "open" else person.id
    return TaskQuery(statuses=OPEN, mine=mine, limit=_TASKS_OF_TEAM)


def _about_absences(wanted: Wanted, tasks: Mapping[str, Task], types: Catalogue) -> bool:
    """Whether it may matter who is away: for a leave, for who decides on one, and for whom to page."""
    kinds = wanted.kinds | {task.type for task in tasks.values()}
    return bool(kinds & _ABOUT_ABSENCES) or any(types[kind].contract.page for kind in wanted.kinds)


def _parties_of(tasks: Iterable[Task]) -> tuple[str, ...]:
    """The parties on record in tasks."""
    values = (value for task in tasks for value in task.fields.values())
    return tuple(sorted({value.record for value in values if value.type == "party" and value.record}))


def read_facts(
    reading: Reading, wanted: Wanted, person: Person, types: Catalogue, *, edits: str | None = None
) -> Facts:
    """The facts, all of them such as the person may see; events only when the message is about tasks.

    What waits for the person is read only where any task may be meant; for a message that `edits` an earlier one, or
    gives a percentage, what the person asked for lately.
    """
    tasks = reading.tasks.get_many(wanted.references, person)
    if edits or wanted.percentage:
        own = reading.tasks.find(TaskQuery(requester_id=person.id, limit=_TASKS_READ), person)
        tasks = {task.reference: task for task in own} | tasks
    kinds = wanted.kinds | {task.type for task in tasks.values()}
    approvals: tuple[Task, ...] = ()
    told: dict[str, tuple[Event, ...]] = {}
    if wanted.seeks:
        waiting = reading.tasks.find(TaskQuery(statuses=("awaiting_approval",), limit=_TASKS_READ), person)
        approvals = tuple(task for task in waiting if may_decide(person, task))
        near = reading.tasks.find(TaskQuery(mine=person.id, limit=_TASKS_READ), person)
        of_party = reading.tasks.of_records(wanted.parties, person, each=_TASKS_OF_PARTY)
        tasks = {task.reference: task for task in (*near, *of_party, *approvals)} | tasks
    if wanted.about_tasks:
        shown = tasks if len(tasks) <= _TASKS_TOLD else tasks.keys() & wanted.references
        told = reading.tasks.events_of(shown, person)
    counts = bool(kinds & _COUNTING_ORDERS)
    them = _parties_of(tasks[one] for one in wanted.references & tasks.keys()) if wanted.them else ()
    lately: dict[str, Task] = {}
    if wanted.address:
        found = reading.tasks.find(TaskQuery(requester_id=person.id, limit=_TASKS_SENT), person)
        lately = {task.reference: task for task in (*found, *tasks.values())}
    return Facts(
        tasks=tasks,
        events=told,
        listed=reading.tasks.find(wanted.query, person) if wanted.query else (),
        approvals=approvals,
        kin=reading.tasks.kin(tasks),
        orders=reading.tasks.find(_OPEN_ORDERS, person) if counts else (),
        absences=reading.absences.of(since=wanted.today - _PAST) if _about_absences(wanted, tasks, types) else (),
        pending=reading.tasks.find(_PENDING_LEAVE, person) if "attendance" in wanted.kinds else (),
        invoices=reading.records.invoices(numbers=wanted.invoices, party_ids=(*wanted.parties, *them)),
        undelivered=undelivered(lately, reading.tasks.events_of(lately, person)) if lately else (),
    )
