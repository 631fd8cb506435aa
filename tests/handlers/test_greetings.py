"""A greeting is one with a stray mark behind it too, and answers no question."""

import pytest

from tests.handlers.talk import Talk


@pytest.mark.parametrize("mark", ["", " [", " }", " *", " |", "\\", "!>", " ]]"])
@pytest.mark.parametrize(
    ("who", "opens", "greets"),
    [
        ("Hannah", "check the stock", "hello"),
        ("Hannah", "I need a quote for 3 desks", "hi"),
        ("Hannah", "quote for San Marziale", "good morning"),
        ("Hannah", "I need IT support", "hello"),
        ("Lorenza", "mi serve un preventivo", "ciao"),
        ("Maayan", "צריך הצעת מחיר", "שלום"),
    ],
)
def test_a_greeting_with_a_stray_mark_is_no_value(talk: Talk, who: str, opens: str, greets: str, mark: str) -> None:
    asked = talk.say(who, opens)
    before = [draft.fields for draft in talk.drafts(who)]
    said = talk.say(who, greets + mark)
    assert [draft.fields for draft in talk.drafts(who)] == before
    assert len(before) == 1
    assert said.text.endswith(asked.text)


@pytest.mark.parametrize("said", ["[", "***", "]]", "{ }"])
def test_marks_alone_are_no_name(talk: Talk, said: str) -> None:
    talk.says("Hannah", "I need a quote for 3 desks", said)
    assert "customer" not in talk.drafts("Hannah")[0].fields
