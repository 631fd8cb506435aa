"""Mail that leaves, as the bytes of one message: the same inputs always give the same bytes.

A mail that is sent again after a crash is then the same message, with the same boundaries, and not a second one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256

from bot.bidi import plain
from bot.mail.model import Address
from bot.mail.tokens import TOKEN
from bot.model import Language
from integrations.mail_message.headers import POLICY, one_line, shown_name
from integrations.mail_message.mailboxes import Mailbox, read_mailbox

MOST_REFERENCES = 20  # of the latest, besides the first; RFC 5322, 3.6.4 lets a thread be cut like that
LONGEST_REFERENCES = 900  # bytes; relays refuse a header line beyond 998 (RFC 5322, 2.1.1), some the folded one as well
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_MEDIA_TYPE = re.compile(r"([\w!#$&^.+-]+)/([\w!#$&^.+-]+)", re.ASCII)
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
    attachments: Sequence[tuple[str, str, bytes]],
    automatic: bool,
    pictures: Sequence[tuple[str, str, bytes]] = (),
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
    message = EmailMessage(policy=POLICY)
    _address(message, sender=sender, to=to, cc=cc, reply_to=reply_to)
    message["Subject"] = one_line(plain(subject))
    message["Date"] = date
    message["Message-ID"] = message_id
    _thread(message, in_reply_to, references)
    _say_what_it_is(message, automatic=automatic, acknowledges=acknowledges, installation=installation)
    _say_how_to_leave(message, subscription)
    text, html = _marked(text, html, marker)
    for name, _, _ in pictures:
        html = html.replace(f'"cid:{name}"', f'"cid:{_content_id(name, message_id)}"')
    _fill(message, text, html, language=language)
    for name, media_type, content in pictures:
        _show(message, content, name=name, media_type=media_type, content_id=_content_id(name, message_id))
    for name, media_type, content in attachments:
        _attach(message, content, name=name, media_type=media_type)
    message["Content-Language"] = language  # last: a body that is put in takes such headers for its own
    _set_boundaries(message, message_id)
    return message.as_bytes()


def _address(
    message: EmailMessage,
    *,
    sender: Mailbox,
    to: Mailbox | Sequence[Mailbox],
    cc: Sequence[Mailbox],
    reply_to: Mailbox | None,
) -> None:
    lists = {
        "From": [sender],
        "To": [to] if isinstance(to, str | Address) else to,
        "Cc": cc,
        "Reply-To": [] if reply_to is None else [reply_to],
    }
    if not lists["To"]:
        raise ValueError("a mail needs somebody to go to")
    mailboxes = {name: [read_mailbox(value) for value in values] for name, values in lists.items() if values}
    if not all(one.username.isascii() for several in mailboxes.values() for one in several):
        message.policy = POLICY.clone(utf8=True)
    for name, several in mailboxes.items():
        message[name] = several


def _thread(message: EmailMessage, in_reply_to: str | None, references: Sequence[str]) -> None:
    """The mail that is answered and those before it, the answered one last: RFC 5322, 3.6.4."""
    answered = _ids([in_reply_to or ""])[:1]
    earlier = [found for found in _ids(references) if found not in answered]
    if answered:
        message["In-Reply-To"] = answered[0]
    if earlier or answered:
        message["References"] = " ".join(_cut([*earlier, *answered]))


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


def _say_what_it_is(message: EmailMessage, *, automatic: bool, acknowledges: bool, installation: str | None) -> None:
    """For other programs: RFC 3834, 5, and learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail."""
    if automatic or acknowledges:
        message["Auto-Submitted"] = "auto-replied" if acknowledges else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    if installation is not None:
        message["X-Pratica-Loop"] = _known(installation, "id of an installation")


def _say_how_to_leave(message: EmailMessage, subscription: Subscription | None) -> None:
    if subscription is None:
        return
    if not subscription.leave or not all(_LINK.fullmatch(link) for link in subscription.leave):
        raise ValueError(f"not a link by which to leave: {subscription.leave!r}")
    name = shown_name(subscription.name.translate({ord('"'): "'", ord("\\"): "/", ord("<"): "(", ord(">"): ")"}))
    name = f'"{name}" ' if name.isascii() else f"{name} "
    message["List-Id"] = f"{name}<{_known(subscription.id, 'id of a list')}>"
    message["List-Unsubscribe"] = ", ".join(f"<{link}>" for link in subscription.leave)
    if any(link.startswith("https:") for link in subscription.leave):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


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


def _fill(message: EmailMessage, text: str, html: str, *, language: Language) -> None:
    """Both versions, encoded so that no line of them can look like a boundary, which has `=_` in it."""
    encoding = "base64" if language == "he" else "quoted-printable"
    message.set_content(text, cte=encoding)
    message.add_alternative(html, subtype="html", cte=encoding)


def _content_id(name: str, message_id: str) -> str:
    """An id that no other message has."""
    return f"{name}.{sha256(message_id.encode()).hexdigest()[:16]}@pratica.invalid"


def _show(message: EmailMessage, content: bytes, *, name: str, media_type: str, content_id: str) -> None:
    """Put a picture beside the HTML that shows it."""
    maintype, subtype = _kind(media_type)
    if not _ID.fullmatch(name):
        raise ValueError(f"not a name of a picture: {name!r}")
    html = message.get_body(("related", "html"))
    if html is None:
        raise ValueError("a picture needs an HTML part that shows it")
    filename = f"{name}.{subtype}"
    html.add_related(content, maintype, subtype, cid=f"<{content_id}>", filename=filename, disposition="inline")


def _attach(message: EmailMessage, content: bytes, *, name: str, media_type: str) -> None:
    maintype, subtype = _kind(media_type)
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=one_line(plain(name)))


def _kind(media_type: str) -> tuple[str, str]:
    kind = _MEDIA_TYPE.fullmatch(media_type)
    if kind is None:
        raise ValueError(f"not a media type: {media_type!r}")
    return kind[1], kind[2]


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries that follow from the message id, in place of random ones."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sha256(f'{number} {message_id}'.encode()).hexdigest()[:40]}")
