"""The new text of a mail apart from what it quotes and from who signed it, in English, Italian and Hebrew.

Doubt keeps text as new: a sentence that is shown once too often does less harm than an answer that nobody sees. The
text itself is never changed, only sorted, line by line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.mail.quote_headers import quotes_of
from bot.mail.signatures import signature_lines
from bot.mail.words import any_of, level, words

LONGEST = 100_000  # characters that are sorted; what comes after them goes where the last line went

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class NewText:
    """A mail's text in three: each line is in exactly one of them, in the order of the mail.

    `own` are the writer's own words where the new text is mostly a mail that is only passed on, else None.
    """

    new: str
    quoted: str
    signature: str
    own: str | None = None


def split(text: str, *, forwarded: bool | None = None, set_apart: str = "", sender: str = "") -> NewText:
    """Sorts the lines of a mail's text into what is new, what is quoted and what is signature.

    `set_apart` is what was already known to be quoted, from the HTML of the mail; it counts as its last lines. A mail
    that only passes another one on is told by its new text, which is empty or says "FYI", "vedi sotto", "ראה למטה":
    then what was passed on is kept as new, so that the request in it is seen. `forwarded` says whether the mail is a
    forward, as its subject tells; None leaves that to the header over the quoted mail. `sender` is the From line: it
    tells a signature that no farewell announces.
    """
    lines = _lines(text[:LONGEST])
    rest = text[LONGEST:]
    levelled = level("\n".join(lines)).split("\n")
    found = quotes_of(levelled)
    signed = signature_lines(levelled, found.quoted, sender=level(sender))
    fresh = [not (quote or sign) for quote, sign in zip(found.quoted, signed, strict=True)]
    if (above := _above_answers(lines, fresh, found.quoted)) and is_pointer(_joined(lines[:above], fresh[:above])):
        signed = [sign or (fresh[place] and place < above) for place, sign in enumerate(signed)]
        fresh[:above] = [False] * above
    new = _joined(lines, fresh)
    quoted = _joined(lines, found.quoted)
    signature = _joined(lines, signed)
    if rest and found.quoted[-1]:
        quoted = f"{quoted}{rest}"
    elif rest:
        new = f"{new}{rest}"
    quoted = "\n\n".join(filter(None, (quoted, set_apart.strip())))
    kind = found.kind or (quotes_of(level(set_apart[:LONGEST]).split("\n")).kind if set_apart else None)
    passed_on = kind in {"forward", "original"} if forwarded is None else forwarded
    if quoted and passed_on and is_pointer(new):
        return NewText("\n\n".join(filter(None, (new, quoted))), "", signature, own=new)
    return NewText(new, quoted, signature)


def _above_answers(lines: Sequence[str], fresh: Sequence[bool], quoted: Sequence[bool]) -> int:
    """How many lines stand above a mail that is answered between its lines; 0 where it is not."""
    first = quoted.index(True) if True in quoted else 0
    below = any(new and line.strip() for line, new in zip(lines[first:], fresh[first:], strict=True))
    return first if below else 0


def is_pointer(text: str) -> bool:
    """Whether a text says no more than that one should look at the mail below it, or nothing at all."""
    if len(text) > 200:
        return False
    left = _pointer().sub(" ", level(text).lower())
    said = _pointer().search(level(text).lower()) is not None
    others = [word for word in _WORD.findall(left) if word not in words()["pointer"]["courtesies"]]
    return not _WORD.search(text) or (said and len(others) <= 1)


@cache
def _pointer() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words()['pointer']['phrases'])}(?!\w)")


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _joined(lines: Sequence[str], chosen: Sequence[bool]) -> str:
    return "\n".join(line for line, wanted in zip(lines, chosen, strict=True) if wanted).strip()
