"""A calendar's request as lines of text: what, when, where, from whom (iCalendar, RFC 5545 and RFC 5546).

The lines hold no words of their own, so that they read the same in every language.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from integrations.mail_reader.structure import in_lines

LONGEST = 256_000  # bytes of a calendar that are read
_MOST_EVENTS = 5
_FOLD = re.compile(rb"\r?\n[ \t]")
_ZONE = re.compile(
    rb"^BEGIN[^:\n]*:\s*VTIMEZONE.*?^END[^:\n]*:\s*VTIMEZONE\s*?$", re.IGNORECASE | re.DOTALL | re.MULTILINE
)
_RULE = re.compile(rb"^R(?:RULE|DATE)\b[^\n]*", re.IGNORECASE | re.MULTILINE)
_YEARLY = re.compile(
    rb"RRULE:FREQ=YEARLY(?:;(?:INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[\d,-]{1,30}|UNTIL=\w{8,16}"
    rb"|WKST=[A-Z]{2}))*\r?",
    re.IGNORECASE,
)
_MOST_RULES = 40
_SAID = {"CANCEL": "CANCELLED", "COUNTER": "COUNTER", "DECLINECOUNTER": "DECLINED"}


def invitation(content: bytes) -> tuple[str, str]:
    """The lines of a calendar's events, and what is written about them; both "" where there is nothing to be read."""
    if len(content) > LONGEST:
        return "", ""
    from icalendar import Calendar  # noqa: PLC0415  most mails hold no calendar, and it is slow to import

    try:
        calendar = Calendar.from_ical(_ZONE.sub(_plain_zone, _FOLD.sub(b"", content)))
        events = calendar.walk("VEVENT")[:_MOST_EVENTS]
        said = str(calendar.get("method", "")).upper()
        lines = [_lines(event, said) for event in events]
        about = "\n\n".join(_text(event, "description") for event in events)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError):
        return "", ""
    return in_lines("\n\n".join(filter(None, lines))), in_lines(about.strip())


def _plain_zone(zone: re.Match[bytes]) -> bytes:
    """A zone as it came; nothing where its rules are not those of summer time: the library writes out all their days.

    One that changes every second, from 1601 on, took it for ever.
    """
    rules = _RULE.findall(zone[0])
    usual = len(rules) <= _MOST_RULES and all(_YEARLY.fullmatch(rule) for rule in rules)
    return zone[0] if usual else b""


def _lines(event: Any, said: str) -> str:
    """What; when; where; who asks: a line each."""
    status = _SAID.get(said) or (_answer(event) if said == "REPLY" else "")
    what = ": ".join(filter(None, (status, _text(event, "summary"))))
    return "\n".join(filter(None, (what, _when(event), _text(event, "location"), _organizer(event))))


def _answer(event: Any) -> str:
    people = event.get("attendee")
    first = people[0] if isinstance(people, list) else people
    return str(getattr(first, "params", {}).get("PARTSTAT", "")).upper()


def _when(event: Any) -> str:
    start = _moment(event, "dtstart")
    if start is None:
        return ""
    end = _moment(event, "dtend")
    length = _value(event, "duration")
    if end is None and isinstance(length, timedelta):
        end = start + length
    rule = event.get("rrule")
    repeats = (
        f" ({rule.to_ical().decode('utf-8', 'replace')})" if rule is not None and not isinstance(rule, list) else ""
    )
    return f"{_span(start, end)}{repeats}"


def _moment(event: Any, name: str) -> date | datetime | None:
    found = _value(event, name)
    return found if isinstance(found, date) else None


def _value(event: Any, name: str) -> Any:
    """A property's value; None where there is none, or where it is broken, which is told by an error of its own."""
    try:
        return event.get(name).dt
    except (AttributeError, ValueError):
        return None


def _span(start: date, end: date | None) -> str:
    """From when to when, with the zone; the end of whole days is the day after the last (RFC 5545, 3.6.1)."""
    if not isinstance(start, datetime):
        last = end - timedelta(days=1) if end is not None and not isinstance(end, datetime) else start
        return f"{start:%Y-%m-%d}" if last <= start else f"{start:%Y-%m-%d} – {last:%Y-%m-%d}"
    zone = f" {_zone(start)}" if start.tzinfo else ""
    if not isinstance(end, datetime):
        return f"{start:%Y-%m-%d %H:%M}{zone}"
    same_day = start.date() == end.date()
    return f"{start:%Y-%m-%d %H:%M}–{end:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}}{zone}"


def _zone(moment: datetime) -> str:
    """The name and the distance from UTC, since a company's own name for a zone says nothing outside it."""
    offset = f"{moment:%z}"
    name = str(getattr(moment.tzinfo, "key", "") or moment.tzname() or "")
    return name if name == "UTC" else f"{name} (UTC{offset[:3]}:{offset[3:5]})".strip()


def _organizer(event: Any) -> str:
    found = event.get("organizer")
    if found is None:
        return ""
    address = str(found).removeprefix("mailto:").removeprefix("MAILTO:")
    name = str(getattr(found, "params", {}).get("CN", ""))
    return f"{name} <{address}>" if name and name != address else address


def _text(event: Any, name: str) -> str:
    found = event.get(name, "")
    return str(found[0] if isinstance(found, list) else found).strip()
