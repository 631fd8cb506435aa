"""What is said right after a task was opened, and is nothing but values of it, goes into that task."""

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
