"""Prices of a purchase order that are said: in the message, at the summary, for one line or several."""

from decimal import Decimal

import pytest

from bot.conversation import Draft
from bot.model import Item, Money
from tests.handlers.talk import Talk

GLOVES = "purchase order to Bonomi: 20 boxes of nitrile gloves at €6"
ARMS = "purchase order to Brennwerk: 10 monitor arms"
ABOVE = "purchase order to Brennwerk: 40 monitor arms"
COSTS = {"ACC-210": "31.50", "ACC-220": "9.10", "CHR-110": "96.00", "DSK-510": "98.00"}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("purchase order to Bonomi: 100 boxes of gloves at €100 and 1 rebate at -9000 euros", True),
        ("purchase order to Bonomi: 10 boxes of gloves at €10 and 1 rebate at -20 euros", False),
        ("purchase order to Bonomi: 10 boxes of gloves at 0 euros", False),
    ],
)
def test_what_comes_off_lowers_no_worth_and_is_looked_at_first(talk: Talk, said: str, *, reason: bool) -> None:
    summary = talk.say("Hannah", said)
    assert (talk.worded("order-above-limit", "en", limit="€1,000.00") in summary.text) == reason
    assert "A price of zero or below needs a manager's approval first" in summary.text
    talk.say("Hannah", "yes")
    assert talk.task("PO-0001").status == "awaiting_approval"


GLOVES_OF = {
    "Hannah": "purchase order to Bonomi: 20 boxes of gloves",
    "Paolo": "ordina 20 scatole di guanti da Bonomi",
    "Maayan": "הזמנת רכש לדפוס קשת-אור: 20 קטלוגים",
}


@pytest.mark.parametrize(
    ("who", "said", "price"),
    [
        ("Hannah", "120 each", 120),
        ("Hannah", "the price is 35", 35),
        ("Hannah", "price 120 each", 120),
        ("Paolo", "a 120 l'uno", 120),
        ("Paolo", "il prezzo è 35", 35),
        ("Maayan", "120 ליחידה", 120),
        ("Maayan", "המחיר הוא 35", 35),
    ],
)
def test_a_naked_price_of_the_only_line_stays_with_the_order(talk: Talk, who: str, said: str, price: int) -> None:
    talk.says(who, GLOVES_OF[who], said)
    (draft,) = talk.drafts(who)
    (item,) = _drafted(draft)
    assert item.unit_price is not None
    assert (draft.type, item.quantity) == ("purchase_order", Decimal(20))
    assert item.unit_price.amount == price


def test_another_price_takes_the_place_of_the_first(talk: Talk) -> None:
    talk.says("Hannah", "purchase order to Bonomi: 20 boxes of gloves at $5", "6 each")
    ((item,),) = [_drafted(draft) for draft in talk.drafts("Hannah")]
    assert item.unit_price == Money(amount=Decimal(6), currency="USD")


def _drafted(draft: Draft) -> tuple[Item, ...]:
    content = draft.fields["items"].content
    assert isinstance(content, tuple)
    return content


def _prices(talk: Talk, who: str) -> list[Decimal | None]:
    return [one.unit_price.amount if one.unit_price else None for d in talk.drafts(who) for one in _drafted(d)]


TWO_THINGS = "purchase order to Bonomi: 10 boxes of toner and 5 staplers"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", (TWO_THINGS, "toner at 40 euros and staplers at 25")),
        ("Hannah", (TWO_THINGS, "€40 the toner and €25 the staplers")),
        ("Hannah", (f"{TWO_THINGS}, toner at 40 euros and staplers at 25",)),
        ("Hannah", (f"{TWO_THINGS}. Toner 40 euros, staplers 25 euros",)),
        ("Paolo", ("ordina 10 scatole di toner e 5 cucitrici da Bonomi, il toner a 40 euro e le cucitrici a 25",)),
        ("Maayan", ("הזמנת רכש לדפוס קשת-אור: 10 קטלוגים ו-5 עלונים, הקטלוגים ב-40 ש״ח והעלונים ב-25",)),
    ],
)
def test_each_price_goes_to_the_line_that_it_names(talk: Talk, who: str, said: tuple[str, ...]) -> None:
    talk.says(who, *said)
    assert _prices(talk, who) == [40, 25]


def test_a_price_that_may_be_of_either_line_is_told_and_on_neither(talk: Talk) -> None:
    summary = talk.say("Hannah", f"{TWO_THINGS}, 40 euros each").text
    assert "I could not tell which line this price is for, so it is on none: 40 euros" in summary
    assert _prices(talk, "Hannah") == [None, None]
    assert "so it is on none: 30 euros" in talk.say("Hannah", "30 euros").text
    assert [draft.type for draft in talk.drafts("Hannah")] == ["purchase_order"]
    summary = talk.says("Hannah", "toner at 40 euros", "25 each").text
    assert _prices(talk, "Hannah") == [40, 25]
    assert "I could not tell" not in summary


@pytest.mark.parametrize(
    "said", ["order 12 Brera 140 desks from Legnoservice", "order twelve Brera 140 desks from Legnoservice"]
)
def test_the_size_in_a_products_name_is_no_quantity(talk: Talk, said: str) -> None:
    talk.say("Hannah", said)
    ((item,),) = [_drafted(draft) for draft in talk.drafts("Hannah")]
    assert (item.sku, item.quantity) == ("DSK-140", Decimal(12))
