"""Hands mails to the company's mail server (RFC 6409, RFC 5321) over one connection that is kept while it is used."""

import asyncio
import ssl
from contextlib import suppress
from pathlib import Path

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from bot.mail.accounts import SmtpSettings, Token
from bot.messages import Outcome, Uncertain
from integrations.smtp.outcomes import Trouble, refusal, trouble, unreached
from integrations.smtp.transaction import Transaction

IDLE = 60.0  # seconds after which a connection without work is given back; servers end it after some minutes
_GOODBYE = 5.0  # seconds that a server has for its answer to QUIT
_SHARE = 0.9  # of the time for a mail, for one answer: so it is known which one did not come
_CLOSING = 421  # "service not available": the connection is over, not the mail
_LOGINS = {"plain": SMTP.auth_plain, "login": SMTP.auth_login, "cram-md5": SMTP.auth_crammd5}


def tls_context(settings: SmtpSettings) -> ssl.SSLContext:
    """Whom to trust; it takes 50 ms to make, so one is made and used for all connections. Raises OSError."""
    return ssl.create_default_context(cafile=settings.ca_file)


class SmtpSender:
    """One server, to which one mail goes at a time; used on one event loop, by several tasks if need be."""

    def __init__(self, settings: SmtpSettings, *, context: ssl.SSLContext, idle: float = IDLE) -> None:
        self._settings = settings
        self._context = context
        self._idle = idle
        self._lock = asyncio.Lock()
        self._client: SMTP | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None

    @property
    def seconds(self) -> float:
        """How long one mail takes at most."""
        return self._settings.timeout

    async def send(self, body: bytes, *, sender: str, recipients: tuple[str, ...]) -> Outcome:
        """Hand over one mail, for all recipients or for none: a refused one is never left out.

        So nothing but `Sent` and `Uncertain` means that anybody may have it, and a mail that is sent again reaches
        nobody twice: `Permanent` and `Temporary` name who was refused, and the others did not get it either. `Sent`
        has the server's own id. Addresses are bare, their domains in ASCII; letters before the @ that are not need
        a server with SMTPUTF8.
        """
        mail = Transaction(body, sender=sender, recipients=recipients)
        try:
            async with asyncio.timeout(self._settings.timeout), self._lock:
                return await self._send(mail)
        except (SMTPException, OSError, ValueError) as error:
            return self._failed(mail, error)

    async def close(self) -> None:
        """Say goodbye to the server; a later mail connects anew."""
        async with self._lock:
            self._stay()
            client, self._client = self._client, None
            if client is not None:
                await _quit(client)
        if self._leaving is not None:
            await self._leaving

    async def _send(self, mail: Transaction) -> Outcome:
        """The outcome, with a connection that is kept only where it still may be used."""
        self._stay()
        try:
            return await self._over_a_connection(mail)
        except BaseException:
            self._drop()
            raise
        finally:
            self._leave_later()

    async def _over_a_connection(self, mail: Transaction) -> Outcome:
        """The kept one or, once, a new one when that has broken before the mail was handed over."""
        if self._client is not None and self._client.is_connected:
            try:
                return await mail.run(self._client, patience=self._settings.timeout / 3)
            except (SMTPServerDisconnected, TimeoutError, SMTPResponseException) as error:
                broken = not isinstance(error, SMTPResponseException) or error.code == _CLOSING
                if mail.ended or not broken:
                    raise
        self._drop()
        try:
            self._client = await connect(self._settings, self._context)
        except (SMTPException, OSError, ValueError) as error:
            return unreached(error, self._settings)
        return await mail.run(self._client, patience=self._settings.timeout)

    def _failed(self, mail: Transaction, error: Exception) -> Outcome:
        refused = isinstance(error, SMTPResponseException) and 400 <= error.code < 600
        if isinstance(error, SMTPResponseException) and refused:
            return refusal({"": (error.code, error.message)})
        if mail.ended:
            return Uncertain(reason=f"{trouble(error, self._settings)}; it may or may not have taken the mail before")
        return unreached(error, self._settings)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _hang_up(client)

    def _stay(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _leave_later(self) -> None:
        if self._client is not None:
            self._timer = asyncio.get_running_loop().call_later(self._idle, self._leave)

    def _leave(self) -> None:
        client, self._client, self._timer = self._client, None, None
        if client is not None:
            self._leaving = asyncio.get_running_loop().create_task(_quit(client))


async def connect(settings: SmtpSettings, context: ssl.SSLContext) -> SMTP:
    """A connection that is encrypted and logged in; raises SMTPException, OSError and ValueError."""
    client = SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=settings.timeout * _SHARE,
        local_hostname=settings.hello,
        use_tls=settings.security == "tls" and not settings.insecure_localhost,
        start_tls=False,
        tls_context=context,
    )
    await client.connect()
    try:
        await client.ehlo()
        if settings.security == "starttls" and not settings.insecure_localhost:
            await _encrypt(client)
        await _log_in(client, settings)
    except BaseException:
        _hang_up(client)
        raise
    return client


async def _encrypt(client: SMTP) -> None:
    """Never go on in clear text: whoever sits between us and the server can take STARTTLS out of what it offers."""
    if not client.supports_extension("starttls"):
        raise Trouble("offers no STARTTLS, and nothing is sent unencrypted; try security tls with port 465")
    try:
        await client.starttls()
    except SMTPResponseException as error:
        raise Trouble(f"refuses STARTTLS ({error.code}), and nothing is sent unencrypted") from error
    await client.ehlo()


async def _log_in(client: SMTP, settings: SmtpSettings) -> None:
    """In one way and once: the library would try a wrong password in every way, and accounts are locked for that."""
    if settings.user is None:
        return
    offered = client.server_auth_methods
    if settings.oauth_token is not None:
        if "xoauth2" not in offered:
            raise Trouble("offers no login with an access token (XOAUTH2); a password may be what it wants")
        await client.auth_xoauth2(settings.user, await _access_token(settings.oauth_token))
        return
    password = settings.password.get_secret_value() if settings.password else ""
    for name, log_in in _LOGINS.items():
        if name in offered:
            await log_in(client, settings.user, password)
            return
    raise Trouble(f"offers no login with a password (it offers: {' '.join(offered) or 'none'})")


async def _access_token(token: Token) -> str:
    try:
        return (await asyncio.to_thread(token.read_text if isinstance(token, Path) else token)).strip()
    except Exception as error:  # whatever a function of somebody else's raises, no mail has left
        raise Trouble(f"cannot be logged in to: there is no access token to be had ({type(error).__name__})") from error


async def _quit(client: SMTP) -> None:
    transport = client.transport  # which the client forgets when it closes, though TLS is not yet taken leave of
    with suppress(SMTPException, OSError):
        await client.quit(timeout=_GOODBYE)
    client.close()
    _abort(transport)


def _hang_up(client: SMTP) -> None:
    _abort(client.transport)
    client.close()


def _abort(transport: asyncio.BaseTransport | None) -> None:
    """End it at once: to close it would wait until a server that reads no more has read what is on its way."""
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def check(settings: SmtpSettings, *, sender: str | None = None) -> str | None:
    """One sentence about what is wrong and how to mend it; None when mails can leave, as `sender` where one is given.

    Connects and logs in, and sends nothing. Not for inside an event loop.
    """
    return asyncio.run(_check(settings, sender))


async def _check(settings: SmtpSettings, sender: str | None) -> str | None:
    try:
        context = tls_context(settings)
    except OSError:
        return f"ca_file names {settings.ca_file}, which is no file with certificates"
    try:
        async with asyncio.timeout(settings.timeout):
            client = await connect(settings, context)
            try:
                if sender is not None:
                    await client.mail(sender)
            finally:
                await _quit(client)
    except (SMTPException, OSError, ValueError) as error:
        return trouble(error, settings)
    return None
