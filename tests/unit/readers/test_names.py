"""Names of organisations and people are read off messages, and the company's own records are found in them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Language, NameRole
from bot.understanding.readers.matching import Match, NameIndex, match_names
from bot.understanding.readers.names import read_parties
from bot.understanding.readers.people import read_people, read_strangers

RECORDS = [
    ("c1", "Officine Meccaniche Tarello"),
    ("c2", "Tarello Logistica"),
    ("c3", "Rossi e Figli srl"),
    ("c4", "אלקטרוניקה"),
    ("c5", "קבוצת שקמה"),
    ("c6", "שקמה נכסים"),
    ("c7", "Bianchi S.p.A."),
    ("c8", "דפוס הירקון"),
    ("c9", "Caffè Perla"),
]


@pytest.mark.parametrize(
    ("text", "lang", "role", "party"),
    [
        ("quote for Alder Mills please", "en", "customer", "Alder Mills"),
        ("order 12 lamps from Brightwater", "en", "supplier", "Brightwater"),
        ("pay Copperfield Ltd £300 today", "en", "payee", "Copperfield Ltd"),
        ("write to Dunmore & Sons about the delay", "en", "recipient", "Dunmore & Sons"),
        ("Elm Street Clinic confirmed the order", "en", "customer", "Elm Street Clinic"),
        ("has Fairview Labs paid?", "en", None, "Fairview Labs"),
        ("new supplier: Greyson Tools GmbH", "en", "supplier", "Greyson Tools GmbH"),
        ("please chase Holloway about it", "en", "supplier", "Holloway"),
        ("the customer is ironbridge glass", "en", "customer", "ironbridge glass"),
        ("Hi Bob,\nan offer for Juniper Cafe, please\n\nThanks\nAlice Brown", "en", "customer", "Juniper Cafe"),
        ("got an invoice from Kestrel Inc for £90", "en", "supplier", "Kestrel Inc"),
        ("we need an NDA with Larkspur Systems", "en", None, "Larkspur Systems"),
        ("Maple Court's order is late", "en", None, "Maple Court"),
        ("contract with Northgate Group by May", "en", None, "Northgate Group"),
        ("preventivo per Verdi Arredi", "it", "customer", "Verdi Arredi"),
        ("ordina 5 lampade a Luce Viva", "it", "supplier", "Luce Viva"),
        ("bonifico a Trasporti Mauri di 300 euro", "it", "payee", "Trasporti Mauri"),
        ("scrivi una lettera al Comune di Arco", "it", "recipient", "Comune di Arco"),
        ("fattura di Neri S.p.A. da registrare", "it", "supplier", "Neri S.p.A."),
        ("nuovo fornitore: Carta e Penna srl", "it", "supplier", "Carta e Penna srl"),
        ("off. x hotel miramonti 10 letti", "it", "customer", "hotel miramonti"),
        ("avvisa colombo che siamo chiusi", "it", "supplier", "colombo"),
        ("l'Ottica Serena ha pagato?", "it", None, "Ottica Serena"),
        ("preventivo per farmacia san rocco", "it", "customer", "farmacia san rocco"),
        ("contratto con Immobiliare Brenta", "it", None, "Immobiliare Brenta"),
        ("paga Sorelle Conti entro venerdì", "it", "payee", "Sorelle Conti"),
        ("chiama il notaio Guidi", "it", "supplier", "notaio Guidi"),
        ("Buongiorno Anna,\nserve un'offerta per Studio Orsi.\nGrazie\nMarco Villa", "it", "customer", "Studio Orsi"),
        ("Legno Vivo ci deve 200 euro", "it", None, "Legno Vivo"),
        ("ddt di Metalli Adda", "it", "supplier", "Metalli Adda"),
        ("הצעת מחיר למלון כרמית", "he", "customer", "מלון כרמית"),
        ("הצעת מחיר לכרמית ל-20 כיסאות", "he", "customer", "כרמית"),
        ("להזמין 30 כיסאות תלמיד ניר ממסגריית כרמית", "he", "supplier", "מסגריית כרמית"),
        ("להזמין 4 שולחנות מנגריית ארז", "he", "supplier", "נגריית ארז"),
        ('לשלם לדפוס הירקון 400 ש"ח', "he", "payee", "דפוס הירקון"),
        ("מכתב לעיריית נווה גיא", "he", "recipient", "עיריית נווה גיא"),
        ("חשבונית של הובלות כרם", "he", "supplier", "הובלות כרם"),
        ("גני ורד אישרו את ההצעה", "he", "customer", "גני ורד"),
        ("הסכם עם סטודיו לילך", "he", None, "סטודיו לילך"),
        ('הלקוח אורן שיווק בע"מ ביקש הצעה', "he", "customer", 'אורן שיווק בע"מ'),
        ("לברר מול תאורת שקד", "he", "supplier", "תאורת שקד"),
        ("להזמין מ-Lumina Srl חמש מנורות", "he", "supplier", "Lumina Srl"),
        ("היי יעל,\nהצעה למרפאת הדקל בבקשה\nתודה\nרון", "he", "customer", "מרפאת הדקל"),
        ("מרפאות הגליל שילמו?", "he", None, "מרפאות הגליל"),
        ("חוזה מול קבוצת ים", "he", None, "קבוצת ים"),
        ('להזמין מ"עץ הגליל" 20 לוחות', "he", "supplier", "עץ הגליל"),
        ('לשלם לחברת "מים זכים" 400 ש"ח', "he", "payee", "מים זכים"),
        ("עמלה רבעונית לגזית ייעוץ, 3,100", "he", "payee", "גזית ייעוץ"),
        ("הצעת מחיר לגן ארועים כלנית", "he", "customer", "גן ארועים כלנית"),
        ("ספק: כרמלית ובניו, 300 שקיות", "he", "supplier", "כרמלית ובניו"),
        ("הלקוח שלנו (גלגלי נגב) מחכה", "he", "customer", "גלגלי נגב"),
        ("ההסכם עם ספק המשאבות טורבוגל, נגמר", "he", None, "טורבוגל"),
        ("להעביר לקבלן אינסטלציה רמזי חורי 900 שקל", "he", "payee", "רמזי חורי"),
        ("Larch. 6 desks. Thursday.", "en", "customer", None),
        ("Quote. Larchwell. 6 desks. Thursday.", "en", "customer", "Larchwell"),
        ("order 10 kg flour from Miller & Wren", "en", "supplier", "Miller & Wren"),
        ("ordina 20 lampade LED da Luceforma", "it", "supplier", "Luceforma"),
        ("ordina 5 UPS da Luceforma", "it", "supplier", "Luceforma"),
        ("ordina 3 sedie a Trattoria da Mario", "it", "supplier", "Trattoria da Mario"),
        ("order 20 Nova lamps from Luceforma", "en", "supplier", "Luceforma"),
        ("30 risme per la sede di Torino da Cartoria", "it", "supplier", "Cartoria"),
        ("visita allo stabilimento di Oleificio Sereno", "it", "supplier", "Oleificio Sereno"),
        ("get 200 seedling trays off Bramble Hort", "en", "supplier", "Bramble Hort"),
        ("ordine Pizzeria da Gino 40 kg farina", "it", "customer", "Pizzeria da Gino"),
        ("open a supplier account for Quarry Stone", "en", "supplier", "Quarry Stone"),
        ("להזמין 10 כיסאות למשרד בחיפה מנגריית אלון", "he", "supplier", "נגריית אלון"),
        ("quote for the Rossi office: 3 desks", "en", "customer", "Rossi"),
        ("חוזה עם משרד כהן ושות'", "he", None, "משרד כהן ושות'"),
        ('להכין הצעה ללקוח שמש בע"מ ל-20 כיסאות', "he", "customer", 'שמש בע"מ'),
    ],
)
def test_the_party_meant_comes_first(text: str, lang: Language, role: NameRole | None, party: str | None) -> None:
    assert next(iter(one.value for one in read_parties(text, lang, role=role)), None) == party


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("order 12 chairs by Friday", "en"),
        ("Hi Alice,\nplease send me the report for March\nRegards\nBob Stone", "en"),
        ("thanks!", "en"),
        ("ordina 12 sedie entro lunedì", "it"),
        ("Ciao Marta,\nquando arriva lo stipendio?\nGrazie\nUgo", "it"),
        ("write to sales@brook.example", "en"),
        ("מה שלומך היום?", "he"),
        ("שלום דנה,\nמתי התשלום?\nתודה\nיעל", "he"),
        ("תשלמו לספק הקבוע עד מחר", "he"),
        ("תכתבי ללקוח שמחר אנחנו סגורים", "he"),
        ("תודיע לספק כשהחוזה מוכן", "he"),
        ("להזמין 40 ליטר סבון ומקלדת אחת", "he"),
        ("The lift is stuck again.\n\nNorah Quill\nPlant manager, Quill & Daughters\nTel +44 20 7946 0000", "en"),
        ("המעלית תקועה שוב.\n\nנורית פלג\nמנהלת תפעול, פלג ובניו\n03-5550000", "he"),
    ],
)
def test_greetings_signatures_days_and_addresses_are_no_parties(text: str, lang: Language) -> None:
    assert read_parties(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("we need 30 reams of A4 paper for the Milan office", "en"),
        ("5 monitors to the London branch", "en"),
        ("ci servono 30 risme di carta A4 per l'ufficio di Milano", "it"),
        ("צריך 30 חבילות נייר A4 למשרד במילאנו", "he"),
        ("להזמין 10 כיסאות לסניף חיפה", "he"),
        ("order 20 USB cables", "en"),
        ("order 15 HP LaserJet toners", "en"),
        ("להזמין 12 מחסניות Brother", "he"),
        ("compra 5 mouse Logitech MX", "it"),
        ("לקנות 5 עכברים Logitech", "he"),
        ("להזמין 30 כיסאות למשרד", "he"),
        ("we need 100 business cards for Denis", "en"),
    ],
)
def test_a_town_of_ours_and_a_thing_s_own_letters_are_no_supplier(text: str, lang: Language) -> None:
    assert read_parties(text, lang, role="supplier") == []


@pytest.mark.parametrize(
    ("text", "lang", "person"),
    [
        ("Alice Brown starts on Monday", "en", "Alice Brown"),
        ("give PO-0121 to Charlie", "en", "Charlie"),
        ("employment contract for Nils Berg from 1 May", "en", "Nils Berg"),
        ("Contact: Ida Storm, +45", "en", "Ida Storm"),
        ("contratto di omar bianchi", "it", "omar bianchi"),
        ("lunedì inizia Giulia Sala in magazzino", "it", "Giulia Sala"),
        ("passala a Miriam", "it", "Miriam"),
        ("ricorda a Luca la Q-0012", "it", "Luca"),
        ("la dott.ssa Prandi arriva domani", "it", "Prandi"),
        ("דנה כהן יוצאת לחופשה", "he", "דנה כהן"),
        ("תזכירו ליעל מחר", "he", "יעל"),
        ("חוזה עבודה לרון שפירא", "he", "רון שפירא"),
        ("להעביר את Q-0012 לשירה", "he", "שירה"),
        ("לרשום את נפתלי אוחנה לקורס", "he", "נפתלי אוחנה"),
        ("המשרה של אביטל סלע הוארכה", "he", "אביטל סלע"),
        ("במקום בועז תהיה לילך", "he", "לילך"),
    ],
)
def test_the_person_meant_comes_first(text: str, lang: Language, person: str) -> None:
    assert next(iter(one.value for one in read_people(text, lang)), None) == person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ottmar called in sick", "Ottmar"),
        ("extend Solveig's contract until June", "Solveig"),
        ("send Thorben on the forklift course", "Thorben"),
        ("Gandolfo vuole cambiare turno", "Gandolfo"),
        ("rimborso km per Ermete", "Ermete"),
        ("book the hall in Harrogate", None),
        ("Could the Training Department help?", None),
    ],
)
def test_a_name_that_no_list_knows_is_somebody_s_by_what_is_said(text: str, person: str | None) -> None:
    assert next(iter(one.value for one in read_strangers(text, sure=True, hebrew=False)), None) == person


def test_a_telephone_is_no_tal() -> None:
    assert read_people("מייל office@x.example טל 03-5550144", "he") == []


@pytest.mark.parametrize(
    "text", ["אני צריכה שי לחג לכל העובדים", "תווי שי לעובדים", "שי לראש השנה", "חבילות שי", "שי צנוע לפרישה"]
)
def test_a_gift_is_nobody_s_name(text: str) -> None:
    assert read_people(text, "he") == []


@pytest.mark.parametrize(
    ("text", "person"),
    [("תזכיר לשי לשלוח את המכתב", "שי"), ("להזמין את שי לפגישה", "שי"), ("שי לוי מתחיל ביום ראשון", "שי לוי")],
)
def test_somebody_whose_name_is_a_gift_is_still_somebody(text: str, person: str) -> None:
    assert [one.value for one in read_people(text, "he")] == [person]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("business trip to Milan 2-4 December", "en"),
        ("trasferta a Milano dal 2 al 4 dicembre", "it"),
        ("84,50 di taxi a Milano", "it"),
    ],
)
def test_a_town_somebody_travels_to_is_nobody_s_name(text: str, lang: Language) -> None:
    assert [*read_people(text, lang), *read_strangers(text, sure=False, hebrew=True)] == []


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("preventivo per TARELLO LOGISTICA entro lunedì", "c2"),
        ("Officine Meccaniche Tarello", "c1"),
        ("rossi & figli", "c3"),
        ("Rossi e Figli S.r.l.", "c3"),
        ("caffe perla", "c9"),
        ("לשלם לדפוס הירקון", "c8"),
        ("bianchi", "c7"),
    ],
)
def test_a_whole_name_matches_exactly(text: str, record: str) -> None:
    best = match_names(text, RECORDS)[0]
    assert (best.id, best.score) == (record, 100)


@pytest.mark.parametrize(
    ("text", "record"), [("rosi figli", "c3"), ("Biancchi", "c7"), ("Tarelo Logistca", "c2"), ("ביאנקי", "c7")]
)
def test_typos_and_another_alphabet_match_but_not_exactly(text: str, record: str) -> None:
    best = match_names(text, RECORDS)[0]
    assert best.id == record
    assert 75 <= best.score < 100


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("אלקטרה", [("c4", "אלקטרוניקה")]),
        ("Tarello Logistica", [("c1", "Officine Meccaniche Tarello")]),
        ("hello there", RECORDS),
    ],
)
def test_a_near_name_does_not_pass_for_the_same(text: str, records: list[tuple[str, str]]) -> None:
    assert all(match.score < 60 for match in match_names(text, records))


@pytest.mark.parametrize(("text", "records"), [("Tarello", {"c1", "c2"}), ("שקמה", {"c5", "c6"})])
def test_a_word_two_names_share_gives_both_alike(text: str, records: set[str]) -> None:
    matches = match_names(text, RECORDS)
    assert {match.id for match in matches} == records
    assert max(match.score for match in matches) - min(match.score for match in matches) < 10


def test_one_of_five_thousand_names_is_found() -> None:
    chance = random.Random(1)
    names = [
        (
            str(number),
            f"{''.join(chance.choices('abcdefghilmnoprstuvz', k=7))} {''.join(chance.choices('aeioulmrst', k=6))} srl",
        )
        for number in range(5000)
    ]
    index = NameIndex(names)
    text = f"prepara un preventivo per {names[77][1]} con 20 sedie e 12 tavoli entro venerdì"
    best: Match = index.match(text)[0]
    assert best.id == "77"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="Aa .,'&\nלמדה\"srl", max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for one in [*read_parties(text, "en", role="customer"), *read_people(text, "he")]:
        assert text[one.start : one.end] == one.words
    assert all(0 < match.score <= 100 for match in match_names(text, [*RECORDS, ("x", text), ("y", "")]))
