"""Rows of products, of their stock, and of cost centres."""

from decimal import Decimal
from typing import Any

from bot.model import CostCenter, Money, Product
from bot.sheets import Refused
from bot.sheets.cells import quoted
from bot.sheets.changes import Change, changed, names_of, needed
from bot.sheets.figures import Figure, in_currency
from bot.sheets.known import Known
from bot.sheets.people import Defaults
from bot.sheets.reading import Row

_COUNTS = ("stock", "reserved", "reorder_level")


def product_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The product that a row makes or changes; raises `Refused`."""
    values = dict(row.values)
    sku = values.pop("sku", None)
    if sku is None:
        raise Refused("it has no sku")
    old = known.product(sku)
    if old is None:
        needed(values, "unit_price", "vat_rate")
    names = names_of(values, old.names if old else None)
    _take_supplier(values, known)
    _take_price(values, old)
    _take_cost(values, old)
    if old is None:
        counts = dict.fromkeys(_COUNTS, 0)
        new = Product.model_validate(counts | {"sku": sku, "names": names} | values)
        return Change(("product", sku.casefold()), None, new)
    return Change(("product", old.sku.casefold()), old, changed(old, {"names": names} | values))


def _take_supplier(values: dict[str, Any], known: Known) -> None:
    said = values.pop("supplier", None)
    if supplier_id := values.get("supplier_id"):
        party = known.parties.get(supplier_id)
        if party is None or party.kind != "supplier":
            raise Refused(f"{quoted(supplier_id)} is the id of no supplier on record: import the suppliers first")
    elif said:
        values["supplier_id"] = known.outside(said, "supplier").id


def _take_price(values: dict[str, Any], old: Product | None) -> None:
    """Price and currency as one; a new currency alone would turn 100 EUR into 100 ILS."""
    figure: Figure | None = values.pop("unit_price", None)
    currency = values.pop("currency", None) or (figure.currency if figure else None)
    kept = old.unit_price if old else None
    if figure is None:
        if kept and currency not in {None, kept.currency}:
            raise Refused(f"its price is in {kept.currency}: give the price in {currency} as well")
        return
    currency = currency or (kept.currency if kept else None)
    if currency is None:
        raise Refused("its price has no currency: add a column, or say --set currency=EUR for all rows")
    if figure.currency not in {None, currency}:
        raise Refused(f"its price is in {figure.currency}, its currency is {currency}")
    values["unit_price"] = Money(amount=figure.amount, currency=currency)


def _take_cost(values: dict[str, Any], old: Product | None) -> None:
    """The cost in its own currency, that of the cost so far, or that of the price."""
    figure: Figure | None = values.pop("cost", None)
    said = values.pop("cost_currency", None)
    if figure is None:
        return
    price: Money | None = values.get("unit_price", old.unit_price if old else None)
    known = old.cost.currency if old and old.cost else None
    currency = said or figure.currency or known or (price.currency if price else None)
    if figure.currency not in {None, currency}:
        raise Refused(f"its cost is in {figure.currency}, the cost's currency is {currency}")
    values["cost"] = Money(amount=figure.amount, currency=currency)


def stock_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The product whose stock a row says; raises `Refused`, also for a product that is not on record."""
    sku = row.values.get("sku")
    if sku is None:
        raise Refused("it has no sku")
    product = known.product(sku)
    if product is None:
        raise Refused(f"{quoted(sku)} is no product on record: import the products first")
    counts = {name: row.values[name] for name in _COUNTS if name in row.values}
    if not counts:
        raise Refused("it says no quantity")
    return Change(("product", product.sku.casefold()), product, changed(product, counts))


def cost_center_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The cost centre of a year that a row makes or changes; raises `Refused`."""
    values = dict(row.values)
    code, year = values.pop("code", None), values.pop("year", None)
    if code is None or year is None:
        raise Refused(f"it has no {'code' if code is None else 'year'}")
    old = known.cost_centers.get((code, year))
    names = names_of(values, old.names if old else None)
    if said := values.pop("owner", None):
        values["owner_id"] = known.person(said).id
    if old is None:
        needed(values, "budget")
    figures: dict[str, Figure] = {name: values.pop(name) for name in ("budget", "spent") if name in values}
    signs = {figure.currency for figure in figures.values()} - {None}
    currency = values.pop("currency", None) or (old.currency if old else next(iter(signs), None))
    if currency is None:
        raise Refused("it has no currency: add a column, or say --set currency=EUR for all rows")
    if old and currency != old.currency and len(figures) < 2:
        raise Refused(f"its amounts are in {old.currency}: give budget and spent in {currency}")
    values |= {name: in_currency(figure, currency) for name, figure in figures.items()}
    values |= {"names": names, "currency": currency}
    key = ("cost center", code, year)
    if old is None:
        nothing = in_currency(Figure(Decimal(0)), currency)
        return Change(key, None, CostCenter.model_validate({"spent": nothing, "code": code, "year": year} | values))
    return Change(key, old, changed(old, values))
