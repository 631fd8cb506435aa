"""What digests are made from: the same on both databases, and never more than a reader may see."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from sqlalchemy import insert

from bot.digest.values import DAYS, Asked, Morning, Tally
from bot.model import CLOSED, FieldValue, Money, Person, Role, Status, Task, Visibility
from bot.ports import Portion, TaskQuery
from storage.digests import SqlDigests
from storage.engine import SqlStore
from storage.tables import HeartbeatRow, table
from tests.contract.samples import ALICE, BOB, CHARLIE, NOW, event, invoice, message, person, task

TODAY = NOW.date()
TEAMS = ("sales", "hr", "management")
OPEN = tuple(status for status in get_args(Status) if status not in CLOSED)
PEOPLE = tuple(person(f"{role}-{team}", role=role, team=team) for role in get_args(Role) for team in TEAMS)


def asked(**changes: Any) -> Asked:
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    midnights = tuple(midnight - timedelta(days=back) for back in range(DAYS))
    quiet = midnight - timedelta(days=3)
    return replace(Asked(now=NOW, today=TODAY, midnights=midnights, quiet=quiet), **changes)


def morning(store: SqlStore, **changes: Any) -> Morning:
    with store.read() as reading:
        return SqlDigests(reading.work).morning(asked(**changes))


def keep(store: SqlStore, *tasks: Task, people: Sequence[Person] = ()) -> None:
    with store.write() as uow:
        uow.records.put(Portion(people=tuple(people)))
        for one in tasks:
            uow.tasks.add(one)
        uow.commit()


def happen(store: SqlStore, reference: str, kind: str, at: datetime, **changes: Any) -> None:
    with store.write() as uow:
        uow.tasks.add_event(event(kind, reference=reference, at=at, **changes))
        uow.commit()


def test_an_empty_office_has_nothing(store: SqlStore) -> None:
    assert morning(store).of(ALICE).mine == Tally()


def test_counts_are_those_of_the_reader(store: SqlStore) -> None:
    keep(
        store,
        task("Q-1", assignee_id="alice", due=TODAY - timedelta(days=1)),
        task("Q-2", assignee_id="alice", due=TODAY),
        task("Q-3", assignee_id="alice", status="waiting", waiting_for="supplier", updated_at=NOW - timedelta(days=9)),
        task("Q-4", assignee_id="alice", status="done", due=TODAY - timedelta(days=1)),
        task("Q-5", assignee_id="bob", status="waiting", waiting_for="requester"),
        task("Q-6", team="sales"),
    )
    known = morning(store).of(ALICE)
    assert known.mine == Tally(open=3, late=1, today=1, supplier=1, silent=1)
    assert known.asked == Tally(open=5, late=1, today=1, supplier=1, silent=1, requester=1)
    assert known.free == Tally(open=1)
    assert [line.reference for line in known.urgent] == ["Q-1", "Q-2"]
    assert [line.reference for line in known.silent] == ["Q-3"]
    assert [line.reference for line in known.answers] == ["Q-5"]
    assert known.whole is None


def test_lists_are_cut_for_each_person_and_the_longest_late_come_first(store: SqlStore) -> None:
    late = [
        task(f"Q-{number}", assignee_id=who, due=TODAY - timedelta(days=number))
        for number, who in enumerate(("alice", "bob", "alice", "bob", "alice", "bob"), start=1)
    ]
    keep(store, *late)
    found = morning(store, lines=2)
    assert [line.reference for line in found.of(ALICE).urgent] == ["Q-5", "Q-3"]
    assert [line.reference for line in found.of(BOB).urgent] == ["Q-6", "Q-4"]


def _random_tasks(number: int, chance: random.Random) -> list[Task]:
    return [
        task(
            f"Q-{place}",
            team=chance.choice(TEAMS),
            visibility=chance.choice(get_args(Visibility)),
            status=chance.choice(get_args(Status)),
            requester_id=chance.choice(PEOPLE).id,
            assignee_id=chance.choice((None, chance.choice(PEOPLE).id)),
            concerned=(chance.choice(PEOPLE).id,),
            due=TODAY + timedelta(days=chance.randrange(-3, 4)),
            created_at=NOW - timedelta(days=chance.randrange(3)),
        )
        for place in range(number)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_told_of_a_task_that_they_may_not_see(store: SqlStore, seed: int) -> None:
    keep(store, *_random_tasks(60, random.Random(seed)), people=PEOPLE)
    found = morning(store, lines=100)
    for reader in PEOPLE:
        with store.read() as reading:
            seen = {one.reference for one in reading.tasks.find(TaskQuery(limit=100), reader)}
        known = found.of(reader)
        lists = (known.urgent, known.silent, known.answers, known.fresh)
        assert {line.reference for lines in lists for line in lines} <= seen
        assert {line.reference for line in found.approvals if found.sees(reader, line)} <= seen
        assert (known.whole or Tally()).open <= len(seen)


@pytest.mark.parametrize("seed", range(3))
def test_a_manager_is_told_of_everything_that_their_own_team_has(store: SqlStore, seed: int) -> None:
    keep(store, *_random_tasks(60, random.Random(seed)), people=PEOPLE)
    reader = next(one for one in PEOPLE if one.id == "manager-hr")
    with store.read() as reading:
        theirs = reading.tasks.find(TaskQuery(statuses=OPEN, team="hr", limit=100), reader)
    whole = morning(store).of(reader).whole
    late = sum(1 for one in theirs if one.due and one.due < TODAY)
    assert whole is not None
    assert (whole.open, whole.late) == (len(theirs), late)


def test_management_and_admins_are_told_of_every_team_as_far_as_they_see_it(store: SqlStore) -> None:
    tasks = [
        task(f"Q-{team}-{level}", team=team, visibility=level, requester_id="bob")
        for team in TEAMS
        for level in get_args(Visibility)
    ]
    keep(store, *tasks, people=PEOPLE)
    found = morning(store)
    sees = {one.id: (found.of(one).whole or Tally()).open for one in PEOPLE if one.role in {"manager", "admin"}}
    assert sees == {
        "manager-sales": 5, "manager-hr": 5, "manager-management": 5 + 2 * 2,
        "admin-sales": 5 + 2 * 3, "admin-hr": 5 + 2 * 3, "admin-management": 5 + 2 * 3,
    }  # fmt: skip


def test_what_came_and_what_was_done_is_counted_by_day(store: SqlStore) -> None:
    keep(store, task("Q-1", assignee_id="bob"), task("Q-2", requester_id="bob", team="hr"))
    for back in (40, 15, 14):
        happen(store, "Q-1", "opened", NOW - timedelta(days=back))
    happen(store, "Q-2", "done", NOW - timedelta(days=2), actor_id="bob")
    for back in (1, 1, 0):
        happen(store, "Q-1", "opened", NOW - timedelta(days=back))
    happen(store, "Q-1", "done", NOW - timedelta(days=1))
    happen(store, "Q-2", "comment", NOW)
    known = morning(store).of(CHARLIE)
    assert known.whole_flow.new == (1, 2, *(0,) * 12, 1)
    assert known.whole_flow.done[:3] == (0, 1, 1)
    assert morning(store).of(BOB).mine_flow.done[:3] == (0, 1, 1)
    assert morning(store).of(ALICE).asked_flow.done[:3] == (0, 1, 0)


def test_events_are_found_by_time_however_many_are_older(store: SqlStore) -> None:
    keep(store, task("Q-1"))
    for back in range(200, 0, -1):
        happen(store, "Q-1", "opened", NOW - timedelta(hours=12 * back))
    assert morning(store).of(CHARLIE).whole_flow.new == (0, *(2,) * 14)


def test_approvals_name_whom_they_are_about_and_concern(store: SqlStore) -> None:
    about = FieldValue(type="person", content="Bob", record="bob")
    other = FieldValue(type="party", content="Electra", record="C-001")
    kept = task(
        "HR-1", status="awaiting_approval", visibility="concerned", concerned=("charlie",),
        fields={"employee": about, "customer": other},
    )  # fmt: skip
    keep(store, kept, task("HR-2"))
    found = morning(store)
    (line,) = found.approvals
    assert (line.about, line.concerned) == (("bob",), ("charlie",))
    assert line.main == about
    assert [found.sees(one, line) for one in (ALICE, BOB, CHARLIE)] == [True, False, True]


def test_money_is_for_accounting_managers_and_admins(store: SqlStore) -> None:
    clerk = person("clerk-accounting", team="accounting")
    with store.write() as uow:
        due = {"late": TODAY - timedelta(days=5), "soon": TODAY + timedelta(days=6), "later": TODAY + timedelta(days=7)}
        uow.records.put(
            Portion(
                people=(clerk,),
                invoices=(
                    *(invoice(f"P-{name}", direction="payable", due_date=day) for name, day in due.items()),
                    invoice("R-1", due_date=due["late"]),
                    invoice("R-2", due_date=due["late"], balance="0.00", paid="100.10"),
                ),
            )
        )
        uow.commit()
    books = morning(store).of(clerk).books
    assert books is not None
    hundred = Money(amount=Decimal("100.00"), currency="EUR")
    assert {(one.direction, one.late): (one.count, one.balance) for one in books.sums} == {
        ("payable", False): (1, hundred),
        ("payable", True): (1, hundred),
        ("receivable", True): (2, Money(amount=Decimal("200.00"), currency="EUR")),
    }
    assert [(one.party, one.count, one.since) for one in books.debtors] == [("Electra", 2, date(2026, 2, 2))]
    assert morning(store).of(CHARLIE).books == books
    assert morning(store).of(ALICE).books is None


def test_quotes_sent_and_accepted_are_added_up_once_each_and_orders_are_counted(store: SqlStore) -> None:
    keep(store, task("Q-1"), task("Q-2"), task("SO-1", type="order_entry"), task("PO-1", type="purchase_order"))
    day = timedelta(days=1)
    for reference, kind, back, amount in (
        ("Q-1", "mail_queued", 2, "0.10"), ("Q-1", "mail_queued", 1, "0.20"), ("Q-2", "mail_queued", 1, "0.10"),
        ("Q-1", "accepted", 1, "0.20"), ("Q-1", "acceptance_withdrawn", 0, ""), ("Q-2", "accepted", 0, "0.10"),
        ("PO-1", "mail_queued", 1, "9.00"), ("SO-1", "opened", 1, "9.00"),
    ):  # fmt: skip
        happen(store, reference, kind, NOW - back * day, data={"amount": amount, "currency": "EUR"})
    books = morning(store).of(CHARLIE).books
    assert books is not None
    assert sum(books.orders) == 1
    found = {(one.accepted, one.back, one.count, one.total) for one in books.quotes}
    assert found == {
        (False, 1, 2, Money(amount=Decimal("0.30"), currency="EUR")),
        (True, 0, 1, Money(amount=Decimal("0.10"), currency="EUR")),
    }


def test_troubles_are_for_admins_alone(store: SqlStore) -> None:
    beats = [
        {"name": name, "at": NOW - timedelta(seconds=ago), "silent_after": 60.0, "problem": None, "alarmed_at": None}
        for name, ago in (("slack", 59), ("mailbox", 61))
    ]
    with store.write() as uow:
        uow.inbox.put_aside(message(), "no sense")
        uow.connection.execute(insert(table(HeartbeatRow)), beats)
        uow.commit()
    troubles = morning(store).of(CHARLIE).troubles
    assert (troubles.quarantined, troubles.silent) == (1, ("mailbox",))
    assert morning(store).of(ALICE).troubles.quarantined == 0


def test_what_is_settled_is_told_apart(store: SqlStore) -> None:
    with store.write() as uow:
        uow.occurrences.settle("a", NOW)
        uow.commit()
    with store.read() as reading:
        assert SqlDigests(reading.work).settled(["a", "b"]) == {"a"}
        assert SqlDigests(reading.work).settled([]) == frozenset()


def test_fresh_tasks_are_those_that_nobody_has_taken_the_latest_first(store: SqlStore) -> None:
    keep(
        store,
        task("Q-1", created_at=NOW - timedelta(days=1)),
        task("Q-2", created_at=NOW),
        task("Q-3", created_at=NOW, assignee_id="bob"),
        task("Q-4", created_at=NOW - timedelta(days=30)),
        task("Q-5", created_at=NOW, team="hr"),
    )
    assert [line.reference for line in morning(store).of(ALICE).fresh] == ["Q-2", "Q-1"]


def test_missed_targets_are_listed_the_latest_first_for_those_who_may_see_them(store: SqlStore) -> None:
    keep(store, task("Q-1", assignee_id="bob", team="hr", visibility="private"), task("Q-2", assignee_id="alice"))
    for reference, kind, back in (
        ("Q-1", "answer_missed", 1),
        ("Q-2", "resolution_missed", 2),
        ("Q-1", "resolution_missed", 0),
        ("Q-1", "answer_missed", DAYS + 1),
    ):
        happen(store, reference, kind, NOW - timedelta(days=back))
    found = morning(store)
    shown = {
        one.id: [(line.reference, line.missed, line.back) for line in found.of(one).missed]
        for one in (ALICE, BOB, CHARLIE)
    }
    assert shown["bob"] == [("Q-1", "resolution", 0), ("Q-1", "answer", 1)]
    assert shown["alice"] == [("Q-2", "resolution", 2)]
    assert shown["charlie"] == [("Q-2", "resolution", 2)]  # what is private in another team is not an admin's either
