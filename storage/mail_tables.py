"""The tables of mail; see `storage.tables`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import WORKED, BigId, only


class MailboxRow(SQLModel, table=True):
    """How far a folder was read."""

    __tablename__ = "mailbox"
    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_type=BigInteger)
    last_uid: int = Field(sa_type=BigInteger)


class MailRow(SQLModel, table=True):
    """A mail as it came; what became of it is in `filed`, and what is looked up by stands beside it.

    The content is part of the key, since some servers give a UID twice.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("mailbox", "folder", "uidvalidity", "uid", "sha256"),
        Index("ix_mail_sender", "sender", "received_at"),
        only("ix_mail_waiting", "id", where="state IN ('triage', 'quarantined')"),
        only("uq_mail_worked", "fingerprint", where=WORKED, unique=True),
    )
    id: int = Field(primary_key=True, sa_type=BigId)
    mailbox: str
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    whole: bool
    problem: str | None
    sha256: str = Field(foreign_key="blob.sha256")
    received_at: datetime
    state: str | None
    sender: str
    fingerprint: str | None = Field(index=True)
    reference: str | None = Field(index=True)
    filed: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True))


class MailThreadRow(SQLModel, table=True):
    __tablename__ = "mail_thread"
    key: str = Field(primary_key=True)
    subject: str
    reference: str | None = Field(foreign_key="task.reference")


class MessageIdRow(SQLModel, table=True):
    """The mails of a thread, also those that were only referred to so far."""

    __tablename__ = "message_id"
    message_id: str = Field(primary_key=True)
    thread: str = Field(foreign_key="mail_thread.key")


class ReplyTokenRow(SQLModel, table=True):
    __tablename__ = "reply_token"
    token: str = Field(primary_key=True)
    message_id: str = Field(unique=True)
    address: str
    thread: str
    reference: str | None = Field(foreign_key="task.reference", index=True)
    outgoing: str
