"""The amounts of a quote: lines at list price, discount, VAT, all rounded to cents, half up."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from bot.documents import QuoteLine, VatTotal
from bot.model import Entity, Item, Language, Party, Product
from handlers.requests.trade import cents


@dataclass(frozen=True, slots=True)
class Totals:
    """What a quote comes to; `vat` is per rate on the discounted net."""

    subtotal: Decimal
    discount: Decimal
    net: Decimal
    vat: tuple[VatTotal, ...]
    gross: Decimal


def vat_rate(product: Product, entity: Entity, country: str | None) -> Decimal:
    """The product's rate for business at home, 0 across the border; an unknown country counts as home."""
    return product.vat_rate if country in {None, entity.country} else Decimal(0)


def quote_line(item: Item, product: Product, entity: Entity, customer: Party | None, language: Language) -> QuoteLine:
    """A line at list price in the language of the quote; without a quantity, of one."""
    quantity = item.quantity if item.quantity is not None else Decimal(1)
    price = product.unit_price.amount
    return QuoteLine(
        description=product.names[language],
        sku=product.sku,
        quantity=quantity,
        unit_price=price,
        net=cents(quantity * price),
        vat_rate=vat_rate(product, entity, customer.country if customer else None),
    )


def total(lines: tuple[QuoteLine, ...], percent: Decimal) -> Totals:
    """The totals after a discount in percent; the discount is spread over the VAT rates, the last takes the rest."""
    subtotal = sum((line.net for line in lines), Decimal(0))
    discount = cents(subtotal * percent / 100)
    net = subtotal - discount
    by_rate: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        by_rate[line.vat_rate] += line.net
    vat: list[VatTotal] = []
    for place, (rate, base) in enumerate(sorted(by_rate.items()), start=1):
        left = net - sum((one.base for one in vat), Decimal(0))
        share = left if place == len(by_rate) else cents(base * (100 - percent) / 100)
        vat.append(VatTotal(rate=rate, base=share, amount=cents(share * rate / 100)))
    return Totals(subtotal, discount, net, tuple(vat), net + sum((one.amount for one in vat), Decimal(0)))
