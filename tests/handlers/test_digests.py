"""Everybody's digest of a morning: once, where they are, and nothing where there is nothing to say."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bidi import plain
from bot.digest.content import Digest
from bot.digest.reply import DigestReply
from bot.messages import Outgoing, Reply
from bot.model import Person
from bot.parts import Mail
from handlers.digests import Digests
from tests.digest_office import NOW, TODAY, DigestOffice
from tests.handlers.talk import Clock, Talk


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = NOW
    return clock


@pytest.fixture
def office(talk: Talk) -> DigestOffice:
    office = DigestOffice(talk.store, talk.people)
    office.fill()
    return office


@pytest.fixture
def digests(talk: Talk, office: DigestOffice) -> Digests:
    return office.digests(talk.parts)


@pytest.fixture
def built(talk: Talk) -> list[Mail]:
    """The mails that are built from now on, as they are to be built."""
    made: list[Mail] = []
    build = talk.parts.build_mail

    def keep(mail: Mail) -> tuple[bytes, str]:
        made.append(mail)
        return build(mail)

    talk.parts = replace(talk.parts, build_mail=keep)
    return made


def told(talk: Talk) -> dict[str, Outgoing]:
    """The notices that have arrived in terminals, by who reads them."""
    talk.finish()
    return {one.recipient: one for one in talk.terminal.arrived if one.kind == "notice"}


def test_everybody_with_something_to_hear_gets_their_digest_once(
    talk: Talk, office: DigestOffice, digests: Digests
) -> None:
    sent = digests.send_due(NOW)
    assert digests.send_due(NOW + timedelta(minutes=1)) == 0
    readers = told(talk)
    assert sent == len(readers)
    assert {office.id(name) for name in ("inbal.sharabi", "denis.popescu", "hannah.whitlock")} - readers.keys() == {
        office.id("hannah.whitlock")  # for whom it is seven
    }
    inbal = plain(Reply.model_validate_json(readers[office.id("inbal.sharabi")].body).text)
    assert "מחכות להחלטה שלך: 2" in inbal


def test_the_digest_of_another_zone_comes_an_hour_later(talk: Talk, office: DigestOffice, digests: Digests) -> None:
    digests.send_due(NOW)
    assert digests.send_due(NOW + timedelta(hours=1)) == 1
    assert office.id("hannah.whitlock") in told(talk)


def test_nothing_to_say_is_settled_and_nothing_goes_out_at_noon(
    talk: Talk, office: DigestOffice, digests: Digests
) -> None:
    reader = office.id("rania.khoury")
    digests.send_due(NOW)
    office.add("attendance", "maayan.tzur", about="maayan.tzur", assignee_id="rania.khoury", due=TODAY)
    digests.send_due(NOW + timedelta(hours=2))
    assert reader not in told(talk)
    with talk.store.read() as reading:
        assert digests.figures(reading).settled([f"digest:daily:{reader}:{TODAY}"])


def test_what_comes_too_late_is_settled_and_not_sent(talk: Talk, office: DigestOffice, digests: Digests) -> None:
    late = NOW + timedelta(hours=3, minutes=1)
    assert digests.send_due(late) == 1  # in London it is not too late
    assert told(talk).keys() == {office.id("hannah.whitlock")}
    with talk.store.read() as reading:
        assert digests.figures(reading).settled([f"digest:daily:{office.id('denis.popescu')}:{TODAY}"])


def test_two_processes_send_each_digest_once(talk: Talk, digests: Digests) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = sum(pool.map(lambda _: digests.send_due(NOW), range(4)))
    talk.finish()
    notices = [one.key for one in talk.terminal.arrived if one.kind == "notice"]
    assert sent == len(notices) == len(set(notices))


def test_a_digest_that_cannot_be_written_holds_up_no_other(
    talk: Talk, office: DigestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    whole = office.digests(talk.parts).send_due(NOW - timedelta(days=1, hours=-1))

    class Failing(Digests):
        def reply(self, person: Person, digest: Digest) -> DigestReply:
            if person.id == office.id("denis.popescu"):
                raise RuntimeError("no words")
            return super().reply(person, digest)

    made = office.digests(talk.parts)
    failing = Failing(made.parts, made.settings, made.figures, made.works)
    assert whole
    assert failing.send_due(NOW) > 0
    assert "digest not queued" in caplog.text
    assert made.send_due(NOW) == 1


def test_who_turned_it_off_gets_none(talk: Talk, office: DigestOffice, digests: Digests) -> None:
    reader = office.id("denis.popescu")
    with talk.store.write() as uow:
        uow.preferences.put(reader, "digest", "off")
        uow.commit()
    digests.send_due(NOW)
    assert reader not in told(talk)


def test_by_mail_it_is_a_letter_with_charts_that_can_be_left(
    talk: Talk, office: DigestOffice, built: list[Mail]
) -> None:
    parts = replace(talk.parts, reach=("mail",), home_channel="mail")
    office.digests(parts, draw=lambda chart: f"PNG {chart.kind}".encode()).send_due(NOW)
    talk.finish()
    (mail,) = (one for one in built if one.to == "gadi.benshahar@example.co.il")
    assert (mail.template, mail.language, mail.automatic) == ("digest", "he", True)
    assert mail.pictures == (
        ("digest-days", "image/png", b"PNG days"),
        ("digest-teams", "image/png", b"PNG teams"),
    )
    assert mail.subscription is not None
    assert mail.subscription[2][0].endswith("?subject=%2Fdigest%20off")
    (sent,) = (one for one in talk.mail.arrived if one.recipient == "gadi.benshahar@example.co.il")
    assert sent.kind == "digest"
    (letter,) = (one for one in talk.mails() if one["To"] == "gadi.benshahar@example.co.il")
    body = letter.get_body(("plain",))
    assert body is not None
    assert "ספקים שלא ענו: 4" in plain(body.get_content())


def test_charts_are_drawn_for_mail_alone(talk: Talk, office: DigestOffice) -> None:
    drawn: list[str] = []

    def draw(chart: object) -> bytes:
        drawn.append(str(chart))
        return b""

    office.digests(talk.parts, draw=draw).send_due(NOW)
    assert drawn == []


def test_what_chat_is_told_carries_no_letter(office: DigestOffice, digests: Digests) -> None:
    person = office.people["inbal.sharabi"]
    digest = digests.make([(person, "daily")], TODAY, NOW)[person.id]
    assert digest is not None
    reply = digests.reply(person, digest)
    assert isinstance(reply, DigestReply)
    assert Reply.model_validate_json(reply.model_dump_json()).buttons == reply.buttons
    assert len(reply.buttons) == 4


def test_one_reading_serves_everybody(office: DigestOffice, digests: Digests) -> None:
    everybody = [(person, "daily") for person in office.people.values() if person.timezone == "Europe/Rome"]
    made = digests.make(everybody, TODAY, NOW)  # type: ignore[arg-type]
    assert made.keys() == {person.id for person, _ in everybody}
    assert digests.make([], TODAY, NOW) == {}
