"""The quote on paper."""

from functools import partial
from typing import Any

from bot.bidi import isolate, isolate_runs
from bot.documents import Issuer, QuoteDocument
from bot.formatting import write_date, write_figure, write_number, write_percent
from integrations.pdf.glyphs import printable
from integrations.pdf.typesetting import (
    Labels,
    labels_of,
    money,
    name_of,
    recipient,
    sheet,
    typeset,
    with_sign,
)


def render_quote(document: QuoteDocument) -> bytes:
    """The quote as a PDF/A-3b file; the same document gives the same bytes."""
    return typeset("quote", _values(document), issued=document.issued)


def _values(document: QuoteDocument) -> dict[str, Any]:
    """Everything the layout shows, written out in the document's language."""
    labels, language = labels_of("quote", document.language), document.language
    shared = sheet(document, labels, to=document.customer)
    return {
        **shared,
        "customer": recipient(document.customer, labels, language=language, mail=document.delivery_mail),
        "facts": _facts(document, labels),
        "columns": _columns(document, labels),
        "lines": _lines(document),
        "totals": _totals(document, labels),
        "gross": {"label": labels["gross_total"], "value": money(document)(document.gross_total)},
        "footer": [*shared["footer"], *_bank(document.issuer)],
    }


def _facts(document: QuoteDocument, labels: Labels) -> list[dict[str, str]]:
    days = document.payment_days
    form = "zero" if days == 0 else "one" if days == 1 else "few" if days <= 10 else "many"
    values = {
        "date": write_date(document.issued, language=document.language),
        "valid_until": write_date(document.valid_until, language=document.language),
        "payment": labels["payment_terms"][form].format(days=isolate(str(days))),
        "prepared_by": name_of(document.prepared_by),
    }
    return [{"label": labels[name], "value": value} for name, value in values.items()]


def _columns(document: QuoteDocument, labels: Labels) -> list[str]:
    unit_price, net = (with_sign(labels[name], document) for name in ("unit_price", "net"))
    return ["", labels["description"], labels["quantity"], unit_price, labels["vat"], net]


def _lines(document: QuoteDocument) -> list[dict[str, str | None]]:
    language, currency = document.language, document.currency
    return [
        {
            "number": str(number),
            "description": isolate_runs(printable(line.description), language),
            "sku": name_of(line.sku) if line.sku else None,
            "quantity": isolate(write_number(line.quantity, language=language)),
            "unit_price": isolate(write_figure(line.unit_price, currency, language=language)),
            "vat": isolate(write_percent(line.vat_rate, language=language)),
            "net": isolate(write_figure(line.net, currency, language=language)),
        }
        for number, line in enumerate(document.lines, start=1)
    ]


def _totals(document: QuoteDocument, labels: Labels) -> list[dict[str, str]]:
    write, percent = money(document), partial(write_percent, language=document.language)
    rows = []
    if document.discount_amount:
        rate = isolate(percent(document.discount)) if document.discount is not None else ""
        rows.append((labels["subtotal"], document.subtotal))
        rows.append((labels["discount"].format(rate=rate).strip(), -document.discount_amount))
    rows.append((labels["net_total"], document.net_total))
    for vat in document.vat:
        label = labels["vat_line"].format(rate=isolate(percent(vat.rate)), base=write(vat.base))
        rows.append((label, vat.amount))
    return [{"label": label, "value": write(amount)} for label, amount in rows]


def _bank(issuer: Issuer) -> list[str]:
    """The account to pay to, as one line, or nothing."""
    bank = [name_of(issuer.bank)] if issuer.bank else []
    if issuer.iban:
        compact = "".join(issuer.iban.split())
        grouped = "\xa0".join(compact[start : start + 4] for start in range(0, len(compact), 4))
        bank.append(isolate(printable(f"IBAN {grouped}")))
    return [" · ".join(bank)] if bank else []
