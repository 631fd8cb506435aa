"""Reading a mailbox over the wire, with pymap as the server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.cli.lines import _of_mailbox
from integrations.imap import MailboxProblem, Supervisor, append_to_sent, in_folder, tls_context
from tests.imap_reading import TOKEN, Store, Waits, doctor, mail, problem_of, reading, settings
from tests.imap_script import ScriptedServer, scripted_server
from tests.imap_server import CERTIFICATE, ImapServer, imap_server
from tests.news import Noted, until


@pytest.fixture
async def server() -> AsyncIterator[ImapServer]:
    async with imap_server() as running:
        yield running


@pytest.fixture
async def store() -> Store:
    return Store()


async def test_what_is_there_and_what_comes_is_taken_in_order(server: ImapServer, store: Store) -> None:
    first = await server.deliver(mail(1), mail(2))
    async with reading(settings(server.port), store) as supervisor:
        await store.until(2)
        second = await server.deliver(mail(3), mail(4))
        mails = await store.until(4)
        assert supervisor.state.error is None
        assert supervisor.state.connected_since is not None
        assert supervisor.state.last_seen is not None
    assert store.taken == first + second
    assert [found.content for found in mails] == [mail(number) for number in (1, 2, 3, 4)]
    assert all(found.whole and found.size == len(found.content) for found in mails)
    assert supervisor.state.connected_since is None


async def test_a_mailbox_does_well_only_once_it_was_looked_into(server: ImapServer, store: Store) -> None:
    assert _of_mailbox(Supervisor(settings(server.port), store)) == {}
    async with reading(settings(server.port), store) as supervisor:
        await until(lambda: supervisor.state.last_seen is not None)
        assert _of_mailbox(supervisor) == {"mailbox:office": None}


async def test_a_mail_of_half_a_megabyte_comes_byte_for_byte(server: ImapServer, store: Store) -> None:
    large = mail(1, length=500_000) + bytes(range(14, 256)) + b")\r\n* BYE\r\nA1 OK FETCH\r\n* 3 EXISTS\r\n"
    await server.deliver(large, mail(2))
    async with reading(settings(server.port), store):
        assert (await store.until(2))[0].content == large


async def test_a_first_start_takes_only_what_comes_from_then_on(server: ImapServer, store: Store) -> None:
    await server.deliver(mail(1), mail(2))
    async with reading(settings(server.port, since="now"), store):
        await store.begun()
        (uid,) = await server.deliver(mail(3))
        await store.until(1)
    assert store.taken == [uid]


async def test_after_a_restart_it_goes_on_where_it_was(server: ImapServer, store: Store) -> None:
    await server.deliver(mail(1))
    async with reading(settings(server.port), store):
        await store.until(1)
    await server.deliver(mail(2))
    async with reading(settings(server.port, since="now"), store):
        await store.until(2)
    assert store.taken == sorted(set(store.taken))
    assert len(store.starts) == 1


async def test_a_mail_is_only_counted_as_read_when_it_was_kept(server: ImapServer, store: Store) -> None:
    store.fails = 10
    await server.deliver(mail(1), mail(2))
    async with reading(settings(server.port), store) as supervisor:
        assert "could not be kept (OSError)" in await problem_of(supervisor)
        await store.until(2)
    assert [(found.content, found.whole) for found in store.mails.values()] == [(mail(1), True), (mail(2), True)]
    assert len(store.taken) == 2


async def test_of_a_mail_over_the_limit_only_the_headers_are_taken(server: ImapServer, store: Store) -> None:
    await server.deliver(mail(1, length=5_000), mail(2))
    async with reading(settings(server.port, size_limit=2_000), store) as supervisor:
        large, small = await store.until(2)
        assert supervisor.state.incomplete == 0
    assert not large.whole
    assert large.problem is None
    assert large.size == len(mail(1, length=5_000))
    assert large.content == mail(1).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert small.whole


async def test_over_tls_with_a_certificate_that_is_trusted(store: Store) -> None:
    async with imap_server(tls=True) as server:
        await server.deliver(mail(1))
        given = settings(server.port, insecure_localhost=False, ca_file=CERTIFICATE)
        async with reading(given, store, ssl_context=tls_context(given)):
            await store.until(1)
        assert await doctor(given) is None


async def test_a_certificate_that_nobody_vouches_for_is_refused(store: Store) -> None:
    async with imap_server(tls=True) as server:
        given = settings(server.port, insecure_localhost=False)
        async with reading(given, store) as supervisor:
            why = await problem_of(supervisor)
    assert why.startswith(f"the certificate of 127.0.0.1:{server.port} is not one to trust (self-signed certificate)")
    assert "set ca_file" in why
    assert not store.starts


async def test_a_server_in_clear_text_is_never_spoken_to_where_tls_is_wanted(store: Store) -> None:
    server = ScriptedServer()
    async with scripted_server(server):
        given = settings(server.port, insecure_localhost=False, sent_folder="Sent")
        why = await doctor(given)
        assert await in_folder(given, "<1@norland.example>") is None
        with pytest.raises(MailboxProblem, match="does not speak TLS"):
            await append_to_sent(given, mail(1), message_id="<1@norland.example>")
    assert "does not speak TLS" in str(why)
    assert not any(command.startswith("LOGIN") for command in server.commands)


@pytest.mark.parametrize("host", ["mail.sedutec.example", "192.0.2.7", "127.0.0.1.sedutec.example"])
def test_clear_text_is_for_this_machine_only(host: str) -> None:
    with pytest.raises(ValidationError, match="this machine only"):
        settings(143, host=host)


@pytest.mark.parametrize("changed", [{"password": None}, {"oauth_token": lambda: TOKEN}])
def test_a_mailbox_has_one_secret(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="either a password or an oauth_token") as raised:
        settings(143, **changed)
    assert "wörd" not in str(raised.value)


async def test_a_wrong_password_is_said_and_not_tried_again_at_once(server: ImapServer, store: Store) -> None:
    waits = Waits()
    given = settings(server.port, password=SecretStr("wrong-secret"))
    async with reading(given, store, back_off=waits) as supervisor:
        why = await problem_of(supervisor)
    assert why.startswith("the server refuses the user or the password; set the right user and password (")
    assert "wrong-secret" not in why
    assert waits.failures[0] == 7
    assert await doctor(given) == why


async def test_the_doctor_says_what_cannot_be_reached() -> None:
    listener = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    assert "closed the connection" in str(await doctor(settings(port)))
    listener.close()
    await listener.wait_closed()
    assert await doctor(settings(port)) == f"nothing answers at 127.0.0.1:{port}; check host and port"
    unknown = settings(993, host="imap.sedutec.invalid", insecure_localhost=False)
    assert "the name imap.sedutec.invalid is not known" in str(await doctor(unknown))


async def test_the_doctor_names_the_folders_that_there_are(server: ImapServer) -> None:
    await server.make_folder("Posta è")
    why = await doctor(settings(server.port, folder="Archivio"))
    assert why == "there is no folder 'Archivio'; there are INBOX, Posta è"


async def test_the_doctor_says_that_the_certificates_cannot_be_read(server: ImapServer, tmp_path: Path) -> None:
    given = settings(server.port, insecure_localhost=False, ca_file=tmp_path / "missing.pem")
    assert "missing.pem cannot be read (No such file or directory)" in str(await doctor(given))
    (tmp_path / "empty.pem").write_text("nothing")
    empty = given.model_copy(update={"ca_file": tmp_path / "empty.pem"})
    assert "empty.pem cannot be read" in str(await doctor(empty))


@pytest.mark.parametrize("folder", ["Posta è", "תיבה", 'Vendite "2026"'])
async def test_a_folder_of_any_name_is_read(folder: str, server: ImapServer, store: Store) -> None:
    await server.make_folder(folder)
    await server.deliver(mail(1), folder=folder)
    async with reading(settings(server.port, folder=folder), store):
        assert (await store.until(1))[0].folder == folder


async def test_a_copy_is_put_into_the_folder_of_sent_mails_once(server: ImapServer) -> None:
    await server.make_folder("Posta inviata è")
    given = settings(server.port, sent_folder="Posta inviata è")
    assert await in_folder(given, "<1@norland.example>") is False
    assert await append_to_sent(given, mail(1), message_id="<1@norland.example>") is True
    assert await append_to_sent(given, mail(1), message_id="<1@norland.example>") is False
    assert await in_folder(given, "<1@norland.example>") is True
    (copy,) = (await server.folder("Posta inviata è"))._messages.values()
    assert bytes(copy._content) == mail(1)
    assert {str(flag) for flag in copy.permanent_flags} == {"\\Seen"}


async def test_without_a_folder_or_a_server_nobody_knows_whether_it_was_sent(server: ImapServer) -> None:
    assert await in_folder(settings(server.port), "<1@norland.example>") is None
    assert await in_folder(settings(server.port, sent_folder="Nowhere"), "<1@norland.example>") is None
    assert await append_to_sent(settings(server.port), mail(1), message_id="<1@norland.example>") is False
    with pytest.raises(MailboxProblem, match="there is no folder 'Nowhere'; there are INBOX"):
        await append_to_sent(settings(server.port, sent_folder="Nowhere"), mail(1), message_id="<1@norland.example>")


async def test_a_token_is_asked_for_at_every_login(store: Store, tmp_path: Path) -> None:
    server = ScriptedServer()
    server.mails = {1: mail(1)}
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    async with scripted_server(server):
        for source in (lambda: TOKEN, file):
            given = settings(server.port, password=None, oauth_token=source)
            assert await doctor(given) is None
    # base64 of "user=ufficio@sedutec.example^Aauth=Bearer ya29.test-token^A^A"
    # developers.google.com/workspace/gmail/imap/xoauth2-protocol
    sent = "dXNlcj11ZmZpY2lvQHNlZHV0ZWMuZXhhbXBsZQFhdXRoPUJlYXJlciB5YTI5LnRlc3QtdG9rZW4BAQ=="
    assert [command for command in server.commands if "XOAUTH2" in command] == [f"AUTHENTICATE XOAUTH2 {sent}"] * 2


async def test_a_refused_token_is_told_soon_though_the_server_first_asks_back() -> None:
    server = ScriptedServer()
    server.challenge = b"+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=\r\n"
    server.login = b"NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"
    given = settings(server.port or 1, password=None, oauth_token=lambda: TOKEN, answer_seconds=60)
    async with scripted_server(server), asyncio.timeout(5):
        why = await doctor(given.model_copy(update={"port": server.port}))
    assert why is not None
    assert why.startswith("the server refuses the user or the access token; get a new one ([AUTHENTICATIONFAILED]")
    assert TOKEN not in why
    assert server.commands[-1] == repr(b"\r\n")


async def test_a_token_that_cannot_be_got_is_told(tmp_path: Path) -> None:
    def fails() -> str:
        raise LookupError(TOKEN)

    server = ScriptedServer()
    async with scripted_server(server):
        for source, why in ((fails, "LookupError"), (tmp_path / "none", "No such file or directory")):
            told = await doctor(settings(server.port, password=None, oauth_token=source))
            assert told == f"the access token cannot be got ({why}); check oauth_token"


async def test_the_server_is_seen_again_and_again(server: ImapServer, store: Store) -> None:
    beats = Noted[str]()
    async with reading(settings(server.port), store, heartbeat=beats.append):
        await until(lambda: len(beats) >= 3)
    assert set(beats) == {"office"}


async def test_mails_deleted_by_the_thousand_do_not_end_the_connection(store: Store) -> None:
    server = ScriptedServer(capabilities="IMAP4rev1")
    server.mails = {1: mail(1)}
    server.noise = b"* 1 EXPUNGE\r\n" * 5_000
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        await store.until(1)
        server.mails[2] = mail(2)
        await store.until(2)
        assert supervisor.state.error is None
    assert len([command for command in server.commands if command.startswith("LOGIN")]) == 1
