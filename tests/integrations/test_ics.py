"""Absences as iCalendar files, read back by a parser."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from icalendar import Calendar, Event
from pydantic import ValidationError

from bot.documents import AbsenceEntry
from bot.model import LANGUAGES, Language
from integrations.ics import render_absence, render_calendar

MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HEBREW = "ענבל שרעבי-בן-שחר הלוי"


def absence(**changes: Any) -> AbsenceEntry:
    """Alice is on holiday over the end of the year."""
    values: dict[str, Any] = {
        "reference": "AT-0007",
        "person": "Alice Conti",
        "person_mail": "alice@alfa.example",
        "kind": "holiday",
        "start": date(2026, 12, 24),
        "end": date(2026, 12, 31),
        "made_at": MADE,
    }
    return AbsenceEntry.model_validate({**values, **changes})


def parsed(file: bytes) -> Calendar:
    return Calendar.from_ical(file)


def event(entry: AbsenceEntry) -> Event:
    (only,) = parsed(render_absence(entry)).walk("VEVENT")
    assert isinstance(only, Event)
    return only


def lines(file: bytes) -> list[str]:
    """The content lines, unfolded (RFC 5545, section 3.1)."""
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_the_days_are_whole_and_the_end_is_the_day_after() -> None:
    assert event(absence()).start == date(2026, 12, 24)
    assert event(absence()).end == date(2027, 1, 1)
    written = lines(render_absence(absence(end=date(2026, 12, 24))))
    assert "DTSTART;VALUE=DATE:20261224" in written
    assert "DTEND;VALUE=DATE:20261225" in written


def test_a_revision_keeps_the_name_of_the_first_and_counts_on() -> None:
    first, third = event(absence()), event(absence(revision=3, end=date(2027, 1, 4)))
    assert first["UID"] == third["UID"]
    assert (first["SEQUENCE"], third["SEQUENCE"]) == (0, 2)
    assert first["UID"] != event(absence(reference="AT-0008"))["UID"]


def test_the_person_is_shown_as_out_of_office() -> None:
    written = lines(render_absence(absence()))
    for line in ("TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "CLASS:PRIVATE", "STATUS:CONFIRMED"):
        assert line in written
    assert {"METHOD:PUBLISH", "VERSION:2.0"} <= set(written)


def test_hours_away_are_said_and_block_no_day() -> None:
    written = lines(render_absence(absence(kind=None, part="2 hours")))
    for line in ("SUMMARY:Alice Conti: absent (2 hours)", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"):
        assert line in written


def test_a_cancelled_absence_is_taken_out_and_blocks_no_time() -> None:
    written = lines(render_absence(absence(revision=2, cancelled=True)))
    for line in ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "TRANSP:TRANSPARENT"):
        assert line in written
    assert event(absence())["UID"] == event(absence(cancelled=True))["UID"]


def test_the_moment_is_written_in_utc() -> None:
    rome = MADE.astimezone(timezone(timedelta(hours=1)))
    assert "DTSTAMP:20261120T093000Z" in lines(render_absence(absence(made_at=rome)))


@pytest.mark.parametrize(("language", "word"), [("en", "absent"), ("it", "assente"), ("he", "היעדרות")])
def test_without_a_kind_colleagues_read_only_that_the_person_is_away(language: Language, word: str) -> None:
    assert event(absence(language=language, kind=None))["SUMMARY"] == f"Alice Conti: {word}"
    assert event(absence(language=language, kind="ferie"))["SUMMARY"] == "Alice Conti: ferie"


def test_a_hebrew_name_comes_back_whole_from_folded_lines() -> None:
    entry = absence(language="he", person=f'רו"ח {HEBREW} {HEBREW}', kind=None)
    file = render_absence(entry)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert event(entry)["SUMMARY"] == f"{entry.person}: היעדרות"
    assert event(entry)["ORGANIZER"].params["CN"] == f"רו״ח {HEBREW} {HEBREW}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_ends_as_the_standard_wants(language: Language) -> None:
    file = render_calendar([absence(language=language, person=HEBREW)], HEBREW * 4)
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert file.count(b"\n") == file.count(b"\r\n") == file.count(b"\r")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    "name",
    [
        "Alice\r\nATTENDEE:mailto:eve@evil.example",
        "Alice\nEND:VEVENT\nEND:VCALENDAR",
        "Alice, Bob; Charlie\\",
        'Alice" ;X=1:mailto:eve@evil.example',
        "Alice\u2028BEGIN:VALARM\u0085\x0b\x07",
        "\u202eecilA\u2069",
    ],
)
def test_a_name_writes_no_lines_and_no_parameters_of_its_own(name: str) -> None:
    hostile = {"reference": name, "person": name, "kind": name, "person_mail": name}
    for file in (render_absence(absence(**hostile)), render_calendar([absence(**hostile)], name)):
        usual = render_absence(absence()) if b"METHOD" in file else render_calendar([absence()], "Alice")
        assert [_head(line) for line in lines(file)] == [_head(line) for line in lines(usual)]
        assert not {"\u202e", "\u2069", "\u2028", "\u0085", "\x07"} & set(file.decode())
        assert len(parsed(file).walk()) == 2


def _head(line: str) -> str:
    return line.replace(";", ":").partition(":")[0]


def test_commas_and_semicolons_come_back_as_they_were() -> None:
    entry = absence(person="Conti, Alice; Milano\\")
    assert event(entry)["SUMMARY"] == "Conti, Alice; Milano\\: holiday"
    written = lines(render_calendar([entry], "Team, one; two"))
    assert {"NAME:Team\\, one\\; two", "X-WR-CALNAME:Team\\, one\\; two"} <= set(written)


def test_a_calendar_holds_all_by_day_without_a_method() -> None:
    late, early = absence(), absence(reference="AT-0009", start=date(2026, 12, 1), end=date(2026, 12, 2))
    calendar = parsed(render_calendar([late, early], "Absences"))
    assert [str(one["UID"]).partition("@")[0] for one in calendar.walk("VEVENT")] == ["AT-0009", "AT-0007"]
    assert "METHOD" not in calendar
    assert parsed(render_calendar([], "Absences")).walk("VEVENT") == []


def test_a_calendar_has_of_each_absence_the_last_revision() -> None:
    second = absence(revision=2, end=date(2026, 12, 28))
    (only,) = parsed(render_calendar([second, absence()], "Absences")).walk("VEVENT")
    assert only["SEQUENCE"] == 1


def test_the_same_absences_give_the_same_bytes_in_any_order() -> None:
    one, other = absence(), absence(reference="AT-0009")
    assert render_calendar([one, other], "Absences") == render_calendar([other, one], "Absences")
    assert render_absence(one) == render_absence(absence())


def test_an_absence_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends on or after"):
        absence(end=date(2026, 12, 23))
