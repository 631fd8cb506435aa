"""How much of a product there is, what of it is promised, and what is on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.model import Item, Product, Task
from bot.turn import Turn
from bot.understanding.products import find_products
from handlers.requests.trade import items_of

_NOT_SENT = frozenset({"new", "awaiting_approval"})


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an open order asks for of a product; None when it does not say how many."""

    reference: str
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class Stock:
    """A product as it stands: what customers ordered, what is on order from the supplier, what is not sent yet."""

    product: Product
    sold: tuple[Ordered, ...] = ()
    coming: tuple[Ordered, ...] = ()
    not_sent: tuple[Ordered, ...] = ()

    @property
    def reserved(self) -> Decimal:
        """What is promised already: by the records, and by customers' orders that are open."""
        return self.product.reserved + _sum(self.sold)

    @property
    def free(self) -> Decimal:
        """What can still be promised; below zero when too much is."""
        return self.product.stock - self.reserved

    @property
    def low(self) -> bool:
        """Whether it is time to reorder."""
        return self.free < self.product.reorder_level

    @property
    def shortage(self) -> Decimal:
        """How much of the reorder level is missing, as a share of it; more than one when too much is promised."""
        return (self.product.reorder_level - self.free) / max(self.product.reorder_level, 1)


def stock_of(products: Sequence[Product], turn: Turn) -> tuple[Stock, ...]:
    """The products with what the open orders that the person may see ask for of them."""
    every = turn.directory.products
    asked = [
        (task, product.sku, item.quantity)
        for task in turn.facts.orders
        for item in items_of(task.fields)
        if (product := _meant(item, every))
    ]

    def ordered(sku: str, kind: str, *, sent: bool = True) -> tuple[Ordered, ...]:
        return tuple(
            Ordered(task.reference, quantity)
            for task, of, quantity in asked
            if of == sku and task.type == kind and (kind != "purchase_order" or sent != _unsent(task))
        )

    return tuple(
        Stock(
            product,
            sold=ordered(product.sku, "order_entry"),
            coming=ordered(product.sku, "purchase_order"),
            not_sent=ordered(product.sku, "purchase_order", sent=False),
        )
        for product in products
    )


def _meant(item: Item, products: Sequence[Product]) -> Product | None:
    """The product that a line of an order surely means."""
    if item.sku:
        return next((product for product in products if product.sku == item.sku), None)
    return find_products(item.description, products).only


def _unsent(task: Task) -> bool:
    """Whether an order to a supplier has not left the house; one that is revised has."""
    return task.status in _NOT_SENT and task.revision == 1


def _sum(orders: tuple[Ordered, ...]) -> Decimal:
    return sum((one.quantity for one in orders if one.quantity is not None), Decimal(0))
