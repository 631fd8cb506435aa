"""Which reminder is dropped: by its day, its hour or its words, or because there is only one."""

import re

from bot.clock.recurring import stop
from bot.conversation import Choice, Draft
from bot.drafting import sourced
from bot.effects import Decision, DropReminder
from bot.model import FieldValue, Reminder
from bot.texts import Text, text
from bot.turn import Question, Stop, Turn
from bot.understanding.lexicon import plain_words
from bot.understanding.readers.dates import read_dates, read_time
from handlers.acts.pointing import MOST_CHOICES, Pointer
from handlers.acts.remind.coming import reminders_to_come

_SHORTEST = 4  # letters of a word of its own, without what Hebrew writes in front of it
_IN_FRONT = "ובהלמכש"
_BARE_HOUR = re.compile(r"(?<![\d.:/])(?:[01]?\d|2[0-4])(?![\d.:/])")
_HALF_DAY = 12  # hours; "the 3 o'clock one" may be that of 15:00


class Cancelling(Pointer):
    """Settles which task is to be cancelled, or which reminder."""

    def look(self, draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
        """The act with what it drops, a question among the few that fit, or why there is none."""
        if reminder_of(draft.fields, turn):
            return draft, None
        if not turn.lexicon.drops_reminder(draft.said):
            return super().look(draft, turn)
        fitting, sure = _fitting(turn)
        if not fitting:
            return draft, Stop(text("reminders-mine", count=0))
        if sure and len(fitting) == 1:
            return self.choose(draft, turn, "task", None, fitting[0].key), None
        choices = tuple(Choice(value=one.key, label=turn.say(_line(one, turn))) for one in fitting[:MOST_CHOICES])
        return draft, Question("task", text("which-reminder", count=len(fitting)), choices)

    def choose(self, draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
        """The act with the task or the reminder that was chosen."""
        if not any(one.key == value for one in reminders_to_come(turn)):
            return super().choose(draft, turn, field, line, value)
        chosen = sourced(FieldValue(type="reference", content=value), turn)
        return draft.model_copy(update={"fields": {**draft.fields, "task": chosen}})


def reminder_of(fields: dict[str, FieldValue], turn: Turn) -> Reminder | None:
    """The reminder that an act is about, if it is about one."""
    key = fields["task"].content if "task" in fields else None
    return next((one for one in reminders_to_come(turn) if one.key == key), None)


def drop(reminder: Reminder, turn: Turn, decision: Decision) -> Decision:
    """Have it not given, or not come again, and say which one it was."""
    if order := next((one for one in turn.facts.standing if one.id == reminder.key), None):
        return decision.plus(*stop(order, turn))
    return decision.plus(DropReminder(reminder.key)).say(text("reminder-dropped", reminder=_line(reminder, turn)))


def _line(reminder: Reminder, turn: Turn) -> Text:
    return text("reminder-line", at=reminder.at.astimezone(turn.now.tzinfo), words=reminder.text)


def _fitting(turn: Turn) -> tuple[tuple[Reminder, ...], bool]:
    """The reminders that may be meant, the next first, and whether one alone is surely meant."""
    among = reminders_to_come(turn)
    days = [one.value for one in read_dates(turn.text, turn.language, now=turn.now)]
    hour = read_time(turn.text, turn.language)
    said = _own_words(turn.text) - _own_words(
        " ".join(turn.lexicon.words["reminders"] | turn.lexicon.words["dropping"])
    )
    near = [one for one in among if one.at.astimezone(turn.now.tzinfo).date() in days]
    near = [one for one in near or among if hour and one.at.astimezone(turn.now.tzinfo).time() == hour.value] or near
    if not (days or hour):
        bare = {int(number) % _HALF_DAY for number in _BARE_HOUR.findall(turn.text)}
        near = [one for one in among if one.at.astimezone(turn.now.tzinfo).hour % _HALF_DAY in bare]
    shared = {one.key: len(said & _own_words(one.text)) for one in near or among}
    most = max(shared.values(), default=0)
    named = tuple(one for one in near or among if most and shared[one.key] == most) or tuple(near)
    if named:
        return named, True
    return among, not (days or hour)


def _own_words(said: str) -> set[str]:
    words = (word.lstrip(_IN_FRONT) if word[:1] in _IN_FRONT else word for word in plain_words(said).split())
    return {word for word in words if len(word) >= _SHORTEST}
