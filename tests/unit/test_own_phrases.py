"""A company's own example sentences in its data folder."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.own_phrases import add_phrase, folder, one_line, own_phrases


def test_a_sentence_is_written_once_as_one_line(tmp_path: Path) -> None:
    assert add_phrase(tmp_path, "quote", "it", sentence="quanto vengono\n  20 sedie?")
    assert not add_phrase(tmp_path, "quote", "it", sentence=" quanto vengono 20 sedie? ")
    assert add_phrase(tmp_path, "quote", "it", sentence="e 30?")
    path = folder(tmp_path) / "quote.it.phrases.txt"
    assert path.read_text(encoding="utf-8") == "quanto vengono 20 sedie?\ne 30?\n"


def test_the_languages_of_a_kind_are_read_together(tmp_path: Path) -> None:
    add_phrase(tmp_path, "quote", "it", sentence="quanto vengono 20 sedie?")
    add_phrase(tmp_path, "quote", "he", sentence="כמה עולים 20 כיסאות?")
    add_phrase(tmp_path, "car_booking", "en", sentence="a car for Friday")
    assert own_phrases(tmp_path) == {
        "quote": ("כמה עולים 20 כיסאות?", "quanto vengono 20 sedie?"),
        "car_booking": ("a car for Friday",),
    }


def test_no_folder_and_other_files_hold_no_sentences(tmp_path: Path) -> None:
    assert own_phrases(tmp_path) == {}
    folder(tmp_path).mkdir()
    for name in (
        "quote.phrases.txt",
        "quote.fr.phrases.txt",
        "notes.txt",
        "quote.en.phrases.txt.7.part",
        ".en.phrases.txt",
    ):
        (folder(tmp_path) / name).write_text("a sentence\n", encoding="utf-8")
    assert own_phrases(tmp_path) == {}


def test_a_file_that_was_edited_by_hand_is_read_as_it_is(tmp_path: Path) -> None:
    folder(tmp_path).mkdir()
    (folder(tmp_path) / "quote.en.phrases.txt").write_bytes("\ufeffone\r\n\r\n  two \r\none\r\n".encode())
    assert own_phrases(tmp_path) == {"quote": ("one", "two")}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: one_line(text) != ""))
def test_whatever_was_written_is_read_back(tmp_path_factory: object, sentence: str) -> None:
    place = tmp_path_factory.mktemp("data")  # type: ignore[attr-defined]  # pytest's own factory
    add_phrase(place, "quote", "en", sentence=sentence)
    assert own_phrases(place) == {"quote": (one_line(sentence),)}
