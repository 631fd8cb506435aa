"""Accounts on chat platforms: who is who, where they are written to, and codes that link them once."""

from datetime import timedelta

import pytest

from bot.chat.accounts import Account, LinkCode
from storage.engine import SqlStore
from tests.contract.samples import ALICE, BOB, NOW

ON_SLACK = Account(channel="slack", account="T1", user="U1", place="T1/D1", person_id=ALICE.id)
ON_TELEGRAM = Account(channel="telegram", account="77", user="5", place="5", person_id=ALICE.id)


def put(store: SqlStore, *accounts: Account) -> None:
    with store.write() as uow:
        for one in accounts:
            uow.accounts.put(one)
        uow.commit()


def of(store: SqlStore, person_id: str) -> tuple[Account, ...]:
    with store.read() as reading:
        return reading.accounts.of(person_id)


def test_an_account_comes_back_as_it_was(store: SqlStore) -> None:
    stranger = Account(channel="slack", account="T1", user="U9", place="T1/U9", refused_at=NOW)
    put(store, ON_SLACK, ON_TELEGRAM, stranger)
    with store.read() as reading:
        assert reading.accounts.get("slack", "T1", "U9") == stranger
        assert reading.accounts.get("slack", "T2", "U9") is None
    assert of(store, ALICE.id) == (ON_SLACK, ON_TELEGRAM)
    assert of(store, BOB.id) == ()


def test_what_is_known_of_an_account_is_written_anew(store: SqlStore) -> None:
    put(store, ON_SLACK, ON_SLACK.model_copy(update={"place": "T1/D2"}))
    assert [one.place for one in of(store, ALICE.id)] == ["T1/D2"]


@pytest.mark.parametrize("known_by", ["user", "place"])
def test_who_has_left_is_gone_until_they_come_back(store: SqlStore, known_by: str) -> None:
    put(store, ON_TELEGRAM)
    with store.write() as uow:
        if known_by == "user":
            uow.accounts.leave("telegram", "77", "5")
        else:
            uow.accounts.left("telegram", "5")
        uow.commit()
    assert [one.state for one in of(store, ALICE.id)] == ["gone"]
    put(store, ON_TELEGRAM)
    assert [one.state for one in of(store, ALICE.id)] == ["here"]


def test_an_account_moves_with_its_chat(store: SqlStore) -> None:
    put(store, ON_TELEGRAM)
    with store.write() as uow:
        uow.accounts.move("telegram", "5", "-1005")
        uow.commit()
    assert [one.place for one in of(store, ALICE.id)] == ["-1005"]


def test_a_channel_is_forgotten_and_others_stay(store: SqlStore) -> None:
    put(store, ON_SLACK, ON_TELEGRAM)
    with store.write() as uow:
        assert uow.accounts.unlink(ALICE.id, "slack") == 1
        uow.commit()
    assert of(store, ALICE.id) == (ON_TELEGRAM,)


def test_a_new_code_takes_the_place_of_the_one_before(store: SqlStore) -> None:
    with store.write() as uow:
        for digest in ("d1", "d2"):
            uow.accounts.add_code(LinkCode(digest=digest, person_id=ALICE.id, expires_at=NOW + timedelta(minutes=10)))
        assert uow.accounts.use_code("d1", NOW) is None
        assert uow.accounts.use_code("d2", NOW) == ALICE.id
        uow.commit()


@pytest.mark.parametrize(("minutes", "whose"), [(9, ALICE.id), (10, None)])
def test_a_code_is_good_once_and_for_a_while(store: SqlStore, minutes: int, whose: str | None) -> None:
    code = LinkCode(digest="d1", person_id=ALICE.id, expires_at=NOW + timedelta(minutes=10))
    with store.write() as uow:
        uow.accounts.add_code(code)
        uow.commit()
    with store.write() as uow:
        assert uow.accounts.use_code("other", NOW) is None
        assert uow.accounts.use_code("d1", NOW + timedelta(minutes=minutes)) == whose
        assert uow.accounts.use_code("d1", NOW) is None
        uow.commit()
