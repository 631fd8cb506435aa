"""Remind me or somebody, at a time, once or by a rule."""

from datetime import date, datetime, time, timedelta

from bot.clock.recurring import coming, rule_of, with_rule, words_of
from bot.conversation import Choice, Draft
from bot.drafting import sourced
from bot.effects import AddEvent, AddReminder, Decision
from bot.lifecycle import event
from bot.model import FieldValue, Reminder
from bot.speech import shown
from bot.texts import text
from bot.turn import Question, Stop, Turn
from bot.understanding.fields import ME
from bot.understanding.readers.dates import either_day, read_moment, read_time
from bot.understanding.readers.times import read_day_part
from bot.worktime.recurrence import Recurrence
from handlers.acts.pointing import Pointer
from handlers.acts.remind.words import to_do

_MORNING = time(9, 0)


class Reminding(Pointer):
    """Keeps the words of the first message for the reminder; a time without a day is the next such time.

    What comes again comes at the hour that was said, else at nine in the morning where the person is.
    """

    def look(self, draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
        """The act with its day where the time alone tells it, and with whoever is reminded."""
        fields = dict(draft.fields)
        if rule := rule_of(draft):
            draft, first = _recurring(draft, rule, turn)
            if first is None:
                return draft, Stop(text("clock-recurring-never"))
            fields["date"] = sourced(_field("date", first, draft.said), turn)
        either = None if "date" in fields else either_day(turn.text, turn.language, now=turn.now)
        if "date" not in fields and not either and (said := read_time(turn.text, turn.language)):
            day = turn.now.date() + timedelta(days=said.value <= turn.now.time())
            fields["date"] = sourced(_field("date", day, said.words), turn)
        at = _at(fields, turn) if "date" in fields and not rule else None
        if over := at is not None and at <= turn.now:
            del fields["date"]
        if "date" not in fields:
            person = fields.get("person") or _field("person", ME, turn.text)
            source = person.source.model_copy(update={"words": max(draft.said, turn.text, key=len)})
            fields["person"] = sourced(person.model_copy(update={"source": source}), turn)
        if "person" in fields and fields["person"].content == ME:
            fields["person"] = _as_named(fields["person"], turn)
        draft, question = super().look(draft.model_copy(update={"fields": fields}), turn)
        if question is None and over and at:
            question = Question("date", text("remind-past", at=at))
        if question is None and either:
            question = Question("date", text("remind-which-day"), tuple(_day_choice(day, turn) for day in either.value))
        return draft, question

    def choose(self, draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
        """The act with its task or its day, whichever was chosen."""
        if field != "date":
            return super().choose(draft, turn, field, line, value)
        day = sourced(_field("date", date.fromisoformat(value), turn.text), turn)
        return draft.model_copy(update={"fields": {**draft.fields, "date": day}})


def _recurring(draft: Draft, rule: Recurrence, turn: Turn) -> tuple[Draft, date | None]:
    """The draft with the hour of its rule, which may stand apart from it, and the first day on which it comes."""
    if rule.at is None:
        said = read_time(draft.said, turn.language)
        rule = rule.model_copy(update={"at": said.value if said else _MORNING})
        draft = with_rule(draft, rule, words_of(draft))
    first = coming(rule, turn)
    return draft, first.day if first else None


def _as_named(me: FieldValue, turn: Turn) -> FieldValue:
    """Whoever writes, by name, as it is shown where the reminder has to be confirmed."""
    return me.model_copy(update={"content": turn.person.name, "record": turn.person.id})


def _day_choice(day: date, turn: Turn) -> Choice:
    return Choice(value=day.isoformat(), label=shown(day, turn.language))


def _at(fields: dict[str, FieldValue], turn: Turn) -> datetime:
    """When to remind: at the hour said or counted out, else at that of the part of the day, else in the morning."""
    content, first = fields["date"].content, _words(fields, turn)
    day = content if isinstance(content, date) else turn.now.date()
    counted = read_moment(first, turn.language, now=turn.now)
    if counted and counted.value.date() == day:
        return counted.value
    hours = (read(said, turn.language) for read in (read_time, read_day_part) for said in (turn.text, first))
    hour = next((found.value for found in hours if found), _MORNING)
    return datetime.combine(day, hour).replace(tzinfo=turn.now.tzinfo)


def _field(kind: str, content: object, words: str) -> FieldValue:
    return FieldValue.model_validate({"type": kind, "content": content, "source": {"words": words}})


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Keep the reminder with its time: the one said, else nine in the morning where the person is."""
    person = turn.person
    if "person" in fields:
        named = turn.people().get(fields["person"].record or "")
        if named is None:
            return decision.say(text("unknown-colleague", name=str(fields["person"].content)))
        person = named
    at = _at(fields, turn)
    if at <= turn.now:
        return decision.say(text("remind-past", at=at))
    task = turn.facts.tasks.get(str(fields["task"].content)) if "task" in fields else None
    source = fields["date"].source.message or turn.message_id
    reminder = Reminder(
        key=f"remind:{person.id}:{source}:{at.isoformat()}",
        person_id=person.id,
        at=at,
        text=to_do(_words(fields, turn), turn.language, now=turn.now),
        reference=task.reference if task else None,
    )
    decision = decision.plus(AddReminder(reminder))
    if task:
        noted = event(task, "reminder", actor=turn.person, channel=turn.channel, now=turn.now, at=at.isoformat())
        decision = decision.plus(AddEvent(noted))
    name = "reminder-kept" if person.id == turn.person.id else "reminder-kept-for"
    return decision.say(text(name, at=at, name=person.name))


def _words(fields: dict[str, FieldValue], turn: Turn) -> str:
    """What was said when the reminder was asked for, which the answer to a question about its day does not repeat."""
    first = (fields["person"].source.words or "") if "person" in fields else ""
    return max(first, turn.text, key=len)
