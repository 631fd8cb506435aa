"""Items in a form: rows of products and quantities, and lines for the rest."""

from decimal import Decimal

import pytest

from bot.chat.form_fields import draft_form, form_fields, new_form
from bot.chat.form_items import MOST_ROWS, asks_for_product
from bot.chat.forms import Form
from bot.chat.suggestions import suggest
from bot.model import LANGUAGES, FieldValue, Item, Language, Money
from bot.understanding.records import RecordNames
from tests.builders import draft, said, shipped
from tests.forms import FIELDS, OFFICE, read, reader, say

QUOTE = shipped()["quote"]
DESK, LAMP = (one for one in OFFICE.products[:2])


def rows(*pairs: tuple[str, str]) -> dict[str, str]:
    """What rows of these products and quantities bring back."""
    return {
        f"items.{number}.{part}": value
        for number, pair in enumerate(pairs, start=1)
        for part, value in zip(("product", "quantity"), pair, strict=True)
        if value
    }


def items(values: dict[str, str], **before: FieldValue) -> tuple[Item, ...]:
    filled = read("quote", values, "en", **before)
    assert filled.wrong == {}
    content = filled.fields["items"].content
    assert isinstance(content, tuple)
    return content


def filled_in(form: Form) -> dict[str, str]:
    return {one.name: one.value for one in form.fields if one.value}


def test_rows_are_items_with_their_products_and_lines_stand_behind_them() -> None:
    values = rows((f"id:{DESK.sku}", "20"), (f"id:{LAMP.sku}", "2,5")) | {"items": "3 brass hooks"}
    desk, lamp, hooks = items(values)
    assert (desk.sku, desk.quantity, desk.description) == (DESK.sku, Decimal(20), DESK.names["en"])
    assert (lamp.sku, lamp.quantity) == (LAMP.sku, Decimal("2.5"))
    assert hooks == Item(quantity=Decimal(3), description="brass hooks")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_sent_back_as_it_was_shown_is_the_very_value(language: Language) -> None:
    known = (
        Item(quantity=Decimal("2.5"), description="oak desk", sku=DESK.sku),
        Item(quantity=Decimal(2), description="lamps", sku=LAMP.sku, unit_price=Money(amount=Decimal(9))),
        Item(description="brass hooks"),
    )
    fields = {"items": FIELDS["items"].model_copy(update={"content": known}), "customer": FIELDS["customer"]}
    form = draft_form(draft(fields=fields), QUOTE, reader(language), say(language))
    values = filled_in(form)
    assert values["items.1.product"] == f"id:{DESK.sku}"
    assert len(values["items"].splitlines()) == 2
    assert read("quote", values, language, **fields).fields == fields


def test_a_row_that_stays_keeps_its_item_when_another_one_changes() -> None:
    before = FIELDS["items"].model_copy(
        update={"content": (Item(quantity=Decimal(4), description="oak desk", sku=DESK.sku),)}
    )
    kept, new = items(rows((f"id:{DESK.sku}", "4"), (f"id:{LAMP.sku}", "1")), items=before)
    assert (kept.description, new.sku) == ("oak desk", LAMP.sku)


@pytest.mark.parametrize(
    ("row", "place", "part"),
    [
        (("", "20"), "product", "price list"),
        ((f"id:{DESK.sku}", ""), "quantity", "such as 20"),
        ((f"id:{DESK.sku}", "0"), "quantity", "such as 20"),
        ((f"id:{DESK.sku}", "-3"), "quantity", "such as 20"),
        ((f"id:{DESK.sku}", "a few"), "quantity", "such as 20"),
        ((f"id:{DESK.sku}", "3 of the big ones for the hall"), "quantity", "such as 20"),
        ((f"id:{DESK.sku}", "20 30"), "quantity", "such as 20"),
        ((f"id:{DESK.sku}", "2 x10"), "quantity", "such as 20"),
        (("id:GONE", "3"), "product", "no longer in our records"),
    ],
)
def test_what_cannot_be_right_is_said_at_the_rows_own_field(row: tuple[str, str], place: str, part: str) -> None:
    filled = read("quote", rows((f"id:{LAMP.sku}", "1"), row))
    ((name, why),) = filled.wrong.items()
    assert name == f"items.2.{place}"
    assert part in said(why)


def test_items_that_are_missing_are_asked_for_at_the_first_row() -> None:
    assert "items.1.product" in read("quote", {"customer": "id:C-001"}).missing


def test_a_form_has_as_many_rows_as_it_knows_or_is_asked_for_and_a_button_for_one_more() -> None:
    def made(count: int) -> Form:
        return new_form(QUOTE, reader(), say(), rows=count)

    def products(form: Form) -> int:
        return sum(asks_for_product(one.name) for one in form.fields)

    assert (products(made(1)), products(made(3)), products(made(500))) == (1, 3, MOST_ROWS)
    add = made(3).add
    assert add is not None
    assert (add.below, add.rows) == ("items.3.quantity", 4)
    assert made(MOST_ROWS).add is None
    assert new_form(shipped()["payroll"], reader(), say(), rows=3).add is None


def test_without_a_price_list_items_are_lines_of_words() -> None:
    nothing = OFFICE.model_copy(update={"products": ()})
    fields = form_fields(QUOTE, reader(directory=nothing), say(), fields={})
    assert [one.name for one in fields if one.name.startswith("items")] == ["items"]
    assert next(one for one in fields if one.name == "items").required


@pytest.mark.parametrize("typed", ["des", "DSK", "dsk-100", "scriv", "שול"])
def test_a_product_is_offered_by_its_number_and_by_its_name_in_any_language(typed: str) -> None:
    offered = suggest(QUOTE.contract.field("items"), typed, reader("it"), say("it"), names=RecordNames(OFFICE))
    assert f"id:{DESK.sku}" in [one.value for one in offered]
    assert all(len(one.label) <= 75 for one in offered)


def test_no_words_are_offered_as_a_product() -> None:
    assert suggest(QUOTE.contract.field("items"), "xyzzy", reader(), say(), names=RecordNames(OFFICE)) == ()
