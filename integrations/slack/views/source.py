"""The message that somebody makes a request of (message shortcuts)."""

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cleaning import storable
from bot.messages import Attached
from integrations.slack.text import mentioned, pictured, plain
from integrations.slack.views.quoted import Quoted
from integrations.slack.views.values import at, cut

_SECONDS = 0.8  # of the three that a trigger lives
_NOT_HERE = {"external", "hidden_by_limit", "tombstone"}
_FILE_NAME = 120  # characters
_NAMES = 5  # of people mentioned; each is a call
_NOBODY = "-"  # in a quoted message a mention of ours stays a name


def files_of(body: Mapping[str, Any]) -> tuple[Attached, ...]:
    """What came along with a message; the files are asked for by id, since a modal keeps no ten long addresses."""
    files = [file for file in (body.get("message") or {}).get("files") or () if file.get("mode") not in _NOT_HERE]
    return tuple(
        Attached(
            ref=f"file:{file['id']}",
            name=storable(cut(at(file, "name") or at(file, "title") or file["id"], _FILE_NAME)),
            media_type=at(file, "mimetype") or "application/octet-stream",
            size=file.get("size"),
        )
        for file in files
    )


async def quoted_of(body: Mapping[str, Any], client: AsyncWebClient) -> Quoted:
    """The text of a message as plain text, its author's name and its address."""
    linked = [at(file, "url_private") for file in body["message"].get("files") or () if at(file, "mode") == "external"]
    written = "\n".join([pictured(at(body, "message", "text"), body["message"].get("blocks")), *linked])
    mentions = sorted(mentioned(written))[:_NAMES]
    author, link, *names = await asyncio.gather(
        _author(body, client), _link(body, client), *(_name(user, client) for user in mentions)
    )
    text = plain(written, us=_NOBODY, names=dict(zip(mentions, names, strict=True)))
    return Quoted(text=text, author=storable(author), link=link)


async def _author(body: Mapping[str, Any], client: AsyncWebClient) -> str:
    known = at(body, "message", "username") or at(body, "message", "bot_profile", "name")
    user = at(body, "message", "user")
    return known or (await _name(user, client) if user else "")


async def _name(user: str, client: AsyncWebClient) -> str:
    """Somebody's name, or their id where Slack does not say it in time."""
    try:
        async with asyncio.timeout(_SECONDS):
            said = (await client.users_info(user=user)).get("user") or {}
    except (SlackClientError, OSError, TimeoutError):
        return user
    return at(said, "profile", "real_name") or at(said, "real_name") or at(said, "name") or user


async def _link(body: Mapping[str, Any], client: AsyncWebClient) -> str:
    """The message's address; where we are not in its channel, the one that such messages have in Slack."""
    channel, ts = at(body, "channel", "id"), at(body, "message_ts") or at(body, "message", "ts")
    try:
        async with asyncio.timeout(_SECONDS):
            return str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except (SlackClientError, OSError, TimeoutError):
        domain = at(body, "team", "domain")
        return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}" if domain else ""
