"""Electronic invoices as suppliers attach them: ordinary, batched, signed, broken and hostile."""

import base64
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import TYPES
from bot.catalogue_files import load_catalogue
from bot.einvoice import EInvoice, Trader, fields_of
from bot.model import Item, Money
from integrations.einvoice import read_einvoice, read_einvoices
from tests.effort import bounded

DATA = Path(__file__).resolve().parent.parent / "data" / "einvoice"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


def content(name: str) -> bytes:
    return (DATA / name).read_bytes()


def read(name: str) -> EInvoice:
    invoice = read_einvoice(name, content(name))
    assert invoice is not None
    return invoice


def changed(name: str, old: str, new: str) -> EInvoice:
    raw = content(name)
    assert old.encode() in raw
    invoice = read_einvoice(name, raw.replace(old.encode(), new.encode()))
    assert invoice is not None
    return invoice


def test_an_italian_invoice_is_read_whole() -> None:
    invoice = read("fatturapa.xml")
    assert invoice.format == "FatturaPA 1.2"
    assert (invoice.kind, invoice.number, invoice.issued) == ("invoice", "2026/118-A", date(2026, 11, 10))
    assert invoice.due_dates == (date(2026, 12, 31), date(2027, 1, 31))
    assert invoice.supplier == Trader(name="Sedutec Arredi S.r.l.", tax_id="IT07643520567", country="IT")
    assert invoice.customer.name == "Norland Italia S.p.A."
    assert (invoice.currency, invoice.total) == ("EUR", Decimal("7692.10"))
    assert (invoice.taxable, invoice.vat, invoice.to_pay) == (Decimal(6305), Decimal("1387.10"), Decimal("7692.10"))
    assert invoice.lines == (
        Item(
            quantity=Decimal(150),
            description="Sedia impilabile «Brenta», nero",
            unit_price=Money(amount=Decimal("41.50"), currency="EUR"),
        ),
        Item(description="Trasporto", unit_price=Money(amount=Decimal(80), currency="EUR")),
    )
    assert invoice.iban == "IT60X0542811101000000123456"
    assert invoice.orders == ("PO-0031", "PO-0032")
    assert invoice.problems == ()
    assert not invoice.wrapped


def test_every_invoice_of_a_batch_is_read() -> None:
    first, second = read_einvoices("batch.xml", content("fatturapa-batch.xml"))
    assert (first.number, first.kind, first.issued) == ("7", "invoice", date(2026, 10, 31))
    assert first.supplier == Trader(name="Mario Rossi Niccolò", tax_id="RSSMRA85T10A562S", country="IT")
    assert (second.number, second.kind, second.total) == ("8", "credit_note", Decimal(122))
    assert second.paths["number"] == "FatturaElettronicaBody[2]/DatiGenerali/DatiGeneraliDocumento/Numero"


def test_the_first_of_a_batch_says_that_there_are_more() -> None:
    assert read("fatturapa-batch.xml").problems == ("the file holds 2 invoices, and this is the first",)


def test_a_total_that_is_left_out_is_added_up_and_withheld_tax_lowers_what_is_to_pay() -> None:
    first = read_einvoices("batch.xml", content("fatturapa-batch.xml"))[0]
    assert (first.total, first.to_pay) == (Decimal(1220), Decimal(1020))
    assert first.paths["total"] == "FatturaElettronicaBody[1]/DatiBeniServizi"


def test_a_simplified_invoice_is_read() -> None:
    invoice = read("fatturapa-simplified.xml")
    assert invoice.format == "FatturaPA simplified 1.0"
    assert invoice.supplier == Trader(name="Trattoria al Canale di Bepi Zorzi", tax_id="IT07643520567", country="IT")
    assert invoice.customer.name == "Norland Italia S.p.A."
    assert (invoice.taxable, invoice.vat, invoice.total) == (Decimal(80), Decimal(8), Decimal(88))
    assert invoice.lines == (Item(description="Pranzo di lavoro"),)


def test_a_ubl_invoice_is_read_in_its_own_currency() -> None:
    invoice = read("ubl-invoice.xml")
    assert (invoice.format, invoice.kind, invoice.number) == ("UBL 2.1", "invoice", "RG-4410")
    assert invoice.supplier == Trader(name="Falkner Bürotechnik GmbH", tax_id="DE136695976", country="DE")
    assert invoice.customer.name == "Norland Ltd"
    assert (invoice.vat, invoice.total, invoice.to_pay) == (Decimal(95), Decimal(595), Decimal(500))
    assert invoice.due_dates == (date(2026, 12, 16),)
    assert (invoice.iban, invoice.orders) == ("DE89370400440532013000", ("PO-0044",))
    assert invoice.problems == ()


def test_a_price_for_a_hundred_becomes_the_price_of_one() -> None:
    (line,) = read("ubl-invoice.xml").lines
    assert (line.quantity, line.unit_price) == (Decimal(2000), Money(amount=Decimal("0.25"), currency="EUR"))


def test_a_ubl_credit_note_in_hebrew_is_read() -> None:
    invoice = read("ubl-credit-note.xml")
    assert (invoice.kind, invoice.number, invoice.due_dates) == ("credit_note", "CN-77", (date(2026, 12, 20),))
    assert invoice.supplier == Trader(name='רהיטי גליל בע"מ', tax_id="516179157", country="IL")
    assert invoice.lines[0].description == "כיסא משרדי שהוחזר"
    assert invoice.problems == ()


def test_an_invoice_with_the_code_of_a_credit_note_is_one() -> None:
    assert changed("ubl-invoice.xml", ">380<", ">381<").kind == "credit_note"


def test_a_cross_industry_invoice_is_read() -> None:
    invoice = read("cii-invoice.xml")
    assert (invoice.format, invoice.number, invoice.issued) == ("CII D16B", "F-2026-301", date(2026, 11, 9))
    assert invoice.supplier == Trader(name="Lumière du Rhône SAS", tax_id="FR40303265045", country="FR")
    assert (invoice.taxable, invoice.vat, invoice.total) == (Decimal(650), Decimal(130), Decimal(780))
    assert (invoice.due_dates, invoice.orders) == ((date(2026, 12, 9),), ("PO-0050",))
    assert invoice.problems == ()


@pytest.mark.parametrize("name", ["fatturapa-der.xml.p7m", "fatturapa-ber.xml.p7m"])
def test_a_signed_file_is_unwrapped_and_says_so(name: str) -> None:
    expected = read("fatturapa.xml").model_copy(update={"file": name, "wrapped": True})
    assert read(name) == expected
    raw = content(name)
    pem = b"-----BEGIN CMS-----\n" + base64.encodebytes(raw) + b"-----END CMS-----\n"
    for form in (base64.b64encode(raw), base64.encodebytes(raw), base64.encodebytes(raw).replace(b"\n", b"\r\n"), pem):
        assert read_einvoice(name, form) == expected


def test_a_signature_whose_content_is_apart_holds_no_invoice() -> None:
    assert read_einvoice("detached.p7m", content("detached.p7m")) is None


def test_the_fields_of_a_registration_say_where_in_the_file_they_stand() -> None:
    fields = fields_of(read("fatturapa.xml"))
    assert {name: value.content for name, value in fields.items()} == {
        "supplier": "Sedutec Arredi S.r.l.",
        "invoice_number": "2026/118-A",
        "amount": Money(amount=Decimal("7692.10"), currency="EUR"),
        "invoice_date": date(2026, 11, 10),
        "due_date": date(2026, 12, 31),
        "order_number": "PO-0031",
    }
    assert fields["amount"].source.words == (
        "FatturaElettronicaBody[1]/DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento"
    )
    assert all(value.source.words for value in fields.values())


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.xml")))
def test_the_fields_are_those_of_the_type_that_registers_invoices(name: str) -> None:
    contract = load_catalogue(TYPES)["invoice_registration"].contract
    for invoice in read_einvoices(name, content(name)):
        for field, value in fields_of(invoice).items():
            assert contract.field(field).type == value.type


def test_a_credit_note_is_money_that_comes_back() -> None:
    assert fields_of(read("ubl-credit-note.xml"))["amount"].content == Money(amount=Decimal(-1180), currency="ILS")


def test_an_iban_that_cannot_be_right_is_a_problem_and_no_value() -> None:
    invoice = changed("fatturapa.xml", "IT60X0542811101000000123456", "IT61X0542811101000000123456")
    assert invoice.iban is None
    assert invoice.problems == ("the IBAN IT61X0542811101000000123456 cannot be right (checksum)",)


def test_a_tax_number_that_cannot_be_right_is_a_problem_and_no_value() -> None:
    invoice = changed("ubl-invoice.xml", "DE136695976</cbc:CompanyID>", "DE136695970</cbc:CompanyID>")
    assert invoice.supplier.tax_id is None
    assert invoice.problems == ("supplier: the tax number DE136695970 cannot be right (checksum)",)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (">7692.10<", ">7.692,10<", "'7.692,10' is no amount"),
        (">7692.10<", ">1e9<", "'1e9' is no amount"),
        (">7692.10<", ">NaN<", "'NaN' is no amount"),
        (">2026-11-10<", ">10/11/2026<", "'10/11/2026' is no date"),
        (">2026-11-10<", ">2026-02-30<", "'2026-02-30' is no date"),
        (">EUR<", ">euro<", "'euro' is no currency"),
        (">2026/118-A<", "><", "it says no number"),
        ("FPR12", "FPR99", "its format is 'FPR99', which is not known"),
        (">7692.10<", ">9692.10<", "the total 9692.10 is not 6305.00 and 1387.10 of VAT"),
    ],
)
def test_what_is_wrong_becomes_a_problem(old: str, new: str, problem: str) -> None:
    assert any(problem in one for one in changed("fatturapa.xml", old, new).problems)


def test_stamp_duty_that_stands_in_the_total_alone_is_no_problem() -> None:
    assert changed("fatturapa.xml", ">7692.10</ImportoT", ">7694.10</ImportoT").problems == ()


@pytest.mark.parametrize(
    "namespace", ["http://www.fatturapa.gov.it/sdi/fatturapa/v1.1", "urn:whatever", "http://example.test/it"]
)
def test_namespaces_do_not_matter(namespace: str) -> None:
    old = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
    assert changed("fatturapa.xml", old, namespace) == read("fatturapa.xml")


def test_marks_that_turn_the_direction_do_not_reach_a_field() -> None:
    assert changed("fatturapa.xml", "2026/118-A", "2026\u202e/118-A").number == "2026/118-A"


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
    return f"<!DOCTYPE Invoice [{entities}]><Invoice><ID>&e8;</ID></Invoice>".encode()


HOSTILE = {
    "nothing": b"",
    "no XML": b"PK\x03\x04 a zip file",
    "half of one": content("fatturapa.xml")[:1500],
    "an entity bomb": bomb(),
    "a file of the machine": b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/hostname">]><Invoice><ID>&x;</ID></Invoice>',
    "another Invoice": b"<Invoice><number>12</number></Invoice>",
    "another root": b"<html><body>Invoice</body></html>",
    "a receipt of the exchange system": b"<RicevutaConsegna><NomeFile>x</NomeFile></RicevutaConsegna>",
    "no invoice in it": b"<FatturaElettronica><FatturaElettronicaHeader/></FatturaElettronica>",
    "deep": b"<Invoice>" + b"<a>" * 100_000,
    "many elements": b"<Invoice>" + b"<a/>" * 1_000_000 + b"</Invoice>",
    "many attributes": b"<Invoice>" + b'<a format="" versione=""/>' * 300_000 + b"</Invoice>",
    "one long text": b"<Invoice><ID>" + b"x" * 9_000_000 + b"</ID><AccountingSupplierParty/></Invoice>",
    "an unknown charset": b'<?xml version="1.0" encoding="klingon"?><Invoice><ID>1</ID></Invoice>',
    "a charset of other things": b'<?xml version="1.0" encoding="base64"?><Invoice><ID>1</ID></Invoice>',
    "too large": b" " * 10_000_001,
    "a signature over nothing": bytes.fromhex("308006092a864886f70d010702a080" + "3080" * 500),
    "a signature cut off": content("fatturapa-ber.xml.p7m")[:900],
    "base64 that is none": b"MIIG" * 40 + b"!",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_nothing_quickly_and_in_ten_times_its_size(name: str) -> None:
    raw = HOSTILE[name]
    found = bounded(lambda: read_einvoices("x.xml", raw))
    assert not found or name == "one long text"
    tracemalloc.start()
    read_einvoices("x.xml", raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < max(10 * len(raw), 1_000_000)


def test_a_large_batch_is_read_in_time() -> None:
    raw = content("fatturapa.xml")
    start, end = raw.index(b"  <FatturaElettronicaBody>"), raw.index(b"</p:FatturaElettronica>")
    many = raw[:start] + raw[start:end] * 300 + raw[end:]
    assert len(bounded(lambda: read_einvoices("lotto.xml", many))) == 300


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(path.name for path in DATA.iterdir())),
    st.lists(st.tuples(st.integers(0, 6000), st.binary(max_size=6)), max_size=8),
)
def test_no_change_of_bytes_raises(name: str, changes: list[tuple[int, bytes]]) -> None:
    raw = content(name)
    for place, new in changes:
        raw = raw[:place] + new + raw[place + len(new) :]
    for invoice in read_einvoices(name, raw):
        fields_of(invoice)
