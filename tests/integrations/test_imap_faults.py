"""A mailbox whose connection breaks at the worst moments: nothing is lost, nothing comes twice, and it goes on."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.mail.accounts import MailboxSettings
from integrations.imap import MailboxProblem, append_to_sent, in_folder
from tests.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.imap_reading import Store, Waits, fixture, mail, problem_of, reading, settings
from tests.imap_script import ScriptedServer, scripted_server
from tests.imap_server import ImapServer, imap_server
from tests.news import Noted, until

LARGE = mail(2, length=200_000)
IDLING = len(b"+ Idling.\r\n")


@pytest.fixture
async def server() -> AsyncIterator[ImapServer]:
    async with imap_server() as running:
        yield running


@pytest.fixture
async def proxy(server: ImapServer) -> AsyncIterator[FaultProxy]:
    async with fault_proxy(server.port) as running:
        yield running


@pytest.fixture
async def store() -> Store:
    return Store()


def patient(port: int, **changed: Any) -> MailboxSettings:
    """With waits short enough for a test to see them end."""
    return settings(port, **{"answer_seconds": 0.3, "renew_seconds": 0.1} | changed)


FAULTS = [
    Fault(kind="cut"),
    Fault(kind="silence"),
    Fault(kind="half_close"),
    Fault(kind="half_close", say=b"* BYE shutting down\r\n"),
    Fault(kind="silence", say=b"\x00\xff(((\r\n* \xff {3}\r\n"),
]  # as many as one mail may break connections before only its headers are asked for
PLACES = [b"", b"CAPABILITY", b"LOGIN", b"EXAMINE", b"SEARCH", b"RFC822.SIZE", b"BODY.PEEK", b"NOOP", b"IDLE", b"DONE"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.decode() or "greeting")
async def test_hazard_23_a_connection_that_breaks_anywhere_loses_nothing(
    place: bytes, server: ImapServer, proxy: FaultProxy, store: Store
) -> None:
    faults = [Fault(kind=fault.kind, when=place, say=fault.say) for fault in FAULTS]
    proxy.plan(*faults)
    uids = await server.deliver(mail(1), LARGE, mail(3))
    async with reading(patient(proxy.port), store) as supervisor:
        await until(lambda: len(proxy.happened) == len(faults))
        uids += await server.deliver(mail(4))
        await store.until(4)
        await until(lambda: supervisor.state.error is None)
    assert store.taken == uids
    assert store.contents == [mail(1), LARGE, mail(3), mail(4)]
    assert proxy.connections > len(faults)


@pytest.mark.parametrize("kind", ["cut", "silence", "half_close"])
async def test_hazard_23_a_wait_that_is_broken_ends_and_what_came_meanwhile_is_found(
    kind: Any, server: ImapServer, proxy: FaultProxy, store: Store
) -> None:
    proxy.plan(Fault(kind=kind, when=b"IDLE", let=IDLING))
    async with reading(patient(proxy.port, renew_seconds=1), store):
        await until(lambda: bool(proxy.happened))
        await server.deliver(mail(1))
        await store.until(1, seconds=5)
    assert proxy.connections == 2


async def test_hazard_23_a_cut_during_a_long_wait_is_noticed_at_once(
    server: ImapServer, proxy: FaultProxy, store: Store
) -> None:
    proxy.plan(Fault(kind="cut", when=b"IDLE", let=IDLING))
    async with reading(patient(proxy.port, renew_seconds=540), store, back_off=lambda _: 0.02):
        await until(lambda: bool(proxy.happened))
        await server.deliver(mail(1))
        await store.until(1, seconds=3)


@pytest.mark.parametrize("after", ["* BYE Autologout\r\n", "* BYE\r\n"])
async def test_hazard_23_a_goodbye_in_a_long_wait_is_noticed_though_the_connection_stands(
    after: str, server: ImapServer, proxy: FaultProxy, store: Store
) -> None:
    proxy.plan(Fault(kind="silence", when=b"IDLE", let=IDLING, say=after.encode()))
    async with reading(patient(proxy.port, renew_seconds=540), store):
        await until(lambda: bool(proxy.happened))
        await server.deliver(mail(1))
        await store.until(1, seconds=5)


async def test_hazard_23_a_goodbye_to_the_begin_of_a_wait_does_not_hang(store: Store) -> None:
    """What aioimaplib's issue 110 is about: the server says BYE in place of the continuation."""

    class Leaving(ScriptedServer):
        async def _answer(self, command: str, *rest: Any) -> bytes | None:
            if command == "IDLE" and self.commands.count("IDLE") == 1:
                return b"* BYE Server shutting down\r\n"
            return await super()._answer(command, *rest)

    server = Leaving()
    server.mails = {1: mail(1)}
    async with scripted_server(server), reading(patient(server.port), store):
        await until(lambda: server.commands.count("IDLE") >= 2)
        server.mails[2] = mail(2)
        await store.until(2)
    assert store.taken == [1, 2]


@pytest.mark.parametrize(
    ("kind", "let"),
    [("cut", 0), ("cut", 1), ("cut", 60), ("cut", 50_000), ("cut", 200_300), ("silence", 60), ("half_close", 199_000)],
)
async def test_hazard_23_a_mail_that_breaks_off_is_fetched_again_from_its_beginning(
    kind: Any, let: int, server: ImapServer, proxy: FaultProxy, store: Store
) -> None:
    await server.deliver(LARGE, mail(3))
    proxy.plan(Fault(kind=kind, when=b"BODY.PEEK", let=let))
    async with reading(patient(proxy.port), store) as supervisor:
        await store.until(2)
        assert supervisor.state.incomplete == 0
    assert store.contents == [LARGE, mail(3)]
    assert len(store.taken) == 2
    assert len(proxy.happened) == 1


async def test_a_slow_line_is_given_its_time(server: ImapServer, proxy: FaultProxy, store: Store) -> None:
    await server.deliver(mail(1), mail(2))
    proxy.plan(Fault(kind="slow", when=b"BODY.PEEK"))
    async with reading(patient(proxy.port, answer_seconds=20), store) as supervisor:
        await store.until(2, seconds=20)
        assert supervisor.state.error is None
    assert store.contents == [mail(1), mail(2)]
    assert proxy.connections == 1


async def test_a_mail_that_drips_in_for_ever_is_given_up(server: ImapServer, proxy: FaultProxy, store: Store) -> None:
    await server.deliver(mail(1, length=8_000))
    proxy.plan(Fault(kind="slow", when=b"BODY.PEEK"))
    async with reading(patient(proxy.port), store):
        await store.until(1, seconds=8)
    assert proxy.connections == 2
    assert store.contents == [mail(1, length=8_000)]


async def test_hazard_22_a_mail_that_breaks_every_connection_hides_none_behind_it(store: Store) -> None:
    server = ScriptedServer()
    server.mails = {1: fixture("22a-unreadable"), 2: fixture("22b-behind-it")}
    server.refused = {1: None}
    async with scripted_server(server), reading(patient(server.port), store) as supervisor:
        unreadable, behind = await store.until(2)
        await until(lambda: supervisor.state.error is None)
        assert supervisor.state.incomplete == 1
    assert (unreadable.whole, unreadable.content) == (False, b"")
    assert behind.content == fixture("22b-behind-it")
    assert sum(command.startswith("LOGIN") for command in server.commands) == 13


async def test_a_crash_of_the_process_between_two_mails_takes_none_twice(server: ImapServer, store: Store) -> None:
    uids = await server.deliver(*(mail(number) for number in range(20)))
    for count in (5, 10, 20):
        async with reading(settings(server.port), store):
            await store.until(count)
    assert store.taken == uids


async def test_a_server_that_never_stops_sending_is_cut_off(store: Store) -> None:
    class Endless(ScriptedServer):
        async def _answer(self, command: str, *rest: Any) -> bytes | None:
            if command.startswith("UID FETCH") and "PEEK[]" in command:
                return b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n" + b"x" * 8_000_000
            return await super()._answer(command, *rest)

    server = Endless()
    server.mails = {1: mail(1), 2: mail(2)}
    async with (
        scripted_server(server),
        reading(settings(server.port, size_limit=2_000, answer_seconds=20), store) as supervisor,
    ):
        assert "OverflowError" in await problem_of(supervisor)
        await until(lambda: supervisor.state.error is None)
    assert [found.whole for found in store.mails.values()] == [False, False]


async def test_to_stop_does_not_wait_for_a_silent_server(server: ImapServer, proxy: FaultProxy, store: Store) -> None:
    proxy.plan(Fault(kind="silence", when=b"SEARCH"))
    async with reading(patient(proxy.port, answer_seconds=60), store):
        await until(lambda: bool(proxy.happened))


async def test_to_stop_waits_for_a_mail_that_is_being_kept(server: ImapServer, store: Store) -> None:
    class Slow(Store):
        def take(self, mail: Any) -> bool:
            begun.set()
            told.wait(5)
            return super().take(mail)

    begun, told, slow = threading.Event(), threading.Event(), Slow()
    await server.deliver(mail(1))
    async with reading(settings(server.port), slow):
        await asyncio.to_thread(begun.wait, 5)
        asyncio.get_running_loop().call_soon(told.set)  # after the supervisor was told to stop
    assert len(slow.taken) == 1


async def test_pauses_grow_until_a_whole_wait_went_well(server: ImapServer, proxy: FaultProxy, store: Store) -> None:
    waits, beats = Waits(), Noted[str]()
    proxy.plan(*[Fault(kind="cut")] * 3, Fault(kind="cut", when=b"IDLE"))
    async with reading(patient(proxy.port), store, back_off=waits, heartbeat=beats.append):
        await until(lambda: len(waits.failures) == 4 and len(beats) >= 4)
        proxy.plan(Fault(kind="cut", when=b"IDLE"))
        await until(lambda: len(waits.failures) == 5)
    assert waits.failures[:5] == [1, 2, 3, 4, 1]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="cut", when=b"APPEND"),
        Fault(kind="cut", when=b"Text 1", keep=True),
        Fault(kind="silence", when=b"Text 1"),
    ],
)
async def test_a_copy_whose_answer_is_lost_is_put_there_once(
    fault: Fault, server: ImapServer, proxy: FaultProxy
) -> None:
    await server.make_folder("Sent")
    given = patient(proxy.port, sent_folder="Sent")
    proxy.plan(fault)
    with pytest.raises(MailboxProblem):
        await append_to_sent(given, mail(1), message_id="<1@norland.example>")
    await append_to_sent(given, mail(1), message_id="<1@norland.example>")
    assert len((await server.folder("Sent"))._messages) == 1


@pytest.mark.parametrize("kind", ["cut", "silence", "half_close"])
async def test_whether_a_mail_was_sent_is_not_known_when_the_answer_breaks_off(
    kind: Any, server: ImapServer, proxy: FaultProxy
) -> None:
    await server.make_folder("Sent")
    await server.deliver(mail(1), folder="Sent")
    given = patient(proxy.port, sent_folder="Sent")
    proxy.plan(Fault(kind=kind, when=b"HEADER"))
    assert await in_folder(given, "<1@norland.example>") is None
    assert await in_folder(given, "<1@norland.example>") is True
