"""A small office in which forms are made, filled in and sent."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.chat.form_reader import FormReader
from bot.chat.form_reading import Filled, read_form
from bot.chat.forms import Submitted
from bot.chat.submitted import submitted
from bot.effects import Decision, OpenTask, Say
from bot.model import Directory, FieldValue, Item, Language, Money, Party, Person, Task
from bot.texts import Arg, Text
from bot.turn import Turn
from bot.understanding.records import RecordNames
from tests.builders import ACME, ALICE, DIRECTORY, said, shipped, turn

REQUESTS = shipped().requests()
FORNITORE = Party(id="S-001", kind="supplier", name="Fornitore Uno", email="uno@example.com", city="Torino")
NEW = Party(id="S-002", kind="supplier", name="Fornitore Nuovo", state="pending")
ROSSI = Party(id="C-002", kind="customer", name="Rossi srl", city="Milano")
OFFICE = DIRECTORY.model_copy(update={"parties": (ACME, FORNITORE, NEW, ROSSI)})
GOOD_IBAN, BAD_IBAN = "IT60X0542811101000000123456", "IT60X0542811101000000123457"


FIELDS = {
    "items": FieldValue(
        type="items",
        content=(
            Item(quantity=Decimal("2.5"), description="oak desk", sku="DSK-150"),
            Item(description='chairs, "blue" 3/4'),
            Item(
                quantity=Decimal(1000), description="lamps", unit_price=Money(amount=Decimal("1250.5"), currency="EUR")
            ),
        ),
    ),
    "discount": FieldValue(type="percent", content=Decimal("7.5")),
    "deadline": FieldValue(type="date", content=date(2026, 12, 3)),
    "customer": FieldValue(type="party", content=ACME.name, record=ACME.id),
    "notes": FieldValue(type="text", content="two\nlines"),
}


def reader(language: Language = "en", person: Person = ALICE, directory: Directory = OFFICE) -> FormReader:
    return FormReader.of(turn(language=language, person=person, directory=directory))


def say(language: Language = "en") -> Any:
    return lambda arg: said(arg, language)


def read(kind_id: str, values: dict[str, str], language: Language = "en", **before: FieldValue) -> Filled:
    return read_form(shipped()[kind_id], values, reader(language), before=before)


def problem(kind_id: str, name: str, value: str, language: Language = "en") -> str:
    """What is said at a field; nothing when it can be taken."""
    filled = read(kind_id, {name: value}, language)
    return said(filled.wrong[name], language) if name in filled.wrong else ""


def content(kind_id: str, name: str, value: str, language: Language = "en") -> object:
    filled = read(kind_id, {name: value}, language)
    assert filled.wrong == {}
    return filled.fields[name].content


def office(**changes: Any) -> Turn:
    return turn(**{"directory": OFFICE, "names": RecordNames(OFFICE), **changes})


def send(key: str, values: dict[str, str], at: Turn | None = None) -> Decision:
    return submitted(Submitted(key=key, values=values), at or office())


def told(decision: Decision, language: Language = "en") -> str:
    return "\n".join(said(effect.text, language) for effect in decision.effects if isinstance(effect, Say))


def said_of(message: str, **args: Arg) -> str:
    return said(Text(message, args))


def opened(decision: Decision) -> Task:
    (task,) = [effect.task for effect in decision.effects if isinstance(effect, OpenTask) and not effect.task.parent]
    return task
