"""The way of a mail to the company's mail server, over the wire: what it says, and what is made of it."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.mail.accounts import SmtpSettings
from bot.messages import NotSent, Outcome, Outgoing, Permanent, Sent, Temporary, Uncertain
from integrations.mail_message import build_message
from integrations.smtp import SmtpChannel, SmtpSender, check
from tests.smtp_server import PASSWORD, TOKEN, USER, MailServer, Security, smtp_sender, smtp_server, smtp_settings

MESSAGE_ID = "<rfq-0007.b2c4@norland.example>"
OFFICE, SUPPLIER, SECOND = "office@norland.example", "vendite@fornitura.example", "magazzino@fornitura.example"
BODY = b"Subject: Prezzi\r\n\r\nBuongiorno,\r\n.un punto all'inizio\r\n..due\r\n.\r\nfine\r\n"


def mail(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "sender": f"Norland Office <{OFFICE}>",
        "to": SUPPLIER,
        "subject": "Richiesta di offerta RFQ-0007",
        "text": "Buongiorno,\nci servono 20 scrivanie.\n",
        "html": "<html><body><p>Buongiorno, ci servono 20 scrivanie.</p></body></html>\n",
        "language": "it",
        "message_id": MESSAGE_ID,
        "date": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "attachments": (),
        "automatic": False,
    }
    return build_message(**{**values, **changes})


def outgoing(body: bytes) -> Outgoing:
    return Outgoing(
        key="mail:RFQ-0007",
        channel="mail",
        recipient=SUPPLIER,
        thread="mail:RFQ-0007",
        kind="supplier_request",
        body=body,
    )


async def send(sender: SmtpSender, body: bytes = BODY, recipients: tuple[str, ...] = (SUPPLIER,)) -> Outcome:
    return await sender.send(body, sender=OFFICE, recipients=recipients)


async def send_once(server: MailServer, body: bytes = BODY, *recipients: str, **changes: Any) -> Outcome:
    async with smtp_sender(smtp_settings(server, **changes)) as sender:
        return await send(sender, body, recipients or (SUPPLIER,))


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


# Logging in


async def test_a_password_opens_a_server_that_wants_one() -> None:
    async with smtp_server(login=True) as server:
        assert isinstance(await send_once(server, login=True), Sent)
        assert isinstance(await send_once(server), Temporary)


@pytest.mark.parametrize("where", ["function", "file"])
async def test_an_access_token_opens_it_as_well(where: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    token = file if where == "file" else lambda: TOKEN
    async with smtp_server(login=True) as server:
        assert isinstance(await send_once(server, user=USER, oauth_token=token), Sent)
    assert server.logins == ["XOAUTH2"]


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ({"user": USER, "password": "wrong"}, "refuses the user or the password: 535 5.7.8"),
        ({"user": USER, "oauth_token": lambda: "old"}, "refuses the access token: 535 5.7.8"),
    ],
)
async def test_a_refused_login_is_tried_once_and_the_mail_waits(login: dict[str, Any], said: str) -> None:
    async with smtp_server(login=True) as server:
        outcome = await send_once(server, **login)
    assert isinstance(outcome, Temporary)
    assert said in outcome.reason
    assert outcome.retry_after == timedelta(minutes=15)
    assert len(server.logins) == 1
    assert "MAIL" not in server.commands


async def test_a_token_that_cannot_be_had_loses_no_mail(tmp_path: Path) -> None:
    async with smtp_server(login=True) as server:
        outcome = await send_once(server, user=USER, oauth_token=tmp_path / "nothing")
    assert isinstance(outcome, Temporary)
    assert "access token" in outcome.reason


async def test_no_secret_stands_in_what_is_shown() -> None:
    async with smtp_server() as server:
        settings = smtp_settings(server, user=USER, password="s3cret-pass")
        assert "s3cret-pass" not in repr(settings)
        assert "s3cret-pass" not in str(await asyncio.to_thread(check, settings))


# Never in clear text


@pytest.mark.parametrize("login", [{}, {"user": USER, "password": PASSWORD}])
async def test_hazard_25_a_server_without_starttls_gets_no_mail_and_no_password(login: dict[str, Any]) -> None:
    async with smtp_server() as server:
        server.hides = ("STARTTLS",)
        outcome = await send_once(server, **login)
    assert isinstance(outcome, Temporary)
    assert "nothing is sent unencrypted" in outcome.reason
    assert server.commands == ["EHLO [127.0.0.1]"]
    assert not server.logins


async def test_hazard_25_a_server_that_refuses_starttls_gets_no_mail_and_no_password() -> None:
    async with smtp_server(security="none") as server:
        server.adds = ("STARTTLS",)
        outcome = await send_once(server, login=True)
    assert isinstance(outcome, Temporary)
    assert "refuses STARTTLS (454)" in outcome.reason
    assert server.commands == ["EHLO [127.0.0.1]"]
    assert not server.logins


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("changes", [{"ca_file": None}, {"host": "127.1"}])
async def test_hazard_25_a_certificate_of_somebody_else_ends_it(security: Security, changes: dict[str, Any]) -> None:
    async with smtp_server(security=security) as server:
        outcome = await send_once(server, security=security, login=True, **changes)
    assert isinstance(outcome, Temporary)
    assert "cannot be trusted" in outcome.reason
    assert not server.taken
    assert not server.logins


@pytest.mark.parametrize("host", ["mail.norland.example", "127.0.0.1.norland.example", "10.0.0.1"])
def test_hazard_25_clear_text_is_for_this_machine_only(host: str) -> None:
    with pytest.raises(ValidationError, match="this machine only"):
        SmtpSettings(host=host, insecure_localhost=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": USER},
        {"password": "secret"},
        {"user": USER, "password": "secret", "oauth_token": lambda: "token"},
        {"host": "mail.norland.example\r\nQUIT"},
        {"hello": "a b"},
        {"timeout": 120},
        {"security": "none"},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as error:
        SmtpSettings.model_validate({"host": "mail.norland.example", **wrong})
    assert "secret" not in str(error.value)


# What the server refuses


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
        setattr(server, at, {SUPPLIER: answer} if at == "rcpt" else answer)
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
        server.rcpt = refused
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
        server.rcpt = {SUPPLIER: said}
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
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        outcome = await sender.send(mail(to=address), sender=OFFICE, recipients=(address,))
    assert isinstance(outcome, Sent)
    (envelope,) = server.taken
    assert envelope.rcpt_tos == [address]
    assert envelope.smtp_utf8
    assert f"To: {address}\r\n".encode() in (envelope.original_content or b"")


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
        async with asyncio.timeout(5):
            while "QUIT" not in server.commands:  # noqa: ASYNC110 the server tells nobody
                await asyncio.sleep(0.01)
        assert isinstance(await send(sender), Sent)
        assert server.connections == 2


async def test_goodbye_is_said_at_the_end() -> None:
    async with smtp_server() as server:
        await send_once(server)
    assert server.commands[-1] == "QUIT"


# What the outbox sees


def channel(sender: SmtpSender, *, in_sent: bool | None = None, copies: list[bytes] | None = None) -> SmtpChannel:
    return SmtpChannel(
        sender,
        asyncio.get_running_loop(),
        in_sent=lambda message_id: in_sent if message_id == MESSAGE_ID else None,
        copy_to_sent=None if copies is None else copies.append,
    )


async def test_the_outbox_sends_from_its_thread_to_everybody_in_the_mail() -> None:
    body = mail(to=[SUPPLIER, f"Magazzino, Fornitura <{SECOND}>"], cc=["Miriam Paz <miriam@norland.example>"])
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        outcome = await asyncio.to_thread(channel(sender).send, outgoing(body))
    assert outcome == Sent(outside_id="4XyZ12ab")
    (envelope,) = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (OFFICE, [SUPPLIER, SECOND, "miriam@norland.example"])
    assert envelope.original_content == body


async def test_a_mail_that_is_sent_again_is_the_same_mail() -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        server.data = "451 4.3.0 Later"
        assert isinstance(await asyncio.to_thread(channel(sender).send, outgoing(mail())), Temporary)
        server.data = "250 OK"
        assert isinstance(await asyncio.to_thread(channel(sender).send, outgoing(mail())), Sent)
        assert isinstance(await asyncio.to_thread(channel(sender).send, outgoing(mail())), Sent)
    first, second = (envelope.original_content or b"" for envelope in server.taken)
    assert first == second
    assert message_from_bytes(first, policy=default)["Message-ID"] == MESSAGE_ID


@pytest.mark.parametrize("body", [b"", b"Subject: nobody\r\n\r\n", b"From: a@b.example\r\n\r\n", b"\xff\xfe\x00"])
async def test_bytes_that_are_no_mail_are_refused(body: bytes) -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        outcome = await asyncio.to_thread(channel(sender).send, outgoing(body))
    assert outcome == Permanent(reason="the mail does not say from whom and to whom it is")


async def test_hazard_41_what_was_sent_is_copied_and_nothing_else() -> None:
    copies: list[bytes] = []
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        server.data = "550 5.7.1 Spam"
        await asyncio.to_thread(channel(sender, copies=copies).send, outgoing(mail()))
        assert copies == []
        server.data = "250 OK"
        await asyncio.to_thread(channel(sender, copies=copies).send, outgoing(mail()))
    assert copies == [mail()]


async def test_hazard_41_a_copy_that_fails_makes_no_second_mail(caplog: pytest.LogCaptureFixture) -> None:
    def full(_: bytes) -> None:
        raise OSError("over quota")

    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        loop = asyncio.get_running_loop()
        copying = SmtpChannel(sender, loop, in_sent=lambda _: None, copy_to_sent=full)
        assert isinstance(await asyncio.to_thread(copying.send, outgoing(mail())), Sent)
    assert "no copy of a sent mail" in caplog.text


@pytest.mark.parametrize(
    ("in_sent", "own_copies", "expected"),
    [
        (True, False, Sent(outside_id=MESSAGE_ID)),
        (True, True, Sent(outside_id=MESSAGE_ID)),
        (False, False, NotSent()),
        (False, True, None),
        (None, False, None),
        (None, True, None),
    ],
)
async def test_a_doubtful_mail_is_looked_for_among_the_sent_ones(
    *, in_sent: bool | None, own_copies: bool, expected: object
) -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        looking = channel(sender, in_sent=in_sent, copies=[] if own_copies else None)
        looked = looking.look_up(outgoing(mail()))
    assert looked == expected or (expected is None and isinstance(looked, Uncertain))


async def test_a_folder_that_cannot_be_searched_leaves_the_doubt(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: str) -> bool:
        raise ConnectionResetError

    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        looking = SmtpChannel(sender, asyncio.get_running_loop(), in_sent=broken)
        assert isinstance(looking.look_up(outgoing(mail())), Uncertain)


def test_without_its_loop_a_mail_waits() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    sender = SmtpSender(SmtpSettings(host="localhost"), context=ssl.create_default_context())
    sending = SmtpChannel(sender, loop, in_sent=lambda _: None)
    assert isinstance(sending.send(outgoing(mail())), Temporary)


# The doctor


async def test_nothing_is_wrong_with_a_good_server() -> None:
    async with smtp_server(login=True) as server:
        settings = smtp_settings(server, login=True)
        assert await asyncio.to_thread(check, settings) is None
        assert await asyncio.to_thread(lambda: check(settings, sender=OFFICE)) is None
        server.mail = "553 5.7.1 Sender address rejected: not owned by user"
        assert "not owned by user" in str(await asyncio.to_thread(lambda: check(settings, sender=OFFICE)))
    assert not server.taken


@pytest.mark.parametrize(
    ("security", "changes", "said"),
    [
        ("starttls", {"user": USER, "password": "wrong"}, "refuses the user or the password"),
        ("starttls", {"host": "no-such-machine.invalid"}, "there is no machine of the name no-such-machine.invalid"),
        ("starttls", {"port": 1}, "nothing answers at localhost, port 1"),
        ("starttls", {"ca_file": None}, "cannot be trusted"),
        ("starttls", {"ca_file": Path("no-such.pem")}, "ca_file names no-such.pem"),
        ("starttls", {"ca_file": Path(__file__)}, "no file with certificates"),
        ("starttls", {"security": "tls"}, "port 465 is for tls, port 587 for starttls"),
        ("tls", {"security": "starttls", "timeout": 0.5}, "port 465 is for tls, port 587 for starttls"),
        ("tls", {"security": "tls", "user": USER, "oauth_token": Path("no-such-token")}, "no access token"),
    ],
)
async def test_the_doctor_says_what_is_wrong_in_one_sentence(
    security: Security, changes: dict[str, Any], said: str
) -> None:
    async with smtp_server(security=security) as server:
        wrong = await asyncio.to_thread(check, smtp_settings(server, **changes))
    assert wrong is not None
    assert said in wrong
    assert "\n" not in wrong
