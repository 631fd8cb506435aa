"""From a message to what it wants, with doubt kept."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.catalogue import Catalogue
from bot.cleaning import clean
from bot.model import Language
from bot.understanding.fields import read_fields
from bot.understanding.halves import FEWEST_WORDS, HALF, Splitter
from bot.understanding.intents import Guess, Intents
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import Lexicon
from bot.understanding.numbered import CHANGING, decided, each_alone
from bot.understanding.readers.points import points
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading
from bot.understanding.request import AsRequest, Request

ACT = 0.74  # confidence from which the assistant acts; below it asks
DECLINE = 0.4  # confidence from which a message is declined as nothing that an office does
TWO = 0.55  # how likely a cut in two must be for the assistant to act on both halves
EACH_LINE = 0.7  # confidence that each line must reach for a list to be several requests
LOWEST_CHOICE = 0.06  # an intent less likely than this is not offered
FEWEST_LISTED = 2  # of such a line in a list of requests
MOST_LISTED = 10  # lines of a list that are read as requests


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message wants: the best guess always, and whether to act on it, ask among `choices`, or decline.

    `aside` are words of the message that may be another request and are not acted on.
    """

    language: Language
    requests: tuple[Request, ...]
    decision: Literal["act", "ask", "reject"]
    choices: tuple[str, ...] = ()
    aside: str = ""


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
        request = self.reader(language, now)
        if acts := decided(whole, self.tasks, self.lexicon):
            return Understanding(language, tuple(request(words, Guess(act, 1.0)) for act, words in acts), "act")
        guesses = _wordless(whole, self.tasks) or self.intents.guess(whole)
        several = self._listed(whole, request)
        halves = None if several else self.splitter.likeliest(whole, guesses, request)
        if halves and halves.likelihood > TWO:
            several = halves.both()
        if several:
            return Understanding(language, self._each(several, request), "act")
        requests = (request(whole, guesses[0]),)
        if guesses[0].intent == "out_of_scope" and guesses[0].confidence >= DECLINE:
            return Understanding(language, requests, "reject")
        aside = halves.aside(guesses[0].intent) if halves else ""
        if guesses[0].confidence >= ACT:
            return Understanding(language, self._each(requests, request), "act", aside=aside)
        choices = tuple(g.intent for g in guesses[:3] if g.confidence >= LOWEST_CHOICE)
        return Understanding(language, requests, "ask", choices, aside)

    def reader(self, language: Language, now: datetime) -> AsRequest:
        """What reads some words that were written in a language at this time as a request of a kind."""

        def request(part: str, guess: Guess) -> Request:
            contract = self.catalogue[guess.intent].contract
            reading = Reading(part, language, now, self.lexicon, self.tasks)
            return Request(guess.intent, guess.confidence, read_fields(contract, reading), part)

        return request

    @property
    def splitter(self) -> Splitter:
        """What tells one request from two."""
        return Splitter(self.catalogue, self.intents, self.lexicon)

    def _each(self, requests: tuple[Request, ...], request: AsRequest) -> tuple[Request, ...]:
        """The requests, those that change several listed tasks once for each of them."""
        return tuple(
            one if words == one.text else request(words, Guess(one.intent, one.confidence))
            for one in requests
            for words in (each_alone(one.text, self.tasks, self.lexicon) if one.intent in CHANGING else (one.text,))
        )

    def _listed(self, text: str, request: AsRequest) -> tuple[Request, ...]:
        """The requests of a list, a line each, or nothing: a list of things that are ordered is one request.

        A line may be short ("printer jammed") unless what stands above the list is a request, which it may belong to.
        """
        above, every = _list_lines(text)
        lines = [line for line in every if len(line.split()) > 1]
        if len(lines) < 2 or any(_COUNTED.match(line) for line in lines):
            return ()
        found = [(line, self.intents.glance(line)[0]) for line in lines[:MOST_LISTED]]
        if any(guess.confidence < EACH_LINE for _, guess in found) or len({guess.intent for _, guess in found}) == 1:
            return ()
        requests = tuple(request(line, guess) for line, guess in found)
        fewest = FEWEST_WORDS if self._is_request(above) else FEWEST_LISTED
        return requests if all(self.splitter.stands(one, requests, fewest=fewest) for one in requests) else ()

    def _is_request(self, text: str) -> bool:
        """Whether a text, likely enough, wants something that becomes a task."""
        guess = self.intents.glance(text)[0]
        return guess.confidence >= HALF and self.catalogue[guess.intent].opens_task


def whole_text(text: str, subject: str | None) -> str:
    """What is understood of a message: the subject of a mail, which may say what it wants, and the text."""
    return clean(f"{subject}\n{text}" if subject else text)


def _wordless(text: str, numbers: TaskNumbers) -> tuple[Guess, ...]:
    """What a message without words means: a task's number asks how it stands, with a sign it says; figures say nothing.

    A cross may turn down or drop, so it is asked about.
    """
    tasks, rest = numbers.read(text), text
    for task in tasks:
        rest = rest.replace(task.words, " ")
    if re.search(r"[^\W\d_]", rest):
        return ()
    signs = [acts for sign, acts in _SIGNS.items() if sign in rest]
    if tasks and len(set(signs)) == 1 and "?" not in rest:
        return tuple(Guess(act, 0.95 / len(signs[0])) for act in signs[0])
    return (Guess("task_status", 1.0) if tasks else Guess("out_of_scope", 0.0),)


def _list_lines(text: str) -> tuple[str, list[str]]:
    """What stands above a list, and behind its marks, a line each, or behind "1) … 2) …" in a line."""
    hits = list(_LIST_LINE.finditer(text))
    if len(hits) > 1 or not (marks := points(text)):
        return text[: hits[0].start() if hits else 0], [hit[1].strip() for hit in hits]
    ends = [*(begin for begin, _ in marks[1:]), len(text)]
    lines = [text[start:end].strip(" ,;") for (_, start), end in zip(marks, ends, strict=True)]
    return text[: marks[0][0]], lines


_SIGNS = {
    **dict.fromkeys("✅✔☑", ("complete",)),
    "👍": ("approve",),
    "👎": ("reject",),
    **dict.fromkeys("❌✖", ("reject", "cancel")),
}
_LIST_LINE = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-•*–—])[ \t]+(.+)$", re.MULTILINE)
_COUNTED = re.compile(r"\d{1,5}\s*(?:x\s*)?[^\W\d_]{3}")  # a line of an order: "5 cable trays"
