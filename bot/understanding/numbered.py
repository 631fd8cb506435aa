"""Several tasks that one sentence numbers: "approve AT-0001 and reject Q-0001", "close IT-0001 and IT-0002". Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.lexicon import Lexicon, plain_words
from bot.understanding.readers.found import Found
from bot.understanding.readers.references import TaskNumbers

CHANGING = frozenset({"approve", "assign", "cancel", "complete", "reject", "reopen"})
"""The acts that change a task, of which none is done to the first task alone where a sentence numbers more."""

_LOOKED_AT = 400  # characters; a longer message tells a story
_MOST = 10  # tasks
_NEGATED_WITHIN = 2  # words before a verb
_WORD = re.compile(r"[^\W_]+(?:['’״\"][^\W_]+)?")
_PLEASE = re.compile(r"\bper (?:favore|piacere)\b", re.IGNORECASE)
_HANGING = re.compile(r"[\s,;.:–-]+$")


@dataclass(frozen=True, slots=True)
class _Verb:
    start: int
    end: int
    act: str
    noun: bool


def decided(text: str, numbers: TaskNumbers, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Which act each numbered task gets, with the words of it alone; nothing unless the sentence only decides.

    A verb stands before its tasks or behind them, the same way throughout. Where there is a question, a condition, a
    negation or a word that is none of deciding, nothing is taken for granted.
    """
    found = numbers.read(text) if len(text) <= _LOOKED_AT else []
    verbs = _verbs(text, found, lexicon)
    if not 1 < len({one.value for one in found}) <= _MOST or not verbs or _in_doubt(text, verbs, lexicon):
        return ()
    cut = _verbs_first if verbs[0].start < found[0].start else _verbs_last
    acts = cut(text, found, verbs, lexicon)
    return acts if len(acts) == len({one.value for one in found}) else ()


def each_alone(text: str, numbers: TaskNumbers, lexicon: Lexicon) -> tuple[str, ...]:
    """The words once for each of the tasks that are listed in them, or as they are where no plain list stands there."""
    found = numbers.read(text)
    gaps = [text[one.end : two.start] for one, two in pairwise(found)]
    if not 1 < len({one.value for one in found}) <= _MOST or not all(_plain(gap, lexicon) for gap in gaps):
        return (text,)
    head, tail = text[: found[0].start], text[found[-1].end :]
    return tuple(f"{head}{one.words}{tail}" for one in _distinct(found))


def _verbs_first(
    text: str, found: list[Found[str]], verbs: list[_Verb], lexicon: Lexicon
) -> tuple[tuple[str, str], ...]:
    """As in "approve AT-0001 and reject Q-0001, it is too dear": what follows a verb's last task is its reason."""
    acts: list[tuple[str, str]] = []
    ends = [*(verb.start for verb in verbs[1:]), len(text)]
    for verb, end in zip(verbs, ends, strict=True):
        of_it = [one for one in found if verb.end <= one.start < end]
        gaps = _gaps(text, verb.end, of_it)
        if not of_it or not all(_plain(gap, lexicon, naming=True) for gap in gaps):
            return ()
        tail = _without_joint(text[of_it[-1].end : end], lexicon)
        acts += [(verb.act, f"{text[verb.start : verb.end]} {one.words}{tail}") for one in _distinct(of_it)]
    return tuple(acts) if _plain(text[: verbs[0].start], lexicon) else ()


def _verbs_last(
    text: str, found: list[Found[str]], verbs: list[_Verb], lexicon: Lexicon
) -> tuple[tuple[str, str], ...]:
    """As in "AT-0001 and IT-0002 are approved, Q-0001 is rejected"."""
    acts: list[tuple[str, str]] = []
    for start, verb in zip([0, *(verb.end for verb in verbs)], verbs, strict=False):
        of_it = [one for one in found if start <= one.start < verb.start]
        gaps = [*_gaps(text, start, of_it), text[of_it[-1].end : verb.start]] if of_it else []
        if not of_it or not all(_plain(gap, lexicon) for gap in gaps):
            return ()
        tail = text[verb.end :] if verb is verbs[-1] else ""
        acts += [(verb.act, f"{text[verb.start : verb.end]} {one.words}{tail}") for one in _distinct(of_it)]
    return tuple(acts)


def _verbs(text: str, found: list[Found[str]], lexicon: Lexicon) -> list[_Verb]:
    """The words that decide, in order; a noun of deciding counts in front of a number, beside a verb ("rifiuto")."""
    verbs = [*_matches(text, "approve", "approving", lexicon), *_matches(text, "reject", "rejecting", lexicon)]
    starts = {one.start for one in found}
    near = [verb for verb in verbs if not verb.noun or starts & {verb.end + 1, verb.end + 2}]
    return sorted(near, key=lambda verb: verb.start) if any(not verb.noun for verb in near) else []


def _matches(text: str, act: str, name: str, lexicon: Lexicon) -> Iterator[_Verb]:
    stems = "|".join(sorted((re.escape(one) for one in lexicon.words[name] if " " not in one), key=len, reverse=True))
    for match in re.finditer(rf"(?<!\w)[ושה]?(?:{stems})\w*", text, re.IGNORECASE):
        noun = plain_words(match[0]) in lexicon.words["decision_nouns"]
        yield _Verb(match.start(), match.end(), act, noun)


def _in_doubt(text: str, verbs: list[_Verb], lexicon: Lexicon) -> bool:
    """Whether a sentence asks, sets a condition or says of a verb that it is not so."""
    before = [_words(text[: verb.start])[-_NEGATED_WITHIN:] for verb in verbs]
    negated = any(set(words) & lexicon.words["negating"] for words in before)
    return "?" in text or negated or bool(set(_words(text)) & (lexicon.words["condition"] | lexicon.words["doubting"]))


def _gaps(text: str, start: int, found: list[Found[str]]) -> list[str]:
    return [text[a:b] for a, b in zip([start, *(one.end for one in found)], (one.start for one in found), strict=False)]


def _plain(said: str, lexicon: Lexicon, *, naming: bool = False) -> bool:
    """Whether some words only join, point or ask; where tasks are named, also their kinds and names with a capital."""
    known = lexicon.words["joining"]
    if naming:
        known |= {
            word
            for name in lexicon.words
            if name.startswith("kind_")
            for one in lexicon.words[name]
            for word in one.split()
        }
    words = _WORD.findall(_PLEASE.sub(" ", said))
    return all(plain_words(word) in known or (naming and word[0].isupper()) for word in words)


def _without_joint(said: str, lexicon: Lexicon) -> str:
    """A reason without what joins the next verb to it."""
    words = list(_WORD.finditer(said))
    while words and plain_words(words[-1][0]) in lexicon.words["joining"]:
        said = said[: words.pop().start()]
    return _HANGING.sub("", said)


def _words(said: str) -> list[str]:
    return [plain_words(word) for word in _WORD.findall(said)]


def _distinct(found: list[Found[str]]) -> list[Found[str]]:
    return list({one.value: one for one in found}.values())
