"""Tasks that nobody has taken, spoken of by the clock in their team's own room: once, and only to be taken there."""

from datetime import UTC, date, datetime

import pytest

from bot.bidi import plain
from bot.ports import Portion
from tests.handlers.chatting import Chatting, button
from tests.handlers.talk import Clock as Watch
from tests.handlers.talk import Talk
from tests.handlers.ticking import Ticking

ROOM = "books"
DUE = date(2026, 11, 16)


@pytest.fixture
def chat(talk: Talk) -> Chatting:
    chat = Chatting(talk, rooms={"accounting": ("chat", ROOM)})
    chat.link("Federica", "Yossi")
    return chat


@pytest.fixture
def ticking(chat: Chatting, clock: Watch) -> Ticking:
    return Ticking(chat.talk, clock)


def told(chat: Chatting) -> list[str]:
    """What colleagues were told one by one, in chat or by mail."""
    return [*chat.sees("dm-Federica"), *chat.sees("dm-Yossi"), *(str(mail["To"]) for mail in chat.talk.mails())]


def test_a_team_in_two_countries_hears_of_a_free_task_once_in_its_room_and_can_take_it(
    chat: Chatting, ticking: Ticking
) -> None:
    ticking.task("IN-0001", due=DUE, type="invoice_registration", team="accounting")
    for hour in (8, 9, 10, 11):  # Yossi's morning comes an hour before Federica's
        ticking.at(f"2026-11-17 {hour:02}:00")
    (said,) = chat.all(ROOM)
    assert "IN-0001" in plain(said.text)
    assert told(chat) == []
    chat.press("Federica", button(said, "I'll take it"), room=ROOM)
    assert chat.talk.task("IN-0001").assignee_id == chat.talk.person("Federica").id
    before = len(chat.all(ROOM))
    ticking.at("2026-11-24 11:00")
    assert len(chat.all(ROOM)) == before
    assert "IN-0001" in plain(chat.last("dm-Federica").text)


def test_several_are_one_message_with_a_button_to_take_each(chat: Chatting, ticking: Ticking) -> None:
    for number in (1, 2, 3):
        ticking.task(f"IN-000{number}", due=DUE, type="invoice_registration", team="accounting")
    ticking.at("2026-11-17 11:00")
    (said,) = chat.all(ROOM)
    assert [one.value for one in said.buttons] == ["/take IN-0001", "/take IN-0002", "/take IN-0003"]
    chat.press("Yossi", said.buttons[1], room=ROOM)
    assert chat.talk.task("IN-0002").assignee_id == chat.talk.person("Yossi").id
    late = chat.press("Federica", said.buttons[1], room=ROOM)
    assert "Di IN-0002 si occupa già" in plain(late.text)
    assert chat.talk.task("IN-0002").assignee_id == chat.talk.person("Yossi").id


def test_a_moment_in_a_room_is_in_the_time_zone_by_which_the_task_is_worked(chat: Chatting, ticking: Ticking) -> None:
    yossi, federica = chat.talk.person("Yossi"), chat.talk.person("Federica")
    first = yossi.model_copy(update={"id": "P-000", "name": "Ofra", "email": "ofra@alma.example"})
    more = [federica.model_copy(update={"id": f"P-99{n}", "email": f"f{n}@alma.example"}) for n in (1, 2)]
    with chat.talk.store.write() as uow:
        uow.records.put(Portion(people=(first, *more)))
        uow.records.announce()
        uow.commit()
    since = datetime(2026, 11, 23, 9, tzinfo=UTC)
    ticking.task("IN-0001", type="invoice_registration", team="accounting", since=since)
    ticking.at("2026-11-24 10:00")
    assert "first answer by Tue 24 Nov 2026, 10:00" in plain(chat.last(ROOM).text)


def test_what_not_all_of_a_team_may_see_is_told_to_each_as_without_a_room(chat: Chatting, ticking: Ticking) -> None:
    ticking.task("IN-0001", due=DUE, type="invoice_registration", team="accounting", visibility="private")
    ticking.at("2026-11-17 11:00")
    assert chat.all(ROOM) == []
    assert len(told(chat)) > 1
