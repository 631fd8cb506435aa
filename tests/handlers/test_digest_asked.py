"""The digest that somebody asks for, and when they want it."""

from datetime import UTC, datetime

import pytest

from bot.bidi import plain
from bot.chat.press import Press
from bot.model import FieldValue
from tests.digest_office import NOW, DigestOffice
from tests.handlers.chatting import Chatting
from tests.handlers.talk import Clock, Talk


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = NOW
    return clock


def test_what_is_asked_for_is_what_is_sent(talk: Talk) -> None:
    DigestOffice(talk.store, talk.people).fill()
    said = talk.say("Lorenza Bassi", "riepilogo").text
    assert "In ritardo: 2" in said
    assert "1. Q-0001 · Offerta · Clinica San Marziale · 4 giorni di ritardo" in said


def test_a_number_in_it_can_be_acted_on(talk: Talk) -> None:
    DigestOffice(talk.store, talk.people).fill()
    talk.says("Lorenza Bassi", "/digest", "1 fatto")
    assert talk.task("Q-0001").status == "done"


def test_nothing_to_say_is_said(talk: Talk) -> None:
    assert talk.say("Rania Khoury", "/digest").text.startswith("אין חדש")


@pytest.mark.parametrize(
    ("said", "kept", "answered"),
    [
        ("/digest off", "off", "I will not send you a digest any more"),
        ("digest off", "off", "I will not send you a digest any more"),
        ("/digest weekly mon 9", "weekly mon 09:00", "From now on your digest comes every Monday at 09:00."),
    ],
)
def test_when_it_comes_is_what_its_reader_wants(talk: Talk, said: str, kept: str, answered: str) -> None:
    assert talk.say("Denis Popescu", said).text.startswith(answered)
    with talk.store.read() as reading:
        assert reading.preferences.all("digest") == {talk.person("Denis Popescu").id: kept}


def test_a_press_on_an_approval_in_a_digest_approves_it(talk: Talk) -> None:
    office = DigestOffice(talk.store, talk.people)
    office.fill()
    chat = Chatting(talk)
    chat.link("ענבל")
    talk.take("Denis Popescu", "hi")
    assert office.digests(talk.parts).send_due(datetime(2026, 11, 24, 7, tzinfo=UTC))
    talk.finish()
    reply = chat.last("dm-ענבל")
    assert [button.look for button in reply.buttons] == ["primary", "danger"] * 2
    pressed = reply.buttons[0]
    chat.press("ענבל", pressed)
    assert talk.task(Press.parse(pressed.press).task).status != "awaiting_approval"


@pytest.mark.parametrize("room", [None, "room-7"])
def test_approvals_are_decided_from_a_digest_that_is_asked_for_and_only_privately(talk: Talk, room: str | None) -> None:
    DigestOffice(talk.store, talk.people).fill()
    chat = Chatting(talk)
    chat.link("ענבל")
    chat.say("ענבל", "/digest", room=room)
    reply = chat.last("dm-ענבל")
    assert [button.value.split()[0] for button in reply.buttons] == ["/approve", "/reject"] * 2
    assert not any(one.buttons for one in chat.all("room-7"))
    pressed = reply.buttons[0]
    chat.press("ענבל", pressed)
    assert talk.task(Press.parse(pressed.press).task).status != "awaiting_approval"


def test_what_changed_after_the_digest_is_told_before_it_is_decided(talk: Talk) -> None:
    DigestOffice(talk.store, talk.people).fill()
    chat = Chatting(talk)
    chat.link("ענבל")
    pressed = chat.say("ענבל", "/digest").buttons[0]
    reference = Press.parse(pressed.press).task
    with talk.store.write() as uow:
        task = uow.tasks.get(reference, None)
        assert task is not None
        fields = {**task.fields, "notes": FieldValue(type="text", content="500 instead of 5")}
        uow.tasks.save(task.model_copy(update={"fields": fields, "revision": 2}))
        uow.commit()
    shown = chat.press("ענבל", pressed)
    assert "500 instead of 5" in plain(shown.text)
    assert talk.task(reference).status == "awaiting_approval"
    chat.press("ענבל", next(one for one in shown.buttons if one.look == "primary"))
    assert talk.task(reference).status != "awaiting_approval"
