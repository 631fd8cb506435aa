"""Reads the fields of a kind from a text, each with the words it came from."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from bot.catalogue import Contract, FieldSpec
from bot.model import FieldValue, Item, Language, Source
from bot.understanding.lexicon import Lexicon, plain_words
from bot.understanding.readers.cost_centers import read_cost_centers
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.found import Found
from bot.understanding.readers.identifiers import read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.items import read_items
from bot.understanding.readers.money import read_money, read_percents
from bot.understanding.readers.name_words import unsigned
from bot.understanding.readers.names import read_parties, read_people
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.readers.references import TaskNumbers, read_references

ME = "@me"
_WHOLE = 100
_LONGEST_ITEM = 80  # characters of what is taken for the name of a thing
_FEWEST_DIGITS = 4  # of a naked number that may be an invoice's: "has 20702 been settled?"
_NEAR = 60  # characters before a number that its two words are looked for in
_FEWEST_WORDS = 2  # of a note or a reason; "approve Q-0001 thanks" has none

_SUM = re.compile(r"[\d.,]*[.,]\d{2}")  # with cents it is an amount, not the number of an invoice
_NAME = re.compile(
    r"(?<=[a-zà-ÿ,:;–-] )[A-ZÀ-Ý][a-zà-ÿ'’]+ (?:(?:de|di|da|del|della|van|von|bin|ben) )?[A-ZÀ-Ý][\w'’-]+"
)
_UNTIL = re.compile(
    r"(?:\b(?:until|till|through|expir\w*|end(?:s|ing)?|terminat\w*)"
    r"|\b(?:fino al?l?['’]?|fino a|sino al|scad\w*|termin[aei]\w*)"
    r"|עד|פג|פגה|פוקע|מסתיים|מסתיימת|סיום)(?:\s+(?:on|the|il|ה-?|ב-?))?[\s-]*$",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"(?:\b(?:due|payable|by|scad\w*|entro|da pagare)|לתשלום|לפירעון|פירעון|עד)"
    r"(?:\s+(?:on|by|date|the|il|al|ה-?|ב-?|עד))?[\s:-]*$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"[\s-]?(?:mg|gr?|kg|ml|cl|lt?|lit(?:er|re)s?|litr[io]|[cm]m|met(?:er|re)s?|metr[io]|%|percent|גרם|ליטר|מ\"ל|ס\"מ|מטר"
    r"|minut\w+|hours?|days?|weeks?|months?|years?|ore|giorn[io]|settiman[ae]|mes[ei]|ann[io]|דקות|שעות|ימים|שבועות|חודשים|שנים"
    r"|vendors?|suppliers?|offers?|quotes?|fornitori|preventivi|offerte|ditte|ספקים|הצעות)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:tasks?|list|queue) of ([A-Z][\w'’-]*\w(?: [A-Z][\w'’-]+)?)"
    r"|\b([A-Z][\w-]*\w(?: [A-Z][\w-]+)?)['’]s? (?:open |overdue |current )?(?:tasks?|list|queue)\b"
)
_REGIONS: dict[Language, str] = {"en": "GB", "it": "IT", "he": "IL"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to be read: its language, the moment it was written (in the writer's time zone), and the word lists.

    `tasks` reads task numbers. `bare` means that it answers a question, so that a naked number or name is enough.
    """

    text: str
    language: Language
    now: datetime
    lexicon: Lexicon
    tasks: TaskNumbers
    bare: bool = False


def read_fields(contract: Contract, reading: Reading) -> dict[str, FieldValue]:
    """What the text says for the fields of a kind; a value that is not in the text does not exist."""
    found: dict[str, FieldValue] = {}
    taken: list[Found[object]] = []
    for spec in contract.fields:
        offered = candidates(spec, contract, reading)
        value = next((one for one in offered if spec.type == "text" or not _overlaps(one, taken)), None)
        if value is not None and (made := field_value(spec, value)) is not None:
            found[spec.name] = made
            if spec.type in {"date", "reference", "email"}:
                taken.append(value)
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
    if not found and spec.role == "assignee":
        found = [*_owner(reading.text)]
    if not found and spec.role == "employee":
        found = [*_two_names(reading.text)]
    if not found and spec.me and (me := _me(reading, alone=spec.alone, taking=spec.role == "assignee")):
        return (me,)
    return found or (_whole(reading) if reading.bare else ())


def _owner(text: str) -> Iterable[Found[str]]:
    """Whose tasks are meant, in English: "tasks of Denis", "Denis's open tasks"."""
    for match in _OWNER.finditer(text):
        group = 1 if match[1] else 2
        yield Found(match[group], match.start(group), match.end(group), match[group])


def _two_names(text: str) -> Iterable[Found[str]]:
    """Two capitalised words in a row that do not open a sentence: probably a name that no list knows."""
    for match in _NAME.finditer(text):
        yield Found(match[0], match.start(), match.end(), match[0])


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
        return _tasks(contract, reading)
    found = read_references(reading.text, reading.language, bare=reading.bare)
    if found or spec.name not in contract.one_of:
        return found
    naked = read_references(reading.text, reading.language, bare=True)
    return [
        one
        for one in naked
        if sum(char.isdigit() for char in one.value) >= _FEWEST_DIGITS and not _SUM.fullmatch(one.value)
    ]


def _tasks(contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """Task numbers as they are written; where a task's state is asked for, a name may stand for it."""
    found = reading.tasks.read(reading.text)
    if found or contract.id != "task_status":
        return [Found("".join(one.words.split()).lstrip("#"), one.start, one.end, one.words) for one in found]
    return read_parties(reading.text, reading.language)


def _text(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    if spec.name == "scope":
        return (Found(scope, 0, len(reading.text), reading.text) for scope in reading.lexicon.scopes(reading.text))
    if spec.name == "team" and contract.kind == "act":
        team = reading.lexicon.team(reading.text)
        return (Found(team, 0, len(reading.text), reading.text),) if team else ()
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
    return (Found(said, 0, len(reading.text), said),) if said else ()


def _date(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The days of the text, for a deadline those behind a word such as "by" first."""
    found = read_dates(reading.text, reading.language, now=reading.now, past=spec.past)
    for first, last, cue in (("start_date", "end_date", _UNTIL), ("invoice_date", "due_date", _DUE)):
        if spec.name in {first, last} and contract.has(first) and contract.has(last):
            ends = [one for one in found if cue.search(reading.text[: one.start])]
            return [one for one in found if one not in ends] if spec.name == first else [*ends, *found]
    if not spec.due:
        return found
    coming = [one for one in found if one.value >= reading.now.date()]
    return sorted(coming, key=lambda one: not reading.lexicon.by_then(reading.text[: one.start], one.words))


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


def _without_numbers(reading: Reading) -> str:
    """The text with tax ids and IBANs blanked, which a reader of phone numbers would take for one."""
    said = unsigned(reading.text)
    for one in (*read_tax_ids(said, reading.language), *read_ibans(said)):
        said = said[: one.start] + " " * (one.end - one.start) + said[one.end :]
    return said


def _numbers(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The counts of the text; neither sizes and times ("500 ml", "6 months") nor how many offers are wanted."""
    found = read_numbers(reading.text, reading.language)
    return [one for one in found if not _MEASURE.match(reading.text[one.end :])]


_Reader = Callable[[FieldSpec, Contract, Reading], Iterable[Found[object]]]
_READERS: dict[str, _Reader] = {
    "party": _party,
    "person": _person,
    "items": _items,
    "money": lambda s, c, r: read_money(r.text, r.language, bare=r.bare),
    "date": _date,
    "period": lambda s, c, r: read_periods(r.text, r.language, now=r.now),
    "number": _numbers,
    "percent": lambda s, c, r: read_percents(r.text, r.language, bare=r.bare) or _naked_discount(s, r),
    "reference": _reference,
    "email": lambda s, c, r: read_emails(unsigned(r.text)),
    "phone": lambda s, c, r: read_phones(_without_numbers(r)) or read_phones(_without_numbers(r), _REGIONS[r.language]),
    "iban": lambda s, c, r: read_ibans(r.text),
    "tax_id": lambda s, c, r: read_tax_ids(r.text, r.language, bare=r.bare),
    "text": _text,
}
