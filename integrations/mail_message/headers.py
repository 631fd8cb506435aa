"""The header lines of a mail as other programs read them best, where the standard library's folding spoils them."""

import re
from collections.abc import Iterable
from email.header import Header
from email.headerregistry import Address

from bot.bidi import plain

LONGEST_NAME = 200  # characters of whoever writes or reads
FOLD = "\r\n "
_LONGEST_WORD = 70  # characters; a longer one could not be folded
_NOT_IN_A_HEADER = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def ids_line(name: str, ids: Iterable[str]) -> str:
    """Message ids, a line each: the standard library would fold a long one into an encoded word.

    Other programs then no longer recognise it and the thread breaks: https://github.com/python/cpython/issues/79986.
    """
    return f"{name}: {FOLD.join(ids)}"


def subject_line(subject: str) -> str:
    """A subject in encoded words that join as they were: the standard library's own folding loses spaces between two.

    Seen on Python 3.11 in "הצעת מחיר Q-0042 עבור מרכז רפואי גלבוע": the space after מרכז was gone.
    """
    said = one_line(plain(subject))
    as_it_is = said.isascii() and max(map(len, said.split()), default=0) < _LONGEST_WORD
    return f"Subject: {_encoded(said, 'us-ascii' if as_it_is else 'utf-8')}"


def addresses_line(name: str, addresses: Iterable[Address]) -> str:
    """Addresses, a line each, with names that keep their spaces likewise."""
    return f"{name}: {f',{FOLD}'.join(map(_address, addresses))}"


def _address(address: Address) -> str:
    name = address.display_name
    return str(address) if name.isascii() else named(name, address.addr_spec)


def named(name: str, what: str) -> str:
    """A name in other letters than ASCII before what it names, an address (RFC 5322) or a list's id (RFC 2919)."""
    return f"{_encoded(name, 'utf-8')}{FOLD}<{what}>"


def _encoded(text: str, charset: str) -> str:
    return Header(text, charset, maxlinelen=76, header_name="Reply-To").encode(linesep="\r\n")


def one_line(value: str) -> str:
    """The value on one line; a reader would decode what looks like an encoded word, and with it new lines."""
    return spaced(value).replace("=?", "= ?")


def spaced(value: str) -> str:
    """The value with a space for whatever would end a line or is no character."""
    return _NOT_IN_A_HEADER.sub(" ", value).strip()


def shown_name(name: str) -> str:
    """A name as it stands before an address."""
    return one_line(plain(name))[:LONGEST_NAME].strip()
