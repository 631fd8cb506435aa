"""The catalogue's values, and the guide that explains every key of them."""

import re
from functools import cache
from typing import get_args

import pytest
from pydantic import BaseModel

from bot import app
from bot.catalogue import TEAMS, ApprovalRule, Contract, FieldSpec, FieldWords, Part, Wording
from bot.model import FieldType, NameRole, Visibility
from tests.builders import shipped

GUIDE = app.HERE / "docs" / "request-types.md"


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    """The rows of all tables of the guide."""
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|"))


def tables() -> list[dict[str, tuple[str, ...]]]:
    """Each table of the guide: its rows by their first cell, in which there may be several names."""
    found: list[dict[str, tuple[str, ...]]] = []
    for place, row in enumerate(rows()):
        if place + 1 < len(rows()) and set(rows()[place + 1][0]) == {"-"}:
            found.append({"": row})
        elif set(row[0]) != {"-"}:
            found[-1] |= dict.fromkeys(re.findall(r"`([^`]+)`", row[0]), row)
    return found


@pytest.mark.parametrize("model", [Contract, FieldSpec, ApprovalRule, Part, Wording, FieldWords])
def test_the_guide_has_a_table_with_just_the_keys_of(model: type[BaseModel]) -> None:
    wanted = {*model.model_fields}
    (table,) = [one for one in tables() if {*one} - {""} == wanted and one[""][0].startswith("key")]
    for name, info in model.model_fields.items():
        default = table[name][2]
        needed = info.is_required() or (model, name) in NEEDED_OF_A_REQUEST
        assert default.startswith("needed") == needed, name
        if isinstance(info.default, bool):
            assert default == f"`{str(info.default).lower()}`", name
        elif isinstance(info.default, str) and info.default:
            assert default == f'`"{info.default}"`', name


NEEDED_OF_A_REQUEST = {
    *((Contract, name) for name in ("prefix", "team", "target_hours")),
    *((Wording, name) for name in ("fields", "opens")),
}


def test_the_guide_explains_every_type_of_field_and_every_visibility() -> None:
    explained = [{*one} - {""} for one in tables()]
    assert {*get_args(FieldType)} in explained
    assert {*get_args(Visibility)} in explained


def test_the_guide_lists_every_team_role_and_figure() -> None:
    cells = [*rows()]
    for key, names in (("team", TEAMS), ("role", get_args(NameRole)), ("above", app.FIGURES)):
        assert any(row[0] == f"`{key}`" and all(f"`{name}`" in row[1] for name in names) for row in cells), key


def test_the_types_that_ship_leave_long_prefixes_to_a_company() -> None:
    assert all(len(kind.contract.prefix or "") < 3 for kind in shipped().requests())


@pytest.mark.parametrize(("whole", "answer"), [(1, 1), (2, 1), (8, 4), (15, 8), (16, 8), (40, 8)])
def test_a_type_that_says_nothing_of_its_first_answer_has_half_of_the_whole_up_to_a_day(
    whole: int, answer: int
) -> None:
    kind = {"id": "tour", "prefix": "TO", "team": "sales"}
    assert Contract.model_validate({**kind, "target_hours": whole}).answer_within == answer
    assert Contract.model_validate({**kind, "target_hours": whole, "answer_hours": 1}).answer_within == 1


def test_a_type_is_found_by_the_prefix_of_its_tasks() -> None:
    kind = shipped().by_prefix("IT")
    assert kind is not None
    assert kind.id == "it_support"
    assert shipped().by_prefix("XYZ") is None


@pytest.mark.parametrize(("title", "shown"), [(None, "Car booking"), ("", "Car booking"), ("The car", "The car")])
def test_without_a_title_the_name_is_one(title: str | None, shown: str) -> None:
    words = {"name": "car booking", "summary": "book a car", "example": "a car please"}
    assert Wording.model_validate(words | ({} if title is None else {"title": title})).title == shown
