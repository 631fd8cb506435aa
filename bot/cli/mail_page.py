"""A mail as `pratica mails show` prints it: who wrote it, what became of it and why, its words, what can be done."""

from collections.abc import Iterator
from datetime import UTC

from bot.bidi import plain
from bot.cleaning import clean
from bot.mail.kept import Filed, KeptMail
from bot.mail.model import Address, ReceivedMail

_STATES = {
    "message": "worked as a colleague's message",
    "answer": "filed with {reference}",
    "robot": "written by a program, noted with {reference}",
    "copy": "the same mail as no. {copy_of}",
    "triage": "waits for a person",
    "quarantined": "set apart, waits for a person",
    "noted": "nothing to do",
}
_WAITING = frozenset({"triage", "quarantined"})
_THOUSAND = 1000


def became(kept: KeptMail) -> str:
    """What became of a mail, and why, in a clause."""
    filed = kept.filed
    if filed is None:
        return "not read yet"
    state = _STATES[filed.state].format(reference=filed.reference or "no task", copy_of=filed.copy_of)
    why = "a person said so" if filed.rule == "by_hand" else filed.reason
    return f"{state} ({why})" if why else state


def mail_page(kept: KeptMail, mail: ReceivedMail) -> Iterator[str]:
    """The lines of the page; what the mail says has no control characters, which a terminal would obey."""
    yield f"Mail no. {kept.id}, came on {kept.received_at.astimezone(UTC):%Y-%m-%d at %H:%M} UTC"
    yield from _line("From", _who(mail.sender))
    yield from _line("To", ", ".join(map(_who, mail.to)))
    yield from _line("Copies to", ", ".join(map(_who, mail.cc)))
    yield from _line("Subject", mail.subject)
    yield from _line("State", became(kept))
    if kept.filed:
        yield from _line("May be about", ", ".join(kept.filed.candidates))
    for file in mail.attachments:
        size = f"{max(1, round(file.size / _THOUSAND))} kB"
        yield from _line("File", f"{file.name} ({size})" + (f": careful, {file.danger}" if file.danger else ""))
    for problem in mail.problems:
        yield from _line("Problem", problem)
    yield ""
    yield _shown(mail.text) or "(no words of its own)"
    if kept.filed and kept.filed.state in _WAITING:
        yield ""
        yield from _choices(kept.id, kept.filed)


def _choices(number: int, filed: Filed) -> Iterator[str]:
    """What a person can do with a mail that waits."""
    reference = filed.candidates[0] if filed.candidates else "TASK"
    if filed.why == "unproven":
        yield f"It is genuine, work it:   pratica mails work {number}"
    yield f"It belongs to a task:     pratica mails file {number} {reference}"
    yield f"There is nothing to do:   pratica mails drop {number}"


def _who(address: Address) -> str:
    return f"{address.name} <{address.address}>" if address.name else address.address


def _line(name: str, content: str) -> Iterator[str]:
    if content:
        yield f"{name}: {' '.join(_shown(content).split())}"


def _shown(text: str) -> str:
    return plain(clean(text))
