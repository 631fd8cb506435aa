"""Counts in figures and words."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import LANGUAGES, Language
from bot.understanding.readers.amounts import amounts
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.readers.rough import is_choice


def numbers(text: str, lang: Language, *, articles: bool = False) -> list[str]:
    found = read_numbers(text, lang, articles=articles)
    assert all(text[one.start : one.end] == one.words for one in found)
    return [f"{one.value.normalize():f}" for one in found]


def cases(table: str) -> list[tuple[str, list[str]]]:
    """The rows "text = value value" of a table; nothing after the sign means that nothing is found."""
    rows = [line.rsplit("=", 1) for line in table.strip().splitlines()]
    return [(text.strip(), values.split()) for text, values in rows]


ENGLISH = cases("""
24 chairs = 24
1,250 sheets = 1250
1,250.5 litres = 1250.5
1.5 pallets = 1.5
1 250 labels = 1250
1,000,000 = 1000000
3k flyers = 3000
20K = 20000
2 thousand = 2000
1.5M impressions = 1500000
ten = 10
twenty-five desks = 25
twenty five = 25
two hundred and fifty = 250
one hundred and one = 101
a hundred lamps = 100
three thousand two hundred = 3200
a million = 1000000
two and a half thousand = 2500
a dozen cups = 12
half a dozen = 6
two dozen = 24
2 dozen lockers = 24
four black and two cyan = 4 2
10pcs = 10
x10 = 10
5x toner = 5
(12) = 12
six chairs, 4 tables; three lamps = 6 4 3
due in 30 days =
1.250 sheets =
a chair =
PO-0117 =
2026/88 =
88-1204 =
10:30 =
the 3rd =
A4 paper =
160 cm =
10% =
ten percent =
£20 =
20 euro =
+44 20 7946 0018 =
0117 =
10.0.0.12 =
fortysomething =
""")

ITALIAN = cases("""
24 sedie = 24
1.250 fogli = 1250
1.250,5 litri = 1250.5
2,5 bancali = 2.5
36mila volantini = 36000
2,5 mila = 2500
3k = 3000
due = 2
quarantadue lampade = 42
ventuno = 21
ventitré armadi = 23
ottantotto = 88
cento = 100
centouno = 101
centotto = 108
duecentocinquanta = 250
milleduecento = 1200
mille = 1000
duemilacinquecento = 2500
trentaseimila = 36000
due mila = 2000
un milione = 1000000
due milioni e mezzo = 2500000
una dozzina di tazze = 12
mezza dozzina = 6
due dozzine = 24
una ventina di quadri =
un centinaio =
20 pz = 20
20pz = 20
sei sedie = 6
4 neri e 2 ciano = 4 2
n. 25 armadietti = 25
una sedia =
sei in ufficio? =
ci sei =
1,250 fogli =
fattura 2026/88 =
ODA PO-0117 =
dieci per cento =
7,5% =
€ 7,40 =
120 euro =
alle 10:30 =
90 cm =
""")

HEBREW = cases("""
24 כיסאות = 24
ל-14 עמדות = 14
ב-200 יחידות = 200
ל14 = 14
1,250 דפים = 1250
20K = 20000
36 אלף = 36000
2.5 אלף = 2500
חמישה = 5
וחמישה = 5
שלוש = 3
שני שולחנות = 2
שתי ספות = 2
עשרים = 20
שלושים וחמש = 35
ארבעים ושניים = 42
אחד עשר = 11
שנים עשר = 12
חמש עשרה מנורות = 15
מאה = 100
מאתיים = 200
מאתיים חמישים = 250
שלוש מאות = 300
שלוש מאות וחמישים = 350
אלף = 1000
אלפיים = 2000
שלושת אלפים = 3000
אלף מאתיים = 1200
מיליון וחצי = 1500000
תריסר = 12
חצי תריסר = 6
שני תריסרים = 24
30 יח' = 30
ארבעה שחורים ושניים ירוקים = 4 2
כיסא אחד =
PO-0117 =
חשבונית 2026/88 =
10% =
10 אחוז =
120 ש"ח =
אלפיים שקל =
בשעה 10:30 =
160 ס"מ =
972-50-1234567 =
""")


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), ITALIAN)
def test_italian_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text, "it") == expected


@pytest.mark.parametrize(("text", "expected"), HEBREW)
def test_hebrew_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text, "he") == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "a chair", "1"),
        ("en", "one chair", "1"),
        ("it", "una sedia", "1"),
        ("it", "un tavolo", "1"),
        ("he", "כיסא אחד", "1"),
    ],
)
def test_an_article_counts_only_where_it_is_asked_for(lang: Language, text: str, expected: str) -> None:
    assert numbers(text, lang) == []
    assert numbers(text, lang, articles=True) == [expected]


def test_an_english_article_is_no_number_in_italian() -> None:
    assert numbers("consegna a Brescia", "it", articles=True) == []


@pytest.mark.parametrize(
    ("lang", "text", "doubtful"),
    [
        ("en", "two or three chairs", [True, True]),
        ("en", "2-3 pcs", [True, True]),
        ("en", "10 to 15 lamps", [True, True]),
        ("en", "2 chairs and 3 lamps", [False, False]),
        ("en", "12 chairs", [False]),
        ("it", "due o tre sedie", [True, True]),
        ("it", "2-3 pezzi", [True, True]),
        ("it", "2 oppure 3", [True, True]),
        ("it", "due sedie o tre", [False, False]),
        ("he", "שניים או שלושה", [True, True]),
        ("he", "2–3 יחידות", [True, True]),
        ("he", "2 כיסאות", [False]),
    ],
)
def test_a_choice_between_numbers_is_recognised(lang: Language, text: str, doubtful: list[bool]) -> None:
    assert [is_choice(text, one) for one in amounts(text, lang)] == doubtful
    assert len(read_numbers(text, lang)) == doubtful.count(False)


def test_values_are_exact() -> None:
    assert [one.value for one in read_numbers("0.1 and 2.50", "en")] == [Decimal("0.1"), Decimal("2.50")]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["3", "½", "²", "٣", "k", "mila", "e", "half", "a", "dozen", "ו", "אלף", ",", ".", " ", "-", "\u0301"]
        )
    ).map("".join),
    lang=st.sampled_from(LANGUAGES),
)
def test_no_text_upsets_the_reader(text: str, lang: Language) -> None:
    for one in read_numbers(text, lang, articles=True):
        assert text[one.start : one.end] == one.words


@pytest.mark.parametrize(
    "piece", ["1", "1,000", "a ", "tre", "1-", "two and ", "half a ", "ו", "ab12 ", "100 per ", "1 000 "]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_text_is_read_to_its_end(piece: str, lang: Language) -> None:
    text = (piece * 4_000)[:4_000]
    assert len(read_numbers(text, lang, articles=True)) <= len(text)
