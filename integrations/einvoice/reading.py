"""Reads checked values out of the elements of an invoice; what is wrong becomes a problem, never an exception."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from bot.cleaning import clean
from bot.einvoice import Trader
from bot.model import Item, Money
from bot.understanding.readers.identifiers import iban_problem, tax_id_problem

_LONGEST = 300  # characters of a name or a number
_DESCRIPTION = 1_000
_AMOUNT = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,8})?")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?")
_SPARE = Decimal(2)  # the Italian stamp duty, which stands in the total alone


@dataclass(slots=True)
class Reading:
    """One invoice being read, with what was found wrong."""

    problems: list[str] = field(default_factory=list)

    def text(self, element: Element | None, path: str, *, longest: int = _LONGEST) -> str:
        """The text at the path on one line, "" where there is none."""
        said = element.findtext(path) if element is not None else None
        if not said or (said.isascii() and said.isprintable()):
            return (said or "").strip()[:longest]
        return " ".join(clean(said).split())[:longest]

    def amount(self, element: Element | None, path: str) -> Decimal | None:
        """The number at the path, with a point before its decimals as XML Schema wants it."""
        said = self.text(element, path)
        if said and not _AMOUNT.fullmatch(said):
            self.problems.append(f"{path}: {said[:40]!r} is no amount")
            return None
        return Decimal(said) if said else None

    def sum(self, elements: list[Element], path: str) -> Decimal | None:
        """What the elements say at the path, added up; None where none says anything."""
        amounts = [amount for one in elements if (amount := self.amount(one, path)) is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    def day(self, element: Element | None, path: str) -> date | None:
        """The day at the path, also when a time or a time zone stands behind it, or the dashes are missing (CII)."""
        said = self.text(element, path)
        if not said:
            return None
        match = _DAY.fullmatch(said)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        self.problems.append(f"{path}: {said[:40]!r} is no date")
        return None

    def currency(self, element: Element, path: str) -> str | None:
        """An ISO 4217 code."""
        said = self.text(element, path)
        if said and not re.fullmatch("[A-Z]{3}", said):
            self.problems.append(f"{path}: {said[:40]!r} is no currency")
            return None
        return said or None

    def trader(self, *, name: str, tax_id: str, country: str, who: str) -> Trader:
        """Name, number and country of who is the `who` ("supplier") of the invoice; a number that cannot be right is a problem."""  # noqa: E501
        number = re.sub(r"[\s.-]", "", tax_id).upper()
        known = country.upper() if re.fullmatch("[A-Za-z]{2}", country) else None
        if number and (problem := tax_id_problem(number, known)):
            self.problems.append(f"{who}: the tax number {number[:40]} cannot be right ({problem})")
            number = ""
        return Trader(name=name, tax_id=number or None, country=known)

    def iban(self, said: str) -> str | None:
        """The IBAN without spaces, None and a problem where it cannot be right."""
        compact = re.sub(r"\s", "", said).upper()
        if compact and (problem := iban_problem(compact)):
            self.problems.append(f"the IBAN {compact[:40]} cannot be right ({problem})")
            return None
        return compact or None

    def line(self, element: Element, *, quantity: str, description: str, price: str, currency: str | None) -> Item:
        """A line of goods from the paths of its three parts."""
        unit = self.amount(element, price)
        return Item(
            quantity=self.amount(element, quantity),
            description=self.text(element, description, longest=_DESCRIPTION),
            unit_price=Money(amount=unit, currency=currency) if unit is not None else None,
        )

    def compare(self, *, total: Decimal | None, taxable: Decimal | None, vat: Decimal | None) -> None:
        """Notes a total that is not the sum of its parts."""
        if total is None or taxable is None or vat is None:
            return
        if abs(total - taxable - vat) > _SPARE:
            self.problems.append(f"the total {total} is not {taxable} and {vat} of VAT")

    def missing(self, **parts: object) -> None:
        """Notes the parts that an invoice must have and that this one does not."""
        self.problems += [f"it says no {name}" for name, value in parts.items() if not value and value != 0]


def unique(values: list[str]) -> tuple[str, ...]:
    """The values that say something, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))
