"""Type files: read whole, or refused with the file, the line and the reason."""

from pathlib import Path

import pytest

from bot.catalogue import CatalogueError
from bot.catalogue_files import load_catalogue
from tests.builders import write_type

GOOD = """\
id = "visit"
kind = "request"
prefix = "VI"
team = "sales"
target_hours = 8

[[fields]]
name = "day"
type = "date"
required = true
"""
WORDS = """\
name = "visit"
summary = "plan a visit"
example = "plan a visit"

[fields.day]
label = "day"
question = "Which day?"
hint = "A day."
"""


def test_a_companys_own_type_needs_only_its_files(tmp_path: Path) -> None:
    write_type(tmp_path, "visit", GOOD, wording=WORDS, phrases="plan a visit\n\n  visit the shop \n")
    kind = load_catalogue((tmp_path,))["visit"]
    assert kind.contract.field("day").required
    assert kind.phrases == {"en": ("plan a visit", "visit the shop")}
    assert kind.words("it").name == "visit"  # the only language it has


def test_no_folder_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert load_catalogue((tmp_path, tmp_path / "nowhere")).kinds == {}


@pytest.mark.parametrize(
    ("toml", "line", "reason"),
    [
        (GOOD.replace('prefix = "VI"', 'prefix "VI"'), 3, "Expected"),
        (GOOD.replace('type = "date"', 'type = "dates"'), 9, "type"),
        (GOOD.replace("target_hours = 8", 'target_hours = "soon"'), 5, "target_hours"),
        (GOOD.replace("required = true", "requird = true"), 10, "requird"),
        (GOOD.replace('team = "sales"\n', ""), None, "needs prefix, team and target_hours"),
        (GOOD.replace('id = "visit"', 'id = "visits"'), None, "'visits'"),
        (GOOD + '[[fields]]\nname = "day"\ntype = "text"\n', None, "twice"),
        (GOOD + '[approval]\nfield = "price"\nabove = "limit"\n', None, "'price'"),
        (GOOD.replace("target_hours = 8", 'target_hours = 8\none_of = ["price"]'), None, "'price'"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_reason(tmp_path: Path, toml: str, line: int | None, reason: str) -> None:
    folder = write_type(tmp_path, "visit", toml, wording=WORDS)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue((tmp_path,))
    assert caught.value.file == str(folder / "type.toml")
    assert caught.value.line == line
    assert reason in caught.value.reason
    assert str(folder) in str(caught.value)


def test_words_that_are_missing_are_told(tmp_path: Path) -> None:
    folder = write_type(tmp_path, "visit", GOOD)
    with pytest.raises(CatalogueError, match="'day'") as caught:
        load_catalogue((tmp_path,))
    assert caught.value.file == str(folder / "en.toml")


@pytest.mark.parametrize(("name", "reason"), [("en.phrases.txt", "example sentences"), ("en.toml", "at least one")])
def test_a_file_that_is_missing_is_told(tmp_path: Path, name: str, reason: str) -> None:
    (write_type(tmp_path, "visit", GOOD, wording=WORDS) / name).unlink()
    with pytest.raises(CatalogueError, match=reason):
        load_catalogue((tmp_path,))


def test_a_file_that_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write_type(tmp_path, "visit", GOOD, wording=WORDS)
    (folder / "en.phrases.txt").write_bytes(b"plan a visit\nvisit\xff\n")
    with pytest.raises(CatalogueError, match="UTF-8") as caught:
        load_catalogue((tmp_path,))
    assert caught.value.line == 2


@pytest.mark.parametrize("change", [('id = "visit"', 'id = "tour"'), ('prefix = "VI"', 'prefix = "TO"')])
def test_two_types_share_neither_id_nor_prefix(tmp_path: Path, change: tuple[str, str]) -> None:
    write_type(tmp_path / "one", "visit", GOOD, wording=WORDS)
    name = "tour" if "id" in change[0] else "visit"
    write_type(tmp_path / "two", name, GOOD.replace(*change), wording=WORDS)
    with pytest.raises(CatalogueError, match="already that of 'visit'"):
        load_catalogue((tmp_path / "one", tmp_path / "two"))
