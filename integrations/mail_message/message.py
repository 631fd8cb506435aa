"""Mail that leaves, as the bytes of one message: the same inputs always give the same bytes.

A mail that is sent again after a crash is then the same message, with the same boundaries, and not a second one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from bot.mail.model import Address
from bot.mail.tokens import TOKEN
from bot.model import Language
from integrations.mail_message.bodies import File, write_body
from integrations.mail_message.headers import FOLD, addresses_line, ids_line, named, shown_name, subject_line
from integrations.mail_message.mailboxes import Mailbox, read_mailbox

MOST_REFERENCES = 20  # of the latest, besides the first; RFC 5322, 3.6.4 lets a thread be cut like that
LONGEST_REFERENCES = 900  # bytes; relays refuse a header line beyond 998 (RFC 5322, 2.1.1), some the folded one as well
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_ID = re.compile(r"[\w.-]{1,200}", re.ASCII)
_LINK = re.compile(r"(?:https://|mailto:)[!-;=?-~]{1,800}")


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a reader gets again and again (RFC 2919): `id` stands for it, `name` is shown.

    `leave` are the links by which to get no more of it, `https:` or `mailto:` (RFC 2369); an `https:` one has to take
    a POST without a question back (RFC 8058).
    """

    id: str
    name: str
    leave: tuple[str, ...]


def build_message(
    *,
    sender: Mailbox,
    to: Mailbox | Sequence[Mailbox],
    subject: str,
    text: str,
    html: str,
    language: Language,
    message_id: str,
    date: datetime,
    attachments: Sequence[File],
    automatic: bool,
    pictures: Sequence[File] = (),
    acknowledges: bool = False,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    cc: Sequence[Mailbox] = (),
    reply_to: Mailbox | None = None,
    subscription: Subscription | None = None,
    marker: str | None = None,
    installation: str | None = None,
) -> bytes:
    """The message with its text, its HTML and its attachments (name, media type, content), lines ending in CRLF.

    A header is one line: whatever would break it becomes a space, and what is no message id is left out of a thread.
    `automatic` marks a mail that no person asked for, `acknowledges` one that only answers a mail (RFC 3834); neither
    wants an automatic answer. `marker` is a reply token that ends text and HTML, for providers that rewrite message
    ids, and `installation` names this assistant, which so knows its own mail when it comes back.
    `pictures` (name, media type, content) stand where the HTML refers to `cid:name` (RFC 2387, RFC 2392).
    Domains are written in ASCII (RFC 5890); only an address with other letters before its @ needs a server with
    SMTPUTF8 (RFC 6531). Raises ValueError for an address that cannot exist, a message id that is none, a date without
    a zone, and a media type, link, marker or id that is none.
    """
    if date.tzinfo is None:
        raise ValueError("the date of a mail needs a zone")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a message id: {message_id!r}")
    text, html = _marked(text, html, marker)
    body = write_body(text, html, pictures=pictures, files=attachments, language=language, message_id=message_id)
    lines = (
        *_address(sender=sender, to=to, cc=cc, reply_to=reply_to),
        subject_line(subject),
        f"Date: {format_datetime(date)}",
        f"Message-ID: {message_id}",
        *_thread(in_reply_to, references),
        *_say_what_it_is(automatic=automatic, acknowledges=acknowledges, installation=installation),
        *_say_how_to_leave(subscription),
        "MIME-Version: 1.0",
    )
    return b"%b%b" % ("".join(f"{line}\r\n" for line in lines).encode(), bytes(body))


def _address(
    *, sender: Mailbox, to: Mailbox | Sequence[Mailbox], cc: Sequence[Mailbox], reply_to: Mailbox | None
) -> Iterator[str]:
    to = [to] if isinstance(to, str | Address) else to
    if not to:
        raise ValueError("a mail needs somebody to go to")
    lists = {"From": [sender], "To": to, "Cc": cc, "Reply-To": [] if reply_to is None else [reply_to]}
    return (addresses_line(name, map(read_mailbox, values)) for name, values in lists.items() if values)


def _thread(in_reply_to: str | None, references: Sequence[str]) -> Iterator[str]:
    """The mail that is answered and those before it, the answered one last: RFC 5322, 3.6.4."""
    answered = _ids([in_reply_to or ""])[:1]
    earlier = [found for found in _ids(references) if found not in answered]
    if answered:
        yield ids_line("In-Reply-To", answered)
    if earlier or answered:
        yield ids_line("References", _cut([*earlier, *answered]))


def _ids(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found for text in texts for found in _MESSAGE_ID.findall(text)))


def _cut(ids: list[str]) -> list[str]:
    """The first, and of the others as many of the latest as fit; the last stays in any case."""
    first, last = ids[0], ids[-1]
    kept, room = [last], LONGEST_REFERENCES - len("References:") - len(last) - 3
    if first != last and len(first) + 3 <= room:
        room -= len(first) + 3
    else:
        first = ""
    for earlier in reversed(ids[1:-1]):
        room -= len(earlier) + 3  # with the line break and the space before it
        if room < 0 or len(kept) == MOST_REFERENCES:
            break
        kept.append(earlier)
    return [*([first] if first else []), *reversed(kept)]


def _say_what_it_is(*, automatic: bool, acknowledges: bool, installation: str | None) -> Iterator[str]:
    """For other programs: RFC 3834, 5, and learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail."""
    if automatic or acknowledges:
        yield f"Auto-Submitted: {'auto-replied' if acknowledges else 'auto-generated'}"
        yield "X-Auto-Response-Suppress: All"
    if installation is not None:
        yield f"X-Pratica-Loop: {_known(installation, 'id of an installation')}"


def _say_how_to_leave(subscription: Subscription | None) -> Iterator[str]:
    if subscription is None:
        return
    if not subscription.leave or not all(_LINK.fullmatch(link) for link in subscription.leave):
        raise ValueError(f"not a link by which to leave: {subscription.leave!r}")
    name = shown_name(subscription.name.translate({ord('"'): "'", ord("\\"): "/", ord("<"): "(", ord(">"): ")"}))
    known = _known(subscription.id, "id of a list")
    yield "List-Id: " + (f'"{name}" <{known}>' if name.isascii() else named(name, known))
    yield f"List-Unsubscribe: {f',{FOLD}'.join(f'<{link}>' for link in subscription.leave)}"
    if any(link.startswith("https:") for link in subscription.leave):
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def _known(value: str, what: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(f"not an {what}: {value!r}")
    return value


def _marked(text: str, html: str, marker: str | None) -> tuple[str, str]:
    """Both versions with the marker as their last line, small in HTML."""
    if marker is None:
        return text, html
    if not TOKEN.fullmatch(marker):
        raise ValueError(f"not a reply token: {marker!r}")
    shown = f"[{marker}]"
    line = f'<p style="margin:24px 0 0;color:#767676;font:11px/1.4 Arial,sans-serif"><bdi dir="ltr">{shown}</bdi></p>\n'
    body, end, rest = html.rpartition("</body>")
    return f"{text.rstrip()}\n\n{shown}\n", f"{body}{line}{end}{rest}" if end else f"{html}{line}"
