"""The one way in: a mail's bytes to `bot.mail.model.ReceivedMail`.

A mail is outside data from its first byte to its last. What is wrong with it is told in `problems`; none is refused.
"""

import logging
import re
from datetime import UTC, date, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from bot.mail.forwards import forwarded_in
from bot.mail.model import Address, Authentication, Away, Bounce, Forwarded, MailKind, Pec, ReceivedMail
from bot.mail.new_text import NewText, is_pointer, split
from bot.mail.subjects import is_forward
from bot.mail.tokens import TOKEN
from integrations.mail_reader.addresses import addresses, doubled, sender_of
from integrations.mail_reader.attachments import attachments_of
from integrations.mail_reader.authentication import authentication_of
from integrations.mail_reader.bounces import bounces_of
from integrations.mail_reader.headers import all_of, readable, text_of
from integrations.mail_reader.html import text_of_html
from integrations.mail_reader.parsing import headers_of, parsed
from integrations.mail_reader.pec import Envelope, envelope_of
from integrations.mail_reader.reports import returned_id
from integrations.mail_reader.robots import kind_of
from integrations.mail_reader.wrappers import Unwrapped, unwrapped

UNREADABLE = "it could not be read"
MOST_REFERENCES = 200
MOST_CALENDARS = 3
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_ID = re.compile(r"<[^<>\s]{1,900}>")
_BARE_ID = re.compile(r"[^<>\s]{3,900}")
_IN_ADDRESS = re.compile(rf"(?:^|\+)({TOKEN.pattern})@")
_IN_TEXT = re.compile(rf"\[({TOKEN.pattern})\]")
_log = logging.getLogger(__name__)


def read_mail(
    raw: bytes,
    *,
    today: date,
    whole: bool = True,
    size: int | None = None,
    trusted: frozenset[str] = frozenset(),
) -> ReceivedMail:
    """Everything that a mail tells; never raises, whatever the bytes.

    `whole` is False where only the headers were fetched for its size, `size` is its size then. `trusted` are
    the receiving servers whose word on the sender counts (RFC 8601). `today` is when "back on Monday" was read.
    """
    size = len(raw) if size is None else size
    problems: tuple[str, ...] = ()
    for as_far_as in (whole, False):
        try:
            mail = _read(raw, today=today, whole=as_far_as, size=size, trusted=trusted)
        except Exception as error:  # noqa: BLE001  one mail that nobody foresaw must not stop those behind it
            _log.exception("a mail of %d bytes could not be read", size)
            problems = (*problems, f"{UNREADABLE} ({type(error).__name__})")
        else:
            return mail.model_copy(update={"problems": (*problems, *mail.problems)}) if problems else mail
    return ReceivedMail(sender=Address(address=""), size=size, truncated=True, problems=problems)


def _read(raw: bytes, *, today: date, whole: bool, size: int, trusted: frozenset[str]) -> ReceivedMail:
    outer, problems = parsed(raw) if whole else (headers_of(raw), ())
    envelope = envelope_of(outer) if whole else None
    message = envelope.mail if envelope and envelope.mail is not None else outer
    found = unwrapped(message) if whole else Unwrapped()
    sender, reasons = sender_of(message)
    doubts = (*reasons, *(f"{name} stands more than once" for name in doubled(message)))
    said, unreadable_date = _date(message)
    subject = text_of(message, "subject")
    text = _text(found, forwarded=is_forward(subject) or None, sender=f"{sender.name} <{sender.address}>")
    shown, marked = _with_calendars(text, found)
    kind, away = _kind(outer, message, shown, today=today, pec=envelope.pec if envelope else None)
    to, cc = addresses(message, "to"), addresses(message, "cc")
    delivered = tuple(one.address for one in addresses(outer, *_DELIVERED))
    return ReceivedMail(
        sender=sender,
        reply_to=addresses(message, "reply-to"),
        to=to,
        cc=cc,
        delivered_to=delivered,
        subject=subject,
        date=said,
        message_id=_one_id(message) or _one_id(outer),
        in_reply_to=next(iter(_ids(message, "in-reply-to")), None),
        references=_ids(message, "references"),
        text=shown,
        quoted=text.quoted,
        signature=text.signature,
        own_text=text.own,
        forwarded=_forwarded(found, text, subject),
        attachments=attachments_of(found.files),
        kind=kind,
        bounces=tuple(map(_storable, bounces_of(outer))) if kind == "bounce" else (),
        about=_sane(returned_id(outer)) if kind == "complaint" else None,
        away=away,
        authentication=_authentication(outer, trusted, envelope, doubts),
        pec=envelope.pec if envelope else None,
        markers=_markers((*(one.address for one in (*to, *cc)), *delivered), marked),
        truncated=not whole,
        size=size,
        problems=tuple(
            dict.fromkeys(
                (
                    *problems,
                    *doubts,
                    *unreadable_date,
                    *(envelope.doubts if envelope else ()),
                    *found.problems,
                )
            )
        ),
    )


def _kind(
    outer: "Message[str, str]", message: "Message[str, str]", text: str, *, today: date, pec: Pec | None
) -> tuple[MailKind, Away | None]:
    if pec and pec.kind not in {"message", "anomaly"}:
        return "receipt", None
    return kind_of(message if pec else outer, text, today=today)


def _storable(bounce: Bounce) -> Bounce:
    """Without bytes of the report that no database takes; an id that has such is none of ours."""
    return bounce.model_copy(
        update={
            "recipient": readable(bounce.recipient),
            "action": readable(bounce.action),
            "reason": readable(bounce.reason),
            "message_id": _sane(bounce.message_id),
        }
    )


def _sane(message_id: str | None) -> str | None:
    return message_id if message_id and message_id.isascii() and message_id.isprintable() else None


def _text(found: Unwrapped, *, forwarded: bool | None, sender: str) -> NewText:
    """The text in three; where it says no more than "see below", with that of the first mail within the mail."""
    own = _sorted(found.texts, forwarded=forwarded, sender=sender)
    if not found.mails or not is_pointer(own.new):
        return own
    inner = _sorted(unwrapped(found.mails[0]).texts, forwarded=None, sender="")
    return NewText(
        new=_joined(own.new, inner.new),
        quoted=_joined(own.quoted, inner.quoted),
        signature=_joined(own.signature, inner.signature),
        own=own.new,
    )


def _forwarded(found: Unwrapped, text: NewText, subject: str) -> Forwarded | None:
    """The mail that is passed on, as a part of its own or within the text."""
    if found.mails:
        inner = found.mails[0]
        said = _sorted(unwrapped(inner).texts, forwarded=None, sender="").new
        return Forwarded(sender=sender_of(inner)[0], subject=text_of(inner, "subject"), text=said)
    said_so = is_forward(subject) or text.own is not None
    return forwarded_in(text.quoted if text.own is None else text.new, said_so=said_so)


def _sorted(texts: list[tuple[str, bool]], *, forwarded: bool | None, sender: str) -> NewText:
    new: list[str] = []
    old: list[str] = []
    for text, is_html in texts:
        fresh, quoted = text_of_html(text) if is_html else (text, "")
        new.append(fresh.strip("\n"))
        old.append(quoted)
    return split(_joined(*new), forwarded=forwarded, set_apart=_joined(*old), sender=sender)


def _joined(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _with_calendars(text: NewText, found: Unwrapped) -> tuple[str, str]:
    """The new text with what calendars say under it, and all text in which a marker of ours may stand."""
    lines: list[str] = []
    new = text.new
    if found.calendars:
        from integrations.mail_reader.calendar import invitation  # noqa: PLC0415  most mails hold none

        for content in found.calendars[:MOST_CALENDARS]:
            said, about = invitation(content)
            new = new or about
            lines += [said] if said and said not in lines else []
    shown = _joined(new, *lines)
    return shown, f"{shown}\n{text.quoted}\n{text.signature}"


def _date(message: "Message[str, str]") -> tuple[datetime | None, tuple[str, ...]]:
    """The date, and the problem with it; one without a zone is taken for UTC, which `-0000` means (RFC 5322, 3.3)."""
    written = text_of(message, "date")
    if not written:
        return None, ()
    try:
        found = parsedate_to_datetime(written)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None, ("the date cannot be read",)
    return found, ()


def _ids(message: "Message[str, str]", name: str) -> tuple[str, ...]:
    lines = " ".join(all_of(message, name))
    return tuple(dict.fromkeys(_ID.findall(lines)[-MOST_REFERENCES:]))


def _one_id(message: "Message[str, str]") -> str | None:
    """The mail's own id; some programs forget the angle brackets, and those who answer them put them there."""
    found = next(iter(_ids(message, "message-id")), None)
    bare = _BARE_ID.fullmatch(text_of(message, "message-id"))
    return found or (f"<{bare[0]}>" if bare else None)


def _authentication(
    outer: "Message[str, str]", trusted: frozenset[str], envelope: Envelope | None, doubts: tuple[str, ...]
) -> Authentication:
    """That of the mail that arrived. In certified mail it is the provider's, who vouches for the sender inside."""
    found = authentication_of(outer, trusted)
    wrong = (*(envelope.doubts if envelope else ()), *doubts)
    return found.model_copy(update={"aligned": False, "reason": wrong[0]}) if wrong and found.aligned else found


def _markers(sent_to: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Our own reply tokens, first those of the addresses it was sent to; nothing else of ours is read from outside."""
    in_addresses = [found[1] for address in sent_to for found in _IN_ADDRESS.finditer(address)]
    return tuple(dict.fromkeys((*in_addresses, *_IN_TEXT.findall(text))))
