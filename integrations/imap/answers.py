"""Reads the lines of a server's answers (RFC 3501, 7); aioimaplib gives a literal as `bytearray`, the rest as bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Lines = Sequence[bytes | bytearray]

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"', re.IGNORECASE)
_VALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.IGNORECASE)
_NEXT = re.compile(rb"\[UIDNEXT (\d+)\]", re.IGNORECASE)
_SECTION = rb"\bBODY\[(?:HEADER)?\](?:<\d+>)?"
_LITERAL = re.compile(_SECTION + rb" \{\d+\}$", re.IGNORECASE)
_STRING = re.compile(_SECTION + rb' "((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder as it was when it was opened; `uidnext` is None where the server does not say."""

    uidvalidity: int | None
    uidnext: int | None


def folder_of(lines: Lines) -> Folder:
    """What the answer to EXAMINE says."""
    text = b"\n".join(line for line in lines if isinstance(line, bytes))
    validity, following = _VALIDITY.search(text), _NEXT.search(text)
    return Folder(
        uidvalidity=int(validity[1]) if validity else None,
        uidnext=int(following[1]) if following else None,
    )


def uids_of(lines: Lines) -> list[int]:
    """The UIDs that SEARCH found, in order; the last line is the server's remark."""
    return sorted({int(word) for line in lines[:-1] for word in bytes(line).split() if word.isdigit()})


def sizes_of(lines: Lines) -> dict[int, int]:
    """The size by UID."""
    found = ((_UID.search(line), _SIZE.search(line)) for line in lines if isinstance(line, bytes))
    return {int(uid[1]): int(size[1]) for uid, size in found if uid and size}


def dates_of(lines: Lines) -> dict[int, datetime]:
    """When each mail came into the folder, by UID, as far as it can be read; aware."""
    found: dict[int, datetime] = {}
    for line in lines:
        uid, date = (_UID.search(line), _DATE.search(line)) if isinstance(line, bytes) else (None, None)
        if uid and date:
            try:
                moment = parsedate_to_datetime(date[1].decode("ascii", "replace"))
            except ValueError:
                continue
            found[int(uid[1])] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return found


def content_of(lines: Lines, uid: int) -> bytes | None:
    """The one mail's part that was asked for; None when there is none, whatever else the server tells in between."""
    for index, line in enumerate(lines):
        if isinstance(line, bytearray):
            continue
        if _LITERAL.search(line) and _is_about(uid, line, lines[index + 2 : index + 3]):
            content = lines[index + 1 : index + 2]
            return bytes(content[0]) if content and isinstance(content[0], bytearray) else None
        if (string := _STRING.search(line)) and _is_about(uid, line):
            return re.sub(rb"\\(.)", rb"\1", string[1]) or None
    return None


def _is_about(uid: int, line: bytes, after: Lines = ()) -> bool:
    """Whether a response is this mail's: the UID stands before the content or after it."""
    found = _UID.search(line) or next((_UID.search(rest) for rest in after if isinstance(rest, bytes)), None)
    return found is not None and int(found[1]) == uid
