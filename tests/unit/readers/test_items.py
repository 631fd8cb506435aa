"""Lists of things are read from prose, bullets and pasted rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Language
from bot.understanding.readers.items import read_items

Line = tuple[int | None, str] | tuple[int | None, str, str]


@pytest.mark.parametrize(
    ("text", "lang", "lines"),
    [
        ("20 desks and 40 chairs, 10% off", "en", [(20, "desks"), (40, "chairs")]),
        ("quote for 12 lamps for Alder by Friday", "en", [(12, "lamps")]),
        ("buy 6 boxes of A5 envelopes", "en", [(6, "boxes of A5 envelopes")]),
        ("4 black and 2 cyan toner", "en", [(4, "black toner"), (2, "cyan toner")]),
        ("two dozen mugs", "en", [(24, "mugs")]),
        ("I need one projector", "en", [(1, "projector")]),
        ("order 20 LED desk lamps from Luceforma", "en", [(20, "LED desk lamps")]),
        ("order 20 A4 reams of paper from Luceforma", "en", [(20, "A4 reams of paper")]),
        ("order 10 reams of A4 paper from the supplier", "en", [(10, "reams of A4 paper")]),
        ("ordinare 10 risme di carta A4 dal fornitore", "it", [(10, "risme di carta A4")]),
        ("להזמין 10 חבילות נייר A4 מהספק", "he", [(10, "חבילות נייר A4")]),
        ("להזמין 10 כיסאות לסניף חיפה", "he", [(10, "כיסאות")]),
        ("ordine: 20 PC portatili", "it", [(20, "PC portatili")]),
        ("ordina 20 pc di carta", "it", [(20, "carta")]),
        ("10 monitors at 45 euro each", "en", [(10, "monitors", "45")]),
        ("8 stools @ £64.50 and 1 cabinet @ £1,980", "en", [(8, "stools", "64.50"), (1, "cabinet", "1980")]),
        ("3x webcams", "en", [(3, "webcams")]),
        ("send 9 floor lamps and the 2 door signs", "en", [(9, "floor lamps"), (2, "door signs")]),
        ("24 Stk. viti M8 e 6 pz rondelle", "it", [(24, "viti M8"), (6, "rondelle")]),
        ("mi serve una quotazione urgente", "it", []),
        ("רוצים 2,000 שקיות, 40 סרטים", "he", [(2000, "שקיות"), (40, "סרטים")]),
        ("20 חולצות ו20 כובעים", "he", [(20, "חולצות"), (20, "כובעים")]),
        ("700 מטר בד פשתן ול-90 וילונות", "he", [(700, "מטר בד פשתן"), (90, "וילונות")]),
        ("שני ארונות ומנורת לילה אחת", "he", [(2, "ארונות"), (1, "מנורת לילה")]),
        ("עניין אחד: 5 דלתות", "he", [(5, "דלתות")]),
        ("3 x webcams", "en", [(3, "webcams")]),
        ("webcams x3", "en", [(3, "webcams")]),
        ("- 5 keyboards\n- 7 mice", "en", [(5, "keyboards"), (7, "mice")]),
        ("1. 5 keyboards\n2. 7 mice", "en", [(5, "keyboards"), (7, "mice")]),
        ("order 1) 20 chairs 2) 3 desks", "en", [(20, "chairs"), (3, "desks")]),
        ("preventivo per Rossi: 1) 5 sedie 2) 3 scrivanie", "it", [(5, "sedie"), (3, "scrivanie")]),
        ("להזמין: 1) 5 כיסאות 2) 3 שולחנות", "he", [(5, "כיסאות"), (3, "שולחנות")]),
        ("desk lamp\t4\t19.90", "en", [(4, "desk lamp", "19.90")]),
        ("code\tdescription\tqty\nAB-1\tshelf\t9", "en", [(9, "shelf")]),
        ("can we get a price on carpet tiles?", "en", [(None, "carpet tiles")]),
        ("order 10 kg house blend and 4 filters", "en", [(10, "kg house blend"), (4, "filters")]),
        ("30kg espresso + 12 oat milk", "en", [(30, "kg espresso"), (12, "oat milk")]),
        ("500 mt cotone grezzo, 300 mt lino", "it", [(500, "mt cotone grezzo"), (300, "mt lino")]),
        ('להזמין 3 ק"ג גבינה צהובה, 2 מגשי ירקות', "he", [(3, 'ק"ג גבינה צהובה'), (2, "מגשי ירקות")]),
        ("pay invoice 1045 by the 15th", "en", []),
        ("in 2 weeks I need 3 quotes", "en", []),
        ("10% off until 12/03/2026", "en", []),
        (
            "sei lampade, 2 librerie a muro e un tavolo da 180",
            "it",
            [(6, "lampade"), (2, "librerie a muro"), (1, "tavolo da 180")],
        ),
        ("- n. 16 armadi metallici\n- n. 4 panche", "it", [(16, "armadi metallici"), (4, "panche")]),
        ("4 x toner nero", "it", [(4, "toner nero")]),
        ("toner nero x4", "it", [(4, "toner nero")]),
        ("10 pz cavi HDMI a 12,50", "it", [(10, "cavi HDMI", "12.50")]),
        ("sedia girevole\t12\t45,00", "it", [(12, "sedia girevole", "45.00")]),
        ("4 toner neri e 2 ciano", "it", [(4, "toner neri"), (2, "toner ciano")]),
        ("15 tavoli con uno sconto del 10%", "it", [(15, "tavoli")]),
        ("20 sedie per Verdi entro venerdì", "it", [(20, "sedie")]),
        ("mezza dozzina di cestini", "it", [(6, "cestini")]),
        ("30 ganci G12 a € 1,40", "it", [(30, "ganci G12", "1.40")]),
        ("ordina una stampante", "it", [(1, "stampante")]),
        ("2 tavoli da 180 cm e 3 sedie", "it", [(2, "tavoli da 180 cm"), (3, "sedie")]),
        ("preventivo per delle tende ignifughe", "it", [(None, "tende ignifughe")]),
        ("lampade da terra: 6 pz", "it", [(6, "lampade da terra")]),
        ("ci vediamo tra 2 giorni alle 15:30", "it", []),
        ("שלוש ספות ו-2 שולחנות", "he", [(3, "ספות"), (2, "שולחנות")]),
        ("הצעה ל-9 ארונות ו-4 מראות", "he", [(9, "ארונות"), (4, "מראות")]),
        ("* 60 כיסאות נערמים", "he", [(60, "כיסאות נערמים")]),
        ("20 כיסאות עד יום רביעי", "he", [(20, "כיסאות")]),
        ("24 מנורות ב-135 ₪ ליח'", "he", [(24, "מנורות", "135")]),
        ("תריסר כוסות", "he", [(12, "כוסות")]),
        ("תזמינו 5 יח' מסכים", "he", [(5, "מסכים")]),
        ("שולחן אחד וארבע כורסאות", "he", [(1, "שולחן"), (4, "כורסאות")]),
        ('10 לוחות 18 מ"מ', "he", [(10, 'לוחות 18 מ"מ')]),
        ("הצעת מחיר על שטיחים", "he", [(None, "שטיחים")]),
        ('חשבונית 884 על 2,360 ש"ח', "he", []),
        ("3 toner neri e 2 כיסאות", "it", [(3, "toner neri"), (2, "כיסאות")]),
    ],
)
def test_quantities_descriptions_and_prices_are_read(text: str, lang: Language, lines: list[Line]) -> None:
    items = [item.value for item in read_items(text, lang)]
    assert [(item.quantity, item.description) for item in items] == [line[:2] for line in lines]
    assert [item.unit_price and float(item.unit_price.amount) for item in items] == [
        float(line[2]) if len(line) > 2 else None for line in lines
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="12 x,\t|a€eו-סaz.\n", max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(item.value.description for item in read_items(text, "it"))
