"""Absences: asked for, decided by the person's manager and put into the calendar, or only reported."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from bot import app
from bot.model import Absence, Language
from handlers.worker import Worker
from tests.handlers.talk import Said, Talk

WEEK = (date(2026, 12, 14), date(2026, 12, 18))


def absences(talk: Talk) -> tuple[Absence, ...]:
    with talk.store.read() as reading:
        return reading.absences.of()


def days(talk: Talk) -> list[tuple[str, str, date, date]]:
    """The calendar: task, person, first and last day."""
    return [(one.reference, one.person_id, one.start, one.end) for one in absences(talk)]


def calendar_of(talk: Talk, said: Said) -> Any:
    """The one file of an answer, read as a calendar; its properties are of as many types as there are in iCalendar."""
    (file,) = said.reply.files
    assert (file.media_type, file.name) == ("text/calendar", f"{file.reference}.ics")
    with talk.store.read() as reading:
        content = reading.documents.content(file.sha256)
    assert content is not None
    return Calendar.from_ical(content)


@pytest.fixture
def rendered(talk: Talk) -> Talk:
    """With the files that really leave."""
    names = talk.worker._inbound._names
    talk.parts = replace(talk.parts, render=app._render)
    talk.worker = Worker(talk.parts)
    talk.worker._inbound._names = names
    return talk


# Asked for and decided


@pytest.mark.parametrize(
    ("who", "asks", "manager", "approves", "start", "end", "summary"),
    [
        ("Hannah", "I'd like to take 14 to 18 December off", "Gadi", "מאשר AT-0001", *WEEK, "Hannah Whitlock"),
        ("Alessio", "vorrei ferie dal 14 al 18 dicembre", "Gadi", "לאשר את AT-0001", *WEEK, "Alessio Trevisan: ferie"),
        ("Yossi", "אפשר חופשה מ-14.12 עד 18.12?", "Federica", "approva AT-0001", *WEEK, "יוסי אלמוג"),
    ],
)
def test_an_approved_leave_is_in_the_calendar_and_in_a_file(
    rendered: Talk, who: str, asks: str, manager: str, approves: str, start: date, end: date, summary: str
) -> None:
    talk = rendered
    asked = talk.say(who, asks)
    assert talk.task(asked.task).status == "awaiting_approval"
    assert absences(talk) == ()
    told = talk.say(manager, approves)
    person = talk.person(who)
    assert days(talk) == [("AT-0001", person.id, start, end)]
    assert talk.task("AT-0001").status == "done"
    assert talk.kinds_of_events("AT-0001") == ["opened", "approved", "done"]
    (entry,) = calendar_of(talk, told).walk("VEVENT")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (start, date(2026, 12, 19))
    assert str(entry["SUMMARY"]).startswith(summary)
    assert person.email in str(entry["ORGANIZER"])
    (notice,) = talk.notices(who)
    assert "AT-0001" in notice
    assert talk.person(manager).name in notice


@pytest.mark.parametrize(
    ("who", "manager"),
    [
        ("Hannah", {"Gadi"}),  # sales has no manager, so the management's decides
        ("Yossi", {"Federica"}),
        ("Paolo", {"Inbal"}),
        ("Federica", {"Gadi"}),
        ("Inbal", {"Gadi"}),
        ("Gadi", {"Federica", "Inbal"}),  # nobody decides on themselves
        ("Silvia", {"Gadi"}),
    ],
)
def test_the_manager_of_whoever_is_away_is_asked(talk: Talk, who: str, manager: set[str]) -> None:
    talk.say(who, "I'd like to take 14 to 18 December off")
    assert {name for name in ("Gadi", "Federica", "Inbal", "Silvia") if talk.notices(name)} == manager


def test_the_manager_reads_who_else_of_the_team_is_away_then(talk: Talk) -> None:
    talk.say("Alessio", "vorrei ferie dal 16 al 17 dicembre")
    talk.say("Gadi", "approve AT-0001")
    talk.say("Denis", "I'd like to take 14 to 18 December off")
    talk.say("Gadi", "approve AT-0002")
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    notice = talk.notices("Gadi")[-1]
    assert "Alessio Trevisan" in notice
    assert "Denis Popescu" not in notice


@pytest.mark.parametrize("rejects", ["reject AT-0001: too many are away then", "rifiuta AT-0001: troppi assenti"])
def test_a_refused_leave_is_not_in_the_calendar_and_whoever_asked_reads_why(talk: Talk, rejects: str) -> None:
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    talk.say("Gadi", rejects)
    assert talk.task("AT-0001").status == "rejected"
    assert absences(talk) == ()
    assert rejects.partition(": ")[2] in talk.notices("Hannah")[-1]


def test_whoever_is_away_is_told_when_somebody_else_asked(talk: Talk) -> None:
    talk.say("Rania", "Denis Popescu is on annual leave from 14 to 18 December")
    assert talk.task("AT-0001").fields["employee"].record == talk.person("Denis").id
    talk.say("Gadi", "approve AT-0001")
    assert days(talk) == [("AT-0001", talk.person("Denis").id, *WEEK)]
    for who in ("Rania", "Denis"):
        assert sum("AT-0001" in notice for notice in talk.notices(who)) >= 1
    assert "Denis Popescu" in talk.say("Denis", "status of AT-0001").text


@pytest.mark.parametrize(
    ("who", "said", "away"),
    [
        ("Rania", "Denis Popescu is on annual leave from 14 to 18 December", "Denis"),
        ("Rania", "Denis is off sick from 14 to 18 December", "Denis"),
        ("Rania", "Lorenza Bassi è in ferie dal 14 al 18 dicembre", "Lorenza"),
        ("Rania", "דניס פופסקו בחופשה מ-14.12 עד 18.12", "Denis"),
        ("Hannah", "I'm on holiday from 14 to 18 December, Denis Popescu is standing in", "Hannah"),
        ("Hannah", "I'm on leave from 14 to 18 December and Lorenza Bassi covers for me", "Hannah"),
        ("Alessio", "sarò in ferie dal 14 al 18 dicembre, mi sostituisce Lorenza Bassi", "Alessio"),
        ("Maayan", "אני בחופשה מ-14.12 עד 18.12, יוסי אלמוג מחליף אותי", "Maayan"),
        ("Rania", "Denis Popescu is off sick from 14 to 18 December, Lorenza Bassi covers for him", "Denis"),
    ],
)
def test_it_is_about_whom_the_message_names_and_not_about_who_stands_in(
    talk: Talk, who: str, said: str, away: str
) -> None:
    task = talk.task(talk.say(who, said).task)
    assert task.fields["employee"].record == talk.person(away).id


# Four eyes


@pytest.mark.parametrize("approves", ["approve AT-0001", "approve", "yes, approved"])
def test_a_manager_does_not_decide_on_their_own_leave(talk: Talk, approves: str) -> None:
    talk.say("Gadi", "I'd like to take 14 to 18 December off")
    talk.say("Gadi", approves)
    assert talk.task("AT-0001").status == "awaiting_approval"
    talk.say("Federica", "approva AT-0001")
    assert talk.task("AT-0001").status == "done"


@pytest.mark.parametrize("approves", ["approva AT-0001", "approvo", "rifiuta AT-0001"])
def test_nobody_decides_on_leave_about_themselves_even_if_another_asked(talk: Talk, approves: str) -> None:
    talk.say("Rania", "Federica Lodi is on holiday from 14 to 18 December")
    assert talk.notices("Federica") == []
    talk.say("Federica", approves)
    assert talk.task("AT-0001").status == "awaiting_approval"
    talk.say("Gadi", "approve AT-0001")
    assert talk.task("AT-0001").status == "done"


@pytest.mark.parametrize("who", ["Hannah", "Rania", "Lorenza"])
def test_who_is_no_manager_does_not_decide(talk: Talk, who: str) -> None:
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    talk.say(who, "approve AT-0001")
    assert talk.task("AT-0001").status == "awaiting_approval"
    assert absences(talk) == ()


# Reported


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "I'm ill today and won't be in"),
        ("Alessio", "oggi sono a casa malato"),
        ("Maayan", "אני חולה היום"),
    ],
)
def test_sickness_needs_no_approval_and_the_manager_is_told(rendered: Talk, who: str, said: str) -> None:
    told = rendered.say(who, said)
    person = rendered.person(who)
    assert rendered.task("AT-0001").status == "done"
    assert days(rendered) == [("AT-0001", person.id, date(2026, 11, 20), date(2026, 11, 20))]
    (notice,) = rendered.notices("Gadi")
    assert person.name in notice
    assert len(rendered.notices("Rania")) == 1
    (entry,) = calendar_of(rendered, told).walk("VEVENT")
    sick = ("sick", "malattia", "מחלה")
    assert not any(word in str(entry["SUMMARY"]) for word in sick)


def test_a_colleague_s_sickness_is_told_to_the_colleague_and_the_manager(talk: Talk) -> None:
    talk.say("Rania", "Yossi Almog is off sick today")
    assert talk.task("AT-0001").status == "done"
    assert len(talk.notices("Yossi")) == 1
    assert len(talk.notices("Federica")) == 1
    assert talk.notices("Gadi") == []


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "I forgot to clock in this morning, please put it right"),
        ("Alessio", "stamattina ho dimenticato di timbrare, me la sistemate?"),
        ("Maayan", "שכחתי להחתים כניסה הבוקר, אפשר לתקן?"),
    ],
)
def test_a_missed_stamp_is_only_a_task_for_hr(talk: Talk, who: str, said: str) -> None:
    opened = talk.say(who, said)
    if opened.reply.asks:
        opened = talk.say(who, {"Hannah": "today", "Alessio": "oggi", "Maayan": "היום"}[who])
    assert talk.task("AT-0001").status == "open"
    assert absences(talk) == ()
    assert opened.reply.files == ()
    assert len(talk.notices("Rania")) == 1
    assert talk.notices("Gadi") == []


# Days


@pytest.mark.parametrize(
    ("who", "said", "start", "end"),
    [
        ("Hannah", "I need a day off on 8 December", date(2026, 12, 8), None),
        ("Hannah", "can I have next week off?", date(2026, 11, 23), date(2026, 11, 29)),
        ("Alessio", "vorrei un giorno di ferie l'8 dicembre", date(2026, 12, 8), None),
        ("Alessio", "posso prendere ferie la settimana prossima?", date(2026, 11, 23), date(2026, 11, 29)),
        ("Maayan", "אפשר יום חופש ב-8.12?", date(2026, 12, 8), None),
        ("Maayan", "אפשר חופשה בשבוע הבא?", date(2026, 11, 22), date(2026, 11, 28)),
    ],
)
def test_a_day_or_a_span_says_from_when_to_when(talk: Talk, who: str, said: str, start: date, end: date | None) -> None:
    task = talk.task(talk.say(who, said).task)
    last = task.fields.get("end_date")
    assert (task.fields["start_date"].content, last.content if last else None) == (start, end)


def test_a_single_day_is_one_day_of_the_calendar(rendered: Talk) -> None:
    rendered.say("Hannah", "I need a day off on 8 December")
    (entry,) = calendar_of(rendered, rendered.say("Gadi", "approve AT-0001")).walk("VEVENT")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 12, 8), date(2026, 12, 9))


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("Hannah", "I'd like to be on leave from 18 December 2026 to 14 December 2026", "22 December"),
        ("Alessio", "vorrei ferie dal 18 dicembre 2026 al 14 dicembre 2026", "22 dicembre"),
        ("Maayan", "אני מבקשת חופשה מ-18.12.2026 עד 14.12.2026", "22.12"),
    ],
)
def test_a_last_day_before_the_first_is_asked_about(talk: Talk, who: str, said: str, answer: str) -> None:
    asked = talk.say(who, said)
    assert asked.reply.asks is not None
    assert asked.reply.asks.field == "end_date"
    assert talk.tasks() == ()
    task = talk.task(talk.say(who, answer).task)
    assert task.fields["end_date"].content == date(2026, 12, 22)


@pytest.mark.parametrize("said", ["I'd like 16 December off", "I'm on holiday from 18 December to 23 December"])
def test_days_that_are_taken_already_are_told(talk: Talk, said: str) -> None:
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    talk.say("Gadi", "approve AT-0001")
    told = talk.say("Hannah", said)
    assert "14" in told.text
    assert [task.reference for task in talk.tasks()] == ["AT-0001"]
    assert talk.drafts("Hannah") == ()


def test_another_colleague_s_days_are_in_nobody_s_way(talk: Talk) -> None:
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    talk.say("Gadi", "approve AT-0001")
    assert talk.say("Denis", "I'd like to take 14 to 18 December off").task == "AT-0002"


@pytest.mark.parametrize(("who", "cancels"), [("Hannah", "cancel AT-0001"), ("Gadi", "cancel AT-0001")])
def test_an_approved_leave_that_is_cancelled_leaves_the_calendar(talk: Talk, who: str, cancels: str) -> None:
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    talk.say("Gadi", "approve AT-0001")
    talk.say(who, cancels)
    assert talk.task("AT-0001").status == "cancelled"
    assert absences(talk) == ()
    assert talk.say("Hannah", "I'd like to take 14 to 18 December off").task == "AT-0002"


def test_a_leave_that_was_finished_cannot_be_approved_twice(talk: Talk) -> None:
    talk.say("Hannah", "I'd like to take 14 to 18 December off")
    talk.says("Gadi", "approve AT-0001", "approve AT-0001")
    assert talk.kinds_of_events("AT-0001") == ["opened", "approved", "done"]
    assert len(absences(talk)) == 1


# Who learns of it

PRYING = (
    "status of AT-0001",
    "all open tasks",
    "what is HR waiting for?",
    "which tasks does Alessio have?",
    "status of Alessio Trevisan",
    "show me the summary for today",
    "cancel AT-0001",
    "approve AT-0001",
    "tick step 1 of AT-0001",
    "done AT-0001",
    "assign AT-0001 to me",
    "remind me tomorrow about AT-0001",
    "comment on AT-0001: really?",
)


@pytest.mark.parametrize("who", ["Hannah", "Yossi", "Paolo", "Federica"])
def test_colleagues_of_other_teams_learn_and_change_nothing(talk: Talk, who: str) -> None:
    talk.say("Alessio", "vorrei ferie dal 14 al 18 dicembre")
    before = talk.task("AT-0001")
    for said in PRYING:
        shown = talk.say(who, said)
        rest = shown.text.replace("AT-0001", "") if "AT-0001" in said else shown.text
        assert not any(word in rest for word in ("AT-0001", "ferie", "14 ", "Trevisan\n", "Attendance")), said
        assert shown.reply.tasks == ()
        assert "AT-0001" not in " ".join(shown.choices)
    assert talk.task("AT-0001") == before
    assert talk.kinds_of_events("AT-0001") == ["opened"]
    assert talk.notices(who) == []


@pytest.mark.parametrize("who", ["Rania", "Gadi", "Alessio"])
def test_hr_the_manager_and_whoever_asked_see_it(talk: Talk, who: str) -> None:
    talk.say("Alessio", "vorrei ferie dal 14 al 18 dicembre")
    assert "Alessio Trevisan" in talk.say(who, "status of AT-0001").text


# What cannot be right


def test_a_colleague_whom_nobody_knows_is_asked_about(talk: Talk) -> None:
    asked = talk.say("Rania", "Marcus Webb is on holiday from 14 to 18 December")
    assert asked.text == talk.worded("unknown-colleague", "en", name="Marcus Webb")
    assert talk.tasks() == ()
    assert talk.task(talk.say("Rania", "Denis Popescu").task).fields["employee"].record == talk.person("Denis").id


@pytest.mark.parametrize(
    ("who", "said", "junk", "day"),
    [
        ("Hannah", "I need some time off", "soonish", "8 December"),
        ("Alessio", "vorrei prendere ferie", "boh", "l'8 dicembre"),
        ("Maayan", "אני רוצה לקחת חופשה", "מתישהו", "8.12"),
    ],
)
def test_a_missing_day_is_asked_for_until_it_is_one(talk: Talk, who: str, said: str, junk: str, day: str) -> None:
    assert talk.say(who, said).reply.asks is not None
    assert talk.say(who, junk).reply.asks is not None
    assert talk.tasks() == ()
    assert talk.task(talk.say(who, day).task).fields["start_date"].content == date(2026, 12, 8)


def test_a_day_that_no_calendar_has_is_not_taken(talk: Talk) -> None:
    asked = talk.say("Hannah", "I'd like to be off on 31 November")
    assert asked.reply.asks is not None
    assert talk.tasks() == ()


def test_the_file_of_a_cancelled_leave_takes_it_out_of_people_s_own_calendars(rendered: Talk) -> None:
    rendered.say("Hannah", "I'd like to take 14 to 18 December off")
    rendered.say("Gadi", "approve AT-0001")
    calendar = calendar_of(rendered, rendered.say("Hannah", "cancel AT-0001"))
    (entry,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)


def test_a_leave_that_is_cancelled_before_it_was_decided_leaves_no_file(rendered: Talk) -> None:
    rendered.say("Hannah", "I'd like to take 14 to 18 December off")
    cancelled = rendered.say("Hannah", "cancel AT-0001")
    assert cancelled.reply.files == ()
    assert rendered.task("AT-0001").status == "cancelled"


@pytest.mark.parametrize(
    ("who", "said", "end"),
    [
        ("Hannah", "I'm sick today, back on Wednesday", date(2026, 11, 24)),
        ("Alessio", "sono malato oggi, torno mercoledì", date(2026, 11, 24)),
        ("Maayan", "אני חולה היום וחוזרת ביום רביעי", date(2026, 11, 24)),
        ("Hannah", "I'm sick today, back tomorrow", date(2026, 11, 20)),
    ],
)
def test_whoever_says_when_they_are_back_is_away_until_the_day_before(
    talk: Talk, who: str, said: str, end: date
) -> None:
    talk.say(who, said)
    assert days(talk) == [("AT-0001", talk.person(who).id, date(2026, 11, 20), end)]


@pytest.mark.parametrize(
    ("who", "said", "about"),
    [
        ("Hannah", "vacation from 24 to 20 December", "lies before the first"),
        ("Alessio", "ferie dal 24 al 20 dicembre", "viene prima del primo"),
        ("Maayan", "חופשה מ-24 עד 20 בדצמבר", "קודם ליום הראשון"),
        ("Hannah", "vacation on 31 February", "There is no 31 February"),
        ("Alessio", "ferie il 31 febbraio", "Il 31 febbraio non esiste"),
        ("Maayan", "חופשה ב-31 בפברואר", "אין תאריך כזה"),
    ],
)
def test_days_that_cannot_be_are_said_to_be_so_and_asked_for_again(talk: Talk, who: str, said: str, about: str) -> None:
    assert about in talk.say(who, said).text
    assert talk.tasks() == ()


def test_leave_over_the_new_year_is_asked_for_as_it_was_said(talk: Talk) -> None:
    task = talk.task(talk.say("Hannah", "vacation from 28 December to 3 January").task)
    assert (task.fields["start_date"].content, task.fields["end_date"].content) == (
        date(2026, 12, 28),
        date(2027, 1, 3),
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Alessio", "ho dimenticato di timbrare ieri alle 9"),
        ("Hannah", "I forgot to clock in yesterday at 9:00"),
        ("Maayan", "שכחתי להחתים שעון אתמול ב-9"),
    ],
)
def test_a_missed_stamp_is_repeated_with_its_day_and_hour(talk: Talk, who: str, said: str) -> None:
    told = talk.say(who, said).text
    assert "09:00" in told
    assert "19" in told


@pytest.mark.parametrize(
    ("who", "said", "kind"),
    [
        ("Hannah", "I'd like a holiday from 14 to 18 December", "holiday"),
        ("Alessio", "vorrei ferie dal 14 al 18 dicembre", "ferie"),
        ("Maayan", "אני רוצה חופש מ-14 עד 18 בדצמבר", "חופשה"),
    ],
)
def test_the_kind_of_a_leave_is_said_in_the_words_of_whoever_reads_it(
    talk: Talk, who: str, said: str, kind: str
) -> None:
    assert kind in talk.say(who, said).text
    (asked,) = talk.notices("Gadi")
    state = talk.say("Gadi", "מה קורה עם AT-0001?").text
    for shown in (asked, state):
        assert "סוג: חופשה" in shown


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "I want a holiday from 2 to 5 November 2026", "en"),
        ("Alessio", "vorrei ferie dal 2 al 5 novembre 2026", "it"),
        ("Maayan", "אני רוצה חופש מ-2 עד 5 בנובמבר 2026", "he"),
    ],
)
def test_who_asks_for_days_that_are_over_is_told_so_as_well_as_who_decides(
    talk: Talk, who: str, said: str, language: Language
) -> None:
    assert talk.worded("absence-over", language) in talk.say(who, said).text
    assert talk.worded("absence-over", "he") in talk.notices("Gadi")[0]
