"""Invoices and credit notes in UBL 2.1, as Peppol BIS Billing 3.0 and EN 16931 use it.

The elements are those of docs.oasis-open.org/ubl/UBL-2.1.html and docs.peppol.eu/poacc/billing/3.0/.
"""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from bot.einvoice import EInvoice, Trader
from bot.model import Item, Money
from integrations.einvoice.opening import NoInvoice
from integrations.einvoice.reading import Reading, unique

ROOTS = frozenset({"Invoice", "CreditNote"})
_CREDIT_NOTES = frozenset({"81", "83", "381", "396", "532"})  # of UNTDID 1001, as EN 16931 lists them
_TOTALS = "LegalMonetaryTotal"
_ACCOUNT = "PayeeFinancialAccount/ID"
_PATHS = {
    "supplier": "AccountingSupplierParty/Party",
    "number": "ID",
    "issued": "IssueDate",
    "total": f"{_TOTALS}/TaxInclusiveAmount",
    "orders": "OrderReference/ID",
    "iban": f"PaymentMeans/{_ACCOUNT}",
}
_DUE = ("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")


def invoices(root: Element, file: str, *, wrapped: bool) -> tuple[EInvoice, ...]:
    """The invoice of the file; raises `NoInvoice` where an element of that name is something else."""
    if root.find("ID") is None or root.find("AccountingSupplierParty") is None:
        raise NoInvoice("it is an Invoice of another kind than UBL")
    reading = Reading()
    note = root.tag == "CreditNote" or reading.text(root, "InvoiceTypeCode") in _CREDIT_NOTES
    currency = reading.currency(root, "DocumentCurrencyCode")
    taxable, total = (reading.amount(root, f"{_TOTALS}/Tax{kind}Amount") for kind in ("Exclusive", "Inclusive"))
    vat = _vat(reading, root, currency)
    reading.compare(total=total, taxable=taxable, vat=vat)
    number, issued = reading.text(root, "ID"), reading.day(root, "IssueDate")
    supplier = _trader(reading, root, "supplier")
    reading.missing(number=number, date=issued, total=total, supplier=supplier.name)
    return (
        EInvoice(
            file=file,
            format="UBL 2.1",
            kind="credit_note" if note else "invoice",
            number=number or None,
            issued=issued,
            due_dates=_due_dates(reading, root),
            supplier=supplier,
            customer=_trader(reading, root, "customer"),
            currency=currency,
            total=total,
            taxable=taxable,
            vat=vat,
            to_pay=reading.amount(root, f"{_TOTALS}/PayableAmount"),
            lines=_lines(reading, root, currency),
            iban=_iban(reading, root),
            orders=unique([reading.text(one, "ID") for one in root.findall("OrderReference")]),
            wrapped=wrapped,
            paths=_paths(root),
            problems=unique(reading.problems),
        ),
    )


def _trader(reading: Reading, root: Element, who: str) -> Trader:
    """The legal name before the trading name, and of the tax numbers that for VAT before others."""
    party = root.find(f"Accounting{who.capitalize()}Party/Party")
    name = reading.text(party, "PartyLegalEntity/RegistrationName") or reading.text(party, "PartyName/Name")
    schemes = party.findall("PartyTaxScheme") if party is not None else []
    schemes = sorted(schemes, key=lambda one: reading.text(one, "TaxScheme/ID").upper() != "VAT")
    tax_id = next((number for one in schemes if (number := reading.text(one, "CompanyID"))), "")
    country = reading.text(party, "PostalAddress/Country/IdentificationCode")
    return reading.trader(name=name, tax_id=tax_id, country=_country(tax_id, country), who=who).model_copy(
        update={"country": country.upper() or None}
    )


def _country(tax_id: str, seat: str) -> str:
    """Whose rules a tax number follows: its own prefix's, since a firm may be registered away from its seat."""
    prefix = tax_id[:2].upper()
    return ("GR" if prefix == "EL" else prefix) if prefix.isalpha() and prefix else seat


def _vat(reading: Reading, root: Element, currency: str | None) -> Decimal | None:
    """The VAT in the invoice's own currency; a second total may give it in that of the tax office."""
    amounts = root.findall("TaxTotal/TaxAmount")
    own = [one for one in amounts if one.get("currencyID") in {None, currency}]
    return reading.amount(own[0], ".") if own else None


def _due_dates(reading: Reading, root: Element) -> tuple[date, ...]:
    days = {reading.day(one, ".") for path in _DUE for one in root.findall(path)}
    return tuple(sorted(day for day in days if day))


def _iban(reading: Reading, root: Element) -> str | None:
    """The first account that is an IBAN; a plain account number is none."""
    accounts = [reading.text(one, _ACCOUNT) for one in root.findall("PaymentMeans")]
    return next((iban for one in accounts if one[:2].isalpha() and (iban := reading.iban(one))), None)


def _lines(reading: Reading, root: Element, currency: str | None) -> tuple[Item, ...]:
    kind = "Credited" if root.tag == "CreditNote" else "Invoiced"
    return tuple(_line(reading, one, f"{kind}Quantity", currency) for one in root.findall(f"{root.tag}Line"))


def _line(reading: Reading, element: Element, quantity: str, currency: str | None) -> Item:
    """A line; its price may be for more than one piece (BaseQuantity)."""
    named = "Item/Name" if reading.text(element, "Item/Name") else "Item/Description"
    line = reading.line(element, quantity=quantity, description=named, price="Price/PriceAmount", currency=currency)
    pieces = reading.amount(element, "Price/BaseQuantity")
    if line.unit_price is None or not pieces or pieces == 1:
        return line
    price = Money(amount=line.unit_price.amount / pieces, currency=currency)
    return line.model_copy(update={"unit_price": price})


def _paths(root: Element) -> dict[str, str]:
    due = next((path for path in _DUE if root.find(path) is not None), None)
    places = {**_PATHS, **({"due_dates": due} if due else {})}
    return {name: f"{root.tag}/{path}" for name, path in places.items() if root.find(path) is not None}
