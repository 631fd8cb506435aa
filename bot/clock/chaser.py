"""To whom a supplier's reminder goes, and in which language. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock.effects import Chase
from bot.clock.keys import chaser_key
from bot.lifecycle import event
from bot.model import Directory, Event, Language, Party, Person, Task

_LANGUAGES: dict[str, Language] = {"IT": "it", "IL": "he"}


def chaser(
    task: Task, events: Sequence[Event], directory: Directory, person: Person, *, now: datetime, default: Language
) -> Chase | None:
    """The reminder of what a task's supplier was asked for, in the name of `person`; None when no address is known.

    It goes where the request went, else to the address on record.
    """
    party = supplier_of(task, directory.parties)
    asked = next((one.data.get("to") for one in reversed(events) if one.kind == "mail_queued"), None)
    address = asked or (party.email if party else None)
    if not address:
        return None
    name = party.name if party else address
    day = now.astimezone(ZoneInfo(person.timezone)).date()
    return Chase(
        task.reference, person.id, address, _language(party, default), name=name, key=chaser_key(task.reference, day)
    )


def may_write_alone(events: Sequence[Event]) -> bool:
    """Whether the assistant may ask again by itself: not where a mail about the task was reported as unwanted."""
    return all(one.kind != "mail_complaint" for one in events)


def supplier_name(task: Task, directory: Directory) -> str | None:
    """What the supplier is called whom a task waits for."""
    if party := supplier_of(task, directory.parties):
        return party.name
    said = next((one for one in task.fields.values() if one.type == "party"), None)
    return str(said.content) if said else None


def chased(task: Task, chase: Chase, *, person: Person | None, channel: str, now: datetime) -> Event:
    """The event of a reminder; who wanted it, None where the assistant wrote by itself."""
    return event(task, "chased", actor=person, channel=channel, now=now, to=chase.address)


def supplier_of(task: Task, parties: tuple[Party, ...]) -> Party | None:
    """The supplier on record whom a task is about."""
    records = {value.record for value in task.fields.values() if value.type == "party"}
    known = [party for party in parties if party.id in records]
    return next((party for party in known if party.kind == "supplier"), None)


def _language(party: Party | None, default: Language) -> Language:
    """The supplier's own, else that of its country."""
    if party and party.language:
        return party.language
    return _LANGUAGES.get(party.country or "" if party else "", default)
