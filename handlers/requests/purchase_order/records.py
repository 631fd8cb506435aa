"""What the company's records say about an order: which supplier, which of our companies buys, which products."""

from bot.conversation import Choice, Draft
from bot.model import Directory, Entity, FieldValue, Item, Party, Person, Product, Source
from bot.texts import text
from bot.turn import Question, Turn
from bot.understanding.products import find_products
from handlers.requests.trade import (
    MOST_CHOICES,
    NEW,
    ask_product,
    ask_quantity,
    choose_party,
    choose_product,
    items_of,
    party_label,
    party_of,
    product_choice,
    settle_party,
    with_line,
)

PROPOSED = "proposed"
_AS_WRITTEN = "as-written"


def supplier_of(fields: dict[str, FieldValue], directory: Directory) -> Party | None:
    """The supplier on record; None when it is not yet settled."""
    return party_of(fields, "supplier", directory)


def buyer(person: Person, directory: Directory) -> Entity:
    """Which of our companies orders: the one where the person works, by time zone, else the first."""
    home = [entity for entity in directory.entities if entity.timezone == person.timezone]
    return (home or list(directory.entities))[0]


def choose(draft: Draft, turn: Turn, line: int | None, value: str) -> Draft:
    """The draft after a supplier or a line's product was chosen, or that a line stays as it was written."""
    if line is not None and value == _AS_WRITTEN:
        written = {f"{_AS_WRITTEN}:{items_of(draft.fields)[line].description}": "yes"}
        return draft.model_copy(update={"settled": {**draft.settled, **written}})
    if line is not None:
        return choose_product(draft, line, value)
    if value == NEW:
        return draft.model_copy(update={"settled": {**draft.settled, NEW: str(draft.fields["supplier"].content)}})
    settled = {key: one for key, one in draft.settled.items() if key != "supplier"}
    return choose_party(draft.model_copy(update={"settled": settled}), turn, "supplier", value)


def settle_supplier(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """The supplier on record, or a question; an order goes to nobody whom the records do not know and can write to."""
    if draft.settled.get("supplier") == PROPOSED:
        draft = _without_supplier(draft)
    draft = _without_misread(draft, turn)
    if "supplier" not in draft.fields:
        return _proposed(draft, turn)
    said = str(draft.fields["supplier"].content)
    draft, question = settle_party(draft, turn, "supplier")
    if question and draft.settled.get(NEW) == said:
        return draft, Question("supplier", text("order-register-first", name=said))
    supplier = supplier_of(draft.fields, turn.directory)
    if supplier and not supplier.email:
        return draft, Question("supplier", text("order-no-address", name=supplier.name))
    return draft, question


def _without_supplier(draft: Draft) -> Draft:
    fields = {name: value for name, value in draft.fields.items() if name != "supplier"}
    return draft.model_copy(update={"fields": fields})


def _without_misread(draft: Draft, turn: Turn) -> Draft:
    """A new draft whose supplier, on no record, is half of a product's name: the letter of "to" was grown on to it."""
    value, new = draft.fields.get("supplier"), all(draft.id != old.id for old in turn.drafts)
    if value is None or value.record or not new or turn.names.parties(str(value.content), "supplier"):
        return draft
    first = str(value.content).split()[0]
    for place, item in enumerate(items_of(draft.fields)):
        _, _, behind = turn.text.partition(item.description)
        word = next(iter(behind.split()), "").strip(",.;:")
        longer = f"{item.description} {word}"
        if word.endswith(first) and find_products(longer, turn.directory.products).whole:
            return with_line(_without_supplier(draft), place, item.model_copy(update={"description": longer}))
    return draft


def _proposed(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """The one supplier of everything that is wanted, when nobody said whom to order from; of a few, which."""
    found = [_suppliers(item, turn) for item in items_of(draft.fields)]
    known = {party.id: party for party in turn.directory.parties}
    ids = dict.fromkeys(one for ids in found for one in ids if one in known)
    if not ids or not all(found) or len(ids) > MOST_CHOICES:
        return draft, None
    if len(ids) > 1:
        choices = tuple(Choice(value=one, label=party_label(known[one])) for one in ids)
        return draft, Question("supplier", text("order-which-supplier"), choices)
    supplier = known[next(iter(ids))]
    source = Source(message=turn.message_id)
    value = FieldValue(type="party", content=supplier.name, record=supplier.id, source=source)
    settled = {**draft.settled, "supplier": PROPOSED}
    return draft.model_copy(update={"fields": {**draft.fields, "supplier": value}, "settled": settled}), None


def _suppliers(item: Item, turn: Turn) -> list[str]:
    """Who supplies what a line may mean; nobody when it may be none of our products."""
    product = turn.product(item.sku or "")
    fitting = find_products(item.description, turn.directory.products)
    products = (product,) if product else fitting.products if fitting.whole else ()
    return [one.supplier_id for one in products if one.supplier_id]


def settle_items(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    """Each line matched to one of our products or taken as it is written, with its quantity; or a question."""
    supplier = supplier_of(draft.fields, turn.directory)
    if supplier is None:
        return draft, None
    written = _as_written(draft, turn)
    for place, item in enumerate(items_of(draft.fields)):
        if item.sku is None and item.description not in written:
            fitting = _fitting(item, supplier, turn)
            if len(fitting) > 1 or (fitting and not _surely(item, fitting[0])):
                return draft, _which_product(draft, place, fitting, supplier, turn)
            if fitting:
                draft = with_line(draft, place, item.model_copy(update={"sku": fitting[0].sku}))
        if item.quantity is None:
            return draft, ask_quantity(draft, place, turn)
    return draft, None


def _as_written(draft: Draft, turn: Turn) -> set[str]:
    """The lines that are none of our products: as was said to a question, or settled in the order that is revised."""
    written = {key.partition(":")[2] for key in draft.settled if key.startswith(f"{_AS_WRITTEN}:")}
    revised = turn.facts.tasks.get(draft.revises or "")
    return written | {item.description for item in items_of(revised.fields if revised else {}) if item.sku is None}


def _fitting(item: Item, supplier: Party, turn: Turn) -> tuple[Product, ...]:
    """What a line may mean: the supplier's products that fit it at all, then others that every word fits."""
    theirs = [product for product in turn.directory.products if product.supplier_id == supplier.id]
    own = find_products(item.description, theirs)
    if own.only:
        return (own.only,)
    every = find_products(item.description, turn.directory.products)
    others = every.products if every.whole else ()
    return (*own.products, *(product for product in others if product not in own.products))


def _surely(item: Item, product: Product) -> bool:
    return find_products(item.description, [product]).whole


def _which_product(draft: Draft, place: int, fitting: tuple[Product, ...], supplier: Party, turn: Turn) -> Question:
    """The products with what their supplier asks for them, never with our own price; or the line as it is."""
    choices = tuple(
        product_choice(one, one.cost if one.supplier_id == supplier.id else None, turn.language) for one in fitting
    )
    as_written = Choice(value=_AS_WRITTEN, label=turn.say(text("as-written")))
    return ask_product(draft, place, choices, turn, last=(as_written,))
