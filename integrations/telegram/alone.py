"""What only one of a group may see: it goes to their private chat, which they have to have opened.

A bot cannot begin a conversation: the server answers 403 "bot can't initiate conversation with a user". Then the group
is told how the person opens it, without a word of the answer.
"""

import logging
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.messages import Outcome, Outgoing, Permanent, Reply
from bot.model import Language
from integrations.telegram.client import Client
from integrations.telegram.places import Place
from integrations.telegram.sending import FileToSend, post, reply_to

log = logging.getLogger(__name__)

_TEXTS = Path(__file__).resolve().parents[2] / "templates" / "telegram" / "private.toml"


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """What is said in each language, and what stands on the button."""
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))


async def post_alone(
    client: Client, place: Place, outgoing: Outgoing, files: tuple[FileToSend, ...], *, user: int, otherwise: Language
) -> Outcome:
    """Write to the private chat of `user`; where that is closed, say at `place` how they open it.

    They are `gone` then, though the group is not: the answer can reach them by another road.
    """
    outcome = await post(client, Place(user), outgoing, files)
    if not isinstance(outcome, Permanent) or not outcome.gone:
        return outcome
    language = Reply.model_validate_json(outgoing.body).language or otherwise
    await _ask_to_open(client, place, outgoing, language)
    return Permanent(
        reason=f"they have no open chat with the bot and were asked to open it: {outcome.reason}", gone=True
    )


async def _ask_to_open(client: Client, place: Place, outgoing: Outgoing, language: Language) -> None:
    said = texts()[language]
    try:
        button = InlineKeyboardButton(said["button"], url=f"https://t.me/{client.username}?start=hello")
        await client.send_message(
            place.chat,
            said["text"],
            message_thread_id=place.topic,
            reply_parameters=reply_to(place, outgoing),
            reply_markup=InlineKeyboardMarkup([[button]]),
        )
    except (TelegramError, RuntimeError) as error:  # the library raises the latter before it knows its own name
        log.warning("nobody was asked to open a chat: %s", type(error).__name__, extra={"action": "not_asked"})
