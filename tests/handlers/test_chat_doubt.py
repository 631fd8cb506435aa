"""A doubtful chat message meets an outage: waiting for the platform is no try that could have arrived."""

import pytest

from bot.messages import Temporary, Uncertain
from tests.handlers.chatting import Chatting
from tests.handlers.talk import Killed, Talk


def test_an_answer_in_doubt_that_then_meets_an_outage_is_sent_when_it_is_over(talk: Talk) -> None:
    chat = Chatting(talk)
    chat.link("Hannah")
    chat.platform.found = Uncertain(reason="nobody can look there")
    chat.platform.next_outcomes.extend([Killed(), Temporary(reason="the connection is not running")])
    chat.take("Hannah", "hello")
    with pytest.raises(Killed):
        talk.finish()
    talk.restart()
    talk.finish()
    talk.let_time_pass()
    talk.finish()
    assert len(chat.platform.tried) == 3
    assert len(chat.platform.arrived) == 1
    with talk.store.read() as reading:
        assert reading.outbox.troubled() == ()


def test_where_one_can_look_but_not_now_nothing_is_sent_unseen(talk: Talk) -> None:
    """Where one can tell, to send without having looked would be to send twice."""
    chat = Chatting(talk)
    chat.link("Hannah")
    chat.platform.found = Temporary(reason="it cannot be asked just now")
    chat.platform.next_outcomes.append(Killed())
    chat.take("Hannah", "hello")
    with pytest.raises(Killed):
        talk.finish()
    talk.restart()
    talk.finish()
    assert len(chat.platform.tried) == 1, "it was sent again without a look"
