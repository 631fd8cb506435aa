"""Tasks, their numbers and events."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.model import FieldValue, Task
from bot.ports import Stale, TaskQuery
from storage.engine import SqlStore
from storage.errors import RuleBroken
from tests.contract.samples import NOW, event, full_task, task


def keep(store: SqlStore, *tasks: Task) -> None:
    with store.write() as uow:
        for each in tasks:
            uow.tasks.add(each)
        uow.commit()


def found(store: SqlStore, **query: Any) -> list[str]:
    with store.read() as reading:
        return [each.reference for each in reading.tasks.find(TaskQuery(**query), None)]


def test_a_task_comes_back_as_it_was_kept(store: SqlStore) -> None:
    keep(store, full_task())
    with store.read() as reading:
        again = reading.tasks.get("Q-0001", None)
        assert again == full_task()
        assert again is not None
        assert list(again.fields) == list(full_task().fields), "fields keep their order"
        assert reading.tasks.get("Q-0002", None) is None


def test_several_tasks_come_back_by_their_references(store: SqlStore) -> None:
    keep(store, full_task(), task("Q-0002"), task("Q-0003", concerned=("bob",)))
    with store.read() as reading:
        found = reading.tasks.get_many({"Q-0001", "Q-0003", "Q-0404"}, None)
        assert found == {"Q-0001": full_task(), "Q-0003": task("Q-0003", concerned=("bob",))}
        assert list(found) == ["Q-0001", "Q-0003"]
        assert reading.tasks.get_many((), None) == {}


def test_a_reference_is_given_once(store: SqlStore) -> None:
    keep(store, task())
    with store.write() as uow, pytest.raises(RuleBroken):
        uow.tasks.add(task())


def test_a_saved_task_is_one_version_on_with_all_its_parts(store: SqlStore) -> None:
    keep(store, full_task())
    note = FieldValue(type="party", content="Sedutec", record="S-001")
    changed = full_task().model_copy(update={"concerned": ("bob",), "fields": {"supplier": note}, "status": "done"})
    with store.write() as uow:
        uow.tasks.save(changed)
        uow.commit()
    with store.read() as reading:
        assert reading.tasks.get("Q-0001", None) == changed.model_copy(update={"version": 4})
    assert (found(store, record="S-001"), found(store, record="C-001")) == (["Q-0001"], [])


def test_a_task_that_has_moved_on_is_stale(store: SqlStore) -> None:
    keep(store, task())
    with store.write() as uow:
        uow.tasks.save(task())
        uow.commit()
    with store.write() as uow, pytest.raises(Stale):
        uow.tasks.save(task())
    with store.write() as uow, pytest.raises(Stale):
        uow.tasks.save(task("Q-0404"))


def test_forty_concurrent_changes_of_one_task_are_all_kept(store: SqlStore) -> None:
    keep(store, task(checklist=()))

    def add_step(number: int) -> None:
        while True:
            with store.read() as reading:
                read = reading.tasks.get("Q-0001", None)
            assert read is not None
            steps = [*(step.model_dump() for step in read.checklist), {"text": str(number)}]
            try:
                with store.write() as uow:
                    uow.tasks.save(Task.model_validate({**dict(read), "checklist": steps}))
                    uow.commit()
            except Stale:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_step, range(40)))
    with store.read() as reading:
        after = reading.tasks.get("Q-0001", None)
    assert after is not None
    assert sorted(int(step.text) for step in after.checklist) == list(range(40))
    assert after.version == 40


def test_numbers_count_up_for_each_prefix(store: SqlStore) -> None:
    with store.write() as uow:
        numbers = [uow.tasks.next_reference(prefix) for prefix in ("Q", "Q", "IT", "Q")]
        uow.commit()
    assert numbers == ["Q-0001", "Q-0002", "IT-0001", "Q-0003"]


def test_a_number_that_was_not_committed_is_given_to_the_next(store: SqlStore) -> None:
    with store.write() as uow:
        uow.tasks.next_reference("Q")
    with store.write() as uow:
        assert uow.tasks.next_reference("Q") == "Q-0001"


def test_forty_numbers_taken_at_once_are_forty_numbers(store: SqlStore) -> None:
    def take(_: int) -> str:
        with store.write() as uow:
            number = uow.tasks.next_reference("Q")
            uow.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take, range(40)))
    assert sorted(numbers) == [f"Q-{n:04d}" for n in range(1, 41)]


def test_times_come_back_in_utc_at_the_same_moment(store: SqlStore) -> None:
    jerusalem = datetime(2026, 6, 1, 12, 0, 0, 7, tzinfo=timezone(timedelta(hours=3)))
    keep(store, task(created_at=jerusalem))
    with store.read() as reading:
        again = reading.tasks.get("Q-0001", None)
    assert again is not None
    assert again.created_at == jerusalem
    assert again.created_at.utcoffset() == timedelta(0)


def test_tasks_are_found_by_what_narrows_them_the_newest_first(store: SqlStore) -> None:
    keep(
        store,
        task("Q-0001", status="done", assignee_id="bob"),
        task("Q-0002", created_at=NOW + timedelta(hours=1), team="hr", type="leave"),
        task("IT-0001", created_at=NOW + timedelta(hours=2), requester_id="bob", fields=full_task().fields),
    )
    assert found(store) == ["IT-0001", "Q-0002", "Q-0001"]
    assert found(store, limit=1) == ["IT-0001"]
    assert found(store, statuses=("done", "new")) == ["Q-0001"]
    assert found(store, statuses=()) == []
    assert found(store, assignee_id="bob") == ["Q-0001"]
    assert found(store, requester_id="bob") == ["IT-0001"]
    assert found(store, team="hr") == ["Q-0002"]
    assert found(store, types=("leave",)) == ["Q-0002"]
    assert found(store, record="C-001") == ["IT-0001"]
    assert found(store, record="C-001", team="hr") == []


def test_the_newest_of_each_record_are_found_at_once(store: SqlStore) -> None:
    def named(*records: str) -> dict[str, FieldValue]:
        return {f"f{n}": FieldValue(type="party", content=record, record=record) for n, record in enumerate(records)}

    records = (("S-001", "C-001"), ("C-001",), ("C-001", "C-001"), ("S-001",), ("C-025",))
    for number, each in enumerate(records, start=1):
        keep(store, task(f"A-000{number}", fields=named(*each), created_at=NOW + timedelta(hours=number)))
    with store.read() as reading:
        found = reading.tasks.of_records(("S-001", "C-001"), None, each=2)
        assert [each.reference for each in found] == ["A-0003", "A-0002", "A-0004", "A-0001"]
        assert found[0].fields == named("C-001", "C-001")
        assert reading.tasks.of_records((), None, each=2) == ()


def test_mine_are_those_i_asked_for_those_given_to_me_and_those_waiting_for_my_team(store: SqlStore) -> None:
    keep(
        store,
        task("A-0001", requester_id="bob", team="sales"),
        task("A-0002", assignee_id="bob"),
        task("A-0003", team="hr"),
        task("A-0004", team="hr", assignee_id="alice"),
        task("A-0005", team="sales"),
    )
    assert sorted(found(store, mine="bob")) == ["A-0001", "A-0002", "A-0003"]
    assert found(store, mine="nobody") == []


def test_overdue_are_open_tasks_due_before_the_day_the_longest_overdue_first(store: SqlStore) -> None:
    keep(
        store,
        task("A-0001", due=date(2026, 11, 19)),
        task("A-0002", due=date(2026, 11, 1)),
        task("A-0003", due=date(2026, 11, 20)),
        task("A-0004", due=date(2026, 11, 1), status="cancelled"),
        task("A-0005"),
    )
    assert found(store, overdue_on=date(2026, 11, 20)) == ["A-0002", "A-0001"]


def test_events_come_back_as_they_happened(store: SqlStore) -> None:
    keep(store, task())
    happened = (event("created"), event("assigned", actor_id=None, why="rule"), event("commented", data={"text": "כן"}))
    with store.write() as uow:
        for each in happened:
            uow.tasks.add_event(each)
        uow.commit()
    with store.read() as reading:
        assert reading.tasks.events("Q-0001", None) == happened
        assert reading.tasks.events("Q-0002", None) == ()


def test_events_of_several_tasks_come_back_by_task(store: SqlStore) -> None:
    keep(store, task("Q-0001"), task("Q-0002"), task("Q-0003"), task("Q-0004"))
    happened = [event(kind, reference=ref) for kind, ref in (("a", "Q-0002"), ("b", "Q-0001"), ("c", "Q-0002"))]
    with store.write() as uow:
        for each in (*happened, event("d", reference="Q-0004")):
            uow.tasks.add_event(each)
        uow.commit()
    with store.read() as reading:
        told = reading.tasks.events_of(("Q-0001", "Q-0002", "Q-0003"), None)
    assert told == {"Q-0001": (happened[1],), "Q-0002": (happened[0], happened[2])}
