"""Mails as the store keeps them: what became of each, their threads, and the tokens that answers bring back."""

from typing import Literal

from pydantic import AwareDatetime

from bot.mail.model import MailKind
from bot.model import Value

MailState = Literal["message", "answer", "robot", "copy", "triage", "quarantined", "noted"]
MatchRule = Literal["token", "references", "number", "only_open", "invoice", "by_hand"]


class Filed(Value):
    """What became of a mail.

    `message`: a colleague's, worked like any message; `answer`: filed with the task `reference` because of `rule`;
    `robot`: noted with the task, if any; `copy`: the mail with the number `copy_of` once more; `triage`: a person has
    to say which of `candidates` it is about; `quarantined`: not to be believed; `noted`: nothing to do. `joins` are
    threads that turned out to be the same as `thread`. `why` is a short name of the reason, for those who are told in
    their language; `reason` says it in English. `by` is the id of the colleague who said it by hand.
    """

    state: MailState
    kind: MailKind = "message"
    sender: str = ""
    subject: str = ""
    message_id: str | None = None
    references: tuple[str, ...] = ()
    fingerprint: str | None = None
    thread: str | None = None
    joins: tuple[str, ...] = ()
    reference: str | None = None
    rule: MatchRule | None = None
    copy_of: int | None = None
    by: str | None = None
    candidates: tuple[str, ...] = ()
    why: str = ""
    reason: str = ""
    problems: tuple[str, ...] = ()


class KeptMail(Value):
    """A mail as it came, under its number; `filed` is None until it was read."""

    id: int
    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    size: int
    whole: bool
    problem: str | None = None
    sha256: str
    received_at: AwareDatetime
    filed: Filed | None = None


class MailThread(Value):
    """Mails that answer one another; `reference` is the task they are about, if we wrote them for one."""

    key: str
    subject: str = ""
    reference: str | None = None


class ReplyToken(Value):
    """A mail to `address`: what brings `token` or `message_id` back answers it; `outgoing` is its outbox key."""

    token: str
    message_id: str
    address: str
    thread: str
    reference: str | None = None
    outgoing: str
