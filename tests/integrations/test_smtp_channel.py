"""The mail server as the outbox sees it: sending from a thread, copies of what was sent, and doubtful mails."""

import asyncio
import ssl
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from bot.mail.accounts import SmtpSettings
from bot.messages import NotSent, Outgoing, Permanent, Sent, Temporary, Uncertain
from integrations.imap import append_to_sent, in_folder
from integrations.mail_message import build_message
from integrations.smtp import SmtpChannel, SmtpSender
from tests.imap_reading import settings as mailbox_settings
from tests.imap_server import imap_server
from tests.smtp_server import OFFICE, SUPPLIER, smtp_sender, smtp_server, smtp_settings

MESSAGE_ID = "<rfq-0007.b2c4@norland.example>"
SECOND = "magazzino@fornitura.example"


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


async def test_a_name_and_an_address_in_hebrew_leave_as_they_are() -> None:
    address = "משרד@rehitei-galil.example"
    body = mail(to=f"רהיטי הגליל בע״מ <{address}>")
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        assert isinstance(await asyncio.to_thread(channel(sender).send, outgoing(body)), Sent)
    (envelope,) = server.taken
    assert envelope.rcpt_tos == [address]
    assert f" <{address}>\r\n".encode() in (envelope.original_content or b"")


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


async def test_hazard_41_a_copy_lies_once_in_the_folder_of_sent_mail() -> None:
    loop = asyncio.get_running_loop()
    async with imap_server() as imap, smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        await imap.make_folder("Posta inviata")
        mailbox = mailbox_settings(imap.port, sent_folder="Posta inviata")

        def copy(content: bytes) -> None:
            copying = append_to_sent(mailbox, content, message_id=MESSAGE_ID)
            asyncio.run_coroutine_threadsafe(copying, loop).result(10)

        def look(message_id: str) -> bool | None:
            return asyncio.run_coroutine_threadsafe(in_folder(mailbox, message_id), loop).result(10)

        sending = SmtpChannel(sender, loop, in_sent=look, copy_to_sent=copy)
        before = await asyncio.to_thread(sending.look_up, outgoing(mail()))
        for _ in range(2):
            assert isinstance(await asyncio.to_thread(sending.send, outgoing(mail())), Sent)
        copies = [message async for message in (await imap.folder("Posta inviata")).messages()]
        after = await asyncio.to_thread(sending.look_up, outgoing(mail()))
    assert isinstance(before, Uncertain)
    assert len(copies) == 1
    assert after == Sent(outside_id=MESSAGE_ID)


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


@pytest.mark.parametrize(("in_sent", "expected"), [(True, Sent), (False, Uncertain), (None, Uncertain)])
async def test_a_mail_whose_answer_was_lost_has_left_if_it_lies_among_the_sent_ones(
    in_sent: bool | None,  # noqa: FBT001  what pytest hands over
    expected: type,
) -> None:
    async with smtp_server() as server, smtp_sender(smtp_settings(server)) as sender:
        server.cut_at = "content"
        copies: list[bytes] = []
        sending = channel(sender, in_sent=in_sent, copies=copies)
        assert isinstance(await asyncio.to_thread(sending.send, outgoing(mail())), expected)
        assert copies == []
        await sending.close()


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
