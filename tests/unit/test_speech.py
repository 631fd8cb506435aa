"""Texts in three languages: figures, dates, plurals, and what runs the other way kept apart."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE
from bot.model import LANGUAGES, FieldValue, Item, Language, Money, Period
from bot.texts import Arg, Chosen, Lines, Listing, Word, text
from tests.builders import said, speech

MOMENT = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Money(amount=Decimal("1234.5"), currency="EUR"), "en", "€1,234.50"),
        (Money(amount=Decimal("1234.5"), currency="EUR"), "it", "1.234,50 €"),
        (Money(amount=Decimal("1234.5"), currency="ILS"), "he", "₪1,234.50"),
        (Money(amount=Decimal("-0.5"), currency="EUR"), "en", "-€0.50"),
        (Decimal("1234.5"), "en", "1,234.5"),
        (Decimal("1234.5"), "it", "1.234,5"),
        (date(2026, 11, 20), "en", "Friday, 20 November 2026"),
        (date(2026, 11, 20), "it", "venerdì 20 novembre 2026"),
        (date(2026, 11, 20), "he", "יום שישי, 20 בנובמבר 2026"),
        (FieldValue(type="percent", content=Decimal("7.5")), "en", "7.5%"),
        (FieldValue(type="percent", content=Decimal("7.5")), "it", "7,5%"),
        (FieldValue(type="items", content=(Item(quantity=Decimal(2), description="lamps"),)), "en", "2 × lamps"),
        (
            FieldValue(type="items", content=(Item(description="lamps"), Item(description="desks"))),
            "en",
            "lamps, desks",
        ),
        (Listing(("a", "b", "c")), "it", "a, b e c"),
        (Lines(("a", "b"), numbered=True), "en", "1. a\n2. b"),
        (Word("quote", "label", "customer"), "it", "cliente"),
        (Chosen("ferie", "leave"), "he", "חופשה"),
        (Chosen("clock-in correction 09:00", "leave"), "it", "timbratura mancata 09:00"),
        (Chosen("visita medica", "leave"), "en", "visita medica"),
        (text("noted-words", name="x" * 200), "en", f"“{'x' * 60}…”"),
    ],
)
def test_a_value_is_shown_as_the_language_writes_it(value: Arg, language: Language, shown: str) -> None:
    assert said(value, language).replace("\xa0", " ") == shown


def test_a_period_has_both_its_days() -> None:
    period = FieldValue(type="period", content=Period(start=date(2026, 11, 1), end=date(2026, 11, 2)))
    assert said(period) == "Sunday, 1 November 2026 – Monday, 2 November 2026"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_has_its_time(language: Language) -> None:
    assert "09:05" in said(MOMENT, language)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 20, 100])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_chooses_its_plural(language: Language, count: int) -> None:
    shown = said(text("tasks-mine", count=count), language)
    assert shown
    assert (str(count) in shown) == (count > 1 and not (language == "he" and count == 2)) or count == 2


def test_latin_runs_in_a_hebrew_text_are_isolated() -> None:
    shown = speech().say(text("task-done", reference="IT-0001"), "he")
    assert f"{FIRST_STRONG_ISOLATE}IT-0001{POP_ISOLATE}" in shown


def test_hebrew_names_in_an_english_text_are_isolated() -> None:
    shown = speech().say(text("reminder-kept-for", name="גדי בן-שחר", at=MOMENT), "en")
    assert f"{FIRST_STRONG_ISOLATE}גדי בן-שחר{POP_ISOLATE}" in shown


@pytest.mark.parametrize("length", [900, 1001, 2501, 4000])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_value_is_cut_and_not_refused(language: Language, length: int) -> None:
    value = FieldValue(type="text", content="x" * length)
    shown = said(text("field-line", label="problem", value=value), language)
    assert "x" * 200 in shown
    assert "…" in shown


@pytest.mark.parametrize("value", ["{ $name }", "{{ 7*7 }}", "-term", '{"a"}', "a = b", "[one] .x"])
def test_what_people_write_is_never_a_template(value: str) -> None:
    assert value in said(text("dropped", what=value))


def test_a_missing_value_and_an_unknown_text_are_errors() -> None:
    with pytest.raises(KeyError):
        said(text("task-done"))
    with pytest.raises(KeyError):
        said(text("there-is-no-such-text"))
