"""A conversation as the terminal leads it, on a real store, with channels that keep what they are given."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from bot import app
from bot.bidi import plain
from bot.cleaning import storable
from bot.conversation import Draft
from bot.documents import AnyDocument
from bot.messages import InboundMessage, Looked, NotSent, Outcome, Outgoing, Reply, Sent
from bot.model import Event, Language, Party, Person, Reminder, Task
from bot.parts import Parts
from bot.ports import Quarantined, TaskQuery
from bot.settings import Settings
from bot.speech import Speech
from bot.texts import Arg, Text
from bot.understanding.records import RecordNames
from bot.understanding.understand import Understander
from handlers.intake import take_over
from handlers.worker import Worker
from storage.engine import SqlStore
from storage.tables import InboxRow, OutboxRow, table

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""A Friday, on which the sample company's books stand."""


class Killed(BaseException):
    """What a process is ended by between two steps; nothing in the program may catch it."""


class Channel:
    """`bot.ports.Channel` that keeps plain lists; `next_outcomes` are what the next tries come to."""

    def __init__(self, name: str, found: Looked) -> None:
        self.name = name
        self.found = found
        self.next_outcomes: deque[Outcome | BaseException] = deque()
        self.tried: list[Outgoing] = []
        self.arrived: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Outcome:
        self.tried.append(outgoing)
        outcome = self.next_outcomes.popleft() if self.next_outcomes else Sent(outside_id=outgoing.key)
        if isinstance(outcome, BaseException):
            raise outcome
        if isinstance(outcome, Sent):
            self.arrived.append(outgoing)
        return outcome

    def look_up(self, outgoing: Outgoing) -> Looked:
        return self.found


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody was shown, without direction marks."""

    text: str
    reply: Reply

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(plain(label) for label in self.reply.asks.choices) if self.reply.asks else ()

    @property
    def task(self) -> str:
        """The number of the one task it is about."""
        (reference,) = self.reply.tasks
        return reference


@dataclass(frozen=True, slots=True)
class Known:
    """What takes long to make and never changes, shared by all talks of a run."""

    settings: Settings
    understander: Understander
    speech: Speech
    names: RecordNames


class Talk:
    """Several colleagues in their terminals, worked and delivered after each message."""

    def __init__(self, store: SqlStore, known: Known, *, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.documents: list[Any] = []
        self.terminal = Channel("terminal", NotSent())
        self.mail = Channel("mail", NotSent())
        self._count = 0
        channels = (self.terminal, self.mail)
        made = app.parts(known.settings, store, known.understander, channels, worker="talk", clock=clock)
        self.parts: Parts = replace(made, render=self._render, speech=known.speech)
        self.worker = Worker(self.parts)
        self.worker._inbound._names = known.names
        with store.read() as reading:
            self.people: tuple[Person, ...] = reading.records.directory().people

    def _render(self, document: AnyDocument) -> bytes:
        self.documents.append(document)
        return f"%PDF {document.reference} revision {document.revision}".encode()

    def person(self, name: str) -> Person:
        person = app.find_person(self.people, name)
        assert person is not None, name
        return person

    # Talking

    def say(self, who: str, text: str) -> Said:
        """Write as somebody and get the one answer."""
        message = self.take(who, text)
        self.finish()
        return self.answer_to(message)

    def says(self, who: str, *texts: str) -> Said:
        """Write several messages; the answer to the last."""
        return [self.say(who, text) for text in texts][-1]

    def take(self, who: str, text: str, *, external_id: str | None = None) -> InboundMessage:
        """Only put a message into the inbox."""
        self._count += 1
        person = app.find_person(self.people, who)
        sender = person.id if person else who
        message = InboundMessage(
            channel="terminal",
            account=sender,
            external_id=external_id or f"m{self._count}",
            conversation=f"terminal:{sender}",
            sender_id=sender,
            text=storable(text),
            received_at=self.parts.clock(),
        )
        take_over(self.store, message)
        return message

    def finish(self) -> None:
        """Work and deliver until nothing is due."""
        while self.worker.work():
            pass
        self.worker.deliver()

    def restart(self) -> None:
        """Everything in memory made anew on the same database, as after the process has died."""
        self.parts = replace(self.parts)
        self.store._cache.last = None
        self.worker = Worker(self.parts)
        self.worker.take_back()

    def let_time_pass(self) -> None:
        """Make everything due that waits for its next try."""
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        with self.store._writer.begin() as connection:
            for row in (InboxRow, OutboxRow):
                connection.execute(table(row).update().values(due_at=long_ago))

    def worded(self, message: str, language: Language, /, **args: Arg) -> str:
        """A text of the assistant in a language, as a reader would see it."""
        return plain(self.parts.speech.say(Text(message, args), language))

    # What came of it

    def answer_to(self, message: InboundMessage) -> Said:
        answers = [
            one
            for one in self.terminal.arrived
            if one.kind == "answer" and (one.recipient, one.in_reply_to) == (message.sender_id, message.external_id)
        ]
        assert len(answers) == 1, f"{len(answers)} answers to {message.text!r}; inside: {self._troubles()}"
        return shown(answers[0])

    def _troubles(self) -> list[str]:
        with self.store._reader.connect() as connection:
            rows = connection.execute(table(InboxRow).select())
            return [f"{row.state}: {row.reason}" for row in rows if row.reason]

    def notices(self, who: str) -> list[str]:
        """What somebody was told without having written, oldest first."""
        person = self.person(who).id
        return [shown(one).text for one in self.terminal.arrived if (one.kind, one.recipient) == ("notice", person)]

    def mails(self) -> list[EmailMessage]:
        """The mail that has left, read back."""
        return [message_from_bytes(one.body, EmailMessage, policy=policy.default) for one in self.mail.arrived]

    def task(self, reference: str, reader: str | None = None) -> Task:
        with self.store.read() as reading:
            task = reading.tasks.get(reference, self.person(reader) if reader else None)
        assert task is not None, reference
        return task

    def tasks(self, reader: str | None = None) -> tuple[Task, ...]:
        with self.store.read() as reading:
            return reading.tasks.find(TaskQuery(limit=1000), self.person(reader) if reader else None)

    def events(self, reference: str) -> list[Event]:
        with self.store.read() as reading:
            return list(reading.tasks.events(reference, None))

    def kinds_of_events(self, reference: str) -> list[str]:
        return [event.kind for event in self.events(reference)]

    def drafts(self, who: str) -> tuple[Draft, ...]:
        with self.store.read() as reading:
            return reading.conversations.drafts(self.person(who).id)

    def reminders(self, who: str) -> tuple[Reminder, ...]:
        with self.store.read() as reading:
            return reading.reminders.of(self.person(who).id)

    def parties(self) -> tuple[Party, ...]:
        with self.store.read() as reading:
            return reading.records.directory().parties

    def quarantined(self) -> tuple[Quarantined, ...]:
        with self.store.read() as reading:
            return reading.inbox.quarantined()

    def books(self) -> str:
        """Every record of the company, to see whether one has changed."""
        with self.store.read() as reading:
            directory = reading.records.directory()
            ids = tuple(party.id for party in directory.parties)
            invoices = reading.records.invoices(party_ids=ids, limit=1000)
        lines = [directory.model_dump_json(exclude={"version"}), *(one.model_dump_json() for one in invoices)]
        return json.dumps(lines)


def shown(outgoing: Outgoing) -> Said:
    reply = Reply.model_validate_json(outgoing.body)
    return Said(plain(reply.text), reply)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by
