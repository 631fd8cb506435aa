"""On which days the other sides of a request work: the team that does it, and the parties it is about. Pure."""

from datetime import date

from bot.catalogue import Contract
from bot.formatting import country_names
from bot.model import FieldValue, Task
from bot.permissions import team_of
from bot.texts import Named, Text, text
from bot.turn import Turn
from bot.worktime.counting import common_working_day, is_working
from bot.worktime.errors import WorkTimeError
from bot.worktime.model import Calendar


def on_a_common_day(day: date, task: Task, turn: Turn) -> date:
    """The first day from this one on which all sides of a task work; the day itself where there is none."""
    team = _of_team(task.team, turn)
    others = (*_of_parties(task.fields, turn).values(), *((team,) if team else ()))
    try:
        return common_working_day(day, turn.calendar, *others)
    except WorkTimeError:
        return day


def days_off(contract: Contract, fields: dict[str, FieldValue], turn: Turn) -> tuple[Text, ...]:
    """A note for each side that is off on the day that somebody wants something for; none of the writer's own country.

    The day stays as it was said.
    """
    wanted = (fields[spec.name].content for spec in contract.fields if spec.due and spec.name in fields)
    day = next((one for one in wanted if isinstance(one, date)), None)
    if day is None:
        return ()
    own, team = turn.calendar, _of_team(contract.team or "", turn)
    abroad = {**_of_parties(fields, turn), **({team.country: team} if team else {})}
    off = [country for country, calendar in abroad.items() if country != own.country and not _works(calendar, day)]
    notes = [text("sla-off-country", day=day, country=Named(country_names(country))) for country in off]
    if team and team.country == own.country and _works(own, day) and not _works(team, day):
        notes.append(text("sla-off-team", day=day, team=text(f"team-{contract.team}")))
    return tuple(notes)


def _of_parties(fields: dict[str, FieldValue], turn: Turn) -> dict[str, Calendar]:
    """The calendars of the countries in which the parties on record are, where they are known."""
    records = {value.record for value in fields.values() if value.type == "party" and value.record}
    countries = sorted({one.country for one in turn.directory.parties if one.id in records and one.country})
    found = {country: turn.calendar_in(country) for country in countries}
    return {country: calendar for country, calendar in found.items() if calendar}


def _of_team(team: str, turn: Turn) -> Calendar | None:
    """The calendar that most of a team have; None where one of them works by the writer's."""
    known = [turn.others_calendar(person) for person in team_of(turn.directory.people, team)]
    return None if turn.calendar in known else max(known, key=known.count, default=None)


def _works(calendar: Calendar, day: date) -> bool:
    try:
        return is_working(calendar, day)
    except WorkTimeError:
        return True
