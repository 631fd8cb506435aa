"""One scenario on terminal, Slack, Telegram and email: the same tasks come of it, whatever the road."""

import json
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.house import Company, House, made_company
from tests.e2e.roads import Road, SlackRoad, Step, both, in_group, road, text_of
from tests.news import until

SCENARIO = Path(__file__).parents[1] / "data" / "scenario.toml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario has led to, without what belongs to its road."""

    tasks: dict[str, Any]
    mails: list[tuple[str, str, str]]
    files: dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return made_company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
async def at_terminals(company: Company, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Outcome]:
    async with road("terminal", company, tmp_path_factory.mktemp("terminal")) as way:
        yield await played(way)


async def played(way: Road) -> Outcome:
    """The outcome of the whole scenario on this road, on which nothing may go wrong."""
    for scene in tomllib.loads(SCENARIO.read_text(encoding="utf-8"))["scenes"]:
        way.new_scene()
        for given in scene["steps"]:
            step = Step(**given)
            seen = "\n".join(await way.do(step))
            assert seen, f"{scene['name']}: {step.who} is told nothing"
            assert step.sees in seen, f"{scene['name']}: {step.who} sees {seen!r}"
    assert way.house.troubles() == []
    return outcome(way)


def outcome(way: Road) -> Outcome:
    tasks = way.house.tasks()
    mails = sorted((str(mail["To"]), str(mail["Subject"]), text_of(mail)) for mail in way.mails())
    return Outcome(
        tasks={task.reference: as_it_stands(way.house, task.reference) for task in tasks},
        mails=mails,
        files={task.reference: way.house.files(task.reference) for task in tasks},
    )


def as_it_stands(inside: House, reference: str) -> dict[str, Any]:
    """A task with its events, without times and the ids of messages."""
    task = next(one for one in inside.tasks() if one.reference == reference)
    kept = task.model_dump(mode="json", exclude={"created_at", "updated_at", "fields"})
    kept["fields"] = {name: value.model_dump(mode="json", exclude={"source"}) for name, value in task.fields.items()}
    kept["events"] = [(event.kind, event.actor_id, event.why) for event in inside.events(reference)]
    return kept


async def test_at_terminals_the_scenario_leads_to_what_it_should(at_terminals: Outcome) -> None:
    found = {reference: (task["type"], task["status"]) for reference, task in at_terminals.tasks.items()}
    assert found == {
        "IT-0001": ("it_support", "done"),
        "IT-0002": ("it_support", "open"),
        "AT-0001": ("attendance", "done"),
        "Q-0001": ("quote", "done"),
        "Q-0002": ("quote", "done"),
        "Q-0003": ("quote", "rejected"),
        "Q-0004": ("quote", "done"),
        "SR-0001": ("supplier_registration", "waiting"),
    }


@pytest.mark.parametrize("name", ["slack", "telegram", "mail"])
async def test_the_scenario_ends_with_the_same_tasks_on(
    name: str, company: Company, at_terminals: Outcome, tmp_path: Path
) -> None:
    async with road(name, company, tmp_path) as way:
        found = await played(way)
        group = way.in_group()
    assert found.tasks == at_terminals.tasks
    assert found.mails == at_terminals.mails
    assert [one[0] for one in found.files["IT-0002"]] == ["screen.png"]
    assert {**found.files, "IT-0002": []} == at_terminals.files  # a terminal takes no files
    assert not any("AT-" in said or "ferie" in said for said in group)


async def test_a_request_begun_on_telegram_is_finished_on_slack_and_its_old_buttons_do_nothing_more(
    company: Company, tmp_path: Path
) -> None:
    async with both(company, tmp_path) as (slack, telegram):
        inside = slack.house
        await telegram.link(inside.person("Lorenza"), inside.person("Gadi"))
        begun = Step("Lorenza", writes="preventivo per Clinica San Marziale: 5 bracci porta monitor, sconto 15%")
        assert "San Marziale" in (await telegram.do(begun))[-1]
        old = telegram.button_of("Lorenza", "Sì")
        taken_up = await slack.do(Step("Lorenza", writes="riprendi"))
        assert "San Marziale" in taken_up[-1]
        assert "Q-0001" in "\n".join(await slack.do(Step("Lorenza", presses="Sì")))
        assert "Q-0001" in telegram.shown(inside.person("Gadi"))[-1]
        told = len(slack.shown(inside.person("Lorenza")))
        await telegram.do(Step("Gadi", presses="אישור"))
        assert "Q-0001" in "".join(slack.shown(inside.person("Lorenza"))[told:]), "she is told where she last was"
        assert not any("Q-0001" in said for said in telegram.shown(inside.person("Lorenza")))
        await telegram.press_old("Lorenza", old)
        (task,) = inside.tasks()
        assert (task.status, task.requester_id) == ("done", inside.person("Lorenza").id)
        assert [(event.kind, event.channel) for event in inside.events("Q-0001")][:2] == [
            ("opened", "slack"),
            ("approved", "telegram"),
        ]
        assert inside.troubles() == []


async def test_a_question_of_a_group_is_answered_in_the_supergroup_that_it_became(
    company: Company, tmp_path: Path
) -> None:
    async with in_group(company, tmp_path, "Hannah") as way:
        greeted = way.shown(way.house.person("Hannah"))
        await way.do(Step("Hannah", writes="quote for Pemberton: 12 task chairs Linea", group=True))
        assert "Pemberton" in way.in_group()[-1]
        hannah = way.people[way.house.person("Hannah").id]
        way.group = hannah.upgrades(way.group)
        await way.do(Step("Hannah", writes="yes", group=True))
        assert any("Q-0001" in said for said in way.in_group())
        assert way.shown(way.house.person("Hannah")) == greeted
        (task,) = way.house.tasks()
        assert (task.type, task.status) == ("quote", "done")
        assert way.house.troubles() == []


def on_page(way: SlackRoad, who: str) -> str:
    """What somebody's home tab says."""
    home = way.server.home(way.user(way.house.person(who)))
    return json.dumps(home.blocks, ensure_ascii=False) if home else ""


async def test_a_home_tab_follows_what_others_do_elsewhere_and_its_own_buttons(
    company: Company, tmp_path: Path
) -> None:
    async with both(company, tmp_path) as (slack, telegram):
        denis = slack.user(slack.house.person("Denis"))
        await telegram.link(slack.house.person("Hannah"))
        assert (await slack.server.open_home(denis)).acknowledged
        await slack.do(Step("Denis", writes="/my"))
        assert "IT-0001" not in on_page(slack, "Denis")
        await telegram.do(Step("Hannah", writes="the printer on the second floor is broken"))
        await until(lambda: "IT-0001" in on_page(slack, "Denis"))
        page = slack.server.home(denis)
        assert page is not None
        take = next(
            element["action_id"]
            for block in page.blocks
            for element in block.get("elements", ())
            if element.get("value", "").startswith("act:take:")
        )
        assert (await slack.server.act(denis, page, take)).acknowledged
        await slack.house.settle()
        await until(lambda: "act:take:" not in on_page(slack, "Denis"))
        assert "IT-0001" in on_page(slack, "Denis")
        assert [call.method for call in slack.server.calls].count("views.publish") == 3
