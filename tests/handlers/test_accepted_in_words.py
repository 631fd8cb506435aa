"""Right after a quote was sent, "they accepted" is about that quote, whose number nobody repeats."""

import pytest

from tests.handlers.talk import Talk

QUOTE = {
    "Hannah": ("quote for San Marziale: 3 Nova chairs", "yes"),
    "Lorenza": ("preventivo per San Marziale: 3 sedie Nova", "sì"),
    "Maayan": ("הצעת מחיר לגלבוע 3 כיסא עבודה גל", "כן"),
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "they accepted"),
        ("Hannah", "the customer said yes"),
        ("Lorenza", "il cliente ha accettato"),
        ("Lorenza", "hanno firmato"),
        ("Maayan", "הלקוח אישר"),
        ("Maayan", "הם הסכימו"),
    ],
)
def test_it_is_noted_once(talk: Talk, who: str, said: str) -> None:
    talk.says(who, *QUOTE[who], said, said)
    assert talk.kinds_of_events("Q-0001").count("accepted") == 1
    assert not talk.drafts(who)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "have they accepted?"),
        ("Hannah", "they haven't accepted yet"),
        ("Hannah", "if they accept tell me"),
        ("Hannah", "the customer Hotel Miralago accepted"),
        ("Lorenza", "non hanno ancora accettato"),
        ("Maayan", "הם לא הסכימו"),
    ],
)
def test_what_is_asked_denied_supposed_or_said_of_another_is_not(talk: Talk, who: str, said: str) -> None:
    talk.says(who, *QUOTE[who], said)
    assert "accepted" not in talk.kinds_of_events("Q-0001")
