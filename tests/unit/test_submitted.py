"""What a filled-in form leads to: the same road as words take."""

from typing import Any

import pytest

from bot.catalogue import Kind
from bot.chat.actions import actions, seen_otherwise
from bot.chat.form_fields import task_form
from bot.chat.form_keys import FormKey
from bot.chat.form_reading import read_form
from bot.chat.form_values import names_of
from bot.chat.forms import Submitted
from bot.chat.press import state_of
from bot.chat.submitted import meant
from bot.conversation import Draft
from bot.effects import ChangeTask, OpenTask, Say
from bot.model import FieldValue, Person, Task
from bot.turn import Facts
from tests.builders import ACME, ALICE, BOB, CHARLIE, draft, items, said, shipped, task
from tests.forms import FIELDS, REQUESTS, office, opened, reader, said_of, say, send, told

HOSTILE = ("x" * 10_000, "\x00", "\ud800", "<b>&amp;</b>*_`~|", "\u202e" * 50, "id:", "id:\x00", "{ $name }", "'; --")


@pytest.mark.parametrize("kind", REQUESTS, ids=lambda kind: kind.id)
def test_hostile_values_are_refused_or_taken_as_words(kind: Kind) -> None:
    for value in HOSTILE:
        values = {name: value for spec in kind.contract.fields for name in names_of(spec)}
        filled = read_form(kind, {**values, "nobody": value, "": value, "items.x": value}, reader())
        for why in (*filled.wrong.values(), *filled.missing.values()):
            assert said(why)
        decision = send(f"new:{kind.id}", values)
        for effect in decision.effects:
            if isinstance(effect, Say):
                assert len(said(effect.text)) < 20_000


# What a form leads to


def test_a_request_without_a_question_becomes_a_task_at_once_with_its_sources() -> None:
    decision = send("new:it_support", {"subject": "The printer\nis on fire", "device": "HP 4000"})
    made = opened(decision)
    assert {name: value.content for name, value in made.fields.items()} == {
        "subject": "The printer\nis on fire", "device": "HP 4000",
    }  # fmt: skip
    assert {(value.source.message, value.source.by) for value in made.fields.values()} == {("m1", ALICE.id)}
    assert made.fields["device"].source.words == "HP 4000"
    assert decision.conversation.last_task == made.reference
    assert decision.drafts == {}


def test_what_the_records_leave_open_is_asked_as_ever() -> None:
    decision = send("new:quote", {"customer": "id:C-001", "items": "20 desks\n2 lamps"})
    asked = decision.conversation.asked
    assert asked is not None
    assert (asked.kind, asked.field, asked.line) == ("choice", "items", 0)
    (kept,) = decision.drafts.values()
    assert kept.fields["customer"].record == ACME.id


def test_what_leaves_the_house_is_confirmed_first() -> None:
    decision = send("new:quote", {"customer": "id:C-001", "items": "2 Luna lamps", "discount": "5"})
    assert decision.conversation.asked is not None
    assert decision.conversation.asked.kind == "confirm"
    assert "5%" in told(decision)
    assert not any(isinstance(effect, OpenTask) for effect in decision.effects)


def test_a_name_that_is_on_no_record_is_asked_about_as_in_words() -> None:
    decision = send("new:quote", {"customer": "Officina Zeta", "items": "2 Luna lamps"})
    assert decision.conversation.asked is not None
    assert decision.conversation.asked.field == "customer"
    assert "Officina Zeta" in told(decision)


def test_the_chosen_type_alone_is_asked_for_in_words() -> None:
    decision = send("new", {"type": "it_support"})
    assert decision.conversation.asked is not None
    assert decision.conversation.asked.field == "subject"
    assert meant(Submitted(key="new", values={"type": "quote"})) == FormKey(kind="new", of="quote")
    assert meant(Submitted(key="new", values={})) is None


def test_what_fails_when_it_arrives_is_asked_for_and_nothing_else_is_lost() -> None:
    values = {"customer": "id:C-001", "items": "2 Luna lamps", "deadline": "2026-11-19", "email": "no address"}
    decision = send("new:quote", values)
    (kept,) = decision.drafts.values()
    assert set(kept.fields) == {"customer", "items"}
    assert decision.conversation.asked is not None
    assert decision.conversation.asked.field == "deadline"
    assert "2026-11-19" in told(decision)
    assert "no address" in told(decision)


def test_what_is_required_and_missing_is_asked_for() -> None:
    decision = send("new:quote", {"customer": "id:C-001"})
    assert decision.conversation.asked is not None
    assert decision.conversation.asked.field == "items"


@pytest.fixture
def waiting() -> Draft:
    fields = {"customer": FIELDS["customer"], "items": items((2, "Luna lamps")), "discount": FIELDS["discount"]}
    return draft(id="d1", fields=fields, settled={"items:0": "4", "entity": "IT"}, aside=True, thread="elsewhere")


def test_a_draft_is_changed_where_it_was_filled_in_otherwise(waiting: Draft) -> None:
    values = {"customer": "id:C-001", "items": "3 Luna lamps", "notes": "by lift"}
    decision = send("draft:d1", values, office(drafts=(waiting,)))
    (kept,) = decision.drafts.values()
    assert (kept.id, kept.thread, kept.aside) == ("d1", "c", False)
    assert set(kept.fields) == {"customer", "items", "notes"}
    assert kept.fields["customer"] == waiting.fields["customer"]
    assert kept.settled == {"entity": "IT"}
    assert decision.conversation.asked is not None
    assert decision.conversation.asked.kind == "confirm"


def test_a_draft_that_is_gone_or_somebody_elses_changes_nothing(waiting: Draft) -> None:
    for drafts in ((), (waiting,)):
        decision = send("draft:d2", {"notes": "x"}, office(drafts=drafts))
        assert told(decision) == said_of("form-draft-gone")
        assert decision.drafts == {one.id: one for one in drafts}


@pytest.fixture
def ticket() -> Task:
    subject = FieldValue(type="text", content="printer on fire")
    return task("IT-0001", fields={"subject": subject}, version=3)


def key_of(one: Task) -> str:
    return task_form(one, shipped()[one.type], reader(), say()).key


def test_a_task_of_ones_own_is_corrected_like_in_words(ticket: Task) -> None:
    at = office(facts=Facts(tasks={ticket.reference: ticket}))
    decision = send(key_of(ticket), {"subject": "printer on fire", "device": "HP"}, at)
    (change,) = [effect for effect in decision.effects if isinstance(effect, ChangeTask)]
    assert change.event.kind == "corrected"
    assert change.event.data["fields"] == ["device"]
    assert change.task.fields["subject"] == ticket.fields["subject"]
    assert change.task.fields["device"].content == "HP"


def test_a_task_that_is_sent_back_as_it_was_stays_as_it_is(ticket: Task) -> None:
    at = office(facts=Facts(tasks={ticket.reference: ticket}))
    decision = send(key_of(ticket), {"subject": "printer on fire"}, at)
    assert told(decision) == said_of("form-nothing-changed", reference="IT-0001")
    assert len(decision.effects) == 1


@pytest.mark.parametrize(
    ("change", "who", "message"),
    [
        ({"status": "done"}, ALICE, "not-now"),
        ({"fields": {}}, ALICE, "form-changed-meanwhile"),
        ({}, BOB, "form-own-task-only"),
        (None, ALICE, "no-such-task"),
    ],
)
def test_a_task_that_cannot_be_changed_any_more_is_left_alone(
    ticket: Task, change: dict[str, Any] | None, who: Person, message: str
) -> None:
    there = {} if change is None else {ticket.reference: ticket.model_copy(update=change)}
    decision = send(key_of(ticket), {"subject": "x y"}, office(person=who, facts=Facts(tasks=there)))
    status = said_of("status-done")
    assert told(decision) == said_of(message, reference="IT-0001", status=status)
    assert len(decision.effects) == 1


def test_a_field_that_a_type_no_longer_asks_for_stays_in_its_task(ticket: Task) -> None:
    former = FieldValue(type="text", content="of old")
    kept = ticket.model_copy(update={"fields": {**ticket.fields, "former": former}})
    decision = send("task:IT-0001", {"subject": "smoke"}, office(facts=Facts(tasks={kept.reference: kept})))
    (change,) = [effect for effect in decision.effects if isinstance(effect, ChangeTask)]
    assert change.task.fields["former"] == former


def test_a_key_without_the_state_of_the_fields_is_taken_as_well(ticket: Task) -> None:
    at = office(facts=Facts(tasks={ticket.reference: ticket}))
    decision = send("task:IT-0001", {"subject": "printer on fire again"}, at)
    assert any(isinstance(effect, ChangeTask) for effect in decision.effects)
    assert key_of(ticket) == f"task:IT-0001:{state_of(ticket, 'fields')}"


def test_a_rejection_by_form_carries_its_reason() -> None:
    held = task("CT-0001", type="contract", status="awaiting_approval", team="administration")
    at = office(person=CHARLIE, facts=Facts(tasks={held.reference: held}, approvals=(held,)))
    decision = send("reason:reject:CT-0001", {"reason": "no, too dear"}, at)
    (change,) = [effect for effect in decision.effects if isinstance(effect, ChangeTask)]
    assert (change.task.status, change.event.why) == ("rejected", "no, too dear")
    assert not any(isinstance(one, ChangeTask) for one in send("reason:reject:CT-0001", {}, at).effects)
    own = office(person=ALICE, facts=Facts(tasks={held.reference: held}))
    assert told(send("reason:reject:CT-0001", {"reason": "x"}, own)) == said_of("own-request", reference="CT-0001")


def test_a_rejection_by_the_form_of_an_old_button_decides_nothing_on_what_has_changed_since() -> None:
    held = task("CT-0001", type="contract", status="awaiting_approval", team="administration")
    (button,) = [press for press in actions(held, CHARLIE) if press.of == "reject"]
    key, reason = f"reason:reject:{button.value}", {"reason": "too dear"}
    later = held.model_copy(update={"revision": held.revision + 1})
    as_shown, changed = (
        send(key, reason, office(person=CHARLIE, facts=Facts(tasks={held.reference: stands})))
        for stands in (held, later)
    )
    assert any(isinstance(effect, ChangeTask) for effect in as_shown.effects)
    assert not any(isinstance(effect, ChangeTask) for effect in changed.effects)
    assert told(changed) == say()(seen_otherwise(held))


@pytest.mark.parametrize("act", ["assign", "quote", "nothing", "task_status"])
def test_acts_that_want_no_reason_have_no_form(act: str, ticket: Task) -> None:
    at = office(facts=Facts(tasks={ticket.reference: ticket}))
    decision = send(f"reason:{act}:IT-0001", {"reason": "x"}, at)
    assert told(decision) == said_of("form-no-such-form")


@pytest.mark.parametrize(
    "key",
    ["", ":", "new:help", "new:nothing", "new:a:b", "draft", "task:", "reason:reject", "reason:reject:Q-1:x", "x:y"],
)
def test_keys_of_no_form_change_nothing(key: str) -> None:
    decision = send(key, {"subject": "x"})
    assert told(decision)
    assert not any(isinstance(effect, OpenTask) for effect in decision.effects)
    assert decision.drafts == {}


def test_what_was_asked_before_gives_way_to_the_form_and_acts_are_let_go() -> None:
    act = draft(id="a1", type="complete", fields={})
    decision = send("new:it_support", {"subject": "no network"}, office(drafts=(act,)))
    assert "a1" in decision.dropped
    opened(decision)
