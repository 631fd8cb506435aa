"""Italian electronic invoices (FatturaPA 1.2, ordinary and simplified).

The format is the tax office's: www.fatturapa.gov.it, "Specifiche tecniche relative alla fatturazione elettronica".
"""

from decimal import Decimal
from xml.etree.ElementTree import Element

from bot.einvoice import EInvoice, Trader
from bot.model import Item
from integrations.einvoice.opening import NoInvoice
from integrations.einvoice.reading import Reading, unique

ROOTS = frozenset({"FatturaElettronica", "FatturaElettronicaSemplificata"})
_FORMATS = {
    "FPR12": "FatturaPA 1.2",
    "FPA12": "FatturaPA 1.2",
    "FSM10": "FatturaPA simplified 1.0",
    "SDI11": "FatturaPA 1.1",
    "SDI10": "FatturaPA 1.0",
}
_CREDIT_NOTES = frozenset({"TD04", "TD08"})
_DOCUMENT = "DatiGenerali/DatiGeneraliDocumento"
_PAYMENT = "DatiPagamento/DettaglioPagamento"
_ORDER = "DatiGenerali/DatiOrdineAcquisto/IdDocumento"
_PLACES = {
    "number": f"{_DOCUMENT}/Numero",
    "issued": f"{_DOCUMENT}/Data",
    "total": f"{_DOCUMENT}/ImportoTotaleDocumento",
    "due_dates": f"{_PAYMENT}/DataScadenzaPagamento",
    "iban": f"{_PAYMENT}/IBAN",
    "orders": _ORDER,
}


def invoices(root: Element, file: str, *, wrapped: bool) -> tuple[EInvoice, ...]:
    """Every invoice of the file, which may hold a batch of one supplier; raises `NoInvoice`."""
    header, bodies = root.find("FatturaElettronicaHeader"), root.findall("FatturaElettronicaBody")
    if header is None or not bodies:
        raise NoInvoice("it has no header or no invoice")
    simple = root.tag == "FatturaElettronicaSemplificata"
    return tuple(
        _invoice(root, header, body, place=place, simple=simple).model_copy(update={"file": file, "wrapped": wrapped})
        for place, body in enumerate(bodies, start=1)
    )


def _invoice(root: Element, header: Element, body: Element, *, place: int, simple: bool) -> EInvoice:
    reading = Reading()
    form = root.get("versione") or reading.text(header, "DatiTrasmissione/FormatoTrasmissione")
    if form not in _FORMATS:
        reading.problems.append(f"its format is {form[:20]!r}, which is not known")
    currency = reading.currency(body, f"{_DOCUMENT}/Divisa")
    taxable, vat, total = (_simple_sums if simple else _sums)(reading, body)
    payments = body.findall(_PAYMENT)
    days = [reading.day(one, "DataScadenzaPagamento") for one in payments]
    number, supplier = reading.text(body, f"{_DOCUMENT}/Numero"), _trader(reading, header, "CedentePrestatore")
    issued = reading.day(body, f"{_DOCUMENT}/Data")
    reading.missing(number=number, date=issued, total=total, supplier=supplier.name)
    return EInvoice(
        file="",
        format=_FORMATS.get(form, "FatturaPA"),
        kind="credit_note" if reading.text(body, f"{_DOCUMENT}/TipoDocumento") in _CREDIT_NOTES else "invoice",
        number=number or None,
        issued=issued,
        due_dates=tuple(sorted({day for day in days if day})),
        supplier=supplier,
        customer=_trader(reading, header, "CessionarioCommittente"),
        currency=currency,
        total=total,
        taxable=taxable,
        vat=vat,
        to_pay=reading.sum(payments, "ImportoPagamento"),
        lines=_simple_lines(reading, body) if simple else _lines(reading, body, currency),
        iban=next((iban for one in payments if (iban := reading.iban(reading.text(one, "IBAN")))), None),
        orders=unique([" ".join((one.text or "").split()) for one in body.findall(_ORDER)]),
        paths=_paths(body, place),
        problems=unique(reading.problems),
    )


def _trader(reading: Reading, header: Element, side: str) -> Trader:
    """Supplier or customer; the simplified format has its names right under the side, or one level deeper."""
    for deeper in ("/DatiAnagrafici", "/IdentificativiFiscali", ""):
        country = reading.text(header, f"{side}{deeper}/IdFiscaleIVA/IdPaese").upper()
        code = reading.text(header, f"{side}{deeper}/IdFiscaleIVA/IdCodice").upper()
        code = code or reading.text(header, f"{side}{deeper}/CodiceFiscale").upper()
        if code:
            break
    else:
        country, code = "", ""
    names = (f"{side}/DatiAnagrafici/Anagrafica", f"{side}/AltriDatiIdentificativi", side)
    name = next((said for place in names if (said := _name(reading, header, place))), "")
    seat = reading.text(header, f"{side}/Sede/Nazione") or country
    prefixed = code if not country or code.startswith(country) else f"{country}{code}"
    trader = reading.trader(name=name, tax_id=prefixed, country=country or seat, who=_WHO[side])
    return trader.model_copy(update={"country": seat or None})


_WHO = {"CedentePrestatore": "supplier", "CessionarioCommittente": "customer"}


def _name(reading: Reading, header: Element, place: str) -> str:
    """A firm's name, or a person's first name and surname."""
    firm = reading.text(header, f"{place}/Denominazione")
    person = f"{reading.text(header, f'{place}/Nome')} {reading.text(header, f'{place}/Cognome')}"
    return firm or person.strip()


def _sums(reading: Reading, body: Element) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Taxable, VAT and total; where the total, which may be left out, is not said, the sum of the two."""
    rates = body.findall("DatiBeniServizi/DatiRiepilogo")
    taxable, vat = reading.sum(rates, "ImponibileImporto"), reading.sum(rates, "Imposta")
    total = reading.amount(body, f"{_DOCUMENT}/ImportoTotaleDocumento")
    reading.compare(total=total, taxable=taxable, vat=vat)
    return taxable, vat, taxable + vat if total is None and taxable is not None and vat is not None else total


def _simple_sums(reading: Reading, body: Element) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The simplified format gives amounts with VAT, and the VAT only where it was worked out."""
    goods = body.findall("DatiBeniServizi")
    total, vat = reading.sum(goods, "Importo"), reading.sum(goods, "DatiIVA/Imposta")
    return total - vat if total is not None and vat is not None else None, vat, total


def _lines(reading: Reading, body: Element, currency: str | None) -> tuple[Item, ...]:
    return tuple(
        reading.line(one, quantity="Quantita", description="Descrizione", price="PrezzoUnitario", currency=currency)
        for one in body.findall("DatiBeniServizi/DettaglioLinee")
    )


def _simple_lines(reading: Reading, body: Element) -> tuple[Item, ...]:
    """What the simplified format names has neither quantity nor price of one."""
    return tuple(Item(description=reading.text(one, "Descrizione")) for one in body.findall("DatiBeniServizi"))


def _paths(body: Element, place: int) -> dict[str, str]:
    """Where each value stands; a total that was added up stands in its parts."""
    inside = f"FatturaElettronicaBody[{place}]"
    places = {name: f"{inside}/{path}" for name, path in _PLACES.items() if body.find(path) is not None}
    if "total" not in places:
        places["total"] = f"{inside}/DatiBeniServizi"
    return {**places, "supplier": "FatturaElettronicaHeader/CedentePrestatore"}
