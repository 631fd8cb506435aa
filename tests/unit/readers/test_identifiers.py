"""E-mails, phones, IBANs, tax numbers and references are read as written in three languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Language
from bot.understanding.readers.identifiers import (
    iban_problem,
    read_emails,
    read_ibans,
    read_phones,
    read_tax_ids,
    tax_id_country,
    tax_id_problem,
)
from bot.understanding.readers.references import TaskNumbers, read_references
from tests.builders import shipped

NUMBERS = TaskNumbers(kind.contract.prefix or "" for kind in shipped().requests())


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("write to Alice.Brown@harbour.example, please", ["alice.brown@harbour.example"]),
        ("לשלוח ל-info@tamar.example עד מחר", ["info@tamar.example"]),
        ("<bob@mill.example>; c.d+x@sub.mill.example.", ["bob@mill.example", "c.d+x@sub.mill.example"]),
        ("o'brien@mill.example, a.b-c@mill-x.example.", ["o'brien@mill.example", "a.b-c@mill-x.example"]),
        ("sales.@mill.example a..b@mill.example info@mill-.example", []),
        ("ci vediamo @ ufficio", []),
    ],
)
def test_emails_are_read_in_lower_case(text: str, emails: list[str]) -> None:
    assert [one.value for one in read_emails(text)] == emails


@pytest.mark.parametrize(
    ("text", "region", "phones"),
    [
        ("call +44 20 7946 0018", None, ["+442079460018"]),
        ("tel. 0039 06 5550 1234", None, ["+390655501234"]),
        ("טלפון 03-6165000", "IL", ["+97236165000"]),
        ("telefono 02 6963 7777", "IT", ["+390269637777"]),
        ("03-6165000", None, []),
        ("20 sedie a 1.250,00 euro entro il 12/05/2026", "IT", []),
    ],
)
def test_phones_need_a_country_code_or_a_region(text: str, region: str | None, phones: list[str]) -> None:
    assert [one.value for one in read_phones(text, region)] == phones


@pytest.mark.parametrize(
    ("text", "ibans"),
    [
        ("IBAN GB82 WEST 1234 5698 7654 32 thanks", ["GB82WEST12345698765432"]),
        ("conto it60x0542811101000000123456 entro venerdì", ["IT60X0542811101000000123456"]),
        ("IT60 X054 2811 1010 0000 0123 456 intestato a Rossi", ["IT60X0542811101000000123456"]),
        ("חשבון IL62-0108-0000-0009-9999-999 של הספק", ["IL620108000000099999999"]),
        ("DE89 3704 0044 0532 0130 00", ["DE89370400440532013000"]),
        ("so 20 desks and 40 chairs", []),
    ],
)
def test_what_looks_like_an_iban_is_read_whole(text: str, ibans: list[str]) -> None:
    assert [one.value for one in read_ibans(text)] == ibans


@pytest.mark.parametrize(
    ("iban", "problem"),
    [
        ("GB82WEST12345698765432", None),
        ("IL620108000000099999999", None),
        ("GB82WEST12345698765431", "checksum"),
        ("GB82WEST123456987654", "length"),
        ("XX82123412345698765432", "country"),
        ("not an iban", "characters"),
    ],
)
def test_a_wrong_iban_is_told_why(iban: str, problem: str | None) -> None:
    assert iban_problem(iban) == problem


@pytest.mark.parametrize(
    ("text", "lang", "ids"),
    [
        ("VAT number GB 123 4567 82", "en", ["GB123456782"]),
        ("company no. 514000001 in Haifa", "en", ["514000001"]),
        ("P.IVA 0774 3010 964", "it", ["07743010964"]),
        ("partita iva: IT07743010964", "it", ["IT07743010964"]),
        ("C.F. RSSMRA85T10A562S", "it", ["RSSMRA85T10A562S"]),
        ("USt-IdNr. DE136695976", "it", ["DE136695976"]),
        ("ח.פ. 514000001, חיפה", "he", ["514000001"]),
        ("עוסק מורשה 123456782", "he", ["123456782"]),
        ("siamo IT07743010964 di Milano", "it", ["IT07743010964"]),
        ('אלון בע"מ 514000001', "he", []),
        ("PO 12345678", "en", []),
    ],
)
def test_tax_numbers_follow_a_cue_or_a_country_prefix(text: str, lang: Language, ids: list[str]) -> None:
    assert [one.value for one in read_tax_ids(text, lang)] == ids


def test_a_bare_number_answers_the_question_for_the_tax_number() -> None:
    assert [one.value for one in read_tax_ids("07743010964", "it", bare=True)] == ["07743010964"]


@pytest.mark.parametrize(
    ("tax_id", "country", "problem"),
    [
        ("IT07743010965", None, "checksum"),
        ("07743010964", "IT", None),
        ("0774301096", "IT", "length"),
        ("RSSMRA85T10A562S", None, None),
        ("RSSMRA85T10A562X", None, "checksum"),
        ("123456782", "IL", None),
        ("123456783", "IL", "checksum"),
        ("DE136695976", None, None),
        ("ab?", None, "format"),
    ],
)
def test_a_wrong_tax_number_is_told_why(tax_id: str, country: str | None, problem: str | None) -> None:
    assert tax_id_problem(tax_id, country) == problem


@pytest.mark.parametrize(
    ("tax_id", "country"),
    [("IT07743010964", "IT"), ("EL123456783", "GR"), ("07743010964", "IT"), ("514000001", "IL"), ("123456782", None)],
)
def test_the_country_of_a_tax_number_is_told_only_where_it_shows(tax_id: str, country: str | None) -> None:
    assert tax_id_country(tax_id) == country


@pytest.mark.parametrize(
    ("text", "lang", "references"),
    [
        ("invoice 1045", "en", ["1045"]),
        ("has invoice #8812 been settled?", "en", ["8812"]),
        ("invoice no. TS-209 came in", "en", ["TS-209"]),
        ("inv 2026-0098 please", "en", ["2026-0098"]),
        ("invoices 1045, 1046 and 1047", "en", ["1045", "1046", "1047"]),
        ("the bill from Alder Mills, no. 55-120, is wrong", "en", ["55-120"]),
        ("order 4700912 is late", "en", ["4700912"]),
        ("their PO is KX-771", "en", ["KX-771"]),
        ("our reference: 2026/0611", "en", ["2026/0611"]),
        ("credit note 77/C", "en", ["77/C"]),
        ("contract CTR-2026-14 expires", "en", ["CTR-2026-14"]),
        ("is 2026/318 paid?", "en", ["2026/318"]),
        ("order 30 chairs", "en", []),
        ("order 20 LED desk lamps from Luceforma", "en", []),
        ("order 20 A4 reams of paper", "en", []),
        ("order 20 USB cables", "en", []),
        ("order 12 Nova chairs", "en", []),
        ("order 12 Brother toner cartridges", "en", []),
        ("ordine 20 PC portatili", "it", []),
        ("order 20-A4 is late", "en", ["20-A4"]),
        ("order 120 Rossi is late", "en", ["120"]),
        ("dov'è l'ordine 4521 LED?", "it", ["4521"]),
        ("איפה הזמנה 4521 LED?", "he", ["4521"]),
        ("order no. 150 folders", "en", []),
        ("order: 20 desks", "en", []),
        ("invoice for £96.40", "en", []),
        ("invoice of 12 March", "en", []),
        ("all invoices of 2026", "en", []),
        ("invoice dated 12/03/2026", "en", []),
        ("call me on +44 20 7946 0018 about the invoice", "en", []),
        ("fattura n. 2026/88", "it", ["2026/88"]),
        ("fatt. 91/B da pagare", "it", ["91/B"]),
        ("ft 1203 di Bianchi", "it", ["1203"]),
        ("la fattura di Verdi, la FE 415", "it", ["FE415"]),
        ("parcella n. 7/2026", "it", ["7/2026"]),
        ("ordine n. 5512 per: sedie", "it", ["5512"]),
        ("ns. rif. ORD-81", "it", ["ORD-81"]),
        ("avete pagato la 318?", "it", ["318"]),
        ("nota di credito numero 45", "it", ["45"]),
        ("il contratto C-2026/9 è scaduto", "it", ["C-2026/9"]),
        ("ordine di 12 tavoli", "it", []),
        ("n. 16 scaffali", "it", []),
        ("fattura del 4/2 da 250 euro", "it", []),
        ("fatture 2025", "it", []),
        ("חשבונית 20991", "he", ["20991"]),
        ("חשבונית מס' 7731 של הספק", "he", ["7731"]),
        ("הזמנה מספר 66120 לא הגיעה", "he", ["66120"]),
        ("שילמו את 30412?", "he", ["30412"]),
        ("לגבי הזמנת רכש KT-55", "he", ["KT-55"]),
        ("קיבלתי חשבונית מאלון מספר 612 לרישום", "he", ["612"]),
        ("הזמנה 60 כיסאות", "he", []),
        ('חשבונית על 1,200 ש"ח', "he", []),
        ("חשבונית מ-3.12", "he", []),
        ("טלפון 03-5550100", "he", []),
    ],
)
def test_references_are_told_from_amounts_dates_and_quantities(
    text: str, lang: Language, references: list[str]
) -> None:
    assert [one.value for one in read_references(text, lang)] == references


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("close PO-0143", ["PO-0143"]),
        ("q 12", ["Q-0012"]),
        ("Q12", ["Q-0012"]),
        ("#q-0012?", ["Q-0012"]),
        ("תסגרו את Q-0012", ["Q-0012"]),
        ("בSC 0120", ["SC-0120"]),
        ("riapri IT 0133", ["IT-0133"]),
        ("IN-7 e IN-8", ["IN-0007", "IN-0008"]),
        ("sales for Q3", []),
        ("in 2026", []),
        ("so 20 desks", []),
        ("sc 5%", []),
        ("IT07743010964", []),
    ],
)
def test_task_numbers_are_read_however_they_are_typed(text: str, tasks: list[str]) -> None:
    assert [one.value for one in NUMBERS.read(text)] == tasks


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="IT06- n.ח@+/א#,", max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for one in [*read_emails(text), *read_phones(text, "IT"), *read_ibans(text), *read_tax_ids(text, "he", bare=True)]:
        assert text[one.start : one.end] == one.words
    assert all(text[one.start : one.end] == one.words for one in read_references(text, "it", bare=True))
    assert all(one.value[-4:].isdigit() for one in NUMBERS.read(text))
    assert iban_problem(text) in {None, "characters", "country", "length", "checksum"}
    assert tax_id_problem(text) in {None, "format", "length", "checksum"}
