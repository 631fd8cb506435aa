"""What may be said where others read along: only what everybody in the company may see."""

from bot.chat.commands import Command
from bot.effects import AddLinkCode, Decision
from bot.model import Task
from bot.turn import Turn
from bot.understanding.understand import Understanding

_PUBLIC_ACTS = frozenset(
    {"approve", "assign", "cancel", "comment", "complete", "help", "list_tasks", "out_of_scope", "reject", "reopen"}
    | {"smalltalk", "task_status", "tick"}
)
_OWN_AFFAIRS = frozenset({"lang", "link", "recurring", "stop"})


def fit_for_room(decision: Decision, turn: Turn, understanding: Understanding) -> bool:
    """Whether a decision shows, asks and names nothing but what everybody may see; in doubt it does not."""
    if isinstance(turn.order, Command) and turn.order.name in _OWN_AFFAIRS:
        return False
    if any(isinstance(effect, AddLinkCode) for effect in decision.effects):
        return False
    kinds = _kinds(decision, turn) or {request.intent for request in understanding.requests}
    return all(_public(kind, turn) for kind in kinds) and all(
        task.visibility == "everyone" for task in _shown(decision, turn)
    )


def _kinds(decision: Decision, turn: Turn) -> set[str]:
    """The kinds that the decision is about: its drafts here, what was carried out, what it offers."""
    state = decision.conversation
    kinds = {draft.type for draft in decision.drafts.values() if draft.thread == turn.conversation.key}
    kinds |= {state.taken.type} if state.taken and state.taken != turn.conversation.taken else set()
    offered = {choice.value for choice in state.asked.choices} if state.asked else set()
    return kinds | {value for value in offered if value in turn.catalogue and turn.order is None}


def _shown(decision: Decision, turn: Turn) -> list[Task]:
    """The tasks that the decision changes, lists, offers or speaks of, and those whose mails may be meant."""
    state = decision.conversation
    changed = [task for effect in decision.effects if isinstance(task := getattr(effect, "task", None), Task)]
    tasks = {task.reference: task for task in (*turn.facts.tasks.values(), *turn.facts.listed, *changed)}
    offered = {choice.value for choice in state.asked.choices} if state.asked else set()
    named = {*state.listed, *offered, state.last_task, *(task.reference for task in changed)}
    of_mails = (one.task for one in turn.facts.undelivered)
    return [*(task for reference, task in tasks.items() if reference in named), *of_mails]


def _public(kind: str, turn: Turn) -> bool:
    """Whether everybody may see what a kind shows; whether an invoice was paid is so by a setting."""
    if kind in _PUBLIC_ACTS:
        return True
    if kind not in turn.catalogue or not turn.catalogue[kind].opens_task:
        return False
    if kind == "payment_status" and turn.rules.payment_status_for != "everyone":
        return False
    return turn.catalogue[kind].contract.visibility == "everyone"
