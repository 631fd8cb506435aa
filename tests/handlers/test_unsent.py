"""What is done about messages that did not leave, or of which nobody knows whether they did."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages import Looked, Outcome, Outgoing, Permanent, Sent, Uncertain
from bot.ports import TroubledOutgoing
from bot.speech import Speech
from handlers.worker import Worker
from tests.handlers.talk import Clock, Killed, Talk
from tests.handlers.test_quote import ARMS


def later(talk: Talk, times: int) -> None:
    """Work and deliver, then so many times again what was put off."""
    talk.finish()
    for _ in range(times):
        talk.let_time_pass()
        talk.finish()


def mailed(talk: Talk, *outcomes: Outcome, who: str = "Hannah") -> Outgoing:
    """A notice to a colleague by mail, whose tries come to this; all others arrive."""
    notice = Outgoing(
        key="notice",
        channel="mail",
        recipient=talk.person(who).email,
        thread="notice",
        kind="notice",
        body=b"Subject: Q-0001\r\n\r\nQ-0001 is done.\r\n",
    )
    with talk.store.write() as uow:
        uow.outbox.queue(notice)
        uow.commit()
    talk.mail.next_outcomes.extend(outcomes)
    return notice


def troubled(talk: Talk) -> tuple[TroubledOutgoing, ...]:
    with talk.store.read() as reading:
        return reading.outbox.troubled()


def test_a_message_to_a_colleague_that_is_refused_for_good_is_told_to_the_admins(talk: Talk) -> None:
    notice = mailed(talk, Permanent(reason="no such mailbox"))
    later(talk, 1)
    (unsent,) = troubled(talk)
    hannah = talk.person("Hannah")
    assert unsent.outgoing == notice
    told = talk.worded(
        "answer-not-sent", "it",
        number=str(unsent.id), name=hannah.name, address=hannah.email, reason="no such mailbox",
    )  # fmt: skip
    assert talk.notices("Silvia") == [told]
    assert talk.notices("Hannah") == []


def test_that_an_admin_cannot_be_reached_is_told_to_another_and_not_to_herself(talk: Talk) -> None:
    mailed(talk, Permanent(reason="no such mailbox"), who="Silvia")
    later(talk, 1)
    assert talk.notices("Silvia") == []
    managers = [one.name for one in talk.people if one.role == "manager"]
    assert all("no such mailbox" in talk.notices(name)[-1] for name in managers)


def test_nobody_is_told_that_nobody_could_be_told(talk: Talk) -> None:
    mailed(talk, Permanent(reason="no such mailbox"))
    talk.terminal.next_outcomes.append(Permanent(reason="the screen is broken"))
    later(talk, 3)
    assert [one.reason for one in troubled(talk)] == ["no such mailbox", "the screen is broken"]
    assert len(talk.terminal.tried) == 1


def test_a_message_to_a_colleague_of_unknown_outcome_is_sent_again_later(talk: Talk) -> None:
    notice = mailed(talk, Uncertain(reason="the line broke"))
    talk.mail.found = Uncertain(reason="no way to look")
    talk.finish()
    assert len(talk.mail.tried) == 1
    later(talk, 1)
    assert talk.mail.arrived == [notice]
    assert talk.notices("Silvia") == []


def test_a_message_to_a_colleague_that_did_arrive_is_not_sent_again(talk: Talk) -> None:
    mailed(talk, Uncertain(reason="the line broke"))
    talk.finish()
    talk.mail.found = Sent(outside_id="<1@example.it>")
    later(talk, 2)
    assert len(talk.mail.tried) == 1
    assert troubled(talk) == ()


def test_a_message_to_a_colleague_that_stays_uncertain_is_told_to_the_admins(talk: Talk) -> None:
    mailed(talk, *(Uncertain(reason="the line broke") for _ in range(9)))
    talk.mail.found = Uncertain(reason="no way to look")
    later(talk, 5)
    assert len(talk.mail.tried) == 3
    (unsent,) = troubled(talk)
    assert unsent.state == "uncertain"
    hannah = talk.person("Hannah")
    told = talk.worded(
        "answer-uncertain", "it",
        number=str(unsent.id), name=hannah.name, address=hannah.email, reason="the line broke",
    )  # fmt: skip
    assert talk.notices("Silvia") == [told]


def test_a_refusal_that_no_database_can_keep_is_kept_cleaned_and_not_sent_for_ever(talk: Talk) -> None:
    mailed(talk, Permanent(reason="no such\0mailbox"))
    talk.finish()
    assert [unsent.reason for unsent in troubled(talk)] == ["no such\ufffdmailbox"]


def test_what_was_sent_is_not_in_doubt_because_the_database_was_held_for_a_moment(talk: Talk) -> None:
    held = [False, True, True]
    with talk.store._writer.connect() as connection:
        connection.connection.driver_connection.create_function("held", 0, held.pop)  # type: ignore[union-attr]
        trigger = "BEGIN SELECT CASE WHEN held() THEN RAISE(ABORT, 'database is locked') END; END"
        connection.exec_driver_sql(f"CREATE TRIGGER hold BEFORE UPDATE OF outside_id ON outbox {trigger}")
        connection.commit()
    mailed(talk)
    talk.finish()
    assert held == []
    assert len(talk.mail.arrived) == 1
    with talk.store.read() as reading:
        assert reading.outbox.pending(channels={"mail": None}) == 0


def test_an_answer_in_a_terminal_that_was_closed_is_nobody_elses_matter(talk: Talk) -> None:
    talk.terminal.next_outcomes.append(Uncertain(reason="closed"))
    talk.take("Hannah", "hello")
    later(talk, 1)
    assert len(troubled(talk)) == 1
    assert talk.notices("Silvia") == []


def test_what_was_sent_again_by_hand_is_told_again_when_it_fails_again(talk: Talk, clock: Clock) -> None:
    for _ in range(2):
        mailed(talk, Permanent(reason="no such mailbox"))
        talk.finish()
        with talk.store.write() as uow:
            assert uow.outbox.resend(uow.outbox.troubled()[0].id)
            uow.commit()
        clock.move(timedelta(hours=1))
    later(talk, 1)
    assert len(talk.notices("Silvia")) == 2
    assert len(talk.mail.arrived) == 1


def test_a_look_that_fails_holds_up_no_other_message(talk: Talk) -> None:
    def look_up(outgoing: Outgoing) -> Looked:
        raise OSError("the folder of sent mail is gone")

    talk.mail.look_up = look_up  # type: ignore[method-assign]
    talk.mail.next_outcomes.append(Killed())
    talk.say("Hannah", ARMS)
    talk.take("Hannah", "yes")
    with pytest.raises(Killed):
        talk.finish()
    talk.restart()
    other = mailed(talk)
    later(talk, 1)
    assert talk.mail.arrived == [other]
    assert "the folder of sent mail is gone" in talk.notices("Hannah")[-1]


@pytest.mark.parametrize("kind", ["notice", "quote"])
def test_a_message_is_settled_though_nobody_can_be_told(talk: Talk, kind: str) -> None:
    if kind == "quote":
        talk.mail.next_outcomes.append(Killed())
        talk.say("Hannah", ARMS)
        talk.take("Hannah", "yes")
        with pytest.raises(Killed):
            talk.finish()
        talk.restart()
        talk.mail.next_outcomes.append(Permanent(reason="no such mailbox"))
    else:
        mailed(talk, Permanent(reason="no such mailbox"))
    mute = Speech({}, talk.parts.catalogue)
    Worker(replace(talk.parts, speech=mute)).deliver()
    assert [one.reason for one in troubled(talk)] == ["no such mailbox"]
