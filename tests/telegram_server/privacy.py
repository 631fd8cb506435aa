"""What a bot in privacy mode gets of a group's messages.

core.telegram.org/bots/features#privacy-mode lists: commands meant for it (/command@this_bot); general commands when it
was the last bot to send a message to the group; messages sent through it inline; replies to its messages and to
messages that are meant for it; and whatever the mode, all service messages and all of private chats. An administrator
gets all. Mentions are not in that list, but BotFather says that the mode lets through what "mention[s] the bot by
username", so a test can say either with `State.mentions_pass`.
"""

from tests.telegram_server.entities import pieces
from tests.telegram_server.state import State
from tests.telegram_server.values import Message


def reaches_the_bot(state: State, message: Message) -> bool:
    """Whether the bot gets the message."""
    chat = message.chat
    if chat.bot not in ("member", "administrator") or chat.upgraded_to is not None:
        return False
    if chat.type == "private" or not state.privacy or chat.bot == "administrator" or _is_service(message):
        return True
    return _meant(state, message) or _answers(state, message)


def _is_service(message: Message) -> bool:
    return any(name.startswith(("migrate_", "new_chat_", "left_chat_", "forum_topic_")) for name in message.content)


def _meant(state: State, message: Message) -> bool:
    name = f"@{state.bot.username}".lower()
    if any(_commands(state, message, command) for command in pieces(message.text, message.entities, "bot_command")):
        return True
    mentions = pieces(message.text, message.entities, "mention")
    return state.mentions_pass and any(mention.lower() == name for mention in mentions)


def _commands(state: State, message: Message, command: str) -> bool:
    _, _, addressee = command.lower().partition("@")
    if addressee:
        return addressee == (state.bot.username or "").lower()
    return message.chat.bot_spoke_last


def _answers(state: State, message: Message) -> bool:
    """A reply to the bot, or to something that was meant for it."""
    answered = state.messages.get((message.chat.id, message.reply_to or 0))
    return answered is not None and (answered.sender is state.bot or _meant(state, answered))
