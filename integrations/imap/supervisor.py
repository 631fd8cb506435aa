"""Keeps reading one mailbox whatever happens to the connection: every mail is taken once, in order, and none is lost.

What is new is told by UID and UIDVALIDITY (RFC 9051, 2.3.1.1) against the position that was committed with the last
mail, never by the unread mark, which colleagues change. IDLE only says when to look; it is looked for in any case.

When a folder's UIDs are given out anew, nothing tells the mails that were taken from the others, so they are taken
again, and whoever keeps them knows the copies: all of them where `since` is "all"; where it is "now", those that came
into the folder (INTERNALDATE) at most a day before the newest one that was taken, or, where this process has not seen
that one, in the last 30 days and not before what the store knows of the first start. Mails from before it, which were
never wanted, so do not become work.
"""

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.mail.accounts import MailboxSettings, MailboxState, MailTaker
from bot.mail.model import MailPosition, RawMail
from bot.retry import back_off
from integrations.imap.answers import Folder
from integrations.imap.client import ALL_HEADERS, HEADERS, WHOLE, Connection, Stopped, connected, tls_context
from integrations.imap.problems import LoginRefused, MailboxProblem, Refused

_FIRST_LOGIN_PAUSE = 7  # a refused login counts as so many failures: a minute, so that no account is locked
_SHORTEST_ROUND = 0.5  # seconds; a server that cries news at every command would keep us busy
_BATCH = 100  # mails whose sizes are asked at once
_MARGIN = timedelta(days=1)  # before the newest mail that was taken: mails do not always come in order
_FAR = timedelta(days=30)  # read anew when it is not known which mail was the newest
_SKEW = timedelta(hours=1)  # between the server's clock and ours
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LOST, _REFUSED, _STEP = 1, 2, 6  # three refusals of a mail, or six broken tries: then less of it is asked for


class Supervisor:
    """Reads a mailbox until it is told to stop; `state` can be looked at from any thread.

    `heartbeat` is called with the mailbox's name whenever the server was heard of with nothing waiting, or a mail was
    taken: at least every `renew_seconds` while all is well. `ssl_context` is the one of `tls_context` where several
    mailboxes share it.
    """

    def __init__(
        self,
        settings: MailboxSettings,
        taker: MailTaker,
        *,
        ssl_context: ssl.SSLContext | None = None,
        heartbeat: Callable[[str], None] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        back_off: Callable[[int], float] = back_off,
        log: logging.Logger | None = None,
    ) -> None:
        self._settings = settings
        self._taker = taker
        self._context = ssl_context
        self._heartbeat = heartbeat
        self._clock = clock
        self._back_off = back_off
        self._log = log or logging.getLogger(__name__)
        self._state = MailboxState(mailbox=settings.name)
        self._failures = 0
        self._complete_until: datetime | None = None  # INTERNALDATE of the newest mail that was taken
        self._looked_back = False
        self._weights: Counter[tuple[int, int]] = Counter()  # of UIDVALIDITY and UID: how often it could not be had

    @property
    def state(self) -> MailboxState:
        """How it goes."""
        return self._state

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop` is set; a mail that is being taken by then is taken whole."""
        ended = asyncio.ensure_future(stop.wait())
        try:
            while not ended.done():
                await self._session(ended)
                if not ended.done():
                    await asyncio.wait({ended}, timeout=self._back_off(self._failures))
        finally:
            ended.cancel()
            self._state = self._state.model_copy(update={"connected_since": None})

    async def _session(self, ended: "asyncio.Future[Any]") -> None:
        """One connection from its beginning to its end, which is a problem or the wish to stop."""
        try:
            if self._context is None:
                self._context = tls_context(self._settings)
            async with connected(self._settings, ssl_context=self._context, ended=ended) as connection:
                await self._read(connection)
        except Stopped:
            return
        except LoginRefused as problem:
            self._failed(str(problem), failures=max(self._failures + 1, _FIRST_LOGIN_PAUSE))
        except MailboxProblem as problem:
            self._failed(str(problem), failures=self._failures + 1)
        except Exception as error:  # noqa: BLE001  reading goes on whatever a store or a server does
            self._log.exception("mailbox %s: what was read could not be kept", self._settings.name)
            why = f"what was read could not be kept ({type(error).__name__}); the log says more, and it is tried again"
            self._failed(why, failures=self._failures + 1)

    def _failed(self, why: str, *, failures: int) -> None:
        level = logging.INFO if why == self._state.error else logging.WARNING
        self._log.log(level, "mailbox %s: %s", self._settings.name, why)
        self._failures = failures
        self._state = self._state.model_copy(update={"error": why, "connected_since": None})

    def _seen(self) -> None:
        self._state = self._state.model_copy(update={"last_seen": self._clock()})
        self._heartbeat(self._settings.name)

    async def _read(self, connection: Connection) -> None:
        """Take what is there, then again and again what has come."""
        folder = await connection.examine(self._settings.folder)
        self._state = self._state.model_copy(update={"connected_since": self._clock()})
        position = await self._position(connection, folder)
        clock = asyncio.get_running_loop()
        while True:
            begun = clock.time()
            position = await self._catch_up(connection, position)
            self._state = self._state.model_copy(update={"error": None})
            self._seen()
            await connection.wait_for_news()
            self._failures = 0  # not before: a server that ends every wait at once is left alone for longer and longer
            if (early := begun + _SHORTEST_ROUND - clock.time()) > 0:
                await connection.pause(early)

    async def _position(self, connection: Connection, folder: Folder) -> MailPosition:
        """Where to go on; of a folder whose UIDs were given out anew, what may be lost is taken first."""
        if folder.uidvalidity is None:
            raise MailboxProblem("the server numbers no mails for good (UIDVALIDITY), so new ones cannot be told")
        name, wanted = self._settings.name, self._settings.folder
        known = await asyncio.to_thread(self._taker.position, name, wanted)
        if known is None:
            last = 0
            if self._settings.since == "now":
                last, self._complete_until = await self._newest(connection, folder), self._clock()
        elif known.uidvalidity == folder.uidvalidity and not await self._went_back(connection, folder, known):
            await self._look_back(connection, known)
            return known
        else:
            self._log.warning("mailbox %s: %s was numbered anew and is read again", name, wanted)
            last = await self._taken_anew(connection, folder) if self._settings.since == "now" else 0
        start = MailPosition(mailbox=name, folder=wanted, uidvalidity=folder.uidvalidity, last_uid=last)
        await asyncio.to_thread(self._taker.start_at, start)
        return start

    async def _taken_anew(self, connection: Connection, folder: Folder) -> int:
        """Take the mails again that came lately; the UID up to which the folder is then read.

        The position stays where it was until all are taken, so that it begins once more when the connection breaks.
        """
        name, wanted = self._settings.name, self._settings.folder
        last = max(await self._newest(connection, folder), *await connection.search("UID *"), 0)
        since = self._complete_until - _MARGIN if self._complete_until else await self._wanted_since()
        late = [uid for uid in await self._later(connection, since) if uid <= last]
        self._log.warning("mailbox %s: these are %d mails since %s", name, len(late), since.isoformat())
        place = MailPosition(mailbox=name, folder=wanted, uidvalidity=folder.uidvalidity or 0, last_uid=last)
        await self._take_all(connection, place, late)
        return last

    async def _wanted_since(self) -> datetime:
        """From when on mails are looked at where it is not known which was the newest: not those of before us."""
        first = await asyncio.to_thread(self._taker.wanted_since, self._settings.name, self._settings.folder)
        far = self._clock() - _FAR
        return far if first is None else max(far, first - _SKEW)

    async def _look_back(self, connection: Connection, known: MailPosition) -> None:
        """Note how new the last mail is that was taken before this process began; asked once, whatever comes of it."""
        if self._complete_until is None and not self._looked_back and known.last_uid:
            self._looked_back = True
            self._note((await connection.dates([known.last_uid])).values())

    def _note(self, dates: Iterable[datetime]) -> None:
        """Mails of these dates were taken, and all before them; one from the future says nothing."""
        now = self._clock()
        past = [date for date in (*dates, self._complete_until) if date is not None and date <= now]
        self._complete_until = max(past, default=None)

    async def _later(self, connection: Connection, since: datetime) -> list[int]:
        """The UIDs of the mails that came since then; also of those of which the server does not say when.

        SEARCH knows days only, as the server writes them, whatever its time zone (RFC 9051, 6.4.4).
        """
        day = since - timedelta(days=1)
        try:
            found = await connection.search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")
        except Refused:
            found = await connection.search("UID 1:*")
        late: list[int] = []
        for start in range(0, len(found), _BATCH):
            batch = found[start : start + _BATCH]
            dates = await connection.dates(batch)
            late += [uid for uid in batch if dates.get(uid, since) >= since]
        return late

    async def _newest(self, connection: Connection, folder: Folder) -> int:
        if folder.uidnext is not None:
            return folder.uidnext - 1
        return max(await connection.search("UID *"), default=0)

    async def _went_back(self, connection: Connection, folder: Folder, known: MailPosition) -> bool:
        """Whether UIDs are used again though UIDVALIDITY is the same, as after a restored backup of a careless server.

        Then no mail has a UID from the next one on; a server whose UIDNEXT is just wrong has.
        """
        if folder.uidnext is None or folder.uidnext > known.last_uid:
            return False
        return not any(uid >= folder.uidnext for uid in await connection.search(f"UID {folder.uidnext}:*"))

    async def _catch_up(self, connection: Connection, position: MailPosition) -> MailPosition:
        """Take all mails after the position; the new position. `n:*` also finds the last mail when it is before n."""
        while True:
            found = await connection.search(f"UID {position.last_uid + 1}:*")
            new = [uid for uid in found if uid > position.last_uid]
            if not new:
                return position
            await self._take_all(connection, position, new)
            position = position.model_copy(update={"last_uid": new[-1]})

    async def _take_all(self, connection: Connection, position: MailPosition, uids: Sequence[int]) -> None:
        """Take these mails one after the other; how new they are is noted when there are no more."""
        found: list[datetime] = []
        for start in range(0, len(uids), _BATCH):
            batch = uids[start : start + _BATCH]
            sizes = await connection.sizes(batch)
            for uid in batch:
                await self._take(connection, position, uid, size=sizes.get(uid))
            found += (await connection.dates(batch)).values()
        self._note(found)

    async def _take(self, connection: Connection, position: MailPosition, uid: int, *, size: int | None) -> None:
        """Fetch one mail and hand it over; one that was deleted meanwhile is passed by."""
        if size is None:
            size = (await connection.sizes([uid])).get(uid)
        mail = await self._fetched(connection, position, uid, size=size)
        if mail is not None:
            await asyncio.to_thread(self._taker.take, mail)
            if mail.problem:
                self._log.warning("mailbox %s: mail %d is incomplete: %s", self._settings.name, uid, mail.problem)
                self._state = self._state.model_copy(update={"incomplete": self._state.incomplete + 1})
            self._seen()
        del self._weights[position.uidvalidity, uid]

    async def _fetched(
        self, connection: Connection, position: MailPosition, uid: int, *, size: int | None
    ) -> RawMail | None:
        """The mail as far as the server gives it out: whole, else its headers, else nothing but its number.

        It takes a bounded number of tries, over several connections where it is this mail that breaks them, so that
        no mail hides those behind it. None when it is gone.
        """
        key = (position.uidvalidity, uid)
        large = size is not None and size > self._settings.size_limit
        parts = (HEADERS, ALL_HEADERS) if large else (WHOLE, HEADERS)
        problem: str | None = None
        while (step := self._weights[key] // _STEP) < len(parts):
            part = parts[step]
            self._weights[key] += _LOST  # before the try: a broken connection ends it without coming back here
            try:
                content = await connection.fetch(uid, part, size=size or self._settings.size_limit)
            except Refused as refusal:
                content, problem = None, str(refusal)
            if content or (content is not None and not size):
                self._weights[key] -= _LOST  # a store that fails afterwards is not the mail's fault
                why = problem or "the connection broke whenever it was fetched" if step else None
                return _mail(position, uid, content, size=size, whole=part == WHOLE, problem=why)
            if not await connection.search(f"UID {uid}"):
                return None
            self._weights[key] += _REFUSED - _LOST
            await connection.pause(self._back_off(0))
        return _mail(position, uid, b"", size=size, whole=False, problem=problem or "the server gave nothing of it")


def _mail(
    position: MailPosition, uid: int, content: bytes, *, size: int | None, whole: bool, problem: str | None
) -> RawMail:
    return RawMail(
        mailbox=position.mailbox,
        folder=position.folder,
        uidvalidity=position.uidvalidity,
        uid=uid,
        size=len(content) if size is None else size,
        content=content,
        whole=whole,
        problem=problem,
    )
