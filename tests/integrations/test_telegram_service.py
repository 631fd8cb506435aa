"""The whole of Telegram at work: start, menu, polling or webhook, trouble, stop; what the doctor says of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bot.chat.accounts import Stranger
from bot.messages import Permanent, Reply, Sent
from integrations.telegram import check, start_link
from integrations.telegram.commands import menu
from tests.chat_intake import Kept
from tests.news import tell, until
from tests.telegram_office import SECRET, button, outgoing, service_of, serving, settings
from tests.telegram_server import Person, TelegramServer, telegram_server


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        yield running


@pytest.fixture
def dana(server: TelegramServer) -> Person:
    return server.person("Dana", last_name="Levi", language="he")


class Telling(logging.Handler):
    """Tells whenever something is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        tell()


@contextmanager
def telling_logs(name: str) -> Iterator[None]:
    handler = Telling()
    logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger(name).removeHandler(handler)


def calls(server: TelegramServer, method: str) -> int:
    return sum(call.method == method for call in server.calls)


async def test_a_conversation_goes_to_and_fro(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    async with serving(server, kept) as service:
        dana.writes("הצעת מחיר לרוסי")
        await until(lambda: len(kept.messages) == 1)
        asked = kept.messages[0]
        reply = Reply(text="זה נכון?", buttons=(button("כן", "ask:a1:yes"),))
        answer = outgoing(asked.place or "", reply, in_reply_to=asked.external_id)
        sent = await asyncio.to_thread(service.channel.send, answer)
        assert isinstance(sent, Sent)
        dana.presses(server.sent[0], "כן")
        await until(lambda: len(server.answers) == 1)
        closed = outgoing(asked.place or "", Reply(text="זה נכון?", standing="כן"), edits=sent.outside_id)
        assert await asyncio.to_thread(service.channel.send, closed) == sent
        stranger = await asyncio.to_thread(service.channel.stranger, "7000000001", str(dana.id))
        assert stranger == Stranger(name="Dana Levi", language="he")
    assert [message.kind for message in kept.messages] == ["text", "press"]
    assert (server.sent[0].text, server.sent[0].buttons) == ("זה נכון?\n\nכן", {})


async def test_the_menu_is_set_in_each_language_once(server: TelegramServer) -> None:
    for _ in range(2):
        async with serving(server, Kept()):
            await until(lambda: calls(server, "getUpdates") > 0)
    shown = {language: [each["command"] for each in commands] for (_, language), commands in server.commands.items()}
    assert set(shown) == {"", "en", "it", "he"}
    assert shown["he"] == [command.command for command in menu()["he"]]
    assert calls(server, "setMyCommands") == 4


async def test_polling_takes_a_webhook_away_and_loses_nothing(server: TelegramServer, dana: Person) -> None:
    server.updates.webhook.url = "https://old.example/telegram"
    server.posting.attempts = 0
    kept = Kept()
    dana.writes("written before the start")
    async with serving(server, kept):
        await until(lambda: kept.texts == ["written before the start"])
    assert server.updates.webhook.url == ""


async def test_its_state_says_how_it_goes(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    server.fail_next("getUpdates", 502)
    async with serving(server, kept) as service:
        assert (service.state.account, service.state.username) == ("7000000001", "pratica_bot")
        dana.writes("quote")
        await until(lambda: service.state.last_seen is not None)
        assert service.state.error is None
        assert service.state.connected_since is not None
        assert service.state.connected_since <= datetime.now(UTC)
    assert service.state.connected_since is None


async def test_it_starts_when_telegram_comes_back_and_until_then_says_what_is_wrong(
    server: TelegramServer, dana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    server.fail_next("getMe", 502, times=3)
    async with serving(server, kept):
        dana.writes("quote")
        await until(lambda: kept.texts == ["quote"])
    assert "Telegram answers: Bad Gateway" in caplog.text
    assert caplog.text.count("Bad Gateway") == 1


async def test_a_refused_token_is_said_without_being_shown(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "7000000001:AAwrongwrongwrongwrongwrongwrong"
    service = service_of(server, Kept(), token=wrong)
    stop = asyncio.Event()
    with telling_logs("integrations.telegram.service"):
        running = asyncio.create_task(service.run(stop))
        await until(lambda: service.state.error is not None)
    assert isinstance(await asyncio.to_thread(service.channel.send, outgoing("T1/C1", "x")), Permanent)
    stop.set()
    await running
    assert "@BotFather" in (service.state.error or "")
    assert "AAwrong" not in caplog.text + str(service.state)


async def test_it_stops_while_telegram_does_not_answer(server: TelegramServer) -> None:
    held = server.hold_next("getMe")
    service = service_of(server, Kept())
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    await until(lambda: calls(server, "getMe") > 0)
    stop.set()
    async with asyncio.timeout(5):
        await running
    held.set()


async def test_a_menu_that_cannot_be_set_keeps_nobody_from_working(server: TelegramServer, dana: Person) -> None:
    kept = Kept()
    server.fail_next("getMyCommands", 500)
    dana.writes("quote")
    async with serving(server, kept):
        await until(lambda: kept.texts == ["quote"])


async def test_the_doctor_finds_nothing_wrong_with_a_bot_that_works(server: TelegramServer) -> None:
    assert await asyncio.to_thread(check, settings(server)) == ()


async def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(server: TelegramServer) -> None:
    hook = {"webhook": "https://office.firm.example/telegram", "webhook_secret": SECRET}
    (elsewhere,) = await asyncio.to_thread(check, settings(server, **hook))
    assert elsewhere == (
        "Telegram posts updates nowhere, and not as pratica.toml says; `pratica serve` sets that when it starts"
    )


async def test_the_doctor_tells_of_a_group_that_the_bot_is_not_in(server: TelegramServer, dana: Person) -> None:
    here, left = server.group("Purchasing", [dana]), server.group("IT", [dana])
    dana.kicks_the_bot(left)
    wrong = await asyncio.to_thread(check, settings(server, groups=(here.id, left.id, -99)))
    assert [one.partition(";")[0] for one in wrong] == [
        f"the bot is not in the group {left.id}",
        "the bot is not in the group -99",
    ]


async def test_the_doctor_leaves_privacy_mode_to_the_company(server: TelegramServer) -> None:
    """In it Telegram holds mentions back, or not; without it nothing else that comes is kept."""
    server.privacy = False
    assert await asyncio.to_thread(check, settings(server)) == ()


async def test_the_doctor_tells_of_a_webhook_that_cannot_be_reached(server: TelegramServer) -> None:
    url = "https://office.firm.example/telegram"
    server.posting.attempts = 0
    server.updates.webhook.url = url
    server.updates.webhook.last_error = "Wrong response from the webhook: 502 Bad Gateway"
    server.updates.webhook.last_error_date = int(datetime.now(UTC).timestamp())
    (broken,) = await asyncio.to_thread(check, settings(server, webhook=url, webhook_secret=SECRET))
    assert broken.startswith(f"Telegram could not post to {url}: Wrong response from the webhook: 502 Bad Gateway;")
    (polled,) = [said for said in await asyncio.to_thread(check, settings(server)) if "not as" in said]
    assert polled.startswith(f"Telegram posts updates to {url}, and not as pratica.toml says")


async def test_the_doctor_tells_of_a_wrong_token_and_of_no_connection(server: TelegramServer) -> None:
    wrong = settings(server, token="7000000001:AAwrongwrongwrongwrongwrongwrong")
    (refused,) = await asyncio.to_thread(check, wrong)
    assert "@BotFather" in refused
    assert "AAwrong" not in refused
    (unreached,) = await asyncio.to_thread(check, settings(server, url="http://127.0.0.1:9/"))
    assert "not reached" in unreached


async def test_a_deep_link_opens_the_bot_with_its_code(server: TelegramServer) -> None:
    link = await asyncio.to_thread(start_link, settings(server), "linkcode_1-a")
    assert link == "https://t.me/pratica_bot?start=linkcode_1-a"
    with pytest.raises(ValueError, match="deep link"):
        await asyncio.to_thread(start_link, settings(server), "with blanks")
    with pytest.raises(OSError, match="not reached"):
        await asyncio.to_thread(start_link, settings(server, url="http://127.0.0.1:9/"), "code")
