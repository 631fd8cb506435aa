"""Mailboxes as they really are: numbered anew, opened by colleagues, with unreadable mails, behind weak servers."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.mail.model import MailPosition, RawMail
from tests.imap_reading import Store, Waits, fixture, mail, problem_of, reading, settings
from tests.imap_script import ScriptedServer, scripted_server
from tests.imap_server import ImapServer, imap_server
from tests.news import until

LONG_AGO = datetime(2016, 7, 17, 9, 0, tzinfo=UTC)


def days_ago(days: int) -> str:
    """A time as IMAP writes it."""
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%d-%b-%Y %H:%M:%S +0000")


@pytest.fixture
async def server() -> AsyncIterator[ImapServer]:
    async with imap_server() as running:
        yield running


@pytest.fixture
async def store() -> Store:
    return Store()


async def test_hazard_20_a_folder_that_is_numbered_anew_is_read_from_its_beginning(
    server: ImapServer, store: Store
) -> None:
    await server.deliver(mail(1), fixture("20-numbered-anew"))
    async with reading(settings(server.port), store):
        await store.until(2)
    await server.number_anew(uidvalidity=77)
    await server.deliver(mail(3))
    async with reading(settings(server.port, since="now"), store):
        await store.until(5)
    assert [mail.content for mail in store.mails.values() if mail.uidvalidity == 77] == [
        mail(1), fixture("20-numbered-anew"), mail(3),
    ]  # fmt: skip


async def test_hazard_20_a_folder_numbered_anew_is_read_from_its_beginning_where_all_is_wanted(
    server: ImapServer, store: Store
) -> None:
    await server.deliver(mail(1), at=LONG_AGO)
    async with reading(settings(server.port), store):
        await store.until(1)
    await server.number_anew(uidvalidity=77)
    async with reading(settings(server.port), store):
        await store.until(2)
    assert [start.last_uid for start in store.starts] == [0, 0]


async def test_hazard_20_mails_from_before_the_first_start_stay_unread_when_a_folder_is_numbered_anew(
    server: ImapServer, store: Store
) -> None:
    await server.deliver(mail(1), mail(2), at=LONG_AGO)
    async with reading(settings(server.port, since="now"), store):
        await store.begun()
        await server.deliver(mail(3))
        await store.until(1)
    await server.number_anew(uidvalidity=77)
    await server.deliver(mail(4), at=LONG_AGO)  # moved into the folder, but nobody can tell it from the two others
    async with reading(settings(server.port, since="now"), store):
        await store.until(2)
        await server.deliver(mail(5), at=LONG_AGO)
        await store.until(3)
    assert store.contents == [mail(3), mail(3), mail(5)]
    assert store.starts[-1].last_uid == 104


@pytest.mark.parametrize(("days", "read"), [(29, True), (31, False)])
async def test_hazard_20_a_month_is_read_anew_where_the_newest_mail_is_not_known(
    days: int,
    read: bool,  # noqa: FBT001  a table's column
    server: ImapServer,
    store: Store,
) -> None:
    await server.deliver(mail(1), at=datetime.now(UTC) - timedelta(days=days))
    await server.deliver(mail(2))
    store.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=3, last_uid=9000))
    async with reading(settings(server.port, since="now"), store):
        await store.until(1 + read)
        await server.deliver(mail(3))
        await store.until(2 + read)
    assert store.contents == [mail(1), mail(2), mail(3)] if read else [mail(2), mail(3)]


async def test_hazard_20_nothing_from_before_the_first_start_is_read_when_it_was_numbered_anew_meanwhile(
    server: ImapServer, store: Store
) -> None:
    await server.deliver(mail(1), at=datetime.now(UTC) - timedelta(days=5))
    await server.deliver(mail(2), at=datetime.now(UTC) - timedelta(days=2))
    store.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=3, last_uid=9000))
    store.since = datetime.now(UTC) - timedelta(days=3)
    async with reading(settings(server.port, since="now"), store):
        await store.until(1)
        await server.deliver(mail(3))
        await store.until(2)
    assert store.contents == [mail(2), mail(3)]


class Ending(ScriptedServer):
    """Ends the connection at the next NOOP when it is told to."""

    ends = False

    async def _answer(self, command: str, *rest: Any) -> bytes | None:
        if command == "NOOP" and self.ends:
            self.ends = False
            return None
        return await super()._answer(command, *rest)


async def test_hazard_20_a_folder_that_was_quiet_for_long_is_read_from_its_newest_mail_on(store: Store) -> None:
    server = Ending()
    server.mails = {1: mail(1), 2: mail(2)}
    server.dates = {1: days_ago(103), 2: days_ago(100)}
    store.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=7, last_uid=2))
    async with scripted_server(server), reading(settings(server.port, since="now"), store) as supervisor:
        await until(lambda: supervisor.state.last_seen is not None)
        server.uidvalidity, server.mails = 8, {11: mail(1), 12: mail(2), 13: mail(3)}
        server.dates = {11: days_ago(103), 12: days_ago(100), 13: days_ago(90)}
        server.ends = True
        await store.until(2)
        await until(lambda: len(store.starts) == 2)
    assert store.taken == [12, 13]


async def test_hazard_20_reading_anew_begins_once_more_when_it_is_broken_off(server: ImapServer) -> None:
    class Stumbling(Store):
        stumbles = True

        def take(self, mail: RawMail) -> bool:
            if self.stumbles and len(self.mails) == 1:
                self.stumbles = False
                raise OSError("the disk is full")
            return super().take(mail)

    store = Stumbling()
    await server.deliver(mail(1), mail(2), mail(3))
    store.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=3, last_uid=9000))
    async with reading(settings(server.port, since="now"), store):
        await store.until(3)
        await until(lambda: len(store.starts) == 2)
    assert not store.stumbles
    assert store.contents == [mail(1), mail(2), mail(3)]


async def test_hazard_20_a_server_that_does_not_search_by_day_is_asked_for_each_mails_date(store: Store) -> None:
    server = ScriptedServer()
    server.mails = {number: mail(number) for number in (1, 2, 3, 4)}
    server.dates = {1: "17-Jul-2016 02:44:25 +0200", 2: days_ago(2), 4: " 1-Jan-2015 23:59:59 -0800"}
    store.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=3, last_uid=9000))
    async with scripted_server(server), reading(settings(server.port, since="now"), store):
        await store.until(2)
        server.mails[5] = mail(5)
        await store.until(3)
    assert store.taken == [2, 3, 5]
    assert any(command.startswith("UID SEARCH SINCE ") for command in server.commands)


async def test_hazard_20_uids_that_are_used_again_in_secret_are_noticed(server: ImapServer, store: Store) -> None:
    await server.deliver(mail(1), mail(2), fixture("20-numbered-anew"))
    async with reading(settings(server.port), store):
        await store.until(3)
    kept = (await server.folder())._messages
    await server.delete(*list(kept))
    await server.number_anew(uidvalidity=None)
    await server.deliver(mail(9))
    async with reading(settings(server.port), store):
        await until(lambda: len(store.taken) == 4)
    assert store.taken == [101, 102, 103, 101]


async def test_hazard_20_a_server_with_a_wrong_next_uid_is_not_read_again(store: Store) -> None:
    server = ScriptedServer()
    server.mails, server.uidnext = {1: mail(1), 2: mail(2)}, 1
    async with scripted_server(server):
        for _ in range(2):
            async with reading(settings(server.port), store):
                await store.until(2)
                rounds = server.commands.count("NOOP")
                await until(lambda: server.commands.count("NOOP") > rounds)  # noqa: B023  awaited in this round
    assert store.taken == [1, 2]
    assert len(store.starts) == 1


async def test_hazard_21_a_mail_that_a_colleague_opened_is_taken_and_its_flags_stay(
    server: ImapServer, store: Store
) -> None:
    opened, other = await server.deliver(fixture("21-opened-by-a-colleague"), mail(2))
    await server.mark_seen(opened)
    async with reading(settings(server.port), store):
        await store.until(2)
    assert store.contents == [fixture("21-opened-by-a-colleague"), mail(2)]
    assert await server.flags() == {opened: {"\\Seen"}, other: set()}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            b"TAG NO [SERVERBUG] Message cannot be read\r\n",
            "the server refused FETCH: [SERVERBUG] Message cannot be read",
        ),
        (b"TAG BAD Command Argument Error. 12\r\n", "the server refused FETCH: Command Argument Error. 12"),
        (b"* 1 FETCH (UID 2 BODY[] NIL)\r\nTAG OK\r\n", "the server gave nothing of it"),
        (None, "the server gave nothing of it"),
    ],
)
async def test_hazard_22_a_mail_that_cannot_be_fetched_hides_none_behind_it(
    answer: bytes | None, told: str, store: Store
) -> None:
    server = ScriptedServer()
    server.mails = {1: mail(1), 2: fixture("22a-unreadable"), 3: fixture("22b-behind-it")}
    server.refused = {2: answer}
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        _, unreadable, behind = await store.until(3)
        assert supervisor.state.incomplete == 1
    assert store.taken == [1, 2, 3]
    assert behind.content == fixture("22b-behind-it")
    assert (unreadable.whole, unreadable.content, unreadable.problem) == (False, b"", told)
    assert unreadable.size == len(fixture("22a-unreadable"))
    fetches = [command for command in server.commands if command.startswith("UID FETCH 2 ") and "BODY" in command]
    assert len(fetches) == (6 if answer else 12)


async def test_hazard_22_of_a_mail_with_an_unreadable_body_the_headers_are_taken(store: Store) -> None:
    class Halfway(ScriptedServer):
        def _fetched(self, uids: list[int], parts: str) -> bytes | None:
            return b"TAG NO cannot decode it\r\n" if "PEEK[]" in parts else super()._fetched(uids, parts)

    server = Halfway()
    server.mails = {2: fixture("22a-unreadable")}
    async with scripted_server(server), reading(settings(server.port), store):
        (found,) = await store.until(1)
    assert not found.whole
    assert found.content.startswith(b"From: scanner@norland.example\r\n")
    assert b"JVBERi0" not in found.content
    assert found.problem == "the server refused FETCH: cannot decode it"


class WeakServer(ScriptedServer):
    """Knows no EXAMINE, refuses a charset, and chatters in all its answers."""

    noise = b'* 7 EXISTS\r\n* OK [XYZZY] Still here\r\n* X-UNKNOWN (1 2 "three)\r\n* 4 FETCH (FLAGS (\\Seen))\r\n'

    async def _answer(self, command: str, *rest: Any) -> bytes | None:
        if command.startswith("EXAMINE") or "CHARSET" in command:
            return b"TAG BAD not known here\r\n"
        return await super()._answer(command, *rest)


async def test_hazard_24_a_server_with_many_weaknesses_is_read_all_the_same(store: Store) -> None:
    server = WeakServer(capabilities="IMAP4")
    server.mails = {5: mail(5), 6: mail(6)}
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        await store.until(2)
        server.mails[7] = mail(7)
        await store.until(3)
        begun, rounds = time.monotonic(), server.commands.count("NOOP")
        await until(lambda: server.commands.count("NOOP") >= rounds + 3)
        assert supervisor.state.error is None
    assert time.monotonic() - begun > 0.8  # though it cries news at every command
    assert store.contents == [mail(5), mail(6), mail(7)]
    assert "CLOSE" not in server.commands  # after a SELECT it would remove mails, and a fetch without PEEK mark them
    assert not any("BODY[" in command for command in server.commands)


async def test_hazard_24_a_server_that_refuses_to_tell_news_is_asked_for_them(store: Store) -> None:
    class Refusing(ScriptedServer):
        async def _answer(self, command: str, *rest: Any) -> bytes | None:
            return b"TAG BAD not now\r\n" if command == "IDLE" else await super()._answer(command, *rest)

    server = Refusing()
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        for number in (1, 2):
            asked = server.commands.count("NOOP")
            await until(lambda: server.commands.count("NOOP") > asked)  # noqa: B023  it is awaited in this round
            server.mails[number] = mail(number)
            await store.until(number)
        assert supervisor.state.error is None
    assert server.commands.count("IDLE") == 1


async def test_hazard_24_a_first_start_finds_the_newest_mail_where_no_next_uid_is_told(store: Store) -> None:
    server = ScriptedServer()
    server.mails = {5: mail(5), 6: mail(6)}
    async with scripted_server(server), reading(settings(server.port, since="now"), store):
        await store.begun()
        server.mails[8] = mail(8)
        await store.until(1)
    assert store.taken == [8]


@pytest.mark.parametrize(
    ("greeting", "login"),
    [
        (b"* BYE [UNAVAILABLE] Too many connections from you\r\n", b""),
        (b"* OK ready\r\n", b"NO [LIMIT] Too many connections from you\r\n"),
    ],
)
async def test_hazard_24_a_server_with_too_many_logins_is_given_time(
    greeting: bytes, login: bytes, store: Store
) -> None:
    server, waits = ScriptedServer(), Waits()
    server.greeting, server.login = greeting, login
    async with scripted_server(server), reading(settings(server.port), store, back_off=waits) as supervisor:
        why = await problem_of(supervisor)
        server.greeting, server.login = b"* OK ready\r\n", b"OK in\r\n"
        server.mails = {1: mail(1)}
        await store.until(1)
    assert why.startswith("the server lets nobody in at the moment (")
    assert why.endswith("Too many connections from you); it is tried again")
    assert waits.failures[0] == 7


async def test_hazard_24_a_folder_without_lasting_numbers_is_refused(store: Store) -> None:
    server = ScriptedServer()
    server.uidvalidity = None
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        assert "UIDVALIDITY" in await problem_of(supervisor)


async def test_hazard_42_a_mail_that_is_deleted_is_not_missed_and_one_moved_back_is_seen(
    server: ImapServer, store: Store
) -> None:
    first, second = await server.deliver(fixture("42-deleted-and-moved-back"), mail(2))
    async with reading(settings(server.port), store):
        await store.until(2)
        await server.delete(first, second)
        (back,) = await server.deliver(fixture("42-deleted-and-moved-back"))
        await store.until(3)
    assert store.taken == [first, second, back]
    assert back > second


async def test_hazard_42_a_mail_that_is_deleted_between_search_and_fetch_is_passed_by(store: Store) -> None:
    class Vanishing(ScriptedServer):
        def _fetched(self, uids: list[int], parts: str) -> bytes | None:
            if 2 in self.mails and uids == [2]:
                del self.mails[2]
            return super()._fetched([uid for uid in uids if uid in self.mails], parts)

    server = Vanishing()
    server.mails = {1: mail(1), 2: fixture("42-deleted-and-moved-back"), 3: mail(3)}
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        await store.until(2)
        assert supervisor.state.error is None
        assert supervisor.state.incomplete == 0
    assert store.taken == [1, 3]
