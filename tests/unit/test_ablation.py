"""The ablation draws the same sentences every time, and its tables have a row for all that was tried."""

import zlib
from collections.abc import Sequence

import numpy as np

from bot.understanding.features import Floats
from bot.understanding.training import TEN
from tests.bench import left_out
from tests.bench.ablation import ablation_lines, fewer
from tests.bench.labelled import Messages, drawn

PHRASES = {
    "lunch": {
        "en": ["what is for lunch", "book lunch", "any lunch left"],
        "it": ["che c'è a pranzo", "prenota pranzo"],
    },
    "keys": {"en": ["I lost my keys", "the key is stuck", "a new key"], "it": ["ho perso le chiavi", "chiave rotta"]},
    "parking": {
        "en": ["where can I park", "a parking space", "guest parking"],
        "it": ["dove parcheggio", "un posto auto"],
    },
}
TUNING = [("lunch today", "lunch"), ("my keys are gone", "keys"), ("may I park", "parking")]
HEARD = Messages(["any lunch", "where is the key", "le chiavi"], ["lunch", "keys", "keys"], ["en", "en", "it"])


def _vectors(texts: Sequence[str]) -> Floats:
    """A fixed random direction for each text."""
    some = [np.random.default_rng(zlib.crc32(text.encode())).standard_normal(16) for text in texts]
    return np.asarray(some, dtype=np.float32)


def test_sentences_are_drawn_from_all_of_them_and_the_same_every_time() -> None:
    texts = [str(number) for number in range(100)]
    some = drawn(texts, 10, seed="quote en")
    assert some == drawn(texts, 10, seed="quote en")
    assert [int(one) // 10 for one in some] == list(range(10))
    assert drawn(texts[:3], 10, seed="") == texts[:3]
    assert fewer(PHRASES, None) == PHRASES
    assert {len(texts) for spoken in fewer(PHRASES, 2).values() for texts in spoken.values()} == {2}


def test_every_number_of_sentences_has_a_row_for_each_set_of_messages() -> None:
    head, _, *rows = ablation_lines(PHRASES, TUNING, {"own": HEARD, "other": HEARD}, _vectors, sizes=(2, None))
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row[:2] for row in cells] == [["2", "own"], ["2", "other"], ["all", "own"], ["all", "other"]]
    assert all(0 <= float(cell) <= 1 for row in cells for cell in row[2:])
    assert {row.count("|") for row in (head, *rows)} == {8}


def test_a_trial_counts_its_language_the_others_and_what_it_took() -> None:
    won = np.array(["keys", "keys", ""])
    assert left_out._counted(won, ("keys",), HEARD, "en") == left_out.Trial((1, 1), (0, 1), taken=1)
    mistaken = np.array(["", "lunch", "keys"])
    assert left_out._counted(mistaken, ("keys", "lunch"), HEARD, "it") == left_out.Trial((1, 1), (0, 2), taken=0)
    assert left_out.TEN == TEN
