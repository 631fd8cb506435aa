"""Documents that leave the house, as plain values."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from bot.model import Amount, Language, Value

Text = Annotated[str, Field(min_length=1)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Issuer(Value):
    """The legal entity that a document comes from; `country` is ISO 3166."""

    name: Text
    address: str | None = None
    city: str
    country: CountryCode
    tax_id: Text
    bank: str | None = None
    iban: str | None = None
    email: Text


class Recipient(Value):
    """The customer or supplier that a document is for."""

    name: Text
    city: str | None = None
    country: CountryCode | None = None
    tax_id: str | None = None


class QuoteLine(Value):
    """A line of a quote; `net` is quantity times unit price, rounded, before any discount and VAT."""

    description: Text
    sku: str | None = None
    quantity: Amount
    unit_price: Amount
    net: Amount
    vat_rate: Amount


class VatTotal(Value):
    """The VAT of one rate (22 is 22 percent) on the discounted net of its lines."""

    rate: Amount
    base: Amount
    amount: Amount


class QuoteDocument(Value):
    """A quote with every amount computed; refused when its amounts do not add up.

    `discount_amount` is positive and already taken off `net_total`; `delivery_mail` is where the quote is sent.
    """

    language: Language
    reference: Text
    revision: Annotated[int, Field(ge=1)] = 1
    issued: date
    valid_until: date
    issuer: Issuer
    customer: Recipient
    lines: Annotated[tuple[QuoteLine, ...], Field(min_length=1)]
    discount: Amount | None = None
    discount_amount: Amount = Decimal(0)
    net_total: Amount
    vat: tuple[VatTotal, ...]
    gross_total: Amount
    currency: Currency
    payment_days: Annotated[int, Field(ge=0)]
    prepared_by: Text
    notes: str | None = None
    delivery_mail: str | None = None

    @property
    def subtotal(self) -> Decimal:
        """The lines together, before the discount."""
        return sum((line.net for line in self.lines), Decimal(0))

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        vat = sum((total.amount for total in self.vat), Decimal(0))
        bases = sum((total.base for total in self.vat), Decimal(0))
        sums = {
            "the lines less the discount": self.subtotal - self.discount_amount == self.net_total,
            "the bases of the VAT": bases == self.net_total,
            "net and VAT": self.net_total + vat == self.gross_total,
        }
        for name, right in sums.items():
            if not right:
                message = f"{name} do not add up to the total"
                raise ValueError(message)
        return self


class OrderLine(Value):
    """A line of a purchase order; `net` is quantity times unit price, rounded, before VAT; no price, no `net`."""

    description: Text
    sku: str | None = None
    quantity: Amount
    unit_price: Amount | None = None
    net: Amount | None = None

    @model_validator(mode="after")
    def _priced_or_not(self) -> Self:
        if (self.unit_price is None) != (self.net is None):
            message = "a line has both its unit price and its net amount, or neither"
            raise ValueError(message)
        return self


class PurchaseOrderDocument(Value):
    """An order to a supplier, net of VAT; refused when its amounts do not add up.

    `net_total` is there exactly when every line has a price. `issuer` is our entity that buys, `cost_center` our own
    reference for the supplier's papers, and `order_mail` where the order is sent.
    """

    language: Language
    reference: Text
    revision: Annotated[int, Field(ge=1)] = 1
    issued: date
    delivery_date: date | None = None
    issuer: Issuer
    supplier: Recipient
    lines: Annotated[tuple[OrderLine, ...], Field(min_length=1)]
    currency: Currency
    net_total: Amount | None = None
    cost_center: str | None = None
    ordered_by: Text
    ordered_by_mail: Text
    order_mail: str | None = None
    notes: str | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        nets = [line.net for line in self.lines if line.net is not None]
        priced = len(nets) == len(self.lines)
        if priced != (self.net_total is not None):
            message = "a total is given exactly when every line has a price"
            raise ValueError(message)
        if priced and sum(nets, Decimal(0)) != self.net_total:
            message = "the lines do not add up to the total"
            raise ValueError(message)
        return self


class AbsenceEntry(Value):
    """Days on which a person is away, from `start` to `end`, both included, for the absence calendar.

    `kind` is the reason as a word of the language, such as "holiday"; without one colleagues read only that the
    person is absent. `part` is what part of the day it is for, such as "2 hours". `working`: not in the office, but at
    work. `made_at` is when this revision was decided.
    """

    language: Language = "en"
    reference: Text
    revision: Annotated[int, Field(ge=1)] = 1
    person: Text
    person_mail: Text
    kind: Text | None = None
    part: Text | None = None
    start: date
    end: date
    made_at: AwareDatetime
    working: bool = False
    cancelled: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            message = "an absence ends on or after the day it starts"
            raise ValueError(message)
        return self


AnyDocument = QuoteDocument | PurchaseOrderDocument | AbsenceEntry
