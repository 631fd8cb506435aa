"""Every one of the hazards of mail that the project knows has a test that bears its number."""

import re
from pathlib import Path

HAZARDS = range(1, 43)
_TESTS = Path(__file__).parents[1]
_NUMBERED = re.compile(r"def test_hazard_(\d\d)\w*\(")
_FILE = re.compile(r"(\d\d)[a-z]*-[\w-]+\.\w+")


def test_each_hazard_has_a_test() -> None:
    sources = (path.read_text(encoding="utf-8") for path in _TESTS.rglob("test_*.py"))
    tested = {int(number) for source in sources for number in _NUMBERED.findall(source)}
    assert tested == set(HAZARDS)


def test_the_files_of_hazards_are_numbered_and_none_lies_idle() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in _TESTS.rglob("*.py"))
    for path in (_TESTS / "data" / "mail" / "hazards").iterdir():
        numbered = _FILE.fullmatch(path.name)
        assert numbered, path.name
        assert path.stem in sources or f'"{numbered[1]}' in sources, path.name
