"""How a conversation is led: other topics, two requests, cancelling, not knowing, later, a restart."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk
from tests.handlers.test_quote import ARMS, lines

BEGUN: dict[str, tuple[Language, str]] = {
    "Hannah": ("en", "I need a quote for San Marziale"),
    "Alessio": ("it", "mi serve un preventivo per San Marziale"),
    "Maayan": ("he", "צריך הצעת מחיר למרכז רפואי גלבוע"),
}


@pytest.mark.parametrize(
    ("who", "other"),
    [
        ("Hannah", "has invoice 16/2026 been paid?"),
        ("Alessio", "la fattura 16/2026 è stata pagata?"),
        ("Maayan", "האם חשבונית 16/2026 שולמה?"),
    ],
)
def test_another_topic_is_answered_and_then_the_question_comes_back(talk: Talk, who: str, other: str) -> None:
    language, begun = BEGUN[who]
    question = talk.say(who, begun).text
    said = talk.say(who, other)
    assert talk.worded("is-not-paid", language) in said.text
    assert said.text.endswith(question)
    assert said.reply.asks is not None
    assert said.reply.asks.field == "items"


def test_the_summary_waits_while_another_topic_is_answered(talk: Talk) -> None:
    talk.says("Hannah", ARMS, "what are my open tasks?", "yes")
    assert talk.task("Q-0001").status == "done"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "my laptop won't turn on. Also, quote for San Marziale: 5 monitor arms"),
        (
            "Alessio",
            "il mio portatile non si accende e mi serve un preventivo per San Marziale: 5 bracci porta monitor",
        ),
        ("Maayan", "הצעת מחיר למרכז רפואי גלבוע: 5 לוחות מחיקים. חוץ מזה המדפסת בקומה השנייה נתקעת"),
    ],
)
def test_two_requests_in_one_message_are_both_taken_in(talk: Talk, who: str, said: str) -> None:
    both = talk.say(who, said)
    assert both.task == "IT-0001"
    assert both.text.endswith(talk.worded("quote-send", BEGUN[who][0]))
    talk.say(who, "ok")
    assert sorted(task.type for task in talk.tasks()) == ["it_support", "quote"]


def test_what_can_be_answered_at_once_does_not_wait_for_the_other_request(talk: Talk) -> None:
    both = talk.say("Hannah", f"{ARMS}, and has invoice 16/2026 been paid?")
    assert talk.worded("is-not-paid", "en") in both.text
    assert both.text.endswith(talk.worded("quote-send", "en"))
    assert talk.say("Hannah", "yes").reply.files


def test_two_requests_with_questions_are_asked_one_after_the_other(talk: Talk) -> None:
    first = talk.say("Hannah", "quote for San Marziale. Also register a new supplier: Kestrel Paper")
    assert first.reply.asks is not None
    assert len(talk.drafts("Hannah")) == 2
    talk.says("Hannah", "5 monitor arms")
    second = talk.say("Hannah", "yes")
    assert second.reply.asks is not None
    assert second.reply.asks.type == "supplier_registration"


@pytest.mark.parametrize(
    ("who", "cancel"), [("Hannah", "never mind"), ("Alessio", "lascia perdere"), ("Maayan", "עזוב")]
)
def test_cancelling_midway_leaves_nothing_behind(talk: Talk, who: str, cancel: str) -> None:
    talk.says(who, BEGUN[who][1], cancel)
    assert talk.drafts(who) == ()
    assert talk.tasks() == ()


@pytest.mark.parametrize(
    ("who", "unsure", "again", "on"),
    [
        ("Hannah", "I don't know", "no idea", "continue"),
        ("Alessio", "non lo so", "boh", "continua"),
        ("Maayan", "לא יודעת", "אין לי מושג", "נמשיך"),
    ],
)
def test_not_knowing_brings_a_hint_and_then_the_draft_is_kept_aside(
    talk: Talk, who: str, unsure: str, again: str, on: str
) -> None:
    language, begun = BEGUN[who]
    words = talk.parts.catalogue["quote"].words(language).fields["items"]
    talk.say(who, begun)
    assert talk.say(who, unsure).text == words.hint
    assert talk.say(who, again).reply.asks is None
    (kept,) = talk.drafts(who)
    assert kept.aside
    assert talk.say(who, on).text.endswith(words.question)


@pytest.mark.parametrize(
    ("who", "later", "on"),
    [("Hannah", "later", "continue"), ("Alessio", "più tardi", "riprendiamo"), ("Maayan", "אחר כך", "נמשיך")],
)
def test_a_draft_put_aside_is_taken_up_again(talk: Talk, who: str, later: str, on: str) -> None:
    question = talk.say(who, BEGUN[who][1]).text
    assert talk.say(who, later).reply.asks is None
    assert question in talk.say(who, on).text


@pytest.mark.parametrize("who", BEGUN)
def test_a_draft_waits_over_a_restart(talk: Talk, who: str) -> None:
    language, begun = BEGUN[who]
    talk.say(who, begun)
    talk.restart()
    product = "5 לוחות מחיקים" if language == "he" else "5 monitor arms"
    assert talk.say(who, product).text.endswith(talk.worded("quote-send", language))


def test_a_summary_waits_over_a_restart(talk: Talk) -> None:
    talk.say("Hannah", ARMS)
    talk.restart()
    talk.say("Hannah", "yes")
    assert lines(talk, "Q-0001") == [("ACC-210", 5)]


def test_a_yes_to_a_choice_asks_which(talk: Talk) -> None:
    choices = talk.say("Hannah", "quote for San Marziale: 20 desks").choices
    again = talk.say("Hannah", "yes")
    assert again.choices == choices
    assert talk.worded("choice-unclear", "en") in again.text


def test_what_nobody_understands_is_asked_with_choices_or_not_at_all(talk: Talk) -> None:
    said = talk.say("Hannah", "\x07\x00")
    assert bool(said.choices) == (talk.worded("did-you-mean", "en") in said.text)


CONTRACT = {
    "Hannah": "I need an employment contract",
    "Alessio": "I need an employment contract",
    "Maayan": "צריך חוזה העסקה",
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "hello, I urgently need help with something"),
        ("Hannah", "cancel my leave"),
        ("Hannah", "I'd like a raise"),
        ("Alessio", "ciao, ho urgente bisogno di aiuto"),
        ("Alessio", "annulla le mie ferie"),
        ("Alessio", "vorrei un aumento"),
        ("Maayan", "היי, אני צריכה עזרה דחוף"),
        ("Maayan", "לבטל את החופשה שלי"),
        ("Maayan", "אני רוצה העלאה"),
    ],
)
def test_a_sentence_is_no_name_of_a_colleague(talk: Talk, who: str, said: str) -> None:
    asked = talk.say(who, CONTRACT[who])
    assert asked.reply.asks is not None
    assert asked.reply.asks.field == "employee"
    talk.say(who, said)
    assert [draft.fields.get("employee") for draft in talk.drafts(who) if draft.type == "employment_contract"] == [None]


@pytest.mark.parametrize(
    ("who", "begun", "said"),
    [
        ("Hannah", "register a new supplier", "what's below reorder level"),
        ("Alessio", "registra un nuovo fornitore", "cosa c'è sotto scorta"),
        ("Maayan", "לפתוח ספק חדש", "מה מתחת למינימום"),
    ],
)
def test_a_sentence_is_no_name_of_a_supplier(talk: Talk, who: str, begun: str, said: str) -> None:
    talk.says(who, begun, said)
    (draft,) = [one for one in talk.drafts(who) if one.type == "supplier_registration"]
    assert "supplier" not in draft.fields
    assert not any(said in str(value.content) for value in draft.fields.values())


@pytest.mark.parametrize(
    ("who", "begun", "said"),
    [
        ("Hannah", "we have to pay Sedutec", "write to Dossena that the delivery will be a week late"),
        ("Alessio", "dobbiamo pagare Sedutec", "scrivi a Dossena che la consegna slitta di una settimana"),
        ("Maayan", "בקשת תשלום ל-Sedutec", "לכתוב ל-Dossena שהמשלוח יאחר בשבוע"),
    ],
)
def test_an_order_to_write_to_somebody_changes_no_payee(talk: Talk, who: str, begun: str, said: str) -> None:
    talk.says(who, begun, said)
    (draft,) = [one for one in talk.drafts(who) if one.type == "payment_request"]
    assert not any("ossena" in str(value.content) for value in draft.fields.values())


@pytest.mark.parametrize(
    ("who", "begun", "name"),
    [
        ("Maayan", "צריך הצעת מחיר ל-5 כיסאות גל", "Clinica San Marziale"),
        ("Maayan", "צריך הצעת מחיר ל-5 כיסאות גל", "Studio Legale Ferraris & Nobili."),
        ("Hannah", "I need a quote for 5 task chairs", "Clinica San Marziale"),
        ("Alessio", "mi serve un preventivo per 5 sedie operative", "Neve Tavor Municipality"),
    ],
)
def test_a_name_in_other_letters_does_not_change_the_language_of_a_talk(
    talk: Talk, who: str, begun: str, name: str
) -> None:
    language = talk.person(who).language
    talk.says(who, begun, name)
    with talk.store.read() as reading:
        kept = reading.conversations.get(f"terminal:{talk.person(who).id}")
    assert kept is not None
    assert kept.language == language
