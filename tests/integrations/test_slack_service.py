"""Staying connected to Slack: disconnects, cuts, wrong tokens, stops; and what is wrong with a workspace."""

import asyncio

import aiohttp
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.messages import InboundMessage
from integrations.slack import SlackService, Workspaces
from integrations.slack.check import SCOPES, look
from integrations.slack.manifest import scopes
from tests.chat_intake import Kept
from tests.fault_proxy import Fault, fault_proxy
from tests.news import until
from tests.slack_intake import NOW, clock, road, served, settings, soon
from tests.slack_server import SlackServer, slack_server

ALICE = "UALICE"


def office(server: SlackServer) -> SlackServer:
    server.user(ALICE, "alice")
    return server


async def test_a_refreshed_connection_loses_nothing() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken) as service:
        (first,) = server.links
        await server.disconnect("refresh_requested")
        await until(lambda: len(server.links) == 1 and server.links[0] is not first)
        assert (await server.say(ALICE, "after")).acknowledged
        (state,) = service.states
    assert [message.text for message in taken.messages] == ["after"]
    assert (state.mode, state.error, state.connected_since, state.last_heard) == ("socket", None, NOW, NOW)


async def test_what_comes_while_the_connection_is_cut_comes_once_it_is_back() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        for number in range(3):
            (link,) = server.links
            server.cut_sockets()
            said = asyncio.create_task(server.say(ALICE, f"{number} chairs"))
            await until(lambda gone=link: len(server.links) == 1 and server.links[0] is not gone)  # type: ignore[misc]
            assert (await said).acknowledged
    assert [message.text for message in taken.messages] == ["0 chairs", "1 chairs", "2 chairs"]


async def test_a_cut_between_the_commit_and_the_acknowledgement_doubles_nothing() -> None:
    async with slack_server() as server:
        taken = Cutting(server)
        async with road(office(server), intake=taken):
            said = await server.say(ALICE, "20 chairs")
            assert said.acknowledged
    assert said.tries == 2
    assert (len(taken.messages), taken.tries) == (1, 2)


async def test_a_connection_that_falls_silent_is_given_up_and_made_anew() -> None:
    taken = Kept()
    async with slack_server() as server, fault_proxy(int(server.root.rpartition(":")[2])) as proxy:
        server.root = f"http://127.0.0.1:{proxy.port}"
        proxy.plan(Fault(kind="silence", when=b"GET /link/", let=700))  # the greeting and some pongs get through
        async with road(office(server), intake=taken):
            (first,) = server.links
            await until(lambda: bool(proxy.happened))
            await until(lambda: len(server.links) == 1 and server.links[0] is not first)
            assert (await server.say(ALICE, "20 chairs")).acknowledged
    assert len(taken.messages) == 1


async def test_an_event_that_fails_on_one_connection_is_sent_again_on_the_next() -> None:
    taken = Kept()
    taken.failing = 1
    async with slack_server() as server, road(office(server), intake=taken):
        said = asyncio.create_task(server.say(ALICE, "20 chairs"))
        await until(lambda: taken.tries == 1)
        await server.disconnect()
        assert (await said).acknowledged
    assert len(taken.messages) == 1


async def test_a_wrong_token_is_told_and_the_road_opens_once_it_is_right() -> None:
    async with slack_server() as server:
        service = SlackService(Workspaces((settings(server),), clock=clock), Kept(), back_off=soon)
        right, server.workspace().bot_token = server.workspace().bot_token, "xoxb-other"
        stop = asyncio.Event()
        running = asyncio.create_task(service.run(stop))
        await until(lambda: bool(service.states and service.states[0].error))
        error = service.states[0].error
        server.workspace().bot_token = right
        await until(lambda: service.states[0].connected_since is not None)
        assert service.states[0].error is None
        stop.set()
        await running
        assert service.states[0].connected_since is None
    assert error
    assert "bot token" in error


async def test_a_stop_does_not_wait_for_a_slack_that_says_nothing() -> None:
    async with slack_server() as server, fault_proxy(int(server.root.rpartition(":")[2])) as proxy:
        server.root = f"http://127.0.0.1:{proxy.port}"
        proxy.plan(Fault(kind="silence"))
        stop = asyncio.Event()
        running = asyncio.create_task(SlackService(Workspaces((settings(server),)), Kept()).run(stop))
        await until(lambda: bool(proxy.happened))
        stop.set()
        async with asyncio.timeout(2):
            await running


async def test_slack_that_limits_new_connections_is_waited_for() -> None:
    taken = Kept()
    async with slack_server() as server:
        server.limit("apps.connections.open", retry_after=0, times=2)
        async with road(office(server), intake=taken):
            assert (await server.say(ALICE, "hello")).acknowledged


async def test_the_same_workspace_twice_is_told() -> None:
    async with slack_server() as server:
        service = SlackService(Workspaces((settings(server), settings(server)), clock=clock), Kept(), back_off=soon)
        stop = asyncio.Event()
        running = asyncio.create_task(service.run(stop))
        await until(lambda: len(service.states) == 2 and bool(service.states[1].error))
        assert "twice" in (service.states[1].error or "")
        stop.set()
        await running


async def test_what_is_posted_too_early_unsigned_or_too_large_is_refused() -> None:
    async with slack_server() as server, aiohttp.ClientSession() as session:
        early = SlackService(Workspaces((settings(server, http=True),)), Kept())
        async with served(Starlette(routes=early.routes())) as address:
            assert (await session.post(f"{address}/slack/events", data=b"{}")).status == 503
        async with road(server, settings(server, http=True), intake=Kept()):
            address = server.workspace().request_url
            assert (await session.post(address, data=b"{}")).status == 401
            assert (await session.post(address, data=b"0" * 1_000_001)).status == 413
            assert (await session.get(address)).status == 405


async def test_a_workspace_that_is_set_up_well_has_nothing_wrong() -> None:
    async with slack_server() as server:
        assert await look(settings(server)) == ()
        assert await look(settings(server, http=True)) == ()


def test_the_manifest_asks_for_what_is_needed_and_for_nothing_else() -> None:
    assert set(scopes()) == SCOPES.keys()


async def test_missing_scopes_are_named() -> None:
    async with slack_server() as server:
        server.workspace().scopes -= {"im:history", "users:read.email"}
        (wrong,) = await look(settings(server))
    assert "im:history" in wrong
    assert "users:read.email" in wrong
    assert "reinstall" in wrong
    assert "chat:write" not in wrong


async def test_a_room_of_a_team_that_the_app_is_not_in_is_named() -> None:
    async with slack_server() as server:
        server.user("UALICE", "alice")
        server.channel("CHERE", [server.workspace().bot_user])
        server.channel("CELSEWHERE", ["UALICE"])
        rooms = {"purchasing": "CHERE", "it": "CELSEWHERE", "hr": "CNOWHERE"}
        it, hr = await look(settings(server, rooms=rooms))
    assert it == "rooms, it (CELSEWHERE): the app is not in the channel: invite it with /invite"
    assert hr.startswith("rooms, hr (CNOWHERE): there is no such conversation, or the app is not in it")


@pytest.mark.parametrize(("name", "token"), [("bot_token", "xoxb-wrong"), ("app_token", "xapp-wrong")])
async def test_a_wrong_token_is_named(name: str, token: str) -> None:
    async with slack_server() as server:
        wrong = settings(server).model_copy(update={name: SecretStr(token)})
        (said,) = await look(wrong)
    assert said.startswith(f"{name}: ")
    assert token not in said


async def test_a_slack_that_is_not_there_is_told() -> None:
    async with slack_server() as server:
        given = settings(server, http=True)
    (said,) = await look(given)
    assert "cannot be reached" in said


class Cutting(Kept):
    """Cuts the connection once, right after the commit."""

    def __init__(self, server: SlackServer) -> None:
        super().__init__()
        self._server = server
        self._loop = asyncio.get_running_loop()

    def take(self, message: InboundMessage) -> bool:
        new = super().take(message)
        if new:
            asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(5)
        return new

    async def _cut(self) -> None:
        self._server.cut_sockets()
