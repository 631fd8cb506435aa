"""What is corrected, closed, reopened or withdrawn after it was settled, and what colleagues may learn of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.documents import AbsenceEntry, AnyDocument
from bot.messages import InboundMessage
from bot.model import Item, Language
from bot.ports import Following, InboxEntry
from handlers.intake import take_over
from handlers.worker import Worker
from tests.handlers.talk import Talk

SMALL = "purchase order to Brennwerk: 10 monitor arms at 9 euros"
LARGE = "purchase order to Brennwerk: 40 monitor arms at 90 euros"
ENLARGE = "PO-0001: make it 900 monitor arms"
TWELVE = "PO-0001: make it 12 monitor arms"
LEAVE = "I'd like to take annual leave from 7 to 11 December"
SICK = "I'm sick from 7 to 8 December"


def elsewhere(talk: Talk, who: str, *texts: str) -> None:
    """Somebody writes in another conversation, which another worker answers before anything else goes on."""
    person = talk.person(who).id
    for place, text in enumerate(texts, start=1):
        message = InboundMessage(
            channel="terminal",
            account=person,
            external_id=f"elsewhere-{place}",
            conversation=f"elsewhere:{person}",
            sender_id=person,
            text=text,
            received_at=talk.parts.clock(),
        )
        take_over(talk.store, message)
    worker = Worker(replace(talk.parts, render=talk._render))
    worker._inbound._names = talk.worker._inbound._names
    while worker.work():
        pass


def between(talk: Talk, monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Have something happen once, after a request was saved and before its queued command is run."""
    handle = talk.worker._inbound.handle
    waiting = [do]

    def handled(entry: InboxEntry, following: Following) -> InboxEntry | None:
        if entry.message.kind == "command" and waiting:
            waiting.pop()()
        return handle(entry, following)

    monkeypatch.setattr(talk.worker._inbound, "handle", handled)


def render_with(talk: Talk, render: Callable[[AnyDocument], bytes]) -> None:
    names = talk.worker._inbound._names
    talk.parts = replace(talk.parts, render=render)
    talk.worker = Worker(talk.parts)
    talk.worker._inbound._names = names


def sent(talk: Talk) -> list[str | None]:
    """The name of each file that has left by mail."""
    return [part.get_filename() for mail in talk.mails() for part in mail.iter_attachments()]


def quantity(talk: Talk) -> int:
    content = talk.task("PO-0001").fields["items"].content
    assert isinstance(content, tuple)
    (line,) = content
    assert isinstance(line, Item)
    assert line.quantity is not None
    return int(line.quantity)


def days(talk: Talk) -> list[tuple[str, date, date]]:
    """The absence calendar: task, first and last day."""
    with talk.store.read() as reading:
        return [(one.reference, one.start, one.end) for one in reading.absences.of()]


def entries(talk: Talk) -> list[tuple[int, bool]]:
    """The calendar files that were made: the sequence of each, and whether it cancels."""
    return [(one.revision, one.cancelled) for one in talk.documents if isinstance(one, AbsenceEntry)]


# Nothing leaves that was changed since it was ordered


@pytest.fixture
def broken(talk: Talk) -> Talk:
    """A small order whose document could not be made, so that its command lies in quarantine."""

    def fails(document: AnyDocument) -> bytes:
        raise RuntimeError("no font")

    talk.say("Hannah", SMALL)
    render_with(talk, fails)
    talk.take("Hannah", "yes")
    for _ in range(6):
        talk.let_time_pass()
        talk.finish()
    assert len(talk.quarantined()) == 1
    render_with(talk, talk._render)
    return talk


def run_again(talk: Talk) -> None:
    """Run what lies in quarantine, as an operator does after the fault is mended."""
    with talk.store.write() as uow:
        for one in uow.inbox.quarantined():
            uow.inbox.rerun(one.entry.id)
        uow.commit()
    talk.let_time_pass()
    talk.finish()
    assert talk.quarantined() == ()


def test_an_order_from_quarantine_leaves_as_it_was_confirmed(broken: Talk) -> None:
    run_again(broken)
    assert sent(broken) == ["PO-0001.pdf"]
    assert broken.task("PO-0001").status == "waiting"


def test_an_order_corrected_above_the_limit_does_not_leave_from_quarantine_unapproved(broken: Talk) -> None:
    broken.says("Hannah", ENLARGE, "yes")
    run_again(broken)
    assert broken.task("PO-0001").status == "awaiting_approval"
    assert (sent(broken), broken.documents) == ([], [])
    broken.say("Gadi", "approve PO-0001")
    assert len(sent(broken)) == 1
    assert (quantity(broken), broken.task("PO-0001").status) == (900, "waiting")


@pytest.mark.parametrize("decides", ["approve PO-0001", "reject PO-0001"])
def test_an_old_command_does_nothing_after_the_decision_either(broken: Talk, decides: str) -> None:
    broken.says("Hannah", ENLARGE, "yes")
    broken.say("Gadi", decides)
    before = sent(broken)
    run_again(broken)
    assert sent(broken) == before
    assert len(before) == (decides == "approve PO-0001")


def test_an_order_cancelled_while_its_command_lay_in_quarantine_does_not_leave(broken: Talk) -> None:
    broken.say("Hannah", "cancel PO-0001")
    run_again(broken)
    assert sent(broken) == []
    assert broken.task("PO-0001").status == "cancelled"


def test_an_order_corrected_before_its_command_is_run_leaves_once_after_its_approval(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.say("Hannah", SMALL)
    between(talk, monkeypatch, lambda: elsewhere(talk, "Hannah", ENLARGE, "yes"))
    talk.say("Hannah", "yes")
    assert talk.task("PO-0001").status == "awaiting_approval"
    assert sent(talk) == []
    talk.say("Gadi", "approve PO-0001")
    assert len(sent(talk)) == 1
    assert [document.revision for document in talk.documents] == [talk.task("PO-0001").revision]
    assert quantity(talk) == 900


def test_of_an_order_corrected_before_its_command_is_run_only_the_corrected_one_leaves(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.say("Hannah", SMALL)
    between(talk, monkeypatch, lambda: elsewhere(talk, "Hannah", TWELVE, "yes"))
    talk.say("Hannah", "yes")
    assert len(sent(talk)) == 1
    assert [document.revision for document in talk.documents] == [talk.task("PO-0001").revision]


def test_an_order_corrected_while_its_document_is_made_does_not_leave_unapproved(talk: Talk) -> None:
    waiting = [ENLARGE]

    def render(document: AnyDocument) -> bytes:
        if waiting:
            elsewhere(talk, "Hannah", waiting.pop(), "yes")
        return talk._render(document)

    talk.say("Hannah", SMALL)
    render_with(talk, render)
    talk.take("Hannah", "yes")
    talk.finish()
    talk.let_time_pass()
    talk.finish()
    assert talk.quarantined() == ()
    assert talk.task("PO-0001").status == "awaiting_approval"
    assert sent(talk) == []
    talk.say("Gadi", "approve PO-0001")
    assert len(sent(talk)) == 1


# Orders that leave again


@pytest.mark.parametrize(
    ("first", "then", "files"),
    [
        (SMALL, [("Hannah", TWELVE), ("Hannah", "yes")], ["PO-0001.pdf", "PO-0001-2.pdf"]),
        (SMALL, [("Hannah", TWELVE), ("Hannah", "no")], ["PO-0001.pdf"]),
        (
            SMALL,
            [("Hannah", "cancel PO-0001"), ("Hannah", TWELVE), ("Hannah", "yes")],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
        (
            SMALL,
            [("Hannah", "done PO-0001"), ("Hannah", TWELVE), ("Hannah", "yes")],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
        (
            SMALL,
            [("Hannah", "done PO-0001"), ("Hannah", "reopen PO-0001"), ("Hannah", TWELVE), ("Hannah", "yes")],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
        (
            SMALL,
            [("Hannah", "cancel PO-0001"), ("Hannah", "reopen PO-0001"), ("Hannah", TWELVE), ("Hannah", "yes")],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
        (
            SMALL,
            [
                ("Hannah", "cancel PO-0001"),
                ("Hannah", TWELVE),
                ("Hannah", "yes"),
                ("Hannah", "cancel PO-0001"),
                ("Hannah", "PO-0001: make it 14 monitor arms"),
                ("Hannah", "yes"),
            ],
            ["PO-0001.pdf", "PO-0001-2.pdf", "PO-0001-3.pdf"],
        ),
        (
            SMALL,
            [("Hannah", "cancel PO-0001"), ("Hannah", ENLARGE), ("Hannah", "yes"), ("Gadi", "approve PO-0001")],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
        (LARGE, [("Gadi", "approve PO-0001")], ["PO-0001.pdf"]),
        (
            LARGE,
            [("Gadi", "reject PO-0001"), ("Hannah", TWELVE), ("Hannah", "yes"), ("Gadi", "approve PO-0001")],
            ["PO-0001.pdf"],
        ),
        (
            LARGE,
            [
                ("Gadi", "approve PO-0001"),
                ("Hannah", "done PO-0001"),
                ("Hannah", "reopen PO-0001"),
                ("Hannah", ENLARGE),
                ("Hannah", "yes"),
                ("Gadi", "approve PO-0001"),
            ],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
        (
            LARGE,
            [
                ("Gadi", "approve PO-0001"),
                ("Hannah", "cancel PO-0001"),
                ("Hannah", "reopen PO-0001"),
                ("Gadi", "approve PO-0001"),
            ],
            ["PO-0001.pdf", "PO-0001-2.pdf"],
        ),
    ],
)
def test_an_order_that_leaves_again_has_its_next_revision_and_is_on_its_way_only_with_a_mail(
    talk: Talk, first: str, then: list[tuple[str, str]], files: list[str]
) -> None:
    for who, text in [("Hannah", first), ("Hannah", "yes"), *then]:
        before = len(sent(talk))
        said = talk.say(who, text)
        assert ("on its way" in said.text) == (len(sent(talk)) == before + 1), said.text
    assert sent(talk) == files
    subjects = [mail["Subject"] for mail in talk.mails()]
    assert len(set(subjects)) == len(subjects)
    for revision, subject in enumerate(subjects, start=1):
        assert (f"revision {revision}" in subject) == (revision > 1)


def test_an_order_that_is_only_reopened_does_not_leave(talk: Talk) -> None:
    for text in (SMALL, "yes", "cancel PO-0001"):
        talk.say("Hannah", text)
    said = talk.say("Hannah", "reopen PO-0001")
    assert talk.task("PO-0001").status == "open"
    assert "on its way" not in said.text
    assert sent(talk) == ["PO-0001.pdf"]


@pytest.mark.parametrize("closes", ["cancel PO-0001", "done PO-0001"])
def test_a_reopened_order_above_the_limit_asks_its_approvers_again(talk: Talk, closes: str) -> None:
    talk.says("Hannah", LARGE, "yes")
    talk.say("Gadi", "approve PO-0001")
    talk.say("Hannah", closes)
    asked = len(talk.notices("Inbal"))
    said = talk.say("Hannah", "reopen PO-0001")
    assert talk.task("PO-0001").status == "awaiting_approval"
    assert talk.person("Inbal").name in said.text
    assert len(talk.notices("Inbal")) == asked + 1
    assert "PO-0001" in talk.notices("Inbal")[-1]
    assert sent(talk) == ["PO-0001.pdf"]


# An onboarding with another first day


@pytest.mark.parametrize(
    ("who", "said", "corrects"),
    [
        ("Hannah", "Joan Pratt joins sales on 7 January, please get everything ready", "no, she starts on 14 January"),
        ("Alessio", "il 7 gennaio arriva Joan Pratt nelle vendite, preparate tutto", "ON-0001: inizia il 14 gennaio"),
        ("Maayan", "ב-7.1.2027 מתחילה אצלנו עובדת חדשה, Joan Pratt. נא להכין הכול", "ON-0001: היא מתחילה ב-14.1.2027"),
    ],
)
def test_another_first_day_moves_the_parts_and_opens_no_second_ones(
    talk: Talk, who: str, said: str, corrects: str
) -> None:
    talk.say(who, said)
    before = {task.reference for task in talk.tasks()}
    told = len(talk.notices("Denis"))
    talk.say(who, corrects)
    assert {task.reference for task in talk.tasks()} == before == {"ON-0001", "IT-0001", "PY-0001", "WF-0001"}
    new = date(2027, 1, 14)
    assert talk.task("ON-0001").due == new
    for part in (task for task in talk.tasks() if task.parent):
        subject = next(value for value in part.fields.values() if value.type == "text")
        assert part.due == new
        assert "14" in str(subject.content)
        assert talk.kinds_of_events(part.reference) == ["opened", "corrected"]
    assert len(talk.notices("Denis")) == told + 1
    assert "14" in talk.notices("Denis")[-1]


def test_a_part_that_is_done_stays_as_it_is_when_the_first_day_moves(talk: Talk) -> None:
    talk.say("Hannah", "Joan Pratt joins sales on 7 January, please get everything ready")
    talk.say("Rania", "done PY-0001")
    done = talk.task("PY-0001")
    talk.say("Hannah", "ON-0001: she starts on 14 January")
    assert talk.task("PY-0001") == done
    assert talk.task("IT-0001").due == date(2027, 1, 14)
    assert len(talk.tasks()) == 4


# Leave with other days


@pytest.mark.parametrize("corrects", ["AT-0001: from 14 to 15 December instead", "no, from 14 to 15 December"])
def test_approved_leave_with_other_days_is_the_same_task_with_one_entry(talk: Talk, corrects: str) -> None:
    talk.say("Hannah", LEAVE)
    talk.say("Gadi", "approve AT-0001")
    talk.say("Hannah", corrects)
    assert talk.task("AT-0001").status == "awaiting_approval"
    assert len(days(talk)) <= 1
    talk.say("Gadi", "approve AT-0001")
    assert days(talk) == [("AT-0001", date(2026, 12, 14), date(2026, 12, 15))]
    assert [task.reference for task in talk.tasks()] == ["AT-0001"]
    assert entries(talk) == [(1, False), (2, False)]


@pytest.mark.parametrize(("who", "drops"), [("Gadi", "reject AT-0001"), ("Hannah", "cancel AT-0001")])
def test_leave_that_is_dropped_after_a_correction_leaves_every_calendar(talk: Talk, who: str, drops: str) -> None:
    talk.say("Hannah", LEAVE)
    talk.say("Gadi", "approve AT-0001")
    talk.say("Hannah", "AT-0001: from 14 to 15 December instead")
    talk.say(who, drops)
    assert days(talk) == []
    made = entries(talk)
    assert made[-1][1]
    assert made[-1][0] > made[0][0]


def test_another_last_day_is_the_last_day_of_the_same_absence(talk: Talk) -> None:
    talk.say("Hannah", SICK)
    talk.say("Hannah", "no, until 9 December")
    assert days(talk) == [("AT-0001", date(2026, 12, 7), date(2026, 12, 9))]
    assert [task.reference for task in talk.tasks()] == ["AT-0001"]
    assert entries(talk) == [(1, False), (2, False)]


@pytest.mark.parametrize(
    ("who", "said", "corrects"),
    [
        ("Alessio", "sono in malattia dal 7 all'8 dicembre", "no, fino al 9 dicembre"),
        ("Maayan", "אני חולה מ-7.12 עד 8.12", "לא, עד 9.12"),
    ],
)
def test_another_last_day_is_understood_in_each_language(talk: Talk, who: str, said: str, corrects: str) -> None:
    talk.says(who, said, corrects)
    assert days(talk) == [("AT-0001", date(2026, 12, 7), date(2026, 12, 9))]


def test_an_absence_closed_before_its_entry_was_made_gets_no_cancellation(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    between(talk, monkeypatch, lambda: elsewhere(talk, "Rania", "done AT-0001"))
    talk.say("Hannah", SICK)
    assert talk.task("AT-0001").status == "done"
    assert not any(cancelled for _, cancelled in entries(talk))
    assert days(talk) == [("AT-0001", date(2026, 12, 7), date(2026, 12, 8))]


@pytest.mark.parametrize("corrects", [(), ("AT-0001: until 9 December",)])
def test_a_withdrawn_absence_gets_a_cancellation_after_all_that_was_sent(talk: Talk, corrects: tuple[str, ...]) -> None:
    talk.says("Hannah", SICK, *corrects)
    before = entries(talk)
    withdrawn = talk.say("Hannah", "cancel AT-0001")
    (cancellation,) = entries(talk)[len(before) :]
    assert cancellation == (max(sequence for sequence, _ in before) + 1, True)
    assert [file.name for file in withdrawn.reply.files] == ["AT-0001.ics"]
    assert days(talk) == []


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    ("said", "language"), [("reopen AT-0001", "en"), ("riapri AT-0001", "it"), ("לפתוח מחדש את AT-0001", "he")]
)
def test_an_absence_is_not_reopened_but_asked_for_anew(
    talk: Talk, said: str, language: Language, *, closed: bool
) -> None:
    talk.say("Hannah", LEAVE)
    talk.say("Gadi", "approve AT-0001")
    if closed:
        talk.say("Hannah", "cancel AT-0001")
    before, calendar = talk.task("AT-0001"), days(talk)
    assert talk.say("Hannah", said).text == talk.worded("ask-anew", language, reference="AT-0001")
    assert (talk.task("AT-0001"), days(talk)) == (before, calendar)
    if closed:
        assert talk.task(talk.say("Hannah", LEAVE).task).status == "awaiting_approval"


@pytest.mark.parametrize("again", [LEAVE, "can I have 9 December off?"])
def test_leave_is_not_asked_for_twice_while_the_first_request_waits(talk: Talk, again: str) -> None:
    talk.say("Hannah", LEAVE)
    told = talk.say("Hannah", again)
    assert "11 December" in told.text
    assert [task.reference for task in talk.tasks()] == ["AT-0001"]
    assert talk.drafts("Hannah") == ()
    assert talk.say("Denis", LEAVE).task == "AT-0002"


def test_hr_does_not_enter_leave_that_its_bearer_waits_for_already(talk: Talk) -> None:
    talk.say("Hannah", LEAVE)
    talk.say("Rania", "Hannah Whitlock is on annual leave from 9 to 14 December")
    assert [task.reference for task in talk.tasks()] == ["AT-0001"]


def test_refused_leave_can_be_asked_for_again(talk: Talk) -> None:
    talk.say("Hannah", LEAVE)
    talk.say("Gadi", "reject AT-0001")
    assert talk.say("Hannah", LEAVE).task == "AT-0002"
