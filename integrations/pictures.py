"""The pictures of an evaluation as PNG, drawn by typst with the fonts that ship beside the templates."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import typst

from bot.evaluation import Outcome, guesses, single
from bot.measures import Guess, calibration, calibration_bins

RESOLUTION = 144.0  # pixels an inch
COLUMNS = 20  # of a histogram of confidences
NEAR = 0.9  # confidence from which the right half of the picture begins
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def draw_calibration(outcomes: Sequence[Outcome]) -> bytes:
    """Confidence against truth in bins of equally many messages, with a histogram of the confidences."""
    given = guesses(outcomes)
    found = calibration(given)
    bins = [(one.sure, one.right.value, *(one.right.interval or (0.0, 1.0))) for one in calibration_bins(given)]
    return _draw(
        "calibration",
        {
            "messages": len(given),
            "error": f"{found.error:.3f}",
            "interval": f"{found.interval[0]:.3f}-{found.interval[1]:.3f}",
            "perfect": f"{found.perfect:.3f}",
            "bins": [dict(zip(("sure", "share", "low", "high"), one, strict=True)) for one in bins],
            "histogram": _histogram(given, 0.0),
            "near": _histogram(given, NEAR),
        },
    )


def draw_confusions(outcomes: Sequence[Outcome]) -> bytes:
    """What was wanted against what was understood, a row and a column for each type that occurs."""
    pairs = Counter((single(one.wanted), single(one.got)) for one in outcomes)
    names = sorted({*chain.from_iterable(pairs)})
    return _draw(
        "confusions",
        {
            "messages": len(outcomes),
            "wrong": sum(not one.right for one in outcomes),
            "names": [name.replace("_", " ") for name in names],
            "totals": [sum(pairs[wanted, got] for got in names) for wanted in names],
            "counts": [[pairs[wanted, got] for got in names] for wanted in names],
        },
    )


def _histogram(given: Sequence[Guess], start: float) -> list[int]:
    """How many confidences lie in each column from `start` to 1."""
    shares = [(sure - start) / (1 - start) for sure, _ in given if sure >= start]
    counts = Counter(min(COLUMNS - 1, int(share * COLUMNS)) for share in shares)
    return [counts[place] for place in range(COLUMNS)]


def _draw(picture: str, values: dict[str, Any]) -> bytes:
    """The picture of this name, filled with these values; the same values give the same bytes."""
    drawn = typst.compile(
        _TEMPLATES / "pictures" / f"{picture}.typ",
        root=_TEMPLATES / "pictures",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=RESOLUTION,
        sys_inputs={"picture": json.dumps(values, ensure_ascii=False)},
    )
    return bytes(drawn)


@cache
def _fonts() -> typst.Fonts:
    fonts = _TEMPLATES / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
