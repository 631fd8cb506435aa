"""That a customer has accepted a quote: pressed or said by a colleague, kept as an event of the quote."""

import re

from bot.effects import ChangeTask, Decision, Effect, Offer, Say
from bot.lifecycle import event
from bot.messages import Button
from bot.model import Event, Task
from bot.notices import not_now, tell_requester
from bot.permissions import may_work
from bot.texts import text
from bot.turn import Turn, local_time

ACCEPTED = "accepted"
_SAYS_SO = re.compile(r"\baccept(?:ed|s)\b|\baccett(?:a|ato|ata)\b|לקוחה? (?:אישרה?|קיבלה?)", re.IGNORECASE)
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
        return (Say(text("quote-accepted-before", reference=task.reference, day=day)),)
    customer = str(task.fields["customer"].content) if "customer" in task.fields else task.reference
    sent = next((one.data for one in reversed(events) if one.kind == "mail_queued"), {})
    data = {name: sent[name] for name in ("amount", "currency") if name in sent}
    changed = task.model_copy(update={"updated_at": turn.now})
    happened = event(
        changed, ACCEPTED, actor=turn.person, channel=turn.channel, now=turn.now, revision=task.revision, **data
    )
    told = tell_requester(changed, "told-accepted", turn, occasion=f"accepted-{task.revision}", customer=customer)
    said = text("quote-accepted", reference=task.reference, customer=customer)
    return ChangeTask(changed, happened), *told, Say(said)


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
    button = Button(
        value=f"/{ACCEPTED} {task.reference}",
        label=turn.say(text(f"button-{ACCEPTED}")),
        press=f"act:{ACCEPTED}:{task.reference}",
    )
    ask = text("quote-accepted-ask", reference=task.reference)
    return decision.say(not_now(task, turn), ask).plus(Offer((button,)))


def _before(task: Task, events: tuple[Event, ...]) -> Event | None:
    return next((one for one in events if one.kind == ACCEPTED and one.data.get("revision") == task.revision), None)
