"""The table of the Web API's methods, and what several of them need (docs.slack.dev/reference/methods)."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from tests.slack_server.things import Channel, Json, Message, Refused, User, Workspace
from tests.slack_server.world import World

T = TypeVar("T")
Answer = Callable[[World, Workspace, Json], Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method: what it does, which scope of several it needs, and whose token."""

    answer: Answer
    scopes: tuple[str, ...]
    token: Literal["xoxb", "xapp"] = "xoxb"


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, token: Literal["xoxb", "xapp"] = "xoxb") -> Callable[[Answer], Answer]:
    """Enter a function into the table; it needs one of the scopes, and answers what stands beside {"ok": true}."""

    def enter(answer: Answer) -> Answer:
        METHODS[name] = Method(answer=answer, scopes=scopes, token=token)
        return answer

    return enter


def need(workspace: Workspace, *scopes: str) -> None:
    """Refuse as the platform does when none of the scopes was granted."""
    if scopes and not workspace.scopes & set(scopes):
        raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(workspace.scopes)))


_FAMILY = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def need_for(workspace: Workspace, channel: Channel, right: Literal["read", "history"]) -> None:
    """Refuse when the scope for this kind of conversation was not granted, such as im:history."""
    need(workspace, f"{_FAMILY[channel.kind]}:{right}")


def channel_of(world: World, workspace: Workspace, id_: Any, *, inside: bool = True) -> Channel:
    """A conversation that the app can see, and is in; raises Refused."""
    channel = world.channels.get(str(id_))
    if channel is None or channel.team != workspace.id:
        raise Refused("channel_not_found")
    if workspace.bot_user not in channel.members and channel.kind != "channel":
        raise Refused("channel_not_found")  # a conversation in which the app is not does not exist for it
    if inside and workspace.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def user_of(world: World, workspace: Workspace, id_: Any) -> User:
    """A person of the workspace, or a stranger that it can see; raises Refused."""
    user = world.users.get(str(id_))
    if user is None or (user.team != workspace.id and not user.is_stranger):
        raise Refused("user_not_found")
    return user


def message_of(world: World, channel: Channel, ts: Any, error: str = "message_not_found") -> Message:
    """A message of a channel; raises Refused."""
    try:
        return world.message(channel.id, str(ts))
    except LookupError:
        raise Refused(error) from None


def yes(given: Any) -> bool:
    """A boolean as forms and JSON bodies write it."""
    return given is True or str(given).lower() in {"1", "true"}


def page(items: list[T], body: Json, *, usual: int, most: int = 1000) -> tuple[list[T], Json]:
    """A part of a list, and the cursor for the next one (docs.slack.dev/apis/web-api/pagination)."""
    try:
        limit = int(body.get("limit") or usual)
    except ValueError:
        raise Refused("invalid_limit") from None
    if not 0 < limit <= most:
        raise Refused("invalid_limit")
    start = _start(body.get("cursor"))
    more = len(items) > start + limit
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
    return items[start : start + limit], {"next_cursor": cursor}


def _start(cursor: Any) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(str(cursor), validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise Refused("invalid_cursor") from None
