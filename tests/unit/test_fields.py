"""What counts as a field's value: not a size for a number, a past day for a deadline, nor a signature for a phone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from time import process_time

import pytest

from bot.model import Language
from bot.understanding.fields import read_fields
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.name_words import unsigned
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading
from tests.builders import shipped

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TASKS = TaskNumbers(kind.contract.prefix or "" for kind in shipped().requests())


def read(kind: str, text: str, language: Language = "en") -> dict[str, object]:
    reading = Reading(text, language, NOW, load_lexicon(), TASKS)
    return {name: value.content for name, value in read_fields(shipped()[kind].contract, reading).items()}


@pytest.mark.parametrize(
    ("text", "language", "quantity"),
    [
        ("find bottles of 500 ml, 200 pieces", "en", 200),
        ("tender for software, at least 4 vendors", "en", None),
        ("cercate bottiglie da 330 ml", "it", None),
        ("tre preventivi per 40 armadietti", "it", 40),
        ("לאתר שמפו 5 ליטר", "he", None),
    ],
)
def test_a_size_and_the_number_of_offers_are_no_quantity(text: str, language: Language, quantity: int | None) -> None:
    found = read("supplier_search", text, language).get("quantity")
    assert found == (None if quantity is None else Decimal(quantity))


def test_a_day_that_has_passed_is_no_deadline() -> None:
    assert "deadline" not in read("supplier_search", "as agreed yesterday: find a caterer")
    assert read("supplier_search", "as agreed yesterday: find a caterer by 1 December")["deadline"] == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("renew the contract with Alder Mills, it expires on 31 March 2027", "en"),
        ("rinnova il contratto con Alba Forniture, scade il 31 marzo 2027", "it"),
        ("לחדש את ההסכם עם קוד ירוק, מסתיים ב-31 במרץ 2027", "he"),
    ],
)
def test_the_day_on_which_something_expires_is_its_end(text: str, language: Language) -> None:
    found = read("contract", text, language)
    assert found["end_date"] == date(2027, 3, 31)
    assert "start_date" not in found


def test_the_writer_s_own_signature_gives_neither_phone_nor_address() -> None:
    said = (
        "Please register Alder Mills, office@aldermills.example.\n\nRegards\nZoe\nzoe@norland.example\n+44 20 7946 0018"
    )
    found = read("supplier_registration", said)
    assert found["email"] == "office@aldermills.example"
    assert "phone" not in found


def test_what_was_forwarded_still_counts() -> None:
    said = (
        "please register\nThanks, Zoe\n----- Forwarded -----\nAlder Mills, +44 20 7946 0018, office@aldermills.example"
    )
    found = read("supplier_registration", said)
    assert (found["email"], found["phone"]) == ("office@aldermills.example", "+442079460018")


def test_an_address_on_the_last_line_is_no_signature() -> None:
    assert unsigned("send the quote to\noffice@mills.example").endswith("office@mills.example")
    assert unsigned("send the quote\nZoe Hart").rstrip() == "send the quote"


@pytest.mark.parametrize(
    ("kind", "text", "language", "field", "day"),
    [
        (
            "order_entry",
            "ordine arrivato stamattina da Alba, consegna 14/12/2026",
            "it",
            "delivery_date",
            date(2026, 12, 14),
        ),
        ("order_entry", "Alder Mills took 4 lamps this morning", "en", "delivery_date", None),
        ("onboarding", "two things today: Alice Brown joins the team on 2 March", "en", "start_date", date(2027, 3, 2)),
        ("attendance", "Alice Brown is off sick until the 24th", "en", "start_date", None),
        ("attendance", "Alice Brown is off sick until the 24th", "en", "end_date", date(2026, 11, 24)),
        ("attendance", "חופשה לדנה כהן בין 5.4.2027–16.4.2027", "he", "end_date", date(2027, 4, 16)),
        ("contract", "contratto con Alba srl dal 1/9 al 31/7", "it", "start_date", date(2027, 9, 1)),
        ("contract", "contratto con Alba srl da gennaio 2027 a dicembre 2029", "it", "start_date", date(2027, 1, 1)),
        ("contract", "contratto con Alba srl da gennaio 2027 a dicembre 2029", "it", "end_date", date(2029, 12, 31)),
        ("invoice_registration", "enter the invoice of Alder Mills today", "en", "invoice_date", None),
        ("invoice_registration", "bill of Alder Mills, dated yesterday", "en", "invoice_date", date(2026, 11, 19)),
        ("general", "the lease ended yesterday, tell the owner by Thursday", "en", "deadline", date(2026, 11, 26)),
    ],
)
def test_a_day_is_the_field_s_own(kind: str, text: str, language: Language, field: str, day: date | None) -> None:
    assert read(kind, text, language).get(field) == day


@pytest.mark.parametrize(
    ("text", "number", "amount"),
    [
        ("register Mercer Fuels 300418, 2,150.00", "300418", "2150.00"),
        ("register Mercer Fuels 300418 or 300419, £90", None, "90"),
        ("register 4 bills of Mercer Fuels", None, None),
    ],
)
def test_a_naked_number_is_taken_only_where_nothing_else_can_be_meant(
    text: str, number: str | None, amount: str | None
) -> None:
    found = read("invoice_registration", text)
    assert found.get("invoice_number") == number
    assert getattr(found.get("amount"), "amount", None) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("text", ["a," * 4_000, "2 ab, " * 1_500, "a b " * 2_000, "אב, " * 2_000])
def test_a_very_long_list_is_read_in_bounded_time(text: str) -> None:
    begun = process_time()
    read("quote", text[:4_000])
    assert process_time() - begun < 1
