"""Mails that went wrong on the way: what was written for the hazards, changed at random and always in the same way."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

HAZARDS = Path(__file__).parent / "data" / "mail" / "hazards"

# What parsers stumble over: ends, charsets, boundaries, encodings, addresses, and bytes that are no text.
_TOKENS = (
    b"\0", b"\xff\xfe", b"\r", b"\n", b"\r\n\r\n", b"--", b"--\r\n", b"=?utf-8?b?", b"=?x?q?=ff?=", b"=?", b"?=",
    b"<", b">", b"@", b",", b";", b'"', b"(" * 50, b"\\", b":", b"=", b"=3D", b"%ZZ", b"''", b"charset=utf-16",
    b"charset=utf-7", b"charset=iso-8859-8-i", b"charset=gb2312", b'charset=""', b"format=flowed; delsp=yes",
    b'boundary=""', b"name*0*=x'y'%", b'filename="../../x.exe"', b"Content-Type: multipart/mixed\r\n",
    b"Content-Type: message/rfc822\r\n", b"Content-Type: text/calendar\r\n", b"Content-Type: application/ms-tnef\r\n",
    b"Content-Type: application/pkcs7-mime\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"X-Trasporto: errore\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"X-Ricevuta: avvenuta-consegna\r\n", b"From: <>\r\n",
    b"Date: 1\r\n", b"Date: Tue, 3 Nov 0001 00:00:00 +2359\r\n", b"DTSTART:00010101T000000Z\r\n",
    b"RRULE:FREQ=SECONDLY\r\n", b"TZID=Nowhere", b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<blockquote>" * 30,
    b"\xd7\xa9" * 20, b"\xe0\xe9\xf9", b"-----BEGIN PKCS7-----", b"On a a a wrote:" * 10, b"> " * 60, b"a" * 2000,
)  # fmt: skip


def mutations(mails: Sequence[bytes], *, seed: int, count: int) -> Iterator[bytes]:
    """So many mails, each one of the given with some changes; the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        mail = random.choice(mails)
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            mail = random.choice(_CHANGES)(mail, mails, random)
        yield mail


def hazards() -> list[bytes]:
    """The mails of all hazards, in the order of their names."""
    return [file.read_bytes() for file in sorted(HAZARDS.glob("*.eml"))]


def _span(mail: bytes, random: Random, longest: int = 200) -> tuple[int, int]:
    start = random.randrange(len(mail) + 1)
    return start, min(len(mail), start + random.randrange(1, longest))


def _line(mail: bytes, random: Random) -> tuple[int, int]:
    """A line among the first, where headers are."""
    start = mail.rfind(b"\n", 0, random.randrange(min(len(mail), 1_500) + 1)) + 1
    return start, mail.find(b"\n", start) + 1 or len(mail)


def _flip(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, _end = _span(mail, random)
    return mail[:start] + bytes([random.randrange(256)]) + mail[start + 1 :]


def _cut(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(mail, random)
    return mail[:start] + mail[end:]


def _end(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return mail[: random.randrange(len(mail) + 1)]


def _repeat(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(mail, random)
    return mail[:end] + mail[start:end] * random.randrange(1, 6) + mail[end:]


def _repeat_line(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _line(mail, random)
    return mail[:end] + mail[start:end] + mail[end:]


def _drop_line(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _line(mail, random)
    return mail[:start] + mail[end:]


def _token(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, _end = _span(mail, random)
    return mail[:start] + random.choice(_TOKENS) + mail[start:]


def _token_before_line(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, _end = _line(mail, random)
    return mail[:start] + random.choice(_TOKENS) + mail[start:]


def _splice(mail: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    start, end = _span(other, random, 2_000)
    place, _end = _span(mail, random)
    return mail[:place] + other[start:end] + mail[place:]


def _line_ends(mail: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return mail.replace(b"\r\n", random.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))


_CHANGES: tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...] = (
    _flip, _flip, _cut, _end, _repeat, _repeat_line, _drop_line, _token, _token, _token_before_line, _splice,
    _line_ends,
)  # fmt: skip
