"""A security incident is its team's alone: nobody else sees it by any act, list or status."""

import pytest

from bot.ports import TaskQuery
from tests.handlers.talk import Talk

INCIDENT = "I clicked a link in a strange email that asked for my password"


@pytest.fixture
def incident(talk: Talk) -> str:
    return talk.say("Denis", INCIDENT).task


@pytest.mark.parametrize(
    "said",
    [
        "status of SI-0001",
        "cancel SI-0001",
        "done SI-0001",
        "reopen SI-0001",
        "approve SI-0001",
        "reject SI-0001: no",
        "assign SI-0001 to me",
        "comment on SI-0001: what is it about?",
        "remind me tomorrow about SI-0001",
        "my tasks",
        "all open tasks",
        "what is overdue?",
        "which tasks does Denis have?",
        "what has my team got?",
        "how is the thing with the strange email going?",
        "status of the password link",
        "no, SI-0001",
        "SI-0001",
    ],
)
@pytest.mark.parametrize("who", ["Hannah", "Yossi"])
def test_another_team_learns_nothing_and_changes_nothing(talk: Talk, incident: str, who: str, said: str) -> None:
    before = talk.task(incident)
    shown = talk.say(who, said)
    assert "strange email" not in shown.text.replace(said, "")
    assert "Denis Popescu\n" not in shown.text
    assert talk.task(incident) == before
    assert incident not in shown.reply.tasks
    assert incident not in " ".join(shown.choices)
    assert talk.kinds_of_events(incident) == ["opened"]
    assert talk.reminders(who) == ()


def test_it_does_not_even_look_different_from_a_task_that_is_not_there(talk: Talk, incident: str) -> None:
    there = talk.say("Hannah", f"status of {incident}").text
    absent = talk.say("Hannah", "status of SI-0999").text
    assert there.replace(incident, "SI-0999") == absent


@pytest.mark.parametrize("who", ["Denis", "Gadi", "Silvia"])
def test_its_team_managers_and_admins_see_it(talk: Talk, incident: str, who: str) -> None:
    assert "strange email" in talk.say(who, f"status of {incident}").text


def test_whoever_reported_it_sees_it(talk: Talk) -> None:
    talk.say("Hannah", INCIDENT)
    assert "strange email" in talk.say("Hannah", "status of SI-0001").text


def test_queries_of_every_kind_leave_it_out(talk: Talk, incident: str) -> None:
    hannah = talk.person("Hannah")
    queries = (TaskQuery(), TaskQuery(types=("security_incident",)), TaskQuery(team="it"), TaskQuery(mine=hannah.id))
    with talk.store.read() as reading:
        assert [reading.tasks.find(query, hannah) for query in queries] == [()] * 4
        assert reading.tasks.get(incident, hannah) is None
        assert reading.tasks.events(incident, hannah) == ()


def test_a_notice_about_it_goes_to_its_team_only(talk: Talk) -> None:
    talk.say("Hannah", INCIDENT)
    told = {person.name for person in talk.people if talk.notices(person.name)}
    assert told == {"Denis Popescu"}
