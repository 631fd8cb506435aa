"""What the records tell of a request that its words leave open: which side of the counter it is on, and who owes."""

from dataclasses import replace

from bot.model import FieldValue, Source
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.request import Request
from bot.understanding.understand import Understanding

_PAYMENTS = "payment_status"
_WHOLE = 85.0  # of 100: a whole name, not a word that several share


def on_its_side(understanding: Understanding, turn: Turn) -> Understanding:
    """The understanding with a request taken for its mirror image where the records know whom it names.

    The words of an order hardly tell who orders: "an order to Sedutec for 20 chairs" is ours, since Sedutec is a
    supplier. A guess that was too weak to act on is strong enough when the records bear it out.
    """
    if understanding.decision == "ask" and (owed := _owed(turn)):
        return replace(understanding, requests=(owed,), decision="act", choices=())
    requests = tuple(_turned(request, turn) for request in understanding.requests)
    first = requests[0]
    mirror = turn.catalogue[first.intent].contract.mirror
    if understanding.decision == "ask" and mirror in understanding.choices and _names_its_side(first, turn):
        return replace(understanding, requests=requests, decision="act", choices=())
    return replace(understanding, requests=requests)


def _owed(turn: Turn) -> Request | None:
    """The question what a party on record owes or is owed; None where neither is said."""
    if _PAYMENTS not in turn.catalogue or not turn.lexicon.asks_what_is_owed(turn.text):
        return None
    matches = turn.names.parties(turn.text)
    if not matches:
        return None
    words = turn.text[matches[0].start : matches[0].end]
    party = FieldValue(type="party", content=words, source=Source(words=words))
    return Request(_PAYMENTS, _WHOLE / 100, {"counterparty": party}, turn.text)


def _turned(request: Request, turn: Turn) -> Request:
    mirror = turn.catalogue[request.intent].contract.mirror
    if mirror is None or mirror not in turn.catalogue or not _named(request, turn):
        return request
    other = replace(request, intent=mirror)
    if _names_its_side(request, turn) or not _names_its_side(other, turn):
        return request
    return replace(other, fields=read_fields(turn.catalogue[mirror].contract, turn.reading(request.text)))


def _names_its_side(request: Request, turn: Turn) -> bool:
    """Whether all parties on record that a request names are what its type deals with."""
    roles = {spec.role for spec in turn.catalogue[request.intent].contract.fields if spec.type == "party"}
    named = _named(request, turn)
    return bool(named) and named <= roles


def _named(request: Request, turn: Turn) -> set[str | None]:
    """The kinds of the parties on record whose whole names stand in a request."""
    kinds: dict[str, str] = {party.id: party.kind for party in turn.directory.parties}
    return {kinds.get(match.id) for match in turn.names.parties(request.text) if match.score >= _WHOLE}
