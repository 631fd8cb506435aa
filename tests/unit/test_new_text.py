"""The new text of a mail: the set of `tests/new_text_cases.py`, and the rules one by one."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.new_text import LONGEST, NewText, is_pointer, split
from bot.mail.subjects import is_forward
from tests.effort import bounded
from tests.new_text_cases import MailCase, cases, flat, words, wrong

OUTLOOK = "From: Dana Levi <dana@pratica.example>\nSent: Tuesday, November 3, 2026 10:12 AM\nTo: John\nSubject: Desks\n"
ITALIAN = "Da: Dana Levi <dana@pratica.example>\nInviato: martedì 3 novembre 2026 10:12\nA: Mario\nOggetto: Scrivanie\n"
HEBREW = "מאת: דנה לוי <dana@pratica.example>\nנשלח: יום שלישי 03 נובמבר 2026 10:12\nאל: יוסי\nנושא: שולחנות\n"
HAZARDS = Path(__file__).parents[1] / "data" / "mail" / "hazards"
PIECES = [
    "On Tue, 3 Nov 2026 at 10:12, Dana <dana@pratica.example> wrote:", "> twenty", ">> ten", "-- ",
    "Best regards,", "Grazie",
    "בברכה,", "John Smith", "Tel. 0113 496 0000", "Sent from my iPhone", "From: Dana <d@p.example>", "Sent: 3.11.2026",
    "Subject: desks", "-----Original Message-----", "________________________________", "Disclaimer: confidential", "",
    "Twenty desks by Friday?", "P.S. It is 4711.", "\u202bבתאריך 3.11.2026 10:12 מאת דנה <d@p.example>:\u202c",
]  # fmt: skip
ASKED = "We need 50 chairs by 30 November."


def texts(*, measured: bool) -> list[MailCase]:
    return [case for case in cases() if case.plain is not None and case.is_measured is measured]


def read(mails: list[MailCase]) -> Iterator[tuple[MailCase, str]]:
    for case in mails:
        yield case, split(case.plain or "", sender=case.sender).new


def test_the_set_is_large_and_speaks_three_languages_and_the_shapes_of_every_common_client() -> None:
    languages = [case.language for case in cases()]
    assert len(languages) >= 160
    assert min(languages.count(language) for language in ("en", "it", "he")) >= 50
    clients = {case.client for case in cases()}
    assert clients >= {
        "gmail", "gmail-android", "outlook-desktop", "outlook-web", "outlook-mobile", "outlook-mac", "apple-mail",
        "iphone", "thunderbird", "yahoo", "libero", "aruba", "walla", "roundcube", "samsung", "zimbra",
    }  # fmt: skip


def test_the_new_text_is_right_in_the_half_that_was_developed_on() -> None:
    mails = texts(measured=False)
    assert len(wrong(read(mails))) <= 0.02 * len(mails), wrong(read(mails))


def test_the_new_text_is_right_in_the_half_that_is_only_measured() -> None:
    mails = texts(measured=True)
    assert len(mails) >= 80
    assert len(wrong(read(mails))) <= 0.04 * len(mails), wrong(read(mails))


def test_no_word_of_any_mail_is_lost_or_doubled() -> None:
    for case in texts(measured=True) + texts(measured=False):
        found = split(case.plain or "", sender=case.sender)
        assert words((found.new, found.quoted, found.signature)) == words((case.plain or "",)), case.id


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=80), max_size=25))
@settings(max_examples=300, deadline=None)
def test_every_line_of_any_text_is_in_exactly_one_part(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    found = split(text, sender="John Smith <john@norland.example>")
    parts = found.new + found.quoted + found.signature
    assert sorted("".join(parts.split())) == sorted("".join(text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "On Monday he wrote: the desks are late.\nWhat shall I answer?",
        "From: Monday we are closed.\nTo: Friday, that is.\nSubject: to change",
        "Da: Bergamo\nA: Tel Aviv\nData: 3/12/2026\n\nDue persone",
        "מאת: חיפה\nאל: מילאנו\nתאריך: 3.12.2026",
        "- twenty desks\n- ten lamps\n-- and one shelf",
        "> 5 kg: 4 euro\nis that right?",
        "The total is\n> 500 euro",
        "Key points\n----\nIt is cheaper.\n====\nThat is all.",
        "Sent via DHL this morning.",
        "נשלח מהמחסן הבוקר.",
        "Inviato dal mio collega ieri.",
        "Please write this in the letter:\n\nBest regards from all of us, and 20 desks as a gift.",
        "2026-11-03 10:12\n03.11.2026\nthose are the dates:",
        "Hi Dana,\nthanks, confirmed",
        "Hi Dana,\nthanks\nConfirmed",
        "Ciao Dana,\ngrazie, confermo",
        "היי דנה,\nתודה\nמאשר",
        "נקבל את ההצעה בברכה\nמתי אפשר להתחיל",
        "Item one\n--\nItem two is much better for us",
        "Order of the web shop.\nSent from the mobile app: order 12",
        "On 3 Nov 2026 at 10:12 our driver wrote:\nno way into the yard",
        "We welcome it with best wishes for the start.\nCall us",
        "On 3 Nov 2026 at 10:12 Dana wrote that the yard is closed:\nno way in",
        "On Monday at 10:12 Dana wrote:\nno way into the yard",
        "Am 3.11.2026 um 10:12 schrieb unser Fahrer:\nno way into the yard",
        "ביום שני ב-10:30 הנהג שלנו כתב:\nאין כניסה לחצר",
        "ב-3.11.2026 בשעה 10:30 הנהג שלנו כתב:\nאין כניסה לחצר",
        "Please change these in the system:\n\n> move Rossi to Leeds\n> give Obi the archive",
        "Sign above this line, please.",
        "Van: white, AB12 CDE\nTo: the garage\nDate: 20 November",
        "External sender addresses cannot be listed by me.",
        "Have a look at the plan:\nhttps://norland.example/plan",
        "",
        "\n \n",
    ],
)
def test_what_only_looks_like_a_quotation_or_a_signature_stays_new(text: str) -> None:
    assert split(text) == NewText(text.strip(), "", "")
    assert split(text, sender="John Smith <john@norland.example>") == NewText(text.strip(), "", "")


@pytest.mark.parametrize(
    "header",
    [
        "On Tue, 3 Nov 2026 at 10:12, Dana Levi <dana@pratica.example> wrote:",
        "On Tue, Nov 3, 2026 at 10:12\u202fAM Dana Levi <dana@pratica.example>\nwrote:",
        "On 03/11/2026 10:12, Dana Levi wrote:",
        "Il giorno mar 3 nov 2026 alle ore 10:12 Dana Levi <dana@pratica.example> ha\nscritto:",
        "Il 03/11/2026 10:12, Dana Levi ha scritto:",
        "In data 3 novembre 2026 10:12:31 Dana Levi <dana@pratica.example> ha scritto:",
        "\u202bבתאריך יום ג׳, 3 בנוב׳ 2026 ב-10:12 מאת \u202aDana\u202c\u200f <\u202ad@p.example\u202c\u200f>:\u202c",
        "ב-3.11.2026 10:12, דנה לוי כתב/ה:",
        "ב-3 בנוב׳ 2026, בשעה 10:12, דנה לוי <dana@pratica.example> כתבה:",
        "Dana Levi <dana@pratica.example> wrote on 3 Nov 2026:",
        "---- On Tue, 03 Nov 2026 10:12:50 +0000 dana@pratica.example wrote ----",
        "-----Original Message-----",
        "-----Messaggio originale-----",
        "-----הודעה מקורית-----",
        "________________________________\n" + OUTLOOK,
        OUTLOOK,
        ITALIAN,
        HEBREW,
        ITALIAN.replace("Da:", "*Da:*").replace("A:", "*A:*"),
        "---------- Weitergeleitete Nachricht ---------\nVon: Dana <dana@pratica.example>\nDatum: 3. Nov.\nAn: John",
        "Am Di., 3. Nov. 2026 um 10:12 Uhr schrieb Dana Levi <dana@pratica.example>:",
        "Am 03.11.2026 um 10:12 schrieb Dana Levi:",
        "Le mar. 3 nov. 2026 à 10:12, Dana Levi <dana@pratica.example> a écrit :",
        "El mar, 3 nov 2026 a las 10:12, Dana Levi (<dana@pratica.example>) escribió:",
        "Em ter., 3 de nov. de 2026 às 10:12, Dana Levi <dana@pratica.example>\nescreveu:",
        "Op di 3 nov 2026 om 10:12 schreef Dana Levi <dana@pratica.example>:",
        "Von: Dana Levi\nGesendet: Dienstag, 3. November 2026 10:12\nAn: John\nBetreff: Tische",
        "De : Dana Levi\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : John\nObjet : Bureaux",
        "De: Dana Levi\nEnviado el: martes, 3 de noviembre de 2026 10:12\nPara: John\nAsunto: Mesas",
        "Van: Dana Levi\nVerzonden: dinsdag 3 november 2026 10:12\nAan: John\nOnderwerp: Tafels",
        'On Tuesday, November 3, 2026 at 10:12 AM,\n"Dana Levi, Purchasing"\n<dana@pratica.example>\nwrote:',
        "Dana Levi <dana@pratica.example>\n03/11/2026 10:12\n\nTo\nJohn/HQ/Norland\ncc\n\nSubject\nDesks",
        f"On Tue, 3 Nov 2026 at 10:12, Dana Levi<dana@pratica.example> wrote:   {'Desks. ' * 90}",
        "##- Please type your reply above this line -##",
        "##- Scrivi la tua risposta sopra questa riga -##",
        "##- נא להקליד את תשובתך מעל שורה זו -##",
    ],
)
def test_everything_under_the_header_of_a_mail_program_is_quoted(header: str) -> None:
    text = f"Yes, on Friday.\n\n{header}\n\nWhen do you deliver?\n\nDana"
    assert split(text) == NewText("Yes, on Friday.", f"{header}\n\nWhen do you deliver?\n\nDana", "")


def test_a_quotation_marked_with_bars_ends_where_they_end() -> None:
    header = "On 3 Nov 2026 at 10:12, Dana Levi wrote:"
    found = split(f"{header}\n\n| Oak?\n| How thick?\n\nOak.\n\n| item | 4 |")
    assert (flat(found.new), flat(found.quoted)) == ("Oak. | item | 4 |", f"{header} | Oak? | How thick?")


def test_a_mail_that_begins_with_the_line_to_answer_above_is_new() -> None:
    mark = "##- Please type your reply above this line -##"
    assert split(f"{mark}\n\nYour request is solved.") == NewText("Your request is solved.", mark, "")


def test_answers_between_quoted_lines_stay_new_and_in_their_order() -> None:
    text = "On 03/11/2026 10:12, Dana wrote:\n> How many?\nTwenty.\n> When?\n>> Soon?\n\nOn Friday."
    found = split(text)
    assert flat(found.new) == "Twenty. On Friday."
    assert found.quoted == "On 03/11/2026 10:12, Dana wrote:\n> How many?\n> When?\n>> Soon?"


def test_a_quotation_under_a_colon_is_one_when_it_has_a_header() -> None:
    quoted = "> From: Dana Levi\n> Sent: 3 Nov 2026 10:12\n> To: John\n> Oak or pine."
    assert split(f"We agree with all of these points:\n\n{quoted}").quoted == quoted


def test_the_end_of_a_quoted_line_that_a_program_broke_off_is_quoted() -> None:
    quoted = "> We would need the desks by the middle of November, in the colour of the\nlast ones.\n> Dana"
    assert split(f"Agreed.\n\n{quoted}") == NewText("Agreed.", quoted, "")


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("Yes.\n-- \nJohn\nNorland", "-- \nJohn\nNorland"),
        ("Yes.\n\nBest regards, John", "Best regards, John"),
        ("Sì.\n\nCordiali saluti\nMario\nTel. 035 555 0100", "Cordiali saluti\nMario\nTel. 035 555 0100"),
        ("כן.\n\nבברכה,\nיוסי כהן\nנייד 050-555-0100", "בברכה,\nיוסי כהן\nנייד 050-555-0100"),
        ("Yes.\n\nBest regards\nThe purchasing team", "Best regards\nThe purchasing team"),
        ("Sì.\n\nCordiali saluti / Best regards\nMario", "Cordiali saluti / Best regards\nMario"),
        ("Sì.\n\nGrazie e saluti e buona giornata,\nMario", "Grazie e saluti e buona giornata,\nMario"),
        ("כן.\n\nתודה ושבת שלום,\nיוסי", "תודה ושבת שלום,\nיוסי"),
        ("Yes.\nSent from my iPhone", "Sent from my iPhone"),
        ("Sì.\nInviato da Libero Mail", "Inviato da Libero Mail"),
        ("כן.\nנשלח מה-iPhone שלי", "נשלח מה-iPhone שלי"),
        ("כן.\nנשלח מהנייד", "נשלח מהנייד"),
        ("Yes.\nGet Outlook for iOS<https://aka.ms/o0ukef>", "Get Outlook for iOS<https://aka.ms/o0ukef>"),
        ("Yes.\nEnvoyé de mon iPhone", "Envoyé de mon iPhone"),
        ("Sì.\n\nRingraziandoVi, porgiamo distinti saluti.\nIvo", "RingraziandoVi, porgiamo distinti saluti.\nIvo"),
        ("Yes.\n\n__\nJohn\nNorland Ltd\n0113 496 0000", "__\nJohn\nNorland Ltd\n0113 496 0000"),
    ],
)  # fmt: skip
def test_who_signed_stands_apart(text: str, signature: str) -> None:
    found = split(text)
    assert found.signature == signature
    assert len(found.new) <= 4


@pytest.mark.parametrize(
    "text",
    [
        "Yes.\n\nThanks\nJohn\n\nP.S. The code of the gate is 4711.",
        "Yes.\n\n-- \nJohn\nTel. 0113 496 0000\n\nP.S. The code of the gate is 4711.",
        "Sì.\n\nCordiali saluti\nMario\n\nIl codice del cancello è 4711.",
        "כן.\n\nבברכה,\nיוסי\n\nהקוד של השער הוא עכשיו 4711",
    ],
)
def test_a_text_under_a_signature_is_new(text: str) -> None:
    assert "4711" in split(text).new


def test_thanks_between_two_sentences_is_no_signature() -> None:
    text = "It has arrived.\nThanks\nWe still wait for 5 lamps."
    assert split(text).new == text


@pytest.mark.parametrize(
    "text", ["Thanks!", "Grazie mille!", "תודה רבה!", "Thanks,\nRuth", "שבוע טוב,\nמתי תגיע הסחורה?"]
)
def test_a_greeting_or_thanks_alone_are_the_new_text(text: str) -> None:
    assert split(text).new == text


def test_a_last_paragraph_is_a_signature_only_when_it_begins_with_the_sender() -> None:
    card = "Peter Black\nSedutec\nTel. +44 113 496 0000"
    text = f"This is whom to ask.\n\n{card}"
    assert split(text, sender="Peter Black <peter@sedutec.example>").signature == card
    assert split(text, sender="John Smith <john@norland.example>").new == text
    assert split(text).new == text
    assert split(text.replace("ask.", "ask:"), sender="Peter Black <peter@sedutec.example>").signature == ""


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Steve", "Steve Hill"),
        ("steve hill", "Hill, Steve"),
        ("- Rob", "Robert Hill"),
        ("SH", "Steve Hill"),
        ("יוסי", "יוסי כהן"),
        ("יוסי", "Yossi Cohen"),
        ("Steve", "steve.hill@norland.example"),
        ("יוסי", "<yossi@galil.example>"),
    ],
)
def test_the_last_line_is_a_signature_when_it_is_but_the_name_of_the_sender(name: str, sender: str) -> None:
    quoted = "> When?"
    assert split(f"Tuesday is fine\n\n{name}", sender=sender) == NewText("Tuesday is fine", "", name)
    assert split(f"Tuesday.\n{name}\n\n{quoted}", sender=sender) == NewText("Tuesday.", quoted, name)
    for text in (name, f"Hello,\n{name}", f"For whom it is:\n\n{name}", f"It is for\n{name}", f"Fine.\n\n{name}?"):
        assert split(text, sender=sender) == NewText(text, "", "")
    assert split(f"> For whom?\n\n{name}", sender=sender).new == name
    assert split(f"Tuesday is fine\n\n{name}", sender="Dana Levi").signature == ""


def test_the_name_of_the_sender_over_his_firm_is_a_signature() -> None:
    card = "Peter Black\nPurchasing\nSedutec Ltd"
    assert split(f"Tuesday is fine\n\n{card}", sender="Peter Black <p@sedutec.example>").signature == card
    assert split(f"Tuesday is fine\n\n{card}", sender="John Smith <john@norland.example>").signature == ""


@pytest.mark.parametrize("signature", ["--", "--\nKim Yates, Kim Tools"])
def test_a_signature_does_not_read_on_into_what_is_quoted(signature: str) -> None:
    quoted = "On 3 Nov 2026 at 10:12, Dana Levi <dana@pratica.example> wrote:\n> Is the drill back already?"
    assert split(f"Yes.\n\n{signature}\n{quoted}") == NewText("Yes.", quoted, signature)


def test_initials_that_are_an_answer_as_well_stay_new() -> None:
    assert split("As agreed.\n\nOK", sender="Olu Knight").new == "As agreed.\n\nOK"


def test_thanks_over_a_hebrew_name_is_a_signature_when_from_has_it_in_latin_letters() -> None:
    assert split("כן.\n\nתודה\nיוסי", sender="Yossi Cohen").signature == "תודה\nיוסי"


def test_an_address_of_a_firm_says_nothing_against_the_name_of_who_signs() -> None:
    assert split("Yes.\n\nThanks,\nJoan", sender=" <info@norland.example>").signature == "Thanks,\nJoan"
    assert split("Yes.\n\nThanks\nConfirmed", sender=" <info@norland.example>").signature == ""


def test_dashes_over_the_name_of_the_sender_open_a_signature() -> None:
    signature = "---\nSteve Hill\nPlease note: I do not work on Fridays."
    assert split(f"Tuesday is fine.\n\n{signature}", sender="Steve Hill").signature == signature
    assert split("Tuesday\n---\nSteve", sender="John Smith").signature == ""


@pytest.mark.parametrize(
    "disclaimer",
    [
        "______________\nThis email has been scanned by Norland Mail Security.\nSee http://norland.example\n______________",
        "Disclaimer\n\nThe information contained in this communication is confidential.",
        "--\nTo unsubscribe from this list, send a mail to leave@lists.norland.example",
        "הודעה זו, לרבות צרופותיה, מיועדת לנמען בלבד.\nאין להעתיק אותה.",
        "CONFIDENTIALITY NOTICE: this message is meant for the addressee only.\nAny copying is prohibited.",
        "Le informazioni contenute in questa mail sono riservate al destinatario.\nÈ vietata la diffusione.",
        "הודעה זו מיועדת לנמען בלבד ועשויה להכיל מידע חסוי.\nאין להעתיק אותה.",
    ],
)
def test_what_lawyers_add_is_no_new_text(disclaimer: str) -> None:
    texts = [f"On Friday.\n\n{disclaimer}"] + ([] if disclaimer[0] in "_-" else [f"{disclaimer}\n\nOn Friday."])
    for found in map(split, texts):
        assert (found.new, found.quoted, flat(found.signature)) == ("On Friday.", "", flat(disclaimer))


def test_a_text_under_a_warning_of_the_mail_server_is_new_whatever_its_words() -> None:
    banner = "CAUTION: This email originated from outside of the organization."
    assert split(f"{banner}\n\nWe need 20 external drives.").new == "We need 20 external drives."


def test_the_data_of_a_firm_are_no_signature_without_a_farewell() -> None:
    text = "Please register us.\n\nNorland Ltd\n12 Mill Lane, Leeds\nVAT GB123456789\nTel. 0113 496 0000"
    assert split(text, sender="Norland Ltd <info@norland.example>").new == text


@pytest.mark.parametrize("header", [OUTLOOK, ITALIAN, HEBREW, "---------- Forwarded message ---------\n" + ITALIAN])
@pytest.mark.parametrize(
    "pointer", ["", "FYI", "Hi Dana, see below", "vedi sotto", "Per conoscenza", "ראי למטה", "לטיפולך, תודה"]
)
def test_hazard_31_what_was_only_passed_on_is_the_request(header: str, pointer: str) -> None:
    found = split(f"{pointer}\n\n{header}\n{ASKED}")
    assert ASKED in found.new
    assert pointer in found.new
    assert found.quoted == ""


@pytest.mark.parametrize(
    "text", ["Please order these, they are urgent.", "Va bene, procedi", "אפשר להזמין", "FYI we have ordered 20 desks"]
)
def test_hazard_31_a_text_of_its_own_over_a_passed_on_mail_is_the_request(text: str) -> None:
    found = split(f"{text}\n\n---------- Forwarded message ---------\n{OUTLOOK}\n{ASKED}")
    assert found.new == text
    assert ASKED in found.quoted


def test_hazard_31_the_subject_decides_where_it_is_known() -> None:
    answered = f"On 03/11/2026 10:12, Dana wrote:\n\n{ASKED}"
    assert split(answered).new == ""
    assert ASKED in split(answered, forwarded=True).new
    assert split(f"{OUTLOOK}\n{ASKED}", forwarded=False).new == ""


@pytest.mark.parametrize(
    "above",
    [
        "Hi, see my answers below",
        "I answered inline, thanks",
        "Ciao, ti rispondo sotto",
        "Buongiorno, ecco le mie risposte in rosso",
        "היי, עניתי למטה",
        "התשובות שלי בגוף המייל",
    ],
)
def test_words_that_point_to_the_answers_between_the_lines_are_none(above: str) -> None:
    asked = "> For whom is it?\n\nClinica San Marziale\n\n> How many?\n\n10 chairs"
    found = split(f"{above}\n\nOn Fri, 20 Nov 2026 at 10:00, Pratica <office@alpha.example> wrote:\n{asked}")
    assert found.new.split() == ["Clinica", "San", "Marziale", "10", "chairs"]
    assert above in found.signature


def test_words_above_the_answers_that_say_more_stay() -> None:
    found = split("10 chairs please, see below\n\n> For whom is it?\n\nClinica San Marziale")
    assert found.new.startswith("10 chairs")


def read_hazard(file: str) -> NewText:
    message = message_from_bytes((HAZARDS / file).read_bytes(), policy=default)
    forwarded = is_forward(str(message["Subject"])) or None
    return split(str(message.get_content()), forwarded=forwarded, sender=str(message["From"]))


def test_hazard_31_a_mail_passed_on_without_a_word_keeps_its_request() -> None:
    found = read_hazard("31a-forward-without-a-word.eml")
    assert found.new.startswith("per conoscenza")
    assert "ci servono 50 sedie entro il 30 novembre" in found.new
    assert found.quoted == ""


def test_hazard_31_a_mail_passed_on_with_a_request_is_that_request() -> None:
    found = read_hazard("31b-forward-with-a-request.eml")
    assert found.new == "Puoi preparare un preventivo per 50 sedie? Sotto la richiesta del cliente."
    assert "Quanto costa la consegna a Genova?" in found.quoted


def test_hazard_31_the_answer_to_a_forward_is_only_its_answer() -> None:
    assert read_hazard("31c-answer-to-a-forward.eml").new == "Preventivo inviato oggi."


def test_what_was_set_apart_before_counts_as_quoted() -> None:
    assert split("Yes.", set_apart="> When?") == NewText("Yes.", "> When?", "")
    assert ASKED in split("FYI", set_apart=f"> ---------- Forwarded message ---------\n> {ASKED}").new


@pytest.mark.parametrize(
    ("text", "pointing"),
    [
        ("", True),
        ("fyi", True),
        ("Ciao a tutti, vedi sotto. Grazie", True),
        ("ראו למטה", True),
        ("Hi Dana, can you please handle the mail below? Thanks", True),
        ("Ciao Sara, puoi gestire tu la mail sotto? Grazie mille", True),
        ("היי דנה, תוכלי לטפל בזה? תודה", True),
        ("Over to you, thanks", True),
        ("Could you sort this out please?", True),
        ("Ciao, ci pensate voi? Grazie", True),
        ("occupatene per favore", True),
        ("Potresti gestirla tu?", True),
        ("Puoi darci un'occhiata?", True),
        ("טפלו בזה בבקשה", True),
        ("היי, אשמח שתטפלי בזה, תודה", True),
        ("נא טיפולכם", True),
        ("טפלו בחשבונית של רהיטי גליל", False),
        ("puoi occuparti del preventivo per Rossi?", False),
        ("Please handle the 20 desks", False),
        ("Friday", False),
        ("see below, 20 desks", False),
    ],
)
def test_a_pointer_says_nothing_of_its_own(text: str, pointing: bool) -> None:  # noqa: FBT001  a case of the table
    assert is_pointer(text) is pointing


@pytest.mark.parametrize(
    "text",
    [
        "On " + "a " * 50_000,
        "On a a a\n" * 12_000,
        "On 1.1 a@b\n" * 9_000,
        "\n".join(["On " + "1:11 @ wrote " * 35 + ":"] * 200),
        "On 1.1.2026 1:11, A wrote:\n| x\n" * 3_000,
        "On 1:11 our a@b wrote:  x" * 4_000,
        "-" * 450 + " reply above",
        "From: a@b\n \n" * 9_000,
        "____________________\n\n\n\n" * 4_000,
        "a:\n" * 33_000,
        "Best regards\n" * 8_000,
        "-- \n" * 25_000,
        "Disclaimer\n" * 9_000,
        ">" * 100_000,
        "\n" * 100_000,
        "x" * 5_000_000,
        "> x\n" * 1_000_000,
    ],
)
def test_a_hostile_text_is_sorted_quickly_and_nothing_of_it_is_lost(text: str) -> None:
    found = bounded(lambda: split(text))
    assert sum(map(len, (found.new, found.quoted, found.signature))) >= len("".join(text.split()))


def test_what_comes_after_the_limit_goes_where_the_last_line_went() -> None:
    over = "word " * (LONGEST // 5)
    assert split(f"Yes.\n\n{OUTLOOK}\n{over}tail").new == "Yes."
    assert split(f"{over}tail").new.endswith("tail")
