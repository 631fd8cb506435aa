"""A talk on a chat platform: buttons that answer and act, commands, old buttons, messages changed in place."""

import pytest

from bot.bidi import plain
from bot.chat.press import Press, ask_token
from bot.conversation import Ask, Choice
from bot.messages import Button, Reply
from bot.model import Language
from bot.texts import Text, text
from tests.handlers.chatting import Chatting, button, labels
from tests.handlers.talk import Talk

ABOVE = "quote for San Marziale: 5 monitor arms, 15% off"
WITHIN = "quote for San Marziale: 5 monitor arms"
DM = "dm-Hannah"


@pytest.fixture
def chat(talk: Talk) -> Chatting:
    made = Chatting(talk)
    made.link("Hannah", "Gadi", "Federica", "Silvia", "Denis", "Lorenza", "Rania")
    for one in ("Hannah", "Gadi", "Federica", "Denis"):
        made.say(one, "/hello")
    return made


def ask(chat: Chatting, said: str = ABOVE) -> str:
    """Have Hannah ask for a quote and confirm it; its number."""
    chat.press("Hannah", button(chat.say("Hannah", said), "Yes"))
    return chat.talk.tasks()[0].reference


def notice_of(chat: Chatting, who: str, reference: str) -> Reply:
    """The latest message that shows somebody the task, with its buttons as they are now."""
    return next(one for one in reversed(chat.all(f"dm-{who}")) if reference in {*one.tasks, one.shows})


def test_a_request_is_confirmed_by_a_button_whose_siblings_then_go_away(chat: Chatting) -> None:
    summary = chat.say("Hannah", WITHIN)
    assert labels(summary) == ["Yes", "Change", "Cancel"]
    chat.press("Hannah", button(summary, "Yes"))
    asked = next(one for one in chat.all(DM) if one.text == summary.text)
    assert (asked.buttons, asked.standing) == ((), "✓ Yes")
    assert chat.talk.task("Q-0001").status == "done"


def test_choices_are_buttons_as_well(chat: Chatting) -> None:
    offered = chat.say("Hannah", "quote for San Marziale: 5 desks")
    assert len(offered.buttons) > 1
    assert chat.press("Hannah", offered.buttons[0]).buttons != offered.buttons


def test_a_button_of_an_earlier_question_does_nothing_and_says_so(chat: Chatting) -> None:
    first = chat.say("Hannah", WITHIN)
    chat.press("Hannah", button(first, "Cancel"))
    late = chat.press("Hannah", button(first, "Yes"))
    assert late.text == chat.talk.parts.speech.say(_old("button-now-nothing"), "en")
    assert chat.talk.tasks() == ()


def test_a_button_pressed_twice_acts_once(chat: Chatting) -> None:
    summary = chat.say("Hannah", WITHIN)
    chat.press("Hannah", button(summary, "Yes"))
    chat.press("Hannah", button(summary, "Yes"))
    assert [task.reference for task in chat.talk.tasks()] == ["Q-0001"]


def test_the_button_of_a_summary_that_was_corrected_since_confirms_nothing_unseen(chat: Chatting) -> None:
    first = chat.say("Hannah", WITHIN)
    second = chat.say("Hannah", "no, 7")
    assert "7" in plain(second.text)
    again = chat.press("Hannah", button(first, "Yes"))
    assert chat.talk.tasks() == ()
    assert labels(again) == ["Yes", "Change", "Cancel"]


@pytest.mark.parametrize(("manager", "label"), [("Gadi", "אישור"), ("Federica", "Approva")])
def test_who_decides_gets_buttons_and_every_message_about_it_says_how_it_went(
    chat: Chatting, manager: str, label: str
) -> None:
    reference = ask(chat)
    notice = notice_of(chat, "Gadi", reference)
    assert labels(notice) == ["אישור", "דחייה"]
    if manager != "Gadi":
        chat.say(manager, f"/status {reference}")
        notice = notice_of(chat, manager, reference)
    stood = {who: notice_of(chat, who, reference).text for who in {"Gadi", manager}}
    chat.press(manager, button(notice, label))
    assert chat.talk.task(reference).status == "done"
    for who, said in stood.items():
        changed = next(one for one in chat.all(f"dm-{who}") if one.text == said)
        assert changed.buttons == ()
        assert reference in plain(changed.standing)


def test_two_who_press_at_once_decide_once_and_the_other_is_told_by_whom(chat: Chatting) -> None:
    reference = ask(chat)
    chat.say("Federica", f"/status {reference}")
    first, second = notice_of(chat, "Gadi", reference), notice_of(chat, "Federica", reference)
    chat.take("Gadi", button(first, "אישור").press, kind="press")
    chat.take("Federica", button(second, "Approva").press, kind="press")
    chat.talk.finish()
    assert chat.talk.kinds_of_events(reference).count("approved") == 1
    assert "גדי בן-שחר" in chat.last("dm-Federica").text


@pytest.mark.parametrize("why", ["ההנחה גבוהה מדי", "the margin is too thin"])
def test_a_rejection_is_asked_for_its_reason_where_no_form_has(chat: Chatting, why: str) -> None:
    reference = ask(chat)
    reject = button(notice_of(chat, "Gadi", reference), "דחייה")
    assert reject.opens == f"reason:{reject.press.removeprefix('act:')}"
    question = chat.press("Gadi", reject)
    assert question.asks
    assert question.asks.field == "reason"
    assert chat.talk.task(reference).status == "awaiting_approval"
    chat.say("Gadi", why)
    assert chat.talk.task(reference).status == "rejected"
    assert chat.talk.events(reference)[-1].why == why
    assert any("rejected" in said for said in chat.sees(DM))


def test_the_team_takes_and_finishes_a_task_by_buttons(chat: Chatting) -> None:
    chat.say("Hannah", "the printer on the second floor is broken")
    (task,) = chat.talk.tasks()
    notice = notice_of(chat, "Denis", task.reference)
    assert labels(notice) == ["I'll take it", "Done"]
    chat.press("Denis", button(notice, "I'll take it"))
    assert chat.talk.task(task.reference).assignee_id == chat.talk.person("Denis").id
    mine = notice_of(chat, "Denis", task.reference)
    assert labels(mine) == ["Done", "Remind me tomorrow"]
    chat.press("Denis", button(mine, "Remind me tomorrow"))
    assert [one.reference for one in chat.talk.reminders("Denis")] == [task.reference]
    chat.press("Denis", button(mine, "Done"))
    assert chat.talk.task(task.reference).status == "done"


def test_whoever_asked_for_an_open_task_changes_it_in_a_form(chat: Chatting) -> None:
    opened = chat.say("Hannah", "the printer on the second floor is broken")
    change = button(opened, "Change")
    assert (change.opens, change.press) == (f"task:{opened.tasks[0]}", "")
    assert "Change" not in labels(notice_of(chat, "Denis", opened.tasks[0]))
    chat.say("Denis", f"/done {opened.tasks[0]}")
    assert next(one for one in chat.all(DM) if one.text == opened.text).buttons == ()


def test_the_press_for_a_task_that_is_not_there_says_so(chat: Chatting) -> None:
    reply = chat.say("Gadi", "act:approve:Q-0099", kind="press")
    assert "Q-0099" in reply.text


@pytest.mark.parametrize("press", ["", "act", "act:fly:Q-0001", "new:holiday_on_mars:", "x" * 64])
def test_a_press_of_no_known_kind_is_put_aside_and_its_sender_told(chat: Chatting, press: str) -> None:
    chat.take("Hannah", press, kind="press")
    for _ in range(4):
        chat.talk.let_time_pass()
        chat.talk.finish()
    assert len(chat.talk.quarantined()) == 1
    assert "Nothing is lost" in chat.last(DM).text


@pytest.mark.parametrize(
    ("who", "command", "fitting"),
    [
        ("Hannah", "/my", "tasks-mine"),
        ("Hannah", "/team", "tasks-team"),
        ("Hannah", "/overdue", "tasks-overdue"),
        ("Gadi", "/approvals", "tasks-approvals"),
        ("Federica", "/my@pratica_bot", "tasks-mine"),
    ],
)
def test_commands_list_tasks_in_the_readers_language(chat: Chatting, who: str, command: str, fitting: str) -> None:
    language = chat.talk.person(who).language
    assert plain(chat.say(who, command).text) == chat.talk.worded(fitting, language, count=0)


def test_commands_do_what_words_do(chat: Chatting) -> None:
    chat.say("Hannah", "/new the printer on the second floor is broken")
    (task,) = chat.talk.tasks()
    chat.say("Denis", f"/take {task.reference}")
    chat.say("Denis", f"/done {task.reference}")
    assert chat.talk.task(task.reference).status == "done"
    assert task.reference in chat.say("Hannah", f"/status {task.reference}").text
    before = len(chat.all(DM))
    chat.say("Hannah", "/help")
    assert chat.sees(DM)[before].startswith(chat.talk.worded("help-head", "en")[:20])


def test_new_alone_offers_every_type_and_begins_the_one_that_is_pressed(chat: Chatting) -> None:
    offered = chat.say("Federica", "/new")
    assert len(offered.buttons) == len(chat.talk.parts.catalogue.requests())
    title = chat.talk.parts.catalogue["quote"].words("it").title
    question = chat.press("Federica", button(offered, title))
    assert question.asks
    assert question.asks.type == "quote"


@pytest.mark.parametrize(("said", "language"), [("/lang he", "he"), ("/lang Italiano", "it"), ("/lang en", "en")])
def test_the_language_is_chosen_by_a_command(chat: Chatting, said: str, language: Language) -> None:
    assert plain(chat.say("Hannah", said).text) == chat.talk.worded("lang-set", language)
    with chat.talk.store.read() as reading:
        people = reading.records.directory().people
    assert next(one.language for one in people if one.name == "Hannah Whitlock") == language
    assert "/lang it" in chat.say("Hannah", "/lang klingon").text


def test_what_cannot_be_read_is_answered_kindly(chat: Chatting) -> None:
    assert chat.say("Federica", "/unsupported voice").text == chat.talk.worded("chat-unsupported", "it")


def test_a_long_answer_comes_in_pieces_and_the_last_has_the_buttons(chat: Chatting) -> None:
    chat.platform.longest = 120
    before = len(chat.all(DM))
    chat.say("Hannah", WITHIN)
    pieces = chat.all(DM)[before:]
    assert len(pieces) > 1
    assert all(len(one.text) <= 120 for one in pieces)
    assert [bool(one.buttons) for one in pieces] == [False] * (len(pieces) - 1) + [True]
    chat.press("Hannah", button(pieces[-1], "Yes"))
    assert chat.talk.task("Q-0001").status == "done"


def test_a_draft_begun_on_one_channel_is_gone_on_with_on_another(chat: Chatting) -> None:
    chat.talk.say("Hannah", "quote for San Marziale")
    question = chat.say("Hannah", "continue")
    assert question.asks
    summary = chat.say("Hannah", "5 monitor arms")
    assert labels(summary)[0] == "Yes"


def test_a_question_is_told_from_every_other(chat: Chatting) -> None:
    one = Ask(kind="choice", draft="d", field="customer", choices=(Choice(value="a", label="A"),))
    assert ask_token(one, None) == ask_token(one.model_copy(update={"times": 2}), None)
    assert ask_token(one, None) != ask_token(one.model_copy(update={"draft": "e"}), None)
    press = Press(kind="ask", of=ask_token(one, None), value="ביטול")
    assert Press.parse(str(press)) == press
    assert len(str(press).encode()) <= 64
    assert all(len(made.press.encode()) <= 64 for made in _all_buttons(chat))


def _all_buttons(chat: Chatting) -> list[Button]:
    for said in ("/new", WITHIN):
        chat.say("Gadi", said)
    return [made for one in chat.platform.standing.values() for made in one.buttons]


def _old(now: str) -> Text:
    return text("button-old", now=text(now))
