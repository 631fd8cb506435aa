"""The double of the Bot API, asked by the real client library: what it takes and what it refuses."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, InlineKeyboardMarkup, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot

from tests.news import until
from tests.telegram_server import PNG, TOKEN, Chat, FileOfPerson, Message, Person, TelegramServer
from tests.telegram_server.cases import PARSED, REFUSED, UNPARSABLE, Ask
from tests.telegram_server.client import client, fetched

PDF = FileOfPerson(b"%PDF-1.7 offer", "Angebot – Müller.pdf", "application/pdf")


# What is refused, and in which words


@pytest.mark.parametrize(("ask", "words"), REFUSED, ids=[words for _, words in REFUSED])
async def test_it_refuses_what_the_real_one_refuses(
    bot: Bot, server: TelegramServer, anna: Person, group: Chat, ask: Ask, words: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await ask(bot, anna, group)
    assert str(refused.value).lower().startswith(words.lower())
    assert not server.sent
    assert server.calls[-1].code == 400


@pytest.mark.parametrize(("html", "words"), UNPARSABLE)
async def test_html_that_does_not_parse_is_refused(bot: Bot, anna: Person, html: str, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(anna.id, html, parse_mode="HTML")
    assert str(refused.value) == f"Can't parse entities: {words.lower()}"


@pytest.mark.parametrize(("html", "text", "entities"), PARSED)
async def test_html_becomes_text_and_entities(
    bot: Bot, server: TelegramServer, anna: Person, html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    sent = await bot.send_message(anna.id, html, parse_mode="HTML")
    assert sent.text == text
    assert [(each.type, each.offset, each.length) for each in sent.entities] == entities
    (shown,) = server.sent
    assert (shown.text, shown.html) == (text, html)


async def test_a_lone_ampersand_passes_where_a_test_wants_it_as_it_really_is(server: TelegramServer, bot: Bot) -> None:
    server.lone_ampersands = True
    anna = server.person("Anna")
    anna.starts()
    assert (await bot.send_message(anna.id, "Smith & Sons &nbsp;", parse_mode="HTML")).text == "Smith & Sons &nbsp;"


async def test_length_counts_after_the_entities_are_parsed(bot: Bot, server: TelegramServer, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")
    assert len(sent.text or "") == 4096
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.edit_message_text("x" * 4097, anna.id, sent.message_id)
    await bot.send_document(anna.id, b"x", caption="😀" * 512)
    assert server.sent[-1].text == "😀" * 512


# Where the bot stands


async def test_a_token_that_is_not_ours_is_unauthorized(server: TelegramServer) -> None:
    with pytest.raises(InvalidToken):
        async with client(server, "1:wrong"):
            pass
    async with httpx.AsyncClient() as plain:
        answer = await plain.get(f"{server.base_url}1:wrong/getMe")
        assert (answer.status_code, answer.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
        unknown = await plain.get(f"{server.base_url}{TOKEN}/getMoney")
        assert unknown.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


async def test_a_refusal_has_the_body_that_is_documented(server: TelegramServer, anna: Person) -> None:
    old = server.group("Office", [anna])
    new = anna.upgrades(old)
    server.limit("getMe", retry_after=3)
    async with httpx.AsyncClient() as plain:
        url = f"{server.base_url}{TOKEN}"
        answers = [
            await plain.post(f"{url}/sendMessage", json={"chat_id": old.id, "text": "x"}),
            await plain.get(f"{url}/getMe"),
            await plain.post(f"{url}/sendMessage", content=b"{", headers={"Content-Type": "application/json"}),
        ]
    assert [(answer.status_code, answer.json()["description"]) for answer in answers] == [
        (400, "Bad Request: group chat was upgraded to a supergroup chat"),
        (429, "Too Many Requests: retry after 3"),
        (400, "Bad Request: can't parse JSON object"),
    ]
    parameters = [answer.json().get("parameters") for answer in answers]
    assert parameters == [{"migrate_to_chat_id": new.id}, {"retry_after": 3}, None]


async def test_json_forms_and_queries_are_all_understood(server: TelegramServer, anna: Person) -> None:
    url = f"{server.base_url}{TOKEN}/SENDMESSAGE"
    given = {"chat_id": str(anna.id), "text": "Ciao"}
    async with httpx.AsyncClient() as plain:
        for answer in (
            await plain.post(url, json={"chat_id": anna.id, "text": "Ciao"}),
            await plain.post(url, data=given),
            await plain.get(url, params=given),
            await plain.post(url, files={name: (None, value) for name, value in given.items()}),
        ):
            assert answer.json()["result"]["text"] == "Ciao"
    assert len(server.sent) == 4
    assert {call.method for call in server.calls} == {"sendMessage"}


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda person, chat: person.blocks(), "Forbidden: bot was blocked by the user"),
        (lambda person, chat: person.leaves_telegram(), "Forbidden: user is deactivated"),
    ],
)
async def test_nothing_is_sent_to_whom_the_bot_may_not_write(
    bot: Bot, anna: Person, group: Chat, happens: Callable[[Person, Chat], None], words: str
) -> None:
    happens(anna, group)
    with pytest.raises(Forbidden, match=words):
        await bot.send_message(anna.id, "Ciao")


async def test_the_bot_cannot_begin_a_conversation(bot: Bot, server: TelegramServer) -> None:
    stranger, ben = server.person("Stranger"), server.person("Ben")
    server.group("Office", [ben])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(stranger.id, "Hello")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ben.id, "Hello")
    ben.starts()
    await bot.send_message(ben.id, "Hello")


async def test_a_group_that_it_left_or_was_thrown_out_of_is_closed(
    bot: Bot, server: TelegramServer, anna: Person
) -> None:
    small, large = server.group("Small", [anna]), server.group("Large", [anna], supergroup=True)
    anna.kicks_the_bot(small)
    await bot.leave_chat(large.id)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(small.id, "x")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(large.id, "x")
    anna.adds_the_bot(small)
    await bot.send_message(small.id, "x")
    standings = [update.my_chat_member for update in await fetched(bot)]
    assert [each.new_chat_member.status for each in standings if each] == ["kicked", "left", "member"]


async def test_a_group_that_became_a_supergroup_says_where_it_is(
    bot: Bot, server: TelegramServer, anna: Person
) -> None:
    old = server.group("Office", [anna])
    new = anna.upgrades(old)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")
    services = [update.message for update in await fetched(bot) if update.message]
    assert [(each.migrate_to_chat_id, each.migrate_from_chat_id) for each in services[1:]] == [
        (new.id, None),
        (None, old.id),
    ]


# Messages and what becomes of them


async def test_messages_are_edited_in_place_and_deleted(
    bot: Bot, server: TelegramServer, anna: Person, keyboard: InlineKeyboardMarkup
) -> None:
    sent = await bot.send_message(anna.id, "<b>T-0001</b> open", parse_mode="HTML", reply_markup=keyboard)
    shown = server.message(anna.id, sent.message_id)
    assert shown.buttons == {"Take": "take:T-0001", "Done": "done:T-0001"}
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await bot.edit_message_text(
            "<strong>T-0001</strong> open", anna.id, sent.message_id, parse_mode="HTML", reply_markup=keyboard
        )
    await bot.edit_message_text("T-0001 done", anna.id, sent.message_id)
    assert (shown.text, shown.keyboard, shown.entities) == ("T-0001 done", [], [])
    assert shown.edited
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(anna.id, sent.message_id)
    await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=keyboard)
    assert shown.buttons
    await bot.delete_message(anna.id, sent.message_id)
    assert shown.deleted
    with pytest.raises(KeyError):
        server.message(anna.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", anna.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "x", reply_parameters=ReplyParameters(sent.message_id))
    reply = ReplyParameters(sent.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "x", reply_parameters=reply)).reply_to_message is None


async def test_a_message_of_somebody_else_is_deleted_by_an_administrator_only(
    bot: Bot, server: TelegramServer, anna: Person, group: Chat
) -> None:
    message = anna.writes("hello", group)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, message.id)
    group.bot = "administrator"
    await bot.delete_message(group.id, message.id)
    own = await bot.send_message(anna.id, "x")
    server.message(anna.id, own.message_id).date -= 49 * 3600
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(anna.id, own.message_id)


async def test_supergroups_number_their_own_messages(
    bot: Bot, server: TelegramServer, anna: Person, group: Chat
) -> None:
    in_private, in_group = await bot.send_message(anna.id, "x"), await bot.send_message(group.id, "x")
    assert (in_private.message_id, in_group.message_id) == (2, 1)
    assert server.message(anna.id, 2) is not server.message(group.id, 1)


async def test_topics_keep_what_belongs_to_them(bot: Bot, server: TelegramServer, anna: Person, group: Chat) -> None:
    orders = server.thread(group, "Ordini")
    asked = anna.writes("@pratica_bot preventivo", group, thread=orders)
    answered = await bot.send_message(group.id, "Per chi?", reply_parameters=ReplyParameters(asked.id))
    assert (answered.message_thread_id, answered.is_topic_message) == (orders, True)
    assert answered.reply_to_message is not None
    assert answered.reply_to_message.message_id == asked.id
    await bot.send_message(group.id, "x", message_thread_id=orders)
    assert [message.thread for message in server.sent] == [orders, orders]
    assert group.topics is not None
    group.topics[orders].closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(group.id, "x", message_thread_id=orders)
    assert (await fetched(bot))[-1].message.message_thread_id == orders  # type: ignore[union-attr]
    assert await bot.send_chat_action(group.id, "typing", message_thread_id=1)
    assert server.actions == [(group.id, "typing")]


async def test_files_go_both_ways(bot: Bot, server: TelegramServer, anna: Person) -> None:
    sent = await bot.send_document(
        anna.id, b"%PDF offer", filename="Offerta è.pdf", caption="<b>Q</b>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("Offerta è.pdf", "application/pdf")
    assert server.files[sent.document.file_id].content == b"%PDF offer"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", anna.id, sent.message_id)
    again = await bot.send_document(anna.id, sent.document.file_id)
    assert again.document == sent.document
    photo = await bot.send_photo(anna.id, PNG)
    assert await (await photo.photo[-1].get_file()).download_as_bytearray() == PNG
    anna.sends_document(PDF, caption="ecco l'offerta")
    received = (await fetched(bot))[-1].message
    assert received is not None
    assert received.document is not None
    assert (received.caption, received.document.file_name) == ("ecco l'offerta", "Angebot – Müller.pdf")
    assert bytes(await (await received.document.get_file()).download_as_bytearray()) == PDF.content


async def test_files_that_are_too_big_do_not_pass(bot: Bot, anna: Person) -> None:
    anna.sends_document(FileOfPerson(b"x", "film.mp4", "video/mp4", size=(20 << 20) + 1))
    received = (await fetched(bot))[-1].message
    assert received is not None
    assert received.document is not None
    assert received.document.file_size == (20 << 20) + 1
    with pytest.raises(BadRequest, match="File is too big"):
        await received.document.get_file()
    with pytest.raises(BadRequest, match="is too big for a photo; the maximum size is 10485760 bytes"):
        await bot.send_photo(anna.id, PNG + bytes(10 << 20))
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(anna.id, bytes((50 << 20) + 1))


async def test_commands_are_kept_per_scope_and_language(bot: Bot, server: TelegramServer) -> None:
    await bot.set_my_commands([("new", "Ask for something")])
    await bot.set_my_commands([("new", "Chiedi qualcosa")], language_code="it", scope=BotCommandScopeAllPrivateChats())
    assert server.commands == {
        ("default", ""): [{"command": "new", "description": "Ask for something"}],
        ("all_private_chats", "it"): [{"command": "new", "description": "Chiedi qualcosa"}],
    }
    assert await bot.get_my_commands() == (BotCommand("new", "Ask for something"),)
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    await bot.set_my_description("Tasks of the office", language_code="en")
    await bot.set_my_short_description("Tasks")
    assert server.descriptions == {("description", "en"): "Tasks of the office", ("short_description", ""): "Tasks"}


async def test_it_tells_about_itself_chats_and_members(bot: Bot, anna: Person, group: Chat) -> None:
    assert (bot.username, (await bot.get_me()).can_read_all_group_messages) == ("pratica_bot", False)
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    assert (await bot.get_chat(group.id)).is_forum
    assert (await bot.get_chat_member(group.id, anna.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    group.bot = "administrator"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"


# Limits and faults


async def test_a_limit_says_how_long_to_wait(bot: Bot, server: TelegramServer, anna: Person) -> None:
    server.limit("sendMessage", retry_after=7, chat=anna.id)
    with pytest.raises(RetryAfter) as limited:
        await bot.send_message(anna.id, "x")
    assert limited.value._retry_after.total_seconds() == 7
    assert not server.sent
    await bot.send_message(anna.id, "x")


async def test_the_rate_limiter_of_the_library_waits_and_repeats(server: TelegramServer, anna: Person) -> None:
    limiter = AIORateLimiter(max_retries=1)
    made: ExtBot[Any] = ExtBot(
        TOKEN, base_url=server.base_url, base_file_url=server.base_file_url, rate_limiter=limiter
    )
    async with made:
        server.limit("sendMessage", retry_after=1)
        await made.send_message(anna.id, "x")
    assert [call.code for call in server.calls if call.method == "sendMessage"] == [429, 200]


async def test_the_real_limits_hold_per_chat_group_and_in_all(bot: Bot, server: TelegramServer, anna: Person) -> None:
    now: Iterator[float] = iter(())
    times = [0.0]
    limits = server.limit_really(lambda: next(now, times[0]))
    await bot.send_message(anna.id, "one")
    with pytest.raises(RetryAfter) as soon:
        await bot.send_message(anna.id, "two")
    assert soon.value._retry_after.total_seconds() == 1
    times[0] = 1.0
    await bot.send_message(anna.id, "two")
    office = server.group("Office", [anna])
    for number in range(20):
        await bot.send_message(office.id, str(number))
    with pytest.raises(RetryAfter) as later:
        await bot.send_message(office.id, "21")
    assert later.value._retry_after.total_seconds() == 60
    others = [server.group(f"Office {number}", [anna]) for number in range(10)]
    for other in others[:9]:
        await bot.send_message(other.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(others[9].id, "x")
    assert limits.refused == 3


@pytest.mark.parametrize(("after", "arrived"), [(False, 0), (True, 1)])
async def test_a_cut_connection_leaves_the_work_done_or_not(
    bot: Bot, server: TelegramServer, anna: Person, *, after: bool, arrived: int
) -> None:
    server.cut_next("sendMessage", after=after)
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "x")
    assert len(server.sent) == arrived
    await until(lambda: server.calls[-1].code == 0)
    await bot.send_message(anna.id, "x")


@pytest.mark.parametrize(("code", "words"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
async def test_an_error_of_the_server_comes_when_it_is_told(
    bot: Bot, server: TelegramServer, anna: Person, code: int, words: str
) -> None:
    server.fail_next("sendMessage", code)
    with pytest.raises(NetworkError, match=words):
        await bot.send_message(anna.id, "x")
    await bot.send_message(anna.id, "x")
    assert len(server.sent) == 1


async def test_a_slow_answer_comes_when_the_test_lets_it(bot: Bot, server: TelegramServer, anna: Person) -> None:
    go = server.hold_next("sendMessage", after=True)
    sending = asyncio.create_task(bot.send_message(anna.id, "x"))
    await until(lambda: bool(server.sent))
    assert not sending.done()
    go.set()
    assert (await sending).text == "x"


async def test_a_client_that_does_not_wait_gives_up(bot: Bot, server: TelegramServer, anna: Person) -> None:
    go = server.hold_next("sendMessage")
    with pytest.raises(TelegramError, match="Timed out"):
        await bot.send_message(anna.id, "x", read_timeout=0.05)
    go.set()
    await until(lambda: bool(server.sent))


async def test_a_reaction_is_seen_on_the_message(bot: Bot, anna: Person) -> None:
    message: Message = anna.writes("done")
    await bot.set_message_reaction(anna.id, message.id, "👍")
    assert message.reactions == ["👍"]
    await bot.set_message_reaction(anna.id, message.id, [])
    assert message.reactions == []
