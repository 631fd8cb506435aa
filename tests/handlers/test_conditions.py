"""A decision that hangs on a condition, or that only asks, decides nothing until it is said plainly."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk

LEAVE = "vacation from 14 to 18 December"
QUOTE = "quote for San Marziale: 10 Nova chairs, 15% off"
PRINTER = "the printer on the second floor keeps jamming"


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    """A leave of Hannah's waits for Gadi."""
    talk.say("Hannah", LEAVE)
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "AT-0001 ✅ if HR agrees",
        "AT-0001 👍 se HR è d'accordo",
        "AT-0001 👍 אם משאבי אנוש מסכימים",
        "approve AT-0001, but only if HR agrees",
        "if HR agrees, approve AT-0001",
        "approve it once HR agrees",
        "approve AT-0001 after HR has agreed",
        "approvo AT-0001 dopo il sì di HR",
        "מאשר את AT-0001 אחרי שראניה תסכים",
        "approve AT-0001 unless somebody else is away",
        "approvo AT-0001 purché HR sia d'accordo",
        "approvo AT-0001 quando torna Rania",
        "approvo AT-0001, salvo imprevisti",
        "מאשר את AT-0001 בתנאי שמשאבי אנוש מסכימים",
        "מאשר את AT-0001, אבל רק אם ראניה מסכימה",
        "מאשר את AT-0001 כשראניה תחזור",
        "reject AT-0001 if nobody stands in for her",
        "approve AT-0001?",
        "approvo AT-0001?",
        "לאשר את AT-0001?",
    ],
)
def test_a_decision_with_a_condition_or_a_question_mark_decides_nothing(waiting: Talk, said: str) -> None:
    assert len(waiting.say("Gadi", said).choices) >= 1
    assert waiting.task("AT-0001").status == "awaiting_approval"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("approve AT-0001 if HR agrees", "en"),
        ("approvo AT-0001 se HR è d'accordo", "it"),
        ("מאשר את AT-0001 אם משאבי אנוש מסכימים", "he"),
    ],
)
def test_why_nothing_was_decided_is_said_and_a_plain_yes_decides(waiting: Talk, said: str, language: Language) -> None:
    asked = waiting.say("Gadi", said)
    assert asked.text.startswith(waiting.worded("on-condition", language, question="").strip())
    assert len(asked.choices) == 1
    waiting.say("Gadi", {"en": "yes", "it": "sì", "he": "כן"}[language])
    assert waiting.task("AT-0001").status == "done"


@pytest.mark.parametrize(
    "said",
    [
        "can you approve AT-0001?",
        "puoi approvare AT-0001?",
        "אפשר לאשר את AT-0001?",
        "approve AT-0001 if possible",
        "approva AT-0001 quando puoi",
        "אשר את AT-0001 אם אפשר",
        "approve AT-0001, she asked me if that was fine",
    ],
)
def test_courtesy_is_no_condition(waiting: Talk, said: str) -> None:
    waiting.say("Gadi", said)
    assert waiting.task("AT-0001").status == "done"


def test_a_reason_with_an_if_is_no_condition(waiting: Talk) -> None:
    waiting.say("Gadi", "reject AT-0001 because I do not know if the hotel opens by then")
    assert waiting.task("AT-0001").status == "rejected"


@pytest.mark.parametrize(
    "said", ["close IT-0001 if Hannah agrees", "chiudi IT-0001 se Hannah è d'accordo", "לסגור את IT-0001 אם חנה מסכימה"]
)
def test_no_other_change_of_a_task_waits_for_a_condition(talk: Talk, said: str) -> None:
    talk.say("Hannah", PRINTER)
    assert len(talk.say("Denis", said).choices) >= 1
    assert talk.task("IT-0001").status == "open"


@pytest.mark.parametrize(
    "said",
    [
        "1) approve AT-0001? 2) reject Q-0001?",
        "1) approvo AT-0001? 2) rifiuto Q-0001?",
        "1) לאשר את AT-0001? 2) לדחות את Q-0001?",
    ],
)
def test_points_that_ask_are_each_asked_about(waiting: Talk, said: str) -> None:
    waiting.says("Hannah", QUOTE, "yes")
    assert waiting.say("Gadi", said).choices
    assert {task.status for task in waiting.tasks()} == {"awaiting_approval"}
