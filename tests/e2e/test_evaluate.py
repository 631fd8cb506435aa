"""`pratica evaluate` on the development set: the gate of understanding, and whether its figures are honest."""

import json
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.__main__ import main
from bot.cli.evaluate import measure, read_files
from bot.cli.evaluation_report import Report
from bot.evaluation import Case
from bot.settings import Settings
from bot.understanding.request import Request
from bot.understanding.understand import Understanding

FILES = sorted((Path(__file__).parents[1] / "data").glob("requests-*.jsonl"))
LEAST_ACCURACY = 0.60

Pratica = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all runs, so that the phrases are learned once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def pratica(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pratica:
    """The command line in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("PRATICA_DATA_DIR", str(data_dir))

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pratica", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


class Answers:
    """An understander that says what it was told to say to each text."""

    def __init__(self, cases: list[Case], requests: Callable[[Case], tuple[Request, ...]]) -> None:
        self._said = {(c.message.text, c.message.now): (c.message.lang, requests(c)) for c in cases}

    def understand(self, text: str, *, now: datetime, subject: str | None = None) -> Understanding:
        language, requests = self._said[text, now]
        return Understanding(language, requests, "act")


def labelled_cases() -> list[Case]:
    return read_files(FILES, app.catalogue(Settings()))[0]


def wrong(case: Case) -> tuple[Request, ...]:
    """The right fields for an intent that the message does not have."""
    other = "help" if any(want.intent == "smalltalk" for want in case.wants) else "smalltalk"
    return tuple(Request(other, 1.0, want.fields, "") for want in case.wants)


def right(case: Case) -> tuple[Request, ...]:
    return tuple(Request(want.intent, 1.0, want.fields, "") for want in case.wants)


def pooled(report: Report) -> Any:
    return report.sets["all"]


def test_understanding_is_good_enough_in_every_build(pratica: Pratica) -> None:
    code, out, err = pratica("evaluate", *FILES, "--min-intent", str(LEAST_ACCURACY), "--json")
    report = json.loads(out)
    assert code == 0, err
    assert set(report["sets"]) == {"en", "it", "he", "all"}
    assert report["sets"]["all"]["intent_accuracy"]["value"] >= LEAST_ACCURACY
    assert report["sets"]["all"]["messages"] + report["left_out"] == sum(_lines(path) for path in FILES)


def test_the_figures_are_printed_for_people(pratica: Pratica) -> None:
    code, out, err = pratica("evaluate", FILES[0])
    assert (code, err) == (0, "")
    assert "best guess right" not in out
    for part in (
        "intent accuracy (95%)",
        "closed fields of right requests, F1",
        "calibration error (95%)",
        "the same of a perfect model",
        "latency p99, ms",
        "field type",
        "understood as",
    ):
        assert part in out


def test_the_figures_of_each_type_are_printed_when_asked_for(pratica: Pratica, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_bytes(b"\n".join(FILES[0].read_bytes().splitlines()[:8]))
    code, out, _ = pratica("evaluate", file, "--types")
    assert code == 0
    assert re.search(r"^type +messages +best guess right +en +acted wrongly +asked$", out, re.MULTILINE)
    report = json.loads(pratica("evaluate", file, "--json")[1])
    assert sum(one["right"]["of"] for one in report["types"]["all"]) == 8
    assert set(report["types"]) == {"en", "all"}


def test_the_pictures_are_drawn_into_the_folder_that_is_named(pratica: Pratica, tmp_path: Path) -> None:
    file, folder = tmp_path / "messages.jsonl", tmp_path / "new" / "pictures"
    file.write_bytes(b"\n".join(FILES[1].read_bytes().splitlines()[:8]))
    code, _, err = pratica("evaluate", file, "--pictures", folder)
    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["calibration.png", "confusions.png"]
    assert f"{folder / 'calibration.png'} is drawn." in err


def test_accuracy_below_the_minimum_fails(pratica: Pratica) -> None:
    code, out, err = pratica("evaluate", FILES[0], "--min-intent", "1")
    assert code == 1
    assert "intent accuracy (95%)" in out
    assert "below the minimum of 1" in err


def test_who_understands_everything_wrong_scores_nothing() -> None:
    cases = labelled_cases()
    some = pooled(measure(Answers(cases, wrong), cases))
    assert (some.intent.value, some.fields.f1, some.acted_wrongly.value) == (0, 0, 1)
    assert some.calibration.error == 1


def test_who_understands_everything_right_scores_all() -> None:
    cases = labelled_cases()
    report = measure(Answers(cases, right), cases)
    assert (pooled(report).intent.value, pooled(report).fields.f1, pooled(report).language.value) == (1, 1, 1)
    assert pooled(report).calibration.error == 0
    assert (pooled(report).closed.f1, pooled(report).open.f1) == (1, 1)
    assert report.confusions == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{not json", "it is not JSON"),
        (b'{"text": "hello"}', "lang: Field required"),
        (b"\xff\xfe", "it is not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(pratica: Pratica, tmp_path: Path, line: bytes, reason: str) -> None:
    file = tmp_path / "messages.jsonl"
    good = FILES[0].read_bytes().splitlines()[0]
    file.write_bytes(b"\n".join((good, b"", line, good)))
    code, out, err = pratica("evaluate", file)
    assert (code, out) == (1, "")
    assert err.startswith(f"pratica: {file}, line 3: {reason}")
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_named(pratica: Pratica, tmp_path: Path) -> None:
    code, _, err = pratica("evaluate", tmp_path / "none.jsonl")
    assert code == 1
    assert err == f"pratica: {tmp_path / 'none.jsonl'}: No such file or directory\n"


def test_a_file_without_messages_is_nothing_to_measure(pratica: Pratica, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_bytes(b"\n")
    code, _, err = pratica("evaluate", file)
    assert code == 1
    assert "there is nothing to measure" in err


def _lines(path: Path) -> int:
    return sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())
