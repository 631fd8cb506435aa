"""Which request type a message names in place of another: "no, a purchase order", "non un preventivo, un ordine"."""

import re
from functools import cache

from bot.catalogue import Catalogue, Kind
from bot.understanding.lexicon import load_lexicon, plain_words

_IT = re.compile(r"(?<![\w-])IT(?![\w-])")  # in capitals; otherwise it is a pronoun
_ELIDED = re.compile(r"\b(?:un|l|d|dell|all|sull|nell|quest|quell)'")
_HEBREW = re.compile(r"[א-ת]{4,}")
_NOT = "¬"
_LONGEST = 120  # characters; who says only which type it is needs fewer


def kinds_meant(text: str, current: str, types: Catalogue, *, shown: bool) -> tuple[str, ...]:
    """The request types that a message says it is instead of `current`: none, the one, or those that the name fits.

    The message opens with a no or with "I meant", or says that it is not the current one; where that was just `shown`,
    "it's a …" and "actually, a …" are enough. It says nothing else, and no word that is a field of the current type.
    """
    if len(text) > _LONGEST or current not in types:
        return ()
    words, openers = _bare(text), ("meant", "no", "correction", "it_is") if shown else ("meant",)
    names = sorted(_names(types[current]), key=len) if _NOT in words else ()
    readings = [rest for name in names if (rest := _without(name, words)) is not None]
    if load_lexicon().after(openers, plain_words(text)) is not None:
        readings += [words.removeprefix(f"{_NOT} ")]  # Hebrew says no and not with one word
    for rest in readings:
        called = [kind.id for kind in types.requests() if kind.id != current and rest in _names(kind)]
        if called and rest not in _labels(types[current]):
            return tuple(called)
    return ()


def kinds_opened(text: str, types: Catalogue) -> tuple[str, ...]:
    """The request types that a message opens by their name and says nothing else of: "please open an IT ticket"."""
    named = load_lexicon().after("opens_new", _wish(text)) if len(text) <= _LONGEST else None
    return tuple(kind.id for kind in types.requests() if _bare(named) in _names(kind)) if named else ()


def opens_unnamed(text: str) -> bool:
    """Whether a message opens a request and says nothing of it: "I'd like to open a request", "new ticket"."""
    lexicon, wish = load_lexicon(), _wish(text) if len(text) <= _LONGEST else ""
    named = lexicon.after("opens_new", wish)
    words = plain_words(wish if named is None else named).split()
    nouns = [word for word in words if word in lexicon.words["any_request"]]
    return len(nouns) > (named is None) and all(word in nouns or word in lexicon.words["around"] for word in words)


def _wish(text: str) -> str:
    """The words without greetings, thanks and what is said to be polite."""
    lexicon, said = load_lexicon(), text
    while rest := lexicon.after(("greeting", "asking_to", "wishing"), said):
        said = rest
    return lexicon.without_manners(said)


def _names(kind: Kind) -> frozenset[str]:
    """How a type is called: by its name and title, and in everyday words."""
    called = [words for one in kind.wording.values() for words in (one.name, one.title)]
    everyday = load_lexicon().words.get(f"kind_{kind.id}", ())
    return frozenset(bare for name in (*called, *everyday) if (bare := _bare_name(name)))


def _labels(kind: Kind) -> frozenset[str]:
    return frozenset(_bare_name(field.label) for one in kind.wording.values() for field in one.fields.values())


def _without(name: str, words: str) -> str | None:
    """The words without "not a …" of this name; None where that does not stand there."""
    rest, count = re.subn(rf"(?:^| ){_NOT} {re.escape(name)}(?= |$)", " ", words)
    return " ".join(rest.split()) if count else None


@cache
def _bare_name(name: str) -> str:
    return _bare(name)


def _bare(text: str) -> str:
    """The words that say which type it is, without articles, grown on to them or not; a negation becomes one sign."""
    plain = _ELIDED.sub(" ", plain_words(_IT.sub("computer", text)))
    words = _negation().sub(_NOT, plain.replace("-", " ")).split()
    return " ".join(_rooted(word) for word in words if word not in load_lexicon().words["around"])


@cache
def _negation() -> re.Pattern[str]:
    phrases = sorted(load_lexicon().words["not_that"], key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, phrases))})(?![\w'])")


def _rooted(word: str) -> str:
    """A Hebrew word without the article and the preposition "to" that grow on to it; others as they are."""
    while _HEBREW.fullmatch(word) and word[0] in "הל":
        word = word[1:]
    return word
