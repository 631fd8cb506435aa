"""What the codes and words of mail servers mean: whether to try again, and the reason in one line (RFC 3463)."""

import re
from functools import partial

from bot.mail.robot_words import pattern

_REASON = 300
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ :-]|$)", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_TALK = re.compile(r"^[^<>]{0,40}(?:<<<|<--|>>>|-->)\s*")  # what was said between the servers
_ABOUT = {
    "1": "the address", "2": "the mailbox", "3": "the mail system", "4": "the network or routing", "5": "the protocol",
    "6": "the content", "7": "security or policy",
}  # fmt: skip

_of = partial(pattern, "report")


def is_hard(action: str, status: str | None, reason: str) -> bool:
    """Whether to try again is useless: a permanent failure (RFC 3463), but no full mailbox and no trouble with DNS.

    5.4.1 of Exchange Online with "recipient address rejected" says that there is no such mailbox. Where a report says
    nothing, the address is not given up.
    """
    if action != "failed" or _of("full").search(reason):
        return False
    if status is None:
        code = _CODE.search(reason)
        return code[1][0] == "5" and code[1] != "552" if code else bool(_of("nobody").search(reason))
    if status == "5.2.2" or not status.startswith("5."):
        return False
    return not status.startswith("5.4.") or "recipient address rejected" in reason.lower()


def status_of(said: str, diagnostic: str) -> str | None:
    """The enhanced code: one that says nothing but "failed" gives way to what the other server said (RFC 3463, 3)."""
    status = _STATUS.search(said)
    if status and not status[1].endswith(".0.0"):
        return status[1]
    inner = _STATUS.search(diagnostic)
    if inner and (not status or inner[1][0] == status[1][0]):
        return inner[1]
    return status[1] if status else None


def meaning(status: str | None) -> str:
    """The first words for a code without a diagnostic (RFC 3463, 3)."""
    subject = status.split(".")[1] if status else ""
    return f"a problem with {_ABOUT[subject]}" if subject in _ABOUT else ""


def has_code(text: str) -> bool:
    """Whether a text holds a code of a mail server, an enhanced or a plain one."""
    return bool(_STATUS.search(text) or _CODE.search(text))


def says_why(text: str) -> bool:
    """Whether a text tells more than that it failed."""
    return has_code(text) or bool(_of("full").search(text) or _of("nobody").search(text))


def reason_of(why: str) -> str:
    """What the other server answered, or else what says why, or what is said first; on one line."""
    paragraphs = [
        lines for text in _BLANK.split(why) if (lines := [one for one in map(_line, text.splitlines()) if one])
    ]
    chosen = (
        next((lines for lines in map(_answer, paragraphs) if lines), None)
        or next((lines for lines in paragraphs if says_why("\n".join(lines))), None)
        or next((lines for lines in paragraphs if not lines[-1].endswith(":") and " " in lines[-1]), [])
    )
    return " ".join(chosen).lstrip(" .,:;-)]>")[:_REASON]


def _line(line: str) -> str:
    return " ".join(_TALK.sub("", line.strip()).split())


def _answer(lines: list[str]) -> list[str]:
    """From the line on in which a server speaks; Exchange puts codes for technicians under words of its own."""
    begins = (place for place, line in enumerate(lines) if line[0] not in "<#" and has_code(line))
    place = next(begins, None)
    if place is None:
        return []
    return lines[place:] if _CODE.search(lines[place]) or _STATUS.match(lines[place]) else lines
