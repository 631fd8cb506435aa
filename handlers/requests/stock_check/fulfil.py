"""What is in stock: answered at once from the products' figures and the open orders; no figure is guessed."""

from decimal import Decimal

from bot.conversation import Draft
from bot.effects import AddEvent, Effect, Say
from bot.lifecycle import event
from bot.model import Task
from bot.notices import field_lines, tell_team
from bot.texts import Arg, Lines, Listing, Named, text
from bot.turn import Question, Stop, Turn
from handlers.requests.stock_check.stock import MOST_ORDERS, Ordered, Stock, more_orders, stock_of
from handlers.requests.stock_check.wanted import Wanted, asks_what_is_low, name_in, said_of, wanted_of

MOST_SHOWN = 6
MOST_LOW = 15
_UNKNOWN = "unknown"
_NOTHING = Decimal(0)


def look(draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
    """The draft with what it asks about, or a question; what the stock list does not know is asked about once."""
    draft = _of_the_last(_restored(draft, turn), turn)
    if "item" not in draft.fields or asks_what_is_low(draft.fields, turn) or wanted_of(draft.fields, turn):
        return draft, None
    if not (name := name_in(said_of(draft.fields), turn)):
        fields = {name: value for name, value in draft.fields.items() if name != "item"}
        return draft.model_copy(update={"fields": fields}), None
    if _UNKNOWN in draft.settled:
        return draft, None
    settled = {**draft.settled, _UNKNOWN: said_of(draft.fields)}
    return draft.model_copy(update={"settled": settled}), Question("item", text("stock-unknown", name=name))


def choose(draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
    """It asks nothing with choices."""
    return draft


def summary(draft: Draft, turn: Turn) -> Arg:
    """Nothing to confirm: it only looks up."""
    return text("confirm-unclear")


def details(task: Task, turn: Turn) -> Arg:
    """The task's fields."""
    return field_lines(task, turn.directory.products)


def start(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """The task done with its answer; what the stock list does not know is handed to purchasing."""
    wanted = wanted_of(task.fields, turn)
    low = asks_what_is_low(task.fields, turn)
    if not wanted and not low:
        team = text(f"team-{task.team}")
        name = name_in(said_of(task.fields), turn)
        said = text("stock-handed-over", name=name, reference=task.reference, team=team)
        return task, (*tell_team(task, turn), Say(said))
    done = task.model_copy(update={"status": "done"})
    skus = [product.sku for one in wanted for product in one.products]
    answered = event(done, "done", actor=None, channel=turn.channel, now=turn.now, products=skus)
    several = len(skus) != 1
    answer = _running_low(wanted, turn) if low and several else _answer(wanted, turn)
    return done, (
        AddEvent(answered),
        Say(Lines((answer, text("stock-more-orders", count=MOST_ORDERS))) if more_orders(turn) else answer),
    )


def _restored(draft: Draft, turn: Turn) -> Draft:
    """The draft with the name as it was said first, when the answer to "what else is it called?" is that one."""
    if _UNKNOWN not in draft.settled or not turn.lexicon.means("as_written", said_of(draft.fields)):
        return draft
    item = draft.fields["item"].model_copy(update={"content": draft.settled[_UNKNOWN]})
    return draft.model_copy(update={"fields": {**draft.fields, "item": item}})


def _of_the_last(draft: Draft, turn: Turn) -> Draft:
    """A question for a number alone ("and 30?") with the thing that the last one was about."""
    last = turn.facts.tasks.get(turn.conversation.last_task or "")
    new = all(draft.id != known.id for known in turn.drafts)
    if last is None or last.type != draft.type or not new or "quantity" not in draft.fields:
        return draft
    if name_in(said_of(draft.fields), turn) or not wanted_of(last.fields, turn):
        return draft
    return draft.model_copy(update={"fields": {**draft.fields, "item": last.fields["item"]}})


def _answer(wanted: tuple[Wanted, ...], turn: Turn) -> Arg:
    """Each thing asked about: whether there is enough, then how the products stand."""
    parts: list[Arg] = []
    for one in wanted:
        stocks = stock_of(one.products, turn)
        shown = stocks[:MOST_SHOWN]
        if not one.whole and one.quantity is not None:
            parts.append(text("stock-nearest", name=one.name))
        elif one.quantity is not None:
            parts.append(_verdict(stocks, one.quantity))
        parts += [line for stock in shown for line in _lines(stock, turn)]
        if len(stocks) > len(shown):
            parts.append(text("and-more", count=len(stocks) - len(shown)))
    return Lines(tuple(parts))


def _verdict(stocks: tuple[Stock, ...], wanted: Decimal) -> Arg:
    """Yes, no or partly; of several products, which have enough."""
    if len(stocks) > 1:
        enough = tuple(Named(stock.product.names) for stock in stocks if stock.free >= wanted)
        if not enough:
            return text("stock-none-enough", wanted=wanted)
        return text("stock-enough-of", wanted=wanted, products=Listing(enough))
    free = stocks[0].free
    if free >= wanted:
        return text("stock-enough", free=free, wanted=wanted)
    if free <= 0:
        return text("stock-none", wanted=wanted)
    return text("stock-partly", free=free, wanted=wanted, short=wanted - free)


def _lines(stock: Stock, turn: Turn) -> list[Arg]:
    """How a product stands: free, in stock and reserved; who orders it; on its way; reorder level and supplier."""
    product = stock.product
    name = text("stock-product", product=Named(product.names), sku=product.sku)
    free, there, reserved = max(stock.free, _NOTHING), Decimal(product.stock), stock.reserved
    lines: list[Arg] = [text("stock-line", name=name, free=free, stock=there, reserved=reserved)]
    lines += _overbooked(stock)
    if sold := _listed(stock.sold):
        lines.append(text("stock-sold", orders=sold))
    lines += _on_order(stock)
    if unsaid := tuple(one.reference for one in (*stock.sold, *stock.coming, *stock.not_sent) if one.quantity is None):
        lines.append(text("stock-unsaid", orders=Listing(unsaid)))
    level = Decimal(product.reorder_level)
    supplier = _supplier(stock, turn)
    if stock.low:
        return [*lines, text("stock-below", level=level, supplier=supplier)]
    return [*lines, text("stock-level", level=level, supplier=supplier)]


def _overbooked(stock: Stock) -> list[Arg]:
    return [text("stock-overbooked", short=-stock.free)] if stock.free < 0 else []


def _on_order(stock: Stock) -> list[Arg]:
    lines: list[Arg] = []
    if coming := _listed(stock.coming):
        lines.append(text("stock-coming", orders=coming))
    if not_sent := _listed(stock.not_sent):
        lines.append(text("stock-not-sent", orders=not_sent))
    return lines


def _listed(orders: tuple[Ordered, ...]) -> Listing | None:
    said = tuple(
        text("stock-of-order", quantity=one.quantity, reference=one.reference)
        for one in orders
        if one.quantity is not None
    )
    return Listing(said) if said else None


def _supplier(stock: Stock, turn: Turn) -> Arg:
    known = {party.id: party.name for party in turn.directory.parties}
    name = known.get(stock.product.supplier_id or "")
    return text("stock-supplier", supplier=name) if name else text("stock-no-supplier")


def _running_low(wanted: tuple[Wanted, ...], turn: Turn) -> Arg:
    """The products below their reorder level, the one that lacks most of it first; of all, or of those named."""
    among = [product for one in wanted for product in one.products] or turn.directory.products
    low = sorted((one for one in stock_of(among, turn) if one.low), key=lambda one: (-one.shortage, one.product.sku))
    parts: list[Arg] = [text("stock-low", count=len(low))]
    for stock in low[:MOST_LOW]:
        product = stock.product
        name = text("stock-product", product=Named(product.names), sku=product.sku)
        level, supplier = Decimal(product.reorder_level), _supplier(stock, turn)
        free = max(stock.free, _NOTHING)
        parts.append(text("stock-low-line", name=name, free=free, level=level, supplier=supplier))
        parts += [*_overbooked(stock), *_on_order(stock)]
    if len(low) > MOST_LOW:
        parts.append(text("and-more", count=len(low) - MOST_LOW))
    return Lines(tuple(parts))
