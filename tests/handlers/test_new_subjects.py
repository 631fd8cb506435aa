"""What is said while something is asked: another subject, an answer with more in it, or words that are no name."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.bidi import plain
from bot.model import Language
from tests.handlers.talk import Talk

QUOTE = {
    "Hannah": "quote for San Marziale: 5 monitor arms",
    "Lorenza": "preventivo per San Marziale: 5 bracci porta monitor",
    "Maayan": "הצעת מחיר ל-San Marziale: 5 זרועות למסך",
}


@pytest.mark.parametrize(
    ("who", "said", "opened"),
    [
        ("Hannah", "I'm sick today", "AT-0001"),
        ("Hannah", "I'm off tomorrow", "AT-0001"),
        ("Lorenza", "sono malato oggi", "AT-0001"),
        ("Maayan", "אני חולה היום", "AT-0001"),
        ("Lorenza", "ricordami domani di chiamare Tarello", "sab 21 nov 2026"),
        ("Lorenza", "ricordamelo domani", "sab 21 nov 2026"),
        ("Hannah", "also, please remind me on Friday at 9 to call Tarello", "Fri 27 Nov 2026"),
        ("Hannah", "no, and remind me on Friday at 9 to call them", "Fri 27 Nov 2026"),
    ],
)
def test_another_subject_changes_nothing_in_the_draft_that_waits(talk: Talk, who: str, said: str, opened: str) -> None:
    talk.say(who, QUOTE[who])
    assert opened in plain(talk.say(who, said).text)
    with talk.store.read() as reading:
        (draft,) = reading.conversations.drafts(talk.person(who).id)
    assert draft.type == "quote"
    assert "deadline" not in draft.fields
    assert "San" in str(draft.fields["customer"].content)


@pytest.mark.parametrize(
    ("who", "said", "what", "at"),
    [
        ("Hannah", "yes, and remind me on Friday at 9 to call them", "call them", 9),
        ("Lorenza", "sì, e ricordami venerdì alle 9 di chiamarli", "chiamarli", 8),
        ("Maayan", "כן, ותזכירי לי ביום שישי ב-9 להתקשר אליהם", "להתקשר אליהם", 7),
    ],
)
def test_a_yes_and_a_request_beside_it_are_both_done(talk: Talk, who: str, said: str, what: str, at: int) -> None:
    talk.say(who, QUOTE[who])
    answer = plain(talk.say(who, said).text)
    assert answer.index("Q-0001") < answer.index("27 ")
    assert len(talk.mails()) == 1
    (reminder,) = talk.reminders(who)
    assert (reminder.text, reminder.at) == (what, datetime(2026, 11, 27, at, tzinfo=UTC))
    assert not talk.drafts(who)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "yes. Also, don't send it before Monday"),
        ("Hannah", "okay. But remind me tomorrow, I'll decide then"),
        ("Hannah", "ok. Remind me on Monday to send it"),
        ("Hannah", "ok; remind me on Monday to check with Gadi first"),
        ("Hannah", "ok and what about the stock?"),
        ("Hannah", "ok. Do we have them in stock?"),
        ("Hannah", "ok. who is away on Monday?"),
        ("Hannah", "yes, and remind me on Monday to send it"),
        ("Hannah", "yes, and please wait until Monday before sending it"),
        ("Hannah", "yes, also reject Q-0001"),
        ("Hannah", "ok and cancel Q-0007"),
        ("Lorenza", "ok. Ricordami lunedì di mandarla"),
        ("Lorenza", "sì, e ricordami lunedì di spedirla"),
        ("Lorenza", "sì, e non mandarla prima di lunedì"),
        ("Lorenza", "ok, e abbiamo 10 sedie Nova in magazzino?"),
        ("Maayan", "כן. אבל תזכיר לי מחר לשלוח"),
        ("Maayan", "כן וגם אל תשלח לפני יום שני"),
        ("Maayan", "כן, ותזכירי לי ביום שני לשלוח את זה"),
        ("Maayan", "בסדר. תזכיר לי ביום שני לשלוח את זה"),
    ],
)
def test_what_may_be_no_agreement_sends_nothing(talk: Talk, who: str, said: str) -> None:
    talk.say(who, QUOTE[who])
    talk.say(who, said)
    assert "quote" in {draft.type for draft in talk.drafts(who)}
    assert talk.mails() == []


def test_a_yes_and_another_quote_are_two_quotes(talk: Talk) -> None:
    talk.say("Hannah", QUOTE["Hannah"])
    answer = plain(talk.say("Hannah", "yes, and a quote for Pemberton: 3 monitor arms").text)
    assert "Q-0001 for Clinica San Marziale" in answer
    assert "Quote for Pemberton" in answer
    assert len(talk.mails()) == 1


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "yes. And a quote for Bertani: 3 desks"),
        ("Lorenza", "sì. E un preventivo per Bertani: 3 scrivanie"),
        ("Maayan", "כן. והצעת מחיר לברטאני: 3 שולחנות"),
    ],
)
def test_another_quote_for_somebody_unknown_is_asked_about_in_its_own_draft(talk: Talk, who: str, said: str) -> None:
    talk.says(who, QUOTE[who], said)
    (draft,) = talk.drafts(who)
    assert draft.fields["customer"].content in {"Bertani", "ברטאני"}
    assert len(draft.fields["items"].content) == 1  # type: ignore[arg-type]
    assert len(talk.mails()) == 1


@pytest.mark.parametrize(
    ("who", "said", "field"),
    [
        ("Hannah", "yes, and make it 8% off", "discount"),
        ("Hannah", "yes, and by next Friday", "deadline"),
        ("Hannah", "yes, cancel it", "customer"),
        ("Lorenza", "sì, ma con lo sconto del 5%", "discount"),
        ("Maayan", "כן, ועם הנחה של 5%", "discount"),
    ],
)
def test_a_yes_with_a_change_sends_nothing_yet(talk: Talk, who: str, said: str, field: str) -> None:
    talk.says(who, QUOTE[who], said)
    assert not talk.mails()
    (draft,) = talk.drafts(who)
    assert field in draft.fields


@pytest.mark.parametrize(
    ("who", "said", "opened", "what"),
    [
        (
            "Hannah",
            "also, please remind me on Friday at 9 to call Tarello, and where is our order with Sedutec?",
            "SC-0001",
            "call Tarello",
        ),
        (
            "Lorenza",
            "inoltre ricordami venerdì alle 9 di chiamare Tarello, e apri un ticket per l'IT: il mio monitor non va",
            "IT-0001",
            "chiamare Tarello",
        ),
        (
            "Maayan",
            "וגם תזכירי לי ביום שישי ב-9 להתקשר לטרלו. חוץ מזה, המסך שלי לא נדלק",
            "IT-0001",
            "להתקשר לטרלו",
        ),
    ],
)
def test_two_requests_beside_a_draft_are_both_worked(talk: Talk, who: str, said: str, opened: str, what: str) -> None:
    talk.say(who, QUOTE[who])
    assert opened in plain(talk.say(who, said).text)
    (reminder,) = talk.reminders(who)
    assert reminder.text == what
    assert what not in str([value.content for value in talk.task(opened).fields.values()])
    (draft,) = talk.drafts(who)
    assert "deadline" not in draft.fields


def test_a_question_beside_a_reminder_is_asked_as_one(talk: Talk) -> None:
    said = "also, please remind me on Friday at 9 to call Tarello, and where is our order with the chair supplier?"
    answer = plain(talk.says("Hannah", QUOTE["Hannah"], said).text)
    assert "I will remind you on Fri 27 Nov 2026" in answer
    assert "Which supplier is it about?" in answer
    assert not talk.tasks()


@pytest.mark.parametrize(
    ("who", "asks", "said", "noted"),
    [
        ("Hannah", "quote for San Marziale: 5 chairs", "make it 12% off", "Noted: discount 12%."),
        ("Hannah", "quote for San Marziale: 5 chairs", "by 15 December", "Noted: needed by Tuesday, 15 December 2026."),
        ("Lorenza", "preventivo per San Marziale: 5 sedie", "sconto 12%", "Segnato: sconto 12%."),
        ("Maayan", "הצעת מחיר ל-San Marziale: 5 כיסאות", "הנחה 12%", "רשמתי: הנחה 12%."),
    ],
)
def test_what_is_noted_beside_an_open_choice_is_said(talk: Talk, who: str, asks: str, said: str, noted: str) -> None:
    choices = talk.say(who, asks).choices
    answer = talk.say(who, said)
    assert plain(answer.text).startswith(noted)
    assert answer.choices == choices


def test_what_was_noted_and_is_taken_back_is_said_as_well(talk: Talk) -> None:
    talk.says("Hannah", "quote for San Marziale: 5 chairs, 12% off")
    assert plain(talk.say("Hannah", "no discount").text).startswith("Noted: no discount.")


@pytest.mark.parametrize(
    ("who", "asks", "said", "language"),
    [
        ("Hannah", "has the invoice of Tarello been paid?", "24 inches", "en"),
        ("Alessio", "è stata pagata la fattura di Tarello?", "24 pollici", "it"),
        ("Maayan", "האם החשבונית של Tarello שולמה?", "24 אינץ'", "he"),
        ("Hannah", "quote for Tarello: 5 chairs", "24 inches", "en"),
        ("Hannah", "quote for Tarello: 5 chairs", "😀" * 600, "en"),
    ],
)
def test_a_short_answer_that_fits_no_choice_drops_none(
    talk: Talk, who: str, asks: str, said: str, language: Language
) -> None:
    before = talk.say(who, asks)
    after = talk.say(who, said)
    assert after.text.startswith(talk.worded("choice-not-read", language))
    assert after.choices == before.choices
    assert len(after.text) < 400


def test_a_new_customer_s_name_in_capitals_is_no_request(talk: Talk) -> None:
    talk.says("Hannah", "quote for Tarello: 5 chairs", "Zork Industries")
    assert not talk.tasks()
    (draft,) = talk.drafts("Hannah")
    assert draft.fields["customer"].content == "Zork Industries"


def test_a_name_as_long_as_a_letter_is_cut_where_it_is_repeated(talk: Talk) -> None:
    talk.say("Hannah", "quote for Tarello: 5 chairs")
    answer = plain(talk.say("Hannah", f"Zork {'X' * 200}").text)
    assert "…" in answer
    assert "X" * 61 not in answer


@pytest.mark.parametrize("said", ["for next Friday", "by next Friday please"])
def test_a_mere_day_is_still_the_draft_s(talk: Talk, said: str) -> None:
    talk.say("Hannah", QUOTE["Hannah"])
    assert "Friday, 27 November" in plain(talk.say("Hannah", said).text)


@pytest.mark.parametrize(
    ("who", "asks", "said", "sku"),
    [
        ("Hannah", "quote for San Marziale: 5 chairs", "Nova, 12% off", "Nova"),
        ("Hannah", "quote for San Marziale: 5 chairs", "Nova with 12% discount", "Nova"),
        ("Lorenza", "preventivo per San Marziale: 5 sedie", "la Nova, sconto 12%", "Nova"),
        ("Lorenza", "preventivo per San Marziale: 5 sedie", "la 2 con sconto 12%", ""),
    ],
)
def test_a_choice_takes_what_is_said_beside_it(talk: Talk, who: str, asks: str, said: str, sku: str) -> None:
    talk.say(who, asks)
    answer = plain(talk.say(who, said).text)
    assert "12%" in answer
    assert sku in answer
    with talk.store.read() as reading:
        (draft,) = reading.conversations.drafts(talk.person(who).id)
    assert draft.fields["discount"].content == Decimal(12)


def test_things_and_corrections_are_no_name_of_a_firm_and_the_choices_stay(talk: Talk) -> None:
    talk.say("Lorenza", "preventivo per la Tarello: 12 sedie e 3 scrivanie, sconto del 5 per cento")
    for said in ("la brera 140 e le sedie nova", "no aspetta, le scrivanie sono 4"):
        assert "2. Tarello Logistica" in plain(talk.say("Lorenza", said).text)


def test_a_fault_is_no_product_s_name_and_thanks_are_no_choice(talk: Talk) -> None:
    talk.say("Hannah", "quote for San Marziale: 60 chairs")
    assert "You are welcome" in plain(talk.say("Hannah", "thanks!").text)
    talk.say("Hannah", "המזגן בחדר הישיבות מטפטף")
    (task,) = talk.tasks()
    assert "המזגן" in str([value.content for value in task.fields.values()])
    with talk.store.read() as reading:
        (draft,) = reading.conversations.drafts(talk.person("Hannah").id)
    assert "chairs" in str(draft.fields["items"].content)


def test_a_new_subject_at_a_choice_is_worked_and_what_is_sent_later_has_nothing_of_it(talk: Talk) -> None:
    talk.say("Hannah", "quote for San Marziale: 5 chairs")
    assert "AT-0001" in plain(talk.say("Hannah", "I'm sick today, back on Wednesday").text)
    talk.says("Hannah", "Nova", "yes")
    quote = next(task for task in talk.tasks() if task.type == "quote")
    assert "deadline" not in quote.fields
    assert len(talk.mails()) == 1
