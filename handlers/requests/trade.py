"""What a quote and an order have in common: the party on record, our products behind item lines, who issues them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from bot.choosing import parts
from bot.conversation import Choice, Draft
from bot.documents import Issuer
from bot.drafting import sourced
from bot.formatting import write_money
from bot.model import Directory, Entity, FieldValue, Item, Language, Money, Party, PartyKind, Person, Product, Task
from bot.texts import text
from bot.turn import Question, Turn, Work
from bot.understanding.products import find_products, shares_word
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.records import sure

MOST_CHOICES = 4
NEW = "new"
LEAVE_OUT = "leave-out"
MORE = "more"
_CENT = Decimal("0.01")
_LONGEST_NAME = 8  # words


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to cents, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


# The party


def party_of(fields: dict[str, FieldValue], name: str, directory: Directory) -> Party | None:
    """The party on record that a field names; None when it is new or not yet settled."""
    record = fields[name].record if name in fields else None
    return next((party for party in directory.parties if party.id == record), None)


def settle_party(draft: Draft, turn: Turn, name: PartyKind) -> tuple[Draft, Question | None]:
    """The field of this name matched to the parties of its kind, or a question with the nearest ones."""
    value = draft.fields.get(name)
    if value is None or value.record or draft.settled.get(name) == NEW:
        return draft, None
    matches = turn.names.parties(str(value.content), name)
    if match := sure(matches, str(value.content)):
        return choose_party(draft, turn, name, match.id), None
    known = {party.id: party for party in turn.directory.parties}
    near = tuple(known[match.id] for match in matches[: MOST_CHOICES - 1])
    choices = tuple(Choice(value=party.id, label=party_label(party)) for party in near)
    new = Choice(value=NEW, label=turn.say(text(f"new-{name}")))
    asked = text(f"which-{name}" if near else f"unknown-{name}", name=str(value.content))
    return draft, Question(name, asked, (*choices, new))


def choose_party(draft: Draft, turn: Turn, name: str, value: str) -> Draft:
    """The draft with the party of this id, or with a new one."""
    if value == NEW:
        return draft.model_copy(update={"settled": {**draft.settled, name: NEW}})
    party = next(party for party in turn.directory.parties if party.id == value)
    field = draft.fields.get(name) or sourced(FieldValue(type="party", content=party.name), turn)
    field = field.model_copy(update={"content": party.name, "record": party.id})
    return draft.model_copy(update={"fields": {**draft.fields, name: field}})


def party_label(party: Party) -> str:
    """A party among choices: name and city."""
    return f"{party.name}, {party.city}" if party.city else party.name


# The lines


def items_of(fields: dict[str, FieldValue]) -> tuple[Item, ...]:
    """The item lines of a draft or task."""
    content = fields["items"].content if "items" in fields else ()
    return content if isinstance(content, tuple) else ()


def with_bare_products(draft: Draft, offered: list[Product], turn: Turn) -> Draft:
    """A new draft, or one that waits for its items, with the products that are named without a quantity."""
    if draft.revises or ("items" in draft.fields and any(draft.id == old.id for old in turn.drafts)):
        return draft
    _, colon, behind = turn.text.partition(":")
    read = (_with_own_number(line, offered, turn) for line in items_of(draft.fields))
    lines = tuple(one for line in read for one in _apart(line, offered))
    for said in parts(behind if colon else turn.text):
        bare = said.strip(" .!?")
        known = any(shares_word(bare, line.description) for line in lines)
        if not known and not read_numbers(bare, turn.language) and find_products(bare, offered).whole:
            lines = (*lines, Item(description=bare))
    if lines == items_of(draft.fields):
        return draft
    value = draft.fields.get("items") or sourced(FieldValue(type="items", content=lines), turn)
    return draft.model_copy(update={"fields": {**draft.fields, "items": value.model_copy(update={"content": lines})}})


def _with_own_number(line: Item, offered: list[Product], turn: Turn) -> Item:
    """A line whose quantity is the size in a product's name, with the quantity before it: "12 Brera 140 desks"."""
    if line.quantity is None or line.sku:
        return line
    hit = re.search(rf"(?<!\S){line.quantity:f}\s+{re.escape(line.description)}", turn.text)
    counts = [one for one in read_numbers(turn.text[: hit.start()], turn.language) if one.value > 0] if hit else []
    if hit is None or not counts:
        return line
    between = turn.text[counts[-1].end : hit.start()].strip()
    name = f"{between} {hit.group()}"
    known = bool(find_products(between, offered).products)
    inside = known and len(name.split()) <= _LONGEST_NAME and find_products(name, offered).whole
    return line.model_copy(update={"quantity": counts[-1].value, "description": name}) if inside else line


def _apart(line: Item, offered: list[Product]) -> tuple[Item, ...]:
    """A line that is read as one thing but names several products ("trays and arms"); the first has the quantity."""
    names = parts(line.description)
    if len(names) < 2 or line.sku or not all(find_products(name, offered).only for name in names):
        return (line,)
    first = line.model_copy(update={"description": names[0]})
    return (first, *(Item(description=name) for name in names[1:]))


def ask_product(
    draft: Draft, place: int, choices: tuple[Choice, ...], turn: Turn, *, last: tuple[Choice, ...] = ()
) -> Question:
    """Which of these products a line means, a few at a time, with `last` below them each time."""
    item = items_of(draft.fields)[place]
    start = int(draft.settled.get(f"items:{place}", "0"))
    shown = list(choices[start : start + MOST_CHOICES] or choices[:MOST_CHOICES])
    if start + MOST_CHOICES < len(choices):
        shown.append(Choice(value=MORE, label=turn.say(text("more-choices"))))
    asked = text(
        "which-product", name=item.description, quantity=item.quantity or 1, known=int(item.quantity is not None)
    )
    return Question("items", asked, (*shown, *last), place)


def ask_quantity(draft: Draft, place: int, turn: Turn) -> Question:
    """How many of a line's thing."""
    item = items_of(draft.fields)[place]
    product = turn.product(item.sku or "")
    return Question(
        "quantity", text("how-many", product=product.names[turn.language] if product else item.description), line=place
    )


def choose_product(draft: Draft, place: int, value: str) -> Draft:
    """The draft after a choice for one line: that product, the next few, or without the line."""
    key = f"items:{place}"
    if value == MORE:
        start = int(draft.settled.get(key, "0")) + MOST_CHOICES
        return draft.model_copy(update={"settled": {**draft.settled, key: str(start)}})
    if value == LEAVE_OUT:
        return without_line(draft, place)
    item = items_of(draft.fields)[place].model_copy(update={"sku": value})
    return with_line(draft, place, item)


def with_line(draft: Draft, place: int, item: Item) -> Draft:
    """The draft with one item line replaced."""
    lines = items_of(draft.fields)
    field = draft.fields["items"].model_copy(update={"content": (*lines[:place], item, *lines[place + 1 :])})
    return draft.model_copy(update={"fields": {**draft.fields, "items": field}})


def without_line(draft: Draft, place: int) -> Draft:
    """The draft without one item line; without any line, the items are asked for again."""
    lines = items_of(draft.fields)
    rest = (*lines[:place], *lines[place + 1 :])
    fields = {name: value for name, value in draft.fields.items() if name != "items"}
    if rest:
        fields = {**draft.fields, "items": draft.fields["items"].model_copy(update={"content": rest})}
    settled = {key: value for key, value in draft.settled.items() if not key.startswith("items:")}
    return draft.model_copy(update={"fields": fields, "settled": settled})


def product_choice(product: Product, price: Money | None, language: Language) -> Choice:
    """A product among choices: its name, and its price if there is one."""
    label = product.names[language]
    if price is not None:
        label = f"{label}, {write_money(price.amount, price.currency or '', language=language)}"
    return Choice(value=product.sku, label=label, price=price.amount if price else None)


# Whose document it is


def issuer(entity: Entity) -> Issuer:
    """One of our companies as the issuer of a document."""
    return Issuer(
        name=entity.name,
        city=entity.city,
        country=entity.country,
        tax_id=entity.tax_id,
        bank=entity.bank,
        iban=entity.iban,
        email=entity.email,
    )


def requester_of(task: Task, work: Work) -> Person:
    """Whoever asked for a task; who carries it out, when they have left the company."""
    return next((person for person in work.directory.people if person.id == task.requester_id), work.actor)
