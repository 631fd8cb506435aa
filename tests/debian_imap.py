"""The mailbox against Dovecot, the truest server there is; not part of `make test`, since it needs Debian and root.

apt-get install dovecot-imapd && .venv/bin/python -m pytest tests/debian_imap.py
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.mail.accounts import MailboxSettings
from integrations.imap import append_to_sent, in_folder
from tests.dovecot import PASSWORD, Dovecot, dovecot
from tests.fault_proxy import Fault, fault_proxy
from tests.imap_reading import TOKEN, Store, doctor, fixture, mail, reading, settings
from tests.imap_server import CERTIFICATE
from tests.news import quiet, until

IDLING = len(b"+ idling\r\n")
LARGE = mail(2, length=200_000)


@pytest.fixture
async def server() -> AsyncIterator[Dovecot]:
    async with dovecot() as running:
        yield running


@pytest.fixture
async def store() -> Store:
    return Store()


def given(port: int, **changed: Any) -> MailboxSettings:
    return settings(port, **{"password": SecretStr(PASSWORD), "answer_seconds": 3} | changed)


async def test_news_come_by_push_and_no_flag_changes(server: Dovecot, store: Store) -> None:
    server.deliver(mail(1))
    encrypted = given(server.tls_port, insecure_localhost=False, ca_file=CERTIFICATE, renew_seconds=540)
    async with reading(encrypted, store) as supervisor:
        await store.until(1)
        for number in (2, 3):
            await quiet(0.8)  # only a push can wake it then
            server.deliver(mail(number))
            await store.until(number, seconds=5)
        assert supervisor.state.error is None
    assert store.contents == [mail(1), mail(2), mail(3)]
    assert "S" not in server.flags()


async def test_what_the_doctor_says_of_a_real_server(server: Dovecot) -> None:
    assert await doctor(given(server.port)) is None
    assert await doctor(given(server.port, folder="Archivio")) == "there is no folder 'Archivio'; there are INBOX"
    assert "set the right user and password" in str(await doctor(given(server.port, password=SecretStr("wrong"))))
    in_clear = await doctor(given(server.port, insecure_localhost=False))
    assert "does not speak TLS" in str(in_clear)


async def test_a_refused_token_does_not_hang(server: Dovecot) -> None:
    async with asyncio.timeout(10):
        why = await doctor(given(server.port, password=None, oauth_token=lambda: TOKEN, answer_seconds=60))
    assert "get a new one" in str(why)


@pytest.mark.parametrize(("name", "folder"), [("Posta &AOg-", "Posta è"), ("&BeoF2QXRBdQ-", "תיבה")])
async def test_folders_of_any_name_and_copies_of_what_was_sent(name: str, folder: str, server: Dovecot) -> None:
    server.make_folder(name)
    sent = given(server.port, sent_folder=folder)
    assert await doctor(sent) is None
    assert await in_folder(sent, "<1@norland.example>") is False
    assert await append_to_sent(sent, mail(1), message_id="<1@norland.example>") is True
    assert await append_to_sent(sent, mail(1), message_id="<1@norland.example>") is False
    assert await in_folder(sent, "<1@norland.example>") is True


async def test_hazard_20_a_restored_mailbox_is_read_from_its_beginning(server: Dovecot, store: Store) -> None:
    server.deliver(fixture("20-numbered-anew"), mail(2))
    async with reading(given(server.port), store):
        await store.until(2)
    await server.number_anew()
    async with reading(given(server.port), store):
        await store.until(4)
    assert len({mail.uidvalidity for mail in store.mails.values()}) == 2


@pytest.mark.parametrize("kind", ["cut", "silence", "half_close"])
@pytest.mark.parametrize(
    ("place", "let"), [(b"", 0), (b"LOGIN", 0), (b"BODY.PEEK", 100_000), (b"IDLE", 0), (b"IDLE", IDLING), (b"DONE", 0)]
)
async def test_hazard_23_a_connection_that_breaks_loses_nothing(
    kind: Any, place: bytes, let: int, server: Dovecot, store: Store
) -> None:
    server.deliver(mail(1), LARGE)
    async with fault_proxy(server.port) as proxy:
        proxy.plan(*[Fault(kind=kind, when=place, let=let)] * 2)
        async with reading(given(proxy.port, answer_seconds=0.5), store) as supervisor:
            await until(lambda: len(proxy.happened) == 2)
            server.deliver(mail(3))
            await store.until(3)
            await until(lambda: supervisor.state.error is None)
            assert supervisor.state.incomplete == 0
    assert sorted(store.contents) == sorted([mail(1), LARGE, mail(3)])
    assert len(store.taken) == 3
