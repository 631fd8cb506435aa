"""What all documents on paper share: typst, the labels of a language, the letterhead and how names and amounts stand.

Texts reach a layout as JSON strings that it shows and never evaluates.
"""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import typst
from babel import Locale

from bot.bidi import isolate, isolate_runs
from bot.documents import PurchaseOrderDocument, QuoteDocument, Recipient
from bot.formatting import currency_sign, write_money
from bot.model import Language
from integrations.pdf.glyphs import FONTS, printable

_LAYOUTS = Path(__file__).resolve().parents[2] / "templates" / "documents"

Document = QuoteDocument | PurchaseOrderDocument
Labels = dict[str, Any]


def typeset(layout: str, values: dict[str, Any], *, issued: date) -> bytes:
    """The layout of this name, filled with these values, as a PDF/A-3b file; the same input gives the same bytes."""
    pdf = typst.compile(
        _LAYOUTS / f"{layout}.typ",
        root=_LAYOUTS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": json.dumps(values, ensure_ascii=False)},
        pdf_standards="a-3b",
        timestamp=datetime.combine(issued, time(12), tzinfo=UTC),
    )
    return bytes(pdf)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def labels_of(layout: str, language: Language) -> Labels:
    """The words of a layout in a language: those of every document and its own."""
    files = (_LAYOUTS / f"{name}.{language}.toml" for name in ("common", layout))
    return {name: label for file in files for name, label in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def sheet(document: Document, labels: Labels, *, to: Recipient) -> dict[str, Any]:
    """What a layout shows outside the lines and the sums, written out in the document's language."""
    language, day = document.language, document.issued
    return {
        "language": language,
        "direction": "rtl" if language == "he" else "ltr",
        "title": f"{labels['title']} {printable(document.reference)}",
        "author": printable(document.issuer.name),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "labels": {name: label for name, label in labels.items() if isinstance(label, str)},
        "reference": name_of(document.reference),
        "revision": labels["revision"].format(revision=document.revision) if document.revision > 1 else None,
        "running": f"{labels['title']} {name_of(document.reference)} · {name_of(to.name)}",
        "issuer": {"name": name_of(document.issuer.name), "lines": _issuer_lines(document, labels)},
        "notes": [
            isolate_runs(printable(line), language) for line in (document.notes or "").splitlines() if line.strip()
        ],
        "footer": [_imprint(document, labels)],
    }


def name_of(text: str) -> str:
    """A name, a code or an address, which its surroundings cannot reorder."""
    return isolate(printable(text))


def recipient(party: Recipient, labels: Labels, *, language: Language, mail: str | None) -> dict[str, Any]:
    """Whom the document is for, with the lines under the name."""
    lines = [_place(party.city, party.country, language=language)]
    if party.tax_id:
        lines.append(tax_id(party.tax_id, party.country, labels=labels))
    if mail:
        lines.append(name_of(mail))
    return {"name": name_of(party.name), "lines": [line for line in lines if line]}


def money(document: Document) -> Callable[[Decimal], str]:
    """How an amount is written in the document's currency and language."""
    write = partial(write_money, currency=document.currency, language=document.language)
    return lambda amount: isolate(write(amount))


def with_sign(label: str, document: Document) -> str:
    """The head of a column of amounts, which says their currency once for all."""
    return f"{label} ({isolate(currency_sign(document.currency, language=document.language))})"


def tax_id(number: str, country: str | None, *, labels: Labels) -> str:
    """A tax number after what it is called in its country."""
    kinds = labels["tax_id"]
    return f"{kinds.get(country, kinds['other'])} {name_of(number)}"


def _place(city: str | None, country: str | None, *, language: Language) -> str:
    names = Locale(language).territories
    return ", ".join(name_of(part) for part in (city, names.get(country, country) if country else None) if part)


def _issuer_lines(document: Document, labels: Labels) -> list[str]:
    issuer = document.issuer
    lines = [name_of(issuer.address)] if issuer.address else []
    lines.append(_place(issuer.city, issuer.country, language=document.language))
    lines.append(f"{tax_id(issuer.tax_id, issuer.country, labels=labels)} · {name_of(issuer.email)}")
    return lines


def _imprint(document: Document, labels: Labels) -> str:
    issuer = document.issuer
    return f"{name_of(issuer.name)} · {tax_id(issuer.tax_id, issuer.country, labels=labels)} · {name_of(issuer.email)}"
