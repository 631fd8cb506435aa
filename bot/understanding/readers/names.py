"""Reads names of organisations off a text: by what stands before them, capitals and legal forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.model import Language, NameRole
from bot.understanding.readers.everyday import is_common
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.hebrew_names import hebrew_parties
from bot.understanding.readers.name_words import Word, body, grown_on, joined, listed, near, never_names, split_words
from bot.understanding.readers.places import houses_in_hebrew, is_place
from bot.understanding.readers.tables import table
from bot.understanding.readers.words import level

_JOINERS = frozenset(
    {
        "di",
        "de",
        "del",
        "della",
        "dei",
        "degli",
        "delle",
        "of",
        "von",
        "van",
        "da",
        "la",
        "el",
        "al",
        "&",
        "santa",
        "san",
    }
)
_AFTER_AND = frozenset({"figli", "figlio", "sons", "co", "co.", "c.", "partners", "associati", "fratelli", "soci"})


_ALSO_WORDS = frozenset({"as", "ab", "ag", "kg", "bar", "aps", "co"})  # legal forms that are words when written small
_FROM = "da"  # also in a name: "Leonardo da Vinci"
_COUNT = re.compile(r"\d{1,4}")
_PAID = frozenset({"payee", "recipient"})
_PLURAL = re.compile(r"[a-z]{2,}[^si]s|[a-zà-ù]{3,}[ie]")
_NEVER_OF_A_THING = frozenset({"off", "via", "through", "against"})
_WIDEST_THING = 3  # small words that name it before its brand
_EVERYDAY = 1.2  # what is taken off one capitalised word that is an everyday one: "Tomorrow", "Inv"


@dataclass(frozen=True, slots=True)
class Name:
    """Where a name may stand, and how much speaks for it."""

    start: int
    end: int
    score: float


def read_parties(text: str, lang: Language, *, role: NameRole | None = None) -> list[Found[str]]:
    """Names of organisations, the one that fits the role best first; no greeting, signature or e-mail domain."""
    words = split_words(body(level(text)))
    names = [
        *_named_as(level(text)),
        *_quoted(body(level(text))),
        *_legal(words),
        *_capitalised(words, role),
        *_small(words),
        *_hebrew(level(text), words, role),
    ]
    return best_names(text, [name for name in names if name.score > 0])


_NAMED_AS = re.compile(
    r"\b(?:register|add|set up|enter|create|onboard|registra(?:re)?|inserisci|inserire|aggiung(?:i|ere)|censi(?:sci|re)"
    r"|carica(?:re)?|metti|(?:לרשום|להוסיף|לפתוח|תרשמ[וי]|תוסיפ[וי]|תפתח[וי]|נא לרשום) את)"
    r" (?P<name>[^,;:\n]{2,60}?) (?:as (?:an? |our )?|come |כ-?)(?:new |nuov[oa] )?"
    r"(?:supplier|vendor|customer|client|fornitore|cliente|ספק|לקוח)",
    re.IGNORECASE,
)


def _named_as(text: str) -> Iterator[Name]:
    """A name in its place: "register Foo as a supplier", "registra Foo come fornitore", "לרשום את פו כספק"."""
    for match in _NAMED_AS.finditer(text):
        if match["name"].lower() in never_names():
            continue
        yield Name(match.start("name"), match.end("name"), 6)


_QUOTED = re.compile(
    r"(?:^|(?<=[\s(])|(?<=[\s(][למבהו])|(?<=[\s(]ו[למב]))\"(?P<name>[^\"\n]{2,40})\"(?=[\s,.;:)!?-]|$)"
)


def _quoted(text: str) -> Iterator[Name]:
    """A Hebrew name in quotation marks, after a grown-on letter too: חברת "נייר וסרט", מ"ברזל ובניו"."""
    for match in _QUOTED.finditer(text):
        words = match["name"].split()
        if words and len(words) <= 4 and "א" <= words[0][0] <= "ת" and not {*words} <= never_names():
            yield Name(match.start("name"), match.end("name"), 4.8)


def best_names(text: str, names: list[Name]) -> list[Found[str]]:
    """The names without those that share words with a better one, best first."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (-name.score, name.start - name.end, name.start)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return [found(text[name.start : name.end], text, name.start, name.end) for name in kept]


@cache
def _cue_words(role: str) -> frozenset[str]:
    cues = table("names")["cues"]
    return frozenset(cues[role]["words"]) if role in cues else frozenset()


def _legal(words: list[Word]) -> Iterator[Name]:
    for at, word in enumerate(words):
        if word.low not in listed("legal", "words") or at == 0 or not joined(words, at):
            continue
        if (word.text in _ALSO_WORDS and not words[at - 1].capital) or not words[at - 1].text[0].isalpha():
            continue
        start = at
        while start > 0 and at - start < 4 and joined(words, start) and _in_legal_name(words, start - 1, at):
            start -= 1
        if start < at:
            headed = words[start].text in listed("heads", "words")
            begin = words[start].start + (grown_on(words[start].text) if words[start].hebrew and not headed else 0)
            yield Name(begin, word.end, 5)


def _in_legal_name(words: list[Word], at: int, legal: int) -> bool:
    word = words[at]
    if word.hebrew and (len(word.text) == 1 or word.text[grown_on(word.text) :] in never_names()):
        return False
    if word.low in never_names() and not word.capital:
        return word.low in _JOINERS | {"e", "and"} and at > 0 and words[at - 1].capital and words[at + 1].capital
    if (
        word.hebrew
        and at < legal - 1
        and (words[at + 1].text[0] in "למ" and words[at + 1].text[1:] in listed("heads", "words"))
    ):
        return False
    cased = words[legal - 1].capital
    return word.text == "&" or word.hebrew or word.capital == cased or word.low in _JOINERS


def _capitalised(words: list[Word], role: str | None) -> Iterator[Name]:
    for start, stop in runs(words):
        bought = role not in _PAID and _names_a_brand(words, start, stop)
        if bought or is_place(words, start, stop, role=role) or (role == "supplier" and _is_for(words, start)):
            continue
        first, size = words[start], stop - start
        cue = _cue_score(words, start, role)
        person = first.low in listed("people", "first") and size <= 3
        alone = first.first and size == 1
        score = cue + (1.0 if size > 1 else 0.4) + (1.5 if first.low in listed("heads", "words") else 0)
        said = stop < len(words) and joined(words, stop) and words[stop].low in listed("verbs", "words")
        score += 1.5 if said and first.first else 0
        score -= _EVERYDAY * (size == 1 and is_common(first.text))
        if person and first.low not in listed("heads", "words"):
            score -= 2.5
        score -= 0.6 * (first.low in listed("titles", "words") and size <= 3)
        alone = alone and (start == 0 or joined(words, stop) or is_common(first.text))
        if not (alone and not said and score < 1.5 and words[start : start + 2] != words[start:]):
            yield Name(words[start].start, words[stop - 1].end, score)


def runs(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words with the small joiners inside them."""
    at = 0
    while at < len(words):
        if (
            not words[at].capital
            or sum(map(str.isdigit, words[at].text)) > 1
            or words[at].low in never_names()
            or (words[at].text.isupper() and len(words[at].text) <= 2)
        ):
            at += 1
            continue
        stop = at + 1
        while joined(words, stop) and stop - at < 7:
            word = words[stop]
            further = words[stop + 1] if joined(words, stop + 1) else None
            if word.capital and (word.low not in never_names() or (word.low in _JOINERS)):
                stop += 1
            elif word.low == _FROM and further and (_behind_a_thing(words, at) or is_place(words, at, stop)):
                break
            elif further and (
                (word.low in _JOINERS and further.capital and further.low not in never_names())
                or (word.low in {"e", "and"} and further.low in _AFTER_AND)
            ):
                stop += 2
            else:
                stop += word.low in listed("legal", "words")
                break
        if at and words[at - 1].low in listed("titles", "words") | listed("heads", "words") and joined(words, at):
            yield at - 1, stop
        else:
            yield at, stop
        at = stop


def _behind_a_thing(words: list[Word], at: int) -> bool:
    """Whether a word with a capital belongs to a thing before it, as in "lampade LED", "5 UPS", and begins no name."""
    before = words[at - 1].low if joined(words, at) and at else ""
    announcing = _cue_words("any").union(*(listed("strong", key) for key in ("words", "documents", "links", "callers")))
    return before != "" and before not in announcing and not words[at].first


def _is_for(words: list[Word], start: int) -> bool:
    """Whether things are for whoever is named, which no supplier is: "100 business cards for Denis"."""
    if start < 2 or not joined(words, start) or words[start - 1].low not in {"for", "per"}:
        return False
    before = start - 2
    least = max(0, before - _WIDEST_THING)
    while before > least and joined(words, before) and _is_plain(words[before]):
        before -= 1
    return _COUNT.fullmatch(words[before].text) is not None


def _names_a_brand(words: list[Word], start: int, stop: int) -> bool:
    """Whether words with a capital are a thing's own: "20 USB cables", "12 Nova chairs", "5 mouse Logitech MX"."""
    if not start or not joined(words, start):
        return False
    before = start - 1
    before -= words[before].capital and joined(words, before)  # the HP of "15 HP LaserJet toners"
    if _COUNT.fullmatch(words[before].text):
        things = list(_plain_words(words, stop))
        code = stop - start == 1 and words[start].text.isupper()
        return bool(things) and (code or any(map(_PLURAL.fullmatch, things)))
    known = listed("strong", "links") | listed("heads", "words") | _NEVER_OF_A_THING | _cue_words("any")
    least = max(0, start - _WIDEST_THING - 1)
    while before > least and joined(words, before) and _is_plain(words[before]) and words[before].low not in known:
        before -= 1
    return before < start - 1 and _COUNT.fullmatch(words[before].text) is not None


def _plain_words(words: list[Word], at: int) -> Iterator[str]:
    """The small words in a row from `at` on that may name a thing, three at most."""
    for place in range(at, at + _WIDEST_THING):
        if not joined(words, place) or not _is_plain(words[place]) or words[place].low in listed("verbs", "words"):
            return
        yield words[place].low


def _is_plain(word: Word) -> bool:
    return word.text.isalpha() and not word.capital and len(word.text) > 2 and word.low not in never_names()


def _cue_score(words: list[Word], start: int, role: str | None) -> float:
    """How strongly the words just before a name announce one, for the role where one is given."""
    if start == 0:
        return 0
    one, two = words[start - 1].low, f"{words[start - 2].low} {words[start - 1].low}" if start > 1 else ""
    near = words[start].start - words[start - 1].end
    article = one in {"the", "la", "il", "lo", "le", "gli", "i", "l'"}
    before = words[start - 2].low if article and start > 1 else one
    if near > 3 or (words[start].first and near > 2):
        return 0
    named = _cue_words(role or "any")
    if two in named or two in listed("strong", "words") or one in listed("strong", "words"):
        return 3
    if one in named or before in named or (one.rstrip("-") in {"ל", "מ", "לה", "מה"} and not words[start].hebrew):
        return 2
    return 0.8 if one in _cue_words("any") else 0


def _small(words: list[Word]) -> Iterator[Name]:
    """Names in small letters: after "supplier", after "quote for", or that start with what only firms are called."""
    strong, documents, links, callers = (listed("strong", key) for key in ("words", "documents", "links", "callers"))
    for at, word in enumerate(words):
        if word.hebrew or word.capital or word.low in never_names():
            continue
        one = words[at - 1].low if at and near(words, at) else ""
        two = f"{words[at - 2].low} {one}" if at > 1 and near(words, at - 1) else ""
        linked = one in links and at > 1 and words[at - 2].low in documents
        headed = word.low in listed("heads", "words")
        if not (one in strong or two in strong or linked or one in callers or headed) or not word.text.isalpha():
            continue
        stop = at + 1
        while (
            stop < len(words)
            and stop - at < 3
            and joined(words, stop)
            and words[stop].text.isalpha()
            and not words[stop].capital
            and (words[stop].low not in never_names() or words[stop].low == "&")
        ):
            stop += 1
        if (headed and stop - at > 1) or not (headed or all(is_common(one.text) for one in words[at:stop])):
            yield Name(
                word.start,
                words[stop - 1].end,
                (2.2 if headed else 0) + (1.5 if one in strong or two in strong else 1.0),
            )


def _hebrew(text: str, words: list[Word], role: str | None) -> Iterator[Name]:
    cues = [0.0 if word.first or not word.hebrew else _cue_score(words, at, role) for at, word in enumerate(words)]
    for span in hebrew_parties(text, words, role, cues):
        if not houses_in_hebrew().match(text, span.start):
            yield Name(span.start, span.end, span.score)
