"""Which of the choices offered a message takes."""

import pytest

from bot.choosing import chosen, parts
from bot.conversation import Choice
from tests.builders import turn

CHOICES = (
    Choice(value="a", label="Desk Quercia 100 cm, €210.00"),
    Choice(value="b", label="Desk Quercia 150 cm, €260.00"),
    Choice(value="c", label='שולחן כתיבה אלון 180 ס"מ, ₪980.00'),
    Choice(value="more", label="Show me others"),
)
NEW = (Choice(value="C-1", label="Acme Bakery Ltd, Milano"), Choice(value="new", label="It is a new customer"))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1", "a"),
        ("the second one", "b"),
        ("la terza", "c"),
        ("150", "b"),
        ("the 150 one please", "b"),
        ("quella da 100", "a"),
        ("אלון", "c"),
        ("more", "more"),
        ("altri", "more"),
        ("עוד", "more"),
        ("show me others", "more"),
        ("4", "more"),
        ("quercia", None),
        ("desk", None),
        ("unicorn", None),
        ("5", None),
        ("", None),
        ("yes", None),
    ],
)
def test_a_choice_is_taken_by_number_place_or_words(said: str, value: str | None) -> None:
    choice = chosen(said, CHOICES, turn(said))
    assert (choice.value if choice else None) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("new", "new"),
        ("it is a new customer", "new"),
        ("none of these", "new"),
        ("è un cliente nuovo", "new"),
        ("לקוח חדש", "new"),
        ("Acme", "C-1"),
        ("the bakery", "C-1"),
        ("no", None),
    ],
)
def test_none_of_them_is_a_new_one(said: str, value: str | None) -> None:
    choice = chosen(said, NEW, turn(said))
    assert (choice.value if choice else None) == value


def test_a_yes_takes_the_only_choice() -> None:
    choice = chosen("yes", CHOICES[:1], turn("yes"))
    assert choice == CHOICES[0]


@pytest.mark.parametrize(
    ("said", "several"),
    [
        ("the 160 and Nova", ["the 160", "Nova"]),
        ("2, 1", ["2", "1"]),
        ("la prima e la terza", ["la prima", "la terza"]),
        ("1 ו-3", ["1", "3"]),
        ("1\n2", ["1", "2"]),
        ("only this", ["only this"]),
        ("", []),
        (" , ", []),
    ],
)
def test_several_answers_are_taken_apart(said: str, several: list[str]) -> None:
    assert parts(said) == several
