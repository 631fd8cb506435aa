"""Long answers in pieces: nothing is lost but blanks, no piece is too long, and cuts fall where a reader pauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pieces import in_pieces, split
from bot.messages import Button, Reply
from bot.model import Document

WORDS = st.text(alphabet="ab ,.;\nאב", max_size=400)


@given(WORDS, st.integers(min_value=1, max_value=60))
def test_the_parts_are_short_enough_and_hold_everything_but_blanks(text: str, longest: int) -> None:
    parts = split(text, longest)
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("short", ["short"]),
        ("", []),
        ("first part\n\nsecond part", ["first part", "second part"]),
        ("one line here\nanother line", ["one line here", "another line"]),
        ("A sentence. Another one.", ["A sentence.", "Another one."]),
        ("words without any pause", ["words without", "any pause"]),
        ("x" * 30, ["x" * 15, "x" * 15]),
    ],
)
def test_a_cut_falls_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert split(text, 15) == parts


def test_the_last_text_has_the_buttons_and_each_file_is_a_message_of_its_own() -> None:
    files = tuple(Document(name=f"{n}.pdf", media_type="application/pdf", sha256=str(n)) for n in range(2))
    yes = Button(value="yes", label="Yes", press="ask:1:yes")
    reply = Reply(text="first\n\nsecond", buttons=(yes,), tasks=("Q-0001",), files=files, language="it")
    first, last, *rest = in_pieces(reply, 8)
    assert (first.text, first.buttons, first.tasks) == ("first", (), ())
    assert (last.text, last.buttons, last.tasks, last.files) == ("second", (yes,), ("Q-0001",), ())
    assert [one.files for one in rest] == [(files[0],), (files[1],)]
    assert {one.language for one in (first, last, *rest)} == {"it"}


def test_a_file_alone_needs_no_empty_message_before_it() -> None:
    file = Document(name="a.pdf", media_type="application/pdf", sha256="1")
    assert [one.files for one in in_pieces(Reply(text="", files=(file,)), 100)] == [(file,)]


@given(st.text(alphabet="ab \n\u2066\u2067\u2068\u2069א", max_size=900), st.integers(101, 300))
def test_cuts_through_isolates_leave_parts_that_are_short_enough_and_lose_no_letter(text: str, longest: int) -> None:
    parts = split(text, longest)
    assert all(len(part) <= longest for part in parts)
    assert [char for part in parts for char in part if char in "abא"] == [char for char in text if char in "abא"]


def test_an_isolate_that_a_cut_goes_through_is_closed_and_opened_anew() -> None:
    parts = split("\u2068" + "שלום " * 100 + "\u2069", 200)
    assert len(parts) > 2
    assert all((part[0], part[-1]) == ("\u2068", "\u2069") for part in parts)
