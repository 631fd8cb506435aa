"""How people answer a question: yes, no, never mind, I don't know, the second one; in all three languages at once.

`<lang>.toml` holds whole answers and openers, `cues.toml` the single words that other readings look for, `teams.toml`
how the teams are called, `kinds.toml` how the request types are.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from bot.catalogue import TEAMS
from bot.model import LANGUAGES
from bot.understanding.features import simplified

SCOPES = ("approvals", "overdue", "waiting", "team", "mine", "open")
_IT = re.compile(r"(?<![\w-])IT(?![\w-])")  # in capitals; otherwise it is a pronoun, and with a number a task
_REMEMBERED = 256  # messages
_EVEN = str.maketrans("àáèéìíòóùú’", "aaeeiioouu'")  # as the lists are; every character keeps its place
_POINT = re.compile(r"(?<!\S)\(?\d[.)](?=\s)")
_NEAR = 5  # words from "cancel" to what is cancelled: "the Thursday morning reminder"
_PUNCTUATION = " \n,.;:!–-"
_PLEASE = re.compile(r"^(?:please|pls|kindly|per favore|per cortesia|בבקשה|נא)[\s,]+", re.IGNORECASE)
_ANSWERING = ("yes", "no", "correction")
ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Short answers and openers by name ("yes", "cancel", "correction" …), simplified for comparison."""

    words: dict[str, frozenset[str]]
    _openings: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _endings: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _scopes: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _bare: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def means(self, name: str, text: str) -> bool:
        """Whether the whole message is one of these answers, give or take politeness and punctuation."""
        plain = plain_words(text)
        if plain in self.words[name] or self._without_manners(plain) in self.words[name]:
            return True
        rest = self.after(name, text) or ""
        return 0 < len(rest) < len(text) and self.means(name, rest)

    def after(self, names: str | Iterable[str], text: str) -> str | None:
        """What follows when the message opens with one of these words ("no, 250" gives "250"), else None."""
        wanted = (names,) if isinstance(names, str) else names
        even = text.translate(_EVEN)
        longest = max((m.end() for name in wanted if (m := self._opening(name).match(even))), default=None)
        return None if longest is None else text[longest:].lstrip(" ,.;:!–-")

    def only_answers(self, text: str) -> bool:
        """Whether a message is one short answer after the other and nothing else: "yes. no, wait", "1) yes 2) no"."""
        rest: str | None = _POINT.sub(" ", text).replace("?", " ").strip(_PUNCTUATION)
        opened = bool(rest)
        while rest:
            rest = self.after(_ANSWERING, rest)
        return opened and rest is not None

    def number_of_choice(self, text: str, count: int) -> int | None:
        """Which of `count` choices a message names by digit or ordinal, from 0; None when it names none."""
        plain = self._without_manners(plain_words(text)).removeprefix("n ").removeprefix("no ")
        opening, _, last = plain.rpartition(" ")
        plain = last if opening and set(opening.split()) <= self.words["pointing"] else plain
        if re.fullmatch(r"[#(]?\d{1,2}\)?", plain) and 1 <= int(re.sub(r"\D", "", plain)) <= count:
            return int(re.sub(r"\D", "", plain)) - 1
        for position, name in enumerate(ORDINALS[:count]):
            if plain in self.words[name]:
                return position
        return count - 1 if count and plain in self.words["last"] else None

    def without_manners(self, text: str) -> str:
        """The text without a greeting before and thanks after it, as it was written otherwise."""
        rest = self.after("greeting", text)
        text = rest or text
        thanks = self._ending("thanks").search(text.translate(_EVEN))
        return text[: thanks.start()] if thanks else text

    def says_something(self, text: str, *, beside: str | None = None) -> bool:
        """Whether a text has a word beyond those of asking itself ("open a ticket, please") and those of a list."""
        known = self.words["empty"] | (self.words[beside] if beside else frozenset())
        return any(word not in known for word in re.findall(r"\w+", plain_words(text)))

    def reminds_me(self, text: str) -> bool:
        """Whether it is the writer who wants to be reminded."""
        plain = f" {plain_words(text)} "
        return any(f" {phrase} " in plain for phrase in self.words["remind_me"])

    def opens_reminder(self, text: str) -> bool:
        """Whether a text opens with the wish to be reminded: "remind me to call them", "ותזכירי לי להתקשר"."""
        rest = _PLEASE.sub("", self.after("and", text) or text)
        return any(self.after("remind_me", said) is not None for said in (rest, rest.removeprefix("ו")))

    def drops_reminder(self, text: str) -> bool:
        """Whether a message opens by dropping a reminder: "cancel Thursday's reminder", "don't remind me of it"."""
        rest = self.after(("greeting", "yes", "no", "correction"), text) or text
        while opened := self.after(("asking_to", "and"), rest):
            rest = opened
        if any(self.after("unreminded", said) is not None for said in (text, rest)):
            return True
        dropped = self.after("dropping", rest)
        return bool(dropped and self.words["reminders"] & set(plain_words(dropped).split()[:_NEAR]))

    def asks_what_is_owed(self, text: str) -> bool:
        """Whether a message asks what is still to be paid: "how much does … owe us?"."""
        plain = f" {plain_words(text)} "
        return any(phrase in plain for phrase in self.words["owing"])

    def decides(self, text: str) -> bool:
        """Whether a message decides by its own words and does not look, ask or merely agree: "approvo", not "va bene".

        An approval that is named as a thing is not given by that, nor by asking what there is to approve.
        """
        plain = self._without_nouns(text)
        stems = any(stem in plain for stem in self.words["deciding"])
        return "?" not in text and stems and (not self._looks(text) or self._opens_deciding(text))

    def looks_on(self, text: str) -> bool:
        """Whether a message only wants to see what waits for a decision: "my approvals", "what can I approve"."""
        return self._looks(text) and not self._opens_deciding(text)

    def opposes(self, kind: str, text: str) -> bool:
        """Whether a message decides against what a question of this kind asks: "no", "reject that" to an approval."""
        plain = self._without_nouns(text)
        against = any(stem in plain for stem in self.words["rejecting"])
        if kind == "reject":
            return not against and any(stem in plain for stem in self.words["approving"])
        return kind == "approve" and against

    def only_drops(self, text: str) -> bool:
        """Whether a message drops, deletes or takes back without saying what: "never mind", "delete everything"."""
        return any(self.means(name, text) for name in ("cancel", "undo")) or self._sweeps(text)

    def lets_go(self, text: str) -> bool:
        """Whether a message lets go of what is being asked: "cancel", "no, cancel", "never mind, cancel everything"."""
        rest = self.after(("never_mind", "no", "correction"), text) or ""
        return any(self.means("cancel", said) or self._sweeps(said) for said in (text, rest))

    def keeps(self, text: str) -> bool:
        """Whether what went or was about to go shall stay: "actually no, keep it", "בעצם לא, תשאירי אותה"."""
        rest: str | None = text
        while rest:
            if self.means("kept", rest):
                return not self.means("never_mind", text)
            rest = self.after(("no", "correction", "greeting"), rest)
        return False

    def _sweeps(self, text: str) -> bool:
        words = set(plain_words(text).split())
        known = frozenset().union(*(self.words[name] for name in ("destroying", "cancel", "all", "empty", "pointing")))
        return bool(words & (self.words["destroying"] | self.words["cancel"])) and words <= known

    def wants_something(self, text: str) -> bool:
        """Whether a sentence asks or orders by how it opens, after a greeting: "I need …", "scrivi a …"."""
        return "?" in text or self.after("wanting", self.after("greeting", text) or text) is not None

    def _looks(self, text: str) -> bool:
        plain = f" {plain_words(text)} "
        own_noun = bool(self.words["decision_nouns"] & set(plain.split())) and any(
            f" {word} " in plain for word in self.words["own"]
        )
        return own_noun or any(f" {word} " in plain for word in self.words["looking"])

    def _opens_deciding(self, text: str) -> bool:
        """Whether the first word that says something decides: "approve what is waiting"."""
        rest = self.after(("yes", "greeting"), text) or text
        first = next(iter(plain_words(rest).split()), "")
        known = any(stem in first for stem in self.words["deciding"])
        return "?" not in text and known and first not in self.words["decision_nouns"]

    def _without_nouns(self, text: str) -> str:
        return " ".join(word for word in plain_words(text).split() if word not in self.words["decision_nouns"])

    def by_then(self, before: str, words: str) -> bool:
        """Whether a day is a deadline, by the word in front of it or at the beginning of its own words."""
        near = [*plain_words(before).split()[-2:], *plain_words(words).split()[:1]]
        return any(word in self.words["by"] for word in near)

    def scopes(self, text: str) -> tuple[str, ...]:
        """Which tasks a question is about ("approvals", "overdue", "waiting" …), by the words in it."""
        plain = plain_words(text)
        return tuple(scope for scope in SCOPES if self._scope(scope).search(plain))

    def _scope(self, name: str) -> re.Pattern[str]:
        if name not in self._scopes:
            phrases = self.words[f"scope_{name}"]
            ends = "|".join(
                re.escape(phrase.rstrip("-")) + ("" if phrase.endswith("-") else r"(?!\w)") for phrase in phrases
            )
            self._scopes[name] = re.compile(rf"(?<!\w)[ובכלמשה]{{0,2}}(?:{ends})")
        return self._scopes[name]

    def team(self, text: str) -> str | None:
        """The team that a message names, such as "purchasing"; None when it names none, more than one, or says "my"."""
        plain = f" {plain_words(text)} "
        if self.words["own"] & set(plain.split()) and "team" not in self.scopes(text):
            return None
        named = {team for team in TEAMS if any(f" {word} " in plain for word in self.words[f"team_{team}"])}
        if _IT.search(text):
            named.add("it")
        return named.pop() if len(named) == 1 else None

    def _without_manners(self, plain: str) -> str:
        """Without greeting, thanks and please; what was asked last is remembered, since each answer is tried."""
        if plain not in self._bare:
            if len(self._bare) >= _REMEMBERED:
                self._bare.clear()
            self._bare[plain] = self._stripped(plain)
        return self._bare[plain]

    def _stripped(self, plain: str) -> str:
        manners = (
            self.words["interjection"]
            | self.words["greeting"]
            | self.words["thanks"]
            | {"please", "per favore", "per piacere", "בבקשה", "pls"}
        )
        for phrase in sorted(manners, key=len, reverse=True):
            if plain.startswith(f"{phrase} "):
                plain = plain[len(phrase) + 1 :]
            if plain.endswith(f" {phrase}"):
                plain = plain[: -len(phrase) - 1]
        return plain

    def _opening(self, name: str) -> re.Pattern[str]:
        """Matches the longest phrase of a list that fits at the beginning of a message, or behind "oh" or the like."""
        if name not in self._openings:
            before = rf"(?:(?:{self._phrases('interjection')})[\s,.;:!…–-]+)?"
            self._openings[name] = re.compile(rf"\s*{before}(?:{self._phrases(name)})(?=[\s,.;:!–-]|$)", re.IGNORECASE)
        return self._openings[name]

    def _ending(self, name: str) -> re.Pattern[str]:
        """Finds one of the phrases of a list at the end of a message, the longest that fits."""
        if name not in self._endings:
            self._endings[name] = re.compile(rf"[\s,.;:!–-]+(?:{self._phrases(name)})[\s.!]*$", re.IGNORECASE)
        return self._endings[name]

    def _phrases(self, name: str) -> str:
        return "|".join(re.escape(phrase) for phrase in sorted(self.words[name], key=len, reverse=True))


@lru_cache(_REMEMBERED)
def plain_words(text: str) -> str:
    """A short message simplified, without punctuation around its words."""
    plain = simplified(text)
    bare = re.sub(r"[.,;:!?…\"()\[\]{}<>|*~^\\]+", " ", plain)
    return " ".join(bare.split()) or plain


@cache
def load_lexicon() -> Lexicon:
    """The lists of the three languages, put together: a message may mix them."""
    words: dict[str, set[str]] = {}
    for name in (*LANGUAGES, "cues", "teams", "kinds"):
        table = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        for key, phrases in table.items():
            words.setdefault(key, set()).update(plain_words(phrase) for phrase in phrases)
    return Lexicon({key: frozenset(phrases) for key, phrases in words.items()})
