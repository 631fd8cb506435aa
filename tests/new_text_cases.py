"""The mails of `tests/data/mail/new-text/cases.jsonl`, written for this project in the shapes of the common clients.

One line is one mail: `raw` as it is sent, `new` what a person would call its new text, `client` whose shape it has.
The mails of the `half` "developed" were looked at while the code was written, those of "measured" were not: half of the
common shapes, by a hash of their text, and the last ones, which were written after the code.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "mail" / "new-text" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class MailCase:
    """A mail of the set as it is sent, and its bodies decoded; None where it has no such body."""

    id: str
    raw: bytes
    client: str
    language: str
    is_measured: bool
    sender: str
    plain: str | None
    html: str | None
    new: str


@cache
def cases() -> tuple[MailCase, ...]:
    """All mails of the set."""
    return tuple(map(_case, _FILE.read_text(encoding="utf-8").splitlines()))


def flat(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def words(texts: Iterable[str]) -> list[str]:
    """The words of the texts, sorted."""
    return sorted(re.findall(r"[^\W_]+", " ".join(texts)))


def wrong(read: Iterator[tuple[MailCase, str]]) -> list[str]:
    """The ids of the mails whose new text was not read as it should be."""
    return [case.id for case, new in read if flat(new) != flat(case.new)]


def _case(line: str) -> MailCase:
    row = json.loads(line)
    message = message_from_string(row["raw"], policy=default)
    return MailCase(
        id=row["id"],
        raw=row["raw"].encode(),
        client=row["client"],
        language=row["language"],
        is_measured=row["half"] == "measured",
        sender=str(message["From"]),
        plain=_body(message, "plain"),
        html=_body(message, "html"),
        new=row["new"],
    )


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return None if part is None else str(part.get_content()).replace("\r\n", "\n")
