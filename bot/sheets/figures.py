"""Numbers in cells: amounts, prices, rates and counts, each within its bounds."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import get_currency_precision, is_currency

from bot.sheets import Refused
from bot.sheets.cells import Cell, number_of, quoted
from bot.sheets.layouts import ColumnType
from bot.sheets.styles import Decimals, decimals_of, well_grouped

MOST_WHOLE = 2**31 - 1  # what the narrower of the two databases keeps in a whole number
MOST_MONEY = Decimal(10) ** 13
MOST_PRICE = Decimal(10) ** 9
PRICE_DECIMALS = 8
SIGNS = {"€": "EUR", "₪": "ILS", "£": "GBP", 'ש"ח': "ILS", "ש״ח": "ILS", "שח": "ILS", "nis": "ILS", "euro": "EUR"}
_NUMBER = re.compile(
    r"(?P<minus>[-+\u2212]|\()?\s*(?P<before>[^\d\s.,()+\u2212-]{1,4}|)\s*(?P<minus2>[-\u2212])?\s*"
    r"(?P<body>\d[\d.,]*(?:[ '\u2019]\d{3}(?!\d)[\d.,]*)*|[.,]\d+)"
    r"\s*(?P<after>[^\d\s.,()+\u2212-]{1,4}|)(?P<minus3>[-\u2212]|\))?"
)
_DAYS = re.compile(r"(\d{1,4})\s*(?:days?|gg\.?|giorni|ימים|יום)?", re.IGNORECASE)


class Figure(NamedTuple):
    """A number with the currency beside it; `typed` when the table holds it as a number, not as text."""

    amount: Decimal
    currency: str | None = None
    typed: bool = False


def read_figure(cell: Cell, text: str, decimals: Decimals | None) -> Figure:
    """A number, with the currency that stands beside it; raises `Refused` for what is none in the column's style."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Figure(number_of(cell), typed=True)
    found = _NUMBER.fullmatch(text)
    style = decimals or decimals_of(text)
    if style == "either":
        raise Refused(f"{quoted(text)} can be read in two ways")
    body = well_grouped(re.sub(r"[ '\u2019]", "", found["body"]), style or "point") if found else None
    if found is None or body is None:
        raise Refused(f"{quoted(text)} is no number with a decimal {style or 'point'}")
    signs = "".join(found[group] or "" for group in ("minus", "minus2", "minus3")).replace("\u2212", "-")
    if signs not in {"", "+", "-", "()"}:
        raise Refused(f"{quoted(text)} is no number")
    amount = Decimal(body)
    minus = signs in {"-", "()"} and amount
    return Figure(-amount if minus else amount, _sign(found["before"] or found["after"], text))


def _sign(sign: str, text: str) -> str | None:
    if not sign or sign in {"%", "$", "¥"}:
        return None
    code = SIGNS.get(sign.casefold()) or (sign.upper() if is_currency(sign.upper()) else None)
    if code is None:
        raise Refused(f"{quoted(text)} is no number")
    return code


def _price(cell: Cell, text: str, decimals: Decimals | None) -> Figure:
    figure = read_figure(cell, text, decimals)
    if not 0 <= figure.amount < MOST_PRICE:
        raise Refused(f"{quoted(text)} is {'below zero' if figure.amount < 0 else 'too large'}")
    amount = rounded(figure, PRICE_DECIMALS)
    return figure._replace(amount=amount)


def _money(cell: Cell, text: str, decimals: Decimals | None) -> Figure:
    figure = read_figure(cell, text, decimals)
    if abs(figure.amount) >= MOST_MONEY:
        raise Refused(f"{quoted(text)} is too large")
    return figure


def _percent(cell: Cell, text: str, decimals: Decimals | None) -> Decimal:
    rate = read_figure(cell, text, decimals).amount
    if not 0 <= rate <= 100 or 0 < rate < 1 or -rate.normalize().as_tuple().exponent > 4:  # type: ignore[operator]  # finite
        raise Refused(f"{quoted(text)} is no rate in per cent such as 22")
    return rate.quantize(Decimal(1)) if rate == rate.to_integral_value() else rate.normalize()


def _whole(cell: Cell, text: str, decimals: Decimals | None) -> int:
    number = read_figure(cell, text, decimals).amount
    if number != number.to_integral_value() or abs(number) > MOST_WHOLE:
        raise Refused(f"{quoted(text)} is no whole number")
    return int(number)


def _count(cell: Cell, text: str, decimals: Decimals | None) -> int:
    number = _whole(cell, text, decimals)
    if number < 0:
        raise Refused(f"{quoted(text)} is below zero")
    return number


def _days(cell: Cell, text: str, decimals: Decimals | None) -> int:
    if not (found := _DAYS.fullmatch(text)) or int(found[1]) > 999:
        raise Refused(f"{quoted(text)} is no number of days such as 30")
    return int(found[1])


def rounded(figure: Figure, places: int) -> Decimal:
    """An amount with at most so many decimals: one held as a number is rounded as it is shown, one in text refused."""
    exact = figure.amount.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    if exact != figure.amount and not figure.typed:
        raise Refused(f"{quoted(f'{figure.amount:f}')} has more than {places} decimals")
    return exact


def in_currency(figure: Figure, currency: str) -> Decimal:
    """An amount of money with the decimals of its currency; raises `Refused` for another currency's sign beside it."""
    if figure.currency not in {None, currency}:
        raise Refused(f"an amount is in {figure.currency}, its currency is {currency}")
    return rounded(figure, get_currency_precision(currency))


FIGURES: dict[ColumnType, Callable[[Cell, str, Decimals | None], Any]] = {
    "whole": _whole,
    "count": _count,
    "days": _days,
    "percent": _percent,
    "price": _price,
    "money": _money,
}
