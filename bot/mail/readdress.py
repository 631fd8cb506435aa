"""A mail that was refused for good goes to another address when a colleague says which: "try sales@rossi.example".

Only a colleague's own words do it, and the mail leaves after they were asked; the record of the party keeps the
address only where they choose so. Pure.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.choosing import chosen
from bot.conversation import Ask, Choice
from bot.drafting import with_choices
from bot.effects import ChangeTask, Decision, PutParty, SendAgain
from bot.lifecycle import change, event
from bot.mail.words import level, words
from bot.model import Event, Party, Status, Task, Value
from bot.permissions import may_work
from bot.texts import Listing, text
from bot.turn import Turn
from bot.understanding.readers.identifiers import read_emails

REFUSED = "mail_refused"
READDRESSED = "mail_readdressed"
_SUPPLIER_KINDS = frozenset({"purchase_order", "supplier_registration"})
_HELD: frozenset[Status] = frozenset({"cancelled", "rejected", "awaiting_approval"})
_SETTLED = frozenset({READDRESSED, "mail_queued", "corrected", "answered"})
_WORD = re.compile(r"[^\W\d_]+")
_UNCLEAR = "unclear"


class Undelivered(Value):
    """A mail of a task that did not reach `address` and goes nowhere else yet; `outgoing` is its outbox key."""

    task: Task
    outgoing: str
    address: str


def undelivered(tasks: Mapping[str, Task], events: Mapping[str, tuple[Event, ...]]) -> tuple[Undelivered, ...]:
    """The last mail of each task that was refused for good, unless it is out of date or went elsewhere since."""
    found = (_undelivered(task, events.get(reference, ())) for reference, task in tasks.items())
    return tuple(one for one in found if one)


def _undelivered(task: Task, events: Iterable[Event]) -> Undelivered | None:
    open_: Undelivered | None = None
    elsewhere: set[str] = set()  # a bounce may come twice
    for one in events:
        if one.kind in _SETTLED:
            open_ = None
            elsewhere |= {str(one.data["outgoing"])} if one.kind == READDRESSED else set()
        elif (key := one.data.get("undelivered")) and (one.kind == REFUSED or key not in elsewhere):
            open_ = Undelivered(task=task, outgoing=str(key), address=str(one.data["address"]))
    return None if task.status in _HELD else open_


def readdressed(turn: Turn, decision: Decision) -> Decision | None:
    """The question whether a mail goes to the address that is said; None where more than an address is meant."""
    addresses, waiting = _addresses(turn), _meant(turn)
    if not addresses or not waiting:
        return None
    if len(addresses) > 1:
        return decision.say(text("readdress-one", addresses=Listing(addresses)))
    if len(waiting) > 1:
        return decision.say(text("readdress-which", tasks=Listing(tuple(one.task.reference for one in waiting))))
    (address,), (one,) = addresses, waiting
    values = ("send", "keep", "no") if _may_keep(one, address, turn) else ("send", "no")
    said = text("readdress-ask", reference=one.task.reference, address=address, before=one.address)
    choices = tuple(Choice(value=value, label=_label(value, one, turn)) for value in values)
    ask = Ask(kind="address", text=address, field=one.outgoing, choices=choices, message=turn.message_id)
    return decision.turn_to(last_task=one.task.reference).say(with_choices(said, choices)).asking(ask)


def answer_address(ask: Ask, turn: Turn, decision: Decision) -> Decision | None:
    """What the answer leads to; None when it is about something else."""
    address = ask.text or ""
    if (better := _addresses(turn)) and better != (address,):
        return readdressed(turn, decision.asking(None))
    choice = _choice(ask, turn)
    one = next((one for one in _workable(turn) if one.outgoing == ask.field), None)
    if choice is None:
        return None
    if choice == _UNCLEAR:
        return decision.say(with_choices(text("choice-unclear"), ask.choices))
    decision = decision.asking(None)
    if choice == "no":
        return decision.say(text("readdress-left"))
    if one is None:
        return decision.say(text("readdress-gone"))
    return _sent(one, address, turn, decision, keep=choice == "keep")


def _sent(one: Undelivered, address: str, turn: Turn, decision: Decision, *, keep: bool) -> Decision:
    """The mail on its way to the new address, and what is noted of it; the supplier is waited for again."""
    task = one.task
    waits = task.type in _SUPPLIER_KINDS and task.status in {"open", "in_progress"}
    fields = dict(task.fields)
    held = fields.get("email")
    if held and str(held.content).casefold() == one.address.casefold():
        source = held.source.model_copy(update={"message": turn.message_id, "words": turn.text, "by": turn.person.id})
        fields["email"] = held.model_copy(update={"content": address, "source": source})
    status: Status = "waiting" if waits else task.status
    waiting_for = "supplier" if waits else task.waiting_for
    changed = change(task, READDRESSED, now=turn.now, status=status, waiting_for=waiting_for, fields=fields)
    happened = event(
        changed,
        READDRESSED,
        actor=turn.person,
        channel=turn.channel,
        now=turn.now,
        outgoing=one.outgoing,
        to=address,
        before=one.address,
        kept=keep,
    )
    party = _party(one, turn) if keep else None
    decision = decision.plus(ChangeTask(changed, happened), SendAgain(one.outgoing, address))
    decision = decision.say(text("readdress-sent", reference=task.reference, address=address))
    if party is None:
        return decision
    kept = party.model_copy(update={"email": address})
    return decision.plus(PutParty(kept)).say(text("readdress-kept", name=party.name, address=address))


def _addresses(turn: Turn) -> tuple[str, ...]:
    """The new addresses of a message that says little else: a request that names an address is a request."""
    found = read_emails(turn.text)
    failed = {one.address.casefold() for one in turn.facts.undelivered}
    new = dict.fromkeys(one.value for one in found if one.value.casefold() not in failed)
    rest = turn.text
    for words_ in (*(one.words for one in found), *(one.words for one in turn.tasks.read(turn.text))):
        rest = rest.replace(words_, " ")
    said = set(_WORD.findall(level(rest).casefold()))
    names = {word for one in turn.facts.undelivered for word in _names(one.task)}
    return tuple(new) if said <= _words_of("words") | names else ()


def _names(task: Task) -> set[str]:
    return {
        word
        for value in task.fields.values()
        if value.type == "party"
        for word in _WORD.findall(str(value.content).casefold())
    }


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(words()["readdress"][name])


def _meant(turn: Turn) -> tuple[Undelivered, ...]:
    """Of those that may be worked: that of the task that is named or was spoken of last, else all."""
    waiting = _workable(turn)
    numbers = [found.value for found in turn.tasks.read(turn.text)] or [turn.conversation.last_task or ""]
    old = {found.value.casefold() for found in read_emails(turn.text)}
    for narrower in (
        tuple(one for one in waiting if one.task.reference in numbers),
        tuple(one for one in waiting if one.address.casefold() in old),
    ):
        if narrower:
            return narrower
    return waiting


def _workable(turn: Turn) -> tuple[Undelivered, ...]:
    return tuple(one for one in turn.facts.undelivered if may_work(turn.person, one.task))


def _choice(ask: Ask, turn: Turn) -> str | None:
    """The choice that is taken; a label's words beside a "not" are no choice: nothing leaves by a misunderstanding."""
    picked = chosen(turn.text, ask.choices, turn)
    if picked and (picked.value == "no" or not _words_of("not") & set(_WORD.findall(turn.text.casefold()))):
        return picked.value
    if turn.lexicon.means("yes", turn.text):
        return "send"
    if turn.lexicon.means("no", turn.text) or turn.lexicon.means("cancel", turn.text):
        return "no"
    return _UNCLEAR if picked else None


def _party(one: Undelivered, turn: Turn) -> Party | None:
    """The party on record that has the address which did not work."""
    records = {value.record for value in one.task.fields.values() if value.type == "party"}
    known = (party for party in turn.directory.parties if party.id in records)
    return next((party for party in known if (party.email or "").casefold() == one.address.casefold()), None)


def _may_keep(one: Undelivered, address: str, turn: Turn) -> bool:
    """Whether the record can take an address: not from who only asks, and not one by which somebody else is known."""
    party, directory = _party(one, turn), turn.directory
    known = {person.email.casefold() for person in directory.people}
    known |= {(other.email or "").casefold() for other in directory.parties if other != party}
    return party is not None and turn.person.role != "requester" and address.casefold() not in known


def _label(value: str, one: Undelivered, turn: Turn) -> str:
    party = _party(one, turn)
    return turn.say(text(f"readdress-{value}", name=party.name if party else ""))
