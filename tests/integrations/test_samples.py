"""The documents that `docs/samples` shows are those that the program makes."""

from functools import cache

import pytest

from bot import app
from bot.model import LANGUAGES
from tests.pdf_reader import pages
from tests.samples import picture, samples

FOLDER = app.HERE / "docs" / "samples"
NAMES = [f"{kind}.{language}" for language in LANGUAGES for kind in ("quote", "purchase_order")]


@cache
def made() -> dict[str, bytes]:
    return dict(samples())


def test_each_language_has_a_quote_and_a_purchase_order() -> None:
    assert sorted(made()) == sorted(NAMES)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.{end}" for name in NAMES for end in ("pdf", "png")}


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_document_is_the_one_made_now(name: str) -> None:
    kept = (FOLDER / f"{name}.pdf").read_bytes()
    assert kept == made()[name], "run: python -m tests.samples docs/samples"
    assert pages(kept) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_picture_is_one_of_the_page(name: str) -> None:
    kept, now = (FOLDER / f"{name}.png").read_bytes(), picture(made()[name])
    assert kept[:33] == now[:33]  # its head: size and colours; the packing of the rest is the machine's own


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 600_000
