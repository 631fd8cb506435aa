"""Which thread a mail stands in: by what it refers to, whatever the order in which mails arrive. Pure."""

import hashlib
from collections.abc import Mapping

from bot.mail.kept import MailThread
from bot.mail.model import ReceivedMail
from bot.mail.subjects import plain_subject

_FEW_WORDS = 6
_LONGEST_ID = 1_000  # bytes; a line of a header has no more (RFC 5322, 2.1.1), and an index takes no more


def related_ids(mail: ReceivedMail) -> tuple[str, ...]:
    """The message ids that say where a mail stands, the nearest first: its own, the one it answers, those before it."""
    named = (mail.message_id, mail.in_reply_to, *reversed(mail.references))
    return tuple(dict.fromkeys(name for name in named if name and len(name.encode("utf-8", "replace")) <= _LONGEST_ID))


def threads_of(mail: ReceivedMail, known: Mapping[str, MailThread], *, otherwise: str) -> tuple[MailThread, ...]:
    """The thread that a mail stands in, then those that turn out to be the same one.

    It is that of the mail it answers, else of the nearest one before, else of those that answer it, which may have come
    first; else a new one. Who answers an old mail with a subject of another matter begins a new thread, unless in a few
    words, which are an answer and no matter. `otherwise` names the thread of a mail that has no message id.
    """
    own = [known[mail.message_id]] if mail.message_id and mail.message_id in known else []
    before = [known[name] for name in related_ids(mail) if name in known and name != mail.message_id]
    curt = mail.in_reply_to in known and 0 < len(mail.text.split()) <= _FEW_WORDS
    same = list(dict.fromkeys([one for one in before if curt or same_matter(mail.subject, one.subject)] + own))
    if same:
        return tuple(same)
    root = (
        mail.message_id if before else next(filter(None, (*mail.references, mail.in_reply_to, mail.message_id)), None)
    )
    key = hashlib.sha256((root or otherwise).encode("utf-8", "replace")).hexdigest()[:24]
    return (MailThread(key=key, subject=plain_subject(mail.subject)),)


def same_matter(subject: str, earlier: str) -> bool:
    """Whether two subjects may be of one matter: equal but for prefixes, one within the other, or one of them empty."""
    one, other = (" ".join(plain_subject(text).casefold().split()) for text in (subject, earlier))
    return one in other or other in one


def fingerprint(mail: ReceivedMail, content: bytes) -> str:
    """What a copy of a mail shares with it: message id, sender, date, text and files; two mails with one id are two.

    Of a mail without a message id only the same bytes are a copy.
    """
    if mail.message_id is None:
        return hashlib.sha256(content).hexdigest()
    date = mail.date.isoformat() if mail.date else ""
    files = (hashlib.sha256(file.content).hexdigest() for file in mail.attachments)
    parts = (mail.message_id, mail.sender.address, date, mail.subject, mail.text, mail.quoted, *files)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
