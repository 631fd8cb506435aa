"""Amounts as whole numbers: minor units of a currency, and hundred-millionths for unit prices.

SQLite keeps NUMERIC columns as binary floats, so a decimal column would not be exact there (sqlite.org/datatype3.html).
"""

from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation

from storage.errors import InexactAmount

PRICE_DECIMALS = 8

_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])

_DECIMALS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
"""The currencies whose minor unit is not a hundredth (ISO 4217, list one)."""


def decimals(currency: str | None) -> int:
    """How many decimals a currency has; two when nobody said which it is."""
    return _DECIMALS.get(currency or "", 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units; raises `InexactAmount` when it has more decimals than the currency."""
    return _whole(amount, decimals(currency))


def from_minor(minor: int, currency: str) -> Decimal:
    """An amount from minor units, with as many decimals as the currency has."""
    return Decimal(minor).scaleb(-decimals(currency))


def to_price(amount: Decimal) -> int:
    """A unit price in hundred-millionths; raises `InexactAmount` beyond eight decimals."""
    return _whole(amount, PRICE_DECIMALS)


def from_price(price: int, currency: str | None) -> Decimal:
    """A unit price with the decimals of its currency, or as many more as it needs."""
    exact = Decimal(price).scaleb(-PRICE_DECIMALS)
    short = exact.quantize(Decimal(1).scaleb(-decimals(currency)))
    return short if short == exact else exact.normalize()


def _whole(amount: Decimal, places: int) -> int:
    try:
        scaled = amount.scaleb(places, context=_EXACT)
        if scaled == scaled.to_integral_value() and abs(scaled) < 2**63:
            return int(scaled)
    except DecimalException:
        pass
    raise InexactAmount(detail=f"{amount} does not fit {places} decimals")
