"""What has been said is changed, before and after it was sent."""

from decimal import Decimal

import pytest

from bot.model import FieldValue, Language
from tests.handlers.talk import Talk
from tests.handlers.test_quote import ARMS, items, lines

TWO = "quote for San Marziale: 5 monitor arms and 3 cable trays, 5% off"


def content(value: FieldValue | None) -> object:
    return value.content if value else None


@pytest.mark.parametrize(
    ("who", "said", "correction", "yes"),
    [
        ("Hannah", ARMS, "no, 250", "yes"),
        ("Hannah", ARMS, "make it 250", "yes"),
        ("Hannah", ARMS, "250 instead of 5", "yes"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor", "no, 250", "sì"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "לא, 250", "כן"),
    ],
)
def test_a_quantity_is_corrected_before_the_yes(talk: Talk, who: str, said: str, correction: str, yes: str) -> None:
    talk.says(who, said, correction, yes)
    assert [item.quantity for item in items(talk, "Q-0001")] == [250]


@pytest.mark.parametrize(
    ("who", "said", "correction", "yes"),
    [
        ("Hannah", TWO, "without the cable trays", "yes"),
        ("Hannah", TWO, "remove the cable trays", "yes"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor e 3 canaline", "togli le canaline", "sì"),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך ו-3 תעלות כבלים", "בלי תעלות הכבלים", "כן"),
    ],
)
def test_a_line_is_taken_out(talk: Talk, who: str, said: str, correction: str, yes: str) -> None:
    talk.says(who, said, correction, yes)
    assert lines(talk, "Q-0001") == [("ACC-210", 5)]


@pytest.mark.parametrize(
    ("who", "said", "correction", "yes"),
    [
        ("Hannah", TWO, "change the number of arms to 12", "yes"),
        ("Hannah", TWO, "bring the arms up to 12", "yes"),
        ("Hannah", TWO, "reduce the arms to 12", "yes"),
        (
            "Alessio",
            "preventivo per San Marziale: 5 bracci porta monitor e 3 canaline",
            "cambia la quantità dei bracci a 12",
            "sì",
        ),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך ו-3 תעלות כבלים", "תשני את הכמות של הזרועות ל-12", "כן"),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך ו-3 תעלות כבלים", "תוריד את הזרועות ל-12", "כן"),
    ],
)
def test_a_line_gets_another_quantity_by_its_name(talk: Talk, who: str, said: str, correction: str, yes: str) -> None:
    talk.says(who, said, correction, yes)
    assert lines(talk, "Q-0001") == [("ACC-210", 12), ("ACC-220", 3)]


@pytest.mark.parametrize(
    ("who", "said", "correction", "yes"),
    [
        ("Hannah", ARMS, "the price should be 1400 for the arms", "yes"),
        (
            "Alessio",
            "preventivo per San Marziale: 5 bracci porta monitor",
            "il prezzo deve essere 1400 per braccio",
            "sì",
        ),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "תעשה שהמחיר יהיה 1400 ללוח", "כן"),
    ],
)
def test_a_price_is_never_taken_for_a_quantity(talk: Talk, who: str, said: str, correction: str, yes: str) -> None:
    talk.says(who, said, correction, yes)
    assert [item.quantity for item in items(talk, "Q-0001")] == [5]


@pytest.mark.parametrize(
    ("who", "said", "drops"),
    [
        ("Hannah", ARMS, "never mind, cancel everything"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor", "no, annulla tutto"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "לא משנה, תבטל הכל"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "בעצם תבטלי"),
    ],
)
def test_a_draft_is_let_go_in_more_words_than_one(talk: Talk, who: str, said: str, drops: str) -> None:
    assert talk.says(who, said, drops).reply.asks is None
    assert talk.drafts(who) == ()


@pytest.mark.parametrize(
    ("who", "said", "wait", "language"),
    [
        ("Hannah", ARMS, "wait", "en"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor", "aspetta", "it"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "רגע", "he"),
    ],
)
def test_who_says_wait_is_asked_what_to_change(talk: Talk, who: str, said: str, wait: str, language: Language) -> None:
    assert talk.says(who, said, wait).text == talk.worded("what-to-change", language)


def test_a_line_is_added(talk: Talk) -> None:
    talk.says("Hannah", ARMS, "add 3 cable trays", "yes")
    assert lines(talk, "Q-0001") == [("ACC-210", 5), ("ACC-220", 3)]


@pytest.mark.parametrize(
    ("correction", "discount"),
    [("make it 8%", Decimal(8)), ("8% off", Decimal(8)), ("no, 8%", Decimal(8)), ("no discount", None)],
)
def test_the_discount_is_changed_before_the_yes(talk: Talk, correction: str, discount: Decimal | None) -> None:
    talk.says("Hannah", TWO, correction, "yes")
    assert content(talk.task("Q-0001").fields.get("discount")) == discount


@pytest.mark.parametrize(
    ("who", "said", "correction", "yes"),
    [
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor, sconto 5%", "senza sconto", "sì"),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך, 5% הנחה", "בלי הנחה", "כן"),
    ],
)
def test_the_discount_is_taken_back(talk: Talk, who: str, said: str, correction: str, yes: str) -> None:
    talk.says(who, said, correction, yes)
    assert "discount" not in talk.task("Q-0001").fields


def test_a_no_asks_what_to_change(talk: Talk) -> None:
    assert talk.says("Hannah", ARMS, "no").text == talk.worded("what-to-change", "en")


@pytest.mark.parametrize(
    ("who", "said", "yes", "correction"),
    [
        ("Hannah", ARMS, "yes", "no, 250"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor", "sì", "anzi, 250"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "כן", "לא, 250"),
    ],
)
def test_a_correction_after_it_was_sent_makes_a_second_revision(
    talk: Talk, who: str, said: str, yes: str, correction: str
) -> None:
    talk.says(who, said, yes)
    again = talk.says(who, correction, yes)
    task = talk.task("Q-0001")
    assert again.task == "Q-0001"
    assert (task.revision, task.status) == (2, "done")
    assert [item.quantity for item in items(talk, "Q-0001")] == [250]
    assert [document.revision for document in talk.documents] == [1, 2]
    assert [file.name for file in again.reply.files] == ["Q-0001-2.pdf"]
    first, second = (mail["Message-ID"] for mail in talk.mails())
    assert first != second


def test_a_correction_above_the_limit_needs_approval_again(talk: Talk) -> None:
    talk.says("Hannah", ARMS, "yes", "make it 30% off", "yes")
    assert talk.task("Q-0001").status == "awaiting_approval"
    assert len(talk.mails()) == 1


@pytest.mark.parametrize("who", ["Yossi", "Gadi"])
def test_only_whoever_asked_revises_what_was_sent(talk: Talk, who: str) -> None:
    talk.says("Hannah", ARMS, "yes")
    talk.says(who, "status of Q-0001", "no, 250 monitor arms", "yes")
    assert talk.task("Q-0001").revision == 1
    assert lines(talk, "Q-0001") == [("ACC-210", 5)]


def test_the_language_of_the_talk_outlasts_a_short_answer(talk: Talk) -> None:
    talk.say("Hannah", ARMS)
    assert talk.say("Hannah", "no, 250 monitor arms").text.endswith(talk.worded("quote-send", "en"))


@pytest.mark.parametrize(
    ("who", "said", "yes", "correction"),
    [
        ("Hannah", ARMS, "yes", "update to 12 arms"),
        ("Hannah", ARMS, "yes", "change the arms to 12"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor", "sì", "aggiorna a 12 bracci"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "כן", "תעדכן את הלוחות ל-12"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים", "כן", "תשנה ל-12"),
    ],
)
def test_a_quote_that_is_sent_gets_another_quantity(talk: Talk, who: str, said: str, yes: str, correction: str) -> None:
    talk.says(who, said, yes, correction, yes)
    assert [item.quantity for item in items(talk, "Q-0001")] == [12]
