"""The subject of a mail without what mail programs put before it when somebody answers or passes it on.

RFC 5322, 3.6.5 knows only "Re: "; programs write it in their own language, some more than once, some with a number. A
letter and a colon that none of them writes ("A: budget") belongs to the subject.
"""

import re

from bot.bidi import plain

_REPLIES = (
    "re", "r", "rif", "ris", "risposta", "reply", "aw", "antw", "antwort", "sv", "vs", "rép", "odp", "res", "ynt",
    "תשובה", "תגובה", "השב", "מענה", "בתשובה",
)  # fmt: skip
_FORWARDS = (
    "fwd", "fw", "forward", "forwarded", "i", "inoltro", "inoltra", "inoltrato", "inol", "wg", "tr", "rv", "vl", "vb",
    "doorst", "pd",
    "הועבר", "הועברה", "העברה", "מועבר",
)  # fmt: skip


def _before(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COUNT = r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\*\d{1,3})?\s*"
_PREFIX = re.compile(
    rf"\s*(?:(?P<forward>{_before(_FORWARDS)})|(?P<reply>{_before(_REPLIES)})){_COUNT}[:：]", re.IGNORECASE
)
_TAG = re.compile(r"\s*\[[^\]\n]{1,60}\]")
_WORD = re.compile(r"\w{2,}")
_MOST = 50  # prefixes and tags that are looked at


def plain_subject(subject: str) -> str:
    """The subject without its reply and forward prefixes; tags in brackets, as mailing lists put there, stay."""
    return _read(subject)[1]


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix says that the mail passes another one on; "R: I: …" answers such a mail."""
    return _read(subject)[0]


def adds(subject: str, text: str) -> bool:
    """Whether a subject has a word that the text does not say, in whatever form: "printer" over "the printer jams"."""
    said = plain(text).casefold()
    return any(word not in said for word in _WORD.findall(plain(subject).casefold()))


def _read(subject: str) -> tuple[bool, str]:
    """Whether the first prefix is a forward's, and what is left without any."""
    rest, tags = " ".join(plain(subject).split()), ""
    first: bool | None = None
    for _ in range(_MOST):
        tag = _TAG.match(rest)
        prefix = _PREFIX.match(rest, tag.end() if tag else 0)
        if prefix is None:
            break
        tags += tag[0].strip() + " " if tag and tag[0].strip() not in tags else ""
        first = prefix["forward"] is not None if first is None else first
        rest = rest[prefix.end() :].strip()
    return bool(first), (tags + rest if rest else subject.strip() if first is None else tags.strip())
