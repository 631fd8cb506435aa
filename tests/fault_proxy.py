"""A TCP proxy on this machine that breaks a connection on a chosen occasion, in a chosen way."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal, cast

from tests.news import Noted

_A_BYTE = 0.002  # seconds that a byte of a slow server takes
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, without sending what is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens once, to the first connection whose client says `when` (b"": to the next one, at its greeting).

    So many bytes of the server's answer still get through (`let`), then the client is told `say`, and then both sides
    are cut off (reset), or nothing passes any more though the connection stands (silence), or the server seems to have
    closed its side (half_close), or each byte of the server takes two thousandths of a second (slow).
    `keep` is whether what the client said with `when` still reaches the server.
    """

    kind: Literal["cut", "silence", "half_close", "slow"]
    when: bytes = b""
    let: int = 0
    say: bytes = b""
    keep: bool = True


class FaultProxy:
    """Stands between a client and a server; `faults` happen in this order, `happened` are those that did."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.faults: deque[Fault] = deque()
        self.happened: Noted[Fault] = Noted()
        self.connections = 0
        self.ending = asyncio.Event()
        self.serving: set[asyncio.Task[None]] = set()

    def plan(self, *faults: Fault) -> None:
        """Let these happen, one after the other."""
        self.faults.extend(faults)

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until one of the sides ends, or the test does."""
        self.connections += 1
        self.serving.add(cast("asyncio.Task[None]", asyncio.current_task()))
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        link = _Link(self, writer, back)
        pumps = [asyncio.ensure_future(link.upwards(reader)), asyncio.ensure_future(link.downwards(there))]
        ending = asyncio.ensure_future(self.ending.wait())
        with suppress(OSError):
            await link.begin()
        await asyncio.wait({*pumps, ending}, return_when=asyncio.FIRST_COMPLETED)
        for task in (*pumps, ending):
            task.cancel()
        await asyncio.gather(*pumps, ending, return_exceptions=True)
        writer.close()
        back.close()


class _Link:
    """One connection through the proxy."""

    def __init__(self, proxy: FaultProxy, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._client = client
        self._server = server
        self._fault: Fault | None = None
        self._left = 0
        self._struck = False

    async def begin(self) -> None:
        """The occasion of a connection."""
        if self._proxy.faults and self._proxy.faults[0].when == b"":
            self._take()
            if self._left == 0:
                await self._strike()

    async def upwards(self, reader: asyncio.StreamReader) -> None:
        """What the client says."""
        said = b""
        while data := await reader.read(65536):
            said = (said + data)[-len(data) - 64 :]
            faults, first = self._proxy.faults, self._fault is None
            if first and faults and faults[0].when and faults[0].when in said:
                self._take()
            if self._fault is None or self._fault.kind == "slow" or not self._struck:
                if self._fault is None or self._fault.keep:
                    self._server.write(data)
                    await self._server.drain()
                if self._fault is not None and self._left == 0 and not self._struck:
                    await self._strike()

    async def downwards(self, reader: asyncio.StreamReader) -> None:
        """What the server says."""
        while data := await reader.read(65536):
            if self._fault is None:
                await self._pass(data)
                continue
            through, rest = data[: self._left], data[self._left :]
            if not self._struck:
                self._left -= len(through)
                await self._pass(through)
                if self._left == 0:
                    await self._strike()
            if self._struck and self._fault.kind == "slow":
                await self._drip(rest)

    def _take(self) -> None:
        self._fault = self._proxy.faults.popleft()
        self._left = self._fault.let

    async def _strike(self) -> None:
        assert self._fault is not None
        self._struck = True
        self._proxy.happened.append(self._fault)
        await self._pass(self._fault.say)
        if self._fault.kind == "cut":
            for writer in (self._client, self._server):
                plug: socket.socket = writer.get_extra_info("socket")
                with suppress(OSError):
                    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                writer.transport.abort()
        elif self._fault.kind == "half_close":
            self._client.write_eof()

    async def _drip(self, data: bytes) -> None:
        for byte in data:
            with suppress(TimeoutError):
                async with asyncio.timeout(_A_BYTE):
                    await self._proxy.ending.wait()
            await self._pass(bytes([byte]))

    async def _pass(self, data: bytes) -> None:
        if data:
            self._client.write(data)
            await self._client.drain()


@asynccontextmanager
async def fault_proxy(target: int) -> AsyncIterator[FaultProxy]:
    """A running proxy before a port of this machine."""
    proxy = FaultProxy(target)
    listener = await asyncio.start_server(proxy.connect, "127.0.0.1", 0)
    proxy.port = listener.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        proxy.ending.set()
        listener.close()
        if proxy.serving:
            await asyncio.wait(proxy.serving, timeout=5)
