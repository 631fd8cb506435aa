"""What people correct is kept with the sentence it is about; another type is gone on with from the same words."""

from dataclasses import dataclass, replace

import pytest

from bot.model import Correction, Language
from bot.understanding.intents import Guess
from handlers.worker import Worker
from tests.handlers.talk import Talk
from tests.handlers.test_quote import ARMS, lines
from tests.handlers.test_second_thoughts import SMALL

QUOTES: dict[str, tuple[Language, str]] = {
    "Hannah": ("en", "quote for San Marziale: 5 monitor arms"),
    "Alessio": ("it", "preventivo per San Marziale: 5 bracci porta monitor"),
    "Maayan": ("he", "הצעת מחיר ל-San Marziale: 5 זרועות למסך"),
}


def kept(talk: Talk) -> list[Correction]:
    """Oldest first."""
    with talk.store.read() as reading:
        return list(reversed(reading.corrections.all()))


def types(talk: Talk) -> list[tuple[str, str, str | None]]:
    """Of each correction of a type the sentence, what was understood and what was meant."""
    return [(one.sentence, one.understood, one.meant) for one in kept(talk) if one.field is None]


def fields(talk: Talk) -> list[tuple[str | None, str]]:
    """Of each correction of a field its name, and the sentence."""
    return [(one.field, one.sentence) for one in kept(talk) if one.field]


@dataclass(frozen=True)
class Doubt:
    """A model that takes everything for one of three types and is sure of none."""

    order: tuple[str, ...]

    def guess(self, text: str) -> tuple[Guess, ...]:
        return tuple(Guess(name, 0.4 - place / 10) for place, name in enumerate(self.order))

    glance = guess


def doubting(talk: Talk, *order: str) -> Talk:
    """The talk, in which from now on every message is asked about."""
    names = talk.worker._inbound._names
    unsure = replace(talk.parts.understander, intents=Doubt(order))  # type: ignore[arg-type]  # as much of it as is used
    talk.parts = replace(talk.parts, understander=unsure)
    talk.worker = Worker(talk.parts)
    talk.worker._inbound._names = names
    return talk


@pytest.fixture
def doubtful(talk: Talk) -> Talk:
    return doubting(talk, "quote", "purchase_order", "order_entry")


def begun(talk: Talk, who: str) -> list[str]:
    """The types of somebody's drafts and of all tasks."""
    return [draft.type for draft in talk.drafts(who)] + [task.type for task in talk.tasks()]


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("Hannah", "10 monitor arms with Brennwerk", "2"),
        ("Alessio", "10 bracci porta monitor con Brennwerk", "ordine a fornitore"),
        ("Maayan", "10 זרועות למסך עם Brennwerk", "השנייה"),
    ],
)
def test_an_answer_to_did_you_mean_is_kept_with_the_sentence(doubtful: Talk, who: str, said: str, answer: str) -> None:
    asked = doubtful.say(who, said)
    assert len(asked.choices) == 3
    assert kept(doubtful) == []
    doubtful.say(who, answer)
    assert types(doubtful) == [(said, "quote", "purchase_order")]
    (one,) = kept(doubtful)
    assert (one.person_id, one.said, one.language) == (doubtful.person(who).id, answer, QUOTES[who][0])
    assert one.taken is None


def test_the_first_guess_is_kept_too_when_it_was_right(doubtful: Talk) -> None:
    doubtful.says("Hannah", "5 monitor arms for San Marziale", "1")
    assert types(doubtful) == [("5 monitor arms for San Marziale", "quote", "quote")]


def test_what_was_asked_about_is_answered_from_its_own_words(talk: Talk) -> None:
    doubting(talk, "payment_request", "payment_status", "invoice_registration")
    assert talk.worded("is-not-paid", "en") in talk.says("Hannah", "invoice 16/2026", "2").text


def test_none_of_those_asked_about_may_be_named(doubtful: Talk) -> None:
    answered = doubtful.says("Hannah", "5 monitor arms", "no, a stock check")
    assert types(doubtful) == [("5 monitor arms", "quote", "stock_check")]
    assert answered.task.startswith("ST")


def test_who_chooses_none_has_corrected_nothing(doubtful: Talk) -> None:
    doubtful.says("Hannah", "5 monitor arms", "none of them", "no")
    assert kept(doubtful) == []


@pytest.mark.parametrize(
    ("who", "correction"),
    [
        ("Hannah", "no, it's a customer order"),
        ("Hannah", "not a quote, a customer order"),
        ("Hannah", "actually, an order from a customer"),
        ("Alessio", "non un preventivo, un ordine cliente"),
        ("Alessio", "no, intendevo un ordine di un cliente"),
        ("Maayan", "לא, הזמנת לקוח"),
        ("Maayan", "זו לא הצעת מחיר אלא הזמנה של לקוח"),
    ],
)
def test_a_draft_becomes_another_type_from_the_same_words(talk: Talk, who: str, correction: str) -> None:
    language, sentence = QUOTES[who]
    talk.say(who, sentence)
    said = talk.say(who, correction)
    name = talk.parts.catalogue["order_entry"].words(language).name
    assert said.text.startswith(talk.worded("another-type", language, what=name))
    assert types(talk) == [(sentence, "quote", "order_entry")]
    (one,) = kept(talk)
    assert (one.language, one.said) == (language, correction)
    assert begun(talk, who) == ["order_entry"]


def test_what_was_said_meanwhile_goes_along(talk: Talk) -> None:
    talk.says("Hannah", "quote for San Marziale", "5 monitor arms", "no, 7", "no, it's a customer order")
    (order,) = talk.tasks()
    assert order.type == "order_entry"
    assert lines(talk, order.reference) == [("ACC-210", 7)]
    assert types(talk) == [("quote for San Marziale", "quote", "order_entry")]


@pytest.mark.parametrize(
    ("who", "correction"), [("Hannah", "no, an order"), ("Alessio", "no, un ordine"), ("Maayan", "לא, הזמנה")]
)
def test_a_name_that_two_types_have_is_asked_about(talk: Talk, who: str, correction: str) -> None:
    talk.says(who, QUOTES[who][1])
    asked = talk.say(who, correction)
    assert len(asked.choices) == 2
    assert kept(talk) == []
    talk.say(who, asked.choices[0])
    ((sentence, understood, meant),) = types(talk)
    assert (sentence, understood) == (QUOTES[who][1], "quote")
    assert meant in {"order_entry", "purchase_order"}
    assert "quote" not in {draft.type for draft in talk.drafts(who)}


def test_who_thinks_better_of_it_is_back_at_the_draft(talk: Talk) -> None:
    talk.says("Hannah", QUOTES["Hannah"][1], "no, an order", "no", "yes")
    assert lines(talk, "Q-0001") == [("ACC-210", 5)]
    assert types(talk) == []


@pytest.mark.parametrize(
    ("who", "sentence", "correction", "meant"),
    [
        ("Hannah", "my laptop won't turn on", "no, I meant a letter", "correspondence"),
        ("Alessio", "il mio portatile non si accende", "intendevo una lettera", "correspondence"),
        ("Maayan", "המחשב הנייד שלי לא נדלק", "לא, התכוונתי למכתב", "correspondence"),
    ],
)
def test_what_was_opened_already_stays_and_the_other_is_begun(
    talk: Talk, who: str, sentence: str, correction: str, meant: str
) -> None:
    task = talk.say(who, sentence).task
    said = talk.say(who, correction)
    assert task in said.text
    assert talk.task(task).status == "open"
    assert types(talk) == [(sentence, "it_support", meant)]
    assert meant in begun(talk, who)
    talk.say(who, correction)
    assert len(types(talk)) == 1


@pytest.mark.parametrize(
    ("who", "correction"),
    [("Hannah", "no, 250"), ("Hannah", "make it 250"), ("Alessio", "no, 250"), ("Maayan", "לא, 250")],
)
def test_a_corrected_field_is_kept_with_both_values(talk: Talk, who: str, correction: str) -> None:
    language, sentence = QUOTES[who]
    talk.says(who, sentence, correction)
    (one,) = kept(talk)
    assert (one.understood, one.field, one.meant) == ("quote", "items", None)
    assert (one.sentence, one.said, one.language) == (sentence, correction, language)
    assert one.before is not None
    assert one.after is not None
    assert [[item.quantity for item in value.content] for value in (one.before, one.after)] == [[5], [250]]  # type: ignore[union-attr]  # items


@pytest.mark.parametrize(
    ("who", "correction", "again"),
    [("Hannah", "no, 250", "yes"), ("Alessio", "anzi, 250", "sì"), ("Maayan", "לא, 250", "כן")],
)
def test_a_correction_after_it_was_done_is_kept_as_well(talk: Talk, who: str, correction: str, again: str) -> None:
    sentence = QUOTES[who][1]
    talk.says(who, sentence, again, correction, again)
    assert fields(talk) == [("items", sentence)]


def test_a_correction_of_an_older_task_finds_its_sentence(talk: Talk) -> None:
    talk.says("Hannah", SMALL, "yes", "my laptop won't turn on", "PO-0001: 12 instead of 10")
    assert fields(talk) == [("items", SMALL)]


def test_another_party_is_a_correction(talk: Talk) -> None:
    talk.says("Hannah", ARMS, "the customer is Gilboa Medical Center")
    assert ("customer", ARMS) in fields(talk)


@pytest.mark.parametrize("said", ["add 3 cable trays", "yes", "never mind", "has invoice 16/2026 been paid?", "later"])
def test_what_corrects_nothing_is_not_kept(talk: Talk, said: str) -> None:
    talk.says("Hannah", ARMS, said)
    assert kept(talk) == []


def test_a_field_that_is_told_when_asked_is_no_correction(talk: Talk) -> None:
    talk.says("Hannah", "I need a quote", "San Marziale", "5 monitor arms", "10% off", "yes")
    assert kept(talk) == []


def test_after_a_restart_it_can_still_be_said(talk: Talk) -> None:
    talk.say("Hannah", QUOTES["Hannah"][1])
    talk.restart()
    talk.say("Hannah", "no, it's a customer order")
    assert len(types(talk)) == 1
