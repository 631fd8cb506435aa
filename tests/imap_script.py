"""An IMAP server that follows a script: for what a server does that has weaknesses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.imap_server import listening
from tests.news import Noted

_SIMPLE = {"NOOP": b"TAG OK\r\n", "LOGOUT": b"* BYE\r\nTAG OK\r\n"}


class ScriptedServer:
    """A server that speaks the documented protocol (RFC 3501) with the weaknesses that a test gives it.

    `mails` are contents by UID; what is in `refused` is answered in place of FETCH for that UID, None meaning that the
    connection breaks. `dates` are INTERNALDATEs by UID, as far as it tells any; it does not search by them. `commands`
    are those that came, without their tags.
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
        self.dates: dict[int, str] = {}
        self.commands: Noted[str] = Noted()
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
        if "INTERNALDATE" in parts:
            told = [f'* 1 FETCH (UID {uid} INTERNALDATE "{self.dates[uid]}")\r\n' for uid in uids if uid in self.dates]
            return said + "".join(told).encode() + b"TAG OK fetched\r\n"
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
    async with listening(server.connect) as listener:
        server.port = listener.sockets[0].getsockname()[1]
        yield server
