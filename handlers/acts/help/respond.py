"""What can you do, how do I: an example of each kind to copy, by what one wants to do."""

from bot.catalogue import TEAMS
from bot.effects import Decision
from bot.model import FieldValue
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn

_ABOUT_TASKS = ("list_tasks", "task_status", "assign", "complete", "reopen", "comment", "remind")
_DECIDING = ("approve", "reject", "cancel")


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Show what can be asked, by examples to copy: requests by who does them, tasks, decisions, settings."""
    asking: list[Arg] = [text("help-ask")]
    for team in TEAMS:
        kinds = [kind for kind in turn.catalogue.requests() if kind.contract.team == team]
        lines = [_own_line(kind.id) if kind.own else _line(kind.id) for kind in kinds]
        asking += [text("help-for", team=text(f"help-{team}")), *lines] if lines else []
    acts = (("help-tasks", _ABOUT_TASKS), ("help-decide", _DECIDING))
    others = [Lines((text(name), *(_line(act) for act in some if act in turn.catalogue))) for name, some in acts]
    settings = Lines((text("help-settings"), text("help-set-digest"), text("help-set-language")))
    return decision.say(text("help-head"), Lines(tuple(asking)), *others, settings, text("help-tail"))


def _line(kind_id: str) -> Arg:
    return text("help-line", example=Word(kind_id, "example"))


def _own_line(kind_id: str) -> Arg:
    """What a type of the company's own is for as well, since nobody expects it."""
    return text("help-own-line", summary=Word(kind_id, "summary"), example=Word(kind_id, "example"))
