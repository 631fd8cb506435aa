"""What is said right after a task was opened goes into that task, as values, as a note, or as the wish to drop it."""

from datetime import date
from decimal import Decimal

import pytest

from bot.model import Money
from tests.handlers.talk import Talk

SEARCH = {
    "Hannah": "find us a toner supplier",
    "Lorenza": "ci serve un fornitore di toner",
    "Maayan": "צריך למצוא ספק לטונר",
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "by 15 December, budget 2,000 euros"),
        ("Hannah", "deadline 15 December and a maximum of €2000 please"),
        ("Lorenza", "entro il 15 dicembre, budget 2 mila euro"),
        ("Lorenza", "per il 15 dicembre e 2.000 euro al massimo"),
        ("Maayan", "עד 15 בדצמבר, תקציב 2000 אירו"),
        ("Maayan", "התקציב 2000 אירו, עד 15.12"),
    ],
)
def test_a_day_and_an_amount_are_the_tasks(talk: Talk, who: str, said: str) -> None:
    talk.says(who, SEARCH[who], said)
    (task,) = talk.tasks()
    assert task.fields["deadline"].content == date(2026, 12, 15)
    assert task.fields["budget"].content == Money(amount=Decimal(2000), currency="EUR")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "I'm off on 15 December"),
        ("Hannah", "2000"),
        ("Lorenza", "il 15 dicembre sono in ferie"),
        ("Lorenza", "riunione il 15 dicembre"),
        ("Maayan", "ב-15 בדצמבר אני בחופש"),
    ],
)
def test_what_says_more_or_less_than_that_is_not(talk: Talk, who: str, said: str) -> None:
    talk.says(who, SEARCH[who], said)
    search = next(task for task in talk.tasks() if task.type == "supplier_search")
    assert not {"deadline", "budget"} & set(search.fields)


@pytest.mark.parametrize(
    ("who", "opens", "said"),
    [
        ("Hannah", "quote for San Marziale: 3 Nova chairs", "oh wait, 18"),
        ("Lorenza", "preventivo per San Marziale: 3 sedie Nova", "ah no aspetta, 18"),
        ("Maayan", "הצעת מחיר לגלבוע 3 כיסא עבודה גל", "אה רגע, 18"),
    ],
)
def test_an_oh_before_a_correction_changes_nothing(talk: Talk, who: str, opens: str, said: str) -> None:
    talk.says(who, opens, said)
    (draft,) = talk.drafts(who)
    assert [line.quantity for line in draft.fields["items"].content] == [18]  # type: ignore[union-attr]


BOOKED = {
    "Hannah": "book the meeting room for Thursday at 3",
    "Lorenza": "prenota la sala riunioni per giovedì alle 15",
    "Maayan": "להזמין את חדר הישיבות ליום חמישי ב-15",
}


@pytest.mark.parametrize(
    ("who", "said"), [("Hannah", "actually make it 4"), ("Lorenza", "anzi facciamo le 16"), ("Maayan", "בעצם ב-16")]
)
def test_a_correction_that_fits_no_field_is_a_note(talk: Talk, who: str, said: str) -> None:
    talk.says(who, BOOKED[who], said)
    (task,) = talk.tasks()
    assert [event.why for event in talk.events(task.reference) if event.kind == "comment"] == [said]


@pytest.mark.parametrize(
    ("who", "said", "opened"),
    [
        ("Hannah", "actually I'm sick today", "attendance"),
        ("Lorenza", "anzi, oggi sono malata", "attendance"),
        ("Maayan", "בעצם אני חולה היום", "attendance"),
        ("Hannah", "wait, who has it now?", None),
        ("Hannah", "actually cancel it", None),
        ("Lorenza", "anzi annullala", None),
        ("Maayan", "בעצם תבטלי את זה", None),
        ("Hannah", "no", None),
    ],
)
def test_another_request_a_question_or_a_mere_no_is_none(talk: Talk, who: str, said: str, opened: str | None) -> None:
    talk.says(who, BOOKED[who], said)
    assert {task.type for task in talk.tasks()} == {"general", *([opened] if opened else [])}
    assert not any(event.kind == "comment" for task in talk.tasks() for event in talk.events(task.reference))


@pytest.mark.parametrize(
    ("who", "opens", "said", "agrees"),
    [
        ("Hannah", "my laptop won't start", "forget it, it works again", "yes"),
        ("Lorenza", "il pc non parte", "lascia stare, ora funziona", "sì"),
        ("Maayan", "המחשב לא נדלק", "עזבי, הוא עובד עכשיו", "כן"),
    ],
)
def test_what_is_needed_no_more_is_cancelled_after_a_yes(
    talk: Talk, who: str, opens: str, said: str, agrees: str
) -> None:
    talk.says(who, opens, said)
    assert [task.status for task in talk.tasks()] == ["open"]
    talk.say(who, agrees)
    assert [task.status for task in talk.tasks()] == ["cancelled"]


@pytest.mark.parametrize(
    ("who", "opens", "said"),
    [
        ("Hannah", "I'm off Monday and Tuesday next week", "make it Monday only"),
        ("Hannah", "I'm off Monday and Tuesday next week", "only Monday"),
        ("Lorenza", "lunedì e martedì prossimi sono in ferie", "solo lunedì"),
        ("Lorenza", "lunedì e martedì prossimi sono in ferie", "anzi solo lunedì"),
        ("Maayan", "אני בחופש ביום שני ושלישי הבאים", "בעצם רק ביום שני"),
    ],
)
def test_of_several_days_off_one_is_left(talk: Talk, who: str, opens: str, said: str) -> None:
    talk.says(who, opens, said)
    (task,) = talk.tasks()
    assert {task.fields[name].content for name in ("start_date", "end_date")} == {date(2026, 11, 23)}


FAULT = {"Hannah": "my laptop won't start", "Lorenza": "il pc non parte", "Maayan": "המחשב לא נדלק"}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "it's urgent"),
        ("Hannah", "can you hurry them up?"),
        ("Lorenza", "è urgente!"),
        ("Lorenza", "puoi sollecitarli?"),
        ("Maayan", "זה דחוף"),
        ("Maayan", "תזרזי אותם"),
    ],
)
def test_that_it_is_urgent_is_noted_and_told_to_who_works_it(talk: Talk, who: str, said: str) -> None:
    talk.says(who, FAULT[who], said)
    assert [event.why for event in talk.events("IT-0001") if event.kind == "comment"] == [said]
    assert any(said in notice for notice in talk.notices("Denis"))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "who is on it?"),
        ("Lorenza", "chi se ne occupa?"),
        ("Maayan", "מי מטפל בזה?"),
    ],
)
def test_who_has_it_is_told_of_the_task_spoken_of_last(talk: Talk, who: str, said: str) -> None:
    assert "IT-0001" in talk.says(who, FAULT[who], said).text


@pytest.mark.parametrize(
    ("said", "taken"),
    [("take the first one", 0), ("I'll take the second", 1), ("prendo il secondo", 1), ("אני לוקח את השנייה", 1)],
)
def test_a_task_is_taken_by_its_place_in_the_list(talk: Talk, said: str, taken: int) -> None:
    talk.says("Hannah", FAULT["Hannah"], "my mouse is broken too")
    listed = talk.say("Denis", "show me the open tickets").text
    order = sorted(("IT-0001", "IT-0002"), key=listed.index)
    talk.say("Denis", said)
    assert [task.reference for task in talk.tasks() if task.assignee_id == talk.person("Denis").id] == [order[taken]]
