"""Whether an invoice was paid, at once and from the books."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk


@pytest.mark.parametrize(
    ("who", "said", "language", "parts"),
    [
        ("Hannah", "has invoice 12/2026 been paid?", "en", ["14 August 2026", "€5,929.70", "Lindqvist"]),
        ("Alessio", "la fattura 12/2026 è stata pagata?", "it", ["14 agosto 2026", "5.929,70 €"]),
        ("Maayan", "האם חשבונית 20701 שולמה?", "he", ["2 באפריל 2026", "₪24,131.00"]),
    ],
)
def test_a_paid_invoice_is_told_with_its_days(
    talk: Talk, who: str, said: str, language: Language, parts: list[str]
) -> None:
    answer = talk.say(who, said).text.replace("\xa0", " ")
    assert [part for part in parts if part not in answer] == []


def test_a_partly_paid_invoice_is_told_with_its_rest_and_days_late(talk: Talk) -> None:
    answer = talk.say("Hannah", "has invoice 19/2026 been paid?").text
    assert talk.worded("is-partly-paid", "en", paid="€374.40") in answer
    assert "€561.60" in answer
    assert talk.worded("days-late", "en", days=19) in answer


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "has invoice 16/2026 been paid?", "en"),
        ("Alessio", "la fattura 16/2026 è stata pagata?", "it"),
        ("Maayan", "האם חשבונית 16/2026 שולמה?", "he"),
    ],
)
def test_an_unpaid_invoice_is_told_with_its_days_late(talk: Talk, who: str, said: str, language: Language) -> None:
    answer = talk.say(who, said).text
    assert talk.worded("is-not-paid", language) in answer
    assert talk.worded("days-late", language, days=47) in answer


def test_what_is_not_due_yet_has_days_left(talk: Talk) -> None:
    assert talk.worded("days-left", "en", days=10) in talk.say("Hannah", "has invoice 18/2026 been paid?").text


@pytest.mark.parametrize(
    ("who", "said", "number"),
    [
        ("Hannah", "has invoice 99/2026 been paid?", "16/2026"),
        ("Hannah", "has invoice 99/2026 been paid?", "16"),
        ("Alessio", "la fattura 99/2026 è stata pagata?", "la 16/2026"),
        ("Maayan", "האם חשבונית 99999 שולמה?", "20706"),
    ],
)
def test_an_unknown_number_is_asked_again(talk: Talk, who: str, said: str, number: str) -> None:
    asked = talk.say(who, said)
    assert asked.reply.asks is not None
    assert asked.reply.asks.field == "invoice_number"
    answered = talk.say(who, number)
    assert talk.task(answered.task).status == "done"
    assert answered.reply.asks is None


def test_a_number_of_two_invoices_is_asked_about(talk: Talk) -> None:
    asked = talk.say("Hannah", "is invoice 98 paid?")
    assert len(asked.choices) == 2
    assert "Bonomi" in talk.say("Hannah", "Bonomi").text


@pytest.mark.parametrize(
    ("who", "said", "part"),
    [
        ("Hannah", "Casalpina says they paid, did they?", "€9,463.17"),
        ("Alessio", "Sedutec è stata pagata?", "3.645,63"),
        ("Maayan", "האם קבוצת שקמה השקעות שילמו?", "₪1,189.44"),
    ],
)
def test_a_party_alone_is_answered_with_what_is_open(talk: Talk, who: str, said: str, part: str) -> None:
    assert part in talk.say(who, said).text


@pytest.mark.parametrize(("who", "said"), [("Hannah", "did Tarello pay?"), ("Maayan", "שקמה שילמו?")])
def test_a_party_that_may_be_two_is_asked_about(talk: Talk, who: str, said: str) -> None:
    assert len(talk.say(who, said).choices) == 2
    assert talk.task(talk.say(who, "1").task).status == "done"


def test_each_question_is_a_finished_task_of_accounting(talk: Talk) -> None:
    task = talk.task(talk.say("Hannah", "has invoice 12/2026 been paid?").task)
    assert (task.type, task.team, task.status) == ("payment_status", "accounting", "done")
    assert talk.kinds_of_events(task.reference) == ["opened", "done"]


@pytest.mark.parametrize(
    ("who", "asks"),
    [
        ("Hannah", "how much does the Gilboa centre still owe us?"),
        ("Alessio", "quanto ci deve Gilboa?"),
        ("Maayan", "כמה חייב לנו המרכז הרפואי גלבוע"),
        ("Maayan", "מה היתרה של גלבוע?"),
    ],
)
def test_what_a_customer_owes_is_told_by_the_words_for_it(talk: Talk, who: str, asks: str) -> None:
    assert "20706" in talk.say(who, asks).text
