"""The assistant at work in this process: its channels as they are made from the settings, worked and delivered on word.

What the platforms' doubles bring is taken over by the real channels as in `pratica serve`; who works and delivers is
the test, so that it knows when all is done.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.cli.lines import Inside, Lines, open_lines, reach
from bot.documents import AnyDocument
from bot.model import Event, Person, Task
from bot.parts import Parts
from bot.ports import Channel, TaskQuery
from bot.settings import Settings
from bot.speech import Speech
from bot.understanding.understand import Understander
from handlers.desk import Desk
from handlers.intake import StoreIntake
from handlers.mailbox import PostTaker
from handlers.outgoing import task_buttons
from handlers.worker import Worker
from storage.engine import SqlStore, open_store
from storage.sample import sample_company
from storage.tables import InboxRow, table
from tests.news import tell

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""A Friday, on which the sample company's books stand."""


@dataclass(frozen=True, slots=True)
class Company:
    """What takes long to make and never changes: understanding, speech, and a database with the sample company."""

    understander: Understander
    speech: Speech
    database: Path

    def copied(self, folder: Path) -> SqlStore:
        """A store of its own with nothing said yet."""
        return open_store(f"sqlite:///{shutil.copy(self.database, folder / 'pratica.db')}")


def made_company(folder: Path) -> Company:
    """The sample company, in a database in this folder."""
    settings = Settings(data_dir=folder)
    store = open_store(f"sqlite:///{folder / 'pratica.db'}")
    store.migrate()
    with store.write() as uow:
        uow.records.replace(sample_company())
        uow.commit()
    store.close()
    types = app.catalogue(settings)
    return Company(app.understander(settings, types), app.speech(types), folder / "pratica.db")


class House:
    """A store with its worker, and what tests look at."""

    def __init__(self, company: Company, settings: Settings, folder: Path, lines: Lines) -> None:
        self.store = company.copied(folder)
        self.lines = lines
        self.taken = 0
        """How often something came in, redeliveries included."""
        made = app.parts(
            settings, self.store, company.understander, (), worker="house", reach=reach(settings), clock=lambda: NOW
        )
        self.parts: Parts = replace(
            made,
            speech=company.speech,
            render=rendered,
            channels=lines.channels,
            platforms=lines.platforms,
            rooms=lines.rooms,
            pages=lines.pages,
        )
        self.worker = Worker(self.parts)
        with self.store.read() as reading:
            self.people: tuple[Person, ...] = reading.records.directory().people

    def inside(self) -> Inside:
        """What the lines lead to."""
        parts = self.parts
        return Inside(
            loop=asyncio.get_running_loop(),
            intake=StoreIntake(self.store, taken=self._came),
            taker=PostTaker(self.store, taken=self._came),
            desk=Desk(parts, actions=lambda task, reader: task_buttons(task, reader, parts.speech, reader.language)),
            content=self.content,
        )

    def use(self, channel: Channel) -> None:
        """One more channel, on which people are told what they did not ask for."""
        self.lines.channels[channel.name] = channel
        self.parts = replace(self.parts, reach=(channel.name,), home_channel=channel.name)
        self.worker = Worker(self.parts)

    def content(self, sha256: str) -> bytes | None:
        with self.store.read() as reading:
            return reading.documents.content(sha256)

    def person(self, name: str) -> Person:
        person = app.find_person(self.people, name)
        assert person is not None, name
        return person

    async def settle(self) -> None:
        """Do and deliver everything that is there."""
        await asyncio.to_thread(self._settle)

    def _settle(self) -> None:
        while self.worker.work() or self.worker.deliver():
            pass

    def _came(self) -> None:
        self.taken += 1
        tell()

    # What came of it

    def tasks(self) -> list[Task]:
        with self.store.read() as reading:
            return sorted(reading.tasks.find(TaskQuery(limit=100_000), None), key=lambda task: task.reference)

    def events(self, reference: str) -> list[Event]:
        with self.store.read() as reading:
            return list(reading.tasks.events(reference, None))

    def files(self, reference: str) -> list[tuple[str, str]]:
        """The name and the SHA-256 of each file of a task."""
        with self.store.read() as reading:
            return sorted((one.name, one.sha256) for one in reading.documents.of(reference, None))

    def troubles(self) -> list[str]:
        """What is not well in the inbox and the outbox: nothing, when all is well."""
        with self.store.read() as reading:
            waiting = reading.outbox.pending(channels=dict.fromkeys(self.parts.channels))
            found = [f"{one.outgoing.key}: {one.reason}" for one in reading.outbox.troubled()]
        with self.store._reader.connect() as connection:
            rows = connection.execute(table(InboxRow).select().where(table(InboxRow).c.state != "done"))
            found += [f"{row.state}: {row.text!r}: {row.reason}" for row in rows]
        return found + ([f"{waiting} not delivered"] if waiting else [])


def rendered(document: AnyDocument) -> bytes:
    """A document in a line, since how it looks is another test's."""
    return f"%PDF {document.reference} revision {document.revision}".encode()


@asynccontextmanager
async def house(
    company: Company, settings: Settings, folder: Path, *, before: Callable[[House], None] = lambda _: None
) -> AsyncIterator[House]:
    """A house whose lines are open; `before` is done before anything is listened to."""
    lines = Lines()
    made = House(company, settings, folder, lines)
    open_lines(lines, settings, made.inside())
    before(made)
    stop = asyncio.Event()
    running = [asyncio.create_task(run(stop)) for run in lines.runs]
    try:
        yield made
    finally:
        stop.set()
        await asyncio.gather(*running)
        for close in lines.closes:
            await close()
        made.store.close()
