"""Looks for a message in its conversation, so that one whose answer was lost is not posted twice."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from integrations.slack.client import Workspace
from integrations.slack.reading import Us

_BEFORE = 300.0  # seconds that Slack's clock may be behind ours
_FAR = 86_400.0  # seconds, when it is not known when the message was first tried
_PAGE, _PAGES = 200, 5


EVENT = "pratica"
"""The metadata by which our messages are found again; people do not see it."""

Matches = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message goes: a conversation of a workspace, and a thread of it."""

    workspace: Workspace
    us: Us
    channel: str
    thread: str | None

    def outside(self, ts: str) -> str:
        """The outside id of a message there."""
        return f"{self.us.team}/{self.channel}/{ts}"


class TooMuch(Exception):
    """More was written since than is looked through."""


def has_key(key: str) -> Matches:
    """Whether a message is the one of this key."""

    def matches(message: dict[str, Any]) -> bool:
        metadata = message.get("metadata") or {}
        return metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("key") == key

    return matches


def carries(place: Place, id_: str) -> Matches:
    """Whether a message of ours carries the file that was brought under this id."""
    return lambda message: any(file.get("id") == id_ for file in _files(place, message))


def carries_like(place: Place, name: str, size: int, *, known: Callable[[str], bool]) -> Matches:
    """Whether a message of ours carries a file of this name and size, and is not known to be another one.

    A message with a file has no metadata of ours; this is for a file whose id nobody remembers, since before a restart.
    """

    def matches(message: dict[str, Any]) -> bool:
        like = [file for file in _files(place, message) if (file.get("name"), file.get("size")) == (name, size)]
        ids = [message["ts"], *(file.get("id") for file in like)]
        return bool(like) and not any(known(place.outside(str(id_))) for id_ in ids)

    return matches


def _files(place: Place, message: dict[str, Any]) -> list[dict[str, Any]]:
    return list(message.get("files") or ()) if message.get("user") == place.us.user else []


def _matching(messages: list[dict[str, Any]], matches: Matches) -> list[str]:
    return [str(message["ts"]) for message in messages if matches(message)]


async def find(place: Place, *, since: float | None, matches: Matches) -> str | None:
    """The ts of the newest message that matches, since a little before; None when there is none. Raises TooMuch.

    `matches` may ask the database, and is called in a thread.

    A message in a thread is not in the conversation's history, only among the thread's replies
    (docs.slack.dev/reference/methods/conversations.history).
    """
    client = place.workspace.client
    oldest = f"{(since - _BEFORE if since else time.time() - _FAR):.6f}"
    more: dict[str, Any] = {"channel": place.channel, "oldest": oldest, "limit": _PAGE, "include_all_metadata": True}
    for _ in range(_PAGES):
        if place.thread:
            page = await client.conversations_replies(ts=place.thread, **more)
        else:
            page = await client.conversations_history(**more)
        found = await asyncio.to_thread(_matching, page["messages"], matches)
        if found:
            return max(found, key=float)
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
        more["cursor"] = cursor
    raise TooMuch("too much has been written there since to tell whether it arrived")
