"""What an out-of-office note tells: the first day back and who stands in, in English, Italian and Hebrew.

Only what is said beyond doubt: of two days that could be meant neither is told, nor one that counts from the unknown
day on which the note was written.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot.mail.model import Away
from bot.mail.robot_words import pattern
from bot.mail.words import level
from bot.model import Language
from bot.understanding.readers.found import Found

_LONGEST = 3_000  # characters of a note that are read
_MOST = 40  # sentences
_FARTHEST = timedelta(days=400)  # a leave for a child is not longer
_FARTHEST_WITHOUT_YEAR = timedelta(days=200)  # beyond, the note is an old one that nobody switched off
_NEAR = 25  # characters between "until" and the day
_AROUND = 80  # and between "back" and the day

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_COMMA = re.compile(r"[,;:]")
_HEBREW = re.compile(r"[א-ת]{2}")
_TITLES = "".join(rf"(?<!\b(?i:{title})\.)" for title in "dott dr sig ing rag avv geom arch mr ms mrs no".split())
_END = re.compile(rf"(?<=\.){_TITLES}\s+(?=[A-ZÀ-Þא-ת])|\n\s*\n|[!?]\s")

_of = partial(pattern, "absence")

Said = Callable[[str, str, str, str], int | None]
"""How many days after a date the first day back is; None where the date says nothing of it.

Given are the sentence before the date, of that what follows the date before, the date itself, and what comes after it.
"""


def is_note(text: str) -> bool:
    """Whether a text says that somebody is away."""
    return bool(_of("gone").search(level(text[:_LONGEST])))


def away(text: str, *, today: date, own: frozenset[str] = frozenset()) -> Away:
    """The first day back and the stand-in's address out of a note that came on `today`.

    "Until the 11th" makes the 12th the first day back. Addresses in `own`, in lower case, are the writer's.
    """
    sentences = list(_sentences(level(text[:_LONGEST])))
    back = {day for one in sentences for day in _days(one, today, said=_said_back)}
    ends = {day for one in sentences if _of("gone").search(one) for day in _days(one, today, said=_said_until)}
    days = {day for day in (back or ends) if today <= day}
    return Away(back_on=days.pop() if len(days) == 1 else None, stand_in=_stand_in(sentences, own))


def _sentences(text: str) -> Iterator[str]:
    """The sentences, each on one line; a line that ends without a full stop goes on in the next."""
    for piece in _END.split(text)[:_MOST]:
        if piece.strip():
            yield " ".join(piece.split())[:600]


def _days(sentence: str, today: date, *, said: Said) -> Iterator[date]:
    place = 0
    dates = _dates(sentence, today)
    starts = [*(one.start for one in dates), len(sentence)]
    for found, following in zip(dates, starts[1:], strict=True):
        head = sentence[: found.start]
        later = said(head, head[place:], found.words, sentence[found.end : following])
        place = found.end
        if later is not None and _is_likely(found, today):
            yield found.value + timedelta(days=later)


def _dates(sentence: str, today: date) -> list[Found[date]]:
    from bot.understanding.readers.dates import read_dates  # noqa: PLC0415  it loads tables that most mails never need

    if not re.search(r"\d", sentence) and not _of("back").search(sentence) and not _of("until").search(sentence):
        return []
    now = datetime.combine(today, time(12), tzinfo=UTC)
    return sorted(read_dates(sentence, _language(sentence), now=now), key=lambda found: found.start)


def _is_likely(found: Found[date], today: date) -> bool:
    """Whether a day is one that a note of these days could mean."""
    if _of("counted").search(found.words):
        return False
    numbers = re.findall(r"\d+", found.words)
    named = str(found.value.year) in numbers or f"{found.value.year % 100:02}" in numbers[2:]
    return found.value - today <= (_FARTHEST if named else _FARTHEST_WITHOUT_YEAR)


def _said_back(head: str, before: str, words: str, after: str) -> int | None:
    """A day is the first one back where "back" stands before it, or after it while nothing else claims it.

    "Not back until the 30th" means the 30th.
    """
    cue = _last("back", before)
    if cue is None:
        return _said_back_after(head, words, after)
    until = _of("before").search(before[cue.end() :] + words)
    denied = _of("not").search(before[max(0, cue.start() - 30) : cue.start() + 4])
    if len(before) - cue.end() > _AROUND or bool(until) != bool(denied):
        return None
    return 0


def _said_back_after(head: str, words: str, after: str) -> int | None:
    cue = _of("back").search(_COMMA.split(after[:40])[0])
    claimed = _of("gone").search(_COMMA.split(head)[-1]) or _of("until").search(head[-_NEAR:] + words)
    return 0 if cue and not claimed and not _of("not").search(after[: cue.start()]) else None


def _said_until(head: str, before: str, words: str, after: str) -> int | None:
    """A day is the last one away where "until" stands right before it, or it ends a span that began with a day."""
    until = _last("until", before[-_NEAR:] + words[:12])
    spans = head != before and len(before) < 12 and (_last("to", before + words[:3]) or _of("between").search(head))
    if not spans and not (until and re.search(r"\d", words)):
        return None  # "until Monday" may mean back on that Monday, or on the day after
    same_day = _of("without").search(after) or _of("time").search(before[-_NEAR:])
    return 0 if same_day else 1


def _last(name: str, text: str) -> "re.Match[str] | None":
    return max(_of(name).finditer(text), key=lambda match: match.start(), default=None)


def _language(sentence: str) -> Language:
    if _HEBREW.search(sentence):
        return "he"
    return "it" if len(_of("italian").findall(sentence)) > len(_of("english").findall(sentence)) else "en"


def _stand_in(sentences: list[str], own: frozenset[str]) -> str | None:
    """The address to write to instead: the first that is named, or of several sentences that of the urgent one."""
    asked = [one for one in sentences if _of("contact").search(one) or _of("urgent").search(one)]
    each = {one: found for one in asked if (found := _addresses(one, own))}
    firsts = {found[0] for found in each.values()}
    if len(firsts) == 1:
        return firsts.pop()
    urgent = {found[0] for one, found in each.items() if _of("urgent").search(one)}
    return urgent.pop() if len(urgent) == 1 else None


def _addresses(sentence: str, own: frozenset[str]) -> list[str]:
    found = (match.strip(".-").lower() for match in _ADDRESS.findall(sentence))
    return [address for address in found if address not in own]
