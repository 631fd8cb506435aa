"""`pratica chat` and `pratica demo`: a conversation in the terminal."""

import fcntl
import hashlib
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.cleaning import storable
from bot.cli.chat_lines import Line, parse_line
from bot.cli.errors import Failure
from bot.messages import InboundMessage
from bot.model import Person
from bot.ports import Store
from bot.settings import Settings
from handlers.intake import take_over
from handlers.outgoing import answer_key
from handlers.worker import Worker
from integrations.mail_folder import MailFolder
from integrations.terminal import ID_END, Terminal
from storage.engine import SqlStore
from storage.sample import DEFAULT_PERSON, sample_company

_MOMENT = 0.01  # seconds between looks at a message whose retry is not due yet


def run(settings: Settings, *, as_person: str | None, now: datetime | None, as_json: bool, demo: bool) -> None:
    """Talk until the input ends; raises `Failure` when it cannot start."""
    note = _noter()
    _log_to(app.data_folder(settings) / "pratica.log")
    opened = app.store(settings)
    fill_if_empty(opened, note=note)
    person = person_of(opened, as_person)
    with _only_terminal_of(person, settings.data_dir):
        talk = _Talk(settings, opened, person, now=now, as_json=as_json, note=note)
        if demo and sys.stdin.isatty():
            note(_welcome(person, settings))
        talk.until_the_end()


class _Talk:
    """One person's conversation in one terminal."""

    def __init__(
        self,
        settings: Settings,
        opened: SqlStore,
        person: Person,
        *,
        now: datetime | None,
        as_json: bool,
        note: Callable[[str], None],
    ) -> None:
        self._store = opened
        self._person = person
        self._as_json = as_json
        self._clock: Callable[[], datetime] = (lambda: now) if now else (lambda: datetime.now(UTC))
        self._conversation = f"terminal:{person.id}"
        types = app.catalogue(settings)
        terminal = Terminal(
            write_line,
            as_json=as_json,
            spaced=not as_json,
            folder=settings.data_dir / "files",
            content=self._content,
        )
        self._terminal = terminal
        # With a mail server, mails are left to `pratica serve`.
        folder = () if settings.smtp else (MailFolder(settings.data_dir / "mail"),)
        understanding = app.understander(settings, types, progress=note)
        made = app.parts(
            settings,
            opened,
            understanding,
            (terminal, *folder),
            worker=self._conversation,
            recipients={"terminal": (person.id,)},
            clock=self._clock,
        )
        self._worker = Worker(made)

    def until_the_end(self) -> None:
        """Finish what an earlier run left, then take line after line."""
        self._worker.take_back()
        self._finish()
        number = 0
        while (raw := _read_line()) is not None:
            number += 1
            if self._as_json and not raw.strip():
                continue
            line = parse_line(raw, as_json=self._as_json)
            if line.problem:
                write_line(json.dumps({"error": line.problem, "line": number}, ensure_ascii=False))
                continue
            self._take(line)
            self._finish()

    def _take(self, line: Line) -> None:
        message = self._message(line)
        new = take_over(self._store, message)
        if self._as_json:
            write_line(json.dumps({"received": line.given_id}, ensure_ascii=False))
        if not new:
            self._show_again(message.external_id)

    def _show_again(self, external_id: str) -> None:
        """The answer to a message that comes again, unless this process has shown it already."""
        key = answer_key("terminal", self._person.id, external_id)
        if key in self._terminal.shown:
            return
        with self._store.read() as reading:
            answer = reading.outbox.delivered(key)
        if answer:
            self._terminal.send(answer)

    def _message(self, line: Line) -> InboundMessage:
        return InboundMessage(
            channel="terminal",
            account=self._person.id,
            external_id=f"{line.given_id}{ID_END}{_mark(line.text)}",
            conversation=self._conversation,
            sender_id=self._person.id,
            text=storable(line.text),
            received_at=self._clock(),
        )

    def _finish(self) -> None:
        """Work and deliver until nothing is left to do now for this person."""
        while self._worker.work(self._conversation) or self._unread():
            time.sleep(_MOMENT)
        self._worker.deliver()

    def _unread(self) -> bool:
        with self._store.read() as reading:
            return reading.inbox.pending(self._conversation)

    def _content(self, sha256: str) -> bytes | None:
        with self._store.read() as reading:
            return reading.documents.content(sha256)


def _mark(text: str) -> str:
    """A short mark of a text: the same id with another text is another message."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def write_line(line: str) -> None:
    """Write to standard output at once, so that a reader sees it even if this process dies next."""
    sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _read_line() -> str | None:
    if sys.stdin.isatty():
        import readline  # noqa: F401  gives `input` line editing and a history

        try:
            return input("› ")
        except EOFError:
            return None
    raw = sys.stdin.buffer.readline()
    return raw.decode("utf-8", "replace").rstrip("\r\n") if raw else None


def _noter() -> Callable[[str], None]:
    """Notes for people go to standard error; a program that reads standard output is not disturbed."""

    def note(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    return note


def _log_to(path: Path) -> None:
    """What went wrong inside goes to a file, not into the conversation."""
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def fill_if_empty(opened: Store, *, note: Callable[[str], None]) -> None:
    """Take in the sample company where there is none, once however many processes begin at the same moment."""
    with opened.read() as reading:
        if reading.records.directory().version:
            return
    with opened.write() as uow:
        uow.records.replace(sample_company())
        if uow.records.held_version() > 1:
            return  # another process was faster, and what it took in may have been changed since
        uow.commit()
    note("The database was empty: the sample company is in it now.")


def person_of(opened: SqlStore, wanted: str | None) -> Person:
    """Who writes; raises `Failure` with the names that there are."""
    with opened.read() as reading:
        people = reading.records.directory().people
    person = app.find_person(people, wanted or DEFAULT_PERSON)
    if person:
        return person
    if not people:
        raise Failure("there are no people yet, so nobody can be answered: pratica import people FILE")
    names = ", ".join(person.name for person in people)
    if wanted is None:
        raise Failure(f"say who you are, --as one of: {names}")
    raise Failure(f"there is nobody called {wanted!r}; with --as choose one of: {names}")


@contextmanager
def _only_terminal_of(person: Person, folder: Path) -> Iterator[None]:
    """Hold a person's terminal alone: what a process of this name had claimed is then known to be free."""
    path = folder / "locks" / f"terminal-{person.id}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(f"{person.name} is talking in another terminal already: close it first") from error
        yield


def _welcome(person: Person, settings: Settings) -> str:
    return (
        f"Pratica, with a sample company. You are {person.name}; somebody else with --as NAME.\n"
        "Write as to a colleague, in English, Italian or Hebrew, for example:\n"
        "  quote for Clinica San Marziale: 20 desks and 40 chairs, 10% off\n"
        f"Files and mails are put into {settings.data_dir}/. Write “help” for more, Ctrl-D to leave.\n"
    )
