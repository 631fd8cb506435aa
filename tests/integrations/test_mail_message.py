"""A mail as bytes: what other programs read in it, that it is always the same, and how it stands in its thread."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.model import Address
from bot.model import LANGUAGES, Language
from integrations.mail_message import LONGEST_REFERENCES, Subscription
from tests.built_mail import HAZARDS, MARKER, MESSAGE_ID, PDF, answer, build, came_in, content, read

LONG_ID = f"<{'a' * 120}@mail.beta.example>"
BARE_ENDS = re.compile(rb"(?<!\r)\n|\r(?!\n)")
WRITTEN = st.lists(
    st.sampled_from(["Rossi ", "già", " מרכז רפואי", "\r\nBcc: x@y.example", "=?utf-8?q?=0ABcc:?=", '"', "\\", "<", ",",
                     "=_", "😀", "x" * 90, "מ" * 40, "  ", "\t\n", "\n.\n", "\x0c", "\n--=_", "="]), max_size=9
).map("".join)  # fmt: skip


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


def test_hazard_41_the_copy_is_the_mail_that_left_whatever_built_it() -> None:
    hebrew = {
        "subject": "בקשה להצעת מחיר RFQ-0007",
        "text": "שלום רב,\n",
        "html": "<p>שלום רב,</p>\n",
        "language": "he",
    }
    again = build(**hebrew, to=Address(address="yael@rehitei-galil.example", name="יעל בן-עמי"), marker=MARKER)
    assert again == (HAZARDS / "41-copy-in-sent.eml").read_bytes()


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
    automatic, acknowledgement, usual = (
        read(build(automatic=True)), read(build(automatic=True, acknowledges=True)), read(build())
    )  # fmt: skip
    assert (automatic["Auto-Submitted"], automatic["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert (acknowledgement["Auto-Submitted"], acknowledgement["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (usual["Auto-Submitted"], usual["X-Auto-Response-Suppress"]) == (None, None)


def test_our_own_mail_is_known_by_the_installation() -> None:
    assert read(build(installation="5f2c-alpha"))["X-Pratica-Loop"] == "5f2c-alpha"
    assert read(build())["X-Pratica-Loop"] is None


def test_a_digest_says_what_it_is_and_how_to_get_no_more_of_it() -> None:
    link = f"https://pratica.alpha.example/leave/{'x' * 120}"
    leave = (link, "mailto:office@alpha.example?subject=stop")
    raw = build(automatic=True, subscription=Subscription("digest.alpha.example", "Daily, digest", leave))
    message = read(raw)
    assert message["List-Id"] == '"Daily, digest" <digest.alpha.example>'
    assert f"List-Unsubscribe: <{link}>,\r\n <mailto:office@alpha.example?subject=stop>\r\n".encode() in raw
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_only_a_link_can_be_left_by_one_click() -> None:
    subscription = Subscription("digest.alpha.example", "תקציר יומי", ("mailto:office@alpha.example?subject=stop",))
    message = read(build(subscription=subscription))
    assert message["List-Id"] == "תקציר יומי <digest.alpha.example>"
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_hazard_26_text_and_html_end_in_the_marker(language: Language) -> None:
    message = read(build(marker=MARKER, language=language))
    assert content(message, "plain").endswith(f".\n\n[{MARKER}]\n")
    html = content(message, "html")
    assert html.count(f"[{MARKER}]") == 1
    assert html.rstrip().endswith("</p>\n</body></html>")
    assert f'<bdi dir="ltr">[{MARKER}]</bdi>' in html


def test_hazard_26_an_answer_brings_the_marker_back_where_its_provider_changed_the_ids() -> None:
    came = came_in("26-marker-under-an-answer")
    assert came.markers == (MARKER,)
    assert MESSAGE_ID not in came.references


def test_hazard_26_without_one_nothing_is_added() -> None:
    assert "[r-" not in content(read(build()), "plain") + content(read(build()), "html")
    assert content(read(build(marker=MARKER, html="<p>bare</p>")), "html").startswith("<p>bare</p><p style")


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


@pytest.mark.parametrize("subject", ["x" * 3000, "שלום " * 400, "a" * 69 + " " + "b" * 70])
def test_an_endless_subject_and_name_are_folded(subject: str) -> None:
    raw = build(subject=subject, sender=Address(address="office@alpha.example", name=subject))
    assert read(raw)["Subject"] == subject.strip()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    sender = str(make_header(decode_header(message_from_bytes(raw)["From"])))  # the newer reader adds spaces
    assert " ".join(sender.split()) == f"{subject[:200].strip()} <office@alpha.example>"


@settings(max_examples=60, deadline=None)
@given(said=WRITTEN, language=st.sampled_from(LANGUAGES))
def test_whatever_is_written_is_read_as_it_was_written(said: str, language: Language) -> None:
    files = ((f"{said}.pdf", "application/pdf", PDF),)
    raw = build(subject=said, sender=Address(address="a@b.example", name=said), text=said, html=said, language=language,
                attachments=files, pictures=(("chart", "image/png", PDF),))  # fmt: skip
    message = read(raw)
    line = " ".join(said.replace("=?", "= ?").split())
    assert "Bcc" not in message
    assert message["Subject"] == line
    (sender,) = message["From"].addresses
    assert sender.addr_spec == "a@b.example"
    assert "".join(sender.display_name.split()) == "".join(line[:200].split())  # this reader puts spaces in
    lines = said.encode().splitlines() or [b""]  # at what ends a line of a mail, and at nothing else
    assert content(message, "plain").encode() == content(message, "html").encode() == b"\n".join([*lines, b""])
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == (" ".join(f"{said}.pdf".replace("=?", "= ?").split()), PDF)
    assert not BARE_ENDS.search(raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_broken_subject_becomes_one_line() -> None:
    assert read(build(subject="one\r\n two\n\nthree"))["Subject"] == "one two three"


def test_a_subject_and_a_file_name_carry_no_direction_marks() -> None:
    message = read(build(subject="הצעה \u2068Q-0001\u2069", attachments=(("fdp.\u202eexe", "application/pdf", b""),)))
    assert message["Subject"] == "הצעה Q-0001"
    assert files(message)[0][0] == "fdp.exe"


def test_a_mail_that_is_a_file_is_bytes_of_no_type_in_lines_that_end_as_all() -> None:
    raw = build(attachments=(("mail-7.eml", "message/rfc822", b"Subject: x\n\n" + b"long " * 30),))
    assert not BARE_ENDS.search(raw)
    assert files(read(raw)) == [("mail-7.eml", "application/octet-stream", b"Subject: x\n\n" + b"long " * 30)]


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


@pytest.mark.parametrize("length", [1, 20, 21, 22, 60, 1000])
def test_hazard_40_a_long_thread_is_cut_in_its_middle(length: int) -> None:
    ids = [f"<{number}@b.example>" for number in range(length)]
    kept = read(build(references=ids[:-1], in_reply_to=ids[-1]))["References"].split()
    assert kept == (ids if length <= 21 else [ids[0], *ids[-20:]])


def test_hazard_40_an_answer_to_a_long_thread_names_its_first_and_last_mails() -> None:
    came = came_in("40-sixty-references")
    assert len(came.references) == 63
    raw = answer(came)
    kept = read(raw)["References"].split()
    assert kept == [came.references[0], *came.references[len(came.references) - len(kept) + 2 :], came.message_id]
    assert len(kept) > 10
    assert len(raw.partition(b"\r\nReferences: ")[2].partition(b"\r\nMIME")[0]) <= LONGEST_REFERENCES


@pytest.mark.parametrize("width", [30, 80, 200, 430, 600, 880])
def test_hazard_40_the_header_stays_below_what_relays_take(width: int) -> None:
    ids = [f"<{number}.{'a' * width}@b.example>" for number in range(40)]
    raw = build(references=ids[:-1], in_reply_to=ids[-1])
    kept = read(raw)["References"].split()
    assert kept[-1] == ids[-1]
    assert kept[1:] == ids[len(ids) - len(kept) + 1 :]
    header = raw.partition(b"\r\nReferences: ")[2].partition(b"\r\nMIME-Version")[0]
    assert len(b"References: " + header) <= max(LONGEST_REFERENCES, len(ids[-1]) + len("References: "))
    assert max(map(len, raw.split(b"\r\n"))) <= 998


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
        {"marker": "r-abc]\r\nBcc: a@b"},
        {"installation": "x\r\nBcc: a@b"},
        {"subscription": Subscription("x", "x", ())},
        {"subscription": Subscription("x", "x", ("https://a.example>\r\nBcc: a@b",))},
        {"subscription": Subscription("x", "x", ("http://a.example",))},
        {"subscription": Subscription("x\r\nBcc: a@b", "x", ("https://a.example",))},
    ],
)
def test_our_own_mistakes_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"message id|zone|media type|reply token|^not an? "):
        build(**changes)
