"""What is in stock: answered at once, from figures that are on record."""

from decimal import Decimal
from typing import cast

import pytest

from bot.model import Directory, FieldValue, Item, Language, Product, Source, Task
from bot.turn import Facts, Turn
from bot.understanding.products import find_products
from handlers import context
from handlers.requests.stock_check import stock
from handlers.requests.stock_check.index import ProductIndex
from handlers.requests.stock_check.stock import MOST_ORDERS, stock_of
from storage.sample import sample_company
from tests.effort import bounded
from tests.handlers.talk import Talk

ARMS = "how many monitor arms have we got in stock?"


def put(talk: Talk, sku: str, **figures: int) -> None:
    """Set a product's stock, reserved or reorder level."""
    company = sample_company()
    products: list[Product] = [p.model_copy(update=figures if p.sku == sku else {}) for p in company.products]
    with talk.store.write() as uow:
        uow.records.replace(company.model_copy(update={"products": tuple(products)}))
        uow.commit()


@pytest.mark.parametrize(
    ("who", "said", "name", "language"),
    [
        ("Hannah", ARMS, "Monitor arm", "en"),
        ("Paolo", "quanti bracci porta monitor ci sono in magazzino?", "Braccio porta monitor", "it"),
        ("Maayan", "כמה זרועות למסך יש במלאי?", "זרוע למסך", "he"),
    ],
)
def test_it_tells_what_is_free_the_reorder_level_and_who_supplies_it(
    talk: Talk, who: str, said: str, name: str, language: Language
) -> None:
    put(talk, "ACC-210", stock=63, reserved=10, reorder_level=25)
    told = talk.say(who, said)
    product = talk.worded("stock-product", language, product=name, sku="ACC-210")
    supplier = talk.worded("stock-supplier", language, supplier="Brennwerk Beschläge GmbH")
    assert told.text.splitlines() == [
        talk.worded("stock-line", language, name=product, free="53", stock="63", reserved="10"),
        talk.worded("stock-level", language, level="25", supplier=supplier),
    ]
    assert talk.task(told.task).status == "done"
    assert talk.kinds_of_events(told.task) == ["opened", "done"]


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("Hannah", "do we have 30 monitor arms in stock?", "Yes, enough: 30 wanted, 63 free."),
        ("Hannah", "do we have 70 monitor arms in stock?", "Only in part: 70 wanted, 63 free, 7 short."),
        ("Hannah", "do we have 2 Riva sofas in stock?", "No: 2 wanted, none free."),
        ("Paolo", "abbiamo 30 bracci porta monitor in magazzino?", "Sì, bastano: ne servono 30, liberi 63."),
        (
            "Paolo",
            "abbiamo 70 bracci porta monitor in magazzino?",
            "Solo in parte: ne servono 70, liberi 63, ne mancano 7.",
        ),
        ("Maayan", "יש לנו 15 לוחות מחיקים במלאי?", "כן, יש מספיק: צריך 15, פנויים 21."),
        ("Maayan", "יש לנו 30 לוחות מחיקים במלאי?", "רק חלק: צריך 30, פנויים 21, חסרים 9."),
    ],
)
def test_whether_there_is_enough_is_said_first(talk: Talk, who: str, said: str, answer: str) -> None:
    assert talk.say(who, said).text.splitlines()[0] == answer


def test_exactly_enough_is_enough(talk: Talk) -> None:
    assert talk.say("Hannah", "do we have 63 monitor arms in stock?").text.startswith("Yes")
    assert talk.say("Hannah", "do we have 64 monitor arms in stock?").text.startswith("Only in part")


def test_customers_orders_that_are_open_are_reserved(talk: Talk) -> None:
    talk.say("Lorenza", "ordine di Hotel Miralago: 60 bracci porta monitor")
    told = talk.say("Hannah", ARMS).text
    assert "3 free; 63 in stock, 60 reserved" in told
    assert talk.worded("stock-sold", "en", orders="60 with SO-0001") in told
    assert "Below the reorder level of 25" in told


def test_an_order_that_says_no_quantity_is_named_and_not_counted(talk: Talk) -> None:
    talk.say("Lorenza", "ordine di Hotel Miralago: bracci porta monitor")
    if talk.tasks():
        told = talk.say("Hannah", ARMS).text
        assert "63 free" in told
        assert talk.worded("stock-unsaid", "en", orders="SO-0001") in told


def test_what_is_ordered_from_the_supplier_is_on_its_way_until_it_is_closed(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Brennwerk: 30 monitor arms at €30", "yes")
    coming = talk.worded("stock-coming", "en", orders="30 with PO-0001")
    assert coming in talk.say("Hannah", ARMS).text
    talk.say("Paolo", "fatto PO-0001")
    assert coming not in talk.say("Hannah", ARMS).text


def test_an_order_that_waits_for_approval_is_not_on_its_way(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Brennwerk: 30 monitor arms at €300", "yes")
    told = talk.say("Hannah", ARMS).text
    assert talk.worded("stock-not-sent", "en", orders="30 with PO-0001") in told
    assert "On order" not in told


def test_the_open_orders_count_in_the_answer_to_a_question_too(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Brennwerk: 30 monitor arms at €30", "yes")
    asked = talk.say("Hannah", "check stock")
    assert asked.text == talk.parts.catalogue["stock_check"].words("en").fields["item"].question
    assert "30 with PO-0001" in talk.say("Hannah", "monitor arms").text


def test_they_count_when_only_the_number_is_corrected(talk: Talk) -> None:
    talk.say("Lorenza", "ordine di Hotel Miralago: 60 bracci porta monitor")
    talk.say("Hannah", "do we have 2 monitor arms in stock?")
    assert talk.say("Hannah", "no, 4").text.startswith(
        talk.worded("stock-partly", "en", wanted="4", free="3", short="1")
    )


def test_promised_twice_is_said(talk: Talk) -> None:
    put(talk, "ACC-210", stock=5, reserved=8)
    told = talk.say("Hannah", ARMS).text
    assert "0 free; 5 in stock, 8 reserved" in told
    assert talk.worded("stock-overbooked", "en", short="3") in told


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "what is running low?", "en"),
        ("Paolo", "cosa sta finendo?", "it"),
        ("Paolo", "quali articoli sono sotto scorta?", "it"),
        ("Maayan", "מה מתחת למינימום?", "he"),
    ],
)
def test_what_is_running_low_is_listed_the_shortest_first(talk: Talk, who: str, said: str, language: Language) -> None:
    put(talk, "ACC-220", stock=1, reserved=9, reorder_level=40)
    lines = talk.say(who, said).text.splitlines()
    assert lines[0] == talk.worded("stock-low", language, count=7)
    assert "ACC-220" in lines[1]
    assert lines[2] == talk.worded("stock-overbooked", language, short="8")
    assert sum("· " in line for line in lines) == 7


def test_of_a_kind_only_what_is_low_is_listed(talk: Talk) -> None:
    told = talk.say("Hannah", "which chairs are running low?").text
    assert told.splitlines()[0] == talk.worded("stock-low", "en", count=1)
    assert "CHR-140" in told


def test_several_things_are_answered_one_by_one(talk: Talk) -> None:
    told = talk.say("Hannah", "are there 5 Brera 160 desks and 300 cable trays in the warehouse?").text
    enough = talk.worded("stock-enough", "en", wanted="5", free="20")
    partly = talk.worded("stock-partly", "en", wanted="300", free="46", short="254")
    assert [line for line in told.splitlines() if line in {enough, partly}] == [enough, partly]


def test_what_may_mean_several_products_is_listed_and_not_asked(talk: Talk) -> None:
    told = talk.say("Hannah", "do we have 30 chairs in stock?")
    assert told.reply.asks is None
    assert told.text.startswith("Yes, 30 are free of each of these: Task chair Linea, Visitor chair Nova")
    assert talk.worded("and-more", "en", count=1) in told.text


@pytest.mark.parametrize("said", ["stock DSK-160?", "is there any DSK-160 in stock?", "stock of Brera 160 desks?"])
def test_the_number_of_a_product_is_no_quantity(talk: Talk, said: str) -> None:
    told = talk.say("Hannah", said).text
    assert told.startswith("Desk Brera 160 cm (DSK-160): 20 free")


def test_of_the_nearest_products_no_yes_is_said(talk: Talk) -> None:
    told = talk.say("Hannah", "do we have 30 ergonomic kneeling chairs in stock?").text
    assert told.splitlines()[0] == talk.worded("stock-nearest", "en", name="ergonomic kneeling chairs")
    assert "Yes" not in told


@pytest.mark.parametrize(
    ("who", "said", "name", "insists", "language"),
    [
        ("Hannah", "stock of flux capacitors?", "flux capacitors", "as I wrote it", "en"),
        ("Paolo", "giacenza sifoni inox?", "sifoni inox", "come l'ho scritto", "it"),
        ("Maayan", "כמה מסננים במלאי?", "מסננים", "כמו שכתבתי", "he"),
    ],
)
def test_what_is_not_on_the_list_is_asked_about_once_and_handed_to_purchasing(
    talk: Talk, who: str, said: str, name: str, insists: str, language: Language
) -> None:
    assert talk.say(who, said).text == talk.worded("stock-unknown", language, name=name)
    told = talk.say(who, insists)
    team = talk.worded("team-purchasing", language)
    assert told.text == talk.worded("stock-handed-over", language, name=name, reference=told.task, team=team)
    assert talk.task(told.task).status == "open"
    if who != "Paolo":
        assert any(told.task in notice for notice in talk.notices("Paolo"))


def test_another_name_for_it_is_answered(talk: Talk) -> None:
    talk.say("Hannah", "stock of screen holders?")
    assert talk.say("Hannah", "monitor arms").text.startswith("Monitor arm (ACC-210)")


def test_the_quantity_is_kept_with_the_task(talk: Talk) -> None:
    told = talk.say("Hannah", "do we have 30 monitor arms in stock?")
    assert talk.task(told.task).fields["quantity"].content == Decimal(30)


# Many products, many orders


def test_the_index_means_the_product_that_a_closer_look_finds() -> None:
    products = sample_company().products
    names = [name for product in products for name in (*product.names.values(), product.sku)]
    said = [variant for name in names for variant in (name, name.split()[0], f"5 boxes of {name}")]
    index = ProductIndex(products)
    found = [index.meant(Item(description=one), products) for one in said]
    assert found == [find_products(one, products).only for one in said]


def _many_products() -> tuple[Product, ...]:
    base = sample_company().products
    return tuple(
        one.model_copy(update={"sku": f"P{i:05}", "names": {k: f"{name} {i}" for k, name in one.names.items()}})
        for i in range(5000)
        for one in (base[i % len(base)],)
    )


def _orders(talk: Talk, names: list[str]) -> tuple[Task, ...]:
    """Customers' orders of twenty lines each, one of every name."""
    talk.say("Lorenza", "ordine di Hotel Miralago: 6 bracci porta monitor")
    task = talk.task("SO-0001")
    return tuple(
        task.model_copy(update={"reference": f"SO-{at + 1:04}", "fields": {"items": _lines(names[at : at + 20])}})
        for at in range(0, len(names), 20)
    )


def _lines(names: list[str]) -> FieldValue:
    content = tuple(Item(quantity=Decimal(2), description=name) for name in names)
    return FieldValue(type="items", content=content, source=Source())


class _Asked:
    """As much of a turn as the figures need."""

    def __init__(self, products: tuple[Product, ...], orders: tuple[Task, ...]) -> None:
        self.directory = _company_with(products)
        self.facts = Facts(orders=orders)


def _company_with(products: tuple[Product, ...]) -> Directory:
    company = sample_company()
    return Directory(
        version=1,
        company="Ulivo Rimon",
        people=company.people,
        entities=company.entities,
        products=products,
    )


@pytest.mark.parametrize("asked", [1, 5000])
def test_hundreds_of_lines_are_counted_at_once_among_thousands_of_products(talk: Talk, asked: int) -> None:
    products = _many_products()
    orders = _orders(talk, [one.names["it"] for one in products[:400]])
    turn = cast("Turn", _Asked(products, orders))
    stocks = bounded(lambda: stock_of(products[:asked], turn))  # matched one by one it takes 40 s
    assert [one.quantity for stock in stocks[:400] for one in stock.sold] == [Decimal(2)] * min(asked, 400)


def test_it_says_when_there_may_be_more_orders_than_were_read(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert context._OPEN_ORDERS.limit == MOST_ORDERS
    talk.say("Lorenza", "ordine di Hotel Miralago: 6 bracci porta monitor")
    assert "there may be more" not in talk.say("Hannah", ARMS).text
    monkeypatch.setattr(stock, "MOST_ORDERS", 1)
    assert "there may be more" in talk.say("Hannah", ARMS).text
