"""Scores what was understood against labelled messages: pure, on the values of the core.

Texts are not scored. The fields of a request whose intent was missed count as missed, and what was given for the
wrong intent counts nowhere: it is the intent's mistake, not the readers'.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise
from statistics import fmean, median
from typing import Any, Self

from pydantic import AwareDatetime, ConfigDict, ValidationError, model_validator
from rapidfuzz import fuzz

from bot.catalogue import Catalogue, Contract
from bot.model import FieldContent, FieldType, FieldValue, Item, Language, Value
from bot.understanding.understand import Request, Understanding

SAME_NAME = 85.0  # of 100, from which two spellings name the same party or person
SAME_THING = 75.0  # of 100, from which two descriptions are of the same item
BINS = 10
_Z = 1.959964  # standard deviations on each side of the mean that hold 95% of a normal distribution
_NAMES = frozenset({"party", "person"})
_CODES = frozenset({"phone", "iban", "tax_id"})


class LabelError(ValueError):
    """A line is no labelled message; says why."""


class Label(Value):
    """A request that a message makes, as its label says it: the fields still as in JSON."""

    intent: str
    fields: dict[str, Any] = {}


class LabelledMessage(Value):
    """A line of a data set; what it says beyond this is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    lang: Language
    now: AwareDatetime
    text: str
    subject: str | None = None
    intents: tuple[Label, ...]

    @model_validator(mode="before")
    @classmethod
    def _one_or_more(cls, data: Any) -> Any:
        """A message with one request has `intent` and `fields` in place of `intents`."""
        if isinstance(data, dict) and "intent" in data:
            return {**data, "intents": [{"intent": data["intent"], "fields": data.get("fields", {})}]}
        return data

    @model_validator(mode="after")
    def _wants_something(self) -> Self:
        if not self.intents:
            message = "it names no intent"
            raise ValueError(message)
        return self


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that a message makes, its fields in the shape of the catalogue's types."""

    intent: str
    fields: dict[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled message whose requests the catalogue knows."""

    message: LabelledMessage
    wants: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many fields the labels have, how many were given, and how many of these were right."""

    labelled: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: "FieldCount") -> "FieldCount":
        return FieldCount(self.labelled + other.labelled, self.given + other.given, self.right + other.right)

    @property
    def precision(self) -> float | None:
        """The right ones among the given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """The right ones among the labelled."""
        return self.right / self.labelled if self.labelled else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        both = self.labelled + self.given
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """From 0 to 1, or None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval at 95% (Wilson 1927), which holds near 0 and 1 and for small numbers too."""
        if not self.of:
            return None
        share, spread = self.count / self.of, _Z * _Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one message was understood; `seconds` is how long it took."""

    case: Case
    understood: Understanding
    fields: tuple[tuple[FieldType, FieldCount], ...]
    seconds: float

    @property
    def wanted(self) -> tuple[str, ...]:
        """The intents of the label."""
        return tuple(sorted(want.intent for want in self.case.wants))

    @property
    def got(self) -> tuple[str, ...]:
        """The intents that were understood."""
        return tuple(sorted(request.intent for request in self.understood.requests))

    @property
    def right(self) -> bool:
        """Whether the message was taken for all that it wants and nothing else."""
        return self.wanted == self.got

    @property
    def confidence(self) -> float:
        """How sure the understanding was of all its requests."""
        return min((request.confidence for request in self.understood.requests), default=0.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of messages; latencies in milliseconds."""

    intent: Share
    fields: FieldCount
    by_type: dict[FieldType, FieldCount]
    acted_wrongly: Share
    asked: Share
    rejected: Share
    lost: Share
    language: Share
    calibration_error: float
    latency_median: float
    latency_p99: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often messages that want one thing were taken for another."""

    wanted: str
    got: str
    count: int


def read_case(line: str, catalogue: Catalogue) -> Case | None:
    """The labelled message of a line of JSON, or None when it wants what the catalogue has not; raises `LabelError`."""
    try:
        message = LabelledMessage.model_validate(json.loads(line, parse_float=Decimal))
    except json.JSONDecodeError as error:
        reason = f"it is not JSON ({error.msg} at character {error.pos + 1})"
        raise LabelError(reason) from error
    except ValidationError as error:
        raise LabelError(_reason(error)) from error
    if any(label.intent not in catalogue for label in message.intents):
        return None
    return Case(message, tuple(_typed(label, catalogue[label.intent].contract) for label in message.intents))


def judge(case: Case, understood: Understanding, *, seconds: float) -> Outcome:
    """How an understanding fares against the label of its message."""
    rest = list(understood.requests)
    counts: list[tuple[FieldType, FieldCount]] = []
    for want in case.wants:
        got = next((request for request in rest if request.intent == want.intent), None)
        if got is not None:
            rest.remove(got)
        counts += _field_counts(want, got)
    return Outcome(case, understood, tuple(counts), seconds)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of some messages, at least one."""
    size = len(outcomes)
    stray = [outcome for outcome in outcomes if outcome.wanted == ("out_of_scope",)]
    true = [outcome for outcome in outcomes if outcome.wanted != ("out_of_scope",)]
    by_type = _by_type(chain.from_iterable(outcome.fields for outcome in outcomes))
    seconds = [outcome.seconds for outcome in outcomes]
    return Figures(
        intent=Share(sum(outcome.right for outcome in outcomes), size),
        fields=sum(by_type.values(), FieldCount()),
        by_type=by_type,
        acted_wrongly=Share(sum(not o.right and o.understood.decision == "act" for o in outcomes), size),
        asked=Share(sum(o.understood.decision == "ask" for o in outcomes), size),
        rejected=Share(sum(o.understood.decision == "reject" for o in stray), len(stray)),
        lost=Share(sum(o.understood.decision == "reject" for o in true), len(true)),
        language=Share(sum(o.understood.language == o.case.message.lang for o in outcomes), size),
        calibration_error=calibration_error([(o.confidence, o.right) for o in outcomes]),
        latency_median=1000 * median(seconds),
        latency_p99=1000 * percentile(seconds, 0.99),
    )


def confusions(outcomes: Iterable[Outcome]) -> tuple[Confusion, ...]:
    """What was taken for what, the most frequent first."""
    wrong = Counter((" + ".join(o.wanted), " + ".join(o.got)) for o in outcomes if not o.right)
    ranked = sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Confusion(wanted, got, count) for (wanted, got), count in ranked)


def calibration_error(guesses: Sequence[tuple[float, bool]]) -> float:
    """How far confidence lies from truth, from 0 to 1, over bins of equally many guesses.

    Bins that adapt do not leave most guesses in one (Nixon et al. 2019, "Measuring Calibration in Deep Learning").
    """
    ranked = sorted(guesses, key=lambda guess: guess[0])  # by confidence alone: truth must not order what is tied
    edges = [round(place * len(ranked) / BINS) for place in range(BINS + 1)]
    bins = [ranked[start:end] for start, end in pairwise(edges) if end > start]
    gaps = [len(some) * abs(fmean(sure for sure, _ in some) - fmean(right for _, right in some)) for some in bins]
    return sum(gaps) / len(ranked) if ranked else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def same_value(wanted: FieldValue, got: FieldValue) -> bool:
    """Whether a field was read right, by the rule of its type."""
    if isinstance(wanted.content, tuple) and isinstance(got.content, tuple):
        return _same_items(wanted.content, got.content)
    if wanted.type in _NAMES:
        return similarity(str(wanted.content), str(got.content)) >= SAME_NAME
    return _normal(wanted.type, wanted.content) == _normal(got.type, got.content)


def similarity(one: str, other: str) -> float:
    """How alike the words of two texts are, from 0 to 100, whatever their case, accents, order and punctuation."""
    return fuzz.token_set_ratio(_words(one), _words(other))


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"].removeprefix("Value error, ")


def _typed(label: Label, contract: Contract) -> Wanted:
    types = {spec.name: spec.type for spec in contract.fields}
    fields: dict[str, FieldValue] = {}
    for name, content in label.fields.items():
        if name not in types:
            reason = f"{label.intent} has no field {name!r}"
            raise LabelError(reason)
        try:
            fields[name] = FieldValue.model_validate({"type": types[name], "content": content})
        except ValidationError as error:
            reason = f"the field {label.intent}.{name} is no {types[name]}: {error.errors()[0]['msg']}"
            raise LabelError(reason) from error
    return Wanted(label.intent, fields)


def _field_counts(want: Wanted, got: Request | None) -> list[tuple[FieldType, FieldCount]]:
    given = got.fields if got else {}
    counts: list[tuple[FieldType, FieldCount]] = []
    for name in sorted({*want.fields, *given}):
        wanted, read = want.fields.get(name), given.get(name)
        right = wanted is not None and read is not None and same_value(wanted, read)
        kind = (wanted or given[name]).type
        if kind != "text":
            counts.append((kind, FieldCount(int(wanted is not None), int(read is not None), int(right))))
    return counts


def _by_type(counts: Iterable[tuple[FieldType, FieldCount]]) -> dict[FieldType, FieldCount]:
    totals: dict[FieldType, FieldCount] = {}
    for kind, count in counts:
        totals[kind] = totals.get(kind, FieldCount()) + count
    return dict(sorted(totals.items()))


def _normal(kind: FieldType, content: FieldContent) -> FieldContent:
    """A content in the one form in which equals are equal: amounts, days and periods are so already."""
    if not isinstance(content, str):
        return content
    if kind == "reference":
        return re.sub(r"\s", "", content).upper().lstrip("#")
    return re.sub(r"[\s.\-/]", "", content).upper() if kind in _CODES else content.casefold().strip()


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


def _same_items(wanted: Sequence[Item], got: Sequence[Item]) -> bool:
    """Whether each wanted item has one of its own among the got, and none is left over."""
    if len(wanted) != len(got):
        return False
    fitting = [[place for place, other in enumerate(got) if _same_item(item, other)] for item in wanted]
    owner: dict[int, int] = {}
    return all(_place(number, fitting, owner, tried=set()) for number in range(len(wanted)))


def _place(number: int, fitting: Sequence[Sequence[int]], owner: dict[int, int], *, tried: set[int]) -> bool:
    """Give an item a partner, moving others to theirs where needed (Kuhn's augmenting paths)."""
    for place in fitting[number]:
        if place in tried:
            continue
        tried.add(place)
        if place not in owner or _place(owner[place], fitting, owner, tried=tried):
            owner[place] = number
            return True
    return False


def _same_item(wanted: Item, got: Item) -> bool:
    priced = wanted.unit_price is None or wanted.unit_price == got.unit_price
    return priced and wanted.quantity == got.quantity and similarity(wanted.description, got.description) >= SAME_THING
