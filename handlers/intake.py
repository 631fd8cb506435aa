"""Takes an inbound message over: committed to the inbox before anybody is told so."""

from bot.messages import InboundMessage
from bot.ports import Store


def take_over(store: Store, message: InboundMessage) -> bool:
    """Keep the message; False when it was there already (a redelivery). Returns only after the commit."""
    with store.write() as uow:
        new = uow.inbox.add(message)
        uow.commit()
    return new
