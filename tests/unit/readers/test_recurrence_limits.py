"""What does not come again though it sounds like it, and texts that are long or make no sense."""

from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import LANGUAGES, Language
from bot.understanding.readers.dates import read_dates
from bot.understanding.readers.recurrence import read_recurrences
from tests.effort import cost, grows_evenly

ZONES = {"en": "Europe/London", "it": "Europe/Rome", "he": "Asia/Jerusalem"}


def now(lang: Language) -> datetime:
    return datetime(2026, 11, 18, 10, tzinfo=ZoneInfo(ZONES[lang]))


NEVER: dict[Language, str] = {
    "en": """
every employee needs a laptop
every new colleague gets a badge
each invoice over 1,000 euro goes to Carla
every time I print it jams
the totals of every month
a table with the sales for each month
the monthly report for October
send me the weekly figures
I need the quarterly VAT report by Friday
5 euro for every day of delay
rent is 900 euro a month
three chairs for every desk
every 3 employees share a printer
everything is late on Monday
call me on Monday at 9
the 25th of the month before
an annual subscription
each one
every single supplier
daily allowance for the Milan trip
six Fridays in Bristol
the daily, please
what's the monthly on a small car
""",
    "it": """
ogni collega
ogni dipendente ha bisogno di un portatile
ogni fattura sopra i 1000 euro va a Carla
ogni volta che stampo si inceppa
i totali di ogni mese
una tabella con le vendite per ogni mese
il report mensile di ottobre
mi servono i dati settimanali
la liquidazione trimestrale entro venerdì
5 euro per ogni giorno di ritardo
l'affitto è di 900 euro al mese
tre sedie per ogni scrivania
ogni 3 dipendenti una stampante
chiamami lunedì alle 9
tutti i fornitori
tutti i colleghi di Milano
ogni tanto
un abbonamento annuale
i venerdì di Jolanda non vengono concessi
ognuno
ogni prezzo
""",
    "he": """
כל עובד
כל עובד חדש צריך מחשב נייד
כל חשבונית מעל 1000 שקל עוברת לקרלה
כל פעם שאני מדפיס יש תקלה
הסכומים של כל חודש
הדוח החודשי של אוקטובר
לשלוח לי את הנתונים השבועיים
דוח רבעוני עד יום חמישי
5 אירו על כל יום איחור
שכר הדירה 900 שקל לחודש
כל היום
כל הזמן
כל החודש
כל 3 עובדים
כל הספקים
להתקשר אליי ביום ראשון ב-9
כל אחד
כל המחירים
מנוי שנתי
ככל הידוע
""",
}


@pytest.mark.parametrize(
    ("lang", "text"), [(lang, line) for lang in LANGUAGES for line in NEVER[lang].strip().splitlines()]
)
def test_what_does_not_come_again_is_left(lang: Language, text: str) -> None:
    assert read_recurrences(text, lang, now=now(lang)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "every each month on the 25th first Monday at 9 until of day ogni mese il lunedì e alle fine giorno del כל "
            "חודש ב-25 יום ראשון לחודש אחת ל , . 3 31/12 quarterly".split(" ")
        ),
        max_size=25,
    ),
    st.sampled_from(LANGUAGES),
)
def test_no_text_breaks_the_reader(words: list[str], lang: Language) -> None:
    found = read_recurrences(" ".join(words), lang, now=now(lang))
    assert all(one.start < one.end for one in found)


@pytest.mark.parametrize(
    "piece", ["every month on the ", "il primo e il ", "כל יום א' ו-", "every ", "1, ", "and 1st "]
)
def test_a_text_four_times_as_long_takes_hardly_more_than_four_times_as_long(piece: str) -> None:
    moment = now("en")
    assert grows_evenly(
        lambda text: read_recurrences(f"ogni every כל {text}", "en", now=moment), piece * (4_000 // len(piece))
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whether_something_comes_again_costs_hardly_more_than_its_days(lang: Language) -> None:
    said = "every month on the 25th at 9 send the report; ogni lunedì e giovedì alle 9; ביום העבודה האחרון של כל חודש"
    texts, moment, fresh = [f"{text} {said}" for text in NEVER[lang].split("\n")], now(lang), count()
    rules = cost(lambda: [read_recurrences(f"{text} #{next(fresh)}", lang, now=moment) for text in texts])
    days = cost(lambda: [read_dates(f"{text} #{next(fresh)}", lang, now=moment) for text in texts])
    assert rules < 4 * days
