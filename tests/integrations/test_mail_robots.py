"""Mails of robots, told from those of people, and what an out-of-office tells; they came on Monday 23 November 2026."""

import email
from datetime import date
from email.message import Message
from email.policy import compat32
from pathlib import Path

import pytest

from bot.mail.away import away
from bot.mail.model import Away, MailKind
from integrations.mail_reader.charsets import decode
from integrations.mail_reader.read import read_mail
from integrations.mail_reader.robots import kind_of
from tests.effort import bounded

HAZARDS = Path(__file__).parent.parent / "data" / "mail" / "hazards"
TODAY = date(2026, 11, 23)


def hazard(name: str) -> "Message[str, str]":
    return email.message_from_bytes((HAZARDS / f"{name}.eml").read_bytes(), policy=compat32)


def mail(headers: str, text: str = "Good morning.") -> "Message[str, str]":
    start = "" if "From:" in headers else "From: Anna Conti <anna@fornitura.example>\n"
    raw = f"{start}{headers.strip()}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    return email.message_from_bytes(raw.replace("\n", "\r\n").encode(), policy=compat32)


def body(message: "Message[str, str]") -> str:
    raw = message.get_payload(decode=True)
    return decode(raw, message.get_content_charset()).replace("\r\n", "\n") if isinstance(raw, bytes) else ""


def kind(message: "Message[str, str]") -> MailKind:
    return kind_of(message, body(message), today=TODAY)[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("03a-ticket-acknowledgement", "auto_reply"),
        ("03b-precedence-bulk", "auto_reply"),
        ("03c-suppress-header-of-a-person", "message"),
        ("03d-mailing-list", "list"),
        ("03e-person-through-our-google-group", "message"),
        ("03f-newsletter", "list"),
        ("03g-read-receipt", "receipt"),
        ("03h-feedback-report", "complaint"),
    ],
)
def test_hazard_03_robots_are_told_from_people(name: str, expected: MailKind) -> None:
    assert kind(hazard(name)) == expected


def test_hazard_03_a_complaint_names_the_mail_that_it_is_about() -> None:
    path = HAZARDS / "03h-feedback-report.eml"
    assert read_mail(path.read_bytes(), today=TODAY).about == "<digest-7@norland.example>"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "04a-out-of-office-exchange",
            Away(back_on=date(2026, 12, 7), stand_in="tom.reed@norland-parts.example"),
        ),
        (
            "04b-out-of-office-gmail-italian",
            Away(back_on=date(2026, 11, 28), stand_in="f.neri@fornitura.example"),
        ),
        (
            "04c-out-of-office-hebrew",
            Away(back_on=date(2026, 12, 6), stand_in="ruth@rehitei-galil.example"),
        ),
        ("04d-out-of-office-without-headers", Away(back_on=date(2026, 11, 28))),
    ],
)
def test_hazard_04_an_out_of_office_tells_the_first_day_back_and_the_stand_in(name: str, expected: Away) -> None:
    message = hazard(name)
    assert kind_of(message, body(message), today=TODAY) == ("out_of_office", expected)


def test_hazard_04_a_colleague_who_asks_for_leave_is_no_robot() -> None:
    assert kind(hazard("04e-colleague-asks-for-leave")) == "message"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("05a-bounce-report", "bounce"),
        ("05b-bounce-exim", "bounce"),
        ("05c-bounce-qmail", "bounce"),
        ("05d-bounce-old-exchange", "bounce"),
        ("05e-bounce-exchange-italian", "bounce"),
        ("05f-bounce-exchange-hebrew", "bounce"),
        ("05g-bounce-yahoo", "bounce"),
        ("05h-delivery-delayed", "bounce"),
        ("05i-delivered", "receipt"),
        ("05j-person-forwards-a-bounce", "message"),
    ],
)
def test_hazard_05_reports_of_mail_servers_are_told_from_mails_about_them(name: str, expected: MailKind) -> None:
    assert kind_of(hazard(name), "", today=TODAY)[0] == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Auto-Submitted: no", "message"),
        ("Auto-Submitted: NO (a person)", "message"),
        ("auto-submitted: auto-generated; type=ticket", "auto_reply"),
        ("Auto-Submitted: auto-something-new", "auto_reply"),
        ("Precedence: auto_reply", "auto_reply"),
        ("Precedence: junk", "auto_reply"),
        ("Precedence: first-class", "message"),
        ("X-Autoreply: yes", "auto_reply"),
        ("X-Autorespond: vacation", "auto_reply"),
        ("X-Autoreply: no", "message"),
        ("X-Auto-Response-Suppress: All", "message"),
        ("Return-Path: <>", "auto_reply"),
        ("Return-Path: <anna@fornitura.example>", "message"),
        ("From: <>", "auto_reply"),
        ("From: Postmaster <postmaster@fornitura.example>", "auto_reply"),
        ("From: Mail Delivery <MAILER-DAEMON@fornitura.example>", "bounce"),
        ("Subject: Automatic reply: Quote", "auto_reply"),
        ("Subject: Re: Automatic reply: Quote\nIn-Reply-To: <a@b.example>", "message"),
        ("Subject: R: Risposta automatica: Offerta", "message"),
        ("List-Unsubscribe: <mailto:out@fornitura.example>", "list"),
        ("List-Unsubscribe: <mailto:out@fornitura.example>\nIn-Reply-To: <q-1@norland.example>", "message"),
        ("List-Id: <news.fornitura.example>\nAuto-Submitted: auto-generated", "list"),
        ("Precedence: bulk\nList-Unsubscribe: <https://fornitura.example/u>", "list"),
        ("X-Ricevuta: avvenuta-consegna", "receipt"),
        ("X-Ricevuta: errore-consegna", "bounce"),
        ("X-Trasporto: posta-certificata", "message"),
    ],
)
def test_headers_tell_robots_from_people(headers: str, expected: MailKind) -> None:
    assert kind(mail(headers)) == expected


GROUP = "List-ID: <{group}>\nX-Google-Group-Id: 12\nPrecedence: list\nMailing-list: list x; contact x+owners"


@pytest.mark.parametrize(
    ("sender", "group", "expected"),
    [
        ("Anna <anna@fornitura.example>", "requests.norland.example", "message"),
        ("Anna via Requests <requests@norland.example>", "requests.norland.example", "list"),
        ("Anna <anna@fornitura.example>", "woodworkers.googlegroups.com", "list"),
    ],
)
def test_only_who_writes_with_an_own_address_to_the_companys_own_group_is_a_person(
    sender: str, group: str, expected: MailKind
) -> None:
    assert kind(mail(f"From: {sender}\n{GROUP.format(group=group)}")) == expected


def test_a_report_of_which_only_the_headers_came_is_known_by_its_type() -> None:
    report = "multipart/report; report-type=delivery-status; boundary=b"
    message = email.message_from_string(f"From: postmaster@fornitura.example\nContent-Type: {report}\n\n")
    assert kind_of(message, "", today=TODAY) == ("bounce", None)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Quote Q-0042",
        "Risposta automatica: Offerta Q-0042",
        "תשובה אוטומטית: הצעת מחיר",
        "מענה אוטומטי: הצעת מחיר",
        "Out of Office AutoReply: Quote Q-0042",
    ],
)
def test_what_programs_put_before_a_subject_needs_no_header(subject: str) -> None:
    assert kind(mail(f"Subject: {subject}", "I am out of the office.")) == "out_of_office"


@pytest.mark.parametrize(
    ("headers", "text", "expected"),
    [
        ("Subject: Ticket Received - Offer\nX-Auto-Response-Suppress: All", "A ticket was created.", "auto_reply"),
        ("Subject: Offer", "We have received your request. This is an automated message.", "auto_reply"),
        (
            "Subject: [#7] Offerta",
            "La sua richiesta è stata presa in carico.\nNon rispondere a questa mail.",
            "auto_reply",
        ),
        ("Subject: פנייתך מספר 5512 התקבלה\nX-Auto-Response-Suppress: All", "היא תטופל בהקדם.", "auto_reply"),
        ("Subject: פנייה", "שלום, קיבלנו את פנייתך. זוהי הודעה אוטומטית.", "auto_reply"),
        ("Subject: Re: Offer", "Hi, we have received your request and need the drawings by Monday.", "message"),
        ("Subject: R: Offerta", "Abbiamo ricevuto la vostra richiesta: ci servono le misure.", "message"),
        ("Subject: Re: Offer\nX-Auto-Response-Suppress: All", "We got your request. Which colour?", "message"),
        (
            "Subject: Nuovo ordine 8812",
            "12 sedie. Messaggio generato automaticamente, non rispondere a questa mail.",
            "message",
        ),
        ("Subject: AUTO: Gino is out of the office (returning 30/11/2026)", "I am away.", "out_of_office"),
        ("Subject: Auto: noleggio per lunedì", "Serve un'auto.", "message"),
        ("Subject: Re: Offer\nAuto-Submitted: auto-replied", "I am currently out of\nthe office.", "out_of_office"),
        ("Subject: Automatische Antwort: Offer", "Ich bin bis 30.11. nicht im Büro.", "out_of_office"),
    ],
)
def test_what_is_said_tells_programs_from_people_where_headers_do_not(
    headers: str, text: str, expected: MailKind
) -> None:
    assert kind(mail(headers, text)) == expected


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Read: Offer", "Your message\n\n  To: Anna\n  Subject: Offer\n\nwas read on Monday.", "receipt"),
        ("Letto: Offerta", "Il messaggio\n\n  A: Anna\n  Oggetto: Offerta\n\nè stato letto lunedì.", "receipt"),
        ("נקרא: הצעה", "ההודעה שלך\n\n  אל: רות\n  נושא: הצעה\n\nנקראה ביום שני.", "receipt"),
        ("Return Receipt", "Your document: Offer\nwas received by: Anna\nat: 23/11/2026", "receipt"),
        ("Read: contract", "Subject: contract. The draft was deleted by mistake, please send it again.", "message"),
    ],
)
def test_a_read_receipt_in_plain_words_is_known_by_the_mail_in_it(subject: str, text: str, expected: MailKind) -> None:
    assert kind(mail(f"Subject: {subject}", text)) == expected


@pytest.mark.parametrize(
    ("subject", "part", "expected"),
    [
        ("Abuse report", "message/feedback-report\n\nFeedback-Type: abuse", "complaint"),
        ("complaint about message from 192.0.2.4", "message/rfc822\n\nSubject: Offer", "complaint"),
        ("My complaint about the chairs", "message/rfc822\n\nSubject: Offer", "message"),
    ],
)
def test_a_complaint_need_not_have_its_form(subject: str, part: str, expected: MailKind) -> None:
    message = email.message_from_string(
        f'From: staff@provider.example\nSubject: {subject}\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: {part}\n\nx\n--b--\n",
        policy=compat32,
    )
    assert kind_of(message, "", today=TODAY)[0] == expected


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Relayed: Offer", "Delivery to these recipients or groups is complete:\n\nbob@norland.example"),
        ("Successful Mail Delivery Report", "Your message was successfully delivered to bob@norland.example"),
        ("Consegnato: Offerta", "bob@norland.example"),
    ],
)
def test_a_server_that_tells_of_success_in_words_sends_a_receipt(subject: str, text: str) -> None:
    assert kind(mail(f"From: postmaster@fornitura.example\nSubject: {subject}", text)) == "receipt"


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Fuori ufficio", "Grazie per il messaggio.", "out_of_office"),
        ("מחוץ למשרד", "תודה על פנייתך.", "out_of_office"),
        ("Re: Offerta", "Sono in ferie fino al 4 dicembre.", "out_of_office"),
        ("Re: Offerta", "La sua richiesta è stata presa in carico.", "auto_reply"),
    ],
)
def test_an_automatic_answer_is_an_out_of_office_when_it_says_so(subject: str, text: str, expected: MailKind) -> None:
    assert kind(mail(f"Subject: {subject}\nAuto-Submitted: auto-replied", text)) == expected


NOTES = [
    ("I'm back on 12 January.", "2027-01-12"),
    ("I am out of the office until the 11th.", "2026-12-12"),
    ("I will be out of the office starting 24/11/2026 and will not return until 30/11/2026.", "2026-11-30"),
    ("I am on annual leave from 23 November to 4 December.", "2026-12-05"),
    ("I am currently away, returning Monday, December 7, 2026. I will reply when I am back.", "2026-12-07"),
    ("I'll be on vacation Nov 24 - Nov 27.", "2026-11-28"),
    ("I am out of the office today and back tomorrow.", "2026-11-24"),
    ("On Monday 30 November I will be back at my desk.", "2026-11-30"),
    ("I'm on parental leave until 1 June 2027.", "2027-06-02"),
    ("I shall return to the office on Wednesday the 2nd of December.", "2026-12-02"),
    ("Our office is closed between 24 December and 1 January.", "2027-01-02"),
    ("I'm on vacation with limited access to email and will be returning on December 1st.", "2026-12-01"),
    ("I will be away through Friday, November 27. I will check my mail now and then.", "2026-11-28"),
    ("We are closed on Thursday 26 and Friday 27 November. We reopen on Monday 30 November.", "2026-11-30"),
    ("I'm out of the office until 9am on Thursday 26 November.", "2026-11-26"),
    ("I'll be out of the office on Tuesday 24 November. Back on Wednesday.", "2026-11-25"),
    ("We are closed from Dec 23 through Jan 3 and will resume normal operations on Jan 4.", "2027-01-04"),
    ("I am out from 23 November until 26 November. See us at the fair on 2-4 December!", "2026-11-27"),
    ("Due to a family matter I'm away; expected return 7 December.", "2026-12-07"),
    ("sarò in ufficio dal 9 dicembre", "2026-12-09"),
    ("Oggi sono fuori ufficio, domani di nuovo operativo.", "2026-11-24"),
    ("Mi trovo in ferie sino al 29 c.m., tornerò disponibile dal 30 novembre.", "2026-11-30"),
    ("Rimarremo chiusi dal 24 dicembre 2026 al 6 gennaio 2027. Le attività riprenderanno il 7 gennaio.", "2027-01-07"),
    ("Sono fuori ufficio fino al 1° dicembre compreso. Risponderò al rientro il 2 dicembre.", "2026-12-02"),
    ("Chiusura aziendale: 7-8 dicembre. Riprenderemo il 9 dicembre.", "2026-12-09"),
    ("Non sarò raggiungibile fino al 2 dicembre. Le consegne del 27 novembre sono confermate.", "2026-12-03"),
    ("Sono in trasferta. Rientro previsto: 26/11/2026.", "2026-11-26"),
    ("Sono in ferie, rientro lunedì 7.", "2026-12-07"),
    ("Sono assente dal 23 al 27 novembre compresi.", "2026-11-28"),
    ("Resteremo chiusi per ferie dal 24 dicembre al 6 gennaio. Riapriremo giovedì 7 gennaio.", "2027-01-07"),
    ("Sarò fuori ufficio fino al 30/11 escluso.", "2026-11-30"),
    ("Non rientrerò prima del 30 novembre.", "2026-11-30"),
    ("Dal 9 dicembre sarò di nuovo in ufficio.", "2026-12-09"),
    ("Il mio rientro è previsto per il giorno 01/12/2026.", "2026-12-01"),
    ("Sono fuori ufficio fino al 27 novembre.\n\nI am out of office until November 27th.", "2026-11-28"),
    ("אני בחופשה, אחזור ב-12.1", "2027-01-12"),
    ("אני מחוץ למשרד עד ה-30 בנובמבר כולל.", "2026-12-01"),
    ("אהיה בחופשה בין התאריכים 1.12 עד 12.12. אחזור אליכם עם שובי ב-13.12", "2026-12-13"),
    ("החל מ-6.12 אהיה זמין שוב", "2026-12-06"),
    ("אני לא אהיה במשרד מיום ראשון 29.11 ועד יום חמישי 3.12", "2026-12-04"),
    ("אני מחוץ למשרד היום ואחזור מחר.", "2026-11-24"),
    ('אהיה בחו"ל בין ה-22 ל-28 בנובמבר, עם גישה מוגבלת למייל.', "2026-11-29"),
    ("המשרד יהיה סגור ביום חמישי 26.11. נשוב לפעילות ביום ראשון 29.11.", "2026-11-29"),
    ("הודעה זו נשלחה אוטומטית. אני לא במשרד עד תאריך 1/12/2026.", "2026-12-02"),
    ("איני במשרד כעת. אשוב ביום רביעי הקרוב.", "2026-11-25"),
    ("משרדנו סגור בין 24/12 ל-1/1 ויחזור לפעילות ב-3/1/2027.", "2027-01-03"),
    ("המשרד סגור לרגל החג ויפתח מחדש ביום ראשון ה-13 בדצמבר", "2026-12-13"),
]


@pytest.mark.parametrize(("text", "expected"), NOTES)
def test_a_note_tells_the_first_day_back(text: str, expected: str) -> None:
    assert away(text, today=TODAY).back_on == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "I'm on holiday and will get back to you on Monday.",
        "Non sarò in ufficio dal 9 dicembre.",
        "La ricontatterò lunedì 30/11.",
        "אני במילואים ואין לי צפי לחזרה",
        "אחזור אליך ביום ראשון",
        "I'm away for two weeks, back in two weeks.",
        "I was out of the office until 3 March 2026.",
        "I am out of the office until 20 November.",
        "We are closed from 24 December to 26 December and from 31 December to 2 January.",
        "Sono fuori ufficio, rientro il 27 novembre.\n\nI am out of office, back on November 30th.",
        "Special offer valid until 31 December!",
        "I am on sick leave. Orders placed before 3 December will be shipped by 5 December.",
        "I am away until 11/30/2026.",
        "I won't be back on 12 January.",
        "I am out of the office until Monday.",
        "I'm on maternity leave and will be back in June 2027.",
        "I'll be out until the new year.",
        "I will return on 12/01/2026.",
        "My working days are Monday to Wednesday.",
        "Gli uffici resteranno chiusi lunedì 7 e martedì 8 dicembre.",
        "אני בחופשת לידה עד מרץ.",
    ],
)
def test_a_day_that_is_not_said_beyond_doubt_is_not_told(text: str) -> None:
    assert away(text, today=TODAY).back_on is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In my absence please write to bob@norland.example.", "bob@norland.example"),
        ("For urgent matters contact:\n- Bob, bob@norland.example\n- Eve, eve@norland.example", "bob@norland.example"),
        ("Per urgenze contattare l'ing. Rossi (rossi@fornitura.example).", "rossi@fornitura.example"),
        ("ניתן לפנות לרות: ruth@rehitei-galil.example", "ruth@rehitei-galil.example"),
        ("Write to all@norland.example. If it is urgent, contact bob@norland.example.", "bob@norland.example"),
        ("For orders write to orders@norland.example. For invoices write to billing@norland.example.", None),
        ("I am away.\n\nAnna Conti\nanna@fornitura.example", None),
        ("Please write again to anna@fornitura.example next week.", None),
        ("Visit us at www.norland.example.", None),
    ],
)  # fmt: skip
def test_a_note_tells_the_stand_in_but_never_the_writer(text: str, expected: str | None) -> None:
    assert away(text, today=TODAY, own=frozenset({"anna@fornitura.example"})).stand_in == expected


@pytest.mark.parametrize(
    "text", ["until " * 20_000, "1.1. " * 20_000, "a@b." * 20_000, "עד " * 20_000, "not back " * 20_000]
)
def test_a_hostile_note_takes_no_time(text: str) -> None:
    bounded(lambda: kind_of(mail("Auto-Submitted: auto-replied"), text, today=TODAY))
