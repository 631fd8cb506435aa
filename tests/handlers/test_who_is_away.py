"""Whose absence somebody may enter, and what they may learn of who is away."""

from datetime import date

import pytest

from tests.handlers.talk import Talk

OF_PAOLO = "Paolo Gentilini is sick from 7 to 11 December"


def days(talk: Talk) -> list[tuple[str, date, date]]:
    """The absence calendar: task, first and last day."""
    with talk.store.read() as reading:
        return [(one.reference, one.start, one.end) for one in reading.absences.of()]


# Entered for a colleague


@pytest.mark.parametrize("who", ["Alessio", "Denis", "Federica"])
def test_sickness_of_a_colleague_waits_for_their_manager(talk: Talk, who: str) -> None:
    talk.say(who, OF_PAOLO)
    assert talk.task("AT-0001").status == "awaiting_approval"
    assert days(talk) == []
    assert "AT-0001" in talk.notices("Inbal")[-1]
    talk.say("Inbal", "approve AT-0001")
    assert days(talk) == [("AT-0001", date(2026, 12, 7), date(2026, 12, 11))]


@pytest.mark.parametrize("who", ["Rania", "Inbal", "Gadi"])
def test_hr_and_managers_enter_sickness_of_a_colleague_at_once(talk: Talk, who: str) -> None:
    talk.say(who, OF_PAOLO)
    assert talk.task("AT-0001").status == "done"
    assert days(talk) == [("AT-0001", date(2026, 12, 7), date(2026, 12, 11))]
    assert len(talk.notices("Paolo")) == 1


@pytest.mark.parametrize(
    ("who", "cancels"), [("Rania", "cancel AT-0001"), ("Alessio", "annulla AT-0001"), ("Inbal", "לבטל את AT-0001")]
)
def test_the_colleague_concerned_can_cancel_an_absence(talk: Talk, who: str, cancels: str) -> None:
    talk.say(who, OF_PAOLO)
    talk.say("Paolo", cancels)
    assert talk.task("AT-0001").status == "cancelled"
    assert days(talk) == []


# Asked about

QUESTIONS = (
    "is Paolo on holiday next week?",
    "who is away in December?",
    "who's on leave next week?",
    "when is Paolo off?",
    "Paolo è in ferie la settimana prossima?",
    "chi è assente a dicembre?",
    "quando è in ferie Paolo Gentilini?",
    "chi è in ferie la settimana prossima?",
    "פאולו בחופשה בשבוע הבא?",
    "פאולו בחופש?",
    "מי בחופש בשבוע הבא?",
    "האם Paolo Gentilini בחופשה בשבוע הבא?",
)


def paolo_is_away(talk: Talk) -> None:
    """Next week and in December."""
    for said in ("from 23 to 27 November", "from 14 to 18 December"):
        reference = talk.say("Paolo", f"I'd like to take annual leave {said}").task
        talk.say("Inbal", f"approve {reference}")
    assert len(days(talk)) == 2


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("who", ["Hannah", "Federica"])
def test_others_get_the_same_answer_whether_a_colleague_is_away_or_not(talk: Talk, who: str, question: str) -> None:
    before = talk.say(who, question).text
    assert talk.tasks() == ()
    paolo_is_away(talk)
    assert talk.say(who, question).text == before
    assert {task.requester_id for task in talk.tasks()} == {talk.person("Paolo").id}
    assert talk.drafts(who) == ()


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("who", ["Rania", "Inbal", "Gadi"])
def test_hr_and_the_manager_learn_who_is_away(talk: Talk, who: str, question: str) -> None:
    paolo_is_away(talk)
    told = talk.say(who, question)
    assert "Paolo Gentilini" in told.text
    assert any(day in told.text for day in ("23", "14"))
    assert len(talk.tasks()) == 2
    assert talk.drafts(who) == ()


@pytest.mark.parametrize("who", ["Hannah", "Federica"])
def test_leave_entered_for_a_colleague_does_not_tell_of_their_days(talk: Talk, who: str) -> None:
    said = "Paolo Gentilini is on annual leave from 16 to 20 December"
    before = talk.say(who, said)
    talk.say(who, f"cancel {before.task}")
    paolo_is_away(talk)
    after = talk.say(who, said)
    assert after.text.replace(after.task, before.task) == before.text


@pytest.mark.parametrize(
    "question",
    [
        "is anybody away next week?",
        "does Paolo have any holidays booked?",
        "is Paolo Gentilini away on 16 December?",
        "c'è qualcuno in ferie domani?",
        "Paolo quando torna dalle ferie?",
        "יש מישהו בחופש מחר?",
        "מי נעדר בדצמבר?",
        "מתי פאולו בחופש?",
    ],
)
@pytest.mark.parametrize("who", ["Hannah", "Inbal"])
def test_a_question_never_opens_an_absence(talk: Talk, who: str, question: str) -> None:
    asked = talk.say(who, question)
    attendance = {"Attendance", "Assenze e presenze", "נוכחות והיעדרות"}
    for place, choice in enumerate(asked.choices, start=1):
        if choice in attendance:
            talk.say(who, str(place))
    assert talk.tasks() == ()
    assert talk.drafts(who) == ()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "I'm sick today, who covers for me?"),
        ("Hannah", "I'm sick today, can someone cover for me?"),
        ("Alessio", "sono malato oggi, chi mi copre?"),
        ("Maayan", "אני חולה היום, מי מחליף אותי?"),
    ],
)
def test_whoever_reports_their_own_absence_and_asks_who_covers_is_recorded(talk: Talk, who: str, said: str) -> None:
    task = talk.task(talk.say(who, said).task)
    assert (task.type, task.fields["employee"].record) == ("attendance", talk.person(who).id)
    with talk.store.read() as reading:
        assert [one.person_id for one in reading.absences.of()] == [talk.person(who).id]


@pytest.mark.parametrize(
    ("who", "asks"),
    [("Rania", "מי בחופש מחר?"), ("Rania", "who is away tomorrow?"), ("Rania", "chi è assente domani?")],
)
def test_one_day_is_said_once(talk: Talk, who: str, asks: str) -> None:
    assert "–" not in talk.say(who, asks).text
