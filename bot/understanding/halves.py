"""Whether a message wants two things: its two halves, weighed as requests of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.catalogue import Catalogue, Contract
from bot.understanding.cutting import Evidence, cuts, likelihood
from bot.understanding.embeddings import windows
from bot.understanding.intents import Guess, Intents
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers.name_words import body
from bot.understanding.request import AsRequest, Request

MAYBE_TWO = 0.2  # how likely two requests must be for anything to be said of it
HALF = 0.5  # confidence that each half must reach for a cut to be looked at
REMINDS = 0.97  # how sure a half is a reminder that begins with "remind me"
WORDS_ONLY = 0.85  # confidence that a line or a half must reach whose kind needs nothing but words
FEWEST_WORDS = 4  # of such a line or half
_NEVER_HALF = frozenset({"smalltalk", "out_of_scope", "help"})
_NEEDS_NOTHING = frozenset({"list_tasks"})


@dataclass(frozen=True, slots=True)
class Halves:
    """The two things that a message may want, and how likely it wants both."""

    requests: tuple[Request, Request]
    likelihood: float

    def both(self) -> tuple[Request, ...]:
        """The two, neither surer than that there are two."""
        return tuple(replace(half, confidence=min(half.confidence, self.likelihood)) for half in self.requests)

    def aside(self, taken: str) -> str:
        """The words of the half that is left when a message is taken for one request of the other half's kind."""
        left = [half.text for half in self.requests if half.intent != taken]
        return left[0] if len(left) == 1 else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to cut a text, and what speaks for it; `words` are the halves without greetings and signatures."""

    requests: tuple[Request, Request]
    words: tuple[str, str]
    evidence: Evidence


@dataclass(frozen=True)
class Splitter:
    """What is needed to tell one request from two."""

    catalogue: Catalogue
    intents: Intents
    lexicon: Lexicon

    def likeliest(self, text: str, guesses: tuple[Guess, ...], request: AsRequest) -> Halves | None:
        """The likeliest two halves of a text, None where it can hardly want two different things.

        The slow path, which takes its time, is asked about the cut that would be likeliest if it agreed, and only where
        the whole message took it no more than one encoding: it is three for a message at most.
        """
        found = list(self.candidates(text, guesses, request))
        best = max(found, key=lambda one: likelihood(one.evidence), default=None)
        if best is None or likelihood(best.evidence) < MAYBE_TWO:
            return None
        agreed = self.agreed(best) if len(windows(text)) == 1 else None
        sure = likelihood(replace(best.evidence, agreed=agreed))
        return Halves(best.requests, sure) if sure >= MAYBE_TWO else None

    def candidates(self, text: str, guesses: tuple[Guess, ...], request: AsRequest) -> Iterator[Candidate]:
        """The ways to cut a text into two different things, each weighed as if the slow path agreed.

        `guesses` are what the whole text wants.
        """
        said = body(text)  # without greetings and signatures, every character in its place
        for cut in cuts(said):
            words = said[cut.left].strip(), said[cut.right].strip()
            one, two = (self._glance(part) for part in words)
            if one.intent == two.intent or min(one.confidence, two.confidence) < HALF:
                continue
            if not _NEVER_HALF & {one.intent, two.intent}:
                halves = request(text[cut.left].strip(), one), request(text[cut.right].strip(), two)
                yield Candidate(halves, words, self._evidence(cut.joint, halves, words, guesses))

    def agreed(self, candidate: Candidate) -> float | None:
        """How likely the slow path alone finds what the fast one does, for the half where it is less so."""
        halves = zip(candidate.words, candidate.requests, strict=True)
        found = [self.intents.by_meaning(part, half.intent) for part, half in halves if not self._reminds(half)]
        return min((share for share in found if share is not None), default=None)

    def stands(self, half: Request, halves: tuple[Request, ...], *, fewest: int = FEWEST_WORDS) -> bool:
        """Whether a half is a request of its own and not an explanation, a signature or thanks.

        It has to name what it is about: a task (either half may), or a field that its kind needs; where only
        words are needed, confidence and some words have to do: "budget 5k at most" is none.
        """
        contract = self.catalogue[half.intent].contract
        if self._reminds(half):
            return True
        if half.intent in _NEVER_HALF or half.intent in _NEEDS_NOTHING:
            return half.intent in _NEEDS_NOTHING
        needed = _needed(contract)
        if not needed:
            return half.confidence >= WORDS_ONLY and len(_WORD.findall(half.text)) >= fewest
        if "task" in needed:
            return any("task" in other.fields for other in halves)
        return bool(needed & set(half.fields))

    def _glance(self, half: str) -> Guess:
        """What a half wants at first sight; who begins with "remind me" says so."""
        first = self.intents.glance(half)[0]
        if not self.lexicon.opens_reminder(half) or (first.intent == "remind" and first.confidence > REMINDS):
            return first
        return Guess("remind", REMINDS)

    def _evidence(
        self, joint: str, halves: tuple[Request, Request], words: tuple[str, str], guesses: tuple[Guess, ...]
    ) -> Evidence:
        whole = {guess.intent: guess.confidence for guess in guesses}
        echoes = {guess.intent: guess.confidence for guess in self.intents.glance(words[1])}
        first, second = halves
        return Evidence(
            weakest=min(half.confidence for half in halves),
            strongest=max(half.confidence for half in halves),
            agreed=1.0,
            beside=min(whole.get(half.intent, 0.0) for half in halves),
            echoed=echoes.get(first.intent, 0.0),
            joint="added" if self._reminds(second) else joint,
            stands=self.stands(first, halves) and (self.stands(second, halves) or self._asks(second)),
            named="task" in first.fields,
            fields=len(second.fields),
            plain=self._plain(first, second),
        )

    def _plain(self, first: Request, second: Request) -> bool:
        """Whether each half says what it is about, or the second opens like a wish and does where its kind needs it."""
        if self._reminds(second):
            return self._names(first)
        wish = self.lexicon.wants_something(second.text)
        if self._reminds(first):
            return wish
        named = self._names(second)
        return (named and self._names(first)) or (
            wish and (named or not _needed(self.catalogue[second.intent].contract))
        )

    def _names(self, half: Request) -> bool:
        """Whether a half names something that its kind needs, which is more than words."""
        return bool(_needed(self.catalogue[half.intent].contract) & set(half.fields))

    def _reminds(self, half: Request) -> bool:
        """Whether a half asks for a reminder by its first words, of which the day may be asked for."""
        return half.intent == "remind" and self.lexicon.opens_reminder(half.text)

    def _asks(self, half: Request) -> bool:
        """Whether a half is a question of its own by its first word and its last sign: "where is our order?"."""
        enough = half.confidence >= WORDS_ONLY and len(_WORD.findall(half.text)) >= FEWEST_WORDS
        asked = half.text.endswith("?") and self.lexicon.after("wanting", half.text) is not None
        return enough and asked and half.intent not in _NEVER_HALF


def _needed(contract: Contract) -> set[str]:
    """The fields that a request of a kind has to have, less those that are mere words."""
    return {spec.name for spec in contract.fields if spec.required and spec.type != "text"} | {*contract.one_of}


_WORD = re.compile(r"[^\W\d_]{2,}")
