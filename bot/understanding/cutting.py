"""Where a message that wants two things can be cut, and how likely a cut is one between two requests."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

LOOKED_AT = 600  # characters, as far as the n-grams look
MOST_PARTS = 8
_FEWEST_WORDS = 2  # of a half
_FEWEST_AT_COMMA = 4  # a comma hardly ever stands between two requests

_TINY = 0.001
_CONSTANT, _WEAKEST, _AGREEMENT, _BESIDE, _STANDS = -0.80, 0.45, 1.50, 0.33, 0.86
_JOINTS = {"added": 0.79, "comma": -0.73}
_SURE = 0.9  # confidence from which two halves that can stand alone are sure
_BETWEEN_SURE = {"added": 1.38, "and": 0.87}  # what such a joint counts on top of that between sure halves
_NAMED = 1.5  # the same where both name more than words, or the second asks for what it names; set by hand
_AGREED = 0.25  # what counts where the slow path cannot be asked: as often as not it agrees

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
    """What speaks for two requests, in shares from 0 to 1 but for the joint and whether each half can stand alone.

    `weakest` is how sure the fast path is of the less sure half, `agreed` how likely the slow path alone finds the
    same, for the half where it is less so (None where it cannot be asked), `beside` how likely the whole message wants
    the less likely one of the two. `named` is whether both halves name more than words (a party, a task, an invoice),
    or the second one opens like a wish and does.
    """

    weakest: float
    agreed: float | None
    beside: float
    joint: str
    stands: bool
    named: bool = False


def likelihood(evidence: Evidence) -> float:
    """How likely the two halves are two requests, by logistic regression on the labelled messages for choosing."""
    agreed = _AGREED if evidence.agreed is None else evidence.agreed
    weight = (
        _CONSTANT
        + _WEAKEST * math.log((evidence.weakest + _TINY) / (1 - evidence.weakest + _TINY))
        + _AGREEMENT * math.log(agreed + 10 * _TINY)
        + _BESIDE * math.log(evidence.beside + _TINY)
        + _JOINTS.get(evidence.joint, 0.0)
        + _STANDS * evidence.stands
    )
    if evidence.stands and evidence.weakest > _SURE:
        weight += _BETWEEN_SURE.get(evidence.joint, 0.0) + _NAMED * (evidence.named and evidence.joint in _BETWEEN_SURE)
    return 1 / (1 + math.exp(-weight))


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
