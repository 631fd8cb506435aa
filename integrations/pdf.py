"""Documents as PDF, set by typst with the fonts that ship beside the templates.

Texts reach the layout as JSON strings that it shows and never evaluates. A glyph that no font has would be left
out silently by typst, so each such character is replaced by U+FFFD before it gets there.
"""

import json
import struct
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any

import typst
from babel import Locale

from bot.bidi import isolate, isolate_runs
from bot.documents import QuoteDocument
from bot.formatting import currency_sign, write_date, write_figure, write_money, write_number, write_percent
from bot.model import Language

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_LAYOUTS = _TEMPLATES / "documents"
_FONTS = _TEMPLATES / "fonts"
_FAMILIES = ("NotoSans", "NotoSansHebrew")
_REPLACEMENT = "\ufffd"
_PLAINER = {"\u2212": "-"}  # the minus sign, which these fonts have not
_HIDDEN = ("Cc", "Cf", "Cs")

Labels = dict[str, Any]


def render_quote(document: QuoteDocument) -> bytes:
    """The quote as a PDF/A-3b file; the same document gives the same bytes."""
    issued = datetime.combine(document.issued, time(12), tzinfo=UTC)
    pdf = typst.compile(
        _LAYOUTS / "quote.typ",
        root=_LAYOUTS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"quote": json.dumps(_quote(document), ensure_ascii=False)},
        pdf_standards="a-3b",
        timestamp=issued,
    )
    return bytes(pdf)


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of a text that a document shows as U+FFFD, each once, in order."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(char for char in composed if _shown(char) == _REPLACEMENT != char))


def _shown(char: str) -> str:
    """What stands for a character: itself, a plainer form of it, nothing for a hidden one, else U+FFFD."""
    if char.isspace() or ord(char) in _coverage():
        return char
    if unicodedata.category(char) in _HIDDEN or 0xFE00 <= ord(char) <= 0xFE0F:
        return ""
    plainer = _PLAINER.get(char) or unicodedata.normalize("NFKC", char)
    return plainer if all(ord(part) in _coverage() for part in plainer) else _REPLACEMENT


def _printable(text: str) -> str:
    """The text on one line, with nothing in it that the fonts cannot show."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_shown, composed)).split())


def _name(text: str) -> str:
    return isolate(_printable(text))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])


@cache
def _labels(language: Language) -> Labels:
    return tomllib.loads((_LAYOUTS / f"quote.{language}.toml").read_text(encoding="utf-8"))


def _quote(document: QuoteDocument) -> dict[str, Any]:
    """Everything the layout shows, written out in the document's language."""
    labels, language = _labels(document.language), document.language
    day = document.issued
    return {
        "language": language,
        "direction": "rtl" if language == "he" else "ltr",
        "title": f"{labels['title']} {_printable(document.reference)}",
        "author": _printable(document.issuer.name),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "labels": {name: label for name, label in labels.items() if isinstance(label, str)},
        "reference": _name(document.reference),
        "revision": labels["revision"].format(revision=document.revision) if document.revision > 1 else None,
        "running": f"{labels['title']} {_name(document.reference)} · {_name(document.customer.name)}",
        "issuer": {"name": _name(document.issuer.name), "lines": _issuer_lines(document, labels)},
        "customer": {"name": _name(document.customer.name), "lines": _customer_lines(document, labels)},
        "facts": _facts(document, labels),
        "columns": _columns(document, labels),
        "lines": _lines(document),
        "totals": _totals(document, labels),
        "gross": {"label": labels["gross_total"], "value": _money(document)(document.gross_total)},
        "notes": [
            isolate_runs(_printable(line), language) for line in (document.notes or "").splitlines() if line.strip()
        ],
        "footer": _footer(document, labels),
    }


def _money(document: QuoteDocument) -> Callable[[Any], str]:
    write = partial(write_money, currency=document.currency, language=document.language)
    return lambda amount: isolate(write(amount))


def _place(city: str | None, country: str | None, *, language: Language) -> str:
    names = Locale(language).territories
    return ", ".join(_name(part) for part in (city, names.get(country, country) if country else None) if part)


def _tax_id(tax_id: str, country: str | None, *, labels: Labels) -> str:
    kinds = labels["tax_id"]
    return f"{kinds.get(country, kinds['other'])} {_name(tax_id)}"


def _issuer_lines(document: QuoteDocument, labels: Labels) -> list[str]:
    issuer = document.issuer
    lines = [_name(issuer.address)] if issuer.address else []
    lines.append(_place(issuer.city, issuer.country, language=document.language))
    lines.append(f"{_tax_id(issuer.tax_id, issuer.country, labels=labels)} · {_name(issuer.email)}")
    return lines


def _customer_lines(document: QuoteDocument, labels: Labels) -> list[str]:
    customer = document.customer
    lines = [_place(customer.city, customer.country, language=document.language)]
    if customer.tax_id:
        lines.append(_tax_id(customer.tax_id, customer.country, labels=labels))
    if document.delivery_mail:
        lines.append(_name(document.delivery_mail))
    return [line for line in lines if line]


def _facts(document: QuoteDocument, labels: Labels) -> list[dict[str, str]]:
    days = document.payment_days
    form = "zero" if days == 0 else "one" if days == 1 else "few" if days <= 10 else "many"
    values = {
        "date": write_date(document.issued, language=document.language),
        "valid_until": write_date(document.valid_until, language=document.language),
        "payment": labels["payment_terms"][form].format(days=isolate(str(days))),
        "prepared_by": _name(document.prepared_by),
    }
    return [{"label": labels[name], "value": value} for name, value in values.items()]


def _columns(document: QuoteDocument, labels: Labels) -> list[str]:
    sign = isolate(currency_sign(document.currency, language=document.language))
    amounts = [f"{labels[name]} ({sign})" for name in ("unit_price", "net")]
    return ["", labels["description"], labels["quantity"], amounts[0], labels["vat"], amounts[1]]


def _lines(document: QuoteDocument) -> list[dict[str, str | None]]:
    language, currency = document.language, document.currency
    return [
        {
            "number": str(number),
            "description": isolate_runs(_printable(line.description), language),
            "sku": _name(line.sku) if line.sku else None,
            "quantity": isolate(write_number(line.quantity, language=language)),
            "unit_price": isolate(write_figure(line.unit_price, currency, language=language)),
            "vat": isolate(write_percent(line.vat_rate, language=language)),
            "net": isolate(write_figure(line.net, currency, language=language)),
        }
        for number, line in enumerate(document.lines, start=1)
    ]


def _totals(document: QuoteDocument, labels: Labels) -> list[dict[str, str]]:
    money, percent = _money(document), partial(write_percent, language=document.language)
    rows = []
    if document.discount_amount:
        rate = isolate(percent(document.discount)) if document.discount is not None else ""
        rows.append((labels["subtotal"], document.subtotal))
        rows.append((labels["discount"].format(rate=rate).strip(), -document.discount_amount))
    rows.append((labels["net_total"], document.net_total))
    for vat in document.vat:
        label = labels["vat_line"].format(rate=isolate(percent(vat.rate)), base=money(vat.base))
        rows.append((label, vat.amount))
    return [{"label": label, "value": money(amount)} for label, amount in rows]


def _footer(document: QuoteDocument, labels: Labels) -> list[str]:
    issuer = document.issuer
    first = f"{_name(issuer.name)} · {_tax_id(issuer.tax_id, issuer.country, labels=labels)} · {_name(issuer.email)}"
    bank = [_name(issuer.bank)] if issuer.bank else []
    if issuer.iban:
        compact = "".join(issuer.iban.split())
        grouped = "\xa0".join(compact[start : start + 4] for start in range(0, len(compact), 4))
        bank.append(isolate(_printable(f"IBAN {grouped}")))
    return [first, " · ".join(bank)] if bank else [first]


@cache
def _coverage() -> frozenset[int]:
    """The code points that the regular and the bold of at least one family both have."""
    return frozenset().union(
        *(_code_points(f"{family}-Regular") & _code_points(f"{family}-Bold") for family in _FAMILIES)
    )


def _code_points(font: str) -> frozenset[int]:
    """What a font's `cmap` table maps to a glyph: https://learn.microsoft.com/typography/opentype/spec/cmap."""
    data = (_FONTS / f"{font}.ttf").read_bytes()
    tables = {data[at : at + 4]: struct.unpack_from(">L", data, at + 8)[0] for at in range(12, 12 + 16 * data[5], 16)}
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for record in range(count):
        (offset,) = struct.unpack_from(">L", data, start + 8 + 8 * record)
        (kind,) = struct.unpack_from(">H", data, start + offset)
        reader = {4: _segments, 12: _groups}.get(kind)
        found.update(reader(data, start + offset) if reader else ())
    return frozenset(found)


def _segments(data: bytes, at: int) -> Iterator[int]:
    """The code points of a format 4 subtable."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    for position in range(0, doubled, 2):
        (last,) = struct.unpack_from(">H", data, at + 14 + position)
        (first,) = struct.unpack_from(">H", data, at + 16 + doubled + position)
        (delta,) = struct.unpack_from(">H", data, at + 16 + 2 * doubled + position)
        where = at + 16 + 3 * doubled + position
        (reach,) = struct.unpack_from(">H", data, where)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, where + reach + 2 * (code - first))[0] if reach else code + delta
            if glyph % 0x10000:
                yield code


def _groups(data: bytes, at: int) -> Iterator[int]:
    """The code points of a format 12 subtable."""
    (count,) = struct.unpack_from(">L", data, at + 12)
    for group in range(count):
        first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * group)
        yield from range(first if glyph else first + 1, last + 1)
