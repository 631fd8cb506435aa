"""Writing to standard output, for people and for programs."""

import sys
from collections.abc import Sequence


def write(line: str) -> None:
    """One line, in UTF-8 whatever the terminal's own encoding says."""
    sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, empty: str) -> None:
    """Rows in columns as wide as they need; `empty` when there is none."""
    if not rows:
        write(empty)
        return
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    for row in (head, *rows):
        write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
