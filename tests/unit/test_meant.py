"""A request whose type was asked for, or told to be another, is read as if it had been known from the start."""

import pytest

from bot.clock.recurring import rule_of, words_of
from bot.conversation import Ask, Conversation
from bot.effects import Decision
from bot.meant import answer_which, ask_which, not_the_draft
from bot.model import Language
from tests.builders import ALICE, turn

OFTEN: list[tuple[Language, str, str, str]] = [
    ("en", "every Monday at 9 look after the parcels", "every Monday at 9", "look after the parcels"),
    ("it", "ogni lunedì alle 9 i pacchi da sistemare", "ogni lunedì alle 9", "i pacchi da sistemare"),
    ("he", "כל יום שני ב-9:00 לטפל בחבילות", "כל יום שני ב-9:00", "לטפל בחבילות"),
]


def asked(said: str, language: Language, *, chosen: str) -> Decision:
    fresh = Decision(Conversation(key="c", person_id=ALICE.id, language=language), {})
    question = ask_which(["general", "report", "task_status"], said, "general", turn(said, language=language), fresh)
    ask = question.conversation.asked
    assert ask
    answered = answer_which(ask, turn(chosen, language=language, conversation=question.conversation), question)
    assert answered
    return answered


@pytest.mark.parametrize(("language", "said", "words", "what"), OFTEN)
@pytest.mark.parametrize("number", ["1", "2"])
def test_a_request_whose_type_was_asked_for_comes_again_as_it_was_said(
    language: Language, said: str, words: str, what: str, number: str
) -> None:
    (draft,) = asked(said, language, chosen=number).drafts.values()
    rule = rule_of(draft)
    assert rule
    assert (rule.unit, rule.weekdays, rule.at and rule.at.hour) == ("week", (0,), 9)
    assert (words_of(draft), draft.said) == (words, what)


@pytest.mark.parametrize(("language", "said"), [(language, said) for language, said, _, _ in OFTEN])
def test_an_act_does_not(language: Language, said: str) -> None:
    assert not any(rule_of(draft) for draft in asked(said, language, chosen="3").drafts.values())


@pytest.mark.parametrize(("language", "told"), [("en", "no, a report"), ("it", "no, un report"), ("he", "לא, דוח")])
def test_a_request_that_is_told_to_be_another_comes_again_as_it_was_said(language: Language, told: str) -> None:
    said = next(said for one, said, _, _ in OFTEN if one == language)
    (former,) = asked(said, language, chosen="1").drafts.values()
    fresh = Decision(Conversation(key="c", person_id=ALICE.id, language=language), {former.id: former})
    confirming = Ask(kind="confirm", draft=former.id)
    switched = not_the_draft(former, confirming, turn(told, language=language), fresh)
    assert switched
    (draft,) = switched.drafts.values()
    assert (draft.type, rule_of(draft), words_of(draft)) == ("report", rule_of(former), words_of(former))
