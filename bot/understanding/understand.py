"""From a message to what it wants, with doubt kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.catalogue import Catalogue
from bot.cleaning import clean
from bot.model import FieldValue, Language
from bot.understanding.classifier import Classifier, Guess
from bot.understanding.fields import Reading, read_fields
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import Lexicon

ACT = 0.45  # confidence from which the assistant acts; below it asks
APART = 0.55  # confidence that each half must reach for a message to be two requests
LOWEST_CHOICE = 0.06  # an intent less likely than this is not offered
MOST_PARTS = 8
_NEVER_HALF = frozenset({"smalltalk", "out_of_scope", "help", "general"})


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a message wants: a kind, how likely it is (0 to 1), its fields, and the words it stands in."""

    intent: str
    confidence: float
    fields: dict[str, FieldValue]
    text: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message wants: the best guess always, and whether to act on it, ask among `choices`, or decline."""

    language: Language
    requests: tuple[Request, ...]
    decision: Literal["act", "ask", "reject"]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understander:
    """The parts that understanding is made of, built once per process."""

    catalogue: Catalogue
    classifier: Classifier
    languages: LanguageReader
    lexicon: Lexicon

    def understand(
        self, text: str, *, now: datetime, last: Language | None = None, subject: str | None = None
    ) -> Understanding:
        """What a text (and the subject of a mail) wants; `now` is when and where it was written.

        `last` is the writer's last language, which decides where the text says too little.
        """
        whole = clean(f"{subject}\n{text}" if subject else text)
        language = self.languages.detect(clean(text), last)
        guesses = self.classifier.guess(whole)
        halves = self._two_requests(whole, guesses[0])
        wanted = halves or ((whole, guesses[0]),)
        requests = tuple(self._request(part, guess, language=language, now=now) for part, guess in wanted)
        if halves:
            return Understanding(language, requests, "act")
        if guesses[0].intent == "out_of_scope" and guesses[0].confidence >= ACT:
            return Understanding(language, requests, "reject")
        choices = tuple(g.intent for g in guesses[:3] if g.confidence >= LOWEST_CHOICE)
        sure = guesses[0].confidence >= ACT
        return Understanding(language, requests, "act" if sure else "ask", () if sure else choices)

    def _request(self, part: str, guess: Guess, *, language: Language, now: datetime) -> Request:
        contract = self.catalogue[guess.intent].contract
        fields = read_fields(contract, Reading(part, language, now, self.lexicon))
        return Request(guess.intent, guess.confidence, fields, part)

    def _two_requests(self, text: str, whole: Guess) -> tuple[tuple[str, Guess], ...]:
        """The two halves of a text that wants two different things, or nothing.

        A cut counts when both halves are likelier what they are than the whole is one thing.
        """
        best: tuple[tuple[str, Guess], ...] = ()
        score = max(0.0, whole.confidence - 0.35)
        for left, right in _cuts(text):
            one, two = self.classifier.guess(left)[0], self.classifier.guess(right)[0]
            weakest = min(one.confidence, two.confidence)
            if one.intent == two.intent or weakest < APART or {one.intent, two.intent} & _NEVER_HALF:
                continue
            if weakest > score:
                best, score = ((left, one), (right, two)), weakest
        return best


_JOINT = re.compile(
    r"(?:[.;?!\n]+\s+"
    r"|,?\s+(?:and then|and also|and|also|then|plus|e poi|e anche|e|ed|poi|inoltre|וגם|ואז|בנוסף)[\s,]+"
    r"|,\s+|\s+(?=ו[א-ת]{2,}))"
)


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Ways to cut a text in two at its joints, each half with at least two words; only short texts have them."""
    joints = list(_JOINT.finditer(text[:600]))[:MOST_PARTS]
    for joint in joints:
        left, right = text[: joint.start()].strip(), text[joint.end() :].strip()
        if len(left.split()) > 1 and len(right.split()) > 1:
            yield left, right
