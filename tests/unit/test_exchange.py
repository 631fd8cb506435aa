"""Values in the JSON of the contract."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.exchange import event_json, field_json, task_json
from bot.lifecycle import event
from bot.model import ChecklistStep, FieldContent, FieldType, FieldValue, Item, Money, Period, Source
from tests.builders import ALICE, BOB, NOW, task

PEOPLE = {ALICE.id: ALICE, BOB.id: BOB}


@pytest.mark.parametrize(
    ("kind", "content", "written"),
    [
        ("text", "hello", "hello"),
        ("date", date(2026, 11, 20), "2026-11-20"),
        (
            "period",
            Period(start=date(2026, 11, 1), end=date(2026, 11, 2)),
            {"start": "2026-11-01", "end": "2026-11-02"},
        ),
        ("money", Money(amount=Decimal(1250), currency="EUR"), {"amount": "1250.00", "currency": "EUR"}),
        ("money", Money(amount=Decimal("0.125")), {"amount": "0.125", "currency": None}),
        ("percent", Decimal("7.50"), "7.5"),
        ("percent", Decimal("1E+1"), "10"),
        ("number", Decimal(3), 3),
        ("number", Decimal("2.5"), 2.5),
        (
            "items",
            (Item(quantity=Decimal(2), description="desks", unit_price=Money(amount=Decimal(85))),),
            [{"quantity": 2, "description": "desks", "unit_price": {"amount": "85.00", "currency": None}}],
        ),
        (
            "items",
            (Item(description="desks", sku="DSK-1"),),
            [{"quantity": None, "description": "desks", "unit_price": None, "sku": "DSK-1"}],
        ),
    ],
)
def test_a_field_is_written_as_the_contract_says(kind: FieldType, content: FieldContent, written: Any) -> None:
    assert field_json(FieldValue(type=kind, content=content)) == written


def test_a_task_is_written_whole_and_as_json() -> None:
    source = Source(message="m1", words="the printer", by=ALICE.id)
    subject = FieldValue(type="text", content="the printer jams", source=source)
    whole = task(
        fields={"subject": subject}, assignee_id=BOB.id, checklist=(ChecklistStep(text="look"),), due=NOW.date()
    )
    data = task_json(whole, PEOPLE)
    assert json.loads(json.dumps(data)) == data
    assert (data["requester"], data["assignee"]) == ("Alice", "Bob")
    assert data["fields"] == {"subject": "the printer jams"}
    assert data["sources"]["subject"] == {"message": "m1", "words": "the printer", "by": "alice", "record": None}
    assert (data["due"], data["checklist"]) == ("2026-11-20", [{"text": "look", "done": False}])


def test_nobody_and_a_person_who_left_are_written() -> None:
    data = task_json(task(requester_id="P-999"), PEOPLE)
    assert (data["requester"], data["assignee"], data["due"]) == ("P-999", None, None)


def test_an_event_names_its_actor() -> None:
    happened = event(task(), "comment", actor=BOB, channel="terminal", now=NOW, why="soon")
    data = event_json(happened, PEOPLE)
    assert (data["actor"], data["why"], data["at"]) == ("Bob", "soon", "2026-11-20T09:00:00Z")
    assert "actor_id" not in data
    assert event_json(event(task(), "done", actor=None, channel="x", now=NOW), PEOPLE)["actor"] is None
