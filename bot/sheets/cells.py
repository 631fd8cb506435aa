"""What is in a cell: text, a number or a day, as the table's own type says."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from bot.cleaning import clean

Cell = str | int | float | bool | date | None
"""As a reader of tables hands it over; text is as it was written, an empty cell is None or empty text."""

LONGEST = 200  # characters of a name; longer ones are a cell that swallowed its neighbours
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)")
_EXACT_DIGITS = 15  # what a spreadsheet itself keeps of a number (IEEE 754 double)


def text_of(cell: Cell) -> str:
    """A cell as one line of clean text; "" when it is empty. A whole number has no point, a day is in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        plain = cell if cell.isascii() and cell.isprintable() else clean(cell)
        return " ".join(plain.split())
    if isinstance(cell, float):
        number = number_of(cell)
        return str(int(number)) if number == number.to_integral_value() else f"{number:f}"
    return str(cell)  # a day as ISO 8601


def number_of(cell: float) -> Decimal:
    """The number that a spreadsheet shows, without the noise of binary fractions."""
    return Decimal(cell) if isinstance(cell, int) else Decimal(format(cell, f".{_EXACT_DIGITS}g"))


def is_blank(cell: Cell) -> bool:
    """Whether nothing can be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not text_of(cell))


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula that failed, or "###" for one too wide."""
    return bool(_ERROR.fullmatch(text))


def quoted(text: str, *, most: int = 40) -> str:
    """A value as it stands in a reason, cut when it is long; marks that turn the direction are gone."""
    shown = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return f'"{shown if len(shown) <= most else shown[: most - 1] + "…"}"'
