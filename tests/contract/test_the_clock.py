"""What the clock keeps: occurrences that are settled once, preferences, and when a task is looked at."""

from concurrent.futures import ThreadPoolExecutor

from storage.engine import SqlStore
from tests.contract.samples import ALICE, BOB, NOW


def test_an_occurrence_is_settled_once_by_whoever_comes_first(store: SqlStore) -> None:
    def settle(_: int) -> bool:
        with store.write() as uow:
            first = uow.occurrences.settle("digest:alice:2026-11-23", NOW)
            uow.commit()
        return first

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(settle, range(4))) == [False, False, False, True]


def test_what_was_not_committed_is_not_settled(store: SqlStore) -> None:
    with store.write() as uow:
        assert uow.occurrences.settle("k", NOW)
    with store.write() as uow:
        assert uow.occurrences.settle("k", NOW)


def test_a_preference_is_what_was_said_last(store: SqlStore) -> None:
    with store.write() as uow:
        uow.preferences.put(ALICE.id, "digest_hour", "8")
        uow.preferences.put(ALICE.id, "digest_hour", "7:30")
        uow.preferences.put(BOB.id, "other", "x")
        uow.commit()
    with store.read() as reading:
        assert reading.preferences.all("digest_hour") == {ALICE.id: "7:30"}
