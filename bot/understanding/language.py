"""Which of the three languages a message is in."""

import math
import re
import unicodedata
from collections import Counter
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.catalogue import Catalogue
from bot.model import Language
from bot.understanding.features import simplified

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")  # accents, once a letter is taken apart
_FEW_WORDS = 3  # say too little to change the language of a talk
_NOTHING = 0.3  # log odds that say nothing
_CERTAIN = 2.0  # log odds from our own words at which letters need not be asked
_NO_WORD = re.compile(r"\d|\S@\S|https?://\S")  # in an address or a number


class LanguageReader:
    """Tells English, Italian and Hebrew apart: by Hebrew letters, by the words of our own phrases, by letter patterns.

    A general identifier alone takes "approve Q-0001" for Italian; words that colleagues use settle most short texts.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._counts = {language: _counted(catalogue, language) for language in ("en", "it")}

    def detect(self, text: str, last: Language | None = None) -> Language:
        """The language of a text; one that says next to nothing is in the writer's last language.

        Hebrew letters decide for Hebrew as soon as they begin a third of the words, since names and terms
        inside a Hebrew message are often Latin.
        """
        words = _words(" ".join(piece for piece in text.split() if not _NO_WORD.search(piece)))
        hebrew = sum("א" <= word[0] <= "ת" for word in words)
        if hebrew and hebrew * 3 >= len(words):
            return "he"
        odds = sum(self._odds(word) for word in words)
        if last and abs(odds) < _NOTHING:
            return last  # names and numbers alone are in no language
        odds += {"en": 0.5, "it": -0.5}.get(last or "", 0.0)
        if abs(odds) < _CERTAIN and (not words or (last and len(words) <= _FEW_WORDS)):
            return last or "en"
        if abs(odds) < _CERTAIN and len(words) > 2:
            odds += _by_letters(" ".join(words))
        return "en" if odds >= 0 else "it"

    def _odds(self, word: str) -> float:
        """The log odds of English against Italian that one word gives."""
        english, italian = self._counts["en"][word], self._counts["it"][word]
        return math.log((english + 0.5) / (italian + 0.5)) if english + italian else 0.0


def _counted(catalogue: Catalogue, language: Language) -> Counter[str]:
    """How often each word occurs in the phrases of a language; a kind at a time, to be light."""
    counts: Counter[str] = Counter()
    for kind in catalogue.kinds.values():
        phrases = "\n".join(kind.phrases.get(language, ()))
        counts.update(_WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKD", phrases).casefold())))
    return counts


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(simplified(text)) if len(word) > 1 or "א" <= word <= "ת"]


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", "it"])
    return identifier


def _by_letters(text: str) -> float:
    language, sureness = _identifier().classify(text)
    odds = math.log(sureness / max(1 - sureness, 1e-3))
    return odds if language == "en" else -odds
