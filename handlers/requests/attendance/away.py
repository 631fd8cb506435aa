"""Who is away: answered to who may know it, instead of taking a question for a request."""

import re
from datetime import timedelta

from bot.model import Period, Person
from bot.texts import Arg, Lines, text
from bot.turn import Turn
from bot.understanding.features import simplified
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.matching import Match
from handlers.requests.attendance.days import days_away, in_words
from handlers.requests.attendance.leave import kind_of, stands_in

_AHEAD = timedelta(days=30)
_WHO = re.compile(
    r"\b(?:who|who's|whos|anybody|anyone|somebody|someone|chi|qualcuno|dov'?e|quali colleghi)\b|absence calendar"
    r"|(?:^|\s)(?:מי|מישהו|מישהי|איפה)\s|^\s*מתי\s+\S+\s+(?:ב|חוזר)"
    r"|calendario (?:delle )?assenze|assenze di |יומן (?:ה)?היעדרויות"
)
_ASKS_OF = re.compile(r"^\s*(?:is|are|will|when is|when will|does|did|quando|האם|מתי)\b")
_MYSELF = re.compile(r"\b(?:i|i'm|im|i'd|io|sono|ho|vorrei|prendo)\b|(?:^|\s)אני\s")
_CLAUSE = re.compile(r"[^,;:.!?\n]+")


def asked_who(turn: Turn) -> Arg | None:
    """The answer to "who is away next week?" or "is Paolo on holiday?"; None when the message asks no such thing."""
    asked = turn.conversation.asked
    said = asked.text if asked and asked.kind == "intent" and asked.text else turn.text
    colleagues = [match for match in turn.names.people(said) if match.id != turn.person.id]
    if not _asks(said, colleagues):
        return None
    people = turn.people()
    days = _days_meant(said, turn)
    wanted = {match.id for match in colleagues} or set(people)
    knows = [people[one] for one in wanted if one in people and may_know(turn.person, people[one])]
    if not knows or (colleagues and len(knows) < len(wanted)):
        return text("absences-not-for-you")
    ids = {person.id for person in knows}
    found = [
        one for one in turn.facts.absences if one.person_id in ids and one.start <= days.end and days.start <= one.end
    ]
    if not found:
        return text("nobody-away", days=in_words(days.start, days.end))
    lines = (text("away-line", name=people[one.person_id].name, days=days_away(one)) for one in found)
    return Lines((text("who-is-away", days=in_words(days.start, days.end)), *lines))


def _asks(said: str, colleagues: list[Match]) -> bool:
    """Whether a message asks who is away; "I'm ill today, who covers for me?" reports the writer's own absence."""
    asks = said.rstrip().endswith("?") or _ASKS_OF.search(simplified(said)) is not None
    found = False
    for clause in _CLAUSE.finditer(said):
        plain = simplified(clause[0])
        named = any(clause.start() <= match.start < clause.end() for match in colleagues)
        others = (_WHO.search(plain) or (named and asks)) and not _MYSELF.search(plain) and not stands_in(clause[0])
        if not others and kind_of(clause[0]) is not None:
            return False
        found = found or bool(others)
    return found


def may_know(reader: Person, person: Person) -> bool:
    """Whether somebody may know when a colleague is away: their own, HR, and their managers."""
    leads = reader.role == "manager" and reader.team in {person.team, "management"}
    return reader.id == person.id or leads or (reader.team == "hr" and reader.role != "requester")


def _days_meant(said: str, turn: Turn) -> Period:
    """The days that a question names, else the next month."""
    if spans := read_periods(said, turn.language, now=turn.now):
        return spans[0].value
    if days := read_dates(said, turn.language, now=turn.now):
        return Period(start=days[0].value, end=days[0].value)
    return Period(start=turn.now.date(), end=turn.now.date() + _AHEAD)
