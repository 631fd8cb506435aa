"""How much of a product there is, what of it is promised, and what is on its way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.model import Product, Task
from bot.turn import Turn
from handlers.requests.stock_check.index import ProductIndex
from handlers.requests.trade import items_of

_NOT_SENT = frozenset({"new", "awaiting_approval"})

MOST_ORDERS = 500
"""Open orders that are read for a question; with as many as that there may be more."""


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
    index = ProductIndex(turn.directory.products)
    asked: dict[str, list[tuple[Task, Decimal | None]]] = defaultdict(list)
    for task in turn.facts.orders:
        for item in items_of(task.fields):
            if product := index.meant(item, products):
                asked[product.sku].append((task, item.quantity))
    return tuple(_stock(product, asked.get(product.sku, [])) for product in products)


def more_orders(turn: Turn) -> bool:
    """Whether there may be open orders beyond those that were read."""
    return len(turn.facts.orders) >= MOST_ORDERS


def _stock(product: Product, asked: list[tuple[Task, Decimal | None]]) -> Stock:
    def ordered(kind: str, *, sent: bool = True) -> tuple[Ordered, ...]:
        return tuple(
            Ordered(task.reference, quantity)
            for task, quantity in asked
            if task.type == kind and (kind != "purchase_order" or sent != _unsent(task))
        )

    return Stock(
        product,
        sold=ordered("order_entry"),
        coming=ordered("purchase_order"),
        not_sent=ordered("purchase_order", sent=False),
    )


def _unsent(task: Task) -> bool:
    """Whether an order to a supplier has not left the house; one that is revised has."""
    return task.status in _NOT_SENT and task.revision == 1


def _sum(orders: tuple[Ordered, ...]) -> Decimal:
    return sum((one.quantity for one in orders if one.quantity is not None), Decimal(0))
