"""Records offered while a name is typed into a form: by how it begins, and by how it sounds in either alphabet."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from bot.catalogue import FieldSpec
from bot.chat.form_answers import fits
from bot.chat.form_fields import Say, cut, product_label
from bot.chat.form_reader import FormReader
from bot.chat.form_values import RECORD, kind_of
from bot.chat.forms import Option
from bot.cleaning import clean
from bot.model import Party, Person
from bot.texts import text
from bot.understanding.products import find_products
from bot.understanding.records import RecordNames

MOST = 20
_LONGEST = 75  # characters of a name that is typed and offered back


def suggest(spec: FieldSpec, typed: str, reader: FormReader, say: Say, *, names: RecordNames) -> tuple[Option, ...]:
    """Parties or colleagues that fit a field and what was typed, the likeliest first, at most `MOST`.

    Last stand the words themselves, where no record has just that name: they are taken as a new one. For items these
    are products, and no others.
    """
    if spec.type == "items":
        return _products(clean(typed)[:_LONGEST], reader)
    if kind_of(spec) != "record":
        return ()
    said = clean(typed)[:_LONGEST]
    records = _records(spec, reader)
    known = {record: [_plain(name) for name in (one.name, *one.aliases)] for record, one in records.items()}
    found = dict.fromkeys(
        (*_beginning(_plain(said), known), *_matching(spec, said, names, records)) if said else _sorted(known)
    )
    new = bool(said) and not said.startswith(RECORD) and any(char.isalpha() for char in said)
    named = any(_plain(said) in known[record][:1] for record in found)
    twins = Counter(one.name for one in records.values())
    options = [
        Option(value=f"{RECORD}{record}", label=_label(record, records, twins, say))
        for record in list(found)[: MOST - new]
    ]
    if new and not named:
        options.append(Option(value=said, label=cut(say(text("form-as-written", name=said)))))
    return tuple(options)


def _products(said: str, reader: FormReader) -> tuple[Option, ...]:
    """Products whose number or a word of whose name begins with what was typed, then those that it may mean."""
    products = {one.sku: one for one in reader.directory.products}
    known = {sku: [_plain(name) for name in (sku, *one.names.values())] for sku, one in products.items()}
    meant = (one.sku for one in find_products(said, reader.directory.products).products) if said else ()
    found = dict.fromkeys((*_beginning(_plain(said), known), *meant) if said else _sorted(known))
    return tuple(
        Option(value=f"{RECORD}{sku}", label=product_label(products[sku], reader.language))
        for sku in list(found)[:MOST]
    )


def _records(spec: FieldSpec, reader: FormReader) -> dict[str, Party | Person]:
    if spec.type == "person":
        return {one.id: one for one in reader.directory.people}
    if spec.type == "party":
        return {one.id: one for one in reader.directory.parties if fits(spec, one.kind)}
    return {}


def _beginning(said: str, names: dict[str, list[str]]) -> Iterator[str]:
    """The records whose name, or else whose words, begin with what was typed."""
    words = said.split()
    begin = [record for record, known in names.items() if any(name.startswith(said) for name in known)]
    yield from sorted(begin, key=lambda record: names[record][0])
    yield from (record for record, known in names.items() if any(_begins(words, name) for name in known))


def _begins(words: list[str], name: str) -> bool:
    """Whether each of the words begins a word of the name."""
    return bool(words) and all(name.startswith(word) or f" {word}" in name for word in words)


def _matching(spec: FieldSpec, said: str, names: RecordNames, records: dict[str, Party | Person]) -> Iterator[str]:
    kind = spec.role if spec.role in {"customer", "supplier"} else None
    matches = names.people(said) if spec.type == "person" else names.parties(said, kind)
    return (match.id for match in matches if match.id in records)


def _sorted(names: dict[str, list[str]]) -> list[str]:
    return sorted(names, key=lambda record: names[record][0])


def _label(record: str, records: dict[str, Party | Person], twins: Counter[str], say: Say) -> str:
    """Name and place; two that would read the same have their number, and one nobody has checked says so."""
    one = records[record]
    label = _name(one)
    if twins[one.name] > 1 and sum(_name(other) == label for other in records.values()) > 1:
        label = f"{label} ({record})"
    if isinstance(one, Party) and one.state == "pending":
        label = say(text("form-pending", name=label))
    return cut(label)


def _name(one: Party | Person) -> str:
    place = one.city if isinstance(one, Party) else None
    return f"{one.name}, {place}" if place else one.name


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    """A name in small letters, without accents, points and double blanks."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(char for char in folded if not unicodedata.combining(char) and char not in ".,'\"’״׳")
    return " ".join(kept.split())
