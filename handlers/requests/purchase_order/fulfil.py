"""A purchase order: to whom, what, the summary, and after a yes the document and the mail; then it waits."""

from bot.conversation import Draft
from bot.corrections import UNPLACED
from bot.documents import PurchaseOrderDocument, Recipient
from bot.effects import ChangeTask, Effect, FileDocument, Fulfil, Notify, Say, SendMail
from bot.formatting import write_money
from bot.lifecycle import event
from bot.model import FieldValue, Language, Money, Party, Person, Task
from bot.notices import notice_key, tell_team
from bot.texts import Arg, Lines, Listing, Named, text
from bot.turn import Question, Rules, Stop, Turn, Work
from handlers.requests.purchase_order import records
from handlers.requests.purchase_order.prices import (
    Line,
    at_most,
    currencies_said,
    currency_of,
    lines_of,
    order_line,
    total,
    worth,
)
from handlers.requests.purchase_order.records import PROPOSED, buyer, settle_items, settle_supplier, supplier_of
from handlers.requests.purchase_order.said_prices import settle_prices
from handlers.requests.trade import issuer, requester_of, with_bare_products

_OUT = frozenset({"mail_queued", "answered"})  # events of an order that its supplier knows of


def look(draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
    """The draft with supplier and products settled as far as the records go."""
    draft = settle_prices(with_bare_products(draft, list(turn.directory.products), turn), turn)
    for step in (settle_supplier, settle_items):
        draft, question = step(draft, turn)
        if question:
            return draft, question
    if len(said := currencies_said(draft.fields)) > 1:
        return draft, Question("items", text("order-one-currency", currencies=Listing(tuple(said))))
    return draft, None


def choose(draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
    """The draft after a supplier or a product was chosen."""
    return records.choose(draft, turn, line, value)


def summary(draft: Draft, turn: Turn) -> Arg:
    """The order before it leaves: lines, prices as far as known, where it goes and who has to approve it."""
    supplier = supplier_of(draft.fields, turn.directory)
    if supplier is None:
        return text("confirm-unclear")
    language = _language(supplier, turn.rules)
    parts = _figures(draft.fields, turn.person, turn)
    if draft.settled.get("supplier") == PROPOSED:
        parts.insert(1, text("order-proposed", supplier=supplier.name))
    lines = _lines(draft.fields, turn.person, turn)
    unknown = [line.item.description for line in lines if line.product is None]
    if unknown and language != turn.language:
        parts.append(text("order-untranslated", things=Listing(tuple(unknown))))
    parts.append(text("order-goes-to", address=supplier.email or "", language=text(f"in-{language}")))
    parts += _reasons(draft.fields, turn.person, turn)
    if draft.settled.get(UNPLACED):
        parts.append(text("order-unplaced-price", amounts=draft.settled[UNPLACED]))
    if any(line.most is None for line in lines):
        parts.append(text("order-tell-price"))
    return Lines((*parts, text("order-send")))


def details(task: Task, turn: Turn) -> Arg:
    """The order and why it needs an approval."""
    person = turn.people().get(task.requester_id, turn.person)
    return Lines((*_figures(task.fields, person, turn), *_reasons(task.fields, person, turn)))


def needs_approval(fields: dict[str, FieldValue], turn: Turn) -> bool:
    """Whether a manager looks first: above the limit, a price that nobody knows, or a supplier not yet checked."""
    return bool(_reasons(fields, turn.person, turn))


def start(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """Purchasing is told; the document and the mail are made after this transaction."""
    return task, (*tell_team(task, turn), Fulfil(task))


def undo(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """Of an order that has left the house it is said that the supplier still has it: nothing is mailed unasked."""
    before, supplier = turn.facts.tasks.get(task.reference), supplier_of(task.fields, turn.directory)
    if before is None or supplier is None or not _has_left(before, turn):
        return ()
    address = supplier.email or ""
    return (Say(text("order-still-out", reference=task.reference, supplier=supplier.name, address=address)),)


def _has_left(task: Task, turn: Turn) -> bool:
    """Whether the supplier has been mailed the order; where its events were not read, whether it may have been."""
    events = turn.facts.events.get(task.reference)
    if events is None:
        return task.status != "awaiting_approval" or task.revision > 1
    return any(one.kind in _OUT for one in events)


def carry_out(task: Task, work: Work) -> tuple[Effect, ...]:
    """The document, the mail with it, and the task waiting for the supplier; the person and whoever asked are told."""
    document = order_document(task, work)
    address = document.order_mail or ""
    requester = requester_of(task, work)
    name = f"{task.reference}{f'-{document.revision}' if document.revision > 1 else ''}.pdf"
    waiting = task.model_copy(update={"status": "waiting", "waiting_for": "supplier", "updated_at": work.now})
    queued = event(waiting, "mail_queued", actor=None, channel=work.channel, now=work.now, to=address, document=name)
    told = _sent(document, address)
    effects: tuple[Effect, ...] = (
        FileDocument(name, "application/pdf", work.render(document), task.reference),
        ChangeTask(waiting, queued),
        SendMail(
            template="purchase_order",
            sender=document.issuer.email,
            to=address,
            language=document.language,
            values=_mail_values(document, requester, work.directory.company),
            reference=task.reference,
            key=f"purchase_order:{task.reference}:{document.revision}",
            attach=(name,),
        ),
        Say(told),
    )
    if work.actor.id == task.requester_id:
        return effects
    key = notice_key(task, f"sent-{document.revision}", task.requester_id)
    sent = text("approved-and-sent", actor=work.actor.name, sent=told)
    return (*effects, Notify(task.requester_id, sent, task.reference, key))


def order_document(task: Task, work: Work) -> PurchaseOrderDocument:
    """The order as a document in the supplier's language; raises LookupError when the supplier left the records."""
    supplier = supplier_of(task.fields, work.directory)
    if supplier is None:
        raise LookupError(task.reference)
    requester = requester_of(task, work)
    entity = buyer(requester, work.directory)
    currency = currency_of(task.fields, entity)
    language = _language(supplier, work.rules)
    lines = lines_of(task.fields, work.directory, currency)
    wanted = task.fields.get("delivery_date")
    return PurchaseOrderDocument.model_validate(
        {
            "language": language,
            "reference": task.reference,
            "revision": task.revision,
            "issued": work.now.date(),
            "delivery_date": wanted.content if wanted else None,
            "issuer": issuer(entity),
            "supplier": Recipient(
                name=supplier.name, city=supplier.city, country=supplier.country, tax_id=supplier.tax_id
            ),
            "lines": tuple(order_line(line, language) for line in lines),
            "currency": currency,
            "net_total": total(lines),
            "cost_center": str(task.fields["cost_center"].content) if "cost_center" in task.fields else None,
            "ordered_by": requester.name,
            "ordered_by_mail": requester.email,
            "order_mail": supplier.email,
        }
    )


def _lines(fields: dict[str, FieldValue], person: Person, turn: Turn) -> tuple[Line, ...]:
    return lines_of(fields, turn.directory, currency_of(fields, buyer(person, turn.directory)))


def _figures(fields: dict[str, FieldValue], person: Person, turn: Turn) -> list[Arg]:
    """To whom, from which of our companies, what, and what it comes to; when and on which cost centre."""
    entity = buyer(person, turn.directory)
    currency = currency_of(fields, entity)
    lines = lines_of(fields, turn.directory, currency)
    parts: list[Arg] = [text("order-to", supplier=str(fields["supplier"].content), company=entity.name)]
    parts += [_line(line, currency) for line in lines]
    if (known := total(lines)) is not None:
        parts.append(text("order-total", amount=Money(amount=known, currency=currency)))
    elif (most := at_most(lines)) is not None:
        parts.append(text("order-at-most", amount=Money(amount=most, currency=currency)))
    if "delivery_date" in fields:
        parts.append(text("order-delivery", day=fields["delivery_date"]))
    if "cost_center" in fields:
        parts.append(text("order-cost-center", name=fields["cost_center"]))
    return parts


def _line(line: Line, currency: str) -> Arg:
    """A line with its price, with what it comes to at most, or with neither."""
    thing = _thing(line)
    if line.net is not None and line.price is not None:
        price, net = Money(amount=line.price, currency=currency), Money(amount=line.net, currency=currency)
        return text("order-line", quantity=line.quantity, thing=thing, price=price, net=net)
    if line.most is not None:
        most = Money(amount=line.most, currency=currency)
        return text("order-line-at-most", quantity=line.quantity, thing=thing, most=most)
    return text("order-line-unpriced", quantity=line.quantity, thing=thing)


def _thing(line: Line) -> Arg:
    return Named(line.product.names) if line.product else line.item.description


def _reasons(fields: dict[str, FieldValue], person: Person, turn: Turn) -> list[Arg]:
    """Why a manager has to approve an order, a sentence each; none when nobody has to."""
    currency = currency_of(fields, buyer(person, turn.directory))
    lines = lines_of(fields, turn.directory, currency)
    limit = turn.rules.purchase_order_limit
    reasons: list[Arg] = []
    if worth(lines) > limit:
        reasons.append(text("order-above-limit", limit=Money(amount=limit, currency=currency)))
    if unpriced := tuple(_thing(line) for line in lines if line.most is None):
        reasons.append(text("order-price-unknown", things=Listing(unpriced)))
    if odd := tuple(_thing(line) for line in lines if line.odd):
        reasons.append(text("order-odd-price", things=Listing(odd)))
    supplier = supplier_of(fields, turn.directory)
    if supplier and supplier.state == "pending":
        reasons.append(text("order-supplier-unchecked", supplier=supplier.name))
    return reasons


def _sent(document: PurchaseOrderDocument, address: str) -> Arg:
    supplier = document.supplier.name
    if document.net_total is None:
        return text("order-sent-unpriced", reference=document.reference, supplier=supplier, address=address)
    amount = Money(amount=document.net_total, currency=document.currency)
    return text("order-sent", reference=document.reference, supplier=supplier, address=address, total=amount)


def _language(supplier: Party, rules: Rules) -> Language:
    """The supplier's language on record, else the setting."""
    return supplier.language or rules.default_language


def _mail_values(document: PurchaseOrderDocument, requester: Person, company: str) -> dict[str, object]:
    net, currency = document.net_total, document.currency
    return {
        "document": document,
        "total": None if net is None else write_money(net, currency, language=document.language),
        "colleague": requester.name,
        "colleague_email": requester.email,
        "company": company,
    }
