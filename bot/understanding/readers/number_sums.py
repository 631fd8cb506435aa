"""How number words join into one number, each word once and from left to right."""

import re
from decimal import Decimal

from bot.understanding.readers.number_tokens import Cursor, Token
from bot.understanding.readers.number_words import Word

_PLURAL_AFTER = re.compile(" [a-z]{2,}[ie](?![a-z])")
_SUBJECT_BEFORE = re.compile(r"(?:tu|ci|se|che|non|dove|chi|come|quando|mi|ti) \Z")


class Sum:
    """One number in words, begun at the cursor: what is summed so far, and which word may come next."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor, self.first, self.language = cursor, cursor.token, cursor.token.language
        self.total, self.current = Decimal(0), Decimal(0)
        self.last_scale, self.closed, self.end = 0, False, cursor.token.start
        self.group, self.article_first = 0, False

    def run(self) -> Decimal | None:
        """The number's value, with the cursor on its last word, or None when the words make none."""
        if not self._take(self.first):
            return None
        while not self.closed and self._step():
            pass
        value = self.total + self.current
        return value if value > 0 and not self._is_the_verb() else None

    @property
    def article(self) -> bool:
        """Whether it is no more than "a", "un", "one"."""
        return self.first.kind == "one" and self.end == self.first.end

    def _is_the_verb(self) -> bool:
        """In Italian "sei" is "six" only before a plural: "sei sedie", not "sei in ufficio?"."""
        if self.first.text != "sei" or self.end != self.first.end:
            return False
        before = self.cursor.text[max(0, self.first.start - 8) : self.first.start]
        return _PLURAL_AFTER.match(self.cursor.text, self.end) is None or _SUBJECT_BEFORE.search(before) is not None

    def _step(self) -> bool:
        keep, token = self.cursor.at, self.cursor.peek()
        joined = token is not None and token.kind == "and" and token.language == self.language
        if joined:
            self.cursor.at += 1
            token = self._after_and()
        if token and token.language == self.language and self._fits(token, joined=joined):
            self.cursor.at += 1
            if self._take(token):
                return True
        self.cursor.at = keep
        return False

    def _after_and(self) -> Token | None:
        """What "and" joins: a number, "half", or the "half" of "and a half"; never an article of the next thing."""
        token = self.cursor.peek()
        if token is None or token.kind != "one":
            return token
        keep = self.cursor.at
        self.cursor.at += 1
        half = self.cursor.peek()
        if half and half.kind == "half":
            return half
        self.cursor.at = keep
        return token if token.text == "one" else None

    def _fits(self, token: Token, *, joined: bool) -> bool:
        word = token.word
        if word is None:
            return False
        joined = joined or word.joined
        if self.language == "he" and word.kind == "add" and not joined:
            return self._is_teen(word) or word.value >= 100 or self.current % 100 == 0
        return joined or word.kind != "half"

    def _is_teen(self, word: Word) -> bool:
        """The second word of חמש עשרה."""
        return self.language == "he" and word.value == 10 and not word.joined and self.current % 100 in range(1, 10)

    def _take(self, token: Token) -> bool:
        ways = {
            "one": self._one,
            "add": self._add,
            "hundred": self._hundred,
            "scale": self._scale,
            "group": self._group,
        }
        word = token.word
        taken = word is not None and (ways[word.kind](word) if word.kind in ways else self._half())
        if taken:
            self.end = token.end
        return taken

    def _one(self, word: Word) -> bool:
        return self._add(word)

    def _add(self, word: Word) -> bool:
        if self._is_teen(word):
            self.current += 10
            return True
        if self.current and (self.current % 1 or 10 <= self.current % 100 < 20 or word.value >= self._place()):
            return False
        if word.value >= 1000:
            if self.total or self.current:
                return False
            self.total, self.last_scale = Decimal(word.value), 1000
            return True
        self.current += word.value
        return True

    def _place(self) -> int:
        """The place of the last figure that is not 0: 10 in 120."""
        return next((step for step in (1, 10, 100) if self.current % (step * 10)), 1000)

    def _hundred(self, word: Word) -> bool:
        teens = self.language == "en" and not self.total and self.current < 100 and self.current % 10
        if self.current > 9 and not teens:
            return False
        self.current = (self.current or 1) * Decimal(word.value)
        return True

    def _scale(self, word: Word) -> bool:
        if self.last_scale and word.value >= self.last_scale:
            return False
        self.total += (self.current or 1) * Decimal(word.value)
        self.current, self.last_scale = Decimal(0), word.value
        return True

    def _group(self, word: Word) -> bool:
        self.group, self.article_first = word.value, self.first.kind == "one" and self.current == 1
        self.current = (self.current or 1) * Decimal(word.value)
        self.closed = True
        return True

    def _half(self) -> bool:
        """Two and a half, due milioni e mezzo, מיליון וחצי; a thousand or more may still follow two and a half."""
        if self.current:
            self.current += Decimal("0.5")
        elif self.last_scale:
            self.total += Decimal(self.last_scale) / 2
            self.closed = True
        return bool(self.current) or self.closed
