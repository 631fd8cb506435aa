"""What Telegram's answer, or its silence, means for a message.

Codes and parameters are documented (core.telegram.org/bots/api#making-requests, #responseparameters); the sentences are
not, and are those of the server's sources (github.com/tdlib/telegram-bot-api). The words of an error about the token
hold the token, so they are never repeated.
"""

from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.cleaning import clean
from bot.messages import Permanent, Temporary, Uncertain
from integrations.telegram.limiter import seconds_of
from integrations.telegram.places import Place

MENDED = timedelta(minutes=15)  # a person has to change something first
_LONGEST_REASON = 300
_NOT_REACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_NOT_HANDED_OVER = (*_NOT_REACHED, aiohttp.ClientHttpProxyError, aiohttp.InvalidURL)
_GONE = (
    "bot was blocked", "user is deactivated", "bot was kicked", "bot is not a member", "group chat was deleted",
    "can't initiate conversation", "can't send messages to bots",
)  # fmt: skip
_NO_RIGHT = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
_AS_IT_SHOULD_BE = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)


def refused_markup(error: TelegramError) -> bool:
    """Whether the HTML was not understood; the same text without it is taken."""
    return isinstance(error, BadRequest) and "can't parse entities" in _said(error)


def holds_no_text(error: TelegramError) -> bool:
    """Whether the message to be changed is a file, whose text is a caption."""
    return isinstance(error, BadRequest) and "there is no text in the message to edit" in _said(error)


def nothing_to_edit(error: TelegramError) -> bool:
    """Whether an edit changes nothing, or never can: the message looks so already, is gone, or its chat has moved."""
    if isinstance(error, ChatMigrated):  # what was written before the move can no more be changed
        return True
    return isinstance(error, BadRequest) and any(words in _said(error) for words in _AS_IT_SHOULD_BE)


def outcome_of(error: TelegramError, place: Place, *, editing: bool = False) -> Permanent | Temporary | Uncertain:
    """How a message ends that was not taken; `editing` may be repeated at will, so nothing about it is uncertain."""
    match error:
        case RetryAfter():
            return Temporary(reason="too many messages", retry_after=timedelta(seconds=seconds_of(error)))
        case ChatMigrated():
            return Temporary(reason="the group has become a supergroup", moved=str(error.new_chat_id))
        case Forbidden():
            return _forbidden(_said(error), _words(error))
        case InvalidToken() | EndPointNotFound():
            return Temporary(reason=token_refused(), retry_after=MENDED)
        case Conflict():
            return Temporary(reason=_words(error))
        case BadRequest():
            return _refused(_said(error), _words(error), place)
        case _ if not editing and may_have_arrived(error):
            return Uncertain(reason=f"it is not known whether Telegram took the message: {trouble(error)}")
        case _:
            return Temporary(reason=trouble(error))


def _forbidden(said: str, words: str) -> Permanent:
    if any(one in said for one in _GONE):
        return Permanent(reason=f"nothing reaches them on Telegram any more ({words})", gone=True)
    return Permanent(reason=f"the bot may not write there; give it the right to in the group's settings ({words})")


def _refused(said: str, words: str, place: Place) -> Permanent | Temporary:
    if "chat not found" in said:
        mend = "they have to open the bot and press Start" if place.private else "add the bot to the group again"
        return Permanent(reason=f"Telegram knows no chat {place.chat} of this bot; {mend}")
    if "thread not found" in said and place.topic is not None:
        return Temporary(reason="the topic was deleted", moved=str(Place(place.chat)))
    if "topic_closed" in said:
        return Permanent(reason="the topic is closed; open it again, or let the bot manage topics")
    if any(one in said for one in _NO_RIGHT):
        return Permanent(reason=f"the bot may not write there; give it the right to in the group's settings ({words})")
    return Permanent(reason=f"Telegram refuses the message: {words}")


def may_have_arrived(error: TelegramError) -> bool:
    """Whether what was asked for may have been done though there is no answer.

    A 5xx is an answer and says that it was not, but for 504: there a server in between gave up waiting.
    """
    if isinstance(error.__cause__, _NOT_HANDED_OVER):
        return False
    if isinstance(error.__cause__, aiohttp.ClientError) or isinstance(error, TimedOut):
        return True
    return "gateway time" in _said(error) if isinstance(error, NetworkError) else True


def trouble(error: TelegramError) -> str:
    """One sentence about why Telegram cannot be used now, without the token."""
    match error:
        case InvalidToken() | EndPointNotFound():
            return token_refused()
        case RetryAfter():
            return f"Telegram wants us to wait for {seconds_of(error):g} seconds"
        case _ if isinstance(error.__cause__, _NOT_REACHED):
            return "Telegram is not reached; check this machine's network, and `url` in [telegram]"
        case TimedOut():
            return "Telegram did not answer in time"
        case _ if isinstance(error.__cause__, aiohttp.ClientError):
            return "the connection to Telegram broke"
        case _:
            return f"Telegram answers: {_words(error)}"


def token_refused() -> str:
    return "Telegram refuses the token; @BotFather shows the right one (/mybots, API Token)"


def _said(error: TelegramError) -> str:
    """The server's words as they can be compared; the library begins some of them with a capital letter."""
    return error.message.lower().replace("’", "'")


def _words(error: TelegramError) -> str:
    return " ".join(clean(error.message).split())[:_LONGEST_REASON]
