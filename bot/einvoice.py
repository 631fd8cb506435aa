"""An electronic invoice as it was read, and what of it goes into the request that registers a supplier's invoice.

What stands in the file is what its sender claims. Nothing here was verified with a signature or the tax office.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from bot.model import Amount, FieldContent, FieldType, FieldValue, Item, Money, Source, Value

InvoiceKind = Literal["invoice", "credit_note"]


class Trader(Value):
    """Who sends or gets an invoice; `tax_id` only when it can be right, `country` is ISO 3166."""

    name: str = ""
    tax_id: str | None = None
    country: str | None = None


class EInvoice(Value):
    """An invoice out of an XML file; what the file does not say, or says wrongly, is None or empty.

    `format` is "FatturaPA 1.2", "UBL 2.1" or "CII D16B". `total` is with VAT, `taxable` without; amounts of a credit
    note are above zero, as the formats write them. `to_pay` is what the payment terms ask for: less than `total`
    where tax is withheld or the VAT goes to the state. `wrapped`: it came out of a signed file, whose signature nobody
    checked. `paths` says where in the XML each value stands. `problems` says what was wrong, in English.
    """

    file: str
    format: str
    kind: InvoiceKind = "invoice"
    number: str | None = None
    issued: date | None = None
    due_dates: tuple[date, ...] = ()
    supplier: Trader = Trader()
    customer: Trader = Trader()
    currency: str | None = None
    total: Amount | None = None
    taxable: Amount | None = None
    vat: Amount | None = None
    to_pay: Amount | None = None
    lines: tuple[Item, ...] = ()
    iban: str | None = None
    orders: tuple[str, ...] = ()
    wrapped: bool = False
    paths: dict[str, str] = {}
    problems: tuple[str, ...] = ()


def fields_of(invoice: EInvoice) -> dict[str, FieldValue]:
    """The fields of an `invoice_registration`, each with the place in the XML as its source's words.

    The amount is the total with VAT, below zero for a credit note. The first due date and the first order are taken.
    An IBAN is no field of it: bank details are changed by a person only.
    """
    said: tuple[tuple[str, FieldType, str, FieldContent | None], ...] = (
        ("supplier", "party", "supplier", invoice.supplier.name or None),
        ("invoice_number", "reference", "number", invoice.number),
        ("amount", "money", "total", _owed(invoice)),
        ("invoice_date", "date", "issued", invoice.issued),
        ("due_date", "date", "due_dates", min(invoice.due_dates, default=None)),
        ("order_number", "reference", "orders", next(iter(invoice.orders), None)),
    )
    return {
        name: FieldValue(type=kind, content=content, source=Source(words=invoice.paths.get(place)))
        for name, kind, place, content in said
        if content is not None
    }


def _owed(invoice: EInvoice) -> Money | None:
    if invoice.total is None:
        return None
    sign = Decimal(-1) if invoice.kind == "credit_note" else Decimal(1)
    return Money(amount=sign * invoice.total, currency=invoice.currency)
