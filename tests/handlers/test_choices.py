"""At a choice of products, what fits none brings the choices back, and a number that counts changes the quantity."""

import pytest

from tests.handlers.talk import Talk

WHICH = {
    "Hannah": "quote for San Marziale: 3 desks",
    "Lorenza": "preventivo per San Marziale: 3 scrivanie",
    "Maayan": "הצעת מחיר למרכז רפואי גלבוע: 3 שולחנות",
}
HOW_MANY = {
    "Hannah": "quote for San Marziale: Nova chairs",
    "Lorenza": "preventivo per San Marziale: sedie Nova",
    "Maayan": "הצעת מחיר למרכז רפואי גלבוע",
}
THING = {"Maayan": ("כיסאות נובה",)}
COUNTED = [
    ("Hannah", "I want 8 of them"),
    ("Hannah", "8 of them"),
    ("Hannah", "8 pieces please"),
    ("Lorenza", "sono 8"),
    ("Lorenza", "ne voglio 8"),
    ("Lorenza", "8 pezzi"),
    ("Maayan", "אני רוצה 8 כאלה"),
    ("Maayan", "8 יחידות"),
    ("Maayan", "תעשה 8"),
]


def quantities(talk: Talk, who: str) -> list[int]:
    (draft,) = talk.drafts(who)
    return [int(line.quantity or 0) for line in draft.fields["items"].content]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "Zork Industries"),
        ("Hannah", "the cheap looking blue one"),
        ("Lorenza", "Industrie Zork"),
        ("Lorenza", "quelle blu"),
        ("Maayan", "תעשיות זורק"),
        ("Maayan", "הכחולים"),
        ("Maayan", "את אלה עם הרגליים"),
    ],
)
def test_what_fits_no_choice_brings_the_choices_back(talk: Talk, who: str, said: str) -> None:
    asked = talk.say(who, WHICH[who])
    again = talk.say(who, said)
    assert again.choices == asked.choices
    assert talk.worded("choice-not-read", talk.person(who).language) in again.text
    assert not talk.tasks()


@pytest.mark.parametrize(
    ("who", "said"),
    [("Hannah", "the printer is broken"), ("Lorenza", "la stampante è rotta"), ("Maayan", "המדפסת מקולקלת")],
)
def test_a_plain_request_at_a_choice_is_one_and_the_choices_come_back_behind_it(
    talk: Talk, who: str, said: str
) -> None:
    asked = talk.say(who, WHICH[who])
    assert talk.say(who, said).choices == asked.choices
    assert [task.type for task in talk.tasks()] == ["it_support"]


@pytest.mark.parametrize(("who", "said"), COUNTED)
def test_a_number_of_them_at_a_choice_is_the_quantity(talk: Talk, who: str, said: str) -> None:
    asked = talk.say(who, WHICH[who])
    assert talk.say(who, said).choices == asked.choices
    assert quantities(talk, who) == [8]


def test_it_is_that_of_the_line_that_is_asked_about(talk: Talk) -> None:
    talk.says("Hannah", "quote for San Marziale: 10 Nova chairs and 3 desks", "I want 8 of them")
    assert quantities(talk, "Hannah") == [10, 8]


def test_a_number_of_them_is_no_place_among_the_choices(talk: Talk) -> None:
    asked = talk.say("Hannah", WHICH["Hannah"])
    assert talk.say("Hannah", "2 of them").choices == asked.choices
    assert quantities(talk, "Hannah") == [2]


@pytest.mark.parametrize(
    ("who", "opens", "said"),
    [
        ("Hannah", "quote for San Marziale: 4 shiny Nova chairs and 2 Leva desks", "the 160"),
        ("Lorenza", "preventivo per San Marziale: 4 sedie Nova lucide e 2 scrivanie Leva", "la 160"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 4 כיסאות ירוקים ו-2 שולחנות", "ה-160"),
    ],
)
def test_a_number_with_an_article_is_a_size_and_no_quantity(talk: Talk, who: str, opens: str, said: str) -> None:
    talk.says(who, opens, said)
    assert quantities(talk, who) == [4, 2]


@pytest.mark.parametrize(("who", "said"), COUNTED)
def test_a_number_of_them_answers_how_many(talk: Talk, who: str, said: str) -> None:
    talk.says(who, HOW_MANY[who], *THING.get(who, ()), said)
    assert quantities(talk, who) == [8]


@pytest.mark.parametrize(("who", "said"), COUNTED)
def test_a_number_of_them_corrects_what_is_to_be_confirmed(talk: Talk, who: str, said: str) -> None:
    talk.says(who, HOW_MANY[who], *THING.get(who, ()), "5", said)
    assert quantities(talk, who) == [8]


@pytest.mark.parametrize(("who", "said"), [("Hannah", "10% off"), ("Lorenza", "sconto 10%"), ("Maayan", "10% הנחה")])
def test_a_discount_at_a_choice_is_the_discount(talk: Talk, who: str, said: str) -> None:
    asked = talk.say(who, WHICH[who])
    assert talk.say(who, said).choices == asked.choices
    assert talk.drafts(who)[0].fields["discount"].content == 10


@pytest.mark.parametrize(
    ("who", "begun", "answer", "counted"),
    [
        ("Denis", "I need a quote for Lindqvist: 5 chairs", "10 task chairs", 10),
        ("Denis", "I need a quote for Lindqvist: 5 chairs", "10 Linea please", 10),
        ("Denis", "I need a quote for Lindqvist: 5 chairs", "1 Task chair Linea", 5),
        ("Lorenza", "serve un preventivo per la Clinica San Marziale: 5 sedie", "10 sedie operative Linea", 10),
        ("Lorenza", "serve un preventivo per la Clinica San Marziale: 5 sedie", "10 Linea", 10),
        ("Maayan", 'הצעת מחיר לקליניקת ד"ר פרידמן: 5 כיסאות', "10 כיסאות עבודה גל", 10),
        ("Maayan", 'הצעת מחיר לקליניקת ד"ר פרידמן: 5 כיסאות', "10 גל", 10),
    ],
)
def test_a_choice_that_is_counted_is_chosen_in_that_number_and_no_second_line(
    talk: Talk, who: str, begun: str, answer: str, counted: int
) -> None:
    talk.says(who, begun, answer)
    (draft,) = talk.drafts(who)
    lines = draft.fields["items"].content
    assert isinstance(lines, tuple)
    assert [line.quantity for line in lines] == [counted]
    assert lines[0].sku in {"CHR-110", "CHR-510"}
