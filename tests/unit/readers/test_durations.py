"""How long something lasts."""

import pytest

from bot.model import Language
from bot.understanding.readers.durations import read_lasting


@pytest.mark.parametrize(
    ("lang", "text", "lasting"),
    [
        ("en", "I'm off 3 days from tomorrow", (3, "day")),
        ("en", "two weeks of holiday", (2, "week")),
        ("en", "for a week", (1, "week")),
        ("en", "in 3 days", None),
        ("en", "two weeks ago", None),
        ("it", "prendo tre giorni", (3, "day")),
        ("it", "una settimana di ferie", (1, "week")),
        ("it", "tra due settimane", None),
        ("he", "3 ימי חופש", (3, "day")),
        ("he", "שלושה ימים", (3, "day")),
        ("he", "יומיים חופש", (2, "day")),
        ("he", "ל-5 ימים", (5, "day")),
        ("he", "שבועיים מילואים", (2, "week")),
        ("he", "חופש בעוד שבוע", None),
        ("he", "השבוע", None),
        ("he", "שבוע הבא", None),
        ("he", "לפני יומיים", None),
    ],
)
def test_days_and_weeks_are_counted(lang: Language, text: str, lasting: tuple[int, str] | None) -> None:
    found = read_lasting(text, lang)
    assert ((found.value.count, found.value.unit) if found else None) == lasting
