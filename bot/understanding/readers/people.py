"""Reads names of people off a text: by first names, titles, what stands before them and what is said of them."""

import re
from collections.abc import Iterator

from bot.model import Language
from bot.understanding.readers.everyday import is_common
from bot.understanding.readers.found import Found
from bot.understanding.readers.name_words import Word, body, joined, listed, near, never_names, split_words
from bot.understanding.readers.names import Name, best_names, runs
from bot.understanding.readers.words import level

_WRITTEN = re.compile(r"[A-ZÀ-Þ][^\W\d_]*[a-zà-ÿ][\w'’-]*")
_NUMBER_BEHIND = re.compile(r"[.':]?\s*[+(]?\d")  # "טל 03-…" is a telephone and no Tal
_TOWARDS = frozenset({"to", "in", "a", "ad"})
_UNNAMED = 1.0  # what is taken off a word behind "in", "the", "a", which names a place or a thing
_ACTED = 1.0  # what a verb, an "'s" or an order to do something with them adds


def read_people(text: str, lang: Language) -> list[Found[str]]:
    """Names of people, the surest first; never the sender's own "me"."""
    words = split_words(body(level(text)))
    return best_names(text, [*_by_first_name(text, words), *_by_person_cue(words)])


def read_strangers(text: str, *, sure: bool, hebrew: bool) -> list[Found[str]]:
    """Capitalised (and `hebrew` rare) words that no list knows and that can be somebody's name, the likeliest first.

    Where `sure`, only those of whom it is said that they do something, that something is theirs or is to be done with
    them: "Gordon called in sick", "Dorota's contract", "send Curtis".
    """
    plain = level(text)
    words = split_words(body(plain))
    least = _ACTED if sure else 0.0
    names = [*_by_form(plain, words), *(_strangers_in_hebrew(words) if hebrew else ())]
    return best_names(text, [name for name in names if name.score > least])


def is_part_of(person: Found[object], party: Found[object]) -> bool:
    """Whether a name read as somebody's is the organisation's own, or stands in it: "Kaffee Brenner", "אולמי דנה"."""
    inside = party.start <= person.start and person.end <= party.end
    named = person.words.split(maxsplit=1)[:1]
    return inside and (person.words != party.words or named[0].lower() not in listed("people", "first"))


def _strangers_in_hebrew(words: list[Word]) -> Iterator[Name]:
    """Two or three rare Hebrew words in a row."""
    at = 0
    while at < len(words):
        stop = at
        while stop < len(words) and _is_rare(words[stop]) and (stop == at or joined(words, stop)):
            stop += 1
        if 2 <= stop - at <= 3 and not words[at].first:
            yield Name(words[at].start, words[stop - 1].end, 0.9)
        at = max(stop, at + 1)


def _is_rare(word: Word) -> bool:
    return word.hebrew and len(word.text) > 1 and not is_common(word.text) and word.text not in listed("legal", "words")


def _by_form(text: str, words: list[Word]) -> Iterator[Name]:
    for start, stop in runs(words):
        some = words[start:stop]
        common = sum(is_common(word.text) for word in some)
        if stop - start > 3 or common >= min(2, stop - start) or not all(_WRITTEN.fullmatch(w.text) for w in some):
            continue
        if some[0].low in listed("heads", "words") or some[-1].low in listed("legal", "words"):
            continue
        if _goes_there(words, start):
            continue
        before = words[start - 1].low if start and near(words, start) and not some[0].first else ""
        after = words[stop].low if joined(words, stop) else ""
        acted = (
            text[some[-1].end : some[-1].end + 2].lower() in ("'s", "' ")
            or after in listed("people", "does")
            or before in listed("people", "done_to")
        )
        score = 0.5 + _ACTED * acted + (0.3 + 0.3 * (not common)) * (stop - start > 1)
        yield Name(some[0].start, some[-1].end, score - _UNNAMED * (before in listed("people", "no_name_behind")))


def _goes_there(words: list[Word], start: int) -> bool:
    """Whether somebody goes to what is named: "business trip to Milan", "trasferta a Milano"."""
    towards = start > 1 and words[start - 1].low in _TOWARDS
    return towards and words[start - 2].low in listed("people", "travels")


def _by_first_name(text: str, words: list[Word]) -> Iterator[Name]:
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
                yield Name(word.start, words[stop - 1].end, 2 + (stop - at > 1) + 0.5 * _cue_before(words, at))
            continue
        if _NUMBER_BEHIND.match(text, word.end):
            continue
        form = next((form for form in (word.text, re.sub(r"^[ולשמהב]", "", word.text)) if form in first), None)
        if form == word.text and _is_a_thing(words, at):
            continue
        if form and not (word.text != form and word.text in never):
            more = following is not None and _surname(words, at + 1)
            yield Name(
                word.end - len(form),
                following.end if more and following else word.end,
                2 + more + 0.5 * _cue_before(words, at),
            )


def _is_a_thing(words: list[Word], at: int) -> bool:
    """Whether a first name that is a thing as well stands for the thing: "שי לחג", "תווי שי"."""
    if words[at].text not in listed("people", "things"):
        return False
    behind = joined(words, at + 1) and words[at + 1].text in listed("people", "thing_before")
    return behind or (at > 0 and words[at - 1].text in listed("people", "thing_behind"))


def _surname(words: list[Word], at: int) -> bool:
    word = words[at].text
    if word in never_names() or word in listed("people", "absent") or not words[at].hebrew:
        return False
    ends = not joined(words, at + 1) or words[at + 1].text in never_names() | listed("people", "absent")
    return (
        word in listed("people", "last")
        or (ends and word[0] not in "לב" and not word.startswith("מה") and len(word) > 2)
        or bool(re.search(r"(?:אי|סקי|יאן|וביץ|שטיין|ברג|מן|'יל)$", word))
    )


def _cue_before(words: list[Word], at: int) -> float:
    one = words[at - 1].low if at else ""
    two = f"{words[at - 2].low} {one}" if at > 1 else ""
    if one in listed("people", "instead"):
        return -2.0
    return 2.0 * (two in listed("people", "strong") or one in listed("people", "strong")) or float(
        one in listed("people", "cues")
    )


def _by_person_cue(words: list[Word]) -> Iterator[Name]:
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
            yield Name(word.start + (1 if prefixed else 0), words[stop - 1].end, 2.4)
    for start, stop in runs(words):
        after = words[stop].low if stop < len(words) and joined(words, stop) else ""
        pair = f"{after} {words[stop + 1].low}" if stop + 1 < len(words) else after
        absent = after in listed("people", "absent") or pair in listed("people", "absent")
        cued = start > 0 and words[start - 1].low in listed("people", "cues") and near(words, start)
        organisation = words[start].low in listed("heads", "words") or words[stop - 1].low in legal
        if stop - start <= 3 and not organisation and (absent or cued) and not _goes_there(words, start):
            yield Name(words[start].start, words[stop - 1].end, 1.0 + absent + 0.3 * (stop - start == 2))
