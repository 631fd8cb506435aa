"""What a colleague says of a mail that waits for a person: "mail 12 belongs to PO-0012", "it is spam". Pure.

Nothing else may stand in such a message, so that no request is taken for one.
"""

import re
from functools import cache
from typing import Literal

from bot.mail.words import level, words
from bot.model import Value
from bot.understanding.readers.references import TaskNumbers

_LONGEST = 200  # characters
_NUMBERED = re.compile(
    r"(?<!\w)/?(?:e-?mail|mail|ה?מייל|ל?דוא\"ל)\s*(?:(?:no|nr|n|num|numero|number|מס'?|מספר)\b\.?|#)?\s*(\d{1,9})(?![\w-])",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(?<!\w)(?:ל|אל)-?\s?$")
_WORD = re.compile(r"[^\W\d_]+")


class MailOrder(Value):
    """What is to become of a mail: filed with the task `reference`, a new request, or nothing.

    `number` is None where "it" is said, which is the only mail that waits.
    """

    does: Literal["file", "new", "drop"]
    number: int | None = None
    reference: str | None = None


def read_order(said: str, tasks: TaskNumbers) -> MailOrder | None:
    """The order that a message is; None when it is anything else."""
    plain = level(said).strip()
    if not plain or len(plain) > _LONGEST:
        return None
    plain = plain.removeprefix("act:").replace("mail:", "mail ", 1) if plain.startswith("act:mail:") else plain
    numbered = _NUMBERED.search(plain)
    rest = plain.replace(numbered[0], " ", 1) if numbered else plain
    references = tasks.read(rest)
    for one in references:
        rest = _PREFIXED.sub(" ", rest[: one.start]) + " " * (one.end - one.start) + rest[one.end :]
    found = set(_WORD.findall(rest.casefold()))
    if len(references) > 1 or any(char.isdigit() for char in rest) or not found <= _known():
        return None
    number = int(numbered[1]) if numbered else None
    if references:
        files = number is not None or found & _set("file")
        return MailOrder(does="file", number=number, reference=references[0].value) if files else None
    if found & _set("spam") or (number is not None and found & _set("drop")):
        return MailOrder(does="drop", number=number)
    if found & _set("new") and (number is not None or (found & _set("request") and found & _set("is"))):
        return MailOrder(does="new", number=number)
    return None


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(words()["triage"][name])


@cache
def _known() -> frozenset[str]:
    return frozenset(word for several in words()["triage"].values() for word in several)
