"""`pratica absences` writes what was decided in chat as a calendar that other programs read."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.model import Absence
from storage.engine import open_store
from storage.sample import sample_company
from tests.contract.samples import task


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in which Yossi is on holiday and Denis works from home."""
    store = open_store(f"sqlite:///{tmp_path / 'pratica.db'}")
    store.migrate()
    company = sample_company()
    ids = {person.email.split(".")[0]: person.id for person in company.people}
    with store.write() as uow:
        uow.records.replace(company)
        for number, (who, kind) in enumerate((("yossi", "holiday"), ("denis", "remote")), start=1):
            reference = f"AT-000{number}"
            uow.tasks.add(task(reference, type="attendance", requester_id=ids[who]))
            days = {"start": date(2026, 12, number), "end": date(2026, 12, number + 2)}
            uow.absences.put(
                Absence.model_validate({"reference": reference, "person_id": ids[who], "kind": kind} | days)
            )
        uow.commit()
    store.close()
    return tmp_path


def pratica(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PRATICA_DATA_DIR": str(folder)}
    return subprocess.run([sys.executable, "-m", "bot", *words], env=environment, capture_output=True, check=False)


def test_the_calendar_has_each_absence_and_no_reason(folder: Path) -> None:
    done = pratica(folder, "absences", str(folder / "calendar.ics"))
    assert (done.returncode, done.stderr) == (0, b"")
    content = (folder / "calendar.ics").read_bytes()
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [str(event["uid"]).split("@")[0] for event in events] == ["AT-0001", "AT-0002"]
    assert [event.decoded("dtend") for event in events] == [date(2026, 12, 4), date(2026, 12, 5)]
    assert b"holiday" not in content


def test_the_table_shows_who_is_away(folder: Path) -> None:
    shown = pratica(folder, "absences").stdout.decode()
    assert "יוסי אלמוג" in shown
    assert "2026-12-01" in shown


def test_a_folder_that_is_not_there_is_told_in_a_sentence(folder: Path) -> None:
    done = pratica(folder, "absences", str(folder / "nowhere" / "calendar.ics"))
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
