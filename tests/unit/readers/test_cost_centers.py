"""Which cost centre a question about a budget names."""

import pytest

from bot.model import Language
from bot.understanding.readers.cost_centers import read_cost_centers


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("how much is left in the marketing budget?", "en", ["marketing"]),
        ("quanto resta nel budget marketing?", "it", ["marketing"]),
        ("quanto resta nel budget?", "it", []),
        ("budget disponibile per il marketing", "it", []),
        ("כמה נשאר בתקציב השיווק?", "he", ["השיווק"]),
    ],
)
def test_what_is_spent_on_stands_beside_the_word_budget(text: str, lang: Language, names: list[str]) -> None:
    assert [one.value for one in read_cost_centers(text, lang)] == names
