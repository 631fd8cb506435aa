"""The summary now, the same as is sent in the morning; and when it is to be sent, or that it is not."""

from bot.chat.commands import Command
from bot.digest.rendering import approval_buttons, chat_text
from bot.digest.wishes import PREFERENCE, Wish, read_order, read_wish
from bot.effects import Decision, Offer, PutPreference
from bot.model import FieldValue
from bot.texts import Spoken, text
from bot.turn import Turn


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Tell it, with the tasks numbered through, so that "done 2" can be said of them, and what waits for a decision."""
    if wish := _wish(turn):
        kept = decision.plus(PutPreference(turn.person.id, PREFERENCE, str(wish)))
        return kept.say(text("digest-set", wish=wish.said) if wish.cadence else text("digest-set-off"))
    digest = turn.facts.digest
    if digest is None:
        return decision.turn_to(listed=()).say(text("digest-nothing", day=turn.now.date()))
    said, listed = chat_text(digest, turn.say, numbered=True)
    offered = Offer(approval_buttons(digest.decide, turn.say))
    return decision.turn_to(listed=listed).say(Spoken(said)).plus(offered)


def _wish(turn: Turn) -> Wish | None:
    """What stands behind the command, or what a sentence about the digest wants."""
    return read_wish(turn.order.rest) if isinstance(turn.order, Command) else read_order(turn.text.removeprefix("/"))
