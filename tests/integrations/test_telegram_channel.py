"""Writing to Telegram: the library's client against a server that refuses what the real one refuses."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.bidi import isolate
from bot.chat.accounts import Stranger
from bot.chat.intake import ChatPlatform
from bot.messages import Attached, Outcome, Outgoing, Permanent, Reply, Sent, Temporary, Uncertain
from integrations.telegram import TelegramChannel
from integrations.telegram.alone import texts
from integrations.telegram.client import make_client
from integrations.telegram.limiter import PerChatLimiter
from tests.telegram_office import button, channel_of, client_of, document, no_files, outgoing, settings
from tests.telegram_server import FileOfPerson, Person, TelegramServer, telegram_server
from tests.telegram_server.given import Given
from tests.telegram_server.html_mode import parse_html, units
from tests.telegram_server.methods import METHODS
from tests.telegram_server.state import State
from tests.telegram_server.values import Json

PDF = b"%PDF-1.7 quote"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        yield running


@pytest.fixture
async def channel(server: TelegramServer) -> AsyncIterator[TelegramChannel]:
    async with channel_of(server, contents={"a" * 64: PDF}) as made:
        yield made


@pytest.fixture
def dana(server: TelegramServer) -> Person:
    """Somebody who has pressed Start."""
    person = server.person("Dana", last_name="Levi", language="he")
    person.starts()
    return person


async def send(channel: TelegramChannel, message: Outgoing) -> Outcome:
    """As a worker does it, in a thread of its own."""
    return await asyncio.to_thread(channel.send, message)


async def sent(channel: TelegramChannel, message: Outgoing) -> str:
    outcome = await send(channel, message)
    assert isinstance(outcome, Sent), outcome
    return outcome.outside_id


def place(person: Person) -> str:
    return str(person.private.id)


async def test_it_is_a_chat_platform(channel: TelegramChannel) -> None:
    platform: ChatPlatform = channel
    assert (platform.name, platform.private("7000000001", "42")) == ("telegram", "42")


async def test_a_reply_shows_its_head_its_standing_and_its_buttons(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    reply = Reply(
        text="Quote Q-0001\n<Rossi & Figli>",
        standing="approved",
        tasks=("Q-0001",),
        buttons=(button("Done"), button("Cancel", "act:cancel:Q-0001", look="danger")),
    )
    outside_id = await sent(channel, outgoing(place(dana), reply))
    (message,) = server.sent
    assert outside_id == f"{dana.id}:{message.id}"
    assert message.text == "Quote Q-0001\n<Rossi & Figli>\n\napproved"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in message.entities] == [
        ("bold", 0, 12),
        ("italic", 30, 8),
    ]
    assert message.buttons == {"Done": "act:done:Q-0001", "Cancel": "act:cancel:Q-0001"}
    assert "is_disabled" in str(server.calls[-1].given["link_preview_options"])


async def test_every_sign_of_a_markup_arrives_as_it_is(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    text = "<b>&amp;lt; & < > \" ' _*[]()~`>#+-=|{}.! \\ </b> &#128512; <a href='x'>y"
    await sent(channel, outgoing(place(dana), text))
    assert server.sent[0].text == text
    assert server.sent[0].entities == []


async def test_hebrew_arrives_with_its_marks_and_isolates(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    await sent(channel, outgoing(place(dana), f"{isolate('Q-0001')} נפתחה"))
    assert server.sent[0].text == f"\u200f{isolate('Q-0001')} נפתחה"


@pytest.mark.parametrize("text", ["x" * 4_097, "😀" * 4_097, "&" * 4_097, "שלום\n" * 1_000])
async def test_a_text_that_is_too_long_is_never_refused(
    server: TelegramServer, channel: TelegramChannel, dana: Person, text: str
) -> None:
    await sent(channel, outgoing(place(dana), text))
    assert units(server.sent[0].text) <= 4_096


async def test_html_that_is_refused_is_sent_again_without_markup(
    server: TelegramServer, channel: TelegramChannel, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.telegram.text.escape", lambda text, quote: text)
    await sent(channel, outgoing(place(dana), "5 < 6 & <b>7"))
    assert [call.code for call in server.calls if call.method == "sendMessage"] == [400, 200]
    assert server.sent[0].text == "5 < 6 & <b>7"


async def test_a_file_leaves_with_its_name_and_a_caption(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    reply = Reply(text="ההצעה מצורפת", files=(document("הצעת מחיר Q-0001.pdf"),), buttons=(button("Done"),))
    await sent(channel, outgoing(place(dana), reply))
    (message,) = server.sent
    assert (message.content["document"]["file_name"], message.text) == ("הצעת מחיר Q-0001.pdf", "ההצעה מצורפת")
    assert server.files[message.content["document"]["file_id"]].content == PDF
    assert message.buttons == {"Done": "act:done:Q-0001"}


async def test_a_file_without_words_has_no_caption(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    await sent(channel, outgoing(place(dana), Reply(text="", files=(document(),))))
    assert server.sent[0].text == ""


async def test_a_file_that_is_gone_is_told(channel: TelegramChannel, dana: Person) -> None:
    missing = document().model_copy(update={"sha256": "b" * 64})
    outcome = await send(channel, outgoing(place(dana), Reply(text="", files=(missing,))))
    assert outcome == Permanent(reason="the file Q-0001.pdf is not there any more")


async def test_in_a_group_an_answer_shows_what_it_answers_also_when_that_was_deleted(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    group = server.group("Purchasing", [dana], supergroup=True)
    asked = dana.writes("/my@pratica_bot", group)
    await sent(channel, outgoing(str(group.id), "Nothing is open.", in_reply_to=f"{group.id}:{asked.id}"))
    asked.deleted = True
    await sent(channel, outgoing(str(group.id), "Still nothing.", in_reply_to=f"{group.id}:{asked.id}:901"))
    assert [message.reply_to for message in server.sent] == [asked.id, None]


async def test_a_topic_is_written_to_and_when_it_is_deleted_the_group_is(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    group = server.group("Office", [dana], topics=["Purchasing"])
    thread = server.thread(group, "Purchasing")
    await sent(channel, outgoing(f"{group.id}/{thread}", "Here."))
    assert server.sent[0].thread == thread
    group.topics = {}
    outcome = await send(channel, outgoing(f"{group.id}/{thread}", "And now?"))
    assert outcome == Temporary(reason="the topic was deleted", moved=str(group.id))


async def test_what_only_one_of_a_group_may_see_goes_to_them_alone(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    group = server.group("Purchasing", [dana])
    await sent(channel, outgoing(str(group.id), "Your salary", only_for=str(dana.id)))
    assert server.sent[0].chat is dana.private


async def test_who_has_no_open_chat_is_asked_in_the_group_to_open_it_without_a_word_of_the_answer(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    anna = server.person("Anna", language="it")
    group = server.group("Purchasing", [dana, anna])
    asked = anna.writes("/my@pratica_bot", group)
    said = Reply(text="Il tuo stipendio", language="it")
    answer = outgoing(str(group.id), said, only_for=str(anna.id), in_reply_to=f"{group.id}:{asked.id}")
    outcome = await send(channel, answer)
    assert isinstance(outcome, Permanent)
    assert outcome.gone
    (message,) = server.sent
    assert (message.chat, message.reply_to, message.text) == (group, asked.id, texts()["it"]["text"])
    assert message.keyboard[0][0]["url"] == "https://t.me/pratica_bot?start=hello"


async def test_a_message_is_changed_in_place_and_again_without_harm(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    card = Reply(text="Q-0001\nopen", tasks=("Q-0001",), buttons=(button("Done"),))
    outside_id = await sent(channel, outgoing(place(dana), card))
    closed = outgoing(place(dana), Reply(text="Q-0001\nopen", standing="done by Dana"), edits=outside_id, kind="update")
    assert await sent(channel, closed) == outside_id == await sent(channel, closed)
    (message,) = server.sent
    assert (message.text, message.buttons) == ("Q-0001\nopen\n\ndone by Dana", {})
    assert [call.code for call in server.calls if call.method == "editMessageText"] == [200, 400]


async def edit_message_caption(state: State, given: Given) -> Json:
    """As the Bot API documents it; the server of the tests has only editMessageText."""
    message = state.existing(state.writable(given), given.number("message_id"), "message to edit not found")
    message.content = {**message.content, "caption": parse_html(given.text("caption"))[0]}
    message.keyboard = []
    return state.wire(message)


async def test_a_file_keeps_its_file_when_it_is_changed(
    server: TelegramServer, channel: TelegramChannel, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(METHODS, "editMessageCaption", edit_message_caption)
    card = Reply(text="Q-0001", files=(document(),), buttons=(button("Done"),))
    outside_id = await sent(channel, outgoing(place(dana), card))
    closed = outgoing(place(dana), Reply(text="Q-0001", standing="done"), edits=outside_id, kind="update")
    assert await sent(channel, closed) == outside_id
    assert (server.sent[0].text, server.sent[0].buttons) == ("Q-0001\n\ndone", {})
    assert server.sent[0].content["document"]["file_name"] == "Q-0001.pdf"


async def test_a_message_that_is_gone_needs_no_change(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    outside_id = await sent(channel, outgoing(place(dana), "Q-0001"))
    server.sent[0].deleted = True
    assert await sent(channel, outgoing(place(dana), "closed", edits=outside_id, kind="update")) == outside_id


async def test_a_lost_answer_to_a_change_is_repeated(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    outside_id = await sent(channel, outgoing(place(dana), "Q-0001"))
    change = outgoing(place(dana), "closed", edits=outside_id, kind="update")
    server.cut_next("editMessageText", after=True)
    assert isinstance(await send(channel, change), Temporary)
    assert await sent(channel, change) == outside_id
    assert server.sent[0].text == "closed"


async def test_a_short_429_is_waited_for(server: TelegramServer, channel: TelegramChannel, dana: Person) -> None:
    server.limit("sendMessage", retry_after=1)
    await sent(channel, outgoing(place(dana), "Noted."))
    assert [call.code for call in server.calls if call.method == "sendMessage"] == [429, 200]


async def test_a_long_429_is_the_outboxs_and_holds_back_its_own_chat_alone(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    anna = server.person("Anna")
    anna.starts()
    server.limit("sendMessage", retry_after=35, chat=dana.id)
    first = await send(channel, outgoing(place(dana), "Noted."))
    assert first == Temporary(reason="too many messages", retry_after=timedelta(seconds=35))
    second = await send(channel, outgoing(place(dana), "Noted."))
    assert isinstance(second, Temporary)
    assert second.retry_after is not None
    assert timedelta(seconds=30) <= second.retry_after <= timedelta(seconds=35)
    await sent(channel, outgoing(place(anna), "Noted."))
    assert [call.code for call in server.calls if call.method == "sendMessage"] == [429, 200]


async def test_a_chat_is_written_to_again_when_its_time_has_come() -> None:
    now = [100.0]
    limiter = PerChatLimiter(clock=lambda: now[0])
    answers: list[Exception | str] = [RetryAfter(35), "done"]

    async def call() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def ask() -> str:
        return str(await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 42}, None))

    for _ in range(2):
        with pytest.raises(RetryAfter):
            await ask()
    now[0] += 35.2
    assert await ask() == "done"


async def test_who_waits_too_long_for_the_rate_of_a_group_is_told_and_nothing_is_handed_over() -> None:
    limiter = PerChatLimiter(patience=0.05)
    made = 0

    async def call() -> str:
        nonlocal made
        made += 1
        return "done"

    for _ in range(20):
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": -100}, None)
    with pytest.raises(RetryAfter):
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": -100}, None)
    assert made == 20


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (lambda server: server.cut_next("sendMessage", after=True), Uncertain),
        (lambda server: server.cut_next("sendMessage", after=False), Uncertain),  # nobody can tell it from the other
        (lambda server: server.fail_next("sendMessage", 500), Temporary),
        (lambda server: server.fail_next("sendMessage", 502), Temporary),
    ],
)
async def test_what_happened_to_a_message_is_said_as_far_as_it_is_known(
    server: TelegramServer, channel: TelegramChannel, dana: Person, fault: object, expected: type
) -> None:
    assert callable(fault)
    fault(server)
    outcome = await send(channel, outgoing(place(dana), "Noted."))
    assert isinstance(outcome, expected), outcome
    assert isinstance(await asyncio.to_thread(channel.look_up, outgoing(place(dana), "Noted.")), Uncertain)


async def test_a_server_that_is_not_reached_has_taken_nothing(server: TelegramServer) -> None:
    client = make_client(settings(server, url="http://127.0.0.1:9/"))
    with pytest.raises(NetworkError):
        await client.initialize()
    channel = TelegramChannel(client, asyncio.get_running_loop(), content=no_files)
    outcome = await send(channel, outgoing("42", "Noted."))
    await client.shutdown()
    assert outcome == Temporary(reason="Telegram is not reached; check this machine's network, and `url` in [telegram]")


async def test_calls_go_by_the_proxy_that_the_environment_names(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url.rstrip("/").removeprefix("http://"))
    monkeypatch.setenv("no_proxy", "here.invalid")
    async with client_of(server, url="http://telegram.invalid/") as client:  # which answers only where it was asked for
        assert client.id == server.bot.id
    monkeypatch.setenv("no_proxy", "telegram.invalid")
    past = make_client(settings(server, url="http://telegram.invalid/"))
    with pytest.raises(NetworkError):
        await past.initialize()
    await past.shutdown()


async def test_an_answer_that_takes_longer_than_a_call_may_is_no_longer_waited_for(server: TelegramServer) -> None:
    async with client_of(server) as client:
        held = server.hold_next("getMe")
        with pytest.raises(TimedOut):
            await client.get_me(read_timeout=0.05)
        held.set()


async def test_an_answer_that_never_comes_leaves_a_doubt_but_not_over_a_change(
    server: TelegramServer, dana: Person
) -> None:
    async with channel_of(server, seconds=0.3) as channel:
        held = [server.hold_next("sendMessage"), server.hold_next("editMessageText")]
        assert isinstance(await send(channel, outgoing(place(dana), "Noted.")), Uncertain)
        change = outgoing(place(dana), "closed", edits=f"{dana.id}:1", kind="update")
        assert isinstance(await send(channel, change), Temporary)
        for event in held:
            event.set()


async def test_without_its_loop_nothing_is_sent(server: TelegramServer) -> None:
    loop = asyncio.new_event_loop()
    async with client_of(server) as client:
        channel = TelegramChannel(client, loop, content=no_files)
        assert isinstance(await send(channel, outgoing("42", "Noted.")), Temporary)
        with pytest.raises(OSError, match="not running"):
            await asyncio.to_thread(channel.stranger, "7000000001", "42")
    loop.close()


async def test_before_the_start_and_after_the_end_nothing_is_sent(server: TelegramServer) -> None:
    client = make_client(settings(server))
    channel = TelegramChannel(client, asyncio.get_running_loop(), content=no_files)
    before = await send(channel, outgoing("42", "Noted."))
    await client.initialize()
    await client.shutdown()
    assert before == await send(channel, outgoing("42", "Noted."))
    assert before == Temporary(reason="the connection to Telegram is not running")


async def test_who_has_blocked_the_bot_or_left_is_gone(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    anna = server.person("Anna")
    anna.starts()
    group = server.group("Purchasing", [dana, anna])
    stranger = server.person("Bruno")
    server.group("Sales", [stranger])
    dana.kicks_the_bot(group)
    dana.blocks()
    anna.leaves_telegram()
    for recipient in (place(dana), place(anna), str(group.id), place(stranger)):
        outcome = await send(channel, outgoing(recipient, "Noted."))
        assert isinstance(outcome, Permanent), outcome
        assert outcome.gone, outcome


@pytest.mark.parametrize("recipient", ["4242", "-4242"])
async def test_a_chat_that_nobody_knows_is_told_with_what_to_do(channel: TelegramChannel, recipient: str) -> None:
    outcome = await send(channel, outgoing(recipient, "Noted."))
    assert isinstance(outcome, Permanent)
    assert not outcome.gone
    assert "press Start" in outcome.reason or "add the bot" in outcome.reason


@pytest.mark.parametrize("changes", [{"recipient": "T1/C1"}, {"edits": "T1/C1/1"}])
async def test_an_address_of_another_platform_is_refused(channel: TelegramChannel, changes: dict[str, str]) -> None:
    outcome = await send(channel, outgoing("42", "Noted.").model_copy(update=changes))
    assert isinstance(outcome, Permanent)


async def test_a_group_that_became_a_supergroup_is_written_to_there(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    group = server.group("Purchasing", [dana])
    outside_id = await sent(channel, outgoing(str(group.id), "Q-0001"))
    new = dana.upgrades(group)
    outcome = await send(channel, outgoing(str(group.id), "Noted."))
    assert outcome == Temporary(reason="the group has become a supergroup", moved=str(new.id))
    await sent(channel, outgoing(str(new.id), "Noted."))
    assert await sent(channel, outgoing(str(new.id), "closed", edits=outside_id, kind="update")) == outside_id


async def test_a_wrong_token_waits_for_a_person_and_is_never_repeated_in_words(server: TelegramServer) -> None:
    wrong = "7000000001:AAwrongwrongwrongwrongwrongwrong"
    client = make_client(settings(server, token=wrong))
    with pytest.raises(InvalidToken):
        await client.initialize()
    outcome = await send(
        TelegramChannel(client, asyncio.get_running_loop(), content=no_files), outgoing("42", "Noted.")
    )
    await client.shutdown()
    assert isinstance(outcome, Temporary)
    assert outcome.retry_after == timedelta(minutes=15)
    assert "AAwrong" not in outcome.reason


async def test_a_file_that_came_along_is_fetched(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    message = dana.sends_document(FileOfPerson(b"a,b\n1,2\n", "prezzi.csv", "text/csv"))
    kept = Attached(ref=message.content["document"]["file_id"], name="prezzi.csv", media_type="text/csv", size=8)
    assert await asyncio.to_thread(channel.fetch, "7000000001", kept) == b"a,b\n1,2\n"


async def test_a_file_that_will_never_be_had_is_told_from_one_that_may(
    server: TelegramServer, channel: TelegramChannel, dana: Person
) -> None:
    large = dana.sends_document(FileOfPerson(b"x", "film.mp4", size=30_000_000)).content["document"]["file_id"]
    for ref, size in (("", 30_000_000), (large, None), ("unknown", None)):
        with pytest.raises(ValueError, match="film"):
            await asyncio.to_thread(
                channel.fetch, "7000000001", Attached(ref=ref, name="film.mp4", media_type="video/mp4", size=size)
            )
    server.fail_next("getFile", 502)
    with pytest.raises(OSError, match="Bad Gateway"):
        await asyncio.to_thread(
            channel.fetch, "7000000001", Attached(ref=large, name="film.mp4", media_type="video/mp4")
        )


async def test_a_stranger_is_looked_up_by_name(server: TelegramServer, channel: TelegramChannel, dana: Person) -> None:
    assert await asyncio.to_thread(channel.stranger, "7000000001", place(dana)) == Stranger(name="Dana Levi")
    assert await asyncio.to_thread(channel.stranger, "7000000001", "4242") == Stranger()
    server.fail_next("getChat", 502)
    with pytest.raises(OSError, match="Bad Gateway"):
        await asyncio.to_thread(channel.stranger, "7000000001", place(dana))


async def test_the_token_stands_in_no_log(
    server: TelegramServer, channel: TelegramChannel, dana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.limit("sendMessage", retry_after=35)
    server.fail_next("sendMessage", 500)
    await asyncio.to_thread(channel.stranger, "7000000001", place(dana))
    for _ in range(3):
        await send(channel, outgoing(place(dana), "Noted."))
    assert server.token.partition(":")[2] not in caplog.text
    assert server.token.partition(":")[2] not in str([vars(record) for record in caplog.records])
