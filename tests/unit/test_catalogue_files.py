"""Type files: read whole, or refused with the file, the line and the reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import app
from bot.catalogue import CatalogueError
from bot.catalogue_files import load_catalogue
from bot.model import Language
from tests.builders import PHRASES, write_type

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

[[fields]]
name = "price"
type = "money"
"""
WORDS = """\
name = "visit"
summary = "plan a visit"
example = "plan a visit"

[fields.day]
label = "day"
question = "Which day?"
hint = "A day."

[fields.price]
label = "price"
question = "What does it cost?"
hint = "An amount."
"""
PART = GOOD + '\n[[opens]]\nname = "laptop"\ntype = "it_support"\n'


def loaded(folder: Path) -> CatalogueError:
    """What is wrong with a folder of own types, beside those that ship."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(app.TYPES, own=folder, figures=app.FIGURES)
    said = str(caught.value)
    assert "\n" not in said
    assert said.startswith(caught.value.file)
    return caught.value


def test_a_companys_own_type_needs_only_its_files(tmp_path: Path) -> None:
    phrases = "\n\n  visit the shop \n" + "\n".join(PHRASES)
    write_type(tmp_path, "visit", GOOD.replace('kind = "request"\n', ""), wording=WORDS, phrases=phrases)
    kind = load_catalogue((), own=tmp_path)["visit"]
    assert kind.opens_task
    assert kind.contract.field("day").required
    assert kind.phrases == {"en": ("visit the shop", *PHRASES)}
    assert kind.words("it").name == "visit"  # the only language it has
    assert kind.words("he").title == "Visit"


def test_own_types_come_after_those_that_ship(tmp_path: Path) -> None:
    write_type(tmp_path, "a_visit", GOOD.replace('"visit"', '"a_visit"'), wording=WORDS)
    assert load_catalogue(app.TYPES, own=tmp_path).requests()[-1].id == "a_visit"


@pytest.mark.parametrize(("mark", "end"), [(b"\xef\xbb\xbf", "\n"), (b"", "\r\n"), (b"\xef\xbb\xbf", "\r\n")])
def test_files_from_any_editor_are_read(tmp_path: Path, mark: bytes, end: str) -> None:
    folder = write_type(tmp_path, "visit", GOOD, wording=WORDS)
    before = load_catalogue((), own=tmp_path)
    for path in folder.iterdir():
        path.write_bytes(mark + path.read_text(encoding="utf-8").replace("\n", end).encode())
    assert load_catalogue((), own=tmp_path) == before


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    folder = write_type(tmp_path, "visit", GOOD, wording=WORDS)
    (tmp_path / "README.txt").touch()
    (tmp_path / ".git").mkdir()
    for name in ("notes.md", "en.toml~", ".en.toml.swp"):
        (folder / name).touch()
    assert [*load_catalogue((), own=tmp_path).kinds] == ["visit"]


def test_a_type_may_lie_behind_a_link(tmp_path: Path) -> None:
    place = write_type(tmp_path / "elsewhere", "visit", GOOD, wording=WORDS)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "visit").symlink_to(place)
    assert "visit" in load_catalogue((), own=tmp_path / "own")


def test_no_folder_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert load_catalogue((tmp_path, tmp_path / "nowhere")).kinds == {}


CONTRACTS = [
    (GOOD.replace('prefix = "VI"', 'prefix "VI"'), 3, "Expected '='"),
    (GOOD.replace('prefix = "VI"', "prefix = “VI”"), 3, "straight quotes"),
    (GOOD.replace('type = "money"\n', 'type = "money'), 14, "not written as TOML"),
    (GOOD.replace('prefix = "VI"', 'prefix = "VI"\nprefix = "VJ"'), 4, "Cannot overwrite a value"),
    (GOOD.replace('type = "date"', 'type = "dates"'), 9, "'dates' is no type: there are party, person, items"),
    (GOOD.replace('type = "money"', 'type = "Money"'), 14, "'Money' is no type"),
    (GOOD.replace('type = "date"\n', ""), 7, "the key 'type' of [[fields]] is missing"),
    (GOOD.replace('name = "price"\n', ""), 12, "the key 'name' of [[fields]] is missing"),
    (GOOD.replace("target_hours = 8", 'target_hours = "soon"'), 5, "'target_hours' must be a whole number"),
    (GOOD.replace("target_hours = 8", "target_hours = 8.5"), 5, "must be a whole number"),
    (GOOD.replace("target_hours = 8", "target_hours = 8\nanswer_hours = 0"), 6, "must be 1 or more"),
    (GOOD.replace("target_hours = 8", "target_hours = 8\nanswer_hours = 9"), 6, "more hours than target_hours gives"),
    (GOOD.replace("target_hours = 8", "target_hours = 0"), 5, "must be 1 or more"),
    (GOOD.replace("required = true", "required = 7"), 10, "'required' must be true or false"),
    (GOOD.replace("required = true", "requird = true"), 10, "do you mean 'required'"),
    (GOOD.replace("target_hours", "colour = 1\ntarget_hours"), 5, "no key 'colour' here: there are id, kind, prefix"),
    (GOOD.replace('team = "sales"\n', ""), None, "the key 'team' is missing"),
    (GOOD.replace('prefix = "VI"\n', ""), None, "the key 'prefix' is missing"),
    (GOOD.replace("target_hours = 8\n", ""), None, "the key 'target_hours' is missing"),
    (GOOD.replace('id = "visit"\n', ""), None, "the key 'id' is missing"),
    (GOOD.replace('team = "sales"', 'team = "marketing"'), 4, "no team 'marketing'; there are sales, purchasing"),
    (GOOD.replace("target_hours", 'visibility = "secret"\ntarget_hours'), 5, "'secret' is no visibility: there are"),
    (GOOD.replace("required = true", 'role = "boss"'), 10, "'boss' is no role: there are customer"),
    (GOOD.replace("required = true", 'role = "customer"'), 10, "'role' is for a field of type party or person"),
    (GOOD.replace("required = true", "main = true"), 10, "'main' is for a field of type text, not date"),
    (GOOD.replace('type = "money"', 'type = "person"\ndue = true'), 15, "'due' is for a field of type date"),
    (GOOD.replace('type = "money"', 'type = "date"\ndue = true').replace("required", "due"), 15, "only one field"),
    (GOOD.replace('id = "visit"', 'id = "visits"'), 1, "must be the name of the folder, 'visit'"),
    (GOOD.replace('id = "visit"', 'id = "site/visit"'), 1, "small letters"),
    (GOOD.replace('id = "visit"', 'id = "Visit"'), 1, "small letters"),
    (GOOD.replace('id = "visit"', "id = 7"), 1, "'id' must be text in quotes"),
    (GOOD.replace('name = "price"', 'name = "the price"'), 13, "small letters"),
    (GOOD.replace('name = "price"', 'name = "day"'), 13, "the field 'day' stands in it twice"),
    (GOOD.replace('"VI"', '"vi"'), 3, "capital letters A to Z"),
    (GOOD.replace('"VI"', '"V1"'), 3, "capital letters A to Z"),
    (GOOD.replace('"VI"', '"VISIT"'), 3, "up to four"),
    (GOOD.replace('"VI"', '""'), 3, "up to four"),
    (GOOD.replace('"VI"', '"ביק"'), 3, "capital letters A to Z"),
    (GOOD.replace('"VI"', '"V"'), 3, "two to four capital letters"),
    (GOOD.replace('"VI"', '"IT"'), 3, "already that of 'it_support': choose one that is none of AT, BR, BU"),
    (GOOD.replace('"request"', '"act"'), 2, "only request types can be added"),
    (GOOD.replace('"request"', '"task"'), 2, "'task' is no kind"),
    (GOOD + '[approval]\nfield = "cost"\nabove = "budget_limit"\n', 16, "'cost', which it does not have"),
    (GOOD + '[approval]\nfield = "day"\nabove = "budget_limit"\n', 16, "a field of type date is no figure"),
    (GOOD + '[approval]\nfield = "price"\nabove = "limit"\n', 17, "no setting 'limit' that is a figure; there are b"),
    (GOOD + '[approval]\nfield = "price"\nabove = "on_call"\n', 17, "no setting 'on_call' that is a figure"),
    (GOOD + '[approval]\nfield = "price"\n', 15, "names both a field and"),
    (GOOD + '[approval]\nby = "line"\n', 16, "needs a field of type person"),
    (GOOD + '[approval]\nby = "boss"\n', 16, "'boss' is no by: there are team, line"),
    (GOOD.replace("target_hours = 8", 'target_hours = 8\none_of = ["cost"]'), 6, "'cost', which it does not have"),
    (GOOD.replace("target_hours = 8", 'target_hours = 8\none_of = "day"'), 6, "'one_of' must be a list"),
    (PART.replace("it_support", "laptops"), 18, "no type 'laptops'; there are attendance,"),
    (PART.replace("it_support", "help"), 18, "no type 'help'"),
    (GOOD.replace("target_hours", 'mirror = "tour"\ntarget_hours'), 5, "no type 'tour'"),
]  # fmt: skip


@pytest.mark.parametrize(("toml", "line", "reason"), CONTRACTS)
def test_a_mistake_in_the_contract_is_told(tmp_path: Path, toml: str, line: int | None, reason: str) -> None:
    words = f'{WORDS}[opens]\nlaptop = "A laptop"\n' if "[[opens]]" in toml else WORDS
    folder = write_type(tmp_path, "visit", toml, wording=words)
    wrong = loaded(tmp_path)
    assert reason in wrong.reason
    assert (wrong.file, wrong.line) == (str(folder / "type.toml"), line)


@pytest.mark.parametrize(
    ("wording", "line", "reason"),
    [
        (WORDS.replace('label = "day"\n', ""), 5, "the key 'label' of [fields.day] is missing"),
        (WORDS.replace('label = "price"', 'lable = "price"'), 11, "do you mean 'label'"),
        (WORDS.replace('label = "price"', "label = 5"), 11, "'label' must be text in quotes"),
        (WORDS.replace('"Which day?"', '""'), 7, "'question' must not be empty"),
        (WORDS.replace('name = "visit"\n', ""), None, "the key 'name' is missing"),
        (WORDS.replace('summary = "plan a visit"', 'summary = ""'), 2, "'summary' must not be empty"),
        (WORDS.replace("[fields.day]", 'checklist = "call"\n[fields.day]'), 5, "'checklist' must be a list"),
        (WORDS.replace("[fields.price]", "[fields.cost]"), None, "are missing: add [fields.price]"),
        (WORDS + '[fields.cost]\nlabel = "c"\nquestion = "c?"\nhint = "c"\n', 14, "words for the field 'cost'"),
        (WORDS + '[opens]\nlaptop = "A laptop"\n', 15, "words for the part 'laptop', which is not in type.toml"),
        (WORDS.replace("hint = ", "hint "), 8, "Expected '='"),
        ("\n", None, "the key 'name' is missing"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_words_is_told(tmp_path: Path, wording: str, line: int | None, reason: str) -> None:
    folder = write_type(tmp_path, "visit", GOOD, wording=wording)
    wrong = loaded(tmp_path)
    assert reason in wrong.reason
    assert (wrong.file, wrong.line) == (str(folder / "en.toml"), line)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (None, "the words for the part 'laptop' are missing: add laptop = … under [opens]"),
        ("A laptop for {cost}", "'cost', which is no field"),
        ("A laptop for {}", "'', which is no field"),
        ("A laptop for {price}", "only a required one"),
        ("A laptop for {day.year}", "'day.year', which is no field"),
        ("A laptop for {day", "a brace is not closed"),
    ],
)
def test_a_mistake_in_the_words_of_a_part_is_told(tmp_path: Path, words: str | None, reason: str) -> None:
    wording = WORDS if words is None else f'{WORDS}\n[opens]\nlaptop = "{words}"\n'
    folder = write_type(tmp_path, "visit", PART, wording=wording)
    wrong = loaded(tmp_path)
    assert (wrong.file, wrong.line) == (str(folder / "en.toml"), words and 16)
    assert reason in wrong.reason


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def renamed(name: str, to: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).rename(folder / to)

    return change


def with_bytes(name: str, content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return change


FEW = "\n".join((*PHRASES[:8], PHRASES[0].upper(), "", f"  {PHRASES[1]} ")).encode()
FILES: list[tuple[Callable[[Path], None], str, int | None, str]] = [
    (without("en.phrases.txt"), "en.phrases.txt", None, "example sentences is missing"),
    (without("en.toml"), "en.toml", None, "the words of the type is missing"),
    (without("type.toml"), "type.toml", None, "the file is missing"),
    (renamed("type.toml", "type.toml.txt"), "type.toml.txt", None, "no file of a type is called so"),
    (renamed("en.toml", "fr.toml"), "fr.toml", None, "there are en.phrases.txt, en.toml, he."),
    (renamed("en.phrases.txt", "EN.phrases.txt"), "EN.phrases.txt", None, "no file of a type is called so"),
    (with_bytes("en.phrases.txt", b"plan a visit\nvisit\xff\n"), "en.phrases.txt", 2, "not UTF-8"),
    (with_bytes("type.toml", GOOD.encode("utf-16")), "type.toml", 1, "not UTF-8"),
    (with_bytes("en.phrases.txt", b"\n \n"), "en.phrases.txt", None, "0 different sentences; at least 10"),
    (with_bytes("en.phrases.txt", FEW), "en.phrases.txt", None, "8 different sentences; at least 10"),
]


@pytest.mark.parametrize(("change", "name", "line", "reason"), FILES)
def test_a_mistake_about_a_file_is_told(
    tmp_path: Path, change: Callable[[Path], None], name: str, line: int | None, reason: str
) -> None:
    folder = write_type(tmp_path, "visit", GOOD, wording=WORDS)
    change(folder)
    wrong = loaded(tmp_path)
    assert (wrong.file, wrong.line) == (str(folder / name), line)
    assert reason in wrong.reason


def test_a_type_without_any_words_is_refused(tmp_path: Path) -> None:
    folder = write_type(tmp_path, "visit", GOOD)
    (folder / "en.toml").unlink()
    (folder / "en.phrases.txt").unlink()
    assert "the words of at least one language" in loaded(tmp_path).reason


def test_a_folder_of_types_is_no_file_and_not_empty_and_not_one_type(tmp_path: Path) -> None:
    folder = write_type(tmp_path / "own", "visit", GOOD, wording=WORDS)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "visit").symlink_to(tmp_path / "nowhere")
    assert "it is not there" in loaded(tmp_path / "nowhere").reason
    assert "it is no folder" in loaded(folder / "type.toml").reason
    assert "the folder of one type" in loaded(folder).reason
    assert "there is no type in it" in loaded(tmp_path / "empty").reason
    assert "a link to something that is not there" in loaded(tmp_path / "broken").reason


def test_a_type_that_ships_cannot_be_replaced(tmp_path: Path) -> None:
    folder = write_type(tmp_path, "quote", GOOD.replace('"visit"', '"quote"'), wording=WORDS)
    wrong = loaded(tmp_path)
    assert (wrong.file, wrong.line) == (str(folder / "type.toml"), 1)
    assert "there is a type 'quote' already" in wrong.reason


def test_two_own_types_do_not_share_a_prefix(tmp_path: Path) -> None:
    write_type(tmp_path, "tour", GOOD.replace('"visit"', '"tour"'), wording=WORDS)
    folder = write_type(tmp_path, "visit", GOOD, wording=WORDS)
    wrong = loaded(tmp_path)
    assert (wrong.file, wrong.line) == (str(folder / "type.toml"), 3)
    assert "already that of 'tour'" in wrong.reason


@pytest.mark.parametrize("language", ["en", "it", "he"])
def test_each_language_of_a_type_needs_its_ten_sentences(tmp_path: Path, language: Language) -> None:
    other: Language = "it" if language == "en" else "en"
    write_type(tmp_path, "visit", GOOD, wording=WORDS, language=other)
    folder = write_type(tmp_path, "visit", GOOD, wording=WORDS, phrases="\n".join(PHRASES[:9]), language=language)
    assert loaded(tmp_path).file == str(folder / f"{language}.phrases.txt")


def test_with_somebody_to_tell_all_mistakes_of_all_types_are_told(tmp_path: Path) -> None:
    bad = GOOD.replace('"VI"', '"Q"').replace("required = true", "requird = true").replace('"money"', '"cash"')
    tour = GOOD.replace('"visit"', '"tour"').replace('"VI"', '"Q"')
    write_type(tmp_path, "tour", tour, wording=WORDS.replace("[fields.day]", "[fields.dya]"), phrases="one\n")
    write_type(tmp_path, "visit", bad, wording=WORDS.replace('name = "visit"', 'nmae = "visit"'))
    write_type(tmp_path, "walk", PART.replace('"visit"', '"walk"').replace("it_support", "visit"), wording=WORDS)
    told: list[CatalogueError] = []
    types = load_catalogue(app.TYPES, own=tmp_path, figures=app.FIGURES, tell=told.append)
    assert len(types.requests()) == len(load_catalogue(app.TYPES).requests())
    assert [(Path(one.file).parent.name, Path(one.file).name, one.line, one.reason[:31]) for one in told] == [
        ("tour", "type.toml", 3, "the prefix 'Q' is already that "),
        ("tour", "type.toml", 3, "the prefix of an own type has t"),
        ("tour", "en.toml", None, "the words for the field 'day' a"),
        ("tour", "en.phrases.txt", None, "it has 1 different sentences; a"),
        ("visit", "type.toml", 10, "there is no key 'requird' here:"),
        ("visit", "type.toml", 14, "'cash' is no type: there are pa"),
        ("visit", "en.toml", 1, "there is no key 'nmae' here: do"),
        ("walk", "en.toml", None, "the words for the part 'laptop'"),
    ]
