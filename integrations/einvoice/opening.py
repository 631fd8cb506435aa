"""From the bytes of an attachment to the elements of an invoice, within limits that a hostile file cannot pass."""

import base64
import binascii
import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

LARGEST = 10_000_000  # bytes; the Italian exchange system takes five million
_MOST_ELEMENTS = 60_000  # about seven thousand lines of goods, read in a second
_FEWEST_BYTES = 12  # of an element on average; `<ID>1</ID>` has ten, but nobody writes a file of those
_SPARE_ELEMENTS = 1_000
_DEEPEST = 40
_WRAPPERS = 3  # signatures around signatures
_KEPT = frozenset({"currencyID", "schemeID", "versione", "format"})
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2, RFC 5652, section 5.1
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]{64}")
_PEM_LINE = re.compile(rb"^-----[A-Z0-9 ]{1,40}-----\s*$", re.MULTILINE)


class NoInvoice(ValueError):
    """The file is none of the invoices that are read here; says why."""


def unwrapped(content: bytes) -> tuple[bytes, bool]:
    """What a signed file holds (CMS, as DER, BER, PEM or base64), and whether it was one; raises `NoInvoice`.

    Unwrapping is not verifying: the signature is not looked at.
    """
    wrapped = False
    for _ in range(_WRAPPERS):
        message = _binary(content)
        if _SIGNED_DATA not in message[:64]:
            break
        content, wrapped = _signed(message), True
    return content, wrapped


def parsed(content: bytes, roots: frozenset[str]) -> Element:
    """The root element, without namespaces; raises `NoInvoice`, at once where the root is none of `roots`."""
    if len(content) > LARGEST:
        raise NoInvoice("it is too large")
    parser = DefusedXMLParser(target=_Bounded(roots, len(content)), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, LookupError, ValueError, RecursionError) as error:
        raise NoInvoice(f"it cannot be read as XML: {error}") from error
    return root


class _Bounded(TreeBuilder):
    """Builds the elements without namespaces; stops at too many for the file's size, and at too deep ones."""

    def __init__(self, roots: frozenset[str], size: int) -> None:
        super().__init__()
        self._roots = roots
        self._left = min(_MOST_ELEMENTS, size // _FEWEST_BYTES + _SPARE_ELEMENTS)
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        name = tag.rpartition("}")[2]
        if not self._depth and name not in self._roots:
            raise NoInvoice("its root is not that of an invoice")
        kept = {key: value for key, value in attrs.items() if key in _KEPT} if attrs else {}
        self._left -= 1 + 2 * len(kept)
        self._depth += 1
        if self._left < 0 or self._depth > _DEEPEST:
            raise NoInvoice("it has too many elements")
        return super().start(name, kept)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def _binary(content: bytes) -> bytes:
    """The bytes behind base64 or PEM, where a file seems to be that."""
    text = _PEM_LINE.sub(b"", content).lstrip(b"\xef\xbb\xbf").strip()
    if text[:1] != b"M" or not _BASE64.match(text):  # 0x30, with which every CMS file begins, is an M
        return content
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return content


def _signed(message: bytes) -> bytes:
    from asn1crypto.cms import ContentInfo  # type: ignore[import-untyped]  # noqa: PLC0415  slow to load, and rare

    try:
        content = ContentInfo.load(message)["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoInvoice(f"the signed file cannot be unwrapped: {error}") from error
    if not isinstance(content, bytes):
        raise NoInvoice("the signed file holds nothing: its content is apart")
    return content
