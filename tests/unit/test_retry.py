"""When a failed try is made again."""

from datetime import timedelta

import pytest

from bot.messages import Outcome, OutgoingKind, Permanent, Sent, Temporary, Uncertain
from bot.retry import HANDLING_TRIES, MAILING_TRIES, SENDING_TRIES, back_off, handling_retry, may_repeat, sending_retry


def test_handling_is_tried_a_few_times_and_waits_longer_each_time() -> None:
    waits = [handling_retry(attempts) for attempts in range(1, HANDLING_TRIES)]
    assert all(wait is not None for wait in waits)
    assert waits == sorted(waits, key=lambda wait: wait or timedelta())
    assert handling_retry(HANDLING_TRIES) is None


def test_sending_waits_twice_as_long_each_time_and_is_given_up() -> None:
    busy = Temporary(reason="busy")
    assert [sending_retry(busy, n) for n in (1, 2, 3)] == [timedelta(seconds=n) for n in (2, 4, 8)]
    assert sending_retry(busy, SENDING_TRIES) is None


def test_a_mail_is_tried_for_some_days_before_it_is_given_up() -> None:
    busy = Temporary(reason="greylisted")
    waits = [sending_retry(busy, n, channel="mail") for n in range(1, MAILING_TRIES)]
    known = [wait for wait in waits if wait]
    assert known[0] == timedelta(seconds=8)
    assert timedelta(days=2) < sum(known, timedelta()) < timedelta(days=6)
    assert sending_retry(busy, MAILING_TRIES, channel="mail") is None


@pytest.mark.parametrize(("asked", "attempts", "wait"), [(60, 1, 60), (1, 3, 8)])
def test_the_platforms_own_wait_is_kept_where_it_is_longer(asked: int, attempts: int, wait: int) -> None:
    outcome = Temporary(reason="slow down", retry_after=timedelta(seconds=asked))
    assert sending_retry(outcome, attempts) == timedelta(seconds=wait)


@pytest.mark.parametrize("outcome", [Sent(outside_id="1"), Permanent(reason="gone"), Uncertain(reason="?")])
def test_nothing_else_is_tried_again(outcome: Outcome) -> None:
    assert sending_retry(outcome, 1) is None


@pytest.mark.parametrize("kind", ["answer", "notice"])
def test_a_colleagues_mail_of_unknown_outcome_is_sent_twice_more_and_later_each_time(kind: OutgoingKind) -> None:
    cut = Uncertain(reason="cut off")
    first, second, third = (sending_retry(cut, n, kind=kind, channel="mail") for n in (1, 2, 3))
    assert first is not None
    assert second is not None
    assert timedelta(minutes=5) < first < second
    assert third is None


@pytest.mark.parametrize("kind", ["quote", "purchase_order", "supplier_request", "acknowledgement"])
def test_an_outsiders_mail_of_unknown_outcome_is_never_sent_again(kind: OutgoingKind) -> None:
    assert sending_retry(Uncertain(reason="cut off"), 1, kind=kind, channel="mail") is None


@pytest.mark.parametrize(
    ("kind", "attempts", "may"),
    [
        ("quote", 1, True),
        ("quote", 2, False),
        ("supplier_request", 2, False),
        ("answer", 2, True),
        ("answer", 100, True),
        ("notice", 3, True),
        ("notice", 4, False),
    ],
)
def test_what_may_have_arrived_is_repeated_where_that_does_no_harm(
    kind: OutgoingKind,
    attempts: int,
    may: bool,  # noqa: FBT001  a table's column
) -> None:
    assert may_repeat(kind, attempts) == may


def test_what_was_given_up_after_its_repeats_is_not_sent_after_a_crash_either() -> None:
    assert may_repeat("answer", 3, channel="mail")
    assert not may_repeat("answer", 4, channel="mail")


def test_a_doubtful_message_on_a_chat_platform_is_sent_once_more_and_no_oftener() -> None:
    doubt = Uncertain(reason="cut")
    assert sending_retry(doubt, 1, kind="answer", channel="chat") == timedelta(seconds=10)
    assert sending_retry(doubt, 2, kind="answer", channel="chat") is None
    assert may_repeat("answer", 2, channel="chat")
    assert not may_repeat("answer", 3, channel="chat")


def test_a_change_of_a_message_may_always_be_made_again() -> None:
    assert may_repeat("update", 10, channel="chat")


def test_a_platform_may_be_down_for_a_day() -> None:
    waits = [sending_retry(Temporary(reason="down"), tried, channel="chat") for tried in range(1, 20)]
    assert all(waits)
    assert sum((wait for wait in waits if wait), timedelta()) > timedelta(days=1)


@pytest.mark.parametrize("failures", range(1, 40))
def test_pauses_grow_from_a_second_to_five_minutes(failures: int) -> None:
    longest = min(300, 2**failures)
    assert longest / 2 <= back_off(failures) <= longest
