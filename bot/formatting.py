"""How amounts, numbers and dates are written in each language, without hidden marks."""

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_currency_symbol

from bot.bidi import plain
from bot.model import Language

LOCALES: dict[Language, str] = {"en": "en_GB", "it": "it_IT", "he": "he_IL"}
_MOMENT: dict[Language, str] = {
    "en": "EEE d MMM yyyy, HH:mm",
    "it": "EEE d MMM yyyy, HH:mm",
    "he": "EEEE, d בMMM yyyy, HH:mm",
}


def write_money(amount: Decimal, currency: str, *, language: Language) -> str:
    """An amount with its currency, rounded to the currency's decimals, without hidden marks.

    Hebrew puts the sign before the figures, so that the whole, isolated, shows it on their left, as the
    CLDR pattern with its marks does.
    """
    if language != "he":
        return plain(format_currency(amount, currency, locale=LOCALES[language]))
    sign = "¤\xa0" if len(currency_sign(currency, language=language)) > 1 else "¤"
    pattern = f"{sign}#,##0.00;-{sign}#,##0.00"
    return plain(format_currency(amount, currency, pattern, locale=LOCALES[language]))


def write_figure(amount: Decimal, currency: str, *, language: Language) -> str:
    """An amount without its currency; a unit price keeps up to eight decimals."""
    decimals = get_currency_precision(currency)
    pattern = "#,##0" + ("." if decimals else "") + "0" * decimals + "#" * (8 - decimals if decimals else 0)
    return write_number(amount, language=language, pattern=pattern)


def write_number(number: Decimal, *, language: Language, pattern: str = "#,##0.########") -> str:
    """A number in the language's own notation, without hidden marks."""
    return plain(format_decimal(number, pattern, locale=LOCALES[language]))


def write_percent(percent: Decimal, *, language: Language) -> str:
    """A rate such as 7.5, written 7.5% or 7,5%."""
    return f"{write_number(percent, language=language, pattern='#,##0.##')}%"


def write_date(day: date, *, language: Language) -> str:
    """A day in full: 20 November 2026."""
    return plain(format_date(day, "long", locale=LOCALES[language]))


def currency_sign(currency: str, *, language: Language) -> str:
    """€ or ₪; the code where the language has no sign of its own."""
    return plain(get_currency_symbol(currency, locale=LOCALES[language]))


def write_day(day: date, *, language: Language) -> str:
    """A day in full with its weekday, so that a misread date is seen: Friday, 20 November 2026."""
    return plain(format_date(day, "full", locale=LOCALES[language]))


def country_names(code: str) -> dict[Language, str]:
    """What a country is called in each language; its ISO 3166 code where that is not known."""
    return {language: str(Locale.parse(name).territories.get(code, code)) for language, name in LOCALES.items()}


def write_moment(moment: datetime, *, language: Language) -> str:
    """A moment in its own time zone: Thu 26 Nov 2026, 10:00."""
    return plain(format_datetime(moment, _MOMENT[language], locale=LOCALES[language]))
