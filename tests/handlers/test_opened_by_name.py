"""A request that is opened by nothing but its name is a new one, and no task that is opened again."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "please open an IT ticket"),
        ("Hannah", "could you open an IT ticket please?"),
        ("Alessio", "per favore apri un ticket IT"),
        ("Alessio", "apri un ticket all'IT"),
        ("Maayan", "תפתחי בבקשה קריאת מחשוב"),
    ],
)
def test_a_ticket_for_it_is_a_new_one_whose_problem_is_asked_for(talk: Talk, who: str, said: str) -> None:
    asked = talk.say(who, said).reply.asks
    assert asked
    assert (asked.type, asked.field) == ("it_support", "subject")
    assert talk.tasks() == ()


def test_a_new_ticket_of_which_no_more_is_said_is_asked_about(talk: Talk) -> None:
    asked = talk.say("Hannah", "open a new ticket please")
    assert asked.reply.asks
    assert len(asked.choices) == 2


@pytest.mark.parametrize("said", ["open the ticket again", "reopen it"])
def test_what_is_opened_again_is_still_reopened(talk: Talk, said: str) -> None:
    reference = talk.say("Hannah", "the printer on the second floor is stuck").task
    talk.say("Hannah", f"{reference} is done")
    talk.says("Hannah", said)
    assert talk.task(reference).status == "open"


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "open a request", "en"),
        ("Hannah", "I'd like to open a new request please", "en"),
        ("Alessio", "apri una pratica", "it"),
        ("Alessio", "nuova richiesta", "it"),
        ("Maayan", "לפתוח פנייה", "he"),
        ("Maayan", "אני רוצה לפתוח פנייה חדשה", "he"),
    ],
)
def test_a_request_of_which_nothing_is_said_is_asked_what_it_is_about(
    talk: Talk, who: str, said: str, language: Language
) -> None:
    talk.say(who, {"en": "the printer is stuck", "it": "la stampante è bloccata", "he": "המדפסת תקועה"}[language])
    assert talk.says(who, said).text == talk.worded("open-what", language)
    assert len(talk.tasks()) == 1
