"""`pratica serve`: reads the mailboxes, works what comes in, and delivers what goes out, until it is stopped."""

import asyncio
import fcntl
import logging
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app
from bot.cli.errors import Failure
from bot.ports import Channel
from bot.settings import Settings
from handlers.post import PostTaker
from handlers.worker import Worker
from integrations.mail_folder import MailFolder
from integrations.smtp import SmtpChannel
from storage.engine import SqlStore

if TYPE_CHECKING:
    from integrations.imap import Supervisor

log = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds between looks for what another process has left, and for what is due again
_LAST_WORD = 60.0  # seconds for what is under way when it is stopped


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; raises `Failure` when nothing is configured, or another one serves here."""
    if not settings.mailboxes and settings.smtp is None:
        raise Failure("there is nothing to serve: name a mailbox or a mail server in pratica.toml, see docs/email.md")
    _log_to_standard_error()
    with _alone(settings.data_dir):
        opened = app.store(settings)
        try:
            asyncio.run(_serve(settings, opened))
        finally:
            opened.close()


async def _serve(settings: Settings, opened: SqlStore) -> None:
    stop, busy = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sys.stderr.write("Starting ...\n")
    understanding = await asyncio.to_thread(app.understander, settings, app.catalogue(settings))
    outgoing = _outgoing(settings, loop)
    parts = app.parts(
        settings,
        opened,
        understanding,
        (outgoing,),
        worker=f"serve:{socket.gethostname()}",
        reach=("mail",),
    )
    supervisors = app.supervisors(settings, PostTaker(opened, taken=busy.set))
    read = ", ".join(box.name for box in settings.mailboxes) or "no mailbox"
    sys.stderr.write(f"Reading {read}; stop with Ctrl-C.\n")
    try:
        await attend(_Office(Worker(parts), busy), supervisors, stop)
    finally:
        if isinstance(outgoing, SmtpChannel):
            await outgoing.close()


async def attend(office: "_Office", supervisors: Sequence["Supervisor"], stop: asyncio.Event) -> None:
    """Work in a thread and read the mailboxes until `stop` is set; raises `Failure` when the thread ends by itself."""
    loop = asyncio.get_running_loop()

    def work() -> None:
        try:
            office.work()
        finally:
            with suppress(RuntimeError):  # the loop has not waited for us
                loop.call_soon_threadsafe(stop.set)  # nobody works any more, so nothing is to be read

    thread = threading.Thread(target=work, name="worker", daemon=True)
    thread.start()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stop.wait())
            for supervisor in supervisors:
                group.create_task(supervisor.run(stop))
    finally:
        office.close()
        await asyncio.to_thread(thread.join, _LAST_WORD)
    if office.ended_by:
        raise Failure(f"the worker has ended ({office.ended_by}), the log says why; nothing is lost, start it again")


def _outgoing(settings: Settings, loop: asyncio.AbstractEventLoop) -> Channel:
    """The mail server, or the folder in its place."""
    return app.smtp_channel(settings, loop) if settings.smtp else MailFolder(settings.data_dir / "mail")


class _Office:
    """Works and delivers in a thread of its own, so that the event loop stays free.

    `ended_by` names what ended the thread, where that was neither `close` nor anything that goes by.
    """

    def __init__(self, worker: Worker, busy: threading.Event) -> None:
        self._worker, self._busy, self._closed = worker, busy, False
        self.ended_by: str | None = None

    def work(self) -> None:
        """Until it is closed; what fails here is logged and tried again, since each message has its own tries."""
        try:
            taken_back = False
            while not self._closed:
                self._busy.clear()
                taken_back = self._round(taken_back=taken_back)
                self._busy.wait(_PAUSE)
        except BaseException as error:  # such as SystemExit: a thread that dies must not die in silence
            log.critical("the worker has ended", exc_info=True, extra={"action": "work_ended"})
            self.ended_by = type(error).__name__

    def _round(self, *, taken_back: bool) -> bool:
        """Work and deliver what is due; whether what an earlier process held has been taken back by now."""
        try:
            if not taken_back:
                self._worker.take_back()
                taken_back = True
            while self._worker.work() and not self._closed:
                pass
            self._worker.deliver()
        except Exception:
            log.exception("the worker stumbled", extra={"action": "work_failed"})
        return taken_back

    def close(self) -> None:
        """Stop after what is under way."""
        self._closed = True
        self._busy.set()


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the data folder alone: what a process of this name had claimed is then known to be free."""
    path = folder / "locks" / "serve.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(f"another pratica serve works on {folder} already: stop it first") from error
        yield
