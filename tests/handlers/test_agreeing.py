"""How people say yes to a summary, other than by "yes"."""

import pytest

from tests.handlers.talk import Talk

ASKED = {
    "Hannah": "quote for Clinica San Marziale for 20 task chairs Linea",
    "Alessio": "preventivo per Clinica San Marziale: 20 sedie operative Linea",
    "Maayan": "הצעת מחיר ל-Clinica San Marziale: 20 Task chair Linea",
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "fine by me"),
        ("Hannah", "perfect, send it"),
        ("Hannah", "everything is fine, go ahead"),
        ("Hannah", "approved"),
        ("Alessio", "approvato"),
        ("Alessio", "ok per tutto"),
        ("Alessio", "perfetto, procediamo così"),
        ("Alessio", "tutto a posto, invia"),
        ("Maayan", "מאשרת הכל"),
        ("Maayan", "אין בעיה, תשלח"),
        ("Maayan", "כן, הכול בסדר"),
    ],
)
def test_a_summary_is_agreed_to(talk: Talk, who: str, said: str) -> None:
    assert talk.say(who, ASKED[who]).reply.asks
    assert talk.say(who, said).task == "Q-0001"


@pytest.mark.parametrize(
    ("who", "said"), [("Hannah", "is everything fine?"), ("Alessio", "non va tutto bene"), ("Maayan", "יש בעיה")]
)
def test_a_doubt_is_no_yes(talk: Talk, who: str, said: str) -> None:
    talk.say(who, ASKED[who])
    talk.say(who, said)
    assert talk.tasks() == ()
