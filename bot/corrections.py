"""Corrections of a draft: "no, 250", "without the chairs", "make it 15%", "the customer is Bianchi"."""

import re
from decimal import Decimal

from bot.conversation import Draft
from bot.drafting import sourced
from bot.model import FieldValue, Item, Money
from bot.turn import Turn
from bot.understanding.features import simplified
from bot.understanding.fields import ME, candidates, field_value, read_fields
from bot.understanding.products import all_words_in, find_products, shares_word
from bot.understanding.readers.dates import read_dates
from bot.understanding.readers.found import Found, ends_with
from bot.understanding.readers.money import read_money
from bot.understanding.readers.numbers import read_numbers

UNPLACED = "price:unplaced"
"""Under this name a draft keeps the prices that were said and are on none of its lines."""

_IDENTIFIERS = frozenset({"tax_id", "phone"})
_FEW_WORDS = 3
_PRICE = re.compile(
    r"@|€|\$|₪|%|\b(?:at|each|apiece|cadaun[oa]|l'un[oa]|a testa|prezzo|price)\b|ליחידה|מחיר|כל אחד", re.IGNORECASE
)
_PRICE_WORD = re.compile(
    r"\b(?:price[sd]?|prezz[oi]|cost(?:s|o|i)?)\b|(?<![א-ת])[בהוש]{0,3}מחיר(?:ים)?(?![א-ת])", re.IGNORECASE
)
_QUANTITY = re.compile(
    r"\b(?:quantity|qty|number|amount|quantità|numero)\b|(?<![א-ת])ה?(?:כמות|מספר)(?![א-ת])", re.IGNORECASE
)
_BECOMES = re.compile(r"(?:\bto|(?<![א-ת])ל[-־]?)\s*$", re.IGNORECASE)
_PRICE_BEFORE = re.compile(
    r"(?:@|\b(?:at|a|price|prezzo)(?:\s+(?:is|of|è|di))?:?|מחיר(?:\s+(?:הוא|זה|של))?:?|(?<![א-ת])ב[-־]?)\s*$",
    re.IGNORECASE,
)
_PRICE_BEHIND = re.compile(
    r"\s*(?:(?:each|apiece|a piece|per (?:unit|piece)|l'un[oa]|cadaun[oa]|cad|a testa|al pezzo)\b|ליחידה|כל אח[דת])",
    re.IGNORECASE,
)
_SAYS_PRICE = re.compile(
    rf"{_PRICE_BEHIND.pattern}|@|\b(?:at|a|price|prezzo|is|of|è|di)\b|ה?מחיר|(?<![א-ת])(?:הוא|זה|של|ב[-־]?)(?![א-ת])",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?:\b(?:the|il|lo|la|i|gli|le|quell[aeoi])\s+|(?<![א-ת])ה[-־]?\s*)\d", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|al posto di|invece di|anziché|במקום|not|non|לא|ולא)\b", re.IGNORECASE
)
_OLD = re.compile(
    r"(?:\b(?:instead of|rather than|al posto di|invece di|anziché|not|non)|(?<![א-ת])(?:במקום|ו?לא))\s+(?:on\s+)?$",
    re.IGNORECASE,
)


def corrected(draft: Draft, said: str, turn: Turn) -> Draft | None:
    """The draft as a correction leaves it, or None when the words correct nothing in it."""
    if name := _taken_back(draft, said, turn):
        fields = {key: value for key, value in draft.fields.items() if key != name}
        return draft.model_copy(update={"fields": fields, "language": turn.language})
    contract = turn.catalogue[draft.type].contract
    reading = turn.reading(_without_old_day(said, turn))
    texts = {spec.name for spec in contract.fields if spec.type == "text"}
    read = {n: sourced(v, turn) for n, v in read_fields(contract, reading).items() if n not in texts}
    new_items = read.pop("items", None)
    if turn.lexicon.after(("remove", "add"), said) is not None:
        read = {name: value for name, value in read.items() if value.type not in {"party", "person"}}
    read = _naked(draft, said, turn) | {name: value for name, value in read.items() if _meant(name, value, draft, turn)}
    read = {name: value for name, value in read.items() if value.content != _content(draft, name)}
    fields, unplaced = {**draft.fields, **read}, _unplaced(draft, said, turn)
    if items := _items(draft, said, new_items, turn):
        fields["items"] = items
    elif not read and (named := _named_field(draft, said, turn) or _amount(draft, said, turn)):
        fields.update(named)
    if fields == draft.fields and not unplaced:
        amend = turn.skills.amendments.get(draft.type)
        return amend(draft, said, turn) if amend else None
    settled = {k: v for k, v in draft.settled.items() if k not in read and k != UNPLACED}
    settled |= {UNPLACED: unplaced} if unplaced else {}
    return draft.model_copy(update={"fields": fields, "settled": settled, "language": turn.language})


def _without_old_day(said: str, turn: Turn) -> str:
    """The words without the day that another one takes the place of: "not tomorrow, Thursday", "Thursday and not …"."""
    days = read_dates(said, turn.language, now=turn.now)
    old = [one for one in days if ends_with(_OLD, said, one.start)]
    if len(days) == 1 or len(old) != 1:
        return said
    return f"{said[: old[0].start]} {said[old[0].end :]}"


def _meant(name: str, value: FieldValue, draft: Draft, turn: Turn) -> bool:
    """Whether a value read off a correction is one: a party on record, or new where the draft has none; no guess."""
    if value.content == ME and name in draft.fields and not turn.lexicon.means("me", value.source.words or ""):
        return False  # the writer, whom a request is about where it names nobody
    return value.type != "party" or name not in draft.fields or bool(turn.names.parties(str(value.content)))


def _naked(draft: Draft, said: str, turn: Turn) -> dict[str, FieldValue]:
    """A tax id or phone that stands alone, for a field that nobody has filled yet."""
    contract = turn.catalogue[draft.type].contract
    reading = turn.reading(said, bare=True)
    found: dict[str, FieldValue] = {}
    for spec in contract.fields:
        if spec.type in _IDENTIFIERS and spec.name not in draft.fields and not found:
            for one in candidates(spec, contract, reading):
                if len(said.replace(one.words, " ").split()) <= _FEW_WORDS and (value := field_value(spec, one)):
                    found[spec.name] = sourced(value, turn)
    return found


def _taken_back(draft: Draft, said: str, turn: Turn) -> str | None:
    """The optional field that is to go, by its label: "no discount", "without the discount"."""
    opened = turn.lexicon.after(("no", "skip", "remove"), said) is not None or turn.lexicon.means("skip", said)
    if not opened or any(char.isdigit() for char in said):
        return None
    kind, words = turn.catalogue[draft.type], simplified(said)
    optional = [spec.name for spec in kind.contract.fields if not spec.required and spec.name in draft.fields]
    return next((name for name in optional if simplified(kind.words(turn.language).fields[name].label) in words), None)


def _content(draft: Draft, name: str) -> object:
    return draft.fields[name].content if name in draft.fields else None


def _items(draft: Draft, said: str, new: FieldValue | None, turn: Turn) -> FieldValue | None:
    """The items after the correction, or None when it is not about them."""
    old = draft.fields.get("items")
    if old is None or not isinstance(old.content, tuple):
        return new
    lines = old.content
    if (resized := _resized(lines, said, turn)) is not None:
        lines = resized
    elif (rest := turn.lexicon.after("remove", said)) is not None:
        lines = _without(lines, rest, turn)
    elif (replaced := _replaced(lines, said, turn)) is not None:
        lines = replaced
    elif (priced := with_price(lines, said, turn)) is not None:
        lines = priced
    elif (quantity := only_number(said, turn)) is not None:
        lines = (lines[0].model_copy(update={"quantity": quantity}),) if len(lines) == 1 else lines
    elif new is not None and isinstance(new.content, tuple) and not _PRICE_WORD.search(said):
        lines = _merged(lines, new.content, turn, adding=turn.lexicon.after("add", said) is not None)
    if lines == old.content:
        return None
    return sourced(old.model_copy(update={"content": lines}), turn)


def _without(lines: tuple[Item, ...], said: str, turn: Turn) -> tuple[Item, ...]:
    """The lines without those that the words name: all of their words if a line has them all, else one."""
    gone = [line for line in lines if _named_by(line, said, turn)] or [
        line for line in lines if _same(line, said, turn)
    ]
    return tuple(line for line in lines if line not in gone) or lines


def _resized(lines: tuple[Item, ...], said: str, turn: Turn) -> tuple[Item, ...] | None:
    """The lines with one at a new quantity ("change the chairs to 12", "the number of chairs is 12"); else None."""
    numbers = read_numbers(said, turn.language)
    if not numbers or numbers[-1].value <= 0 or _PRICE.search(said):
        return None
    last = numbers[-1]
    before, behind = said[: last.start], said[last.end :]
    becomes = last.words[0] == "ל" or _BECOMES.search(before) is not None
    if turn.lexicon.says_something(behind) or not (becomes or _QUANTITY.search(before)):
        return None
    place = _place(lines, before, turn)
    return None if place is None else _with_quantity(lines, place, last.value)


def resizes(draft: Draft, said: str, turn: Turn) -> bool:
    """Whether a message names a line of a draft and another quantity of it: "update the lockers to 10"."""
    lines = draft.fields["items"].content if "items" in draft.fields else None
    return isinstance(lines, tuple) and _resized(lines, said, turn) is not None


def _with_quantity(lines: tuple[Item, ...], place: int, quantity: Decimal) -> tuple[Item, ...]:
    return (*lines[:place], lines[place].model_copy(update={"quantity": quantity}), *lines[place + 1 :])


def _replaced(lines: tuple[Item, ...], said: str, turn: Turn) -> tuple[Item, ...] | None:
    """The lines with one quantity in place of another ("30 instead of 20"); None when it is not said like that."""
    if (cut := _INSTEAD.search(said)) is None:
        return None
    new = [one.value for one in read_numbers(said[: cut.start()], turn.language)]
    old = [one.value for one in read_numbers(said[cut.end() :], turn.language)]
    if not new:
        old, new = old[:1], old[1:]
    places = [i for i, line in enumerate(lines) if old and line.quantity == old[0]]
    if len(places) != 1 or len(new) != 1 or new[0] <= 0:
        return None
    return _with_quantity(lines, places[0], new[0])


def with_price(lines: tuple[Item, ...], said: str, turn: Turn) -> tuple[Item, ...] | None:
    """The lines with the prices of one that are said without a quantity, each on the line that it names.

    A price that names none is that of the only line, else of the only one without. The lines stay as they are where
    it cannot be told whose price it is; None where the words are about something else.
    """
    prices = [one for one in said_prices(said, turn) if one.value.currency or not _counts(lines, said[one.end :], turn)]
    rest = _beside(said, prices)
    if not prices or read_numbers(rest, turn.language):
        return None
    if not any(_same(line, rest, turn) for line in lines):
        bare = [i for i, line in enumerate(lines) if line.unit_price is None or len(lines) == 1]
        if turn.lexicon.says_something(_SAYS_PRICE.sub(" ", rest)):
            return None
        return _priced(lines, bare, prices) if len(bare) == len(prices) == 1 else lines
    starts, ends = [one.start for one in prices], [one.end for one in prices]
    before = [said[start:end] for start, end in zip([0, *ends[:-1]], starts, strict=True)]
    behind = [said[start:end] for start, end in zip(ends, [*starts[1:], len(said)], strict=True)]
    for windows in ([rest],) if len(prices) == 1 else (before, behind):
        places = [place for words in windows if (place := _place(lines, words, turn)) is not None]
        if len(set(places)) == len(prices):
            return _priced(lines, places, prices)
    return lines


def _counts(lines: tuple[Item, ...], behind: str, turn: Turn) -> bool:
    """Whether a number counts a line's thing, whose name is right behind it: "a 10 sedie"."""
    following = behind.split(maxsplit=1)[:1]
    return bool(following) and behind[:1] == " " and any(_same(line, following[0], turn) for line in lines)


def said_prices(said: str, turn: Turn) -> list[Found[Money]]:
    """The amounts beside a currency, and the naked ones with a word of price: "at 25", "25 each", "the price is 25"."""
    found = read_money(said, turn.language, bare=True)
    alone = len(found) == 1 and _PRICE_WORD.search(said) is not None
    return [
        one
        for one in found
        if one.value.currency
        or alone
        or _PRICE_BEFORE.search(said[: one.start])
        or _PRICE_BEHIND.match(said[one.end :])
    ]


def _beside(said: str, found: list[Found[Money]]) -> str:
    """What is said without the amounts."""
    for one in reversed(found):
        said = f"{said[: one.start]} {said[one.end :]}"
    return said


def _place(lines: tuple[Item, ...], said: str, turn: Turn) -> int | None:
    """The line that the words name: the only one of which they have a word, else the only one with all of its own."""
    named = [i for i, line in enumerate(lines) if _same(line, said, turn)]
    whole = [i for i in named if all_words_in(lines[i].description, said)]
    return next((places[0] for places in (named, whole) if len(places) == 1), None)


def _unplaced(draft: Draft, said: str, turn: Turn) -> str:
    """The prices in words that are about a draft's lines without telling which; nothing where they tell."""
    lines = draft.fields["items"].content if "items" in draft.fields else None
    if not isinstance(lines, tuple) or turn.lexicon.after("remove", said) is not None:
        return ""
    prices = [one for one in said_prices(said, turn) if one.value.currency or not _counts(lines, said[one.end :], turn)]
    if not prices:
        return ""
    amounts = {one.value.amount for one in prices}
    known = amounts <= {line.unit_price.amount for line in lines if line.unit_price}
    return ", ".join(one.words for one in prices) if not known and with_price(lines, said, turn) == lines else ""


def _priced(lines: tuple[Item, ...], places: list[int], prices: list[Found[Money]]) -> tuple[Item, ...]:
    """The lines with these prices; a naked one is in the currency of the others, else of the line's former price."""
    priced = list(lines)
    spoken = next((one.value.currency for one in prices if one.value.currency), None)
    for place, one in zip(places, prices, strict=True):
        former = lines[place].unit_price
        currency = one.value.currency or spoken or (former.currency if former else None)
        price = one.value.model_copy(update={"currency": currency})
        priced[place] = lines[place].model_copy(update={"unit_price": price})
    return tuple(priced)


def _merged(lines: tuple[Item, ...], new: tuple[Item, ...], turn: Turn, *, adding: bool) -> tuple[Item, ...]:
    """Lines whose thing is named again take its quantity and price; other things are added."""
    merged = list(lines)
    for item in new:
        place = next((i for i, line in enumerate(merged) if _named_by(line, item.description, turn)), None)
        if place is None:
            if adding or find_products(item.description, turn.directory.products).products:
                merged.append(item)
            continue
        said = {"quantity": item.quantity, "unit_price": item.unit_price}
        merged[place] = merged[place].model_copy(update={k: v for k, v in said.items() if v is not None})
    return tuple(merged)


def _same(line: Item, said: str, turn: Turn) -> bool:
    """Whether the words have one of a line's thing among them, by its description or the product's name."""
    return any(shares_word(said, name) for name in _names(line, turn))


def _named_by(line: Item, said: str, turn: Turn) -> bool:
    """Whether a description is all words of a line's thing: "Arbel chairs" are not the student chairs."""
    return any(all_words_in(said, name) for name in _names(line, turn))


def _names(line: Item, turn: Turn) -> list[str]:
    product = turn.product(line.sku) if line.sku else None
    return [line.description, *(product.names.values() if product else ())]


def only_number(said: str, turn: Turn) -> Decimal | None:
    """The quantity, when a text holds one number, no sign of a price, and else only words that say nothing of a thing.

    "I want 8 of them", "ne voglio 8"; "the 160" is one of a size.
    """
    numbers = read_numbers(said, turn.language)
    if len(numbers) != 1 or numbers[0].value <= 0 or _PRICE.search(said) or names_size(said):
        return None
    before, _, behind = (turn.lexicon.after(("correction", "change", "no"), said) or said).partition(numbers[0].words)
    rest = f"{_BECOMES.sub(' ', before)} {behind}"
    return None if turn.lexicon.says_something(rest, beside="counting") else numbers[0].value


def names_size(said: str) -> bool:
    """Whether a number with an article stands in some words: "the 160" is one of that size."""
    return _SIZE.search(said) is not None


def _amount(draft: Draft, said: str, turn: Turn) -> dict[str, FieldValue]:
    """The draft's one amount as the bare number that is all a correction says; nothing else of it is counted."""
    if any(value.type in {"items", "number"} for value in draft.fields.values()):
        return {}
    amounts = [(name, value) for name, value in draft.fields.items() if isinstance(value.content, Money)]
    number = only_number(said, turn)
    if number is None or len(amounts) != 1:
        return {}
    ((name, value),) = amounts
    content = Money(amount=number, currency=value.content.currency if isinstance(value.content, Money) else None)
    return {name: sourced(value.model_copy(update={"content": content}), turn)}


def _named_field(draft: Draft, said: str, turn: Turn) -> dict[str, FieldValue]:
    """The field whose label the correction names ("the subject: …", "customer Bianchi"), with what follows it."""
    kind = turn.catalogue[draft.type]
    for spec in kind.contract.fields:
        label = kind.words(turn.language).fields[spec.name].label
        before, found, rest = said.partition(label)
        rest = rest.lstrip(" :=") if found else ""
        opens = not before.strip() or turn.lexicon.after(("correction", "change", "no"), before.strip()) is not None
        if rest and opens:
            only = kind.contract.model_copy(update={"fields": (spec,), "one_of": (), "approval": None})
            reading = turn.reading(rest, bare=True)
            return {name: sourced(value, turn) for name, value in read_fields(only, reading).items()}
    return {}
