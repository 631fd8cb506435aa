"""What must never happen on a chat platform: things shown to the wrong people, decided unseen, done twice or lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bidi import plain
from bot.chat.accounts import Account, Stranger
from bot.chat.press import Press
from bot.lifecycle import event
from bot.model import Document
from handlers.worker import Worker
from tests.handlers.chatting import Chatting, button, labels
from tests.handlers.talk import Clock, Talk

ROOM = "room-7"
ABOVE = "quote for San Marziale: 5 monitor arms, 15% off"


@pytest.fixture
def chat(talk: Talk) -> Chatting:
    made = Chatting(talk)
    made.link("Hannah", "Gadi", "Lorenza", "Rania", "Denis", "Paolo", "Federica")
    return made


def held(chat: Chatting) -> str:
    """A quote that waits for Gadi, who is told of it in his own chat."""
    chat.say("Gadi", "/hello")
    chat.press("Hannah", button(chat.say("Hannah", ABOVE), "Yes"))
    return chat.talk.tasks()[0].reference


# Shown to the wrong people


def test_a_code_is_given_to_its_owner_alone(chat: Chatting) -> None:
    chat.say("Hannah", "/link", room=ROOM)
    assert chat.sees(ROOM) == [chat.talk.worded("answered-privately", "en")]
    assert "/link " in plain(chat.last("dm-Hannah").text)


@pytest.mark.parametrize("command", ["/recurring", "stop R-0001", "/lang en", "/digest", "/digest off"])
def test_somebodys_own_affairs_are_not_told_to_a_room(chat: Chatting, command: str) -> None:
    chat.say("Hannah", "every month on the 25th send me my pay slip")
    chat.say("Hannah", "yes")
    chat.say("Hannah", command, room=ROOM)
    assert chat.sees(ROOM) == [chat.talk.worded("answered-privately", "en")]


@pytest.mark.parametrize("who", ["Gadi", "Rania"])
def test_who_is_away_is_not_told_to_a_room(chat: Chatting, who: str) -> None:
    chat.say("Hannah", "I am ill today and tomorrow")
    chat.say("Hannah", "yes")
    before = len(chat.all(ROOM))
    chat.say(who, "who is away today?", room=ROOM)
    assert not any("Hannah" in said for said in chat.sees(ROOM)[before:])


def test_a_mail_of_a_task_that_not_everybody_may_see_is_not_spoken_of_in_a_room(chat: Chatting) -> None:
    chat.say("Paolo", "new supplier Fornitura Rossi, email anna@fornitura-rossi.example")
    chat.say("Paolo", "yes")
    (task,) = chat.talk.tasks()
    lost = {"undelivered": "supplier_data", "address": "anna@fornitura-rossi.example"}
    with chat.talk.store.write() as uow:
        uow.tasks.save(task.model_copy(update={"visibility": "private"}))
        uow.tasks.add_event(event(task, "mail_refused", actor=None, channel="mail", now=task.updated_at, **lost))
        uow.commit()
    chat.say("Paolo", "try sales@rossi.example", room=ROOM)
    assert chat.sees(ROOM) == [chat.talk.worded("answered-privately", "en")]
    assert task.reference in chat.last("dm-Paolo").text


def test_where_outsiders_read_along_everything_is_private(chat: Chatting) -> None:
    chat.say("Hannah", "has invoice 22/2026 been paid?", room=ROOM, outsiders=True)
    assert chat.sees(ROOM) == [chat.talk.worded("answered-privately", "en")]
    assert "22/2026" in plain(chat.last("dm-Hannah").text)


def test_whoever_may_see_a_task_no_longer_is_told_nothing_more_of_it(chat: Chatting) -> None:
    chat.say("Paolo", "/hello")
    chat.say("Hannah", "can you send me my pay slip for October?")
    (task,) = chat.talk.tasks()
    chat.say("Rania", f"assign {task.reference} to Paolo")
    told = chat.last("dm-Paolo")
    assert task.reference in plain(told.text)
    chat.say("Rania", f"/take {task.reference}")
    chat.say("Rania", f"/done {task.reference}")
    card = next(one for one in chat.all("dm-Paolo") if one.text == told.text)
    assert "Rania" not in plain(card.standing)
    assert card.buttons == ()


def test_an_account_that_changes_hands_takes_nothing_along(chat: Chatting) -> None:
    with chat.talk.store.write() as uow:
        slip = uow.documents.add("payslip.pdf", "application/pdf", b"%PDF", reference=None)
        uow.commit()
    chat.say("Hannah", "", files=(Document.model_validate(slip.model_dump()),))
    denis = chat.talk.person("Denis").id
    account = Account(channel="chat", account="W", user="Hannah", place="dm-Hannah", person_id=denis)
    with chat.talk.store.write() as uow:
        uow.accounts.put(account)
        uow.commit()
    chat.say("Hannah", "the printer on the second floor is broken")
    with chat.talk.store.read() as reading:
        assert reading.documents.of(chat.talk.tasks()[0].reference, None) == ()


@pytest.mark.parametrize("address", ["lorenza.ba\u00dfi@example.it", "LORENZA.BA\u017f\u017fI@example.it"])
def test_letters_that_only_fold_alike_are_another_address(chat: Chatting, address: str) -> None:
    chat.platform.strangers["U5"] = Stranger(email=address)
    assert plain(chat.say("U5", "/my").text) == chat.talk.worded("chat-unknown-person", "en")


# Decided unseen


def test_a_card_from_before_a_correction_decides_nothing(chat: Chatting) -> None:
    reference = held(chat)
    old = chat.last("dm-Gadi")
    approve = button(old, "אישור")
    chat.say("Hannah", "no, 500 monitor arms")
    chat.say("Hannah", "yes")
    card = next(one for one in chat.all("dm-Gadi") if one.text == old.text)
    assert card.buttons == ()
    assert reference in plain(card.standing)
    new = chat.last("dm-Gadi")
    assert "500" in plain(new.text)
    chat.press("Gadi", approve)
    assert chat.talk.task(reference).status == "awaiting_approval"
    assert "500" in plain(chat.last("dm-Gadi").text)
    chat.press("Gadi", button(new, "אישור"))
    assert chat.talk.task(reference).status == "done"


def test_a_press_that_was_never_offered_takes_no_task_from_its_team(chat: Chatting) -> None:
    chat.say("Hannah", "the printer on the second floor is broken")
    (task,) = chat.talk.tasks()
    for act in ("take", "complete"):
        chat.say("Hannah", str(Press(kind="act", of=act, value=task.reference)), kind="press")
    after = chat.talk.task(task.reference)
    assert (after.status, after.assignee_id) == ("open", None)


def test_twelve_letters_from_a_colleague_are_an_answer_and_no_code(chat: Chatting) -> None:
    for said in ("972501234567", "3F09AC-77D210"):
        assert chat.talk.worded("chat-wrong-code", "en") != plain(chat.say("Hannah", said).text)
    assert plain(chat.say("Hannah", "/link 3F09AC-77D210").text) == chat.talk.worded("chat-wrong-code", "en")


def test_wrong_codes_of_a_stranger_are_answered_once_a_minute(chat: Chatting, clock: Clock) -> None:
    for number in range(30):
        chat.say("U9", f"3F09AC-77D2{number:02d}")
    assert len(chat.all("dm-U9")) == 1
    clock.move(timedelta(minutes=1))
    chat.say("U9", "3F09AC-77D299")
    assert len(chat.all("dm-U9")) == 2


def test_a_strangers_flood_does_not_ask_the_platform_each_time(chat: Chatting) -> None:
    class Counting(dict[str, Stranger]):
        asked = 0

        def get(self, *_: object) -> Stranger:
            Counting.asked += 1
            return Stranger()

    chat.platform.strangers = Counting()
    for _ in range(20):
        chat.take("U9", "hello")
    chat.talk.finish()
    assert Counting.asked == 1


# Done twice, or lost


def test_a_message_that_another_worker_settled_meanwhile_leads_to_one_task(chat: Chatting) -> None:
    class Slow(dict[str, bytes | Exception]):
        """While the file is fetched, the lease runs out and another worker takes the message."""

        def __getitem__(self, ref: str) -> bytes:
            if not taken:
                taken.append(ref)
                with chat.talk.store.write() as uow:
                    uow.inbox.release_all(chat.talk.parts.worker)
                    uow.commit()
                other.work()
            return b"data"

    taken: list[str] = []
    other = Worker(replace(chat.talk.parts, worker="other"))
    chat.platform.files = Slow()
    file = {"ref": "F1", "name": "a.txt", "media_type": "text/plain"}
    chat.take("Hannah", "the printer on the second floor is broken", attached=(file,))
    chat.talk.finish()
    assert len(chat.talk.tasks()) == 1
    assert chat.talk.quarantined() == ()


def test_an_edit_of_an_older_message_finds_its_task(chat: Chatting) -> None:
    first = chat.take("Hannah", "the printer on the second floor is broken")
    chat.talk.finish()
    chat.say("Hannah", "the coffee machine is broken")
    count = len(chat.talk.tasks())
    said = chat.say("Hannah", "the printer on the second floor is broken!", edits=first.external_id)
    assert len(chat.talk.tasks()) == count
    assert "IT-0001" in plain(said.text)


def test_a_thread_is_known_as_soon_as_somebody_has_written_to_us_there(chat: Chatting) -> None:
    assert not chat.intake.knows("chat", ROOM)
    chat.take("Hannah", "the printer on the second floor is broken", room=ROOM)
    assert chat.intake.knows("chat", ROOM)


def test_an_outage_of_minutes_puts_nothing_aside(chat: Chatting) -> None:
    chat.platform.files["F1"] = ConnectionError("down")
    file = {"ref": "F1", "name": "a.txt", "media_type": "text/plain"}
    chat.take("Hannah", "the printer on the second floor is broken", attached=(file,))
    for _ in range(8):
        chat.talk.finish()
        chat.talk.let_time_pass()
    assert chat.talk.quarantined() == ()
    chat.platform.files["F1"] = b"data"
    chat.talk.finish()
    assert len(chat.talk.tasks()) == 1


def test_an_answer_from_a_room_leaves_the_private_question_and_its_files_alone(chat: Chatting) -> None:
    summary = chat.say("Hannah", "quote for San Marziale: 5 monitor arms")
    chat.say("Hannah", "/digest", room=ROOM)
    card = next(one for one in chat.all("dm-Hannah") if one.text == summary.text)
    assert labels(card) == ["Yes", "Change", "Cancel"]
    chat.press("Hannah", button(card, "Yes"))
    assert chat.talk.task("Q-0001").status == "done"


def test_a_language_is_changed_without_writing_anything_else_back(chat: Chatting) -> None:
    assert plain(chat.say("Gadi", "/lang en").text) == chat.talk.worded("lang-set", "en")
    with chat.talk.store.read() as reading:
        gadi = next(one for one in reading.records.directory().people if one.id == chat.talk.person("Gadi").id)
    assert gadi == chat.talk.person("Gadi").model_copy(update={"language": "en"})
