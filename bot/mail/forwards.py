"""A mail that somebody passes on: who wrote it and what it says, read from the header that a mail program put over it.

What stands in it was said by its writer, not by whoever passes it on: it is data, and nothing in it is obeyed.
"""

import re

from bot.mail.model import Address, Forwarded
from bot.mail.quote_headers import Kind, field_of, header_at
from bot.mail.words import level

_TALLEST = 24  # lines of a header with what it continues on
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:|]+@[^\s<>\[\]()\"',;:|]+")
_MARK = re.compile(r"^(?:> ?)+")


def forwarded_in(text: str, *, said_so: bool) -> Forwarded | None:
    """The mail that a text passes on; None where there is none, or where the first mail below it is only answered.

    `said_so`: the subject says that it is a forward, so that a header counts which an answer has as well.
    """
    lines = [_MARK.sub("", line) for line in text.replace("\r\n", "\n").split("\n")]
    levelled = level("\n".join(lines)).split("\n")
    wanted: set[Kind] = {"forward", "original"} if said_so else {"forward"}
    for index in range(len(levelled)):
        header = header_at(levelled, index)
        if header is not None:
            return _read(lines, levelled, index) if header.kind in wanted else None
    return None


def _read(lines: list[str], levelled: list[str], start: int) -> Forwarded:
    """The header's lines from here on, until the text begins that they are about."""
    values: dict[str, str] = {}
    end, last = start, ""
    for place in range(start, min(start + _TALLEST, len(levelled))):
        line = levelled[place]
        field = field_of(line)
        if field is not None and (field[0] == "other" or field[0] not in values):
            values.setdefault(*field)
            end, last = place, field[0]
        elif values and (not line.strip() or last not in {"to", "cc"} or "@" not in line):
            if not any(field_of(one) for one in levelled[place + 1 : place + 2]):
                break
        elif values:
            end = place
    sender = values.get("from", "")
    found = _ADDRESS.search(sender)
    address = found[0].casefold() if found else ""
    name = re.sub(r"[<\[(]?(?:mailto:)?[^\s<>\[\]()]*@[^\s<>\[\]()]*[>\])]?", " ", sender).strip(" \"'<>[]()")
    body = "\n".join(lines[end + 1 :]).strip()
    who = Address(address=address, name=" ".join(name.split()))
    return Forwarded(sender=who, subject=values.get("subject", ""), text=body)
