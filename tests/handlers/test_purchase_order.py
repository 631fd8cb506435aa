"""A purchase order, from the first sentence to the mail and the wait for the supplier."""

from decimal import Decimal

import pytest

from bot.documents import PurchaseOrderDocument
from bot.model import Item, Language, Money, Party, Product, Status
from storage.sample import sample_company
from tests.handlers.talk import Talk

GLOVES = "purchase order to Bonomi: 20 boxes of nitrile gloves at €6"
ARMS = "purchase order to Brennwerk: 10 monitor arms"
ABOVE = "purchase order to Brennwerk: 40 monitor arms"
COSTS = {"ACC-210": "31.50", "ACC-220": "9.10", "CHR-110": "96.00", "DSK-510": "98.00"}


def at_cost(product: Product, **costs: str) -> Product:
    cost = Money(amount=Decimal(costs[product.sku]), currency=product.unit_price.currency)
    return product.model_copy(update={"cost": cost})


@pytest.fixture(autouse=True)
def costs(talk: Talk) -> None:
    """What suppliers ask for some of the products; of the others nobody knows it."""
    company = sample_company()
    products = [one.model_copy(update={"cost": None}) for one in company.products]
    products = [at_cost(one, **COSTS) if one.sku in COSTS else one for one in products]
    with talk.store.write() as uow:
        uow.records.replace(company.model_copy(update={"products": tuple(products)}))
        uow.commit()


def change_supplier(talk: Talk, supplier_id: str, **changes: object) -> None:
    company = sample_company()
    parties = [p.model_copy(update=changes if p.id == supplier_id else {}) for p in company.parties]
    with talk.store.write() as uow:
        uow.records.replace(company.model_copy(update={"parties": tuple(parties)}))
        uow.commit()


def order(talk: Talk) -> PurchaseOrderDocument:
    """The order that was made last."""
    document = talk.documents[-1]
    assert isinstance(document, PurchaseOrderDocument)
    return document


def items(talk: Talk, reference: str = "PO-0001") -> list[Item]:
    content = talk.task(reference).fields["items"].content
    assert isinstance(content, tuple)
    return list(content)


def supplier(talk: Talk, supplier_id: str) -> Party:
    return next(party for party in talk.parties() if party.id == supplier_id)


@pytest.mark.parametrize(
    ("who", "said", "yes", "language", "lead"),
    [
        ("Hannah", "purchase order to Brennwerk: 10 monitor arms, delivery by 10 December", "yes", "en", "December"),
        (
            "Paolo",
            "ordine a fornitore Brennwerk: 10 bracci porta monitor, consegna il 10 dicembre",
            "sì",
            "en",
            "dicembre",
        ),
        ("Maayan", "הזמנת רכש לנגריית כרמי: 5 שולחנות תבור עד 10.12", "כן", "he", "בדצמבר"),
    ],
)
def test_from_the_message_to_the_document_the_mail_and_the_wait(
    talk: Talk, who: str, said: str, yes: str, language: Language, lead: str
) -> None:
    summary = talk.say(who, said)
    assert f"10 {lead}" in summary.text
    assert talk.tasks() == ()
    sent = talk.say(who, yes)
    assert [file.name for file in sent.reply.files] == ["PO-0001.pdf"]
    task = talk.task(sent.task)
    assert (task.status, task.waiting_for) == ("waiting", "supplier")
    assert talk.kinds_of_events(sent.task) == ["opened", "mail_queued"]
    (mail,) = talk.mails()
    assert mail["To"] == supplier(talk, str(task.fields["supplier"].record)).email
    assert mail["Content-Language"] == language
    assert [part.get_filename() for part in mail.iter_attachments()] == ["PO-0001.pdf"]
    assert order(talk).language == language
    assert order(talk).ordered_by == talk.person(who).name


@pytest.mark.parametrize(
    ("who", "said", "country", "currency", "net"),
    [
        ("Hannah", ARMS, "IT", "EUR", "315.00"),
        ("Maayan", "הזמנת רכש לנגריית כרמי: 5 שולחנות תבור", "IL", "ILS", "490.00"),
        ("Maayan", "הזמנת רכש לדפוס קשת-אור: 100 קטלוגים ב-7 אירו", "IL", "EUR", "700.00"),
    ],
)
def test_the_company_where_the_person_works_orders_in_its_currency_or_in_that_of_the_prices(
    talk: Talk, who: str, said: str, country: str, currency: str, net: str
) -> None:
    talk.says(who, said, "yes")
    assert (order(talk).issuer.country, order(talk).currency) == (country, currency)
    assert order(talk).net_total == Decimal(net)


def test_a_product_goes_by_its_number_and_its_name_in_the_language_of_the_supplier(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Sedutec: 3 Linea chairs and 2 boxes of castors at €9", "yes")
    first, second = order(talk).lines
    assert (first.sku, first.description, first.unit_price) == ("CHR-110", "Sedia operativa Linea", Decimal("96.00"))
    assert (second.sku, second.description, second.net) == (None, "boxes of castors", Decimal("18.00"))
    assert order(talk).net_total == Decimal("306.00")


def test_what_goes_out_untranslated_is_said(talk: Talk) -> None:
    assert talk.worded("order-untranslated", "en", things="boxes of nitrile gloves") in talk.say("Hannah", GLOVES).text
    assert "senza traduzione" not in talk.say("Paolo", "ordina 20 scatole di guanti da Bonomi a 6 euro l'una").text


def test_our_own_price_never_stands_in_an_order(talk: Talk) -> None:
    summary = talk.say("Hannah", "purchase order to Brennwerk: 3 coat stands")
    assert "€129.00" in summary.text  # three at our price: a ceiling, and said to be one
    sent = talk.say("Hannah", "yes")
    (line,) = order(talk).lines
    assert (line.unit_price, line.net, order(talk).net_total) == (None, None, None)
    assert sent.text == talk.worded(
        "order-sent-unpriced",
        "en",
        reference="PO-0001",
        supplier="Brennwerk Beschläge GmbH",
        address="office.brennwerk@example.com",
    )


def test_what_a_supplier_asks_is_no_price_of_another_one(talk: Talk) -> None:
    summary = talk.say("Hannah", "purchase order to Bonomi: 2 monitor arms")
    assert "€124.00" in summary.text  # two at our price, since Brennwerk's is not Bonomi's
    talk.say("Hannah", "yes")
    assert order(talk).lines[0].unit_price is None


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "purchase order: 10 monitor arms and 2 cable trays", "en"),
        ("Paolo", "ordine a fornitore: 10 bracci porta monitor e 2 canaline passacavi", "it"),
        ("Maayan", "הזמנת רכש: 10 זרועות למסך", "he"),
    ],
)
def test_the_one_supplier_of_everything_named_is_proposed(talk: Talk, who: str, said: str, language: Language) -> None:
    summary = talk.say(who, said)
    assert talk.worded("order-proposed", language) in summary.text
    assert "Brennwerk" in summary.text


def test_a_proposed_supplier_gives_way_to_the_one_that_is_named(talk: Talk) -> None:
    talk.say("Hannah", "purchase order: 10 monitor arms")
    summary = talk.say("Hannah", "no, from Sedutec")
    assert "Sedutec S.r.l." in summary.text
    assert talk.worded("order-proposed", "en") not in summary.text


def test_of_several_suppliers_it_is_asked_which(talk: Talk) -> None:
    asked = talk.say("Hannah", "purchase order: 20 chairs")
    assert asked.text.startswith(talk.worded("order-which-supplier", "en"))
    assert asked.choices == ("Sedutec S.r.l., Udine", "Komforta Sitzmöbel GmbH, Ulm", "מסגריית תבור, עפולה")
    products = talk.say("Hannah", "Sedutec").choices
    assert products[0] == "Task chair Linea, €96.00"
    talk.says("Hannah", "1", "yes")
    assert [(item.sku, item.quantity) for item in items(talk)] == [("CHR-110", Decimal(20))]


def test_a_thing_can_stay_as_it_was_written(talk: Talk) -> None:
    asked = talk.say("Hannah", "purchase order to Sedutec: 20 chairs and 5 boxes of printer paper")
    assert asked.choices[-1] == talk.worded("as-written", "en")
    talk.says("Hannah", "as I wrote it", "yes")
    assert [(item.sku, item.description) for item in items(talk)] == [
        (None, "chairs"),
        (None, "boxes of printer paper"),
    ]


def test_a_supplier_whose_name_is_near_is_asked_about(talk: Talk) -> None:
    change_supplier(talk, "S-002", aliases=("Metallurgica Friulana",))
    asked = talk.say("Hannah", "purchase order to Metallurgica: 4 boxes of screws at €8")
    assert asked.choices[-1] == talk.worded("new-supplier", "en")
    assert set(asked.choices[:-1]) == {"Metallurgica Oglio S.p.A., Brescia", "Legnoservice Friulana S.r.l., Pordenone"}
    assert "Oglio" in talk.say("Hannah", "Oglio").text


def test_nothing_is_ordered_from_whom_the_records_do_not_know(talk: Talk) -> None:
    asked = talk.say("Hannah", "purchase order to Medica Lux: 20 boxes of gloves at €6")
    assert asked.text.startswith(talk.worded("unknown-supplier", "en", name="Medica Lux"))
    told = talk.say("Hannah", "it is a new supplier")
    assert told.text == talk.worded("order-register-first", "en", name="Medica Lux")
    assert talk.tasks() == ()
    assert len(talk.drafts("Hannah")) == 1


def test_an_order_goes_on_once_its_supplier_is_registered_and_needs_an_approval(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Medica Lux: 20 boxes of gloves at €6", "it is a new supplier")
    talk.says("Hannah", "register Medica Lux as a supplier, mail orders@medicalux.example", "yes")
    summary = talk.say("Hannah", "continue")
    assert talk.worded("order-supplier-unchecked", "en", supplier="Medica Lux") in summary.text
    talk.say("Hannah", "yes")
    assert talk.task("PO-0001").status == "awaiting_approval"


def test_another_supplier_can_be_named_instead_of_a_new_one(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Medica Lux: 20 boxes of gloves at €6", "it is a new supplier")
    assert "Cartolibreria Centrale Bonomi" in talk.say("Hannah", "Bonomi").text


def test_without_an_address_on_record_it_is_said_how_to_mend_it(talk: Talk) -> None:
    change_supplier(talk, "S-007", email=None)
    name = "Cartolibreria Centrale Bonomi"
    assert talk.say("Hannah", GLOVES).text == talk.worded("order-no-address", "en", name=name)
    change_supplier(talk, "S-007", email="ordini.bonomi@example.it")
    talk.says("Hannah", "continue", "yes")
    assert talk.mails()[0]["To"] == "ordini.bonomi@example.it"


@pytest.mark.parametrize(
    ("who", "said", "answers", "language"),
    [
        ("Hannah", "I need a purchase order", ("Bonomi", "20 boxes of paper at €4"), "en"),
        ("Paolo", "devo fare un ordine a un fornitore", ("Bonomi", "20 scatole di carta a 4 euro"), "it"),
        ("Maayan", "אני צריכה להוציא הזמנת רכש", ("דפוס קשת-אור", "20 קטלוגים ב-4 ש״ח"), "he"),
    ],
)
def test_only_what_is_missing_is_asked_for(
    talk: Talk, who: str, said: str, answers: tuple[str, str], language: Language
) -> None:
    asked = talk.say(who, said)
    assert asked.text == talk.parts.catalogue["purchase_order"].words(language).fields["supplier"].question
    assert talk.says(who, *answers).text.endswith(talk.worded("order-send", language))


def test_a_quantity_that_nobody_said_is_asked_for(talk: Talk) -> None:
    asked = talk.say("Hannah", "purchase order to Brennwerk: monitor arms")
    assert asked.reply.asks is not None
    assert asked.reply.asks.field == "quantity"
    talk.says("Hannah", "12", "yes")
    assert [item.quantity for item in items(talk)] == [Decimal(12)]


def test_an_order_has_one_currency(talk: Talk) -> None:
    asked = talk.say("Hannah", "purchase order to Bonomi: 2 staplers at €9 and 3 binders at ₪12")
    assert "EUR and ILS" in asked.text
    assert talk.tasks() == ()


# Approval


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (GLOVES, "waiting"),
        (ABOVE, "awaiting_approval"),
        ("purchase order to Brennwerk: 20 coat stands", "waiting"),  # 860.00 at our own price, which is a ceiling
        ("purchase order to Brennwerk: 30 coat stands", "awaiting_approval"),  # 1,290.00
        ("purchase order to Bonomi: 2 boxes of nitrile gloves", "awaiting_approval"),  # nobody knows what they cost
        ("purchase order to Bonomi: 100 boxes of gloves at €10", "waiting"),  # 1,000.00 is not above 1,000.00
        ("purchase order to Bonomi: 100 boxes of gloves at €10.01", "awaiting_approval"),
    ],
)
def test_a_manager_looks_first_above_the_limit_or_where_nobody_knows_the_price(
    talk: Talk, said: str, status: Status
) -> None:
    summary = talk.say("Hannah", said)
    reasons = [talk.worded("order-above-limit", "en", limit="€1,000.00"), "a manager's approval is needed first"]
    assert any(reason in summary.text for reason in reasons) == (status == "awaiting_approval")
    told = talk.say("Hannah", "yes")
    assert talk.task(told.task).status == status
    assert len(talk.mails()) == (status == "waiting")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "gloves at 6 euros"),
        ("Hannah", "€6 each"),
        ("Paolo", "guanti a 6 euro"),
    ],
)
def test_a_price_told_afterwards_spares_the_approval(talk: Talk, who: str, said: str) -> None:
    first = {"Hannah": "purchase order to Bonomi: 20 boxes of gloves", "Paolo": "ordina 20 scatole di guanti da Bonomi"}
    assert talk.worded("order-tell-price", talk.person(who).language) in talk.say(who, first[who]).text
    talk.says(who, said, "ok")
    assert order(talk).net_total == Decimal("120.00")
    assert talk.task("PO-0001").status == "waiting"


def test_the_approver_reads_lines_worth_and_reason(talk: Talk) -> None:
    talk.says("Hannah", ABOVE, "yes")
    (notice,) = [told for told in talk.notices("Inbal") if "PO-0001" in told]
    assert "Brennwerk Beschläge GmbH" in notice
    assert talk.worded("order-above-limit", "he", limit="€1,000.00").split("€")[0] in notice


@pytest.mark.parametrize(
    ("manager", "approves"),
    [("Gadi", "מאשר PO-0001"), ("Federica", "approvo PO-0001"), ("Inbal", "approve PO-0001")],
)
def test_approved_by_somebody_else_it_leaves_in_the_name_of_whoever_asked(
    talk: Talk, manager: str, approves: str
) -> None:
    talk.says("Hannah", ABOVE, "yes")
    sent = talk.say(manager, approves)
    assert [file.name for file in sent.reply.files] == ["PO-0001.pdf"]
    assert talk.kinds_of_events("PO-0001") == ["opened", "approved", "mail_queued"]
    assert (order(talk).ordered_by, order(talk).issuer.country) == ("Hannah Whitlock", "IT")
    assert any("PO-0001" in notice for notice in talk.notices("Hannah"))


def test_whoever_asked_cannot_approve_even_as_a_manager(talk: Talk) -> None:
    talk.says("Federica", "ordine a fornitore Brennwerk: 40 bracci porta monitor", "sì")
    refused = talk.say("Federica", "approvo PO-0001")
    assert refused.text == talk.worded("own-request", "it", reference="PO-0001")
    assert talk.mails() == []


def test_a_rejection_and_its_reason_reach_whoever_asked(talk: Talk) -> None:
    talk.says("Hannah", ABOVE, "yes")
    talk.say("Gadi", "reject PO-0001: we have enough of them")
    assert talk.task("PO-0001").status == "rejected"
    assert "we have enough of them" in talk.notices("Hannah")[-1]
    assert talk.documents == []


# After it was sent


def test_purchasing_is_told_and_closes_it_when_the_supplier_has_confirmed(talk: Talk) -> None:
    talk.says("Hannah", ARMS, "yes")
    assert any("PO-0001" in notice for notice in talk.notices("Paolo"))
    talk.say("Paolo", "fatto PO-0001")
    assert talk.task("PO-0001").status == "done"


def test_a_correction_after_it_was_sent_makes_the_next_revision(talk: Talk) -> None:
    talk.says("Hannah", GLOVES, "yes", "make it 30 boxes of nitrile gloves")
    sent = talk.say("Hannah", "yes")
    assert [file.name for file in sent.reply.files] == ["PO-0001-2.pdf"]
    assert (order(talk).revision, order(talk).net_total) == (2, Decimal("180.00"))
    task = talk.task("PO-0001")
    assert (task.revision, task.status) == (2, "waiting")
    assert len(talk.mails()) == 2


def test_a_correction_that_goes_above_the_limit_is_approved_first(talk: Talk) -> None:
    talk.says("Hannah", ARMS, "yes", "no, 40", "yes")
    assert talk.task("PO-0001").status == "awaiting_approval"
    assert len(talk.mails()) == 1
    talk.say("Gadi", "מאשר PO-0001")
    assert order(talk).revision == 2
    assert len(talk.mails()) == 2


def test_a_thing_that_stayed_as_it_was_written_does_so_in_the_next_revision(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Sedutec: 3 chairs at €50", "as I wrote it", "yes")
    assert talk.say("Hannah", "no, 4").text.endswith(talk.worded("order-send", "en"))
    talk.say("Hannah", "yes")
    assert (order(talk).lines[0].sku, order(talk).net_total) == (None, Decimal("200.00"))


def test_when_it_is_cancelled_it_is_said_that_the_supplier_still_has_it(talk: Talk) -> None:
    talk.says("Hannah", GLOVES, "yes")
    told = talk.say("Hannah", "cancel PO-0001")
    assert talk.task("PO-0001").status == "cancelled"
    assert "negozio.bonomi@example.it" in told.text


def test_of_an_order_that_never_left_nothing_is_said_of_the_supplier(talk: Talk) -> None:
    talk.says("Hannah", ABOVE, "yes")
    assert talk.say("Hannah", "cancel PO-0001").text == talk.worded("task-cancelled", "en", reference="PO-0001")


@pytest.mark.parametrize("after", [1, 2])
def test_it_survives_a_restart(talk: Talk, after: int) -> None:
    said = ["purchase order to Brennwerk: monitor arms", "10", "yes"]
    talk.says("Hannah", *said[:after])
    talk.restart()
    talk.says("Hannah", *said[after:])
    assert order(talk).net_total == Decimal("315.00")
    assert len(talk.mails()) == 1


# Which side of the counter


@pytest.mark.parametrize(
    ("who", "said", "kind"),
    [
        ("Hannah", "order 10 monitor arms from Brennwerk", "purchase_order"),
        ("Paolo", "ordine d'acquisto a Brennwerk: 10 bracci porta monitor", "purchase_order"),
        ("Maayan", "תוציאו הזמנה לספק נגריית כרמי על 5 שולחנות תבור", "purchase_order"),
        ("Hannah", "order from Hotel Miralago: 10 monitor arms", "order_entry"),
        ("Lorenza", "ordine di Hotel Miralago: 10 bracci porta monitor", "order_entry"),
    ],
)
def test_whom_the_records_know_decides_who_orders(talk: Talk, who: str, said: str, kind: str) -> None:
    talk.say(who, said)
    open_ones = [draft.type for draft in talk.drafts(who)] + [task.type for task in talk.tasks()]
    assert open_ones == [kind]
