"""One connection to a mailbox. It reads and never changes: no flag is set, no mail is moved (`BODY.PEEK`, `EXAMINE`).

Every wait ends: with the answer, when the connection is gone, when the server stays silent, or when we are to stop.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.mail.accounts import MailboxSettings
from integrations.imap.answers import Folder, Lines, content_of, dates_of, folder_of, sizes_of, uids_of
from integrations.imap.names import encoded, listed, quoted
from integrations.imap.problems import (
    LoginRefused,
    Lost,
    MailboxProblem,
    Refused,
    connection_problem,
    login_problem,
    words_of,
)
from integrations.imap.protocol import Client, heard

_T = TypeVar("_T")
_SLOWEST = 16 * 1024  # bytes a second that a mail may at worst take to travel
_GOODBYE = 2.0  # seconds
_LONGEST_HEADERS = 256 * 1024  # bytes
_CHATTER = 4 * 1024 * 1024  # bytes that a server may send besides a mail
WHOLE = "BODY.PEEK[]"
HEADERS = f"BODY.PEEK[HEADER]<0.{_LONGEST_HEADERS}>"
ALL_HEADERS = "BODY.PEEK[HEADER]"


class Stopped(Exception):
    """We are to stop."""


def tls_context(settings: MailboxSettings) -> ssl.SSLContext | None:
    """Whom to trust; None only for the clear text to this machine. Costs some 50 ms, so it is made once."""
    if settings.insecure_localhost:
        return None
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror or "it holds no certificates"
        raise MailboxProblem(f"ca_file {settings.ca_file} cannot be read ({reason}); name a file in PEM form") from None


@asynccontextmanager
async def connected(
    settings: MailboxSettings,
    *,
    ssl_context: ssl.SSLContext | None = None,
    ended: "asyncio.Future[Any] | None" = None,
) -> "AsyncIterator[Connection]":
    """A connection that is logged in, and gone afterwards; raises `MailboxProblem`, and `Stopped` once `ended` is done.

    It is never clear text but where the settings say so.
    """
    context = None if settings.insecure_localhost else ssl_context or tls_context(settings)
    connection = Connection(settings, context, ended)
    try:
        await connection.enter()
        yield connection
        await connection.leave()
    finally:
        connection.drop()


class Connection:
    """A connection as `connected` gives it; all methods raise `MailboxProblem` or `Stopped`."""

    def __init__(
        self, settings: MailboxSettings, context: ssl.SSLContext | None, ended: "asyncio.Future[Any] | None"
    ) -> None:
        self._settings = settings
        self._seconds = settings.answer_seconds
        self._can_idle = False
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended: asyncio.Future[Any] = self._lost if ended is None else ended
        self._client = Client(
            settings.host, settings.port, timeout=self._seconds, conn_lost_cb=self._on_lost, ssl_context=context
        )

    def _on_lost(self, _: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(None)

    async def enter(self) -> None:
        """Wait for the greeting and log in."""
        await self._within(self._client.wait_hello_from_server())
        if self._client.get_state() == "NONAUTH":
            await self._log_in()
        if not self._client.has_capability("IDLE"):  # some tell it only to who is logged in
            await self._within(self._client.protocol.capability())
        self._can_idle = self._client.has_capability("IDLE")

    async def _log_in(self) -> None:
        secret, user = self._settings.password, self._settings.user
        if secret is not None:
            if self._client.has_capability("LOGINDISABLED"):
                raise LoginRefused("the server takes no passwords; set oauth_token in place of password")
            response = await self._within(self._client.login(quoted(user), secret.get_secret_value()))
        else:
            response = await self._within(self._client.xoauth2(user, await self._token()))
        if response.result != "OK":
            raise login_problem(_said(response.lines), token=secret is None)

    async def _token(self) -> str:
        source = self._settings.oauth_token
        try:
            if isinstance(source, Path):
                return (await asyncio.to_thread(source.read_text, encoding="utf-8")).strip()
            async with asyncio.timeout(self._seconds):
                return await asyncio.to_thread(cast("Callable[[], str]", source))
        except Exception as error:  # it is somebody else's function
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise LoginRefused(f"the access token cannot be got ({reason}); check oauth_token") from error

    async def examine(self, name: str) -> Folder:
        """Open a folder for reading."""
        try:
            response = await self._command("EXAMINE", self._client.examine(encoded(name)))
        except Refused as problem:
            if problem.result == "BAD":  # not a word that it knows; nothing that we do changes anything anyway
                return folder_of((await self._command("SELECT", self._client.select(encoded(name)))).lines)
            raise MailboxProblem(await self._no_folder(name, problem.said)) from None
        self._client.protocol.state = "SELECTED"  # aioimaplib knows that only of SELECT
        return folder_of(response.lines)

    async def _no_folder(self, name: str, said: str) -> str:
        with suppress(Refused):
            response = await self._command("LIST", self._client.list('""', '"*"'))
            names = [found for line in response.lines if isinstance(line, bytes) and (found := listed(line))]
            if names and name not in names:
                return f"there is no folder {name!r}; there are {', '.join(sorted(names)[:30])}"
        return f"the folder {name!r} cannot be opened ({said}); check its name and the user's right to read it"

    async def search(self, *criteria: str) -> list[int]:
        """The UIDs of the mails that match, in order; no charset is named, since some servers refuse any."""
        self._client.protocol.news.clear()
        return uids_of((await self._command("SEARCH", self._client.uid_search(*criteria, charset=None))).lines)

    async def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """How large these mails are, as far as the server says; none at all where it refuses."""
        try:
            wanted = ",".join(map(str, uids))
            response = await self._command("FETCH", self._client.uid("fetch", wanted, "(UID RFC822.SIZE)"))
        except Refused:
            return {}
        return sizes_of(response.lines)

    async def dates(self, uids: Sequence[int]) -> dict[int, datetime]:
        """When these mails came into the folder, as far as the server says; none at all where it refuses."""
        try:
            wanted = ",".join(map(str, uids))
            response = await self._command("FETCH", self._client.uid("fetch", wanted, "(UID INTERNALDATE)"))
        except Refused:
            return {}
        return dates_of(response.lines)

    async def fetch(self, uid: int, part: str, *, size: int) -> bytes | None:
        """`WHOLE`, `HEADERS` or `ALL_HEADERS` of a mail; None when the server says OK and gives nothing."""
        fetching = self._client.uid("fetch", str(uid), f"(UID {part})")
        most = self._settings.size_limit if part == WHOLE else _LONGEST_HEADERS
        seconds = self._seconds + min(size, most) / _SLOWEST
        return content_of((await self._command("FETCH", fetching, seconds=seconds)).lines, uid)

    async def wait_for_news(self) -> None:
        """Wait until a mail may have come, at most as long as the settings say; the server was then heard of."""
        news = self._client.protocol.news
        if not news.is_set() and not (self._can_idle and await self._idle()):
            await self._first(news.wait(), seconds=self._settings.poll_seconds)
        await self._command("NOOP", self._client.noop())

    async def _idle(self) -> bool:
        """Wait as RFC 2177 says; False where the server refuses. After a BYE it does not answer DONE, and is lost."""
        protocol, seconds = self._client.protocol, self._settings.renew_seconds
        starting = await self._first(self._client.idle_start(timeout=2 * seconds), seconds=self._seconds)
        if starting is None:
            raise self._problem(TimeoutError(), seconds=self._seconds)
        if starting.exception():
            self._can_idle = False
            return False
        await self._first(protocol.news.wait(), seconds=seconds)
        self._client.idle_done()
        await self._within(starting.result())
        while not protocol.idle_queue.empty():
            protocol.idle_queue.get_nowait()
        return True

    async def append(self, content: bytes, folder: str) -> None:
        """Put a mail of ours into a folder, as read."""
        appending = self._client.append(content, mailbox=encoded(folder), flags="\\Seen")
        await self._command("APPEND", appending, seconds=self._seconds + len(content) / _SLOWEST)

    async def pause(self, seconds: float) -> None:
        """Do nothing for so long."""
        await self._first(asyncio.sleep(seconds), seconds=seconds + 1)

    async def leave(self) -> None:
        """Say goodbye, where that is quick."""
        with suppress(MailboxProblem, Stopped):
            await self._within(self._client.logout(), seconds=_GOODBYE)

    def drop(self) -> None:
        """End the connection."""
        self._client.drop()

    async def _command(self, name: str, sending: Awaitable[Any], *, seconds: float | None = None) -> Any:
        response = await self._within(sending, seconds=seconds)
        if response.result != "OK":
            raise Refused(name, response.result, _said(response.lines))
        return response

    async def _within(self, waiting: Awaitable[_T], *, seconds: float | None = None) -> _T:
        """What is waited for; raises in place of waiting longer, and turns all errors of the library into ours."""
        limit = self._seconds if seconds is None else seconds
        task = await self._first(waiting, seconds=limit)
        if task is None:
            raise self._problem(TimeoutError(), seconds=limit)
        try:
            return task.result()
        except MailboxProblem:
            raise
        except Exception as error:
            raise self._problem(error, seconds=limit) from error

    def _problem(self, error: Exception, *, seconds: float = 0) -> MailboxProblem:
        return connection_problem(error, host=self._settings.host, port=self._settings.port, seconds=seconds)

    async def _first(self, waiting: Awaitable[_T], *, seconds: float) -> "asyncio.Future[_T] | None":
        """Wait for one thing, at most so long; None when it is not done by then, and it is cancelled."""
        self._client.protocol.allowed = 2 * self._settings.size_limit + _CHATTER
        task = asyncio.ensure_future(waiting)
        task.add_done_callback(heard)
        waited: set[asyncio.Future[Any]] = {task, self._lost, self._ended}
        try:
            await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task
            self._check()
        finally:
            task.cancel()
        return None

    def _check(self) -> None:
        """Raise when we are to stop, or the connection is gone."""
        if self._ended is not self._lost and self._ended.done():
            raise Stopped
        if self._lost.done():
            if fault := self._client.protocol.fault:
                raise self._problem(fault)
            if away := self._client.protocol.sent_away:
                raise LoginRefused(f"the server lets nobody in at the moment ({words_of(away[2:])}); it is tried again")
            raise Lost(f"{self._settings.host}:{self._settings.port} closed the connection; it is made anew")


def _said(lines: Lines) -> str:
    """The server's remark, which ends its answer."""
    return words_of(bytes(lines[-1])) if lines else ""
