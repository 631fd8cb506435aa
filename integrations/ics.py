"""Absences as iCalendar files (RFC 5545), which Outlook, Google Calendar and the others take in.

Nothing of the time of writing gets into a file, so the same entries give the same bytes.
"""

import tomllib
from collections.abc import Iterable
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress, vText

from bot.bidi import plain
from bot.documents import AbsenceEntry
from bot.model import Language

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "documents"


def render_absence(entry: AbsenceEntry) -> bytes:
    """A file with this one absence, to be added to a calendar or, when it is cancelled, taken out of it again."""
    calendar = _calendar()
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def render_calendar(entries: Iterable[AbsenceEntry], name: str) -> bytes:
    """The whole calendar under this name, in the order of the days; of an absence the last revision."""
    latest = {entry.reference: entry for entry in sorted(entries, key=lambda entry: entry.revision)}
    calendar = _calendar()
    calendar.add("name", vText(_line(name)))  # RFC 7986, section 5.1; the next line is for programs older than that
    calendar.add("x-wr-calname", vText(_line(name)))
    for entry in sorted(latest.values(), key=lambda entry: (entry.start, entry.reference)):
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Pratica//Absences//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(entry: AbsenceEntry) -> Event:
    """Whole days: `DTEND` is the day after the last one (RFC 5545, section 3.6.1)."""
    event = Event()
    event.add("uid", f"{_line(entry.reference)}@absences.pratica")
    event.add("sequence", entry.revision - 1)
    event.add("dtstamp", entry.made_at.astimezone(UTC))
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end + timedelta(days=1))
    event.add("summary", _summary(entry))
    event.add("organizer", _organizer(entry))  # RFC 5546, sections 3.2.1 and 3.2.5: neither method goes without one
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # A program that does not read the status must not show a cancelled absence as time away, nor an hour as a day.
    there = entry.cancelled or entry.part is not None
    event.add("transp", "TRANSPARENT" if there or entry.working else "OPAQUE")
    busy = "WORKINGELSEWHERE" if entry.working else "OOF"
    event.add("x-microsoft-cdo-busystatus", "FREE" if there else busy)
    event.add("x-microsoft-cdo-alldayevent", "TRUE")
    return event


def _summary(entry: AbsenceEntry) -> str:
    words = _words(entry.language)
    kind = _line(entry.kind or words["absent"])
    what = f"{kind} ({_line(entry.part)})" if entry.part else kind
    return words["summary"].format(person=_line(entry.person), kind=what)


def _organizer(entry: AbsenceEntry) -> vCalAddress:
    """The person who is away, by name and mail address."""
    organizer = vCalAddress(f"mailto:{quote(_line(entry.person_mail), safe='@+')}")
    organizer.params["cn"] = vText(_line(entry.person).replace('"', "״" if entry.language == "he" else "'"))
    return organizer


def _line(text: str) -> str:
    """The text on one line, without direction marks and control characters."""
    return "".join(char for char in " ".join(plain(text).split()) if char.isprintable())


@cache
def _words(language: Language) -> dict[str, str]:
    return tomllib.loads((_TEMPLATES / f"absence.{language}.toml").read_text(encoding="utf-8"))
