"""A mail's bytes to Python's `Message`, within bounds: hostile bytes cost no more than honest ones of their size.

The standard library keeps every line of a part as a string of its own, tries every boundary that is open on every
line, and calls itself for every part within a part.
"""

import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Policy, compat32
from io import BytesIO
from itertools import islice
from typing import Any

MOST_PARTS = 500
MOST_HEADER_LINES = 2_000
MOST_HEADER_BYTES = 512_000
_LINE_COST = 70  # bytes of memory that a line takes besides its characters
_ALLOWANCE = 8_000_000  # and what they may take together in any case
_MOST_TRIES = 2_000_000  # boundaries tried on lines
_DEEP = 20  # parts that may hold parts, up to which nothing is looked at
_BOUNDARY = re.compile(rb"""boundary="?([^"\s;]{1,70})|^--([^\r\n]{1,70})--[ \t]*\r?$""", re.IGNORECASE | re.MULTILINE)

_REPORT = re.compile(rb"^content-type:\s{0,4}message/(?:global-)?delivery-status", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")


class RawMessage(Message):
    """A message whose body can be had as it came; `Message` itself decodes it by a charset that may be wrong."""

    _payload: object

    def get_payload(self, i: int | None = None, decode: bool = False) -> Any:  # noqa: FBT001, FBT002  as it is there
        """As of `Message`, which fails on a charset that is itself encoded (RFC 2231), or that has a NUL in it."""
        try:
            return super().get_payload(i, decode)  # type: ignore[call-overload]  # one of its many forms
        except (TypeError, LookupError, ValueError):
            return self.body() if decode else self.body().decode("ascii", "replace")

    def body(self) -> bytes:
        """The bytes behind the headers, still in their transfer encoding; b"" for what holds other parts."""
        return self._payload.encode("utf-8", "surrogateescape") if isinstance(self._payload, str) else b""


class _TooManyParts(Exception):
    """The mail has more parts than are read."""


class _Parts:
    """Makes the message of each part and stops at the last one allowed."""

    def __init__(self, most: int) -> None:
        self.made = 0
        self.most = most

    def __call__(self, policy: "Policy[Message[str, str]]" = compat32) -> "Message[str, str]":
        self.made += 1
        if self.made > self.most:
            raise _TooManyParts
        return RawMessage(policy=policy)


def parsed(raw: bytes) -> tuple["Message[str, str]", tuple[str, ...]]:
    """The mail, and what of it was left out for its size or shape; never raises."""
    kept, problems = _bounded(_straightened(raw))
    unread = (*problems, f"more than {MOST_PARTS} parts: the rest was not read")
    for again, said in ((kept, problems), (_first_parts(_first_blocks(kept)), unread)):
        try:
            return _parse(again), said
        except _TooManyParts:
            continue
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
            break
    return headers_of(kept), (*problems, "its parts could not be told apart: only its headers were read")


def headers_of(raw: bytes) -> "Message[str, str]":
    """Only the headers; what follows is kept as one text."""
    raw = _straightened(raw)
    end = _end_of_headers(raw)
    return BytesHeaderParser(_Parts(MOST_PARTS), policy=compat32).parsebytes(_bounded_headers(raw[:end])[0])


def _straightened(raw: bytes) -> bytes:
    """Without what some programs put before the first line, and without the carriage returns that others double."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return raw.replace(b"\r\r\n", b"\r\n") if b"\r\r\n" in raw[:2_000] else raw


def _parse(raw: bytes) -> "Message[str, str]":
    return BytesParser(_Parts(MOST_PARTS), policy=compat32).parse(BytesIO(raw))


def _bounded(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    end = _end_of_headers(raw)
    head, problems = _bounded_headers(raw[:end])
    body = raw[end:]
    lines = body.count(b"\n") + body.count(b"\r") - body.count(b"\r\n")
    if lines * _LINE_COST > max(6 * len(raw), _ALLOWANCE):
        body, lines = body[: len(body) * _ALLOWANCE // (lines * _LINE_COST)], _ALLOWANCE // _LINE_COST
        problems = (*problems, "too many short lines: the rest was not read")
    deep = _depth(body)
    if deep * lines > _MOST_TRIES:
        body = body[: len(body) * _MOST_TRIES // (deep * lines)]
        problems = (*problems, "too many parts within parts: the rest was not read")
    return (raw if not problems else head + body), problems


def _depth(body: bytes) -> int:
    """How many boundaries are open at a time, at most; few where few parts hold parts at all."""
    if body.lower().count(b"multipart/") <= _DEEP:
        return 1
    opened: list[bytes] = []
    deepest = 1
    for found in _BOUNDARY.finditer(body):
        if found[1]:
            opened.append(found[1])
            deepest = max(deepest, len(opened))
        elif found[2] in opened[-MOST_PARTS:]:
            del opened[len(opened) - 1 - opened[::-1].index(found[2]) :]
    return deepest


def _bounded_headers(head: bytes) -> tuple[bytes, tuple[str, ...]]:
    if len(head) <= MOST_HEADER_BYTES and head.count(b"\n") <= MOST_HEADER_LINES:
        return head, ()
    kept = b"\n".join(head[:MOST_HEADER_BYTES].split(b"\n")[:MOST_HEADER_LINES])
    return kept + b"\n\n", ("too many header lines: the rest was not read",)


def _end_of_headers(raw: bytes) -> int:
    ends = [place + len(mark) for mark in (b"\r\n\r\n", b"\n\n", b"\r\r") if (place := raw.find(mark)) >= 0]
    return min(ends, default=len(raw))


def _first_blocks(raw: bytes) -> bytes:
    """With as many blocks of a delivery report as are allowed, of which Python makes a message each."""
    report = _REPORT.search(raw)
    if report is None:
        return raw
    end = raw.find(b"\n--", report.end())
    end = len(raw) if end < 0 else end
    blanks = list(islice(_BLANK_LINE.finditer(raw, report.end(), end), MOST_PARTS // 2))
    return raw[: blanks[-1].end()] + raw[end:] if len(blanks) == MOST_PARTS // 2 else raw


def _first_parts(raw: bytes) -> bytes:
    """As many parts as are allowed: each of them begins behind a line that begins with two hyphens."""
    place = 0
    for _ in range(MOST_PARTS - 1):
        place = raw.find(b"\n--", place + 1)
        if place < 0:
            return raw
    return raw[:place]
