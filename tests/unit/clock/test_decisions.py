"""What people decide about the clock: write again, no more of this, again every month, stop that."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.clock.chasing import chase, mute
from bot.clock.effects import Chase, KeepStandingOrder, Settle, StandingOrder, StopStandingOrder
from bot.clock.keys import mute_key
from bot.clock.recurring import draft_of, due, listed, rule_of, standing_order, stop, with_rule
from bot.effects import AddEvent, Say
from bot.model import LANGUAGES, Event, FieldValue, Language
from bot.turn import Facts
from bot.worktime.model import italy
from bot.worktime.recurrence import Recurrence
from integrations.mail_templates import render_mail
from tests.builders import ALICE, BOB, CHARLIE, NOW, draft, said, shipped, task, turn

ASKED = Event(
    reference="IT-0001", kind="mail_queued", at=NOW, actor_id=None, channel="mail", data={"to": "info@acme.example"}
)
WAITING = task(status="waiting", waiting_for="supplier")
RULE = Recurrence(start=date(2026, 11, 1), unit="month", days=(25,), shift="before", at=time(9))


def told(effects: tuple[Any, ...], language: Language = "en") -> str:
    return "\n".join(said(one.text, language) for one in effects if isinstance(one, Say))


def with_events(*events: Event, **changes: Any) -> Any:
    return turn(facts=Facts(events={"IT-0001": events}), person=BOB, **changes)


def test_to_write_again_goes_where_the_request_went_and_leaves_an_event() -> None:
    written, noted, spoken = chase(WAITING, with_events(ASKED))
    assert isinstance(written, Chase)
    assert (written.address, written.person_id, written.key) == (
        "info@acme.example",
        BOB.id,
        "clock:chaser:IT-0001:2026-11-20",
    )
    assert isinstance(noted, AddEvent)
    assert (noted.event.kind, noted.event.data) == ("chased", {"to": "info@acme.example"})
    assert isinstance(spoken, Say)


def test_the_language_is_the_suppliers() -> None:
    party = FieldValue(type="party", content="Acme", record="C-001")
    acme = with_events(ASKED)
    supplier = acme.directory.parties[0].model_copy(update={"kind": "supplier", "language": "he"})
    known = acme.directory.model_copy(update={"parties": (supplier,)})
    (written, *_) = chase(WAITING.model_copy(update={"fields": {"s": party}}), with_events(ASKED, directory=known))
    assert isinstance(written, Chase)
    assert (written.language, written.name) == ("he", "Acme Bakery Ltd")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_after_an_answer_without_an_address_or_by_somebody_else(language: Language) -> None:
    for one, whose in (
        (task(), with_events(ASKED)),
        (WAITING, with_events()),
        (WAITING.model_copy(update={"requester_id": "x"}), turn(person=ALICE)),
    ):
        effects = chase(one, whose)
        assert [type(effect) for effect in effects] == [Say]
        assert "IT-0001" in told(effects, language)


def test_no_more_reminders_holds_for_one_person_and_one_date() -> None:
    one = task(due=date(2026, 11, 25))
    settle, spoken = mute(one, with_events())
    assert settle == Settle(mute_key(one, BOB.id))
    assert "IT-0001" in told((spoken,))
    assert mute_key(one, BOB.id) != mute_key(task(due=date(2026, 11, 26)), BOB.id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked_on", [None, date(2026, 11, 16)])
@pytest.mark.parametrize("subject", ["", "Our order", "Re: Our order"])
def test_the_mail_to_a_supplier_says_the_same_in_text_and_html(
    language: Language, asked_on: date | None, subject: str
) -> None:
    values = {"supplier": "Acme", "reference": "PO-0001", "colleague": "Bob", "colleague_email": "bob@example.com"}
    rest = {"company": "Ulivo", "files": True, "subject": subject, "asked_on": asked_on}
    mail = render_mail("chaser", language, **values, **rest)
    assert mail.subject == (f"Re: {subject.removeprefix('Re: ')}" if subject else mail.subject)
    for part in (mail.text, mail.html):
        assert "PO-0001" in part
        assert "bob@example.com" in part
        assert ("2026" in part) == (asked_on is not None)


# Requests that come again


def kept(**changes: Any) -> StandingOrder:
    data = {"id": "R-0001", "person_id": ALICE.id, "type": "general", "said": "every 25th", "rule": RULE}
    when = {"look_at": datetime(2026, 11, 25, 8, tzinfo=UTC), "created_at": NOW, "language": "en"}
    return StandingOrder.model_validate(data | when | changes)


def test_a_draft_keeps_its_rule_while_it_is_asked_about() -> None:
    assert rule_of(draft()) is None
    assert rule_of(with_rule(draft(), RULE, "every month")) == RULE


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_is_kept_with_its_first_time_and_said(language: Language) -> None:
    effects = standing_order(turn("x", language=language), draft(type="general"), RULE)
    assert isinstance(effects[0], KeepStandingOrder)
    order = effects[0].order
    assert ALICE.timezone == "Europe/London"  # whose nine o'clock it is, on the days of a calendar in Rome
    assert order.look_at == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert (order.person_id, order.said, order.rule) == (ALICE.id, "x", RULE)
    assert order.id in told(effects, language)
    assert order.id in said(listed([order], turn("x")), language)


def test_a_rule_that_never_comes_keeps_nothing() -> None:
    over = RULE.model_copy(update={"until": date(2026, 11, 2)})
    assert [type(one) for one in standing_order(turn(), draft(), over)] == [Say]


def test_orders_are_stopped_by_their_person_their_manager_and_admins() -> None:
    manager = CHARLIE.model_copy(update={"team": ALICE.team})
    admin = CHARLIE.model_copy(update={"role": "admin"})
    for person, stops in ((ALICE, True), (BOB, False), (CHARLIE, False), (manager, True), (admin, True)):
        effects = stop(kept(), turn(person=person))
        assert isinstance(effects[0], StopStandingOrder) == stops
    assert [type(one) for one in stop(None, turn())] == [Say]


def test_the_newest_of_the_times_that_were_missed_opens_and_none_from_before_the_order() -> None:
    daily = Recurrence(start=date(2026, 11, 1), unit="day", at=time(9))
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    found = due(kept(rule=daily), italy(), "Europe/Rome", now=now, oldest=timedelta(days=3))
    assert found.opens is not None
    assert (found.opens.key, found.again) == ("2026-11-24", datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert (
        due(kept(rule=daily, created_at=now), italy(), "Europe/Rome", now=now, oldest=timedelta(days=3)).opens is None
    )


def test_what_is_opened_is_due_on_its_day() -> None:
    fields = {
        "subject": FieldValue(type="text", content="the VAT report"),
        "deadline": FieldValue(type="date", content=date(2026, 1, 1)),
    }
    found = due(kept(), italy(), "Europe/Rome", now=datetime(2026, 11, 25, 12, tzinfo=UTC), oldest=timedelta(days=3))
    assert found.opens is not None
    opened = draft_of(kept(fields=fields), shipped()["general"], found.opens, key="k")
    assert opened.fields["deadline"].content == date(2026, 11, 25)
    assert opened.fields["subject"] == fields["subject"]
