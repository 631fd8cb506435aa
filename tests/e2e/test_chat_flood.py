"""Two hundred people write at once on Slack and Telegram: nothing is lost, nothing doubled, everybody's order kept."""

from pathlib import Path

import pytest

from tests.e2e.flood import crowd, flood
from tests.e2e.house import Company, made_company

EACH = 2
"""Messages of each; the bench has ten, two thousand in all."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return made_company(tmp_path_factory.mktemp("company"))


async def test_two_hundred_people_at_once_are_each_answered_once_and_in_order(company: Company, tmp_path: Path) -> None:
    people = crowd(200)
    found = await flood(company, tmp_path, people=len(people), each=EACH, seconds=120)
    assert found.troubles == []
    assert found.kept == len(people) * EACH
    assert found.tasks == {one.id: 1 for one in people}
    assert {one: len(answers) for one, answers in found.answers.items()} == {one.id: EACH for one in people}
    assert {one.id: found.numbers(one.id) for one in people} == {one.id: [*range(9001, 9000 + EACH)] for one in people}
