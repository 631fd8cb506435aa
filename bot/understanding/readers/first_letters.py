"""The characters that a regular expression can begin with, for a look ahead that refuses most places at once.

Python's own parser of expressions says it, which is no documented part of the library (Hypothesis uses it too): where
it is missing or has changed, nothing is said, and expressions are as right and four times as slow.
"""

import re
from importlib import import_module
from typing import Any

_Begins = tuple[set[str], bool] | None
"""The characters, and whether an expression may be empty so that what follows it begins; None where it is not known."""


def first_letters(expression: str) -> str:
    """The class of characters that an expression can begin with, such as "[et]"; "" where that cannot be told."""
    try:
        begins = _of_sequence(import_module("re._parser").parse(expression))
    except (ImportError, AttributeError, TypeError, ValueError):
        return ""
    if begins is None or begins[1]:
        return ""
    return f"[{''.join(re.escape(char) for char in sorted(begins[0]))}]"


def _of_sequence(parsed: Any) -> _Begins:
    found = set[str]()
    for kind, given in parsed:
        begins = _of_one(str(kind), given)
        if begins is None:
            return None
        found |= begins[0]
        if not begins[1]:
            return found, False
    return found, True


def _of_one(kind: str, given: Any) -> _Begins:
    """What one part of an expression begins with, by its name in Python's parser."""
    if kind == "LITERAL":
        return {chr(given)}, False
    if kind == "IN":
        return _of_class(given)
    if kind in {"ASSERT", "ASSERT_NOT", "AT"}:
        return set(), True
    if kind == "SUBPATTERN":
        return _of_sequence(given[-1])
    if kind == "MAX_REPEAT":
        least, _, body = given
        begins = _of_sequence(body)
        return begins and (begins[0], begins[1] or least == 0)
    if kind == "BRANCH":
        return _of_branches([_of_sequence(branch) for branch in given[1]])
    return None


def _of_branches(branches: list[_Begins]) -> _Begins:
    known = [branch for branch in branches if branch is not None]
    if len(known) < len(branches):
        return None
    return set[str]().union(*(begins for begins, _ in known)), any(empty for _, empty in known)


def _of_class(members: Any) -> _Begins:
    found = set[str]()
    for kind, given in members:
        if str(kind) == "LITERAL":
            found.add(chr(given))
        elif str(kind) == "RANGE":
            found |= {chr(code) for code in range(given[0], given[1] + 1)}
        else:
            return None
    return found, False
