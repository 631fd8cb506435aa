"""Which status follows which, and that nothing else does."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.lifecycle import NotNow, change, event
from bot.model import CLOSED, Status
from tests.builders import ALICE, NOW, task

ALL: tuple[Status, ...] = get_args(Status)
WORKING: set[Status] = {"new", "open", "in_progress", "waiting"}
ALLOWED: dict[str, tuple[set[Status], Status | None]] = {
    "done": (WORKING, "done"),
    "cancelled": (WORKING | {"awaiting_approval"}, "cancelled"),
    "reopened": (set(CLOSED), "open"),
    "approved": ({"awaiting_approval"}, "open"),
    "rejected": ({"awaiting_approval"}, "rejected"),
    "assigned": (WORKING | {"awaiting_approval"}, None),
    "waiting": ({"new", "open", "in_progress"}, "waiting"),
}


@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("status", ALL)
def test_a_change_is_made_where_the_status_allows_it(kind: str, status: Status) -> None:
    before = task(status=status)
    allowed, after = ALLOWED[kind]
    if status in allowed:
        assert change(before, kind, now=NOW).status == (after or status)
    else:
        with pytest.raises(NotNow, match=before.reference):
            change(before, kind, now=NOW)


def test_a_change_leaves_the_task_it_was_made_from_and_notes_its_time() -> None:
    before = task()
    after = change(before, "done", now=NOW + timedelta(hours=1))
    assert before.status == "open"
    assert after.updated_at == NOW + timedelta(hours=1)
    assert after.version == before.version


def test_who_is_waited_for_is_kept_only_while_waiting() -> None:
    waiting = change(task(), "waiting", now=NOW, waiting_for="supplier")
    assert waiting.waiting_for == "supplier"
    assert change(waiting, "done", now=NOW).waiting_for is None


def test_an_event_says_who_when_where_and_why() -> None:
    happened = event(task(), "done", actor=ALICE, channel="mail", now=NOW, why="it works", n=1)
    assert (happened.reference, happened.kind, happened.at) == ("IT-0001", "done", NOW)
    assert (happened.actor_id, happened.channel, happened.why, happened.data) == (
        ALICE.id,
        "mail",
        "it works",
        {"n": 1},
    )


def test_an_event_of_the_assistant_has_no_actor() -> None:
    assert event(task(), "done", actor=None, channel="terminal", now=NOW).actor_id is None


def test_what_no_text_has_words_for_does_not_happen() -> None:
    with pytest.raises(ValueError, match="vanished"):
        event(task(), "vanished", actor=None, channel="terminal", now=NOW)
