"""The mails of the bench: what was written for the tests, ordinary mails made for it, and answers, shuffled.

All is drawn from one seed, so they are the same every time.
"""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from random import Random

from bot.model import Language
from tests.bench.office import BEGINNING
from tests.mail_mutations import HAZARDS, hazards

SEED = 20261122
MX = "mx.office.test"
SHAPES = ("plain", "html", "both", "attachments")
_OFFICE = "info@example.it"
_CASES = HAZARDS.parent / "new-text" / "cases.jsonl"
_LARGEST = 13_000  # bytes of a fixture; those above are attacks, which no office gets one of in three hundred
_REPLACED = re.compile(
    rb"^(?:subject|date|message-id|in-reply-to|references):.*\r\n(?:[ \t].*\r\n)*", re.IGNORECASE | re.MULTILINE
)
_IDS = re.compile(rb"^(?:message-id|in-reply-to|references):(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)

# Colleagues of the sample company, and people who write from outside.
_STAFF: dict[Language, tuple[str, ...]] = {
    "en": ("Denis Popescu <denis.popescu@example.com>", "Hannah Whitlock <hannah.whitlock@example.com>"),
    "it": ("Lorenza Bassi <lorenza.bassi@example.it>", "Alessio Trevisan <alessio.trevisan@example.it>"),
    "he": ("יוסי אלמוג <yossi.almog@example.co.il>", "מעיין צור <maayan.tzur@example.co.il>"),
}
_OUTSIDE: dict[Language, str] = {
    "en": "Ruth Calder <ruth.calder@norland.example>",
    "it": "Marta Ongaro <m.ongaro@fornitura.example>",
    "he": "דנה ברק <dana@rehitei-galil.example>",
}
_GREETING: dict[Language, str] = {"en": "Hello,", "it": "Buongiorno,", "he": "שלום,"}
_CLOSING: dict[Language, str] = {"en": "Kind regards,", "it": "Cordiali saluti,", "he": "בברכה,"}
_ANSWERING: dict[Language, str] = {"en": "Re", "it": "R", "he": "תשובה"}
# Subject, what is asked, and what is said besides; each opens a task at once.
_ASKED: dict[Language, tuple[tuple[str, str, str], ...]] = {
    "en": (
        ("Printer", "The printer on the second floor jams again.", "It pulls two sheets and then it stops."),
        ("Screen", "My second screen stays black since this morning.", "The cable is fine, it works on the laptop."),
        ("VPN", "The VPN won't connect from home.", "It says that the server does not answer."),
        ("Outlook", "Outlook keeps crashing when I open attachments.", "It happens with every PDF, big or small."),
        ("Wifi", "The wifi in the warehouse drops every ten minutes.", "The scanners lose their connection then."),
    ),
    "it": (
        ("Stampante", "La stampante al secondo piano non funziona.", "Prende due fogli alla volta e si ferma."),
        ("Monitor", "Il monitor della mia postazione non si accende più.", "Il cavo è a posto, col portatile va."),
        ("Wifi", "In magazzino il wifi cade ogni dieci minuti.", "I lettori di codici a barre si scollegano."),
        ("Posta", "Outlook non scarica la posta da stamattina.", "Dice che il server non risponde."),
        ("Portatile", "Il portatile nuovo è lentissimo.", "Per aprire un foglio ci mette cinque minuti."),
    ),
    "he": (
        ("מדפסת", "המדפסת בקומה 3 תקועה שוב.", "היא מושכת שני דפים ביחד ונעצרת."),
        ("מסך", "המסך השני שלי לא נדלק מהבוקר.", "הכבל תקין, עם הנייד הוא עובד."),
        ("רשת", "הוויי-פיי במחסן לא עובד.", "הסורקים מתנתקים כל כמה דקות."),
        ("דואר", "לא מצליחה להתחבר למייל מהבוקר.", "כתוב שהשרת לא עונה."),
        ("נייד", "הלפטופ החדש נתקע כל חמש דקות.", "גם לפתוח גיליון לוקח לו נצח."),
    ),
}
_WRITTEN: dict[Language, tuple[tuple[str, str, str], ...]] = {
    "en": (
        ("Delivery of the desks", "We can deliver the 20 desks by Friday.", "The lorry comes to the rear gate."),
        ("Your order 4521", "Two of the chairs are out of stock.", "The maker promises them for the end of the month."),
        ("Price list 2027", "Please find our new prices.", "They hold from the first of January."),
    ),
    "it": (
        ("Consegna scrivanie", "Possiamo consegnare le 20 scrivanie entro venerdì.", "Il camion arriva al cancello."),
        ("Vostro ordine 4521", "Due sedie non sono disponibili.", "Il produttore le promette per fine mese."),
        ("Listino 2027", "Trasmettiamo il nuovo listino.", "I prezzi valgono dal primo gennaio."),
    ),
    "he": (
        ("אספקת שולחנות", "נוכל לספק את 20 השולחנות עד יום שישי.", "המשאית תגיע לשער האחורי."),
        ("הזמנה 4521", "שניים מהכיסאות אזלו מהמלאי.", "היצרן מבטיח אותם לסוף החודש."),
        ("מחירון 2027", "מצורף המחירון החדש שלנו.", "המחירים בתוקף מהראשון בינואר."),
    ),
}
_SIGNATURE = "Zk9n " * 68
_STYLE = 'style="font-family:Calibri,Arial,sans-serif;font-size:11pt;margin:0 0 8pt 0"'


@dataclass(frozen=True, slots=True)
class BenchMail:
    """A mail, its conversation's number, and the shape of an ordinary one; `answers` and `staff` say what it is."""

    raw: bytes
    conversation: int
    shape: str = ""
    answers: bool = False
    staff: bool = False


@dataclass(frozen=True, slots=True)
class _Sent:
    """What an answer has to know of the mail it answers."""

    conversation: int
    language: Language
    subject: str
    ids: tuple[str, ...]


def bench_mails(count: int) -> list[BenchMail]:
    """So many mails in the order they come in: of 300 are 40 fixtures, 84 answers, 88 colleagues', 88 from outside."""
    random = Random(SEED)
    answers, others = count * 84 // 300, count * 40 // 300
    written = _fixtures(random, others)
    mails = [BenchMail(raw, number) for number, raw in enumerate(written)]
    sent: list[_Sent] = []
    for number in range(len(mails), count - answers):
        mail, about = _ordinary(random, number)
        mails.append(mail)
        sent.append(about)
    for raw in random.sample(_CASES.read_bytes().splitlines(), answers):
        mail, about = _answer(random, json.loads(raw)["raw"].encode(), random.choice(sent))
        mails.append(mail)
        sent.append(about)
    return shuffled(mails, 0)


def shuffled(mails: list[BenchMail], order: int) -> list[BenchMail]:
    """The mails in another order, the same for the same number."""
    return Random(SEED + order).sample(mails, len(mails))


def big_mail(megabytes: int, *, attached: bool) -> bytes:
    """A mail of this size: a line and a file, or nothing but its text."""
    size = megabytes * 1_000_000
    mail = _headed(_OUTSIDE["en"], "Drawings", number=0)
    if not attached:
        line = "Desk Angolo, oak, 160 x 80 cm, in stock, two weeks, EUR 249.00\n"
        mail.set_content(line * (size // (len(line) + 1)))
        return mail.as_bytes(policy=SMTP)
    mail.set_content("The drawings.\n")
    content = b"%PDF-1.7\n" + Random(SEED).randbytes(size * 57 // 78)
    mail.add_attachment(content, maintype="application", subtype="pdf", filename="drawings.pdf")
    mail.set_boundary("big")
    return mail.as_bytes(policy=SMTP)


def _fixtures(random: Random, count: int) -> list[bytes]:
    """Fixtures that name no message id that another one names, so that each is a conversation of its own."""
    found: list[bytes] = []
    taken: set[bytes] = set()
    for raw in random.sample(hazards(), len(hazards())):
        ids = set(re.findall(rb"<[^<>\s]+>", b" ".join(_IDS.findall(raw))))
        if len(raw) > _LARGEST or ids & taken:
            continue
        taken |= ids
        found.append(raw)
    return found[:count]


def _ordinary(random: Random, number: int) -> tuple[BenchMail, _Sent]:
    """A mail that begins a conversation; every second one is a colleague's, who asks for something."""
    languages: tuple[Language, ...] = ("en", "it", "he")
    language, staff, shape = languages[number % 3], number % 2 == 0, SHAPES[number // 2 % 4]
    matters = (_ASKED if staff else _WRITTEN)[language]
    subject, asked, more = matters[number // 3 % len(matters)]
    sender = random.choice(_STAFF[language]) if staff else _OUTSIDE[language]
    subject = f"{subject} {number}"
    name = sender.partition(" <")[0]
    lines = (_GREETING[language], f"{asked} {more}", f"{_CLOSING[language]}\n{name}")
    mail = _headed(sender, subject, number=number)
    _fill(mail, lines, shape, random, number=number)
    about = _Sent(number, language, subject, (str(mail["Message-ID"]),))
    return BenchMail(mail.as_bytes(policy=SMTP), number, shape, staff=staff), about


def _headed(sender: str, subject: str, *, number: int) -> EmailMessage:
    """A mail with the lines that servers and mail programs put over it."""
    mail = EmailMessage()
    domain = sender.rpartition("@")[2].strip(">")
    said = format_datetime(BEGINNING + timedelta(minutes=number))
    mail["Return-Path"] = f"<{sender.rpartition('<')[2]}"
    mail["Received"] = f"from out.{domain} (out.{domain} [192.0.2.7]) by {MX} with ESMTPS id 4T{number:05}; {said}"
    mail["Authentication-Results"] = (
        f"{MX}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    )
    mail["DKIM-Signature"] = (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1; bh={'q' * 43}=; b={'Zk9n ' * 68}=="
    )
    mail["Received"] = f"from [198.51.100.9] by out.{domain} with ESMTPSA id 9A{number:05}; {said}"
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, _OFFICE, subject, said
    mail["Message-ID"] = f"<{number}.{'c0ffee' * 3}@{domain}>"
    mail["User-Agent"] = "Mozilla Thunderbird"
    return mail


def _fill(mail: EmailMessage, lines: tuple[str, ...], shape: str, random: Random, *, number: int) -> None:
    """Write the text in its shape, and set the boundaries, which Python would draw at random."""
    text = "\n\n".join(lines) + "\n"
    page = _page(lines)
    if shape == "html":
        mail.set_content(page, subtype="html")
    else:
        mail.set_content(text)
    if shape in {"both", "attachments"}:
        mail.add_alternative(page, subtype="html")
    if shape == "attachments":
        picture = b"\x89PNG\r\n\x1a\n" + random.randbytes(random.randrange(2_000, 12_000))
        offer = b"%PDF-1.7\n" + random.randbytes(random.randrange(20_000, 120_000))
        mail.add_attachment(picture, maintype="image", subtype="png", filename="photo.png")
        mail.add_attachment(offer, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    for place, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"----=_Part_{number:05}_{place}")


def _page(lines: tuple[str, ...]) -> str:
    written = "\n".join(f"<p {_STYLE}>{escape(line).replace(chr(10), '<br>')}</p>" for line in lines)
    return f'<html><head><meta charset="utf-8"></head><body><div dir="auto">{written}</div></body></html>\n'


def _answer(random: Random, raw: bytes, answered: _Sent) -> tuple[BenchMail, _Sent]:
    """A mail in the shape of some mail program as the answer to another; one in six names only that one."""
    head, _, body = raw.partition(b"\r\n\r\n")
    named = _Sent(answered.conversation, answered.language, answered.subject, (*answered.ids, _new_id(random)))
    mail = EmailMessage()
    mail["Subject"] = f"{_ANSWERING[answered.language]}: {answered.subject}"
    mail["Date"] = format_datetime(BEGINNING + timedelta(days=len(answered.ids)))
    mail["Message-ID"], mail["In-Reply-To"] = named.ids[-1], answered.ids[-1]
    if random.randrange(6):
        mail["References"] = " ".join(answered.ids)
    lines = mail.as_bytes(policy=SMTP).removesuffix(b"\r\n")
    whole = lines + _REPLACED.sub(b"", head + b"\r\n") + b"\r\n" + body
    return BenchMail(whole, answered.conversation, answers=True), named


def _new_id(random: Random) -> str:
    return f"<{random.getrandbits(64):016x}@mail.fornitura.example>"
