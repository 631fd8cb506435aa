"""Where a message is cut in two, and that each half keeps the characters it was written with."""

import pytest

from bot.understanding.cutting import cuts


@pytest.mark.parametrize(
    ("text", "left", "right", "joint"),
    [
        ("book the blue room. Also order 20 chairs", "book the blue room", "order 20 chairs", "added"),
        ("prenota la sala blu, inoltre manda la lettera", "prenota la sala blu", "manda la lettera", "added"),
        ("להזמין חדר ליום שני וגם לשלוח מכתב", "להזמין חדר ליום שני", "לשלוח מכתב", "added"),
        ("book the room + print the programme", "book the room", "print the programme", "added"),
        ("1) book the room 2) print the programme", "1) book the room", "print the programme", "added"),
        ("The room is hot. Who can help me?", "The room is hot", "Who can help me?", "sentence"),
        ("archivia la lettera e manda il fax", "archivia la lettera", "manda il fax", "and"),
        ("לשלם לספק ולתייק חשבונית", "לשלם לספק", "ולתייק חשבונית", "and"),
        ("one two three four, five six seven eight", "one two three four", "five six seven eight", "comma"),
    ],
)
def test_a_text_is_cut_at_its_joints(text: str, left: str, right: str, joint: str) -> None:
    found = {(text[cut.left], text[cut.right].strip(), cut.joint) for cut in cuts(text)}
    assert (left, right, joint) in found


@pytest.mark.parametrize(
    "text",
    [
        "one short sentence without a joint",
        "20 desks, 5 lamps",
        "20 oak desks for the office and 5 floor lamps for the hall",
        "thanks. bye",
        "",
    ],
)
def test_a_list_of_things_and_a_word_or_two_are_not_cut(text: str) -> None:
    assert list(cuts(text)) == []


def test_only_the_beginning_is_looked_at() -> None:
    assert len(list(cuts("we have to do this. " * 500))) <= 8
