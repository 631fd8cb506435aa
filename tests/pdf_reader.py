"""What a PDF shows, read back by another program than the one that made it."""

from collections import defaultdict
from ctypes import c_double

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from bot.bidi import plain


def seen(pdf: bytes) -> list[str]:
    """Each line of the file as the eye meets it, from left to right, by where the glyphs stand."""
    document = pypdfium2.PdfDocument(pdf)
    lines: list[str] = []
    for page in document:
        text = page.get_textpage()
        rows: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for index in range(text.count_chars()):
            char, x, y = chr(raw.FPDFText_GetUnicode(text, index)), c_double(), c_double()
            if raw.FPDFText_GetCharOrigin(text, index, x, y) and plain(char).strip():
                rows[round(y.value)].append((x.value, char))
        lines += ["".join(char for _, char in sorted(row)) for row in rows.values()]
    document.close()
    return lines


def holds(pdf: bytes, words: str) -> bool:
    """Whether a line shows these words, read from left to right; spaces aside."""
    return any("".join(words.split()) in line for line in seen(pdf))


def pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))
