"""The purchase order as a PDF, read back by another program."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from bot.documents import Issuer, OrderLine, PurchaseOrderDocument, Recipient
from bot.model import LANGUAGES, Language
from integrations.pdf import render_purchase_order
from tests.pdf_reader import holds, pages, seen

ITALIAN = Issuer(
    name="Alfa Arredi S.r.l.", city="Milano", country="IT", tax_id="04605730318", email="info@alfa.example"
)
ISRAELI = Issuer(name='אלפא ריהוט בע"מ', city="חיפה", country="IL", tax_id="518326178", email="office@alfa.example")
SUPPLIERS = {
    "IT": Recipient(name="Beta Legno S.n.c.", city="Udine", country="IT", tax_id="08773640951"),
    "IL": Recipient(name='נגריית Beta Legno בע"מ', city="יקנעם", country="IL", tax_id="518715594"),
}
NAMES: dict[Language, str] = {"en": "Round table", "it": "Tavolo rotondo", "he": "שולחן Tondo (nero) של Beta S.r.l."}
LONG: dict[Language, str] = {
    "en": "Executive chair, black leather, chrome base, tilt mechanism, adjustable armrests and castors for carpets",
    "it": "Poltrona direzionale in pelle nera, base cromata, meccanismo sincronizzato, braccioli regolabili e ruote",
    "he": 'כורסת מנהלים Doge מעור שחור, בסיס כרום, מנגנון TILT-3 (עד 150 ק"ג), משענות יד וגלגלים לרצפה קשה',
}
MISSING: dict[Language, str] = {"en": "no price is shown", "it": "righe senza prezzo", "he": "בשורות ללא מחיר"[::-1]}
WITHOUT_VAT: dict[Language, str] = {
    "en": "Total excluding VAT",
    "it": "Totale IVA esclusa",
    "he": 'סה"כ לפני מע"מ'[::-1],
}


def priced(language: Language, description: str | None = None) -> OrderLine:
    return OrderLine(
        description=description or NAMES[language],
        sku="TBL-120",
        quantity=Decimal("1.5"),
        unit_price=Decimal("823.00"),
        net=Decimal("1234.50"),
    )


def unpriced(language: Language) -> OrderLine:
    return OrderLine(description=NAMES[language], quantity=Decimal(7))


def order(
    language: Language = "it", lines: tuple[OrderLine, ...] | None = None, **changes: Any
) -> PurchaseOrderDocument:
    """An order of two lines at 1,234.50 each; Hebrew ones are Israeli."""
    lines = lines or (priced(language),) * 2
    nets = [line.net for line in lines if line.net is not None]
    country = "IL" if language == "he" else "IT"
    values: dict[str, Any] = {
        "language": language,
        "reference": "PO-0042",
        "issued": date(2026, 11, 20),
        "delivery_date": date(2026, 12, 11),
        "issuer": ISRAELI if country == "IL" else ITALIAN,
        "supplier": SUPPLIERS[country],
        "lines": lines,
        "currency": "ILS" if country == "IL" else "EUR",
        "net_total": sum(nets, Decimal(0)) if len(nets) == len(lines) else None,
        "cost_center": "CC-150",
        "ordered_by": "Alice Conti",
        "ordered_by_mail": "alice@alfa.example",
        "order_mail": "orders@beta.example",
        "notes": "לתיאום: +972-4-555-0100" if language == "he" else "Call +39 02 555 0100",
    }
    return PurchaseOrderDocument.model_validate({**values, **changes})


@cache
def rendered(language: Language) -> bytes:
    return render_purchase_order(order(language))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1,234.50", "€2,469.00", "20 November 2026", "11 December 2026", "Beta Legno S.n.c.", "Round table"]),
        ("it", ["1.234,50", "2.469,00 €", "20 novembre 2026", "11 dicembre 2026", "Ordine di acquisto", "IVA esclusa"]),
        ("he", ["1,234.50", "₪2,469.00", "518715594", "2026"]),
    ],
)
def test_amounts_and_dates_stand_as_the_language_writes_them(language: Language, expected: list[str]) -> None:
    assert [words for words in expected if not holds(rendered(language), words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_supplier_reads_number_colleague_reference_and_total_without_vat(language: Language) -> None:
    for words in (
        "PO-0042",
        "Alice Conti",
        "alice@alfa.example",
        "CC-150",
        "orders@beta.example",
        WITHOUT_VAT[language],
    ):
        assert holds(rendered(language), words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("delivery", [None, date(2026, 12, 11)])
def test_the_supplier_is_asked_to_confirm_under_the_number(language: Language, delivery: date | None) -> None:
    pdf = render_purchase_order(order(language, delivery_date=delivery))
    assert sum("PO-0042" in line for line in seen(pdf)) == 2


@pytest.mark.parametrize(
    "words",
    ["PO-0042", "TBL-120", "+972-4-555-0100", "nero", "BetaS.r.l.", "Beta Legno", "alice@alfa.example", "CC-150"],
)
def test_nothing_reads_backwards_in_a_hebrew_order(words: str) -> None:
    assert holds(rendered("he"), words)


def test_hebrew_runs_from_right_to_left_with_mirrored_columns() -> None:
    header = next(line for line in seen(rendered("he")) if "רואית" in line and "תומכ" in line)
    assert header.index("תומכ") < header.index("רואית")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_without_a_price_has_dashes_and_the_order_says_which_prices_hold(language: Language) -> None:
    pdf = render_purchase_order(order(language, (priced(language), unpriced(language))))
    assert any(line.count("–") == 2 and "7" in line for line in seen(pdf))
    assert holds(pdf, MISSING[language])
    assert not holds(pdf, WITHOUT_VAT[language])
    assert not holds(rendered(language), MISSING[language])


def test_an_order_without_date_reference_mail_and_notes_says_nothing_of_them() -> None:
    bare = order("en", delivery_date=None, cost_center=None, order_mail=None, notes=None)
    pdf = render_purchase_order(bare)
    assert holds(pdf, "To be agreed")
    assert holds(pdf, "when you can deliver")
    assert not [words for words in ("Our reference", "orders@", "Notes", "None") if holds(pdf, words)]


def test_only_a_revised_order_says_its_revision() -> None:
    assert holds(render_purchase_order(order("it", revision=3)), "Revisione 3")
    assert not holds(rendered("it"), "Revisione")


@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_lines_take_two_pages_with_the_header_on_each(language: Language) -> None:
    pdf = render_purchase_order(order(language, (priced(language),) * 40))
    assert pages(pdf) == 2
    head = {"en": "Description", "it": "Descrizione", "he": "רואית"}[language]
    assert sum(head in line for line in seen(pdf)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_description_is_shown_whole(language: Language) -> None:
    pdf = render_purchase_order(order(language, (priced(language, LONG[language]),)))
    shown = "".join(seen(pdf))
    read = [word for word in LONG[language].replace(",", "").split() if word.isalpha()]
    assert [word for word in read if word not in shown and word[::-1] not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_mail_address_stays_in_its_column(language: Language) -> None:
    pdf = render_purchase_order(
        order(language, ordered_by_mail="anna.dellavalle.castiglioni@a-long-company-name.example")
    )
    assert holds(pdf, "anna.dellavalle.castiglioni@")
    assert holds(pdf, "a-long-company-name.example")
    assert not holds(pdf, "castiglioni@a-long")


def test_markup_in_a_name_is_printed_and_never_run() -> None:
    hostile = '#read("/etc/passwd") $x$ *b* \\u{41} <l> @r'
    pdf = render_purchase_order(order(supplier=Recipient(name=hostile), notes=hostile, ordered_by="#panic()"))
    assert holds(pdf, hostile)
    assert holds(pdf, "#panic()")


def test_an_order_keeps_the_bank_to_itself() -> None:
    issuer = ITALIAN.model_copy(update={"bank": "Banca del Naviglio", "iban": "IT84T0966348825000000827981"})
    pdf = render_purchase_order(order(issuer=issuer))
    assert not holds(pdf, "IBAN")
    assert not holds(pdf, "Naviglio")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_order_gives_the_same_archival_bytes(language: Language) -> None:
    assert render_purchase_order(order(language)) == rendered(language)
    assert b"<pdfaid:part>3</pdfaid:part>" in rendered(language)
