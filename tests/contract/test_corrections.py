"""What people corrected: kept under numbers, newest first, taken once, forgotten on request."""

from datetime import timedelta

from bot.model import Correction
from storage.engine import SqlStore
from tests.contract.samples import FIELDS, NOW, correction, message


def keep(store: SqlStore, *corrections: Correction) -> None:
    with store.write() as uow:
        for one in corrections:
            uow.corrections.add(one)
        uow.commit()


def kept(store: SqlStore) -> tuple[Correction, ...]:
    with store.read() as reading:
        return reading.corrections.all()


def test_they_come_back_as_they_were_newest_first(store: SqlStore) -> None:
    hebrew = correction(sentence='הזמנה של 20 כיסאות\n"דחוף"', language="he", said="לא, הזמנת רכש")
    keep(store, correction(), hebrew)
    assert kept(store) == (hebrew.model_copy(update={"id": 2}), correction(id=1))


def test_every_kind_of_value_comes_back(store: SqlStore) -> None:
    values = [correction(meant=None, field=name, before=value, after=None) for name, value in FIELDS.items()]
    values += [correction(meant=None, field=name, before=None, after=value) for name, value in FIELDS.items()]
    keep(store, *values)
    assert [one.model_copy(update={"id": 0}) for one in reversed(kept(store))] == values


def test_one_is_taken_once(store: SqlStore) -> None:
    keep(store, correction(), correction())
    for moment in (NOW, NOW + timedelta(days=1)):
        with store.write() as uow:
            uow.corrections.take([2, 7], moment)
            uow.commit()
    assert [one.taken for one in kept(store)] == [NOW, None]


def test_one_is_forgotten(store: SqlStore) -> None:
    keep(store, correction(), correction())
    with store.write() as uow:
        assert uow.corrections.drop(1)
        assert not uow.corrections.drop(1)
        uow.commit()
    assert [one.id for one in kept(store)] == [2]


def test_what_a_message_said_is_found_by_its_id(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1", text="20 desks\nplease"))
        uow.commit()
    with store.read() as reading:
        assert reading.inbox.text("terminal", "demo", "1") == "20 desks\nplease"
        assert reading.inbox.text("terminal", "other", "1") is None
