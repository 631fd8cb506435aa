"""Documents that leave the house, as plain values."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

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
    """The customer that a document is for."""

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
