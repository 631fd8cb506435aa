"""What a signed file holds: CMS SignedData (RFC 5652, 5) in DER, BER or PEM, which Italian e-invoices come in (.p7m).

Only the way to the content is read, and no signature is verified. Own code, since asn1crypto 1.5 took 2.6 seconds for
900 kB in pieces of one byte, and the square of that for more; here each byte is passed once.
"""

import binascii
import re
from typing import NamedTuple

_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.*?)-----END", re.DOTALL)
_BASE64 = re.compile(rb"\s*MI[A-Za-z0-9+/=\s]+\Z")
_SEQUENCE, _SET, _OID, _STRING, _STRINGS, _EXPLICIT = 0x30, 0x31, 0x06, 0x04, 0x24, 0xA0
_KINDS = {
    bytes.fromhex("2a864886f70d010702"): "signed data",
    bytes.fromhex("2a864886f70d010703"): "enveloped data",
    bytes.fromhex("2a864886f70d010704"): "signed and enveloped data",
    bytes.fromhex("2a864886f70d010706"): "encrypted data",
    bytes.fromhex("2a864886f70d0109100117"): "authenticated enveloped data",
    bytes.fromhex("2a864886f70d0109100109"): "compressed data",
}
_SEALED = frozenset({"enveloped data", "signed and enveloped data", "encrypted data", "authenticated enveloped data"})


class Sealed(Exception):
    """It is encrypted, and the key is not ours to have."""


class _Element(NamedTuple):
    """One value: `start` of its content; `end` is None where only a mark behind it tells (X.690, 8.1.3.6)."""

    tag: int
    start: int
    end: int | None


def inner_of(content: bytes) -> bytes:
    """The bytes that were signed; raises `Sealed`, or ValueError where it holds no file or cannot be read."""
    data = _binary(content)
    outer = _inside(data, 0, _SEQUENCE)
    kind = _KINDS.get(_primitive(data, outer, _OID), "something else")
    if kind in _SEALED:
        raise Sealed
    if kind != "signed data":
        raise ValueError(f"it holds {kind}")
    place = _inside(data, _behind(data, outer), _EXPLICIT)
    place = _behind(data, _inside(data, place, _SEQUENCE))  # the version
    place = _inside(data, _behind(data, place), _SEQUENCE)  # behind the algorithms
    place = _behind(data, place)  # what kind of content
    if _element(data, place).tag != _EXPLICIT:
        raise ValueError("it holds a signature and no file")
    return _string(data, _inside(data, place, _EXPLICIT))


def _binary(content: bytes) -> bytes:
    pem = _PEM.search(content) if b"-----BEGIN" in content[:2_000] else None
    if pem is None and not _BASE64.match(content):
        return content
    try:
        return binascii.a2b_base64(pem[1] if pem else content)
    except binascii.Error:
        raise ValueError("it is not coded as it should be") from None


def _element(data: bytes, place: int) -> _Element:
    """The value that begins here (X.690, 8.1); raises ValueError where it is cut."""
    if place + 2 > len(data):
        raise ValueError("it is cut")
    length, start = data[place + 1], place + 2
    if length == 0x80:
        return _Element(data[place], start, None)
    if length > 0x80:
        start += length - 0x80
        length = int.from_bytes(data[place + 2 : start], "big")
    if start + length > len(data):
        raise ValueError("it is cut")
    return _Element(data[place], start, start + length)


def _inside(data: bytes, place: int, tag: int) -> int:
    found = _element(data, place)
    if found.tag != tag:
        raise ValueError("it is no signed file")
    return found.start


def _primitive(data: bytes, place: int, tag: int) -> bytes:
    return data[_inside(data, place, tag) : _element(data, place).end]


def _behind(data: bytes, place: int) -> int:
    """Where the next value begins; ends that only a mark tells are counted, not called for."""
    opened = 0
    while True:
        found = _element(data, place)
        if found.end is None:
            opened, place = opened + 1, found.start
            continue
        opened -= found.tag == 0 and found.end == found.start
        place = found.end
        if opened <= 0:
            return place


def _string(data: bytes, place: int) -> bytes:
    """A string of bytes, whole or in pieces, which may be in pieces themselves (X.690, 8.7)."""
    pieces: list[bytes] = []
    ends: list[int | None] = []
    while True:
        found = _element(data, place)
        if found.tag == _STRINGS:
            ends.append(found.end)
            place = found.start
        elif found.tag == _STRING and found.end is not None:
            pieces.append(data[found.start : found.end])
            place = found.end
        elif found.tag == 0 and ends and ends[-1] is None:
            ends.pop()
            place = found.start
        else:
            raise ValueError("its content is no string of bytes")
        while ends and ends[-1] == place:
            ends.pop()
        if not ends:
            return b"".join(pieces)
