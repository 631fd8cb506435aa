"""Reply tokens: what a mail of ours carries and its answer brings back; nobody can guess one of 130 random bits."""

import re
import secrets
from base64 import b32encode

_LENGTH = 26  # of the letters of RFC 4648, 6, which survive a change of case; five bits each
_LONGEST_NAME = 64
TOKEN = re.compile(r"r-[a-z2-7]{26}")


def new_token() -> str:
    """A token that was never given before."""
    return "r-" + b32encode(secrets.token_bytes(20)).decode().lower()[:_LENGTH]


def reply_address(token: str, address: str, *, dedicated: bool) -> str | None:
    """Where an answer goes to bring the token back: a sub-address (RFC 5233), or a name of its own in the domain.

    None where the sub-address would be longer than an address may be (RFC 5321, 4.5.3.1.1).
    """
    local, _, domain = address.rpartition("@")
    name = token if dedicated else f"{local}+{token}"
    return f"{name}@{domain}" if len(name.encode()) <= _LONGEST_NAME else None
