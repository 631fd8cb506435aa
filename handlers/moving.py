"""A chat that has another address from now on, such as a group that became a supergroup."""

from bot.ports import UnitOfWork


def move_chat(uow: UnitOfWork, channel: str, before: str, after: str) -> bool:
    """Have everything of a chat go on at its new address; harmless when it has moved already.

    False, and nothing done, while a message from there is being worked.
    """
    if not uow.conversations.move(channel, before, after):
        return False
    uow.accounts.move(channel, before, after)
    uow.outbox.move(channel, before, after)
    return True
