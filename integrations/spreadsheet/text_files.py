"""Reads CSV as it comes out of spreadsheets: any of the usual encodings and separating marks."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from integrations.spreadsheet.problems import SpreadsheetError

_MARKS = (",", ";", "\t", "|")
_LOOKED_AT = 30  # lines that the separating mark is found from
_LONGEST_CELL = 200_000
_HIGH = re.compile(rb"[\xe0-\xfa]+")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def read_text(path: Path, encoding: str | None) -> str:
    """The whole file as text; raises `SpreadsheetError` when its encoding is another than the one told."""
    raw = path.read_bytes()
    if not raw.strip():
        raise SpreadsheetError("the file is empty")
    try:
        return raw.decode(encoding or guess_encoding(raw))
    except (UnicodeDecodeError, LookupError) as error:
        hint = "say which it is with --encoding, such as cp1252, cp1255 or utf-8"
        raise SpreadsheetError(f"the file cannot be read as {encoding or 'text'} ({error}); {hint}") from error


def guess_encoding(raw: bytes) -> str:
    """UTF-8 or UTF-16 where the file says so or can be; else the Windows encoding of Hebrew or of Western Europe.

    The bytes of Hebrew letters are accented small letters in the other one: those stand alone in a word, Hebrew ones in
    rows. cp1255 holds all letters of ISO 8859-8 in the same places.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        runs = [len(run) for run in _HIGH.findall(raw)]
        hebrew = sum(length > 1 for length in runs) > len(runs) / 2
        return "cp1255" if hebrew and _decodes(raw, "cp1255") else "cp1252" if _decodes(raw, "cp1252") else "latin-1"
    return "utf-8"


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, as a spreadsheet would count them; raises `SpreadsheetError` for a torn one."""
    mark, start = _separator(text)
    lines = _Lines(text[start:])
    number = 1 if start else 0
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        for cells in csv.reader(lines, delimiter=mark):
            number += 1
            if lines.ended and lines.quotes % 2:
                raise SpreadsheetError(f"row {number} opens a quotation mark that is never closed: close or double it")
            lines.quotes = 0
            yield number, [unguarded(cell) for cell in cells]
    except csv.Error as error:
        raise SpreadsheetError(f"row {number + 1} cannot be read ({error}): look for a stray quotation mark") from error
    finally:
        csv.field_size_limit(previous)


class _Lines:
    """Lines with their ends, counting the quotation marks of a row."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._next: str | None = self._lines.readline() or None
        self.quotes = 0

    @property
    def ended(self) -> bool:
        return self._next is None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._next is None:
            raise StopIteration
        line, self._next = self._next, self._lines.readline() or None
        self.quotes += line.count('"')
        return line.replace("\0", "\ufffd")


def _separator(text: str) -> tuple[str, int]:
    """The mark between cells, and where the table begins: behind the line `sep=;` that Excel takes for itself."""
    if told := re.match(r"sep=(.)\r?\n", text):
        return told[1], told.end()
    lines = text[:100_000].splitlines(keepends=True)[:_LOOKED_AT]
    best = max(_MARKS, key=lambda mark: (_regular(lines, mark), -_MARKS.index(mark)))
    return best, 0


def _regular(lines: list[str], mark: str) -> tuple[float, int, int]:
    """The share of rows that a mark parts into as many cells as most rows, how many these are, and the cells; or 0.

    The share comes first: a mark inside quotation marks makes more rows of a text, but not of one width.
    """
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if any(row)]
    except csv.Error:
        return 0, 0, 0
    common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    regular = widths.count(common)
    return (regular / len(widths), regular, common) if common > 1 else (0, 0, 0)


def guarded(text: str) -> str:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it.

    https://owasp.org/www-community/attacks/CSV_Injection; a plain number is left as it is.
    """
    if re.match(r"'*[=+\-@\t\r]", text) and not re.fullmatch(r"[+-]?[\d.,]+", text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if _GUARDED.match(text) else text
