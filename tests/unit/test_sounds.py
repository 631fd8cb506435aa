"""A colleague is known by a name in the other script, a short one only where it is spelled alike."""

import pytest

from bot.model import Person
from bot.understanding.sounds import by_sound
from tests.builders import person

NAMES = "Denis Popescu, Rania Khoury, Paolo Gentilini, Hannah Whitlock, יוסי אלמוג, מעיין צור, Mike Dove"
PEOPLE = [person(name, role="clerk", team="it") for name in NAMES.split(", ")]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("דניס", "Denis Popescu"),
        ("לדניס", "Denis Popescu"),
        ("ראניה", "Rania Khoury"),
        ("לרניה", "Rania Khoury"),
        ("פאולו", "Paolo Gentilini"),
        ("חנה", "Hannah Whitlock"),
        ("מייק", "Mike Dove"),
        ("Yossi", "יוסי אלמוג"),
        ("Maayan", "מעיין צור"),
    ],
)
def test_a_colleague_is_known_in_the_other_script(said: str, name: str) -> None:
    heard = by_sound(said, PEOPLE)
    assert heard is not None
    assert heard.name == name


@pytest.mark.parametrize("said", ["רון", "רינה", "רנה", "דנה", "משה", "פול", "Yasser", "Maya", "ל", "…", ""])
def test_a_name_that_only_resembles_one_is_nobody_s(said: str) -> None:
    assert by_sound(said, PEOPLE) is None


def test_a_short_name_that_two_colleagues_bear_is_neither_s() -> None:
    both: list[Person] = [*PEOPLE, person("Rania Haddad", role="clerk", team="it")]
    assert by_sound("ראניה", both) is None
