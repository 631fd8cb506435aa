"""Italian certified mail (posta elettronica certificata): the envelope, the mail in it, and the providers' receipts.

DPR 68/2005 and the rules of DM 2 November 2005, sections 6.3 to 6.6 and 7.4 (daticert.xml): `X-Trasporto` marks
an envelope, `X-Ricevuta` a receipt, both signed by the provider. Signatures are not verified here; whether the envelope
came from a provider is told by its authentication, as for any mail.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any

from bot.mail.model import Pec, PecKind
from integrations.mail_reader.addresses import sender_of
from integrations.mail_reader.headers import raw_of, text_of
from integrations.mail_reader.parsing import parsed
from integrations.mail_reader.transfer import content_of

LONGEST = 1_000_000  # bytes of a daticert.xml
_MOST_PARTS = 60
_MOST_RECIPIENTS = 500
_PROVIDER = "posta-certificata"  # the local part that every provider sends from (6.3.3)
_TRANSPORTS: dict[str, PecKind] = {"posta-certificata": "message", "errore": "anomaly"}
_RECEIPTS: dict[str, PecKind] = {
    "accettazione": "accepted",
    "avvenuta-consegna": "delivered",
    "presa-in-carico": "taken_over",
    "non-accettazione": "not_accepted",
    "errore-consegna": "not_delivered",
    "preavviso-errore-consegna": "not_delivered",
    "rilevazione-virus": "virus",
}
_ERRORS = {
    "no-dest": "the address does not exist",
    "no-dominio": "the domain takes no certified mail",
    "virus": "a virus was found in it",
    "altro": "another error",
}
_ID = re.compile(r"<[^<>\s]{1,900}>")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the provider says, the mail that it carries (None in a receipt), and what does not fit together."""

    pec: Pec
    mail: "Message[str, str] | None" = None
    doubts: tuple[str, ...] = ()


def envelope_of(message: "Message[str, str]") -> Envelope | None:
    """The envelope or receipt that a mail is; None for ordinary mail. Raises nothing."""
    receipt = _RECEIPTS.get(text_of(message, "x-ricevuta").lower())
    kind = receipt or _TRANSPORTS.get(text_of(message, "x-trasporto").lower())
    if kind is None:
        return None
    parts = _parts(message)
    carried = None if receipt else _carried(parts)
    if carried is None and receipt is None:
        return None
    told = _certificate(parts)
    sender, _ = sender_of(carried) if carried is not None else (None, ())
    doubts = _doubts(kind, message, told, sender.address if sender and kind == "message" else None)
    return Envelope(_pec(kind, message, told, sender.address if sender else ""), carried, doubts)


def _parts(message: "Message[str, str]") -> list["Message[str, str]"]:
    """The parts of the envelope itself, not those of the mail in it."""
    found: list[Message[str, str]] = []
    waiting = [message]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop(0)
        payload = part.get_payload()
        if isinstance(payload, list) and not part.get_content_type().startswith("message/"):
            waiting += [child for child in payload if isinstance(child, Message)]
        else:
            found.append(part)
    return found


def _named(parts: list["Message[str, str]"], name: str) -> "Message[str, str] | None":
    return next((part for part in parts if (part.get_filename() or "").lower() == name), None)


def _carried(parts: list["Message[str, str]"]) -> "Message[str, str] | None":
    """The mail in the envelope, which is called postacert.eml; some providers do not declare it to be a mail."""
    named = _named(parts, "postacert.eml")
    mails = [part for part in parts if part.get_content_type() == "message/rfc822"]
    part = named if named is not None else next(iter(mails), None)
    if part is None:
        return None
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = payload[0] if payload and isinstance(payload[0], Message) else None
        return inner if inner is not None and inner.keys() else None
    inner, _ = parsed(content_of(part))
    return inner if inner.keys() else None


def _certificate(parts: list["Message[str, str]"]) -> Any:
    """The root of daticert.xml; None where there is none or it cannot be read."""
    part = _named(parts, "daticert.xml")
    content = content_of(part) if part is not None else b""
    if not content or len(content) > LONGEST:
        return None
    from defusedxml import DefusedXmlException  # noqa: PLC0415  only certified mail holds XML
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        return fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None


def _pec(kind: PecKind, message: "Message[str, str]", told: Any, sender: str) -> Pec:
    said = _texts(told, "dati/msgid") or [text_of(message, "x-riferimento-message-id")]
    found = _ID.search(said[0])
    delivered = _texts(told, "dati/consegna") if kind == "delivered" else _texts(told, "dati/errore-destinatario")
    recipients = delivered or _texts(told, "intestazione/destinatari")
    return Pec(
        kind=kind,
        sender=next(iter(_texts(told, "intestazione/mittente")), sender).lower(),
        message_id=found[0] if found else said[0].strip() or None,
        recipients=tuple(dict.fromkeys(address.lower() for address in recipients[:_MOST_RECIPIENTS])),
        error=_error(told) if kind != "message" else None,
        at=_moment(told),
    )


def _texts(told: Any, path: str) -> list[str]:
    found = told.findall(path) if told is not None else []
    return [text for element in found if (text := " ".join((element.text or "").split())[:1000])]


def _error(told: Any) -> str | None:
    """Why, in the provider's words where there are some."""
    code = str(told.get("errore", "nessuno")) if told is not None else "nessuno"
    words = next(iter(_texts(told, "dati/errore-esteso")), "")
    meant = _ERRORS.get(code, "" if code == "nessuno" else code)
    return ": ".join(filter(None, (meant, words))) or None


def _moment(told: Any) -> datetime | None:
    """When the provider wrote it: day, time and zone stand apart."""
    when = told.find("dati/data") if told is not None else None
    if when is None:
        return None
    written = f"{when.findtext('giorno', '').strip()} {when.findtext('ora', '').strip()} {when.get('zona', '').strip()}"
    try:
        return datetime.strptime(written, "%d/%m/%Y %H:%M:%S %z")
    except ValueError:
        return None


def _doubts(kind: PecKind, message: "Message[str, str]", told: Any, sender: str | None) -> tuple[str, ...]:
    """Why it may be no certified mail at all: anybody can write `X-Trasporto` over a mail of his own."""
    doubts: list[str] = []
    outer, _ = sender_of(message)
    if outer.address.partition("@")[0] != _PROVIDER:
        doubts.append("the certified mail does not come from a provider's address")
    if kind == "anomaly":
        doubts.append("a provider of certified mail passed on an ordinary mail, whose sender nobody has checked")
    elif told is None:
        doubts.append("the certified mail has no readable daticert.xml")
    elif sender is not None and sender not in [one.lower() for one in _texts(told, "intestazione/mittente")]:
        doubts.append("daticert.xml names another sender than the mail in the envelope")
    if sender is not None and len(raw_of(message, "x-trasporto")) > 1:
        doubts.append("X-Trasporto stands more than once")
    return tuple(doubts)
