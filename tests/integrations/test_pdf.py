"""The quote as a PDF, read back by another program."""

import hashlib
import subprocess
import sys
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.documents import Issuer, QuoteDocument, QuoteLine, Recipient, VatTotal
from bot.formatting import write_figure, write_money
from bot.model import LANGUAGES, Language
from integrations.pdf import missing_glyphs, render_quote
from tests.pdf_reader import holds, pages, seen

ISSUERS = {
    "IT": Issuer(
        name="Alfa Arredi S.r.l.",
        city="Milano",
        country="IT",
        tax_id="04605730318",
        bank="Banca del Naviglio",
        iban="IT84T0966348825000000827981",
        email="info@alfa.example",
    ),
    "IL": Issuer(
        name='אלפא ריהוט בע"מ',
        city="חיפה",
        country="IL",
        tax_id="518326178",
        bank="בנק הכרמל",
        iban="IL660665490000022378298",
        email="office@alfa.example",
    ),
}
CUSTOMERS = {
    "IT": Recipient(name="Studio Bruno & Carli", city="Bergamo", country="IT", tax_id="08773640951"),
    "IL": Recipient(name="משרד בועז ושות'", city="באר שבע", country="IL", tax_id="518715594"),
}
FOLDER = Path(__file__).parents[2] / "templates" / "documents"
LABELS = sorted(FOLDER.glob("*.toml"))
NAMES: dict[Language, str] = {"en": "Round table", "it": "Tavolo rotondo", "he": "שולחן Tondo (nero) של Beta S.r.l."}


def quote(language: Language = "it", count: int = 2, **changes: Any) -> QuoteDocument:
    """A quote of `count` lines at 1,234.50 each with a tenth off; Hebrew ones are Israeli."""
    country = "IL" if language == "he" else "IT"
    rate = Decimal(18 if country == "IL" else 22)
    line = QuoteLine(
        description=NAMES[language],
        sku="TBL-120",
        quantity=Decimal("1.5"),
        unit_price=Decimal("823.00"),
        net=Decimal("1234.50"),
        vat_rate=rate,
    )
    subtotal = line.net * count
    discount = subtotal / 10
    net = subtotal - discount
    values: dict[str, Any] = {
        "language": language,
        "reference": "Q-0042",
        "issued": date(2026, 11, 20),
        "valid_until": date(2026, 12, 20),
        "issuer": ISSUERS[country],
        "customer": CUSTOMERS[country],
        "lines": (line,) * count,
        "discount": Decimal(10),
        "discount_amount": discount,
        "net_total": net,
        "vat": (VatTotal(rate=rate, base=net, amount=net * rate / 100),),
        "gross_total": net + net * rate / 100,
        "currency": "ILS" if country == "IL" else "EUR",
        "payment_days": 30,
        "prepared_by": "Alice Conti",
        "notes": "לתיאום: +972-4-555-0100" if language == "he" else "Call +39 02 555 0100",
        "delivery_mail": "bruno@beta.example",
    }
    return QuoteDocument.model_validate({**values, **changes})


@cache
def rendered(language: Language, count: int = 2) -> bytes:
    return render_quote(quote(language, count))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["€2,469.00", "-€246.90", "€2,222.10", "VAT 22% on €2,222.10", "€2,710.96", "20 December 2026", "1.5"]),
        ("it", ["2.469,00 €", "-246,90 €", "2.222,10 €", "IVA 22% su 2.222,10 €", "20 dicembre 2026", "1,5"]),
        ("he", ["₪2,469.00", "-₪246.90", "₪2,222.10", "18%", "₪2,622.08", "1.5"]),
    ],
)
def test_amounts_and_dates_stand_as_the_language_writes_them(language: Language, expected: list[str]) -> None:
    assert [words for words in expected if not holds(rendered(language), words)] == []


@pytest.mark.parametrize(
    "words",
    [
        "Q-0042",
        "TBL-120",
        "+972-4-555-0100",
        "nero",
        "BetaS.r.l.",
        "bruno@beta.example",
        "office@alfa.example",
        "IBAN IL66 0665 4900 0002 2378 298",
        "518326178",
        "Alice Conti",
    ],
)
def test_nothing_reads_backwards_in_a_hebrew_quote(words: str) -> None:
    assert holds(rendered("he"), words)


def test_hebrew_runs_from_right_to_left_with_mirrored_columns() -> None:
    lines = seen(rendered("he"))
    header = next(line for line in lines if "רואית" in line and "תומכ" in line)
    assert header.index("תומכ") < header.index("רואית")


def test_the_names_of_both_sides_are_there() -> None:
    assert holds(rendered("it"), "Alfa Arredi S.r.l.")
    assert holds(rendered("it"), "Studio Bruno & Carli")
    assert holds(rendered("it"), "Tavolo rotondo")


def test_a_long_quote_repeats_its_header_and_numbers_its_pages() -> None:
    pdf = rendered("it", 60)
    assert pages(pdf) == 3
    assert sum("Descrizione" in line for line in seen(pdf)) == 3
    assert [holds(pdf, f"Pagina {page} di 3") for page in (1, 2, 3)] == [True] * 3
    assert pages(rendered("it")) == 1


def test_markup_in_a_name_is_printed_and_never_run() -> None:
    hostile = '#read("/etc/passwd") $x$ *b* \\u{41} <l> @r'
    pdf = render_quote(quote(customer=Recipient(name=hostile), notes=hostile, prepared_by="#panic()"))
    assert holds(pdf, hostile)
    assert holds(pdf, "#panic()")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_quote_gives_the_same_bytes(language: Language) -> None:
    assert render_quote(quote(language)) == rendered(language)


def test_the_same_quote_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, sys; from bot.documents import QuoteDocument; from integrations.pdf import render_quote;"
        "document = QuoteDocument.model_validate_json(sys.stdin.buffer.read());"
        "print(hashlib.sha256(render_quote(document)).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=quote().model_dump_json().encode(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert other.stdout.decode().strip() == hashlib.sha256(rendered("it")).hexdigest()


def test_the_file_says_that_it_is_an_archival_pdf() -> None:
    assert b"<pdfaid:part>3</pdfaid:part>" in rendered("he")


def test_the_fonts_have_what_the_three_languages_need() -> None:
    latin = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀÈÉÌÒÙàèéìíòóùúÄÖÜäöüßçñøåłčšžő"
    hebrew = "אבגדהוזחטיךכלםמןנסעףפץצקרשת׳״־"
    points = "".join(chr(code) for code in range(0x05B0, 0x05BD))
    signs = "0123456789€₪£$%.,:;!?'\"()[]{}<>/\\|@#&*+-=_~^–—‘’“”„«»…·•°×÷±©®™§№½"
    assert missing_glyphs(latin + hebrew + points + signs + "\ufffd \xa0\n") == ()


def test_every_label_can_be_shown() -> None:
    assert [missing_glyphs(str(_labels(path))) for path in LABELS] == [()] * len(LABELS)


@pytest.mark.parametrize("layout", sorted({path.name.partition(".")[0] for path in LABELS}))
def test_every_language_has_the_same_labels(layout: str) -> None:
    english, hebrew, italian = ({*_keys(_labels(path))} for path in LABELS if path.match(f"{layout}.*.toml"))
    assert english == hebrew == italian


@pytest.mark.parametrize("layout", ["quote", "purchase_order"])
def test_a_layout_has_no_label_of_the_common_ones(layout: str) -> None:
    common, own = (_labels(FOLDER / f"{name}.en.toml") for name in ("common", layout))
    assert common.keys() & own.keys() == set()


def _labels(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _keys(labels: dict[str, Any]) -> list[str]:
    return [
        name
        for key, value in labels.items()
        for name in ([f"{key}.{k}" for k in value] if isinstance(value, dict) else [key])
    ]


def test_a_character_without_a_glyph_is_reported_and_marked() -> None:
    assert missing_glyphs("Rossi 中 😀 中") == ("中", "😀")
    pdf = render_quote(quote(customer=Recipient(name="Rossi 中 Bianchi")))
    assert holds(pdf, "Rossi \ufffd Bianchi")


@pytest.mark.parametrize(
    ("written", "shown"), [("\u22125", "-5"), ("①", "1"), ("Ａｌｆａ", "Alfa"), ("e\u0301", "é"), ("a\u0600b", "ab")]
)
def test_a_character_with_a_plainer_form_is_shown_in_it(written: str, shown: str) -> None:
    assert missing_glyphs(written) == ()
    assert holds(render_quote(quote(prepared_by=f"<{written}>")), f"<{shown}>")


def test_a_quote_without_discount_and_vat_shows_neither_line() -> None:
    line = QuoteLine(
        description="Chair",
        quantity=Decimal(1),
        unit_price=Decimal("0.00012345"),
        net=Decimal("10.00"),
        vat_rate=Decimal(0),
    )
    ten = Decimal("10.00")
    document = quote(
        "en",
        lines=(line,),
        discount=None,
        discount_amount=Decimal(0),
        net_total=ten,
        vat=(VatTotal(rate=Decimal(0), base=ten, amount=Decimal(0)),),
        gross_total=ten,
    )
    pdf = render_quote(document)
    assert holds(pdf, "0.00012345")
    assert not holds(pdf, "Discount")
    assert not holds(pdf, "Subtotal")


def test_amounts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValidationError, match="net and VAT do not add up"):
        quote(gross_total=Decimal(1))


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        ("1234.5", "EUR", "it", "1.234,50\xa0€"),
        ("-1234.5", "ILS", "he", "-₪1,234.50"),
        ("1234.5", "GBP", "en", "£1,234.50"),
        ("1234.5", "CHF", "he", "CHF\xa01,234.50"),
        ("1234", "JPY", "he", "¥1,234"),
    ],
)
def test_money_is_written_without_hidden_marks(amount: str, currency: str, language: Language, written: str) -> None:
    assert write_money(Decimal(amount), currency, language=language) == written


def test_a_figure_keeps_eight_decimals_and_at_least_those_of_its_currency() -> None:
    assert write_figure(Decimal("0.00012345"), "EUR", language="it") == "0,00012345"
    assert write_figure(Decimal(7), "EUR", language="it") == "7,00"
