"""Accounts on chat platforms, and the codes that link them."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, delete, select, update

from bot.chat.accounts import Account, LinkCode
from storage.tables import AccountRow, LinkCodeRow, table
from storage.work import Work, insert

ACCOUNT = table(AccountRow)
CODE = table(LinkCodeRow)


def from_row(row: Row[Any]) -> Account:
    return Account(**row._asdict())


class SqlAccounts:
    """`bot.ports.AccountRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def get(self, channel: str, account: str, user: str) -> Account | None:
        row = self._run(_GET, {"on": channel, "at": account, "who": user}).first()
        return from_row(row) if row else None

    def of(self, person_id: str) -> tuple[Account, ...]:
        return tuple(map(from_row, self._run(_OF, {"person": person_id})))

    def put(self, account: Account) -> None:
        self._work.upsert(ACCOUNT, [dict(account)], key=("channel", "account", "user"))

    def leave(self, channel: str, account: str, user: str) -> None:
        self._run(_LEAVE, {"on": channel, "at": account, "who": user})

    def left(self, channel: str, place: str) -> None:
        self._run(_LEFT, {"on": channel, "there": place})

    def move(self, channel: str, before: str, after: str) -> None:
        self._run(_MOVE, {"on": channel, "before": before, "after": after})

    def unlink(self, person_id: str, channel: str) -> int:
        return self._run(_UNLINK, {"person": person_id, "on": channel}).rowcount

    def add_code(self, code: LinkCode) -> None:
        self._run(_DROP_CODES, {"person": code.person_id})
        self._run(_add_code(self._work.dialect), dict(code))

    def use_code(self, digest: str, now: datetime) -> str | None:
        row = self._run(_USE, {"wanted": digest}).first()
        return row.person_id if row and row.expires_at > now else None


_HERE = (ACCOUNT.c.channel == bindparam("on"), ACCOUNT.c.account == bindparam("at"), ACCOUNT.c.user == bindparam("who"))
_GET = select(ACCOUNT).where(*_HERE)
_OF = select(ACCOUNT).where(ACCOUNT.c.person_id == bindparam("person")).order_by(ACCOUNT.c.channel, ACCOUNT.c.account)
_LEAVE = update(ACCOUNT).where(*_HERE).values(state="gone")
_AT = (ACCOUNT.c.channel == bindparam("on"), ACCOUNT.c.place == bindparam("there"))
_LEFT = update(ACCOUNT).where(*_AT).values(state="gone")
_MOVE = (
    update(ACCOUNT)
    .where(ACCOUNT.c.channel == bindparam("on"), ACCOUNT.c.place == bindparam("before"))
    .values(place=bindparam("after"))
)
_UNLINK = delete(ACCOUNT).where(ACCOUNT.c.person_id == bindparam("person"), ACCOUNT.c.channel == bindparam("on"))
_DROP_CODES = delete(CODE).where(CODE.c.person_id == bindparam("person"))
_USE = delete(CODE).where(CODE.c.digest == bindparam("wanted")).returning(CODE.c.person_id, CODE.c.expires_at)


@cache
def _add_code(dialect: str) -> Executable:
    return insert(dialect, CODE).on_conflict_do_nothing()
