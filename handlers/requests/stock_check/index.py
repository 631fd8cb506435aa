"""Which product an order's line surely means, told quickly of thousands of products and hundreds of lines."""

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.model import Item, Product
from bot.understanding.features import simplified
from bot.understanding.products import find_products, shares_word

_ALIKE = 60  # of 100: words less alike share no stem
_NEAR = 84  # of 100, for words with figures, which have no stem
_MOST = 12  # names that have every word of a description: more are no single product
_SHORT = 3  # characters: so short a figure is only itself
_FEW = 4  # products among which a line is looked for one by one


class ProductIndex:
    """Finds what `find_products(...).only` finds among all products, by the words of their names; made once."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = products
        self._by_sku = {product.sku: product for product in products}
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._vocabulary: list[str] = []
        self._words: dict[str, frozenset[tuple[str, str]]] = {}
        self._meant: dict[str, Product | None] = {}
        self._read = False

    def meant(self, item: Item, among: Sequence[Product]) -> Product | None:
        """The product among these that a line of an order surely means."""
        if item.sku:
            return self._by_sku.get(item.sku)
        if item.description not in self._meant:
            few = len(among) <= _FEW
            unlike = few and not find_products(item.description, among).whole
            self._meant[item.description] = None if unlike else self._only(item.description)
        return self._meant[item.description]

    def _only(self, description: str) -> Product | None:
        self._read_names()
        plain = simplified(description)
        if exact := self._exact.get(plain):
            return self._by_sku[next(iter(exact))] if len(exact) == 1 else None
        words = _words(plain)
        skus = {sku for word in words for sku in self._exact.get(word, ())}
        skus |= {sku for sku, _ in self._having([word for word in words if _tells(word)])}
        if len(skus) > _MOST:
            return None
        return find_products(description, [self._by_sku[sku] for sku in sorted(skus)]).only

    def _having(self, words: list[str]) -> frozenset[tuple[str, str]]:
        """The names that have all of these words."""
        having: frozenset[tuple[str, str]] | None = None
        for word in sorted(words, key=len, reverse=True):
            alike = self._alike(word)
            having = alike if having is None else having & alike
            if not having:
                break
        return having or frozenset()

    def _read_names(self) -> None:
        """Takes in the names, when a line is looked for the first time."""
        if self._read:
            return
        self._read = True
        for product in self._products:
            self._exact[simplified(product.sku)].add(product.sku)
            for language, name in product.names.items():
                plain = simplified(name)
                self._exact[plain].add(product.sku)
                for word in _words(plain):
                    self._names[word].add((product.sku, language))
        self._vocabulary = list(self._names)

    def _alike(self, word: str) -> frozenset[tuple[str, str]]:
        """The names that have a word or one that is nearly the same."""
        if word not in self._words:
            figures = any(char.isdigit() for char in word)
            cutoff = _ALIKE if not figures else _NEAR if len(word) > _SHORT else 100
            close = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
            same = [one for one, _, _ in close if figures or shares_word(word, one)]
            self._words[word] = frozenset(name for one in same for name in self._names[one])
        return self._words[word]


def _words(plain: str) -> list[str]:
    return [bare for word in plain.replace("-", " ").split() if (bare := word.strip(".,;:()"))]


def _tells(word: str) -> bool:
    """Whether a word tells products apart: a thing, or a size; neither filler nor unit."""
    return any(char.isdigit() for char in word) or shares_word(word, word)
