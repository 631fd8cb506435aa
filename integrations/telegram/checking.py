"""What `pratica doctor` says of a bot, and the link by which somebody is let in."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

from telegram import ChatMemberBanned, ChatMemberLeft, ChatMemberRestricted, WebhookInfo
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat.settings import TelegramSettings
from integrations.telegram.client import Client, make_client
from integrations.telegram.outcomes import trouble

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LATELY = timedelta(hours=1)
_MANY = 100  # updates that wait


def check(settings: TelegramSettings) -> tuple[str, ...]:
    """What is wrong with a bot and how to mend it, a sentence each; nothing when all is well. Not for use in a loop."""
    return asyncio.run(_check(settings))


def start_link(settings: TelegramSettings, payload: str) -> str:
    """The address that opens the bot and has it told a one-time code; raises OSError when Telegram is not reached.

    A payload is 1 to 64 of A-Z, a-z, 0-9, _ and - (core.telegram.org/bots/features#deep-linking), else ValueError.
    """
    if not _PAYLOAD.fullmatch(payload):
        raise ValueError("a deep link carries 1 to 64 letters, digits, _ and -")
    return f"https://t.me/{asyncio.run(_username(settings))}?start={payload}"


async def _check(settings: TelegramSettings) -> tuple[str, ...]:
    client = make_client(settings)
    try:
        await client.initialize()
        info = await client.get_webhook_info()
        groups = [await _about_the_group(client, group) for group in settings.groups]
        return (*_about_the_bot(client), *_about_the_webhook(settings, info), *filter(None, groups))
    except TelegramError as error:
        return (trouble(error),)
    finally:
        await client.shutdown()


async def _username(settings: TelegramSettings) -> str:
    client = make_client(settings)
    try:
        await client.initialize()
    except TelegramError as error:
        raise OSError(trouble(error)) from None
    else:
        return client.username
    finally:
        await client.shutdown()


def _about_the_bot(client: Client) -> tuple[str, ...]:
    """Privacy mode is fine either way: what is not said to us we drop (docs/telegram.md)."""
    if client.can_join_groups:
        return ()
    return ("the bot may not be added to groups; to allow it: @BotFather, /setjoingroups, Enable",)


async def _about_the_group(client: Client, group: int) -> str:
    """What is wrong with a group of the settings; empty when the bot may write there."""
    try:
        member = await client.get_chat_member(group, client.id)
    except (BadRequest, Forbidden):
        return f"the bot is not in the group {group}; add it there, or take the group out of `groups`"
    if isinstance(member, ChatMemberLeft | ChatMemberBanned):
        return f"the bot is no longer in the group {group}; add it there again, or take the group out of `groups`"
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return f"the bot may not write in the group {group}; give it the right to in the group's settings"
    return ""


def _about_the_webhook(settings: TelegramSettings, info: WebhookInfo) -> tuple[str, ...]:
    found = []
    wanted = str(settings.webhook) if settings.webhook else ""
    if info.url != wanted:
        where = f"Telegram posts updates to {info.url}" if info.url else "Telegram posts updates nowhere"
        found.append(f"{where}, and not as pratica.toml says; `pratica serve` sets that when it starts")
    if info.url and info.last_error_message and _lately(info.last_error_date):
        found.append(
            f"Telegram could not post to {info.url}: {info.last_error_message}; check the proxy, its certificate and "
            "that `pratica serve` runs"
        )
    if info.pending_update_count > _MANY:
        found.append(f"{info.pending_update_count} updates wait with Telegram; does `pratica serve` run?")
    return tuple(found)


def _lately(moment: datetime | None) -> bool:
    return moment is not None and moment > datetime.now(UTC) - _LATELY
