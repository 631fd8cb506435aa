"""A reminder that is dropped by words: by its day, by what it is about, or because there is only one."""

from datetime import timedelta

import pytest

from tests.handlers.talk import NOW, Talk

KEPT = {
    "Hannah": ("remind me on Thursday at 10 to call Pemberton", "remind me tomorrow to visit the notary"),
    "Alessio": ("ricordami giovedì alle 10 di sentire Casalpina", "ricordami domani di chiamare il notaio"),
    "Maayan": ("תזכיר לי ביום חמישי ב-10 להתקשר לגלבוע", "תזכירי לי מחר לדבר עם הנוטריון"),
}


def to_come(talk: Talk, who: str) -> list[str]:
    with talk.store.read() as reading:
        return [one.text for one in reading.reminders.to_come(talk.person(who).id, NOW)]


@pytest.mark.parametrize(
    ("who", "said", "stays"),
    [
        ("Hannah", "cancel the reminder of Thursday", "visit the notary"),
        ("Hannah", "please delete Thursday's reminder", "visit the notary"),
        ("Hannah", "don't remind me about the notary", "call Pemberton"),
        ("Hannah", "can you remove the notary reminder?", "call Pemberton"),
        ("Alessio", "annulla il promemoria di giovedì", "chiamare il notaio"),
        ("Alessio", "togli il promemoria del notaio", "sentire Casalpina"),
        ("Alessio", "non ricordarmi più di chiamare il notaio", "sentire Casalpina"),
        ("Alessio", "ok, cancella pure il promemoria di giovedì alle 10", "chiamare il notaio"),
        ("Maayan", "תבטל את התזכורת של יום חמישי", "לדבר עם הנוטריון"),
        ("Maayan", "תמחקי בבקשה את התזכורת לנוטריון", "להתקשר לגלבוע"),
        ("Maayan", "אל תזכיר לי להתקשר לגלבוע", "לדבר עם הנוטריון"),
        ("Hannah", "cancel the 10 o'clock reminder", "visit the notary"),
        ("Alessio", "annulla il promemoria delle 10", "chiamare il notaio"),
        ("Maayan", "לבטל את התזכורת של 10", "לדבר עם הנוטריון"),
    ],
)
def test_the_reminder_that_is_meant_is_dropped_and_the_other_stays(talk: Talk, who: str, said: str, stays: str) -> None:
    talk.says(who, *KEPT[who])
    talk.say(who, said)
    assert to_come(talk, who) == [stays]


@pytest.mark.parametrize(
    ("who", "said"),
    [("Hannah", "cancel the reminder"), ("Alessio", "annulla il promemoria"), ("Maayan", "תבטל את התזכורת")],
)
def test_which_of_two_is_asked_for_and_one_alone_is_dropped_at_once(talk: Talk, who: str, said: str) -> None:
    first, second = KEPT[who]
    talk.says(who, first, second)
    assert len(talk.say(who, said).choices) == 2
    talk.say(who, "2")
    (left,) = to_come(talk, who)
    assert left in talk.say(who, said).text
    assert to_come(talk, who) == []
    assert not talk.say(who, said).choices


@pytest.mark.parametrize(
    ("who", "said", "yes", "drop"),
    [
        ("Hannah", "remind me every Monday at 9 to count the stock", "yes", "cancel the stock reminder"),
        ("Alessio", "ogni lunedì ricordami di fare l'inventario", "sì", "annulla il promemoria dell'inventario"),
        ("Maayan", "תזכירי לי כל יום ראשון ב-9 לבדוק מלאי", "כן", "תבטלי את התזכורת של המלאי"),
    ],
)
def test_one_that_comes_again_is_listed_and_stopped_or_dropped_before_it_is_kept(
    talk: Talk, who: str, said: str, yes: str, drop: str
) -> None:
    talk.say(who, said)
    assert not talk.say(who, drop).reply.asks
    assert talk.say(who, yes).reply.tasks == ()
    assert _standing(talk, who) == 0
    talk.says(who, said, yes)
    assert _standing(talk, who) == 1
    talk.say(who, drop)
    assert _standing(talk, who) == 0


def _standing(talk: Talk, who: str) -> int:
    with talk.store.read() as reading:
        return len(reading.recurring.of(talk.person(who).id))


def test_a_day_without_a_reminder_drops_nothing_before_it_is_asked(talk: Talk) -> None:
    talk.say("Hannah", KEPT["Hannah"][0])
    assert talk.say("Hannah", "cancel the reminder of Monday").choices
    assert to_come(talk, "Hannah") == ["call Pemberton"]


def test_reminding_to_cancel_something_is_a_reminder(talk: Talk) -> None:
    talk.say("Hannah", "remind me tomorrow to cancel the reminder service")
    assert to_come(talk, "Hannah") == ["cancel the reminder service"]


def test_a_dropped_reminder_is_never_given(talk: Talk) -> None:
    talk.says("Hannah", KEPT["Hannah"][0], "cancel the reminder")
    with talk.store.read() as reading:
        assert reading.reminders.due(NOW + timedelta(days=30), limit=9) == ()
