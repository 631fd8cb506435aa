"""The figures and number words of a text, in the order they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.model import LANGUAGES, Language
from bot.understanding.readers.number_words import Word, number_word
from bot.understanding.readers.tables import table

_TOKEN = re.compile(
    r"(?P<figure>(?<![0-9] )[0-9]{1,3}(?: [0-9]{3}){1,4}(?! ?[0-9])(?:[.,][0-9]{1,2}(?![0-9]))?"
    r"|[0-9]+(?:[.,'][0-9]+)*)|(?P<word>[a-z]+|[\u05d0-\u05ea]+)"
)
# Phone numbers, IBANs and addresses, whose figures count nothing.
_CODE = re.compile(
    r"\+[0-9][0-9 ().-]{5,18}[0-9]|(?<![0-9/.,-])0[0-9]{1,3}[ -][0-9]{3,8}(?:[ -][0-9]{2,4})?(?![0-9])"
    r"|(?<![a-z0-9])[a-z]{2}[0-9]{2}(?: ?[a-z]?[0-9]{2,4}[a-z]?){3,8}(?![a-z0-9])|[a-z0-9._-]{1,64}@[a-z0-9.-]{1,64}"
)

_GRAND = re.compile(" (?:piano|total|hall|hotel|tour|opening|prix)")


@dataclass(frozen=True, slots=True)
class Token:
    """A figure, a number word of a language, or letters such as the k of "3k", at `[start, end)`."""

    start: int
    end: int
    text: str
    figure: bool
    word: Word | None = None
    language: Language | None = None

    @property
    def kind(self) -> str:
        return self.word.kind if self.word else ""


@dataclass(slots=True)
class Cursor:
    """A place among the tokens of a folded text."""

    text: str
    tokens: list[Token]
    at: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def peek(self) -> Token | None:
        """The next token when nothing but a space or a dash lies between."""
        after = self._after()
        gap = self.text[self.token.end : after.start] if after else "?"
        return after if gap.strip(" ") in ("", "-") and len(gap) <= 3 else None

    def glued(self) -> Token | None:
        """The next token when nothing lies between."""
        after = self._after()
        return after if after and after.start == self.token.end else None

    def _after(self) -> Token | None:
        return self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None


@cache
def attached() -> dict[str, int]:
    """What letters glued to a figure multiply it by: 3k, 36mila."""
    return {word: value for language in LANGUAGES for word, value in table("numbers")[language]["attached"].items()}


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether letters, figures or an address go on right beside a word, which makes it no number word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before.isalnum() and not before.isdigit()) or before in ("@", "_") or after in ("@", "_"):
        return True
    return after.isalnum() or (after == "." and text[end + 1 : end + 2].isalnum())


def _token(match: re.Match[str], text: str, language: Language) -> Token | None:
    start, end = match.span()
    if match["figure"]:
        return Token(start, end, match["figure"], figure=True)
    if known := number_word(match["word"], language):
        if _goes_on(text, start, end) or (match["word"] == "grand" and _GRAND.match(text, end)):
            return None
        return Token(start, end, match["word"], figure=False, word=known[1], language=known[0])
    return Token(start, end, match["word"], figure=False) if match["word"] in attached() else None


def tokens(text: str, language: Language) -> Iterator[Token]:
    """The tokens of a folded text outside phone numbers, IBANs and addresses."""
    codes = [*(match.span() for match in _CODE.finditer(text)), (len(text) + 1, len(text) + 1)]
    at = 0
    for match in _TOKEN.finditer(text):
        while codes[at][1] <= match.start():
            at += 1
        if codes[at][0] >= match.end() and (token := _token(match, text, language)):
            yield token
