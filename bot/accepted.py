"""That a customer has accepted a quote: pressed or said by a colleague, kept as an event, or taken back."""

import re
from typing import Any

from bot.effects import ChangeTask, Decision, Effect, Offer, Say
from bot.lifecycle import event
from bot.messages import Button
from bot.model import Event, Task
from bot.notices import not_now, tell_requester
from bot.permissions import may_work
from bot.texts import text
from bot.turn import Turn, local_time

ACCEPTED, UNACCEPTED = "accepted", "unaccepted"
_WITHDRAWN = "acceptance_withdrawn"
_SAYS_SO = re.compile(r"\baccept(?:ed|s)\b|\baccett(?:a|ato|ata)\b|לקוחה? (?:אישרה?|קיבלה?)", re.IGNORECASE)
_THEY_SAY_SO = re.compile(
    r"\b(?:they|he|she|the (?:customer|client))\b.{0,9}"
    r"\b(?:accept(?:ed|s)?|agree[ds]?|said yes|signed|went for it|took it)\b"
    r"|\b(?:cliente|hanno|ha)\b.{0,9}\b(?:accettato|accetta|firmato|confermato|detto (?:di )?s[iì])|\baccettano\b"
    r"|(?:לקוחה?|הם|הוא|היא) (?:אישרה?|קיבלה?|הסכימה?|חתמה?|אישרו|קיבלו|הסכימו|חתמו|אמרו כן|אמרה? כן)",
    re.IGNORECASE,
)
_FEW_WORDS = 6
_DENIES = re.compile(r"\b(?:not|never|nobody|non|nessuno|לא|טרם)\b|n't|[?]", re.IGNORECASE)
_SUPPOSES = re.compile(
    r"\b(?:if|when|once|until|unless|yet|soon|se|quando|appena|finché|qualora|ancora|אם|כאשר|כש\w+|ברגע|עד|עדיין|אחרי)\b",
    re.IGNORECASE,
)


def may_be_accepted(task: Task) -> bool:
    """Whether a task is a quote that has left."""
    return task.type == "quote" and task.status == "done"


def accept(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """Keep that the customer accepted this revision of a quote, once, with the total that was sent."""
    if not may_be_accepted(task):
        return (Say(text("quote-accepted-none", reference=task.reference)),)
    if not may_work(turn.person, task):
        return (Say(text("not-yours", reference=task.reference, team=text(f"team-{task.team}"))),)
    events = turn.facts.events.get(task.reference, ())
    if before := _before(task, events):
        day = local_time(before.at, turn.person.timezone).date()
        return Say(text("quote-accepted-before", reference=task.reference, day=day)), _offer(UNACCEPTED, task, turn)
    sent = next((one.data for one in reversed(events) if one.kind == "mail_queued"), {})
    data = {name: sent[name] for name in ("amount", "currency") if name in sent}
    said = text("quote-accepted", reference=task.reference, customer=_customer(task))
    return *_kept(ACCEPTED, task, turn, **data), Say(said), _offer(UNACCEPTED, task, turn)


def withdraw(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """Take back that the customer accepted this revision of a quote, so that it no longer counts."""
    if not may_work(turn.person, task):
        return (Say(text("not-yours", reference=task.reference, team=text(f"team-{task.team}"))),)
    if _before(task, turn.facts.events.get(task.reference, ())) is None:
        return (Say(text("quote-unaccepted-none", reference=task.reference)),)
    return *_kept(_WITHDRAWN, task, turn), Say(text("quote-unaccepted", reference=task.reference))


def _kept(kind: str, task: Task, turn: Turn, **data: Any) -> tuple[Effect, ...]:
    """The event of a quote, told to whoever asked for it."""
    changed = task.model_copy(update={"updated_at": turn.now})
    data["revision"] = task.revision
    happened = event(changed, kind, actor=turn.person, channel=turn.channel, now=turn.now, **data)
    said = f"told-{ACCEPTED if kind == ACCEPTED else UNACCEPTED}"
    told = tell_requester(changed, said, turn, occasion=f"{kind}-{task.version}", customer=_customer(task))
    return ChangeTask(changed, happened), *told


def _customer(task: Task) -> str:
    return str(task.fields["customer"].content) if "customer" in task.fields else task.reference


def _offer(act: str, task: Task, turn: Turn) -> Offer:
    """The button that notes it, or takes it back."""
    label = turn.say(text(f"button-{act}"))
    return Offer((Button(value=f"/{act} {task.reference}", label=label, press=f"act:{act}:{task.reference}"),))


def said_of(task: Task, turn: Turn, decision: Decision) -> Decision | None:
    """What "the customer approved Q-0001" leads to once that is sent; None for any other task, and for a press.

    Where the words may as well mean a colleague's own approval, it is asked for with a button.
    """
    if not may_be_accepted(task) or turn.order is not None:
        return None
    decision = decision.turn_to(last_task=task.reference)
    doubtful = _DENIES.search(turn.text) or _SUPPOSES.search(turn.text)
    if _SAYS_SO.search(turn.text) and not doubtful:
        return decision.plus(*accept(task, turn))
    ask = text("quote-accepted-ask", reference=task.reference)
    return decision.say(not_now(task, turn), ask).plus(_offer(ACCEPTED, task, turn))


def said_after(turn: Turn, decision: Decision) -> Decision | None:
    """What "they accepted" leads to right after a quote was sent, without its number."""
    task = turn.facts.tasks.get(turn.conversation.last_task or "")
    if task is None or not may_be_accepted(task) or turn.tasks.read(turn.text) or not says_so(turn.text):
        return None
    customer = task.fields["customer"].record if "customer" in task.fields else None
    if any(match.id != customer for match in turn.names.parties(turn.text)):
        return None
    return decision.turn_to(last_task=task.reference).plus(*accept(task, turn))


def says_so(said: str) -> bool:
    """Whether a few words tell that somebody else, such as a customer, said yes."""
    doubtful = _DENIES.search(said) or _SUPPOSES.search(said)
    return len(said.split()) <= _FEW_WORDS and bool(_THEY_SAY_SO.search(said)) and not doubtful


def _before(task: Task, events: tuple[Event, ...]) -> Event | None:
    """The event by which this revision counts as accepted."""
    of_this = (one for one in reversed(events) if one.data.get("revision") == task.revision)
    latest = next((one for one in of_this if one.kind in {ACCEPTED, _WITHDRAWN}), None)
    return latest if latest and latest.kind == ACCEPTED else None
