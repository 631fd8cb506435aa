"""What the command line says where something cannot be: a sentence, and no trace of the program."""

import re
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from bot.__main__ import _explain, cli
from bot.worktime.errors import OutsideTables
from bot.worktime.public_days import public_days


def test_a_day_that_no_calendar_knows_is_a_sentence() -> None:
    with pytest.raises(OutsideTables) as raised:
        public_days("IT", None, 1850)
    assert _explain(raised.value) == ("holidays are known from 1970 to 2100, not for 1850", 1)


def helps(*path: str) -> Iterator[tuple[str, str]]:
    """The help of a command, and of all below it."""
    shown = CliRunner().invoke(cli, [*path, "--help"])
    assert shown.exit_code == 0, shown.output
    yield " ".join(path), shown.output
    _, _, below = shown.output.partition("\nCommands:\n")
    for name in re.findall(r"^  ([a-z-]+)  ", below, re.MULTILINE):
        yield from helps(*path, name)


def test_every_command_says_what_it_is_for_in_words_that_are_not_the_programs() -> None:
    shown = dict(helps())
    assert {"", "chat", "tasks show", "mails work", "people link", "slack manifest", "import", "model"} <= {*shown}
    for name, text in shown.items():
        assert not re.findall(r"<[a-z]+[^>]*>|\[\[", text), name
        assert not re.findall(r"^  (?:--?[\w-]+|[A-Z]+)(?: [A-Z|=a-z-]+)?$", text, re.MULTILINE), name


def test_the_help_of_chat_has_a_line_for_programs() -> None:
    text = CliRunner().invoke(cli, ["chat", "--help"]).output
    assert """echo '{"id": 1, "text": "quote for Rossi: 20 desks"}' | pratica chat --json""" in text
    assert "in_reply_to" in text
