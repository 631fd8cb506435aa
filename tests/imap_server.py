"""An IMAP server on this machine with a mailbox in memory: pymap, which mail-devel brings along.

On Python 3.13 it never pushes news during IDLE (its own concurrency breaks there, whatever the client), so tests renew
their wait after a moment and rely on the search that follows, on every version.
"""

import argparse
import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # passlib asks for crypt, which Python 3.13 has no more
    from proxyprotocol.noop import ProxyProtocolNoop
    from proxyprotocol.reader import ProxyProtocolReader
    from pymap.backend.dict import DictBackend
    from pymap.backend.dict.filter import FilterSet
    from pymap.backend.dict.mailbox import MailboxSet
    from pymap.imap import IMAPServer
    from pymap.parsing.message import AppendMessage
    from pymap.parsing.specials.flag import Flag

USER = "ufficio@sedutec.example"
PASSWORD = 'p"a\\ss wörd'
CERTIFICATE = Path(__file__).parent / "data" / "self-signed.pem"


class ImapServer:
    """The running server, and the mailbox behind it as its owner sees it."""

    def __init__(self, folders: MailboxSet, listener: asyncio.Server) -> None:
        self._folders = folders
        self.port: int = listener.sockets[0].getsockname()[1]

    async def folder(self, name: str = "INBOX") -> Any:
        """A folder as pymap has it."""
        return await self._folders.get_mailbox(name)

    async def make_folder(self, name: str) -> None:
        """A new folder."""
        await self._folders.add_mailbox(name)

    async def deliver(self, *contents: bytes, folder: str = "INBOX") -> list[int]:
        """Put mails into a folder as they are; their UIDs."""
        box = await self.folder(folder)
        mails = [AppendMessage(content, datetime.now(UTC), frozenset()) for content in contents]
        return [(await box.append(mail)).uid for mail in mails]

    async def mark_seen(self, uid: int) -> None:
        """A colleague opens the mail."""
        (await self.folder())._messages[uid].permanent_flags = frozenset({Flag(b"\\Seen")})

    async def flags(self) -> dict[int, set[str]]:
        """The flags of each mail."""
        return {
            mail.uid: {str(flag) for flag in mail.permanent_flags} async for mail in (await self.folder()).messages()
        }

    async def delete(self, *uids: int) -> None:
        """A colleague deletes mails for good."""
        await (await self.folder()).delete(uids)

    async def number_anew(self, *, uidvalidity: int | None) -> None:
        """Give all mails new UIDs from 101 on; without a new `uidvalidity` the server hides that."""
        box = await self.folder()
        contents = [bytes(mail._content) for mail in box._messages.values()]
        await box.delete(list(box._messages))
        box._max_uid = 100
        if uidvalidity is not None:
            box._uid_validity = uidvalidity
        await self.deliver(*contents)


@asynccontextmanager
async def imap_server(*, tls: bool = False) -> AsyncIterator[ImapServer]:
    """A running server with an empty mailbox, whose certificate is `CERTIFICATE`."""
    backend, config = await DictBackend.init(argparse.Namespace(**_ARGUMENTS))
    folders = MailboxSet()
    config.set_cache[USER] = (folders, FilterSet())
    server = IMAPServer(backend.login, config)
    answer = ProxyProtocolReader(ProxyProtocolNoop()).get_callback(server)
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    listener = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    try:
        yield ImapServer(folders, listener)
    finally:
        listener.close()


_SIMPLE = {"NOOP": b"TAG OK\r\n", "LOGOUT": b"* BYE\r\nTAG OK\r\n"}


class ScriptedServer:
    """A server that speaks the documented protocol (RFC 3501) with the weaknesses that a test gives it.

    `mails` are contents by UID; what is in `refused` is answered in place of FETCH for that UID, None meaning that the
    connection breaks. `commands` are those that came, without their tags.
    """

    noise = b""

    def __init__(self, *, capabilities: str = "IMAP4rev1 IDLE SASL-IR AUTH=XOAUTH2") -> None:
        self.capabilities = capabilities
        self.greeting = b"* OK ready\r\n"
        self.login = b"OK [CAPABILITY IMAP4rev1] in\r\n"
        self.challenge = b""
        self.uidvalidity: int | None = 7
        self.uidnext: int | None = None
        self.mails: dict[int, bytes] = {}
        self.refused: dict[int, bytes | None] = {}
        self.commands: list[str] = []
        self.port = 0

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as long as the client says something."""
        writer.write(self.greeting)
        while line := (await reader.readline()).decode():
            tag, _, command = line.rstrip("\r\n").partition(" ")
            self.commands.append(command)
            answer = await self._answer(command, reader, writer)
            if answer is None:
                break
            writer.write(answer.replace(b"TAG", tag.encode()))
            await writer.drain()
        writer.close()

    async def _answer(self, command: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes | None:
        if command in _SIMPLE:
            return (self.noise if command == "NOOP" else b"") + _SIMPLE[command]
        match command.split(" "):
            case ["CAPABILITY"]:
                return f"* CAPABILITY {self.capabilities}\r\nTAG OK\r\n".encode()
            case ["LOGIN", *_]:
                return b"TAG " + self.login
            case ["AUTHENTICATE", "XOAUTH2", _]:
                return await self._authenticated(reader, writer)
            case ["EXAMINE" | "SELECT", _]:
                return self._opened()
            case ["UID", "SEARCH", "UID", wanted]:
                found = " ".join(str(uid) for uid in self._matching(wanted))
                return self.noise + f"* SEARCH {found}".rstrip().encode() + b"\r\nTAG OK searched\r\n"
            case ["UID", "FETCH", uids, *parts]:
                return self._fetched([int(uid) for uid in uids.split(",")], " ".join(parts))
            case ["IDLE"]:
                writer.write(b"+ idling\r\n")
                await reader.readline()
                return b"TAG OK idled\r\n"
        return b"TAG BAD unknown\r\n"

    async def _authenticated(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        if self.challenge:
            writer.write(self.challenge)
            self.commands.append(repr(await reader.readline()))
        return b"TAG " + self.login

    def _opened(self) -> bytes:
        said = f"* {len(self.mails)} EXISTS\r\n"
        if self.uidvalidity is not None:
            said += f"* OK [UIDVALIDITY {self.uidvalidity}] valid\r\n"
        if self.uidnext is not None:
            said += f"* OK [UIDNEXT {self.uidnext}] next\r\n"
        return said.encode() + b"TAG OK opened\r\n"

    def _matching(self, wanted: str) -> list[int]:
        newest = max(self.mails, default=0)
        ends = [newest if end == "*" else int(end) for end in wanted.split(":")]
        return [uid for uid in self.mails if min(ends) <= uid <= max(ends)]

    def _fetched(self, uids: list[int], parts: str) -> bytes | None:
        said = self.noise
        for uid in uids:
            if "BODY" in parts and uid in self.refused:
                return self.refused[uid]
            content = self.mails[uid]
            if "SIZE" in parts:
                said += f"* 1 FETCH (UID {uid} RFC822.SIZE {len(content)})\r\n".encode()
                continue
            section = "BODY[]"
            if "HEADER" in parts:
                section, content = "BODY[HEADER]<0>", content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            said += f"* 1 FETCH ({section} {{{len(content)}}}\r\n".encode() + content + f" UID {uid})\r\n".encode()
        return said + b"TAG OK fetched\r\n"


@asynccontextmanager
async def scripted_server(server: ScriptedServer) -> AsyncIterator[ScriptedServer]:
    """The server, running."""
    listener = await asyncio.start_server(server.connect, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


_ARGUMENTS: dict[str, Any] = {
    "host": "127.0.0.1", "port": 0, "debug": False, "cert": None, "key": None, "tls": False, "passlib_cfg": None,
    "proxy_protocol": None, "inherited_sockets": None,
    "demo_data": False, "demo_user": USER, "demo_password": PASSWORD,
}  # fmt: skip
