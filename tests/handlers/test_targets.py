"""Targets and the other side's days off, as people meet them: in a task's state, unasked, and when they say a day."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.bidi import plain
from bot.cli.tasks import show
from bot.clock.settings import ClockSettings
from bot.settings import Settings
from tests.handlers.talk import Clock as Watch
from tests.handlers.talk import Talk
from tests.handlers.ticking import Ticking

LETTER = "write a letter to {to} about the lift, by {day}"


def test_who_works_a_task_sees_until_when_it_wants_an_answer_and_who_asked_does_not(talk: Talk) -> None:
    talk.say("Hannah", "my laptop does not start")
    worker, asker = talk.say("Denis", "status of IT-0001").text, talk.say("Hannah", "status of IT-0001").text
    assert "first answer by: Fri 20 Nov 2026, 15:00" in worker
    assert "to be resolved by: Mon 23 Nov 2026, 10:00" in worker
    assert "first answer" not in asker


def test_what_nobody_answers_is_told_to_its_team_once_and_stands_with_the_task(talk: Talk, clock: Watch) -> None:
    talk.say("Hannah", "my laptop does not start")
    ticking = Ticking(talk, clock)
    told = len(talk.notices("Denis"))
    ticking.at("2026-11-20 14:59")
    assert len(talk.notices("Denis")) == told
    ticking.at("2026-11-20 15:00")
    ticking.at("2026-11-20 15:01")
    wanted = (
        "IT-0001 (IT support) should have had a first answer by Fri 20 Nov 2026, 15:00. Nobody has answered it yet."
    )
    assert talk.notices("Denis")[told:] == [wanted]
    assert talk.kinds_of_events("IT-0001") == ["opened", "answer_missed"]
    assert "15:00 · assistant · saw the first answer overdue" in talk.say("Denis", "status of IT-0001").text
    assert "overdue" not in talk.say("Hannah", "status of IT-0001").text
    talk.say("Denis", "I'll take IT-0001")
    ticking.at("2026-11-23 10:00")
    ticking.at("2026-11-24 10:00")
    late = "IT-0001 (IT support) should have been resolved by Mon 23 Nov 2026, 10:00 and is still open."
    assert [one for one in talk.notices("Denis") if "should have been resolved" in one] == [late]
    assert not [one for one in talk.notices("Denis") if "was due" in one]
    assert talk.kinds_of_events("IT-0001").count("resolution_missed") == 1


def test_without_targets_nothing_is_said_of_them(talk: Talk, clock: Watch) -> None:
    talk.say("Hannah", "my laptop does not start")
    told = len(talk.notices("Denis"))
    ticking = Ticking(talk, clock, ClockSettings(targets=False))
    ticking.at("2026-11-20 17:00")
    assert (len(talk.notices("Denis")), talk.kinds_of_events("IT-0001")) == (told, ["opened"])


def test_the_state_of_a_task_tells_of_a_chaser_and_of_a_second_approver(talk: Talk, clock: Watch) -> None:
    talk.says("Hannah", "please register a new supplier: Kestrel Paper, mail accounts@kestrel.example", "yes")
    Ticking(talk, clock, ClockSettings(chaser="automatic")).at("2026-11-26 10:30")
    assert talk.kinds_of_events("SR-0001")[-1] == "chased"
    assert "wrote to the supplier again" in talk.say("Hannah", "status of SR-0001").text


@pytest.mark.parametrize(
    ("who", "said", "note"),
    [
        ("Hannah", LETTER.format(to="Gilboa Medical Center", day="Friday 27 November"), "is a day off in Israel."),
        ("Hannah", LETTER.format(to="Gilboa Medical Center", day="Thursday 26 November"), ""),
        ("Hannah", LETTER.format(to="Officine Tarello", day="Friday 27 November"), ""),
        (
            "Federica",
            "scrivi una lettera a Gilboa Medical Center per l'ascensore, entro venerdì 27 novembre",
            "Attenzione: in Israele venerdì 27 novembre 2026 non si lavora.",
        ),
        (
            "Maayan",
            "לכתוב מכתב אל Studio Legale Ferraris & Nobili בעניין המעלית, עד יום ראשון 29 בנובמבר",
            "לתשומת לב: באיטליה לא עובדים ביום ראשון, 29 בנובמבר 2026.",
        ),
    ],
)
def test_a_day_that_somebody_says_stays_and_they_hear_that_the_other_side_is_off(
    talk: Talk, who: str, said: str, note: str
) -> None:
    answer = talk.say(who, said)
    days = {"26": date(2026, 11, 26), "27": date(2026, 11, 27), "29": date(2026, 11, 29)}
    assert talk.task("CO-0001").due == next(day for number, day in days.items() if number in said)
    assert note in answer.text
    assert bool(note) == ("\n\n" in answer.text)


def test_a_summary_says_that_the_other_side_is_off_before_it_is_confirmed(talk: Talk) -> None:
    shown = talk.say("Hannah", "quote for Gilboa Medical Center: 3 Desk Tavor 140, by Friday 27 November")
    assert shown.text.startswith("Friday, 27 November 2026 is a day off in Israel.")
    assert talk.say("Hannah", "yes").text.count("day off") == 0


@pytest.mark.parametrize(
    ("to", "due"), [("Gilboa Medical Center", date(2026, 11, 30)), ("Tarello Logistica", date(2026, 11, 27))]
)
def test_a_day_that_nobody_says_is_one_on_which_both_sides_work(talk: Talk, to: str, due: date) -> None:
    talk.say("Hannah", f"contract with {to} about cleaning")
    assert talk.task("CT-0001").due == due


def test_a_digest_says_which_targets_were_missed_since_the_last_one_to_those_who_may_see(
    talk: Talk, clock: Watch
) -> None:
    talk.say("Hannah", "my laptop does not start")
    Ticking(talk, clock).at("2026-11-20 15:00")
    with talk.store.read() as reading:
        digests = {
            who: talk.parts.digest(reading, talk.person(who), datetime(2026, 11, 23, 8, tzinfo=UTC))
            for who in ("Denis", "Federica")
        }
        later = talk.parts.digest(reading, talk.person("Denis"), datetime(2026, 11, 25, 8, tzinfo=UTC))
    found = {who: [one for one in made.sections if one.id == "missed"] for who, made in digests.items() if made}
    (section,) = found["Denis"]
    assert talk.parts.speech.say(section.title, "en") == "Targets missed: 1"
    said = plain(talk.parts.speech.say(section.items[0].said, "en"))
    assert said == "IT-0001 · IT support · my laptop does not start · no first answer in time"
    assert not found.get("Federica")
    assert later is None or "missed" not in {one.id for one in later.sections}


def test_tasks_show_tells_how_the_targets_stand(talk: Talk, tmp_path: Path, capfdbinary: Any) -> None:
    talk.say("Hannah", "my laptop does not start")
    settings = Settings(data_dir=tmp_path)
    show(settings, "it-0001", as_json=True)
    targets = json.loads(capfdbinary.readouterr().out)["targets"]
    assert {name: (one["hours"], one["deadline"]) for name, one in targets.items()} == {
        "answer": (4, "2026-11-20T14:00:00+00:00"),
        "resolution": (8, "2026-11-23T09:00:00+00:00"),
    }
    show(settings, "IT-0001", as_json=False)
    assert "  first answer" in capfdbinary.readouterr().out.decode()
