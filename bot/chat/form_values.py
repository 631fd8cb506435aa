"""How the fields of a request stand in a form: under which names, as which kind of field, in which words."""

from datetime import date
from decimal import Decimal

from bot.catalogue import FieldSpec
from bot.chat.forms import FormKind
from bot.cleaning import clean
from bot.formatting import write_figure, write_number
from bot.model import Directory, FieldValue, Item, Language, Money, Period

LONGEST_LINES = 3_000
LONGEST_LINE = 300  # characters
RECORD = "id:"
"""What stands before the id of a record that was chosen, and before no name."""

_KINDS: dict[str, FormKind] = {
    "date": "date",
    "period": "date",
    "items": "lines",
    "money": "number",
    "number": "number",
    "percent": "number",
    "party": "record",
    "person": "record",
}


def kind_of(spec: FieldSpec) -> FormKind:
    """The kind of form field that asks for a field."""
    return "lines" if spec.main else _KINDS.get(spec.type, "line")


def names_of(spec: FieldSpec) -> tuple[str, ...]:
    """The names of a field's form fields: one, but of a period a first and a last day."""
    return (f"{spec.name}.start", f"{spec.name}.end") if spec.type == "period" else (spec.name,)


def field_of(name: str) -> str:
    """The field that a form field belongs to."""
    return name.partition(".")[0]


def shown_values(value: FieldValue, directory: Directory, language: Language) -> tuple[str, ...]:
    """A field's value as it stands in its form fields; what comes back unchanged means the value itself."""
    match value.content:
        case Period() as period:
            return (period.start.isoformat(), period.end.isoformat())
        case date() as day:
            return (day.isoformat(),)
        case Money() as money:
            return (_money(money, language),)
        case Decimal() as number:
            return (write_number(number, language=language),)
        case tuple() as items:
            return ("\n".join(shown_line(item, directory, language) for item in items),)
    if value.record and record_name(value.record, directory):
        return (f"{RECORD}{value.record}",)
    return (clean(str(value.content)),)


def shown_line(item: Item, directory: Directory, language: Language) -> str:
    """An item as a line of a form, such as "20 × Desk Quercia 150 cm, 260.00 EUR"."""
    product = next((one for one in directory.products if one.sku == item.sku), None) if item.sku else None
    quantity = f"{write_number(item.quantity, language=language)} × " if item.quantity is not None else ""
    price = f", {_money(item.unit_price, language)}" if item.unit_price else ""
    name = product.names.get(language, item.description) if product else item.description
    return clean(f"{quantity}{name}{price}".replace("\n", " "))


def record_name(record: str, directory: Directory) -> str | None:
    """The name of a party or colleague on record."""
    names = {one.id: one.name for one in directory.parties} | {one.id: one.name for one in directory.people}
    return names.get(record)


def _money(money: Money, language: Language) -> str:
    figure = write_figure(money.amount, money.currency or "EUR", language=language)
    return f"{figure} {money.currency}" if money.currency else figure
