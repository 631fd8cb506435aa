"""Reply tokens: what a mail of ours carries and its answer brings back; nobody can guess one of 130 random bits."""

import re
import secrets

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # that of RFC 4648, 6: it survives a change of case
_LENGTH = 26
TOKEN = re.compile(r"r-[a-z2-7]{26}")


def new_token() -> str:
    """A token that was never given before."""
    return "r-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def reply_address(token: str, address: str, *, dedicated: bool) -> str:
    """Where an answer goes to bring the token back: a sub-address (RFC 5233), or a name of its own in the domain."""
    local, _, domain = address.rpartition("@")
    return f"{token}@{domain}" if dedicated else f"{local}+{token}@{domain}"
