"""What a cell means: numbers and days in the column's style, and everything with a check digit checked."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sheets import Refused, SheetError
from bot.sheets.cells import Cell
from bot.sheets.figures import Figure, in_currency
from bot.sheets.headers import recognise
from bot.sheets.layouts import layout
from bot.sheets.reading import Reader
from bot.sheets.styles import Days, Decimals, Survey

COLUMNS = {
    "amount": "invoices", "issued": "invoices", "payments": "invoices", "number": "invoices",
    "unit_price": "products", "stock": "products", "vat_rate": "products", "reserved": "products",
    "iban": "parties", "email": "parties", "country": "parties", "payment_days": "parties", "aliases": "parties",
    "name": "parties", "role": "people", "team": "people", "language": "people", "timezone": "people",
    "currency": "products", "year": "cost-centers",
}  # fmt: skip


def read(column: str, *cells: Cell, decimal: Decimals | None = None, dates: Days | None = None) -> list[Any]:
    """What stands in one column, row by row."""
    of = layout(COLUMNS[column])
    recognised = recognise([(1, (column,))], of, {}, given=[name for key in of.keys for name in key])
    survey = Survey(of, recognised)
    for number, cell in enumerate(cells, start=2):
        survey.look(number, (cell,))
    reader = Reader(of, recognised, survey.styles(decimal=decimal, days=dates), {})
    rows = [reader.read(number, (cell,), separated=True) for number, cell in enumerate(cells, start=2)]
    return [row.values.get(column) for row in rows]


def amounts(*cells: Cell, decimal: Decimals | None = None) -> list[str]:
    return [str(in_currency(figure, "EUR")) for figure in read("amount", *cells, decimal=decimal)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1.250,00", "1.250"), ["1250.00", "1250.00"]),
        (("1,250.00", "1,250"), ["1250.00", "1250.00"]),
        (("1.250.000", "12,5"), ["1250000.00", "12.50"]),
        (("0.125", "0.5"), None),
        (("€ 12,50", "12,50 €", "1 250,00", "1'250,00"), ["12.50", "12.50", "1250.00", "1250.00"]),
        (("-5,00", "5,00-", "(5,00)", "−5,00"), ["-5.00"] * 4),
        (("12", "7"), ["12.00", "7.00"]),
        ((19.99, 3, 0.1 + 0.2), ["19.99", "3.00", "0.30"]),
        ((24.3878,), ["24.39"]),
        (("1234.5",), ["1234.50"]),
    ],
)
def test_amounts_are_read_in_the_style_of_their_column(cells: tuple[Cell, ...], expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(Refused, match="more than 2 decimals"):
            amounts(*cells)
    else:
        assert amounts(*cells) == expected


def test_a_column_that_can_be_read_in_two_ways_is_refused_until_it_is_told() -> None:
    with pytest.raises(SheetError, match=r'row 2: "1\.250".*--decimal comma or --decimal point'):
        read("amount", "1.250", "12")
    assert amounts("1.250", decimal="comma") == ["1250.00"]
    assert read("unit_price", "1.250", decimal="point") == [Figure(Decimal("1.25000000"))]


def test_a_column_in_two_styles_is_refused() -> None:
    with pytest.raises(SheetError, match=r'written in two ways \(row 3: "1,250.00", row 2: "1.250,00"\)'):
        read("amount", "1.250,00", "1,250.00")


@pytest.mark.parametrize("text", ["12,5O", "abc", "1.2.3,4", "12 5,00", "--5", "1,2,3", "5,00 xyz"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no number"):
        read("amount", text, decimal="comma")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("2026-01-31", "31/01/2026", "31.1.26", "31-01-2026", "20260131"), [date(2026, 1, 31)] * 5),
        (("05/03/2026",), [date(2026, 3, 5)]),
        ((date(2026, 1, 31), datetime(2026, 1, 31, 10, 30), "2026-01-31T00:00:00"), [date(2026, 1, 31)] * 3),  # noqa: DTZ001  as Excel keeps it
    ],
)
def test_days_are_read_day_first(cells: tuple[Cell, ...], expected: list[date]) -> None:
    assert read("issued", *cells) == expected


@pytest.mark.parametrize("cell", ["32/01/2026", "31/01/1926", "soon", "2026-02-30", 45678])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused, match=r"is no day|is not between"):
        read("issued", cell)


def test_days_with_the_month_first_need_to_be_told() -> None:
    with pytest.raises(SheetError, match=r'row 2: "12/31/2026".*--dates month-first'):
        read("issued", "12/31/2026", "01/02/2026")
    assert read("issued", "12/31/2026", "01/02/2026", dates="month-first") == [date(2026, 12, 31), date(2026, 1, 2)]
    with pytest.raises(SheetError, match="written in two ways"):
        read("issued", "12/31/2026", "31/12/2026")


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("number", 123.0, "123"),
        ("number", "00042", "00042"),
        ("number", 123, "123"),
        ("stock", "48,0", 48),
        ("stock", "-3", -3),
        ("stock", 12.0, 12),
        ("vat_rate", "22%", Decimal(22)),
        ("vat_rate", "8,1 %", Decimal("8.1")),
        ("payment_days", "30 gg", 30),
        ("payment_days", 60, 60),
        ("iban", "it60 x054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"),
        ("email", " Ordini@Example.IT ", "ordini@example.it"),
        ("country", "Italia", "IT"),
        ("country", "ישראל", "IL"),
        ("country", "de", "DE"),
        ("currency", "€", "EUR"),
        ("currency", "ils", "ILS"),
        ("language", "Italiano", "it"),
        ("language", "עברית", "he"),
        ("team", "Acquisti", "purchasing"),
        ("role", "Manager", "manager"),
        ("timezone", "Europe/Rome", "Europe/Rome"),
        ("aliases", "Rossi; Rossi & C.;;Rossi", ("Rossi", "Rossi & C.")),
        ("name", "  Rossi\u200f\u00a0 e\nFigli ", "Rossi e Figli"),
        ("year", "2026", 2026),
        ("year", 2026.0, 2026),
        ("payments", "2026-02-09 100.00; 2026-03-01 50", (
            (date(2026, 2, 9), Figure(Decimal("100.00"))), (date(2026, 3, 1), Figure(Decimal(50))),
        )),
    ],
)  # fmt: skip
def test_a_cell_becomes_a_value_of_its_column(column: str, cell: Cell, expected: object) -> None:
    assert read(column, cell) == [expected]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("iban", "IT60X0542811101000000123457", 'iban "IT60X0542811101000000123457" fails its check digits'),
        ("iban", "IT60X05428", "has not the length"),
        ("iban", "pippo", "is no IBAN"),
        ("email", "ordini at example.it", "is no e-mail address"),
        ("email", "a@example.it b@example.it", "is no e-mail address"),
        ("country", "Ruritania", "is no country"),
        ("currency", "EURO5", "is no currency"),
        ("language", "français", "is none of en, it, he"),
        ("role", "Responsabile acquisti", "is none of requester, clerk, manager, admin"),
        ("team", "Marketing", "is none of sales, purchasing, accounting, hr, it, administration, management"),
        ("timezone", "Rome", "is no time zone"),
        ("stock", "12,5", "is no whole number"),
        ("stock", "99999999999", "is no whole number"),
        ("reserved", "-1", "is below zero"),
        ("unit_price", "-1,50", "is below zero"),
        ("vat_rate", "0,22", "is no rate"),
        ("vat_rate", "122", "is no rate"),
        ("payment_days", "30 gg d.f.f.m.", "is no number of days"),
        ("name", "#N/A", "is an error of the spreadsheet"),
        ("name", "x" * 201, "has 201 characters"),
        ("number", "a|b", "is no code"),
        ("year", "26", "is no year"),
        ("amount", "99999999999999", "is too large"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_header_and_value(column: str, cell: Cell, reason: str) -> None:
    with pytest.raises(Refused) as error:
        read(column, cell)
    assert reason in str(error.value)
    assert str(error.value).startswith(f"{column} ")


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    of = layout("parties")
    recognised = recognise([(1, ("Nome", "IBAN", "Paese"))], of, {})
    reader = Reader(of, recognised, Survey(of, recognised).styles(), {})
    with pytest.raises(Refused, match=r'Paese "y" is no country such as IT or Italy; IBAN "x" is no IBAN'):
        reader.read(2, ("Rossi", "x", "y"), separated=True)


def test_a_row_that_is_torn_is_refused_in_csv_alone() -> None:
    of = layout("parties")
    recognised = recognise([(1, ("Nome",))], of, {})
    reader = Reader(of, recognised, Survey(of, recognised).styles(), {})
    with pytest.raises(Refused, match="2 cells for 1 headers"):
        reader.read(2, ("Rossi", "Bianchi & C."), separated=True)
    assert reader.read(2, ("Rossi", "a note"), separated=False).values == {"name": "Rossi"}


def test_an_option_fills_what_is_empty() -> None:
    of = layout("products")
    recognised = recognise([(1, ("sku", "currency"))], of, {})
    reader = Reader(of, recognised, Survey(of, recognised).styles(), {"currency": "EUR", "vat_rate": "22"})
    assert reader.read(2, ("A", ""), separated=True).values == {"sku": "A", "currency": "EUR", "vat_rate": Decimal(22)}
    assert reader.read(2, ("A", "ILS"), separated=True).values["currency"] == "ILS"
    with pytest.raises(Refused, match="'colour' is no column of products"):
        Reader(of, recognised, Survey(of, recognised).styles(), {"colour": "red"})


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["point", "comma"]))
def test_an_amount_in_either_style_comes_back(amount: Decimal, style: Decimals) -> None:
    text = f"{amount:,.2f}"
    if style == "comma":
        text = text.translate(str.maketrans(",.", ".,"))
    assert [in_currency(figure, "EUR") for figure in read("amount", text)] == [amount]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_that_went_through_a_binary_fraction_comes_back(amount: Decimal) -> None:
    assert [in_currency(figure, "EUR") for figure in read("amount", float(amount))] == [amount]


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(text: str) -> None:
    for column in COLUMNS:
        with suppress(Refused, SheetError):
            read(column, text)
