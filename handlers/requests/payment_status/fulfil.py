"""Whether an invoice was paid: answered at once from the company's invoices and payments."""

from bot.conversation import Choice, Draft
from bot.effects import AddEvent, Effect, Say
from bot.lifecycle import event
from bot.model import FieldValue, Invoice, Money, Person, Task
from bot.notices import field_lines, tell_team
from bot.texts import Arg, Lines, text
from bot.turn import Question, Rules, Stop, Turn
from bot.understanding.readers.references import read_references
from bot.understanding.records import sure

MOST_CHOICES = 4
MOST_LISTED = 6
_ACCOUNTANTS = frozenset({"accounting", "management"})


def look(draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
    """The draft with its party and invoice found in the records, or what has to be asked."""
    if not may_know(turn.person, turn.rules):
        return draft, None
    draft, question = _settle_party(draft, turn)
    if question:
        return draft, question
    number = draft.fields.get("invoice_number")
    if number is None or "invoice" in draft.settled:
        return draft, None
    found = invoices_of(draft.fields, turn.facts.invoices)
    if len(found) == 1:
        return choose(draft, turn, "invoice_number", None, _key(found[0])), None
    if found:
        choices = tuple(Choice(value=_key(one), label=_label(one, turn)) for one in found[:MOST_CHOICES])
        return draft, Question("invoice_number", text("which-invoice", number=str(number.content)), choices)
    fields = {name: value for name, value in draft.fields.items() if name != "invoice_number"}
    draft = draft.model_copy(update={"fields": fields})
    return draft, Question("invoice_number", text("no-such-invoice", number=str(number.content)))


def choose(draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
    """The draft after an invoice or a party was chosen."""
    if field == "invoice_number":
        return draft.model_copy(update={"settled": {**draft.settled, "invoice": value}})
    party = next(party for party in turn.directory.parties if party.id == value)
    field_value = draft.fields["counterparty"].model_copy(update={"content": party.name, "record": party.id})
    return draft.model_copy(update={"fields": {**draft.fields, "counterparty": field_value}})


def summary(draft: Draft, turn: Turn) -> Arg:
    """Nothing to confirm: it only looks up."""
    return text("confirm-unclear")


def details(task: Task, turn: Turn) -> Arg:
    """The task's fields."""
    return field_lines(task, turn.directory.products)


def start(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """The task done with its answer; for who may not know, handed to accounting."""
    if not may_know(turn.person, turn.rules):
        said = text("payment-not-for-you", reference=task.reference)
        return task, (*tell_team(task, turn), Say(said))
    found = _wanted(task.fields, turn)
    done = task.model_copy(update={"status": "done"})
    answered = event(
        done, "done", actor=None, channel=turn.channel, now=turn.now, invoices=[one.number for one in found]
    )
    number = task.fields.get("invoice_number")
    answer = _about_invoice(found[0], turn) if number and found else _about_party(task, found, turn)
    if number and found and (others := _also_named(found[0], turn)):
        answer = Lines((answer, *(_about_invoice(one, turn) for one in others)))
    return done, (AddEvent(answered), Say(answer))


def may_know(person: Person, rules: Rules) -> bool:
    """Whether a customer has paid is for all staff, unless a setting keeps it to accounting, managers and admins."""
    return rules.payment_status_for == "everyone" or person.team in _ACCOUNTANTS or person.role in {"manager", "admin"}


def invoices_of(fields: dict[str, FieldValue], invoices: tuple[Invoice, ...]) -> list[Invoice]:
    """The invoices that the number and the party of a request may mean; an exact number outdoes a partial one."""
    number = _plain(str(fields["invoice_number"].content)) if "invoice_number" in fields else None
    party = fields["counterparty"].record if "counterparty" in fields else None
    of_party = [one for one in invoices if party in {None, one.party_id}]
    if number is None:
        return of_party
    exact = [one for one in of_party if _plain(one.number) == number]
    return exact or [one for one in of_party if number in _plain(one.number).split("/")]


def _settle_party(draft: Draft, turn: Turn) -> tuple[Draft, Question | None]:
    value = draft.fields.get("counterparty")
    if value is None or value.record:
        return draft, None
    matches = turn.names.parties(str(value.content))
    if match := sure(matches, str(value.content)):
        return choose(draft, turn, "counterparty", None, match.id), None
    if "invoice_number" in draft.fields and invoices_of(
        {"invoice_number": draft.fields["invoice_number"]}, turn.facts.invoices
    ):
        return draft, None
    known = {party.id: party for party in turn.directory.parties}
    choices = tuple(Choice(value=m.id, label=known[m.id].name) for m in matches[:MOST_CHOICES])
    if choices:
        return draft, Question("counterparty", text("which-party", name=str(value.content)), choices)
    fields = {name: one for name, one in draft.fields.items() if name != "counterparty"}
    draft = draft.model_copy(update={"fields": fields})
    return draft, Question("counterparty", text("unknown-party", name=str(value.content)))


def _wanted(fields: dict[str, FieldValue], turn: Turn) -> list[Invoice]:
    return invoices_of(fields, turn.facts.invoices)


def _also_named(first: Invoice, turn: Turn) -> list[Invoice]:
    """Other invoices that the message names by their whole number: "16/2026 and 17/2026, paid?"."""
    named = {_plain(found.value) for found in read_references(turn.text, turn.language)}
    return [one for one in turn.facts.invoices if _plain(one.number) in named and one.number != first.number]


def _about_invoice(invoice: Invoice, turn: Turn) -> Arg:
    """Whether it is paid, when, and if not how much is left and how late it is."""
    late = (turn.now.date() - invoice.due_date).days
    head = text(
        f"invoice-{invoice.direction}",
        number=invoice.number,
        party=invoice.party,
        amount=_money(invoice.amount, invoice),
        issued=invoice.issued,
    )
    payments = [text("payment-line", amount=_money(one.amount, invoice), day=one.on) for one in invoice.payments]
    if invoice.balance == 0:
        last = max((one.on for one in invoice.payments), default=invoice.issued)
        return Lines((text("is-paid", day=last), head, *(payments if len(payments) > 1 else ())))
    state: Arg = text("is-partly-paid", paid=_money(invoice.paid, invoice)) if invoice.paid else text("is-not-paid")
    rest = text("rest-to-pay", rest=_money(invoice.balance, invoice), due=invoice.due_date)
    lateness = text("days-late", days=late) if late > 0 else text("days-left", days=-late)
    return Lines((state, head, *payments, rest, lateness))


def _about_party(task: Task, found: list[Invoice], turn: Turn) -> Arg:
    """What is open with a party and what was paid last."""
    name = str(task.fields["counterparty"].content)
    if not found:
        return text("no-invoices", party=name)
    open_ones = sorted((one for one in found if one.balance), key=lambda one: one.due_date)
    paid = [(payment.on, payment.amount, one) for one in found for payment in one.payments]
    parts: list[Arg] = [text("party-open", party=name, count=len(open_ones))]
    parts += [_open_line(one, turn) for one in open_ones[:MOST_LISTED]]
    if len(open_ones) > MOST_LISTED:
        parts.append(text("and-more", count=len(open_ones) - MOST_LISTED))
    if paid:
        day, amount, one = max(paid, key=lambda entry: entry[0])
        parts.append(text("last-payment", amount=_money(amount, one), day=day, number=one.number))
    return Lines(tuple(parts))


def _open_line(one: Invoice, turn: Turn) -> Arg:
    late = (turn.now.date() - one.due_date).days
    name = "open-invoice-late" if late > 0 else "open-invoice"
    rest = _money(one.balance, one)
    return text(name, number=one.number, rest=rest, due=one.due_date, days=max(late, 0))


def _money(amount: object, invoice: Invoice) -> Money:
    return Money.model_validate({"amount": amount, "currency": invoice.currency})


def _label(one: Invoice, turn: Turn) -> str:
    return turn.say(
        text("invoice-choice", number=one.number, party=one.party, amount=_money(one.amount, one), issued=one.issued)
    )


def _key(one: Invoice) -> str:
    return f"{one.direction}|{one.number}|{one.party_id}"


def _plain(number: str) -> str:
    return "".join(number.split()).upper()
