"""Commands of the shell that look at records and tasks, or change who is known by what."""

import shutil
from pathlib import Path

import pytest
import typer

from bot.cli import accounts, chat, doctor, mails, records, tasks
from bot.cli.errors import Failure, Usage
from bot.cli.tables import Options, import_table
from bot.settings import Settings
from storage.engine import open_store
from tests.handlers.talk import Talk


@pytest.fixture
def office(company: Path, tmp_path: Path) -> Settings:
    """The settings of a program with the sample company."""
    (tmp_path / "data").mkdir()
    shutil.copy(company, tmp_path / "data" / "pratica.db")
    return Settings(data_dir=tmp_path / "data")


def test_a_task_is_shown_in_words(talk: Talk, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    talk.says("Hannah", "quote for Clinica San Marziale: 5 task chairs", "yes")
    tasks.show(Settings(data_dir=tmp_path), "q-0001", as_json=False)
    assert "  items: 5 × task chairs\n" in capfd.readouterr().out


def test_a_list_without_tasks_says_whether_there_are_others(
    office: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    tasks.show_list(office, status=None, team=None, as_json=False)
    tasks.show_list(office, status="waiting", team="hr", as_json=False)
    assert capfd.readouterr().out == "No tasks yet.\nNo such tasks.\n"
    with pytest.raises(Failure, match="there is no team 'buying'; there are sales, purchasing, "):
        tasks.show_list(office, status=None, team="buying", as_json=False)


def test_a_file_that_is_no_mail_is_not_taken_in(office: Settings, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.ics"
    calendar.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", encoding="utf-8")
    with pytest.raises(Failure, match=r"calendar\.ics is no mail"):
        mails.add(office, [calendar])
    mails.show(office)


def test_no_code_is_made_for_a_bot_that_is_not_there(office: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failure, match="there is no Telegram bot in the settings"):
        accounts.link(office, "Denis", telegram=True)
    assert capfd.readouterr().out == ""
    with pytest.raises(Usage, match="there is no such channel as 'fax'; there are slack, telegram"):
        accounts.unlink(office, "Denis", "fax")


def test_the_sample_company_is_not_mixed_with_another_one(tmp_path: Path) -> None:
    table, office = tmp_path / "c.csv", Settings(data_dir=tmp_path)
    table.write_text("name,city\nVerdi,Pavia\n", encoding="utf-8")
    import_table(office, "parties", table, Options(kind="customer"))
    with pytest.raises(Failure, match="there are records already, which the sample company would be mixed with"):
        records.import_sample(office)
    store = open_store(office.url())
    with pytest.raises(Failure, match="there are no people yet"):
        chat.person_of(store, None)
    store.close()


def test_who_is_on_call_and_not_on_record_is_found_by_the_doctor(
    office: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        doctor.run(office.model_copy(update={"on_call": ("P-009", "denis.popescu@example.com", "Denis")}))
    assert "WRONG  on_call names nobody on record by id or address: Denis\n" in capfd.readouterr().out


def test_who_does_not_say_who_they_are_is_told_of_the_choice(office: Settings) -> None:
    store = open_store(office.url())
    assert chat.person_of(store, None).name == "Hannah Whitlock"
    with pytest.raises(Failure, match="there is nobody called 'Anna'; with --as choose one of: Silvia Morandini, "):
        chat.person_of(store, "Anna")
    store.close()
