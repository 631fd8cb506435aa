"""Home tabs that are published anew when what they show has changed, over Socket Mode against the double of Slack."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.chat.forms import Asker, Home, HomeSection, Refusal
from bot.messages import Reply
from integrations.slack import SlackService, Workspaces
from integrations.slack.views import Views
from tests.chat_intake import Kept
from tests.news import Noted, until
from tests.slack_desk import Office
from tests.slack_intake import settings
from tests.slack_server import SlackServer, slack_server

ALICE, BOB = "U0ALICE", "U0BOB"
PUBLISH = "views.publish"


class Desk(Office):
    """A desk with a page for everybody; `readings` tells of each look at it, which can be held up once."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Home | Refusal] = {ALICE: page("P-ALICE", "Q-0001"), BOB: page("P-BOB", "Q-0001")}
        self.readings: Noted[str] = Noted()
        self.gate: threading.Event | None = None

    def home(self, asker: Asker) -> Home | Refusal:
        read, gate = self.pages[asker.user], self.gate
        self.gate = None
        self.readings.append(asker.user)
        if gate:
            gate.wait(10)
        return read


def page(person: str, card: str) -> Home:
    return Home(person=person, title=person, sections=(HomeSection(title="Mine", cards=(Reply(text=card),)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    slack: SlackServer
    desk: Desk
    views: Views

    def shows(self, user: str) -> str:
        """The one card of somebody's page."""
        home = self.slack.home(user)
        return str(home.blocks[-1]["text"]["text"]) if home else ""

    def published(self) -> list[str]:
        return [str(call.body["user_id"]) for call in self.slack.calls if call.method == PUBLISH]

    def change(self, *people: str, card: str) -> None:
        for user, one in self.desk.pages.items():
            self.desk.pages[user] = page(one.person, card) if isinstance(one, Home) else one
        self.views.pages.changed(lambda: frozenset(people))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with slack_server() as slack:
        slack.user(ALICE, "alice")
        slack.user(BOB, "bob")
        desk, kept, stop = Desk(), Kept(), asyncio.Event()
        views = Views(desk, kept, pause=0.02)
        running = asyncio.create_task(SlackService(Workspaces((settings(slack),)), kept, views).run(stop))
        await until(lambda: bool(slack.links))
        yield Scene(slack=slack, desk=desk, views=views)
        stop.set()
        await running


async def test_a_change_is_published_once_a_burst_for_those_concerned_who_have_opened_their_page(scene: Scene) -> None:
    assert (await scene.slack.open_home(ALICE)).acknowledged
    for number in range(20):
        scene.change("P-ALICE", "P-BOB", card=f"Q-{number:04}")
    await until(lambda: scene.shows(ALICE) == "Q-0019")
    scene.change("P-BOB", card="Q-0020")
    assert (await scene.slack.open_home(BOB)).acknowledged
    scene.change("P-BOB", card="Q-0021")
    await until(lambda: scene.shows(BOB) == "Q-0021")

    assert scene.published() == [ALICE, ALICE, BOB, BOB]
    assert scene.shows(ALICE) == "Q-0019"


async def test_a_page_that_would_look_the_same_is_not_published_again(scene: Scene) -> None:
    await scene.slack.open_home(ALICE)
    scene.views.pages.changed(lambda: frozenset({"P-ALICE"}))
    await until(lambda: len(scene.desk.readings) == 2)
    scene.change("P-ALICE", card="Q-0002")
    await until(lambda: scene.shows(ALICE) == "Q-0002")

    assert scene.published() == [ALICE, ALICE]


async def test_of_two_readings_the_later_one_stays_whichever_is_published_last(scene: Scene) -> None:
    await scene.slack.open_home(ALICE)
    gate = scene.desk.gate = threading.Event()
    scene.change("P-ALICE", card="old")
    await until(lambda: len(scene.desk.readings) == 2)
    scene.desk.pages[ALICE] = page("P-ALICE", "new")
    await scene.slack.open_home(ALICE)
    gate.set()
    await until(lambda: len(scene.desk.readings) == 4)

    assert scene.shows(ALICE) == "new"
    assert len(scene.published()) == 3


async def test_slack_that_asks_to_wait_is_obeyed_and_a_page_that_cannot_be_shown_is_left(scene: Scene) -> None:
    await scene.slack.open_home(ALICE)
    await scene.slack.open_home(BOB)
    scene.slack.limit(PUBLISH, retry_after=0, times=3)
    scene.change("P-ALICE", card="Q-0002")
    await until(lambda: scene.shows(ALICE) == "Q-0002")
    scene.slack.fail_next(PUBLISH, "user_not_found")
    scene.change("P-ALICE", card="Q-0003")
    await until(lambda: len(scene.published()) >= 4)
    scene.change("P-ALICE", "P-BOB", card="Q-0004")
    await until(lambda: scene.shows(BOB) == "Q-0004")

    assert scene.shows(ALICE) == "Q-0002"


async def test_the_page_of_somebody_whom_nobody_knows_any_more_says_so(scene: Scene) -> None:
    await scene.slack.open_home(ALICE)
    scene.desk.pages[ALICE] = Refusal(text="Who are you?")
    scene.views.pages.changed(lambda: frozenset({"P-ALICE"}))
    await until(lambda: scene.shows(ALICE) == "Who are you?")

    assert scene.published() == [ALICE, ALICE]


async def test_a_publishing_that_hangs_holds_up_no_acknowledgement(scene: Scene) -> None:
    await scene.slack.open_home(ALICE)
    gate = scene.desk.gate = threading.Event()
    scene.change("P-ALICE", card="Q-0002")
    await until(lambda: len(scene.desk.readings) == 2)
    said = await scene.slack.say(BOB, "20 chairs")
    gate.set()
    await until(lambda: scene.shows(ALICE) == "Q-0002")

    assert said.acknowledged


async def test_after_the_end_nothing_is_published_and_nobody_fails() -> None:
    views = Views(Desk(), Kept())
    views.pages.changed(lambda: frozenset({"P-ALICE"}))
    async with slack_server() as slack:
        slack.user(ALICE, "alice")
        kept, stop = Kept(), asyncio.Event()
        running: asyncio.Task[Any] = asyncio.create_task(
            SlackService(Workspaces((settings(slack),)), kept, views).run(stop)
        )
        await until(lambda: bool(slack.links))
        await slack.open_home(ALICE)
        stop.set()
        await running
        views.pages.changed(lambda: frozenset({"P-ALICE"}))

        assert [call.method for call in slack.calls].count(PUBLISH) == 1
