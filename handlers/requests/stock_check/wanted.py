"""What a question about stock is about: which products, how many of each, or whatever is running low."""

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.choosing import parts
from bot.model import FieldValue, Item, Product
from bot.turn import Turn
from bot.understanding.features import simplified
from bot.understanding.lexicon import plain_words
from bot.understanding.products import find_products, shares_word
from bot.understanding.readers.found import Found
from bot.understanding.readers.items import read_items
from bot.understanding.readers.numbers import read_numbers


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is asked about: the products that its words may mean, and how many are needed if that is said.

    `whole` when every word of its name is theirs; otherwise they are only the nearest.
    """

    name: str
    products: tuple[Product, ...]
    whole: bool
    quantity: Decimal | None = None


_MARKS = '.,;:!?…"“”()'


def said_of(fields: dict[str, FieldValue]) -> str:
    """The words of the question."""
    return str(fields["item"].content) if "item" in fields else ""


def asks_what_is_low(fields: dict[str, FieldValue], turn: Turn) -> bool:
    """Whether the question is what is running out, in words of shortage."""
    plain = f" {plain_words(said_of(fields))} "
    return any(cue in plain for cue in turn.lexicon.words["shortage"])


def name_in(said: str, turn: Turn) -> str:
    """What a question names, as it is written, without the words that only ask; nothing where it names nothing."""
    asking = turn.lexicon.words["empty"] | turn.lexicon.words["stock_words"]
    words = [word.strip(_MARKS) for word in said.split()]
    naming = [word for word in words if word and not word.isdigit() and plain_words(word) not in asking]
    return " ".join(naming)


def wanted_of(fields: dict[str, FieldValue], turn: Turn) -> tuple[Wanted, ...]:
    """The things asked about, in order; nothing when no word of the question is one of our products'."""
    said = said_of(fields)
    whole = _wanted(said, turn)
    read = [one for one in read_items(said, turn.language) if not _own_number(one, said, whole, turn)]
    lines = [_wanted(one.value.description, turn, one.value.quantity) for one in read]
    if len(lines) > 1 and all(one.products for one in lines):
        return tuple(lines)
    apart = [one for part in parts(said) if (one := _wanted(part, turn)).products]
    if len(apart) > 1 and not _overlap(apart):
        return tuple(_with_quantity(one, lines) for one in apart)
    counted = [one for one in lines if one.products and one.quantity is not None]
    one = counted[0] if counted else whole
    return (replace(one, quantity=_quantity(fields, one, turn)),) if one.products else ()


def _wanted(said: str, turn: Turn, quantity: Decimal | None = None) -> Wanted:
    """The products that the words fit best, those of the price list in use where the person works first."""
    name, every = name_in(said, turn), turn.directory.products
    words = {simplified(word.strip(_MARKS)) for word in said.split()}
    if numbered := tuple(product for product in every if simplified(product.sku) in words):
        return Wanted(name, numbered, whole=True, quantity=quantity)
    asking = turn.lexicon.words["empty"] | turn.lexicon.words["stock_words"]
    found = find_products(" ".join(word for word in plain_words(said).split() if word not in asking), every)
    home = {entity.currency for entity in turn.directory.entities if entity.timezone == turn.person.timezone}
    products = tuple(sorted(found.products, key=lambda product: product.unit_price.currency not in home))
    return Wanted(name, products, whole=found.whole, quantity=quantity)


def _overlap(lines: list[Wanted]) -> bool:
    skus = [product.sku for line in lines for product in line.products]
    return len(skus) != len(set(skus))


def _with_quantity(one: Wanted, lines: list[Wanted]) -> Wanted:
    """The thing with the quantity of the line that means the same products."""
    return replace(one, quantity=next((line.quantity for line in lines if line.products == one.products), None))


def _quantity(fields: dict[str, FieldValue], one: Wanted, turn: Turn) -> Decimal | None:
    """How many are needed: as was said later, else of the line, else the number in it that is no product's own."""
    value = fields["quantity"].content if "quantity" in fields else None
    if not isinstance(value, Decimal) or value <= 0:
        return one.quantity
    if value not in {found.value for found in read_numbers(said_of(fields), turn.language)}:
        return value
    return one.quantity if one.quantity is not None or value in _numbers_of(one, turn) else value


def _numbers_of(one: Wanted, turn: Turn) -> set[Decimal]:
    """The numbers in the products' names and numbers, such as the 160 of "Desk Brera 160 cm"."""
    names = [name for product in one.products for name in (product.sku.replace("-", " "), *product.names.values())]
    return {found.value for name in names for found in read_numbers(name, turn.language)}


def _own_number(line: Found[Item], said: str, whole: Wanted, turn: Turn) -> bool:
    """Whether what was read as a quantity is a product's own number: it stands inside its name, "Brera 160 desks"."""
    before = name_in(said[: line.start], turn)
    inside = any(shares_word(before, name) for product in whole.products for name in product.names.values())
    return inside and line.value.quantity in _numbers_of(whole, turn)
