"""A mail whose way breaks: what is made of it says whether anybody may have it, and nobody gets it twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, get_args

import pytest

from bot.messages import Outcome, Sent, Temporary, Uncertain
from integrations.smtp import SmtpSender
from tests.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.news import until
from tests.smtp_server import MailServer, Security, smtp_sender, smtp_server, smtp_settings

OFFICE, SUPPLIER = "office@norland.example", "sales@sedutec.example"
BODY = b"Subject: Chairs\r\n\r\nForty chairs, please.\r\n"
END = b"\r\n.\r\n"
LINE = b"0123456789abcdef" * 50 + b"\r\n"
Kind = Literal["cut", "silence", "half_close"]
SECONDS = 0.6  # for a mail as a whole, so that a silence does not take long


@asynccontextmanager
async def route(
    *, seconds: float = SECONDS, size: int = 1_000_000, idle: float = 60
) -> AsyncIterator[tuple[MailServer, FaultProxy, SmtpSender]]:
    """A server, what stands before it, and what sends there."""
    async with smtp_server(security="none", size=size) as server, fault_proxy(server.port) as proxy:
        settings = smtp_settings(server, port=proxy.port, insecure_localhost=True, timeout=seconds)
        async with smtp_sender(settings, idle=idle) as sender:
            yield server, proxy, sender


async def send(sender: SmtpSender, body: bytes = BODY) -> Outcome:
    return await sender.send(body, sender=OFFICE, recipients=(SUPPLIER,))


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("when", [b"", b"EHLO", b"MAIL FROM", b"RCPT TO", b"DATA\r\n"])
async def test_what_breaks_before_the_content_has_reached_nobody_and_goes_later(kind: Kind, when: bytes) -> None:
    async with route() as (server, proxy, sender):
        proxy.plan(Fault(kind=kind, when=when))
        outcome = await send(sender)
        assert isinstance(outcome, Temporary)
        assert outcome.retry_after
        assert len(proxy.happened) == 1
        assert server.taken == []
        assert isinstance(await send(sender), Sent)
        assert len(server.taken) == 1


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("keep", [True, False])
async def test_what_breaks_between_the_end_and_the_answer_is_uncertain(kind: Kind, *, keep: bool) -> None:
    async with route() as (server, proxy, sender):
        proxy.plan(Fault(kind=kind, when=END, keep=keep))
        outcome = await send(sender)
        assert isinstance(outcome, Uncertain)
        assert "may or may not" in outcome.reason
        if keep:
            await until(lambda: len(server.taken) == 1)
        assert len(server.taken) == (1 if keep else 0)
        assert proxy.connections == 1
        assert isinstance(await send(sender), Sent)


@pytest.mark.parametrize("fault", ["cut_at", "silent_at"])
async def test_a_server_that_took_the_content_and_fails_itself_is_uncertain(fault: str) -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server, timeout=SECONDS)) as sender:
        setattr(server, fault, "content")
        assert isinstance(await send(sender), Uncertain)
        assert len(server.taken) == 1
        assert server.connections == 1


async def test_a_connection_that_breaks_within_the_content_has_delivered_nothing() -> None:
    body = b"Subject: Plans\r\n\r\n" + LINE * 5_000 + b"MIDDLE\r\n" + LINE * 15_000
    async with route(seconds=20, size=30_000_000) as (server, proxy, sender):
        proxy.plan(Fault(kind="cut", when=b"MIDDLE"))
        assert isinstance(await send(sender, body), Temporary)
        assert len(proxy.happened) == 1
        assert server.taken == []


async def test_a_server_that_gives_up_within_the_content_is_heard() -> None:
    body = b"Subject: Plans\r\n\r\nMIDDLE\r\n" + LINE * 15_000
    async with route(seconds=20, size=30_000_000) as (_, proxy, sender):
        proxy.plan(Fault(kind="silence", when=b"MIDDLE", keep=False, say=b"452 4.3.1 The disk is full\r\n"))
        outcome = await send(sender, body)
    assert isinstance(outcome, Temporary)
    assert outcome.reason == "452 4.3.1 The disk is full"


@pytest.mark.parametrize(("when", "expected"), [(b"MAIL FROM", Temporary), (END, Uncertain)])
@pytest.mark.parametrize("said", [b"\xff\xfe\r\n", b"what?\r\n", b"299\r\n" * 9000, b"199 hm\r\n", b"777 hm\r\n"])
async def test_an_answer_that_means_nothing_is_no_yes(when: bytes, expected: type, said: bytes) -> None:
    async with route() as (_, proxy, sender):
        proxy.plan(Fault(kind="silence", when=when, keep=False, say=said))
        assert isinstance(await send(sender), expected)


async def test_a_slow_server_has_its_time_and_no_more() -> None:
    async with route(seconds=10) as (server, proxy, sender):
        proxy.plan(Fault(kind="slow", when=END))
        assert isinstance(await send(sender), Sent)
        assert len(server.taken) == 1
    async with route(seconds=0.2) as (server, proxy, sender):
        server.data = f"250 {'.' * 500}"
        proxy.plan(Fault(kind="slow", when=END))
        assert isinstance(await send(sender), Uncertain)
        assert len(server.taken) == 1


# A connection that was kept


@pytest.mark.parametrize("kind", get_args(Kind))
async def test_a_kept_connection_that_has_died_is_made_anew_once(kind: Kind) -> None:
    async with route(seconds=3) as (server, proxy, sender):
        assert isinstance(await send(sender), Sent)
        proxy.plan(Fault(kind=kind, when=b"MAIL FROM", keep=False))
        assert isinstance(await send(sender), Sent)
        assert (len(server.taken), proxy.connections) == (2, 2)


async def test_a_kept_connection_that_the_server_has_ended_is_made_anew() -> None:
    async with route() as (server, proxy, sender):
        assert isinstance(await send(sender), Sent)
        proxy.plan(Fault(kind="cut", when=b"MAIL FROM", keep=False, say=b"421 4.4.2 Idle for too long\r\n"))
        assert isinstance(await send(sender), Sent)
        assert (len(server.taken), proxy.connections) == (2, 2)


async def test_it_is_made_anew_once_and_not_twice() -> None:
    async with route() as (server, proxy, sender):
        assert isinstance(await send(sender), Sent)
        proxy.plan(*[Fault(kind="cut", when=b"MAIL FROM")] * 2)
        assert isinstance(await send(sender), Temporary)
        assert (len(server.taken), proxy.connections) == (1, 2)


async def test_a_kept_connection_is_not_given_back_while_a_slow_server_answers() -> None:
    async with route(seconds=20, idle=0.2) as (server, proxy, sender):
        server.data = f"250 {'.' * 300}"
        assert isinstance(await send(sender), Sent)
        proxy.plan(Fault(kind="slow", when=b"the second\r\n.\r\n"))
        assert isinstance(await send(sender, b"Subject: Chairs\r\n\r\nthe second\r\n"), Sent)
        assert "QUIT" not in server.commands
        assert (len(server.taken), proxy.connections) == (2, 1)


async def test_a_kept_connection_that_dies_after_the_end_is_not_made_anew() -> None:
    async with route() as (server, proxy, sender):
        assert isinstance(await send(sender), Sent)
        proxy.plan(Fault(kind="cut", when=b"the second\r\n.\r\n"))
        assert isinstance(await send(sender, b"Subject: Chairs\r\n\r\nthe second\r\n"), Uncertain)
        await until(lambda: len(server.taken) == 2)
        assert (len(server.taken), proxy.connections) == (2, 1)


async def test_a_mail_that_is_called_off_leaves_no_connection_behind() -> None:
    async with route(seconds=5) as (server, proxy, sender):
        proxy.plan(Fault(kind="silence", when=b"RCPT TO"))
        sending = asyncio.create_task(send(sender))
        await until(lambda: bool(proxy.happened))
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert isinstance(await send(sender), Sent)
        assert (len(server.taken), proxy.connections) == (1, 2)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_under_tls_a_broken_way_is_broken_as_well(security: Security) -> None:
    async with smtp_server(security=security) as server, fault_proxy(server.port) as proxy:
        settings = smtp_settings(server, port=proxy.port, security=security, timeout=SECONDS)
        async with smtp_sender(settings) as sender:
            for kind in get_args(Kind):
                proxy.plan(Fault(kind=kind))
                assert isinstance(await send(sender), Temporary)
            assert isinstance(await send(sender), Sent)
            server.cut_at = "content"
            assert isinstance(await send(sender), Uncertain)
