"""Looks for a message in its conversation, so that one whose answer was lost is not posted twice."""

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


def carries(place: Place, name: str) -> Matches:
    """Whether a message of ours carries a file of this name; such a message has no metadata of ours."""

    def matches(message: dict[str, Any]) -> bool:
        files = message.get("files") or ()
        return message.get("user") == place.us.user and any(file.get("name") == name for file in files)

    return matches


async def find(place: Place, *, since: float | None, matches: Matches) -> str | None:
    """The ts of the newest message that matches, since a little before; None when there is none. Raises TooMuch.

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
        found = [str(message["ts"]) for message in page["messages"] if matches(message)]
        if found:
            return max(found, key=float)
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
        more["cursor"] = cursor
    raise TooMuch("too much has been written there since to tell whether it arrived")
