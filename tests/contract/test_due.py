"""What the clock reads of the store: the tasks, reminders and orders that are due, and who is well."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from bot.clock.effects import StandingOrder
from bot.model import Task
from bot.worktime.recurrence import Recurrence
from storage.engine import SqlStore
from tests.contract.samples import ALICE, BOB, FIELDS, NOW, reminder, task

HOUR = timedelta(hours=1)


def keep(store: SqlStore, *tasks: Task) -> None:
    with store.write() as uow:
        for one in tasks:
            uow.tasks.add(one)
        uow.commit()


def due(store: SqlStore, *, at: Any = NOW, limit: int = 10) -> list[str]:
    with store.read() as reading:
        return [one.reference for one in reading.due.tasks(at, limit=limit)]


def move(store: SqlStore, one: Task, at: Any) -> int:
    with store.write() as uow:
        moved = uow.due.look_next([(one, at)])
        uow.commit()
    return moved


def test_a_new_task_is_looked_at_and_then_at_the_moment_that_was_noted(store: SqlStore) -> None:
    keep(store, task())
    assert due(store) == ["Q-0001"]
    assert due(store, at=NOW - HOUR) == []
    assert move(store, task(), NOW + HOUR) == 1
    assert due(store) == []
    assert due(store, at=NOW + HOUR) == ["Q-0001"]


def test_a_look_moves_no_version_and_a_changed_task_is_not_moved(store: SqlStore) -> None:
    keep(store, task())
    move(store, task(), NOW + HOUR)
    with store.write() as uow:
        uow.tasks.save(task(assignee_id=BOB.id))
        uow.commit()
    assert move(store, task(), NOW + 2 * HOUR) == 0
    assert due(store) == ["Q-0001"]


def test_a_closed_task_and_one_with_nothing_to_come_are_not_looked_at(store: SqlStore) -> None:
    keep(store, task(), task("Q-0002", status="done"))
    move(store, task(), None)
    assert due(store, at=NOW + timedelta(days=999)) == []


def test_the_limit_takes_those_whose_time_came_first(store: SqlStore) -> None:
    keep(store, *(task(f"Q-000{n}", updated_at=NOW - n * HOUR) for n in (1, 2, 3)))
    assert sorted(due(store, limit=2)) == ["Q-0002", "Q-0003"]


def test_a_clock_that_was_moved_back_has_everything_looked_at_again(store: SqlStore) -> None:
    keep(store, task(), task("Q-0002"), task("Q-0003", status="done"))
    move(store, task(), NOW + timedelta(days=400))
    move(store, task("Q-0002"), None)
    with store.write() as uow:
        uow.recurring.add(order(look_at=NOW + timedelta(days=400)))
        uow.due.look_again(NOW)
        uow.commit()
    assert sorted(due(store)) == ["Q-0001", "Q-0002"]
    with store.read() as reading:
        assert [one.id for one in reading.recurring.due(NOW, limit=9)] == ["R-0001"]


def test_which_occurrences_are_settled_is_told_for_any_number_of_them(store: SqlStore) -> None:
    with store.write() as uow:
        for key in ("a", "b"):
            uow.occurrences.settle(key, NOW)
        uow.commit()
    with store.read() as reading:
        assert reading.due.settled(()) == frozenset()
        assert reading.due.settled(["a", "c", *(f"x{n}" for n in range(40_000)), "b"]) == {"a", "b"}


def test_a_reminder_is_due_at_its_time_and_settled_by_one_of_many(store: SqlStore) -> None:
    with store.write() as uow:
        uow.reminders.add(reminder())
        uow.reminders.add(reminder("later", at=NOW + HOUR))
        uow.commit()
    with store.read() as reading:
        assert [one.key for one in reading.reminders.due(NOW, limit=9)] == ["r1"]

    def settle(_: int) -> bool:
        with store.write() as uow:
            first = uow.reminders.settle("r1", NOW)
            uow.commit()
        return first

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(settle, range(4))) == [False, False, False, True]
    with store.read() as reading:
        assert reading.reminders.due(NOW, limit=9) == ()
        assert len(reading.reminders.of(ALICE.id)) == 2


def order(**changes: Any) -> StandingOrder:
    rule = Recurrence(start=date(2026, 11, 25), unit="month", days=(25,), shift="before")
    data = {
        "id": "R-0001",
        "person_id": ALICE.id,
        "type": "quote",
        "said": "every 25th",
        "fields": FIELDS,
        "rule": rule,
    }
    rest = {"look_at": NOW, "language": "en", "created_at": NOW - HOUR}
    return StandingOrder.model_validate(data | rest | changes)


def test_a_standing_order_is_kept_whole_and_stopped_once(store: SqlStore) -> None:
    with store.write() as uow:
        uow.recurring.add(order())
        assert uow.recurring.get("R-0001") == order()
        assert uow.recurring.of(ALICE.id) == (order(),)
        assert uow.recurring.get("R-0002") is None
        assert (uow.recurring.stop("R-0001"), uow.recurring.stop("R-0001")) == (True, False)
        assert uow.recurring.of(ALICE.id) == ()
        assert uow.recurring.due(NOW, limit=9) == ()


def test_a_standing_order_moves_on_only_from_where_it_was_read(store: SqlStore) -> None:
    with store.write() as uow:
        uow.recurring.add(order())
        assert uow.recurring.look_next(order(), NOW + HOUR, opened=date(2026, 11, 25))
        assert not uow.recurring.look_next(order(), NOW + 2 * HOUR)
        kept = order(look_at=NOW + HOUR, last_on=date(2026, 11, 25))
        assert uow.recurring.get("R-0001") == kept
        assert uow.recurring.look_next(kept, None)
        assert uow.recurring.get("R-0001") == kept.model_copy(update={"look_at": None})


def test_a_part_that_has_a_problem_keeps_its_last_good_moment(store: SqlStore) -> None:
    with store.write() as uow:
        uow.heartbeats.beat("mailbox:office", NOW, silent_after=HOUR)
        uow.heartbeats.beat("mailbox:office", NOW + HOUR, silent_after=HOUR, problem="refused")
        found = uow.heartbeats.get("mailbox:office")
        assert found is not None
        assert (found.at, found.problem, found.silent_after) == (NOW, "refused", HOUR)
        uow.heartbeats.beat("mailbox:office", NOW + 2 * HOUR, silent_after=2 * HOUR)
        (found,) = uow.heartbeats.all()
        assert (found.at, found.problem, found.silent_after) == (NOW + 2 * HOUR, None, 2 * HOUR)


def test_the_first_alarm_about_a_part_is_kept_until_it_ends(store: SqlStore) -> None:
    with store.write() as uow:
        uow.heartbeats.beat("slack", NOW, silent_after=HOUR)
        uow.heartbeats.alarmed("slack", NOW + HOUR)
        uow.heartbeats.alarmed("slack", NOW + 2 * HOUR)
        uow.heartbeats.beat("slack", NOW + 3 * HOUR, silent_after=HOUR)
        assert [one.alarmed_at for one in uow.heartbeats.all()] == [NOW + HOUR]
        uow.heartbeats.alarmed("slack", None)
        assert [one.alarmed_at for one in uow.heartbeats.all()] == [None]
        assert uow.heartbeats.forget("slack")
        assert not uow.heartbeats.forget("slack")
