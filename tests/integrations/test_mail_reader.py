"""Reading a mail: its sender, its text, its charsets, and how hostile bytes are borne."""

import time
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.mail.model import Address, ReceivedMail
from integrations.mail_reader.charsets import decode
from integrations.mail_reader.headers import parameters, readable
from integrations.mail_reader.read import UNREADABLE, read_mail
from tests.mail_mutations import HAZARDS, hazards, mutations

TODAY = date(2026, 11, 22)
TRUSTED = frozenset({"mail.norland.example"})
TOKEN, OTHER_TOKEN = "r-abcdefghijklmnopqrstuvwxyz", "r-234567abcdefghijklmnopqrst"
HEADERS = "From: Mario Rossi <mario.rossi@fornitura.example>\nTo: acquisti@norland.example\nSubject: Preventivo\n"
PASSED = "Authentication-Results: mail.norland.example; dmarc=pass header.from={}\n"


def hazard(name: str, *, whole: bool = True, size: int | None = None) -> ReceivedMail:
    raw = (HAZARDS / f"{name}.eml").read_bytes()
    return read_mail(raw, today=TODAY, whole=whole, size=size)


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
        ("", "una \nriga\n> una \n> citazione\ndue\n", "una riga"),
        ("; delsp=yes", "una parola lun \nghissima\n", "una parola lunghissima"),
        ("", " >non citato\n", ">non citato"),
        ("", "a \n-- \nMario \nRossi\n", "a"),
    ],
)
def test_lines_that_were_broken_for_their_length_are_joined(more: str, body: str, text: str) -> None:
    read = mail(f"{HEADERS}Content-Type: text/plain; charset=utf-8; format=flowed{more}\n\n{body}")
    assert read.text.startswith(text)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("Base64", "UGVyY2jDqSBubz8="),
        ("base64", "UGVyY2jDqSBu\nbz8=\n__________\nUna lista di posta\n"),
        ("base64", "Perché no?"),
        ("quoted-printable", "Perch=C3=A9 =\nno?"),
        ("8-bit", "Perché no?"),
        ("7bit", "Perch=C3=A9 no? =\n" + "=C3=A0" * 0 + "=C3=A9=\n"),
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
    started = time.process_time()
    assert hazard("13b-winmail-that-claims-too-much").text == "In allegato i documenti."
    assert time.process_time() - started < 1


def test_hazard_14_parts_within_parts_and_too_many_parts_are_borne() -> None:
    deep, many = hazard("14a-two-hundred-parts-deep"), hazard("14b-two-thousand-parts")
    assert deep.problems == ("parts within parts too deep: the innermost were not read",)
    assert many.problems == ("more than 500 parts: the rest was not read",)
    assert many.text == "Here is the list."
    assert 400 < len(many.attachments) < 500


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


def test_no_bytes_make_it_fail() -> None:
    for raw in (b"", b"\0", b"\xff" * 100, b"\r\n" * 100, b"From:", b": :\n\n", bytes(range(256)) * 20):
        assert not any(UNREADABLE in problem for problem in read_mail(raw, today=TODAY).problems), raw[:20]


def test_no_mutated_mail_makes_it_fail() -> None:
    for number, raw in enumerate(mutations(hazards(), seed=20261122, count=500)):
        read = read_mail(raw, today=TODAY, trusted=TRUSTED)
        assert not any(UNREADABLE in problem for problem in read.problems), number
        told = read.model_dump_json(exclude={"attachments": {"__all__": {"content"}}})
        assert "\\u0000" not in told, number


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="n{i}"\n\n--n{i}\n' for i in range(300))
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
        pytest.param(NESTED + "\nx" * 300_000, id="parts within parts"),
        pytest.param(PARTS + "--b\n\nx\n" * 100_000, id="parts"),
        pytest.param(PARTS + "--b\n" + "X-A: b\n" * 300_000, id="header lines of a part"),
        pytest.param("Content-Type: message/rfc822\n\n" * 20_000 + "x", id="mails within mails"),
        pytest.param("Content-Type: text/html\n\n" + "<div>" * 300_000 + "x", id="elements within elements"),
        pytest.param("Content-Type: text/html\n\n" + "<a href='http://x.example/1'>y</a> " * 50_000, id="links"),
        pytest.param("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50_000, id="events"),
    ],
)
def test_hostile_mails_cost_no_more_than_a_second(body: str) -> None:
    raw = (HEADERS + body).encode()
    started = time.process_time()
    read = read_mail(raw, today=TODAY)
    assert time.process_time() - started < 1.5
    assert not any(UNREADABLE in problem for problem in read.problems)


def test_a_big_mail_takes_no_more_than_ten_times_its_size() -> None:
    import base64

    content = base64.encodebytes(bytes(range(256)) * 16_000).decode()
    part = f'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n{content}'
    raw = multipart("mixed", plain("Ecco."), part).encode()
    tracemalloc.start()
    try:
        read = read_mail(raw, today=TODAY)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read.attachments[0].size == 256 * 16_000
    assert peak < 10 * len(raw)
