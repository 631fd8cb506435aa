"""`pratica parse-mail`: what programs get to read of a mail."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli.parse_mail import run
from tests.mail_mutations import HAZARDS

Captured = pytest.CaptureFixture[bytes]


def told(captured: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def test_a_mail_is_one_object_with_all_that_was_read(capfdbinary: Captured) -> None:
    file = HAZARDS / "35g-certified-mail.eml"
    run([file])
    (mail,) = told(capfdbinary)
    assert list(mail) == [
        "file", "from", "sender_name", "reply_to", "to", "cc", "subject", "date", "message_id", "in_reply_to",
        "references", "text", "quoted", "signature", "attachments", "kind", "bounces", "away", "authentication", "pec",
        "truncated", "size", "problems",
    ]  # fmt: skip
    assert (mail["file"], mail["from"], mail["sender_name"]) == (
        str(file), "mario.rossi@pec.fornitura.example", "Mario Rossi",
    )  # fmt: skip
    assert (mail["to"], mail["date"]) == (["acquisti@pec.norland.example"], "2026-11-03T10:12:00+01:00")
    assert mail["attachments"] == [
        {"name": "Fattura 118.pdf", "type": "application/pdf", "size": 69, "inline": False, "danger": None}
    ]
    assert (mail["kind"], mail["pec"]["kind"], mail["authentication"]["aligned"]) == ("message", "message", False)
    assert (mail["bounces"], mail["problems"]) == ([], [])


def test_a_bounce_tells_who_was_not_reached(capfdbinary: Captured) -> None:
    run([HAZARDS / "05a-bounce-report.eml"])
    (mail,) = told(capfdbinary)
    assert mail["kind"] == "bounce"
    assert {"recipient", "action", "status", "hard", "reason"} <= set(mail["bounces"][0])


def test_what_cannot_be_read_is_told_and_does_not_stop_the_others(tmp_path: Path, capfdbinary: Captured) -> None:
    empty, picture = tmp_path / "empty.eml", tmp_path / "a.png"
    empty.write_bytes(b"")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    with pytest.raises(typer.Exit) as ended:
        run([tmp_path / "no-such", tmp_path, empty, picture, HAZARDS / "18-no-message-id.eml"])
    assert ended.value.exit_code == 1
    missing, folder, nothing, no_mail, mail = told(capfdbinary)
    assert missing["problems"] == ["No such file or directory"]
    assert folder["problems"] == ["Is a directory"]
    assert nothing["problems"] == ["it is empty"]
    assert "it has none of the headers that a mail has" in no_mail["problems"]
    assert (mail["text"], mail["problems"]) == ("Fax ricevuto, 1 pagina.", [])


def test_a_hyphen_is_standard_input(monkeypatch: pytest.MonkeyPatch, capfdbinary: Captured) -> None:
    raw = (HAZARDS / "16a-iso-8859-8-i.eml").read_bytes()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(raw)))
    run([Path("-")])
    (mail,) = told(capfdbinary)
    assert (mail["file"], mail["subject"]) == ("-", "הצעת מחיר לכיסאות")


def test_of_a_file_that_is_too_large_only_the_headers_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Captured
) -> None:
    monkeypatch.setattr("bot.cli.parse_mail.LARGEST", 1_000)
    file = tmp_path / "large.eml"
    file.write_bytes(b"From: a@fornitura.example\r\nSubject: Catalogo\r\n\r\n" + b"x" * 2_000)
    run([file])
    (mail,) = told(capfdbinary)
    assert (mail["subject"], mail["text"], mail["truncated"]) == ("Catalogo", "", True)
    assert mail["size"] == file.stat().st_size
