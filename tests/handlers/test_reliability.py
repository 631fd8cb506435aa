"""What fails is retried, put aside or told, and nothing happens twice."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import Conversation
from bot.documents import AnyDocument
from bot.effects import Decision
from bot.messages import Permanent, Temporary, Uncertain
from bot.model import FieldValue
from bot.retry import HANDLING_STARTS, MAILING_TRIES
from bot.turn import Turn
from handlers.worker import Worker
from tests.handlers.talk import Killed, Talk
from tests.handlers.test_quote import ARMS

KESTREL = "please register a new supplier: Kestrel Paper, mail accounts@kestrel.example"


def break_help(talk: Talk, *, times: int) -> Callable[[], int]:
    """Make the act behind "help" fail so many times; how often it was tried."""
    works = talk.parts.skills.acts["help"]
    tried = 0

    def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
        nonlocal tried
        tried += 1
        if tried <= times:
            message = "the roof is on fire \0"
            raise RuntimeError(message)
        return works(fields, turn, decision)

    old = talk.parts.skills
    talk.parts = replace(talk.parts, skills=replace(old, acts={**old.acts, "help": respond}))
    talk.worker = Worker(talk.parts)
    return lambda: tried


def finish(talk: Talk, times: int) -> None:
    for _ in range(times):
        talk.finish()
        talk.let_time_pass()
    talk.finish()


# Handling


def test_a_failing_handler_is_tried_again_and_the_message_is_answered(talk: Talk) -> None:
    tried = break_help(talk, times=2)
    message = talk.take("Hannah", "help")
    finish(talk, 3)
    assert tried() == 3
    assert talk.answer_to(message).text.startswith(talk.worded("help-head", "en"))
    assert talk.quarantined() == ()


def test_what_keeps_failing_is_put_aside_with_its_original_and_the_sender_is_told(talk: Talk) -> None:
    break_help(talk, times=99)
    message = talk.take("Hannah", "  help \u200b")
    finish(talk, 4)
    (aside,) = talk.quarantined()
    assert aside.entry.message.text == "  help \u200b"
    assert "the roof is on fire" in aside.reason
    assert talk.answer_to(message).text == talk.worded("put-into-quarantine", "en", number=str(aside.entry.id))


def test_the_next_message_is_handled_after_one_was_put_aside(talk: Talk) -> None:
    break_help(talk, times=99)
    talk.take("Hannah", "help")
    after = talk.take("Hannah", "my tasks")
    finish(talk, 4)
    assert talk.answer_to(after).text == talk.worded("tasks-mine", "en", count=0)


def test_a_message_waits_for_the_retry_of_the_one_before_it(talk: Talk) -> None:
    break_help(talk, times=1)
    first, second = talk.take("Hannah", "help"), talk.take("Hannah", "my tasks")
    finish(talk, 2)
    answered = [one.in_reply_to for one in talk.terminal.arrived if one.thread == first.conversation]
    assert answered == [first.external_id, second.external_id]


def test_what_was_put_aside_runs_again_once_it_is_repaired(talk: Talk) -> None:
    break_help(talk, times=3)
    talk.take("Hannah", "help")
    finish(talk, 4)
    (aside,) = talk.quarantined()
    with talk.store.write() as uow:
        assert uow.inbox.rerun(aside.entry.id)
        uow.commit()
    talk.finish()
    assert talk.quarantined() == ()
    last = talk.terminal.arrived[-1]
    assert talk.worded("help-head", "en") in last.body.decode()


def test_a_fulfilment_that_fails_is_tried_again_and_makes_one_mail(talk: Talk) -> None:
    render, failed = talk.parts.render, threading.Event()

    def once(document: object) -> bytes:
        if not failed.is_set():
            failed.set()
            raise OSError(28, "No space left on device")
        return render(document)  # type: ignore[arg-type]

    talk.parts = replace(talk.parts, render=once)
    talk.worker = Worker(talk.parts)
    talk.say("Hannah", ARMS)
    yes = talk.take("Hannah", "yes")
    finish(talk, 2)
    assert failed.is_set()
    assert talk.answer_to(yes).reply.files
    assert talk.task("Q-0001").status == "done"
    assert len(talk.mails()) == 1


def test_a_redelivered_message_is_not_worked_twice(talk: Talk) -> None:
    for _ in range(3):
        talk.take("Hannah", "the printer on the second floor keeps jamming", external_id="same")
        talk.finish()
    assert [task.reference for task in talk.tasks()] == ["IT-0001"]
    assert len([one for one in talk.terminal.arrived if one.in_reply_to == "same"]) == 1


def test_the_same_id_of_another_sender_is_another_message(talk: Talk) -> None:
    for who in ("Hannah", "Denis"):
        talk.take(who, "the printer on the second floor keeps jamming", external_id="same")
    talk.finish()
    assert len(talk.tasks()) == 2


def test_what_moved_since_it_was_read_is_decided_again(talk: Talk) -> None:
    """Another worker answers in the same conversation between reading and writing."""
    understander, interfered = talk.parts.understander, threading.Event()
    key = f"terminal:{talk.person('Hannah').id}"

    def move() -> None:
        with talk.store.write() as uow:
            now = uow.conversations.get(key)
            fresh = Conversation(key=key, person_id=talk.person("Hannah").id, language="en")
            uow.conversations.save((now or fresh).model_copy(update={"listed": ("X-0001",)}))
            uow.commit()

    class Slow(type(understander)):  # type: ignore[misc]
        def understand(self, *args: object, **kwargs: object) -> object:
            if not interfered.is_set():
                interfered.set()
                move()
            return understander.understand(*args, **kwargs)  # type: ignore[arg-type]

    slow = Slow(
        understander.catalogue,
        understander.intents,
        understander.languages,
        understander.lexicon,
        understander.tasks,
    )
    talk.parts = replace(talk.parts, understander=slow)
    talk.worker = Worker(talk.parts)
    assert talk.say("Hannah", "the printer on the second floor keeps jamming").task
    with talk.store.read() as reading:
        conversation = reading.conversations.get(key)
    assert conversation is not None
    assert (conversation.version, conversation.listed) == (2, ("X-0001",))
    assert len(talk.tasks()) == 1


def test_two_workers_answer_every_message_once_and_in_order(talk: Talk) -> None:
    said = [talk.take(who, "the printer keeps jamming") for who in ("Hannah", "Denis", "Hannah", "Denis", "Hannah")]
    workers = [Worker(replace(talk.parts, worker=f"worker-{n}")) for n in range(2)]

    def work(worker: Worker) -> None:
        while worker.work():
            pass

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    talk.finish()
    assert len(talk.tasks()) == len(said)
    for message in said:
        talk.answer_to(message)


# Sending


def test_a_temporary_failure_is_tried_again_and_the_order_is_kept(talk: Talk) -> None:
    talk.terminal.next_outcomes.append(Temporary(reason="busy"))
    first, second = talk.take("Hannah", "hello"), talk.take("Hannah", "my tasks")
    talk.finish()
    assert talk.terminal.arrived == []
    talk.let_time_pass()
    talk.finish()
    assert [one.in_reply_to for one in talk.terminal.arrived] == [first.external_id, second.external_id]


def test_a_retry_is_not_made_before_its_time(talk: Talk) -> None:
    talk.terminal.next_outcomes.append(Temporary(reason="busy", retry_after=timedelta(minutes=5)))
    talk.take("Hannah", "hello")
    talk.finish()
    talk.finish()
    assert len(talk.terminal.tried) == 1


def test_a_mail_refused_for_good_is_told_to_whoever_asked(talk: Talk) -> None:
    talk.mail.next_outcomes.append(Permanent(reason="no such mailbox"))
    talk.says("Hannah", ARMS, "yes")
    talk.finish()
    address = "acquisti.sanmarziale@example.it"
    told = talk.worded("mail-refused", "en", reference="Q-0001", address=address, reason="no such mailbox")
    assert talk.notices("Hannah") == [told]
    talk.let_time_pass()
    talk.finish()
    assert len(talk.mail.tried) == 1


def test_a_mail_that_never_gets_through_is_given_up_and_told(talk: Talk) -> None:
    talk.mail.next_outcomes.extend(Temporary(reason="greylisted") for _ in range(2 * MAILING_TRIES))
    talk.says("Hannah", ARMS, "yes")
    finish(talk, MAILING_TRIES + 2)
    assert len(talk.mail.tried) == MAILING_TRIES
    assert "greylisted" in talk.notices("Hannah")[-1]


@pytest.mark.parametrize("said", [(ARMS, "yes"), (KESTREL, "yes")])
def test_a_mail_of_unknown_outcome_is_not_repeated_but_told(talk: Talk, said: tuple[str, str]) -> None:
    talk.mail.next_outcomes.append(Uncertain(reason="the line broke"))
    talk.says("Hannah", *said)
    finish(talk, 2)
    assert len(talk.mail.tried) == 1
    assert "the line broke" in talk.notices("Hannah")[-1]


def test_a_mail_whose_sender_died_is_looked_up_and_sent_when_it_is_not_there(talk: Talk) -> None:
    talk.mail.next_outcomes.append(Killed())
    talk.say("Hannah", ARMS)
    talk.take("Hannah", "yes")
    with pytest.raises(Killed):
        talk.finish()
    talk.restart()
    talk.finish()
    assert len(talk.mails()) == 1
    assert {one.body for one in talk.mail.tried} == {talk.mail.arrived[0].body}


def test_a_mail_whose_sender_died_is_left_to_a_person_where_nobody_can_look(talk: Talk) -> None:
    talk.mail.found = Uncertain(reason="no way to look")
    talk.mail.next_outcomes.append(Killed())
    talk.say("Hannah", ARMS)
    talk.take("Hannah", "yes")
    with pytest.raises(Killed):
        talk.finish()
    talk.restart()
    finish(talk, 1)
    assert len(talk.mail.tried) == 1
    assert "no way to look" in talk.notices("Hannah")[-1]


def test_an_answer_whose_sender_died_is_shown_again_under_the_same_id(talk: Talk) -> None:
    talk.terminal.found = Uncertain(reason="a terminal keeps no record")
    talk.terminal.next_outcomes.append(Killed())
    message = talk.take("Hannah", "hello")
    with pytest.raises(Killed):
        talk.finish()
    talk.restart()
    talk.finish()
    assert talk.answer_to(message).text
    assert len({one.key for one in talk.terminal.tried}) == 1
    assert len(talk.terminal.tried) == 2


def test_an_answer_waits_for_its_own_terminal_only(talk: Talk) -> None:
    """A process delivers to the people in front of it; the rest is kept for theirs."""
    hers = Worker(replace(talk.parts, recipients={"terminal": (talk.person("Hannah").id,)}))
    talk.take("Hannah", "the printer on the second floor keeps jamming")
    while hers.work():
        pass
    hers.deliver()
    assert {one.recipient for one in talk.terminal.arrived} == {talk.person("Hannah").id}
    talk.finish()
    assert len(talk.notices("Denis")) == 1


def test_a_message_that_ends_the_process_each_time_is_put_aside_in_the_end(talk: Talk) -> None:
    begun = 0

    def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
        nonlocal begun
        begun += 1
        raise Killed

    old = talk.parts.skills
    talk.parts = replace(talk.parts, skills=replace(old, acts={**old.acts, "help": respond}))
    message = talk.take("Hannah", "help")
    for _ in range(HANDLING_STARTS):
        talk.worker = Worker(talk.parts)
        talk.worker.take_back()
        with pytest.raises(Killed):
            talk.finish()
    talk.worker = Worker(talk.parts)
    talk.worker.take_back()
    talk.finish()
    assert begun == HANDLING_STARTS
    (aside,) = talk.quarantined()
    assert talk.answer_to(message).text == talk.worded("put-into-quarantine", "en", number=str(aside.entry.id))


def test_a_quote_that_is_cancelled_while_it_is_rendered_does_not_leave(talk: Talk) -> None:
    talk.say("Hannah", ARMS)
    works = talk.parts.render

    def render(document: AnyDocument) -> bytes:
        with talk.parts.store.write() as uow:
            task = uow.tasks.get("Q-0001", None)
            if task and task.status == "open":
                uow.tasks.save(task.model_copy(update={"status": "cancelled"}))
                uow.commit()
        return works(document)

    talk.parts = replace(talk.parts, render=render)
    talk.worker = Worker(talk.parts)
    said = talk.say("Hannah", "yes")
    assert talk.mails() == []
    assert talk.task("Q-0001").status == "cancelled"
    assert said.text == talk.worded("not-now", "en", reference="Q-0001", status=talk.worded("status-cancelled", "en"))
