"""A mail server on this machine (aiosmtpd): with TLS, logins, refusals and limits, and with the faults of real ones."""

import asyncio
import ssl
import threading
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.mail.accounts import SmtpSettings
from bot.messages import Outcome
from integrations.smtp import SmtpSender, tls_context
from tests.news import Noted

CERTIFICATE = Path(__file__).parent / "data" / "self-signed.pem"
OFFICE, SUPPLIER = "office@norland.example", "vendite@fornitura.example"
BODY = b"Subject: Prezzi\r\n\r\nBuongiorno,\r\n.un punto all'inizio\r\n..due\r\n.\r\nfine\r\n"
USER, PASSWORD, TOKEN = "office@norland.example", "correct horse", "ya29.token"

Security = Literal["starttls", "tls", "none"]


@dataclass
class MailServer:
    """What a server is told to do, and what it saw; aiosmtpd finds its hooks by their names."""

    port: int = 0
    connections: int = 0
    taken: Noted[Envelope] = field(default_factory=Noted)
    commands: Noted[str] = field(default_factory=Noted)
    """What was asked, across all connections, without the passwords."""
    logins: list[str] = field(default_factory=list)
    """How somebody tried to log in, whether or not it went well."""
    mail: str | None = None
    """The answer to MAIL in place of the usual one; `rcpt` the same by address, and `data` after the content."""
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = "250 2.0.0 Ok: queued as 4XyZ12ab"
    hides: tuple[str, ...] = ()
    """Extensions that EHLO does not name, and `adds` those that it names without having them."""
    adds: tuple[str, ...] = ()
    cut_at: Literal["MAIL", "RCPT", "content"] | None = None
    """Where the connection is broken in place of an answer; `silent_at` where nothing more is ever said."""
    silent_at: Literal["MAIL", "RCPT", "content"] | None = None
    lingers: threading.Event | None = None
    """Until then it does nothing at all between its goodbye and the end of the connection."""

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.commands.append(f"EHLO {hostname}")
        session.host_name = hostname
        kept = [line for line in responses if not (self.hides and line[4:].startswith(self.hides))]
        kept += [f"250 {extension}" for extension in self.adds]
        return [*(f"250-{line[4:]}" for line in kept[:-1]), f"250 {kept[-1][4:]}"]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands.append("MAIL")
        await self._fail(server, "MAIL")
        if self.mail:
            return self.mail
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands.append("RCPT")
        await self._fail(server, "RCPT")
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.commands.append("RSET")
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.commands.append("QUIT")
        if self.lingers:
            await server.push("221 Bye")
            self.lingers.wait(30)
        return "221 Bye"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The whole content is there: what fails from here on fails after a mail may have been taken."""
        self.commands.append("DATA")
        if self.data.startswith("250"):
            self.taken.append(envelope)
        await self._fail(server, "content")
        return self.data

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """As developers.google.com/gmail/imap/xoauth2-protocol says: a refusal is a challenge first."""
        self.logins.append("XOAUTH2")
        if b64decode(args[1]).decode() == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01":
            return AuthResult(success=True)
        await server.challenge_auth('{"status":"400","schemes":"bearer"}')
        return AuthResult(success=False, handled=False)

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        self.logins.append(mechanism)
        good = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)

    async def _fail(self, server: SMTP, at: str) -> None:
        if self.cut_at == at:
            cast("asyncio.Transport", server.transport).abort()
        if at in (self.cut_at, self.silent_at):
            await asyncio.Event().wait()  # until the server stops: nothing is answered any more

    def client(self, **options: Any) -> SMTP:
        """The server's side of one more connection."""
        self.connections += 1
        return SMTP(self, authenticator=self.authenticate, **options)


def server_context() -> ssl.SSLContext:
    """What shows the tests' certificate, for localhost and 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def smtp_settings(server: MailServer, *, login: bool = False, **changes: Any) -> SmtpSettings:
    """How to reach the server, under the name that its certificate is made out to."""
    given: dict[str, Any] = {"host": "localhost", "port": server.port, "ca_file": CERTIFICATE, "timeout": 5}
    if login:
        given |= {"user": USER, "password": PASSWORD}
    return SmtpSettings.model_validate({**given, **changes})


@asynccontextmanager
async def smtp_sender(settings: SmtpSettings, *, idle: float = 60) -> AsyncIterator[SmtpSender]:
    """What sends to it, until the end of the test."""
    sender = SmtpSender(settings, context=tls_context(settings), idle=idle)
    try:
        yield sender
    finally:
        await sender.close()


async def send(sender: SmtpSender, body: bytes = BODY, recipients: tuple[str, ...] = (SUPPLIER,)) -> Outcome:
    return await sender.send(body, sender=OFFICE, recipients=recipients)


async def send_once(server: MailServer, body: bytes = BODY, *recipients: str, **changes: Any) -> Outcome:
    async with smtp_sender(smtp_settings(server, **changes)) as sender:
        return await send(sender, body, recipients or (SUPPLIER,))


@asynccontextmanager
async def smtp_server(
    *, security: Security = "starttls", login: bool = False, size: int = 1_000_000
) -> AsyncIterator[MailServer]:
    """A running server; `login` makes it refuse everybody who has not logged in."""
    before = asyncio.all_tasks()
    server = MailServer()
    options: dict[str, Any] = {
        "data_size_limit": size,
        "enable_SMTPUTF8": True,
        "hostname": "mx.norland.example",
        "auth_require_tls": security == "starttls",
        "auth_required": login,
        "tls_context": server_context() if security == "starttls" else None,
        "require_starttls": security == "starttls",
        "loop": asyncio.get_running_loop(),
    }
    listening = await asyncio.get_running_loop().create_server(
        lambda: server.client(**options),
        "127.0.0.1",
        0,
        ssl=server_context() if security == "tls" else None,
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await _ended(before)


async def _ended(before: set["asyncio.Task[Any]"]) -> None:
    """Wait until every connection of this server, and of a proxy before it, has ended on both sides."""
    async with asyncio.timeout(10):
        while left := asyncio.all_tasks() - before:
            await asyncio.wait(left)
    for _ in range(20):
        await asyncio.sleep(0)
