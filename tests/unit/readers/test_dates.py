"""Days; the moment is Wednesday 18 November 2026, ten o'clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import LANGUAGES, Language
from bot.understanding.readers.dates import read_dates, read_periods, read_time
from tests.unit.readers.said import at, cases, days, periods

ENGLISH = cases("""
today = 2026-11-18
it has to go out tonight = 2026-11-18
by end of day = 2026-11-18
tomorrow morning = 2026-11-19
tmrw pls = 2026-11-19
Tommorow = 2026-11-19
the day after tomorrow = 2026-11-20
yesterday = 2026-11-17
the day before yesterday = 2026-11-16
by Friday = 2026-11-20
on Monday = 2026-11-23
Wednesday = 2026-11-25
this thursday = 2026-11-19
by fri = 2026-11-20
next Tuesday = 2026-11-24
next Friday =
last Friday = 2026-11-13
Monday next week = 2026-11-23
next week on Thursday = 2026-11-26
Friday week = 2026-11-27
three weeks from Monday = 2026-12-14
5th of the following month = 2026-12-05
the 15th of last month = 2026-10-15
the 1st and the 15th = 2026-12-01 2026-12-15
in 3 mths = 2027-02-18
a week on Monday = 2026-11-30
Friday 20 November = 2026-11-20
Fri, 20 Nov = 2026-11-20
Friday the 20th = 2026-11-20
Friday 21 November =
on 20 November (Friday) = 2026-11-20
27/02/2026 = 2026-02-27
27.2.2026 = 2026-02-27
27-02-2026 = 2026-02-27
2027-01-15 = 2027-01-15
3/12 = 2026-12-03
by 22.3 = 2027-03-22
1/12/26 = 2026-12-01
due 1/2 = 2027-02-01
3 December = 2026-12-03
Dec 3 = 2026-12-03
December 3rd, 2027 = 2027-12-03
the 3rd of June = 2027-06-03
3rd June 2028 = 2028-06-03
fifth of May = 2027-05-05
the first of March = 2027-03-01
18 November = 2026-11-18
17 November = 2027-11-17
9 Sept. = 2027-09-09
3-Dec-2026 = 2026-12-03
29 February = 2028-02-29
31/02 =
31/02/2026 =
30 February 2027 =
by the 15th = 2026-12-15
by 15 December, 2000 euros = 2026-12-15
by 15 December 2027, €5,000 = 2027-12-15
by the 20th = 2026-11-20
due on the 18th = 2026-11-18
by the 5th of next month = 2026-12-05
until the 31st = 2026-12-31
in two weeks = 2026-12-02
in 10 days = 2026-11-28
within a week = 2026-11-25
in a fortnight = 2026-12-02
three weeks today = 2026-12-09
tomorrow fortnight = 2026-12-03
three days from now = 2026-11-21
in 3 months = 2027-02-18
two weeks ago = 2026-11-04
in 5 working days = 2026-11-25
end of month = 2026-11-30
by the end of the month = 2026-11-30
month-end = 2026-11-30
end of next month = 2026-12-31
end of June = 2027-06-30
by end of November = 2026-11-30
the end of the year = 2026-12-31
end of Q1 2027 = 2027-03-31
by the end of the quarter = 2026-12-31
from 3 to 7 August = 2027-08-03 2027-08-07
3-7 August = 2027-08-03 2027-08-07
3-7/8 = 2027-08-03 2027-08-07
from 1 July until 31 October 2027 = 2027-07-01 2027-10-31
off from Monday to Wednesday = 2026-11-23 2026-11-25
between the 3rd and the 7th of August = 2027-08-03 2027-08-07
off Monday-Wednesday = 2026-11-23 2026-11-25
off Mon-Wed = 2026-11-23 2026-11-25
24 December - 6 January = 2026-12-24 2027-01-06
3 and 4 December = 2026-12-03 2026-12-04
Tuesday or Thursday =
3 or 4 December =
meeting on 3 December at 10:30 = 2026-12-03
mid December = 2026-12-15
every Monday =
may I ask for a quote =
the sun shines and he sat there =
לפני 1 December = 2026-12-01
entro venerdì, thanks = 2026-11-20
""")

ITALIAN = cases("""
oggi = 2026-11-18
questo pomeriggio = 2026-11-18
venerdì prossima settimana = 2026-11-27
lunedì a quindici = 2026-12-07
tre settimane da lunedì = 2026-12-14
il 10 corrente mese = 2026-11-10
entro il mese = 2026-11-30
entro l'anno = 2026-12-31
entro stasera = 2026-11-18
in giornata = 2026-11-18
domani = 2026-11-19
domattina presto = 2026-11-19
dopodomani = 2026-11-20
domani l'altro = 2026-11-20
dopo domani = 2026-11-20
ieri = 2026-11-17
l'altro ieri = 2026-11-16
venerdì = 2026-11-20
entro venerdi = 2026-11-20
per lunedi' prossimo = 2026-11-23
mercoledì = 2026-11-25
questo giovedì = 2026-11-19
venerdì prossimo = 2026-11-20
martedì prossimo = 2026-11-24
venerdì scorso = 2026-11-13
lo scorso lunedì = 2026-11-16
giovedì della settimana prossima = 2026-11-26
la settimana prossima di martedì = 2026-11-24
venerdì 20 = 2026-11-20
venerdì 20 novembre = 2026-11-20
ven 20/11 = 2026-11-20
venerdì 21 novembre =
27/02/2026 = 2026-02-27
27.02.2027 = 2027-02-27
2027-01-15 = 2027-01-15
del 3/12 = 2026-12-03
entro il 22.3 = 2027-03-22
1/12/26 = 2026-12-01
dal 1/2 = 2027-02-01
3 dicembre = 2026-12-03
il 3 dic. = 2026-12-03
3 dicembre 2027 = 2027-12-03
entro il 3 dicembre, 2000 euro = 2026-12-03
3 dicembre 2027, euro 300 = 2027-12-03
il primo dicembre = 2026-12-01
1° marzo = 2027-03-01
l'8 dicembre = 2026-12-08
il due giugno = 2027-06-02
18 novembre = 2026-11-18
17 novembre = 2027-11-17
12 ottobre u.s. = 2026-10-12
29 febbraio = 2028-02-29
31/02 =
31 aprile =
entro il 20 = 2026-11-20
entro il 15 = 2026-12-15
entro e non oltre il 30 = 2026-11-30
per il 18 = 2026-11-18
entro il 10 del mese prossimo = 2026-12-10
entro il 30 p.v. = 2026-11-30
entro il 25 c.m. = 2026-11-25
fra 15 giorni = 2026-12-03
tra due settimane = 2026-12-02
entro una settimana = 2026-11-25
tra un mese = 2026-12-18
fra tre giorni = 2026-11-21
due settimane fa = 2026-11-04
entro 5 giorni lavorativi = 2026-11-25
fine mese = 2026-11-30
entro la fine del mese = 2026-11-30
fine mese prossimo = 2026-12-31
a fine giugno = 2027-06-30
fine novembre = 2026-11-30
entro fine anno = 2026-12-31
alla fine del trimestre = 2026-12-31
dal 3 al 7 agosto = 2027-08-03 2027-08-07
3-7 agosto = 2027-08-03 2027-08-07
3-7/8 = 2027-08-03 2027-08-07
dal 24/12 al 6/1 = 2026-12-24 2027-01-06
dal primo luglio al 31 ottobre 2027 = 2027-07-01 2027-10-31
da lunedì a mercoledì = 2026-11-23 2026-11-25
tra il 3 e il 7 agosto = 2027-08-03 2027-08-07
il 3 e il 4 dicembre = 2026-12-03 2026-12-04
dal 3 al 7 = 2026-12-03 2026-12-07
martedì o giovedì =
3 o 4 dicembre =
il 3 dicembre alle 10.30 = 2026-12-03
metà dicembre = 2026-12-15
ogni lunedì =
sconto del 12 =
il 3% di sconto =
inviare tomorrow, grazie = 2026-11-19
""")

HEBREW = cases(
    """
עד 15 בדצמבר, תקציב 2000 אירו = 2026-12-15
עד 15 בדצמבר 2027, 2000 ש"ח = 2027-12-15
היום = 2026-11-18
עד סוף היום מחר = 2026-11-19
שבוע מיום ראשון = 2026-11-29
עד סוף היום = 2026-11-18
עוד הערב = 2026-11-18
מחר = 2026-11-19
עד מחר בבוקר = 2026-11-19
למחר = 2026-11-19
מחרתיים = 2026-11-20
למחרתיים = 2026-11-20
אתמול = 2026-11-17
שלשום = 2026-11-16
ביום ראשון = 2026-11-22
עד יום חמישי = 2026-11-19
ליום שני = 2026-11-23
ביום רביעי = 2026-11-25
יום שלישי הקרוב = 2026-11-24
בחמישי = 2026-11-19
עד חמישי = 2026-11-19
ביום א' = 2026-11-22
יום ו' = 2026-11-20
בשבת = 2026-11-21
ביום שישי הבא =
ביום שני הבא = 2026-11-23
ביום חמישי שעבר = 2026-11-12
ביום שלישי בשבוע הבא = 2026-11-24
ביום שישי 20.11 = 2026-11-20
יום ו', 20 בנובמבר = 2026-11-20
יום שישי 21.11 =
27/02/2026 = 2026-02-27
27.2.2027 = 2027-02-27
2027-01-15 = 2027-01-15
עד 3/12 = 2026-12-03
ב-3.12 = 2026-12-03
מ-1.5.27 = 2027-05-01
מתאריך 22.3 = 2027-03-22
3 בדצמבר = 2026-12-03
ב-3 בדצמבר 2027 = 2027-12-03
ה-3 בדצמבר = 2026-12-03
1 ליוני = 2027-06-01
ראשון ליוני = 2027-06-01
18 בנובמבר = 2026-11-18
17 בנובמבר = 2027-11-17
5 במרס = 2027-03-05
29 בפברואר = 2028-02-29
31/02 =
31 באפריל =
עד ה-15 = 2026-12-15
עד ה-20 לחודש = 2026-11-20
ב-25 לחודש = 2026-11-25
עד ה 18 לחודש = 2026-11-18
עד ה-10 לחודש הבא = 2026-12-10
עד ה־30 = 2026-11-30
בעוד שבועיים = 2026-12-02
בעוד שבוע = 2026-11-25
תוך שלושה ימים = 2026-11-21
תוך 10 ימים = 2026-11-28
עוד יומיים = 2026-11-20
בעוד חודש = 2026-12-18
בעוד חודשיים = 2027-01-18
לפני שבועיים = 2026-11-04
תוך 5 ימי עסקים = 2026-11-25
עד סוף החודש = 2026-11-30
בסוף החודש הבא = 2026-12-31
סוף יוני = 2027-06-30
עד סוף נובמבר = 2026-11-30
עד סוף השנה = 2026-12-31
בסוף הרבעון = 2026-12-31
מה-3 עד ה-7 באוגוסט = 2027-08-03 2027-08-07
3-7 באוגוסט = 2027-08-03 2027-08-07
3-7/8 = 2027-08-03 2027-08-07
מ-2.8 עד 20.8 = 2027-08-02 2027-08-20
מ-24.12 עד 6.1 = 2026-12-24 2027-01-06
בין ה-3 ל-7 באוגוסט = 2027-08-03 2027-08-07
מיום ראשון עד יום שלישי = 2026-11-22 2026-11-24
ביום שלישי או ביום חמישי =
ב-3 בדצמבר בשעה 10:30 = 2026-12-03
אמצע דצמבר = 2026-12-15
כל יום שני =
ב-12.5 ש"ח ליחידה =
רבעון שני =
deadline is Friday, תודה = 2026-11-20
עד \u200f20.11 = 2026-11-20
""".replace("\\u200f", "\u200f")
)


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_days(text: str, expected: list[str]) -> None:
    assert days(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), ITALIAN)
def test_italian_days(text: str, expected: list[str]) -> None:
    assert days(text, "it") == expected


@pytest.mark.parametrize(("text", "expected"), HEBREW)
def test_hebrew_days(text: str, expected: list[str]) -> None:
    assert days(text, "he") == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "invoice of 22 Dec", "2025-12-22"),
        ("en", "dated 18 November", "2026-11-18"),
        ("en", "dated 3/12", "2025-12-03"),
        ("en", "on Friday", "2026-11-13"),
        ("it", "fattura del 29/12", "2025-12-29"),
        ("it", "del 3 novembre", "2026-11-03"),
        ("it", "il 20", "2026-10-20"),
        ("he", "חשבונית מ-31.12", "2025-12-31"),
        ("he", "מיום 3 בנובמבר", "2026-11-03"),
    ],
)
def test_a_document_lies_in_the_past(lang: Language, text: str, expected: str) -> None:
    assert days(text, lang, past=True) == [expected]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "PO-0117", "IN-0003", "2026/88", "12/2026", "12.50", "20 desks", "160 cm", "24/7", "A4", "+44 20 7946 0018",
        "972-50-1234567", "TS-209", "88-1204", "v1.2", "€ 12.50", "1/2 pallet", "IL09 0892 3300", "10.0.0.12", "35%",
        "99/99", "45.45", "0/0/0", "no. 4/2", "9:30", "1,250.00", "3.250,00", "77/B",
    ],
)  # fmt: skip
def test_codes_prices_and_sizes_are_no_days(lang: Language, text: str) -> None:
    assert days(text, lang) == []
    assert periods(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "first", "last"),
    [
        ("en", "from 24 to 20 December", "2026-12-24", "2026-12-20"),
        ("it", "dal 24 al 20 dicembre", "2026-12-24", "2026-12-20"),
        ("he", "מ-24 עד 20 בדצמבר", "2026-12-24", "2026-12-20"),
        ("en", "from 27 December to 5 January", "2026-12-27", "2027-01-05"),
        ("it", "dal 27 dicembre al 5 gennaio", "2026-12-27", "2027-01-05"),
        ("he", "מ-27.12 עד 5.1", "2026-12-27", "2027-01-05"),
        ("en", "from 1 December to 30 November", "2026-12-01", "2027-11-30"),
    ],
)
def test_days_said_the_wrong_way_round_are_not_most_of_a_year(lang: Language, text: str, first: str, last: str) -> None:
    assert days(text, lang) == [first, last]
    assert periods(text, lang) == ([f"{first}/{last}"] if last > first else [])


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Thursday and Friday next week", ["2026-11-26", "2026-11-27"]),
        ("it", "giovedì e venerdì della prossima settimana", ["2026-11-26", "2026-11-27"]),
        ("he", "ביום חמישי ושישי בשבוע הבא", ["2026-11-26", "2026-11-27"]),
        ("he", "ביום חמישי וביום שישי בשבוע הבא", ["2026-11-26", "2026-11-27"]),
        ("he", "ביום חמישי ושישי", ["2026-11-19", "2026-11-20"]),
        ("en", "Friday and Monday next week", ["2026-11-20", "2026-11-23"]),
        ("en", "next Thursday and Friday", []),
        ("en", "last Monday and Tuesday", ["2026-11-16", "2026-11-17"]),
        ("it", "lunedì e martedì scorsi", ["2026-11-16", "2026-11-17"]),
        ("he", "ביום שני ושלישי שעבר", ["2026-11-16", "2026-11-17"]),
    ],
)
def test_two_weekdays_are_of_the_same_week(lang: Language, text: str, expected: list[str]) -> None:
    assert days(text, lang) == expected


def test_a_weekday_is_never_today() -> None:
    assert days("Thursday", "en", today="2026-11-19") == ["2026-11-26"]


def test_a_range_that_has_begun_ends_soon_and_began_before() -> None:
    assert days("from 10 to 20 November", "en") == ["2026-11-10", "2026-11-20"]


PIECES = "3 31/02 to - al may ה- עד 99 / . next Friday agosto \u200f İ".split()


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=200)
    | st.lists(st.sampled_from(PIECES)).map(" ".join),
    lang=st.sampled_from(LANGUAGES),
    day=st.sampled_from([date(1, 1, 1), date(2026, 11, 18), date(9999, 12, 31)]),
)  # fmt: skip
def test_no_text_upsets_the_readers(text: str, lang: Language, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("UTC"))
    for one in (*read_dates(text, lang, now=now), *read_dates(text, lang, now=now, past=True)):
        assert text[one.start : one.end] == one.words
    read_periods(text, lang, now=now)
    read_time(text, lang)


@pytest.mark.parametrize("piece", ["1/2", "in ", "from 3 to ", "by the ", "ה", "1.1.", " ", "may ", "lunedì a ", "ב-"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_text_is_read_to_its_end(piece: str, lang: Language) -> None:
    text = (piece * 4_000)[:4_000]
    read_periods(text, lang, now=at(lang))
    read_time(text, lang)
    assert len(read_dates(text, lang, now=at(lang))) <= len(text)
