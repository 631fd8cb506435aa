"""From a message to what it wants, with doubt kept."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.catalogue import Catalogue
from bot.cleaning import clean
from bot.model import FieldValue, Language
from bot.understanding.fields import Reading, read_fields
from bot.understanding.intents import Guess, Intents
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers.name_words import body
from bot.understanding.readers.references import TaskNumbers

ACT = 0.6  # confidence from which the assistant acts; below it asks
DECLINE = 0.4  # confidence from which a message is declined as nothing that an office does
APART = 0.93  # confidence that each half must reach for a message to be two requests
EACH_LINE = 0.7  # confidence that each line must reach for a list to be several requests
LOWEST_CHOICE = 0.06  # an intent less likely than this is not offered
MOST_PARTS = 8
MOST_LISTED = 10  # lines of a list that are read as requests
WORDS_ONLY = 0.85  # the same for a line that consists of words alone
_NEVER_HALF = frozenset({"smalltalk", "out_of_scope", "help"})
_NEEDS_NOTHING = frozenset({"list_tasks"})


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
    intents: Intents
    languages: LanguageReader
    lexicon: Lexicon
    tasks: TaskNumbers

    def understand(
        self, text: str, *, now: datetime, last: Language | None = None, subject: str | None = None
    ) -> Understanding:
        """What a text (and the subject of a mail) wants; `now` is when and where it was written.

        `last` is the writer's last language, which decides where the text says too little.
        """
        whole = whole_text(text, subject)
        language = self.languages.detect(clean(text), last)
        guesses = _wordless(whole, self.tasks) or self.intents.guess(whole)

        def request(part: str, guess: Guess) -> Request:
            contract = self.catalogue[guess.intent].contract
            reading = Reading(part, language, now, self.lexicon, self.tasks)
            return Request(guess.intent, guess.confidence, read_fields(contract, reading), part)

        if several := self._listed(whole, request) or self._two_requests(whole, guesses[0], request):
            return Understanding(language, several, "act")
        requests = (request(whole, guesses[0]),)
        if guesses[0].intent == "out_of_scope" and guesses[0].confidence >= DECLINE:
            return Understanding(language, requests, "reject")
        choices = tuple(g.intent for g in guesses[:3] if g.confidence >= LOWEST_CHOICE)
        sure = guesses[0].confidence >= ACT
        return Understanding(language, requests, "act" if sure else "ask", () if sure else choices)

    def _listed(self, text: str, request: Callable[[str, Guess], Request]) -> tuple[Request, ...]:
        """The requests of a list, a line each, or nothing: a list of things that are ordered is one request."""
        lines = [line for hit in _LIST_LINE.finditer(text) if len((line := hit[1].strip()).split()) > 1]
        if len(lines) < 2 or any(_COUNTED.match(line) for line in lines):
            return ()
        found = [(line, self.intents.glance(line)[0]) for line in lines[:MOST_LISTED]]
        if any(guess.confidence < EACH_LINE for _, guess in found) or len({guess.intent for _, guess in found}) == 1:
            return ()
        requests = tuple(request(line, guess) for line, guess in found)
        return requests if all(self._stands(one, requests) for one in requests) else ()

    def _two_requests(self, text: str, whole: Guess, request: Callable[[str, Guess], Request]) -> tuple[Request, ...]:
        """The two halves of a text that wants two different things, or nothing.

        A cut counts when each half can stand alone and both are likelier what they are than the whole is one thing, or
        the joint is a plain one.
        """
        best: tuple[Request, ...] = ()
        highest = 0.0
        for left, right, plain in _cuts(body(text)):
            one, two = self.intents.glance(left)[0], self.intents.glance(right)[0]
            weakest = min(one.confidence, two.confidence)
            least = highest if plain else max(highest, whole.confidence)
            if one.intent == two.intent or weakest < APART or weakest <= least:
                continue
            halves = (request(left, one), request(right, two))
            if all(self._stands(half, halves) for half in halves):
                best, highest = halves, weakest
        return best

    def _stands(self, half: Request, halves: tuple[Request, ...]) -> bool:
        """Whether a half is a request of its own and not an explanation, a signature or thanks.

        It has to name what it is about: a task (either half may), or a field that its kind needs; where only
        words are needed, confidence has to do.
        """
        contract = self.catalogue[half.intent].contract
        if half.intent in _NEVER_HALF or half.intent in _NEEDS_NOTHING:
            return half.intent in _NEEDS_NOTHING
        needed = {spec.name for spec in contract.fields if spec.required and spec.type != "text"} | {*contract.one_of}
        if not needed:
            return half.confidence >= WORDS_ONLY
        if "task" in needed:
            return any("task" in other.fields for other in halves)
        return bool(needed & set(half.fields))


def whole_text(text: str, subject: str | None) -> str:
    """What is understood of a message: the subject of a mail, which may say what it wants, and the text."""
    return clean(f"{subject}\n{text}" if subject else text)


def _wordless(text: str, numbers: TaskNumbers) -> tuple[Guess, ...]:
    """What a message without words means: a task's number asks how it stands, other figures say nothing."""
    tasks, rest = numbers.read(text), text
    for task in tasks:
        rest = rest.replace(task.words, " ")
    if re.search(r"[^\W\d_]", rest):
        return ()
    return (Guess("task_status", 1.0) if tasks else Guess("out_of_scope", 0.0),)


_JOINT = re.compile(
    r"(?:[.;?!\n]+\s+"
    r"|,?\s+(?:and then|and also|and|also|then|plus|e poi|e anche|e|ed|poi|inoltre|וגם|ואז|בנוסף)[\s,]+"
    r"|,\s+|\s+(?=ו[א-ת]{2,}))"
)


_LIST_LINE = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-•*–—])[ \t]+(.+)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_COUNTED = re.compile(r"\d{1,5}\s*(?:x\s*)?[^\W\d_]{3}")  # one more line of an order: "… and 5 cable trays"


def _cuts(text: str) -> Iterator[tuple[str, str, bool]]:
    """Ways to cut the beginning of a text in two at its joints, each half with at least two words (four at a comma).

    A plain joint is the end of a sentence or a word for "and"; a comma or a grown-on ו may as well join two things.
    """
    for joint in list(_JOINT.finditer(text[:600]))[:MOST_PARTS]:
        left, right = text[: joint.start()].strip(), text[joint.end() :].strip()
        listed = _COUNTED.match(right) and not re.search(r"[.;?!\n]", joint[0])
        plain = joint[0].strip(" ,") != ""
        if min(len(_WORD.findall(left)), len(_WORD.findall(right))) >= (2 if plain else 4) and not listed:
            yield left, right, plain
