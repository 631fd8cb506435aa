"""Absences whose length is said, and whose day is said anew."""

from datetime import date

import pytest

from tests.handlers.talk import Talk


def days(talk: Talk) -> tuple[object, object]:
    fields = talk.task("AT-0001").fields
    return fields["start_date"].content, fields["end_date"].content if "end_date" in fields else None


@pytest.mark.parametrize(
    ("who", "said", "first", "last"),
    [
        ("Hannah", "I'm off 3 days from Monday", (11, 23), (11, 25)),
        ("Hannah", "I'd like a week of holiday from 14 December", (12, 14), (12, 20)),
        ("Alessio", "prendo 3 giorni di ferie da lunedì", (11, 23), (11, 25)),
        ("Alessio", "vorrei ferie per due settimane dal 14 dicembre", (12, 14), (12, 27)),
        ("Maayan", "אני בחופש 3 ימים החל מיום רביעי", (11, 25), (11, 29)),
        ("Maayan", "יומיים חופש מיום ראשון", (11, 22), (11, 23)),
        ("Maayan", "חופש שבוע מה-6 לדצמבר", (12, 6), (12, 12)),
        ("Maayan", "חופש מ-6.12 ל-5 ימים", (12, 6), (12, 10)),
        ("Hannah", "I'd like a day off in two weeks", (12, 4), None),
        ("Maayan", "חופש בעוד שבוע", (11, 27), None),
    ],
)
def test_days_that_are_counted_end_on_the_last_of_them(
    talk: Talk, who: str, said: str, first: tuple[int, int], last: tuple[int, int] | None
) -> None:
    talk.say(who, said)
    assert days(talk) == (date(2026, *first), date(2026, *last) if last else None)


def test_reported_days_are_counted_one_by_one(talk: Talk) -> None:
    talk.say("Maayan", "שבועיים מילואים מ-1 בדצמבר")
    assert days(talk) == (date(2026, 12, 1), date(2026, 12, 14))


@pytest.mark.parametrize(
    ("who", "said", "answer", "first", "last"),
    [
        ("Hannah", "I need 3 days off in December", "14 December", (12, 14), (12, 16)),
        ("Alessio", "vorrei due giorni di ferie a dicembre", "il 14 dicembre", (12, 14), (12, 15)),
        ("Maayan", "צריכה 3 ימי חופש בדצמבר", "6.12", (12, 6), (12, 8)),
    ],
)
def test_a_few_days_in_a_month_are_not_the_month(
    talk: Talk, who: str, said: str, answer: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    assert talk.say(who, said).reply.asks
    assert talk.tasks() == ()
    talk.say(who, answer)
    assert days(talk) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize(
    ("who", "said", "corrects"),
    [
        ("Hannah", "day off on Monday", "no, not Monday, Tuesday"),
        ("Alessio", "ferie lunedì", "no, non lunedì, martedì"),
        ("Maayan", "חופש ביום שני", "לא ביום שני, ביום שלישי"),
    ],
)
def test_the_day_that_is_not_meant_goes(talk: Talk, who: str, said: str, corrects: str) -> None:
    talk.says(who, said, corrects)
    assert days(talk) == (date(2026, 11, 24), None)
