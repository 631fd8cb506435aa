"""Rows of invoices and of payments."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.model import Direction, Invoice, Party, PartyKind, Payment
from bot.sheets import Refused
from bot.sheets.cells import quoted
from bot.sheets.changes import Change, changed, needed
from bot.sheets.figures import Figure, in_currency
from bot.sheets.known import InvoiceKey, Known, tax_key
from bot.sheets.people import Defaults
from bot.sheets.reading import Row

_ZERO = Decimal(0)
_KINDS: dict[str, PartyKind] = {"receivable": "customer", "payable": "supplier"}


def invoice_key(row: Row, known: Known) -> InvoiceKey:
    """Which invoice a row is about; raises `Refused`."""
    number = row.values.get("number")
    if number is None:
        raise Refused("it has no invoice number")
    party = _party_of(row, known)
    direction: Direction = row.values.get("direction") or ("receivable" if party.kind == "customer" else "payable")
    return direction, party.id, number


def _party_of(row: Row, known: Known) -> Party:
    values = row.values
    kind = _KINDS.get(values.get("direction", ""))
    if party_id := values.get("party_id"):
        if party_id in known.parties:
            return known.parties[party_id]
        raise Refused(f"{quoted(party_id)} is the id of no party on record: import the parties first")
    if tax_id := values.get("party_tax_id"):
        return known.outside(tax_key(tax_id.text), kind)
    if name := values.get("party"):
        return known.outside(name, kind)
    raise Refused("it does not say whose invoice it is")


def invoice_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The invoice that a row makes or changes; raises `Refused`."""
    direction, party_id, number = key = invoice_key(row, known)
    old, party, values = known.invoices.get(key), known.parties[party_id], dict(row.values)
    if old is None:
        needed(values, "issued", "amount")
    currency = _currency(values, old)
    amount = in_currency(values["amount"], currency) if "amount" in values else old.amount if old else _ZERO
    issued: date = values.get("issued") or (old.issued if old else date.min)
    due: date = values.get("due_date") or (old.due_date if old else issued + timedelta(days=party.payment_days))
    if due < issued:
        raise Refused(f"it is due on {due.isoformat()}, before it was issued on {issued.isoformat()}")
    payments = _payments(values, old, currency)
    paid = _paid(values, old, amount, payments, currency=currency)
    if paid and not payments and "paid_on" in values:
        payments = (Payment(on=values["paid_on"], amount=paid),)
    name = values.get("party") if "party_id" in values else None
    new: dict[str, Any] = {
        "party": name or (old.party if old else party.name),
        "issued": issued,
        "due_date": due,
        "amount": amount,
        "currency": currency,
        "paid": paid,
        "balance": amount - paid,
        "payments": payments,
    }
    if old:
        return Change(("invoice", *key), old, changed(old, new))
    new |= {"number": number, "direction": direction, "party_id": party_id}
    return Change(("invoice", *key), None, Invoice.model_validate(new))


def _currency(values: dict[str, Any], old: Invoice | None) -> str:
    amount: Figure | None = values.get("amount")
    said: str | None = values.get("currency") or (amount.currency if amount else None)
    if old and said not in {None, old.currency}:
        raise Refused(f"it is in {old.currency} on record and in {said} here")
    if currency := said or (old.currency if old else None):
        return currency
    raise Refused("it has no currency: add a column, or say --set currency=EUR for all rows")


def _payments(values: dict[str, Any], old: Invoice | None, currency: str) -> tuple[Payment, ...]:
    """The payments on record, and those of the row that are not among them."""
    payments = list(old.payments if old else ())
    there = Counter((payment.on, payment.amount) for payment in payments)
    for day, figure in values.get("payments", ()):
        payment = Payment(on=day, amount=in_currency(figure, currency))
        there[payment.on, payment.amount] -= 1
        if there[payment.on, payment.amount] < 0:
            payments.append(payment)
    return tuple(payments)


def _paid(
    values: dict[str, Any], old: Invoice | None, amount: Decimal, payments: tuple[Payment, ...], *, currency: str
) -> Decimal:
    """What is paid: as the row says, else as its balance says, else as on record with the payments that are new."""
    dated = _sum(payments)
    said = in_currency(values["paid"], currency) if "paid" in values else None
    balance = in_currency(values["balance"], currency) if "balance" in values else None
    if said is not None and balance is not None and amount - said != balance:
        raise Refused(f"its balance {balance} is not its amount {amount} less {said} paid")
    if said is None and balance is not None:
        said = amount - balance
    if said is None:
        return dated + (old.paid - _sum(old.payments) if old else _ZERO)
    if abs(said) < abs(dated):
        raise Refused(f"{said} is said to be paid, and the payments on record make {dated}")
    return said


def payment_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The invoice with the payment that a row says; raises `Refused`, also for an invoice that is not on record."""
    values = row.values
    for name, words in (("paid_on", "the day of the payment"), ("amount", "an amount")):
        if name not in values:
            raise Refused(f"it lacks {words} ({name})")
    direction, party_id, number = key = invoice_key(row, known)
    old = known.invoices.get(key)
    if old is None:
        whose = f"{known.parties[party_id].name} ({party_id})"
        raise Refused(f"there is no {direction} invoice {quoted(number)} of {whose} on record: import it first")
    if values.get("currency") not in {None, old.currency}:
        raise Refused(f"it is in {values['currency']}, and the invoice is in {old.currency}")
    payment = Payment(on=values["paid_on"], amount=in_currency(values["amount"], old.currency))
    if not payment.amount:
        raise Refused("its amount is 0")
    sort = ("payment", *key, payment.on, payment.amount)
    new = old if _is_there(payment, old, known.counted[sort] + 1) else _with(payment, old)
    return Change((*sort, values.get("payment_no")), old, new)


def _is_there(payment: Payment, invoice: Invoice, count: int) -> bool:
    """Whether as many payments of this day and amount are on record as the table has up to this row."""
    return sum(payment == other for other in invoice.payments) >= count


def _with(payment: Payment, old: Invoice) -> Invoice:
    undated = old.paid - _sum(old.payments)
    if undated:
        raise Refused(
            f"{undated} of the invoice is paid already without a day, and this payment may be part of it: "
            "import the invoice with its payments (column payments), or with paid 0, first"
        )
    payments = tuple(sorted((*old.payments, payment), key=lambda each: each.on))
    paid = _sum(payments)
    return changed(old, {"payments": payments, "paid": paid, "balance": old.amount - paid})


def _sum(payments: tuple[Payment, ...]) -> Decimal:
    return sum((payment.amount for payment in payments), _ZERO)
