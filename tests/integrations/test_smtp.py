"""The way of a mail to the company's mail server, over the wire: what it says, and what is made of it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.messages import Permanent, Sent, Temporary
from tests.news import until
from tests.smtp_server import (
    BODY,
    OFFICE,
    SUPPLIER,
    MailServer,
    Security,
    send,
    send_once,
    smtp_sender,
    smtp_server,
    smtp_settings,
)

SECOND = "magazzino@fornitura.example"


@pytest.mark.parametrize(
    ("security", "changes"),
    [("starttls", {}), ("tls", {"security": "tls"}), ("none", {"insecure_localhost": True})],
)
async def test_a_mail_arrives_byte_for_byte(security: Security, changes: dict[str, Any]) -> None:
    async with smtp_server(security=security) as server:
        assert await send_once(server, BODY, **changes) == Sent(outside_id="4XyZ12ab")
    (envelope,) = server.taken
    assert envelope.original_content == BODY
    assert (envelope.mail_from, envelope.rcpt_tos) == (OFFICE, [SUPPLIER])


async def test_line_ends_of_every_kind_leave_as_one_kind_and_end_no_mail() -> None:
    async with smtp_server() as server:
        await send_once(server, b"Subject: x\n\none\n.\nMAIL FROM:<evil@fornitura.example>\rtwo\r\n.\rlast")
    (envelope,) = server.taken
    expected = b"Subject: x\r\n\r\none\r\n.\r\nMAIL FROM:<evil@fornitura.example>\r\ntwo\r\n.\r\nlast\r\n"
    assert envelope.original_content == expected


async def test_a_large_mail_arrives_whole() -> None:
    body = b"Subject: x\r\n\r\n" + b".0123456789abcdef\r\n" * 100_000
    async with smtp_server(size=10_000_000) as server:
        assert isinstance(await send_once(server, body), Sent)
    assert server.taken[0].original_content == body


@pytest.mark.parametrize(
    ("answer", "known_as"),
    [
        ("250 2.0.0 Ok: queued as 9C1F52E0A4", "9C1F52E0A4"),
        ("250 OK id=1tQ2xY-0003Zk-8b", "1tQ2xY-0003Zk-8b"),
        ("250 2.6.0 <a@b.example> [InternalId=4402341478591, Hostname=x.y] Queued mail", "4402341478591"),
        ("250 2.0.0 OK  1763722800 5b1f17b1804b1-42c - gsmtp", "2.0.0 OK 1763722800 5b1f17b1804b1-42c - gsmtp"),
    ],
)
async def test_the_servers_own_id_is_kept(answer: str, known_as: str) -> None:
    async with smtp_server() as server:
        server.data = answer
        assert await send_once(server) == Sent(outside_id=known_as)


# What the server refuses


def fixture_39a_server_that_refuses(server: MailServer, answer: str, *, at: str) -> None:
    """A server that answers so to the sender, to the supplier's address or after the content."""
    setattr(server, at, {SUPPLIER: answer} if at == "rcpt" else answer)


def fixture_39b_server_that_refuses_some(server: MailServer, refused: dict[str, str]) -> None:
    """A server that has these answers to these addresses and takes all others."""
    server.rcpt = refused


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 User unknown", Permanent),
        ("552 5.3.4 Message too big", Permanent),
        ("554 5.7.1 Spam", Permanent),
        ("450 4.2.0 Greylisted", Temporary),
        ("451 4.3.0 Local error", Temporary),
        ("452 4.2.2 Mailbox full", Temporary),
        ("530 5.7.0 Authentication required", Temporary),
        ("421 4.3.2 Closing", Temporary),
    ],
)
@pytest.mark.parametrize("at", ["mail", "rcpt", "data"])
async def test_hazard_39_what_may_go_later_is_told_from_what_will_not(answer: str, expected: type, at: str) -> None:
    async with smtp_server() as server:
        fixture_39a_server_that_refuses(server, answer, at=at)
        outcome = await send_once(server)
    assert isinstance(outcome, expected)
    assert isinstance(outcome, Permanent | Temporary)
    assert answer in outcome.reason
    assert not server.taken


@pytest.mark.parametrize(
    ("refused", "expected", "named"),
    [
        ({SECOND: "550 5.1.1 User unknown"}, Permanent, f"{SECOND}: 550 5.1.1 User unknown"),
        ({SECOND: "451 4.7.1 Greylisted"}, Temporary, f"{SECOND}: 451 4.7.1 Greylisted"),
        ({SUPPLIER: "451 4.7.1 Later", SECOND: "550 No"}, Permanent, f"{SUPPLIER}: 451 4.7.1 Later; {SECOND}: 550 No"),
        ({SUPPLIER: "451 4.7.1 Later", SECOND: "450 No"}, Temporary, f"{SUPPLIER}: 451 4.7.1 Later; {SECOND}: 450 No"),
    ],
)
async def test_hazard_39_a_mail_that_not_everybody_can_have_goes_to_nobody(
    refused: dict[str, str], expected: type, named: str
) -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        fixture_39b_server_that_refuses_some(server, refused)
        outcome = await send(sender, BODY, (SUPPLIER, SECOND))
        assert isinstance(outcome, expected)
        assert isinstance(outcome, Permanent | Temporary)
        assert outcome.reason == named
        assert not server.taken
        server.rcpt = {}
        assert isinstance(await send(sender, BODY, (SUPPLIER, SECOND)), Sent)
        assert [envelope.rcpt_tos for envelope in server.taken] == [[SUPPLIER, SECOND]]
        assert server.connections == 1


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("450 4.2.0 Greylisted", timedelta(minutes=5)),
        ("451 4.7.1 Greylisting in action, please come back in 00:02:30", timedelta(minutes=2, seconds=30)),
        ("450 4.7.1 Greylisted for 300 seconds", timedelta(minutes=5)),
        ("451 Please try again in 10 minutes", timedelta(minutes=10)),
        ("451 Please try again in 9000 minutes", timedelta(hours=1)),
        ("451 4.3.2 Failed at Sun Nov 22 12:54:37", timedelta(minutes=5)),
    ],
)
async def test_hazard_39_a_greylist_is_obeyed(said: str, wait: timedelta) -> None:
    async with smtp_server() as server:
        fixture_39a_server_that_refuses(server, said, at="rcpt")
        outcome = await send_once(server)
    assert isinstance(outcome, Temporary)
    assert outcome.retry_after == wait


async def test_hazard_39_a_mail_that_is_too_large_is_not_even_begun() -> None:
    async with smtp_server(size=100_000) as server:
        outcome = await send_once(server, b"Subject: x\r\n\r\n" + b"0123456789\r\n" * 20_000)
    assert outcome == Permanent(reason="the mail is too large: it has 0.2 MB and the mail server takes 0.1 MB")
    assert "MAIL" not in server.commands


async def test_a_servers_words_are_made_safe_to_show() -> None:
    async with smtp_server() as server:
        server.data = "550 no\u202e\x1b[31m" + "x" * 400
        outcome = await send_once(server)
    assert isinstance(outcome, Permanent)
    assert outcome.reason.startswith("550 no[31mxxx")
    assert len(outcome.reason) == 300


# Addresses and bytes


async def test_letters_of_other_scripts_in_an_address_arrive() -> None:
    address = "משרד@rehitei-galil.example"
    body = f"To: <{address}>\r\n\r\nשלום\r\n".encode()
    async with smtp_server() as server:
        assert isinstance(await send_once(server, body, address), Sent)
    (envelope,) = server.taken
    assert envelope.rcpt_tos == [address]
    assert envelope.smtp_utf8
    assert envelope.original_content == body


async def test_a_server_that_cannot_have_them_is_not_asked_to() -> None:
    async with smtp_server() as server:
        server.hides = ("SMTPUTF8",)
        outcome = await send_once(server, BODY, "משרד@rehitei-galil.example")
    assert isinstance(outcome, Permanent)
    assert "משרד@rehitei-galil.example" in outcome.reason


async def test_eight_bits_go_only_where_they_are_taken() -> None:
    body = "Subject: x\r\n\r\nperché\r\n".encode()
    async with smtp_server() as server:
        assert isinstance(await send_once(server, body), Sent)
        assert "BODY=8BITMIME" in server.taken[0].mail_options
        server.hides = ("8BITMIME",)
        assert await send_once(server, body) == Permanent(reason="the mail server takes only mails in 7 bits")


@pytest.mark.parametrize(
    "address",
    ["", "a", "@b.example", "a@", "a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example> SIZE=1", "<a@b.example>"],
)
async def test_hazard_37_an_address_adds_nothing_to_a_command(address: str) -> None:
    async with smtp_server() as server:
        outcome = await send_once(server, BODY, address)
    assert isinstance(outcome, Permanent)
    assert "MAIL" not in server.commands


async def test_a_mail_for_nobody_is_refused() -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        assert await send(sender, recipients=()) == Permanent(reason="the mail has no recipient")


# The connection


async def test_one_connection_serves_many_mails() -> None:
    async with smtp_server(login=True) as server, smtp_sender(smtp_settings(server, login=True)) as sender:
        outcomes = await asyncio.gather(*(send(sender) for _ in range(5)))
        assert all(isinstance(outcome, Sent) for outcome in outcomes)
        assert (len(server.taken), server.connections, len(server.logins)) == (5, 1, 1)


async def test_a_connection_without_work_is_given_back() -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server), idle=0.05) as sender:
        await send(sender)
        await until(lambda: "QUIT" in server.commands)
        assert isinstance(await send(sender), Sent)
        assert server.connections == 2


async def test_who_waits_too_long_for_the_connection_has_sent_nothing() -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server, timeout=0.5)) as sender:
        server.silent_at = "RCPT"
        outcomes = await asyncio.gather(*(send(sender) for _ in range(3)))
        assert [type(outcome) for outcome in outcomes] == [Temporary] * 3
        server.silent_at = None
        assert isinstance(await send(sender), Sent)
        assert len(server.taken) == 1


async def test_goodbye_is_said_at_the_end() -> None:
    async with smtp_server() as server:
        await send_once(server)
    assert server.commands[-1] == "QUIT"
