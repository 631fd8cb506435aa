"""What comes wrapped into a mail: winmail.dat, calendars, signed mails and files, mails in mails; names of files."""

import struct
import zipfile
from datetime import date
from email import message_from_bytes
from io import BytesIO

import pytest

from bot.mail.model import Attachment, ReceivedMail
from integrations.mail_reader.calendar import invitation
from integrations.mail_reader.cms import Sealed, inner_of
from integrations.mail_reader.dangers import danger_of
from integrations.mail_reader.names import LONGEST, safe_name
from integrations.mail_reader.read import read_mail
from integrations.mail_reader.sniffing import entries, sniffed
from integrations.mail_reader.tnef import unpacked
from tests.effort import bounded
from tests.mail_mutations import HAZARDS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROGRAM = b"MZ\x90\0\x03\0\0\0" + b"\0" * 60


def hazard(name: str) -> ReceivedMail:
    return read_mail((HAZARDS / f"{name}.eml").read_bytes(), today=date(2026, 11, 22))


def files(mail: ReceivedMail) -> dict[str, Attachment]:
    return {one.name: one for one in mail.attachments}


def archive(*names: str) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return into.getvalue()


def events(*lines: str, method: str = "REQUEST") -> bytes:
    inside = ("BEGIN:VEVENT", "UID:1", "DTSTAMP:20261103T081200Z", *lines, "END:VEVENT")
    whole = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Norland//Test//EN",
        f"METHOD:{method}",
        *inside,
        "END:VCALENDAR",
    )
    return "\r\n".join((*whole, "")).encode()


def test_hazard_33_what_outlook_packed_is_unpacked_under_its_long_names() -> None:
    mail = hazard("33a-winmail")
    assert mail.text == "Buongiorno,\n\nin allegato la conferma e il listino.\n\nSedutec"
    found = files(mail)
    assert list(found) == ["Conferma d'ordine – città.pdf", "listino.txt"]
    assert found["Conferma d'ordine – città.pdf"].content.startswith(b"%PDF-1.4")
    assert found["listino.txt"].content.decode() == "Sedia Alba: 41,50 €\n"


def test_hazard_33_the_text_is_taken_out_of_the_package_where_there_is_no_other() -> None:
    mail = hazard("33b-winmail-with-the-only-text")
    assert mail.text == "Buongiorno, la merce è pronta per il ritiro."
    assert list(files(mail)) == ["DDT 77.pdf"]


@pytest.mark.parametrize("cut", [3, 10, 20, 60])
def test_a_package_that_is_cut_is_kept_as_it_is_and_told(cut: int) -> None:
    outer = message_from_bytes((HAZARDS / "33b-winmail-with-the-only-text.eml").read_bytes())
    content = outer.get_payload(decode=True)
    assert isinstance(content, bytes)
    raw = b"From: a@sedutec.example\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n\r\n" + content[:cut]
    mail = read_mail(raw, today=date(2026, 11, 22))
    assert (mail.text, list(files(mail))) == ("", ["winmail.dat"])
    assert mail.problems[0].startswith("winmail.dat: ")


def test_properties_that_claim_to_be_longer_than_they_are_end_the_reading() -> None:
    lying = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, 0xFFFFFFF0)
    packed = b"\x78\x9f\x3e\x22\0\0" + b"\x02" + struct.pack("<HHI", 0x9002, 6, 0) + b"\0\0"
    packed += b"\x02" + struct.pack("<HHI", 0x9005, 6, len(lying)) + lying + b"\0\0"
    assert unpacked(packed).files[0].name == ""


def test_hazard_34_an_invitation_is_told_under_the_request_that_came_with_it() -> None:
    mail = hazard("34a-invitation-with-a-request")
    assert mail.text == (
        "Buongiorno,\n\nprima del sopralluogo mi serve la misura della sala: me la mandate entro venerdì?\n\n"
        "Sopralluogo sala riunioni\n2026-11-25 10:00–11:30 Europe/Rome (UTC+01:00)\nVia Roma 12, Milano\n"
        "Mario Rossi <mario.rossi@fornitura.example>"
    )
    assert {one.media_type for one in mail.attachments} == {"text/calendar"}
    assert list(files(mail)) == ["invitation.ics", "invite.ics"]


def test_hazard_34_a_request_that_stands_only_in_the_invitation_is_the_text() -> None:
    mail = hazard("34b-invitation-that-holds-the-request")
    assert mail.text == (
        "שלום, נא להכין עד אז הזמנת רכש ל-20 כיסאות.\nתודה\n\n"
        "פגישת ריהוט\n2026-12-01 14:00–15:00 (UTC+02:00)\nחדר ישיבות 2\nדנה לוי <dana@rehitei-galil.example>"
    )


def test_hazard_34_a_cancelled_invitation_says_so() -> None:
    text = hazard("34c-cancelled-whole-days").text
    assert text == "CANCELLED: Fiera del mobile\n2026-12-10 – 2026-12-12\nmario.rossi@fornitura.example"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("DTSTART:20261125T090000Z", "DURATION:PT30M"), "2026-11-25 09:00–09:30 UTC"),
        (("DTSTART:20261125T090000",), "2026-11-25 09:00"),
        (("DTSTART:20261125T220000Z", "DTEND:20261126T010000Z"), "2026-11-25 22:00–2026-11-26 01:00 UTC"),
        (("DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261126"), "2026-11-25"),
        (("DTSTART:20261125T090000Z", "RRULE:FREQ=WEEKLY;COUNT=3"), "2026-11-25 09:00 UTC (FREQ=WEEKLY;COUNT=3)"),
        (("DTSTART:never",), ""),
    ],
)
def test_the_time_of_an_invitation_is_told_with_its_zone(lines: tuple[str, ...], told: str) -> None:
    assert invitation(events("SUMMARY:Call", *lines))[0] == "\n".join(filter(None, ("Call", told)))


def test_controls_in_an_invitation_do_not_come_out_of_it() -> None:
    assert invitation(events("SUMMARY:Ca\0ll\x08", "LOCATION:Ro\0ma"))[0] == "Call\nRoma"


def test_an_answer_to_an_invitation_says_which() -> None:
    lines = ("ATTENDEE;PARTSTAT=DECLINED:mailto:dana@x.example", "SUMMARY:Call")
    assert invitation(events(*lines, method="REPLY"))[0] == "DECLINED: Call"


@pytest.mark.parametrize(
    "content", [b"", b"BEGIN:VCALENDAR", b"\xff" * 50, b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"x" * 300_000]
)
def test_what_is_no_calendar_adds_nothing(content: bytes) -> None:
    assert invitation(content) == ("", "")


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YE\r\n ARLY;BYSECOND=0,1,2",
        "rrule;X=Y:FREQ=MINUTELY",
        "RDATE:" + "20261125T090000," * 9,
    ],
)
def test_a_zone_that_changes_all_the_time_stalls_nothing(rule: str) -> None:
    rules = (
        "BEGIN:STANDARD",
        "DTSTART:16010101T000000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        rule,
        "END:STANDARD",
    )
    zone = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:Anywhere", *rules, "END:VTIMEZONE", ""))
    calendar = events("SUMMARY:Call", "DTSTART;TZID=Anywhere:20261125T090000").replace(
        b"BEGIN:VCALENDAR\r\n", zone.encode()
    )
    assert bounded(lambda: invitation(calendar))[0] == "Call\n2026-11-25 09:00"


def test_hazard_35_a_mail_in_a_mail_is_a_file_with_the_name_of_its_subject() -> None:
    mail = hazard("35a-mail-in-a-mail")
    assert mail.text == "Puoi registrare questo fornitore?"
    (attached,) = mail.attachments
    assert (attached.name, attached.media_type) == ("Preventivo sedie città.eml", "message/rfc822")
    raw = (HAZARDS / "35a-mail-in-a-mail.eml").read_bytes()
    assert attached.content.rstrip() in raw
    inner = read_mail(attached.content, today=date(2026, 11, 22))
    assert (inner.text, list(files(inner))) == ("Buongiorno, 41,50 € cadauna.", ["p.pdf"])


def test_a_mail_that_only_points_to_the_attached_one_has_the_text_of_both() -> None:
    raw = (HAZARDS / "35a-mail-in-a-mail.eml").read_bytes().replace(b"Puoi registrare questo fornitore?", b"FYI")
    assert read_mail(raw, today=date(2026, 11, 22)).text == "FYI\n\nBuongiorno, 41,50 € cadauna."


def test_hazard_35_a_mail_that_is_nothing_but_another_gives_the_text_of_that() -> None:
    mail = hazard("35b-nothing-but-a-mail")
    assert mail.sender.address == "paola@norland.example"
    assert mail.text == "Buongiorno, 41,50 € cadauna, consegna in dieci giorni."
    assert list(files(mail)) == ["Preventivo sedie.eml"]


@pytest.mark.parametrize("name", ["35c-signed-mail", "35d-mail-inside-its-signature"])
def test_hazard_35_a_signed_mail_is_read_as_what_was_signed(name: str) -> None:
    mail = hazard(name)
    assert mail.text.startswith("Buongiorno,\n\nil contratto firmato è in allegato.")
    assert list(files(mail)) == ["contratto.pdf"]
    assert mail.problems == ()


def test_hazard_35_an_encrypted_mail_is_kept_and_told() -> None:
    mail = hazard("35e-encrypted-mail")
    assert mail.problems == ("smime.p7m: it is encrypted and cannot be read here",)
    assert [(one.name, one.media_type) for one in mail.attachments] == [("smime.p7m", "application/pkcs7-mime")]


def test_hazard_35_signed_files_are_kept_with_what_they_hold() -> None:
    mail = hazard("35f-signed-files")
    found = files(mail)
    for number in (1, 2, 3, 4):
        assert found[f"IT01234567890_0000{number}.xml.p7m"].media_type == "application/pkcs7-mime"
        inner = found[f"IT01234567890_0000{number}.xml"]
        assert inner.media_type == "application/xml"
        assert inner.content.startswith(b"<?xml")
        assert b"FatturaElettronicaHeader" in inner.content
    assert mail.problems == ("IT01234567890_00005.xml.p7m: it is cut",)
    assert len(found) == 9


def signed(content: bytes, *, kind: str = "2a864886f70d010702") -> bytes:
    """Signed data with this content and no signer, each length told by a mark behind it (X.690, 8.1.3.6)."""
    inside = b"\x02\x01\x01\x31\x00\x30\x80\x06\x01\x2a" + (b"\xa0\x80" + content + b"\0\0") * bool(content) + b"\0\0"
    return b"\x30\x80\x06\x09" + bytes.fromhex(kind) + b"\xa0\x80\x30\x80" + inside + b"\0\0" * 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x04\x02ab", b"ab"),
        (b"\x04\x82\x01\x2c" + b"x" * 300, b"x" * 300),
        (b"\x24\x80\x04\x01a\x04\x01b\0\0", b"ab"),
        (b"\x24\x06\x04\x01a\x04\x01b", b"ab"),
        (b"\x24\x80\x24\x03\x04\x01a\x24\x80\x04\x01b\0\0\0\0", b"ab"),
        (b"\x24\x80" * 50_000 + b"\x04\x01a" + b"\0\0" * 50_000, b"a"),
        (b"\x24\x80" + b"\x04\x01a" * 200_000 + b"\0\0", b"a" * 200_000),
    ],
)
def test_what_was_signed_is_read_whole_in_any_number_of_pieces(content: bytes, expected: bytes) -> None:
    assert bounded(lambda: inner_of(signed(content))) == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (signed(b""), "it holds a signature and no file"),
        (signed(b"\x02\x01\x01"), "its content is no string of bytes"),
        (signed(b"\x04\x50ab"), "it is cut"),
        (signed(b"\x04\x01a", kind="2a864886f70d0109100109"[:18]), "it holds something else"),
        (b"-----BEGIN PKCS7-----\nA\n-----END PKCS7-----", "it is not coded as it should be"),
        (b"c\x01ao", "it is no signed file"),
        (b"", "it is cut"),
    ],
)
def test_what_is_no_signed_file_is_told(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        inner_of(content)


def test_what_is_encrypted_is_told_apart() -> None:
    with pytest.raises(Sealed):
        inner_of(signed(b"\x04\x01a", kind="2a864886f70d010703"))


def test_hazard_36_pages_with_scripts_are_kept_and_flagged() -> None:
    dangers = {one.name: (one.danger, one.inline) for one in hazard("36a-pages-with-scripts").attachments}
    assert dangers == {
        "fattura.html": ("a page with a script", False),
        "logo.svg": ("a page with a script", False),
        "listino.html": (None, False),
    }


def test_hazard_36_nothing_of_a_script_gets_into_the_text() -> None:
    assert hazard("36b-script-in-the-text").text == "Buongiorno, la merce parte domani."


def test_hazard_38_names_are_decoded_and_made_safe_and_unlike() -> None:
    assert [one.name for one in hazard("38-names-of-attachments").attachments] == [
        "Offerta n. 118 – città di Torino.pdf",
        "הצעת מחיר.pdf",
        "offerta.pdf",
        "offerta (2).pdf",
        "_con.pdf",
        "attachment.pdf",
        "fatturafdp.exe",
        "foto.jpg.exe",
        "listino.pdf",
        f"{'molto lungo ' * 9}molto lu.pdf",
        "disegni.zip",
        "riservato.zip",
        "foto.zip",
        "ordine.docm",
        "ordine.xlsx",
        "a b.png",
    ]


def test_hazard_38_what_a_file_is_stands_in_its_bytes_and_not_in_its_name() -> None:
    found = files(hazard("38-names-of-attachments"))
    assert {name: one.danger for name, one in found.items() if one.danger} == {
        "fatturafdp.exe": "a program for Windows",
        "foto.jpg.exe": "a program for Windows",
        "listino.pdf": "a program for Windows, though its name ends in .pdf",
        "disegni.zip": "an archive that holds a program or a script",
        "riservato.zip": "an archive with a password",
        "ordine.docm": "an Office file with macros",
    }
    assert found["ordine.xlsx"].media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("said", "media_type", "name"),
    [
        ("", "application/pdf", "attachment.pdf"),
        ("", "image/jpeg", "image.jpg"),
        ("", "application/x-strange", "attachment.bin"),
        ("...", "application/pdf", "attachment.pdf"),
        ("..\\..\\", "application/pdf", "attachment.pdf"),
        (".htaccess", "text/plain", "htaccess"),
        ("LPT1", "text/plain", "_LPT1"),
        ("con .txt", "text/plain", "_con.txt"),
        ("a<b>:c|d?.pdf", "application/pdf", "a_b__c_d_.pdf"),
        ("x\u202efdp.exe", "application/pdf", "xfdp.exe"),
        ("a\r\nb.pdf ", "application/pdf", "a b.pdf"),
        ("\ud800x.pdf", "application/pdf", "x.pdf"),
        ("offerta n. 12 del 3.11.2026", "application/pdf", "offerta n. 12 del 3.11.2026"),
    ],
)
def test_a_name_can_be_written_to_any_disk(said: str, media_type: str, name: str) -> None:
    assert safe_name(said, media_type, ()) == name


@pytest.mark.parametrize("said", ["ש" * 300 + ".pdf", "😀" * 300 + ".pdf", "a" * 300, "a." + "b" * 300])
def test_a_name_is_short_enough_and_keeps_its_ending(said: str) -> None:
    name = safe_name(said, "application/pdf", ())
    assert len(name) <= LONGEST
    assert len(name.encode()) <= 255
    assert name.endswith(".pdf") or not said.endswith(".pdf")


def test_names_that_differ_only_in_their_case_are_made_unlike() -> None:
    assert safe_name("Offerta.PDF", "application/pdf", {"offerta.pdf", "offerta (2).pdf"}) == "Offerta (3).PDF"


@pytest.mark.parametrize(
    ("content", "declared", "media_type"),
    [
        (b"%PDF-1.7", "application/octet-stream", "application/pdf"),
        (b"\n\n%PDF-1.7", "application/octet-stream", "application/pdf"),
        (b"ciao", "application/pdf", "text/plain"),
        (b"\0\1\2", "application/pdf", "application/octet-stream"),
        (b"\0\1\2", "application/x-cad", "application/x-cad"),
        (b"MZ;1;2\n", "text/csv", "text/csv"),
        (PROGRAM, "image/png", "application/vnd.microsoft.portable-executable"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/png", "image/webp"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "text/plain", "application/xml"),
        ("<html>".encode("utf-16"), "text/plain", "text/html"),
        (b"From: a@x.example\nTo: b@x.example\nSubject: x\n\nx", "application/octet-stream", "message/rfc822"),
        (archive("word/document.xml"), "application/zip", WORD),
        (archive("a.txt"), WORD, "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "x/y", "application/vnd.ms-excel"),
        (b"", "application/pdf", "application/pdf"),
    ],
)
def test_what_a_file_is_told_from_its_bytes(content: bytes, declared: str, media_type: str) -> None:
    assert sniffed(content, declared) == media_type


@pytest.mark.parametrize(
    ("name", "media_type", "content", "danger"),
    [
        ("a.js", "text/plain", b"x", "a script (.js)"),
        ("fattura.pdf.vbs", "text/plain", b"x", "its name ends twice, in truth in .vbs"),
        ("collegamento.lnk", "application/octet-stream", b"x", "a program or what starts one (.lnk)"),
        ("vecchio.doc", "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
         "an Office file with macros"),
        ("a.rar", "application/vnd.rar", b"Rar!\x1a\x07", "an archive that cannot be looked into (RAR)"),
        ("a.zip", "application/zip", b"PK\x03\x04 cut", "an archive that cannot be looked into"),
        ("a.zip", "application/zip", archive("b/c.pdf", "d.js"), "an archive that holds a program or a script"),
        ("a.rtf", "application/rtf", b"{\\rtf1 {\\object\\objdata 00}}", "a document with a file inside"),
        ("pagina.html", "text/html", b"<a href=' javascript:x()'>y</a>", "a page with a script"),
        ("fattura.xml", "application/xml", b"<?xml version='1.0'?><Fattura one='1'/>", None),
        ("a.xlsx", "application/zip", archive("xl/workbook.xml", "xl/embeddings/x.bin"), None),
        ("Listino 2026.pdf", "application/pdf", b"%PDF-1.4", None),
        ("www.norland.example", "text/plain", b"x", None),
    ],
)  # fmt: skip
def test_why_a_file_should_not_simply_be_opened(name: str, media_type: str, content: bytes, danger: str | None) -> None:
    assert danger_of(name, media_type, content) == danger


def test_the_directory_of_an_archive_is_looked_through_within_bounds() -> None:
    many = archive(*(f"{number}.txt" for number in range(2_100)))
    assert len(list(entries(many))) == 2_000
    assert danger_of("a.zip", "application/zip", many) == "an archive of too many files to look through"
