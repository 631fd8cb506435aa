"""Text is cleaned once, at the border."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cleaning import LIMIT, clean, storable

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  hello \n", "hello"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a\tb"),
        ("a\x00b\x07c\x1b[2Jd\x7f", "abc[2Jd"),
        ("a\ud83db\udc00", "ab"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("so\u00adft", "soft"),
        ("e\u0301", "é"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("private\ue000use", "privateuse"),
        ("\u202eoverride\u202c", "override"),
        ("\u2067isolated\u2069", "isolated"),
        ("👍🏽", "👍🏽"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_what_no_reader_should_see_is_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert len(clean("a" * 100_000)) == LIMIT


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more_and_can_be_encoded(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= LIMIT
    once.encode("utf-8")


@given(ANYTHING)
def test_the_original_is_kept_whole_as_far_as_a_database_can(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert "\0" not in kept
    kept.encode("utf-8")
    assert all(other in {one, "\ufffd"} for one, other in zip(text, kept, strict=True))
