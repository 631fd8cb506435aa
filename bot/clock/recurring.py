"""Requests that come again: what is kept of them, which of their times is due, and what opens then. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.catalogue import Kind
from bot.clock.effects import KeepStandingOrder, StandingOrder, StopStandingOrder
from bot.conversation import Draft
from bot.effects import Say
from bot.model import FieldValue, Language, Reminder
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn
from bot.understanding.lexicon import plain_words
from bot.understanding.readers.dates import read_dates
from bot.understanding.readers.found import Found
from bot.understanding.readers.recurrence import read_recurrences
from bot.worktime.errors import WorkTimeError
from bot.worktime.model import Calendar
from bot.worktime.occurrences import Occurrence, next_occurrence, occurrences
from bot.worktime.recurrence import Recurrence

PREFIX = "R"
_LOOKED_AT = 400  # characters
REMINDING = "remind"  # the one act that comes again: a reminder
_RULE, _WORDS = "recurs", "recurs:words"
_AS = frozenset({"as", "like", "usual", "come", "solito", "כמו", "כרגיל", "כפי"})


@dataclass(frozen=True, slots=True)
class Turns:
    """Which time of an order is due, whether or not it was opened already, and when it comes `again`."""

    opens: Occurrence | None
    again: datetime | None


def with_rule(draft: Draft, rule: Recurrence, words: str) -> Draft:
    """The draft with the recurrence that its sentence holds, which waits with it for what is still to be asked."""
    settled = {**draft.settled, _RULE: rule.model_dump_json(), _WORDS: words}
    return draft.model_copy(update={"settled": settled})


def recurring(draft: Draft, said: str, turn: Turn, former: Draft | None = None) -> Draft:
    """The draft with the recurrence in the words it was begun with, or that of the draft it takes the place of.

    Requests come again, and reminders; nothing else does.
    """
    if draft.type == REMINDING:
        found = found_reminding(said, turn.language, now=turn.now)
    elif turn.catalogue[draft.type].contract.kind == "request":
        found = found_rule(said, turn.language, now=turn.now)
    else:
        return draft
    if found:
        return with_rule(draft, found.value, found.words)
    rule = rule_of(former) if former else None
    return with_rule(draft, rule, words_of(former)) if former and rule else draft


def found_rule(said: str, language: Language, *, now: datetime) -> Found[Recurrence] | None:
    """The recurrence that a request is for; not one that is only spoken of ("as every Friday").

    It stands near the beginning of a message; the rest of a long one is not searched.
    """
    for one in read_recurrences(said[:_LOOKED_AT], language, now=now, implied=False):
        before = plain_words(said[: one.start]).split()
        if not before or before[-1] not in _AS:
            return one
    return None


def found_reminding(said: str, language: Language, *, now: datetime) -> Found[Recurrence] | None:
    """The recurrence of a reminder; None behind a day ("tomorrow …, due every Monday")."""
    found = found_rule(said, language, now=now)
    days = read_dates(said[: found.start], language, now=now) if found else []
    return None if days else found


def what_recurs(said: str, language: Language, *, now: datetime) -> str:
    """The words of a request without when it comes again, which say nothing of what is wanted."""
    found = found_rule(said, language, now=now)
    rest = f"{said[: found.start]} {said[found.end :]}".strip(" ,.;:-") if found else ""
    return rest if len(rest.split()) > 1 else said


def confirmation(draft: Draft, rule: Recurrence, turn: Turn) -> Arg:
    """That a request will come again, and when next, to be confirmed."""
    first = coming(rule, turn)
    if first is None:
        return text("clock-recurring-never")
    name = "clock-reminding-confirm" if draft.type == REMINDING else "clock-recurring-confirm"
    return text(name, words=words_of(draft), first=first.at.astimezone(turn.now.tzinfo))


def without_rule(draft: Draft) -> Draft:
    """The draft as one for now only."""
    return draft.model_copy(update={"settled": {k: v for k, v in draft.settled.items() if k not in {_RULE, _WORDS}}})


def rule_of(draft: Draft) -> Recurrence | None:
    """The recurrence that a draft was begun with."""
    kept = draft.settled.get(_RULE)
    return Recurrence.model_validate_json(kept) if kept else None


def coming(rule: Recurrence, turn: Turn) -> Occurrence | None:
    """The first time from now on that something comes by a rule, for the person of this turn."""
    return _next(rule, _calendar(rule, turn.calendar, turn.person.timezone), turn.now)


def _calendar(rule: Recurrence, calendar: Calendar, timezone: str) -> Calendar:
    """The calendar with its days, and the hour where the person is; without an hour, that of the calendar."""
    if rule.at is None or calendar.timezone == timezone:
        return calendar
    kept = {name: getattr(calendar, name) for name in Calendar.model_fields}
    return Calendar.model_validate(kept | {"timezone": timezone})  # a copy would keep the zone it remembers


def words_of(draft: Draft) -> str:
    """The words that say when a draft comes again."""
    return draft.settled.get(_WORDS, draft.said)


def standing_order(turn: Turn, draft: Draft, rule: Recurrence) -> tuple[KeepStandingOrder | Say, ...]:
    """A complete request kept as one that comes again, and that said; only said when it would never come."""
    first = coming(rule, turn)
    if first is None:
        return (Say(text("clock-recurring-never")),)
    order = StandingOrder(
        id=turn.new_reference(PREFIX),
        person_id=turn.person.id,
        type=draft.type,
        said=draft.said or turn.text,
        fields=draft.fields,
        rule=rule,
        look_at=first.at,
        language=turn.language,
        created_at=turn.now,
    )
    name = "clock-reminding-kept" if draft.type == REMINDING else "clock-recurring-kept"
    when = first.at.astimezone(turn.now.tzinfo)
    said = text(name, id=order.id, title=Word(draft.type, "title"), first=when)
    return KeepStandingOrder(order), Say(said)


def listed(orders: Sequence[StandingOrder], turn: Turn) -> Arg:
    """A person's orders, a line each with when it comes next."""
    if not orders:
        return text("clock-recurring-none")
    lines = (
        text(
            "clock-recurring-line",
            id=one.id,
            title=Word(one.type, "title"),
            words=one.said,
            next=one.look_at.astimezone(turn.now.tzinfo),
        )
        for one in orders
        if one.look_at
    )
    return Lines((text("clock-recurring-head", count=len(orders)), *lines))


def stop(order: StandingOrder | None, turn: Turn) -> tuple[StopStandingOrder | Say, ...]:
    """An order that comes no more: by whoever gave it, a manager of its person's team, or an admin."""
    if order is None or not _may_stop(order, turn):
        return (Say(text("clock-recurring-unknown")),)
    return StopStandingOrder(order.id), Say(
        text("clock-recurring-stopped", id=order.id, title=Word(order.type, "title"))
    )


def _may_stop(order: StandingOrder, turn: Turn) -> bool:
    whose = turn.people().get(order.person_id)
    leads = turn.person.role == "manager" and whose is not None and whose.team == turn.person.team
    return turn.person.id == order.person_id or turn.person.role == "admin" or leads


def due(order: StandingOrder, calendar: Calendar, timezone: str, *, now: datetime, oldest: timedelta) -> Turns:
    """The newest time of an order that came lately; those before it, if they were missed, do not open any more.

    `calendar` and `timezone` are those of its person.

    It looks back further than to its last look, since a closure that is entered late can move a day to before that.
    """
    calendar = _calendar(order.rule, calendar, timezone)
    try:
        came = occurrences(order.rule, calendar, after=max(order.created_at, now - oldest), upto=now)
    except WorkTimeError:
        came = ()
    following = _next(order.rule, calendar, now)
    return Turns(came[-1] if came else None, following.at if following else None)


def draft_of(order: StandingOrder, kind: Kind, occurrence: Occurrence, *, key: str) -> Draft:
    """What is opened this time: as it was asked for the first time, due on the day of this one."""
    days: dict[str, FieldValue] = {
        spec.name: order.fields[spec.name].model_copy(update={"content": occurrence.day})
        for spec in kind.contract.fields
        if spec.due and spec.name in order.fields
    }
    return Draft(
        id=key,
        person_id=order.person_id,
        type=order.type,
        said=order.said,
        fields={**order.fields, **days},
        language=order.language,
        updated_at=occurrence.at,
    )


def reminder_of(order: StandingOrder, occurrence: Occurrence, *, key: str, words: str) -> Reminder:
    """What an order to remind makes this time: of its task, or of `words`, for whoever is to be reminded."""
    whom, task = order.fields.get("person"), order.fields.get("task")
    return Reminder(
        key=key,
        person_id=(whom.record if whom else None) or order.person_id,
        at=occurrence.at,
        text=words,
        reference=str(task.content) if task else None,
    )


def _next(rule: Recurrence, calendar: Calendar, after: datetime) -> Occurrence | None:
    try:
        return next_occurrence(rule, calendar, after)
    except WorkTimeError:
        return None


def opened_on(occurrence: Occurrence) -> date:
    """The day that names it."""
    return date.fromisoformat(occurrence.key)
