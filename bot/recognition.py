"""Names of the company's own records in a message, where reading the text alone found none or a stranger's."""

import re

from bot.catalogue import Contract, FieldSpec
from bot.model import FieldValue, Source
from bot.turn import Turn
from bot.understanding.readers.everyday import is_common
from bot.understanding.readers.matching import Match
from bot.understanding.sounds import by_sound

_WHOLE = 85.0  # from which a record's name in the text outdoes another name that was read
_KINDS = {"customer": "customer", "supplier": "supplier"}
_TO_SOMEBODY = re.compile(r"(?<![א-ת])ל-?([א-ת]{3,})(?![א-ת])")
THEM = re.compile(
    r"\b(?:them|their|theirs|they|they['’]re)\b"
    r"|\b(?:loro|gli|(?:di|chiedi|scrivi|manda|ricorda|rispondi|invia|comunica)(?:te)?gli)\b"
    r"|(?<![א-ת])(?:להם|שלהם|אותם|אליהם|איתם|מהם|אצלם|הם)(?![א-ת])",
    re.IGNORECASE,
)
_COLLEAGUES = frozenset({"assignee", "reminded"})


def recognised(contract: Contract, fields: dict[str, FieldValue], said: str, turn: Turn) -> dict[str, FieldValue]:
    """The fields with parties and colleagues whom only the records could tell from other words."""
    found = {spec.name: value for spec in contract.fields if (value := _recognise(spec, fields, said, turn))}
    known = {**fields, **found}
    return {spec.name: known[spec.name] for spec in contract.fields if spec.name in known}


def _recognise(spec: FieldSpec, fields: dict[str, FieldValue], said: str, turn: Turn) -> FieldValue | None:
    matches = _matches(spec, said, turn)
    read = fields.get(spec.name)
    if not matches and read is None and spec.type == "person" and spec.role in _COLLEAGUES:
        return _heard(spec, said, turn)
    if not matches and read is None and spec.type == "party":
        return _spoken_of(spec, said, turn)
    if not matches or (len(matches) > 1 and matches[0].score - matches[1].score < 1 and matches[0].score < _WHOLE):
        return _first_words(spec, matches, said) if read is None else None
    known = _matches(spec, str(read.content), turn) if read is not None else ()
    if known and _is_wider(matches[0], known[0], str(read.content) if read else "", said):
        return _value(spec, matches[0], said)
    if read is not None and (matches[0].score < _WHOLE or known):
        return None
    return _value(spec, matches[0], said)


def _is_wider(match: Match, known: Match, read: str, said: str) -> bool:
    """Whether a record's name takes in what was read and more, and so means another: "the clinic" of Friedman."""
    at = said.find(read)
    takes_in = match.start <= at and at + len(read) < match.end
    return takes_in and match.id != known.id and match.score > known.score


def _matches(spec: FieldSpec, said: str, turn: Turn) -> tuple[Match, ...]:
    if spec.type == "party":
        return turn.names.parties(said, _KINDS.get(spec.role or ""))
    return turn.names.people(said) if spec.type == "person" and spec.role in _COLLEAGUES else ()


def _first_words(spec: FieldSpec, matches: tuple[Match, ...], said: str) -> FieldValue | None:
    """The words that several records share, so that it can be asked which is meant."""
    return _value(spec, matches[0], said) if matches else None


def _heard(spec: FieldSpec, said: str, turn: Turn) -> FieldValue | None:
    """The only colleague to whom a Hebrew "to" leads by a name in the other script: "לאלסיו" is to Alessio."""
    for hit in _TO_SOMEBODY.finditer(said):
        if not is_common(hit[1]) and not is_common(hit[0]) and by_sound(hit[1], turn.directory.people):
            return FieldValue(type=spec.type, content=hit[1], source=Source(words=hit[1]))
    return None


def _spoken_of(spec: FieldSpec, said: str, turn: Turn) -> FieldValue | None:
    """The party of the task that was spoken of last, for "them" or "their", if it is of the field's kind."""
    them, task = THEM.search(said), turn.facts.tasks.get(turn.conversation.last_task or "")
    if them is None or task is None:
        return None
    known = {party.id: party for party in turn.directory.parties}
    for value in task.fields.values():
        party = known.get(value.record or "") if value.type == "party" else None
        if party and _KINDS.get(spec.role or "") in {None, party.kind}:
            return FieldValue(type="party", content=party.name, record=party.id, source=Source(words=them[0]))
    return None


def _value(spec: FieldSpec, match: Match, said: str) -> FieldValue:
    words = said[match.start : match.end]
    return FieldValue(type=spec.type, content=words, source=Source(words=words))
