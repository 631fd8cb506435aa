"""`pratica absences`: the absence calendar, as a table or as an iCalendar file."""

import sys
from datetime import datetime
from pathlib import Path

from bot import app
from bot.cli.output import table, write
from bot.documents import AbsenceEntry
from bot.model import WORKING_ABSENCES, Absence, Language, Person
from bot.settings import Settings


def run(settings: Settings, path: Path | None, *, now: datetime) -> None:
    """Write the calendar to a file ("-": standard output), or show it; nobody's reason stands in the file."""
    with app.reading(settings) as reading:
        absences, directory = reading.absences.of(), reading.records.directory()
    people = {person.id: person for person in directory.people}
    if path is None:
        rows = [
            (
                one.reference,
                people[one.person_id].name,
                one.kind,
                one.start.isoformat(),
                one.end.isoformat(),
                one.part or "",
            )
            for one in absences
        ]
        table(("no.", "who", "kind", "from", "to", "only"), rows, empty="Nobody is away.")
        return
    from integrations.ics import render_calendar

    content = render_calendar((_entry(one, people, settings.language, now) for one in absences), directory.company)
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        return
    path.write_bytes(content)
    write(f"{len(absences)} {'absence' if len(absences) == 1 else 'absences'} in {path}.")


def _entry(absence: Absence, people: dict[str, Person], language: Language, now: datetime) -> AbsenceEntry:
    person = people[absence.person_id]
    return AbsenceEntry(
        language=language,
        reference=absence.reference,
        person=person.name,
        person_mail=person.email,
        part=absence.part,
        start=absence.start,
        end=absence.end,
        made_at=now,
        working=absence.kind in WORKING_ABSENCES,
    )
