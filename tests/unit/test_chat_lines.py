"""The lines that a program writes to `pratica chat --json`: an object with a text each, or told what is wrong."""

import pytest

from bot.cli.chat_lines import Line, parse_line


@pytest.mark.parametrize("given", [7, -1, "a-7", "", "é"])
def test_an_object_with_a_text_is_a_message_under_its_own_id(given: str | int) -> None:
    shown = f'"{given}"' if isinstance(given, str) else given
    assert parse_line(f'{{"id": {shown}, "text": "hello", "more": 1}}', as_json=True) == Line(given, "hello")


def test_each_message_without_an_id_gets_one() -> None:
    first, second = (parse_line('{"text": "hello"}', as_json=True) for _ in range(2))
    assert first.problem is None
    assert first.given_id != second.given_id


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("quote for Rossi: 20 desks", "this line is not JSON (Expecting value at character 1)"),
        ('{"text": "quote', "this line is not JSON (Unterminated string"),
        ('{"id": ' + "9" * 5000 + ', "text": "hello"}', "this line is no JSON that can be read"),
        ("[" * 100_000, "this line is no JSON that can be read"),
        ('"hello"', "this line is JSON, but no object"),
        ("[1, 2]", "this line is JSON, but no object"),
        ("null", "this line is JSON, but no object"),
        ('{"id": 1}', "this line has no text"),
        ('{"text": 5}', "the text of this line is no string"),
        ('{"id": 1.5, "text": "hello"}', "the id of this line is neither"),
        ('{"id": true, "text": "hello"}', "the id of this line is neither"),
        ('{"id": [], "text": "hello"}', "the id of this line is neither"),
    ],
)
def test_what_is_no_such_object_is_told_with_an_example(raw: str, problem: str) -> None:
    line = parse_line(raw, as_json=True)
    assert line.problem is not None
    assert line.problem.startswith(problem)
    assert line.problem.endswith('a line is an object such as {"id": 1, "text": "quote for Rossi: 20 desks"}')


def test_a_person_may_write_what_looks_like_json() -> None:
    assert parse_line('{"id": 1}', as_json=False).text == '{"id": 1}'
