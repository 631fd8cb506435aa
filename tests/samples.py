"""`python -m tests.samples docs/samples`: a quote and a purchase order of the sample company in each language.

Each is written as a PDF and, for a page that shows it, as a small picture of its first page.
"""

import argparse
import json
import struct
import sys
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]

from bot import app
from bot.documents import Issuer, OrderLine, PurchaseOrderDocument, QuoteDocument, QuoteLine, Recipient, VatTotal
from bot.model import LANGUAGES, Language
from integrations.pdf import render_purchase_order, render_quote

COMPANY = app.HERE / "storage" / "sample" / "company.json"
ISSUED = date(2026, 11, 20)
DOTS_PER_INCH = 70

_CENT = Decimal("0.01")


class Deal(NamedTuple):
    """Who deals with whom: our entity, the other side's record, and what at which price for one."""

    entity: str
    party: str
    lines: tuple[tuple[str, int, str], ...]
    colleague: str
    notes: str | None = None


SOLD: dict[Language, Deal] = {
    "en": Deal(
        "IT",
        "C-024",
        (("CHR-110", 12, "189.00"), ("DSK-160", 12, "298.00"), ("TBL-240", 1, "745.00")),
        "Hannah Whitlock",
        "Delivered and assembled on the third floor. Delivery takes four to five weeks from your order.",
    ),
    "it": Deal(
        "IT",
        "C-001",
        (("DSK-180", 8, "612.00"), ("CHR-120", 8, "420.00"), ("CAB-180", 4, "248.00"), ("LMP-010", 8, "54.90")),
        "Alessio Trevisan",
        "Trasporto e montaggio compresi. Consegna entro quattro settimane dall'ordine.",
    ),
    "he": Deal(
        "IL",
        "C-014",
        (("DSK-530", 4, "2350.00"), ("CHR-510", 6, "690.00"), ("ACC-510", 2, "240.00")),
        "מעיין צור",
        "המחיר כולל הובלה והרכבה. אספקה תוך ארבעה שבועות מאישור ההצעה.",
    ),
}
BOUGHT: dict[Language, Deal] = {
    "en": Deal(
        "IT",
        "S-018",
        (("CHR-120", 20, "268.00"), ("CHR-150", 12, "84.50")),
        "Paolo Gentilini",
        "Please deliver on pallets to the back gate, Monday to Friday from 8:00 to 12:00.",
    ),
    "it": Deal(
        "IT",
        "S-002",
        (("DSK-160", 15, "181.00"), ("TBL-240", 4, "452.00"), ("REC-300", 2, "790.00")),
        "Paolo Gentilini",
        "Scarico dal cancello sul retro, da lunedì a venerdì dalle 8:00 alle 12:00.",
    ),
    "he": Deal(
        "IL",
        "S-011",
        (("DSK-510", 12, "610.00"), ("TBL-510", 2, "1850.00"), ("REC-510", 1, "2700.00")),
        "ענבל שרעבי",
        "פריקה בשער האחורי, בימים א'-ה', בין 8:00 ל-12:00.",
    ),
}


def samples() -> Iterator[tuple[str, bytes]]:
    """The name and the PDF of each sample, the same at every call."""
    for language in LANGUAGES:
        yield f"quote.{language}", render_quote(quote(language))
        yield f"purchase_order.{language}", render_purchase_order(purchase_order(language))


def quote(language: Language) -> QuoteDocument:
    """An offer with a twentieth off; a customer abroad pays no VAT here."""
    deal = SOLD[language]
    entity, party = _company()["entities"][deal.entity], _company()["parties"][deal.party]
    at_home = entity["country"] == party["country"]
    lines = tuple(
        QuoteLine(
            description=product["name"][language],
            sku=sku,
            quantity=Decimal(count),
            unit_price=Decimal(price),
            net=count * Decimal(price),
            vat_rate=Decimal(product["vat_rate"]) if at_home else Decimal(0),
        )
        for sku, count, price in deal.lines
        for product in (_company()["products"][sku],)
    )
    subtotal, rate = sum((line.net for line in lines), Decimal(0)), lines[0].vat_rate
    discount = (subtotal / 20).quantize(_CENT)
    net = subtotal - discount
    vat = VatTotal(rate=rate, base=net, amount=(net * rate / 100).quantize(_CENT))
    return QuoteDocument(
        language=language,
        reference="Q-0031",
        issued=ISSUED,
        valid_until=date(2026, 12, 20),
        issuer=_issuer(entity),
        customer=_recipient(party),
        lines=lines,
        discount=Decimal(5),
        discount_amount=discount,
        net_total=net,
        vat=(vat,),
        gross_total=net + vat.amount,
        currency=entity["currency"],
        payment_days=party["payment_days"],
        prepared_by=deal.colleague,
        notes=deal.notes,
        delivery_mail=party["email"],
    )


def purchase_order(language: Language) -> PurchaseOrderDocument:
    """An order in which every line has its price."""
    deal = BOUGHT[language]
    entity, party = _company()["entities"][deal.entity], _company()["parties"][deal.party]
    lines = tuple(
        OrderLine(
            description=_company()["products"][sku]["name"][language],
            sku=sku,
            quantity=Decimal(count),
            unit_price=Decimal(price),
            net=count * Decimal(price),
        )
        for sku, count, price in deal.lines
    )
    return PurchaseOrderDocument(
        language=language,
        reference="PO-0018",
        issued=ISSUED,
        delivery_date=date(2026, 12, 11),
        issuer=_issuer(entity),
        supplier=_recipient(party),
        lines=lines,
        currency=entity["currency"],
        net_total=sum((line.net for line in lines if line.net is not None), Decimal(0)),
        cost_center=party["cost_centers"][0],
        ordered_by=deal.colleague,
        ordered_by_mail=_company()["people"][deal.colleague]["email"],
        order_mail=party["email"],
        notes=deal.notes,
    )


@cache
def _company() -> dict[str, dict[str, Any]]:
    """The sample company's records by what they are called by."""
    data = json.loads(COMPANY.read_text(encoding="utf-8"))
    return {
        "entities": {entity["id"]: entity for entity in data["company"]["entities"]},
        "people": {person["name"]: person for person in data["people"]},
        "parties": {party["id"]: party for party in (*data["customers"], *data["suppliers"])},
        "products": {product["sku"]: product for product in data["products"]},
    }


def _issuer(entity: dict[str, Any]) -> Issuer:
    return Issuer.model_validate({name: entity.get(name) for name in Issuer.model_fields})


def _recipient(party: dict[str, Any]) -> Recipient:
    return Recipient.model_validate({name: party.get(name) for name in Recipient.model_fields})


def picture(pdf: bytes) -> bytes:
    """The first page as a PNG file with eight bits for each of three colours."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=DOTS_PER_INCH / 72, rev_byteorder=True)
    rows = bitmap.to_numpy()[:, :, :3]
    height, width, _ = rows.shape
    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    document.close()
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file: https://www.w3.org/TR/png-3/#5Chunk-layout."""
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def main() -> None:
    """Write the samples into the folder that is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.samples", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, pdf in samples():
        for file, content in ((f"{name}.pdf", pdf), (f"{name}.png", picture(pdf))):
            (folder / file).write_bytes(content)
            sys.stdout.write(f"{folder / file}: {len(content):,} bytes\n")


if __name__ == "__main__":
    main()
