"""One-time codes that link an account on a chat platform to a colleague."""

import hashlib
import re
from datetime import timedelta

CODE_MINUTES = timedelta(minutes=10)
"""How long a code is good for."""

_LETTERS = 12
_TOLD = re.compile(r"/?(?:start|link)(?:@\w+)?\s+/?([A-F0-9]{6}-?[A-F0-9]{6})", re.IGNORECASE)
_ALONE = re.compile(r"/?([A-F0-9]{6}-[A-F0-9]{6})", re.IGNORECASE)


def new_code(random: str) -> str:
    """A code out of random hexadecimal digits, as people type it: "3F09AC-77D210" (48 bits, good for minutes)."""
    letters = random[:_LETTERS].upper()
    return f"{letters[:6]}-{letters[6:]}"


def code_in(text: str, *, alone: bool) -> str | None:
    """The code behind /start or /link (core.telegram.org/bots/features#deep-linking), or where it stands `alone`.

    Somebody who is known may well answer a question with twelve such letters, so theirs alone are no code.
    """
    found = _TOLD.fullmatch(text.strip()) or (_ALONE.fullmatch(text.strip()) if alone else None)
    return found.group(1) if found else None


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.replace("-", "").upper().encode()).hexdigest()
