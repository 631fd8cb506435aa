"""A quote: who for, which products, the summary, and after a yes the document and the mail."""

from datetime import timedelta
from decimal import Decimal

from bot.conversation import Draft
from bot.documents import QuoteDocument, QuoteLine, Recipient
from bot.effects import AddEvent, ChangeTask, Effect, FileDocument, Fulfil, Notify, Say, SendMail
from bot.formatting import write_money
from bot.lifecycle import event
from bot.model import Directory, Entity, FieldValue, Language, Money, Party, Person, Task
from bot.notices import notice_key
from bot.texts import Arg, Lines, Named, text
from bot.turn import Question, Rules, Stop, Turn, Work
from handlers.requests.quote.amounts import Totals, quote_line, total
from handlers.requests.quote.records import (
    customer_of,
    entity_for,
    entity_of,
    settle_customer,
    settle_entity,
    settle_items,
)
from handlers.requests.trade import choose_party, choose_product, issuer, items_of, requester_of

_STEPS = (settle_customer, settle_entity, settle_items)


def look(draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
    """The draft with customer, entity, products and address settled as far as the records go."""
    for step in _STEPS:
        draft, question = step(draft, turn)
        if question:
            return draft, question
    ready = "customer" in draft.fields and "items" in draft.fields
    if ready and not _address(draft.fields, turn.directory):
        return draft, Question("email", text("which-address", name=str(draft.fields["customer"].content)))
    return draft, None


def choose(draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
    """The draft after a customer, an entity or a product was chosen."""
    if line is not None:
        return choose_product(draft, line, value)
    if any(entity.id == value for entity in turn.directory.entities):
        return draft.model_copy(update={"settled": {**draft.settled, "entity": value}})
    return choose_party(draft, turn, "customer", value)


def summary(draft: Draft, turn: Turn) -> Arg:
    """The quote before it leaves: lines, discount, VAT, total, where it goes and in which language."""
    customer = customer_of(draft.fields, turn.directory)
    entity = entity_for(customer, draft.settled.get("entity"), turn.directory)
    if entity is None:
        return text("confirm-unclear")
    language = _language(draft.fields, customer, turn.rules)
    parts = _figures(draft.fields, entity, turn)
    if "deadline" in draft.fields:
        parts.append(text("quote-deadline", day=draft.fields["deadline"]))
    if any(item.unit_price for item in items_of(draft.fields)):
        parts.append(text("quote-list-prices"))
    address = _address(draft.fields, turn.directory) or ""
    parts.append(text("quote-goes-to", address=address, language=text(f"in-{language}")))
    if (limit := turn.rules.quote_discount_limit) < _percent(draft.fields):
        parts.append(text("quote-above-limit", limit=FieldValue(type="percent", content=limit)))
    return Lines((*parts, text("quote-send")))


def details(task: Task, turn: Turn) -> Arg:
    """The customer, the lines and what they come to."""
    limit = FieldValue(type="percent", content=turn.rules.quote_discount_limit)
    above = text("quote-above-limit", limit=limit)
    return Lines((*_figures(task.fields, entity_of(task, turn.directory), turn), above))


def _figures(fields: dict[str, FieldValue], entity: Entity, turn: Turn) -> list[Arg]:
    lines = _lines(fields, turn.directory, entity, language=turn.language)
    sums = total(lines, _percent(fields))
    parts: list[Arg] = [text("quote-for", customer=str(fields["customer"].content))]
    parts += [_line(line, entity.currency, turn) for line in lines]
    if sums.discount:
        discount = Money(amount=-sums.discount, currency=entity.currency)
        parts.append(text("quote-discount", percent=fields["discount"], amount=discount))
    return [*parts, *_sums(sums, entity.currency)]


def start(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """The document and the mail are made after this transaction."""
    return task, (Fulfil(task),)


def carry_out(task: Task, work: Work) -> tuple[Effect, ...]:
    """The document, the mail with it, and the task done; the person and whoever asked are told."""
    document = quote_document(task, work)
    address = _address(task.fields, work.directory) or ""
    name = f"{task.reference}{f'-{document.revision}' if document.revision > 1 else ''}.pdf"
    amount = Money(amount=document.gross_total, currency=document.currency)
    requester = requester_of(task, work)
    done = task.model_copy(update={"status": "done", "updated_at": work.now})
    sent = {"amount": str(document.gross_total), "currency": document.currency}
    told = text("quote-sent", reference=task.reference, customer=document.customer.name, total=amount, address=address)
    effects: tuple[Effect, ...] = (
        FileDocument(name, "application/pdf", work.render(document), task.reference),
        ChangeTask(done, event(task, "done", actor=None, channel=work.channel, now=work.now, document=name)),
        SendMail(
            template="quote",
            sender=document.issuer.email,
            to=address,
            language=document.language,
            values=_mail_values(document, requester, work.directory.company),
            reference=task.reference,
            key=f"quote:{task.reference}:{document.revision}",
            attach=(name,),
        ),
        AddEvent(event(task, "mail_queued", actor=None, channel=work.channel, now=work.now, to=address, **sent)),
        Say(told),
    )
    if work.actor.id == task.requester_id:
        return effects
    key = notice_key(task, f"sent-{document.revision}", task.requester_id)
    return (
        *effects,
        Notify(task.requester_id, text("approved-and-sent", actor=work.actor.name, sent=told), task.reference, key),
    )


def quote_document(task: Task, work: Work) -> QuoteDocument:
    """The quote as a document in the customer's language; raises LookupError when a product left the price list."""
    customer = customer_of(task.fields, work.directory)
    entity = entity_of(task, work.directory)
    language = _language(task.fields, customer, work.rules)
    lines = _lines(task.fields, work.directory, entity, language=language)
    percent = _percent(task.fields)
    sums = total(lines, percent)
    requester = requester_of(task, work)
    day = work.now.date()
    return QuoteDocument(
        language=language,
        reference=task.reference,
        revision=task.revision,
        issued=day,
        valid_until=day + timedelta(days=work.rules.quote_valid_days),
        issuer=issuer(entity),
        customer=_recipient(task, customer),
        lines=lines,
        discount=percent or None,
        discount_amount=sums.discount,
        net_total=sums.net,
        vat=sums.vat,
        gross_total=sums.gross,
        currency=entity.currency,
        payment_days=customer.payment_days if customer else 30,
        prepared_by=requester.name,
        delivery_mail=_address(task.fields, work.directory),
    )


def _lines(
    fields: dict[str, FieldValue], directory: Directory, entity: Entity, *, language: Language
) -> tuple[QuoteLine, ...]:
    products = {product.sku: product for product in directory.products}
    customer = customer_of(fields, directory)
    return tuple(quote_line(item, products[item.sku or ""], entity, customer, language) for item in items_of(fields))


def _line(line: QuoteLine, currency: str, turn: Turn) -> Arg:
    product = turn.product(line.sku or "")
    return text(
        "quote-line",
        quantity=line.quantity,
        product=Named(product.names) if product else line.description,
        price=Money(amount=line.unit_price, currency=currency),
        net=Money(amount=line.net, currency=currency),
    )


def _sums(sums: Totals, currency: str) -> list[Arg]:
    net = text("quote-net", amount=Money(amount=sums.net, currency=currency))
    vat = [
        text(
            "quote-vat",
            rate=FieldValue(type="percent", content=one.rate),
            amount=Money(amount=one.amount, currency=currency),
        )
        for one in sums.vat
    ]
    return [net, *vat, text("quote-total", amount=Money(amount=sums.gross, currency=currency))]


def _percent(fields: dict[str, FieldValue]) -> Decimal:
    value = fields["discount"].content if "discount" in fields else Decimal(0)
    return value if isinstance(value, Decimal) else Decimal(0)


def _address(fields: dict[str, FieldValue], directory: Directory) -> str | None:
    """Where the quote goes: the address that was said, else the one on record."""
    if "email" in fields:
        return str(fields["email"].content)
    customer = customer_of(fields, directory)
    return customer.email if customer else None


def _language(fields: dict[str, FieldValue], customer: Party | None, rules: Rules) -> Language:
    """The customer's language; of a new one whose name is in Hebrew letters Hebrew, else the setting."""
    if customer and customer.language:
        return customer.language
    hebrew = any("א" <= char <= "ת" for char in str(fields["customer"].content))
    return "he" if hebrew else rules.default_language


def _recipient(task: Task, customer: Party | None) -> Recipient:
    if customer is None:
        return Recipient(name=str(task.fields["customer"].content))
    return Recipient(name=customer.name, city=customer.city, country=customer.country, tax_id=customer.tax_id)


def _mail_values(document: QuoteDocument, requester: Person, company: str) -> dict[str, object]:
    return {
        "document": document,
        "total": write_money(document.gross_total, document.currency, language=document.language),
        "colleague": requester.name,
        "colleague_email": requester.email,
        "company": company,
    }
