"""Which products a description may mean."""

import pytest

from bot.understanding.products import find_products, shares_word
from tests.builders import PRODUCTS


def skus(description: str) -> list[str]:
    return [product.sku for product in find_products(description, PRODUCTS).products]


@pytest.mark.parametrize(
    ("description", "fitting"),
    [
        ("desks", ["DSK-100", "DSK-150"]),
        ("desk 150", ["DSK-150"]),
        ("Quercia 100", ["DSK-100"]),
        ("scrivanie", ["DSK-100", "DSK-150"]),
        ("scrivania Quercia da 150", ["DSK-150"]),
        ("שולחנות", ["DSK-100", "DSK-150"]),
        ("office chairs", ["CHR-100"]),
        ("offce chair", ["CHR-100"]),
        ("sedie da ufficio", ["CHR-100"]),
        ("כיסאות משרדיים", ["CHR-100"]),
        ("כסאות משרדיים", ["CHR-100"]),
        ("כסא", ["CHR-100"]),
        ("floor lamps", ["LMP-100"]),
        ("LMP-100", ["LMP-100"]),
        ("lmp-100", ["LMP-100"]),
        ("unicorns", []),
        ("150", []),
        ("cm", []),
        ("", []),
        ("???", []),
    ],
)
def test_a_description_fits_by_its_words_in_any_language(description: str, fitting: list[str]) -> None:
    assert skus(description) == fitting


def test_a_yod_that_is_left_out_is_no_other_word_in_a_long_price_list_either() -> None:
    many = [PRODUCTS[0].model_copy(update={"sku": f"X-{number}", "names": {"en": "x"}}) for number in range(2001)]
    assert [one.sku for one in find_products("כסאות", [*many, *PRODUCTS]).products] == ["CHR-100"]


def test_only_a_description_whose_every_word_fits_needs_no_question() -> None:
    assert find_products("office chairs", PRODUCTS).only is not None
    assert find_products("office chairs with wings", PRODUCTS).only is None
    assert find_products("desks", PRODUCTS).only is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the chairs", "Office chair Faggio", True),
        ("scrivania", "scrivanie", True),
        ("הכיסאות", "כיסא משרדי", True),
        ("הכסאות", "כיסא משרדי", True),
        ("תעלות כבלים", "תעלת כבלים", True),
        ("תעלות", "תעלת כבלים", True),
        ("lamps", "Office chair Faggio", False),
        ("100", "Desk Quercia 100 cm", False),
    ],
)
def test_two_names_of_a_thing_share_a_word(one: str, other: str, same: bool) -> None:  # noqa: FBT001  a table's column
    assert shares_word(one, other) == same
