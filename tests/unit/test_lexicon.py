"""Short answers in three languages."""

import pytest

from bot.understanding.lexicon import load_lexicon

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("yes", "Yes!"),
        ("yes", "ok, thanks"),
        ("yes", "sì"),
        ("yes", "SI"),
        ("yes", "va bene, grazie"),
        ("yes", "כן"),
        ("yes", "כן, תודה"),
        ("no", "No."),
        ("no", "לא"),
        ("cancel", "never mind"),
        ("cancel", "lascia perdere"),
        ("cancel", "עזוב"),
        ("unknown", "I don't know"),
        ("unknown", "I don’t know"),
        ("unknown", "boh"),
        ("unknown", "לא יודעת"),
        ("skip", "skip"),
        ("skip", "salta"),
        ("skip", "לדלג"),
        ("later", "later please"),
        ("later", "più tardi"),
        ("later", "אחר כך"),
        ("resume", "continue"),
        ("resume", "riprendiamo"),
        ("resume", "נמשיך"),
        ("greeting", "hello"),
        ("thanks", "grazie mille!"),
    ],
)
def test_a_whole_message_means_an_answer(name: str, text: str) -> None:
    assert LEXICON.means(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("yes", "yes but change the discount"),
        ("yes", "yesterday"),
        ("no", "no, 250"),
        ("no", "nova"),
        ("cancel", "cancel IT-0001"),
        ("cancel", "annulla la pratica IT-0001"),
        ("cancel", ""),
        ("skip", "without the chairs"),
        ("yes", "כנראה"),
    ],
)
def test_more_than_an_answer_is_none(name: str, text: str) -> None:
    assert not LEXICON.means(name, text)


@pytest.mark.parametrize(
    ("names", "text", "rest"),
    [
        ("no", "no, 250", "250"),
        ("correction", "Actually, make it 250", "make it 250"),
        (("correction", "change"), "anzi, 250", "250"),
        ("correction", "לא, 250", "250"),
        ("remove", "without the cable trays", "the cable trays"),
        ("remove", "senza le canaline", "le canaline"),
        ("remove", "בלי הארונות", "הארונות"),
        ("no", "nova", None),
        ("no", "yes", None),
        ("correction", "", None),
    ],
)
def test_what_follows_an_opener_is_found(names: str | tuple[str, ...], text: str, rest: str | None) -> None:
    assert LEXICON.after(names, text) == rest


@pytest.mark.parametrize(
    ("text", "count", "place"),
    [
        ("1", 3, 0),
        ("#2", 3, 1),
        ("(3)", 3, 2),
        ("4", 3, None),
        ("0", 3, None),
        ("the second one", 3, 1),
        ("la prima", 3, 0),
        ("השלישית", 3, 2),
        ("the last one", 4, 3),
        ("l'ultimo", 4, 3),
        ("האחרון", 4, 3),
        ("2 please", 3, 1),
        ("2 desks", 3, None),
        ("the last one", 0, None),
        ("third", 2, None),
    ],
)
def test_a_choice_is_named_by_number_or_place(text: str, count: int, place: int | None) -> None:
    assert LEXICON.number_of_choice(text, count) == place


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hello, the printer is broken", "the printer is broken"),
        ("Ciao, la stampante è rotta, grazie mille", "la stampante è rotta"),
        ("היי, המדפסת מקולקלת, תודה", "המדפסת מקולקלת"),
        ("the printer is broken", "the printer is broken"),
    ],
)
def test_manners_are_put_aside(text: str, rest: str) -> None:
    assert LEXICON.without_manners(text) == rest


@pytest.mark.parametrize(
    ("text", "something"),
    [
        ("open a ticket, please", False),
        ("apri una richiesta per favore", False),
        ("לפתוח קריאה בבקשה", False),
        ("the printer jams", True),
        ("la stampante", True),
        ("המדפסת", True),
        ("", False),
    ],
)
def test_words_that_only_ask_say_nothing(text: str, something: bool) -> None:  # noqa: FBT001  a table's column
    assert LEXICON.says_something(text) == something


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("what is overdue?", "overdue"),
        ("cosa è in ritardo?", "overdue"),
        ("מה באיחור?", "overdue"),
        ("my tasks", "mine"),
        ("le mie pratiche", "mine"),
        ("המשימות שלי", "mine"),
        ("what has my team got?", "team"),
        ("tutte le pratiche aperte", "open"),
        ("what's on my plate?", "mine"),
        ("which decisions are mine?", "approvals"),
        ("quali pratiche sono ferme?", "waiting"),
        ("אילו משימות תקועות?", "waiting"),
        ("מה שבאיחור", "overdue"),
        ("כל הפתוחות", "open"),
    ],
)
def test_the_scope_of_a_list_is_in_its_words(text: str, scope: str) -> None:
    assert LEXICON.scopes(text)[0] == scope


@pytest.mark.parametrize(
    "text",
    [
        "the template to translate",
        "who is at the meeting",
        "what comes later",
        "la conferma della somma",
        "che cosa dicono",
        "אולי בשליחות",
    ],
)
def test_nor_is_it_in_a_part_of_a_word(text: str) -> None:
    assert LEXICON.scopes(text) == ()


@pytest.mark.parametrize("name", ["yes", "no", "cancel", "unknown", "skip", "later", "resume"])
def test_no_answer_means_its_opposite(name: str) -> None:
    against = {"yes": "no", "no": "yes", "cancel": "yes", "unknown": "yes", "skip": "yes", "later": "yes"}
    other = against.get(name, "cancel")
    assert LEXICON.words[name] & LEXICON.words[other] == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "please remind me to call",
        "also, please remind me to call",
        "per favore ricordami di chiamare",
        "בבקשה תזכירי לי להתקשר",
    ],
)
def test_a_please_stands_before_the_wish_to_be_reminded(text: str) -> None:
    assert LEXICON.opens_reminder(text)
