"""What an order comes to without VAT: prices that were said or that the supplier asks, else our own as a ceiling."""

from dataclasses import dataclass
from decimal import Decimal

from bot.documents import OrderLine
from bot.model import Directory, Entity, FieldValue, Item, Language, Product
from handlers.requests.trade import cents, items_of

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the price of one: `price` as said or on record, else `ceiling`, which it will hardly be above."""

    item: Item
    product: Product | None
    price: Decimal | None
    ceiling: Decimal | None

    @property
    def quantity(self) -> Decimal:
        """How many; one where nobody said it."""
        return _ONE if self.item.quantity is None else self.item.quantity

    @property
    def net(self) -> Decimal | None:
        """What the line comes to, when its price is known."""
        return None if self.price is None else cents(self.quantity * self.price)

    @property
    def most(self) -> Decimal | None:
        """What the line comes to at most, when that can be told."""
        price = self.price if self.price is not None else self.ceiling
        return None if price is None else cents(self.quantity * price)

    @property
    def odd(self) -> bool:
        """Whether its price is zero or below, which no order is sent with before somebody has looked."""
        return self.price is not None and self.price <= 0


def currency_of(fields: dict[str, FieldValue], entity: Entity) -> str:
    """The currency of an order: that of the prices that were said, else that of our company which orders."""
    said = currencies_said(fields)
    return said[0] if said else entity.currency


def currencies_said(fields: dict[str, FieldValue]) -> list[str]:
    """The currencies of the prices that were said, each once."""
    prices = [item.unit_price for item in items_of(fields) if item.unit_price]
    return list(dict.fromkeys(price.currency for price in prices if price.currency))


def lines_of(fields: dict[str, FieldValue], directory: Directory, currency: str) -> tuple[Line, ...]:
    """The lines of an order with their prices in its currency.

    A product's cost counts only when the order goes to the product's own supplier, who asks it.
    """
    products = {product.sku: product for product in directory.products}
    supplier = fields["supplier"].record if "supplier" in fields else None
    return tuple(_line(item, products.get(item.sku or ""), supplier, currency) for item in items_of(fields))


def _line(item: Item, product: Product | None, supplier: str | None, currency: str) -> Line:
    said = item.unit_price
    if said and said.currency in {None, currency}:
        return Line(item, product, said.amount, None)
    if product is None or said:
        return Line(item, product, None, None)
    cost, ours = product.cost, product.unit_price
    if cost and cost.currency == currency and product.supplier_id == supplier:
        return Line(item, product, cost.amount, None)
    return Line(item, product, None, ours.amount if ours.currency == currency else None)


def total(lines: tuple[Line, ...]) -> Decimal | None:
    """What an order comes to; None when a price is not known."""
    nets = [line.net for line in lines if line.net is not None]
    return sum(nets, Decimal(0)) if len(nets) == len(lines) else None


def at_most(lines: tuple[Line, ...]) -> Decimal | None:
    """What an order comes to at most; None when that cannot be told."""
    most = [line.most for line in lines if line.most is not None]
    return sum(most, Decimal(0)) if len(most) == len(lines) else None


def worth(lines: tuple[Line, ...]) -> Decimal:
    """What the limit is held against: all that is paid for, which nothing that comes off makes less."""
    return sum((line.most for line in lines if line.most is not None and line.most > 0), Decimal(0))


def order_line(line: Line, language: Language) -> OrderLine:
    """A line of the document: our products by their name in its language, everything else as it was written."""
    return OrderLine(
        description=line.product.names[language] if line.product else line.item.description,
        sku=line.product.sku if line.product else None,
        quantity=line.quantity,
        unit_price=line.price,
        net=line.net,
    )
