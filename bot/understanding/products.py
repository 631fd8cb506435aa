"""Which products of the price list a description may mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.model import Product
from bot.understanding.features import simplified

_MANY = 2000  # products, from which those that have no word's beginning are passed over without a closer look
_HEAD = 4  # letters
_NEAR = 84  # of 100: one slip in a word of six letters
_HEBREW_STEM = 3  # letters that stay of a Hebrew word
_HEBREW_PREFIXES = "הבלמושכ"
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_FILLERS = frozenset("the of for with and di da con per del della e של עם the a an un una il la le i gli lo".split())


@dataclass(frozen=True, slots=True)
class Fitting:
    """The products that a description may mean, the likeliest family first.

    `whole` when every word of the description is theirs: a single one is then what was meant.
    """

    products: tuple[Product, ...]
    whole: bool

    @property
    def only(self) -> Product | None:
        """The product that needs no question."""
        return self.products[0] if self.whole and len(self.products) == 1 else None


def find_products(description: str, products: Sequence[Product]) -> Fitting:
    """The products that fit every word of a description, else the most of them; a number or unit alone fits none."""
    wanted = _stems(description)
    if len(products) > _MANY:
        heads = [word.replace("י", "")[:_HEAD] for word in wanted]
        products = [one for one in products if any(head in one.at_a_glance for head in heads)]
    plain = simplified(description)
    if exact := [p for p in products if plain in {simplified(p.sku), *map(simplified, p.names.values())}]:
        return Fitting(tuple(exact), whole=True)
    scores = {product.sku: _fits(wanted, product) for product in products}
    best = max(scores.values(), default=0)
    fitting = [product for product in products if best and scores[product.sku] == best]
    families = Counter(product.sku.split("-")[0] for product in fitting)
    ordered = sorted(fitting, key=lambda p: (-families[p.sku.split("-")[0]], p.sku))
    return Fitting(tuple(ordered), whole=best >= len(wanted))


def shares_word(one: str, other: str) -> bool:
    """Whether two names of things have a word in common, whatever its number or case."""
    words = set(_stems(other))
    return any(_is_thing(word) and _among(word, words) for word in _stems(one))


def all_words_in(said: str, name: str) -> bool:
    """Whether every word of a description that tells what a thing is stands in a name."""
    words, things = set(_stems(name)), [word for word in _stems(said) if _is_thing(word)]
    return bool(things) and all(_among(word, words) for word in things)


def _fits(wanted: tuple[str, ...], product: Product) -> int:
    """How many of the wanted words stand in the product's name, in the language where it has most; or its number."""
    if simplified(product.sku) in wanted:
        return 99
    names = [set(_stems(name)) for name in product.names.values()]
    if not any(_among(word, name) for name in names for word in wanted if _is_thing(word)):
        return 0
    return max(sum(_among(word, name) for word in wanted) for name in names)


def _is_thing(word: str) -> bool:
    """Whether a word can tell what a thing is: not a number, size or unit."""
    return len(word) > 2 and not any(char.isdigit() for char in word)


def _among(word: str, stems: set[str]) -> bool:
    return word in stems or (len(word) > 3 and any(fuzz.ratio(word, stem) >= _NEAR for stem in stems))


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    words = [word.strip(".,;:()") for word in simplified(text).replace("-", " ").split()]
    if simplified(text).count("-") == 1 and " " not in text.strip():
        words.append(simplified(text).strip())
    return tuple(_stem(word) for word in words if word and word not in _FILLERS)


def _stem(word: str) -> str:
    """A word without its ending of number or construct and its Hebrew prefix: rough, the same for both sides.

    A yod inside a Hebrew word may be written or not: כיסא, כסא.
    """
    if word[0].isdigit():
        return word
    if "א" <= word[0] <= "ת":
        if len(word) > 4 and word[0] in _HEBREW_PREFIXES:
            word = word[1:] if word[0] in "הוב" else word
        for ending in ("ות", "ים", "ה", "ת", "י"):
            if len(word) - len(ending) >= _HEBREW_STEM and word.endswith(ending):
                word = word.removesuffix(ending)
                break
        if len(word) > 3:
            word = word[0] + word[1:-1].replace("י", "") + word[-1]
        return word.translate(_FINALS)
    for ending in ("ies", "es", "s"):
        if len(word) > 4 and word.endswith(ending) and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word[:-1] if len(word) > 4 and word[-1] in "aeio" else word
