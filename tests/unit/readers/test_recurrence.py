"""What comes again, as people write it; the moment is Wednesday 18 November 2026, ten o'clock.

A row is "text = value | value": unit and every how many, then d days, w weekdays, n which of them, k which working day,
m months, the time, > the start where it is not today, < until, x times, ~ where a day goes that is not worked.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model import LANGUAGES, Language
from bot.understanding.readers.recurrence import read_recurrences
from bot.worktime.recurrence import Recurrence

ZONES = {"en": "Europe/London", "it": "Europe/Rome", "he": "Asia/Jerusalem"}
TODAY = date(2026, 11, 18)


def now(lang: Language) -> datetime:
    return datetime(2026, 11, 18, 10, tzinfo=ZoneInfo(ZONES[lang]))


def short(one: Recurrence) -> str:
    """The recurrence in the notation of the tables."""
    lists = {"d": one.days, "w": one.weekdays, "n": one.nths, "m": one.months}
    parts = [one.unit if one.every == 1 else f"{one.unit}/{one.every}"]
    parts += [name + ",".join(str(value) for value in values) for name, values in lists.items() if values]
    parts += [f"k{one.working_day}"] if one.working_day else []
    parts += [f"{one.at:%H:%M}"] if one.at is not None else []
    parts += [f">{one.start}"] if one.start != TODAY else []
    parts += [f"<{one.until}"] if one.until else []
    parts += [f"x{one.times}"] if one.times else []
    return " ".join([*parts, *([f"~{one.shift}"] if one.shift != "none" else [])])


def read(text: str, lang: Language, *, implied: bool = True) -> list[str]:
    found = read_recurrences(text, lang, now=now(lang), implied=implied)
    assert all(text[one.start : one.end] == one.words for one in found)
    return [short(one.value) for one in found]


def cases(table: str) -> list[tuple[str, list[str]]]:
    rows = [line.rsplit("=", 1) for line in table.strip().splitlines()]
    return [(text.strip(), [one.strip() for one in values.split("|") if one.strip()]) for text, values in rows]


ENGLISH = cases("""
every month on the 25th prepare the VAT report = month d25
Prepare the VAT report on the 25th of every month = month d25
every month prepare the VAT report on the 25th = month d25
on the 1st and 15th of each month = month d1,15
each month by the 10th = month d10
the 5th of every month = month d5
monthly on the 3rd = month d3
every month on day 12 = month d12
once a month, on the 20th = month d20
every 25th of the month = month d25
on the thirty-first of every month = month d31
the last day of every month = month d-1
at the end of each month = month d-1
every month-end = month d-1
at the beginning of every month = month d1
in the middle of each month = month d15
on the last day of the month = month d-1
the first Monday of the month = month w0 n1
the first Monday of every month at 9am = month w0 n1 09:00
every second Tuesday of the month = month w1 n2
every last Friday of the month = month w4 n-1
on the first and third Wednesday of each month = month w2 n1,3
the last working day of the month = month k-1
the first working day of every month = month k1
the second to last working day of every month = month k-2
every month on the fifth business day = month k5
every Monday = week w0
every Monday and Thursday at 9 = week w0,3 09:00
each Tuesday, Wednesday and Friday = week w1,2,4
every Monday morning = week w0
every Sunday at 18:30 = week w6 18:30
every week on Wednesday = week w2
weekly on Fridays = week w4
on Thursdays every week = week w3
at 9 every Monday = week w0 09:00
at 8:15 every Tuesday = week w1 08:15
Remind me every Friday to send the timesheets = week w4
every other Friday = week/2 w4 >2026-11-20
every second Monday = week/2 w0 >2026-11-23
every two weeks on Monday = week/2 w0 >2026-11-23
every 3 weeks on Tuesday = week/3 w1 >2026-11-24
every fortnight = week/2
fortnightly on Thursdays = week/2 w3 >2026-11-19
every other week = week/2
biweekly = week/2
every week = week
weekly = week
once a week = week
every two weeks = week/2
every day = day
every day at 8 = day 08:00
daily at 17:00 = day 17:00
every morning at 8:30 = day 08:30
every evening at 6 in the evening = day 18:00
every other day = day/2
every 10 days = day/10
every working day = working_day
every weekday at 9am = working_day 09:00
on weekdays = working_day
Monday to Friday at 9:00 = working_day 09:00
every month = month
monthly = month
once a month = month
every two months = month/2
every other month = month/2
quarterly = month/3
every quarter = month/3
once a quarter = month/3
prepare the VAT return quarterly, please = month/3
at the end of every quarter = year d-1 m3,6,9,12
on the last working day of each quarter = year m3,6,9,12 k-1
on the first day of every quarter = year d1 m1,4,7,10
every six months = month/6
every half year = month/6
every year = year
annually = year
every year on 30 June = year d30 m6
every 30 June = year d30 m6
every June 30 = year d30 m6
on 31 January every year = year d31 m1
yearly on March 1st = year d1 m3
every January = year d1 m1
every year in September = year d1 m9
at the end of every year = year d-1 m12
on the first Monday of September every year = year w0 n1 m9
every two years = year/2
every Monday until 31 December = week w0 <2026-12-31
every Monday until the end of the year = week w0 <2026-12-31
every month on the 25th until June = month d25 <2027-06-30
every Friday starting 4 December = week w4 >2026-12-04
every day at 9 for two weeks = day 09:00 <2026-12-01
every Monday for 3 months = week w0 <2027-02-17
every Friday, 10 times = week w4 x10
every month on the 16th or the previous working day = month d16 ~before
every month on the 25th, if it falls on a weekend, the next working day = month d25 ~after
every month on the 1st or the working day after = month d1 ~after
remind me every month on the 25th at 10:30 to pay the rent = month d25 10:30
every year prepare the balance sheet by 31 March = year d31 m3
every week send the numbers to Rossi on Thursday = week w3
a recurring task: VAT report, 16th of each month = month d16
on the 15th and the last day of every month = month d15,-1
every last Thursday at 3pm = month w3 n-1 15:00
every 15th, please = month d15
every end of month = month d-1
Mondays at 9 = week w0 09:00
Every 1st and 3rd Friday of the month at 4pm = month w4 n1,3 16:00
every Mon, Wed & Fri at 9:30 = week w0,2,4 09:30
every January and July = year d1 m1,7
every 6 weeks starting next Monday = week/6 >2026-11-23
from January, every month on the 5th = month d5 >2027-01-01
every month on the 5th from January = month d5 >2027-01-01
from 1 December every day at 9 = day 09:00 >2026-12-01
chase Rossi every two weeks until he pays = week/2
every Monday at 9 and every Thursday at 15:00 = week w0 09:00 | week w3 15:00
""")

ITALIAN = cases("""
ogni mese il 25 prepara il report IVA = month d25
ogni 25 del mese = month d25
il 25 di ogni mese = month d25
ogni mese prepara il report IVA il 25 = month d25
entro il 16 di ogni mese = month d16
tutti i mesi il 10 = month d10
il 1° e il 15 di ogni mese = month d1,15
il primo di ogni mese = month d1
ogni primo del mese = month d1
tutti i 27 del mese = month d27
mensilmente il 5 = month d5
una volta al mese, il 20 = month d20
il giorno 12 di ogni mese = month d12
l'ultimo giorno di ogni mese = month d-1
l'ultimo giorno del mese = month d-1
alla fine di ogni mese = month d-1
ogni fine mese = month d-1
a ogni fine mese = month d-1
all'inizio di ogni mese = month d1
a metà di ogni mese = month d15
il primo lunedì del mese = month w0 n1
il primo lunedì di ogni mese alle 9 = month w0 n1 09:00
ogni secondo martedì del mese = month w1 n2
ogni ultimo venerdì del mese = month w4 n-1
il primo e il terzo mercoledì di ogni mese = month w2 n1,3
l'ultimo giorno lavorativo del mese = month k-1
il primo giorno lavorativo di ogni mese = month k1
il penultimo giorno lavorativo di ogni mese = month k-2
ogni quinto giorno lavorativo del mese = month k5
ogni mese, l'ultimo giorno lavorativo = month k-1
ogni lunedì = week w0
ogni lunedì e giovedì alle 9 = week w0,3 09:00
tutti i martedì = week w1
tutti i lunedì, mercoledì e venerdì alle 8.30 = week w0,2,4 08:30
tutte le domeniche = week w6
ogni domenica sera = week w6
ogni venerdì mattina alle 10 = week w4 10:00
ogni settimana di giovedì = week w3
ogni settimana, il mercoledì = week w2
una volta a settimana, di lunedì = week w0
alle 9 di ogni lunedì = week w0 09:00
Ricordami ogni venerdì di mandare i fogli ore = week w4
ogni due settimane = week/2
ogni due settimane il lunedì = week/2 w0 >2026-11-23
un venerdì sì e uno no = week/2 w4 >2026-11-20
a settimane alterne, il martedì = week/2 w1 >2026-11-24
ogni 3 settimane il giovedì = week/3 w3 >2026-11-19
ogni quindici giorni = week/2
ogni settimana = week
settimanalmente = week
con cadenza settimanale = week
una volta alla settimana = week
ogni giorno = day
tutti i giorni alle 18 = day 18:00
ogni mattina alle 8 = day 08:00
ogni giorno alle 6 di sera = day 18:00
quotidianamente = day
un giorno sì e uno no = day/2
ogni 10 giorni = day/10
ogni giorno lavorativo = working_day
tutti i giorni feriali alle 9 = working_day 09:00
dal lunedì al venerdì alle 9 = working_day 09:00
ogni mese = month
mensilmente = month
a cadenza mensile = month
una volta al mese = month
ogni due mesi = month/2
ogni bimestre = month/2
ogni trimestre = month/3
trimestralmente = month/3
con cadenza trimestrale = month/3
ogni tre mesi = month/3
alla fine di ogni trimestre = year d-1 m3,6,9,12
l'ultimo giorno lavorativo di ogni trimestre = year m3,6,9,12 k-1
all'inizio di ogni trimestre = year d1 m1,4,7,10
ogni semestre = month/6
ogni sei mesi = month/6
ogni anno = year
una volta all'anno = year
ogni anno il 30 giugno = year d30 m6
ogni 30 giugno = year d30 m6
il 30 giugno di ogni anno = year d30 m6
tutti gli anni entro il 31 marzo = year d31 m3
ogni anno prepara il bilancio entro il 31 marzo = year d31 m3
ogni gennaio = year d1 m1
ogni anno a settembre = year d1 m9
a fine di ogni anno = year d-1 m12
il primo lunedì di settembre di ogni anno = year w0 n1 m9
ogni due anni = year/2
ogni lunedì fino al 31 dicembre = week w0 <2026-12-31
ogni lunedì fino a fine anno = week w0 <2026-12-31
ogni mese il 25 fino a giugno = month d25 <2027-06-30
ogni venerdì a partire dal 4 dicembre = week w4 >2026-12-04
ogni giorno alle 9 per due settimane = day 09:00 <2026-12-01
ogni lunedì per tre mesi = week w0 <2027-02-17
ogni venerdì per 10 volte = week w4 x10
il 16 di ogni mese o il giorno lavorativo precedente = month d16 ~before
il 16 di ogni mese, se cade di sabato il primo giorno lavorativo successivo = month d16 ~after
ogni mese il 25, se festivo il giorno prima = month d25 ~before
ogni settimana manda i numeri a Rossi il giovedì = week w3
attività ricorrente: liquidazione IVA il 16 di ogni mese = month d16
il 15 e l'ultimo giorno di ogni mese = month d15,-1
ogni mese entro la fine del mese = month d-1
tutti i mesi a fine mese = month d-1
tutti i primi lunedì del mese = month w0 n1
i lunedì alle 9 = week w0 09:00
ogni primo e terzo venerdì del mese alle 16 = month w4 n1,3 16:00
ogni lun, mer e ven alle 9:30 = week w0,2,4 09:30
ogni gennaio e luglio = year d1 m1,7
da gennaio, ogni mese il 5 = month d5 >2027-01-01
a partire dal 1° dicembre, ogni giorno alle 9 = day 09:00 >2026-12-01
sollecita Rossi ogni due settimane finché non paga = week/2
ogni 15 del mese e ogni fine mese = month d15 | month d-1
ogni lunedì alle 9 e ogni giovedì alle 15 = week w0 09:00 | week w3 15:00
""")

HEBREW = cases("""
כל חודש ב-25 להכין דוח מע"מ = month d25
כל 25 לחודש = month d25
בכל 25 בחודש = month d25
ב-25 בכל חודש = month d25
ב-25 לכל חודש להגיש דוח = month d25
כל חודש להכין דוח מע"מ ב-25 לחודש = month d25
עד ה-15 בכל חודש = month d15
ב-1 וב-15 בכל חודש = month d1,15
כל ראשון לחודש = month d1
מדי חודש ב-10 = month d10
אחת לחודש ב-5 = month d5
פעם בחודש, ב-20 לחודש = month d20
ביום האחרון של כל חודש = month d-1
ביום האחרון של החודש = month d-1
בסוף כל חודש = month d-1
כל סוף חודש = month d-1
בתחילת כל חודש = month d1
באמצע כל חודש = month d15
ביום שני הראשון של החודש = month w0 n1
ביום שני הראשון בכל חודש ב-9 = month w0 n1 09:00
בכל יום שלישי השני בחודש = month w1 n2
ביום חמישי האחרון של כל חודש = month w3 n-1
ביום העבודה האחרון של החודש = month k-1
ביום העבודה הראשון של כל חודש = month k1
ביום העבודה החמישי בכל חודש = month k5
כל חודש ביום העבודה האחרון = month k-1
בכל יום ראשון ב-9 = week w6 09:00
כל יום שני = week w0
כל שני ב-10 = week w0 10:00
כל יום ראשון ורביעי ב-9:30 = week w2,6 09:30
בכל יום א' ו-ד' בשעה 8 = week w2,6 08:00
בימי שני וחמישי בשעה 9 = week w0,3 09:00
כל שבוע ביום חמישי = week w3
מדי שבוע ביום שלישי = week w1
פעם בשבוע ביום רביעי = week w2
ביום חמישי בכל שבוע = week w3
להזכיר לי בכל יום חמישי לשלוח את דוחות השעות = week w3
כל יום שישי בבוקר = week w4
בשעה 9 בכל יום ראשון = week w6 09:00
כל שבועיים = week/2
אחת לשבועיים = week/2
פעם בשבועיים ביום ראשון = week/2 w6 >2026-11-22
כל שבועיים ביום חמישי = week/2 w3 >2026-11-19
כל 3 שבועות ביום שני = week/3 w0 >2026-11-23
כל שבוע שני = week/2
כל שבוע = week
מדי שבוע = week
פעם בשבוע = week
אחת לשבוע = week
על בסיס שבועי = week
כל יום = day
כל יום ב-8 = day 08:00
מדי יום בשעה 17:00 = day 17:00
כל בוקר ב-8:30 = day 08:30
כל ערב ב-6 בערב = day 18:00
כל יומיים = day/2
כל 10 ימים = day/10
כל יום עבודה = working_day
בימי חול בשעה 9 = working_day 09:00
בימים א'-ה' ב-9 = working_day 09:00
כל חודש = month
מדי חודש = month
פעם בחודש = month
אחת לחודש = month
על בסיס חודשי = month
כל חודשיים = month/2
כל רבעון = month/3
אחת לרבעון = month/3
פעם ברבעון = month/3
על בסיס רבעוני = month/3
כל שלושה חודשים = month/3
בסוף כל רבעון = year d-1 m3,6,9,12
ביום העבודה האחרון של כל רבעון = year m3,6,9,12 k-1
בתחילת כל רבעון = year d1 m1,4,7,10
כל חצי שנה = month/6
אחת לחצי שנה = month/6
כל שנה = year
פעם בשנה = year
כל שנה ב-30 ביוני = year d30 m6
כל 30 ביוני = year d30 m6
ב-30 ביוני בכל שנה = year d30 m6
כל שנה להגיש דוח שנתי עד ה-31 במאי = year d31 m5
בכל ינואר = year d1 m1
כל שנה בספטמבר = year d1 m9
בסוף כל שנה = year d-1 m12
כל שנתיים = year/2
כל יום ראשון עד 31 בדצמבר = week w6 <2026-12-31
כל יום ראשון עד סוף השנה = week w6 <2026-12-31
כל חודש ב-25 עד יוני = month d25 <2027-06-30
כל יום חמישי החל מ-3 בדצמבר = week w3 >2026-12-03
כל יום ב-9 למשך שבועיים = day 09:00 <2026-12-01
כל יום ראשון למשך 3 חודשים = week w6 <2027-02-17
כל יום חמישי 10 פעמים = week w3 x10
ב-15 בכל חודש או ביום העבודה הקודם = month d15 ~before
ב-15 בכל חודש, אם נופל בשבת ביום העבודה הבא = month d15 ~after
כל שבוע לשלוח את המספרים לרוסי ביום חמישי = week w3
משימה חוזרת: דוח מע"מ ב-15 לכל חודש = month d15
ב-15 וביום האחרון של כל חודש = month d15,-1
כל חודש עד ה-10 = month d10
כל 1 ו-15 לחודש = month d1,15
בכל ראשון לחודש ב-9 = month d1 09:00
כל רבעון ב-15 לחודש = month/3 d15 >2026-12-15
כל יום ה' ב-16:00 = week w3 16:00
כל שני וחמישי = week w0,3
ימי ראשון ב-10 = week w6 10:00
בכל יום חמישי אחרי הצהריים = week w3
מינואר, כל חודש ב-5 = month d5 >2027-01-01
החל מ-1 בדצמבר, כל יום ב-9 = day 09:00 >2026-12-01
תזכורת לספק כל שבועיים עד שישלם = week/2
אחת לשנה בינואר = year d1 m1
כל יום ראשון ב-9 וכל יום רביעי ב-15:00 = week w6 09:00 | week w2 15:00
""")

TABLES: dict[Language, list[tuple[str, list[str]]]] = {"en": ENGLISH, "it": ITALIAN, "he": HEBREW}


@pytest.mark.parametrize(
    ("lang", "text", "wanted"), [(lang, text, wanted) for lang in LANGUAGES for text, wanted in TABLES[lang]]
)
def test_what_comes_again_is_read(lang: Language, text: str, wanted: list[str]) -> None:
    assert read(text, lang) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_sixty_expressions(lang: Language) -> None:
    assert len({text for text, _ in TABLES[lang]}) >= 60


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "the first Monday of the month"),
        ("en", "on the last working day of the month"),
        ("it", "il primo lunedì del mese"),
        ("it", "l'ultimo giorno lavorativo del mese"),
        ("he", "ביום שני הראשון של החודש"),
        ("he", "ביום העבודה האחרון של החודש"),
    ],
)
def test_what_may_be_meant_for_once_is_left_out_where_asked(lang: Language, text: str) -> None:
    assert read(text, lang)
    assert read(text, lang, implied=False) == []


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("it", "every month on the 25th", "month d25"),
        ("en", "כל 25 לחודש", "month d25"),
        ("he", "ogni lunedì alle 9", "week w0 09:00"),
        ("he", "להזכיר לי every Monday at 9", "week w0 09:00"),
    ],
)
def test_a_message_in_another_language_is_read_too(lang: Language, text: str, wanted: str) -> None:
    assert read(text, lang) == [wanted]


def test_the_words_stand_where_they_were_said() -> None:
    (one,) = read_recurrences("Ricordami, ogni LUNEDÌ e giovedì alle 9, di Rossi", "it", now=now("it"))
    assert one.words == "ogni LUNEDÌ e giovedì alle 9"


def test_a_week_begins_on_sunday_in_hebrew_or_as_asked() -> None:
    hebrew = read_recurrences("כל יום ראשון", "he", now=now("he"))[0].value
    asked = read_recurrences("ogni domenica", "it", now=now("it"), week_start=6)[0].value
    assert hebrew.week_start == asked.week_start == 6
