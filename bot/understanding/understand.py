"""From a message to what it wants, with doubt kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.catalogue import Catalogue
from bot.cleaning import clean
from bot.model import FieldValue, Language
from bot.understanding.cutting import Cut, Evidence, cuts, likelihood
from bot.understanding.embeddings import windows
from bot.understanding.fields import read_fields
from bot.understanding.intents import Guess, Intents
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import Lexicon
from bot.understanding.numbered import CHANGING, decided, each_alone
from bot.understanding.readers.name_words import body
from bot.understanding.readers.points import points
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading

ACT = 0.74  # confidence from which the assistant acts; below it asks
DECLINE = 0.4  # confidence from which a message is declined as nothing that an office does
TWO = 0.45  # how likely a cut in two must be
HALF = 0.5  # confidence that each half must reach for a cut to be looked at
REMINDS = 0.97  # how sure a half is a reminder that begins with "remind me"
MOST_CUTS = 1  # cuts that the slow path is asked about, by one encoding a half
EACH_LINE = 0.7  # confidence that each line must reach for a list to be several requests
LOWEST_CHOICE = 0.06  # an intent less likely than this is not offered
WORDS_ONLY = 0.85  # the same for a line or a half whose kind needs nothing but words
FEWEST_WORDS = 4  # of such a line or half
FEWEST_LISTED = 2  # of such a line in a list of requests
MOST_LISTED = 10  # lines of a list that are read as requests
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

        def request(part: str, guess: Guess) -> Request:
            contract = self.catalogue[guess.intent].contract
            reading = Reading(part, language, now, self.lexicon, self.tasks)
            return Request(guess.intent, guess.confidence, read_fields(contract, reading), part)

        if acts := decided(whole, self.tasks, self.lexicon):
            return Understanding(language, tuple(request(words, Guess(act, 1.0)) for act, words in acts), "act")
        guesses = _wordless(whole, self.tasks) or self.intents.guess(whole)
        if several := self._listed(whole, request) or self._two_requests(whole, guesses, request):
            return Understanding(language, self._each(several, request), "act")
        requests = (request(whole, guesses[0]),)
        if guesses[0].intent == "out_of_scope" and guesses[0].confidence >= DECLINE:
            return Understanding(language, requests, "reject")
        choices = tuple(g.intent for g in guesses[:3] if g.confidence >= LOWEST_CHOICE)
        sure = guesses[0].confidence >= ACT
        if sure:
            return Understanding(language, self._each(requests, request), "act")
        return Understanding(language, requests, "ask", choices)

    def _each(self, requests: tuple[Request, ...], request: Callable[[str, Guess], Request]) -> tuple[Request, ...]:
        """The requests, those that change several listed tasks once for each of them."""
        return tuple(
            one if words == one.text else request(words, Guess(one.intent, one.confidence))
            for one in requests
            for words in (each_alone(one.text, self.tasks, self.lexicon) if one.intent in CHANGING else (one.text,))
        )

    def _listed(self, text: str, request: Callable[[str, Guess], Request]) -> tuple[Request, ...]:
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
        return requests if all(self._stands(one, requests, fewest=fewest) for one in requests) else ()

    def _is_request(self, text: str) -> bool:
        """Whether a text, likely enough, wants something that becomes a task."""
        guess = self.intents.glance(text)[0]
        return guess.confidence >= HALF and self.catalogue[guess.intent].opens_task

    def _two_requests(
        self, text: str, guesses: tuple[Guess, ...], request: Callable[[str, Guess], Request]
    ) -> tuple[Request, ...]:
        """The two halves of a text that wants two different things, or nothing; the likeliest cut counts.

        The slow path, which takes its time, is asked about the cut that would be likeliest if it agreed, and only where
        the whole message took it no more than one encoding: it is three for a message at most.
        """
        said = body(text)  # without greetings and signatures, every character in its place
        found: list[tuple[float, Evidence, tuple[Request, Request], tuple[str, str]]] = []
        for cut in cuts(said):
            words = said[cut.left].strip(), said[cut.right].strip()
            one, two = (self._glance(part) for part in words)
            if one.intent == two.intent or min(one.confidence, two.confidence) < HALF:
                continue
            if not _NEVER_HALF & {one.intent, two.intent}:
                halves = request(text[cut.left].strip(), one), request(text[cut.right].strip(), two)
                evidence = self._evidence(cut, halves, guesses)
                found.append((likelihood(evidence), evidence, halves, words))
        best: tuple[Request, ...] = ()
        highest = TWO
        for most, evidence, halves, words in sorted(found, key=lambda one: -one[0])[:MOST_CUTS]:
            agreed = self._agreed(halves, words) if len(windows(text)) == 1 else None
            if most > highest and (sure := likelihood(replace(evidence, agreed=agreed))) > highest:
                best, highest = halves, sure
        return tuple(replace(half, confidence=min(half.confidence, highest)) for half in best)

    def _glance(self, half: str) -> Guess:
        """What a half wants at first sight; who begins with "remind me" says so."""
        return Guess("remind", REMINDS) if self.lexicon.opens_reminder(half) else self.intents.glance(half)[0]

    def _evidence(self, cut: Cut, halves: tuple[Request, Request], guesses: tuple[Guess, ...]) -> Evidence:
        """What speaks for a cut, if the slow path agreed."""
        whole = {guess.intent: guess.confidence for guess in guesses}
        first, second = halves
        return Evidence(
            weakest=min(half.confidence for half in halves),
            agreed=1.0,
            beside=min(whole.get(half.intent, 0.0) for half in halves),
            joint="and" if self._reminds(second) and cut.joint == "sentence" else cut.joint,
            stands=self._stands(first, halves) and (self._stands(second, halves) or self._asks(second)),
            named=self._names(first)
            if self._reminds(second)
            else self._names(second) and (self._names(first) or self.lexicon.wants_something(second.text)),
        )

    def _agreed(self, halves: tuple[Request, Request], words: tuple[str, str]) -> float | None:
        """How likely the slow path alone finds what the fast one does, for the half where it is less so."""
        asked = [one for one in zip(words, halves, strict=True) if not self._reminds(one[1])]
        found = [self.intents.by_meaning(part, half.intent) for part, half in asked]
        return min((share for share in found if share is not None), default=None)

    def _names(self, half: Request) -> bool:
        """Whether a half names something that its kind needs, which is more than words."""
        contract = self.catalogue[half.intent].contract
        needed = {spec.name for spec in contract.fields if spec.required and spec.type != "text"} | {*contract.one_of}
        return bool(needed & set(half.fields))

    def _reminds(self, half: Request) -> bool:
        """Whether a half asks for a reminder by its first words, of which the day may be asked for."""
        return half.intent == "remind" and self.lexicon.opens_reminder(half.text)

    def _asks(self, half: Request) -> bool:
        """Whether a half is a question of its own by its first word and its last sign: "where is our order?"."""
        enough = half.confidence >= WORDS_ONLY and len(_WORD.findall(half.text)) >= FEWEST_WORDS
        asked = half.text.endswith("?") and self.lexicon.after("wanting", half.text) is not None
        return enough and asked and half.intent not in _NEVER_HALF

    def _stands(self, half: Request, halves: tuple[Request, ...], *, fewest: int = FEWEST_WORDS) -> bool:
        """Whether a half is a request of its own and not an explanation, a signature or thanks.

        It has to name what it is about: a task (either half may), or a field that its kind needs; where only
        words are needed, confidence and some words have to do: "budget 5k at most" is none.
        """
        contract = self.catalogue[half.intent].contract
        if self._reminds(half):
            return True
        if half.intent in _NEVER_HALF or half.intent in _NEEDS_NOTHING:
            return half.intent in _NEEDS_NOTHING
        needed = {spec.name for spec in contract.fields if spec.required and spec.type != "text"} | {*contract.one_of}
        if not needed:
            return half.confidence >= WORDS_ONLY and len(_WORD.findall(half.text)) >= fewest
        if "task" in needed:
            return any("task" in other.fields for other in halves)
        return bool(needed & set(half.fields))


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
_WORD = re.compile(r"[^\W\d_]{2,}")
_COUNTED = re.compile(r"\d{1,5}\s*(?:x\s*)?[^\W\d_]{3}")  # a line of an order: "5 cable trays"
