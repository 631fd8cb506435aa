"""The company's own names, ready to be found in what people write."""

from collections.abc import Iterable

from bot.model import Directory
from bot.understanding.readers.matching import Match, NameIndex

SURE = 90.0  # of 100: below it a person is asked
NEAR = 60.0  # below it a name is not offered at all
CLEAR = 8.0  # how far the best must be ahead of the next to be taken alone
NEAR_TWIN = 88.0  # from which a new name is probably one on record


class RecordNames:
    """Indexes of the parties' and the colleagues' names and aliases, built once per version of the directory."""

    def __init__(self, directory: Directory) -> None:
        self.version = directory.version
        self._parties = NameIndex([(p.id, name) for p in directory.parties for name in (p.name, *p.aliases)])
        self._people = NameIndex([(p.id, name) for p in directory.people for name in (p.name, *p.aliases)])
        self._kinds = {party.id: party.kind for party in directory.parties}

    def parties(self, text: str, kind: str | None = None) -> tuple[Match, ...]:
        """Parties (of a kind) that the text may name, best first, each once."""
        return _best(match for match in self._parties.match(text, limit=12) if kind in {None, self._kinds[match.id]})

    def people(self, text: str) -> tuple[Match, ...]:
        """Colleagues that the text may name, best first, each once."""
        return _best(self._people.match(text, limit=12))


def sure(matches: tuple[Match, ...]) -> Match | None:
    """The one match that needs no question, if there is one."""
    if not matches or matches[0].score < SURE:
        return None
    alone = len(matches) == 1 or matches[0].score - matches[1].score >= CLEAR
    exact = matches[0].score == 100 and (len(matches) == 1 or matches[1].score < 100)
    return matches[0] if alone or exact else None


def _best(matches: Iterable[Match]) -> tuple[Match, ...]:
    best: dict[str, Match] = {}
    for match in matches:
        if match.score >= NEAR and (match.id not in best or match.score > best[match.id].score):
            best[match.id] = match
    return tuple(sorted(best.values(), key=lambda match: -match.score))
