"""An absence for a part of a day: half of it, some hours, the afternoon; in the words it was asked for in."""

import pytest

from handlers.requests.attendance.leave import LeaveKind
from handlers.requests.attendance.part import part_of_day
from tests.handlers.talk import Talk


@pytest.mark.parametrize(
    ("said", "kind", "part"),
    [
        ("I need half a day off tomorrow", "holiday", "half a day"),
        ("tomorrow off from 3 to 5 pm", "holiday", "from 3 to 5 pm"),
        ("I'll leave early at 15:30 tomorrow", "permit", "at 15:30"),
        ("2 hours off tomorrow", "permit", "2 hours"),
        ("tomorrow morning off please", "holiday", "morning"),
        ("sick, only in the morning", "sick", "morning"),
        ("permesso domani dalle 15 alle 17", "permit", "dalle 15 alle 17"),
        ("permesso di due ore domani", "permit", "due ore"),
        ("mezza giornata di ferie domani", "holiday", "mezza giornata"),
        ("domani arrivo dopo le 10", "permit", "dopo le 10"),
        ("ferie domani pomeriggio", "holiday", "pomeriggio"),
        ("חצי יום חופש מחר", "holiday", "חצי יום"),
        ("שעתיים היעדרות מחר", "permit", "שעתיים"),
        ("אני יוצאת מחר ב-15:00", "permit", "ב-15:00"),
        ("חופש מחר מ-14:00 עד 16:00", "holiday", "מ-14:00 עד 16:00"),
        ("חופש מחר בבוקר", "holiday", "בבוקר"),
        ("leave from 10 to 14 August", "holiday", None),
        ("Good morning, can I have 9 December off?", "holiday", None),
        ("I have been sick since this morning", "sick", None),
        ("buon pomeriggio, ferie dal 10 al 14 agosto", "holiday", None),
        ("חופש מ-10 עד 14 באוגוסט", "holiday", None),
        ("אני חולה מהבוקר", "sick", None),
        ("working from home tomorrow afternoon", "remote", None),
    ],
)
def test_a_part_of_a_day_is_told_from_days_and_greetings(said: str, kind: LeaveKind, part: str | None) -> None:
    assert part_of_day(said, kind) == part


@pytest.mark.parametrize(
    ("who", "said", "leave", "part"),
    [
        ("Hannah", "2 hours off on 2 December, dentist", "permit (2 hours)", "2 hours"),
        ("Alessio", "permesso giovedì dalle 15 alle 17", "permesso (dalle 15 alle 17)", "dalle 15 alle 17"),
        ("Maayan", "חצי יום חופש ביום שני", "חופשה (חצי יום)", "חצי יום"),
    ],
)
def test_who_approves_and_who_asked_are_told_of_the_part(
    talk: Talk, who: str, said: str, leave: str, part: str
) -> None:
    assert leave in talk.say(who, said).text
    assert part in talk.notices("Gadi")[-1]
    talk.say("Gadi", "approve AT-0001")
    assert talk.task("AT-0001").status == "done"
    assert part in talk.notices(who)[-1]


@pytest.mark.parametrize(
    ("who", "said", "corrects", "leave"),
    [
        ("Hannah", "I'm sick today", "actually just half a day", "sick leave (half a day)"),
        ("Alessio", "oggi sono malato", "anzi solo mezza giornata", "malattia (mezza giornata)"),
        ("Maayan", "אני חולה היום", "בעצם רק חצי יום", "מחלה (חצי יום)"),
        ("Hannah", "I need 2 December off, 2 hours", "no, 3 hours", "holiday (3 hours)"),
    ],
)
def test_the_part_is_corrected_afterwards(talk: Talk, who: str, said: str, corrects: str, leave: str) -> None:
    talk.says(who, said, corrects)
    (task,) = talk.tasks()
    assert task.fields["leave_type"].content == leave


@pytest.mark.parametrize(
    ("who", "first", "second", "asks", "told"),
    [
        ("Hannah", "2 December off, morning", "2 December off, afternoon", "who is away on 2 December?", "(morning)"),
        ("Alessio", "permesso il 2/12 mattina", "permesso il 2/12 pomeriggio", "chi è via il 2/12?", "(mattina)"),
        ("Maayan", "חופש ב-2 בדצמבר בבוקר", "חופש ב-2 בדצמבר אחר הצהריים", "מי לא נמצא ב-2 בדצמבר?", "(בבוקר)"),
    ],
)
def test_two_parts_of_one_day_are_two_absences(
    talk: Talk, who: str, first: str, second: str, asks: str, told: str
) -> None:
    talk.says(who, first, second)
    again = talk.say(who, second)
    assert {task.reference for task in talk.tasks()} == {"AT-0001", "AT-0002"}
    assert not again.reply.tasks
    talk.says("Gadi", "approve AT-0001", "approve AT-0002")
    assert told in talk.say(who, asks).text
