"""A mail as bytes: what other programs read in it, that it is always the same, and that nothing slips into its head."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from integrations.mail_message import build_message

MESSAGE_ID = "<q-0001.5f2c@alpha.example>"
PDF = b"%PDF-1.7\r\n\x00\xff--=_\r\nend"
LONG_ID = f"<{'a' * 120}@mail.beta.example>"


def build(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "sender": "Alpha S.r.l. <office@alpha.example>",
        "to": "bob@beta.example",
        "subject": "Your quotation Q-0001",
        "text": "Dear Bob,\nthe total is €1,234.50.\n",
        "html": '<html lang="en" dir="ltr"><body><p>Dear Bob, the total is €1,234.50.</p></body></html>\n',
        "language": "en",
        "message_id": MESSAGE_ID,
        "date": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "attachments": (("Q-0001.pdf", "application/pdf", PDF),),
        "automatic": False,
    }
    return build_message(**{**values, **changes})


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def files(message: EmailMessage) -> Sequence[tuple[str | None, str, object]]:
    return [(part.get_filename(), part.get_content_type(), part.get_content()) for part in message.iter_attachments()]


def test_the_headers_say_who_what_and_when() -> None:
    message = read(build())
    assert message["From"].addresses[0].addr_spec == "office@alpha.example"
    assert message["From"].addresses[0].display_name == "Alpha S.r.l."
    assert [address.addr_spec for address in message["To"].addresses] == ["bob@beta.example"]
    assert message["Subject"] == "Your quotation Q-0001"
    assert message["Date"].datetime == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert message["Message-ID"] == MESSAGE_ID
    assert message["Content-Language"] == "en"
    assert message["MIME-Version"] == "1.0"
    assert not message.defects


def test_text_html_and_attachment_come_back_whole() -> None:
    message = read(build())
    assert content(message, "plain") == "Dear Bob,\nthe total is €1,234.50.\n"
    assert "<p>Dear Bob, the total is €1,234.50.</p>" in content(message, "html")
    assert files(message) == [("Q-0001.pdf", "application/pdf", PDF)]


def test_a_mail_without_attachments_is_only_its_two_versions() -> None:
    message = read(build(attachments=()))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_hebrew_stands_in_the_subject_the_text_and_the_name_of_a_file() -> None:
    name = "הצעת מחיר מספר 17 עבור לקוח עם שם ארוך במיוחד.pdf"
    message = read(
        build(
            subject="הצעת מחיר Q-0001", text="שלום רב,\n", language="he", attachments=((name, "application/pdf", b"x"),)
        )
    )
    assert message["Subject"] == "הצעת מחיר Q-0001"
    assert message["Content-Language"] == "he"
    assert content(message, "plain") == "שלום רב,\n"
    assert files(message) == [(name, "application/pdf", b"x")]


def test_the_bytes_are_ascii_in_short_lines_that_end_in_crlf() -> None:
    raw = build(subject="Offerta già pronta per la società " * 8, text="è" * 5000, language="it")
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 100


def test_the_same_mail_is_the_same_bytes() -> None:
    assert build() == build()


def test_another_message_id_has_other_boundaries() -> None:
    assert read(build()).get_boundary() != read(build(message_id="<other@alpha.example>")).get_boundary()


def test_each_boundary_of_a_mail_is_its_own() -> None:
    boundaries = [part.get_boundary() for part in read(build()).walk() if part.is_multipart()]
    assert len(set(boundaries)) == 2


def test_a_boundary_written_in_the_text_divides_nothing() -> None:
    boundary = next(part.get_boundary() for part in read(build(attachments=())).walk())
    text = f"first\n--{boundary}--\nlast\n"
    assert content(read(build(text=text, attachments=())), "plain") == text


def test_only_an_automatic_mail_says_that_it_is_automatic() -> None:
    assert read(build(automatic=True))["Auto-Submitted"] == "auto-generated"
    assert read(build())["Auto-Submitted"] is None


@pytest.mark.parametrize("field", ["sender", "to", "subject"])
@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029", "\n\n", "\x00\n"]
)
def test_a_line_break_in_a_header_starts_no_other_header(field: str, end: str) -> None:
    message = read(build(**{field: f"bob@beta.example{end}Bcc: charlie@gamma.example"}))
    assert message["Bcc"] is None
    assert content(message, "plain").startswith("Dear Bob")


@pytest.mark.parametrize("field", ["sender", "to", "subject"])
@pytest.mark.parametrize("break_", ["=0A", "=0D=0A", "=0D", "=C2=85"])
def test_a_line_break_in_an_encoded_word_starts_no_other_header(field: str, break_: str) -> None:
    message = read(build(**{field: f"=?utf-8?q?Bob{break_}Bcc:_charlie=40gamma.example?= <bob@beta.example>"}))
    assert message["Bcc"] is None
    assert content(message, "plain").startswith("Dear Bob")


@pytest.mark.parametrize(
    "subject",
    [
        "הצעת מחיר Q-0042 עבור מרכז רפואי גלבוע – Alpha",
        "הצעת מחיר Q-0042 עבור Komforta Sitzmöbel GmbH – Alpha",
        "Offerta n. Q-0042, revisione 2, per Beta S.r.l.: la società è già avvisata",
        "Your quotation Q-0042, revision 12, for Beta Furniture and Partners Limited of Manchester and Leeds",
    ],
)
def test_a_long_subject_keeps_its_spaces(subject: str) -> None:
    assert read(build(subject=subject))["Subject"] == subject


def test_a_broken_subject_becomes_one_line() -> None:
    assert read(build(subject="one\r\n two\n\nthree"))["Subject"] == "one two three"


def test_a_subject_and_a_file_name_carry_no_direction_marks() -> None:
    message = read(build(subject="הצעה \u2068Q-0001\u2069", attachments=(("fdp.\u202eexe", "application/pdf", b""),)))
    assert message["Subject"] == "הצעה Q-0001"
    assert files(message)[0][0] == "fdp.exe"


def test_the_name_of_a_file_starts_no_other_header() -> None:
    message = read(build(attachments=(('a".pdf\r\nBcc: charlie@gamma.example', "application/pdf", b"x"),)))
    part = next(message.iter_attachments())
    assert message["Bcc"] is None
    assert part["Bcc"] is None
    assert part.get_filename() == 'a".pdf Bcc: charlie@gamma.example'


def test_an_answer_names_the_mail_it_answers_last() -> None:
    message = read(build(in_reply_to="<2@b.example>", references=("<2@b.example>", "<1@b.example>", "<1@b.example>")))
    assert message["In-Reply-To"] == "<2@b.example>"
    assert message["References"].split() == ["<1@b.example>", "<2@b.example>"]


def test_long_message_ids_stay_readable() -> None:
    raw = build(in_reply_to=LONG_ID, references=("<1@b.example>",), message_id=LONG_ID)
    assert f"Message-ID: {LONG_ID}\r\n".encode() in raw
    assert f"In-Reply-To: {LONG_ID}\r\n".encode() in raw
    assert f"References: <1@b.example>\r\n {LONG_ID}\r\n".encode() in raw


@pytest.mark.parametrize(
    "bad",
    ["", "no id", "<a@b>\r\nBcc: charlie@gamma.example", "<a\nb@c>", "<é@b.example>", "<=?utf-8?q?=0ABcc:_a?=@b>"],
)
def test_what_is_no_message_id_is_left_out_of_the_thread(bad: str) -> None:
    message = read(build(in_reply_to=bad, references=(bad, "<1@b.example>")))
    assert message["Bcc"] is None
    assert "<1@b.example>" in message["References"].split()
    assert content(message, "plain").startswith("Dear Bob")


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "5f2c@alpha.example"},
        {"message_id": "<a@b>\r\nBcc: charlie@gamma.example"},
        {"date": datetime(2026, 11, 20, 9, 30)},  # noqa: DTZ001 - the date that is refused
        {"attachments": (("a.pdf", "pdf", b""),)},
        {"attachments": (("a.pdf", "application/pdf\r\nBcc: a@b", b""),)},
    ],
)
def test_our_own_mistakes_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"message id|zone|media type"):
        build(**changes)
