"""The clock of a task's targets, from its events; Alice asks, Bob works. All of it in one Italian week of 2026."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Event
from bot.worktime.clock import Clock, Run, Standing, clock, first_answer, resolution
from bot.worktime.model import italy

ROME = ZoneInfo("Europe/Rome")
HOUR = timedelta(hours=1)
CALENDAR = italy()


def at(written: str) -> datetime:
    """A moment of November 2026: "18 10:00" is a Wednesday."""
    return datetime.fromisoformat(f"2026-11-{written}").replace(tzinfo=ROME)


def event(kind: str, when: str, actor: str | None = "bob", *, why: str | None = None, **data: Any) -> Event:
    return Event(reference="Q-0001", kind=kind, at=at(when), actor_id=actor, channel="terminal", why=why, data=data)


OPENED = event("opened", "18 10:00", "alice")


def resolved(*events: Event, now: str, target: float = 8) -> Standing:
    return resolution(clock((OPENED, *events)), CALENDAR, target=target * HOUR, soon=2 * HOUR, now=at(now))


def answered(*events: Event, now: str, target: float = 2) -> Standing:
    return first_answer(clock((OPENED, *events)), CALENDAR, target=target * HOUR, soon=HOUR / 2, now=at(now))


@pytest.mark.parametrize(
    ("now", "state", "used"),
    [("18 12:00", "running", 2), ("19 09:00", "due_soon", 7), ("19 10:00", "due_soon", 8), ("19 11:00", "breached", 9)],
)
def test_a_target_runs_in_working_time(now: str, state: str, used: float) -> None:
    standing = resolved(now=now)
    assert (standing.state, standing.used, standing.deadline) == (state, used * HOUR, at("19 10:00"))


def test_waiting_stops_the_clock_and_an_answer_starts_it() -> None:
    waiting = event("waiting", "18 12:00")
    assert resolved(waiting, now="25 12:00") == Standing("stopped", 2 * HOUR, None)
    back = resolved(waiting, event("answered", "20 09:00", None), now="20 11:00")
    assert back == Standing("running", 4 * HOUR, at("20 16:00"))


def test_a_mail_to_a_supplier_stops_the_clock_until_it_bounces() -> None:
    order = event("mail_queued", "18 11:00", None, to="sales@example.com")
    late = event("mail_bounce", "18 12:00", None, bounces=[{"action": "delayed"}], pec=None)
    lost = event("mail_bounce", "18 15:00", None, bounces=[{"action": "failed"}], pec=None)
    refused = event("mail_receipt", "18 15:00", None, bounces=[], pec={"kind": "not_delivered"})
    assert resolved(order, late, now="18 16:00").state == "stopped"
    assert resolved(order, late, lost, now="18 16:00") == Standing("running", 2 * HOUR, at("19 13:00"))
    assert resolved(order, refused, now="18 16:00").used == 2 * HOUR


def test_a_quote_that_is_done_and_mailed_is_done() -> None:
    done, mailed = event("done", "18 12:00", None), event("mail_queued", "18 12:00", None)
    assert resolved(done, mailed, now="30 12:00") == Standing("met", 2 * HOUR, None)
    assert resolved(mailed, done, now="30 12:00") == Standing("met", 2 * HOUR, None)


def test_what_happens_to_a_closed_task_does_not_start_its_clock() -> None:
    done = event("done", "18 12:00")
    after = (event("answered", "18 15:00", None), event("comment", "18 16:00"), event("ticked", "18 17:00"))
    assert clock((OPENED, done, *after)).closed_at == at("18 12:00")
    assert resolved(done, *after, now="30 12:00").used == 2 * HOUR


@pytest.mark.parametrize("again", ["reopened", "corrected"])
def test_a_task_opened_again_goes_on_where_it_was(again: str) -> None:
    standing = resolved(event("done", "18 12:00"), event(again, "19 09:00", "alice"), now="19 11:00")
    assert standing == Standing("running", 4 * HOUR, at("19 16:00"))


def test_a_part_that_is_corrected_with_its_whole_goes_on_waiting() -> None:
    with_whole = event("corrected", "18 15:00", "alice", why="ONB-0001")
    assert resolved(event("waiting", "18 12:00"), with_whole, now="19 11:00").state == "stopped"
    corrected = event("corrected", "18 15:00", "alice")
    assert resolved(event("waiting", "18 12:00"), corrected, now="18 16:00").used == 3 * HOUR


def test_waiting_for_an_approval_counts() -> None:
    assert resolved(event("approved", "18 15:00", "carol"), now="18 16:00").used == 5 * HOUR
    assert resolved(event("rejected", "18 15:00", "carol"), now="30 16:00") == Standing("met", 4 * HOUR, None)


def test_a_target_that_was_missed_stays_missed_while_waiting_and_after() -> None:
    waiting, done = event("waiting", "19 12:00"), event("done", "23 12:00")
    assert resolved(waiting, now="25 12:00") == Standing("breached", 10 * HOUR, at("19 10:00"))
    assert resolved(waiting, done, now="25 12:00") == Standing("missed", 10 * HOUR, at("19 10:00"))


def test_to_finish_on_the_deadline_is_in_time_and_so_is_the_night_after_it() -> None:
    assert resolved(event("done", "18 18:00"), now="30 09:00", target=7).state == "met"
    assert resolved(event("done", "18 23:00"), now="30 09:00", target=7).state == "met"
    assert resolved(event("done", "19 09:01"), now="30 09:00", target=7).state == "missed"


@pytest.mark.parametrize("kind", ["assigned", "comment", "waiting", "approved", "mail_queued", "proposals_taken"])
def test_the_first_answer_is_what_the_requester_hears_from_somebody_else(kind: str) -> None:
    assert answered(event(kind, "18 11:00"), now="30 09:00") == Standing("met", HOUR, None)
    assert answered(event(kind, "18 15:00"), now="30 09:00").state == "missed"


@pytest.mark.parametrize(
    "silent",
    [
        event("comment", "18 11:00", "alice"),
        event("assigned", "18 11:00", "alice"),
        event("answered", "18 11:00", None),
        event("ticked", "18 11:00"),
        event("reminder", "18 11:00"),
        event("corrected", "18 11:00", "alice"),
    ],
)
def test_what_the_requester_does_or_nobody_says_is_no_answer(silent: Event) -> None:
    assert answered(silent, now="18 11:45") == Standing("due_soon", 1.75 * HOUR, at("18 12:00"))
    assert answered(silent, now="18 15:00").state == "breached"


def test_closing_ends_the_first_target_whoever_does_it() -> None:
    assert answered(event("cancelled", "18 11:00", "alice"), now="30 09:00").state == "met"
    assert answered(event("done", "18 11:00", None), now="30 09:00").state == "met"


def test_the_first_answer_is_not_undone_by_opening_again() -> None:
    again = (event("done", "18 11:00"), event("reopened", "19 10:00", "alice"))
    assert answered(*again, now="30 09:00") == Standing("met", HOUR, None)


def test_events_count_in_the_order_of_their_time() -> None:
    events = (event("done", "19 10:00"), OPENED, event("answered", "18 15:00", None), event("waiting", "18 12:00"))
    runs = (Run(at("18 10:00"), at("18 12:00")), Run(at("18 15:00"), at("19 10:00")))
    assert clock(events) == Clock(runs, answered_at=at("18 12:00"), closed_at=at("19 10:00"))


def test_a_task_without_events_has_no_clock() -> None:
    nothing = resolution(clock(()), CALENDAR, target=HOUR, soon=HOUR, now=at("18 10:00"))
    assert nothing == Standing("stopped", timedelta(), None)


KINDS = st.sampled_from(
    "waiting answered reopened corrected approved done cancelled rejected mail_queued comment assigned".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(0, 20_000)), max_size=12), st.integers(0, 20_000), st.integers(0, 20_000))
def test_whatever_happens_runs_are_apart_and_time_used_only_grows(
    happened: list[tuple[str, int]], one: int, two: int
) -> None:
    start = OPENED.at
    events = [OPENED]
    for kind, minutes in happened:
        events.append(event(kind, "18 10:00").model_copy(update={"at": start + timedelta(minutes=minutes)}))
    made = clock(events)
    assert all(before.end and before.end <= after.start for before, after in pairwise(made.runs))
    last = max(each.at for each in events)
    early, late = sorted((last + timedelta(minutes=one), last + timedelta(minutes=two)))
    used = [resolution(made, CALENDAR, target=8 * HOUR, soon=HOUR, now=now).used for now in (last, early, late)]
    assert used == sorted(used)
