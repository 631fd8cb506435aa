"""Addresses that mails go to and come from: only those that can exist, each with its own name (RFC 5321, RFC 5322)."""

import re
from email.headerregistry import Address as HeaderAddress

from bot.mail.model import Address
from integrations.mail_message.headers import shown_name, spaced

Mailbox = str | Address
"""A bare address, or one with a name: written `Name <address>`, or as an `Address`."""

_NAMED = re.compile(r"(.*?)\s*<([^<>]*)>")
_LOCAL = re.compile(r"[^\s()<>\[\]:;@\\,.\"]+(?:\.[^\s()<>\[\]:;@\\,.\"]+)*")  # a dot-atom: RFC 5321, 4.1.2; RFC 6531
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_READ_ANOTHER_WAY = frozenset("ßς\u200c\u200d")  # IDNA 2003, which Python has, makes other domains of these than 2008


def read_mailbox(value: Mailbox) -> HeaderAddress:
    """The address with its name; the library's own reading of `a@b.c <d@e.f>` would send to the first."""
    written = value.address if isinstance(value, Address) else value
    name = value.name if isinstance(value, Address) else ""
    if not isinstance(value, Address) and (named := _NAMED.fullmatch(spaced(written))):
        name, written = _unquoted(named[1]), named[2]
    local, _, domain = written.strip().rpartition("@")
    if not (_LOCAL.fullmatch(local) and local.isprintable() and len(local.encode()) <= 64):
        raise ValueError(f"there can be no mail address {written!r}")
    return HeaderAddress(display_name=shown_name(name), username=local, domain=_domain(domain, written))


def _unquoted(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if re.fullmatch(r'"(?:[^"\\]|\\.)*"', name) else name


def _domain(domain: str, written: str) -> str:
    """The domain in ASCII."""
    refused = ValueError(f"there can be no mail address {written!r}: look at what stands after the @")
    if not domain.isprintable():
        raise refused
    if not _READ_ANOTHER_WAY.isdisjoint(domain):
        raise ValueError(f"the domain of the mail address {written!r} has to be given in its ASCII form (xn--…)")
    try:
        ascii_form = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise refused from None
    labels = ascii_form.split(".")
    well_formed = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if not well_formed or len(ascii_form) > 253 or (len(labels) == 1 and ascii_form != "localhost"):
        raise refused
    return ascii_form
