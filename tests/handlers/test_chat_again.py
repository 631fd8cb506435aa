"""Cards that are sent once more, and the pages that a change concerns."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.bidi import plain
from bot.messages import Permanent, Reply
from handlers.cards import follow
from handlers.worker import Worker
from tests.handlers.chatting import Chatting, button, labels
from tests.handlers.talk import NOW, Talk


@pytest.fixture
def chat(talk: Talk) -> Chatting:
    return Chatting(talk)


def send_again(chat: Chatting) -> Reply:
    """Have the one message that did not leave sent again, as an administrator does, and see what stands there then."""
    with chat.talk.store.write() as uow:
        (unsent,) = uow.outbox.troubled()
        assert uow.outbox.resend(unsent.id)
        follow(uow, unsent.outgoing, speech=chat.talk.parts.speech, otherwise="en", now=NOW)
        uow.commit()
    chat.talk.finish()
    return chat.last(unsent.outgoing.recipient)


def lose_next(chat: Chatting) -> None:
    chat.platform.next_outcomes.append(Permanent(reason="not allowed there"))


def test_a_card_that_is_sent_again_has_the_buttons_of_its_task_as_it_stands_then(chat: Chatting) -> None:
    chat.link("Denis", "Hannah")
    lose_next(chat)
    chat.take("Hannah", "the printer on the second floor is broken")
    chat.talk.finish()
    (task,) = chat.talk.tasks()
    chat.talk.say("Denis", f"done {task.reference}")
    card = send_again(chat)

    assert labels(card) == []
    assert "Denis" in plain(card.standing)


def test_a_card_of_which_nothing_has_changed_is_sent_again_as_it_was(chat: Chatting) -> None:
    chat.link("Hannah")
    lose_next(chat)
    chat.take("Hannah", "the printer on the second floor is broken")
    chat.talk.finish()
    card = send_again(chat)

    assert labels(card) == ["Change"]
    assert (card.standing, len(chat.platform.arrived)) == ("", 1)


def test_a_question_that_was_answered_meanwhile_comes_without_buttons_and_an_open_one_with_them(chat: Chatting) -> None:
    chat.link("Hannah")
    lose_next(chat)
    chat.take("Hannah", "quote for Pemberton: 12 task chairs Linea")
    chat.talk.finish()
    first = send_again(chat)
    yes = button(first, "Yes")
    lose_next(chat)
    chat.take("Hannah", "10% off")
    chat.talk.finish()
    chat.say("Hannah", "yes")
    again = send_again(chat)

    assert yes.press
    assert labels(again) == []


def test_a_question_that_is_open_in_a_group_is_answered_at_its_new_address(chat: Chatting) -> None:
    chat.link("Hannah")
    asked = chat.say("Hannah", "quote for Pemberton: 12 task chairs Linea", room="room-7")
    assert asked.asks
    for _ in range(2):
        chat.intake.moved("chat", "room-7", "room-8")
    chat.press("Hannah", button(asked, "Yes"), room="room-8")

    (task,) = chat.talk.tasks()
    assert task.type == "quote"
    assert any(task.reference in said for said in chat.sees("room-8"))
    with chat.talk.store.read() as reading:
        assert reading.conversations.get("chat:W:room-7:Hannah") is None


def test_pages_are_told_of_a_change_after_its_commit_and_only_for_those_concerned(talk: Talk) -> None:
    seen: list[tuple[frozenset[str], int]] = []

    def told(whose: Callable[[], frozenset[str]]) -> None:
        seen.append((whose(), len(talk.tasks())))

    talk.parts = replace(talk.parts, pages=(told,))
    names = talk.worker._inbound._names
    talk.worker = Worker(talk.parts)
    talk.worker._inbound._names = names
    talk.say("Hannah", "the printer on the second floor is broken")
    (task,) = talk.tasks()
    talk.say("Denis", f"take {task.reference}")
    talk.say("Hannah", "my tasks")
    talk.say("Silvia", f"give {task.reference} to Paolo")
    talk.say("Silvia", f"give {task.reference} to Denis")

    assert [count for _, count in seen] == [1, 1, 1, 1]
    assert all(talk.person("Paolo").id in people for people, _ in seen[2:])  # also when he has it no more
    (opened, taken) = ({person.name for person in talk.people if person.id in people} for people, _ in seen[:2])
    assert {"Hannah Whitlock", "Denis Popescu", "Silvia Morandini"} <= opened == taken
    assert not {"Paolo Gentilini", "Alessio Trevisan"} & opened
