"""`pratica serve`: listens on every channel that is configured, works what comes in, and delivers what goes out."""

import asyncio
import fcntl
import logging
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import app
from bot.cli.errors import Failure
from bot.cli.lines import Inside, Lines, Run, configured, open_lines, reach
from bot.cli.rounds import Rounds
from bot.cli.timing import beat, scheduler_of
from bot.parts import Parts
from bot.settings import Settings
from handlers.desk import Desk
from handlers.heartbeats import Hearts, health
from handlers.intake import StoreIntake
from handlers.mailbox import PostTaker
from handlers.outgoing import task_buttons
from handlers.worker import Worker
from storage.engine import SqlStore

_WORKERS = 3
_LAST_WORD = 60.0  # seconds for what is under way when it is stopped


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; raises `Failure` when nothing is configured, or another one serves here."""
    if not configured(settings):
        raise Failure(
            "there is nothing to serve: name a mailbox or a mail server, a Slack workspace or a Telegram bot in "
            "pratica.toml, see docs/email.md, docs/slack.md and docs/telegram.md"
        )
    _log_to_standard_error()
    with _alone(app.data_folder(settings)):
        opened = app.store(settings)
        try:
            asyncio.run(_serve(settings, opened))
        finally:
            opened.close()


async def _serve(settings: Settings, opened: SqlStore) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sys.stderr.write("Starting ...\n")
    understanding = await asyncio.to_thread(app.understander, settings, app.catalogue(settings))
    lines, office = Lines(), Office()
    worker = f"serve:{_name(settings.data_dir)}"
    made = app.parts(settings, opened, understanding, (), worker=worker, reach=reach(settings))
    parts = replace(made, channels=lines.channels, platforms=lines.platforms, rooms=lines.rooms, pages=lines.pages)
    inside = Inside(
        loop=loop,
        intake=StoreIntake(opened, taken=office.wake),
        taker=PostTaker(opened, taken=office.wake),
        desk=Desk(parts, actions=lambda task, reader: task_buttons(task, reader, parts.speech, reader.language)),
        content=_content_of(opened),
    )
    open_lines(lines, settings, inside)
    office.work_with(parts)
    sys.stderr.write(f"Listening: {', '.join(lines.named) or 'nothing comes in'}; stop with Ctrl-C.\n")
    try:
        scheduler, hearts = scheduler_of(settings, parts), Hearts(opened, parts.clock)

        def problems() -> dict[str, str | None]:
            return {**lines.problems(), **office.problems()}

        web = _web(settings, lines, lambda: {**_health(opened), **problems()})
        await attend(office, [*lines.runs, scheduler.run, partial(beat, hearts, problems), *web], stop)
    finally:
        for close in lines.closes:
            await close()


def _web(settings: Settings, lines: Lines, problems: Callable[[], dict[str, str | None]]) -> list[Run]:
    """The web server, where something is posted to it or its settings are given."""
    if not lines.routes and "web" not in settings.model_fields_set:
        return []
    from integrations.web import Health, application, serve_web

    served = application(lines.routes, lambda: Health(parts=problems()))
    return [lambda stop: serve_web(served, settings.web, stop)]


def _health(opened: SqlStore) -> dict[str, str | None]:
    """What the heartbeats say, of this process's parts and of others'."""
    with opened.read() as reading:
        return health(reading, datetime.now(UTC))


def _content_of(opened: SqlStore) -> Callable[[str], bytes | None]:
    def content(sha256: str) -> bytes | None:
        with opened.read() as reading:
            return reading.documents.content(sha256)

    return content


class Office:
    """The threads that work what comes in and deliver what goes out, one for each channel.

    A platform that is slow or silent holds up no other.
    """

    def __init__(self) -> None:
        self.rounds: list[Rounds] = []
        self._workers: list[Rounds] = []
        self._deliverers: dict[str, Rounds] = {}

    def work_with(self, parts: Parts) -> None:
        """Make the threads' work; `parts.worker` is the name in claims, with the channel's behind it for delivery."""
        parts = replace(parts, queued=self._leaves)
        self._deliverers = {name: _deliverer(parts, name) for name in parts.channels}
        self._workers = [_working(parts, number) for number in range(1, _WORKERS + 1)]
        self.rounds = [*self._workers, *self._deliverers.values()]

    def wake(self) -> None:
        """Something has come in, for one who has nothing to do; who is busy looks again before resting."""
        for each in self._workers:
            if each.rests:
                each.wake()
                return
        for each in self._workers:
            each.wake()

    def _leaves(self, channel: str) -> None:
        """Something is to leave on a channel; one that is none of this process's is delivered by another."""
        if channel in self._deliverers:
            self._deliverers[channel].wake()

    def close(self) -> None:
        """Stop after what is under way."""
        for each in self.rounds:
            each.close()

    @property
    def ended(self) -> Rounds | None:
        """What has ended by itself, which it never should."""
        return next((each for each in self.rounds if each.ended_by), None)

    def problems(self) -> dict[str, str | None]:
        """How each thread does."""
        return {each.name: f"it has ended ({each.ended_by})" if each.ended_by else None for each in self.rounds}


def _working(parts: Parts, number: int) -> Rounds:
    """One of the workers: while it waits for a file or a language model, another takes the next conversation."""
    worker = Worker(replace(parts, worker=f"{parts.worker}:{number}"), until=lambda: rounds.closed)
    rounds = Rounds(f"worker {number}", worker.work, first=worker.take_back)
    return rounds


def _deliverer(parts: Parts, channel: str) -> Rounds:
    own = replace(parts, channels={channel: parts.channels[channel]}, worker=f"{parts.worker}:{channel}")
    worker = Worker(own, until=lambda: rounds.closed)
    rounds = Rounds(f"delivery by {channel}", worker.deliver, first=worker.take_back)
    return rounds


async def attend(office: Office, runs: Sequence[Run], stop: asyncio.Event) -> None:
    """Work in threads and listen until `stop` is set; raises `Failure` when a thread ends by itself."""
    loop = asyncio.get_running_loop()

    def go_on(rounds: Rounds) -> None:
        try:
            rounds.run()
        finally:
            with suppress(RuntimeError):  # the loop has not waited for us
                loop.call_soon_threadsafe(stop.set)  # nobody works any more, so nothing is to be read

    threads = [threading.Thread(target=go_on, args=(each,), name=each.name, daemon=True) for each in office.rounds]
    for thread in threads:
        thread.start()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stop.wait())
            for listen in runs:
                group.create_task(listen(stop))
    except* OSError as errors:
        raise Failure(str(errors.exceptions[0])) from errors
    finally:
        office.close()
        await asyncio.to_thread(_join, threads)
    if ended := office.ended:
        raise Failure(f"{ended.name} has ended ({ended.ended_by}), the log says why; nothing is lost, start it again")


def _join(threads: Sequence[threading.Thread]) -> None:
    """Wait for all of them together no longer than for the last word of one."""
    end = time.monotonic() + _LAST_WORD
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _name(folder: Path) -> str:
    """What this installation is called in claims: the same after a restart, and like no other on the same database."""
    path = folder / "locks" / "serve.name"
    if not path.exists():
        path.write_text(uuid.uuid4().hex, encoding="utf-8")
    return path.read_text(encoding="utf-8")


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
