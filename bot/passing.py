"""What is said in passing and wants nothing: a greeting, "ok thanks", "are you a robot?"."""

from bot.effects import Decision
from bot.texts import text
from bot.turn import Turn


def in_passing(turn: Turn, decision: Decision) -> Decision | None:
    """The short answer to a greeting, to thanks, or to who writes here; None for anything else."""
    if turn.lexicon.means("greeting", turn.text):
        return decision.say(text("hello", name=turn.person.name.split()[0]))
    if turn.lexicon.means("who_are_you", turn.text):
        return decision.say(text("who-i-am"))
    return decision.say(text("you-are-welcome")) if _thanks(turn) else None


def _thanks(turn: Turn) -> bool:
    """Whether a message says thanks and no more than a yes beside it: "ok, perfect, thank you"."""
    if turn.lexicon.means("thanks", turn.text):
        return True
    bare = turn.lexicon.without_manners(turn.text)
    thanked = bare != turn.text and turn.lexicon.after("greeting", turn.text) is None
    return thanked and (not bare or turn.lexicon.means("yes", bare))
