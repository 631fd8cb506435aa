"""Small values for the tests of the core: Alice asks, Bob works, Charlie decides."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot import app
from bot.bidi import plain
from bot.catalogue import Catalogue
from bot.catalogue_files import load_catalogue
from bot.conversation import Conversation, Draft
from bot.model import Directory, Entity, FieldValue, Item, Language, Money, Party, Person, Product, Role, Task
from bot.speech import Speech
from bot.texts import Arg
from bot.turn import Facts, Rules, Turn
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.records import RecordNames
from handlers.skills import SKILLS

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def person(name: str, *, role: Role, team: str, language: Language = "en") -> Person:
    email = f"{name.casefold()}@example.com"
    return Person(
        id=name.casefold(), name=name, email=email, role=role, team=team, language=language, timezone="Europe/London"
    )


ALICE = person("Alice", role="requester", team="sales")
BOB = person("Bob", role="clerk", team="it")
CHARLIE = person("Charlie", role="manager", team="management")


def product(sku: str, english: str, italian: str, hebrew: str, *, price: str = "10.00") -> Product:
    return Product(
        sku=sku,
        names={"en": english, "it": italian, "he": hebrew},
        unit_price=Money(amount=Decimal(price), currency="EUR"),
        vat_rate=Decimal(22),
        stock=10,
        reorder_level=2,
    )


PRODUCTS = (
    product(
        "DSK-100", "Desk Quercia 100 cm", "Scrivania Quercia 100 cm", "שולחן כתיבה קוורצ'ה 100 ס\"מ", price="210.00"
    ),
    product(
        "DSK-150", "Desk Quercia 150 cm", "Scrivania Quercia 150 cm", "שולחן כתיבה קוורצ'ה 150 ס\"מ", price="260.00"
    ),
    product("CHR-100", "Office chair Faggio", "Sedia da ufficio Faggio", "כיסא משרדי פאג'ו", price="99.90"),
    product("LMP-100", "Floor lamp Luna", "Lampada da terra Luna", "מנורת רצפה לונה", price="45.00"),
)

ACME = Party(id="C-001", kind="customer", name="Acme Bakery Ltd", country="IT", email="acme@example.com", language="en")

DIRECTORY = Directory(
    version=1,
    company="Faggio",
    entities=(
        Entity(
            id="IT", name="Faggio S.r.l.", country="IT", city="Milano", currency="EUR", timezone="Europe/Rome",
            tax_id="04605730318", bank="Banca", iban="IT84T0966348825000000827981", email="info@example.it",
        ),
    ),
    people=(ALICE, BOB, CHARLIE),
    parties=(ACME,),
    products=PRODUCTS,
)  # fmt: skip


def task(reference: str = "IT-0001", **changes: Any) -> Task:
    data = {"reference": reference, "type": "it_support", "status": "open", "team": "it", "visibility": "everyone"}
    rest = {"requester_id": ALICE.id, "language": "en", "created_at": NOW, "updated_at": NOW}
    return Task.model_validate(data | rest | changes)


def draft(**changes: Any) -> Draft:
    data = {"id": "d1", "person_id": ALICE.id, "type": "quote", "language": "en", "updated_at": NOW}
    return Draft.model_validate(data | changes)


def items(*lines: tuple[int | None, str]) -> FieldValue:
    content = tuple(Item(quantity=None if n is None else Decimal(n), description=thing) for n, thing in lines)
    return FieldValue(type="items", content=content)


@cache
def shipped() -> Catalogue:
    """The types that ship."""
    return load_catalogue(app.TYPES)


@cache
def speech() -> Speech:
    """The assistant's texts."""
    return app.speech(shipped())


def said(arg: Arg, language: Language = "en") -> str:
    """A text as a reader sees it, without direction marks."""
    return plain(speech().say(arg, language))


def turn(text: str = "", *, language: Language = "en", facts: Facts | None = None, **changes: Any) -> Turn:
    """A message of Alice's, with the small company around it."""
    parts: dict[str, Any] = {
        "message_id": "m1",
        "text": text,
        "channel": "terminal",
        "person": ALICE,
        "conversation": Conversation(key="c", person_id=ALICE.id, language=language),
        "drafts": (),
        "language": language,
        "now": NOW,
        "catalogue": shipped(),
        "skills": SKILLS,
        "rules": Rules(),
        "directory": DIRECTORY,
        "names": RecordNames(DIRECTORY),
        "lexicon": load_lexicon(),
        "tasks": TaskNumbers(kind.contract.prefix or "" for kind in shipped().requests()),
        "facts": facts or Facts(),
        "new_reference": lambda prefix: f"{prefix}-0001",
        "new_id": _counting(),
        "say": partial(said, language=language),
    }
    return Turn(**parts | changes)


def _counting() -> Callable[[], str]:
    numbers = iter(range(1, 1000))
    return lambda: f"new-{next(numbers)}"


PHRASES = tuple(
    f"plan a visit to the {place}" for place in "shop fair school hotel bank mill farm port museum lab".split()
)


def write_type(
    folder: Path,
    kind_id: str,
    toml: str,
    *,
    wording: str | None = None,
    phrases: str = "\n".join(PHRASES),
    language: Language = "en",
) -> Path:
    """A company's own type in a folder, in one language."""
    place = folder / kind_id
    place.mkdir(parents=True, exist_ok=True)
    (place / "type.toml").write_text(toml, encoding="utf-8")
    words = wording or 'name = "visit"\nsummary = "plan a visit"\nexample = "plan a visit"\n'
    (place / f"{language}.toml").write_text(words, encoding="utf-8")
    (place / f"{language}.phrases.txt").write_text(phrases, encoding="utf-8")
    return place
