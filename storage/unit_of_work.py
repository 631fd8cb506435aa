"""One transaction and the repositories that share it."""

from collections.abc import Callable

from sqlalchemy import Connection

from storage.absences import SqlAbsences
from storage.accounts import SqlAccounts
from storage.conversations import SqlConversations
from storage.corrections import SqlCorrections
from storage.documents import SqlDocuments
from storage.due import SqlDue
from storage.heartbeats import SqlHeartbeats
from storage.inbox import SqlInbox
from storage.mail import SqlMail
from storage.model_use import SqlModelUse
from storage.occurrences import SqlOccurrences
from storage.outbox import SqlOutbox
from storage.preferences import SqlPreferences
from storage.records import DirectoryCache, SqlRecords
from storage.recurring import SqlRecurring
from storage.reminders import SqlReminders
from storage.tasks import SqlTasks
from storage.work import Work


class SqlReading:
    """`bot.ports.Reading` on a connection."""

    def __init__(self, connection: Connection, cache: DirectoryCache) -> None:
        self.connection = connection
        self.work = work = Work(connection)
        self.inbox = SqlInbox(work)
        self.outbox = SqlOutbox(work)
        self.conversations = SqlConversations(work)
        self.tasks = SqlTasks(work)
        self.records = SqlRecords(work, cache)
        self.documents = SqlDocuments(work)
        self.reminders = SqlReminders(work)
        self.absences = SqlAbsences(work)
        self.corrections = SqlCorrections(work)
        self.model_use = SqlModelUse(work)
        self.mail = SqlMail(work)
        self.accounts = SqlAccounts(work)
        self.occurrences = SqlOccurrences(work)
        self.preferences = SqlPreferences(work)
        self.due = SqlDue(work)
        self.heartbeats = SqlHeartbeats(work)
        self.recurring = SqlRecurring(work)


class SqlUnitOfWork(SqlReading):
    """`bot.ports.UnitOfWork` on a connection."""

    _then: tuple[Callable[[], None], ...] = ()

    def afterwards(self, call: Callable[[], None]) -> None:
        self._then = (*self._then, call)

    def commit(self) -> None:
        """Make everything so far permanent; the unit of work ends here."""
        self.connection.commit()
        for call in self._then:
            call()
