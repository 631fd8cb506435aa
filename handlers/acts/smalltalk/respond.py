"""Greetings, thanks, goodbyes."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.texts import text
from bot.turn import Turn


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """A short, friendly answer that leaves the word to the person."""
    name = turn.person.name.split()[0]
    if turn.lexicon.means("greeting", turn.text):
        return decision.say(text("hello", name=name))
    if turn.lexicon.means("thanks", turn.text) or turn.lexicon.after("thanks", turn.text) is not None:
        return decision.say(text("you-are-welcome"))
    if turn.lexicon.after("greeting", turn.text) is not None:
        return decision.say(text("hello", name=name))
    return decision.say(text("at-your-service"))
