"""How often the language model was asked: counted before each request, and never past the limit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from storage.engine import SqlStore, open_store
from tests.contract.samples import NOW

TODAY = NOW.date()


def ask(store: SqlStore, *, limit: int, day: date = TODAY) -> bool:
    with store.write() as uow:
        counted = uow.model_use.count(day, limit=limit)
        uow.commit()
    return counted


def asked(store: SqlStore, day: date = TODAY) -> int:
    with store.read() as reading:
        return reading.model_use.of(day)


def test_requests_are_counted_up_to_the_limit_and_no_further(empty_store: SqlStore) -> None:
    assert [ask(empty_store, limit=2) for _ in range(4)] == [True, True, False, False]
    assert asked(empty_store) == 2


def test_each_day_has_its_own_count(empty_store: SqlStore) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert ask(empty_store, limit=1)
    assert ask(empty_store, limit=1, day=tomorrow)
    assert (asked(empty_store), asked(empty_store, tomorrow)) == (1, 1)


def test_a_limit_of_nothing_allows_nothing(empty_store: SqlStore) -> None:
    assert not ask(empty_store, limit=0)
    assert asked(empty_store) == 0


def test_a_limit_that_was_lowered_holds_at_once_and_one_that_was_raised_gives_more(empty_store: SqlStore) -> None:
    assert [ask(empty_store, limit=3) for _ in range(3)] == [True] * 3
    assert not ask(empty_store, limit=1)
    assert ask(empty_store, limit=4)
    assert asked(empty_store) == 4


def test_what_is_rolled_back_is_not_counted(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        assert uow.model_use.count(TODAY, limit=1)
    assert asked(empty_store) == 0


def test_many_that_ask_at_once_do_not_get_past_the_limit_together(empty_store: SqlStore) -> None:
    """From two openings of the same database, as two processes have it."""
    other = open_store(empty_store.url.render_as_string(hide_password=False))
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda number: ask((empty_store, other)[number % 2], limit=15), range(40)))
    other.close()
    assert allowed.count(True) == 15
    assert asked(empty_store) == 15
