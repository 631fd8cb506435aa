"""Who learns what of which request by which act: every role, in the team that works it or in another, every type."""

from datetime import date
from itertools import product

import pytest

from bot.catalogue import TEAMS, Kind
from bot.model import FieldValue, Person, Role, Task
from storage.sample import sample_company
from tests.builders import shipped
from tests.handlers.talk import NOW, Said, Talk

ROLES: tuple[Role, ...] = ("requester", "clerk", "manager", "admin")
KINDS = shipped().requests()
SECRET = "zorvexium"

# The rule, written down a second time: does a role see a level in the team that works the task, and in another?
SEES: dict[str, dict[tuple[Role, bool], bool]] = {
    "everyone": dict.fromkeys(product(ROLES, (True, False)), True),
    "team": {(role, own): own or role in {"manager", "admin"} for role, own in product(ROLES, (True, False))},
    "private": {(role, own): own and role != "requester" for role, own in product(ROLES, (True, False))},
}
LEVELS = {
    "payroll": "private",
    "attendance": "private",
    "welfare": "private",
    "employment_contract": "private",
    "recruitment": "private",
    "budget": "private",
    "onboarding": "team",
    "security_incident": "team",
    "payment_request": "team",
    "bank_reconciliation": "team",
}
ABOUT_A_TASK = (
    "status of {}",
    "done {}",
    "cancel {}",
    "reopen {}",
    "approve {}",
    "reject {}: far too much",
    "assign {} to me",
    "comment on {}: what is it about?",
    "remind me tomorrow about {}",
    "tick 1 on {}",
    "{}",
    "no, {}",
)
ABOUT_MANY = (
    "my tasks",
    "all open tasks",
    "what is overdue?",
    "what is waiting for approval?",
    "what is stuck?",
    "which tasks does Nina Ostrander have?",
    f"how is the {SECRET} thing going?",
    "status of the request about Quillon Farrow",
    "give me my summary",
    *(f"what is {team} waiting for?" for team in ("sales", "purchasing", "accounting", "hr", "administration")),
)


def reader(role: Role, team: str) -> Person:
    return Person(
        id=f"{role}-{team}",
        name=f"{role.title()} {team.title()}",
        email=f"{role}.{team}@example.com",
        role=role,
        team=team,
        language="en",
        timezone="Europe/London",
    )


NINA = reader("requester", "sales").model_copy(update={"id": "nina", "name": "Nina Ostrander", "email": "n@x.example"})
OTHER = {team: TEAMS[(place + 1) % len(TEAMS)] for place, team in enumerate(TEAMS)}


def secret_task(kind: Kind, number: int) -> Task:
    """A task that Nina asked for, late and waiting for approval, with a word in it that stands nowhere else."""
    contract = kind.contract
    field = next(spec.name for spec in contract.fields if spec.type in {"text", "party", "person"})
    name = next(spec.type for spec in contract.fields if spec.name == field)
    return Task(
        reference=f"{contract.prefix}-{number:04d}",
        type=kind.id,
        status="awaiting_approval",
        fields={
            field: FieldValue(type=name, content=f"{SECRET} {kind.id}"),
            "colleague": FieldValue(type="person", content="Quillon Farrow"),  # of a type's older version, say
        },
        team=contract.team or "",
        visibility=contract.visibility,
        requester_id=NINA.id,
        due=date(2026, 11, 2),
        language="en",
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.fixture
def office(talk: Talk) -> Talk:
    """The sample company with a colleague of every role in every team, and a task of every type."""
    people = (NINA, *(reader(role, team) for role, team in product(ROLES, TEAMS)))
    with talk.store.write() as uow:
        uow.records.replace(sample_company().model_copy(update={"people": people}))
        for number, kind in enumerate(KINDS, start=11):
            uow.tasks.add(secret_task(kind, number))
        uow.commit()
    talk.people = people
    return talk


def references() -> dict[str, str]:
    return {kind.id: secret_task(kind, number).reference for number, kind in enumerate(KINDS, start=11)}


def shows(said: Said, kind_id: str, reference: str, text: str) -> bool:
    """Whether an answer tells more of a task than the question did."""
    told = said.text.replace(text, "")
    return (
        f"{SECRET} {kind_id}" in told
        or reference in said.reply.tasks
        or (reference in told and reference not in text)
        or any(reference in choice for choice in said.choices)
    )


def test_the_types_have_the_levels_that_their_contents_ask_for() -> None:
    assert {kind.id: kind.contract.visibility for kind in KINDS} == {
        kind.id: LEVELS.get(kind.id, "everyone") for kind in KINDS
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("where", ["own team", "other team"])
def test_a_task_is_shown_by_each_act_to_whom_its_level_allows_and_to_nobody_else(
    office: Talk, role: Role, where: str
) -> None:
    own = where == "own team"
    before = {task.reference: task for task in office.tasks()}
    for kind in KINDS:
        team = kind.contract.team or ""
        who = reader(role, team if own else OTHER[team]).name
        reference = references()[kind.id]
        if SEES[kind.contract.visibility][role, own]:
            assert f"{SECRET} {kind.id}" in office.say(who, f"status of {reference}").text, (who, kind.id)
            continue
        for pattern in ABOUT_A_TASK:
            text = pattern.format(reference)
            assert not shows(office.say(who, text), kind.id, reference, text), (who, text)
        assert office.task(reference) == before[reference], (who, kind.id)
        assert office.reminders(who) == ()


@pytest.mark.parametrize("role", ROLES)
def test_lists_summaries_and_searches_show_only_what_the_reader_may_see(office: Talk, role: Role) -> None:
    def sees(kind: Kind, team: str) -> bool:
        return SEES[kind.contract.visibility][role, kind.contract.team == team]

    for team, text in product(TEAMS, ABOUT_MANY):
        said = office.say(reader(role, team).name, text)
        for kind in KINDS:
            if not sees(kind, team):
                assert not shows(said, kind.id, references()[kind.id], text), (role, team, text, kind.id)


def test_an_office_full_of_secrets_is_seen_by_whoever_asked(office: Talk) -> None:
    for kind in KINDS:
        assert f"{SECRET} {kind.id}" in office.say(NINA.name, f"status of {references()[kind.id]}").text
