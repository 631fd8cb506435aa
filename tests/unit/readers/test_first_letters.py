"""What an expression begins with, so that a look ahead changes nothing but what is tried."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.readers.first_letters import first_letters


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("(?:the )?end", "et"),
        ("(?P<n>two|[3-5]) weeks", "t345"),
        ("(?:a|an)? ?fortnight", " af"),
        ("(?<!x)ב?סוף", "בס"),
        ("(?:q|)1", "1q"),
    ],
)
def test_the_characters_an_expression_begins_with_are_told(expression: str, letters: str) -> None:
    look = re.compile(first_letters(expression))
    assert {char for char in map(chr, range(0x600)) if look.match(char)} == set(letters)


@pytest.mark.parametrize("expression", ["", "a?", r"\w+", ".x", "(?:a|b*)", "[^a]b", r"(a)?\1b"])
def test_nothing_is_said_where_it_cannot_be_told(expression: str) -> None:
    assert first_letters(expression) == ""


@given(st.text("aben t5", max_size=12))
def test_nothing_is_found_otherwise(text: str) -> None:
    expression = r"(?:the )?(?:e[na]|n(?=5)|[0-9]+t)b*"
    found = [hit.span() for hit in re.finditer(expression, text)]
    assert [hit.span() for hit in re.finditer(f"(?={first_letters(expression)}){expression}", text)] == found
