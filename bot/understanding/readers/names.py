"""Reads names of organisations and people off a text: by what stands before them, capitals, legal forms, first names."""  # noqa: E501

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.model import Language, NameRole
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.name_words import Word, body, grown_on, joined, listed, near, never_names, split_words
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


@dataclass(frozen=True, slots=True)
class _Name:
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
        *_hebrew(words, role),
    ]
    return _best(text, [name for name in names if name.score > 0])


_NAMED_AS = re.compile(
    r"\b(?:register|add|set up|enter|create|onboard|registra(?:re)?|inserisci|inserire|aggiung(?:i|ere)|censi(?:sci|re)"
    r"|carica(?:re)?|metti|(?:לרשום|להוסיף|לפתוח|תרשמ[וי]|תוסיפ[וי]|תפתח[וי]|נא לרשום) את)"
    r" (?P<name>[^,;:\n]{2,60}?) (?:as (?:an? |our )?|come |כ-?)(?:new |nuov[oa] )?"
    r"(?:supplier|vendor|customer|client|fornitore|cliente|ספק|לקוח)",
    re.IGNORECASE,
)


def _named_as(text: str) -> Iterator[_Name]:
    """A name in its place: "register Foo as a supplier", "registra Foo come fornitore", "לרשום את פו כספק"."""
    for match in _NAMED_AS.finditer(text):
        yield _Name(match.start("name"), match.end("name"), 6)


_QUOTED = re.compile(
    r"(?:^|(?<=[\s(])|(?<=[\s(][למבהו])|(?<=[\s(]ו[למב]))\"(?P<name>[^\"\n]{2,40})\"(?=[\s,.;:)!?-]|$)"
)


def _quoted(text: str) -> Iterator[_Name]:
    """A Hebrew name in quotation marks, after a grown-on letter too: חברת "נייר וסרט", מ"ברזל ובניו"."""
    for match in _QUOTED.finditer(text):
        words = match["name"].split()
        if words and len(words) <= 4 and "א" <= words[0][0] <= "ת" and not {*words} <= never_names():
            yield _Name(match.start("name"), match.end("name"), 4.8)


def read_people(text: str, lang: Language, *, known: Sequence[str] = ()) -> list[Found[str]]:
    """Names of people, colleagues in `known` and the surest first; never the sender's own "me"."""
    words = split_words(body(level(text)))
    return _best(text, [*_known(words, known), *_by_first_name(words), *_by_person_cue(words)])


def _best(text: str, names: list[_Name]) -> list[Found[str]]:
    """The names without those that share words with a better one, best first."""
    kept: list[_Name] = []
    for name in sorted(names, key=lambda name: (-name.score, name.start - name.end, name.start)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return [found(text[name.start : name.end], text, name.start, name.end) for name in kept]


@cache
def _cue_words(role: str) -> frozenset[str]:
    cues = table("names")["cues"]
    return frozenset(cues[role]["words"]) if role in cues else frozenset()


def _legal(words: list[Word]) -> Iterator[_Name]:
    for at, word in enumerate(words):
        if word.low not in listed("legal", "words") or at == 0 or not joined(words, at):
            continue
        start = at
        while start > 0 and at - start < 4 and joined(words, start) and _in_legal_name(words, start - 1, at):
            start -= 1
        if start < at:
            begin = words[start].start + (grown_on(words[start].text) if words[start].hebrew else 0)
            yield _Name(begin, word.end, 5)


def _in_legal_name(words: list[Word], at: int, legal: int) -> bool:
    word = words[at]
    if word.hebrew and len(word.text) == 1:
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


def _capitalised(words: list[Word], role: str | None) -> Iterator[_Name]:
    for start, stop in _runs(words):
        first, size = words[start], stop - start
        cue = _cue_score(words, start, role)
        person = first.low in listed("people", "first") and size <= 3
        alone = first.first and size == 1
        score = cue + (1.0 if size > 1 else 0.4) + (1.5 if first.low in listed("heads", "words") else 0)
        said = stop < len(words) and joined(words, stop) and words[stop].low in listed("verbs", "words")
        score += 1.5 if said and first.first else 0
        if person and first.low not in listed("heads", "words"):
            score -= 2.5
        if not (alone and not said and score < 1.5 and words[start : start + 2] != words[start:]):
            yield _Name(words[start].start, words[stop - 1].end, score)


def _runs(words: list[Word]) -> Iterator[tuple[int, int]]:
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
    if one in named or before in named or one.rstrip("-") in {"ל", "מ"}:
        return 2
    return 0.8 if one in _cue_words("any") else 0


def _small(words: list[Word]) -> Iterator[_Name]:
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
            and (words[stop].low not in never_names() or words[stop].low == "&")
        ):
            stop += 1
        if (headed and stop - at > 1) or not headed:
            yield _Name(
                word.start,
                words[stop - 1].end,
                (2.2 if headed else 0) + (1.5 if one in strong or two in strong else 1.0),
            )


def _hebrew(words: list[Word], role: str | None) -> Iterator[_Name]:
    before_to, before_from = listed("hebrew_before", "to"), listed("hebrew_before", "from")
    for at, word in enumerate(words):
        if not word.hebrew or (word.low in never_names() and word.low not in listed("heads", "words")):
            continue
        cue = _cue_score(words, at, role) if not word.first else 0
        prefix = grown_on(word.text)
        letter, rest = word.text[:prefix][-1:], word.text[prefix:]
        earlier = [w.text.lstrip("ו") for w in words[max(0, at - 7) : at]]
        headed = word.text in listed("heads", "words")
        stop = _hebrew_end(words, at)
        if cue >= 0.8 and stop > at:
            yield _Name(word.start, words[stop - 1].end, cue + (1.5 if headed else 0))
        elif headed and stop > at + 1:
            yield _Name(word.start, words[stop - 1].end, 2.5)
        if prefix and rest not in never_names() and stop > at:
            pairs = {f"{a} {b}" for a, b in itertools.pairwise(earlier)} | set(earlier)
            near = earlier[-1:] and (
                earlier[-1] in (before_to if letter == "ל" else before_from)
                or " ".join(earlier[-2:]) in (before_to | before_from)
            )
            announced = (pairs & before_to) if letter == "ל" else (pairs & before_from) if letter == "מ" else None
            head = rest in listed("heads", "words")
            if head or (announced and letter != "ב"):
                fits = 0.6 if (letter == "ל") == (role in {"customer", "recipient", "payee"}) and role else 0.0
                person = rest in listed("people", "first")
                yield _Name(
                    word.start + prefix,
                    words[stop - 1].end,
                    (1.8 if near else 1.0) + (2.0 if head else 0) + fits - (1.5 if person else 0),
                )
        if word.first and (said := _said(words, at)):
            yield _Name(word.start, words[said - 1].end, 2.6)


def _said(words: list[Word], at: int) -> int:
    """Where a name that starts a sentence stops, when a verb of organisations follows within three words."""
    for stop in range(at + 1, min(at + 4, len(words))):
        if not joined(words, stop):
            return 0
        if words[stop].text in listed("verbs", "hebrew"):
            return stop
        if words[stop].text in never_names():
            return 0
    return 0


def _hebrew_end(words: list[Word], at: int) -> int:
    """Where a Hebrew name that starts at `at` stops: before a common word, at two words, or three after a head."""
    prefix = grown_on(words[at].text)
    headed = words[at].text in listed("heads", "words") or words[at].text[prefix:] in listed("heads", "words")
    stop = at + 1
    while stop < len(words) and stop - at < 2 + headed and joined(words, stop) and words[stop].hebrew:
        word = words[stop].text
        following = (
            word in never_names()
            or word in listed("verbs", "hebrew")
            or (word[0] == "ו" and len(word) > 3)
            or (word[:1] == "ש" and word[1:] in never_names())
        )
        if following or (word[0] in "לבמכ" and word[1:] in never_names()) or (stop - at > 1 and word[0] in "למבכש"):
            break
        stop += 1
    return (
        stop + 1 if stop < len(words) and words[stop].low in listed("legal", "words") and joined(words, stop) else stop
    )


def _known(words: list[Word], known: Sequence[str]) -> Iterator[_Name]:
    """Colleagues by their whole name, or by a first name of theirs."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        for form in {
            word.low,
            word.low[grown_on(word.text) :],
            word.low.removeprefix("ל"),
            word.low.removeprefix("ש"),
            word.low.removeprefix("ו"),
        }:
            places.setdefault(form, []).append(at)
    for name in known:
        parts = name.lower().split()
        for at in places.get(parts[0], ()) if parts else ():
            size = 1
            while size < len(parts) and at + size < len(words) and words[at + size].low == parts[size]:
                size += 1
            if size == len(parts) or (size == 1 and not words[at].hebrew and words[at].capital) or size > 1:
                begin = words[at].end - len(parts[0])
                yield _Name(begin, words[at + size - 1].end, 6 + size)


def _by_first_name(words: list[Word]) -> Iterator[_Name]:
    first, never = listed("people", "first"), never_names()
    for at, word in enumerate(words):
        following = words[at + 1] if joined(words, at + 1) else None
        if not word.hebrew:
            if (
                word.low in first
                and (word.capital or (following is not None and following.low not in never))
                and word.low not in never
            ):
                stop = at + 1
                while (
                    stop - at < 4
                    and joined(words, stop)
                    and words[stop].capital == word.capital
                    and words[stop].low not in never
                    and word.capital
                ):
                    stop += 1
                stop += stop == at + 1 and not word.capital and following is not None and following.text.isalpha()
                yield _Name(word.start, words[stop - 1].end, 2 + (stop - at > 1) + 0.5 * _cue_before(words, at))
            continue
        form = next((form for form in (word.text, re.sub(r"^[ולשמהב]", "", word.text)) if form in first), None)
        if form and not (word.text != form and word.text in never):
            more = following is not None and _surname(words, at + 1)
            yield _Name(
                word.end - len(form),
                following.end if more and following else word.end,
                2 + more + 0.5 * _cue_before(words, at),
            )


def _surname(words: list[Word], at: int) -> bool:
    word = words[at].text
    if word in never_names() or word in listed("people", "absent") or not words[at].hebrew:
        return False
    ends = not joined(words, at + 1) or words[at + 1].text in never_names() | listed("people", "absent")
    return (
        word in listed("people", "last")
        or (ends and word[0] not in "לב" and len(word) > 2)
        or bool(re.search(r"(?:אי|סקי|יאן|וביץ|שטיין|ברג|מן|'יל)$", word))
    )


def _cue_before(words: list[Word], at: int) -> float:
    one = words[at - 1].low if at else ""
    two = f"{words[at - 2].low} {one}" if at > 1 else ""
    return 2.0 * (two in listed("people", "strong") or one in listed("people", "strong")) or float(
        one in listed("people", "cues")
    )


def _by_person_cue(words: list[Word]) -> Iterator[_Name]:
    """Names after a title or "employee", and capitalised pairs that speak of leave or of starting."""
    never, legal = never_names(), listed("legal", "words")
    for at, word in enumerate(words):
        one = words[at - 1].low if at and near(words, at) else ""
        two = f"{words[at - 2].low} {one}" if at > 1 and near(words, at - 1) else ""
        cued = (
            one in listed("people", "strong") or two in listed("people", "strong") or one in listed("titles", "words")
        )
        prefixed = (
            word.hebrew
            and word.text[0] == "ל"
            and (one in listed("people", "strong_prefixed") or two in listed("people", "strong_prefixed"))
        )
        if (not cued and not prefixed) or word.low in never:
            continue
        stop, limit = at + 1, 3 if word.capital else 2
        while (
            stop < len(words)
            and stop - at < limit
            and joined(words, stop)
            and words[stop].low not in never | listed("people", "absent")
            and words[stop].capital == word.capital
        ):
            stop += 1
        if words[stop - 1].low not in legal and word.text[0].isalpha():
            yield _Name(word.start + (1 if prefixed else 0), words[stop - 1].end, 2.4)
    for start, stop in _runs(words):
        after = words[stop].low if stop < len(words) and joined(words, stop) else ""
        pair = f"{after} {words[stop + 1].low}" if stop + 1 < len(words) else after
        absent = after in listed("people", "absent") or pair in listed("people", "absent")
        cued = start > 0 and words[start - 1].low in listed("people", "cues") and near(words, start)
        organisation = words[start].low in listed("heads", "words") or words[stop - 1].low in legal
        if stop - start <= 3 and not organisation and (absent or cued):
            yield _Name(words[start].start, words[stop - 1].end, 1.0 + absent + 0.3 * (stop - start == 2))
