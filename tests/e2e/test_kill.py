"""Whenever the program is killed, every message leads to its answer and its task exactly once."""

import itertools
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeHome
from tests.e2e.conversation import APPROVAL, PAYMENTS, QUOTES, ROUTED, SUPPLIERS, more, numbered, whole_conversation
from tests.e2e.driver import Commands, Driver, Forks, Home, Message, Starter
from tests.e2e.state import State, read_state
from tests.postgres import Cluster

KILLS_A_RUN = 50
SEEDS = (20_261, 20_262, 20_263, 20_264)
WHOLE_EVERY = 25  # how often the program is started with its imports, not forked
FEW_KILLS = 15
FIRST_STARTS = 12
STEPS = range(9)  # messages of the conversation with an approval
LEAST_BOUNDARIES = 6  # taking over, claiming, answering, and the claim, sending and receipt of the answer


class AtRandom:
    """So many kills at moments drawn from a seed.

    Each process dies some time after its start, or after it was sent, took over or answered its first or
    second message.
    """

    def __init__(self, seed: int, *, kills: int) -> None:
        self._random = random.Random(seed)
        self._left = kills
        self._what, self._nth, self._within = "", 0, 0.0
        self._due: float | None = None

    def born(self, seconds: float) -> None:
        self._due, self._what = None, ""
        if self._left == 0:
            return
        self._left -= 1
        moments = (("start", seconds), ("sent", seconds + 0.1), ("received", 0.1), ("answer", 0.02))
        self._what, self._within = self._random.choices(moments, weights=(2, 3, 4, 2))[0]
        self._nth = self._random.choice((1, 1, 1, 2))
        if self._what == "start":
            self._settle()

    def saw(self, what: str) -> None:
        self._nth -= what == self._what
        if what == self._what and self._nth == 0:
            self._settle()

    def due(self) -> float | None:
        return self._due

    def _settle(self) -> None:
        self._due = time.monotonic() + self._random.uniform(0, self._within)


def mostly(forks: Starter, whole: Starter, *, every: int = WHOLE_EVERY) -> Iterator[Starter]:
    for number in itertools.count(1):
        yield whole if number % every == 0 else forks


def talk_through_kills(driver: Driver, kills: int) -> list[Message]:
    """The whole conversation, and more requests until there were so many kills; what was said."""
    said = numbered(whole_conversation())
    for message in said:
        driver.say(message)
    for text in more():
        if driver.kills >= kills:
            break
        said.append(Message(f"m{len(said) + 1:03}", text))
        driver.say(said[-1])
    driver.end()
    return said


def undisturbed(home: Home, forks: Forks, said: list[Message]) -> Driver:
    """The same conversation in a program that nobody kills."""
    driver = Driver(home, itertools.repeat(forks))
    for message in said:
        driver.say(message)
    driver.end()
    return driver


def deliver_to_others(home: Home, forks: Forks) -> dict[str, dict[str, str]]:
    """Let everybody who has notices waiting open a terminal; what each is shown."""
    waiting = {row["recipient"] for row in read_state(home).outbox if row["state"] == "queued"}
    shown = {}
    for person in sorted(waiting):
        driver = Driver(home, itertools.repeat(forks), person=person)
        driver.end()
        shown[person] = driver.notices
    return shown


def assert_each_exactly_once(said: list[Message], driver: Driver, state: State) -> None:
    """One answer to each message, and the tasks, documents and mails that the conversation asks for."""
    assert {message.id: 1 for message in said} == {key: len(ids) for key, ids in driver.answers.items()}
    assert driver.received == {message.id for message in said}
    counts = state.per_type()
    payments, quotes, suppliers = (counts.pop(t) for t in ("payment_status", "quote", "supplier_registration"))
    assert (payments, quotes, suppliers) == (len(PAYMENTS), len(QUOTES), len(SUPPLIERS))
    other = len(PAYMENTS) + 2 * len(QUOTES) + 2 * len(SUPPLIERS)
    assert counts.total() == len(said) - other
    references = [f"Q-{number:04}" for number in range(1, quotes + 1)]
    assert sorted(row["reference"] for row in state.documents) == references
    mails = [f"quote_{reference}_1.eml" for reference in references]
    mails += [f"supplier_data_SR-{number:04}_1.eml" for number in range(1, suppliers + 1)]
    assert state.mails == mails
    assert state.unsettled() == []


def assert_same(state: State, expected: State) -> None:
    for name, rows in vars(expected).items():
        assert getattr(state, name) == rows, f"{name} differ from those of a program that nobody killed"


def assert_calm(home: Home) -> None:
    """A restart after a kill is nothing that goes wrong."""
    assert "Traceback" not in home.log.read_text(), home.log.read_text()[-3000:]


def run_with_kills(homes: tuple[Home, Home], forks: Forks, whole: Commands, *, seed: int, kills: int) -> None:
    home, quiet = homes
    driver = Driver(home, mostly(forks, whole), killer=AtRandom(seed, kills=kills))
    said = talk_through_kills(driver, kills)
    shown = deliver_to_others(home, forks)
    state = read_state(home)
    assert driver.kills == kills
    assert_each_exactly_once(said, driver, state)
    reference = undisturbed(quiet, forks, said)
    assert driver.answers == reference.answers
    assert shown == deliver_to_others(quiet, forks)
    assert_same(state, read_state(quiet))
    assert_calm(home)


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_at_random_moments(seed: int, new_home: MakeHome, forks: Forks, commands: Commands) -> None:
    """Fifty kills for each of four seeds."""
    homes = new_home("killed"), new_home("undisturbed")
    run_with_kills(homes, forks, commands, seed=seed, kills=KILLS_A_RUN)


def test_killed_at_random_moments_on_postgresql(
    new_home: MakeHome, forks: Forks, commands: Commands, postgres: Cluster
) -> None:
    with postgres.database() as url, postgres.database() as quiet_url:
        homes = new_home("killed", url), new_home("undisturbed", quiet_url)
        run_with_kills(homes, forks, commands, seed=20_265, kills=FEW_KILLS)


@pytest.mark.parametrize("part", range(FIRST_STARTS))
def test_killed_in_its_first_start(part: int, new_home: MakeHome, forks: Forks) -> None:
    """While the tables are made and the sample company is loaded."""
    home = new_home("first")
    process = forks.start(home, ["chat", "--json"])
    assert process.line(until=time.monotonic() + 0.05 * (part + 1)) is None
    process.kill()
    process.end()
    said = numbered([ROUTED[0]])
    driver = undisturbed(home, forks, said)
    assert len(driver.answers) == 1
    assert read_state(home).per_type() == {"it_support": 1}
    assert_calm(home)


class Rehearsal:
    """The conversation with an approval, said once undisturbed: what was there before each step and after it."""

    def __init__(self, home: Home, forks: Forks) -> None:
        self._home = home
        self._forks = forks
        self._done = 0
        self._copies: list[Home] = []
        self._after: list[tuple[State, Driver]] = []

    def before(self, step: int) -> Home:
        """A copy of what was there before a step; not to be written to."""
        while self._done <= step:
            self._say_next()
        return self._copies[step]

    def after(self, step: int) -> tuple[State, Driver]:
        return self._after[step]

    def _say_next(self) -> None:
        kept = replace(self._home, folder=self._home.folder.with_name(f"before-{self._done}"))
        shutil.copytree(self._home.folder, kept.folder)
        self._copies.append(kept)
        driver = say_step(self._home, self._forks, self._done)
        self._after.append((read_state(self._home), driver))
        self._done += 1


def say_step(home: Home, forks: Forks, step: int, *, kill: tuple[int, str] | None = None) -> Driver:
    person, text = APPROVAL[step]
    driver = Driver(home, itertools.repeat(forks), person=person)
    driver.say(Message(f"m{step}", text), kill=kill)
    driver.end()
    return driver


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory, warm: None, forks: Forks) -> Rehearsal:
    home = Home(tmp_path_factory.mktemp("rehearsal") / "home")
    home.data.mkdir(parents=True)
    Driver(home, itertools.repeat(forks)).end()
    return Rehearsal(home, forks)


@pytest.mark.parametrize(("step", "moment"), [(step, moment) for step in STEPS for moment in ("before", "after")])
def test_killed_at_each_boundary(step: int, moment: str, rehearsal: Rehearsal, tmp_path: Path, forks: Forks) -> None:
    """Once at each commit and at each sending, as long as there is one more until the message is dealt with.

    A kill before a boundary finds the same on disk as one after the boundary before it, but what was written to the
    driver in between may differ, so both are tried.
    """
    before = rehearsal.before(step)
    expected, undisturbed_driver = rehearsal.after(step)
    for number in itertools.count(1):
        home = replace(before, folder=tmp_path / str(number))
        shutil.copytree(before.folder, home.folder)
        driver = say_step(home, forks, step, kill=(number, moment))
        assert driver.answers == undisturbed_driver.answers, home.log.read_text()
        assert driver.notices == undisturbed_driver.notices, home.log.read_text()
        assert_same(read_state(home), expected)
        assert_calm(home)
        if driver.kills == 0:
            break
    assert number > LEAST_BOUNDARIES


def test_the_rehearsed_conversation_comes_to_its_end(rehearsal: Rehearsal) -> None:
    """So that the boundaries above are those of a quote with its document and mail, an approval, a registration."""
    last = len(APPROVAL) - 1
    rehearsal.before(last)
    state, _ = rehearsal.after(last)
    assert state.per_type() == {"quote": 2, "it_support": 1, "payment_status": 1, "supplier_registration": 1}
    assert {row["status"] for row in state.tasks if row["type"] == "quote"} == {"done"}
    assert [row["name"] for row in state.documents] == ["Q-0001.pdf", "Q-0002.pdf"]
    assert state.mails == ["quote_Q-0001_1.eml", "quote_Q-0002_1.eml", "supplier_data_SR-0001_1.eml"]
    assert {row["state"] for row in state.inbox} == {"done"}
