"""Tasks with parts and checklists, whoever is on call, and what a team's load tells to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.model import CLOSED
from handlers.worker import Worker
from tests.handlers.talk import Talk

PARTS = {
    "IT-0001": ("it_support", "it", "Denis"),
    "PY-0001": ("payroll", "hr", "Rania"),
    "WF-0001": ("welfare", "hr", "Rania"),
}
NEWCOMER = "Marcus Webb joins sales on 7 January, can you get everything ready for him?"


@pytest.fixture
def onboarding(talk: Talk) -> Talk:
    talk.say("Hannah", NEWCOMER)
    return talk


def status(talk: Talk, reference: str) -> str:
    return talk.task(reference).status


def ticks(talk: Talk, reference: str) -> list[int]:
    """The numbers of the steps that are ticked."""
    return [place for place, step in enumerate(talk.task(reference).checklist, start=1) if step.done]


# Parts


@pytest.mark.parametrize(
    ("who", "said", "name"),
    [
        ("Hannah", NEWCOMER, "Marcus Webb"),
        ("Alessio", "il 7 gennaio entra in squadra Chiara Donati, prepariamo tutto per il suo arrivo", "Chiara Donati"),
        ("Maayan", "ב-7.1 מצטרפת אלינו תמר גולן, צריך להכין לה עמדה ומחשב", "תמר גולן"),
    ],
)
def test_an_onboarding_opens_a_part_for_each_team_concerned(talk: Talk, who: str, said: str, name: str) -> None:
    answer = talk.say(who, said)
    whole = talk.task("ON-0001")
    assert {task.reference for task in talk.tasks()} == {"ON-0001", *PARTS}
    for reference, (kind, team, _) in PARTS.items():
        part = talk.task(reference)
        assert (part.type, part.team, part.parent) == (kind, team, "ON-0001")
        assert (part.requester_id, part.language, part.status) == (whole.requester_id, whole.language, "open")
        assert (part.visibility, part.due) == (talk.parts.catalogue[kind].contract.visibility, date(2027, 1, 7))
        assert name in str(part.fields["subject"].content)
        assert "{" not in str(part.fields["subject"].content)
        assert (talk.events(reference)[0].kind, talk.events(reference)[0].why) == ("opened", "ON-0001")
        assert reference in answer.text
    assert [len(talk.notices(one)) for one in ("Denis", "Rania", who)] == [1, 3, 0]


def test_the_whole_is_not_done_before_its_parts(onboarding: Talk) -> None:
    talk = onboarding
    for left in (["IT-0001", "PY-0001", "WF-0001"], ["PY-0001", "WF-0001"], ["WF-0001"]):
        refused = talk.say("Rania", "done ON-0001").text
        assert [reference for reference in PARTS if reference in refused] == left
        assert status(talk, "ON-0001") == "open"
        talk.say(PARTS[left[0]][2], f"done {left[0]}")
    talk.say("Rania", "done ON-0001")
    assert status(talk, "ON-0001") == "done"


def test_the_whole_notes_each_part_that_is_closed(onboarding: Talk) -> None:
    for reference, (_, _, who) in PARTS.items():
        onboarding.say(who, f"done {reference}")
    noted = [(event.kind, event.why) for event in onboarding.events("ON-0001")]
    assert noted == [("opened", None), *(("part_closed", reference) for reference in PARTS)]


def test_after_the_last_part_its_team_is_told_what_is_left(onboarding: Talk) -> None:
    talk = onboarding
    talk.says("Rania", "done PY-0001", "done WF-0001")
    talk.say("Denis", "done IT-0001")
    left = talk.worded(
        "parts-done-steps-left", "he", reference="ON-0001", title=talk.parts.catalogue["onboarding"].words("he").title
    )
    assert talk.notices("Rania")[-1] == left
    assert status(talk, "ON-0001") == "open"


def test_whoever_closes_the_last_part_and_works_the_whole_reads_what_is_left_at_once(onboarding: Talk) -> None:
    talk = onboarding
    talk.say("Denis", "done IT-0001")
    last = talk.says("Rania", "done PY-0001", "done WF-0001")
    title = talk.parts.catalogue["onboarding"].words("en").title
    assert talk.worded("parts-done-steps-left", "en", reference="ON-0001", title=title) in last.text
    assert status(talk, "ON-0001") == "open"


def test_somebody_of_another_team_who_closes_the_last_part_reads_nothing_of_the_whole(onboarding: Talk) -> None:
    talk = onboarding
    talk.says("Rania", "done PY-0001", "done WF-0001")
    assert "ON-0001" not in talk.say("Denis", "done IT-0001").text


def test_the_whole_is_closed_with_its_last_part_once_all_steps_are_ticked(onboarding: Talk) -> None:
    talk = onboarding
    talk.says("Rania", "tick all steps of ON-0001", "done PY-0001", "done WF-0001")
    assert status(talk, "ON-0001") == "open"
    talk.say("Denis", "done IT-0001")
    assert status(talk, "ON-0001") == "done"
    assert talk.kinds_of_events("ON-0001")[-2:] == ["part_closed", "done"]
    assert talk.events("ON-0001")[-1].actor_id is None
    assert "ON-0001" in talk.notices("Hannah")[-1]
    assert "ON-0001" in talk.notices("Rania")[-1]


def test_the_whole_is_closed_with_its_last_step_once_all_parts_are_done(onboarding: Talk) -> None:
    talk = onboarding
    talk.say("Denis", "done IT-0001")
    talk.says("Rania", "done PY-0001", "done WF-0001", "tick steps 1 to 4 of ON-0001")
    assert status(talk, "ON-0001") == "open"
    talk.say("Rania", "tick step 5 of ON-0001")
    assert status(talk, "ON-0001") == "done"
    assert talk.kinds_of_events("ON-0001")[-2:] == ["ticked", "done"]
    assert "ON-0001" in talk.notices("Hannah")[-1]


def test_a_cancelled_whole_takes_its_open_parts_with_it(onboarding: Talk) -> None:
    talk = onboarding
    talk.say("Denis", "done IT-0001")
    talk.say("Hannah", "cancel ON-0001")
    assert [status(talk, one) for one in ("ON-0001", *PARTS)] == ["cancelled", "done", "cancelled", "cancelled"]
    assert [(talk.events(one)[-1].kind, talk.events(one)[-1].why) for one in ("PY-0001", "WF-0001")] == [
        ("cancelled", "ON-0001")
    ] * 2
    assert sum("PY-0001" in notice for notice in talk.notices("Rania")) == 2
    assert len(talk.notices("Denis")) == 1


def test_a_cancelled_part_holds_the_whole_up_no_longer(onboarding: Talk) -> None:
    talk = onboarding
    talk.says("Rania", "done PY-0001", "cancel WF-0001")
    talk.say("Denis", "done IT-0001")
    talk.say("Rania", "done ON-0001")
    assert status(talk, "ON-0001") == "done"


def test_a_part_that_is_opened_again_holds_the_whole_up_again(onboarding: Talk) -> None:
    talk = onboarding
    talk.says("Rania", "done PY-0001", "done WF-0001", "reopen WF-0001")
    talk.say("Denis", "done IT-0001")
    talk.say("Rania", "done ON-0001")
    assert status(talk, "ON-0001") == "open"


class Interrupted:
    """A store before whose next writing of a decision something else happens."""

    def __init__(self, store: Any, meanwhile: Callable[[], None]) -> None:
        self._store, self._meanwhile, self.armed = store, meanwhile, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write(self, *, durable: bool = True) -> Any:
        if self.armed:
            self.armed = False
            self._meanwhile()
        return self._store.write(durable=durable)


@pytest.mark.parametrize("ticked", [True, False])
def test_two_parts_closed_at_the_same_moment_close_the_whole_once(onboarding: Talk, *, ticked: bool) -> None:
    """Denis's decision is made on facts from before Rania's, which is written first."""
    talk = onboarding
    talk.say("Rania", "done WF-0001")
    if ticked:
        talk.say("Rania", "tick all steps of ON-0001")
    plain, understander = talk.parts, talk.parts.understander

    def meanwhile() -> None:
        Worker(replace(plain, worker="other")).work()
        assert status(talk, "PY-0001") == "done"

    store = Interrupted(talk.store, meanwhile)

    class Arming(type(understander)):  # type: ignore[misc]  # the frozen class of whatever understands
        def understand(self, *args: Any, **kwargs: Any) -> Any:
            store.armed = not talk.events("PY-0001")[1:]
            return understander.understand(*args, **kwargs)

    arming = Arming(
        understander.catalogue,
        understander.intents,
        understander.languages,
        understander.lexicon,
        understander.tasks,
    )
    denis, rania = talk.take("Denis", "done IT-0001"), talk.take("Rania", "done PY-0001")
    Worker(replace(plain, store=store, understander=arming, worker="first")).work()
    talk.finish()
    assert talk.answer_to(denis).reply.tasks
    assert talk.answer_to(rania).reply.tasks
    closed = [event.why for event in talk.events("ON-0001") if event.kind == "part_closed"]
    assert sorted(filter(None, closed)) == ["IT-0001", "PY-0001", "WF-0001"]
    assert closed[-1] == "IT-0001"
    assert talk.kinds_of_events("ON-0001").count("done") == int(ticked)
    assert status(talk, "ON-0001") == ("done" if ticked else "open")
    assert sum("ON-0001" in notice for notice in talk.notices("Hannah")) == int(ticked)


# Checklists


@pytest.fixture
def printer(talk: Talk) -> Talk:
    talk.say("Hannah", "the printer on the second floor keeps jamming")
    return talk


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("tick 2", [2]),
        ("tick step 2 of IT-0001", [2]),
        ("tick 1 and 3", [1, 3]),
        ("tick steps 1 to 3", [1, 2, 3]),
        ("tick 2-4 of IT-0001", [2, 3, 4]),
        ("tick the first step", [1]),
        ("tick the last step of IT-0001", [4]),
        ("tick all steps", [1, 2, 3, 4]),
        ("spunta il passo 2", [2]),
        ("spunta i passi 1 e 3 di IT-0001", [1, 3]),
        ("spunta i passi dal 2 al 4", [2, 3, 4]),
        ("spunta il primo passo", [1]),
        ("spunta tutti i passi di IT-0001", [1, 2, 3, 4]),
        ("לסמן את שלב 2", [2]),
        ("לסמן את שלבים 1 ו-3 ב-IT-0001", [1, 3]),
        ("לסמן שלבים 2 עד 4", [2, 3, 4]),
        ("לסמן את השלב הראשון", [1]),
        ("לסמן את כל השלבים ב-IT-0001", [1, 2, 3, 4]),
    ],
)
def test_steps_are_ticked_by_number_place_span_or_all(printer: Talk, said: str, wanted: list[int]) -> None:
    talk = printer
    assert len(talk.task("IT-0001").checklist) == 4
    talk.says("Denis", "status of IT-0001", said)
    assert ticks(talk, "IT-0001") == wanted
    assert status(talk, "IT-0001") == "open"
    last = talk.events("IT-0001")[-1]
    assert (last.kind, last.actor_id, last.data["steps"]) == ("ticked", talk.person("Denis").id, wanted)


def test_a_step_is_ticked_by_its_own_words(printer: Talk) -> None:
    step = printer.task("IT-0001").checklist[2].text
    printer.say("Denis", f"tick the step “{step}” of IT-0001")
    assert ticks(printer, "IT-0001") == [3]


@pytest.mark.parametrize(
    "said", ["untick step 2 of IT-0001", "togli la spunta dal passo 2 di IT-0001", "לבטל סימון של שלב 2 ב-IT-0001"]
)
def test_a_tick_is_taken_off_again(printer: Talk, said: str) -> None:
    printer.says("Denis", "tick 1 and 2 of IT-0001", said)
    assert ticks(printer, "IT-0001") == [1]
    assert printer.kinds_of_events("IT-0001") == ["opened", "ticked", "unticked"]


def test_which_step_is_asked_when_none_is_meant_and_a_number_answers(printer: Talk) -> None:
    asked = printer.say("Denis", "tick step 9 of IT-0001")
    assert asked.reply.asks is not None
    assert ticks(printer, "IT-0001") == []
    printer.say("Denis", "2")
    assert ticks(printer, "IT-0001") == [2]


def test_all_ticks_do_not_close_a_task_but_say_how(printer: Talk) -> None:
    shown = printer.say("Denis", "tick all steps of IT-0001")
    assert printer.worded("all-ticked", "en", reference="IT-0001") in shown.text
    assert status(printer, "IT-0001") == "open"


@pytest.mark.parametrize("who", ["Lorenza", "Yossi", "Maayan"])
def test_who_does_not_work_a_task_does_not_tick_it(printer: Talk, who: str) -> None:
    refused = printer.say(who, "tick step 1 of IT-0001")
    team = printer.worded("team-it", "en")
    assert refused.text == printer.worded("not-yours", "en", reference="IT-0001", team=team)
    assert ticks(printer, "IT-0001") == []


def test_a_closed_task_is_not_ticked(printer: Talk) -> None:
    printer.says("Denis", "done IT-0001", "tick step 1 of IT-0001")
    assert ticks(printer, "IT-0001") == []
    assert status(printer, "IT-0001") in CLOSED


def test_a_checklist_is_shown_to_each_reader_in_the_language_they_ask_in(printer: Talk) -> None:
    for said, language in (
        ("status of IT-0001", "en"),
        ("a che punto è IT-0001?", "it"),
        ("מה המצב של IT-0001?", "he"),
    ):
        shown = printer.say("Denis", said).text
        steps = printer.parts.catalogue["it_support"].words(language).checklist  # type: ignore[arg-type]
        assert all(step in shown for step in steps)


# On call

INCIDENT = "I clicked a link in a strange email that asked for my password"


def on_call(talk: Talk, *names: str) -> None:
    addresses = tuple(talk.person(name).email for name in names)
    talk.parts = replace(talk.parts, rules=talk.parts.rules.model_copy(update={"on_call": addresses}))
    talk.worker = Worker(talk.parts)


def away(talk: Talk, who: str, *, until: date = date(2026, 11, 20)) -> None:
    """Somebody has reported sick, until a day."""
    reference = talk.say(who, "I'm off sick today").task
    with talk.store.write() as uow:
        (absence,) = (one for one in uow.absences.of() if one.person_id == talk.person(who).id)
        assert absence.reference == reference
        uow.absences.put(absence.model_copy(update={"start": date(2026, 11, 18), "end": until}))
        uow.commit()


def paged(talk: Talk) -> set[str]:
    return {person.name for person in talk.people if any("🚨" in notice for notice in talk.notices(person.name))}


@pytest.mark.parametrize(
    ("names", "missing", "who"),
    [
        (("Gadi", "Denis"), (), "גדי בן-שחר"),
        (("Denis", "Gadi"), (), "Denis Popescu"),
        (("Gadi", "Denis"), ("Gadi",), "Denis Popescu"),
        (("Gadi", "Denis"), ("Gadi", "Denis"), "גדי בן-שחר"),
        ((), (), "Denis Popescu"),
    ],
)
def test_an_incident_pages_the_first_on_call_who_is_not_away(
    talk: Talk, names: tuple[str, ...], missing: tuple[str, ...], who: str
) -> None:
    on_call(talk, *names)
    for name in missing:
        away(talk, name)
    talk.say("Hannah", INCIDENT)
    assert paged(talk) == {who}
    assert len(talk.notices("Denis")) == 1


def test_who_is_back_from_leave_is_paged_again(talk: Talk) -> None:
    on_call(talk, "Gadi", "Denis")
    away(talk, "Gadi", until=date(2026, 11, 19))
    talk.say("Hannah", INCIDENT)
    assert paged(talk) == {"גדי בן-שחר"}


@pytest.mark.parametrize("names", [(), ("Denis",)])
def test_when_the_only_one_of_the_team_reports_it_a_manager_is_paged(talk: Talk, names: tuple[str, ...]) -> None:
    on_call(talk, *names)
    talk.say("Denis", INCIDENT)
    assert paged(talk) == {"גדי בן-שחר"}


def test_whoever_reports_it_is_not_paged_but_the_next_on_call(talk: Talk) -> None:
    on_call(talk, "Denis", "Federica")
    talk.say("Denis", INCIDENT)
    assert paged(talk) == {"Federica Lodi"}


def test_what_is_not_urgent_pages_nobody(talk: Talk) -> None:
    on_call(talk, "Gadi")
    talk.say("Hannah", "the printer on the second floor keeps jamming")
    assert paged(talk) == set()


# A team's load


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Purchasing with one that waits for a supplier and one that is open; HR with a private one and an open one."""
    talk.says("Hannah", "please register a new supplier: Kestrel Paper, mail accounts@kestrel.example", "yes")
    talk.say("Lorenza", "senti Legnoservice se riescono ad anticipare la consegna dell'ordine 881 al 9 dicembre")
    talk.say("Hannah", "The travel allowance is missing from my October payslip")
    talk.say("Denis", "Can you sign me up for the fire safety course on 2 December?")
    return talk


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("what is purchasing waiting for?", "en"),
        ("cosa aspetta l'ufficio acquisti?", "it"),
        ("על מה הרכש מחכה?", "he"),
    ],
)
@pytest.mark.parametrize("who", ["Paolo", "Hannah", "Alessio"])
def test_a_team_s_load_is_told_with_what_is_stuck(busy: Talk, who: str, said: str, language: Any) -> None:
    shown = busy.say(who, said).text
    team = busy.worded("team-purchasing", language)
    assert shown.startswith(busy.worded("load-head", language, team=team, count=2, late=0, stuck=1))
    assert "SR-0001" in shown
    assert busy.worded("waits-for-supplier", language) in shown


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("what is HR waiting for?", "en"),
        ("cosa aspetta il personale?", "it"),
        ("על מה משאבי אנוש מחכים?", "he"),
    ],
)
@pytest.mark.parametrize(("who", "count"), [("Rania", 2), ("Hannah", 2), ("Alessio", 1), ("Yossi", 1), ("Federica", 1)])
def test_a_load_counts_only_what_the_reader_may_see(busy: Talk, who: str, count: int, said: str, language: Any) -> None:
    team = busy.worded("team-hr", language)
    head = busy.worded("load-head", language, team=team, count=count, late=0, stuck=0)
    shown = busy.say(who, said)
    assert shown.text.startswith(head)
    assert "PY-0001" not in shown.text


def test_a_load_shows_no_private_task_that_is_late_or_stuck(busy: Talk) -> None:
    with busy.store.write() as uow:
        task = uow.tasks.get("PY-0001", None)
        assert task is not None
        uow.tasks.save(task.model_copy(update={"status": "waiting", "waiting_for": "requester"}))
        uow.commit()
    assert "PY-0001" in busy.say("Rania", "what is HR waiting for?").text
    for who in ("Alessio", "Yossi", "Federica", "Denis"):
        shown = busy.say(who, "what is HR waiting for?").text
        assert "PY-0001" not in shown
        assert "allowance" not in shown


def test_a_number_closes_what_the_load_has_shown(busy: Talk) -> None:
    busy.says("Paolo", "what is purchasing waiting for?", "done 1")
    assert status(busy, "SR-0001") == "done"


# What nobody else learns


@pytest.mark.parametrize("who", ["Lorenza", "Yossi", "Alessio"])
def test_others_learn_nothing_of_an_onboarding_but_the_part_that_everybody_sees(onboarding: Talk, who: str) -> None:
    talk = onboarding
    for said in (
        "status of ON-0001", "status of PY-0001", "status of WF-0001", "done ON-0001", "cancel ON-0001",
        "tick step 1 of ON-0001", "tick all steps of PY-0001", "what is HR waiting for?", "all open tasks",
        "comment on WF-0001: a bigger gift", "assign PY-0001 to me",
    ):  # fmt: skip
        shown = talk.say(who, said).text
        assert talk.worded("step-open", "en", step="Order the badge and the keys") not in shown
        assert "Set up the pay" not in shown
        assert "health plan" not in shown
    assert [talk.kinds_of_events(one) for one in ("ON-0001", *PARTS)] == [["opened"]] * 4
    part = talk.say(who, "status of IT-0001").text
    assert talk.worded("status-whole", "en", reference="ON-0001", title="Onboarding") in part
