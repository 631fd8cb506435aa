"""Mails as they came, how far each mailbox was read, the threads mails stand in, and the tokens of those we sent."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, func, insert, select, text, update

from bot.mail.kept import Filed, KeptMail, MailThread, ReplyToken
from bot.mail.model import MailPosition, RawMail
from bot.ports import Stale
from storage.documents import BLOB, store_content
from storage.errors import RuleBroken
from storage.mail_tables import MailboxRow, MailRow, MailThreadRow, MessageIdRow, ReplyTokenRow
from storage.tables import WORKED, table
from storage.work import Work
from storage.work import insert as upsert_into

MAILBOX = table(MailboxRow)
MAIL = table(MailRow)
THREAD = table(MailThreadRow)
MESSAGE_ID = table(MessageIdRow)
TOKEN = table(ReplyTokenRow)

_KEPT = tuple(name for name in KeptMail.model_fields if name != "filed")
_LOOKED_UP = ("state", "sender", "fingerprint", "reference")


def from_row(row: Row[Any]) -> KeptMail:
    filed = Filed.model_validate(row.filed) if row.filed else None
    return KeptMail(**{name: getattr(row, name) for name in _KEPT}, filed=filed)


def token_from_row(row: Row[Any]) -> ReplyToken:
    return ReplyToken(**{name: getattr(row, name) for name in ReplyToken.model_fields})


class SqlMail:
    """`bot.ports.MailRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        row = self._run(_POSITION, {"mailbox": mailbox, "folder": folder}).first()
        return MailPosition(**row._asdict()) if row else None

    def start_at(self, position: MailPosition) -> None:
        self._work.upsert(MAILBOX, [dict(position)], key=("mailbox", "folder"))

    def keep(self, raw: RawMail, at: datetime) -> KeptMail | None:
        sha256 = hashlib.sha256(raw.content).hexdigest()
        self._run(store_content(self._work.dialect), {"sha256": sha256, "content": raw.content})
        row = {**raw.model_dump(exclude={"content"}), "sha256": sha256, "received_at": at, "sender": ""}
        added = self._run(_keep(self._work.dialect), row).first()
        self._run(_ADVANCE, {"box": raw.mailbox, "of": raw.folder, "validity": raw.uidvalidity, "read": raw.uid})
        return from_row(added) if added else None

    def get(self, mail_id: int) -> KeptMail | None:
        row = self._run(_ONE, {"wanted": mail_id}).first()
        return from_row(row) if row else None

    def content(self, mail: KeptMail) -> bytes:
        content: bytes = self._run(_CONTENT, {"wanted": mail.sha256}).scalar_one()
        return content

    def file(self, mail_id: int, filed: Filed, *, waits: bool = False) -> None:
        looked_up = {name: getattr(filed, name) for name in _LOOKED_UP}
        given = {"this": mail_id, "filed": filed.model_dump(mode="json"), **looked_up}
        try:
            done = self._run(_FILE_WAITING if waits else _FILE, given).rowcount
        except RuleBroken as error:
            raise Stale(f"mail {mail_id}") from error
        if waits and not done:
            raise Stale(f"mail {mail_id}")

    def same(self, fingerprint: str, *, but: int) -> int | None:
        return self._run(_SAME, {"fingerprint": fingerprint, "but": but}).scalar_one_or_none()

    def renumbered(self, mail: KeptMail, fingerprint: str) -> int | None:
        before = mail.model_dump(include={"mailbox", "folder", "uidvalidity", "sha256"})
        return self._run(_RENUMBERED, {"fingerprint": fingerprint, **before}).scalar_one_or_none()

    def first_kept(self, mailbox: str, folder: str) -> datetime | None:
        row = self._run(_FIRST_KEPT, {"mailbox": mailbox, "folder": folder}).first()
        return row.received_at if row else None

    def count(self, sender: str, since: datetime) -> int:
        number: int = self._run(_COUNT, {"sender": sender, "since": since}).scalar_one()
        return number

    def count_of(self, reference: str, since: datetime) -> int:
        number: int = self._run(_COUNT_OF, {"about": reference, "since": since}).scalar_one()
        return number

    def waiting(self) -> tuple[KeptMail, ...]:
        return tuple(map(from_row, self._run(_WAITING)))

    def threads(self, message_ids: Collection[str]) -> dict[str, MailThread]:
        found = self._run(_THREADS, {"ids": list(message_ids)})
        return {row.message_id: MailThread(key=row.key, subject=row.subject, reference=row.reference) for row in found}

    def join(self, thread: MailThread, message_ids: Collection[str], *, same: Collection[str] = ()) -> None:
        self._run(_new_thread(self._work.dialect), dict(thread))
        if message_ids:
            rows = [{"message_id": one, "thread": thread.key} for one in message_ids]
            self._work.many(_new_ids(self._work.dialect), rows)
        if same:
            self._run(_MOVE, {"into": thread.key, "same": list(same)})

    def add_token(self, token: ReplyToken) -> None:
        self._run(_ADD_TOKEN, dict(token))

    def tokens(self, tokens: Collection[str] = (), message_ids: Collection[str] = ()) -> tuple[ReplyToken, ...]:
        found = self._run(_TOKENS, {"tokens": list(tokens), "ids": list(message_ids)})
        return tuple(map(token_from_row, found))


@cache
def _keep(dialect: str) -> Executable:
    key = ["mailbox", "folder", "uidvalidity", "uid", "sha256"]
    return upsert_into(dialect, MAIL).on_conflict_do_nothing(index_elements=key).returning(*MAIL.c)


@cache
def _new_thread(dialect: str) -> Executable:
    return upsert_into(dialect, THREAD).on_conflict_do_nothing()


@cache
def _new_ids(dialect: str) -> Executable:
    return upsert_into(dialect, MESSAGE_ID).on_conflict_do_nothing()


_POSITION = select(*MAILBOX.c).where(MAILBOX.c.mailbox == bindparam("mailbox"), MAILBOX.c.folder == bindparam("folder"))
# Never backwards: a mail that was read out of its turn leaves the position where it is.
_ADVANCE = (
    update(MAILBOX)
    .where(
        MAILBOX.c.mailbox == bindparam("box"),
        MAILBOX.c.folder == bindparam("of"),
        MAILBOX.c.uidvalidity == bindparam("validity"),
        MAILBOX.c.last_uid < bindparam("read"),
    )
    .values(last_uid=bindparam("read"))
)
_ONE = select(*MAIL.c).where(MAIL.c.id == bindparam("wanted"))
_CONTENT = select(BLOB.c.content).where(BLOB.c.sha256 == bindparam("wanted"))
_FILE = (
    update(MAIL)
    .where(MAIL.c.id == bindparam("this"))
    .values(filed=bindparam("filed", type_=MAIL.c.filed.type), **{name: bindparam(name) for name in _LOOKED_UP})
)
_WAITS = text("state IN ('triage', 'quarantined')")
_FILE_WAITING = _FILE.where(_WAITS)
_SAME = (
    select(MAIL.c.id)
    .where(MAIL.c.fingerprint == bindparam("fingerprint"), MAIL.c.id != bindparam("but"), text(WORKED))
    .order_by(MAIL.c.id)
    .limit(1)
)
_RENUMBERED = (
    select(MAIL.c.id)
    .where(
        MAIL.c.fingerprint == bindparam("fingerprint"),
        MAIL.c.mailbox == bindparam("mailbox"),
        MAIL.c.folder == bindparam("folder"),
        MAIL.c.uidvalidity != bindparam("uidvalidity"),
        MAIL.c.sha256 == bindparam("sha256"),
    )
    .order_by(MAIL.c.id)
    .limit(1)
)
_FIRST_KEPT = (
    select(MAIL.c.received_at)
    .where(MAIL.c.mailbox == bindparam("mailbox"), MAIL.c.folder == bindparam("folder"))
    .order_by(MAIL.c.received_at)
    .limit(1)
)
_COUNT = (
    select(func.count())
    .select_from(MAIL)
    .where(
        MAIL.c.sender == bindparam("sender"),
        MAIL.c.received_at >= bindparam("since"),
        text("state IN ('message', 'answer', 'robot')"),
    )
)
_COUNT_OF = (
    select(func.count())
    .select_from(MAIL)
    .where(MAIL.c.reference == bindparam("about"), MAIL.c.received_at >= bindparam("since"), text(WORKED))
)
_WAITING = select(*MAIL.c).where(_WAITS).order_by(MAIL.c.id)
_THREADS = (
    select(MESSAGE_ID.c.message_id, *THREAD.c)
    .join(THREAD, THREAD.c.key == MESSAGE_ID.c.thread)
    .where(MESSAGE_ID.c.message_id.in_(bindparam("ids", expanding=True)))
)
_MOVE = (
    update(MESSAGE_ID)
    .where(MESSAGE_ID.c.thread.in_(bindparam("same", expanding=True)))
    .values(thread=bindparam("into"))
)
_ADD_TOKEN = insert(TOKEN)
_TOKENS = select(*TOKEN.c).where(
    TOKEN.c.token.in_(bindparam("tokens", expanding=True)) | TOKEN.c.message_id.in_(bindparam("ids", expanding=True))
)
