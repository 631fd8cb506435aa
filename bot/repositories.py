"""The repositories beside inbox, outbox, conversations, tasks and records, as protocols; see `bot.ports`."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from bot.chat.accounts import Account, LinkCode
from bot.mail.kept import Filed, KeptMail, MailThread, ReplyToken
from bot.mail.model import MailPosition, RawMail
from bot.model import Absence, Correction, Document, Person, Reminder


class DocumentRepository(Protocol):
    """Files, kept once per content."""

    def add(self, name: str, media_type: str, content: bytes, *, reference: str | None) -> Document: ...
    def link(self, document: Document) -> None:
        """Let a file that is kept already belong to the document's task as well."""

    def content(self, sha256: str) -> bytes | None: ...
    def of(self, reference: str, reader: Person | None) -> tuple[Document, ...]: ...


class ReminderRepository(Protocol):
    """Reminders that people asked for."""

    def add(self, reminder: Reminder) -> bool:
        """Keep it; False when its key is already there."""

    def of(self, person_id: str) -> tuple[Reminder, ...]: ...
    def to_come(self, person_id: str, now: datetime) -> tuple[Reminder, ...]:
        """Those of a person whose time is still to come and that were not dropped, earliest first."""

    def due(self, now: datetime, *, limit: int) -> tuple[Reminder, ...]:
        """Those whose time has come and that are not settled, earliest first."""

    def settle(self, key: str, at: datetime) -> bool:
        """Claim one for this transaction; False when it was settled before, by whomever."""


class OccurrenceRepository(Protocol):
    """What was due and is settled, whether or not there was anything to say."""

    def settle(self, key: str, at: datetime) -> bool:
        """Claim an occurrence for this transaction; False when it was settled before, by whomever."""


class PreferenceRepository(Protocol):
    """What colleagues want otherwise than is usual."""

    def put(self, person_id: str, name: str, value: str) -> None: ...
    def all(self, name: str) -> dict[str, str]:
        """Who wants what, by person id; who wants what is usual is left out."""


class AccountRepository(Protocol):
    """Colleagues' accounts on chat platforms."""

    def get(self, channel: str, account: str, user: str) -> Account | None: ...
    def of(self, person_id: str) -> tuple[Account, ...]:
        """The accounts that are linked to a colleague."""

    def put(self, account: Account) -> None:
        """Write what is known of an account."""

    def leave(self, channel: str, account: str, user: str) -> None:
        """Mark an account as gone."""

    def left(self, channel: str, place: str) -> None:
        """Mark whoever is written to at this address as gone."""

    def move(self, channel: str, before: str, after: str) -> None:
        """Write to whoever was at an address at another one."""

    def unlink(self, person_id: str, channel: str) -> int:
        """Forget a colleague's accounts on a channel; how many there were."""

    def add_code(self, code: LinkCode) -> None:
        """Keep a code; an earlier one of the same person is good no longer."""

    def use_code(self, digest: str, now: datetime) -> str | None:
        """The colleague whose code this is, and use it up; None when there is none, or it has expired."""


class AbsenceRepository(Protocol):
    """The absence calendar."""

    def put(self, absence: Absence) -> None:
        """Keep the days away of a task, in place of those it had."""

    def remove(self, reference: str) -> None:
        """Take a task's days out of the calendar; nothing happens when it has none."""

    def of(self, *, since: date | None = None) -> tuple[Absence, ...]:
        """All absences (that end on this day or later), earliest first."""


class ModelUseRepository(Protocol):
    """How often the language model was asked, by day in UTC."""

    def count(self, day: date, *, limit: int) -> bool:
        """Count one more request on this day; False, and nothing counted, once there were `limit`."""

    def of(self, day: date) -> int:
        """The requests of a day."""


class CorrectionRepository(Protocol):
    """What people corrected, until somebody takes it into the company's phrases or forgets it."""

    def add(self, correction: Correction) -> None:
        """Keep it under the next number."""

    def all(self) -> tuple[Correction, ...]:
        """All of them, newest first."""

    def take(self, numbers: Collection[int], at: datetime) -> None:
        """Note when these were taken; one that was taken before stays as it is."""

    def drop(self, number: int) -> bool:
        """Forget one; False when there is none of this number."""


class MailRepository(Protocol):
    """Mails as they came, and what became of them."""

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        """How far a folder was read; None when it never was."""

    def start_at(self, position: MailPosition) -> None:
        """Read a folder from here on."""

    def keep(self, raw: RawMail, at: datetime) -> KeptMail | None:
        """Keep a mail's bytes and move the folder's position to it; None when it is kept already."""

    def get(self, mail_id: int) -> KeptMail | None: ...
    def content(self, mail: KeptMail) -> bytes:
        """The mail as it came."""

    def file(self, mail_id: int, filed: Filed, *, waits: bool = False) -> None:
        """Note what became of a mail; raises `Stale` when another one with its fingerprint was worked meanwhile.

        `waits`: raises it also when the mail waits for a person no longer.
        """

    def same(self, fingerprint: str, *, but: int) -> int | None:
        """The number of the other mail with this fingerprint that was worked."""

    def renumbered(self, mail: KeptMail, fingerprint: str) -> int | None:
        """The number of the same bytes of the same folder from before it was numbered anew, whatever became of them."""

    def first_kept(self, mailbox: str, folder: str) -> datetime | None:
        """When the first mail of a folder was kept; None when none was."""

    def count(self, sender: str, since: datetime) -> int:
        """How many mails of this sender that came since then were worked."""

    def count_of(self, reference: str, since: datetime) -> int:
        """How many mails about this task that came since then were worked."""

    def waiting(self) -> tuple[KeptMail, ...]:
        """The mails that a person has to look at, oldest first."""

    def threads(self, message_ids: Collection[str]) -> dict[str, MailThread]:
        """The threads in which mails with these ids stand, by id."""

    def join(self, thread: MailThread, message_ids: Collection[str], *, same: Collection[str] = ()) -> None:
        """Put mails into a thread, which is made when it is new; a mail that stands in another one stays there.

        The mails of the threads in `same` all go into this one.
        """

    def add_token(self, token: ReplyToken) -> None: ...
    def tokens(self, tokens: Collection[str] = (), message_ids: Collection[str] = ()) -> tuple[ReplyToken, ...]:
        """The mails of ours that have one of these tokens or message ids."""
