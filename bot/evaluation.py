"""Scores what was understood against labelled messages: pure, on the values of the core.

Texts are not scored. The fields of a request whose intent was missed count as missed, and what was given for the
wrong intent counts nowhere: it is the intent's mistake, not the readers'.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, Self

from pydantic import AwareDatetime, ConfigDict, ValidationError, model_validator

from bot.catalogue import Catalogue, Contract
from bot.likeness import same_value
from bot.measures import Calibration, FieldCount, Guess, Share, calibration, percentile
from bot.model import FieldType, FieldValue, Language, Value
from bot.understanding.request import Request
from bot.understanding.understand import Understanding

CLOSED: frozenset[FieldType] = frozenset(
    {"date", "period", "money", "number", "percent", "reference", "email", "phone", "iban", "tax_id"}
)
OPEN: frozenset[FieldType] = frozenset({"party", "person", "items"})
SEVERAL = "several requests"  # what stands for the type of a message that wants more than one thing
NOTHING = "nothing"


class LabelError(ValueError):
    """A line is no labelled message; says why."""


class Label(Value):
    """A request that a message makes, as its label says it: the fields still as in JSON."""

    intent: str
    fields: dict[str, Any] = {}


class LabelledMessage(Value):
    """A line of a data set; what it says beyond this is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None
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
class FieldOutcome:
    """How the readers fared on one field; `in_place` says whether its request was taken for what it is."""

    type: FieldType
    count: FieldCount
    in_place: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one message was understood; `seconds` is how long it took."""

    case: Case
    understood: Understanding
    fields: tuple[FieldOutcome, ...]
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

    @property
    def wrongly_acted(self) -> bool:
        """Whether something else was done than what was wanted, without asking."""
        return self.understood.decision == "act" and not self.right


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of messages; latencies in milliseconds.

    `closed` and `open` fields are counted on rightly understood requests alone; `fields` and `by_type` on all.
    """

    intent: Share
    fields: FieldCount
    by_type: dict[FieldType, FieldCount]
    closed: FieldCount
    open: FieldCount
    acted_wrongly: Share
    asked: Share
    rejected: Share
    lost: Share
    language: Share
    calibration: Calibration
    latency_median: float
    latency_p99: float


@dataclass(frozen=True, slots=True)
class TypeFigures:
    """How the messages that want one type fared; those that want several things are a type of their own."""

    type: str
    right: Share
    acted_wrongly: Share
    asked: Share


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


def is_for_choosing(message: LabelledMessage) -> bool:
    """Whether a labelled message may be chosen by (thresholds, confusions, calibration); others are only measured."""
    return int(hashlib.sha256(str(message.id).encode()).hexdigest()[0], 16) % 2 == 0


def judge(case: Case, understood: Understanding, *, seconds: float) -> Outcome:
    """How an understanding fares against the label of its message."""
    rest = list(understood.requests)
    fields: list[FieldOutcome] = []
    for want in case.wants:
        got = next((request for request in rest if request.intent == want.intent), None)
        if got is not None:
            rest.remove(got)
        fields += _field_outcomes(want, got)
    return Outcome(case, understood, tuple(fields), seconds)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of some messages, at least one."""
    size = len(outcomes)
    stray = [outcome for outcome in outcomes if outcome.wanted == ("out_of_scope",)]
    true = [outcome for outcome in outcomes if outcome.wanted != ("out_of_scope",)]
    fields = [field for outcome in outcomes for field in outcome.fields]
    in_place, kinds = [field for field in fields if field.in_place], sorted({field.type for field in fields})
    seconds = [outcome.seconds for outcome in outcomes]
    return Figures(
        intent=Share(sum(outcome.right for outcome in outcomes), size),
        fields=_sum(fields),
        by_type={kind: _sum(field for field in fields if field.type == kind) for kind in kinds},
        closed=_sum(field for field in in_place if field.type in CLOSED),
        open=_sum(field for field in in_place if field.type in OPEN),
        acted_wrongly=Share(sum(o.wrongly_acted for o in outcomes), size),
        asked=Share(sum(o.understood.decision == "ask" for o in outcomes), size),
        rejected=Share(sum(o.understood.decision == "reject" for o in stray), len(stray)),
        lost=Share(sum(o.understood.decision == "reject" for o in true), len(true)),
        language=Share(sum(o.understood.language == o.case.message.lang for o in outcomes), size),
        calibration=calibration(guesses(outcomes)),
        latency_median=1000 * median(seconds),
        latency_p99=1000 * percentile(seconds, 0.99),
    )


def guesses(outcomes: Iterable[Outcome]) -> list[Guess]:
    """How sure each understanding was, and whether it was right."""
    return [(outcome.confidence, outcome.right) for outcome in outcomes]


def type_figures(outcomes: Iterable[Outcome]) -> tuple[TypeFigures, ...]:
    """The figures of each type that is wanted, in the order of the alphabet."""
    of: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        of[single(outcome.wanted)].append(outcome)
    return tuple(
        TypeFigures(
            kind,
            Share(sum(o.right for o in some), len(some)),
            Share(sum(o.wrongly_acted for o in some), len(some)),
            Share(sum(o.understood.decision == "ask" for o in some), len(some)),
        )
        for kind, some in sorted(of.items())
    )


def single(intents: Sequence[str]) -> str:
    """What stands for some intents where there is room for one."""
    return SEVERAL if len(intents) > 1 else next(iter(intents), NOTHING)


def confusions(outcomes: Iterable[Outcome]) -> tuple[Confusion, ...]:
    """What was taken for what, the most frequent first."""
    wrong = Counter((" + ".join(o.wanted), " + ".join(o.got)) for o in outcomes if not o.right)
    ranked = sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Confusion(wanted, got, count) for (wanted, got), count in ranked)


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


def _field_outcomes(want: Wanted, got: Request | None) -> Iterator[FieldOutcome]:
    given = got.fields if got else {}
    for name in sorted({*want.fields, *given}):
        wanted, read = want.fields.get(name), given.get(name)
        right = wanted is not None and read is not None and same_value(wanted, read)
        kind = (wanted or given[name]).type
        if kind != "text":
            count = FieldCount(int(wanted is not None), int(read is not None), int(right))
            yield FieldOutcome(kind, count, got is not None)


def _sum(fields: Iterable[FieldOutcome]) -> FieldCount:
    return sum((field.count for field in fields), FieldCount())
