"""Who may see a task: every role, team and visibility, through every method that reads tasks."""

from collections.abc import Callable
from itertools import product

import pytest

from bot.model import FieldValue, Person, Task
from bot.ports import Reading, TaskQuery, TaskRepository
from bot.repositories import DocumentRepository
from storage.engine import SqlStore
from tests.contract.samples import event, person, task

ROLES = ("requester", "clerk", "manager", "admin")
LEVELS = ("everyone", "team", "managers", "concerned")
CUSTOMER = FieldValue(type="party", content="Electra", record="C-001")
TASKS = tuple(
    task(f"T-{number:04d}", visibility=level, requester_id="alice", team="hr", fields={"customer": CUSTOMER})
    for number, level in enumerate(LEVELS, start=1)
)

# Role and whether the task is their own team's -> which visibilities they see by that.
SEEN: dict[tuple[str, bool], set[str]] = {
    ("requester", False): {"everyone"},
    ("requester", True): {"everyone", "team"},
    ("clerk", False): {"everyone"},
    ("clerk", True): {"everyone", "team"},
    ("manager", False): {"everyone", "team"},
    ("manager", True): {"everyone", "team", "managers", "concerned"},
    ("admin", False): {"everyone", "team", "managers"},
    ("admin", True): {"everyone", "team", "managers", "concerned"},
}

METHODS: dict[str, Callable[[Reading, str, Person | None], bool]] = {
    "tasks.get": lambda reading, ref, reader: reading.tasks.get(ref, reader) is not None,
    "tasks.get_many": lambda reading, ref, reader: ref in reading.tasks.get_many([t.reference for t in TASKS], reader),
    "tasks.of_records": lambda reading, ref, reader: (
        ref in {t.reference for t in reading.tasks.of_records(["C-001"], reader, each=9)}
    ),
    "tasks.find": lambda reading, ref, reader: ref in {t.reference for t in reading.tasks.find(TaskQuery(), reader)},
    "tasks.events": lambda reading, ref, reader: reading.tasks.events(ref, reader) != (),
    "tasks.events_of": lambda reading, ref, reader: (
        ref in reading.tasks.events_of([t.reference for t in TASKS], reader)
    ),
    "documents.of": lambda reading, ref, reader: reading.documents.of(ref, reader) != (),
}


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    keep(store, TASKS)
    return store


def keep(store: SqlStore, tasks: tuple[Task, ...]) -> None:
    with store.write() as uow:
        for each in tasks:
            uow.tasks.add(each)
            uow.tasks.add_event(event(reference=each.reference))
            uow.documents.add("a.pdf", "application/pdf", b"%PDF", reference=each.reference)
        uow.commit()


@pytest.mark.parametrize("method", METHODS)
def test_each_role_sees_what_it_may_and_nothing_else(filled: SqlStore, method: str) -> None:
    see = METHODS[method]
    with filled.read() as reading:
        for role, team in product(ROLES, ("hr", "sales")):
            reader = person("dana", role=role, team=team)
            seen = {each.visibility for each in TASKS if see(reading, each.reference, reader)}
            assert seen == SEEN[role, team == "hr"], (role, team)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("part", ["requester_id", "assignee_id", "concerned"])
def test_who_is_involved_always_sees_the_task(store: SqlStore, method: str, part: str) -> None:
    value = ("bob",) if part == "concerned" else "bob"
    keep(store, tuple(each.model_copy(update={part: value}) for each in TASKS))
    bob, dana = person("bob", role="requester", team="none"), person("dana", role="requester", team="none")
    with store.read() as reading:
        assert all(METHODS[method](reading, each.reference, bob) for each in TASKS)
        assert [METHODS[method](reading, each.reference, dana) for each in TASKS] == [True, False, False, False]


@pytest.mark.parametrize("method", METHODS)
def test_the_assistant_itself_sees_every_task(filled: SqlStore, method: str) -> None:
    with filled.read() as reading:
        assert all(METHODS[method](reading, each.reference, None) for each in TASKS)


def test_a_limit_counts_only_what_the_reader_may_see(filled: SqlStore) -> None:
    with filled.read() as reading:
        seen = reading.tasks.find(TaskQuery(limit=1), person("dana", role="requester", team="sales"))
    assert [each.visibility for each in seen] == ["everyone"]


def test_every_method_of_the_ports_that_takes_a_reader_is_tried() -> None:
    ports = {"tasks": TaskRepository, "documents": DocumentRepository}
    takes_reader = {
        f"{name}.{method}"
        for name, port in ports.items()
        for method, function in vars(port).items()
        if "reader" in getattr(function, "__annotations__", {})
    }
    assert takes_reader == set(METHODS)
