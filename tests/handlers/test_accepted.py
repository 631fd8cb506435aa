"""A customer's acceptance of a quote: pressed or said, kept once, and never taken from a colleague's own approval."""

import pytest

from bot.bidi import plain
from tests.handlers.chatting import Chatting, button, labels
from tests.handlers.talk import Talk

ACCEPTED = "Customer accepted"


def accepted(talk: Talk) -> list[dict[str, object]]:
    return [one.data for one in talk.events("Q-0001") if one.kind == "accepted"]


def test_a_press_keeps_it_once_with_the_total_that_was_sent(talk: Talk) -> None:
    chat = Chatting(talk)
    chat.link("Hannah")
    summary = chat.say("Hannah", "quote for San Marziale: 5 monitor arms")
    chat.press("Hannah", button(summary, "Yes"))
    sent = next(one for one in chat.all("dm-Hannah") if labels(one) == [ACCEPTED])
    chat.press("Hannah", sent.buttons[0])
    (data,) = accepted(talk)
    (total,) = (one.data for one in talk.events("Q-0001") if one.kind == "mail_queued")
    assert (data["amount"], data["currency"]) == (total["amount"], total["currency"])
    card = next(one for one in chat.all("dm-Hannah") if one.text == sent.text)
    assert card.buttons == ()
    assert "accepted by the customer" in plain(card.standing)
    assert "noted already" in plain(chat.press("Hannah", sent.buttons[0]).text)
    assert len(accepted(talk)) == 1


@pytest.mark.parametrize(
    "said", ["San Marziale accepted Q-0001", "Q-0001 was accepted by the customer", "הלקוח אישר את ההצעה Q-0001"]
)
def test_it_is_kept_when_it_is_said(talk: Talk, said: str) -> None:
    talk.says("Hannah", "quote for San Marziale: 5 monitor arms", "yes", said)
    assert len(accepted(talk)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "San Marziale hasn’t accepted Q-0001",
        "as soon as the customer accepts Q-0001, approve it",
        "approva Q-0001 quando il cliente accetta",
        "אם הלקוח אישר את Q-0001 תאשר",
    ],
)
def test_what_is_denied_or_only_supposed_is_not_kept(talk: Talk, said: str) -> None:
    talk.says("Hannah", "quote for San Marziale: 5 monitor arms", "yes", said)
    assert accepted(talk) == []


@pytest.mark.parametrize("said", ["approve Q-0001", "I approve the quote Q-0001", "Q-0001 done"])
def test_what_may_be_a_colleagues_own_approval_is_asked_about(talk: Talk, said: str) -> None:
    talk.says("Hannah", "quote for San Marziale: 5 monitor arms", "yes")
    reply = talk.say("Lorenza", said).reply
    assert accepted(talk) == []
    assert [one.value for one in reply.buttons] == ["/accepted Q-0001"]
    talk.say("Lorenza", "/accepted Q-0001")
    assert len(accepted(talk)) == 1


@pytest.mark.parametrize("typed", ["/accepted q-1", "/accepted Q-0001, thanks"])
def test_the_command_takes_a_number_as_people_type_it(talk: Talk, typed: str) -> None:
    talk.says("Hannah", "quote for San Marziale: 5 monitor arms", "yes", typed)
    assert len(accepted(talk)) == 1


def test_what_was_noted_by_mistake_is_taken_back_and_may_be_noted_again(talk: Talk) -> None:
    reply = talk.says("Hannah", "quote for San Marziale: 5 monitor arms", "yes", "/accepted Q-0001").reply
    assert [one.value for one in reply.buttons] == ["/unaccepted Q-0001"]
    assert "counts as not accepted" in plain(talk.say("Hannah", "/unaccepted Q-0001").text)
    assert "nothing to take back" in plain(talk.say("Hannah", "/unaccepted Q-0001").text)
    talk.say("Hannah", "/accepted Q-0001")
    assert len(accepted(talk)) == 2
    story = plain(talk.say("Hannah", "how is Q-0001 going?").text)
    assert story.index("has not accepted after all") < story.rindex("noted that the customer accepted")


def test_the_command_alone_asks_which(talk: Talk) -> None:
    assert plain(talk.say("Hannah", "/accepted").text) == "Which task?"


def test_what_was_never_sent_cannot_be_accepted(talk: Talk) -> None:
    talk.says("Hannah", "the printer on the second floor is broken")
    (task,) = talk.tasks()
    assert "not a quote that has been sent" in plain(talk.say("Hannah", f"/accepted {task.reference}").text)
