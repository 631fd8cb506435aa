"""The text of an answer: its sentences and clauses, the words of `answers.toml` in them, and what was read so far."""

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from bot.model import FieldContent, FieldType

ProposalKind = Literal[
    "unit_price", "total_price", "price", "shipping", "discount", "vat", "quantity", "minimum_order", "items",
    "delivery_date", "lead_time", "valid_until", "payment_terms", "offer_number", "order_number",
    "refusal", "question", "bank_details", "tax_id", "email", "phone",
]  # fmt: skip
Span = tuple[int, int]

_SHORT = frozenset(  # what a full stop may follow inside a sentence
    "n no nr num art ca cad dott ssa sig ing spett gent egr tel incl excl ex approx min max pcs pz gg mr ms mrs dr ltd "
    "vs ns rif all iva p c d f m s r l qty ref est pag ord fatt doc prot ח פ מס".split()
)
_END = re.compile(r"[.!?…]+(?=\s|$)|\n+|;")
_MARK = re.compile(r",(?=\s)|\s[-–—]\s|[():\t]")
_BLANK = re.compile(r"[\s(,=]*")
_OF = re.compile(r"(?:di|of|in|for|per|של)\s")
_LETTERS = re.compile(r"[^\W\d_]+$")
_COUNT = (
    r"\d{1,3}(?:\s?(?:-|–|/|to|o|a|עד)\s?\d{1,3})?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple of|"
    r"un|una|uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|un paio di|"
    r"שני|שתי|שלושה|שלוש|ארבעה|ארבע|חמישה|חמש|שישה|עשרה"
)
_TIME = (
    r"days?|weeks?|months?|hours?|hrs|wks?|giorn[oi]|gg\.?|settiman[ae]|mes[ei]|ore|"
    r"ימי|ימים|יום|שבועות|חודשים|חודש|שעות"
)
_DURATION = re.compile(
    rf"(?<![\w.,/])(?<![A-Za-z0-9]-)(?:{_COUNT})\s?(?:working |business |calendar )?(?:{_TIME})"
    r"(?:\s(?:lavorativ[oi]|lav\.|solari|עסקים|עבודה))?(?!\w)"
    r"|(?<!\w)ב?(?:שבועיים|יומיים|חודשיים|שבוע ימים|חודש ימים)(?!\w)"
    r"|(?<!\w)(?:within|in|entro|tra|fra) (?:a week|a fortnight|a month|una settimana|un mese)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value of an answer, with its kind, the type it has as a field, and where its words stand."""

    kind: ProposalKind
    type: FieldType
    content: FieldContent
    start: int
    end: int


@cache
def cue(name: str) -> re.Pattern[str]:
    """Any of the words under this name; Hebrew ones also with a letter or two grown onto them."""
    ordered = sorted(_tables()[name], key=lambda word: (-len(word), word))
    never = "(?!)"
    hebrew = "|".join(_fragment(word) for word in ordered if "א" <= word[0] <= "ת")
    others = "|".join(_fragment(word) for word in ordered if not "א" <= word[0] <= "ת")
    return re.compile(
        rf"(?<!\w)(?:[והבלמשכ]{{1,2}}-?)?(?:{hebrew or never})|(?<![\w'])(?:{others or never})", re.IGNORECASE
    )


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any of the regular expressions under this name, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_tables()['patterns'][name])})(?!\w)", re.IGNORECASE)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("answers.toml").read_text(encoding="utf-8"))


def _fragment(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace("\\ ", r"\s{1,3}").replace("\\*", r"\w*")
    return rf"{stem}\w*" if word.endswith("*") else stem + (r"(?!\w)" if word[-1].isalnum() else "")


@dataclass(slots=True)
class Answer:
    """A levelled text: its sentences, what was read in it, which parts are settled and which ask us something."""

    text: str
    sentences: tuple[Span, ...]
    said: list[Said] = field(default_factory=list)
    settled: list[Span] = field(default_factory=list)
    asked: list[Span] = field(default_factory=list)
    _hits: dict[str, list[Span]] = field(default_factory=dict, repr=False)
    _parts: dict[Span, list[Span]] = field(default_factory=dict, repr=False)

    def add(self, kind: ProposalKind, kind_of_field: FieldType, content: FieldContent, span: Span) -> None:
        """Notes a value; its words are settled."""
        self.said.append(Said(kind, kind_of_field, content, *span))
        self.settled.append(span)

    def note(self, kind: ProposalKind, span: Span) -> None:
        """Notes some words as they stand, and settles them; without the marks around them."""
        words = self.text[slice(*span)]
        start = span[0] + len(words) - len(words.lstrip(" ,.;:\n\t-–—("))
        end = span[1] - len(words) + len(words.rstrip(" ,.;:\n\t-–—"))
        if start < end:
            self.said.append(Said(kind, "text", " ".join(self.text[start:end].split()), start, end))
            self.settled.append(span)

    def is_settled(self, start: int, end: int) -> bool:
        """Whether any of these characters belongs to what was read already."""
        return any(one[0] < end and start < one[1] for one in self.settled)

    def is_asked(self, place: int) -> bool:
        """Whether it stands in a question to us."""
        return any(start <= place < end for start, end in self.asked)

    def sentence(self, place: int) -> Span:
        """The sentence or line around a place."""
        return next((one for one in self.sentences if one[0] <= place < one[1]), (place, place))

    def clause(self, place: int) -> Span:
        """The part of the sentence around a place, between commas, brackets, colons and words such as "but"."""
        span = self.sentence(place)
        return next((one for one in self._parted(span) if one[0] <= place < one[1]), span)

    def clauses(self, span: Span, mark: re.Pattern[str] = _MARK) -> list[Span]:
        """A sentence in its parts."""
        marks = (one.start() for one in mark.finditer(self.text, *span))
        cuts = sorted(
            {*span, *marks, *(start for start, end in self.hits("but") if span[0] < start and end <= span[1])}
        )
        return list(pairwise(cuts))

    def _parted(self, span: Span) -> list[Span]:
        if span not in self._parts:
            self._parts[span] = self.clauses(span)
        return self._parts[span]

    def hits(self, name: str) -> list[Span]:
        """Where the words of this name stand, in their order; looked for once."""
        if name not in self._hits:
            self._hits[name] = [hit.span() for hit in cue(name).finditer(self.text)]
        return self._hits[name]

    def last(self, name: str, span: Span) -> Span | None:
        """The last of these words in the part of the text."""
        hits = self.hits(name)
        place = bisect_left(hits, (span[1], 0)) - 1
        while place >= 0 and hits[place][1] > span[1]:
            place -= 1
        return hits[place] if place >= 0 and hits[place][0] >= span[0] else None

    def says(self, name: str, span: Span) -> bool:
        """Whether one of these words stands in the part of the text."""
        return self.last(name, span) is not None

    def ends_with(self, name: str, span: Span, *, reach: int = 12) -> bool:
        """Whether one of these words stands at the end of the part, at most `reach` characters without figures away."""
        hit = self.last(name, span)
        between = self.text[hit[1] : span[1]] if hit else ""
        return (
            hit is not None and len(between) <= reach and not any(char.isdigit() or char in ",;\n" for char in between)
        )

    def begins_with(self, name: str, span: Span) -> bool:
        """Whether one of these words stands at the beginning of the part."""
        place = span[0]
        starts = [place]
        for skipped in (_BLANK, _OF):
            place = match.end() if (match := skipped.match(self.text, place, span[1])) else place
            starts.append(place)
        return any(cue(name).match(self.text, start, span[1]) for start in starts)


def answer(text: str) -> Answer:
    """A levelled text cut into sentences; a full stop behind a short form or before a small letter ends none."""
    spans, start = [], 0
    for mark in _END.finditer(text):
        if mark[0] == "." and _goes_on(text, start, mark):
            continue
        spans.append((start, mark.end()))
        start = mark.end()
    return Answer(text, tuple(one for one in (*spans, (start, len(text))) if text[slice(*one)].strip()))


def _goes_on(text: str, start: int, mark: re.Match[str]) -> bool:
    word = _LETTERS.search(text[max(start, mark.start() - 8) : mark.start()])
    following = text[mark.end() :].lstrip(" \t")[:1]
    if not following or following == "\n":
        return False
    if word and word[0].lower() in _SHORT:
        return not (following.isupper() and word[0].lower() in {"pcs", "pz", "gg", "iva", "max", "min", "m", "cad"})
    return following.islower()


def durations(text: str) -> list[Span]:
    """Where a text says how long something takes: "10 working days", "6-8 settimane", "שבועיים"."""
    return [hit.span() for hit in _DURATION.finditer(text)]
