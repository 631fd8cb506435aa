"""What the company's records say about a quote: which customer, which of our entities, which products."""

from bot.choosing import parts
from bot.conversation import Choice, Draft
from bot.drafting import sourced
from bot.formatting import write_money
from bot.model import Directory, Entity, FieldValue, Item, Language, Party, Product, Task
from bot.texts import text
from bot.turn import Question, Turn
from bot.understanding.products import find_products, shares_word
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.records import sure

MOST_CHOICES = 4


def customer_of(fields: dict[str, FieldValue], directory: Directory) -> Party | None:
    """The customer on record; None when it is new or not yet settled."""
    record = fields["customer"].record if "customer" in fields else None
    return next((party for party in directory.parties if party.id == record), None)


def entity_for(customer: Party | None, chosen: str | None, directory: Directory) -> Entity | None:
    """Which of our companies quotes: the one of the customer's country, else the first; a new customer's is chosen."""
    if customer is None:
        return next((entity for entity in directory.entities if entity.id == chosen), None)
    home = [entity for entity in directory.entities if entity.country == customer.country]
    return (home or list(directory.entities))[0]


def entity_of(task: Task, directory: Directory) -> Entity:
    """The entity whose currency the task's products are priced in; raises LookupError when no product is on record."""
    products = {product.sku: product for product in directory.products}
    items = task.fields["items"].content
    skus = [item.sku for item in items if item.sku] if isinstance(items, tuple) else []
    currency = products[skus[0]].unit_price.currency
    return next(entity for entity in directory.entities if entity.currency == currency)


def items_of(fields: dict[str, FieldValue]) -> tuple[Item, ...]:
    """The item lines of a draft or task."""
    content = fields["items"].content if "items" in fields else ()
    return content if isinstance(content, tuple) else ()


def settle_customer(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """The customer matched to the records, or a question with the nearest ones."""
    value = draft.fields.get("customer")
    if value is None or value.record or draft.settled.get("customer") == "new":
        return draft, None
    matches = turn.names.parties(str(value.content), "customer")
    if match := sure(matches, str(value.content)):
        return choose_customer(draft, turn, match.id), None
    known = {party.id: party for party in turn.directory.parties}
    near = tuple(known[match.id] for match in matches[: MOST_CHOICES - 1])
    choices = tuple(Choice(value=party.id, label=party_label(party)) for party in near)
    new = Choice(value="new", label=turn.say(text("new-customer")))
    name = "which-customer" if near else "unknown-customer"
    return draft, Question("customer", text(name, name=str(value.content)), (*choices, new))


def choose_customer(draft: Draft, turn: Turn, value: str) -> Draft:
    """The draft with the customer of this id, or with a new one."""
    if value == "new":
        return draft.model_copy(update={"settled": {**draft.settled, "customer": "new"}})
    party = next(party for party in turn.directory.parties if party.id == value)
    field = draft.fields["customer"].model_copy(update={"content": party.name, "record": party.id})
    return draft.model_copy(update={"fields": {**draft.fields, "customer": field}})


def settle_entity(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """For a new customer: which of our companies quotes, since that decides prices and VAT."""
    if draft.settled.get("customer") != "new" or "entity" in draft.settled:
        return draft, None
    entities = sorted(turn.directory.entities, key=lambda e: e.timezone != turn.person.timezone)
    skus = {item.sku for item in items_of(draft.fields) if item.sku}
    priced = {product.unit_price.currency for product in turn.directory.products if product.sku in skus}
    if known := [entity for entity in entities if entity.currency in priced]:
        entities = known
    choices = tuple(Choice(value=e.id, label=f"{e.name} ({e.city}, {e.currency})") for e in entities)
    if len(choices) == 1:
        return draft.model_copy(update={"settled": {**draft.settled, "entity": choices[0].value}}), None
    return draft, Question("customer", text("which-entity"), choices, line=None)


def settle_items(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """Each line matched to a product of the entity's price list, or a question about the first that is not."""
    entity = entity_for(customer_of(draft.fields, turn.directory), draft.settled.get("entity"), turn.directory)
    if entity is None:
        return draft, None
    offered = [product for product in turn.directory.products if product.unit_price.currency == entity.currency]
    draft = _with_bare_products(draft, offered, turn)
    for place, item in enumerate(items_of(draft.fields)):
        if item.sku is None:
            fitting = find_products(item.description, offered)
            if fitting.only is None:
                return draft, _which_product(draft, place, item, fitting.products, turn)
            draft = with_line(draft, place, item.model_copy(update={"sku": fitting.only.sku}))
        if item.quantity is None:
            product = turn.product(items_of(draft.fields)[place].sku or "")
            name = product.names[turn.language] if product else item.description
            return draft, Question("quantity", text("how-many", product=name), line=place)
    return draft, None


def _with_bare_products(draft: Draft, offered: list[Product], turn: Turn) -> Draft:
    """A new draft, or one that waits for its items, with the products that are named without a quantity."""
    if draft.revises or ("items" in draft.fields and any(draft.id == old.id for old in turn.drafts)):
        return draft
    _, colon, behind = turn.text.partition(":")
    lines = tuple(one for line in items_of(draft.fields) for one in _apart(line, offered))
    for said in parts(behind if colon else turn.text):
        bare = said.strip(" .!?")
        known = any(shares_word(bare, line.description) for line in lines)
        if not known and not read_numbers(bare, turn.language) and find_products(bare, offered).whole:
            lines = (*lines, Item(description=bare))
    if lines == items_of(draft.fields):
        return draft
    value = draft.fields.get("items") or sourced(FieldValue(type="items", content=lines), turn)
    return draft.model_copy(update={"fields": {**draft.fields, "items": value.model_copy(update={"content": lines})}})


def _apart(line: Item, offered: list[Product]) -> tuple[Item, ...]:
    """A line that is read as one thing but names several products ("trays and arms"); the first has the quantity."""
    names = parts(line.description)
    if len(names) < 2 or line.sku or not all(find_products(name, offered).only for name in names):
        return (line,)
    first = line.model_copy(update={"description": names[0]})
    return (first, *(Item(description=name) for name in names[1:]))


def _which_product(draft: Draft, place: int, item: Item, fitting: tuple[Product, ...], turn: Turn) -> Question:
    """A few products at a time, by name and price; none at all can be left out or called otherwise."""
    if not fitting:
        leave = Choice(value="leave-out", label=turn.say(text("leave-out")))
        return Question("items", text("unknown-product", name=item.description), (leave,), place)
    start = int(draft.settled.get(f"items:{place}", "0"))
    shown = fitting[start : start + MOST_CHOICES] or fitting[:MOST_CHOICES]
    choices = [_product_choice(product, turn.language) for product in shown]
    if start + MOST_CHOICES < len(fitting):
        choices.append(Choice(value="more", label=turn.say(text("more-choices"))))
    asked = text(
        "which-product", name=item.description, quantity=item.quantity or 1, known=int(item.quantity is not None)
    )
    return Question("items", asked, tuple(choices), place)


def _product_choice(product: Product, language: Language) -> Choice:
    label = product_label(product, language)
    return Choice(value=product.sku, label=label, price=product.unit_price.amount)


def choose_product(draft: Draft, place: int, value: str) -> Draft:
    """The draft after a choice for one line: that product, the next few, or without the line."""
    key = f"items:{place}"
    if value == "more":
        start = int(draft.settled.get(key, "0")) + MOST_CHOICES
        return draft.model_copy(update={"settled": {**draft.settled, key: str(start)}})
    if value == "leave-out":
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


def party_label(party: Party) -> str:
    """A party among choices: name and city."""
    return f"{party.name}, {party.city}" if party.city else party.name


def product_label(product: Product, language: Language) -> str:
    """A product among choices: name and price."""
    price = product.unit_price
    return f"{product.names[language]}, {write_money(price.amount, price.currency or '', language=language)}"
