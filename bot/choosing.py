"""Which of the choices offered a message takes."""

import re

from rapidfuzz import fuzz

from bot.conversation import Choice
from bot.turn import Turn
from bot.understanding.lexicon import plain_words

_FITS = 0.6  # of the words that say something must be words of the label
_SAME_WORD = 85  # of 100: give or take a slip or an ending
_FIXED = frozenset({"new", "more"})
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
    if len(choices) == 1 and turn.lexicon.means("yes", said):
        return choices[0]
    fixed = {choice.value: choice for choice in choices if choice.value in _FIXED}
    if "new" in fixed and turn.lexicon.means("new_party", said):
        return fixed["new"]
    if "more" in fixed and plain_words(said) in _MORE:
        return fixed["more"]
    words = [word for word in plain_words(said).split() if word not in turn.lexicon.words["pointing"]]
    scores = sorted(((_fits(words, one), -i) for i, one in enumerate(choices) if one.value not in _FIXED), reverse=True)
    if not scores or scores[0][0] < _FITS or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return choices[-scores[0][1]]


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
