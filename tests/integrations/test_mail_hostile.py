"""Mails that were made, or have gone wrong, so that reading them fails, stalls or eats the memory."""

import base64
import tracemalloc
from datetime import date

import pytest

from bot.mail.model import ReceivedMail
from integrations.mail_reader.read import UNREADABLE, read_mail
from tests.effort import bounded
from tests.mail_mutations import HAZARDS, hazards, mutations

TODAY = date(2026, 11, 22)
TRUSTED = frozenset({"mail.norland.example"})
HEADERS = "From: Mario Rossi <mario.rossi@fornitura.example>\nTo: acquisti@norland.example\nSubject: Preventivo\n"


def hazard(name: str, *, whole: bool = True, size: int | None = None) -> ReceivedMail:
    raw = (HAZARDS / f"{name}.eml").read_bytes()
    return read_mail(raw, today=TODAY, whole=whole, size=size)


def test_hazard_12_of_a_huge_mail_only_the_headers_are_read() -> None:
    read = hazard("12-only-the-headers", whole=False, size=48_000_000)
    assert (read.truncated, read.size) == (True, 48_000_000)
    assert (read.subject, read.message_id) == ("Catalogo 2027 in alta risoluzione", "<catalogo@fornitura.example>")
    assert (read.text, read.attachments, read.problems) == ("", (), ())


def test_hazard_13_what_is_broken_everywhere_still_gives_its_text() -> None:
    read = hazard("13a-broken-everywhere")
    assert read.text == "La merce arriva lunedì."
    assert not any(UNREADABLE in problem for problem in read.problems)
    assert (read.date, read.authentication.aligned) == (None, False)


def test_hazard_13_a_package_that_claims_four_thousand_million_entries_stalls_nothing() -> None:
    assert bounded(lambda: hazard("13b-winmail-that-claims-too-much")).text == "In allegato i documenti."


def test_hazard_14_parts_within_parts_and_too_many_parts_are_borne() -> None:
    deep, many = hazard("14a-two-hundred-parts-deep"), hazard("14b-two-thousand-parts")
    assert deep.problems == ("parts within parts too deep: the innermost were not read",)
    assert many.problems == ("more than 500 parts: the rest was not read",)
    assert many.text == "Here is the list."
    assert 400 < len(many.attachments) < 500


def test_a_report_on_thousands_of_recipients_is_still_a_report() -> None:
    blocks = "".join(
        f"Final-Recipient: rfc822;u{n}@x.example\nAction: failed\nStatus: 5.1.1\n\n" for n in range(20_000)
    )
    raw = (
        'From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; x.example\n\n{blocks}"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <a@x.example>\n\n--b--\n"
    )
    read = bounded(lambda: read_mail(raw.encode(), today=TODAY))
    assert (read.kind, len(read.bounces)) == ("bounce", 100)
    assert read.bounces[0].message_id == "<a@x.example>"


def test_no_bytes_make_it_fail() -> None:
    for raw in (b"", b"\0", b"\xff" * 100, b"\r\n" * 100, b"From:", b": :\n\n", bytes(range(256)) * 20):
        assert not any(UNREADABLE in problem for problem in read_mail(raw, today=TODAY).problems), raw[:20]


@pytest.mark.parametrize("charset", ["charset*=utf-8''utf-8", 'charset="utf-8\0"', "charset*0*=x'y'%", "charset*1=x"])
def test_a_charset_that_cannot_be_looked_up_does_not_hide_the_text(charset: str) -> None:
    read = read_mail(f"{HEADERS}Content-Type: text/plain; {charset}\n\nPerché è così?\n".encode(), today=TODAY)
    assert read.text == "Perché è così?"
    assert not any(UNREADABLE in problem for problem in read.problems)


def test_bytes_that_no_database_takes_do_not_come_out_of_a_bounce() -> None:
    raw = (HAZARDS / "05a-bounce-report.eml").read_bytes()
    read = read_mail(raw.replace(b"vendite@", b"ven\xffdi\0te@").replace(b"<q-0042", b"<q\0-0042"), today=TODAY)
    told = read.model_dump_json(include={"bounces"})
    assert read.bounces
    assert "\\u0000" not in told


def test_no_mutated_mail_makes_it_fail() -> None:
    for number, raw in enumerate(mutations(hazards(), seed=20261122, count=500)):
        read = read_mail(raw, today=TODAY, trusted=TRUSTED)
        assert not any(UNREADABLE in problem for problem in read.problems), number
        told = read.model_dump_json(exclude={"attachments": {"__all__": {"content"}}})
        assert "\\u0000" not in told, number


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="n{i}"\n\n--n{i}\n' for i in range(300))
CALENDAR = "--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT\n" * 200
PARTS = 'Content-Type: multipart/mixed; boundary="b"\n\n'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("\n" + "a\n" * 1_000_000, id="short lines"),
        pytest.param("\n" + "a" * 3_000_000, id="a long line"),
        pytest.param("\n" + "On a a a " * 300_000, id="a long line that looks like the head of a quotation"),
        pytest.param("\n" + "> " * 1_000_000, id="quotation marks"),
        pytest.param("X-A: b\n" * 300_000 + "\nx", id="header lines"),
        pytest.param("To: " + "<" * 500_000 + "\n\nx", id="brackets"),
        pytest.param("References: " + "<a@b> " * 100_000 + "\n\nx", id="references"),
        pytest.param("Subject: " + "=?utf-8?q?a?= " * 50_000 + "\n\nx", id="encoded words"),
        pytest.param("Subject: a" + "\u0301\u0323" * 30_000 + "\n\nx", id="marks on a letter"),
        pytest.param(PARTS + CALENDAR * 400, id="calendars"),
        pytest.param(NESTED + "\nx" * 300_000, id="parts within parts"),
        pytest.param(PARTS + "--b\n\nx\n" * 100_000, id="parts"),
        pytest.param(PARTS + "--b\n" + "X-A: b\n" * 300_000, id="header lines of a part"),
        pytest.param("Content-Type: message/rfc822\n\n" * 20_000 + "x", id="mails within mails"),
        pytest.param("Content-Type: text/html\n\n" + "<div>" * 300_000 + "x", id="elements within elements"),
        pytest.param("Content-Type: text/html\n\n" + "<a href='http://x.example/1'>y</a> " * 50_000, id="links"),
        pytest.param("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50_000, id="events"),
    ],
)
def test_hostile_mails_cost_no_more_than_their_size_does(body: str) -> None:
    raw = (HEADERS + body).encode()
    read = bounded(lambda: read_mail(raw, today=TODAY))
    assert not any(UNREADABLE in problem for problem in read.problems)


def test_a_big_mail_takes_no_more_than_ten_times_its_size() -> None:
    content = base64.encodebytes(bytes(range(256)) * 16_000).decode()
    part = f'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n{content}'
    raw = f"{HEADERS}{PARTS}--b\n\nEcco.\n--b\n{part}\n--b--\n".encode()
    tracemalloc.start()
    try:
        read = read_mail(raw, today=TODAY)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read.attachments[0].size == 256 * 16_000
    assert peak < 10 * len(raw)
