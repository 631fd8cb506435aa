"""Which products of the price list a description may mean."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.model import Product
from bot.understanding.features import simplified

_NEAR = 84  # of 100: one slip in a word of six letters
_HEBREW_PREFIXES = "הבלמושכ"
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_FILLERS = frozenset("the of for with and di da con per del della e של עם the a an un una il la le i gli lo".split())


def find_products(description: str, products: Sequence[Product]) -> tuple[Product, ...]:
    """The products that fit every word of a description, else the most of them; the likeliest family first.

    One product means it is settled; several, that somebody has to choose; none, that we do not have it.
    """
    wanted = _stems(description)
    if not wanted:
        return ()
    exact = [p for p in products if simplified(description) in {simplified(p.sku), *map(simplified, p.names.values())}]
    if exact:
        return tuple(exact)
    scores = {product.sku: _fits(wanted, product) for product in products}
    best = max(scores.values(), default=0)
    if best == 0:
        return ()
    fitting = [product for product in products if scores[product.sku] == best]
    families = Counter(product.sku.split("-")[0] for product in fitting)
    return tuple(sorted(fitting, key=lambda p: (-families[p.sku.split("-")[0]], p.sku)))


def _fits(wanted: list[str], product: Product) -> int:
    """How many of the wanted words stand in the product's name, in the language where it has most; or its number."""
    if simplified(product.sku) in wanted:
        return 99
    return max(sum(_among(word, _stems(name)) for word in wanted) for name in product.names.values())


def _among(word: str, stems: list[str]) -> bool:
    return any(word == stem or (len(word) > 3 and fuzz.ratio(word, stem) >= _NEAR) for stem in stems)


def _stems(text: str) -> list[str]:
    words = [word.strip(".,;:()") for word in simplified(text).replace("-", " ").split()]
    if simplified(text).count("-") == 1 and " " not in text.strip():
        words.append(simplified(text).strip())
    return [_stem(word) for word in words if word and word not in _FILLERS]


def _stem(word: str) -> str:
    """A word without its plural ending and, in Hebrew, the prefix grown on to it: rough, the same for both sides."""
    if word[0].isdigit():
        return word
    if "א" <= word[0] <= "ת":
        if len(word) > 4 and word[0] in _HEBREW_PREFIXES:
            word = word[1:] if word[0] in "הוב" else word
        for ending in ("ות", "ים", "ה", "י"):
            if len(word) > 4 and word.endswith(ending):
                word = word.removesuffix(ending)
                break
        return word.translate(_FINALS)
    for ending in ("ies", "es", "s"):
        if len(word) > 4 and word.endswith(ending) and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word[:-1] if len(word) > 4 and word[-1] in "aeio" else word
