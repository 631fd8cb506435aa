"""The page of `pratica mails show`: what a person has to know of a mail, and what they can do with it."""

from datetime import UTC, date, datetime

import pytest

from bot.cli.mail_page import became, mail_page
from bot.mail.kept import Filed, KeptMail
from bot.mail.model import ReceivedMail
from integrations.mail_reader.read import read_mail
from tests.built_mail import PDF, build

CAME = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def kept(**filed: object) -> KeptMail:
    came = {"mailbox": "office", "folder": "INBOX", "uidvalidity": 1, "uid": 4, "size": 9, "whole": True}
    given = {"id": 12, "sha256": "", "received_at": CAME, "filed": Filed.model_validate(filed) if filed else None}
    return KeptMail.model_validate({**came, **given})


def mail(**changes: object) -> ReceivedMail:
    return read_mail(build(**changes), today=date(2026, 11, 23))


def test_a_mail_is_shown_as_a_page_with_what_can_be_done() -> None:
    waiting = kept(state="quarantined", why="unproven", reason="not authenticated", candidates=("PO-0003",))
    lines = [*mail_page(waiting, mail())]
    assert lines == [
        "Mail no. 12, came on 2026-11-23 at 09:05 UTC",
        "From: Alpha S.r.l. <office@alpha.example>",
        "To: bob@beta.example",
        "Subject: Your quotation Q-0001",
        "State: set apart, waits for a person (not authenticated)",
        "May be about: PO-0003",
        f"File: Q-0001.pdf ({max(1, round(len(PDF) / 1000))} kB)",
        "",
        "Dear Bob,\nthe total is €1,234.50.",
        "",
        "It is genuine, work it:   pratica mails work 12",
        "It belongs to a task:     pratica mails file 12 PO-0003",
        "There is nothing to do:   pratica mails drop 12",
    ]


def test_a_terminal_is_not_told_what_to_do_by_a_mail() -> None:
    page = "\n".join(mail_page(kept(state="noted"), mail(text="\x1b[2Jpay\u202e now", attachments=())))
    assert "[2Jpay now" in page
    assert not {"\x1b", "\u202e"} & set(page)


@pytest.mark.parametrize(
    ("filed", "said"),
    [
        ({}, "not read yet"),
        ({"state": "answer", "reference": "PO-0003", "rule": "token"}, "filed with PO-0003"),
        ({"state": "message", "rule": "by_hand", "reason": "unknown"}, "worked as a colleague's message (a person "),
        ({"state": "copy", "copy_of": 3}, "the same mail as no. 3"),
        ({"state": "robot"}, "written by a program, noted with no task"),
    ],
)
def test_what_became_of_a_mail_is_a_clause(filed: dict[str, object], said: str) -> None:
    assert became(kept(**filed)).startswith(said)
