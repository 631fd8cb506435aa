"""Which acts a sentence with several task numbers orders."""

import pytest

from bot.understanding.lexicon import load_lexicon
from bot.understanding.numbered import decided, each_alone
from bot.understanding.readers.references import TaskNumbers

WORDS = load_lexicon()
NUMBERS = TaskNumbers(["AT", "Q", "IT"])
BOTH = {"AT-0001": "approve", "Q-0001": "reject"}


def acts(said: str) -> dict[str, str]:
    return {found.value: act for act, words in decided(said, NUMBERS, WORDS) for found in NUMBERS.read(words)}


@pytest.mark.parametrize(
    "said",
    [
        "approve AT-0001 and reject Q-0001",
        "approve AT-0001, reject Q-0001",
        "reject Q-0001 and approve AT-0001",
        "AT-0001 is approved, Q-0001 is rejected",
        "Reject Q-0001, the discount is too high, and approve Hannah's leave AT-0001 please",
        "approva AT-0001 e rifiuta Q-0001",
        "approvo AT-0001 e rifiuto Q-0001",
        "Q-0001 è respinta, AT-0001 è approvata",
        "מאשר את AT-0001, דוחה את Q-0001",
        "לדחות את Q-0001 ולאשר את AT-0001",
        "AT-0001 מאושר ו-Q-0001 נדחה",
        "per favore approva la richiesta AT-0001 e rifiuta il preventivo Q-0001",
        "I want to approve request AT-0001 and to reject the quote Q-0001",
    ],
)
def test_two_decisions_in_one_sentence_each_have_their_own_task(said: str) -> None:
    assert acts(said) == BOTH


def test_a_reason_stays_with_the_decision_it_is_for() -> None:
    said = "reject Q-0001, the discount is too high, and approve AT-0001"
    assert decided(said, NUMBERS, WORDS) == (
        ("reject", "reject Q-0001, the discount is too high"),
        ("approve", "approve AT-0001"),
    )


@pytest.mark.parametrize(
    "said", ["approve AT-0001 and Q-0001", "AT-0001 e Q-0001 sono approvate", "מאשרת את AT-0001 ואת Q-0001"]
)
def test_one_decision_for_two_tasks_is_for_both(said: str) -> None:
    assert acts(said) == {"AT-0001": "approve", "Q-0001": "approve"}


@pytest.mark.parametrize(
    "said",
    [
        "can I approve AT-0001 and reject Q-0001?",
        "approve AT-0001 but don't approve Q-0001",
        "approve AT-0001 but not Q-0001",
        "approve AT-0001 or Q-0001",
        "approve AT-0001 and reject Q-0001 unless Denis minds",
        "reject everything except Q-0001 and AT-0001",
        "remind me to approve AT-0001 and reject Q-0001",
        "Denis approved AT-0001 and rejected Q-0001",
        "approve AT-0001 and reject Q-0001, no, approve Q-0001",
        "approva AT-0001 se rifiuti Q-0001",
        "לאשר את AT-0001 אבל לא לאשר את Q-0001",
        "approve AT-0001",
    ],
)
def test_nothing_is_decided_where_there_is_any_doubt(said: str) -> None:
    assert decided(said, NUMBERS, WORDS) == ()


@pytest.mark.parametrize(
    ("said", "each"),
    [
        ("close IT-0001 and IT-0002", ("close IT-0001", "close IT-0002")),
        ("assegna IT-0001, IT-0002 a Denis", ("assegna IT-0001 a Denis", "assegna IT-0002 a Denis")),
        ("סיימתי את IT-0001 ואת IT-0002", ("סיימתי את IT-0001", "סיימתי את IT-0002")),
        ("close IT-0001 like IT-0002", ("close IT-0001 like IT-0002",)),
        ("close IT-0001", ("close IT-0001",)),
    ],
)
def test_listed_tasks_are_told_apart(said: str, each: tuple[str, ...]) -> None:
    assert each_alone(said, NUMBERS, WORDS) == each
