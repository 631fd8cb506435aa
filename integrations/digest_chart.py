"""The small charts of a digest as PNG, drawn by typst with the fonts that ship beside the templates."""

import json
from functools import cache, lru_cache
from pathlib import Path

import typst

from bot.digest.rendering import Chart

RESOLUTION = 192.0  # pixels an inch, so that a phone's screen shows it sharp
_KEPT = 64
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@lru_cache(_KEPT)
def draw_chart(chart: Chart) -> bytes:
    """The chart as a PNG; the same chart gives the same bytes, and is drawn once for all who are shown it."""
    drawn = typst.compile(
        _TEMPLATES / "pictures" / f"digest_{chart.kind}.typ",
        root=_TEMPLATES / "pictures",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=RESOLUTION,
        sys_inputs={"picture": json.dumps(chart.model_dump(exclude={"alt"}), ensure_ascii=False)},
    )
    return bytes(drawn)


@cache
def _fonts() -> typst.Fonts:
    fonts = _TEMPLATES / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
