"""What a newcomer writes in the middle of something else: a number corrected, a discount, a task taken up again."""

import pytest

from bot.model import Money
from tests.handlers.talk import Talk


@pytest.mark.parametrize(
    ("who", "said", "correction"),
    [
        ("Hannah", "is there budget left for a trip of 340 euros?", "no, 430"),
        ("Alessio", "c'è budget per una trasferta da 340 euro?", "no, 430"),
        ("Maayan", 'נשאר תקציב לנסיעה של 340 ש"ח?', "לא, 430"),
    ],
)
def test_a_number_behind_a_no_corrects_the_amount_and_is_no_answer(
    talk: Talk, who: str, said: str, correction: str
) -> None:
    asked = talk.say(who, said)
    assert asked.reply.asks
    assert asked.reply.asks.field == "cost_center"
    again = talk.say(who, correction)
    assert again.reply.asks
    assert again.reply.asks.field == "cost_center"
    assert talk.tasks() == ()
    (draft,) = talk.drafts(who)
    amount = draft.fields["amount"].content
    assert isinstance(amount, Money)
    assert amount.amount == 430


@pytest.mark.parametrize(
    ("who", "said", "discount"),
    [
        ("Hannah", "quote for Clinica San Marziale: 20 desks", "and put a discount of 5%"),
        ("Alessio", "preventivo per la Clinica San Marziale: 12 sedie e 4 scrivanie", "e metti uno sconto del 5%"),
        ("Maayan", "הצעת מחיר למכללת גלבוע: 20 כיסאות", "ותשימי גם הנחה של 5%"),
    ],
)
def test_a_discount_said_while_an_article_is_asked_for_is_one_of_the_quote(
    talk: Talk, who: str, said: str, discount: str
) -> None:
    talk.say(who, said)
    asked = talk.say(who, discount).reply.asks
    assert asked
    assert asked.type == "quote"
    (draft,) = talk.drafts(who)
    assert draft.fields["discount"].content == 5


@pytest.mark.parametrize(
    ("who", "question", "reopen"),
    [
        ("Hannah", "has invoice 22/2026 been paid?", "reopen it"),
        ("Alessio", "la fattura 22/2026 è stata pagata?", "ho sbagliato, riattivala"),
        ("Maayan", "האם חשבונית 22/2026 שולמה?", "תפתחי אותה מחדש"),
    ],
)
def test_a_question_that_was_answered_is_not_reopened(talk: Talk, who: str, question: str, reopen: str) -> None:
    talk.say(who, question)
    talk.say(who, reopen)
    assert all(task.status == "done" for task in talk.tasks())
