"""Several decisions in one message, what sweeps without an object, and corrections of what was decided."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk, shown

LEAVE = "vacation from 14 to 18 December"
QUOTE = "quote for San Marziale: 10 Nova chairs, 15% off"
PRINTER = "the printer on the second floor keeps jamming"


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    """A leave and a quote of Hannah's wait for Gadi."""
    talk.says("Hannah", LEAVE, QUOTE, "yes")
    return talk


def states(talk: Talk) -> dict[str, str]:
    return {task.reference: task.status for task in talk.tasks()}


@pytest.mark.parametrize(
    "said",
    [
        "approve AT-0001 and reject Q-0001, too cheap",
        "Q-0001 è respinta, AT-0001 è approvata",
        "מאשר את AT-0001, דוחה את Q-0001",
    ],
)
def test_a_message_with_two_decisions_is_worked_in_full(waiting: Talk, said: str) -> None:
    waiting.say("Gadi", said)
    assert states(waiting) == {"AT-0001": "done", "Q-0001": "rejected"}


@pytest.mark.parametrize(
    "said",
    [
        "1) approve AT-0001 2) cancel Q-0001",
        "1. approva AT-0001 2. annulla Q-0001",
        "1) לאשר את AT-0001 2) לבטל את Q-0001",
    ],
)
def test_the_points_of_a_list_in_one_line_are_worked_each(waiting: Talk, said: str) -> None:
    waiting.say("Gadi", said)
    assert states(waiting) == {"AT-0001": "done", "Q-0001": "cancelled"}


@pytest.mark.parametrize(("said", "state"), [("AT-0001 👍", "done"), ("👎🏽 AT-0001", "rejected")])
def test_a_sign_beside_a_number_decides(waiting: Talk, said: str, state: str) -> None:
    waiting.say("Gadi", said)
    assert states(waiting) == {"AT-0001": state, "Q-0001": "awaiting_approval"}


def test_a_sign_that_asks_decides_nothing(waiting: Talk) -> None:
    assert waiting.say("Gadi", "AT-0001 👍?").reply.shows == "AT-0001"
    assert set(states(waiting).values()) == {"awaiting_approval"}


def test_a_tick_beside_a_number_is_done_and_a_cross_is_asked_about(talk: Talk) -> None:
    talk.says("Hannah", PRINTER, "my laptop does not start any more")
    talk.say("Denis", "IT-0001 ✅")
    assert len(talk.say("Denis", "❌ IT-0002").choices) == 2
    assert states(talk) == {"IT-0001": "done", "IT-0002": "open"}


def test_two_approvals_in_one_message_are_both_carried_out_and_both_told(waiting: Talk) -> None:
    message = waiting.take("Gadi", "approve AT-0001 and Q-0001")
    waiting.finish()
    told = [shown(one).text for one in waiting.terminal.arrived if one.in_reply_to == message.external_id]
    assert states(waiting) == {"AT-0001": "done", "Q-0001": "done"}
    assert [next(ref for ref in ("AT-0001", "Q-0001") if ref in one) for one in told] == ["AT-0001", "Q-0001"]


@pytest.mark.parametrize("said", ["approve AT-0001 or Q-0001", "approve AT-0001 but don't approve Q-0001"])
def test_two_numbers_of_which_it_is_not_clear_what_becomes_are_asked_about(waiting: Talk, said: str) -> None:
    assert len(waiting.say("Gadi", said).choices) == 2
    assert set(states(waiting).values()) == {"awaiting_approval"}


@pytest.mark.parametrize(("said", "then"), [("reject both", "both"), ("rifiuta tutte e due", "tutte")])
def test_both_is_asked_about_by_name_and_then_done(waiting: Talk, said: str, then: str) -> None:
    assert len(waiting.say("Gadi", said).choices) == 2
    waiting.say("Gadi", then)
    assert set(states(waiting).values()) == {"rejected"}


def test_several_listed_tasks_are_closed_together(talk: Talk) -> None:
    talk.says("Hannah", PRINTER, "my laptop does not start any more")
    talk.say("Denis", "close IT-0001 and IT-0002")
    assert states(talk) == {"IT-0001": "done", "IT-0002": "done"}


@pytest.mark.parametrize(("said", "language"), [("delete everything", "en"), ("wipe it all", "en"), ("תמחק הכל", "he")])
def test_to_delete_everything_opens_nothing(talk: Talk, said: str, language: Language) -> None:
    assert talk.say("Hannah", said).text == talk.worded("swept", language)
    assert not talk.tasks()


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("undo", "en"),
        ("cancel everything", "en"),
        ("annulla", "it"),
        ("elimina tutto", "it"),
        ("בטל", "he"),
    ],
)
def test_where_nothing_is_open_nothing_is_asked(talk: Talk, said: str, language: Language) -> None:
    assert talk.say("Hannah", said).text == talk.worded("nothing-to-cancel", language)
    assert not talk.drafts("Hannah")


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "never mind", "en"),
        ("Lorenza", "lascia stare", "it"),
        ("Lorenza", "non importa", "it"),
        ("Maayan", "לא משנה", "he"),
    ],
)
def test_never_mind_where_nothing_is_open_is_all_right(talk: Talk, who: str, said: str, language: Language) -> None:
    assert talk.say(who, said).text == talk.worded("never-mind", language)
    assert not talk.tasks()
    assert not talk.drafts(who)


def test_undo_asks_about_the_one_open_task_and_reopens_none(talk: Talk) -> None:
    talk.says("Hannah", "quote for San Marziale: 10 Nova chairs", "yes", PRINTER)
    asked = talk.say("Hannah", "undo")
    assert asked.text.startswith(talk.worded("cancel-this", "en", reference="IT-0001"))
    assert len(asked.choices) == 1
    talk.say("Hannah", "yes")
    assert states(talk) == {"Q-0001": "done", "IT-0001": "cancelled"}


def test_a_request_at_that_question_is_worked(talk: Talk) -> None:
    talk.says("Hannah", PRINTER, "never mind", "I'm sick today")
    assert states(talk) == {"IT-0001": "open", "AT-0001": "done"}


@pytest.mark.parametrize("said", ["no, until 16 December", "make it until 16 December instead"])
def test_a_correction_brings_no_rejected_leave_back(talk: Talk, said: str) -> None:
    talk.say("Hannah", LEAVE)
    talk.say("Gadi", "reject AT-0001")
    told = talk.say("Hannah", said).text
    assert told == talk.worded("closed-not-corrected", "en", reference="AT-0001", status="rejected")
    assert talk.task("AT-0001").status == "rejected"


@pytest.mark.parametrize("said", ["make it 8% instead", "no, sconto 8%"])
def test_another_discount_is_for_the_quote_whatever_was_opened_after_it(talk: Talk, said: str) -> None:
    talk.says("Hannah", QUOTE, "yes", LEAVE)
    assert "8%" in talk.say("Hannah", said).text
    assert [draft.revises for draft in talk.drafts("Hannah")] == ["Q-0001"]
    assert "corrected" not in talk.kinds_of_events("AT-0001")


@pytest.mark.parametrize("said", ["how is it going", "come procede?", "איך זה מתקדם?"])
def test_how_it_is_going_is_asked_of_the_last_task(talk: Talk, said: str) -> None:
    assert talk.says("Hannah", PRINTER, said).reply.shows == "IT-0001"


@pytest.mark.parametrize(("said", "language"), [("quali fatture sono scadute?", "it"), ("אילו חשבוניות באיחור?", "he")])
def test_who_asks_for_overdue_invoices_is_told_nothing_of_tasks(talk: Talk, said: str, language: Language) -> None:
    assert talk.say("Federica", said).text == talk.worded("invoices-not-listed", language)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("להעביר את IT-0001 לדניס", "Denis"),
        ("תני לראניה את IT-0001", "Rania"),
        ("להעביר את IT-0001 לאלסיו", "Alessio"),
        ("assegna IT-0001 a Maayan", "מעיין"),
        ("give IT-0001 to Yossi", "יוסי"),
    ],
)
def test_a_name_in_the_other_script_is_the_colleague_s(talk: Talk, said: str, name: str) -> None:
    talk.says("Hannah", PRINTER)
    talk.say("Gadi", said)
    assert talk.task("IT-0001").assignee_id == talk.person(name).id


@pytest.mark.parametrize("name", ["רון", "רינה", "משה", "דנה"])
def test_a_strange_name_that_only_resembles_one_is_nobody_s(talk: Talk, name: str) -> None:
    talk.says("Hannah", PRINTER)
    talk.say("Gadi", f"להעביר את IT-0001 ל{name}")
    assert talk.task("IT-0001").assignee_id is None


def test_a_yes_after_a_quote_has_left_sends_nothing_and_says_when_it_left(talk: Talk) -> None:
    talk.says("Hannah", "quote for San Marziale: 10 Nova chairs", "yes", "thanks")
    assert "Q-0001 was sent already" in talk.say("Hannah", "yes").text
    assert len(talk.mails()) == 1


@pytest.mark.parametrize("said", ["basta con R-0001", "די עם R-0001", "enough of R-0001"])
def test_an_order_that_comes_again_is_ended_in_plain_words(talk: Talk, said: str) -> None:
    talk.says("Hannah", "every Monday ask IT to check the backups", "yes")
    assert talk.says("Hannah", said).text.startswith("IT maintenance (R-0001)")


@pytest.mark.parametrize(
    ("said", "language"), [("my reminders", "en"), ("i miei promemoria", "it"), ("התזכורות שלי", "he")]
)
def test_reminders_to_come_are_listed(talk: Talk, said: str, language: Language) -> None:
    assert talk.say("Hannah", said).text == talk.worded("reminders-mine", language, count=0)
    talk.say("Hannah", "remind me tomorrow at 9 to call Tarello")
    assert "Tarello" in talk.say("Hannah", said).text


@pytest.mark.parametrize("said", ["by 3 January 2020", "entro il 3 gennaio 2020", "עד 3 בינואר 2020"])
def test_a_day_that_is_over_is_no_deadline_and_no_other_request(talk: Talk, said: str) -> None:
    told = talk.says("Hannah", "quote for San Marziale: 10 Nova chairs", said)
    assert told.reply.asks
    assert "2020" in told.text
    assert not talk.tasks()
