"""Amounts of money and percentages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import LANGUAGES, Language
from bot.understanding.readers.money import read_money, read_percents


def money(text: str, lang: Language, *, bare: bool = False) -> list[str]:
    found = read_money(text, lang, bare=bare)
    assert all(text[one.start : one.end] == one.words for one in found)
    return [f"{one.value.amount.normalize():f} {one.value.currency}" for one in found]


MONEY: list[tuple[Language, str, list[str]]] = [
    ("en", "£1,284.60", ["1284.6 GBP"]),
    ("en", "£ 600", ["600 GBP"]),
    ("en", "600 quid", ["600 GBP"]),
    ("en", "twenty pounds", ["20 GBP"]),
    ("en", "twelve pounds fifty", ["12.5 GBP"]),
    ("en", "300 US dollars", ["300 USD"]),
    ("en", "$1.2k", ["1200 USD"]),
    ("en", "£3k for lamps", ["3000 GBP"]),
    ("en", "US$ 250", ["250 USD"]),
    ("en", "250 dollars", ["250 USD"]),
    ("en", "EUR 2,500", ["2500 EUR"]),
    ("en", "4,800 euros", ["4800 EUR"]),
    ("en", "5.000 euro", ["5000 EUR"]),
    ("en", "€1,250", ["1250 EUR"]),
    ("en", "₪3,540", ["3540 ILS"]),
    ("en", "250 NIS", ["250 ILS"]),
    ("en", "100 shekels", ["100 ILS"]),
    ("en", "CHF 90.50", ["90.5 CHF"]),
    ("en", "two hundred and fifty euros", ["250 EUR"]),
    ("en", "1.5M USD", ["1500000 USD"]),
    ("en", "-£50", ["-50 GBP"]),
    ("en", "£-50.25", ["-50.25 GBP"]),
    ("en", "8 stools @ £64.50 and 1 desk @ £1,980", ["64.5 GBP", "1980 GBP"]),
    ("en", "between £5 and £10", []),
    ("en", "a 20 euro note and €5", ["20 EUR", "5 EUR"]),
    ("en", "€500/month", ["500 EUR"]),
    ("en", "one euro", ["1 EUR"]),
    ("en", "20 desks", []),
    ("en", "PO-0117 for PO", []),
    ("en", "neurons 12", []),
    ("it", "1.250,00 €", ["1250 EUR"]),
    ("it", "€ 7,40", ["7.4 EUR"]),
    ("it", "€7,40 cad.", ["7.4 EUR"]),
    ("it", "212,50 euro", ["212.5 EUR"]),
    ("it", "euro 1.098", ["1098 EUR"]),
    ("it", "duecentocinquanta euro", ["250 EUR"]),
    ("it", "2 mila euro", ["2000 EUR"]),
    ("it", "3 mila e 500 euro", ["3500 EUR"]),
    ("it", "36mila euro", ["36000 EUR"]),
    ("it", "2,5 mila €", ["2500 EUR"]),
    ("it", "12k€", ["12000 EUR"]),
    ("it", "mille euro", ["1000 EUR"]),
    ("it", "un milione di euro", ["1000000 EUR"]),
    ("it", "2,5 milioni di euro", ["2500000 EUR"]),
    ("it", "un euro", ["1 EUR"]),
    ("it", "-50 €", ["-50 EUR"]),
    ("it", "300 dollari", ["300 USD"]),
    ("it", "80 sterline", ["80 GBP"]),
    ("it", "90 franchi svizzeri", ["90 CHF"]),
    ("it", "1'250.50 CHF", ["1250.5 CHF"]),
    ("it", "60 sedie a € 7,40 e 20 basi a € 5,15", ["7.4 EUR", "5.15 EUR"]),
    ("it", "60 sedie", []),
    ("he", '1,416 ש"ח', ["1416 ILS"]),
    ("he", "1,416 ש״ח", ["1416 ILS"]),
    ("he", "120 שח", ["120 ILS"]),
    ("he", "₪ 4,870.50", ["4870.5 ILS"]),
    ("he", "4,870.50₪", ["4870.5 ILS"]),
    ("he", "ב-135 ₪ ליחידה", ["135 ILS"]),
    ("he", "אלפיים שקל", ["2000 ILS"]),
    ("he", "אלף שקלים", ["1000 ILS"]),
    ("he", "36 אלף שקל", ["36000 ILS"]),
    ("he", '20K ש"ח', ["20000 ILS"]),
    ("he", "מיליון וחצי שקל", ["1500000 ILS"]),
    ("he", "שלוש מאות וחמישים שקלים", ["350 ILS"]),
    ("he", "249 דולר", ["249 USD"]),
    ("he", "3.250,00 אירו", ["3250 EUR"]),
    ("he", "150 יורו", ["150 EUR"]),
    ("he", "EUR 4,800", ["4800 EUR"]),
    ("he", "\u200f500 ₪", ["500 ILS"]),
    ("he", "24 כיסאות", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), MONEY)
def test_money(lang: Language, text: str, expected: list[str]) -> None:
    assert money(text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "312.40", ["312.4 None"]),
        ("en", "we said 312.40, 10% paid", ["312.4 None"]),
        ("it", "1.464", ["1464 None"]),
        ("it", "36mila", ["36000 None"]),
        ("he", "אלפיים", ["2000 None"]),
        ("en", "a chair", []),
    ],
)
def test_a_naked_number_is_money_only_where_it_is_asked_for(lang: Language, text: str, expected: list[str]) -> None:
    assert money(text, lang) == []
    assert money(text, lang, bare=True) == expected


PERCENTS: list[tuple[Language, str, list[str]]] = [
    ("en", "10%", ["10"]),
    ("en", "7.5 % off", ["7.5"]),
    ("en", "ten percent", ["10"]),
    ("en", "12 per cent", ["12"]),
    ("en", "10 off", []),
    ("en", "100 chairs", []),
    ("it", "7,5%", ["7.5"]),
    ("it", "sc 5%", ["5"]),
    ("it", "dieci per cento", ["10"]),
    ("it", "sconto del 12", []),
    ("it", "il 20 percento", ["20"]),
    ("he", "10%", ["10"]),
    ("he", "10 אחוז", ["10"]),
    ("he", "עשרה אחוזים", ["10"]),
    ("he", "%15 הנחה", ["15"]),
    ("he", "הנחה של 15", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), PERCENTS)
def test_percents(lang: Language, text: str, expected: list[str]) -> None:
    found = read_percents(text, lang)
    assert all(text[one.start : one.end] == one.words for one in found)
    assert [f"{one.value.normalize():f}" for one in found] == expected


@pytest.mark.parametrize(("lang", "text"), [("en", "12"), ("it", "dodici"), ("he", "12")])
def test_a_naked_number_answers_a_question_for_a_percentage(lang: Language, text: str) -> None:
    assert read_percents(text, lang) == []
    assert [one.value for one in read_percents(text, lang, bare=True)] == [12]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=200)
    | st.lists(st.sampled_from(["3", "€", "k", "-", "euro", "di ", "%", ",", ".", " ", 'ש"ח', "\u200f"])).map("".join),
    lang=st.sampled_from(LANGUAGES),
)
def test_no_text_upsets_the_readers(text: str, lang: Language) -> None:
    for amount in read_money(text, lang, bare=True):
        assert text[amount.start : amount.end] == amount.words
    for percent in read_percents(text, lang, bare=True):
        assert text[percent.start : percent.end] == percent.words


@pytest.mark.parametrize("piece", ["€", "€1", "1€", "1 € ", "- ", "%1", "1 di ", "k€"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_text_is_read_to_its_end(piece: str, lang: Language) -> None:
    text = (piece * 4_000)[:4_000]
    assert len(read_money(text, lang, bare=True)) + len(read_percents(text, lang)) <= len(text)
