"""The reminders that are still to come to whoever writes, those that come again with their next time."""

from bot.clock.recurring import REMINDING
from bot.model import Reminder
from bot.turn import Turn
from handlers.acts.remind.words import to_do


def reminders_to_come(turn: Turn) -> tuple[Reminder, ...]:
    """The next first; one that comes again has its order's id for a key."""
    again = (
        Reminder(
            key=order.id,
            person_id=order.person_id,
            at=order.look_at,
            text=to_do(order.said, order.language, now=turn.now),
        )
        for order in turn.facts.standing
        if order.type == REMINDING and order.look_at
    )
    return tuple(sorted((*turn.facts.reminders, *again), key=lambda one: one.at))
