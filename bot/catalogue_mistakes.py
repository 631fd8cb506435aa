"""Shapes the text of a catalogue file, and tells a mistake in it with file, line, reason and how to mend it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.catalogue import CatalogueError, Wrong

Shape = TypeVar("Shape", bound=BaseModel)
Place = tuple[str | int, ...]
"""The keys that lead to a value, such as `("fields", 1, "type")`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_CURLY = re.compile("[“”„‘’]")
_TOLD = {
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false, without quotes",
    "bool_parsing": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes",
    "int_parsing": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be 1 or more",
    "tuple_type": 'must be a list in square brackets, such as ["one", "two"]',
    "dict_type": "must be a section with a heading of its own, such as [fields.day]",
    "model_type": "must be a section with a heading of its own, such as [fields.day]",
}


def shaped(path: Path, text: str, shape: type[Shape], *, wrong: list[CatalogueError]) -> Shape | None:
    """The text of a TOML file in the shape of a model; None when it has mistakes, which are added to `wrong`."""
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        wrong.append(_no_toml(path, text, str(error)))
    except ValidationError as error:
        wrong += _misshapen(path, text, error, shape=shape)
    return None


def line_of(text: str, place: Place) -> int | None:
    """The line of TOML on which the keys of `place` stand, or as many of them as are there; None without any."""
    lines = dict(reversed([*_places(text)]))
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return None


def _places(text: str) -> Iterator[tuple[Place, int]]:
    """Each heading and key of TOML with its line; tables of a list are counted from 0."""
    here: Place = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADER.match(line):
            keys, listed = _keys(heading[2]), len(heading[1]) > 1
            if listed:
                counts[heading[2]] = counts.get(heading[2], -1) + 1
            here = (*keys, counts[heading[2]]) if listed else keys
            yield here, number
        elif key := _KEY.match(line):
            yield (*here, *_keys(key[1])), number


def _keys(dotted: str) -> Place:
    return tuple(key.strip(" \"'") for key in dotted.split("."))


def _no_toml(path: Path, text: str, said: str) -> CatalogueError:
    reason, _, where = said.partition(" (at ")
    found = re.match(r"line (\d+)", where)
    lines = text.splitlines()
    line = int(found[1]) if found else max(len(lines), 1)
    written = lines[line - 1] if line <= len(lines) else ""
    mend = 'use straight quotes, "like this"' if _CURLY.search(written) else "compare it with the example in the guide"
    return CatalogueError(str(path), line, f"it is not written as TOML ({reason}): {mend}")


def _misshapen(path: Path, text: str, error: ValidationError, *, shape: type[BaseModel]) -> Iterator[CatalogueError]:
    """The mistakes that a model finds, in words for whoever wrote the file; a misspelt key is not also missing."""
    found = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    meant = {(*one["loc"][:-1], _close(one, shape)) for one in found if one["type"] == "extra_forbidden"}
    for one in found:
        if one["type"] == "missing" and one["loc"] in meant:
            continue
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, Wrong):
            yield CatalogueError(str(path), line_of(text, (*one["loc"], *cause.place)), cause.reason)
        else:
            yield CatalogueError(str(path), line_of(text, one["loc"]), _reason(one, shape))


def _reason(one: ErrorDetails, shape: type[BaseModel]) -> str:
    place = one["loc"]
    key = str(place[-1]) if place else "it"
    match one["type"]:
        case "extra_forbidden":
            known = [*(_model_at(shape, place[:-1]) or BaseModel).model_fields]
            close = _close(one, shape)
            there = f"do you mean {close!r}" if close else f"there are {', '.join(known)}"
            return f"there is no key {key!r} here: {there}"
        case "missing":
            section = f" of {_heading(place[:-1])}" if len(place) > 1 else ""
            return f"the key {key!r}{section} is missing"
        case "literal_error":
            return f"{one['input']!r} is no {key}: {_choices(one['ctx'])}"
        case other:
            return f"{key!r} {_TOLD.get(other, one['msg'])}"


def _close(one: ErrorDetails, shape: type[BaseModel]) -> str | None:
    """The key that was meant by one that there is not, where one is like it."""
    *section, key = one["loc"]
    known = [*(_model_at(shape, tuple(section)) or BaseModel).model_fields]
    return next(iter(get_close_matches(str(key), known, n=1)), None)


def _choices(context: Mapping[str, Any]) -> str:
    """The values that a model allows, from pydantic's "'a', 'b' or 'c'"."""
    return "there are " + ", ".join(re.findall("'([^']*)'", context["expected"]))


def _heading(place: Place) -> str:
    """A section as it is headed in the file."""
    names = ".".join(key for key in place if isinstance(key, str))
    return f"[[{names}]]" if any(isinstance(key, int) for key in place) else f"[{names}]"


def _model_at(shape: type[BaseModel], place: Place) -> type[BaseModel] | None:
    """The model that the section at `place` is written in."""
    model: type[BaseModel] | None = shape
    for key in place:
        if model and key in model.model_fields:
            model = _model_in(model.model_fields[str(key)].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
