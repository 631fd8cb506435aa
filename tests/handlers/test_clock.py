"""What the clock says by itself: to whom, when, how often, and what it keeps quiet about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.clock.keys import mute_key
from bot.clock.settings import ClockSettings
from bot.messages import Reply
from bot.model import FieldValue, Reminder, Task
from handlers.heartbeats import Hearts, health
from tests.handlers.talk import Clock as Watch
from tests.handlers.talk import Talk
from tests.handlers.ticking import FRIDAY, Ticking

MONDAY = date(2026, 11, 23)


@pytest.fixture
def ticking(talk: Talk, clock: Watch) -> Ticking:
    return Ticking(talk, clock)


def denis(talk: Talk) -> str:
    return talk.person("Denis").id


# Deadlines


def test_a_task_is_named_the_working_day_before_and_on_the_morning_of_its_day(talk: Talk, ticking: Ticking) -> None:
    ticking.task(due=MONDAY, assignee_id=denis(talk))
    assert ticking.at("2026-11-20 08:59") == 0
    ticking.at("2026-11-20 09:00")  # the Friday before
    assert talk.notices("Denis")[-1].startswith("IT-0001 (IT support) is due on Monday, 23 November 2026.")
    ticking.at("2026-11-23 08:59")
    assert len(talk.notices("Denis")) == 1
    ticking.at("2026-11-23 09:00")
    assert talk.notices("Denis")[-1] == "IT-0001 (IT support) is due today."


def test_an_overdue_task_is_named_once_and_then_every_week(talk: Talk, ticking: Ticking) -> None:
    ticking.task(due=date(2026, 11, 16), assignee_id=denis(talk))
    said = []
    for day in range(16, 31):
        for hour in (8, 9, 12, 18):
            ticking.at(f"2026-11-{day:02} {hour:02}:00")
        said.append(len(talk.notices("Denis")))
    # Due on Monday the 16th: said that day, overdue on the 17th and on the 24th.
    assert said == [1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3]
    assert "was due on Monday, 16 November 2026 and is still open" in talk.notices("Denis")[-1]


def test_a_team_is_told_when_nobody_has_taken_a_task_and_its_manager_after_a_while(
    talk: Talk, ticking: Ticking
) -> None:
    ticking.task(due=date(2026, 11, 16), type="registration", team="accounting")
    ticking.at("2026-11-17 11:00")
    assert [len(talk.notices(who)) for who in ("Federica", "P-007", "Denis")] == [1, 1, 0]
    ticking.task("IT-0002", due=date(2026, 11, 16), assignee_id=denis(talk))
    ticking.at("2026-11-19 11:00")
    assert [one for one in talk.notices("P-002") if "IT-0002" in one]


def test_what_happens_on_days_off_waits_for_the_readers_next_working_day(talk: Talk, ticking: Ticking) -> None:
    ticking.task(due=date(2026, 11, 22), type="registration", assignee_id="P-007", team="accounting")
    ticking.task("IT-0002", due=date(2026, 11, 22), assignee_id=denis(talk))
    ticking.at("2026-11-22 11:00")  # a Sunday: Yossi in Israel works, Denis in Italy does not
    assert len(talk.notices("P-007")) == 1
    ticking.at("2026-11-23 08:59")
    assert talk.notices("Denis") == []
    ticking.at("2026-11-23 09:00")
    assert talk.notices("Denis")[-1] == "IT-0002 (IT support) was due on Sunday, 22 November 2026 and is still open."


def test_closing_a_task_ends_its_reminders(talk: Talk, ticking: Ticking) -> None:
    one = ticking.task(due=FRIDAY, assignee_id=denis(talk))
    with talk.store.write() as uow:
        uow.tasks.save(one.model_copy(update={"status": "done"}))
        uow.commit()
    assert ticking.at("2026-11-23 12:00") == 0
    assert talk.notices("Denis") == []


def test_a_task_that_is_opened_on_its_day_is_not_named_again_at_once(talk: Talk, ticking: Ticking) -> None:
    opened = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    ticking.task(due=FRIDAY, since=opened + timedelta(hours=1), assignee_id=denis(talk))
    assert ticking.at("2026-11-20 12:00") == 0
    ticking.at("2026-11-23 09:00")
    assert len(talk.notices("Denis")) == 1


def test_many_things_are_one_message_with_ten_of_them(talk: Talk, ticking: Ticking) -> None:
    for number in range(1, 13):
        ticking.task(f"IT-{number:04}", due=MONDAY, assignee_id=denis(talk))
    assert ticking.at("2026-11-23 09:00") == 1
    (said,) = talk.notices("Denis")
    assert said.splitlines()[0] == "12 things need a look:"
    assert said.splitlines()[-1] == "… and 2 more."
    assert len(said.splitlines()) == 12


def test_nobody_hears_of_a_task_that_they_may_not_see(talk: Talk, ticking: Ticking) -> None:
    secret: dict[str, Any] = {"visibility": "concerned", "team": "hr", "type": "hiring"}
    ticking.task(due=MONDAY, **secret)
    ticking.at("2026-11-23 09:00")
    assert talk.notices("Rania") == []
    ticking.task("IT-0002", due=date(2026, 11, 24), **secret, concerned=(talk.person("Rania").id,))
    ticking.at("2026-11-24 09:00")
    assert len(talk.notices("Rania")) == 1


def test_not_again_silences_a_task_for_one_person_until_its_date_changes(talk: Talk, ticking: Ticking) -> None:
    one = ticking.task(due=FRIDAY, type="registration", team="accounting")
    with talk.store.write() as uow:
        uow.occurrences.settle(mute_key(one, talk.person("Federica").id), one.updated_at)
        uow.commit()
    ticking.at("2026-11-23 11:00")
    assert (talk.notices("Federica"), len(talk.notices("P-007"))) == ([], 1)
    with talk.store.write() as uow:
        uow.tasks.save(one.model_copy(update={"due": date(2026, 11, 25)}))
        uow.commit()
    ticking.at("2026-11-25 11:00")
    assert len(talk.notices("Federica")) == 1


# What a task waits for


def supplier(**changes: Any) -> dict[str, Any]:
    field = FieldValue(type="party", content="Sedutec", record="S-001")
    waiting = {"status": "waiting", "waiting_for": "supplier", "fields": {"supplier": field}}
    asked = {"event": "mail_queued", "event_data": {"to": "ordini.sedutec@example.it"}}
    return {**waiting, **asked, "since": datetime(2026, 11, 16, 9, 30, tzinfo=UTC), **changes}


def test_a_silent_supplier_is_asked_about_with_a_button_to_write_again(talk: Talk, ticking: Ticking) -> None:
    ticking.task(assignee_id=denis(talk), **supplier())
    ticking.at("2026-11-20 10:29")
    assert talk.notices("Denis") == []
    ticking.at("2026-11-20 10:30")  # four working days after Monday the 16th at 10:30
    (said,) = talk.notices("Denis")
    assert said.startswith("Sedutec S.r.l. has not answered about IT-0001 (IT support) since Monday, 16 November 2026.")
    reply = Reply.model_validate_json(talk.terminal.arrived[-1].body)
    assert [button.press for button in reply.buttons] == ["act:chase:IT-0001", "act:mute:IT-0001"]
    assert talk.mails() == []


def test_a_supplier_who_has_answered_is_not_asked_again(talk: Talk, ticking: Ticking) -> None:
    one = ticking.task(**supplier(), assignee_id=denis(talk))
    with talk.store.write() as uow:
        uow.tasks.save(one.model_copy(update={"status": "open", "waiting_for": None}))
        uow.commit()
    ticking.at("2026-11-27 18:00")
    assert talk.notices("Denis") == []


def test_a_supplier_who_is_away_is_given_until_they_are_back(talk: Talk, ticking: Ticking) -> None:
    one = ticking.task(assignee_id=denis(talk), **supplier())
    away = {"away": {"back_on": "2026-11-23"}}
    with talk.store.write() as uow:
        happened = talk_event(one, "mail_out_of_office", away)
        uow.tasks.add_event(happened)
        uow.commit()
    ticking.at("2026-11-26 18:00")
    assert talk.notices("Denis") == []
    ticking.at("2026-11-27 12:00")
    assert len(talk.notices("Denis")) == 1


def talk_event(task: Task, kind: str, data: dict[str, Any]) -> Any:
    from bot.model import Event

    return Event(
        reference=task.reference,
        kind=kind,
        at=task.updated_at + timedelta(hours=1),
        actor_id=None,
        channel="mail",
        data=data,
    )


def test_by_setting_the_supplier_is_written_to_at_once_in_the_same_thread_and_language(
    talk: Talk, clock: Watch
) -> None:
    talk.says("Hannah", "please register a new supplier: Kestrel Paper, mail accounts@kestrel.example", "yes")
    (first,) = talk.mails()
    ticking = Ticking(talk, clock, ClockSettings(chaser="automatic"))
    talk.terminal.arrived.clear()
    ticking.at("2026-11-26 10:30")
    again = talk.mails()[-1]
    assert len(talk.mails()) == 2
    assert again["To"] == "accounts@kestrel.example"
    assert again["In-Reply-To"] == first["Message-ID"]
    assert again["Subject"] == f"Re: {first['Subject']}"
    assert "SR-0001" in again.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert talk.kinds_of_events("SR-0001")[-1] == "chased"
    assert "so I have written again to accounts@kestrel.example" in talk.notices("Hannah")[-1]
    ticking.at("2026-11-26 17:00")
    assert len(talk.mails()) == 2


def test_the_chaser_ends_after_its_number_of_times(talk: Talk, clock: Watch) -> None:
    talk.says("Hannah", "please register a new supplier: Kestrel Paper, mail accounts@kestrel.example", "yes")
    ticking = Ticking(talk, clock, ClockSettings(chaser="automatic", chasers=2))
    for day in range(21, 31):
        ticking.at(f"2026-11-{day} 17:00")
    for day in range(1, 25):
        ticking.at(f"2026-12-{day:02} 17:00")
    assert len(talk.mails()) == 3


def test_a_requester_who_is_waited_for_is_reminded_in_their_own_working_time(talk: Talk, ticking: Ticking) -> None:
    since = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)
    ticking.task(
        status="waiting", waiting_for="requester", event="waiting", since=since, requester_id=talk.person("Maayan").id
    )
    ticking.at("2026-11-22 12:00")  # Thursday and Sunday are two working days there; 22:00 is none of their hours
    assert talk.notices("Maayan") == []
    ticking.at("2026-11-23 09:00")
    assert len(talk.notices("Maayan")) == 1


def test_an_approval_is_asked_for_again_and_then_of_a_second_approver(talk: Talk, ticking: Ticking) -> None:
    since = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    ticking.task(
        "PO-0001",
        type="purchase_order",
        team="purchasing",
        status="awaiting_approval",
        visibility="concerned",
        since=since,
        concerned=(talk.person("P-004").id,),
    )
    ticking.at("2026-11-17 11:00")
    assert (len(talk.notices("P-004")), talk.notices("P-002")) == (1, [])
    ticking.at("2026-11-19 11:00")
    (said,) = talk.notices("P-002")
    assert "PO-0001" in said
    assert talk.person("P-002").id in talk.task("PO-0001").concerned
    assert "escalated" in talk.kinds_of_events("PO-0001")
    ticking.at("2026-11-19 15:00")
    assert len(talk.notices("P-002")) == 1


# What people asked for


def remind(talk: Talk, written: str, *, key: str = "r", **changes: Any) -> None:
    at = datetime.fromisoformat(f"{written}+01:00")
    one = {"key": key, "person_id": talk.person("Hannah").id, "at": at, "text": "call Bob"}
    with talk.store.write() as uow:
        uow.reminders.add(Reminder.model_validate(one | changes))
        uow.commit()


def test_somebody_is_reminded_at_the_time_they_said(talk: Talk, ticking: Ticking) -> None:
    talk.says("Hannah", "remind me on Thursday at 10 to call the bank")
    ticking.at("2026-11-26 10:59")
    assert talk.notices("Hannah") == []
    ticking.at("2026-11-26 11:00")  # ten in London
    ticking.at("2026-11-26 11:01")
    (said,) = talk.notices("Hannah")
    assert said.startswith("Reminder: “")
    assert "call the bank" in said


def test_a_reminder_that_comes_late_says_for_when_it_was_however_old_it_is(talk: Talk, ticking: Ticking) -> None:
    remind(talk, "2026-11-21 10:00")
    ticking.at("2026-12-21 10:00")
    (said,) = talk.notices("Hannah")
    assert said.startswith("This reminder was for Sat 21 Nov 2026, 09:00 and comes late, because")


def test_what_was_missed_is_caught_up_once_and_what_is_too_old_never(talk: Talk, ticking: Ticking) -> None:
    ticking.task(due=date(2026, 11, 13), assignee_id=denis(talk))  # to be named on Monday the 23rd
    ticking.task("IT-0002", due=date(2026, 11, 26), assignee_id=denis(talk))
    assert ticking.at("2026-11-26 20:00") == 0  # nobody is at work
    assert ticking.at("2026-11-27 09:00") == 1
    assert ticking.at("2026-11-27 09:01") == 0
    (said,) = talk.notices("Denis")
    assert said == "IT-0002 (IT support) was due on Thursday, 26 November 2026 and is still open."


# The clock itself


@pytest.mark.parametrize("jump", ["2026-11-24 09:00", "2031-01-01 00:00", "2026-10-01 00:00"])
def test_a_clock_that_is_moved_away_and_back_loses_nothing_and_repeats_nothing(
    talk: Talk, ticking: Ticking, jump: str
) -> None:
    ticking.task(due=date(2026, 11, 25), assignee_id=denis(talk))
    ticking.at("2026-11-20 12:00")
    ticking.at(jump)
    ticking.at("2026-11-20 12:05")
    away = len(talk.notices("Denis"))
    assert away <= 1
    for day in range(21, 27):
        ticking.at(f"2026-11-{day} 12:00")
    said = talk.notices("Denis")
    assert len(said) == len(set(said))
    assert any("is due today" in one for one in said)


def test_a_step_that_fails_does_not_hold_up_the_others(talk: Talk, ticking: Ticking) -> None:
    def breaks(_: datetime) -> int:
        raise RuntimeError("no digest today")

    ticking.task(due=MONDAY, assignee_id=denis(talk))
    ticking.use(ClockSettings(), breaks, lambda _: 5)
    assert ticking.at("2026-11-23 09:00") == 6


# Parts that fall silent


def test_a_silent_part_alarms_the_admins_once_a_day_and_an_all_clear_follows(talk: Talk, ticking: Ticking) -> None:
    hearts = Hearts(talk.store, talk.parts.clock)
    ticking.at("2026-11-20 10:00")
    hearts.beat("mailbox:office", silent_after=timedelta(minutes=10))
    for minute in range(1, 30):
        ticking.at(f"2026-11-20 10:{minute:02}")
    (said,) = talk.notices("Silvia")
    assert "mailbox:office" in said
    with talk.store.read() as reading:
        wrong = health(reading, talk.parts.clock())
    assert wrong == {"mailbox:office": "silent since 2026-11-20T09:00:00+00:00", "scheduler": None}
    for hour in range(11, 24):
        ticking.at(f"2026-11-20 {hour}:00")
    ticking.at("2026-11-21 10:30")
    assert len(talk.notices("Silvia")) == 2
    hearts.beat("mailbox:office", silent_after=timedelta(minutes=10))
    ticking.at("2026-11-21 10:31")
    ticking.at("2026-11-21 10:32")
    assert len(talk.notices("Silvia")) == 3
    assert talk.notices("Silvia")[-1] == "«mailbox:office» funziona di nuovo."


def test_a_machine_that_slept_does_not_take_its_parts_for_dead(talk: Talk, ticking: Ticking) -> None:
    hearts = Hearts(talk.store, talk.parts.clock)
    ticking.at("2026-11-20 10:00")
    hearts.beat("slack:T1", silent_after=timedelta(minutes=10))
    ticking.at("2026-11-20 18:00")
    hearts.beat("slack:T1", silent_after=timedelta(minutes=10))
    ticking.at("2026-11-20 18:01")
    assert talk.notices("Silvia") == []


def test_a_part_that_says_it_is_not_well_counts_as_silent_from_then_on(talk: Talk, ticking: Ticking) -> None:
    hearts = Hearts(talk.store, talk.parts.clock)
    ticking.at("2026-11-20 10:00")
    hearts.beat("smtp", silent_after=timedelta(minutes=5))
    for minute in range(1, 12):
        ticking.at(f"2026-11-20 10:{minute:02}")
        hearts.beat("smtp", silent_after=timedelta(minutes=5), problem="connection refused")
    (said,) = talk.notices("Silvia")
    assert said.endswith("connection refused")
