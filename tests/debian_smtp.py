"""Sending to Postfix, the server that most mail meets; not part of `make test`, since it needs Debian and root.

apt-get install postfix && .venv/bin/python -m pytest tests/debian_smtp.py
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.mail.accounts import SmtpSettings
from bot.messages import Permanent, Sent, Temporary, Uncertain
from integrations.smtp import check
from tests.built_mail import build
from tests.fault_proxy import Fault, fault_proxy
from tests.postfix import Postfix, postfix
from tests.smtp_server import BODY, CERTIFICATE, SUPPLIER, send, smtp_sender

SECOND, NOBODY, BUSY = "magazzino@fornitura.example", "nessuno@fornitura.example", "occupato@fornitura.example"


@pytest.fixture
async def server() -> AsyncIterator[Postfix]:
    async with postfix() as running:
        yield running


def given(port: int, **changed: object) -> SmtpSettings:
    return SmtpSettings.model_validate(
        {"host": "localhost", "port": port, "ca_file": CERTIFICATE, "timeout": 5} | changed
    )


async def test_a_mail_arrives_as_it_was_built_and_its_queue_id_is_kept(server: Postfix) -> None:
    body = build(to=[SUPPLIER, SECOND])
    async with smtp_sender(given(server.port)) as sender:
        outcome = await send(sender, body, (SUPPLIER, SECOND))
        assert isinstance(outcome, Sent)
        for mailbox in ("vendite", "magazzino"):
            (delivered,) = await server.until(1, mailbox)
            assert delivered.endswith(body.replace(b"\r\n", b"\n"))
            assert f"id {outcome.outside_id}".encode() in delivered


async def test_full_stops_and_lone_line_ends_arrive(server: Postfix) -> None:
    async with smtp_sender(given(server.port)) as sender:
        assert isinstance(await send(sender, BODY), Sent)
        assert isinstance(await send(sender, b"Subject: x\n\none\n.\nMAIL FROM:<a@b.example>\n"), Sent)
    first, second = await server.until(2)
    assert {first.partition(b"\n\n")[2], second.partition(b"\n\n")[2]} == {
        BODY.replace(b"\r\n", b"\n").partition(b"\n\n")[2],
        b"one\n.\nMAIL FROM:<a@b.example>\n",
    }


async def test_what_it_refuses_is_told_apart_and_reaches_nobody(server: Postfix) -> None:
    async with smtp_sender(given(server.port)) as sender:
        refused = await send(sender, BODY, (SUPPLIER, NOBODY))
        later = await send(sender, BODY, (SUPPLIER, BUSY))
        large = await send(sender, b"Subject: x\r\n\r\n" + b"0123456789\r\n" * 20_000)
        elsewhere = await send(sender, BODY, ("a@elsewhere.example",))
        assert isinstance(await send(sender, BODY, (SECOND,)), Sent)
        await server.until(1, "magazzino")
    assert isinstance(refused, Permanent)
    assert refused.reason.startswith(f"{NOBODY}: 550 5.1.1 ")
    assert isinstance(later, Temporary)
    assert later.retry_after == timedelta(minutes=3)
    assert isinstance(large, Permanent)
    assert "too large" in large.reason
    assert isinstance(elsewhere, Permanent)
    assert server.delivered() == []


async def test_a_lost_answer_is_uncertain_and_the_mail_is_there_once(server: Postfix) -> None:
    async with fault_proxy(server.port) as proxy:
        clear = given(proxy.port, insecure_localhost=True)  # under TLS the proxy does not see where a mail ends
        async with smtp_sender(clear) as sender:
            proxy.plan(Fault(kind="cut", when=b"\r\n.\r\n"))
            assert isinstance(await send(sender), Uncertain)
            await server.until(1)
            proxy.plan(Fault(kind="cut", when=b"RCPT TO"))
            assert isinstance(await send(sender), Temporary)
            assert isinstance(await send(sender), Sent)
            await server.until(2)
    assert len(server.delivered()) == 2


async def test_an_answer_that_comes_too_late_is_uncertain(server: Postfix) -> None:
    async with fault_proxy(server.port) as proxy:
        clear = given(proxy.port, insecure_localhost=True, timeout=1)
        async with smtp_sender(clear) as sender:
            proxy.plan(Fault(kind="silence", when=b"\r\n.\r\n"))
            assert isinstance(await send(sender), Uncertain)
            await server.until(1)


async def test_the_doctor_is_content(server: Postfix) -> None:
    assert await asyncio.to_thread(check, given(server.port)) is None
    assert "port 465 is for tls" in str(await asyncio.to_thread(check, given(server.port, security="tls")))
    assert "STARTTLS" not in str(await asyncio.to_thread(check, given(server.port, ca_file=None)))
