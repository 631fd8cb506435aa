"""What may be said where others read along: only what everybody in the company may see."""

from collections.abc import Iterable

from bot.catalogue import Catalogue
from bot.effects import Decision
from bot.model import Task
from bot.turn import Rules, Turn


def fit_for_room(decision: Decision, turn: Turn) -> bool:
    """Whether a decision shows, asks and names nothing but what everybody may see."""
    kinds = {draft.type for draft in decision.drafts.values() if draft.thread == turn.conversation.key}
    state = decision.conversation
    kinds |= {state.taken.type} if state.taken else set()
    offered = {choice.value for choice in state.asked.choices} if state.asked else set()
    kinds |= {value for value in offered if value in turn.catalogue}
    changed = [task for effect in decision.effects if isinstance(task := getattr(effect, "task", None), Task)]
    tasks = {task.reference: task for task in (*turn.facts.tasks.values(), *turn.facts.listed, *changed)}
    named = {*state.listed, *offered, state.last_task, *(task.reference for task in changed)}
    shown = [task for reference, task in tasks.items() if reference in named]
    return _public(kinds, turn.catalogue, turn.rules) and all(task.visibility == "everyone" for task in shown)


_PERSONAL = frozenset({"digest"})


def _public(kinds: Iterable[str], types: Catalogue, rules: Rules) -> bool:
    """Whether everybody may see what these kinds show; whether an invoice was paid is so by a setting."""
    for kind in kinds:
        if kind not in types or kind in _PERSONAL or types[kind].contract.visibility != "everyone":
            return False
        if kind == "payment_status" and rules.payment_status_for != "everyone":
            return False
    return True
