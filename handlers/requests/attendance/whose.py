"""Whom an absence is about: not who stands in, and not the writer where the message names a colleague."""

import re

from bot.conversation import Draft
from bot.model import FieldValue
from bot.turn import Turn
from bot.understanding.readers.matching import Match
from bot.understanding.records import SURE
from handlers.requests.attendance.leave import stands_in

_NEAR = 3  # words between a name and what says that its bearer stands in
_SUBJECT = re.compile(
    r"\s*([A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)+) (?:is|was|has|will|won't|needs|wants|è|sarà|ha|non|resta|chiede)\b"
)


def of_whom(draft: Draft, turn: Turn) -> Draft:
    """The draft with the colleague whom the message is about; without anybody when several may be meant."""
    value = draft.fields.get("employee")
    words = value.source.words if value else None
    if value is None or not words or value.source.message != turn.message_id:
        return draft
    unnamed = value.record == turn.person.id and len(words.split()) > 1 and words.strip() != turn.person.name
    said = words if unnamed else turn.text
    about = [match for match in turn.names.people(said) if not _stands_in(said, match.start, match.end)]
    if unnamed:
        return _named(draft, value, about, said, turn)
    start = said.find(words)
    if value.record == turn.person.id or start < 0 or not _stands_in(said, start, start + len(words)):
        return draft
    return _named(draft, value, about, said, turn) if about else _with(draft, value, turn.person.id, turn)


def _named(draft: Draft, value: FieldValue, about: list[Match], said: str, turn: Turn) -> Draft:
    """With the one colleague of the records whom the message names, or the stranger; else as it is."""
    if len(about) == 1 or (about and about[0].score >= SURE > about[1].score):
        return _with(draft, value, about[0].id, turn)
    if not about:
        stranger = _SUBJECT.match(said)
        name = {"content": stranger[1], "record": None} if stranger else {}
        return _replaced(draft, value.model_copy(update=name))
    return draft.model_copy(update={"fields": {key: one for key, one in draft.fields.items() if key != "employee"}})


def _with(draft: Draft, value: FieldValue, person_id: str, turn: Turn) -> Draft:
    person = turn.people()[person_id]
    return _replaced(draft, value.model_copy(update={"content": person.name, "record": person.id}))


def _replaced(draft: Draft, value: FieldValue) -> Draft:
    return draft.model_copy(update={"fields": {**draft.fields, "employee": value}})


def _stands_in(said: str, start: int, end: int) -> bool:
    """Whether a word near the name, in the same part of the sentence, says that its bearer only stands in."""
    before = re.split(r"[,.;:!?\n]", said[:start])[-1].split()[-_NEAR:]
    after = re.split(r"[,.;:!?\n]", said[end:])[0].split()[:_NEAR]
    return stands_in(" ".join(before)) or stands_in(" ".join(after))
