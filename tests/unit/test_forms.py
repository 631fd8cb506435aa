"""Forms: what each type asks for, and what is read from what was filled in."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.catalogue import Kind
from bot.chat.form_fields import choose_type, draft_form, form_fields, new_form, reason_form
from bot.chat.form_items import MOST_ITEMS
from bot.chat.form_keys import FormKey
from bot.chat.form_values import LONGEST_LINE, LONGEST_LINES, names_of, shown_values
from bot.chat.forms import Form
from bot.model import LANGUAGES, FieldValue, Item, Language, Money, Period
from tests.builders import ACME, draft, shipped
from tests.forms import (
    BAD_IBAN,
    FIELDS,
    GOOD_IBAN,
    OFFICE,
    REQUESTS,
    content,
    problem,
    read,
    reader,
    say,
)

# What a form asks for


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", REQUESTS, ids=lambda kind: kind.id)
def test_each_type_has_a_form_in_each_language_that_a_screen_can_show(kind: Kind, language: Language) -> None:
    form = new_form(kind, reader(language), say(language))
    assert (form.key, form.title) == (f"new:{kind.id}", kind.words(language).title)
    assert 0 < len(form.fields) <= 12
    assert len(form.title) <= 40
    assert len(form.note) <= 300
    rows = ("items.1.product", "items.1.quantity")
    names = [name for spec in kind.contract.fields for name in names_of(spec)]
    assert sorted(one.name for one in form.fields) == sorted([*names, *(rows if "items" in names else ())])
    for one in form.fields:
        assert one.hint
        assert 0 < len(one.label) <= 48
        assert len(one.hint) <= 200
        spec = kind.contract.field(one.name.partition(".")[0])
        assert one.required == (spec.required and spec.type != "items")
    assert len(Form.model_validate_json(form.model_dump_json()).fields) == len(form.fields)


def test_a_form_follows_from_the_contract_alone() -> None:
    payroll = new_form(shipped()["payroll"], reader(), say())
    assert [(one.name, one.kind, one.required) for one in payroll.fields] == [
        ("subject", "lines", True),
        ("employee", "record", True),
        ("period.start", "date", False),
        ("period.end", "date", False),
    ]
    assert [one.label for one in payroll.fields[2:]] == ["Month: first day", "Month: last day"]
    quote = {one.name: one.kind for one in new_form(shipped()["quote"], reader(), say()).fields}
    assert quote == {
        "customer": "record", "items.1.product": "record", "items.1.quantity": "number", "items": "lines",
        "discount": "number", "deadline": "date", "email": "line", "notes": "line",
    }  # fmt: skip


def test_where_the_writer_is_meant_when_nobody_is_named_they_stand_in_the_form() -> None:
    (employee,) = [one for one in new_form(shipped()["attendance"], reader(), say()).fields if one.name == "employee"]
    assert (employee.value, employee.options[0].label) == ("id:alice", "Alice")
    (employee,) = [one for one in new_form(shipped()["payroll"], reader(), say()).fields if one.name == "employee"]
    assert (employee.value, employee.options) == ("", ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_types_are_chosen_by_name_in_the_readers_language(language: Language) -> None:
    (field,) = choose_type(shipped(), reader(language), say(language)).fields
    labels = [option.label for option in field.options]
    assert (field.name, field.kind, len(labels)) == ("type", "choice", len(REQUESTS))
    assert labels == sorted(labels, key=str.casefold)
    assert {option.value for option in field.options} == {kind.id for kind in REQUESTS}


@pytest.mark.parametrize(("act", "required"), [("reject", True), ("comment", True), ("cancel", False)])
def test_the_reason_of_an_act_is_asked_for_in_one_field(act: str, *, required: bool) -> None:
    form = reason_form(FormKey.parse(f"reason:{act}:Q-0001"), say())
    assert [(one.name, one.kind, one.required) for one in form.fields] == [("reason", "lines", required)]
    assert form.key == f"reason:{act}:Q-0001"
    assert "Q-0001" in form.title


# What stands in a form comes back as it was


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_sent_back_as_it_was_shown_keeps_its_value_record_and_source(language: Language) -> None:
    form = draft_form(draft(fields=FIELDS), shipped()["quote"], reader(language), say(language))
    filled = read("quote", {one.name: one.value for one in form.fields if one.value}, language, **FIELDS)
    assert (filled.fields, filled.wrong, filled.missing) == (FIELDS, {}, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIELDS)
def test_what_is_shown_is_read_as_the_same_also_by_whoever_does_not_know_what_stood_there(
    name: str, language: Language
) -> None:
    shown = shown_values(FIELDS[name], OFFICE, language)
    filled = read("quote", {name: shown[0]}, language)
    if name == "items":
        lines: Any = filled.fields["items"].content
        before: Any = FIELDS["items"].content
        assert [(one.quantity, one.unit_price) for one in lines] == [(one.quantity, one.unit_price) for one in before]
    else:
        assert filled.fields[name].content == FIELDS[name].content


def test_a_field_of_one_line_may_lose_its_line_breaks() -> None:
    assert read("quote", {"notes": "two lines"}, notes=FIELDS["notes"]).fields["notes"] == FIELDS["notes"]
    subject = FieldValue(type="text", content="two\nlines")
    assert read("general", {"subject": "two lines"}, subject=subject).fields["subject"].content == "two lines"


def test_a_line_that_stays_keeps_its_product_when_another_one_changes() -> None:
    lines = shown_values(FIELDS["items"], OFFICE, "en")[0].splitlines()
    filled = read("quote", {"items": "\n".join([lines[0], "12 chairs", lines[2]])}, items=FIELDS["items"])
    got: Any = filled.fields["items"].content
    assert [one.sku for one in got] == ["DSK-150", None, None]
    assert got[1] == Item(quantity=Decimal(12), description="chairs")


def test_a_period_stands_in_two_fields() -> None:
    period = FieldValue(type="period", content=Period(start=date(2026, 10, 1), end=date(2026, 12, 31)))
    fields = form_fields(shipped()["report"], reader(), say(), fields={"period": period})
    assert [one.value for one in fields] == ["", "2026-10-01", "2026-12-31"]
    values = {"period.start": "2026-10-01", "period.end": "2026-12-31"}
    assert read("report", values, period=period).fields["period"] is not None
    assert read("report", values).fields["period"].content == period.content
    october = read("report", {"period.start": "October"}).fields["period"]
    assert october.content == Period(start=date(2026, 10, 1), end=date(2026, 10, 31))


# What is read, in each language


@pytest.mark.parametrize(
    ("language", "kind", "name", "value", "wanted"),
    [
        ("en", "budget", "amount", "3k", Money(amount=Decimal(3000))),
        ("en", "budget", "amount", "€1,250.00", Money(amount=Decimal("1250.00"), currency="EUR")),
        ("it", "budget", "amount", "1.250,00 €", Money(amount=Decimal("1250.00"), currency="EUR")),
        ("he", "budget", "amount", '1,250 ש"ח', Money(amount=Decimal(1250), currency="ILS")),
        ("en", "quote", "discount", "10%", Decimal(10)),
        ("it", "quote", "discount", "7,5", Decimal("7.5")),
        ("he", "quote", "discount", "עשרה אחוז", Decimal(10)),
        ("en", "recruitment", "headcount", "two", Decimal(2)),
        ("it", "recruitment", "headcount", "due", Decimal(2)),
        ("he", "recruitment", "headcount", "שניים", Decimal(2)),
        ("en", "quote", "deadline", "tomorrow", date(2026, 11, 21)),
        ("it", "quote", "deadline", "domani", date(2026, 11, 21)),
        ("he", "quote", "deadline", "מחר", date(2026, 11, 21)),
        ("he", "quote", "deadline", "2026-12-03", date(2026, 12, 3)),
        ("en", "document_archive", "document_date", "1998-02-28", date(1998, 2, 28)),
        ("en", "invoice_registration", "invoice_number", "TW9311", "TW9311"),
        ("en", "supplier_registration", "iban", "it60 x054 2811 1010 0000 0123 456", GOOD_IBAN),
        ("en", "supplier_registration", "email", " Orders@Example.com ", "orders@example.com"),
        ("it", "supplier_registration", "phone", "02 1234567", "+39021234567"),
        ("it", "supplier_registration", "tax_id", "IT 04605730318", "IT04605730318"),
    ],
)
def test_a_value_is_read_as_an_answer_in_the_persons_language(
    language: Language, kind: str, name: str, value: str, wanted: object
) -> None:
    assert content(kind, name, value, language) == wanted


def test_every_line_is_an_item() -> None:
    lines: Any = content("quote", "items", "20 desks\n\n  3x Brera 160 at 85 euros\r\nchairs\n- 4 lamps")
    assert [(one.quantity, one.description) for one in lines] == [
        (Decimal(20), "desks"), (Decimal(3), "Brera 160"), (None, "chairs"), (Decimal(4), "lamps"),
    ]  # fmt: skip
    assert lines[1].unit_price == Money(amount=Decimal(85), currency="EUR")


def test_a_record_is_the_one_that_was_chosen_and_words_are_a_name() -> None:
    chosen = read("quote", {"customer": "id:C-001"}).fields["customer"]
    assert (chosen.content, chosen.record, chosen.source.words) == (ACME.name, ACME.id, None)
    named = read("quote", {"customer": "  Nuovo   Cliente "}).fields["customer"]
    assert (named.content, named.record, named.source.words) == ("Nuovo Cliente", None, "Nuovo   Cliente")
    assert read("payroll", {"employee": "me"}).fields["employee"].content == "@me"


# What cannot be right is said at its field, with an example


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("budget", "amount", "plenty"),
        ("budget", "amount", "-5"),
        ("quote", "discount", "-5"),
        ("recruitment", "headcount", "0"),
        ("recruitment", "headcount", "????"),
        ("quote", "deadline", "2026-02-30"),
        ("quote", "deadline", "9999-12-31"),
        ("quote", "deadline", "0001-01-01"),
        ("quote", "email", "nobody"),
        ("quote", "email", "a@b"),
        ("invoice_registration", "invoice_number", "%%"),
        ("supplier_registration", "phone", "123"),
        ("supplier_registration", "iban", "xx"),
        ("general", "subject", "… ?!"),
        ("quote", "customer", "42"),
    ],
)
def test_what_cannot_be_read_is_answered_with_an_example(kind: str, name: str, value: str, language: Language) -> None:
    hint = shipped()[kind].words(language).fields[name].hint
    assert problem(kind, name, value, language).endswith(hint)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "name", "value", "part"),
    [
        ("supplier_registration", "iban", BAD_IBAN, BAD_IBAN),
        ("payment_request", "iban", BAD_IBAN, BAD_IBAN),
        ("supplier_registration", "tax_id", "IT04605730319", "IT04605730319"),
        ("quote", "discount", "150", "100"),
        ("quote", "deadline", "2026-11-19", "2026"),
        ("quote", "items", "0 desks", "0 desks"),
        ("quote", "items", "20 desks\n12345", "12345"),
        ("quote", "customer", "id:C-999", ""),
        ("quote", "customer", "id:S-001", ""),
        ("purchase_order", "supplier", "id:C-001", ""),
        ("payroll", "employee", "id:C-001", ""),
        ("general", "subject", "x" * (LONGEST_LINES + 1), ""),
        ("quote", "customer", "x" * (LONGEST_LINE + 1), "300"),
        ("quote", "items", "20 desks\n" * (MOST_ITEMS + 1), "100"),
        ("quote", "items", "20 " + "x" * LONGEST_LINE, "300"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(
    kind: str, name: str, value: str, part: str, language: Language
) -> None:
    why = problem(kind, name, value, language)
    assert why
    assert part in why
    assert len(why) < 700


def test_a_deadline_of_yesterday_in_words_is_as_wrong_as_in_figures() -> None:
    assert "is over" in problem("quote", "deadline", "yesterday")
    assert problem("quote", "deadline", "today") == ""


def test_a_last_day_lies_not_before_the_first() -> None:
    days = {"employee": "id:alice", "start_date": "2026-12-10", "end_date": "2026-12-05"}
    filled = read("attendance", days)
    assert list(filled.wrong) == ["end_date"]
    assert "end_date" not in filled.fields
    filled = read("report", {"period.start": "2026-12-10", "period.end": "2026-12-05"})
    assert list(filled.wrong) == ["period.end"]
    filled = read("report", {"period.end": "2026-12-05"})
    assert list(filled.wrong) == ["period.start"]


def test_what_is_missing_is_said_where_it_is_missing() -> None:
    assert list(read("quote", {"customer": "id:C-001", "items": " \u200e \x00"}).missing) == ["items.1.product"]
    assert list(read("payment_status", {"amount": "5 EUR"}).missing) == ["invoice_number"]
    assert list(read("payment_status", {"invoice_number": "??"}).wrong) == ["invoice_number"]
    assert read("payment_status", {"invoice_number": "??"}).missing == {}
    assert read("payment_status", {"counterparty": "id:C-001"}).missing == {}
    assert list(read("bank_reconciliation", {"account": "IT"}).missing) == ["period.start"]
