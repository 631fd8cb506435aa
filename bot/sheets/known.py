"""The records that a table's rows are matched to; it grows with what an import adds."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from bot.model import CostCenter, Directory, Invoice, Party, PartyKind, Person, Product
from bot.ports import Portion
from bot.sheets import Refused
from bot.sheets.cells import quoted

InvoiceKey = tuple[str, str, str]
Record = Person | Party | Product | Invoice | CostCenter


class Known:
    """People, parties and products by all that finds them, and those invoices and cost centres that were read."""

    def __init__(self, directory: Directory) -> None:
        self.version = directory.version
        self.people: dict[str, Person] = {}
        self.parties: dict[str, Party] = {}
        self.products: dict[str, Product] = {}
        self.invoices: dict[InvoiceKey, Invoice] = {}
        self.cost_centers: dict[tuple[str, int], CostCenter] = {}
        self._found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.counted: Counter[tuple[Any, ...]] = Counter()
        """How many payments of an invoice, day and amount a table has up to where it is read."""
        records: tuple[Record, ...] = (*directory.people, *directory.parties, *directory.products)
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Keep a record in the place of the one it changes."""
        if isinstance(record, Invoice):
            self.invoices[record.direction, record.party_id, record.number] = record
        elif isinstance(record, CostCenter):
            self.cost_centers[record.code, record.year] = record
        else:
            place, by_id = self._place(record)
            if place in by_id:
                self.drop(record)
            by_id[place] = record
            for key in _keys(record):
                self._found[key][place] = None

    def drop(self, record: Person | Party | Product) -> None:
        """Forget a record of this id."""
        place, by_id = self._place(record)
        if old := by_id.pop(place, None):
            for key in _keys(old):
                self._found[key].pop(place, None)

    def take_in(self, portion: Portion) -> None:
        """Keep the invoices and cost centres that were read from the store."""
        records: tuple[Record, ...] = (*portion.invoices, *portion.cost_centers)
        for record in records:
            self.add(record)

    def party(self, kind: PartyKind, *, tax_id: str | None, name: str | None) -> Party | None:
        """The party of a row without an id: by its tax number, else by its exact name, unless the numbers differ.

        Raises `Refused` when several fit, since then an id must say which.
        """
        same = self._of(kind, "tax", tax_key(tax_id)) if tax_id else ()
        if len(same) > 1 and name:
            same = tuple(party for party in same if _plain(party.name) == _plain(name)) or same
        if not same and name:
            named = self._of(kind, "name", _plain(name))
            same = tuple(p for p in named if not (tax_id and p.tax_id) or tax_key(p.tax_id) == tax_key(tax_id))
        if len(same) > 1:
            ids = ", ".join(party.id for party in same[:5])
            raise Refused(f"{quoted(name or tax_id or '')} may be {ids}: give its id")
        return same[0] if same else None

    def outside(self, said: str, kind: PartyKind | None) -> Party:
        """The party that a table refers to by id, tax number, name or other name; raises `Refused`."""
        kinds: tuple[PartyKind, ...] = (kind,) if kind else ("customer", "supplier")
        word = kind or "customer or supplier"
        found = self.parties.get(said)
        if found and found.kind in kinds:
            return found
        for by, key in (("tax", tax_key(said)), ("name", _plain(said)), ("alias", _plain(said))):
            fitting = [party for each in kinds for party in self._of(each, by, key)]
            if len(fitting) > 1:
                ids = ", ".join(party.id for party in fitting[:5])
                raise Refused(f"{quoted(said)} may be {ids}: give its id")
            if fitting:
                return fitting[0]
        raise Refused(f"{quoted(said)} is no {word} on record: import the parties first")

    def person_of_email(self, email: str) -> Person | None:
        """The person of an e-mail address; raises `Refused` when it is that of several."""
        ids = list(self._found.get(("email", email.casefold()), ()))
        if len(ids) > 1:
            raise Refused(f"{quoted(email)} may be {', '.join(ids)}: give the id")
        return self.people[ids[0]] if ids else None

    def person(self, said: str) -> Person:
        """The colleague that a table refers to by id, e-mail, name or other name; raises `Refused`."""
        if said in self.people:
            return self.people[said]
        ids = {i for by in ("email", "person") for i in self._found.get((by, _plain(said)), ())}
        if len(ids) != 1:
            problem = f"may be {', '.join(sorted(ids))}: give the id" if ids else "is none of our people"
            raise Refused(f"{quoted(said)} {problem}")
        return self.people[ids.pop()]

    def product(self, sku: str) -> Product | None:
        """The product of this number, case apart when none has it exactly."""
        if sku in self.products:
            return self.products[sku]
        same = list(self._found.get(("sku", sku.casefold()), ()))
        return self.products[same[0]] if len(same) == 1 else None

    def _of(self, kind: PartyKind, by: str, key: str) -> tuple[Party, ...]:
        return tuple(self.parties[party_id] for party_id in self._found.get((f"{kind} {by}", key), ()))

    def _place(self, record: Person | Party | Product) -> tuple[str, dict[str, Person | Party | Product]]:
        if isinstance(record, Product):
            return record.sku, self.products  # type: ignore[return-value]  # each is put into the one of its own type
        return record.id, self.people if isinstance(record, Person) else self.parties  # type: ignore[return-value]  # likewise


def tax_key(tax_id: str | None) -> str:
    """A tax number as it is compared: without the country, which not all write, and the zeros that a sheet drops."""
    compact = tax_id or ""
    if not compact.isalnum():
        compact = re.sub(r"[\s.\-/]", "", compact)
    compact = compact.upper()
    body = compact[2:] if compact[:2] in {"IT", "IL"} and compact[2:].isdigit() else compact
    return body.lstrip("0") if body.isdigit() else body


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _keys(record: Person | Party | Product) -> Iterable[tuple[str, str]]:
    """All that a record is found by, beside its id."""
    if isinstance(record, Product):
        yield "sku", record.sku.casefold()
    elif isinstance(record, Person):
        yield "email", record.email.casefold()
        yield from (("person", _plain(name)) for name in (record.name, *record.aliases))
    else:
        if record.tax_id:
            yield f"{record.kind} tax", tax_key(record.tax_id)
        yield f"{record.kind} name", _plain(record.name)
        yield from ((f"{record.kind} alias", _plain(name)) for name in record.aliases)
