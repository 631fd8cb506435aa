"""Reads the fields of a kind from a text, each with the words it came from."""

import re
from collections.abc import Callable, Iterable

from pydantic import ValidationError

from bot.catalogue import Contract, FieldSpec
from bot.model import FieldValue, Item, Language, Source
from bot.understanding.date_fields import field_dates, field_periods
from bot.understanding.lexicon import plain_words
from bot.understanding.number_fields import field_numbers, names_a_thing
from bot.understanding.readers.cost_centers import read_cost_centers
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.found import Found
from bot.understanding.readers.identifiers import read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.items import read_items
from bot.understanding.readers.money import read_money, read_percents
from bot.understanding.readers.name_words import unsigned
from bot.understanding.readers.names import read_parties
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.readers.people import is_part_of, read_people, read_strangers
from bot.understanding.readers.positions import read_positions
from bot.understanding.readers.references import read_references
from bot.understanding.reading import Reading

ME = "@me"
_WHOLE = 100
_LONGEST_ITEM = 80  # characters of what is taken for the name of a thing
_FEWEST_DIGITS = 4  # of a naked number that may be an invoice's: "has 20702 been settled?"
_NEAR = 60  # characters before a number that its two words are looked for in
_FEWEST_WORDS = 2  # of a note or a reason; "approve Q-0001 thanks" has none

_WRITTEN_SUM = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d+[.,]\d{2}")
_SUM = re.compile(r"[\d.,]*[.,]\d{2}")  # with cents it is an amount, not the number of an invoice
_OF_A_PAPER = re.compile(r"[A-Z]{1,6}[-/]\d{3,}|\d{6,8}")  # reads as a number without a word in front of it
_BARE_TASK = re.compile(r"(?<![\w.,:/+#-])#?\d{3,6}(?![\w%€$£₪@-]|[.,:/]\d| ?[€$£₪%])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEAD = re.compile(
    r"^[>\s]*(?:from|to|cc|sent by|da|a|inviato da|von|an|מאת|אל|עותק)\s?:.*$"
    r"|^.*(?:wrote|ha scritto|כתבה?|schrieb)\s?:\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_MORE_DIGITS, _DIGITS_BEFORE = re.compile(r" \d{3}"), re.compile(r"\d{3} $")  # written in groups, as telephones are
_REGIONS: dict[Language, str] = {"en": "GB", "it": "IT", "he": "IL"}


def read_fields(contract: Contract, reading: Reading) -> dict[str, FieldValue]:
    """What the text says for the fields of a kind; a value that is not in the text does not exist."""
    found: dict[str, FieldValue] = {}
    taken: list[Found[object]] = []
    parties: list[Found[object]] = []
    for spec in contract.fields:
        offered = candidates(spec, contract, reading)
        if spec.type == "person":
            offered = [one for one in offered if not any(is_part_of(one, party) for party in parties)]
        value = next((one for one in offered if spec.type == "text" or not _overlaps(one, taken)), None)
        if value is not None and (made := field_value(spec, value)) is not None:
            found[spec.name] = made
            if spec.type in {"date", "reference", "email"}:
                taken.append(value)
            elif spec.type == "party":
                parties.append(value)
    return found


def field_value(spec: FieldSpec, value: Found[object]) -> FieldValue | None:
    """The found value in the shape of the field's type, or None when it cannot be one."""
    content = tuple(value.value) if isinstance(value.value, list) else value.value
    try:
        return FieldValue.model_validate({"type": spec.type, "content": content, "source": Source(words=value.words)})
    except ValidationError:
        return None


def candidates(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """What the text offers for one field, in order."""
    return _READERS[spec.type](spec, contract, reading)


def _overlaps(value: Found[object], taken: Iterable[Found[object]]) -> bool:
    return any(value.start < other.end and other.start < value.end for other in taken)


def _party(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    found = read_parties(reading.text, reading.language, role=spec.role)
    return found or (_whole(reading) if reading.bare else ())


def _person(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    dates = read_dates(reading.text, reading.language, now=reading.now)
    found: list[Found[object]] = [
        one for one in read_people(reading.text, reading.language) if not _overlaps(one, dates)
    ]
    if spec.role == "reminded" and reading.lexicon.reminds_me(reading.text):
        return (Found(ME, 0, 0, ""),)
    if not found and spec.role in {"employee", "assignee", "reminded"}:
        found = [*read_strangers(reading.text, sure=not spec.required, hebrew=not spec.me)]
    if not found and spec.me and (me := _me(reading, alone=spec.alone, taking=spec.role == "assignee")):
        return (me,)
    return found or (_whole(reading) if reading.bare else ())


def _me(reading: Reading, *, alone: bool, taking: bool) -> Found[object] | None:
    """The writer, where a word such as "me" or "mi" stands for them, or `alone` where nobody is named.

    When `taking`, also where they take something ("take IT-0001").
    """
    for match in re.finditer(r"[^\W\d_]+(?:'[^\W\d_]+)?", reading.text):
        if reading.lexicon.means("me", match[0]):
            return Found(ME, match.start(), match.end(), match[0])
    whole = reading.text.strip()
    if taking and reading.lexicon.after("take", reading.lexicon.without_manners(reading.text)) is not None:
        return Found(ME, 0, 0, "")
    return Found(ME, 0, len(reading.text), whole) if alone and whole else None


def _items(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    found = read_items(reading.text, reading.language)
    if not found and reading.bare and reading.lexicon.says_something(reading.text):
        said = reading.text.strip(" .,;:")
        return (Found([Item(description=said[:_LONGEST_ITEM])], 0, len(reading.text), reading.text),)
    if not found:
        return ()
    start, end = min(one.start for one in found), max(one.end for one in found)
    return (Found([one.value for one in found], start, end, reading.text[start:end]),)


def _reference(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    if contract.kind == "act":
        return _tasks(spec, contract, reading)
    found = read_references(reading.text, reading.language, bare=reading.bare)
    if found:
        return found
    naked = [
        one
        for one in read_references(reading.text, reading.language, bare=True)
        if sum(char.isdigit() for char in one.value) >= _FEWEST_DIGITS and not _SUM.fullmatch(one.value)
    ]
    if spec.name in contract.one_of:
        return _free(naked, reading)
    if spec.required:
        return _alone(naked, reading)
    return _alone([one for one in naked if _OF_A_PAPER.fullmatch(one.value)], reading)


def _free(naked: Iterable[Found[object]], reading: Reading) -> list[Found[object]]:
    """The numbers of the text without its signature that nothing else lays claim to."""
    text, language = unsigned(reading.text), reading.language
    claimed: list[Found[object]] = [
        *read_money(text, language, about=True),
        *read_dates(text, language, now=reading.now),
        *read_periods(text, language, now=reading.now),
        *read_phones(text, _REGIONS[language]),
        *read_ibans(text),
        *read_tax_ids(text, language),
    ]
    return [
        one
        for one in naked
        if not _overlaps(one, claimed)
        and text[one.start : one.end].strip()
        and not (_MORE_DIGITS.match(text, one.end) or _DIGITS_BEFORE.search(text[max(0, one.start - 4) : one.start]))
    ]


def _alone(naked: Iterable[Found[object]], reading: Reading) -> list[Found[object]]:
    """The one number that nothing else lays claim to, or nothing where there are several: it would be a guess."""
    free = _free(naked, reading)
    return free if len(free) == 1 else []


def _money(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The amounts of the text; where none has a currency, the one number with cents or thousands.

    What is only about right will do where the field may be left out.
    """
    about = not spec.required
    found = read_money(reading.text, reading.language, bare=reading.bare, about=about)
    if found or reading.bare:
        return found
    references = read_references(reading.text, reading.language)
    naked = [
        one
        for one in read_money(reading.text, reading.language, bare=True, about=about)
        if _WRITTEN_SUM.fullmatch(one.words) and not _overlaps(one, references)
    ]
    if about:
        naked = [one for one in naked if not names_a_thing(reading.text, one.end)]
    return [one for one in naked if _free([one], reading)][:1] if len(naked) == 1 else []


def _tasks(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """Task numbers as they are written, without their prefix too; where a task's state is asked for, a name may do."""
    found: Iterable[Found[object]] = reading.tasks.read(reading.text) or _bare_tasks(spec, reading)
    if found or contract.id != "task_status":
        return [Found("".join(one.words.split()).lstrip("#"), one.start, one.end, one.words) for one in found]
    return read_parties(reading.text, reading.language)


def _bare_tasks(spec: FieldSpec, reading: Reading) -> list[Found[object]]:
    """The one number of three digits or more that counts nothing: "scrap 0611", "la 318", "#540".

    Where no task has to be named, only one behind "#" or a zero: "remind me of form 101" names none.
    """
    hits = [
        Found(hit[0], hit.start(), hit.end(), hit[0])
        for hit in _BARE_TASK.finditer(reading.text)
        if hit[0].startswith("#") or not (names_a_thing(reading.text, hit.end()) or _YEAR.fullmatch(hit[0]))
    ]
    if not spec.required:
        hits = [one for one in hits if one.value.startswith(("#", "0"))]
    return _alone(hits, reading)


def _text(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    if spec.name == "scope":
        return (Found(scope, 0, len(reading.text), reading.text) for scope in reading.lexicon.scopes(reading.text))
    if spec.name == "team" and contract.kind == "act":
        team = reading.lexicon.team(reading.text)
        return (Found(team, 0, len(reading.text), reading.text),) if team else ()
    if spec.name == "position" and (positions := read_positions(reading.text, reading.language)):
        return positions
    if reading.bare:
        return _whole(reading)
    if contract.kind == "act" and spec.main:
        return _whole(reading)
    if contract.kind == "act":
        return _after_reference(spec, reading)
    if spec.name == "cost_center":
        return read_cost_centers(reading.text, reading.language)
    if spec.named:
        return _named(reading)
    if not spec.main:
        return ()
    said = reading.lexicon.without_manners(reading.text)
    return (Found(said, 0, len(reading.text), said),) if reading.lexicon.says_something(said) else ()


def _named(reading: Reading) -> Iterable[Found[object]]:
    """What a text names: an organisation, else a person, else a number such as that of an article."""
    for read in (read_parties, read_people, read_references):
        if found := read(reading.text, reading.language):
            return found
    return ()


def _after_reference(spec: FieldSpec, reading: Reading) -> Iterable[Found[object]]:
    """What is said about a task: behind the colon, else its number, else a comma ("reject Q-0001, too cheap")."""
    references = reading.tasks.read(reading.text)
    _, colon, behind = reading.text.partition(":")
    if not colon and references:
        behind = reading.text[references[0].end :]
    elif not colon and spec.name == "reason":
        behind = reading.text.partition(",")[2]
    said = behind.strip(" ,.;:-–\n\t")
    if len(said.split()) < _FEWEST_WORDS or not reading.lexicon.says_something(said):
        return ()
    start = reading.text.index(said)
    return (Found(said, start, start + len(said), said),)


def _whole(reading: Reading) -> tuple[Found[object], ...]:
    said = reading.lexicon.without_manners(reading.text).strip(" .,;:")
    return (Found(said, 0, len(reading.text), said),) if re.search(r"\w", said) else ()


def _naked_discount(spec: FieldSpec, reading: Reading) -> Iterable[Found[object]]:
    """A number from 1 to 100 right behind the word for a discount: "sconto del 20", "הנחה 15"."""
    if spec.name != "discount":
        return
    money = read_money(reading.text, reading.language)
    for number in read_numbers(reading.text, reading.language):
        before = plain_words(reading.text[max(0, number.start - _NEAR) : number.start]).split()[-2:]
        priced = any(one.start <= number.start < one.end for one in money)
        if 0 < number.value <= _WHOLE and not priced and any(w in reading.lexicon.words["discount"] for w in before):
            yield number


def _emails(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The addresses of the text; those in the head of a mail that is passed on only where one is needed, and last."""
    text = unsigned(reading.text)
    heads = [(hit.start(), hit.end()) for hit in _HEAD.finditer(text)]
    found = read_emails(text)
    headed = [one for one in found if any(start <= one.start < end for start, end in heads)]
    return [*(one for one in found if one not in headed), *(headed if spec.required else ())]


def _without_numbers(reading: Reading) -> str:
    """The text with tax ids and IBANs blanked, which a reader of phone numbers would take for one."""
    said = unsigned(reading.text)
    for one in (*read_tax_ids(said, reading.language), *read_ibans(said)):
        said = said[: one.start] + " " * (one.end - one.start) + said[one.end :]
    return said


_Reader = Callable[[FieldSpec, Contract, Reading], Iterable[Found[object]]]
_READERS: dict[str, _Reader] = {
    "party": _party,
    "person": _person,
    "items": _items,
    "money": _money,
    "date": field_dates,
    "period": field_periods,
    "number": field_numbers,
    "percent": lambda s, c, r: read_percents(r.text, r.language, bare=r.bare) or _naked_discount(s, r),
    "reference": _reference,
    "email": _emails,
    "phone": lambda s, c, r: read_phones(_without_numbers(r)) or read_phones(_without_numbers(r), _REGIONS[r.language]),
    "iban": lambda s, c, r: read_ibans(r.text),
    "tax_id": lambda s, c, r: read_tax_ids(r.text, r.language, bare=r.bare),
    "text": _text,
}
