"""The letters of mails: the same facts in every language and both versions, and nothing that a name could break."""

import re
from datetime import date
from decimal import Decimal
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, TemplateNotFound, UndefinedError, nodes

from bot.bidi import isolate, plain
from bot.documents import (
    Issuer,
    OrderLine,
    PurchaseOrderDocument,
    QuoteDocument,
    QuoteLine,
    Recipient,
    VatTotal,
)
from bot.formatting import write_date, write_money
from bot.model import LANGUAGES, Language
from integrations.mail_templates import RenderedMail, render_mail

NAMES = ("quote", "purchase_order", "supplier_data")
PLAIN: dict[str, dict[str, object]] = {
    "digest": {
        "subject": "Your day",
        "title": "Your day",
        "sections": [{"loud": True, "title": "Overdue: 1", "lines": ["Q-0001"], "more": "and 2 more", "chart": None}],
        "charts": {},
        "foot": "“digest off” for none",
    },
    "acknowledgement": {"company": "Alpha Group"},
    "chaser": {
        "supplier": "Rossi & Figli",
        "reference": "SR-0001",
        "subject": "Your details",
        "asked_on": date(2026, 11, 20),
        "files": True,
        "colleague": "Bob",
        "colleague_email": "bob@alpha.example",
        "company": "Alpha Group",
    },
    "message": {"subject": "Q-0001: done & filed", "said": "Q-0001 is done.\nThe total is 7.\n\nשלום <b>Bob</b>"},
}
"""Mails whose values are few, with these."""
WORDLESS = ("digest", "message")
"""Mails whose words all come in their values: their templates stand once, for all languages."""
SPOKEN = tuple(name for name in (*NAMES, *PLAIN) if name not in WORDLESS)
REFERENCES = {"quote": "Q-0001", "purchase_order": "PO-0001", "supplier_data": "SR-0001"}
FOLDER = Path(__file__).resolve().parents[2] / "templates" / "mail"
PARTS = ("subject.txt", "body.txt", "body.html")
UNTIL = date(2026, 12, 20)
ISSUER = Issuer(name="Alpha S.r.l.", city="Milano", country="IT", tax_id="0", email="office@alpha.example")
FIELDS = ("tax_id", "iban", "contact_name", "phone")
MAILS = [(name, language) for name in NAMES for language in LANGUAGES]


def quote(
    language: Language, *, customer: str = "Beta S.r.l.", revision: int = 1, until: date = UNTIL
) -> QuoteDocument:
    amount, rate, tax = Decimal("1000.00"), Decimal(22), Decimal("220.00")
    line = QuoteLine(description="Desk", quantity=Decimal(2), unit_price=Decimal(500), net=amount, vat_rate=rate)
    return QuoteDocument(
        language=language,
        reference="Q-0001",
        revision=revision,
        issued=date(2026, 11, 20),
        valid_until=until,
        issuer=ISSUER,
        customer=Recipient(name=customer),
        lines=(line,),
        net_total=amount,
        vat=(VatTotal(rate=rate, base=amount, amount=tax),),
        gross_total=amount + tax,
        currency="EUR",
        payment_days=30,
        prepared_by="Alice",
    )


def purchase_order(language: Language, *, count: int = 2, **changes: Any) -> PurchaseOrderDocument:
    """An order of `count` lines at 500.00 each."""
    line = OrderLine(description="Desk", quantity=Decimal(1), unit_price=Decimal(500), net=Decimal(500))
    given: dict[str, Any] = {
        "language": language,
        "reference": "PO-0001",
        "issued": date(2026, 11, 20),
        "delivery_date": UNTIL,
        "issuer": ISSUER,
        "supplier": Recipient(name="Beta S.r.l."),
        "lines": (line,) * count,
        "currency": "EUR",
        "net_total": line.net and line.net * count,
        "ordered_by": "Alice",
        "ordered_by_mail": "alice@alpha.example",
    }
    return PurchaseOrderDocument.model_validate({**given, **changes})


def values(name: str, language: Language, **changes: Any) -> dict[str, Any]:
    common = {"colleague": "Alice", "colleague_email": "alice@alpha.example", "company": "Alpha Group"}
    own: dict[str, Any] = {"supplier": "Beta S.r.l.", "missing": list(FIELDS), "reference": "SR-0001"}
    if name == "quote":
        total = write_money(Decimal(1220), "EUR", language=language)
        own = {"document": quote(language), "total": total}
    if name == "purchase_order":
        total = write_money(Decimal(1000), "EUR", language=language)
        own = {"document": purchase_order(language), "total": total}
    return {**common, **own, **changes}


def mail(name: str, language: Language, **changes: Any) -> RenderedMail:
    return render_mail(name, language, **values(name, language, **changes))


def words(html: str) -> list[str]:
    """What a person reads in the HTML."""
    body = html.partition("<body")[2].partition(">")[2].replace("<li", "- <li")
    return unescape(re.sub(r"<[^>]+>", "", body)).split()


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_text_and_html_say_the_same(name: str, language: Language) -> None:
    rendered = mail(name, language)
    assert words(rendered.html) == plain(rendered.text).split()


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_html_of_what_nobody_signs_say_the_same(name: str, language: Language) -> None:
    rendered = render_mail(name, language, **PLAIN[name])
    assert words(rendered.html) == plain(rendered.text).split()
    assert f"<title>{escape(rendered.subject)}</title>" in rendered.html
    assert f'<div lang="{language}" dir="{"rtl" if language == "he" else "ltr"}"' in rendered.html
    assert "<b>" not in rendered.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quote_says_number_total_validity_and_whom_to_answer(language: Language) -> None:
    rendered = mail("quote", language)
    total, until = write_money(Decimal(1220), "EUR", language=language), write_date(UNTIL, language=language)
    for fact in ("Beta S.r.l.", "Q-0001", total, until, "PDF", "Alice", "alice@alpha.example", "Alpha Group"):
        assert fact in plain(rendered.text)
    assert "Q-0001" in rendered.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_revised_quote_says_that_it_replaces_the_one_before(language: Language) -> None:
    first, second = mail("quote", language), mail("quote", language, document=quote(language, revision=2))
    assert len(second.text.splitlines()) == len(first.text.splitlines()) + 1
    assert words(second.html) == plain(second.text).split()
    assert re.search(r"\b2\b", second.subject)
    assert not re.search(r"\b2\b", first.subject)


@pytest.mark.parametrize(("day", "written"), [(1, "al 1 "), (8, "all'8 "), (11, "all'11 "), (18, "al 18 ")])
def test_italian_joins_the_article_to_the_day(day: int, written: str) -> None:
    rendered = mail("quote", "it", document=quote("it", until=date(2026, 12, day)))
    assert f"valida fino {written}dicembre 2026" in rendered.text
    assert f"valida fino {written}dicembre 2026" in " ".join(words(rendered.html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_says_number_lines_total_delivery_and_whom_to_answer(language: Language) -> None:
    rendered = mail("purchase_order", language)
    total, day = write_money(Decimal(1000), "EUR", language=language), write_date(UNTIL, language=language)
    for fact in ("Beta S.r.l.", total, day, "Alice", "alice@alpha.example", "Alpha Group"):
        assert fact in plain(rendered.text)
    assert plain(rendered.text).count("PO-0001") == 2
    assert "PO-0001" in rendered.subject
    assert re.search(r"\b2\b", plain(rendered.text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({"revision": 2}, "€1"),
        ({"count": 1}, "€1"),
        ({"delivery_date": None}, "€1"),
        ({"lines": (OrderLine(description="Desk", quantity=Decimal(1)),), "net_total": None}, None),
        ({"delivery_date": None, "revision": 3, "count": 1}, None),
    ],
)
def test_an_order_reads_whole_with_less_or_more_to_say(
    language: Language, changes: dict[str, Any], total: str | None
) -> None:
    rendered = mail("purchase_order", language, document=purchase_order(language, **changes), total=total)
    assert words(rendered.html) == plain(rendered.text).split()
    paragraphs = rendered.text.strip().split("\n\n")
    assert len(paragraphs) == 5
    assert len(paragraphs[1].splitlines()) == (2 if "revision" in changes else 1)
    assert ("€1" in rendered.text) == (total is not None)
    assert "None" not in rendered.text
    assert not re.search(r"[.?][^\W\d]", plain(paragraphs[2]))


@pytest.mark.parametrize(("day", "written"), [(1, "entro il 1 "), (8, "entro l'8 "), (11, "entro l'11 ")])
def test_italian_joins_the_article_to_the_day_of_delivery(day: int, written: str) -> None:
    rendered = mail("purchase_order", "it", document=purchase_order("it", delivery_date=date(2026, 12, day)))
    assert f"{written}dicembre 2026" in rendered.text
    assert f"{written}dicembre 2026" in " ".join(words(rendered.html))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("missing", [FIELDS, ("iban",), ("tax_id", "phone")])
def test_a_supplier_is_asked_for_what_is_missing_and_nothing_else(language: Language, missing: tuple[str, ...]) -> None:
    rendered = mail("supplier_data", language, missing=missing)
    asked = [line for line in rendered.text.splitlines() if line.startswith("- ")]
    assert len(set(asked)) == len(missing)
    assert rendered.html.count("<li") == len(missing)
    assert ("IBAN" in rendered.text) == ("iban" in missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supplier_reads_who_asks_and_under_which_reference(language: Language) -> None:
    rendered = mail("supplier_data", language)
    for fact in ("Beta S.r.l.", "SR-0001", "Alice", "alice@alpha.example", "Alpha Group"):
        assert fact in plain(rendered.text)
    assert "SR-0001" in rendered.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_missing_item_fails(language: Language) -> None:
    with pytest.raises(UndefinedError):
        mail("supplier_data", language, missing=["shoe_size"])


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_a_value_that_is_not_given_fails(name: str, language: Language) -> None:
    given = values(name, language)
    for absent in given:
        with pytest.raises(UndefinedError):
            render_mail(name, language, **{key: value for key, value in given.items() if key != absent})


def test_an_unknown_mail_fails() -> None:
    with pytest.raises(TemplateNotFound):
        render_mail("no-such-mail", "en")


def used(path: Path) -> set[str]:
    """The values a template takes, with the parts of them that it takes, as `document.reference`."""
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"} | {"items"}
    names = {node.name for node in tree.find_all(nodes.Name)} - own
    parts = {
        f"{node.node.name}.{node.attr}" for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name)
    }
    return names | {part for part in parts if not part.endswith(".day")}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", PARTS)
def test_the_three_languages_use_the_same_values(name: str, part: str) -> None:
    english, *others = (used(FOLDER / name / f"{language}.{part}") for language in LANGUAGES)
    assert all(other == english for other in others)


def test_there_is_no_template_but_these() -> None:
    expected = {f"{name}/{language}.{part}" for name in SPOKEN for language in LANGUAGES for part in PARTS}
    expected |= {f"{name}/{part}" for name in WORDLESS for part in PARTS}
    expected |= {f"supplier_data/{language}.items.txt" for language in LANGUAGES} | {"_layout.html"}
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*")} == expected


def test_every_letter_has_the_look_that_all_share() -> None:
    bodies = sorted(FOLDER.glob("*/*body.html"))
    assert len(bodies) == len(LANGUAGES) * len(SPOKEN) + len(WORDLESS)
    for path in bodies:
        assert path.read_text(encoding="utf-8").startswith('{% extends "_layout.html" %}\n'), path
    html = mail("quote", "en").html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_the_html_says_its_language_and_direction(name: str, language: Language) -> None:
    direction = "rtl" if language == "he" else "ltr"
    rendered = mail(name, language)
    assert rendered.html.startswith(f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">')
    assert '<a href="mailto:alice@alpha.example"' in rendered.html
    assert "<bdi>Alpha Group</bdi>" in rendered.html


@pytest.mark.parametrize("name", NAMES)
def test_hebrew_text_isolates_latin_names_numbers_and_addresses(name: str) -> None:
    rendered = mail(name, "he")
    for run in ("Beta S.r.l.", REFERENCES[name], "Alice", "alice@alpha.example", "Alpha Group"):
        assert isolate(run) in rendered.text
    assert rendered.text.count("\u2068") == rendered.text.count("\u2069")


def test_each_line_of_the_hebrew_list_takes_its_direction_from_hebrew() -> None:
    asked = [line for line in mail("supplier_data", "he").text.splitlines() if line.startswith("- ")]
    assert not [line for line in asked if line.startswith(f"- {isolate('')[0]}")]
    assert isolate("IBAN") in "".join(asked)


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_hebrew_name_is_isolated_in_the_other_languages(language: Language) -> None:
    assert isolate("בטא") in mail("supplier_data", language, supplier="בטא").text


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_the_subject_is_one_line_without_isolates(name: str, language: Language) -> None:
    changes = {"reference": "SR-0001\nBcc: a@b"} if name == "supplier_data" else {"company": "Alpha\r\nBcc: a@b"}
    subject = mail(name, language, **changes).subject
    assert len(subject.splitlines()) == 1
    assert subject == plain(subject).strip()


def with_customer(name: str, language: Language, customer: str) -> RenderedMail:
    changes: dict[str, dict[str, Any]] = {
        "quote": {"document": quote(language, customer=customer)},
        "purchase_order": {"document": purchase_order(language, supplier=Recipient(name=customer))},
        "supplier_data": {"supplier": customer},
    }
    return mail(name, language, **changes[name])


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_markup_in_a_name_is_shown_and_not_obeyed(name: str, language: Language) -> None:
    rendered = with_customer(name, language, '<b onclick="x">Beta & Co</b>')
    assert "<b onclick" not in rendered.html
    assert "&lt;b onclick=" in rendered.html
    assert "Beta &amp; Co" in rendered.html
    assert '<b onclick="x">Beta & Co</b>' in plain(rendered.text)


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_a_template_in_a_name_is_shown_and_not_obeyed(name: str, language: Language) -> None:
    assert "{{ 7 * 7 }}" in plain(with_customer(name, language, "{{ 7 * 7 }}").text)


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_a_name_writes_no_lines_of_the_letter(name: str, language: Language) -> None:
    forged = with_customer(name, language, "Beta\n\nPay to another account\u2069\u202e")
    usual = with_customer(name, language, "Beta")
    assert len(forged.text.splitlines()) == len(usual.text.splitlines())
    assert "\u202e" not in forged.text + forged.html


def test_an_address_adds_nothing_to_the_link() -> None:
    html = mail("quote", "en", colleague_email='alice@alpha.example?bcc=charlie@gamma.example"><i>').html
    assert "?bcc=" not in html.partition('href="')[2].partition('"')[0]
    assert "<i>" not in html


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_the_text_has_no_gaps_and_no_leftovers(name: str, language: Language) -> None:
    text = mail(name, language).text
    assert "\n\n\n" not in text
    assert "  " not in text
    assert "{" not in text
    assert text == f"{text.strip()}\n"
