"""Requests that come again: opened once each time, on a working day, in the name of whoever asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.clock.effects import StandingOrder
from bot.model import FieldValue
from bot.ports import TaskQuery
from bot.worktime.recurrence import Recurrence
from handlers.recurring import Recurring
from tests.handlers.talk import Clock as Watch
from tests.handlers.talk import Talk
from tests.handlers.ticking import Ticking, calendar_of

VAT = Recurrence(start=date(2026, 11, 1), unit="month", days=(25,), shift="before", at=time(9))
DAILY = Recurrence(start=date(2026, 11, 1), unit="day", at=time(8))


@pytest.fixture
def ticking(talk: Talk, clock: Watch) -> Ticking:
    return Ticking(talk, clock)


def keep(talk: Talk, who: str = "Federica", **changes: Any) -> StandingOrder:
    person = talk.person(who)
    words = FieldValue(type="text", content="prepare the VAT report")
    data = {"id": "R-0001", "person_id": person.id, "type": "general", "said": "every 25th the VAT report"}
    when = {"look_at": datetime(2026, 11, 20, 8, tzinfo=UTC), "created_at": datetime(2026, 11, 20, 8, tzinfo=UTC)}
    rest = {"rule": VAT, "language": person.language, "fields": {"subject": words}}
    order = StandingOrder.model_validate(data | when | rest | changes)
    with talk.store.write() as uow:
        uow.recurring.add(order)
        uow.commit()
    return order


def opened(talk: Talk) -> list[str]:
    with talk.store.read() as reading:
        tasks = reading.tasks.find(TaskQuery(limit=1000), None)
    return sorted(f"{task.created_at.date()}" for task in tasks)


def test_a_report_is_opened_each_month_on_the_working_day_before_in_the_name_of_who_asked(
    talk: Talk, ticking: Ticking
) -> None:
    keep(talk)
    day = date(2026, 11, 20)
    while day < date(2027, 5, 1):
        for hour in ("08:00", "09:00", "17:00"):
            ticking.at(f"{day} {hour}")
        day += timedelta(days=1)
    # The 25th of December is Christmas (and the 24th a working day), that of April 2027 a Sunday.
    assert opened(talk) == ["2026-11-25", "2026-12-24", "2027-01-25", "2027-02-25", "2027-03-25", "2027-04-23"]
    (first, *_) = sorted(talk.tasks(), key=lambda one: one.created_at)
    assert first.requester_id == talk.person("Federica").id
    assert talk.kinds_of_events(first.reference) == ["opened", "answer_missed", "resolution_missed"]
    (kept,) = _orders(talk)
    assert kept.last_on == date(2027, 4, 25)
    told = [one for one in talk.notices("Federica") if "R-0001" in one]
    assert len(told) == 6
    assert first.reference in told[0]


def _orders(talk: Talk) -> tuple[StandingOrder, ...]:
    with talk.store.read() as reading:
        return reading.recurring.of(talk.person("Federica").id)


def test_what_was_missed_is_opened_once_and_nothing_that_is_too_old(talk: Talk, ticking: Ticking) -> None:
    keep(talk, rule=DAILY)
    keep(talk, id="R-0002")
    ticking.at("2026-12-02 12:00")
    ticking.at("2026-12-02 12:01")
    assert opened(talk) == ["2026-12-02"]


def test_a_stopped_order_opens_nothing_more(talk: Talk, ticking: Ticking) -> None:
    keep(talk, rule=DAILY)
    ticking.at("2026-11-21 12:00")
    with talk.store.write() as uow:
        uow.recurring.stop("R-0001")
        uow.commit()
    ticking.at("2026-11-22 12:00")
    assert opened(talk) == ["2026-11-21"]


def test_two_processes_open_each_time_once(talk: Talk, ticking: Ticking) -> None:
    keep(talk, rule=DAILY)
    other = Recurring(replace(talk.parts), ticking.settings, calendar_of=calendar_of)
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    with talk.store.read() as reading:
        orders = reading.recurring.due(now, limit=9)
    assert other.open_due(now) == 1
    assert [other._open_one(one, now) for one in orders] == [False]
    assert ticking.at("2026-11-21 13:00") == 0
    assert len(opened(talk)) == 1


def test_a_clock_that_ran_ahead_and_back_opens_what_comes_then(talk: Talk, ticking: Ticking) -> None:
    keep(talk)
    ticking.at("2028-06-25 12:00")
    ticking.at("2026-11-24 12:00")
    for day in (25, 26, 27):
        ticking.at(f"2026-11-{day} 12:00")
    assert [one for one in opened(talk) if one < "2027"] == ["2026-11-25"]


def test_an_order_of_a_kind_that_the_assistant_carries_out_is_carried_out(talk: Talk, ticking: Ticking) -> None:
    talk.says("Paolo", "ordine d'acquisto a Sedutec: 2 CHR-110 a 96 euro", "sì")
    made = next(one for one in talk.tasks() if one.type == "purchase_order")
    keep(talk, "Paolo", type="purchase_order", fields=made.fields, rule=DAILY)
    before = len(talk.mails())
    ticking.at("2026-11-21 12:00")
    orders = [one for one in talk.tasks() if one.type == "purchase_order"]
    assert len(orders) == 2
    assert {one.status for one in orders} == {made.status}
    assert len(talk.mails()) == 2 * before


def test_an_order_that_fails_is_tried_again_and_holds_up_no_other(talk: Talk, ticking: Ticking) -> None:
    keep(talk, rule=DAILY, type="supplier_registration", fields={})
    keep(talk, id="R-0002", rule=DAILY)
    ticking.at("2026-11-21 12:00")
    assert opened(talk) == ["2026-11-21"]
    with talk.store.read() as reading:
        kept = reading.recurring.get("R-0001")
    assert kept is not None
    assert kept.look_at == datetime(2026, 11, 21, 11, 10, tzinfo=UTC)
