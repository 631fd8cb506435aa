"""The guide to own request types is followed to the letter, and mistakes stop the real command with one sentence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeHome
from tests.e2e.driver import NOW, ROOT

GUIDE = (ROOT / "docs" / "request-types.md").read_text(encoding="utf-8")


def pratica(folder: Path, *arguments: str, written: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """The command line, started in a folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PRATICA_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=written,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"} | settings,
    )


def follow_the_guide(folder: Path) -> None:
    """Write the files that the guide shows."""
    shown = re.findall(r"This is `(my-types/[^`]+)`.*?```\w+\n(.*?)```", GUIDE, re.DOTALL)
    assert [Path(name).name for name, _ in shown] == ["type.toml", "en.toml", "en.phrases.txt"]
    for name, content in shown:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_check_says_what_the_guide_shows(tmp_path: Path) -> None:
    follow_the_guide(tmp_path)
    done = pratica(tmp_path, "types", "--check", "my-types")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout in blocks("text")


def test_the_conversation_in_the_guide_is_what_the_program_says(new_home: MakeHome) -> None:
    home = new_home("guide")
    follow_the_guide(home.folder)
    (setting,) = re.findall(r'^    (types_dir = ".*")$', GUIDE, re.MULTILINE)
    (home.folder / "pratica.toml").write_text(setting, encoding="utf-8")
    (talk,) = (block for block in blocks("text") if block.startswith("›"))
    lines = [line.removeprefix("› ") for line in talk.splitlines() if line.startswith("›")]
    written = "".join(json.dumps({"id": n, "text": line}) + "\n" for n, line in enumerate(lines))
    data = {"PRATICA_DATA_DIR": str(home.data)}
    done = pratica(home.folder, "chat", "--json", "--now", NOW, written=written, **data)
    answers = [row for row in map(json.loads, done.stdout.splitlines()) if row.get("in_reply_to")]
    said = "\n".join(f"› {line}\n{answer['text']}\n" for line, answer in zip(lines, answers, strict=True))
    assert said == talk
    listed = pratica(home.folder, "types", **data).stdout.splitlines()
    assert listed[-1].split() == ["car_booking", "CAR", "administration", "everyone", "en", "my-types/car_booking"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("type.toml", 'type = "date"', 'type = "day"', "type.toml, line 8: 'day' is no type: there are party, person"),
        ("en.toml", "[fields.day]", "[fields.dya]", "en.toml: the words for the field 'day' are missing: add [fields"),
        ("en.phrases.txt", "can we use the van on Saturday", "", "en.phrases.txt: it has 9 different sentences; at "),
    ],
)
def test_a_mistake_stops_every_command_with_one_sentence(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    follow_the_guide(tmp_path)
    path = tmp_path / "my-types" / "car_booking" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    settings = {"PRATICA_TYPES_DIR": "my-types", "PRATICA_DATA_DIR": str(tmp_path / "data")}
    for arguments in (("types", "--check", "my-types"), ("types",), ("chat",)):
        done = pratica(tmp_path, *arguments, **settings)
        (sentence,) = (line for line in done.stderr.splitlines() if not line.startswith("The database was empty"))
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence.startswith(f"pratica: my-types/car_booking/{said}")


@pytest.mark.parametrize("command", ["chat", "types", "understand"])
def test_a_folder_that_is_not_there_is_told_with_its_setting(tmp_path: Path, command: str) -> None:
    done = pratica(tmp_path, command, PRATICA_TYPES_DIR="nowhere", PRATICA_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "pratica: the setting types_dir (PRATICA_TYPES_DIR or pratica.toml) names no folder: nowhere"
    )


def test_the_check_remarks_on_sentences_that_mean_something_else(tmp_path: Path) -> None:
    follow_the_guide(tmp_path)
    taken = (
        (ROOT / "handlers" / "requests" / "it_support" / "en.phrases.txt").read_text(encoding="utf-8").splitlines()[0]
    )
    path = tmp_path / "my-types" / "car_booking" / "en.phrases.txt"
    path.write_text(f"{path.read_text(encoding='utf-8')}{taken.upper()}\n", encoding="utf-8")
    done = pratica(tmp_path, "types", "--check", "my-types")
    assert done.returncode == 0
    assert f"“{taken.upper()}” is an example of it_support already" in done.stdout


def test_the_types_can_be_read_by_a_program(tmp_path: Path) -> None:
    done = pratica(tmp_path, "types", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"id": "quote", "prefix": "Q", "team": "sales", "visibility": "everyone"}.items() <= rows[
        [row["id"] for row in rows].index("quote")
    ].items()
    assert all(row["languages"] == ["en", "it", "he"] and row["from"] == "Pratica" for row in rows)
