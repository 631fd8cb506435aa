"""The bench runs to its end and says what it should; how long anything takes is no matter here."""

import re

import pytest

from bot.understanding.embeddings import MOST_WINDOWS
from tests.bench.__main__ import run
from tests.bench.office import STAGES
from tests.bench.report import fresh_lines, start_lines
from tests.bench.script import PEOPLE, messages
from tests.bench.stopwatch import REST, Stopwatch
from tests.bench.understanding import development_messages, understood

_FIGURES = {
    **dict.fromkeys((*STAGES, "whole message"), 5),
    "messages": 3,
    "write transactions": 3,
    "raw SQLite transactions of four inserts": 2,
    **dict.fromkeys(("one bare encode", "fast path alone", "intent, fast path and embeddings"), 3),
    **dict.fromkeys(("whole understanding", "whole understanding without the encoder"), 3),
    "messages that need embeddings": 2,
    "encodes for one message, most": 1,
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return list(run(tmp_path_factory.mktemp("bench"), number=10, starts=0, heard=5))


def test_every_row_is_there_with_its_figures(lines: list[str]) -> None:
    rows = {name.strip(): figures.split() for line in lines for name, figures in re.findall(r"^(.{44})( .+)$", line)}
    found = {name: len(rows.get(name, ())) for name in _FIGURES}
    assert found == _FIGURES


def test_starts_are_told_beside_the_first() -> None:
    head, empty, chat = start_lines({"python -c pass": 0.02, "chat": 0.5})
    assert head.split() == ["start", "median", "ms", "ratio"]
    assert empty.split() == ["python", "-c", "pass", "20", "1.0"]
    assert chat.split() == ["chat", "500", "25.0"]


def test_a_fresh_process_is_told_with_the_encoder_and_without() -> None:
    figures = {"start": 100.4, "understander": 400, "first": 900, "memory": 150}
    head, start, *rest = fresh_lines({"with": figures, "without": {**figures, "start": 50}})
    assert head.split() == ["a", "fresh", "process", "with", "without"]
    assert start.split()[-2:] == ["100", "50"]
    assert len(rest) == 3


def test_encodes_are_counted_and_the_rest_is_timed() -> None:
    for one in understood(development_messages()[::100]):
        assert 0 <= one.encodes <= MOST_WINDOWS
        assert min(one.fast, one.intent, one.whole, one.without) > 0


def test_every_message_is_answered(lines: list[str]) -> None:
    assert lines[0].startswith("10 messages of 6 people")
    assert lines[1].startswith("10 answers, ")


def test_the_script_is_the_same_every_time_and_everybody_has_a_turn() -> None:
    script = messages(60)
    assert script == messages(60)
    assert {person for person, _ in script[: len(PEOPLE)]} == {person for person, _ in PEOPLE}


def test_a_stage_inside_another_counts_for_the_inner_alone() -> None:
    watch = Stopwatch()
    with watch.message(), watch.stage("storing"):
        for _ in range(2):
            with watch.stage("wording"):
                sum(range(200_000))
    spent = watch.messages[0]
    assert spent["wording"].cpu > spent["storing"].cpu
    assert {name: one.goes for name, one in spent.items()} == {REST: 1, "storing": 1, "wording": 2}
