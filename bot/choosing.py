"""Which of the choices offered a message takes."""

import re

from rapidfuzz import fuzz

from bot.conversation import Choice
from bot.turn import Turn
from bot.understanding.lexicon import plain_words
from bot.understanding.readers.numbers import read_numbers

_FITS = 0.6  # of the words that say something must be words of the label
_SAME_WORD = 85  # of 100: give or take a slip or an ending
_FIXED = frozenset({"new", "more"})
_NEW = frozenset({"new", "other"})
_ASKED_AGAIN = frozenset({"new", "leave-out"})
_MORE = frozenset(
    {"more", "others", "show more", "altri", "altro", "mostra altri", "עוד", "אחרים", "תראה עוד", "תראי עוד"}
)


def chosen(said: str, choices: tuple[Choice, ...], turn: Turn) -> Choice | None:
    """The choice that a message names by number, by place or by words of its label; None when it is unclear."""
    place = turn.lexicon.number_of_choice(said, len(choices))
    if place is not None:
        return choices[place]
    if named := next((choice for choice in choices if plain_words(choice.label) == plain_words(said)), None):
        return named
    fixed = {choice.value: choice for choice in choices if choice.value in _FIXED}
    if turn.lexicon.means("new_party", said) and (new := next((c for c in choices if c.value in _NEW), None)):
        return new
    if "more" in fixed and plain_words(said) in _MORE:
        return fixed["more"]
    if agreed := _by_yes_or_no(said, choices, turn) or _by_price(said, choices, turn):
        return agreed
    words = [word for word in plain_words(said).split() if word not in turn.lexicon.words["pointing"]]
    scores = sorted(((_fits(words, one), -i) for i, one in enumerate(choices) if one.value not in _FIXED), reverse=True)
    if not scores or scores[0][0] < _FITS or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return choices[-scores[0][1]]


def _by_yes_or_no(said: str, choices: tuple[Choice, ...], turn: Turn) -> Choice | None:
    """Yes takes the only choice; "is it the same?" is answered by yes or no."""
    agrees = turn.lexicon.means("yes", said)
    if len(choices) == 1:
        return choices[0] if agrees and choices[0].value not in _ASKED_AGAIN else None
    twin = {choice.value: choice for choice in choices}
    if set(twin) != {"same", "other"}:
        return None
    if agrees or turn.lexicon.after("yes", said) is not None:
        return twin["same"]
    return twin["other"] if turn.lexicon.after("no", said) is not None else None


def _by_price(said: str, choices: tuple[Choice, ...], turn: Turn) -> Choice | None:
    """The cheapest or dearest choice, or the only one at the price that is said."""
    priced = sorted((choice for choice in choices if choice.price is not None), key=lambda one: one.price or 0)
    plain = plain_words(said)
    for name, place in (("cheapest", 0), ("dearest", -1)):
        if priced and any(phrase in plain for phrase in turn.lexicon.words[name]):
            return priced[place]
    numbers = {found.value for found in read_numbers(said, turn.language)}
    at_price = [choice for choice in priced if choice.price in numbers]
    return at_price[0] if len(at_price) == 1 else None


def parts(said: str) -> list[str]:
    """Several answers in one message: "the 160 and Nova", "2, 1"."""
    cut = re.split(r"\s*(?:,|;|\n|\band\b|\be\b|\bpoi\b|\bthen\b|\s+ו-?(?=[א-ת\d]))\s*", said)
    return [part for part in cut if part.strip()]


def _fits(words: list[str], choice: Choice) -> float:
    """Which share of the words stands in the label."""
    label = plain_words(choice.label).split()
    return sum(any(_same(word, other) for other in label) for word in words) / len(words) if words else 0.0


def _same(word: str, other: str) -> bool:
    if word.isdigit() or other.isdigit():
        return word == other
    bare = word[1:] if len(word) > 3 and word[0] in "הבלוש" else word
    return fuzz.ratio(word, other) >= _SAME_WORD or bare == other
