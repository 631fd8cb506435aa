"""Whether a message stays with the draft that waits for an answer, or is about something else."""

import re

from rapidfuzz import fuzz, utils

from bot.catalogue import FieldSpec
from bot.conversation import Draft
from bot.corrections import only_number, with_price
from bot.model import FieldValue
from bot.turn import Turn
from bot.understanding.fields import candidates
from bot.understanding.lexicon import Lexicon, plain_words
from bot.understanding.numbered import CHANGING
from bot.understanding.readers.dates import read_dates
from bot.understanding.readers.money import read_percents
from bot.understanding.records import SURE
from bot.understanding.understand import Understanding

_ELSEWHERE = 0.75  # confidence in another intent from which a message is no answer
_ELSEWHERE_CURT = 0.9  # the same for a few words, which say less
_FEW_WORDS = 5
_SENTENCE = 5  # words from which an opener such as "I need" makes a sentence of its own
_LONG_ENOUGH = 3  # words of a sentence that is no name
_ASIDE_WORDS = 4  # words beside a value with which it still is hardly more than that
_MORE = re.compile(
    r"(?:and also|and then|and|also|plus|e anche|e poi|ed|e|anche|poi|inoltre|וגם|גם|ובנוסף|בנוסף)(?=[\s,:])[\s,:]*"
    r"|ו(?=[א-ת]{2,})",
    re.IGNORECASE,
)
_WEAK_YES = re.compile(
    r"\W*(?:ok\w*|sure|fine|right|(?:va )?bene|d'accordo|certo|בסדר|אוקי\w*|טוב|סבבה)(?!\w)", re.IGNORECASE
)
"""What opens a sentence as often as it agrees."""
_NOT_YET = re.compile(
    r"\b(?:but|first|before|until|till|wait\w*|hold|later|instead|only|however|decide\w*|check\w*|send\w*|mail\w*|e-?mail\w*)\b"
    r"|\b(?:ma|però|prima|finché|aspett\w*|attend\w*|dopo|invece|solo|decid\w*|verific\w*|mand\w*|invi\w*|sped\w*)\b"
    r"|(?<!\w)(?:אבל|קודם|לפני|רק|במקום|עד ש\w*|\w?חכ\w*|להמתין|\w*בדו?ק\w*|\w*שלו?ח\w*|\w*מייל\w*)(?!\w)",
    re.IGNORECASE,
)
"""Words of waiting, or of the sending that the yes would do."""
_AROUND_A_DAY = re.compile(
    r"(?:\W|\b(?:yes|ok|and|by|for|on|until|please|thanks|sì|si|e|entro|per|il|favore|grazie)\b"
    r"|(?<!\w)(?:כן|ו|עד|ל|ב|בבקשה|תודה)(?!\w))*",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2  # of a request
_UNMISTAKABLE = frozenset({"email", "percent", "iban", "date", "tax_id", "phone"})


def elsewhere(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is surely about something other than the draft that waits for an answer."""
    if turn.lexicon.means("yes", turn.text) or turn.lexicon.means("no", turn.text):
        return False
    first = understanding.requests[0]
    curt = len(turn.text.split()) < _FEW_WORDS
    if _prices_a_line(draft, turn) or _counts_a_line(draft, turn):
        return False
    if _hardly_more_than_a_value(draft, turn):
        if _gives_a_percentage(draft, turn, first.intent):
            return False
        return surely_another(draft, turn, understanding)
    if first.confidence < (_ELSEWHERE_CURT if curt else _ELSEWHERE):
        return wants_another(draft, turn, understanding)
    if first.intent != draft.type:
        return first.intent not in {"smalltalk", "general"} or not curt
    return not curt and (
        _names_another(draft, turn)
        or any(
            value.type in {"party", "person", "reference"} and _differs(draft, name, value)
            for name, value in first.fields.items()
        )
    )


def surely_another(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message alone is a request or an act of another kind without doubt: "I'm sick today"."""
    first = understanding.requests[0]
    usual = {draft.type, "smalltalk", "general", "out_of_scope"}
    if turn.lexicon.after("no", turn.text) is not None:
        usual |= {"reject", "cancel"}  # "no, 8% off" says no to what was read, and to no task
    if turn.lexicon.after("yes", turn.text) is not None and not turn.tasks.read(turn.text):
        usual |= {"approve"}  # nor does "yes, but 8% off" approve one
    if understanding.decision != "act" or any(one.intent in usual for one in understanding.requests):
        return False
    return len(understanding.requests) > 1 or (first.confidence >= _ELSEWHERE_CURT and not _a_day_alone(turn))


def _a_day_alone(turn: Turn) -> bool:
    """Whether a message says a day and nothing else, "and by next Friday please", which is no request of its own."""
    days = read_dates(turn.text, turn.language, now=turn.now)
    rest = turn.text.replace(days[0].words, " ") if days else turn.text
    return bool(days) and _AROUND_A_DAY.fullmatch(rest) is not None


def behind_yes(said: str, lexicon: Lexicon, *, opener: str = "yes", joined: bool = False) -> str | None:
    """What a message goes on to say after a yes: "yes, and I'm off tomorrow"; None where it adds nothing to it.

    With `joined` only what a word such as "and" joins to it, else also a sentence of its own.
    """
    rest = lexicon.after(opener, said)
    if not rest:
        return None
    opening, joint = said[: len(said) - len(rest)], _MORE.match(rest)
    if joint is None and (joined or not re.search(r"[.;!\n]", opening)):
        return None
    more = rest[joint.end() :] if joint else rest
    return more if len(more.split()) >= _FEWEST_WORDS else None


def turns_away(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether behind "yes", "also" or "no, and" comes another request and no change of the draft."""
    added = turn.lexicon.after(("yes", "add"), turn.text) is not None
    if not added and behind_yes(turn.text, turn.lexicon, opener="no") is None:
        return False
    return surely_another(draft, turn, understanding) or (added and wants_another(draft, turn, understanding))


def goes_on_after_yes(draft: Draft, turn: Turn, understanding: Understanding) -> str | None:
    """What a message that agrees to the draft surely wants besides, in its words; a task is changed by number only.

    Since the draft is carried out, only "yes, and …" agrees to it, and not with a question, a "but first" or a word
    of sending behind it, nor with the number of a task that is not there.
    """
    more = behind_yes(turn.text, turn.lexicon, joined=True)
    if more is None or _holds_back(turn, more):
        return None
    if not (surely_another(draft, turn, understanding) or _another_whole(draft, turn, understanding)):
        return None
    known = all(found.value in turn.facts.tasks for found in turn.tasks.read(turn.text))
    plain = all(one.intent not in CHANGING or turn.tasks.read(one.text) for one in understanding.requests)
    return more if known and plain else None


def _holds_back(turn: Turn, more: str) -> bool:
    """Whether a yes with more behind it may be no agreement: "ok. Do we have them?", "yes, also don't send it yet"."""
    negated = set(plain_words(more).split()) & turn.lexicon.words["negating"]
    return bool(_WEAK_YES.match(turn.text) or "?" in turn.text or negated or _NOT_YET.search(more))


def _another_whole(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is a whole request of the draft's own type for another party."""
    first = understanding.requests[0]
    needed = {spec.name for spec in turn.catalogue[draft.type].contract.fields if spec.required}
    sure_of_it = understanding.decision == "act" and first.confidence >= _ELSEWHERE_CURT
    parties = {name: value for name, value in first.fields.items() if value.type == "party"}
    other = _names_another(draft, turn) or any(_differs(draft, name, value) for name, value in parties.items())
    return sure_of_it and first.intent == draft.type and needed <= {*first.fields} and other


def wants_another(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a whole sentence asks or orders something that hardly is about the draft, whatever it may be."""
    likely = {understanding.requests[0].intent, *understanding.choices}
    sentence = len(turn.text.split()) >= _SENTENCE and turn.lexicon.wants_something(turn.text)
    return sentence and draft.type not in likely and turn.catalogue[draft.type].opens_task


def no_answer(spec: FieldSpec, draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is a sentence about something else, where a name or words of its own were asked for."""
    words = len(turn.text.split())
    first = understanding.requests[0]
    if spec.type in {"party", "person"}:
        return words >= _LONG_ENOUGH and not looks_like_a_name(turn.text, turn, understanding, draft)
    if spec.type != "text" or words < _LONG_ENOUGH or first.intent == draft.type:
        return False
    if "?" in turn.text:
        return True
    known = turn.catalogue[draft.type].opens_task
    asks = turn.lexicon.wants_something(turn.text)
    return known and words >= _FEW_WORDS and asks and first.confidence >= _ELSEWHERE


def looks_like_a_name(said: str, turn: Turn, understanding: Understanding, draft: Draft) -> bool:
    """Whether some words can be a name: none that only a sentence has, and no surely other request.

    Capitals on every word outdo a request that they seem to be.
    """
    words = plain_words(said).split()
    if "?" in said or set(words) & turn.lexicon.words["no_name"]:
        return False
    first = understanding.requests[0]
    other = first.intent not in {draft.type, "smalltalk", "general"} and first.confidence >= _ELSEWHERE
    capitals = all(word[:1].isupper() for word in said.split() if len(word) > _LONG_ENOUGH)
    return not other or capitals or len(words) < _LONG_ENOUGH


def decides_otherwise(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is no choice among tasks for an act: "no", the opposite decision, or surely another act."""
    if turn.lexicon.after("no", turn.text) is not None or turn.lexicon.opposes(draft.type, turn.text):
        return True
    first = understanding.requests[0]
    numbered = [found.words for found in turn.tasks.read(turn.text)]
    rest = turn.text
    for words in numbered:
        rest = rest.replace(words, " ")
    another = first.intent not in {draft.type, "task_status", "smalltalk", "general", "out_of_scope"}
    said = len(re.findall(r"[^\W\d_]{2,}", rest))
    return another and said > 1 - bool(numbered) and first.confidence >= _ELSEWHERE


def _hardly_more_than_a_value(draft: Draft, turn: Turn) -> bool:
    """Whether a message is a value of one of the draft's fields with a word or two around it: "send it to a@b.it"."""
    contract = turn.catalogue[draft.type].contract
    said = turn.lexicon.after("and", turn.text) or turn.text
    reading = turn.reading(said)
    return any(
        len(said.replace(found.words, " ").split()) <= _ASIDE_WORDS
        for spec in contract.fields
        if spec.type in _UNMISTAKABLE
        for found in candidates(spec, contract, reading)
    )


def _gives_a_percentage(draft: Draft, turn: Turn, other: str) -> bool:
    """Whether a percentage is said, the draft's own: what the message seems to be has none, or is an act on no task."""
    ours, others = (
        any(spec.type == "percent" for spec in turn.catalogue[kind].contract.fields) for kind in (draft.type, other)
    )
    task = turn.catalogue[other].opens_task or not turn.tasks.read(turn.text)
    return ours and not others and task and bool(read_percents(turn.text, turn.language))


def _prices_a_line(draft: Draft, turn: Turn) -> bool:
    """Whether a message is hardly more than the price of one of the draft's things: "gloves at 6 euros"."""
    items = draft.fields["items"].content if "items" in draft.fields else None
    few = len(turn.text.split()) <= 2 * _FEW_WORDS
    return isinstance(items, tuple) and few and with_price(items, turn.text, turn) is not None


def _counts_a_line(draft: Draft, turn: Turn) -> bool:
    """Whether a message is hardly more than how many are wanted: "I want 8 of them"."""
    return "items" in draft.fields and only_number(turn.text, turn) is not None


def _names_another(draft: Draft, turn: Turn) -> bool:
    """Whether a message names a party on record other than the one of the draft."""
    records = {value.record for value in draft.fields.values() if value.type == "party" and value.record}
    named = {match.id for match in turn.names.parties(turn.text) if match.score >= SURE}
    return bool(records and named) and not named & records


def _differs(draft: Draft, name: str, value: FieldValue) -> bool:
    old = draft.fields.get(name)
    return (
        old is not None
        and fuzz.token_set_ratio(str(old.content), str(value.content), processor=utils.default_process) < 70
    )
