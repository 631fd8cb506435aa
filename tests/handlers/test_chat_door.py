"""Who is let in on a chat platform, what a room is shown, files that come along, and roads that close."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.bidi import plain
from bot.chat.accounts import Stranger
from bot.chat.forms import QUOTED, Submitted
from bot.chat.linking import CODE_MINUTES
from bot.messages import Attached, Permanent, Temporary
from bot.model import Language
from tests.handlers.chatting import Chatting, button
from tests.handlers.talk import Clock, Talk

ROOM = "room-7"


@pytest.fixture
def chat(talk: Talk) -> Chatting:
    return Chatting(talk)


def code_from(chat: Chatting, who: str) -> str:
    """The code that somebody who is linked is given by the assistant."""
    chat.link(who)
    return plain(chat.say(who, "/link").text).split("/link ")[1].split()[0]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "hello"), ("it", "ciao, mi serve un preventivo"), ("he", "שלום")]
)
def test_a_stranger_is_told_once_an_hour_how_to_be_let_in(
    chat: Chatting, clock: Clock, language: Language, said: str
) -> None:
    refusal = chat.talk.worded("chat-unknown-person", language)
    for _ in range(3):
        assert plain(chat.say("U9", said).text) == refusal
    assert len(chat.all("dm-U9")) == 1
    clock.move(timedelta(hours=1))
    chat.say("U9", said)
    assert len(chat.all("dm-U9")) == 2
    assert chat.talk.tasks() == ()
    assert chat.talk.quarantined() == ()


def test_other_robots_are_not_answered(chat: Chatting) -> None:
    chat.platform.strangers["B1"] = Stranger(robot=True)
    chat.take("B1", "hello, fellow robot")
    chat.talk.finish()
    assert chat.platform.standing == {}


def test_a_stranger_with_the_address_of_one_colleague_is_that_colleague(chat: Chatting) -> None:
    chat.platform.strangers["U5"] = Stranger(email="Hannah.Whitlock@Example.com")
    chat.say("U5", "the printer on the second floor is broken")
    (task,) = chat.talk.tasks()
    assert task.requester_id == chat.talk.person("Hannah").id
    with chat.talk.store.read() as reading:
        (account,) = reading.accounts.of(task.requester_id)
    assert (account.user, account.place) == ("U5", "dm-U5")


@pytest.mark.parametrize(
    ("who", "said", "then"),
    [
        ("Denis", "America/New_York", "America/New_York"),
        ("Denis", "Pacific Standard Time", "Europe/Rome"),
        ("Denis", None, "Europe/Rome"),
        ("Maayan", "America/New_York", "Asia/Jerusalem"),
    ],
)
def test_who_has_no_time_zone_of_their_own_is_told_the_time_in_that_of_the_platform(
    chat: Chatting, who: str, said: str | None, then: str
) -> None:
    before = chat.talk.person(who)
    chat.platform.strangers["U5"] = Stranger(email=before.email, timezone=said)
    chat.say("U5", "remind me tomorrow at 10 to call the bank")
    with chat.talk.store.read() as reading:
        (now,) = (person for person in reading.records.directory().people if person.id == before.id)
        (reminder,) = reading.reminders.of(before.id)
    assert now == before.model_copy(update={"timezone": then})
    assert reminder.at.astimezone(ZoneInfo(then)).hour == 10


def test_the_platform_is_asked_again_when_it_could_not_be_asked(chat: Chatting) -> None:
    class Silent(dict[str, Stranger]):
        def get(self, *_: object) -> Stranger:
            raise ConnectionError("no way there")

    chat.platform.strangers = Silent()
    chat.take("U5", "/my")
    chat.talk.finish()
    chat.platform.strangers = {"U5": Stranger(email="hannah.whitlock@example.com")}
    chat.talk.let_time_pass()
    chat.talk.finish()
    assert plain(chat.last("dm-U5").text) == chat.talk.worded("tasks-mine", "en", count=0)


@pytest.mark.parametrize("shown", ["/start {}", "/link {}", "{}", "/start@pratica_bot {}"])
def test_a_code_links_the_account_that_shows_it_once(chat: Chatting, clock: Clock, shown: str) -> None:
    code = code_from(chat, "Hannah")
    greeting = chat.say("U1", shown.format(code))
    assert "Hannah Whitlock" in greeting.text
    assert plain(chat.say("U1", "/my").text) == chat.talk.worded("tasks-mine", "en", count=0)
    assert plain(chat.say("U2", shown.format(code)).text) == chat.talk.worded("chat-wrong-code", "en")
    clock.move(timedelta(hours=1))
    assert plain(chat.say("U2", "/my").text) == chat.talk.worded("chat-unknown-person", "en")


def test_a_code_is_no_good_after_ten_minutes(chat: Chatting, clock: Clock) -> None:
    code = code_from(chat, "Hannah")
    clock.move(CODE_MINUTES)
    assert plain(chat.say("U1", code).text) == chat.talk.worded("chat-wrong-code", "en")


def test_a_colleague_who_was_removed_is_a_stranger(chat: Chatting) -> None:
    chat.link("Hannah")
    message = chat.take("Hannah", "/my")
    assert message.sender_id.startswith("chat:")
    with chat.talk.store.write() as uow:
        uow.accounts.unlink(chat.talk.person("Hannah").id, "chat")
        uow.commit()
    chat.talk.finish()
    assert plain(chat.say("Hannah", "/my").text) == chat.talk.worded("chat-unknown-person", "en")


# Rooms


def test_in_a_room_everybody_sees_what_everybody_may_see(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.say("Hannah", "quote for San Marziale: 5 monitor arms", room=ROOM)
    chat.press("Hannah", button(chat.last(ROOM), "Yes"), room=ROOM)
    assert any("Q-0001" in said for said in chat.sees(ROOM))
    assert chat.all("dm-Hannah") == []


@pytest.mark.parametrize("said", ["I need a day off on Friday 4 December", "can you send me my pay slip for October?"])
def test_what_not_everybody_may_see_goes_to_the_person_alone_and_the_talk_goes_on_there(
    chat: Chatting, said: str
) -> None:
    chat.link("Hannah")
    chat.say("Hannah", said, room=ROOM)
    assert chat.sees(ROOM) == [chat.talk.worded("answered-privately", "en")]
    private = chat.last("dm-Hannah")
    assert private.text
    if private.asks:
        chat.say("Hannah", "yes")
    assert [task.visibility != "everyone" for task in chat.talk.tasks()] == [True]


def test_a_list_with_somebodys_leave_in_it_is_not_shown_to_a_room(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.say("Hannah", "the printer on the second floor is broken", room=ROOM)
    assert "answered" not in " ".join(chat.sees(ROOM))
    chat.say("Hannah", "I need a day off on Friday 4 December")
    chat.say("Hannah", "yes")
    before = len(chat.all(ROOM))
    chat.say("Hannah", "/my", room=ROOM)
    assert chat.sees(ROOM)[before:] == [chat.talk.worded("answered-privately", "en")]


def test_two_people_in_one_thread_each_have_their_own_question(chat: Chatting) -> None:
    chat.link("Hannah", "Lorenza")
    asked = chat.say("Hannah", "quote for San Marziale: 5 monitor arms", room=ROOM)
    chat.say("Lorenza", "yes", room=ROOM)
    assert chat.talk.tasks() == ()
    chat.press("Lorenza", button(asked, "Yes"), room=ROOM)
    assert chat.talk.tasks() == ()
    chat.say("Hannah", "yes", room=ROOM)
    assert [task.reference for task in chat.talk.tasks()] == ["Q-0001"]


def test_a_stranger_in_a_room_is_answered_alone(chat: Chatting) -> None:
    chat.say("U9", "quote for Rossi", room=ROOM)
    (sent,) = chat.platform.arrived
    assert (sent.recipient, sent.only_for) == (ROOM, "U9")


def test_a_manager_approves_in_words_in_the_thread_of_the_task(chat: Chatting) -> None:
    chat.link("Hannah", "Gadi")
    chat.say("Gadi", "/hello")
    chat.say("Hannah", "quote for San Marziale: 5 monitor arms, 15% off")
    chat.say("Hannah", "yes")
    chat.say("Gadi", "looks good", about="Q-0001", conversation="chat:W:Gadi:thread")
    assert chat.talk.task("Q-0001").status == "done"


def test_a_team_with_a_room_is_told_there_once_with_buttons_for_whoever_takes_it(talk: Talk) -> None:
    chat = Chatting(talk, rooms={"it": ("chat", "it-room"), "hr": ("chat", "hr-room")})
    chat.link("Hannah", "Denis")
    chat.say("Hannah", "the printer on the second floor is broken")
    (notice,) = chat.all("it-room")
    chat.press("Denis", button(notice, "I'll take it"), room="it-room")
    assert talk.tasks()[0].assignee_id == talk.person("Denis").id
    assert "Denis Popescu" in plain(chat.all("it-room")[0].standing)


def test_what_a_team_alone_may_not_see_whole_is_not_shown_in_its_room(talk: Talk) -> None:
    chat = Chatting(talk, rooms={"hr": ("chat", "hr-room")})
    chat.link("Hannah")
    chat.say("Hannah", "can you send me my pay slip for October?")
    assert talk.tasks()[0].visibility == "private"
    assert chat.all("hr-room") == []


# Files


def attached(ref: str, name: str = "note.txt") -> Attached:
    return Attached(ref=ref, name=name, media_type="text/plain", size=4)


def test_a_file_that_comes_along_is_fetched_and_filed_with_the_task(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.files["F1"] = b"data"
    chat.say("Hannah", "the printer on the second floor is broken", attached=(attached("F1", "photo.txt"),))
    with chat.talk.store.read() as reading:
        (document,) = reading.documents.of(chat.talk.tasks()[0].reference, None)
        assert (document.name, reading.documents.content(document.sha256)) == ("photo.txt", b"data")


def test_an_album_is_one_message(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.files |= {"F1": b"one", "F2": b"two", "F3": b"three"}
    for ref, said in (("F1", ""), ("F2", "the printer on the second floor is broken"), ("F3", "")):
        chat.take("Hannah", said, album="a", attached=(attached(ref, f"{ref}.txt"),))
    chat.talk.finish()
    assert chat.platform.standing == {}
    chat.talk.let_time_pass()
    chat.talk.finish()
    (task,) = chat.talk.tasks()
    with chat.talk.store.read() as reading:
        assert {one.name for one in reading.documents.of(task.reference, None)} == {"F1.txt", "F2.txt", "F3.txt"}
    assert len(chat.all("dm-Hannah")) == 1


def test_a_file_that_will_never_be_had_does_not_hold_up_the_request(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.files["F1"] = ValueError("it is larger than 25 MB")
    reply = chat.say("Hannah", "the printer on the second floor is broken", attached=(attached("F1"),))
    assert "note.txt" in reply.text
    assert len(chat.talk.tasks()) == 1


def test_a_file_that_cannot_be_had_now_is_tried_again(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.files["F1"] = ConnectionError("cut")
    chat.take("Hannah", "the printer on the second floor is broken", attached=(attached("F1"),))
    chat.talk.finish()
    assert chat.talk.tasks() == ()
    chat.platform.files["F1"] = b"data"
    chat.talk.let_time_pass()
    chat.talk.finish()
    assert len(chat.talk.tasks()) == 1


# Edits


def test_an_edit_before_its_message_was_worked_takes_its_place(chat: Chatting) -> None:
    chat.link("Hannah")
    first = chat.take("Hannah", "quote for San Marziale: 5 monitor arms")
    chat.take("Hannah", "quote for San Marziale: 7 monitor arms", edits=first.external_id)
    chat.talk.finish()
    (summary,) = chat.all("dm-Hannah")
    assert "7 ×" in plain(summary.text)


def test_an_edit_of_a_message_that_became_a_draft_makes_it_anew(chat: Chatting) -> None:
    chat.link("Hannah")
    first = chat.take("Hannah", "quote for San Marziale: 5 monitor arms")
    chat.talk.finish()
    summary = chat.say("Hannah", "quote for San Marziale: 7 monitor arms", edits=first.external_id)
    assert "7 ×" in plain(summary.text)
    assert len(chat.talk.drafts("Hannah")) == 1


def test_an_edit_of_a_message_that_became_a_task_corrects_the_task(chat: Chatting) -> None:
    chat.link("Hannah")
    first = chat.take("Hannah", "quote for San Marziale: 5 monitor arms")
    chat.talk.finish()
    chat.say("Hannah", "yes")
    chat.say("Hannah", "quote for San Marziale: 7 monitor arms", edits=first.external_id)
    chat.say("Hannah", "yes")
    assert chat.talk.task("Q-0001").revision == 2
    assert len(chat.talk.tasks()) == 1


def test_an_edit_that_changes_nothing_does_nothing_once_more(chat: Chatting) -> None:
    """Telegram sends one when somebody reacts to a message (github.com/tdlib/telegram-bot-api/issues/388)."""
    chat.link("Hannah")
    chat.say("Hannah", "quote for San Marziale: 5 monitor arms")
    agreed = chat.take("Hannah", "yes")
    chat.talk.finish()
    summary = chat.say("Hannah", "quote for San Marziale: 7 monitor arms")
    assert chat.say("Hannah", "yes", edits=agreed.external_id) == summary
    assert len(chat.talk.tasks()) == 1


def test_an_edit_of_an_earlier_answer_answers_no_later_question(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.say("Hannah", "quote for San Marziale: 5 monitor arms")
    agreed = chat.take("Hannah", "yes")
    chat.talk.finish()
    chat.say("Hannah", "quote for San Marziale: 7 monitor arms")
    said = chat.say("Hannah", "yes please", edits=agreed.external_id)
    assert "already" in said.text
    assert said.asks is not None
    assert said.asks.confirm
    assert [task.reference for task in chat.talk.tasks()] == ["Q-0001"]
    chat.say("Hannah", "yes")
    assert len(chat.talk.tasks()) == 2


def test_an_edit_of_the_message_that_was_answered_with_a_question_answers_it(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.say("Hannah", "quote for San Marziale: 5 monitor arms")
    unclear = chat.take("Hannah", "yse")
    chat.talk.finish()
    chat.say("Hannah", "yes", edits=unclear.external_id)
    assert len(chat.talk.tasks()) == 1


# Roads that close


def test_who_has_blocked_us_is_told_by_another_road(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.next_outcomes.append(Permanent(reason="blocked by the user", gone=True))
    chat.take("Hannah", "/my")
    chat.talk.finish()
    assert [mail["To"] for mail in chat.talk.mails()] == ["hannah.whitlock@example.com"]
    with chat.talk.store.read() as reading:
        (account,) = reading.accounts.of(chat.talk.person("Hannah").id)
    assert account.state == "gone"
    chat.say("Hannah", "/my")
    with chat.talk.store.read() as reading:
        (account,) = reading.accounts.of(chat.talk.person("Hannah").id)
    assert account.state == "here"


def test_what_waits_for_a_chat_follows_it_to_its_new_address(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.next_outcomes.append(Temporary(reason="moved", moved="dm-new"))
    chat.take("Hannah", "/my")
    chat.talk.finish()
    chat.talk.let_time_pass()
    chat.talk.finish()
    assert len(chat.all("dm-new")) == 1


def test_nothing_is_changed_where_the_message_itself_never_arrived(chat: Chatting) -> None:
    chat.link("Hannah")
    chat.platform.next_outcomes.append(Permanent(reason="no such chat"))
    chat.take("Hannah", "quote for San Marziale: 5 monitor arms")
    chat.talk.finish()
    chat.say("Hannah", "yes")
    assert all(one.edits is None for one in chat.platform.arrived)


def test_the_message_that_a_form_was_opened_from_goes_along_as_a_file(chat: Chatting) -> None:
    chat.link("Hannah")
    form = Submitted(
        key="new:it_support",
        values={"subject": "the printer is broken", QUOTED: "Rania: it prints stripes\nhttps://example.com/p17"},
    )
    chat.say("Hannah", form.model_dump_json(), kind="form")
    (task,) = chat.talk.tasks()
    with chat.talk.store.read() as reading:
        (document,) = reading.documents.of(task.reference, None)
        assert b"prints stripes" in (reading.documents.content(document.sha256) or b"")
