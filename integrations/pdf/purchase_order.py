"""The purchase order on paper: net amounts, and a dash where no price was said."""

from decimal import Decimal
from typing import Any

from bot.bidi import isolate, isolate_runs
from bot.documents import PurchaseOrderDocument
from bot.formatting import write_date, write_figure, write_number
from integrations.pdf.glyphs import printable
from integrations.pdf.typesetting import (
    Labels,
    labels_of,
    money,
    name_of,
    recipient,
    sheet,
    typeset,
    with_sign,
)

_NO_PRICE = "–"


def render_purchase_order(document: PurchaseOrderDocument) -> bytes:
    """The order as a PDF/A-3b file; the same document gives the same bytes."""
    return typeset("purchase_order", _values(document), issued=document.issued)


def _values(document: PurchaseOrderDocument) -> dict[str, Any]:
    """Everything the layout shows, written out in the document's language."""
    labels, language, total = labels_of("purchase_order", document.language), document.language, document.net_total
    shared = sheet(document, labels, to=document.supplier)
    confirm = labels["confirm"]["no_date" if document.delivery_date is None else "date"]
    return {
        **shared,
        "supplier": recipient(document.supplier, labels, language=language, mail=document.order_mail),
        "facts": _facts(document, labels),
        "columns": _columns(document, labels),
        "lines": _lines(document),
        "total": None if total is None else {"label": labels["net_total"], "value": money(document)(total)},
        "confirm": confirm.format(reference=shared["reference"]),
    }


def _facts(document: PurchaseOrderDocument, labels: Labels) -> list[dict[str, Any]]:
    language, delivery = document.language, document.delivery_date
    rows = [
        ("date", write_date(document.issued, language=language), None),
        ("delivery", labels["to_be_agreed"] if delivery is None else write_date(delivery, language=language), None),
        ("ordered_by", name_of(document.ordered_by), name_of(document.ordered_by_mail)),
    ]
    facts = [{"label": labels[name], "value": value, "detail": detail} for name, value, detail in rows]
    if document.cost_center:
        facts.append({"label": labels["our_reference"], "value": None, "detail": name_of(document.cost_center)})
    return facts


def _columns(document: PurchaseOrderDocument, labels: Labels) -> list[str]:
    unit_price, net = (with_sign(labels[name], document) for name in ("unit_price", "net"))
    return ["", labels["description"], labels["quantity"], unit_price, net]


def _lines(document: PurchaseOrderDocument) -> list[dict[str, str | None]]:
    language = document.language

    def figure(amount: Decimal | None) -> str:
        return _NO_PRICE if amount is None else isolate(write_figure(amount, document.currency, language=language))

    return [
        {
            "number": str(number),
            "description": isolate_runs(printable(line.description), language),
            "sku": name_of(line.sku) if line.sku else None,
            "quantity": isolate(write_number(line.quantity, language=language)),
            "unit_price": figure(line.unit_price),
            "net": figure(line.net),
        }
        for number, line in enumerate(document.lines, start=1)
    ]
