"""Mailboxes out of header lines, and who a mail says it is from.

Whatever in From two programs could read differently makes the sender one who cannot be believed: Python's own reader
finds boss@firm.example in `boss@firm.example <evil@x.example>`, a mail program shows the other.
"""

import re
import unicodedata
from collections.abc import Iterable
from email.message import Message
from itertools import islice

from bot.mail.model import Address
from integrations.mail_reader.headers import raw_of, readable, without_surrogates

MOST = 1_000  # addresses of a line that are looked at
_PLAIN_CHAR = r"[^\s\x00-\x1f\x7f<>()\[\],;:\\\"@"
_SPEC = rf"{_PLAIN_CHAR}]{{1,64}}@{_PLAIN_CHAR}.]+(?:\.{_PLAIN_CHAR}.]+)*"
_PLAIN = re.compile(rf"\s*({_SPEC})\s*(?:\(([^()\\@]*)\)\s*)?")
_NAMED = re.compile(rf'\s*(?:"((?:[^"\\]|\\.)*)"|([^"<>@,;:\[\]\\]*|{_SPEC}))\s*<\s*({_SPEC})\s*>\s*', re.DOTALL)
_IN_BRACKETS = re.compile(rf"<\s*({_SPEC})\s*>")
_ANYWHERE = re.compile(_SPEC)
_IN_A_NAME = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_IN_A_LIST = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|\([^()]*\)|[^,;])+', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_ONCE = ("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References")


def sender_of(message: "Message[str, str]") -> tuple[Address, tuple[str, ...]]:
    """The mailbox of From, and why it cannot be believed: no reason where it is one mailbox beyond doubt."""
    lines = raw_of(message, "from")
    if not lines:
        return Address(address=""), ("no From",)
    line = " ".join(without_surrogates(lines[0]).split())
    one = _one(line)
    if one is None:
        return _guessed(line), ("From is not one plain address",)
    shown = _IN_A_NAME.search(unicodedata.normalize("NFKC", one.name))
    if shown and shown[0].lower() != one.address and not _on_behalf(message, one):
        return one, (f"the name in From shows another address, {shown[0]}",)
    return one, ()


def _on_behalf(message: "Message[str, str]", sender: Address) -> bool:
    """Whether a provider of Italian certified mail writes, who has to show whom for (DM 2/11/2005, 6.3.3)."""
    certified = raw_of(message, "x-trasporto")
    return (
        bool(certified) and sender.address.startswith("posta-certificata@") and sender.name.startswith("Per conto di:")
    )


def doubled(message: "Message[str, str]") -> tuple[str, ...]:
    """The names of the lines that may stand once and stand more often (RFC 5322, 3.6)."""
    names = [key.lower() for key, _ in message.raw_items()]
    return tuple(name for name in _ONCE if names.count(name.lower()) > 1)


def addresses(message: "Message[str, str]", *names: str) -> tuple[Address, ...]:
    """The mailboxes of these lines in their order, each address once."""
    found: dict[str, Address] = {}
    for name in names:
        for line in raw_of(message, name):
            for one in _each(without_surrogates(line)):
                found.setdefault(one.address, one)
    return tuple(found.values())


def _each(line: str) -> Iterable[Address]:
    """Python's `getaddresses` fails on brackets in brackets, and which lines it gives up on depends on its version."""
    for piece in islice(_IN_A_LIST.finditer(line), MOST):
        if one := _one(piece[0]):
            yield one
        elif _ANYWHERE.search(piece[0]):
            yield _guessed(piece[0])


def _one(line: str) -> Address | None:
    """The mailbox of a line that holds one and nothing else; its name is decoded only after it was told apart."""
    if plain := _PLAIN.fullmatch(line):
        return Address(address=plain[1].lower(), name=readable(plain[2] or ""))
    named = _NAMED.fullmatch(line)
    if named is None:
        return None
    name = named[2] if named[1] is None else _QUOTED_PAIR.sub(r"\1", named[1])
    if named[1] is None and "@" in name and name.strip().lower() != named[3].lower():
        return None
    return Address(address=named[3].lower(), name=readable(name))


def _guessed(line: str) -> Address:
    """The address that mail programs show of a broken line: the last in angle brackets, else the first."""
    found = (_IN_BRACKETS.findall(line) or [""])[-1] or (_ANYWHERE.findall(line) or [""])[0]
    return Address(address=found.lower(), name=readable(line.split("<", 1)[0].strip(' "')) if "<" in line else "")
