"""When a failed try is made again: decisions as values, obeyed by the handlers."""

import random
from datetime import timedelta

from bot.messages import Outcome, OutgoingKind, Temporary, Uncertain

HANDLING_TRIES = 3
OUTAGE_TRIES = 15
HANDLING_STARTS = 20
"""How often the handling of a message may begin: one that ends the whole process is put aside when it comes again."""
SENDING_TRIES = 8
MAILING_TRIES = 26
"""A mail is tried for four days, as mail servers do themselves (RFC 5321, 4.5.4.1): after an hour, every four hours."""
CHATTING_TRIES = 20
"""A chat message is tried for a day and a half, so that it outlasts a platform's worst outage."""
_LOCAL = frozenset({"", "terminal"})
_LONGEST_PAUSE = timedelta(hours=4)
_AFTER_DOUBT = timedelta(minutes=10)
"""Time enough for a mail that did arrive to lie in the folder of sent mail, where it is looked for first."""
_SOON_AFTER_DOUBT = timedelta(seconds=10)
_MAILED_AGAIN = 2
_CHATTED_AGAIN = 1
_REPEATS: dict[OutgoingKind, int] = {
    "answer": 1000,
    "notice": 3,
    "digest": 2,
    "update": 1000,
    "quote": 1,
    "purchase_order": 1,
    "supplier_request": 1,
    "acknowledgement": 1,
}
"""How often a message of a kind may be sent when it is not known whether an earlier try arrived.

No outsider may be mailed twice, so those are left to a person; to change a message twice changes nothing; an answer
carries an id by which its reader knows it again, but no mail program shows one mail a thousand times as one: a
colleague gets a mail at most twice more.
"""


def outage_retry(attempts: int) -> timedelta | None:
    """The same where a platform cannot be reached: it is waited for over an hour, and its sender hears nothing yet."""
    longest = timedelta(minutes=10)
    return min(timedelta(seconds=2**attempts), longest) if attempts < OUTAGE_TRIES else None


def handling_retry(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries of handling a message; None to put it into quarantine."""
    return timedelta(milliseconds=100 * attempts) if attempts < HANDLING_TRIES else None


def sending_retry(
    outcome: Outcome, attempts: int, *, kind: OutgoingKind = "answer", channel: str = ""
) -> timedelta | None:
    """How long to wait before the next try of sending; None when this outcome ends it.

    A message to a colleague whose outcome is unknown is sent again, since it is better read twice than never; only a
    terminal shows by itself what came.
    """
    local = channel in _LOCAL
    if isinstance(outcome, Uncertain):
        wait = _AFTER_DOUBT if channel == "mail" else _SOON_AFTER_DOUBT
        again = not local and may_repeat(kind, attempts + 1, channel=channel)
        return wait * attempts if again else None
    if not isinstance(outcome, Temporary) or attempts >= _tries(channel):
        return None
    pause = min(timedelta(seconds=2 ** min(attempts + 2 * (channel == "mail"), 20)), _LONGEST_PAUSE)
    return max(outcome.retry_after or timedelta(0), pause)


def _tries(channel: str) -> int:
    if channel == "mail":
        return MAILING_TRIES
    return SENDING_TRIES if channel in _LOCAL else CHATTING_TRIES


def may_repeat(kind: OutgoingKind, attempts: int, *, channel: str = "") -> bool:
    """Whether a message whose last try is doubtful may be sent once more; `attempts` counts the one at hand."""
    if channel in _LOCAL or kind == "update":
        return attempts <= _REPEATS[kind]
    again = _MAILED_AGAIN if channel == "mail" else _CHATTED_AGAIN
    return attempts <= min(_REPEATS[kind], 1 + again)


def back_off(failures: int, *, longest: float = 300.0) -> float:
    """Seconds to wait before connecting anew after so many failures: from 1 on, doubled each time up to `longest`.

    They are scattered over the upper half, so that those whom one outage has cut off do not come back at once.
    """
    pause = min(longest, 2.0 ** min(failures, 10))
    return pause * random.uniform(0.5, 1)  # noqa: S311  only to keep clients apart
