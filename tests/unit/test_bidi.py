"""Text that keeps its reading order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bidi import direction, isolate, isolate_runs, plain


def marked(text: str) -> str:
    """Isolates as brackets that a reader of a test can see."""
    return text.replace("\u2068", "⟦").replace("\u2069", "⟧").replace("\u200f", "‹rtl›")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("לתיאום: +972-4-555-0100, תודה", "לתיאום: ⟦+972-4-555-0100⟧, תודה"),
        ("כיסא (nero) של Sedutec S.r.l.", "כיסא (⟦nero⟧) של ⟦Sedutec S.r.l.⟧"),
        ("דגם Aeron (nero) חדש", "דגם ⟦Aeron (nero)⟧ חדש"),
        ("הנחה של 7.5% על ₪1,200.00.", "הנחה של ⟦7.5%⟧ על ⟦₪1,200.00⟧."),
        ("ירידה של -5% השנה", "ירידה של ⟦-5%⟧ השנה"),
        ("ב-15 בחודש", "ב-⟦15⟧ בחודש"),
        ("תוך 10–14 ימים", "תוך ⟦10–14⟧ ימים"),
        ("עמודים 3, 5, 8", "עמודים ⟦3⟧, ⟦5⟧, ⟦8⟧"),
        ("חשבון IL66 0665 4900 0002 בבנק", "חשבון ⟦IL66 0665 4900 0002⟧ בבנק"),
        ("כתבו אל office@example.co.il!", "כתבו אל ⟦office@example.co.il⟧!"),
        ('משרד רו"ח', 'משרד רו"ח'),
        ("", ""),
    ],
)
def test_numbers_codes_and_latin_names_are_isolated_in_hebrew(text: str, expected: str) -> None:
    assert marked(isolate_runs(text, "he")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Offer for משרד רו"ח אלבז, Haifa', 'Offer for ⟦משרד רו"ח אלבז⟧, Haifa'),
        ("Scrivania 140 cm", "Scrivania 140 cm"),
        ("שולחן 140 ס", "⟦שולחן 140 ס⟧"),
    ],
)
def test_hebrew_is_isolated_in_other_languages(text: str, expected: str) -> None:
    assert marked(isolate_runs(text, "en")) == expected


def test_a_hebrew_name_that_begins_in_latin_keeps_its_direction() -> None:
    assert marked(isolate('IBM ישראל בע"מ')) == '⟦‹rtl›IBM ישראל בע"מ⟧'
    assert marked(isolate("Q-0042")) == "⟦Q-0042⟧"


@pytest.mark.parametrize("mark", ["\u202e", "\u2069", "\u2066", "\u200f", "\u061c"])
def test_marks_inside_a_name_cannot_reach_past_it(mark: str) -> None:
    assert isolate(f"Ros{mark}si") == "\u2068Rossi\u2069"


def test_the_direction_is_that_of_most_letters() -> None:
    assert [direction(text) for text in ("Rossi", "אלבז", "12,5", "A אלבז")] == ["ltr", "rtl", "ltr", "rtl"]


@given(st.text(alphabet="אבגabc019 -+.,:;()[]\"'%₪€\n\u2068\u2069\u200f"), st.sampled_from(["en", "it", "he"]))
def test_isolating_changes_nothing_but_marks_and_always_closes(text: str, language: str) -> None:
    shown = isolate_runs(text, language)
    assert plain(shown) == plain(text)
    depth = 0
    for char in shown:
        depth += {"\u2068": 1, "\u2069": -1}.get(char, 0)
        assert depth in (0, 1)
    assert depth == 0
