"""A quote, from the first sentence to the mail."""

from decimal import Decimal

import pytest

from bot.model import Item, Language
from tests.handlers.talk import Talk

DESKS = "quote for San Marziale: 20 desks and 40 chairs"
ARMS = "quote for San Marziale: 5 monitor arms"


def items(talk: Talk, reference: str) -> tuple[Item, ...]:
    content = talk.task(reference).fields["items"].content
    assert isinstance(content, tuple)
    return content


def lines(talk: Talk, reference: str) -> list[tuple[str | None, int]]:
    """Product number and quantity of each line."""
    return [(item.sku, int(item.quantity or 0)) for item in items(talk, reference)]


@pytest.mark.parametrize(
    ("who", "said", "customer"),
    [
        ("Hannah", "quote for Clinica San Marziale S.r.l.: 5 monitor arms", "C-002"),
        ("Hannah", "quote for San Marziale: 5 monitor arms", "C-002"),
        ("Hannah", "quote for clinica san marzialle: 5 monitor arms", "C-002"),
        ("Hannah", "quote for Hotel Miralago: 5 monitor arms", "C-003"),
        ("Alessio", "preventivo per la Clinica San Marziale: 5 bracci porta monitor", "C-002"),
        ("Alessio", "offerta per Il Melograno, 5 bracci porta monitor", "C-009"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 3 לוחות מחיקים", "C-012"),
        ("Maayan", "הצעת מחיר ל-Gilboa Medical Center: 3 לוחות מחיקים", "C-012"),
        ("Maayan", "הצעת מחיר לקבוצת שקמה: 5 לוחות מחיקים", "C-017"),
        ("Hannah", "quote for Netivei Software: 3 whiteboards", "C-013"),
        ("Maayan", "הצעת מחיר לגלבוע ל-20 לוחות מחיקים", "C-012"),
        ("Maayan", "תכין הצעה לקליניקה של פרידמן: 3 לוחות מחיקים", "C-020"),
    ],
)
def test_the_customer_is_recognised_by_name_part_alias_and_in_either_script(
    talk: Talk, who: str, said: str, customer: str
) -> None:
    talk.say(who, said)
    (draft,) = talk.drafts(who)
    assert draft.fields["customer"].record == customer


def test_two_customers_of_a_name_are_asked_about(talk: Talk) -> None:
    asked = talk.say("Hannah", "quote for Tarello: 12 monitor arms")
    assert asked.choices[:2] == ("Officine Meccaniche Tarello S.p.A., Lecco", "Tarello Logistica S.r.l., Lecco")
    assert "Tarello Logistica S.r.l." in talk.say("Hannah", "2").text


def test_a_new_customer_is_asked_which_company_quotes_and_where_to_send_it(talk: Talk) -> None:
    talk.says("Hannah", "quote for Zebra Partners: 12 monitor arms", "it is a new customer")
    asked = talk.say("Hannah", "the Italia one")
    assert asked.text == talk.worded("which-address", "en", name="Zebra Partners")
    talk.says("Hannah", "buy@zebra.example", "yes")
    assert talk.mails()[0]["To"] == "buy@zebra.example"


@pytest.mark.parametrize(
    ("who", "said", "first"),
    [
        ("Hannah", DESKS, "Desk Brera 140 cm, €265.00"),
        ("Alessio", "preventivo per San Marziale: 20 scrivanie e 40 sedie", "Scrivania Brera 140 cm, 265,00\xa0€"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 20 שולחנות ו-40 כיסאות", 'שולחן כתיבה תבור 140 ס"מ, ₪980.00'),
    ],
)
def test_what_fits_several_products_is_asked_by_name_and_price_few_at_a_time(
    talk: Talk, who: str, said: str, first: str
) -> None:
    choices = talk.say(who, said).choices
    assert choices[0].replace("\xa0", " ") == first.replace("\xa0", " ")
    assert 2 <= len(choices) <= 5


@pytest.mark.parametrize("more", ["5", "more", "show me others"])
def test_more_products_are_shown_when_asked_for(talk: Talk, more: str) -> None:
    first = talk.say("Hannah", DESKS).choices
    second = talk.say("Hannah", more).choices
    assert second
    assert not set(first[:4]) & set(second)


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("Hannah", DESKS, "the 160 and Nova"),
        ("Hannah", DESKS, "2 and 3"),
        ("Alessio", "preventivo per San Marziale: 20 scrivanie e 40 sedie visitatore", "Brera 160"),
    ],
)
def test_products_are_chosen_by_number_or_words_and_several_at_once(
    talk: Talk, who: str, said: str, answer: str
) -> None:
    talk.says(who, said, answer, "ok")
    assert lines(talk, "Q-0001") == [("DSK-160", 20), ("CHR-130", 40)]


def test_an_unknown_product_can_be_called_otherwise(talk: Talk) -> None:
    asked = talk.say("Hannah", "quote for San Marziale: 5 flibbertigibbets")
    assert asked.choices == (talk.worded("leave-out", "en"),)
    talk.says("Hannah", "monitor arms", "yes")
    assert lines(talk, "Q-0001") == [("ACC-210", 5)]


@pytest.mark.parametrize(
    ("who", "said", "quantity"),
    [
        ("Hannah", "quote for San Marziale: monitor arms", "12"),
        ("Hannah", "quote for San Marziale: 3 cable trays and monitor arms", "a dozen"),
        ("Alessio", "preventivo per San Marziale: bracci porta monitor", "dodici"),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: לוחות מחיקים", "12"),
    ],
)
def test_a_quantity_that_nobody_said_is_asked_for(talk: Talk, who: str, said: str, quantity: str) -> None:
    asked = talk.say(who, said)
    assert asked.reply.asks is not None
    assert asked.reply.asks.field == "quantity"
    talk.says(who, quantity, "ok")
    assert items(talk, "Q-0001")[-1].quantity == 12


@pytest.mark.parametrize(
    ("who", "said", "answer", "language"),
    [
        ("Hannah", "I need a quote for San Marziale", "5 monitor arms", "en"),
        ("Alessio", "mi serve un preventivo per San Marziale", "5 bracci porta monitor", "it"),
        ("Maayan", "צריך הצעת מחיר למרכז רפואי גלבוע", "5 לוחות מחיקים", "he"),
    ],
)
def test_only_what_is_missing_is_asked_for_in_the_language_of_the_talk(
    talk: Talk, who: str, said: str, answer: str, language: Language
) -> None:
    asked = talk.say(who, said)
    assert asked.text == talk.parts.catalogue["quote"].words(language).fields["items"].question
    summary = talk.say(who, answer)
    assert summary.text.endswith(talk.worded("quote-send", language))


def test_nothing_is_opened_or_mailed_before_the_yes(talk: Talk) -> None:
    summary = talk.say("Hannah", ARMS)
    assert summary.reply.asks is not None
    assert summary.reply.asks.confirm
    assert talk.tasks() == ()
    assert talk.mails() == []


@pytest.mark.parametrize(
    ("who", "said", "yes"),
    [
        ("Hannah", "quote for San Marziale: 5 monitor arms", "yes please"),
        ("Alessio", "preventivo per San Marziale: 5 bracci porta monitor", "va bene, grazie"),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך", "כן, תודה"),
    ],
)
def test_a_yes_makes_the_document_the_mail_and_the_finished_task(talk: Talk, who: str, said: str, yes: str) -> None:
    sent = talk.says(who, said, yes)
    assert [file.name for file in sent.reply.files] == ["Q-0001.pdf"]
    assert talk.task(sent.task).status == "done"
    assert talk.kinds_of_events(sent.task) == ["opened", "done", "mail_queued"]
    (mail,) = talk.mails()
    assert mail["To"] == "acquisti.sanmarziale@example.it"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Q-0001.pdf"]


@pytest.mark.parametrize(
    ("who", "customer", "language"),
    [("Maayan", "Clinica San Marziale", "it"), ("Hannah", "Netivei Software", "he"), ("Alessio", "Lindqvist", "en")],
)
def test_document_and_mail_are_in_the_language_of_the_customer(
    talk: Talk, who: str, customer: str, language: Language
) -> None:
    products = {"it": "3 monitor arms", "he": "3 whiteboards", "en": "3 monitor arms"}
    talk.says(who, f"quote for {customer}: {products[language]}", "yes")
    (document,) = talk.documents
    assert document.language == language
    assert talk.mails()[0]["Content-Language"] == language


def test_totals_at_home_have_discount_and_vat(talk: Talk) -> None:
    talk.says("Hannah", "quote for San Marziale: 3 Piega folding tables, 3 cable trays, 7.5% off", "yes")
    (document,) = talk.documents
    assert [line.net for line in document.lines] == [Decimal("449.70"), Decimal("54.60")]
    assert document.discount_amount == Decimal("37.82")  # 37.8225, rounded
    assert document.net_total == Decimal("466.48")
    assert [(one.rate, one.amount) for one in document.vat] == [(Decimal(22), Decimal("102.63"))]  # 102.6256
    assert document.gross_total == Decimal("569.11")
    assert document.currency == "EUR"


def test_totals_in_israel_are_in_shekels_with_its_vat(talk: Talk) -> None:
    talk.says("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 3 לוחות מחיקים", "כן")
    (document,) = talk.documents
    assert (document.currency, document.net_total, document.gross_total) == ("ILS", Decimal(720), Decimal("849.60"))


@pytest.mark.parametrize("customer", ["Lindqvist", "Moreau-Petit", "Harcourt Dale"])
def test_across_the_border_the_italian_company_quotes_without_vat(talk: Talk, customer: str) -> None:
    talk.says("Hannah", f"quote for {customer}: 12 monitor arms", "yes")
    (document,) = talk.documents
    assert document.issuer.country == "IT"
    assert document.currency == "EUR"
    assert [(one.rate, one.amount) for one in document.vat] == [(Decimal(0), Decimal(0))]
    assert document.gross_total == Decimal("744.00")


def test_a_price_that_is_not_of_the_list_is_said_to_be_a_matter_of_discount(talk: Talk) -> None:
    summary = talk.say("Hannah", "quote for San Marziale: 3 cable trays at 10 euros")
    assert talk.worded("quote-list-prices", "en") in summary.text
    assert "€54.60" in summary.text


@pytest.mark.parametrize(
    ("who", "asks", "asked", "product"),
    [
        ("Hannah", "quote for San Marziale: 5 monitor arms", "Q-0001", "items: 5 × Monitor arm\n"),
        ("Lorenza", "quote for San Marziale: 5 monitor arms", "a che punto è Q-0001?", "articoli: 5 × Braccio"),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך", "מה קורה עם Q-0001?", "פריטים: 5 × זרוע למסך\n"),
    ],
)
def test_the_state_of_a_quote_names_its_products(talk: Talk, who: str, asks: str, asked: str, product: str) -> None:
    talk.says(who, asks, "ok")
    assert product in talk.say(who, asked).text


def test_no_two_lines_of_a_hebrew_quote_have_one_label(talk: Talk) -> None:
    talk.says("Maayan", "הצעת מחיר ל-San Marziale: 5 זרועות למסך, עד יום שישי", "כן")
    labels = [line.partition(":")[0] for line in talk.say("Maayan", "Q-0001").text.splitlines() if ": יום" in line]
    assert len(labels) == len(set(labels)) == 2
