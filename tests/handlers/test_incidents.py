"""Incidents: who is alerted and may work them, and what is said of steps that were left out."""

from dataclasses import replace

import pytest

from bot.model import Language
from handlers.worker import Worker
from tests.handlers.talk import Talk

# Incidents

INCIDENTS: list[tuple[str, str, Language]] = [
    ("Hannah", "I clicked on a phishing link and typed my password", "en"),
    ("Alessio", "ho aperto un allegato di phishing e inserito le credenziali", "it"),
    ("Maayan", "לחצתי על קישור פישינג והקלדתי את הסיסמה שלי", "he"),
]


@pytest.fixture
def on_call(talk: Talk) -> Talk:
    """Paolo, of purchasing, is on call."""
    names = talk.worker._inbound._names
    rules = talk.parts.rules.model_copy(update={"on_call": (talk.person("Paolo").email,)})
    talk.parts = replace(talk.parts, rules=rules)
    talk.worker = Worker(talk.parts)
    talk.worker._inbound._names = names
    return talk


@pytest.mark.parametrize(("who", "said"), [(who, said) for who, said, _ in INCIDENTS])
def test_who_is_paged_from_another_team_can_work_the_incident(on_call: Talk, who: str, said: str) -> None:
    reference = on_call.say(who, said).task
    (page,) = on_call.notices("Paolo")
    assert reference in page
    assert reference in on_call.say("Paolo", f"status {reference}").text
    on_call.say("Paolo", f"tick 1 of {reference}")
    assert on_call.task(reference).checklist[0].done
    on_call.say("Paolo", f"done {reference}")
    assert on_call.task(reference).status == "done"


@pytest.mark.parametrize("who", ["Lorenza", "Yossi"])
def test_who_was_not_paged_does_not_see_the_incident(on_call: Talk, who: str) -> None:
    reference = on_call.say(*INCIDENTS[0][:2]).task
    assert "phishing" not in on_call.say(who, f"status {reference}").text


@pytest.mark.parametrize(("who", "said", "language"), INCIDENTS)
def test_the_reporter_reads_who_was_alerted_and_what_to_do_meanwhile(
    on_call: Talk, who: str, said: str, language: Language
) -> None:
    told = on_call.say(who, said)
    type_ = on_call.task(told.task).type
    meanwhile = on_call.parts.catalogue[type_].words(language).meanwhile
    assert meanwhile
    assert meanwhile in told.text
    assert on_call.person("Paolo").name in told.text


# Steps that were left out


@pytest.mark.parametrize(("said", "language"), [("done {}", "en"), ("chiudi {}", "it"), ("לסגור את {}", "he")])
@pytest.mark.parametrize("ticked", [0, 1, 3])
def test_closing_says_how_many_steps_were_left_once_some_are_ticked(
    talk: Talk, said: str, language: Language, ticked: int
) -> None:
    reference = talk.say("Hannah", "the printer on the second floor keeps jamming").task
    steps = len(talk.task(reference).checklist)
    for step in range(1, ticked + 1):
        talk.say("Denis", f"tick {step} of {reference}")
    left = steps - ticked
    told = talk.say("Denis", said.format(reference))
    assert talk.task(reference).status == "done"
    assert (talk.worded("steps-skipped", language, count=left) in told.text) == (ticked > 0)


def test_closing_with_every_step_ticked_says_nothing_of_steps(talk: Talk) -> None:
    reference = talk.say("Hannah", "the printer on the second floor keeps jamming").task
    talk.say("Denis", f"tick all of {reference}")
    assert "checklist" not in talk.say("Denis", f"done {reference}").text


def test_closing_an_incident_always_says_how_many_steps_were_left(talk: Talk) -> None:
    reference = talk.say(*INCIDENTS[0][:2]).task
    steps = len(talk.task(reference).checklist)
    told = talk.say("Denis", f"done {reference}")
    assert talk.worded("steps-skipped", "en", count=steps) in told.text
