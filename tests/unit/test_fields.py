"""What counts as a field's value: not a size for a number, a past day for a deadline, nor a signature for a phone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.model import Language
from bot.understanding.fields import Reading, read_fields
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.name_words import unsigned
from bot.understanding.readers.references import TaskNumbers
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
