"""Reading a mail: its sender, its text, its charsets."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.mail.model import Address, ReceivedMail
from integrations.mail_reader.charsets import decode
from integrations.mail_reader.headers import parameters, readable
from integrations.mail_reader.read import read_mail
from integrations.mail_reader.transfer import unflowed
from tests.mail_mutations import HAZARDS

TODAY = date(2026, 11, 22)
TRUSTED = frozenset({"mail.norland.example"})
TOKEN, OTHER_TOKEN = "r-abcdefghijklmnopqrstuvwxyz", "r-234567abcdefghijklmnopqrst"
HEADERS = "From: Mario Rossi <mario.rossi@fornitura.example>\nTo: acquisti@norland.example\nSubject: Preventivo\n"
PASSED = "Authentication-Results: mail.norland.example; dmarc=pass header.from={}\n"


def hazard(name: str) -> ReceivedMail:
    return read_mail((HAZARDS / f"{name}.eml").read_bytes(), today=TODAY)


def mail(raw: str | bytes, *, trusted: frozenset[str] = TRUSTED) -> ReceivedMail:
    given = raw.encode() if isinstance(raw, str) else raw
    return read_mail(given.replace(b"\n", b"\r\n"), today=TODAY, trusted=trusted)


def multipart(kind: str, *parts: str, headers: str = HEADERS) -> str:
    inside = "".join(f"--b\n{part}\n" for part in parts)
    return f'{headers}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n{inside}--b--\n'


def plain(text: str, more: str = "") -> str:
    return f"Content-Type: text/plain; charset=utf-8\n{more}\n{text}"


def page(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n<html><body><p>{text}</p></body></html>"


def test_an_ordinary_answer_is_read_whole() -> None:
    read = mail(
        HEADERS + "Cc: Paola <paola@norland.example>, =?utf-8?Q?Citt=C3=A0?= <citta@norland.example>\n"
        "Reply-To: vendite@fornitura.example\nDelivered-To: acquisti@norland.example\n"
        "Date: Tue, 3 Nov 2026 10:12:00 +0100\nMessage-ID: <b@fornitura.example>\n"
        "In-Reply-To: <a@norland.example>\nReferences: <z@norland.example>\n <a@norland.example>\n"
        + plain("Buongiorno,\n\nconsegna in dieci giorni.\n\nIl 03/11/2026 09:00, Acquisti ha scritto:\n> quando?\n")
    )
    assert read.sender == Address(address="mario.rossi@fornitura.example", name="Mario Rossi")
    assert read.cc == (Address(address="paola@norland.example", name="Paola"),
                       Address(address="citta@norland.example", name="Città"))  # fmt: skip
    assert read.reply_to == (Address(address="vendite@fornitura.example"),)
    assert read.delivered_to == ("acquisti@norland.example",)
    assert read.date == datetime(2026, 11, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
    assert (read.message_id, read.in_reply_to) == ("<b@fornitura.example>", "<a@norland.example>")
    assert read.references == ("<z@norland.example>", "<a@norland.example>")
    assert read.text == "Buongiorno,\n\nconsegna in dieci giorni."
    assert read.quoted == "Il 03/11/2026 09:00, Acquisti ha scritto:\n> quando?"
    assert (read.kind, read.problems, read.truncated) == ("message", (), False)


def test_the_plain_text_of_two_forms_is_taken() -> None:
    assert (
        mail(multipart("alternative", plain("Ciao dal testo."), page("Ciao dalla pagina."))).text == "Ciao dal testo."
    )


@pytest.mark.parametrize(
    "stub", ["", " \n\n", "Your e-mail client does not support HTML.", "לצפייה במייל בדפדפן לחצו כאן"]
)
def test_the_page_is_taken_where_the_plain_text_says_nothing(stub: str) -> None:
    assert mail(multipart("alternative", plain(stub), page("Ciao dalla pagina."))).text == "Ciao dalla pagina."


def test_a_short_text_that_stands_alone_is_kept_whatever_its_words() -> None:
    assert (
        mail(HEADERS + plain("The page does not open in my browser.")).text == "The page does not open in my browser."
    )


def test_files_of_the_form_that_is_not_shown_are_kept() -> None:
    rich = 'Content-Type: multipart/mixed; boundary="c"\n\n--c\n' + page("Ecco.") + "\n--c\n"
    rich += 'Content-Type: application/pdf; name="offerta.pdf"\n\n%PDF-1.4\n--c--'
    read = mail(multipart("alternative", plain("Ecco."), rich))
    assert (read.text, [one.name for one in read.attachments]) == ("Ecco.", ["offerta.pdf"])


def test_text_behind_a_file_belongs_to_the_text() -> None:
    picture = "Content-Type: image/png\nContent-Disposition: inline; filename=a.png\n\n\x89PNG"
    read = mail(multipart("mixed", plain("Prima."), picture, plain("Dopo.")))
    assert read.text == "Prima.\n\nDopo."


def test_a_text_that_was_attached_is_a_file() -> None:
    attached = plain("una;riga", "Content-Disposition: attachment; filename=dati.csv\n")
    read = mail(multipart("mixed", plain("Ecco i dati."), attached))
    assert (read.text, [one.name for one in read.attachments]) == ("Ecco i dati.", ["dati.csv"])


def test_a_text_with_a_name_is_read_where_there_is_no_other() -> None:
    named = plain("Ecco i dati.", "Content-Disposition: inline; filename=corpo.txt\n")
    read = mail(multipart("mixed", named))
    assert (read.text, [one.name for one in read.attachments]) == ("Ecco i dati.", ["corpo.txt"])


def test_an_encrypted_mail_is_told() -> None:
    parts = ("Content-Type: application/pgp-encrypted\n\nVersion: 1", "Content-Type: application/octet-stream\n\nx")
    assert mail(multipart("encrypted", *parts)).problems == ("it is encrypted and cannot be read here",)


@pytest.mark.parametrize(("before", "end"), [(b"\xef\xbb\xbf", b"\n"), (b"\r\n\r\n", b"\r\n"), (b"", b"\r\r\n")])
def test_what_does_not_belong_before_or_between_the_lines_is_passed_over(before: bytes, end: bytes) -> None:
    raw = before + (HEADERS + plain("Ciao.\n\nMario")).encode().replace(b"\n", end)
    read = read_mail(raw, today=TODAY)
    assert (read.subject, read.text) == ("Preventivo", "Ciao.")


def test_a_picture_in_the_text_is_inline_and_an_attached_one_is_not() -> None:
    logo = "Content-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Disposition: inline\n\n\x89PNG"
    photo = "Content-Type: image/jpeg; name=foto.jpg\nContent-Disposition: attachment; filename=foto.jpg\n\nx"
    apple = "Content-Type: image/jpeg; name=apple.jpg\nContent-Disposition: inline; filename=apple.jpg\n\nx"
    related = 'Content-Type: multipart/related; boundary="r"\n\n--r\n' + page("Ciao.") + f"\n--r\n{logo}\n--r--"
    read = mail(multipart("mixed", related, photo, apple))
    assert {one.name: one.inline for one in read.attachments} == {
        "logo.png": True, "foto.jpg": False, "apple.jpg": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "body", "text"),
    [
        ("", "una \nriga\n> una \n> citazione\ndue", "una riga\n> una citazione\ndue"),
        ("", "> a \n>> b \n>> c\n>d", "> a \n>> b c\n> d"),
        ("", " >stuffed\n From here", " >stuffed\nFrom here"),
        ("", "a \n-- \nMario \nRossi", "a \n-- \nMario Rossi"),
        ("delsp", "una parola lun \nghissima", "una parola lunghissima"),
    ],
)
def test_lines_that_were_broken_for_their_length_are_joined(more: str, body: str, text: str) -> None:
    assert unflowed(body, delsp=bool(more)) == text


def test_a_flowed_mail_is_read_with_its_lines_joined() -> None:
    read = mail(f"{HEADERS}Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\nlun \nghissima\n")
    assert read.text == "lunghissima"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("Base64", "UGVyY2jDqSBubz8="),
        ("base64", "UGVyY2jDqSBu\nbz8=\n__________\nUna lista di posta\n"),
        ("base64", "Perché no?"),
        ("quoted-printable", "Perch=C3=A9 =\nno?"),
        ("8-bit", "Perché no?"),
        ("7bit", "Perch=C3=A9 no? =\n=C3=A0 =C3=A9"),
        ("x-uuencode", "begin 644 x\n,4&5R8VC#J2!N;S\\*\n \nend"),
    ],
)
def test_the_transfer_encoding_is_taken_off_also_where_it_is_named_wrongly(encoding: str, body: str) -> None:
    read = mail(f"{HEADERS}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}\n")
    assert read.text.startswith("Perché no?")


def test_parts_are_found_again_where_the_boundary_is_another_than_said() -> None:
    raw = multipart("mixed", plain("Buongiorno."), 'Content-Type: application/pdf; name="a.pdf"\n\n%PDF-1')
    read = mail(raw.replace('boundary="b"', 'boundary="other"'))
    assert (read.text, [one.name for one in read.attachments]) == ("Buongiorno.", ["a.pdf"])
    assert read.problems == ("its parts are not parted as it says",)


def test_a_file_alone_is_a_mail_without_text() -> None:
    read = mail(HEADERS + "Content-Type: application/pdf\n\n%PDF-1.4\n")
    assert (read.text, [one.name for one in read.attachments]) == ("", ["attachment.pdf"])


def test_a_mail_that_only_passes_another_one_on_keeps_what_it_passes_on() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Dana <dana@x.example>\nSubject: Desks\n\n20 desks, please."
    )
    assert "20 desks, please." in mail(HEADERS.replace("Preventivo", "Fwd: Desks") + plain(f"FYI\n\n{forwarded}")).text


def test_tokens_are_taken_from_addresses_and_from_all_of_the_text() -> None:
    raw = HEADERS.replace("acquisti@", f"acquisti+{TOKEN.upper()}@") + f"Delivered-To: {TOKEN}@norland.example\n"
    read = mail(raw + plain(f"Va bene.\n\nIl 03/11/2026 09:00, Acquisti ha scritto:\n> [{OTHER_TOKEN}] [{TOKEN}]\n"))
    assert read.markers == (TOKEN, OTHER_TOKEN)


@pytest.mark.parametrize("text", [f"r-{'a' * 25}", f"[{TOKEN}a]", f"[{TOKEN[:-1]}1]", TOKEN])
def test_what_is_not_quite_a_token_is_none(text: str) -> None:
    assert mail(HEADERS + plain(text)).markers == ()


def test_a_sender_whom_the_receiving_server_vouches_for_is_aligned() -> None:
    assert mail(PASSED.format("fornitura.example") + HEADERS + plain("Ciao.")).authentication.aligned


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("=?utf-8?B?16nXnA==?= =?utf-8?B?15XXnQ==?=", "שלום"),
        ("=?utf-8?Q?citt=C3?= =?utf-8?Q?=A0?=", "città"),
        ("Re: =?iso-8859-8-i?B?+ezl7Q==?= oggi", "Re: שלום oggi"),
        ("=?utf-8?Q?due parole?=", "due parole"),
        ("=?utf-8?B?YQ?==?utf-8?B?Yg==?=", "ab"),
        ("=?utf-8?X?YQ?=", "=?utf-8?X?YQ?="),
        ("a\r\n  b\0\x07", "a b"),
    ],
)
def test_encoded_words_are_decoded(name: str, value: str) -> None:
    assert readable(name) == value


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('attachment; filename="a;b.pdf"', {"filename": "a;b.pdf"}),
        ("attachment; filename*0*=utf-8''citt%C3; filename*1*=%A0; filename*2=\".pdf\"", {"filename": "città.pdf"}),
        ("attachment; filename=x.pdf; filename*=iso-8859-1''perch%E9.pdf", {"filename": "perché.pdf"}),
        ('attachment; filename="=?utf-8?Q?citt=C3=A0?="', {"filename": "città"}),
        ('attachment; filename="open', {"filename": "open"}),
        ("attachment; a=1; a=2", {"a": "1"}),
    ],
)
def test_parameters_are_read_in_all_their_spellings(raw: str, expected: dict[str, str]) -> None:
    assert parameters(raw) == ("attachment", expected)


@pytest.mark.parametrize(
    ("text", "codec", "said"),
    [
        ("perché costa 40 €", "cp1252", "iso-8859-1"),
        ("perché costa 40 €", "utf-8", "windows-1252"),
        ("perché", "cp1252", None),
        ("שלום וברכה", "cp1255", None),
        ("שלום וברכה", "iso8859-8", "hebrew"),
        ("créée à l'été", "cp1252", "us-ascii"),
        ("見積①", "cp932", "shift_jis"),
    ],
)
def test_a_charset_that_is_not_quite_what_it_says_is_read(text: str, codec: str, said: str | None) -> None:
    assert decode(text.encode(codec), said) == text


def test_hazard_10_our_own_control_headers_from_outside_change_nothing() -> None:
    raw = (HAZARDS / "10-own-control-headers.eml").read_bytes()
    bare = b"".join(line for line in raw.splitlines(keepends=True) if not line.startswith(b"X-Pratica-"))
    assert len(bare) < len(raw)
    read, expected = (read_mail(one, today=TODAY, size=1) for one in (raw, bare))
    assert read == expected
    assert read.markers == ()


@pytest.mark.parametrize(
    ("name", "doubled"), [("11a-two-from-lines", ["From"]), ("11b-two-subjects-and-dates", ["Subject", "Date"])]
)
def test_hazard_11_a_doubled_line_makes_the_sender_unbelieved(name: str, doubled: list[str]) -> None:
    raw = (HAZARDS / f"{name}.eml").read_bytes()
    domain = hazard(name).sender.address.partition("@")[2]
    read = read_mail(PASSED.format(domain).encode() + raw, today=TODAY, trusted=TRUSTED)
    assert read.problems == tuple(f"{one} stands more than once" for one in doubled)
    assert (read.authentication.aligned, read.authentication.reason) == (False, read.problems[0])


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("15a-windows-1252-called-ascii", "perché il totale è 1.200 € e non 1.100 €? Così non va: “trasporto incluso”.",
         "the text is not all us-ascii"),
        ("15b-raw-letters-in-headers", "שלום, מצורפת ההצעה.", None),
        ("15c-nul-bytes", "Buongiorno,\n\nla merce parte domani.", None),
        ("15d-iso-2022-jp", "見積りを送ります。", None),
        ("15e-more-than-gb2312", "報價單見附件。朱鎔基", None),
        ("15f-utf-7", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "unknown charset 'utf-7'"),
        ("15g-utf-8-called-latin-1", "Perché è così? Costa 40 €.", "the text is not iso-8859-1 but utf-8"),
        ("15h-no-such-charset", "Perché è così?", "unknown charset 'x-mac-klingon'"),
    ],
)  # fmt: skip
def test_hazard_15_a_missing_or_false_charset_is_seen_through(name: str, text: str, problem: str | None) -> None:
    read = hazard(name)
    assert text in read.text
    assert read.problems == ((problem,) if problem else ())


def test_hazard_15_raw_letters_in_headers_are_read() -> None:
    read = hazard("15b-raw-letters-in-headers")
    assert (read.sender.name, read.subject, read.to[0].name) == ("דנה לוי", "Novità e perché", "Ufficio Qualità")
    assert hazard("15e-more-than-gb2312").subject == "報價單 朱鎔基"
    assert hazard("15d-iso-2022-jp").sender.name == "田中"


@pytest.mark.parametrize(
    "name",
    ["16a-iso-8859-8-i", "16b-iso-8859-8-e", "16c-in-the-order-of-the-screen", "16d-windows-1255-called-latin-1"],
)
def test_hazard_16_hebrew_is_read_under_every_name_of_its_charset(name: str) -> None:
    read = hazard(name)
    assert "אנחנו מבקשים הצעת מחיר ל-20 כיסאות (כולל משלוח) עד 12.12.2026." in read.text
    assert read.subject.startswith("הצעת מחיר")
    assert read.problems == (("the text is not iso-8859-1 but windows-1255",) if "latin-1" in name else ())


def test_hazard_16_what_only_windows_1255_has_is_read_under_the_name_of_the_other() -> None:
    assert '160 ₪ לפני מע"מ – נשמח לתשובה.' in hazard("16e-iso-8859-8-i-with-shekels").text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("17a-an-address-before-the-address", "ladro@imbroglio.example"),
        ("17b-two-addresses-in-brackets", "ladro@imbroglio.example"),
        ("17e-an-address-as-name", "ladro@imbroglio.example"),
        ("17f-two-senders", "paola@norland.example"),
    ],
)
def test_hazard_17_a_from_that_can_be_read_two_ways_is_never_believed(name: str, shown: str) -> None:
    raw = (HAZARDS / f"{name}.eml").read_bytes()
    for domain in ("norland.example", "imbroglio.example"):
        read = read_mail(PASSED.format(domain).encode() + raw, today=TODAY, trusted=TRUSTED)
        assert read.sender.address == shown
        assert not read.authentication.aligned
        assert read.problems == (read.authentication.reason,)


def test_hazard_18_a_mail_without_an_id_is_read_and_given_none() -> None:
    read = hazard("18-no-message-id")
    assert (read.message_id, read.text, read.problems) == (None, "Fax ricevuto, 1 pagina.", ())


def test_an_id_without_brackets_is_kept_with_them() -> None:
    assert mail(HEADERS + "Message-ID: abc@fax\n" + plain("x")).message_id == "<abc@fax>"


def test_a_date_without_a_zone_is_taken_for_utc() -> None:
    read = mail(HEADERS + "Date: Tue, 3 Nov 2026 10:12:00 -0000\n" + plain("x"))
    assert read.date == datetime(2026, 11, 3, 10, 12, tzinfo=UTC)
