"""What was cancelled, or was about to be, stays after all."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk

BROKEN: dict[Language, tuple[str, str]] = {
    "en": ("Hannah", "the printer on floor 2 is broken"),
    "it": ("Alessio", "la stampante al secondo piano non va"),
    "he": ("Maayan", "המדפסת בקומה 2 לא עובדת"),
}
KEPT = [
    ("en", "actually no, keep it"),
    ("en", "undo"),
    ("it", "anzi no, lasciala"),
    ("it", "no, non annullarla"),
    ("he", "בעצם לא, תחזירי אותה"),
    ("he", "לא, אל תבטל"),
]


@pytest.mark.parametrize(("language", "said"), KEPT)
def test_what_was_just_cancelled_is_opened_again(talk: Talk, language: Language, said: str) -> None:
    who, broken = BROKEN[language]
    talk.say(who, broken)
    talk.say(who, {"en": "cancel IT-0001", "it": "annulla IT-0001", "he": "לבטל את IT-0001"}[language])
    assert talk.task("IT-0001").status == "cancelled"
    assert talk.say(who, said).text == talk.worded("task-reopened", language, reference="IT-0001", name="")
    assert talk.task("IT-0001").status == "open"


@pytest.mark.parametrize(("language", "said"), [one for one in KEPT if one[1] != "undo"])
def test_while_it_is_asked_what_to_cancel_nothing_is(talk: Talk, language: Language, said: str) -> None:
    who, broken = BROKEN[language]
    talk.say(who, broken)
    talk.say(
        who,
        {"en": "I need leave on 2 December", "it": "il 2 dicembre sono in ferie", "he": "חופש ב-2 בדצמבר"}[language],
    )
    assert talk.say(who, {"en": "cancel it", "it": "annullala", "he": "תבטלי את זה"}[language]).reply.asks
    assert talk.say(who, said).text == talk.worded("nothing-cancelled", language)
    assert {task.status for task in talk.tasks()} == {"open", "awaiting_approval"}
    assert talk.drafts(who) == ()


@pytest.mark.parametrize(("language", "said"), KEPT)
def test_what_is_open_is_not_opened_again(talk: Talk, language: Language, said: str) -> None:
    who, broken = BROKEN[language]
    talk.say(who, broken)
    talk.say(who, said)
    assert talk.task("IT-0001").status == "open"
