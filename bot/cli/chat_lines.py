"""A line of `pratica chat`'s input as a message: a person's words, or a program's JSON object."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from bot.cleaning import storable

_SHAPE = 'a line is an object such as {"id": 1, "text": "quote for Rossi: 20 desks"}'


@dataclass(frozen=True, slots=True)
class Line:
    """A line of input: a message with the id its sender gave it, or what is wrong with the line."""

    given_id: str | int
    text: str
    problem: str | None = None


def parse_line(raw: str, *, as_json: bool) -> Line:
    """A line as a message: the text itself, or with `as_json` an object with `text` and, if wanted, `id`."""
    if not as_json:
        return Line(uuid.uuid4().hex, raw)
    try:
        data: Any = json.loads(raw)
    except json.JSONDecodeError as error:
        return _wrong(f"this line is not JSON ({error.msg} at character {error.pos + 1})")
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets within brackets without end.
        return _wrong("this line is no JSON that can be read")
    if not isinstance(data, dict):
        return _wrong("this line is JSON, but no object")
    said, given = data.get("text"), data.get("id")
    if not isinstance(said, str):
        return _wrong("this line has no text" if said is None else "the text of this line is no string")
    if given is None:
        return Line(uuid.uuid4().hex, said)
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        return _wrong("the id of this line is neither a string nor a whole number")
    return Line(storable(given) if isinstance(given, str) else given, said)


def _wrong(problem: str) -> Line:
    return Line("", "", problem=f"{problem}: {_SHAPE}")
