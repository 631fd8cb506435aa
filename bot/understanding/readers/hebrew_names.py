"""Where names of organisations stand in Hebrew, which has no capitals: by what announces them and by rare words.

Prepositions grow onto the word behind them ("לדפוס" is "to Dfus"); what stands before decides whether a letter is one.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.readers.everyday import is_common, listed_common
from bot.understanding.readers.name_words import Word, grown_on, joined, listed, never_names

_KIN = re.compile(r"ו(?:בני[וה]?|בנו|אחי[וה]|בתו|בנותי[וה]|אחיות(?:יו)?|שותפי[וה]|שות'|משפחתו)$")  # "and sons"
_WIDEST = 5  # words of a name that fills a stretch between two marks
_MOST_SKIPPED = 3
_VERB = re.compile(r"(?:ו|ש|כש)?[תי][א-ת]{2,4}[וי]$")  # what others should do: "תשלחו", "שישלחו"
_THAT = re.compile(r"כ?ש(?=[א-ת]{3})")
_PLURAL = re.compile(r"(?:ים|ות)$")
_LONGEST_COUNT = 4  # figures; more are a document's number
_TWO_RARE = 0.7
_PREFIXES = frozenset("ולבמכשה")  # before a number, which they do not grow onto: "ל-20"
_LABEL_GAP = re.compile(r"\s*[:–—-]\s*|\s*$")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that may be a name, and how much speaks for it."""

    start: int
    end: int
    score: float


def hebrew_parties(text: str, words: list[Word], role: str | None, cues: list[float]) -> Iterator[Span]:
    """Hebrew names of organisations in the words of `text`; `cues` says how strongly what precedes a word announces one."""  # noqa: E501
    for at, word in enumerate(words):
        if not word.hebrew or len(word.text) == 1:
            continue
        if (word.low not in never_names() and not _opens_clause(word.text)) or _is_head(word.low):
            yield from _announced(words, at, cues[at])
            yield from _grown(words, at, role)
            if word.first and (said := _said(words, at)) and not (said == at + 1 and _is_definite(word.text)):
                yield Span(word.start, words[said - 1].end, 2.6)
    yield from _stretches(text, words)


def _opens_clause(word: str) -> bool:
    """Whether "that" or "when" has grown onto a word that no name begins with: "שמחר", "כשהחוזה"."""
    return _THAT.match(word) is not None and _THAT.sub("", word, count=1) in never_names()


def _is_head(word: str) -> bool:
    return word in listed("heads", "words")


def _announced(words: list[Word], at: int, cue: float) -> Iterator[Span]:
    """A name behind a word such as "supplier", or one that begins with what only firms are called."""
    word, stop = words[at], _end(words, at)
    if cue >= 0.8:
        at += word.low in listed("titles", "words") and joined(words, at + 1) and words[at + 1].hebrew
        at = _past_descriptions(words, at)
        stop = _end(words, at)
        weight = _weight(words[at:stop])
        if weight < 0 and stop - at == 1:
            weight = -2.5
        described = words[at].text[0] == "ה" and not _is_head(words[at].text) and weight < _TWO_RARE and cue < 3
        if not described and not _VERB.match(words[at].text):
            yield Span(words[at].start, words[stop - 1].end, cue + (1.5 if _is_head(words[at].text) else 0) + weight)
    elif _is_head(word.text) and stop > at + 1:
        yield Span(word.start, words[stop - 1].end, 2.5)


def _grown(words: list[Word], at: int, role: str | None) -> Iterator[Span]:
    """A name that a preposition has grown onto, behind what makes it one: "הצעת מחיר למלון", "להזמין מנגריית"."""
    prefix = grown_on(words[at].text) or _short_head(words[at].text)
    letter, rest = words[at].text[:prefix][-1:], words[at].text[prefix:]
    if not prefix or rest in never_names() or (_is_counted(words, at) and not _is_head(rest)):
        return
    before_to, before_from = listed("hebrew_before", "to"), listed("hebrew_before", "from")
    earlier = [w.text.lstrip("ו") for w in words[max(0, at - 7) : at]]
    pairs = {f"{a} {b}" for a, b in itertools.pairwise(earlier)} | set(earlier)
    near = earlier[-1:] and (
        earlier[-1] in (before_to if letter == "ל" else before_from)
        or " ".join(earlier[-2:]) in (before_to | before_from)
    )
    wanted = before_to if letter == "ל" else before_from if letter == "מ" else frozenset()
    rare, head = not is_common(words[at].text), _is_head(rest)
    beside = words[at - 1].text if joined(words, at) else ""
    own = any(words[at].text[cut:] in listed_common("he") for cut in range(prefix)) and not is_common(
        rest
    )  # "ליטר": the letter is the word's own
    away = letter == "מ" and role in {"customer", "recipient", "payee"}
    also = words[at].text[0] == "ו" and prefix > 1  # "and a keyboard": of two givers the second is seldom one's own
    if not head and not near and (own or away or also or beside in listed("people", "first")):
        return
    rare = rare and not any(map(str.isdigit, beside))
    toward = (letter == "ל") == (role in {"customer", "recipient", "payee"}) and role is not None
    if not head and not (letter != "ב" and pairs & wanted) and not (rare and toward and letter in "למ"):
        return
    if rest in listed("places", "hebrew") and _end(words, at) == at + 1:
        return  # "30 כיסאות למשרד": our own
    begin, skipped = at, _past_descriptions(words, at, rest)
    if skipped > at:
        begin, prefix, rest = skipped, 0, words[skipped].text
    elif not head and _described(words, at, rest):
        return
    stop = _end(words, begin)
    person = rest in listed("people", "first")
    yield Span(
        words[begin].start + prefix,
        words[stop - 1].end,
        (1.8 if near else 1.0)
        + (2.0 if head else 0)
        + (0.6 if toward else 0.0)
        + (0 if head else _weight(words[begin:stop]))
        - (1.5 if person else 0),
    )


def _is_counted(words: list[Word], at: int) -> bool:
    """Whether a word is what a number before it counts: "12 מחסניות"."""
    before = words[at - 1].text if joined(words, at) else ""
    return before.isdigit() and len(before) <= _LONGEST_COUNT and _PLURAL.search(words[at].text) is not None


def _short_head(word: str) -> int:
    """The one letter grown onto a head of two letters, which might else be a part of the word: "לגן"."""
    return 1 if word[:1] in "למב" and len(word) == 3 and _is_head(word[1:]) else 0


def _described(words: list[Word], at: int, rest: str) -> bool:
    """Whether a preposition's word is an everyday one without a rarer word behind it: "למחסן", "מהספק"."""
    stop = _end(words, at)
    more = words[at + 1 : stop]
    plain = is_common(rest) and not any(not is_common(word.text) for word in more)
    return plain and (not more or _is_definite(rest) or any(_is_definite(word.text) for word in more))


def _is_definite(word: str) -> bool:
    """Whether it is an everyday word with the article, as no name begins: "הקבלן", "הדלק"."""
    return word[:1] == "ה" and len(word) > 3 and is_common(word[1:])


def _past_descriptions(words: list[Word], at: int, first: str | None = None) -> int:
    """Where a name begins behind what its bearer is: "קבלן השלד X", "ספק הגנרטורים X"; `at` where that is not said."""
    word, behind = first or words[at].text, _behind(words, at)
    bearer = word in listed("hebrew_before", "bearers")
    if not behind or (_is_head(word) and not bearer):
        return at
    if word in listed("hebrew_before", "professions"):
        return at + (2 if [is_common(one) for one in behind[1:]] == [False, False] else 1)
    if not bearer and not _has_article(word):
        return at + 2 if is_common(word) and _has_article(behind[0]) and len(behind) > 1 else at
    skipped = 1
    while skipped < len(behind) and _has_article(behind[skipped - 1]):
        skipped += 1
    named = not is_common(behind[skipped - 1]) and not _has_article(behind[skipped - 1])
    return at + skipped if named or skipped > 1 else at


def _behind(words: list[Word], at: int) -> list[str]:
    """The Hebrew words right behind one, as many as may belong to it."""
    behind: list[str] = []
    for place in range(at + 1, at + 1 + _MOST_SKIPPED):
        if not joined(words, place) or not words[place].hebrew or words[place].text in never_names():
            break
        behind.append(words[place].text)
    return behind


def _has_article(word: str) -> bool:
    """Whether ה is the article, as it is not in "הסעות"."""
    return word[0] == "ה" and len(word) > 3 and (is_common(word[1:]) or word not in listed_common("he"))


def _weight(span: list[Word]) -> float:
    """What its own words say for a name: rare ones for it, none against it."""
    rare = sum(not is_common(word.text) for word in span)
    return (_TWO_RARE if rare > 1 else 0.5) if rare else -0.3


def _stretches(text: str, words: list[Word]) -> Iterator[Span]:
    """Whole stretches between two marks that are nothing but a name, surer in brackets or behind a label."""
    at = 0
    while at < len(words):
        stop = at + 1
        while joined(words, stop):
            stop += 1
        if score := _stretch_score(text, words, at, stop):
            yield Span(words[at].start, words[stop - 1].end, score)
        at = stop


def _stretch_score(text: str, words: list[Word], at: int, stop: int) -> float:
    some = words[at:stop]
    if stop - at > _WIDEST or not all(word.hebrew for word in some):
        return 0
    if any(word.text in never_names() or word.text in listed("verbs", "hebrew") for word in some) or not at:
        return 0
    if _VERB.match(some[0].text) or (some[0].text[0] in "לש" and is_common(some[0].text[1:])):
        return 0
    gap = text[words[at - 1].end : words[at].start]
    labelled = words[at - 1].low in listed("hebrew_before", "labels") and _LABEL_GAP.match(gap)
    before = words[max(0, at - 4) : at]
    named = any(word.low in listed("hebrew_before", "bearers") for word in before) and all(w.hebrew for w in before)
    if labelled and re.search("[:–—-]", gap):
        return 3.5
    rare = not all(is_common(word.text) for word in some) or (_is_head(some[0].text) and len(some) > 1)
    opens = _is_head(some[0].text) or some[0].low in listed("people", "first") | listed("titles", "words")
    whole = len(some) > 1 and (opens or "(" in gap or not any(is_common(word.text) for word in some))
    if not named and not whole:
        return 0
    if not rare:
        return 2.4 if named and "(" in gap and len(some) > 1 else 0
    return 0.9 + 2.0 * named + 0.6 * ("(" in gap) + 0.4 * (len(some) > 1)


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


def _end(words: list[Word], at: int) -> int:
    """Where a Hebrew name that starts at `at` stops: at a common word's place, at two words, or three after a head."""
    prefix = grown_on(words[at].text) or _short_head(words[at].text)
    headed = _is_head(words[at].text) or _is_head(words[at].text[prefix:])
    stop = at + 1
    while joined(words, stop) and words[stop].hebrew and stop - at < _WIDEST - 1:
        word = words[stop].text
        if not _KIN.match(word) and (_ends_before(word, stop - at) or stop - at >= 2 + headed):
            break
        stop += 1
    legal = stop < len(words) and words[stop].low in listed("legal", "words") and joined(words, stop)
    return stop + 1 if legal else stop


def _ends_before(word: str, size: int) -> bool:
    """Whether a name of `size` words ends before a word: a common one, or one that something grew onto."""
    never = never_names()
    return (
        word in never
        or word in _PREFIXES
        or word in listed("verbs", "hebrew")
        or (word[0] == "ו" and len(word) > 3)
        or (word[0] in "למבו" and _is_head(word[1:]))
        or (word[0] in "לבמכש" and word[1:] in never)
        or (size > 1 and word[0] in "למבש" and word not in listed_common("he"))
        or (size > 1 and word[0] == "כ" and is_common(word))
    )
