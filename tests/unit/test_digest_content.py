"""What stands in a digest, and when there is nothing to say."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.digest.approvals import Waiting, waiting_for
from bot.digest.content import Day, Digest, make_digest
from bot.digest.schedule import Span
from bot.digest.values import DAYS, Books, Debtor, Flow, Known, Line, Quoted, Sum, Tally, Troubles
from bot.model import Money, Person
from tests.builders import ALICE, BOB, CHARLIE, NOW, said, shipped, task

TODAY = NOW.date()
DAY = Day(TODAY, "daily", Span(1, 2), {"alice": "Alice"})
EUR = Money(amount=Decimal("1200.50"), currency="EUR")


def line(reference: str = "IT-0001", **changes: Any) -> Line:
    party = {"customer": {"type": "party", "content": "Acme Bakery"}}
    data: dict[str, Any] = {
        "reference": reference, "type": "it_support", "status": "open", "team": "it", "visibility": "everyone",
        "requester_id": "alice", "assignee_id": None, "waiting_for": None, "due": None,
        "created_at": NOW - timedelta(days=2), "updated_at": NOW - timedelta(days=4), "said": json.dumps(party),
    }  # fmt: skip
    return Line(**data | changes)


def flow(*, new: tuple[int, ...] = (), done: tuple[int, ...] = ()) -> Flow:
    return Flow(*(days + (0,) * (DAYS - len(days)) for days in (new, done)))


def made(known: Known, *, waiting: Waiting | None = None, person: Person = CHARLIE) -> Digest:
    digest = make_digest(person, known, waiting or Waiting(), DAY)
    assert digest is not None
    return digest


def lines(digest: Digest, section: str) -> list[str]:
    (found,) = (one for one in digest.sections if one.id == section)
    return [said(found.title), *(said(item.said) for item in found.items)]


def test_open_tasks_alone_are_nothing_to_say() -> None:
    quiet = Known(mine=Tally(open=3, supplier=1), asked=Tally(open=2), whole=Tally(open=40, approval=2))
    assert make_digest(CHARLIE, quiet, Waiting(), DAY) is None


def test_an_approval_says_who_asked_and_since_when() -> None:
    held = task(status="awaiting_approval")
    digest = made(Known(), waiting=Waiting((line(),), 3).with_presses({"IT-0001": held}, CHARLIE))
    assert lines(digest, "decide") == [
        "Waiting for your decision: 3",
        "IT-0001 · IT support · Acme Bakery · Alice, for 2 days",
    ]
    assert [(press.of, press.task) for press in digest.decide] == [("approve", "IT-0001"), ("reject", "IT-0001")]
    assert digest.sections[0].more == 2


def test_what_is_late_stands_before_what_is_due_today() -> None:
    late, today = line("IT-0001", due=TODAY - timedelta(days=1)), line("IT-0002", due=TODAY)
    digest = made(Known(mine=Tally(open=9, late=4, today=1), urgent=(late, today)), person=BOB)
    assert [one.id for one in digest.sections] == ["overdue", "due"]
    assert lines(digest, "overdue")[1].endswith("· one day late")
    assert digest.sections[0].more == 3


def test_what_nobody_has_taken_counts_for_the_team() -> None:
    digest = made(Known(mine=Tally(late=1), free=Tally(late=2)), person=BOB)
    assert lines(digest, "overdue") == ["Overdue: 3"]


def test_new_and_done_are_held_against_the_working_day_before() -> None:
    digest = made(Known(whole=Tally(), whole_flow=flow(new=(1, 2, 5), done=(0, 1))))
    assert lines(digest, "flow")[1:] == ["New: 3 (the working day before: 5)", "Done: 1 (the working day before: 0)"]


def test_a_week_of_events_is_charted_and_a_quiet_one_is_not() -> None:
    busy = made(Known(whole=Tally(), whole_flow=flow(new=(9, 2, 2), done=(0, 1))))
    assert busy.days[-1] == (TODAY - timedelta(days=1), 2, 1)
    assert len(busy.days) == 7
    assert made(Known(whole=Tally(), whole_flow=flow(new=(0, 2)))).days == ()


def test_teams_are_told_of_only_to_whoever_oversees_several() -> None:
    tallies = {"sales": Tally(open=4, late=1), "it": Tally(open=7), "hr": Tally()}
    digest = made(Known(whole=Tally(late=1), teams=tallies))
    assert lines(digest, "teams") == ["By team", "the sales team: 4 open, 1 overdue", "the IT team: 7 open, 0 overdue"]
    assert digest.teams == (("it", 7, 0), ("sales", 4, 1))
    one = made(Known(whole=Tally(late=1), teams={"sales": Tally(open=4)}))
    assert "teams" not in {section.id for section in one.sections}


def test_money_is_told_by_direction_and_currency() -> None:
    sums = (Sum("payable", late=False, count=2, balance=EUR), Sum("receivable", late=True, count=1, balance=EUR))
    debtors = (Debtor("Acme", 1, EUR, TODAY - timedelta(days=9)),)
    shekels = Money(amount=Decimal(80), currency="ILS")
    quotes = (
        Quoted(accepted=False, back=0, count=1, total=EUR),
        Quoted(accepted=False, back=1, count=2, total=EUR),
        Quoted(accepted=False, back=1, count=1, total=shekels),
        Quoted(accepted=True, back=1, count=1, total=None),
        Quoted(accepted=True, back=2, count=5, total=EUR),
    )
    digest = made(Known(books=Books(sums, debtors, quotes)))
    assert lines(digest, "money") == [
        "Money",
        "Quotes sent: 4 (€2,401.00 and ₪80.00)",
        "Quotes accepted: 1",
        "To pay by Thursday, 26 November 2026: €1,200.50 (2)",
        "Overdue from customers: €1,200.50 (1)",
        "Acme: €1,200.50, up to 9 days late",
    ]


def test_troubles_are_a_reason_for_a_digest() -> None:
    digest = made(Known(troubles=Troubles(quarantined=1, silent=("mailbox office",))))
    assert lines(digest, "troubles")[1:] == ["Silent: mailbox office", "Messages set apart: 1 (pratica quarantine)"]


def test_a_question_that_waits_for_the_reader_is_told_to_them() -> None:
    digest = made(Known(asked=Tally(open=2, requester=1), answers=(line(),)), person=ALICE)
    assert [one.id for one in digest.sections] == ["answers", "asked"]


class _Morning:
    def __init__(self, *approvals: Line) -> None:
        self.approvals = approvals

    def of(self, person: Person) -> Known:
        return Known()

    def sees(self, person: Person, line: Line) -> bool:
        return line.visibility == "everyone"


DANA = CHARLIE.model_copy(update={"id": "dana", "team": "it"})


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, {"dana"}),  # the team's manager
        ({"team": "sales"}, {"charlie"}),  # has none, so the management's
        ({"requester_id": "dana"}, {"charlie"}),  # nobody decides on their own
        ({"about": ("dana",)}, {"charlie"}),
        ({"visibility": "private"}, set()),
    ],
)
def test_an_approval_waits_for_those_who_were_asked_and_see_it(changes: dict[str, Any], asked: set[str]) -> None:
    morning = _Morning(line(**changes))
    assert waiting_for(morning, (ALICE, BOB, CHARLIE, DANA), shipped(), lines=5).keys() == asked


def test_only_the_first_approvals_are_named_and_all_are_counted() -> None:
    morning = _Morning(*(line(f"IT-000{number}") for number in range(7)))
    (waiting,) = waiting_for(morning, (DANA,), shipped(), lines=5).values()
    assert (len(waiting.lines), waiting.count) == (5, 7)


def test_a_task_whose_fields_name_nothing_is_shown_by_its_number() -> None:
    digest = made(Known(), waiting=Waiting((line(said="{}"),), 1))
    assert "IT-0001 · IT support · Alice" in lines(digest, "decide")[1]


def test_days_are_counted_and_never_below_none() -> None:
    tomorrow = datetime.combine(date(2026, 11, 21), NOW.timetz())
    assert "today" in lines(made(Known(), waiting=Waiting((line(created_at=tomorrow),), 1)), "decide")[1]
