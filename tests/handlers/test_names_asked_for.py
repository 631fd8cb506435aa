"""Where a name is asked for, a yes, a no or "wait" is none, in no language, and goods that are counted are goods."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk

ANSWERS = ["כן. לא, רגע", "1) כן 2) לא", "sì. no, aspetta", "yes. no, wait", "no, sì", "לא. כן"]


@pytest.mark.parametrize("said", ANSWERS)
@pytest.mark.parametrize(
    ("opens", "asked"),
    [
        ("I need a quote for 2 Nova chairs", "quote"),
        ("I need to register a new supplier", "supplier_registration"),
        ("please onboard a new colleague on 7 January", "onboarding"),
    ],
)
def test_a_yes_a_no_or_a_wait_is_no_name(talk: Talk, opens: str, asked: str, said: str) -> None:
    talk.say("Hannah", opens)
    before = {draft.type: draft.fields for draft in talk.drafts("Hannah")}
    talk.say("Hannah", said)
    assert {draft.type: draft.fields for draft in talk.drafts("Hannah")} == before
    assert asked in before


@pytest.mark.parametrize("said", ANSWERS)
def test_nor_is_it_another_name_where_one_was_not_found(talk: Talk, said: str) -> None:
    asked = talk.says("Hannah", "quote for Zork Industries: 2 Nova chairs")
    again = talk.say("Hannah", said)
    assert len(again.choices) == len(asked.choices) == 1
    assert talk.drafts("Hannah")[0].fields["customer"].content == "Zork Industries"


@pytest.mark.parametrize(
    ("who", "opens", "said", "customer"),
    [
        ("Hannah", "I need a quote for 2 Nova chairs", "yes, San Marziale", "Clinica San Marziale S.r.l."),
        ("Hannah", "I need a quote for 2 Nova chairs", "wait, San Marziale", "Clinica San Marziale S.r.l."),
        ("Lorenza", "mi serve un preventivo per 2 sedie Nova", "sì. San Marziale", "Clinica San Marziale S.r.l."),
        ("Maayan", "צריך הצעת מחיר ל-2 כיסאות נובה", "כן, מרכז רפואי גלבוע", "מרכז רפואי גלבוע"),
    ],
)
def test_a_name_behind_a_yes_is_the_name(talk: Talk, who: str, opens: str, said: str, customer: str) -> None:
    talk.says(who, opens, said)
    assert talk.drafts(who)[0].fields["customer"].content == customer


def test_a_name_may_open_like_a_yes(talk: Talk) -> None:
    talk.says("Hannah", "I need a quote for 2 Nova chairs", "OK Energy Ltd")
    assert talk.drafts("Hannah")[0].fields["customer"].content == "OK Energy Ltd"


@pytest.mark.parametrize(
    ("who", "opens", "said", "language"),
    [
        ("Hannah", "I need a quote", "2 Nova chairs", "en"),
        ("Hannah", "I need a quote", "yes and 2 Nova chairs", "en"),
        ("Lorenza", "mi serve un preventivo", "sì e 2 sedie Nova", "it"),
        ("Maayan", "צריך הצעת מחיר", "2 כיסאות נובה", "he"),
        ("Maayan", "צריך הצעת מחיר", "כן ו-2 כיסאות נובה", "he"),
    ],
)
def test_counted_goods_are_no_name_and_are_kept(
    talk: Talk, who: str, opens: str, said: str, language: Language
) -> None:
    talk.says(who, opens, said)
    (draft,) = talk.drafts(who)
    assert draft.language == language
    assert "customer" not in draft.fields
    assert [line.quantity for line in draft.fields["items"].content] == [2]  # type: ignore[union-attr]
