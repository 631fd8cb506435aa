"""Records as rows of a table, in the order of the layout's written columns."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.model import CostCenter, Invoice, Party, Person, Product
from bot.sheets.layouts import layout
from bot.sheets.reading import payments_text

OutCell = str | int | Decimal | date | None
Cells = Mapping[str, OutCell]


def person_row(person: Person) -> tuple[OutCell, ...]:
    return _row("people", person.model_dump() | {"aliases": _joined(person.aliases)})


def party_row(party: Party) -> tuple[OutCell, ...]:
    return _row("parties", party.model_dump() | {"aliases": _joined(party.aliases)})


def product_row(product: Product) -> tuple[OutCell, ...]:
    return _row("products", _product(product))


def stock_row(product: Product) -> tuple[OutCell, ...]:
    return _row("stock", _product(product))


def _product(product: Product) -> Cells:
    price, cost = product.unit_price, product.cost
    return {
        "sku": product.sku,
        **{f"name_{language}": name for language, name in product.names.items()},
        "unit_price": price.amount,
        "currency": price.currency,
        "vat_rate": product.vat_rate,
        "cost": cost.amount if cost else None,
        "cost_currency": cost.currency if cost else None,
        "stock": product.stock,
        "reserved": product.reserved,
        "reorder_level": product.reorder_level,
        "supplier_id": product.supplier_id,
    }


def invoice_row(invoice: Invoice) -> tuple[OutCell, ...]:
    return _row("invoices", invoice.model_dump() | {"payments": payments_text(invoice.payments) or None})


def payment_rows(invoice: Invoice) -> list[tuple[OutCell, ...]]:
    """One row a payment."""
    whose: Cells = {name: getattr(invoice, name) for name in ("direction", "number", "party_id", "party", "currency")}
    return [
        _row("payments", {**whose, "paid_on": payment.on, "amount": payment.amount, "payment_no": number})
        for number, payment in enumerate(invoice.payments, start=1)
    ]


def cost_center_row(center: CostCenter, people: Mapping[str, Person]) -> tuple[OutCell, ...]:
    """The owner goes by the e-mail address, which people can read and the import knows."""
    owner = people.get(center.owner_id or "")
    names = {f"name_{language}": name for language, name in center.names.items()}
    return _row(
        "cost-centers", center.model_dump(exclude={"names"}) | names | {"owner": owner.email if owner else None}
    )


def _row(kind: str, cells: Cells) -> tuple[OutCell, ...]:
    return tuple(cells.get(column.name) for column in layout(kind).written())


def _joined(names: tuple[str, ...]) -> str | None:
    return "; ".join(names) or None
