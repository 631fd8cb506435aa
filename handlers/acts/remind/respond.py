"""Remind me or somebody, at a time, once or by a rule."""

from datetime import date, datetime, time, timedelta

from bot.clock.recurring import coming, rule_of, with_rule, words_of
from bot.conversation import Draft
from bot.drafting import sourced
from bot.effects import AddEvent, AddReminder, Decision
from bot.lifecycle import event
from bot.model import FieldValue, Reminder
from bot.texts import text
from bot.turn import Question, Stop, Turn
from bot.understanding.fields import ME
from bot.understanding.readers.dates import read_time
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
        if "date" not in fields and (said := read_time(turn.text, turn.language)):
            day = turn.now.date() + timedelta(days=said.value <= turn.now.time())
            fields["date"] = sourced(_field("date", day, said.words), turn)
        if "date" not in fields:
            person = fields.get("person") or _field("person", ME, turn.text)
            source = person.source.model_copy(update={"words": turn.text})
            fields["person"] = sourced(person.model_copy(update={"source": source}), turn)
        return super().look(draft.model_copy(update={"fields": fields}), turn)


def _recurring(draft: Draft, rule: Recurrence, turn: Turn) -> tuple[Draft, date | None]:
    """The draft with the hour of its rule, which may stand apart from it, and the first day on which it comes."""
    if rule.at is None:
        said = read_time(draft.said, turn.language)
        rule = rule.model_copy(update={"at": said.value if said else _MORNING})
        draft = with_rule(draft, rule, words_of(draft))
    first = coming(rule, turn)
    return draft, first.day if first else None


def _field(kind: str, content: object, words: str) -> FieldValue:
    return FieldValue.model_validate({"type": kind, "content": content, "source": {"words": words}})


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Keep the reminder with its time: the one said, else nine in the morning where the person is."""
    person = turn.person
    if "person" in fields and fields["person"].content != "@me":
        named = turn.people().get(fields["person"].record or "")
        if named is None:
            return decision.say(text("unknown-colleague", name=str(fields["person"].content)))
        person = named
    day = fields["date"].content
    said_time = read_time(turn.text, turn.language) or read_time(_words(fields, turn), turn.language)
    at = datetime.combine(day if isinstance(day, date) else turn.now.date(), said_time.value if said_time else _MORNING)
    at = at.replace(tzinfo=turn.now.tzinfo)
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
