"""Invoices in the UN/CEFACT Cross Industry Invoice D16B, which Factur-X and ZUGFeRD put into PDF files.

The elements are those of EN 16931's syntax binding CEN/TS 16931-3-3.
"""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from bot.einvoice import EInvoice, Trader
from bot.model import Item
from integrations.einvoice.opening import NoInvoice
from integrations.einvoice.reading import Reading, unique

ROOTS = frozenset({"CrossIndustryInvoice"})
_CREDIT_NOTES = frozenset({"81", "83", "381", "396", "532"})  # of UNTDID 1001, as EN 16931 lists them
_TRADE = "SupplyChainTradeTransaction"
_AGREED = f"{_TRADE}/ApplicableHeaderTradeAgreement"
_SETTLED = f"{_TRADE}/ApplicableHeaderTradeSettlement"
_TOTALS = f"{_SETTLED}/SpecifiedTradeSettlementHeaderMonetarySummation"
_PATHS = {
    "supplier": f"{_AGREED}/SellerTradeParty",
    "number": "ExchangedDocument/ID",
    "issued": "ExchangedDocument/IssueDateTime/DateTimeString",
    "due_dates": f"{_SETTLED}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",
    "total": f"{_TOTALS}/GrandTotalAmount",
    "orders": f"{_AGREED}/BuyerOrderReferencedDocument/IssuerAssignedID",
    "iban": f"{_SETTLED}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID",
}


def invoices(root: Element, file: str, *, wrapped: bool) -> tuple[EInvoice, ...]:
    """The invoice of the file; raises `NoInvoice`."""
    if root.find("ExchangedDocument") is None or root.find(_TRADE) is None:
        raise NoInvoice("it has no document or no trade")
    reading = Reading()
    currency = reading.currency(root, f"{_SETTLED}/InvoiceCurrencyCode")
    taxable, total = (reading.amount(root, f"{_TOTALS}/{name}Amount") for name in ("TaxBasisTotal", "GrandTotal"))
    vat = _vat(reading, root, currency)
    reading.compare(total=total, taxable=taxable, vat=vat)
    number, issued = reading.text(root, _PATHS["number"]), reading.day(root, _PATHS["issued"])
    supplier = _trader(reading, root, "Seller", who="supplier")
    reading.missing(number=number, date=issued, total=total, supplier=supplier.name)
    note = reading.text(root, "ExchangedDocument/TypeCode") in _CREDIT_NOTES
    return (
        EInvoice(
            file=file,
            format="CII D16B",
            kind="credit_note" if note else "invoice",
            number=number or None,
            issued=issued,
            due_dates=_due_dates(reading, root),
            supplier=supplier,
            customer=_trader(reading, root, "Buyer", who="customer"),
            currency=currency,
            total=total,
            taxable=taxable,
            vat=vat,
            to_pay=reading.amount(root, f"{_TOTALS}/DuePayableAmount"),
            lines=_lines(reading, root, currency),
            iban=next((iban for one in root.findall(_PATHS["iban"]) if (iban := reading.iban(one.text or ""))), None),
            orders=unique([reading.text(one, ".") for one in root.findall(_PATHS["orders"])]),
            wrapped=wrapped,
            paths={name: f"{root.tag}/{path}" for name, path in _PATHS.items() if root.find(path) is not None},
            problems=unique(reading.problems),
        ),
    )


def _trader(reading: Reading, root: Element, side: str, *, who: str) -> Trader:
    """Of the registrations that for VAT (VA) before the tax office's number (FC)."""
    party = root.find(f"{_AGREED}/{side}TradeParty")
    numbers = party.findall("SpecifiedTaxRegistration/ID") if party is not None else []
    numbers = sorted(numbers, key=lambda one: one.get("schemeID") != "VA")
    tax_id = reading.text(numbers[0], ".") if numbers else ""
    country = reading.text(party, "PostalTradeAddress/CountryID")
    return reading.trader(name=reading.text(party, "Name"), tax_id=tax_id, country=country, who=who)


def _vat(reading: Reading, root: Element, currency: str | None) -> Decimal | None:
    """The VAT in the invoice's own currency; a second total may give it in that of the tax office."""
    amounts = root.findall(f"{_TOTALS}/TaxTotalAmount")
    own = [one for one in amounts if one.get("currencyID") in {None, currency}]
    return reading.amount(own[0], ".") if own else None


def _due_dates(reading: Reading, root: Element) -> tuple[date, ...]:
    days = {reading.day(one, ".") for one in root.findall(_PATHS["due_dates"])}
    return tuple(sorted(day for day in days if day))


def _lines(reading: Reading, root: Element, currency: str | None) -> tuple[Item, ...]:
    return tuple(
        reading.line(
            one,
            quantity="SpecifiedLineTradeDelivery/BilledQuantity",
            description="SpecifiedTradeProduct/Name",
            price="SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",
            currency=currency,
        )
        for one in root.findall(f"{_TRADE}/IncludedSupplyChainTradeLineItem")
    )
