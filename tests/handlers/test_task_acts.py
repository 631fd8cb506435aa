"""What can be said about tasks: lists, status, assign, done, cancel, reopen, comment, remind, help."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Language, Status
from bot.turn import local_time
from tests.handlers.talk import NOW, Clock, Talk

PRINTER = "the printer on the second floor keeps jamming"


@pytest.fixture
def printer(talk: Talk) -> str:
    """The number of an open task of Hannah's with the IT team."""
    return talk.say("Hannah", PRINTER).task


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [("Hannah", "my tasks", "en"), ("Alessio", "le mie pratiche", "it"), ("Maayan", "המשימות שלי", "he")],
)
def test_no_open_task_is_said(talk: Talk, who: str, said: str, language: Language) -> None:
    assert talk.say(who, said).text == talk.worded("tasks-mine", language, count=0)


@pytest.mark.parametrize(
    ("who", "opens", "asks"),
    [
        ("Hannah", PRINTER, "what are my tasks?"),
        ("Alessio", "la stampante del secondo piano si inceppa", "quali sono le mie pratiche?"),
        ("Maayan", "המדפסת בקומה השנייה נתקעת", "אילו משימות יש לי?"),
    ],
)
def test_my_tasks_are_listed_with_number_and_state(talk: Talk, who: str, opens: str, asks: str) -> None:
    talk.say(who, opens)
    assert "IT-0001" in talk.say(who, asks).text


@pytest.mark.parametrize(
    ("who", "said"), [("Hannah", "what is overdue?"), ("Alessio", "cosa è in ritardo?"), ("Maayan", "מה באיחור?")]
)
def test_overdue_tasks_are_those_whose_day_has_passed(
    talk: Talk, printer: str, clock: Clock, who: str, said: str
) -> None:
    assert printer not in talk.say(who, said).text
    clock.move(timedelta(days=7))
    assert printer in talk.say(who, said).text


def test_the_team_sees_what_waits_for_it(talk: Talk, printer: str) -> None:
    assert printer in talk.say("Denis", "what has my team got?").text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "what has Denis got?"),
        ("Hannah", "which tasks does Denis have?"),
        ("Alessio", "che pratiche ha Denis?"),
        ("Maayan", "אילו משימות יש ל-Denis?"),
    ],
)
def test_a_colleagues_tasks_are_listed(talk: Talk, printer: str, who: str, said: str) -> None:
    talk.say("Denis", f"assign {printer} to me")
    assert printer in talk.say(who, said).text


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "status of IT-0001", "en"),
        ("Alessio", "a che punto è IT-0001?", "it"),
        ("Maayan", "מה קורה עם IT-0001?", "he"),
        ("Hannah", "how is the printer going?", "en"),
    ],
)
def test_the_status_tells_who_has_it_and_what_happened(
    talk: Talk, printer: str, who: str, said: str, language: Language
) -> None:
    status = talk.say(who, said).text
    assert talk.worded("team-it", language) in status
    assert "Hannah Whitlock" in status
    assert talk.worded("event-opened", language) in status


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Silvia", "assegna IT-0001 a Denis"),
        ("Gadi", "להעביר את IT-0001 ל-Denis"),
        ("Denis", "assign IT-0001 to me"),
        ("Hannah", "give IT-0001 to Denis Popescu"),
    ],
)
def test_assigning_tells_whoever_gets_it(talk: Talk, printer: str, who: str, said: str) -> None:
    talk.say(who, said)
    assert talk.task(printer).assignee_id == talk.person("Denis").id
    told = [notice for notice in talk.notices("Denis") if notice.startswith(f"{talk.person(who).name} ")]
    assert len(told) == (who != "Denis")


@pytest.mark.parametrize(
    ("who", "said", "status", "event"),
    [
        ("Denis", "done IT-0001", "done", "done"),
        ("Denis", "IT-0001 è fatta", "done", "done"),
        ("Denis", "סיימתי עם IT-0001", "done", "done"),
        ("Denis", "the printer is done", "done", "done"),
        ("Hannah", "cancel IT-0001", "cancelled", "cancelled"),
        ("Hannah", "annulla IT-0001", "cancelled", "cancelled"),
        ("Hannah", "לבטל את IT-0001", "cancelled", "cancelled"),
    ],
)
def test_a_task_is_finished_or_cancelled(
    talk: Talk, printer: str, who: str, said: str, status: Status, event: str
) -> None:
    talk.say(who, said)
    assert talk.task(printer).status == status
    assert talk.events(printer)[-1].kind == event
    assert talk.events(printer)[-1].actor_id == talk.person(who).id


@pytest.mark.parametrize("said", ["#0001 is done", "0001 done", "la 0001 è fatta", "סיימתי עם 0001"])
def test_a_number_without_its_prefix_is_the_task_s(talk: Talk, printer: str, said: str) -> None:
    talk.say("Denis", said)
    assert talk.task(printer).status == "done"


def test_a_number_without_its_prefix_that_no_task_has_changes_none(talk: Talk, printer: str) -> None:
    said = talk.say("Denis", "done with 0540")
    assert said.text == talk.worded("no-such-task", "en", reference="0540")
    assert talk.task(printer).status == "open"


def test_of_several_tasks_with_the_number_one_is_chosen(talk: Talk, printer: str) -> None:
    other = talk.say(
        "Denis", "my contract with the gym is missing from the archive: file the lease of the Haifa office"
    )
    asked = talk.say("Denis", "cancel 0001")
    assert printer in asked.text
    assert other.task in asked.text


@pytest.mark.parametrize("said", ["reopen IT-0001", "riapri IT-0001", "לפתוח מחדש את IT-0001"])
def test_a_finished_task_is_reopened(talk: Talk, printer: str, said: str) -> None:
    talk.says("Denis", f"done {printer}", said)
    assert talk.task(printer).status == "open"


def test_a_place_in_the_list_names_the_task(talk: Talk, printer: str) -> None:
    talk.says("Denis", "what has my team got?", "done 1")
    assert talk.task(printer).status == "done"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("comment on IT-0001: a new roller is ordered", "a new roller is ordered"),
        ("aggiungi una nota a IT-0001: rullo nuovo ordinato", "rullo nuovo ordinato"),
        ("הערה ל-IT-0001: הוזמן גליל חדש", "הוזמן גליל חדש"),
    ],
)
def test_a_comment_is_kept_and_told_to_whoever_asked(talk: Talk, printer: str, said: str, words: str) -> None:
    talk.say("Denis", said)
    assert talk.events(printer)[-1].why == words
    assert words in talk.notices("Hannah")[-1]
    assert talk.task(printer).status == "open"


def test_what_a_status_does_not_allow_is_said(talk: Talk, printer: str) -> None:
    talk.say("Hannah", f"cancel {printer}")
    refused = talk.say("Denis", f"done {printer}").text
    at = local_time(NOW, talk.person("Denis").timezone)
    assert refused == talk.worded(
        "not-now-by", "en", reference=printer, status="cancelled", name="Hannah Whitlock", at=at
    )
    again = talk.say("Hannah", f"cancel {printer}").text
    assert again == talk.worded("not-now", "en", reference=printer, status="cancelled")


def test_another_teams_task_is_not_theirs_to_change(talk: Talk, printer: str) -> None:
    talk.say("Yossi", f"done {printer}")
    assert talk.task(printer).status == "open"


@pytest.mark.parametrize(
    ("who", "order", "what", "at"),
    [
        ("Hannah", "remind me tomorrow at 8 to", "call Pemberton", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("Alessio", "ricordami lunedì alle 10 di", "chiamare Casalpina", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("Maayan", "תזכיר לי מחר ב-10:00", "להתקשר לגלבוע", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("Alessio", "ricordami lunedì di", "chiamare Casalpina", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("Hannah", "", "remind me that the auditors come tomorrow", datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("Hannah", "remind me today at 11 to", "call Pemberton", datetime(2026, 11, 20, 11, tzinfo=UTC)),
        ("Hannah", "remind me on Monday that", "the rent is due", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("Alessio", "inoltre ricordami lunedì che", "scade la fattura", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("Hannah", "remind me in two hours to", "call Pemberton", datetime(2026, 11, 20, 11, tzinfo=UTC)),
        ("Alessio", "ricordami tra mezz'ora di", "chiamare Casalpina", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("Maayan", "תזכיר לי עוד שעתיים", "להתקשר לגלבוע", datetime(2026, 11, 20, 11, tzinfo=UTC)),
        ("Maayan", 'תזכירי לי ביום ראשון אחה"צ', "להתקשר לגלבוע", datetime(2026, 11, 22, 13, tzinfo=UTC)),
        ("Hannah", "remind me tonight to", "call Pemberton", datetime(2026, 11, 20, 18, tzinfo=UTC)),
    ],
)
def test_a_reminder_says_what_to_do_at_its_time_where_the_person_is(
    talk: Talk, who: str, order: str, what: str, at: datetime
) -> None:
    said = f"{order} {what}".strip()
    talk.say(who, said)
    (reminder,) = talk.reminders(who)
    assert reminder.at == at
    assert reminder.text == what


@pytest.mark.parametrize(
    ("who", "said", "what"),
    [
        ("Hannah", "Set a reminder for Friday: call Rossi", "call Rossi"),
        ("Hannah", "reminder for Friday at 9:30: call Rossi", "call Rossi"),
        ("Hannah", "please set up a reminder for Friday to call Rossi", "call Rossi"),
        ("Hannah", "remind me on Friday: call Rossi", "call Rossi"),
        ("Alessio", "promemoria per venerdì: chiamare Rossi", "chiamare Rossi"),
        ("Alessio", "mettimi un promemoria per venerdì alle 9:30: chiamare Rossi", "chiamare Rossi"),
        ("Alessio", "ricordami venerdì: chiamare Rossi", "chiamare Rossi"),
        ("Maayan", "תזכורת ליום שישי: להתקשר לרוסי", "להתקשר לרוסי"),
        ("Maayan", "תקבעי לי תזכורת ליום שישי להתקשר לרוסי", "להתקשר לרוסי"),
        ("Maayan", "תזכירי לי ביום שישי: להתקשר לרוסי", "להתקשר לרוסי"),
    ],
)
def test_a_reminder_that_is_set_keeps_only_what_is_to_be_done(talk: Talk, who: str, said: str, what: str) -> None:
    talk.say(who, said)
    (reminder,) = talk.reminders(who)
    assert reminder.text == what
    assert reminder.at.date() == datetime(2026, 11, 27, tzinfo=UTC).date()


def test_the_day_of_a_reminder_is_asked_for_and_its_text_is_the_first_message(talk: Talk) -> None:
    talk.says("Hannah", "remind me to call Pemberton", "on Monday at 11")
    (reminder,) = talk.reminders("Hannah")
    assert reminder.at == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert "Pemberton" in reminder.text


@pytest.mark.parametrize(
    ("who", "said", "answer", "at"),
    [
        ("Hannah", "remind me next Sunday at 8 to call Pemberton", "2", datetime(2026, 11, 29, 8, tzinfo=UTC)),
        ("Maayan", "תזכירי לי בשבת הבאה ב8 להתקשר לגלבוע", "28.11", datetime(2026, 11, 28, 6, tzinfo=UTC)),
    ],
)
def test_next_sunday_is_asked_about_and_never_taken_for_tomorrow(
    talk: Talk, who: str, said: str, answer: str, at: datetime
) -> None:
    asked = talk.say(who, said)
    assert len(asked.choices) == 2
    assert talk.reminders(who) == ()
    talk.say(who, answer)
    (reminder,) = talk.reminders(who)
    assert reminder.at == at


@pytest.mark.parametrize(
    ("who", "said", "answer", "what"),
    [
        ("Hannah", "remind me today at 8 to call Pemberton", "tomorrow", "call Pemberton"),
        ("Alessio", "ricordami oggi alle 8 di chiamare Casalpina", "domani", "chiamare Casalpina"),
        ("Maayan", "תזכיר לי היום ב-8 להתקשר לגלבוע", "מחר", "להתקשר לגלבוע"),
    ],
)
def test_a_time_that_is_over_is_asked_for_again(talk: Talk, who: str, said: str, answer: str, what: str) -> None:
    assert talk.say(who, said).reply.asks
    assert talk.reminders(who) == ()
    talk.say(who, answer)
    (reminder,) = talk.reminders(who)
    assert (local_time(reminder.at, talk.person(who).timezone).hour, reminder.text) == (8, what)


def test_a_time_of_day_alone_is_the_next_such_time(talk: Talk) -> None:
    talk.say("Hannah", "remind me at 5 pm to call Pemberton")
    (reminder,) = talk.reminders("Hannah")
    assert reminder.at == datetime(2026, 11, 20, 17, tzinfo=UTC)


def test_somebody_else_is_reminded_in_their_own_list(talk: Talk) -> None:
    talk.say("Hannah", "remind Lorenza on Monday at 9 to send the price list")
    assert talk.reminders("Hannah") == ()
    assert len(talk.reminders("Lorenza")) == 1


@pytest.mark.parametrize(
    ("who", "said", "language"), [("Hannah", "help", "en"), ("Alessio", "aiuto", "it"), ("Maayan", "עזרה", "he")]
)
def test_help_shows_an_example_of_each_type(talk: Talk, who: str, said: str, language: Language) -> None:
    shown = talk.say(who, said).text
    examples = [kind.words(language).example for kind in talk.parts.catalogue.requests()]
    assert [example for example in examples if example not in shown] == []
    groups = [talk.worded(f"help-{name}", language) for name in ("ask", "tasks", "decide", "settings")]
    places = [shown.index(f"\n{group}\n") for group in groups]
    assert places == sorted(places)
    assert max(map(len, shown.splitlines())) <= 130


@pytest.mark.parametrize(
    ("who", "said", "answer", "language"),
    [
        ("Hannah", "good morning!", "hello", "en"),
        ("Alessio", "ciao", "hello", "it"),
        ("Maayan", "שלום", "hello", "he"),
        ("Hannah", "thanks a lot", "you-are-welcome", "en"),
        ("Alessio", "grazie mille", "you-are-welcome", "it"),
        ("Maayan", "תודה רבה", "you-are-welcome", "he"),
    ],
)
def test_small_talk_is_answered(talk: Talk, who: str, said: str, answer: str, language: Language) -> None:
    name = talk.worded("hello", language, name="X").partition("X")[0]
    shown = talk.say(who, said).text
    assert shown.startswith(name) if answer == "hello" else shown == talk.worded(answer, language)


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", "what is the capital of France?", "en"),
        ("Alessio", "che tempo fa domani?", "it"),
        ("Maayan", "מה מזג האוויר מחר?", "he"),
    ],
)
def test_what_no_office_does_is_declined_kindly(talk: Talk, who: str, said: str, language: Language) -> None:
    assert talk.say(who, said).text == talk.worded("out-of-scope", language)
    assert talk.tasks() == ()


LEAVES = {
    "Hannah": "I want a day off on 14 December",
    "Alessio": "chiedo ferie il 14 dicembre",
    "Maayan": "אני רוצה יום חופש ב-14 בדצמבר",
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "cancel"),
        ("Hannah", "never mind"),
        ("Alessio", "annulla"),
        ("Alessio", "lascia perdere"),
        ("Maayan", "ביטול"),
        ("Hannah", "cancel everything"),
        ("Alessio", "annulla tutto"),
        ("Maayan", "לבטל הכל"),
    ],
)
def test_what_is_to_be_cancelled_is_asked_before_anything_is(talk: Talk, who: str, said: str) -> None:
    talk.says(
        who, LEAVES[who], {"Hannah": PRINTER, "Alessio": "la stampante si inceppa", "Maayan": "המדפסת נתקעת"}[who]
    )
    asked = talk.say(who, said)
    assert "IT-0001" in asked.choices[0]
    assert "cancelled" not in {task.status for task in talk.tasks()}
    talk.say(who, "1")
    assert talk.task("IT-0001").status == "cancelled"


@pytest.mark.parametrize(("who", "no"), [("Hannah", "no"), ("Alessio", "no"), ("Maayan", "לא")])
def test_even_one_task_alone_is_cancelled_only_after_the_choice(talk: Talk, who: str, no: str) -> None:
    talk.say(who, LEAVES[who])
    cancel = {"Hannah": "cancel", "Alessio": "annulla", "Maayan": "ביטול"}[who]
    assert len(talk.say(who, cancel).choices) == 1
    talk.say(who, no)
    assert talk.task("AT-0001").status == "awaiting_approval"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "cancel my leave on 14 December"),
        ("Alessio", "annulla le ferie del 14 dicembre"),
        ("Maayan", "לבטל את החופשה שלי ב-14 בדצמבר"),
    ],
)
def test_a_day_names_the_leave_to_cancel(talk: Talk, who: str, said: str) -> None:
    talk.says(who, LEAVES[who], "the printer is broken, it must work by 14 December")
    talk.say(who, said)
    assert [task.reference for task in talk.tasks() if task.status == "cancelled"] == ["AT-0001"]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "cancel my leave on 21 December"),
        ("Alessio", "annulla le ferie del 21 dicembre"),
        ("Maayan", "לבטל את החופשה שלי ב-21 בדצמבר"),
    ],
)
def test_a_day_that_fits_nothing_asks_among_the_leaves(talk: Talk, who: str, said: str) -> None:
    talk.says(who, LEAVES[who], PRINTER)
    (choice,) = talk.say(who, said).choices
    assert "AT-0001" in choice
    assert "cancelled" not in {task.status for task in talk.tasks()}


@pytest.mark.parametrize(("who", "language"), [("Hannah", "en"), ("Alessio", "it"), ("Maayan", "he")])
def test_a_name_alone_finishes_nothing(talk: Talk, who: str, language: Language) -> None:
    talk.says(who, "letter to Sedutec about the late delivery of the chairs", "yes")
    before = [task.status for task in talk.tasks()]
    talk.say(who, "Sedutec")
    assert [task.status for task in talk.tasks()] == before


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Denis", "take IT-0001"),
        ("Denis", "prendo in carico IT-0001"),
        ("Denis", "prendo IT-0001"),
        ("Denis", "אני לוקח את IT-0001"),
    ],
)
def test_whoever_takes_a_task_has_it(talk: Talk, printer: str, who: str, said: str) -> None:
    talk.say(who, said)
    assert talk.task(printer).assignee_id == talk.person(who).id


def test_my_tasks_are_mine_whatever_team_the_rest_of_the_message_names(talk: Talk, printer: str) -> None:
    said = talk.say("Hannah", "show me my tasks. And by the way order 5 monitor arms for purchasing").text
    assert printer in said


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "tasks of Denis"),
        ("Hannah", "Denis's tasks"),
        ("Alessio", "le pratiche di Denis"),
        ("Maayan", "המשימות של Denis"),
    ],
)
def test_a_colleagues_list_is_theirs_and_says_so(talk: Talk, printer: str, who: str, said: str) -> None:
    talk.say("Denis", f"assign {printer} to me")
    shown = talk.say(who, said).text
    assert printer in shown
    assert "Denis Popescu" in shown


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [("Hannah", "my tasks", "en"), ("Alessio", "le mie pratiche", "it"), ("Maayan", "המשימות שלי", "he")],
)
def test_a_list_that_is_cut_says_how_many_more(talk: Talk, who: str, said: str, language: Language) -> None:
    for number in range(17):
        talk.say(who, f"the printer in room {number} keeps jamming")
    assert talk.say(who, said).text.endswith(talk.worded("and-more", language, count=2))
