"""Mails that came back: which address failed, why, and about which mail of ours (RFC 3464, and what came before it).

A report is only as true as any mail. It is tied to a mail of ours by that mail's exact Message-ID or not at all.
"""

import re
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import HeaderParser
from itertools import islice

from bot.mail.model import Bounce
from integrations.mail_reader.bounce_codes import is_hard, meaning, says_why, status_of
from integrations.mail_reader.bounce_words import in_words
from integrations.mail_reader.charsets import decode
from integrations.mail_reader.headers import text_of
from integrations.mail_reader.reports import LONGEST, MOST, is_from_server, parts, returned_id, words_of

_REASON = 300

_AN_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}")
_TYPE = re.compile(r"^\s*[\w-]{1,20}\s*;\s*")
_ESCAPED = re.compile(r"\+(2B|3D|40)")  # as RFC 3461 writes +, = and @ (4), which some do not undo
_IN_TEXT = re.compile(r"^(?:Reporting-MTA|Original-Recipient|Final-Recipient):", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(r"\A(delayed|delivered|relayed|expanded)\b")
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


def bounces_of(message: "Message[str, str]") -> tuple[Bounce, ...]:
    """What a report says of each recipient, also of those that were reached; empty for every other mail. Never raises.

    A person's mail that forwards or attaches a report is none: the report must be the mail itself, and for a report
    in plain words the sender must be a mail server.
    """
    from_server = is_from_server(message)
    if not from_server and message.get_content_type() != "multipart/report":
        return ()
    blocks = _status_blocks(message)
    worded = {one.recipient: one for one in in_words(message)} if from_server or blocks else {}
    in_text = [] if blocks or not from_server else _blocks_in_text(words_of(message))
    about = returned_id(message)
    alone = len(blocks) == 1 == len(worded)
    found = [_of_block(block, about, worded=worded, alone=alone) for block in blocks]
    found += [_of_block(block, about, worded={}, alone=False) for block in in_text]
    told = tuple(islice(_unique(filter(None, found)), MOST))
    return told or (tuple(worded.values()) if from_server else ())


def _status_blocks(message: "Message[str, str]") -> list["Message[str, str]"]:
    """The blocks of the machine-readable part, one a recipient (RFC 3464, 2.1)."""
    kinds = ("message/delivery-status", "message/global-delivery-status")
    return [
        block for part in parts(message) if part.get_content_type() in kinds for block in _of_recipients(_blocks(part))
    ]


def _blocks_in_text(text: str) -> list["Message[str, str]"]:
    """The same lines in a report that is all text, or that lost its form on the way."""
    begin = _IN_TEXT.search(text)
    return _of_recipients(_parsed(text[begin.start() :])) if begin else []


def _of_recipients(blocks: Iterable["Message[str, str]"]) -> list["Message[str, str]"]:
    return [block for block in blocks if block["final-recipient"] or block["original-recipient"]]


def _blocks(part: "Message[str, str]") -> list["Message[str, str]"]:
    """The standard library has cut the part at its blank lines already, but for one that came encoded."""
    payload = part.get_payload()
    encoded = text_of(part, "content-transfer-encoding")
    if isinstance(payload, list) and not encoded:
        return [block for block in payload if isinstance(block, Message)]
    text = "\n\n".join(str(block) for block in payload) if isinstance(payload, list) else str(payload)
    holder: Message[str, str] = Message()
    holder["Content-Transfer-Encoding"] = encoded
    holder.set_payload(text[:LONGEST].strip())
    raw = holder.get_payload(decode=True)
    return _parsed(decode(raw, None) if isinstance(raw, bytes) else text[:LONGEST])


def _parsed(text: str) -> list["Message[str, str]"]:
    return [HeaderParser().parsestr(block) for block in _BLANK.split(text)]


def _of_block(
    block: "Message[str, str]", about: str | None, *, worded: dict[str, Bounce], alone: bool
) -> Bounce | None:
    """Original-Recipient is the address that we wrote to, Final-Recipient where a forwarding led (RFC 3464, 2.3).

    What is said in words fills in what the block leaves open.
    """
    lines = (_value(block, "original-recipient"), _value(block, "final-recipient"))
    found = next(
        (match[0].lower() for line in lines if (match := _AN_ADDRESS.search(_ESCAPED.sub(_plain, line)))), None
    )
    words = worded.get(found or "") or (next(iter(worded.values())) if alone else None)
    recipient = found or (words.recipient if words else None)
    if recipient is None:
        return None
    action = next(iter(_ACTION.findall(text_of(block, "action").lower())), "failed")
    said = text_of(block, "status")
    diagnostic = _value(block, "diagnostic-code")
    if action == "failed" and said.startswith("2."):  # the server that took it is the one before
        said = diagnostic = ""
    if words and says_why(words.reason) and not says_why(diagnostic):
        diagnostic = words.reason
    status = status_of(said, diagnostic)
    return Bounce(
        recipient=recipient,
        action=action,
        status=status,
        hard=is_hard(action, status, diagnostic),
        reason=diagnostic[:_REASON] or meaning(status),
        message_id=about,
    )


def _plain(escaped: "re.Match[str]") -> str:
    return chr(int(escaped[1], 16))


def _value(block: "Message[str, str]", name: str) -> str:
    """A field without the type before it, as in `smtp; 550 5.1.1 …`."""
    return _TYPE.sub("", text_of(block, name)[:4_000])


def _unique(bounces: Iterable[Bounce]) -> Iterator[Bounce]:
    seen: set[str] = set()
    for bounce in bounces:
        if bounce.recipient not in seen:
            seen.add(bounce.recipient)
            yield bounce
