"""Absences: asked for and decided by the person's manager, or reported; then in the absence calendar."""

from bot.conversation import Draft
from bot.documents import AbsenceEntry
from bot.drafting import sourced
from bot.effects import ChangeTask, DropAbsence, Effect, FileDocument, Fulfil, Notify, PutAbsence, Say
from bot.lifecycle import event
from bot.model import CLOSED, WORKING_ABSENCES, Absence, FieldValue, Period, Person, Source, Task
from bot.notices import field_lines, notice_key, tell_team
from bot.permissions import approvers
from bot.texts import Arg, Lines, text
from bot.turn import Question, Stop, Turn, Work
from bot.understanding.readers.dates import read_dates, read_periods, read_time
from handlers.requests.attendance.away import asked_who, may_know
from handlers.requests.attendance.days import days_away, in_order, lasting, no_such_day, until_back
from handlers.requests.attendance.leave import PRIVATE, UNASKED, LeaveKind, kind_of, kind_of_field
from handlers.requests.attendance.part import ONLY, part_in, part_of_day
from handlers.requests.attendance.whose import of_whom

_LONGEST = 240  # days; "from 10 to 5 December" is a slip and not most of a year


def look(draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
    """The draft with its days and kind settled; a colleague nobody knows, or days taken already, are told."""
    fresh = draft.revises is None and all(draft.id != old.id for old in turn.drafts)
    if fresh and (said := asked_who(turn)):
        return draft, Stop(said)
    draft = of_whom(lasting(_with_kind(until_back(_with_days(draft, turn), turn), turn), turn), turn)
    person = _person(draft.fields, turn)
    if "employee" in draft.fields and person is None:
        name = str(draft.fields["employee"].content)
        fields = {key: value for key, value in draft.fields.items() if key != "employee"}
        return draft.model_copy(update={"fields": fields}), Question("employee", text("unknown-colleague", name=name))
    if "start_date" not in draft.fields and (words := no_such_day(turn)):
        return draft, Question("start_date", text("no-such-day", words=words), first=True)
    if person is None or "start_date" not in draft.fields or _kind(draft.fields) == "clocking":
        return draft, None
    days = in_order(_days(draft.fields), draft.fields)
    if days.end < days.start:
        fields = {key: value for key, value in draft.fields.items() if key != "end_date"}
        said = text("days-end-early", start=days.start, end=days.end)
        return draft.model_copy(update={"fields": fields}), Question("end_date", said, first=True)
    draft = _with_part(draft, days, turn)
    if may_know(turn.person, person) and (taken := _taken(draft, person, days, turn)):
        return draft, Stop(text("absence-overlaps", name=person.name, days=days_away(taken)))
    return draft, None


def _taken(draft: Draft, person: Person, days: Period, turn: Turn) -> Absence | None:
    """What of the same person is in the calendar, or waits for approval, and takes of these days what is asked for.

    Two parts of one day in other words are taken for two parts; whether they touch the manager sees.
    """
    part = _part(draft.fields)
    waiting = (_absence(task) for task in turn.facts.pending if _kind(task.fields) != "clocking")
    return next(
        (
            one
            for one in (*turn.facts.absences, *waiting)
            if one.person_id == person.id
            and one.reference != draft.revises
            and one.start <= days.end
            and days.start <= one.end
            and not (part and one.part and part != one.part)
        ),
        None,
    )


def choose(draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
    """Nothing is chosen among records."""
    return draft


def summary(draft: Draft, turn: Turn) -> Arg:
    """An absence is not confirmed."""
    return text("confirm-unclear")


def details(task: Task, turn: Turn) -> Arg:
    """Who is away when and why, and who of the same team is away then too."""
    days, person = _days(task.fields), _person(task.fields, turn)
    people = turn.people()
    team = person.team if person else ""
    meanwhile = [
        text("absence-meanwhile", name=people[one.person_id].name, days=days_away(one))
        for one in turn.facts.absences
        if one.person_id in people
        and people[one.person_id].team == team
        and one.reference != task.reference
        and one.start <= days.end
        and days.start <= one.end
    ]
    return Lines((field_lines(task, turn.directory.products), *remarks(task, turn), *meanwhile))


def remarks(task: Task, turn: Turn) -> tuple[Arg, ...]:
    """That the days lie in the past, which a slip may have led to."""
    over = _days(task.fields).end < turn.now.date() and _kind(task.fields) != "clocking"
    return (text("absence-over"),) if over else ()


def needs_approval(fields: dict[str, FieldValue], turn: Turn) -> bool:
    """Leave is asked for; sickness and what the law grants is reported, of others only by who may know of it."""
    person = _person(fields, turn)
    return _kind(fields) not in UNASKED or (person is not None and not may_know(turn.person, person))


def start(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """In the calendar, and the entry made after this transaction; a missed stamp is for HR to put right."""
    told = tell_team(task, turn)
    kind = _kind(task.fields)
    if kind == "clocking":
        day, what = _days(task.fields).start, str(task.fields["leave_type"].content)
        said = text("clocking-noted", reference=task.reference, what=what, day=day, team=text(f"team-{task.team}"))
        return task, (*told, Say(said))
    return task, (PutAbsence(_absence(task)), *told, *_tell_manager(task, turn), Fulfil(task))


def _absence(task: Task) -> Absence:
    days, kind = _days(task.fields), _kind(task.fields)
    return Absence(
        reference=task.reference,
        person_id=task.fields["employee"].record or "",
        kind=kind if kind is not None and kind != "clocking" else "other",
        start=days.start,
        end=days.end,
        part=_part(task.fields),
    )


def undo(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """What a cancelled or rejected absence leaves: nothing in our calendar, and a file that clears it from others'."""
    before = turn.facts.tasks[task.reference]
    recorded = (before.status != "awaiting_approval" or before.revision > 1) and _kind(task.fields) != "clocking"
    return (DropAbsence(task.reference), *((Fulfil(task, withdraw=True),) if recorded else ()))


def carry_out(task: Task, work: Work) -> tuple[Effect, ...]:
    """The calendar entry as a file, and the task done; whoever asked and the colleague concerned are told."""
    person = _absent(task, work)
    days, file = _days(task.fields), _file(task, person, work)
    done = task.model_copy(update={"status": "done", "updated_at": work.now})
    said: Arg = text(
        "absence-recorded", reference=task.reference, name=person.name, start=days.start, end=days.end, one=_one(days)
    )
    if part := _part(task.fields):
        said = Lines((said, text("absence-part", words=part)))
    effects: tuple[Effect, ...] = (
        file,
        ChangeTask(done, event(task, "done", actor=None, channel=work.channel, now=work.now, document=file.name)),
        Say(said),
    )
    approved = text("absence-approved", actor=work.actor.name, said=said) if _kind(task.fields) not in UNASKED else said
    others = {task.requester_id, person.id} - {work.actor.id}
    key = f"recorded-{task.revision}"
    return (*effects, *(Notify(one, approved, task.reference, notice_key(task, key, one)) for one in sorted(others)))


def withdraw(task: Task, work: Work) -> tuple[Effect, ...]:
    """A file that takes a cancelled absence out of people's own calendars."""
    return (_file(task, _absent(task, work), work), Say(text("absence-withdrawn")))


def _absent(task: Task, work: Work) -> Person:
    return next(person for person in work.directory.people if person.id == task.fields["employee"].record)


def _file(task: Task, person: Person, work: Work) -> FileDocument:
    content = work.render(_entry(task, person, work))
    return FileDocument(f"{task.reference}.ics", "text/calendar", content, task.reference)


def _entry(task: Task, person: Person, work: Work) -> AbsenceEntry:
    days, kind = _days(task.fields), _kind(task.fields)
    cancelled = task.status in CLOSED
    return AbsenceEntry(
        language=person.language,
        reference=task.reference,
        revision=task.revision + cancelled,
        person=person.name,
        person_mail=person.email,
        kind=None if kind is None or kind in PRIVATE else str(task.fields["leave_type"].content).partition(" (")[0],
        part=_part(task.fields),
        start=days.start,
        end=days.end,
        made_at=work.now,
        working=kind in WORKING_ABSENCES,
        cancelled=cancelled,
    )


def _with_days(draft: Draft, turn: Turn) -> Draft:
    """With first and last day from a span such as "10-14 August" or "next week", where one is said.

    Who is "sick until Friday" is so from today on.
    """
    if "end_date" in draft.fields and "start_date" not in draft.fields and kind_of(turn.text) in UNASKED:
        today = sourced(FieldValue(type="date", content=turn.now.date()), turn)
        return draft.model_copy(update={"fields": {**draft.fields, "start_date": today}})
    if "end_date" in draft.fields or any(draft.id == old.id for old in turn.drafts):
        return draft
    spans = read_periods(turn.text, turn.language, now=turn.now)
    if not spans or (spans[0].value.end - spans[0].value.start).days > _LONGEST:
        return draft
    period: Period = spans[0].value
    began = draft.fields.get("start_date")
    if began is not None and not period.start <= began.content <= period.end:  # type: ignore[operator]
        return draft
    words = spans[0].words
    made = {
        name: sourced(FieldValue.model_validate({"type": "date", "content": day, "source": {"words": words}}), turn)
        for name, day in (("start_date", period.start), ("end_date", period.end))
    }
    return draft.model_copy(update={"fields": {**draft.fields, **made}})


def _with_kind(draft: Draft, turn: Turn) -> Draft:
    """With the kind of absence, where the message names one."""
    if kind_of(turn.text) == "clocking" and (hour := read_time(turn.text, turn.language)):
        content = f"{turn.say(text('leave-clocking'))} {hour.value:%H:%M}"
        value = FieldValue(type="text", content=content)
        return draft.model_copy(update={"fields": {**draft.fields, "leave_type": sourced(value, turn)}})
    if "leave_type" in draft.fields or (kind := kind_of(turn.text)) is None:
        return draft
    value = FieldValue(type="text", content=turn.say(text(f"leave-{kind}")))
    return draft.model_copy(update={"fields": {**draft.fields, "leave_type": sourced(value, turn)}})


def amended(draft: Draft, said: str, turn: Turn) -> Draft | None:
    """The draft with the part of the day that a correction says, or for the one day that is left of several."""
    if only := _only_day(draft, said, turn):
        return only
    words = part_of_day(said, _kind(draft.fields), curt=True)
    single = "start_date" in draft.fields and _one(_days(draft.fields))
    return _for_part(draft, words, turn) if words and single else None


def _only_day(draft: Draft, said: str, turn: Turn) -> Draft | None:
    """The draft for one day: "make it Monday only"."""
    days = read_dates(said, turn.language, now=turn.now)
    if len(days) != 1 or not ONLY.search(said) or "start_date" not in draft.fields:
        return None
    day = sourced(FieldValue(type="date", content=days[0].value, source=Source(words=days[0].words)), turn)
    return draft.model_copy(update={"fields": {**draft.fields, "start_date": day, "end_date": day}})


def _with_part(draft: Draft, days: Period, turn: Turn) -> Draft:
    """With the part of the day behind the kind of absence, where one day is asked for and only a part of it."""
    words = part_of_day(turn.lexicon.without_manners(draft.said or turn.text), _kind(draft.fields))
    if words is None or not _one(days) or _part(draft.fields):
        return draft
    return _for_part(draft, words, turn)


def _for_part(draft: Draft, words: str, turn: Turn) -> Draft:
    kept = str(draft.fields["leave_type"].content) if "leave_type" in draft.fields else turn.say(text("leave-other"))
    value = FieldValue(type="text", content=f"{kept.partition(' (')[0]} ({words})")
    return draft.model_copy(update={"fields": {**draft.fields, "leave_type": sourced(value, turn)}})


def _part(fields: dict[str, FieldValue]) -> str | None:
    return part_in(str(fields["leave_type"].content)) if "leave_type" in fields else None


def _kind(fields: dict[str, FieldValue]) -> LeaveKind | None:
    return kind_of_field(str(fields["leave_type"].content)) if "leave_type" in fields else None


def _days(fields: dict[str, FieldValue]) -> Period:
    """From the first to the last day away; a single day when no last one is said. Out of order as it was said."""
    start = fields["start_date"].content
    end = fields["end_date"].content if "end_date" in fields else start
    return Period.model_construct(start=start, end=end)  # type: ignore[arg-type]


def _one(days: Period) -> int:
    return int(days.start == days.end)


def _person(fields: dict[str, FieldValue], turn: Turn) -> Person | None:
    return turn.people().get(fields["employee"].record or "") if "employee" in fields else None


def _tell_manager(task: Task, turn: Turn) -> tuple[Notify, ...]:
    """A reported absence is told to the person's manager, who has not been asked about it."""
    if _kind(task.fields) not in UNASKED or task.status in CLOSED:
        return ()
    days, person = _days(task.fields), _person(task.fields, turn)
    contract = turn.catalogue[task.type].contract
    managers = approvers(turn.directory.people, task, contract)
    said = text("absence-reported", name=person.name if person else "", start=days.start, end=days.end, one=_one(days))
    key = f"absent-{task.revision}"
    return tuple(
        Notify(one.id, said, task.reference, notice_key(task, key, one.id)) for one in managers if one != turn.person
    )
