"""Rows of people and parties."""

from typing import Any

from bot.model import Language, Party, PartyKind, Person, Value
from bot.sheets import Refused
from bot.sheets.cells import quoted
from bot.sheets.changes import NEW, Change, changed, needed
from bot.sheets.known import Known, tax_key
from bot.sheets.reading import Row, TaxId
from bot.understanding.readers.identifiers import tax_id_country, tax_id_problem

_MOST_DAYS = 365
_DIGITS = {"IT": 11, "IL": 9}


class Defaults(Value):
    """What a new person has whose row does not say it."""

    language: Language = "en"
    timezone: str | None = None


def person_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The person that a row makes or changes; raises `Refused`."""
    values = dict(row.values)
    if "first_name" in values or "last_name" in values:
        first_last = (values.pop(part, "") for part in ("first_name", "last_name"))
        values.setdefault("name", " ".join(filter(None, first_last)))
    old = _person(known, values.get("id"), values.get("email"))
    if old is None:
        given = {"role": "requester", "language": defaults.language, "timezone": defaults.timezone}
        values = {name: value for name, value in given.items() if value} | values
        needed(values, "name", "email", "team")
        if "timezone" not in values:
            raise Refused("it is new and lacks timezone: --set timezone=Europe/Rome gives all rows one")
        new = Person.model_validate({"id": f"{NEW}{row.number}"} | values)
        return Change(("person", new.id), None, new)
    values.pop("id", None)
    new = changed(old, values)
    notes = () if new.role == old.role else (f"{new.name} ({new.id}): role {old.role} → {new.role}",)
    return Change(("person", old.id), old, new, notes=notes)


def _person(known: Known, person_id: str | None, email: str | None) -> Person | None:
    by_email = known.person_of_email(email) if email else None
    if person_id is None:
        if email is None:
            raise Refused("it has neither an id nor an e-mail address to find the person by")
        return by_email
    by_id = known.people.get(person_id)
    if by_email and by_email.id != person_id:
        raise Refused(f"the e-mail address {quoted(str(email))} is that of {by_email.name} ({by_email.id})")
    return by_id


def party_of(row: Row, known: Known, defaults: Defaults) -> Change:
    """The party that a row makes or changes; raises `Refused`."""
    values = dict(row.values)
    old = _party(known, values)
    if old is None:
        needed(values, "kind", "name")
    tax_id = _tax_id(values.pop("tax_id", None), values.get("country", old.country if old else None), old)
    if tax_id:
        values["tax_id"] = tax_id
    if values.get("payment_days", 0) > _MOST_DAYS:
        raise Refused(f"{values['payment_days']} days to pay are more than a year")
    if old is None:
        new = Party.model_validate({"id": f"{NEW}{row.number}"} | values)
        return Change(("party", new.id), None, new)
    return Change(("party", old.id), old, changed(old, values))


def _party(known: Known, values: dict[str, Any]) -> Party | None:
    """The party on record that a row is about."""
    kind: PartyKind | None = values.get("kind")
    tax_id: TaxId | None = values.get("tax_id")
    if party_id := values.get("id"):
        old = known.parties.get(party_id)
        if old and kind not in {None, old.kind}:
            raise Refused(f"{party_id} is a {old.kind} already, and a party does not change its kind")
        twin = known.party(kind, tax_id=tax_id.text, name=values.get("name")) if kind and tax_id and not old else None
        if twin and tax_key(twin.tax_id) == tax_key(tax_id.text if tax_id else None):
            raise Refused(f"the tax number {quoted(str(twin.tax_id))} is that of {twin.name} ({twin.id})")
        return old
    if kind is None:
        raise Refused("it does not say whether it is a customer or a supplier: say --kind customer or --kind supplier")
    if tax_id is None and "name" not in values:
        raise Refused("it has neither an id nor a tax number nor a name to find the party by")
    return known.party(kind, tax_id=tax_id.text if tax_id else None, name=values.get("name"))


def _tax_id(given: TaxId | None, country: str | None, old: Party | None) -> str | None:
    """The tax number, checked; the one on record where it is the same but for the country before it."""
    if given is None:
        return None
    text = given.text
    if given.typed and country in _DIGITS and text.isdecimal():
        text = text.zfill(_DIGITS[country])  # a spreadsheet drops the leading zeros of what it takes for a number
    problem = tax_id_problem(text, country or tax_id_country(text))
    if problem:
        reasons = {
            "length": f"has not the length of {'a tax number' if not country else f'one of {country}'}",
            "checksum": "fails its check digit",
            "format": "is no tax number",
        }
        raise Refused(f"the tax number {quoted(text)} {reasons[problem]}")
    return old.tax_id if old and old.tax_id and tax_key(old.tax_id) == tax_key(text) else text
