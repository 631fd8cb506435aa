"""The sample company: Ulivo Rimon, an Italian and Israeli distributor of office furniture."""

import json
from importlib.resources import files
from typing import Any

from bot.model import CostCenter, Direction, Entity, Invoice, Money, Party, PartyKind, Payment, Person, Product
from bot.ports import Records

DEFAULT_PERSON = "Hannah Whitlock"
_SAME_NAME = ("number", "party_id", "party", "due_date", "amount", "paid", "balance", "currency")


def sample_company() -> Records:
    """The records of the sample company."""
    data = json.loads(files(__name__).joinpath("company.json").read_text(encoding="utf-8"))
    people = tuple(_person(place, person) for place, person in enumerate(data["people"], start=1))
    return Records(
        company=data["company"]["name"],
        entities=tuple(_entity(place, entity) for place, entity in enumerate(data["company"]["entities"])),
        people=people,
        parties=(
            *(_party(party, "customer") for party in data["customers"]),
            *(_party(party, "supplier") for party in data["suppliers"]),
        ),
        products=tuple(_product(product) for product in data["products"]),
        invoices=(
            *(_invoice(invoice, "payable") for invoice in data["invoices_payable"]),
            *(_invoice(invoice, "receivable") for invoice in data["invoices_receivable"]),
        ),
        cost_centers=tuple(_cost_center(center, people) for center in data["cost_centers"]),
    )


def _entity(place: int, data: dict[str, Any]) -> Entity:
    return Entity.model_validate({"place": place, **{n: data[n] for n in Entity.model_fields if n != "place"}})


def _person(place: int, data: dict[str, Any]) -> Person:
    return Person(id=f"P-{place:03}", **data)


def _party(data: dict[str, Any], kind: PartyKind) -> Party:
    known = {name: value for name, value in data.items() if name in Party.model_fields}
    return Party(kind=kind, **known)


def _product(data: dict[str, Any]) -> Product:
    return Product(
        sku=data["sku"],
        names=data["name"],
        unit_price=Money(amount=data["unit_price"], currency=data["currency"]),
        vat_rate=data["vat_rate"],
        stock=data["stock"],
        reorder_level=data["reorder_level"],
        supplier_id=data["supplier"],
    )


def _invoice(data: dict[str, Any], direction: Direction) -> Invoice:
    payments = tuple(Payment(on=payment["date"], amount=payment["amount"]) for payment in data["payments"])
    same = {name: data[name] for name in _SAME_NAME}
    return Invoice(direction=direction, issued=data["date"], payments=payments, **same)


def _cost_center(data: dict[str, Any], people: tuple[Person, ...]) -> CostCenter:
    (owner,) = (person.id for person in people if person.name == data["owner"])
    same = {name: data[name] for name in ("code", "year", "currency", "budget", "spent")}
    return CostCenter(names=data["name"], owner_id=owner, **same)
