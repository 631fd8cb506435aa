"""The points of a list within one line: "1) 5 chairs 2) 3 desks"."""

import re

_MARK = re.compile(r"(?<!\S)\(?([1-9])[.)][ \t]+(?=\S)")


def points(text: str) -> list[tuple[int, int]]:
    """Where the mark of each point begins and ends; nothing unless there are several, numbered from one on."""
    marks = list(_MARK.finditer(text))
    counted = [int(mark[1]) for mark in marks] == [*range(1, len(marks) + 1)]
    return [mark.span() for mark in marks] if counted and len(marks) > 1 else []
