"""Who may work on a task, who may decide on it, and whom to ask."""

import pytest

from bot.model import Person, Role
from bot.permissions import approvers, may_decide, may_work
from tests.builders import ALICE, BOB, CHARLIE, person, task

DANA = person("Dana", role="clerk", team="accounting")
ERIC = person("Eric", role="admin", team="administration")
FAY = person("Fay", role="manager", team="it")
GUY = person("Guy", role="manager", team="sales")


@pytest.mark.parametrize(
    ("who", "may"), [(ALICE, True), (BOB, True), (CHARLIE, True), (DANA, False), (ERIC, True), (FAY, True)]
)
def test_work_is_for_requester_team_managers_and_admins(who: Person, may: bool) -> None:  # noqa: FBT001  a column
    assert may_work(who, task()) == may


def test_work_is_for_the_assignee_of_any_team() -> None:
    assert may_work(DANA, task(assignee_id=DANA.id))


@pytest.mark.parametrize(("role", "may"), [("requester", False), ("clerk", False), ("manager", True), ("admin", True)])
def test_deciding_is_for_managers_and_admins(role: Role, may: bool) -> None:  # noqa: FBT001  a table's column
    assert may_decide(person("Zoe", role=role, team="it"), task()) == may


@pytest.mark.parametrize("who", [CHARLIE, ERIC])
def test_nobody_decides_on_their_own_request(who: Person) -> None:
    assert not may_decide(who, task(requester_id=who.id))


@pytest.mark.parametrize(
    ("people", "requester", "asked"),
    [
        ((ALICE, BOB, CHARLIE, ERIC, FAY, GUY), ALICE, (FAY,)),  # the team's own manager
        ((ALICE, BOB, CHARLIE, ERIC, GUY), ALICE, (CHARLIE,)),  # else the management
        ((ALICE, BOB, ERIC, GUY), ALICE, (GUY,)),  # else any manager
        ((ALICE, BOB, ERIC), ALICE, (ERIC,)),  # else the admins
        ((ALICE, BOB), ALICE, ()),
        ((CHARLIE, FAY), FAY, (CHARLIE,)),  # never whoever asked
        ((FAY,), FAY, ()),
    ],
)
def test_the_nearest_who_may_decide_are_asked(
    people: tuple[Person, ...], requester: Person, asked: tuple[Person, ...]
) -> None:
    assert approvers(people, task(requester_id=requester.id)) == asked
