"""The double of the Bot API, the real client library on it, and a few people."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardMarkup

from tests.telegram_server import Chat, Person, TelegramServer, telegram_server
from tests.telegram_server.client import buttons, client


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with client(server) as running:
        yield running


@pytest.fixture
def anna(server: TelegramServer) -> Person:
    person = server.person("Anna", language="it", username="anna_r")
    person.starts()
    return person


@pytest.fixture
def group(server: TelegramServer, anna: Person) -> Chat:
    return server.group("Acquisti", [anna, server.person("Ben")], topics=["Ordini", "Merce"])


@pytest.fixture
def keyboard() -> InlineKeyboardMarkup:
    return buttons(("Take", "take:T-0001"), ("Done", "done:T-0001"))
