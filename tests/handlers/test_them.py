"""Who is meant by "them" or "their": the party of the task that was spoken of last, if it is of the field's kind."""

import pytest

from tests.handlers.talk import Talk

ASKED = {
    "Hannah": "ask Sedutec when the chairs arrive",
    "Lorenza": "chiedi a Sedutec quando arrivano le sedie",
    "Maayan": "לשאול את סדוטק מתי הכיסאות מגיעים",
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "order 10 Nova chairs from them too"),
        ("Lorenza", "ordina 10 sedie Nova da loro"),
        ("Maayan", "להזמין מהם 10 כיסאות נובה"),
    ],
)
def test_an_order_goes_to_the_supplier_who_was_asked(talk: Talk, who: str, said: str) -> None:
    talk.says(who, ASKED[who], said)
    (draft,) = talk.drafts(who)
    assert (draft.type, draft.fields["supplier"].record) == ("purchase_order", "S-001")


@pytest.mark.parametrize(
    ("who", "said"),
    [("Hannah", "a quote for them: 3 Nova chairs"), ("Lorenza", "un preventivo per loro: 3 sedie Nova")],
)
def test_a_supplier_is_no_customer(talk: Talk, who: str, said: str) -> None:
    talk.says(who, ASKED[who], said)
    (draft,) = talk.drafts(who)
    assert draft.type == "quote"
    assert not draft.fields.get("customer") or draft.fields["customer"].record is None


def test_where_nobody_was_spoken_of_it_is_asked(talk: Talk) -> None:
    talk.say("Hannah", "order 10 bath towels from them")
    (draft,) = talk.drafts("Hannah")
    assert "supplier" not in draft.fields


def test_what_is_owed_to_them_is_looked_up(talk: Talk) -> None:
    first = talk.say("Hannah", "did Sedutec's invoice get paid?").text
    assert talk.say("Hannah", "and how much do we owe them?").text == first
