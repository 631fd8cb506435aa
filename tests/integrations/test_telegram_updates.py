"""Polling: what Telegram brings is confirmed when it is kept, whatever breaks in between."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.messages import Reply
from integrations.telegram.arrivals import Arrivals
from integrations.telegram.client import Client
from integrations.telegram.people import Acquainted
from integrations.telegram.updates import CONFLICT, Poller, back_off
from integrations.telegram.words import Me
from tests.chat_intake import Kept
from tests.news import Noted, until
from tests.telegram_office import NOW, button, channel_of, client_of, outgoing, serving
from tests.telegram_server import FileOfPerson, Person, TelegramServer, telegram_server


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        yield running


@pytest.fixture
def dana(server: TelegramServer) -> Person:
    return server.person("Dana", language="he")


class Watched:
    """A poller with what it says of itself."""

    def __init__(self, client: Client, kept: Kept) -> None:
        me = Me(client.bot.id, client.username)
        self.arrivals = Arrivals(client, kept, me, acquainted=Acquainted(), clock=lambda: NOW)
        self.seen: Noted[bool] = Noted()
        self.failed: Noted[str] = Noted()
        self.pauses: list[int] = []
        self.poller = Poller(
            client,
            self.arrivals,
            seen=lambda: self.seen.append(True),
            failed=self.failed.append,
            wait=5,
            back_off=self._back_off,
        )

    def _back_off(self, failures: int) -> float:
        self.pauses.append(failures)
        return 0.01


@asynccontextmanager
async def polling(server: TelegramServer, kept: Kept) -> AsyncIterator[Watched]:
    stop = asyncio.Event()
    async with client_of(server) as client:
        watched = Watched(client, kept)
        running = asyncio.create_task(watched.poller.run(stop))
        try:
            yield watched
        finally:
            stop.set()
            await running
            await watched.arrivals.close()


def unconfirmed(server: TelegramServer) -> int:
    return len(server.updates.pending)


async def test_what_comes_is_kept_in_order_and_confirmed(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    dana.writes("quote for Rossi")
    async with polling(server, kept):
        await until(lambda: len(kept.messages) == 1)
        dana.writes("20 desks")
        dana.writes("yes")
        await until(lambda: len(kept.messages) == 3 and not unconfirmed(server))
    assert kept.texts == ["quote for Rossi", "20 desks", "yes"]
    assert kept.again == []


async def test_a_crash_between_keeping_and_confirming_brings_it_again_and_it_is_taken_once(
    server: TelegramServer, dana: Person
) -> None:
    kept = Kept()
    dana.writes("quote for Rossi")
    async with client_of(server) as client:
        first = Watched(client, kept)
        (update,) = await client.raw_updates(None, seconds=0)
        await first.arrivals.take(update)  # and then the process is killed
    assert unconfirmed(server) == 1
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server))
    assert kept.texts == ["quote for Rossi"]
    assert [message.text for message in kept.again] == ["quote for Rossi"]


async def test_an_answer_that_is_cut_loses_nothing(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    dana.writes("quote for Rossi")
    server.cut_next("getUpdates", after=True)
    async with polling(server, kept) as watched:
        await until(lambda: not unconfirmed(server))
    assert kept.texts == ["quote for Rossi"]
    assert watched.failed == ["the connection to Telegram broke"]


async def test_what_cannot_be_kept_is_asked_for_again_and_what_follows_waits(
    server: TelegramServer, dana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    kept.failing = 3
    first, second = dana.writes("first"), dana.writes("second")
    async with polling(server, kept) as watched:
        await until(lambda: not unconfirmed(server))
    assert kept.texts == ["first", "second"]
    assert kept.failed == [f"{dana.id}:{first.id}"] * 3
    assert second.id > first.id
    assert watched.pauses == [1, 2, 3]
    assert watched.failed[0].startswith("what Telegram brought could not be kept (OSError)")


async def test_what_can_never_be_kept_is_put_aside_and_hides_nothing_behind_it(
    server: TelegramServer, dana: Person
) -> None:
    kept = Kept()
    kept.failing = 10
    dana.writes("poison")
    dana.writes("second")
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server))
    assert kept.texts == ["second"]
    ((message, reason),) = kept.aside
    assert "poison" in message.text
    assert "10 tries" in reason


async def test_an_update_of_a_shape_that_nobody_knows_is_put_aside(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    server.push({"message": {"text": "no chat"}})
    dana.writes("second")
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server))
    assert kept.texts == ["second"]
    assert len(kept.aside) == 1


async def test_another_process_that_polls_is_said_plainly(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    async with polling(server, kept) as watched, client_of(server) as other:
        await until(lambda: any(call.method == "getUpdates" for call in server.calls))
        theirs = asyncio.create_task(other.raw_updates(None, seconds=5))
        await until(lambda: CONFLICT in watched.failed)
        assert watched.pauses[0] == 5
        with pytest.raises(Exception, match="terminated by other getUpdates"):
            await theirs
        dana.writes("quote for Rossi")
        await until(lambda: kept.texts == ["quote for Rossi"])


async def test_a_refused_token_and_a_flood_are_waited_out(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    server.limit("getUpdates", retry_after=1)
    token = server.token
    async with polling(server, kept) as watched:
        server.token = "7000000001:another"
        await until(lambda: any("refuses the token" in said for said in watched.failed))
        server.token = token
        dana.writes("quote for Rossi")
        await until(lambda: kept.texts == ["quote for Rossi"])
    assert token.partition(":")[2] not in str(watched.failed)


async def test_stopping_does_not_wait_for_the_long_poll(server: TelegramServer) -> None:
    async with polling(server, Kept()):
        await until(lambda: any(call.method == "getUpdates" for call in server.calls))
        begun = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - begun < 2


async def test_a_press_is_answered_at_once_after_it_was_kept(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    dana.starts()
    async with polling(server, kept), channel_of(server) as channel:
        reply = Reply(text="Is that right?", buttons=(button("Yes", "ask:a1:yes"),))
        await asyncio.to_thread(channel.send, outgoing(str(dana.id), reply))
        kept.tasks[f"{dana.id}:{server.sent[0].id}"] = "Q-0001"
        kept.failing = 1
        query = dana.presses(server.sent[0], "Yes")
        await until(lambda: len(server.answers) == 1)
        assert (kept.messages[-1].kind, kept.messages[-1].text, kept.messages[-1].about) == (
            "press",
            "ask:a1:yes",
            "Q-0001",
        )
        old = dana.presses_old(server.sent[0], "v1|gone")
        await until(lambda: len(server.answers) == 2 and len(kept.aside) == 1)
    assert [answer.query_id for answer in server.answers] == [query, old]
    assert len(kept.failed) == 1


async def test_a_press_that_is_too_old_to_be_answered_does_no_harm(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    message = dana.starts()
    dana.presses_old(message, "act:done:Q-0001")
    server.expire_queries()
    async with polling(server, kept):
        await until(lambda: any(call.method == "answerCallbackQuery" for call in server.calls))
        dana.writes("hello")
        await until(lambda: len(kept.messages) == 3)
    assert server.answers == []


async def test_an_answer_in_a_group_says_which_task_it_is_about(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    group = server.group("Purchasing", [dana])
    async with polling(server, kept), channel_of(server) as channel:
        await asyncio.to_thread(channel.send, outgoing(str(group.id), "PO-0001 is open"))
        ours = server.sent[0]
        kept.tasks[f"{group.id}:{ours.id}"] = "PO-0001"
        dana.writes("looks good", group, reply_to=ours)
        await until(lambda: kept.texts == ["looks good"])
    assert (kept.messages[0].about, kept.messages[0].room) == ("PO-0001", True)


async def test_with_privacy_mode_off_what_colleagues_say_is_still_not_kept(
    server: TelegramServer, dana: Person
) -> None:
    kept = Kept()
    server.privacy = False
    group = server.group("Purchasing", [dana])
    dana.writes("who has the keys?", group)
    dana.writes("@pratica_bot 20 desks", group)
    dana.sends_album([FileOfPerson(b"1"), FileOfPerson(b"2")], group, caption="@pratica_bot broken")
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server))
    assert kept.texts == ["20 desks", "broken", ""]
    assert kept.messages[1].album == kept.messages[2].album is not None


async def test_what_people_do_besides_writing_is_taken_for_what_it_is(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    group = server.group("Purchasing", [dana])
    dana.starts("linkcode_1-a")
    message = dana.writes("20 desks")
    dana.edits(message, "30 desks")
    dana.sends_voice()
    dana.sends_sticker()
    dana.sends_location(32.1, 34.8)
    dana.sends_contact("+39021234567", "Anna")
    dana.sends_photo(FileOfPerson(b"jpg"), caption="broken")
    dana.blocks()
    dana.unblocks()
    new = dana.upgrades(group)
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server))
    assert kept.texts == [
        "/start linkcode_1-a",
        "20 desks",
        "30 desks",
        "/unsupported voice",
        "/unsupported sticker",
        "/unsupported location",
        "/unsupported contact",
        "broken",
        "/hello",
    ]
    assert kept.messages[2].edits == kept.messages[1].external_id
    assert kept.gone == [("telegram", "7000000001", str(dana.id))]
    assert set(kept.moves) == {("telegram", str(group.id), str(new.id))}
    assert kept.aside == []


async def test_two_hundred_people_at_once_lose_nothing_and_keep_their_order(server: TelegramServer) -> None:
    kept = Kept()
    people = [server.person(f"Person {number}") for number in range(200)]
    for round_ in range(3):
        for person in people:
            person.writes(f"message {round_}")
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server), seconds=30)
    by_person: dict[str, list[str]] = {}
    for message in kept.messages:
        by_person.setdefault(message.conversation, []).append(message.text)
    assert len(by_person) == 200
    assert all(said == ["message 0", "message 1", "message 2"] for said in by_person.values())


def test_pauses_grow_to_a_minute_and_are_scattered() -> None:
    assert all(0.5 * 2**failures <= back_off(failures) <= 2**failures for failures in range(1, 6))
    assert max(back_off(50) for _ in range(100)) <= 60


async def test_an_error_of_telegram_is_logged_without_the_token(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = Kept()
    kept.failing = 1
    server.fail_next("getUpdates", 502)
    server.person("Dana").writes("quote")
    async with polling(server, kept):
        await until(lambda: len(kept.messages) == 1)
    assert server.token.partition(":")[2] not in caplog.text


async def test_the_moment_of_a_message_is_when_it_was_written(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    message = dana.writes("quote")
    async with polling(server, kept):
        await until(lambda: len(kept.messages) == 1)
    assert kept.messages[0].received_at == datetime.fromtimestamp(message.date, UTC)


async def test_a_group_of_colleagues_is_one_as_well_when_it_has_become_a_supergroup(
    server: TelegramServer, dana: Person
) -> None:
    kept, again, group = Kept(), Kept(), server.group("Office", [dana])
    async with serving(server, kept, groups=[group.id]):
        new = dana.upgrades(group)
        dana.writes("@pratica_bot it jams", new)
        await until(lambda: len(kept.texts) == 1)
    dana.writes("@pratica_bot and now the other one", new)
    async with serving(server, again, groups=[group.id]):
        await until(lambda: "and now the other one" in again.texts)
    assert [(message.room, message.outsiders) for message in (kept.messages[0], again.messages[-1])] == [
        (True, False)
    ] * 2


async def test_a_move_that_cannot_be_made_just_now_is_told_again(server: TelegramServer, dana: Person) -> None:
    class Busy(Kept):
        def moved(self, channel: str, before: str, after: str) -> None:
            super().moved(channel, before, after)
            if len(self.moves) == 1:
                raise OSError("a message of the chat is being worked")

    kept = Busy()
    group = server.group("Office", [dana])
    dana.upgrades(group)
    async with polling(server, kept):
        await until(lambda: not unconfirmed(server))
    assert len(kept.moves) == 3
    assert len(set(kept.moves)) == 1
