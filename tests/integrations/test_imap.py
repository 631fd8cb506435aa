"""Reading a mailbox over the wire: pymap as the server, and a scripted one where a server is at fault."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.mail.accounts import MailboxSettings
from bot.mail.model import MailPosition, RawMail
from integrations.imap import MailboxProblem, Supervisor, append_to_sent, check, in_folder, tls_context
from integrations.imap.answers import content_of, uids_of
from integrations.imap.names import decoded, encoded, listed, quoted
from integrations.imap.supervisor import back_off
from tests.imap_server import CERTIFICATE, PASSWORD, USER, ImapServer, ScriptedServer, imap_server, scripted_server

HAZARDS = Path(__file__).parents[1] / "data" / "mail" / "hazards"
TOKEN = "ya29.test-token"


def fixture(name: str) -> bytes:
    return (HAZARDS / f"{name}.eml").read_bytes()


def mail(number: int, *, length: int = 0) -> bytes:
    """A small mail, the number of which is in all that tells it from others."""
    head = f"From: oliver@norland.example\r\nSubject: mail {number}\r\nMessage-ID: <{number}@norland.example>\r\n\r\n"
    return f"{head}Text {number}.\r\n{'x' * 70 + chr(13) + chr(10)}".encode() + b"y" * length


class Store:
    """Keeps mails and positions as a database would: both or none, and no mail twice."""

    def __init__(self) -> None:
        self.positions: dict[tuple[str, str], MailPosition] = {}
        self.mails: dict[tuple[str, int, int], RawMail] = {}
        self.taken: list[int] = []
        self.starts: list[MailPosition] = []
        self.fails = 0
        self._lock = threading.Lock()
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        return self.positions.get((mailbox, folder))

    def start_at(self, position: MailPosition) -> None:
        with self._lock:
            self.starts.append(position)
            self.positions[position.mailbox, position.folder] = position
        self._loop.call_soon_threadsafe(self._changed.set)

    def take(self, mail: RawMail) -> bool:
        with self._lock:
            if self.fails:
                self.fails -= 1
                raise OSError("the disk is full")
            key = (mail.folder, mail.uidvalidity, mail.uid)
            new = key not in self.mails
            self.mails.setdefault(key, mail)
            self.taken.append(mail.uid)
            self.positions[mail.mailbox, mail.folder] = MailPosition(
                mailbox=mail.mailbox, folder=mail.folder, uidvalidity=mail.uidvalidity, last_uid=mail.uid
            )
        self._loop.call_soon_threadsafe(self._changed.set)
        return new

    @property
    def contents(self) -> list[bytes]:
        return [found.content for found in self.mails.values()]

    async def until(self, count: int, *, seconds: float = 10) -> list[RawMail]:
        """All mails, as soon as there are so many."""
        async with asyncio.timeout(seconds):
            while len(self.mails) < count:
                self._changed.clear()
                await self._changed.wait()
        return list(self.mails.values())

    async def begun(self) -> None:
        """When a first position was set."""
        async with asyncio.timeout(10):
            while not self.positions:
                self._changed.clear()
                await self._changed.wait()


class Waits:
    """Notes after how many failures a pause is made, which is then short."""

    def __init__(self) -> None:
        self.failures: list[int] = []

    def __call__(self, failures: int) -> float:
        self.failures.append(failures)
        return 0.05


def settings(port: int, **changed: Any) -> MailboxSettings:
    given: dict[str, Any] = {
        "name": "office", "host": "127.0.0.1", "port": port, "user": USER, "password": SecretStr(PASSWORD),
        "insecure_localhost": True, "since": "all", "renew_seconds": 0.3, "poll_seconds": 0.3, "answer_seconds": 2,
    }  # fmt: skip
    return MailboxSettings(**given | changed)


@asynccontextmanager
async def reading(given: MailboxSettings, store: Store, **options: Any) -> AsyncIterator[Supervisor]:
    """A supervisor at work; that it ends when it is told to is part of every test."""
    supervisor = Supervisor(given, store, **{"back_off": lambda _: 0.02} | options)
    stop = asyncio.Event()
    running = asyncio.create_task(supervisor.run(stop))
    try:
        yield supervisor
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await running


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that nobody tells of."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110  what is waited for is no event
            await asyncio.sleep(0.01)


async def problem_of(supervisor: Supervisor) -> str:
    """Why it does not work."""
    await until(lambda: supervisor.state.error is not None)
    return str(supervisor.state.error)


async def doctor(given: MailboxSettings) -> str | None:
    return await asyncio.to_thread(check, given)


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
    store.fails = 3
    await server.deliver(mail(1), mail(2))
    async with reading(settings(server.port), store) as supervisor:
        assert "could not be kept (OSError)" in await problem_of(supervisor)
        await store.until(2)
    assert store.contents == [mail(1), mail(2)]
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
        why = await doctor(settings(server.port, insecure_localhost=False))
    assert why is not None
    assert "does not speak TLS" in why
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


@pytest.mark.parametrize("failures", range(1, 40))
def test_pauses_grow_from_a_second_to_five_minutes(failures: int) -> None:
    longest = min(300, 2**failures)
    assert longest / 2 <= back_off(failures) <= longest


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
    await server.make_folder(decoded("Posta &AOg-"))
    why = await doctor(settings(server.port, folder="Archivio"))
    assert why == "there is no folder 'Archivio'; there are INBOX, Posta è"


async def test_the_doctor_says_that_the_certificates_cannot_be_read(server: ImapServer, tmp_path: Path) -> None:
    given = settings(server.port, insecure_localhost=False, ca_file=tmp_path / "missing.pem")
    assert "missing.pem cannot be read (No such file or directory)" in str(await doctor(given))
    (tmp_path / "empty.pem").write_text("nothing")
    empty = given.model_copy(update={"ca_file": tmp_path / "empty.pem"})
    assert "empty.pem cannot be read" in str(await doctor(empty))


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("INBOX", '"INBOX"'),
        ("Posta è", '"Posta &AOg-"'),
        ("תיבה", '"&BeoF2QXRBdQ-"'),
        ("R&D/תיבה 2", '"R&-D/&BeoF2QXRBdQ- 2"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("😀", '"&2D3eAA-"'),
    ],
)
def test_names_of_folders_travel_in_modified_utf_7(name: str, argument: str) -> None:
    assert encoded(name) == argument
    assert listed(f'LIST (\\HasNoChildren) "/" {argument}'.encode()) == name


@pytest.mark.parametrize("odd", ["&", "&&", "&A-", "&!!-", "&2D0-", "plain"])
def test_a_name_that_is_not_encoded_stays_as_it_is(odd: str) -> None:
    assert decoded(odd) == odd


@pytest.mark.parametrize("folder", ["Posta è", "תיבה", 'Vendite "2026"'])
async def test_a_folder_of_any_name_is_read(folder: str, server: ImapServer, store: Store) -> None:
    await server.make_folder(folder)
    await server.deliver(mail(1), folder=folder)
    async with reading(settings(server.port, folder=folder), store):
        assert (await store.until(1))[0].folder == folder


def test_an_argument_cannot_end_its_command() -> None:
    with pytest.raises(ValueError, match="line break"):
        quoted('x"\r\nA1 DELETE INBOX')


@pytest.mark.parametrize(
    ("lines", "content"),
    [
        ([b"1 FETCH (UID 5 BODY[] {3}", bytearray(b"abc"), b")", b"done"], b"abc"),
        ([b"1 FETCH (BODY[] {3}", bytearray(b"abc"), b" UID 5 FLAGS ())", b"done"], b"abc"),
        (
            [b"1 FETCH (UID 4 BODY[] {1}", bytearray(b"x"), b")", b"1 FETCH (UID 5 BODY[] {1}", bytearray(b"y"), b")"],
            b"y",
        ),
        ([b"9 FETCH (FLAGS (\\Seen))", b'1 FETCH (UID 5 BODY[HEADER] "a: \\"b\\"")', b"done"], b'a: "b"'),
        ([b"1 FETCH (UID 5 BODY[] NIL)", b"done"], None),
        ([b'1 FETCH (UID 5 BODY[] "")', b"done"], None),
        ([b"1 FETCH (UID 15 BODY[] {3}", bytearray(b"abc"), b")", b"done"], None),
        ([b"done"], None),
        ([], None),
    ],
)
def test_the_content_is_found_in_answers_of_several_shapes(lines: list[bytes], content: bytes | None) -> None:
    assert content_of(lines, 5) == content


def test_uids_are_sorted_and_the_remark_is_not_one_of_them() -> None:
    assert uids_of([b"3 1", b"2", b"12 mails found"]) == [1, 2, 3]
    assert uids_of([b"none"]) == []


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
    beats: list[str] = []
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


async def test_hazard_20_a_folder_that_is_numbered_anew_is_read_from_its_beginning(
    server: ImapServer, store: Store
) -> None:
    await server.deliver(mail(1), fixture("20-numbered-anew"))
    async with reading(settings(server.port), store):
        await store.until(2)
    await server.number_anew(uidvalidity=77)
    await server.deliver(mail(3))
    async with reading(settings(server.port, since="now"), store):
        await store.until(5)
    assert [mail.content for mail in store.mails.values() if mail.uidvalidity == 77] == [
        mail(1), fixture("20-numbered-anew"), mail(3),
    ]  # fmt: skip
    assert [start.last_uid for start in store.starts] == [0, 0]


async def test_hazard_20_uids_that_are_used_again_in_secret_are_noticed(server: ImapServer, store: Store) -> None:
    await server.deliver(mail(1), mail(2), fixture("20-numbered-anew"))
    async with reading(settings(server.port), store):
        await store.until(3)
    kept = (await server.folder())._messages
    await server.delete(*list(kept))
    await server.number_anew(uidvalidity=None)
    await server.deliver(mail(9))
    async with reading(settings(server.port), store):
        await until(lambda: len(store.taken) == 4)
    assert store.taken == [101, 102, 103, 101]


async def test_hazard_20_a_server_with_a_wrong_next_uid_is_not_read_again(store: Store) -> None:
    server = ScriptedServer()
    server.mails, server.uidnext = {1: mail(1), 2: mail(2)}, 1
    async with scripted_server(server):
        for _ in range(2):
            async with reading(settings(server.port), store):
                await store.until(2)
    assert store.taken == [1, 2]


async def test_hazard_21_a_mail_that_a_colleague_opened_is_taken_and_its_flags_stay(
    server: ImapServer, store: Store
) -> None:
    opened, other = await server.deliver(fixture("21-opened-by-a-colleague"), mail(2))
    await server.mark_seen(opened)
    async with reading(settings(server.port), store):
        await store.until(2)
    assert store.contents == [fixture("21-opened-by-a-colleague"), mail(2)]
    assert await server.flags() == {opened: {"\\Seen"}, other: set()}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            b"TAG NO [SERVERBUG] Message cannot be read\r\n",
            "the server refused FETCH: [SERVERBUG] Message cannot be read",
        ),
        (b"TAG BAD Command Argument Error. 12\r\n", "the server refused FETCH: Command Argument Error. 12"),
        (b"* 1 FETCH (UID 2 BODY[] NIL)\r\nTAG OK\r\n", "the server gave nothing of it"),
        (None, "the server gave nothing of it"),
    ],
)
async def test_hazard_22_a_mail_that_cannot_be_fetched_hides_none_behind_it(
    answer: bytes | None, told: str, store: Store
) -> None:
    server = ScriptedServer()
    server.mails = {1: mail(1), 2: fixture("22a-unreadable"), 3: fixture("22b-behind-it")}
    server.refused = {2: answer}
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        _, unreadable, behind = await store.until(3)
        assert supervisor.state.incomplete == 1
    assert store.taken == [1, 2, 3]
    assert behind.content == fixture("22b-behind-it")
    assert (unreadable.whole, unreadable.content, unreadable.problem) == (False, b"", told)
    assert unreadable.size == len(fixture("22a-unreadable"))
    fetches = [command for command in server.commands if command.startswith("UID FETCH 2 ") and "BODY" in command]
    assert len(fetches) == (6 if answer else 12)


async def test_hazard_22_of_a_mail_with_an_unreadable_body_the_headers_are_taken(store: Store) -> None:
    class Halfway(ScriptedServer):
        def _fetched(self, uids: list[int], parts: str) -> bytes | None:
            return b"TAG NO cannot decode it\r\n" if "PEEK[]" in parts else super()._fetched(uids, parts)

    server = Halfway()
    server.mails = {2: fixture("22a-unreadable")}
    async with scripted_server(server), reading(settings(server.port), store):
        (found,) = await store.until(1)
    assert not found.whole
    assert found.content.startswith(b"From: scanner@norland.example\r\n")
    assert b"JVBERi0" not in found.content
    assert found.problem == "the server refused FETCH: cannot decode it"


class WeakServer(ScriptedServer):
    """Knows no EXAMINE, refuses a charset, and chatters in all its answers."""

    noise = b'* 7 EXISTS\r\n* OK [XYZZY] Still here\r\n* X-UNKNOWN (1 2 "three)\r\n* 4 FETCH (FLAGS (\\Seen))\r\n'

    async def _answer(self, command: str, *rest: Any) -> bytes | None:
        if command.startswith("EXAMINE") or "CHARSET" in command:
            return b"TAG BAD not known here\r\n"
        return await super()._answer(command, *rest)


async def test_hazard_24_a_server_with_many_weaknesses_is_read_all_the_same(store: Store) -> None:
    server = WeakServer(capabilities="IMAP4")
    server.mails = {5: mail(5), 6: mail(6)}
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        await store.until(2)
        server.mails[7] = mail(7)
        await store.until(3)
        assert supervisor.state.error is None
    assert store.contents == [mail(5), mail(6), mail(7)]
    assert "CLOSE" not in server.commands  # after a SELECT it would remove mails
    assert server.commands.count("NOOP") < 20


async def test_hazard_24_a_first_start_finds_the_newest_mail_where_no_next_uid_is_told(store: Store) -> None:
    server = ScriptedServer()
    server.mails = {5: mail(5), 6: mail(6)}
    async with scripted_server(server), reading(settings(server.port, since="now"), store):
        await store.begun()
        server.mails[8] = mail(8)
        await store.until(1)
    assert store.taken == [8]


@pytest.mark.parametrize(
    ("greeting", "login"),
    [
        (b"* BYE [UNAVAILABLE] Too many connections from you\r\n", b""),
        (b"* OK ready\r\n", b"NO [LIMIT] Too many connections from you\r\n"),
    ],
)
async def test_hazard_24_a_server_with_too_many_logins_is_given_time(
    greeting: bytes, login: bytes, store: Store
) -> None:
    server, waits = ScriptedServer(), Waits()
    server.greeting, server.login = greeting, login
    async with scripted_server(server), reading(settings(server.port), store, back_off=waits) as supervisor:
        why = await problem_of(supervisor)
        server.greeting, server.login = b"* OK ready\r\n", b"OK in\r\n"
        server.mails = {1: mail(1)}
        await store.until(1)
    assert why.startswith("the server lets nobody in at the moment (")
    assert why.endswith("Too many connections from you); it is tried again")
    assert waits.failures[0] == 7


async def test_hazard_24_a_folder_without_lasting_numbers_is_refused(store: Store) -> None:
    server = ScriptedServer()
    server.uidvalidity = None
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        assert "UIDVALIDITY" in await problem_of(supervisor)


async def test_hazard_42_a_mail_that_is_deleted_is_not_missed_and_one_moved_back_is_seen(
    server: ImapServer, store: Store
) -> None:
    first, second = await server.deliver(fixture("42-deleted-and-moved-back"), mail(2))
    async with reading(settings(server.port), store):
        await store.until(2)
        await server.delete(first, second)
        (back,) = await server.deliver(fixture("42-deleted-and-moved-back"))
        await store.until(3)
    assert store.taken == [first, second, back]
    assert back > second


async def test_hazard_42_a_mail_that_is_deleted_between_search_and_fetch_is_passed_by(store: Store) -> None:
    class Vanishing(ScriptedServer):
        def _fetched(self, uids: list[int], parts: str) -> bytes | None:
            if 2 in self.mails and uids == [2]:
                del self.mails[2]
            return super()._fetched([uid for uid in uids if uid in self.mails], parts)

    server = Vanishing()
    server.mails = {1: mail(1), 2: fixture("42-deleted-and-moved-back"), 3: mail(3)}
    async with scripted_server(server), reading(settings(server.port), store) as supervisor:
        await store.until(2)
        assert supervisor.state.error is None
        assert supervisor.state.incomplete == 0
    assert store.taken == [1, 3]
