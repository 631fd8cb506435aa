"""Finds the company's own records by name in a text: across case, accents, legal forms, typos and alphabets."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.understanding.readers.everyday import is_common, listed_common
from bot.understanding.readers.tables import table
from bot.understanding.readers.words import level

_WORD = re.compile(r"[^\W_](?:[\w]|[.'&\"](?=\w))*")
_HEBREW_LATIN = {
    **dict(zip("בגדזטכלמנספצקרת", "bgdztklmnspskrt", strict=True)),
    **dict(zip("ךםןףץ", "kmnps", strict=True)),
    "ש": "s",
    "ח": "h",
    "ו": "o",
    "י": "i",
}
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("sch|sh|ts|tz|zz|z", "s"),
        ("ph|ff|f", "p"),
        ("ch|ck|c|q|kh", "k"),
        ("x", "ks"),
        ("th", "t"),
        ("gn", "n"),
        ("v|w", "b"),
        ("j|y", "i"),
        ("u", "o"),
    )
)
_UNHEARD = re.compile(r"(?<=.)[ae](?!$)|[e]$|h")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiou")
_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_SHARED_FLOOR, _INSIDE, _COMMON, _MOST_WORDS, _GENERIC = 60.0, 70.0, 300, 400, 0.25
_SHORTEST_GROWN = 3  # letters; a shorter word may well be a name: כהן
EXACT = 100.0


@dataclass(frozen=True, slots=True)
class Match:
    """A record whose name stands in a text: `score` is 100 for the exact whole name only, under 60 for next to nothing."""  # noqa: E501

    id: str
    name: str
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    name: str
    words: tuple[str, ...]
    legal: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class _Hit:
    place: int
    quality: float


def match_names(text: str, names: Sequence[tuple[str, str]], *, limit: int = 5) -> list[Match]:
    """The records (id, name or alias) named in `text`, best first; for many texts build one `NameIndex`."""
    return NameIndex(names).match(text, limit=limit)


class NameIndex:
    """Names prepared once, to be found in many texts in time that does not grow with their number."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self._entries: list[_Entry] = []
        self._of_word: dict[str, list[int]] = defaultdict(list)
        split = [(record, name, *_name_words(name)) for record, name in names]
        frequency: dict[str, int] = defaultdict(int)
        for _, _, words, _ in split:
            for word in set(words):
                frequency[word] += 1
        self._weight = {word: _word_weight(word, count, len(split)) for word, count in frequency.items()}
        for record, name, words, legal in split:
            if words:
                for word in set(words):
                    self._of_word[word].append(len(self._entries))
                self._entries.append(_Entry(record, name, words, legal, sum(self._weight[word] for word in words)))
        self._index_spellings()

    def _index_spellings(self) -> None:
        self._near: dict[str, set[str]] = defaultdict(set)
        self._sound: dict[str, set[str]] = defaultdict(set)
        self._bones: dict[str, set[str]] = defaultdict(set)
        for word in self._of_word:
            if len(word) >= 4:
                for form in _shortened(word):
                    self._near[form].add(word)
            sound = _sound(word)
            if len(sound) >= 3:
                self._sound[sound].add(word)
            if len(bones := _bones(sound)) >= 3:
                self._bones[bones].add(word)

    def match(self, text: str, *, limit: int = 5) -> list[Match]:
        """The records named in `text`, best first, each once with its best name."""
        tokens = [(hit.start(), hit.end(), _plain(hit.group())) for hit in _WORD.finditer(level(text))][:_MOST_WORDS]
        hits: dict[int, dict[str, list[_Hit]]] = defaultdict(lambda: defaultdict(list))
        common: list[tuple[str, _Hit]] = []
        for place, (_, _, written) in enumerate(tokens):
            for word, quality in self._spellings(written).items():
                if len(self._of_word[word]) > _COMMON:
                    common.append((word, _Hit(place, quality)))
                    continue
                for entry in self._of_word[word]:
                    hits[entry][word].append(_Hit(place, quality))
        self._add_common(hits, common)
        best: dict[str, Match] = {}
        for number, found in hits.items():
            match = self._score(self._entries[number], found, tokens, text)
            if match and (match.id not in best or match.score > best[match.id].score):
                best[match.id] = match
        ranked = sorted(
            best.values(), key=lambda match: (-match.score, match.start - match.end, match.start, match.name)
        )
        return sorted(_outranked(ranked[: 4 * limit]), key=lambda match: -match.score)[:limit]

    def _add_common(self, hits: dict[int, dict[str, list[_Hit]]], common: list[tuple[str, _Hit]]) -> None:
        """Let words that hundreds of names share count for names that a rarer word found, or for a few when none did."""  # noqa: E501
        if not hits and common:
            for entry in self._of_word[common[0][0]][:_COMMON]:
                hits[entry]
        for word, hit in common[:40]:
            for entry in hits:
                if word in self._entries[entry].words:
                    hits[entry][word].append(hit)

    def _spellings(self, written: str) -> dict[str, float]:  # noqa: C901
        """The words of names that `written` may stand for, with how surely."""
        words: dict[str, float] = {}
        for form, quality in _ungrown(written):
            if form in self._of_word:
                words[form] = max(words.get(form, 0), quality)
        if words or len(written) < 3:
            return words
        hebrew = _is_hebrew(written)
        for form, _ in _ungrown(written):
            for short in _shortened(form) if len(form) >= 4 else ():
                for word in self._near.get(short, ()):
                    if word not in words and (quality := _typo(form, word)):
                        words[word] = quality
            sound = _sound(form)
            for word in self._sound.get(sound, ()):
                if _is_hebrew(word) != hebrew:
                    words[word] = max(words.get(word, 0), 0.93)
            for word in self._bones.get(_bones(sound), ()):
                if _is_hebrew(word) != hebrew:
                    words[word] = max(words.get(word, 0), 0.85)
        return words

    def _score(
        self, entry: _Entry, found: dict[str, list[_Hit]], tokens: list[tuple[int, int, str]], text: str
    ) -> Match | None:
        """How well the found words make up the name, where they stand closest together."""
        rare = max(found, key=lambda word: (self._weight[word], word))
        best: tuple[float, list[_Hit]] = (-1.0, [])
        for anchor in found[rare][:8]:
            chosen = [
                (word, min(places, key=lambda hit: (abs(hit.place - anchor.place), -hit.quality)))
                for word, places in found.items()
            ]
            near = [(word, hit) for word, hit in chosen if abs(hit.place - anchor.place) <= len(entry.words) + 1]
            value = sum(self._weight[word] * hit.quality * entry.words.count(word) for word, hit in near) / entry.weight
            if value > best[0]:
                best = (value, [hit for _, hit in near])
        value, used = best
        places = sorted({hit.place for hit in used})
        first, last = places[0], places[-1]
        all_words = len(used) == len(set(entry.words))
        exact = all_words and all(hit.quality >= 1 for hit in used) and self._in_order(entry, tokens, first)
        score = EXACT if exact else self._inexact(value, all_words, used, found)
        score -= self._strangers(tokens, first, last, text) if not all_words else 0
        if exact and entry.legal and (said := _legal_at(tokens, last + 1)) and said != entry.legal:
            score = 94.0
        end = (
            tokens[last + 1][1]
            if last + 1 < len(tokens) and entry.legal and _legal_at(tokens, last + 1) == entry.legal
            else tokens[last][1]
        )
        start = tokens[first][0]
        return Match(entry.id, entry.name, round(score, 1), start, end) if score >= 45 else None

    def _inexact(self, value: float, all_words: bool, used: list[_Hit], found: dict[str, list[_Hit]]) -> float:  # noqa: FBT001
        quality = sum(hit.quality for hit in used) / len(used)
        if all_words:
            return min(97.0, 100.0 * value - (3.0 if quality < 1 else 2.0))
        distinctive = max(self._weight[word] for word in found) >= 0.5
        return (_SHARED_FLOOR + 15.0 * value) * quality if distinctive else _SHARED_FLOOR * value

    @staticmethod
    def _in_order(entry: _Entry, tokens: list[tuple[int, int, str]], first: int) -> bool:
        stretch = [written for _, _, written in tokens[first : first + len(entry.words) + 2]]
        forms = [written for written in stretch if written not in _SMALL]
        return len(forms) >= len(entry.words) and all(
            any(form == word for form, _ in _ungrown(written))
            for written, word in zip(forms, entry.words, strict=False)
        )

    @staticmethod
    def _strangers(tokens: list[tuple[int, int, str]], first: int, last: int, text: str) -> float:
        """What is taken off a part of a name that stands beside other capitalised words: they name somebody else."""
        penalty = 0.0
        for place, beside in ((first - 1, first), (last + 1, last)):
            if 0 <= place < len(tokens):
                gap = text[min(tokens[place][1], tokens[beside][1]) : max(tokens[place][0], tokens[beside][0])]
                strange = (text[tokens[place][0]].isupper() and place > 0) or len(tokens) <= 3
                everyday = _is_hebrew(tokens[place][2]) and _is_everyday(text[tokens[place][0] : tokens[place][1]])
                if gap == " " and strange and not everyday and tokens[place][2] not in _LEGAL:
                    penalty = 9.0
        return penalty


def _outranked(ranked: list[Match]) -> list[Match]:
    """The matches, those that stand inside the words of a longer sure one held to be a part of its name."""
    sure = [match for match in ranked if match.score >= 85]
    return [
        replace(match, score=min(match.score, _INSIDE)) if any(_inside(match, other) for other in sure) else match
        for match in ranked
    ]


def _inside(match: Match, other: Match) -> bool:
    return other.start <= match.start and match.end <= other.end and match.end - match.start < other.end - other.start


def _plain(word: str) -> str:
    """A word without accents, points and case, Hebrew final letters as the plain ones."""
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = unicodedata.normalize("NFKD", word).casefold()
    return re.sub(r"[^\w&]", "", "".join(char for char in folded if not unicodedata.combining(char))).translate(_FINAL)


_LEGAL = frozenset(_plain(word) for word in table("names")["legal"]["words"])
_HEADS = frozenset(_plain(word) for word in table("names")["heads"]["words"])
_SMALL = frozenset("di de del della dei e and of the & la il lo et".split())


def _name_words(name: str) -> tuple[tuple[str, ...], str | None]:
    """The words of a name that tell it apart, and its legal form."""
    plain = [word for hit in _WORD.finditer(level(name)) if (word := _plain(hit.group()))]
    legal = next((word for word in plain[1:] if word in _LEGAL), None)
    words = tuple(word for at, word in enumerate(plain) if word not in _SMALL and not (at and word in _LEGAL))
    return (words or tuple(plain)), legal


def _word_weight(word: str, count: int, total: int) -> float:
    rarity = 0.5 + math.log((1 + total) / count) / (2 * math.log(2 + total))
    return rarity * (_GENERIC if word in _HEADS else 1.0) * (0.6 if len(word) < 3 else 1.0)


def _is_everyday(word: str) -> bool:
    """Whether a Hebrew word beside a name is no part of one: "יוסי בחופש"."""
    return is_common(word) and (len(word) > _SHORTEST_GROWN or word in listed_common("he"))


def _legal_at(tokens: list[tuple[int, int, str]], place: int) -> str | None:
    return tokens[place][2] if place < len(tokens) and tokens[place][2] in _LEGAL else None


def _is_hebrew(word: str) -> bool:
    return "א" <= word[:1] <= "ת"


def _ungrown(word: str) -> list[tuple[str, float]]:
    """The word, and for Hebrew the word without letters grown onto it; those say the same name."""
    sizes = [size for size in (1, 2) if len(word) - size >= 3 and all(letter in "ולמבהשכ" for letter in word[:size])]
    return [(word, 1.0), *((word[size:], 1.0) for size in sizes)]


def _shortened(word: str) -> set[str]:
    """The word and all it becomes without one letter: two words with a typo between them share one."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(min(len(word), 24)))}


def _typo(written: str, word: str) -> float:
    """How sure it is that `word` was meant; 0 where they differ by more than a slip of the keys."""
    longest = max(len(written), len(word))
    distance = OSA.distance(written, word)
    slips = 1 if longest <= 7 else 2
    return (
        1 - 0.6 * distance / longest
        if (0 < distance <= slips and written[0] == word[0]) or (distance == 1 and longest >= 6)
        else 0.0
    )


def _sound(word: str) -> str:
    """A rough Latin spelling of either alphabet: "rossi" and "רוסי" both give "rosi"."""
    if _is_hebrew(word):
        latin = re.sub("[אעה]$", "a", word)
        latin = "".join(_HEBREW_LATIN.get(letter, "a" if letter == "a" else "") for letter in latin)
    else:
        latin = word
        for pattern, plain in _SOUNDS:
            latin = pattern.sub(plain, latin)
        latin = _UNHEARD.sub("", latin)
    latin = latin.replace("z", "s").replace("h", "")
    return _TWICE.sub(r"\1", latin)


def _bones(sound: str) -> str:
    """The consonants of a sound alone."""
    return sound.translate(_VOWELS)
