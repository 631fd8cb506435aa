"""Items in a form: rows of a product of the price list and how many of it, and lines of words for what is not on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.chat.form_reader import Asked
from bot.chat.form_values import LONGEST_LINE, LONGEST_LINES, RECORD, shown_line
from bot.cleaning import clean
from bot.formatting import write_number
from bot.model import Directory, FieldValue, Item, Language, Product, Source
from bot.texts import Word, text
from bot.understanding.fields import candidates
from bot.understanding.readers.numbers import read_numbers

MOST_ITEMS = 100
MOST_ROWS = 20
"""Two fields a row: more would leave a modal of 100 blocks no room for anything else."""
_PRODUCT, _QUANTITY = "product", "quantity"
_NOTHING = re.compile(r"[-–•*\s]*0+(?:[.,]0+)?(?![\d.,])")
_ASIDE_WORDS = 2  # beside a quantity, such as "20 pieces"; with a figure among them nobody knows which is meant


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in a form: the product's number behind `RECORD`, and how many, as people write it."""

    product: str
    quantity: str


def product_name(field: str, number: int) -> str:
    """The name of the form field for a row's product; rows are numbered from 1."""
    return f"{field}.{number}.{_PRODUCT}"


def quantity_name(field: str, number: int) -> str:
    """The name of the form field for how many of it."""
    return f"{field}.{number}.{_QUANTITY}"


def asks_for_product(name: str) -> bool:
    """Whether a form field asks for a product of the price list."""
    return name.endswith(f".{_PRODUCT}")


def shown_items(value: FieldValue | None, directory: Directory, language: Language) -> tuple[tuple[Row, ...], str]:
    """Items as they stand in a form at first: those that are a product and a quantity in rows, the rest in lines."""
    items = value.content if value and isinstance(value.content, tuple) else ()
    rows = [item for item in items if _product(item.sku, directory) and item.unit_price is None][:MOST_ROWS]
    lines = [shown_line(item, directory, language) for item in items if not any(item is row for row in rows)]
    return tuple(_row(item, language) for item in rows), "\n".join(lines)


def read_items(asked: Asked, values: Mapping[str, str], old: FieldValue | None) -> FieldValue | None:
    """The rows, then the lines; what stood there before is the item that it was. Raises `Unfit`."""
    name, reader = asked.spec.name, asked.reader
    rows = {number: row for number in range(1, MOST_ROWS + 1) if (row := _filled(name, number, values))}
    said = clean(values.get(name, ""))
    if not rows and not said:
        return None
    if len(values.get(name, "")) > LONGEST_LINES:
        raise asked.unfit("form-too-long", most=LONGEST_LINES)
    shown, lines = shown_items(old, reader.directory, reader.language)
    if old is not None and tuple(rows.values()) == shown and said == lines:
        return old
    items = [_read_row(asked, number, row, old) for number, row in rows.items()]
    return _made(asked, (*items, *_read_lines(asked, said, old)), said)


def _filled(field: str, number: int, values: Mapping[str, str]) -> Row | None:
    product, quantity = (clean(values.get(one(field, number), "")) for one in (product_name, quantity_name))
    return Row(product, quantity) if product or quantity else None


def _row(item: Item, language: Language) -> Row:
    quantity = write_number(item.quantity, language=language) if item.quantity is not None else ""
    return Row(f"{RECORD}{item.sku}", quantity)


def _read_row(asked: Asked, number: int, row: Row, old: FieldValue | None) -> Item:
    reader, place = asked.reader, product_name(asked.spec.name, number)
    if not row.product:
        raise asked.unfit("form-required", place, hint=text("form-product-hint"))
    product = _product(row.product.removeprefix(RECORD), reader.directory)
    if product is None:
        raise asked.unfit("form-not-on-record", place)
    before = old.content if old and isinstance(old.content, tuple) else ()
    if same := next((item for item in before if item.unit_price is None and _row(item, reader.language) == row), None):
        return same
    name = product.names.get(reader.language) or next(iter(product.names.values()), product.sku)
    return Item(quantity=_quantity(asked, number, row.quantity), description=name, sku=product.sku)


def _quantity(asked: Asked, number: int, said: str) -> Decimal:
    place, hint = quantity_name(asked.spec.name, number), text("form-quantity-hint")
    if not said:
        raise asked.unfit("form-required", place, hint=hint)
    found = next(iter(read_numbers(said[:LONGEST_LINE], asked.reader.language)), None)
    aside = said.replace(found.words, " ").split() if found else []
    wordy = len(aside) > _ASIDE_WORDS or any(char.isdigit() for word in aside for char in word)
    if found is None or found.value <= 0 or said.startswith(("-", "−")) or wordy:
        raise asked.unfit("could-not-read", place, hint=hint)
    return found.value


def _read_lines(asked: Asked, said: str, old: FieldValue | None) -> tuple[Item, ...]:
    """A line an item; a line that stood there before is the item that it was, with its product."""
    reader = asked.reader
    before = old.content if old and isinstance(old.content, tuple) else ()
    known = {shown_line(item, reader.directory, reader.language): item for item in before}
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if len(lines) > MOST_ITEMS:
        raise asked.unfit("form-too-many-lines", most=MOST_ITEMS)
    items: list[Item] = []
    for line in lines:
        items += [known[line]] if line in known else _line(asked, line)
    return tuple(items)


def _line(asked: Asked, line: str) -> list[Item]:
    if len(line) > LONGEST_LINE:
        raise asked.unfit("form-too-long", most=LONGEST_LINE)
    found = next(iter(candidates(asked.spec, asked.contract, asked.reader.reading(line))), None)
    lettered = any(char.isalpha() for char in line)
    if found is None or not lettered or not isinstance(found.value, list) or _NOTHING.match(line):
        raise asked.unfit("form-line", line=line, hint=Word(asked.kind.id, "hint", asked.spec.name))
    return [item for item in found.value if isinstance(item, Item)]


def _product(sku: str | None, directory: Directory) -> Product | None:
    return next((one for one in directory.products if one.sku == sku), None) if sku else None


def _made(asked: Asked, items: tuple[Item, ...], said: str) -> FieldValue:
    source = Source(words=said or None)
    return FieldValue.model_validate({"type": asked.spec.type, "content": items, "source": source})
