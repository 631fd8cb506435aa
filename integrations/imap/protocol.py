"""aioimaplib's protocol with what it does not see: news outside of a wait, a server that sends us away, a refusal.

What it lacks was found in its version 2.0.3: github.com/iroco-co/aioimaplib, issues 107, 110 and 120.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable
from typing import Any

from aioimaplib import aioimaplib  # type: ignore[import-untyped]

_LINES = 200  # it calls itself for every line, and a thousand lines at once would end that
logging.getLogger("aioimaplib").setLevel(logging.WARNING)  # below, it writes down whole mails


class Protocol(aioimaplib.IMAP4ClientProtocol):  # type: ignore[misc]  # the library carries no types
    """`news` is set when a mail may have come, `sent_away` is what the server said instead of a greeting.

    `allowed` is how many bytes may come before it is set again, `fault` why what came could not be taken.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, lost: Callable[[Exception | None], None]) -> None:
        super().__init__(loop, lost)
        self.news = asyncio.Event()
        self.sent_away: bytes | None = None
        self.allowed = 1024 * 1024
        self.fault: Exception | None = None
        self._end = b""

    def data_received(self, d: bytes) -> None:
        """Look for news before the library does, which drops what comes between two commands.

        After a BYE one looks as well, and finds that nobody answers. A mail with these words causes one look too many.
        """
        seen = self._end + d
        if b" EXISTS\r" in seen or b"* BYE" in seen:
            self.news.set()
        self._end = seen[-8:]
        if d.startswith(b"+") and getattr(self.pending_sync_command, "name", "") == "AUTHENTICATE":
            self.transport.write(b"\r\n")  # the server tells why it refuses and waits for this before it says NO
        self.allowed -= len(d)
        try:
            if self.allowed < 0:
                raise OverflowError  # noqa: TRY301  one way out for all that cannot be taken
            self._read(d)
        except Exception as error:  # noqa: BLE001  what a server says may break the library in any way
            self.fault = error
            self.transport.abort()

    def _read(self, data: bytes) -> None:
        if data.count(b"\n") <= _LINES:
            super().data_received(data)
            return
        lines = data.splitlines(keepends=True)
        for start in range(0, len(lines), _LINES):
            super().data_received(b"".join(lines[start : start + _LINES]))

    async def welcome(self, command: bytes) -> None:
        """Hang up on a greeting that is none; the library would raise where nobody listens."""
        if command.startswith((b"* OK", b"* PREAUTH")):
            await super().welcome(command)
            return
        self.sent_away = command
        self.transport.abort()


class Client(aioimaplib.IMAP4):  # type: ignore[misc]
    """aioimaplib's client with our protocol."""

    def create_client(  # its signature is the library's
        self,
        host: str,
        port: int,
        loop: asyncio.AbstractEventLoop | None,
        conn_lost_cb: Callable[[Exception | None], None],
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Begin to connect."""
        running = asyncio.get_running_loop()
        self.protocol = Protocol(running, conn_lost_cb)
        connecting = running.create_connection(lambda: self.protocol, host, port, ssl=ssl_context)
        self._client_task = running.create_task(connecting)

    def drop(self) -> None:
        """End everything at once, without a word; nothing of it is left to complain later."""
        if self._idle_waiter is not None:
            self._idle_waiter.cancel()
        for task in (self._client_task, *self.tasks, *self.protocol.tasks):
            task.add_done_callback(heard)
            task.cancel()
        if self.protocol.transport is not None:
            self.protocol.transport.abort()


def heard(task: "asyncio.Future[Any]") -> None:
    """Take note of how it ended, which asyncio would otherwise complain about."""
    if not task.cancelled():
        task.exception()
