"""What the people of the bench write: whole errands, each a few messages long, in three languages."""

from collections.abc import Iterator
from itertools import count, islice, zip_longest

from bot.model import Language

# Two people of the sample company for each language.
PEOPLE: tuple[tuple[str, Language], ...] = (
    ("P-012", "en"),
    ("P-005", "it"),
    ("P-011", "he"),
    ("P-009", "en"),
    ("P-003", "it"),
    ("P-007", "he"),
)

_INVOICES = ("1/2026", "2/2026", "3/2026", "4/2026", "20701", "20702", "20703", "20704")
_CUSTOMERS: dict[Language, tuple[str, ...]] = {
    "en": ("Clinica San Marziale", "Hotel Miralago", "Ferraris Nobili", "Casalpina", "Il Melograno"),
    "it": ("Comune di Montelieve", "Officine Tarello", "Farmacia Bellandi", "Istituto Quarenghi", "Tarello Logistica"),
    "he": ("מרכז רפואי גלבוע", "נתיבי תוכנה", "תיכון אלוני הכרמל", "עיריית נווה תבור", "שקמה נכסים"),
}
# In the customers' own currency.
_PRODUCTS: dict[Language, tuple[str, ...]] = {
    "en": ("Visitor chair Nova", "Monitor arm", "Corner desk Angolo", "Coat stand", "Cable tray"),
    "it": (
        "Sedia visitatore Nova",
        "Appendiabiti",
        "Poltrona attesa Riva",
        "Canalina passacavi",
        "Sgabello alto Bitta",
    ),
    "he": ("כיסא עבודה גל", "שולחן תלמיד ניר", "כיסא תלמיד ניר", "ארון מתכת צין", "ספת המתנה ים"),
}
_ERRANDS: dict[Language, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("Please make a quote for {customer}: {few} x {product} and {many} x {other}", "yes"),
        ("the projector in meeting room {few} shows only a blue picture",),
        ("did {customer} pay us yet?",),
        ("what do I still have open?",),
        ("my screen stays black since this morning, I need it by Thursday", "how far is that?"),
        ("was invoice {invoice} paid?",),
        ("send {customer} an offer for {many} x {product}, {few}% off", "yes"),
        ("order a taxi to the airport for {few} people on Monday at 7",),
        ("someone rang me pretending to be our bank and wanted my PIN",),
        ("where are we with Q-0001?",),
        ("thanks a lot!",),
    ),
    "it": (
        ("Mi fai un'offerta per {customer}: {few} {product} e {many} {other}", "sì"),
        ("il monitor della sala riunioni {few} non si accende più",),
        ("{customer} ci ha già pagato?",),
        ("che cosa ho ancora da fare?",),
        ("non riesco più a entrare nella posta da stamattina, mi serve entro giovedì", "a che punto siamo?"),
        ("la fattura {invoice} risulta pagata?",),
        ("prepara un preventivo per {customer}, {many} {product}, sconto {few}%", "sì, va bene"),
        ("prenota un corriere per lunedì alle 7, {few} colli",),
        ("mi ha chiamato uno che diceva di essere la banca e voleva il PIN",),
        ("ci sono novità su Q-0001?",),
        ("grazie mille!",),
    ),
    "he": (
        ("תכין בבקשה הצעת מחיר ל{customer}: {few} {product} ו-{many} {other}", "כן"),
        ("המקרן בחדר ישיבות {few} מראה רק מסך כחול",),
        ("{customer} כבר שילמו לנו?",),
        ("מה עוד פתוח אצלי?",),
        ("המחשב שלי לא נדלק מהבוקר, צריך אותו עד יום חמישי", "מה המצב עם זה?"),
        ("חשבונית {invoice} כבר שולמה?",),
        ("נא להוציא הצעת מחיר ל{customer}: {many} {product}, הנחה {few}%", "כן"),
        ("להזמין מונית לשדה התעופה ליום שני ב-7 בבוקר, {few} נוסעים",),
        ("התקשר אליי מישהו שהתחזה לבנק וביקש את הקוד הסודי",),
        ("מה המצב של Q-0001?",),
        ("תודה רבה!",),
    ),
}


def messages(number: int) -> list[tuple[str, str]]:
    """`number` messages in the order they come in, each with its writer's id; the same ones every time."""
    people = [_of(person, language, start) for start, (person, language) in enumerate(PEOPLE)]
    in_turn = (message for row in zip_longest(*people) for message in row)
    return list(islice(in_turn, number))


def _of(person: str, language: Language, start: int) -> Iterator[tuple[str, str]]:
    """One person's messages without end; `start` moves what the person begins with."""
    errands, customers, products = _ERRANDS[language], _CUSTOMERS[language], _PRODUCTS[language]
    for number in count(start):
        filled = {
            "customer": customers[number % len(customers)],
            "product": products[number % len(products)],
            "other": products[(number + 1) % len(products)],
            "invoice": _INVOICES[number % len(_INVOICES)],
            "few": 2 + number % 7,
            "many": 10 + number % 30,
        }
        for said in errands[number % len(errands)]:
            yield person, said.format(**filled)
