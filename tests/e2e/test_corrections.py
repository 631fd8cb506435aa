"""`pratica understand --corrections`, `--take` and `--drop`, on what a conversation has left."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.model import FieldValue, Item
from storage.engine import open_store
from storage.sample import sample_company
from tests.contract.samples import FIELDS, correction

SENTENCES = ("20 sedie da Brennwerk", "כיסאות מ-Brennwerk", "two lines\nof a mail")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with three corrections of a type, one of a field, and one that means a type which is gone."""
    store = open_store(f"sqlite:///{tmp_path / 'pratica.db'}")
    store.migrate()
    company = sample_company()
    who = {"person_id": company.people[0].id}
    field = {"meant": None, "field": "total", "before": FIELDS["total"], "after": None}
    with store.write() as uow:
        uow.records.replace(company)
        for language, sentence in zip(("it", "he", "en"), SENTENCES, strict=True):
            uow.corrections.add(correction(language=language, sentence=sentence, **who))
        uow.corrections.add(correction(sentence="quote for Electra", **who, **field))
        uow.corrections.add(correction(meant="car_booking", **who))
        uow.commit()
    store.close()
    return tmp_path


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Pratica = Callable[..., Done]


@pytest.fixture
def pratica(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Pratica:
    """`pratica understand`, run in this process, which needs no start each time."""

    def run(*words: str) -> Done:
        monkeypatch.setenv("PRATICA_DATA_DIR", str(folder))
        monkeypatch.setattr(sys, "argv", ["pratica", "understand", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Done(code or 0, *capfd.readouterr())

    return run


def listed(pratica: Pratica) -> list[dict[str, Any]]:
    return [json.loads(line) for line in pratica("--corrections", "--json").stdout.splitlines()]


def phrases(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "phrases").iterdir()}


def test_they_are_listed_newest_first(folder: Path, pratica: Pratica) -> None:
    done = pratica("--corrections")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = (block.splitlines() for block in done.stdout.split("\n\n"))
    assert first[0] == "To be taken, with pratica understand --take NO:"
    assert [line.split()[0] for line in first[1:]] == ["NO", "3", "2", "1"]
    assert all(word in first[4] for word in ("2026-11-20", "it", SENTENCES[0], "quote", "→ purchase_order"))
    assert "two lines of a mail" in first[2]
    assert second[0] == "Not to be taken:"
    assert [line.split()[0] for line in second[1:]] == ["NO", "5", "4"]
    assert second[2].endswith("there is no type car_booking")
    assert "quote.total" in second[3]
    assert second[3].endswith("of a field")


def test_the_same_words_for_another_record_are_told_apart(folder: Path, pratica: Pratica) -> None:
    store = open_store(f"sqlite:///{folder / 'pratica.db'}")
    one, other = (
        FieldValue(type="items", content=(Item(quantity=Decimal(5), description="chairs", sku=sku),))
        for sku in ("CHR-1", "CHR-2")
    )
    with store.write() as uow:
        who = sample_company().people[0].id
        uow.corrections.add(correction(person_id=who, meant=None, field="items", before=one, after=other))
        uow.commit()
    store.close()
    (line,) = (line for line in pratica("--corrections").stdout.splitlines() if line.startswith("6 "))
    assert "quote.items: 5 × chairs (CHR-1)" in line
    assert "→ 5 × chairs (CHR-2)" in line


def test_they_can_be_read_by_a_program(folder: Path, pratica: Pratica) -> None:
    rows = listed(pratica)
    assert [row["number"] for row in rows] == [5, 4, 3, 2, 1]
    assert {"text": SENTENCES[2], "understood": "quote", "meant": "purchase_order", "taken": None}.items() <= rows[
        2
    ].items()
    assert (rows[1]["field"], rows[1]["before"], rows[1]["after"]) == (
        "total",
        {"amount": "0.10", "currency": "ILS"},
        None,
    )


def test_some_are_taken_and_twice_is_harmless(folder: Path, pratica: Pratica) -> None:
    done = pratica("--take", "3", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"2 new sentences in {folder / 'phrases'}."
    assert "next start" in done.stdout
    written = {
        "purchase_order.en.phrases.txt": "two lines of a mail\n",
        "purchase_order.he.phrases.txt": f"{SENTENCES[1]}\n",
    }
    assert phrases(folder) == written
    when = {row["number"]: row["taken"] for row in listed(pratica)}
    assert f"taken on {when[3][:10]}" in pratica("--corrections").stdout.partition("Not to be taken:")[2]
    assert [number for number, taken in when.items() if taken] == [3, 2]
    again = pratica("--take", "2", "3")
    assert (again.returncode, again.stdout) == (0, f"0 new sentences in {folder / 'phrases'}.\n")
    assert phrases(folder) == written
    assert {row["number"]: row["taken"] for row in listed(pratica)} == when


def test_all_takes_what_can_be_taken_and_says_what_cannot(folder: Path, pratica: Pratica) -> None:
    done = pratica("--take", "all")
    assert done.returncode == 1
    assert done.stdout.startswith("3 new sentences")
    assert done.stderr == "pratica: 5 means the type car_booking, which there is no longer; --drop 5 forgets it\n"
    assert len(phrases(folder)) == 3


def test_a_field_teaches_no_sentence(folder: Path, pratica: Pratica) -> None:
    done = pratica("--take", "4")
    assert done.returncode == 1
    assert done.stderr.startswith("pratica: 4 corrects a field")
    assert not (folder / "phrases").exists()


def test_a_sentence_means_one_thing(folder: Path, pratica: Pratica) -> None:
    (folder / "phrases").mkdir()
    (folder / "phrases" / "quote.it.phrases.txt").write_text(f"{SENTENCES[0]}\n", encoding="utf-8")
    done = pratica("--take", "1")
    assert done.returncode == 1
    assert done.stderr == "pratica: 1 means purchase_order, but its sentence was taken as an example of quote\n"
    assert list(phrases(folder)) == ["quote.it.phrases.txt"]


def test_one_is_forgotten(folder: Path, pratica: Pratica) -> None:
    pratica("--take", "1")
    done = pratica("--drop", "1")
    assert done.returncode == 0
    assert "still counts" in done.stdout
    assert [row["number"] for row in listed(pratica)] == [5, 4, 3, 2]
    assert list(phrases(folder)) == ["purchase_order.it.phrases.txt"]
    assert pratica("--drop", "1").stderr.startswith("pratica: there is no correction 1;")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--take", "77"), 1, "there is no correction 77"),
        (("--take", "three"), 2, "'three' is no number"),
        (("3",), 2, "one thing at a time"),
        (("--take", "3", "--drop", "3"), 2, "one thing at a time"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    folder: Path, pratica: Pratica, words: tuple[str, ...], code: int, said: str
) -> None:
    done = pratica(*words)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_nothing_is_listed_before_anybody_corrects(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PRATICA_")}
    command = [sys.executable, "-m", "bot", "understand", "--corrections"]
    environment["PRATICA_DATA_DIR"] = str(tmp_path)
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nobody has corrected anything yet.\n", "")
