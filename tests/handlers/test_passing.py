"""What is said in passing is answered in passing."""

import pytest

from bot.model import Language
from bot.texts import text
from tests.builders import said as spoken
from tests.handlers.talk import Talk

LANGUAGE: dict[str, Language] = {"Hannah": "en", "Lorenza": "it", "Maayan": "he"}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "ok thanks"),
        ("Hannah", "perfect, thank you!"),
        ("Lorenza", "ok grazie"),
        ("Lorenza", "va bene, grazie mille!"),
        ("Maayan", "אוקיי תודה"),
        ("Maayan", "מצוין, תודה רבה"),
    ],
)
def test_thanks_behind_an_ok_are_thanks(talk: Talk, who: str, said: str) -> None:
    assert talk.say(who, said).text == spoken(text("you-are-welcome"), LANGUAGE[who])


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "who are you?"),
        ("Hannah", "hey, are you a robot?"),
        ("Lorenza", "chi sei?"),
        ("Lorenza", "ma sei un robot?"),
        ("Maayan", "מי את?"),
        ("Maayan", "את בוט?"),
    ],
)
def test_who_asks_is_told_that_it_is_a_program(talk: Talk, who: str, said: str) -> None:
    assert talk.say(who, said).text == spoken(text("who-i-am"), LANGUAGE[who])


@pytest.mark.parametrize(
    ("who", "said"), [("Hannah", "good morning"), ("Lorenza", "buongiorno"), ("Maayan", "בוקר טוב")]
)
def test_a_greeting_is_greeted(talk: Talk, who: str, said: str) -> None:
    name = talk.person(who).name.split()[0]
    assert talk.say(who, said).text == spoken(text("hello", name=name), LANGUAGE[who])


@pytest.mark.parametrize(("who", "said"), [("Hannah", "ok"), ("Lorenza", "sì"), ("Maayan", "כן")])
def test_a_mere_yes_is_told_that_nothing_is_asked(talk: Talk, who: str, said: str) -> None:
    assert talk.say(who, said).text == spoken(text("nothing-open"), LANGUAGE[who])
