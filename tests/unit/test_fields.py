"""What counts as a field's value: not a size for a number, a past day for a deadline, nor a signature for a phone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.model import Language, Money, Period
from bot.understanding.fields import read_fields
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.name_words import unsigned
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading
from tests.builders import shipped
from tests.effort import grows_evenly

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


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", "write to Castellan Hotels", "that tomorrow we are closed"),
        ("en", "write to Castellan Hotels", "that we are closed on Friday"),
        ("it", "scrivi alla Castellan Hotels", "che domani siamo chiusi"),
        ("it", "scrivi alla Castellan Hotels", "che siamo chiusi venerdì"),
        ("he", "לכתוב למלונות קסטלן", "שמחר אנחנו סגורים"),
        ("he", "לכתוב למלונות קסטלן", "שאנחנו סגורים ביום שישי"),
    ],
)
def test_a_day_in_what_is_to_be_told_is_no_deadline_unless_it_is_said_to_be(
    language: Language, said: str, told: str
) -> None:
    by = {"en": "by 1 December", "it": "entro il 1 dicembre", "he": "עד 1 בדצמבר"}[language]
    assert "deadline" not in read("correspondence", f"{said} {told}", language)
    assert read("correspondence", f"{said} {by} {told}", language)["deadline"] == date(2026, 12, 1)
    assert "deadline" in read("correspondence", f"{said} {told.rsplit(maxsplit=1)[-1]} {by}", language)


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("quote for Alder Mills: 5 desks, valid until 15 January, by 4 December", "en"),
        ("preventivo per Alder Mills: 5 scrivanie, valido fino al 15 gennaio, entro il 4 dicembre", "it"),
        ("הצעת מחיר למלון כרמית: 5 שולחנות, בתוקף עד 15 בינואר, עד 4 בדצמבר", "he"),
    ],
)
def test_a_quote_is_not_due_on_the_day_until_which_it_holds(text: str, language: Language) -> None:
    assert read("quote", text, language)["deadline"] == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "language", "position"),
    [
        ("we need to hire a warehouse manager by the end of January", "en", "warehouse manager"),
        ("dobbiamo assumere un magazziniere entro fine gennaio", "it", "magazziniere"),
        ("צריך לגייס מנהל מחסן עד סוף ינואר", "he", "מנהל מחסן"),
        ("we need more hands in the kitchen", "en", "we need more hands in the kitchen"),
    ],
)
def test_a_position_is_read_off_the_sentence(text: str, language: Language, position: str) -> None:
    assert read("recruitment", text, language)["position"] == position


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
def test_a_list_four_times_as_long_takes_hardly_more_than_four_times_as_long(text: str) -> None:
    assert grows_evenly(lambda said: read("quote", said), text[:4_000])


@pytest.mark.parametrize(
    ("kind", "text", "language", "expected"),
    [
        ("recruitment", "Minutes, item 7: hire three cooks", "en", 3),
        ("recruitment", "hire one more driver", "en", 1),
        ("recruitment", "find somebody for line 4, free after four", "en", None),
        ("recruitment", "interview the three candidates for the post", "en", None),
        ("recruitment", "לראיין את שלושת המועמדים לתפקיד", "he", None),
        ("recruitment", "לקבוע ראיון שני לקניין", "he", None),
        ("recruitment", "לגייס שני עובדים", "he", 2),
        ("recruitment", "servono 8 cuochi e 5 camerieri", "it", None),
        ("recruitment", "cercate un sostituto, abbiamo buttato mezzo bancale", "it", None),
        ("stock_check", "due domande: c'è il nastro 6204? sono almeno 25?", "it", 25),
        ("stock_check", "looking 4 the blue paint", "en", None),
        ("stock_check", "is there paint in our 3 shops", "en", None),
        ("stock_check", "do we have around 30 lamps", "en", 30),
        ("stock_check", "יש לנו בערך 25 מנורות?", "he", 25),
        ("supplier_search", "a supplier of lamps for order 4471, 60 pieces", "en", 60),
    ],
)
def test_a_number_field_takes_what_counts_things(
    kind: str, text: str, language: Language, expected: int | None
) -> None:
    numbers = {name: value for name, value in read(kind, text, language).items() if isinstance(value, Decimal)}
    assert list(numbers.values()) == ([] if expected is None else [Decimal(expected)])


def test_a_town_with_a_number_in_its_name_counts_nobody() -> None:
    assert "headcount" not in read("recruitment", "דרושה מוכרת לחנות בבאר שבע", "he")
    assert read("recruitment", "דרושות שבע מוכרות לחנות", "he")["headcount"] == Decimal(7)


def test_a_number_in_the_signature_counts_nothing() -> None:
    assert "headcount" not in read("recruitment", "cercate un cuoco.\n\nEnzo Riva\nOfficina 2 – int. 440", "it")


@pytest.mark.parametrize(
    ("kind", "text", "language", "amount"),
    [
        ("supplier_search", "a new van, budget around 32,000 euro", "en", Decimal(32000)),
        ("budget", "possiamo permetterci un furgone, sui 18.000", "it", Decimal(18000)),
        ("contract", "the lease with Alder Mills, they want 25000 upfront", "en", Decimal(25000)),
        ("contract", "contratto con Alba Forniture, 4.200/anno", "it", Decimal(4200)),
        ("payment_request", "Pay invoice 90112 of Alder Mills, 164.20.", "en", Decimal("164.20")),
        ("payment_request", "transfer 350 to Alder Mills", "en", Decimal(350)),
        ("payment_request", "pay Alder Mills about 350 euro", "en", None),
        ("budget", "we have 1,200 chairs, how much is left?", "en", None),
    ],
)
def test_an_amount_is_read_where_it_may_be_left_out_or_is_plainly_written(
    kind: str, text: str, language: Language, amount: Decimal | None
) -> None:
    found = read(kind, text, language)
    sums = [value.amount for value in found.values() if isinstance(value, Money)]
    assert sums == ([] if amount is None else [amount])


@pytest.mark.parametrize(
    ("kind", "text", "language", "reference"),
    [
        ("cancel", "scrap 0611 it was a duplicate", "en", "0611"),
        ("complete", "#540 risolto", "it", "540"),
        ("approve", "per me la 918 è a posto", "it", "918"),
        ("remind", "remind me of form 101 on Friday", "en", None),
        ("remind", "remind me of 0811 on Friday", "en", "0811"),
        ("cancel", "cancel the 120 chairs", "en", None),
        ("cancel", "cancel what I ordered in 2026", "en", None),
        ("payment_request", "pay Alder Mills 700 euro (CL-4408)", "en", "CL-4408"),
        ("payment_request", "חשבונית – 2026114, סכום – 700 שקל", "he", "2026114"),
        ("payment_status", "what has Alder Mills paid? my mobile is 07700 900123", "en", None),
        ("invoice_registration", "Alba Forniture 2026-INV-019, 8.960,00 €", "it", "2026-INV-019"),
        ("order_entry", "120 מחברות למכללת תבור, מס' הזמנה שלהם 88213", "he", "88213"),
        ("invoice_registration", "key in Alder Mills #2260 £7.5k", "en", "2260"),
    ],
)
def test_a_number_that_nothing_else_claims_is_a_reference(
    kind: str, text: str, language: Language, reference: str | None
) -> None:
    contract = shipped()[kind].contract
    names = [spec.name for spec in contract.fields if spec.type == "reference"]
    found = read(kind, text, language)
    assert [found[name] for name in names if name in found] == ([] if reference is None else [reference])


@pytest.mark.parametrize(
    ("kind", "text", "language", "fields"),
    [
        ("general", "order the flowers by Thursday", "en", {"deadline": date(2026, 11, 26)}),
        ("correspondence", "comunicare che dal 1 dicembre cambiamo sede", "it", {}),
        ("correspondence", "a letter on the closing of the second account", "en", {}),
        ("order_entry", "Alder Mills takes 4 pumps, pays at the end of the month", "en", {}),
        ("order_entry", "Alder Mills paid, deliver 4 pumps by 3 December", "en", {"delivery_date": date(2026, 12, 3)}),
        (
            "employment_contract",
            "contratto fino al 30/06/2027, pronto x giovedì?",
            "it",
            {"end_date": date(2027, 6, 30)},
        ),
        ("recruitment", "yesterday we lost the cook, look for another", "en", {}),
        ("it_maintenance", "server room: after the bridge of 2 June, on 30 May", "en", {"date": date(2027, 5, 30)}),
        (
            "attendance",
            "לא אגיע מחר ואחרי מחר",
            "he",
            {"start_date": date(2026, 11, 21), "end_date": date(2026, 11, 22)},
        ),
        ("onboarding", "first day is the 9th\n\n-----Original message-----", "en", {"start_date": date(2026, 12, 9)}),
        ("onboarding", "ביום הראשון של מירה (1 בדצמבר)", "he", {"start_date": date(2026, 12, 1)}),
    ],
)
def test_a_day_is_the_field_s_only_where_its_words_allow(
    kind: str, text: str, language: Language, fields: dict[str, date]
) -> None:
    assert {name: value for name, value in read(kind, text, language).items() if isinstance(value, date)} == fields


@pytest.mark.parametrize(
    ("kind", "text", "language", "start", "end"),
    [
        ("budget", "il residuo 2025 del progetto", "it", date(2025, 1, 1), date(2025, 12, 31)),
        ("report", "costi energia 2025 vs 2026", "it", date(2025, 1, 1), date(2026, 12, 31)),
        (
            "bank_reconciliation",
            "the auditor comes next week, reconcile all of 2025",
            "en",
            date(2025, 1, 1),
            date(2025, 12, 31),
        ),
        ("bank_reconciliation", "Feb is not reconciled yet", "en", date(2026, 2, 1), date(2026, 2, 28)),
        ("bank_reconciliation", "התנועות של השבוע שעבר", "he", date(2026, 11, 8), date(2026, 11, 14)),
    ],
)
def test_a_year_alone_a_short_month_and_a_week_gone_by_are_periods(
    kind: str, text: str, language: Language, start: date, end: date
) -> None:
    assert read(kind, text, language)["period"] == Period(start=start, end=end)


@pytest.mark.parametrize(
    ("text", "language"), [("raise her salary from next month", "en"), ("להעלות שכר מהחודש הבא", "he")]
)
def test_what_begins_then_is_no_period(text: str, language: Language) -> None:
    assert "period" not in read("payroll", text, language)


def test_the_head_of_a_forwarded_mail_says_not_where_to_send_a_quote() -> None:
    forwarded = (
        "please quote\n\n----- Forwarded -----\nFrom: Ann <ann@mills.example>\nTo: sales@norland.example\n4 pumps"
    )
    assert "email" not in read("quote", forwarded)
    assert read("quote", f"{forwarded}, to buyer@mills.example")["email"] == "buyer@mills.example"
    assert read("supplier_registration", forwarded)["email"] == "ann@mills.example"


@pytest.mark.parametrize("said", ["Alba srl, {}, info@alba.example", "codice iva {}", "la partita iva è la {}"])
def test_a_tax_number_needs_no_set_word_where_its_check_digit_is_right(said: str) -> None:
    assert read("supplier_registration", said.format("01452460080"), "it")["tax_id"] == "01452460080"
    assert "tax_id" not in read("supplier_registration", "Alba srl, 01452460081, info@alba.example", "it")


def test_is_between_word_and_tax_number_is_no_country() -> None:
    assert read("supplier_registration", "the VAT number is 980780684")["tax_id"] == "980780684"


@pytest.mark.parametrize(
    "text",
    [
        "leave for Rhys Bevan from 2 June\n\nWendy Tran\nTeam assistant",
        "leave for Rhys Bevan from 2 June\n\nWendy Tran\nSent from my iPhone",
    ],
)
def test_a_title_or_a_telephone_s_line_below_the_name_is_part_of_the_signature(text: str) -> None:
    assert unsigned(text).rstrip() == "leave for Rhys Bevan from 2 June"
