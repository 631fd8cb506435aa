"""One message of what is due for a person, in three languages."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from bot.clock.grouping import Item, item, message, reminder_item
from bot.clock.keys import Occasion
from bot.clock.looks import Due
from bot.model import LANGUAGES, FieldValue, Language, Reminder
from bot.texts import text
from tests.builders import BOB, DIRECTORY, NOW, said, task

DAY = date(2026, 11, 20)


def due(occasion: Occasion) -> Due:
    return Due(f"k:{occasion}", occasion, "deadline", BOB, NOW, DAY)


def line(number: int, *, at: datetime = NOW) -> Item:
    reference = f"IT-{number:04}"
    return Item(f"clock:{number:02}", at, text("clock-due-today", reference=reference, title="x"), reference)


def test_a_single_thing_is_said_as_it_is() -> None:
    key, arg, tasks = message([line(1)], 10)
    assert (key, said(arg), tasks) == ("clock:01", "IT-0001 (x) is due today.", ("IT-0001",))


def test_many_are_listed_earliest_first_up_to_the_limit_under_the_first_of_their_keys() -> None:
    lines = [line(n, at=NOW - timedelta(hours=n)) for n in range(1, 14)]
    key, arg, tasks = message(lines, 10)
    written = said(arg).splitlines()
    assert (key, len(tasks)) == ("clock:01", 13)
    assert (written[0], written[1], written[-1]) == (
        "13 things need a look:",
        "• IT-0013 (x) is due today.",
        "… and 3 more.",
    )
    assert len(written) == 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "occasion",
    get_args(Occasion),
)
def test_every_occasion_has_its_words_in_every_language(occasion: Occasion, language: Language) -> None:
    party = {"supplier": FieldValue(type="party", content="Acme", record="C-001")}
    for one in (task(due=DAY, fields=party), task(due=DAY, assignee_id=BOB.id)):
        for asks in (True, False):
            found = item(due(occasion), one, DIRECTORY, asks=asks, today=DAY)
            assert "IT-0001" in said(found.said, language)
            assert found.presses[-1] == "mute"


def test_a_day_that_is_over_is_not_called_today() -> None:
    found = item(due("due_today"), task(due=DAY), DIRECTORY, asks=False, today=DAY + timedelta(days=1))
    assert said(found.said).endswith("was due on Friday, 20 November 2026 and is still open.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["call the bank", "", "IT-0001"])
def test_a_reminder_says_its_words_or_its_task_and_when_it_should_have_come(words: str, language: Language) -> None:
    one = Reminder(key="r", person_id=BOB.id, at=NOW, text=words, reference="IT-0001")
    for now in (NOW, NOW + timedelta(days=2)):
        found = reminder_item(one, "k", task(), now=now, at=NOW.astimezone(UTC))
        shown = said(found.said, language)
        assert (words or "IT-0001") in shown
        assert ("2026" in shown) == (now > NOW)
