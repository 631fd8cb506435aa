"""The assistant with the sample company, run as the terminal runs it but with answers kept in a list."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from bot import app
from bot.messages import InboundMessage, Looked, NotSent, Outcome, Outgoing, Sent
from bot.ports import TaskQuery
from bot.settings import Settings
from bot.speech import Speech
from bot.understanding.understand import Understander
from handlers import dispatch
from handlers.intake import take_over
from handlers.worker import Worker
from integrations.mail_folder import MailFolder
from storage.engine import SqlStore
from storage.sample import sample_company
from tests.bench.script import PEOPLE
from tests.bench.stopwatch import REST, Stopwatch

BEGINNING = datetime.fromisoformat("2026-11-20T09:30:00+01:00")


class ListChannel:
    """Keeps what it is given; nothing is quicker to reach than a list."""

    name = "terminal"

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append(outgoing)
        return Sent(outside_id=str(len(self.sent)))

    def look_up(self, outgoing: Outgoing) -> Looked:
        return NotSent()


_CALLS: tuple[tuple[object, str, str], ...] = (
    (Understander, "understand", "understanding"),
    (dispatch, "wanted", "finding names"),
    (dispatch, "RecordNames", "finding names"),
    (dispatch, "decide", "deciding"),
    (Speech, "say", "wording"),
    (app, "_render", "rendering"),
    (app, "_build_mail", "rendering"),
    (ListChannel, "send", "delivering"),
    (MailFolder, "send", "delivering"),
)
_TRANSACTIONS = (("read", "reading"), ("write", "storing"))
STAGES = (
    *("understanding", "reading", "finding names", "deciding", "storing", "wording", "rendering", "delivering"),
    REST,
)


@contextmanager
def watched(watch: Stopwatch) -> Iterator[None]:
    """Time the assistant's stages as long as this is open; what it does stays the same."""
    with ExitStack() as wrapped:
        for owner, name, stage in _CALLS:
            wrapped.enter_context(patch.object(owner, name, watch.timed(getattr(owner, name), stage)))
        for name, stage in _TRANSACTIONS:
            wrapped.enter_context(patch.object(SqlStore, name, watch.timed_inside(getattr(SqlStore, name), stage)))
        yield


class Office:
    """One process of the assistant on a database of its own; the SQLite file in `folder` without an address."""

    def __init__(self, folder: Path, *, database_url: str | None = None) -> None:
        settings = Settings.load(data_dir=folder, database_url=database_url)
        self.store = app.store(settings)
        with self.store.write() as uow:
            uow.records.replace(sample_company())
            uow.commit()
        self._terminal = ListChannel()
        self._mails = folder / "mail"
        self._now = BEGINNING
        understander = app.understander(settings, app.catalogue(settings))
        channels = (self._terminal, MailFolder(self._mails))
        parts = app.parts(settings, self.store, understander, channels, worker="bench", clock=lambda: self._now)
        self._worker = Worker(parts)

    def receive(self, person_id: str, text: str, *, number: int) -> None:
        """Take a message over, answer it, and deliver what it led to."""
        self._now += timedelta(seconds=20)
        message = InboundMessage(
            channel="terminal",
            account=person_id,
            external_id=str(number),
            conversation=_conversation(person_id),
            sender_id=person_id,
            text=text,
            received_at=self._now,
        )
        take_over(self.store, message)
        while self._worker.work(message.conversation):
            pass
        self._worker.deliver()

    def done(self) -> dict[str, int]:
        """What came of it all, counted."""
        with self.store.read() as reading:
            tasks = reading.tasks.find(TaskQuery(limit=1_000_000), None)
            unhandled = len(reading.inbox.quarantined())
            unhandled += sum(reading.inbox.pending(_conversation(person)) for person, _ in PEOPLE)
        kinds = [outgoing.kind for outgoing in self._terminal.sent]
        return {
            "answers": kinds.count("answer"),
            "notices": kinds.count("notice"),
            "tasks": len(tasks),
            "mails": len(list(self._mails.glob("*.eml"))),
            "not handled": unhandled,
        }


def _conversation(person_id: str) -> str:
    return f"terminal:{person_id}"
