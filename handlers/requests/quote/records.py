"""What the company's records say about a quote: which customer, which of our entities, which products."""

from bot.conversation import Choice, Draft
from bot.model import Directory, Entity, FieldValue, Item, Party, Product, Task
from bot.texts import text
from bot.turn import Question, Turn
from bot.understanding.products import find_products
from handlers.requests.trade import (
    LEAVE_OUT,
    ask_product,
    ask_quantity,
    items_of,
    party_of,
    product_choice,
    settle_party,
    with_bare_products,
    with_line,
)


def customer_of(fields: dict[str, FieldValue], directory: Directory) -> Party | None:
    """The customer on record; None when it is new or not yet settled."""
    return party_of(fields, "customer", directory)


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


def settle_customer(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """The customer matched to the records, or a question with the nearest ones."""
    return settle_party(draft, turn, "customer")


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
    draft = with_bare_products(draft, offered, turn)
    for place, item in enumerate(items_of(draft.fields)):
        if item.sku is None:
            fitting = find_products(item.description, offered)
            if fitting.only is None:
                return draft, _which_product(draft, place, item, fitting.products, turn)
            draft = with_line(draft, place, item.model_copy(update={"sku": fitting.only.sku}))
        if item.quantity is None:
            return draft, ask_quantity(draft, place, turn)
    return draft, None


def _which_product(draft: Draft, place: int, item: Item, fitting: tuple[Product, ...], turn: Turn) -> Question:
    """A few products at a time, by name and price; none at all can be left out or called otherwise."""
    if not fitting:
        leave = Choice(value=LEAVE_OUT, label=turn.say(text("leave-out")))
        return Question("items", text("unknown-product", name=item.description), (leave,), place)
    choices = tuple(product_choice(product, product.unit_price, turn.language) for product in fitting)
    return ask_product(draft, place, choices, turn)
