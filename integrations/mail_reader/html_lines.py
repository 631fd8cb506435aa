"""Writes the nodes of an HTML tree as lines of text, those of quotations with `> ` before them."""

import re

from selectolax.lexbor import LexborNode

from bot.mail.quote_headers import header_at
from bot.mail.words import level

_MOST_LINKS = 200  # whose address is shown
_LONGEST_ADDRESS = 500

_BLOCKS = frozenset(
    "address article aside blockquote caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_SPACED = frozenset("h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r" *[\t\r\n\f][ \t\r\n\f]*|  +")  # single spaces stay as they are, which costs nothing
_NO_ADDRESSES = ("#", "javascript:", "cid:", "data:")
_SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)


class _Lines:
    """Lines in the making: those of the mail, or those of one cell of a table."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.cited = 0
        self.rest = False
        self.row: list[list[str]] = []
        self._current: list[str] = []

    def add(self, text: str) -> None:
        """Goes on with the line; white space at its beginning, and after white space, is none."""
        if text.startswith(" ") and (not self._current or self._current[-1].endswith((" ", "\n"))):
            text = text[1:]
        if text:
            self._current.append(text)

    def end(self, *, gap: bool = False) -> None:
        """Ends the line if there is something on it; `gap` leaves one blank line under what is there."""
        if self._current:
            self._finish()
        if gap and self.done and self.done[-1] not in {"", ">"}:
            self.put("")

    def break_off(self) -> None:
        """Ends the line, also where nothing stands on it."""
        if self._current:
            self._finish()
        else:
            self.put("")

    def end_row(self) -> None:
        """Writes the cells of a table's row: on one line where each has only one, else one under the other."""
        cells, self.row = [cell for cell in self.row if any(cell)], []
        if not cells:
            return
        self.end()
        if all(len(cell) == 1 for cell in cells):
            self.put("  ".join(cell[0] for cell in cells))
        else:
            for cell in cells:
                for line in cell:
                    self.put(line)

    def _finish(self) -> None:
        for text in "".join(self._current).replace("\u00a0", " ").split("\n"):
            self.put(text.strip(" "))
        self._current = []

    def put(self, text: str) -> None:
        """Writes a whole line."""
        self.done.append(f"> {text}".rstrip() if self.cited and not text.startswith(">") else text)


class Writer:
    """Takes the nodes as they are entered and left, and knows some of them by their ids.

    `cited` are quotations, from those in `rest` on all is quoted, before those in `signed` comes a signature's mark.
    """

    def __init__(self, *, cited: frozenset[int], rest: frozenset[int], signed: frozenset[int]) -> None:
        self._signed = signed
        self._cited = cited
        self._rest = rest
        self._open: set[int] = set()
        self._levels = [_Lines()]
        self._kept_spaces = 0
        self._links = 0
        self._lists: list[int | None] = []

    def enter(self, node: LexborNode) -> None:
        """Writes what stands before a node's children, or the text of a text."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
        elif tag == "br":
            self._lines.break_off()
        elif tag == "img":
            self._text(node.attributes.get("alt") or "")
        elif tag in _CELLS:
            self._levels.append(_Lines())
        elif tag in _BLOCKS:
            self._begin(tag, node)
        if tag != "-text":
            self._begin_quotation(tag, node.mem_id)
            if node.mem_id in self._signed:
                self._begin_signature()

    def leave(self, node: LexborNode) -> None:
        """Writes what stands after a node's children."""
        tag = node.tag or ""
        if tag in {"-text", "br"}:
            return
        if tag == "a":
            self._address(node)
        elif tag in _BLOCKS:
            self._end(tag, node)
        if node.mem_id in self._open:
            self._lines.end()
            self._lines.cited -= 1
        if tag in _CELLS:
            self._end_cell()

    def finish(self) -> str:
        """All lines."""
        while len(self._levels) > 1:
            self._end_cell()
        self._lines.end_row()
        self._lines.end()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines.done)).strip()

    @property
    def _lines(self) -> _Lines:
        return self._levels[-1]

    def _text(self, text: str) -> None:
        self._lines.add(text if self._kept_spaces else _SPACE.sub(" ", text))

    def _begin(self, tag: str, node: LexborNode) -> None:
        self._lines.end(gap=tag in _SPACED and _is_spaced(tag, node))
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._lines.add(self._bullet())
        elif tag == "pre":
            self._kept_spaces += 1

    def _end(self, tag: str, node: LexborNode) -> None:
        if tag in {"tr", "table"}:
            self._lines.end_row()
        self._lines.end(gap=tag in _SPACED and _is_spaced(tag, node))
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._kept_spaces -= 1

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _begin_quotation(self, tag: str, mem_id: int) -> None:
        if mem_id in self._rest and not self._lines.rest:
            self._lines.end()
            self._lines.cited += 1
            self._lines.rest = True
        elif mem_id in self._cited or (tag == "blockquote" and self._is_attributed()):
            self._lines.end()
            self._lines.cited += 1
            self._open.add(mem_id)

    def _begin_signature(self) -> None:
        self._lines.end()
        if self._lines.done and self._lines.done[-1].strip("> ") == "--":
            self._lines.done.pop()
        self._lines.put("-- ")

    def _is_attributed(self) -> bool:
        """Whether the line above says who wrote what follows; otherwise somebody only indented a paragraph."""
        above = next((line for line in reversed(self._lines.done[-4:]) if line), "")
        return header_at([level(above), ">"], 0) is not None

    def _end_cell(self) -> None:
        cell = self._levels.pop()
        cell.end_row()
        cell.end()
        while cell.done and not cell.done[-1].strip(" >"):
            cell.done.pop()
        self._lines.row.append(cell.done)
        if cell.rest:
            self._lines.end_row()
            self._lines.cited += 1
            self._lines.rest = True

    def _address(self, node: LexborNode) -> None:
        """The address of a link, where its text does not say it already."""
        address = (node.attributes.get("href") or "").strip()
        if self._links >= _MOST_LINKS or not 0 < len(address) <= _LONGEST_ADDRESS or address.startswith(_NO_ADDRESSES):
            return
        text = (node.text() or "").strip()
        if text and _plain(text) != _plain(address):
            self._links += 1
            self._lines.add(f" ({address.removeprefix('mailto:')})")


def _plain(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/").lower()


def _is_spaced(tag: str, node: LexborNode) -> bool:
    """Outlook's paragraphs are single lines, with an empty one where a blank line is meant."""
    return tag != "p" or "mso" not in (node.attributes.get("class") or "").lower()
