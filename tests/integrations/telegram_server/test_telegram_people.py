"""What people do reaches the real client library, by polling and at the webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict

from tests.news import Noted, until
from tests.telegram_server import PNG, Chat, FileOfPerson, Person, TelegramServer, telegram_server
from tests.telegram_server.client import client, fetched

# Presses of buttons


async def test_a_press_is_answered_once_it_is_known(
    bot: Bot, server: TelegramServer, anna: Person, keyboard: InlineKeyboardMarkup
) -> None:
    sent = await bot.send_message(anna.id, "T-0001", reply_markup=keyboard)
    anna.presses(server.sent[0], "Take")
    query = (await fetched(bot))[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("take:T-0001", anna.id)
    assert query.message is not None
    assert (query.message.message_id, query.message.is_accessible) == (sent.message_id, True)
    await query.answer("Yours", show_alert=True)
    (answer,) = server.answers
    assert (answer.text, answer.show_alert) == ("Yours", True)
    server.expire_queries()
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_only_buttons_that_are_there_can_be_pressed(
    bot: Bot, server: TelegramServer, anna: Person, keyboard: InlineKeyboardMarkup
) -> None:
    sent = await bot.send_message(anna.id, "T-0001", reply_markup=keyboard)
    await bot.edit_message_text("T-0001 done", anna.id, sent.message_id)
    with pytest.raises(ValueError, match="no button 'Take'"):
        anna.presses(server.sent[0], "Take")
    anna.presses_old(server.sent[0], "take:T-0001")
    query = (await fetched(bot))[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


# People


async def test_a_deep_link_carries_its_payload(bot: Bot, server: TelegramServer) -> None:
    anna = server.person("Anna", language="he")
    anna.starts("link_Ab-9")
    (update,) = await fetched(bot)
    assert update.message is not None
    assert update.message.text == "/start link_Ab-9"
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "he"
    with pytest.raises(ValueError, match="payload"):
        anna.starts("a b")


async def test_everything_that_people_send_can_be_read(bot: Bot, anna: Person) -> None:
    first = anna.writes("שלום /status https://x.example")
    anna.edits(first, "ciao")
    anna.sends_photo(FileOfPerson(PNG), caption="scontrino")
    album = anna.sends_album([FileOfPerson(PNG), FileOfPerson(PNG)], caption="due foto")
    anna.sends_voice()
    anna.sends_sticker(emoji="👍")
    anna.sends_location(45.07, 7.68)
    anna.sends_contact("+390111234", "Ben")
    anna.blocks()
    anna.unblocks()
    updates = (await fetched(bot))[1:]
    assert [entity.type for entity in updates[0].message.entities] == ["bot_command", "url"]  # type: ignore[union-attr]
    assert updates[1].edited_message is not None
    assert updates[1].edited_message.text == "ciao"
    assert updates[2].message is not None
    assert [size.width for size in updates[2].message.photo] == [90, 1280]
    groups = {update.message.media_group_id for update in updates[3:5] if update.message}
    assert groups == {album[0].content["media_group_id"]}
    assert [update.message.caption for update in updates[3:5] if update.message] == ["due foto", None]
    kinds = [update.message for update in updates[5:9] if update.message]
    assert kinds[0].voice
    assert kinds[1].sticker
    assert kinds[2].location
    assert kinds[3].contact
    standings = [update.my_chat_member for update in updates[9:]]
    assert [each.new_chat_member.status for each in standings if each] == ["kicked", "member"]
    ids = [update.update_id for update in updates]
    assert ids == list(range(ids[0], ids[0] + 11))


async def test_a_group_tells_that_the_bot_was_added(bot: Bot, server: TelegramServer, anna: Person) -> None:
    office = server.group("Office", [anna], with_bot=False)
    anna.writes("/new@pratica_bot", office)
    anna.adds_the_bot(office, as_administrator=True)
    added, service = (await fetched(bot))[1:]
    assert added.my_chat_member is not None
    change = added.my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "administrator")
    assert service.message is not None
    assert [user.id for user in service.message.new_chat_members] == [bot.id]


async def test_nobody_writes_to_a_bot_that_they_have_blocked(anna: Person) -> None:
    anna.blocks()
    with pytest.raises(ValueError, match="unblocks"):
        anna.writes("hello")


async def test_the_server_ends_while_somebody_polls() -> None:
    async with telegram_server() as server, client(server) as bot:
        polling = asyncio.create_task(fetched(bot, wait=30))
        await until(lambda: server.calls[-1].method == "getUpdates")
        server.push({"telepathy": {}})
        await polling
        ended = asyncio.create_task(fetched(bot, offset=server.updates.next_id, wait=30))
        await until(lambda: len(server.calls) == 3)
        server.updates.closed = True
        server.bell.ring()
        assert await ended == ()


@pytest.mark.parametrize("strange", [{"thought": 1}, "thought", {"message": "x", "chat": {"id": "y"}}])
async def test_an_update_of_unknown_shape_comes_through(bot: Bot, server: TelegramServer, strange: Any) -> None:
    server.push({"telepathy": strange})
    (update,) = await fetched(bot)
    assert update.api_kwargs == {"telepathy": strange}


GROUP_MESSAGES: list[tuple[str, bool]] = [
    ("hello all", False),
    ("@pratica_bot hello", True),
    ("hello @Pratica_Bot", True),
    ("@somebody hello", False),
    ("/new@pratica_bot offer", True),
    ("/new@other_bot offer", False),
    ("/new offer", False),
    ("mail@pratica_bot.example", False),
]


@pytest.mark.parametrize(("text", "reaches"), GROUP_MESSAGES)
async def test_privacy_mode_gives_only_what_is_meant_for_the_bot(
    bot: Bot, anna: Person, group: Chat, text: str, *, reaches: bool
) -> None:
    anna.writes(text, group)
    assert (len(await fetched(bot)) > 1) is reaches


async def test_privacy_mode_gives_replies_and_general_commands_to_the_last_bot(
    bot: Bot, server: TelegramServer, anna: Person, group: Chat
) -> None:
    await bot.send_message(group.id, "For whom?")
    anna.writes("/new", group)
    anna.writes("For Rossi", group, reply_to=server.sent[0])
    server.other_bot_posts(group)
    anna.writes("/new again", group)
    asked = anna.writes("@pratica_bot offer", group)
    anna.writes("for Bianchi", group, reply_to=asked)
    texts = [update.message.text for update in await fetched(bot) if update.message]
    assert texts[1:] == ["/new", "For Rossi", "@pratica_bot offer", "for Bianchi"]


async def test_without_privacy_mode_or_as_administrator_it_gets_everything(
    bot: Bot, server: TelegramServer, anna: Person, group: Chat
) -> None:
    server.mentions_pass = False
    anna.writes("@pratica_bot one", group)
    group.bot = "administrator"
    anna.writes("two", group)
    group.bot = "member"
    server.privacy = False
    anna.writes("three", group)
    assert [update.message.text for update in await fetched(bot) if update.message][1:] == ["two", "three"]


# Polling


async def test_updates_are_given_again_until_an_offset_confirms_them(
    bot: Bot, server: TelegramServer, anna: Person
) -> None:
    anna.writes("one")
    anna.writes("two")
    first = await fetched(bot)
    assert [update.update_id for update in await fetched(bot)] == [update.update_id for update in first]
    assert [update.message.text for update in first if update.message] == ["/start", "one", "two"]
    rest = await fetched(bot, offset=first[1].update_id)
    assert [update.update_id for update in rest] == [update.update_id for update in first[1:]]
    assert len(await bot.get_updates(limit=1)) == 1
    assert [update.update_id for update in await fetched(bot, offset=-1)] == [first[2].update_id]
    assert await fetched(bot, offset=first[2].update_id + 1) == ()
    server.updates.repeat(server.updates.made[0])
    assert [update.update_id for update in await fetched(bot)] == [first[0].update_id]


async def test_a_long_poll_ends_at_once_when_something_comes(bot: Bot, server: TelegramServer, anna: Person) -> None:
    offset = (await fetched(bot))[-1].update_id + 1
    polling = asyncio.create_task(fetched(bot, offset=offset, wait=30))
    await until(lambda: len(server.calls) == 3)
    anna.writes("there I am")
    async with asyncio.timeout(5):
        (update,) = await polling
    assert update.message is not None
    assert update.message.text == "there I am"


async def test_the_second_of_two_pollers_ends_the_first(bot: Bot, server: TelegramServer) -> None:
    first = asyncio.create_task(fetched(bot, wait=30))
    await until(lambda: server.calls[-1].method == "getUpdates")
    assert await fetched(bot) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_only_the_allowed_updates_are_made(bot: Bot, server: TelegramServer, anna: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    anna.writes("one")
    await bot.get_updates()
    anna.writes("two")
    await bot.get_updates(allowed_updates=[])
    anna.writes("three")
    assert [update.message.text for update in await fetched(bot) if update.message] == ["/start", "three"]


# The webhook


class Receiver:
    """What listens where the webhook points: it answers with the codes given, then with 200."""

    def __init__(self) -> None:
        self.url = ""
        self.codes: list[int] = []
        self.got: Noted[tuple[int, str | None]] = Noted()

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append(((await request.json())["update_id"], secret))
        return web.Response(status=self.codes.pop(0) if self.codes else 200)


@pytest.fixture
async def receiver(server: TelegramServer) -> AsyncIterator[Receiver]:
    server.http_webhooks = True
    made, app = Receiver(), web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_a_webhook_gets_each_update_until_it_takes_it(
    bot: Bot, server: TelegramServer, anna: Person, receiver: Receiver
) -> None:
    receiver.codes = [500, 503]
    await bot.set_webhook(receiver.url, secret_token="s3cret_-", max_connections=2)
    anna.writes("two")
    await until(lambda: len(receiver.got) == 4 and not server.updates.pending)
    first, second = (update["update_id"] for update in server.updates.made)
    assert receiver.got == [(first, "s3cret_-")] * 3 + [(second, "s3cret_-")]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (receiver.url, 0, 2)
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await fetched(bot)


async def test_a_webhook_that_never_answers_well_keeps_its_updates_waiting(
    bot: Bot, server: TelegramServer, anna: Person, receiver: Receiver
) -> None:
    server.posting.attempts = 3
    receiver.codes = [500] * 3
    await bot.set_webhook(receiver.url)
    await until(lambda: len(receiver.got) == 3)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    ben = server.person("Ben")
    ben.starts()
    await until(lambda: len(receiver.got) == 4)
    await until(lambda: list(server.updates.by_chat) == [anna.id])
    server.posting.again()
    await until(lambda: not server.updates.pending)
    assert len(receiver.got) == 5


async def test_an_update_can_be_posted_again_though_it_was_taken(
    bot: Bot, server: TelegramServer, anna: Person, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    await until(lambda: not server.updates.pending)
    server.updates.repeat(server.updates.made[0])
    await until(lambda: len(receiver.got) == 2 and not server.updates.pending)
    assert receiver.got[0] == receiver.got[1]


async def test_a_webhook_where_nobody_listens_says_so(bot: Bot, server: TelegramServer, anna: Person) -> None:
    server.http_webhooks, server.posting.attempts = True, 1
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await until(lambda: server.updates.webhook.last_error is not None)
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"


async def test_chats_wait_for_themselves_only(
    bot: Bot, server: TelegramServer, anna: Person, receiver: Receiver
) -> None:
    people = [server.person(f"P{number}") for number in range(50)]
    for number in range(4):
        for person in people:
            person.writes(str(number))
    await bot.set_webhook(receiver.url, max_connections=8)
    await until(lambda: not server.updates.pending)
    got = [number for number, _ in receiver.got]
    assert sorted(got) == [update["update_id"] for update in server.updates.made]
    for person in people:
        own = [update["update_id"] for update in server.updates.made if update["message"]["from"]["id"] == person.id]
        assert [number for number in got if number in own] == own


async def test_a_webhook_is_taken_away_with_what_waits_for_it(
    bot: Bot, server: TelegramServer, anna: Person, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await bot.delete_webhook()
    anna.writes("one")
    assert not receiver.got
    assert [update.message.text for update in await fetched(bot) if update.message] == ["one"]
    await bot.delete_webhook(drop_pending_updates=True)
    assert await fetched(bot) == ()


async def test_a_webhook_ends_a_poll(bot: Bot, server: TelegramServer, receiver: Receiver) -> None:
    polling = asyncio.create_task(fetched(bot, wait=30))
    await until(lambda: server.calls[-1].method == "getUpdates")
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await polling
