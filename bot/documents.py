"""Documents that leave the house, as plain values, and how amounts and dates are written in each language."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_currency_symbol
from pydantic import Field, model_validator

from bot.bidi import plain
from bot.model import Amount, Language, Value

_LOCALES: dict[Language, str] = {"en": "en_GB", "it": "it_IT", "he": "he_IL"}

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


def write_money(amount: Decimal, currency: str, *, language: Language) -> str:
    """An amount with its currency, rounded to the currency's decimals, without hidden marks.

    Hebrew puts the sign before the figures, so that the whole, isolated, shows it on their left, as the
    CLDR pattern with its marks does.
    """
    if language != "he":
        return plain(format_currency(amount, currency, locale=_LOCALES[language]))
    sign = "¤\xa0" if len(currency_sign(currency, language=language)) > 1 else "¤"
    pattern = f"{sign}#,##0.00;-{sign}#,##0.00"
    return plain(format_currency(amount, currency, pattern, locale=_LOCALES[language]))


def write_figure(amount: Decimal, currency: str, *, language: Language) -> str:
    """An amount without its currency; a unit price keeps up to eight decimals."""
    decimals = get_currency_precision(currency)
    pattern = "#,##0" + ("." if decimals else "") + "0" * decimals + "#" * (8 - decimals if decimals else 0)
    return write_number(amount, language=language, pattern=pattern)


def write_number(number: Decimal, *, language: Language, pattern: str = "#,##0.########") -> str:
    """A number in the language's own notation, without hidden marks."""
    return plain(format_decimal(number, pattern, locale=_LOCALES[language]))


def write_percent(percent: Decimal, *, language: Language) -> str:
    """A rate such as 7.5, written 7.5% or 7,5%."""
    return f"{write_number(percent, language=language, pattern='#,##0.##')}%"


def write_date(day: date, *, language: Language) -> str:
    """A day in full: 20 November 2026."""
    return plain(format_date(day, "long", locale=_LOCALES[language]))


def currency_sign(currency: str, *, language: Language) -> str:
    """€ or ₪; the code where the language has no sign of its own."""
    return plain(get_currency_symbol(currency, locale=_LOCALES[language]))
