"""Going back to a request that waits, by its name, while something else is asked."""

import pytest

from tests.handlers.talk import Talk


@pytest.mark.parametrize(
    ("who", "first", "second", "back"),
    [
        ("Hannah", "quote for Clinica San Marziale: 20 desks", "please update a record", "ok, back to the quote"),
        (
            "Alessio",
            "preventivo per la Clinica San Marziale: 20 sedie",
            "c'è un dato da aggiornare",
            "ok torniamo al preventivo",
        ),
        (
            "Alessio",
            "preventivo per la Clinica San Marziale: 20 sedie",
            "c'è un dato da aggiornare",
            "riprendiamo l'offerta",
        ),
        ("Maayan", "הצעת מחיר למכללת גלבוע: 20 כיסאות", "צריך לעדכן פרטים", "טוב, נחזור להצעת המחיר"),
        ("Maayan", "הצעת מחיר למכללת גלבוע: 20 כיסאות", "צריך לעדכן פרטים", "בחזרה להצעה"),
    ],
)
def test_the_request_that_is_named_is_asked_about_again(
    talk: Talk, who: str, first: str, second: str, back: str
) -> None:
    talk.say(who, first)
    other = talk.say(who, second)
    assert other.reply.asks
    assert other.reply.asks.type != "quote"
    again = talk.say(who, back)
    assert again.reply.asks
    assert again.reply.asks.type == "quote"
    assert talk.tasks() == ()
