"""The digest that somebody asks for, and when they want it."""

from datetime import UTC, datetime

import pytest

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
    ("said", "kept"),
    [("/digest off", "off"), ("digest off", "off"), ("/digest weekly mon 9", "weekly mon 09:00")],
)
def test_when_it_comes_is_what_its_reader_wants(talk: Talk, said: str, kept: str) -> None:
    answer = talk.say("Denis Popescu", said).text
    assert "digest" in answer
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
    assert talk.task(pressed.press.rpartition(":")[2]).status != "awaiting_approval"
