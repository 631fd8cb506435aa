"""The bench runs to its end and says what it should; how long anything takes is no matter here."""

import re

import pytest

from bot.understanding.embeddings import MOST_WINDOWS
from tests.bench.__main__ import run
from tests.bench.mail import READING, Amounts
from tests.bench.mails import bench_mails, big_mail, shuffled
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
    "bare parse and walk of the same": 3,
    "reading a mail, all": 4,
    **dict.fromkeys(("  plain", "  html", "  both", "  attachments"), 3),
    "file to committed task, no embeddings, all": 4,
    f"  {READING}": 3,
    "answers in their conversation": 2,
    "conversations": 2,
    **dict.fromkeys(("a mail of 1 MB, a file", "a mail of 1 MB, nothing but text"), 3),
    "not read": 2,
    "slowest, cpu s": 2,
    "what comes by itself, by tasks": 2,
    "a tick with nothing due": 1,
    "  of the smallest": 2,
    "reading for 500 digests": 1,
    "  of the plain count": 2,
    "  memory at its highest, MB": 1,
    "  to render one for three channels, cpu": 2,
}
_MAIL = Amounts(mails=48, rounds=1, orders=1, megabytes=(1,), mutated=20)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return list(run(tmp_path_factory.mktemp("bench"), number=10, starts=0, heard=5, mail=_MAIL, clock=(60,)))


def test_every_row_is_there_with_its_figures(lines: list[str]) -> None:
    rows = {name.rstrip(): figures.split() for line in lines for name, figures in re.findall(r"^(.{44})( .+)$", line)}
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


def test_no_mutated_mail_fails_and_big_mails_take_no_more_than_ten_times_their_size(lines: list[str]) -> None:
    rows = {line[:44].rstrip(): line[44:].split() for line in lines}
    assert rows["not read"] == ["0", "0"]
    assert all(float(figures[1]) < 10 for name, figures in rows.items() if name.startswith("a mail of "))


def test_the_mails_are_the_same_every_time_and_84_of_300_answer_others() -> None:
    mails = bench_mails(300)
    assert mails == bench_mails(300)
    began = {mail.conversation for mail in mails if not mail.answers}
    answers = [mail for mail in mails if mail.answers]
    assert (len(mails), len(began), len(answers)) == (300, 216, 84)
    assert {mail.conversation for mail in answers} < began
    assert shuffled(mails, 1) != shuffled(mails, 2)
    assert sorted(mail.raw for mail in shuffled(mails, 1)) == sorted(mail.raw for mail in mails)


@pytest.mark.parametrize("attached", [True, False])
def test_a_big_mail_is_as_big_as_it_should_be(attached: bool) -> None:  # noqa: FBT001  a case of the table
    assert abs(len(big_mail(1, attached=attached)) - 1_000_000) < 10_000


def test_a_stage_inside_another_counts_for_the_inner_alone() -> None:
    watch = Stopwatch()
    with watch.message(), watch.stage("storing"):
        for _ in range(2):
            with watch.stage("wording"):
                sum(range(200_000))
    spent = watch.messages[0]
    assert spent["wording"].cpu > spent["storing"].cpu
    assert {name: one.goes for name, one in spent.items()} == {REST: 1, "storing": 1, "wording": 2}
