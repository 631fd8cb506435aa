"""A mail out of a file, and the word of the person who vouches for it, from the shell."""

import shutil
from pathlib import Path

import pytest

from bot.cli import mails
from bot.cli.errors import Failure
from bot.settings import Settings
from storage.engine import open_store

LETTER = (
    "From: Lorenza Bassi <lorenza.bassi@example.it>\nTo: info@example.it\nSubject: printer\n"
    "Date: Mon, 23 Nov 2026 09:00:00 +0000\nMessage-ID: <a1@example.it>\n\nThe printer on the second floor is broken.\n"
)


def test_a_mail_that_nobody_checked_is_not_called_forged_and_is_worked_at_once_when_a_person_vouches_for_it(
    company: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(company, tmp_path / "pratica.db")
    letter, office = tmp_path / "a.eml", Settings(data_dir=tmp_path)
    letter.write_text(LETTER, encoding="utf-8")
    mails.add(office, [letter])
    assert capfd.readouterr().out == (
        f"{letter}: mail no. 1, set apart, waits for a person "
        "(not authenticated: no trusted server has checked who sent it)\n"
    )
    mails.show_one(office, 1, as_json=True)
    assert '"why": "unproven"' in capfd.readouterr().out
    mails.work(office, 1)
    mails.work(office, 1)
    worked, again = capfd.readouterr().out.splitlines()
    assert worked == f"Mail no. 1 was worked as a message of Lorenza Bassi; answers are in {tmp_path / 'mail'}."
    assert again.startswith("Mail no. 1 is worked already")
    store = open_store(office.url())
    with store.read() as reading:
        assert reading.tasks.get("IT-0001", None) is not None
    store.close()
    with pytest.raises(Failure, match="there is no mail 2"):
        mails.show_one(office, 2, as_json=False)


def test_with_a_mailbox_the_message_is_left_to_serve(
    company: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(company, tmp_path / "pratica.db")
    letter = tmp_path / "a.eml"
    letter.write_text(LETTER, encoding="utf-8")
    mails.add(Settings(data_dir=tmp_path), [letter])
    box = {"name": "office", "host": "localhost", "user": "office@example.it", "password": "x"}
    mails.work(Settings.model_validate({"data_dir": tmp_path, "mailboxes": [box]}), 1)
    said = capfd.readouterr().out.splitlines()[-1]
    assert said.startswith("Mail no. 1 is taken for a message of Lorenza Bassi. `pratica serve` works it")
