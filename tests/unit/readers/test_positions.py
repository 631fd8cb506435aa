"""Which position is to be filled is read without when, where and how many."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Language
from bot.understanding.readers.positions import read_positions


@pytest.mark.parametrize(
    ("text", "lang", "position"),
    [
        ("we need to hire a warehouse manager by the end of January", "en", "warehouse manager"),
        ("we need two more drivers in the warehouse from September", "en", "drivers"),
        ("please advertise the van driver job", "en", "van driver"),
        ("publish a job description for a quantity surveyor, start 01/03", "en", "quantity surveyor"),
        ("dobbiamo assumere un magazziniere entro fine gennaio", "it", "magazziniere"),
        ("cerchiamo due magazzinieri per il reparto spedizioni, da settembre", "it", "magazzinieri"),
        ("apriamo una ricerca per la figura di progettista elettrico, sede di Bari", "it", "progettista elettrico"),
        ("servono 12 addetti alle pulizie entro il 10 gennaio", "it", "addetti alle pulizie"),
        ("צריך לגייס מנהל מחסן עד סוף ינואר", "he", "מנהל מחסן"),
        ("צריך לגייס שני מלגזנים למחסן, עד תחילת מאי", "he", "מלגזנים"),
        ("לגייס מנהל בטיחות מ-1.3", "he", "מנהל בטיחות"),
        ("תעלו מודעה לנהגת חלוקה", "he", "נהגת חלוקה"),
    ],
)
def test_the_position_is_what_is_hired_and_no_more(text: str, lang: Language, position: str) -> None:
    assert read_positions(text, lang)[0].value == position


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("hire", "en"),
        ("we need someone in accounts", "en"),
        ("servono tre persone in cucina", "it"),
        ("צריך מישהו במטבח", "he"),
        ("צריך להתחיל בחיפוש", "he"),
    ],
)
def test_a_number_of_people_is_no_position(text: str, lang: Language) -> None:
    assert read_positions(text, lang) == []


@given(st.text(max_size=200), st.sampled_from(["en", "it", "he"]))
@settings(max_examples=100, deadline=None)
def test_what_is_read_stands_in_the_text(text: str, lang: Language) -> None:
    assert all(one.value.strip() and one.value in f"hire {text}" for one in read_positions(f"hire {text}", lang))
