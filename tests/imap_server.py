"""An IMAP server on this machine with a mailbox in memory: pymap, which mail-devel brings along.

On Python 3.13 it never pushes news during IDLE (its own concurrency breaks there, whatever the client), so tests renew
their wait after a moment and rely on the search that follows, on every version.
"""

import argparse
import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # passlib asks for crypt, which Python 3.13 has no more
    from proxyprotocol.result import ProxyResultLocal
    from proxyprotocol.sock import SocketInfo
    from pymap.backend.dict import DictBackend
    from pymap.backend.dict.filter import FilterSet
    from pymap.backend.dict.mailbox import MailboxSet
    from pymap.imap import IMAPServer
    from pymap.parsing.message import AppendMessage
    from pymap.parsing.specials.flag import Flag

USER = "ufficio@sedutec.example"
PASSWORD = 'p"a\\ss wörd'
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
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

    async def deliver(self, *contents: bytes, folder: str = "INBOX", at: datetime | None = None) -> list[int]:
        """Put mails into a folder as they are, as though they had come `at` that time; their UIDs."""
        box = await self.folder(folder)
        mails = [AppendMessage(content, at or datetime.now(UTC), frozenset()) for content in contents]
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
        mails = [(bytes(mail._content), mail.internal_date) for mail in box._messages.values()]
        await box.delete(list(box._messages))
        box._max_uid = 100
        if uidvalidity is not None:
            box._uid_validity = uidvalidity
        for content, at in mails:
            await self.deliver(content, at=at)


@asynccontextmanager
async def listening(
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[asyncio.Server]:
    """A listener on a free port. Its connections are held on to, and ended with it: asyncio lets go of waiting ones."""
    serving: set[asyncio.Future[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(answer(reader, writer))
        serving.add(task)
        try:
            with suppress(Exception, asyncio.CancelledError):  # a client that is gone is what some tests are about
                await task
        finally:
            writer.transport.abort()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield listener
    finally:
        listener.close()
        for task in serving:
            task.cancel()
        if serving:
            await asyncio.wait(serving, timeout=5)


@asynccontextmanager
async def imap_server(*, tls: bool = False) -> AsyncIterator[ImapServer]:
    """A running server with an empty mailbox, whose certificate is `CERTIFICATE`."""
    backend, config = await DictBackend.init(argparse.Namespace(**_ARGUMENTS))
    folders = MailboxSet()
    config.set_cache[USER] = (folders, FilterSet())
    server = IMAPServer(backend.login, config)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server(reader, writer, SocketInfo.get(writer, ProxyResultLocal(), unique_id=b"test"))

    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    async with listening(answer, context) as listener:
        yield ImapServer(folders, listener)


_ARGUMENTS: dict[str, Any] = {
    "host": "127.0.0.1", "port": 0, "debug": False, "cert": None, "key": None, "tls": False, "passlib_cfg": None,
    "proxy_protocol": None, "inherited_sockets": None,
    "demo_data": False, "demo_user": USER, "demo_password": PASSWORD,
}  # fmt: skip
