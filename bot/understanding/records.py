"""The company's own names, ready to be found in what people write."""

from bisect import bisect_left
from collections.abc import Iterable

from bot.model import Directory
from bot.understanding.readers.matching import EXACT, Match, NameIndex

SURE = 90.0  # of 100: a whole name, give or take a slip
PART = 65.0  # part of a name, such as "San Marziale" of "Clinica San Marziale S.r.l."
COVERED = 0.8  # how much of what was said a part must be, so that "Rossi & Sons" is not taken for "Rossi srl"
NEAR = 60.0  # below it a name is not offered at all
CLEAR = 8.0  # how far the best must be ahead of the next to be taken alone
NEAR_TWIN = 88.0  # from which a new name is probably one on record
_SHORTEST_NAME = 3  # letters


class RecordNames:
    """Indexes of the parties' and the colleagues' names and aliases, built once per version of the directory."""

    def __init__(self, directory: Directory) -> None:
        self.version = directory.version
        parties = [(party.id, name) for party in directory.parties for name in (party.name, *party.aliases)]
        people = [(person.id, name) for person in directory.people for name in (person.name, *person.aliases)]
        self._parties, self._people = NameIndex(parties), NameIndex(people)
        self._kinds = {party.id: party.kind for party in directory.parties}
        self._sorted = sorted(_whole_words(name) for _, name in parties + people)

    def parties(self, text: str, kind: str | None = None) -> tuple[Match, ...]:
        """Parties (of a kind) that the text may name, best first, each once."""
        return _best(match for match in self._parties.match(text, limit=12) if kind in {None, self._kinds[match.id]})

    def people(self, text: str) -> tuple[Match, ...]:
        """Colleagues that the text may name, best first, each once."""
        return _best(self._people.match(text, limit=12))

    def only_a_name(self, text: str) -> bool:
        """Whether a text is but the name of somebody on record, or the first words of one; letter by letter."""
        words = _whole_words(text)
        place = bisect_left(self._sorted, words)
        return len(words) > _SHORTEST_NAME and place < len(self._sorted) and self._sorted[place].startswith(words)


def sure(matches: tuple[Match, ...], said: str) -> Match | None:
    """The one match that needs no question: a whole name ahead of the rest, or the only one with all words said."""
    if not matches:
        return None
    first = matches[0]
    if first.score >= SURE:
        clear = len(matches) == 1 or first.score - matches[1].score >= CLEAR
        return first if clear or first.score == EXACT > matches[1].score else None
    whole = first.end - first.start >= COVERED * len(said.strip())
    return first if len(matches) == 1 and whole and first.score >= PART else None


def _best(matches: Iterable[Match]) -> tuple[Match, ...]:
    best: dict[str, Match] = {}
    for match in matches:
        if match.score >= NEAR and (match.id not in best or match.score > best[match.id].score):
            best[match.id] = match
    return tuple(sorted(best.values(), key=lambda match: -match.score))


def _whole_words(text: str) -> str:
    return f"{' '.join(text.split()).strip(' .,!').casefold()} "
