"""Our own check of a DKIM signature (RFC 6376), for mailboxes whose server writes no Authentication-Results."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from bot.mail.domains import domain_of, same_organisation
from bot.mail.model import Verdict

Lookup = Callable[[str, float], bytes | None]
"""The TXT record of a name, asked for in so many seconds; None where there is none, OSError where nobody answers."""

_MOST = 5  # signatures that are tried
_MOST_LINES = 2_000  # of headers; dkimpy looks through them for each name that was signed
_LONGEST = 4_096  # bytes of a signature
_LONGEST_KEY = 1_200  # bytes; one of 4,096 bits takes 740
_HEAVIEST = 30_000_000  # bytes of a mail
_SPACES = 200_000  # of a body that are dealt with whatever its size
_GREATEST_EXPONENT = 2**32
_SPACES_IN_SIGNATURE = re.compile(rb"\s{64}")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_ALGORITHM = b"rsa-sha256"  # SHA-1 proves nothing any more (RFC 8301), and who signs by ed25519 also signs by RSA
_ONCE = frozenset({
    b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"content-type", b"content-transfer-encoding", b"mime-version",
})  # fmt: skip


class _NoAnswer(Exception):
    """The key could not be asked for in time."""


def checked(raw: bytes, *, domain: str, dns: Lookup, seconds: float = 10) -> Verdict:
    """Whether a signature of the domain of From, or of one over or under it, holds for the whole mail; never raises.

    "none": there is no such signature, or its key could not be had within `seconds`. "fail": there is one and it does
    not hold, or holds only for a part of the body (`l=`), or for a mail whose header lines stand twice, since another
    reader may take the line that was not signed.
    """
    if len(raw) > _HEAVIEST:
        return "none"
    head, body = _parts(raw)
    if head.count(b"\n") > _MOST_LINES or b"dkim-signature" not in head.lower():
        return "none"
    from dkim import DKIM, DKIMException  # type: ignore[import-untyped]  # noqa: PLC0415  not every mailbox needs it

    try:
        mail = DKIM(head + b"\r\n\r\n", logger=_silent(), timeout=seconds)
    except DKIMException:
        return "fail"
    names = [name.lower() for name, _ in mail.headers]
    ours = [(place, fields) for place, fields in _signatures(mail.headers) if _is_for(fields, domain)][:_MOST]
    if not ours:
        return "none"
    if b"from" not in names or any(names.count(name) > 1 for name in _ONCE):
        return "fail"
    key = _within(dns, seconds)
    verdicts = [_verdict(mail, place, key, body=_canonical(body, fields)) for place, fields in ours]
    return "pass" if "pass" in verdicts else "fail" if "fail" in verdicts else "none"


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    """The headers and the body with the line ends that are signed; dkimpy's own splitting makes an object a line."""
    end = _END_OF_HEADERS.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    return _ended(head), _ended(body)


def _ended(lines: bytes) -> bytes:
    return lines.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _signatures(headers: list[tuple[bytes, bytes]]) -> Iterator[tuple[int, dict[bytes, bytes]]]:
    """The place of each signature among them, and its fields; those that no honest signer writes are left out."""
    from dkim.util import InvalidTagValueList, parse_tag_value  # type: ignore[import-untyped]  # noqa: PLC0415

    lines = (value for name, value in headers if name.lower() == b"dkim-signature")
    for place, value in enumerate(lines):
        if len(value) <= _LONGEST and not _SPACES_IN_SIGNATURE.search(value):
            with suppress(InvalidTagValueList):
                yield place, parse_tag_value(value)


def _is_for(fields: dict[bytes, bytes], domain: str) -> bool:
    signer = domain_of(fields.get(b"d", b"").decode("ascii", "replace"))
    return fields.get(b"a", b"").lower() == _ALGORITHM and same_organisation(signer, domain)


def _canonical(body: bytes, fields: dict[bytes, bytes]) -> bytes | None:
    """A body whose spaces are signed as one is made so before: dkimpy takes quadratic time over a run of them.

    None for one with so many spaces that they alone would take ten times the mail's size in memory.
    """
    if not fields.get(b"c", b"").strip().lower().endswith(b"/relaxed"):
        return body
    body = body.replace(b"\t", b" ")
    while b"  " in body:
        body = body.replace(b"  ", b" ")
    return body.replace(b" \r\n", b"\r\n") if body.count(b" ") <= max(_SPACES, len(body) // 20) else None


def _verdict(mail: Any, place: int, dns: Callable[..., bytes], *, body: bytes | None) -> Verdict:
    """Whether one signature holds; one whose key nobody gave says nothing (RFC 6376, 6.1)."""
    from dkim import DKIMException  # noqa: PLC0415  as above

    if body is None:
        return "none"
    mail.body = body
    try:
        holds = mail.verify(place, dnsfunc=dns)
    except _NoAnswer:
        return "none"
    except (DKIMException, ArithmeticError, LookupError, TypeError, ValueError):  # it fails on broken keys in many ways
        return "fail"
    return "pass" if holds and b"l" not in mail.signature_fields else "fail"


def _within(dns: Lookup, seconds: float) -> Callable[..., bytes]:
    """The lookup as dkimpy calls it, for as long as all signatures together may take."""
    end = time.monotonic() + seconds

    def key(name: bytes, timeout: float) -> bytes:
        left = end - time.monotonic()
        if left <= 0:
            raise _NoAnswer
        try:
            record = dns(name.decode("ascii", "replace").rstrip("."), left)
        except OSError as error:
            raise _NoAnswer from error
        return _usable(record or b"")

    return key


def _usable(record: bytes) -> bytes:
    """The record, or nothing where reckoning with its key could take for ever."""
    from dkim import evaluate_pk  # noqa: PLC0415  as above

    if not record or len(record) > _LONGEST_KEY:
        return b""
    key = evaluate_pk("", record)[0]
    usable = isinstance(key, dict) and 2 < key["publicExponent"] < _GREATEST_EXPONENT
    return record if usable else b""


def _silent() -> logging.Logger:
    """A logger that nobody hears: what a stranger's mail looks like inside belongs into no log."""
    logger = logging.getLogger(__name__)
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def txt_record(name: str, seconds: float, *, servers: tuple[str, ...] = (), port: int = 53) -> bytes | None:
    """The TXT record of a name from this machine's name servers, or from `servers`.

    None where there is none; raises OSError where nobody answers in time.
    """
    from dns.exception import DNSException  # noqa: PLC0415  not every mailbox needs it
    from dns.resolver import NXDOMAIN, NoAnswer, Resolver  # noqa: PLC0415  as above

    try:
        resolver = Resolver(configure=not servers)
        resolver.port = port
        if servers:
            resolver.nameservers = list(servers)
        answer = resolver.resolve(name, "TXT", lifetime=seconds)
    except (NXDOMAIN, NoAnswer):
        return None
    except DNSException as error:
        raise OSError(f"no name server answered about {name}") from error
    return next((b"".join(record.strings) for record in answer), None)
