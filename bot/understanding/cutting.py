"""Where a message that wants two things can be cut, and how likely a cut is one between two requests."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

LOOKED_AT = 600  # characters, as far as the n-grams look
MOST_PARTS = 8
_FEWEST_WORDS = 2  # of a half
_FEWEST_AT_COMMA = 4  # a comma hardly ever stands between two requests
_MOST_FIELDS = 3  # that count
_SURE = 0.9  # confidence from which halves that say what they are about are plain

_TINY = 0.001
_CONSTANT = -7.34
_WEIGHTS = {
    "weakest": 0.42,
    "strongest": 0.33,
    "agreed": 0.66,
    "unasked": -1.05,
    "beside": 0.37,
    "echoed": -0.49,
    "added": 2.02,
    "and": 0.97,
    "stands": 1.10,
    "named": 1.03,
    "fields": 0.73,
    "plain": 1.30,
}
"""Of each sign, as `python -m tests.bench.cuts` fits them; but `plain`, fitted 0.10, is set by hand."""

_ADDED = (
    r"and also|also|additionally|in addition|moreover|besides|apart from that|one more thing|plus"
    r"|e anche|e poi|poi|inoltre|in più|a parte questo|un'altra cosa|intanto"
    r"|וגם|ובנוסף|בנוסף|חוץ מזה|דבר נוסף|עוד דבר|ואז|שנית"
)
_JOINT = re.compile(
    rf"(?P<added>(?:[.;?!\n]+\s+|,?\s+)(?:{_ADDED})[\s,:]+|\s*[\n,;]?\s+(?:\+|\(?[2-9][.)])\s+)"
    r"|(?P<and>(?:[.;?!\n]+|,?)\s+(?:(?:and then|and|then|e|ed)\s+|(?=ו[לתנ][א-ת]{2,})))"
    r"|(?P<sentence>[.;?!\n]+\s+)"
    r"|(?P<comma>,\s+|\s+(?=ו[א-ת]{2,}))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_COUNTED = re.compile(r"\d{1,5}\s*(?:x\s*)?[^\W\d_]{3}")  # one more line of an order: "… and 5 cable trays"


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in two, each half from its start to its end, and what stands between: added, sentence, and, comma."""

    left: slice
    right: slice
    joint: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against two requests.

    `weakest` and `strongest` are how sure the fast path is of the less and of the more sure half, `agreed` how likely
    the slow path alone finds the same, for the half where it is less so (None where it cannot be asked), `beside` how
    likely the whole message wants the less likely one of the two, `echoed` how likely the second half, for the fast
    path, wants what the first one does; all from 0 to 1. `stands` is whether each half can stand alone, `named` whether
    the first one names a task, `fields` how many the second one fills, `plain` whether both name more than
    words (a party, a task, an invoice), or the second one opens like a wish and does where its kind needs it.
    """

    weakest: float
    strongest: float
    agreed: float | None
    beside: float
    echoed: float
    joint: str
    stands: bool
    named: bool
    fields: int
    plain: bool


def likelihood(evidence: Evidence) -> float:
    """How likely the two halves are two requests, by logistic regression on labelled messages."""
    weight = _CONSTANT + sum(_WEIGHTS[name] * size for name, size in signs(evidence).items())
    return 1 / (1 + math.exp(-weight))


def signs(evidence: Evidence) -> dict[str, float]:
    """The evidence as the numbers that are weighed."""
    return {
        "weakest": _odds(evidence.weakest),
        "strongest": _odds(evidence.strongest),
        "agreed": 0.0 if evidence.agreed is None else math.log(evidence.agreed + _TINY),
        "unasked": evidence.agreed is None,
        "beside": math.log(evidence.beside + _TINY),
        "echoed": math.log(evidence.echoed + _TINY),
        "added": evidence.joint == "added",
        "and": evidence.joint == "and",
        "stands": evidence.stands,
        "named": evidence.named,
        "fields": min(evidence.fields, _MOST_FIELDS),
        "plain": evidence.plain and evidence.stands and evidence.weakest > _SURE and evidence.joint in {"added", "and"},
    }


def _odds(share: float) -> float:
    return math.log((share + _TINY) / (1 - share + _TINY))


def cuts(text: str) -> Iterator[Cut]:
    """Ways to cut the beginning of a text in two at its joints, each half with some words."""
    for joint in list(_JOINT.finditer(text[:LOOKED_AT]))[:MOST_PARTS]:
        kind = str(joint.lastgroup)
        end = joint.start() + joint[0].startswith("?")  # of a question the sign says what it is
        left, right = text[:end], text[joint.end() :]
        fewest = _FEWEST_AT_COMMA if kind == "comma" else _FEWEST_WORDS
        listed = kind in {"and", "comma"} and _COUNTED.match(right)
        if min(len(_WORD.findall(left)), len(_WORD.findall(right))) >= fewest and not listed:
            yield Cut(slice(0, end), slice(joint.end(), len(text)), kind)
