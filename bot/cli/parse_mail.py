"""`pratica parse-mail`: raw mails in, what the mail reader sees in them out, one JSON object a file."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from bot.cleaning import storable
from bot.cli.output import write
from bot.mail.model import Attachment, ReceivedMail
from integrations.mail_reader.read import read_mail

LARGEST = 50_000_000  # bytes of a mail; of a larger one only the headers are read
_HEADERS = 1_000_000


def run(files: list[Path]) -> None:
    """A line for each file, `-` being standard input; exits with 1 at the end when a file could not be read."""
    unread = 0
    for file in files:
        try:
            mail = _read(file)
        except (OSError, ValueError) as error:
            unread += 1
            told: dict[str, Any] = {"problems": [getattr(error, "strerror", None) or str(error)]}
        else:
            told = mail_json(mail)
            if not is_mail(mail):
                unread += 1
                told["problems"].append("it has none of the headers that a mail has")
        line = json.dumps({"file": str(file), **told}, ensure_ascii=False)
        write(storable(line))
    if unread:
        raise typer.Exit(1)


def mail_json(mail: ReceivedMail) -> dict[str, Any]:
    """A mail as a line of output; an address is a text, a moment is in ISO 8601, the contents of files stay out."""
    return {
        "from": mail.sender.address,
        "sender_name": mail.sender.name,
        "reply_to": [one.address for one in mail.reply_to],
        "to": [one.address for one in mail.to],
        "cc": [one.address for one in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "quoted": mail.quoted,
        "signature": mail.signature,
        "attachments": [_attachment_json(one) for one in mail.attachments],
        "kind": mail.kind,
        "bounces": [bounce.model_dump(mode="json") for bounce in mail.bounces],
        "away": mail.away.model_dump(mode="json") if mail.away else None,
        "authentication": mail.authentication.model_dump(mode="json"),
        "pec": mail.pec.model_dump(mode="json") if mail.pec else None,
        "truncated": mail.truncated,
        "size": mail.size,
        "problems": list(mail.problems),
    }


def is_mail(mail: ReceivedMail) -> bool:
    """Whether it has any of the headers that a mail has."""
    return bool(mail.sender.address or mail.to or mail.subject or mail.date or mail.message_id)


def _attachment_json(one: Attachment) -> dict[str, Any]:
    return {"name": one.name, "type": one.media_type, "size": one.size, "inline": one.inline, "danger": one.danger}


def _read(file: Path) -> ReceivedMail:
    """Raises OSError, and ValueError for what is no mail at all."""
    if str(file) == "-":
        raw, size = sys.stdin.buffer.read(LARGEST + 1), None
    else:
        size = file.stat().st_size
        with file.open("rb") as opened:
            raw = opened.read(LARGEST if size <= LARGEST else _HEADERS)
    if not raw.strip():
        raise ValueError("it is empty")
    whole = (len(raw) if size is None else size) <= LARGEST
    return read_mail(raw, today=datetime.now(UTC).date(), whole=whole, size=size)
