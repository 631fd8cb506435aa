"""The headers of a mail as other programs read them best, where the standard library's folding spoils them."""

import re
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueAddressHeader, UniqueUnstructuredHeader
from email.policy import SMTP, EmailPolicy, Policy
from typing import Any, cast

from bot.bidi import plain

LONGEST_NAME = 200  # characters of whoever writes or reads
_NOT_IN_A_HEADER = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class MessageIds(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # typeshed gives both a max_count
    """One or more message ids or links, a line each: the standard library would fold a long one into an encoded word.

    Other programs then no longer recognise it and the thread breaks: https://github.com/python/cpython/issues/79986.
    """

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """The ids as they are, with nothing in them taken for an encoded word."""
        super().parse(value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


class Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # typeshed gives both a max_count
    """A subject in encoded words that join as they were: the standard library's own folding loses spaces between two.

    Seen on Python 3.11 in "הצעת מחיר Q-0042 עבור מרכז רפואי גלבוע": the space after מרכז was gone.
    """

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        plain_words = self.isascii() and max(map(len, self.split()), default=0) < 70  # longer ones could not be folded
        return f"{self.name}: {_encoded(str(self), policy, words=plain_words)}{policy.linesep}"


class Mailboxes(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # typeshed gives both a max_count
    """Addresses, a line each, with names that keep their spaces likewise."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        lines = []
        for address in self.addresses:
            name, bare = address.display_name, f"<{address.addr_spec}>"
            lines.append(str(address) if name.isascii() else f"{_encoded(name, policy)}{policy.linesep} {bare}")
        return f"{self.name}: {f',{policy.linesep} '.join(lines)}{policy.linesep}"


def _encoded(text: str, policy: Policy, *, words: bool = False) -> str:
    charset = "us-ascii" if words else "utf-8"
    return Header(text, charset, maxlinelen=76, header_name="Reply-To").encode(linesep=policy.linesep)


def _policy() -> EmailPolicy:
    registry = HeaderRegistry()
    registry.map_to_type("subject", Subject)
    for name in ("from", "to", "cc", "reply-to"):
        registry.map_to_type(name, Mailboxes)
    for name in ("message-id", "in-reply-to", "references", "list-unsubscribe"):
        registry.map_to_type(name, MessageIds)
    return cast("EmailPolicy", SMTP.clone(header_factory=registry))


POLICY = _policy()


def one_line(value: str) -> str:
    """The value on one line; the library would decode what looks like an encoded word, and with it new lines."""
    return spaced(value).replace("=?", "= ?")


def spaced(value: str) -> str:
    """The value with a space for whatever would end a line or is no character."""
    return _NOT_IN_A_HEADER.sub(" ", value).strip()


def shown_name(name: str) -> str:
    """A name as it stands before an address."""
    return one_line(plain(name))[:LONGEST_NAME].strip()
