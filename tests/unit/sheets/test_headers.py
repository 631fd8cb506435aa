"""Which column a header means, in three languages, and when nobody can tell."""

from pathlib import Path

import pytest

from bot.sheets import SheetError
from bot.sheets.headers import Recognised, recognise
from bot.sheets.layouts import KINDS, layout, plain


def found(kind: str, *headers: str, asked: dict[str, str] | None = None, given: tuple[str, ...] = ()) -> Recognised:
    return recognise([(1, headers)], layout(kind), asked or {}, given=given)


@pytest.mark.parametrize(
    ("kind", "headers", "columns"),
    [
        ("parties", ("Ragione sociale", "P.IVA", "IBAN", "E-mail"), ("name", "tax_id", "iban", "email")),
        ("parties", ("RAGIONE  SOCIALE", "partita iva", "Città"), ("name", "tax_id", "city")),
        ("parties", ("שם", "ח.פ.", 'דוא"ל', "עיר"), ("name", "tax_id", "email", "city")),
        ("parties", ("Company name", "VAT No.", "Payment terms"), ("name", "tax_id", "payment_days")),
        ("products", ("Codice", "Descrizione", "Prezzo", "IVA %"), ("sku", "name_it", "unit_price", "vat_rate")),
        ("products", ('מק"ט', "תיאור", "מחיר", 'מע"מ', "מלאי"), ("sku", "name_he", "unit_price", "vat_rate", "stock")),
        ("products", ("מק״ט", "Description"), ("sku", "name_en")),
        ("stock", ("Codice", "Giacenza", "Scorta minima"), ("sku", "stock", "reorder_level")),
        (
            "invoices",
            ("N. fattura", "Cliente", "Data fattura", "Scadenza", "Importo"),
            ("number", "party", "issued", "due_date", "amount"),
        ),
        ("invoices", ("מספר חשבונית", "ספק", "תאריך חשבונית", "סכום"), ("number", "party", "issued", "amount")),
        ("people", ("Nome e cognome", "E-mail", "Reparto"), ("name", "email", "team")),
        ("cost-centers", ("CdC", "Anno", "Responsabile", "Budget"), ("code", "year", "owner", "budget")),
    ],
)
def test_headers_are_recognised_in_three_languages(
    kind: str, headers: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    assert found(kind, *headers).places == {name: place for place, name in enumerate(columns)}


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_means_two_columns_for_certain(kind: str) -> None:
    seen: dict[str, str] = {}
    for column in layout(kind).columns:
        for word in column.certain():
            assert plain(word)
            assert seen.setdefault(plain(word), column.name) == column.name, word


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "it", "he"])
def test_what_is_written_is_recognised(kind: str, language: str) -> None:
    written = layout(kind).written()
    headers = [column.headers[language] for column in written]  # type: ignore[index]  # one of the three
    assert found(kind, *headers).places == {column.name: place for place, column in enumerate(written)}


def test_an_unknown_column_is_left_out_and_told() -> None:
    assert found("parties", "Nome", "Note", "Agente").left_out == ("Note", "Agente")


def test_the_columns_of_a_file_of_refused_rows_are_left_out_in_silence() -> None:
    assert found("parties", "row", "reason", "name").left_out == ()


def test_a_header_that_is_mapped_means_what_it_was_told() -> None:
    recognised = found("parties", "Nome commerciale", "Ragione sociale", asked={"nome commerciale": "name"})
    assert (recognised.places, recognised.left_out) == ({"name": 0}, ("Ragione sociale",))


def test_a_column_can_be_left_out_on_purpose() -> None:
    recognised = found("parties", "Ragione sociale", "Denominazione", asked={"Denominazione": ""})
    assert (recognised.places, recognised.left_out) == ({"name": 0}, ("Denominazione",))


def test_the_first_name_beside_the_last_is_not_the_whole_name() -> None:
    assert found("people", "Nome", "Cognome", "E-mail").places == {"first_name": 0, "last_name": 1, "email": 2}


def test_the_codice_fiscale_is_the_tax_number_only_where_there_is_no_other() -> None:
    assert found("parties", "Nome", "Codice fiscale").places["tax_id"] == 1
    both = found("parties", "Nome", "Codice fiscale", "P.IVA")
    assert (both.places["tax_id"], both.left_out) == (2, ("Codice fiscale",))


@pytest.mark.parametrize(
    ("kind", "headers", "sentence"),
    [
        (
            "parties",
            ("Ragione sociale", "Denominazione"),
            "both mean name; say which with --map 'Ragione sociale=name'",
        ),
        ("parties", ("Codice", "Nome"), "'Codice' may mean id or tax_id"),
        ("cost-centers", ("Codice", "Anno", "Importo"), "'Importo' may mean budget or spent"),
        ("products", ("Prezzo", "Valuta"), "no column for sku was found"),
        ("parties", ("foo", "bar"), "no headers of parties were found"),
        ("parties", ("", ""), "it is empty"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_way_out(kind: str, headers: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(SheetError) as error:
        found(kind, *headers)
    assert sentence in str(error.value)


def test_a_mapping_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(SheetError, match="no column 'Art' to map"):
        found("products", "Codice", asked={"Art": "sku"})
    with pytest.raises(SheetError, match="'Euro' is mapped to 'price'"):
        found("products", "Codice", "Euro", asked={"Euro": "price"})


def test_the_headers_may_stand_below_a_title() -> None:
    rows = [(1, ("Listino 2026",)), (3, ("", "Codice", "Prezzo")), (4, ("", "A-1", "10"))]
    recognised = recognise(rows, layout("products"), {})
    assert (recognised.row, recognised.places) == (3, {"sku": 1, "unit_price": 2})


def test_a_key_may_come_from_an_option() -> None:
    assert found("cost-centers", "Codice", "Budget", given=("year",)).places == {"code": 0, "budget": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_the_documents_name_every_column(kind: str) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "records.md").read_text(encoding="utf-8")
    section = page.split(f"### {kind}\n")[1].split("###")[0]
    assert [line.split("|")[1].strip(" `") for line in section.splitlines()[2:] if line] == [
        column.name for column in layout(kind).columns
    ]
    assert all(column.meaning in section for column in layout(kind).columns)
