"""Conversations and people: who is where, and what was said."""

from typing import Any

from tests.slack_server.methods import (
    channel_of,
    message_of,
    method,
    need_for,
    page,
    user_of,
    yes,
)
from tests.slack_server.things import Channel, Json, Message, Refused, User, Workspace
from tests.slack_server.world import World

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


@method("auth.test")
def auth_test(world: World, workspace: Workspace, body: Json) -> Json:
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": world.users[workspace.bot_user].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("conversations.open", "im:write", "mpim:write")
def open_(world: World, workspace: Workspace, body: Json) -> Json:
    if body.get("channel"):
        channel = channel_of(world, workspace, body["channel"])
        return {"channel": _shown(channel) if yes(body.get("return_im")) else {"id": channel.id}}
    given = body.get("users")
    ids = given if isinstance(given, list) else [part for part in str(given or "").split(",") if part]
    if not ids:
        raise Refused("users_list_not_supplied")
    if len(ids) > 8:
        raise Refused("too_many_users")
    users = [user_of(world, workspace, id_) for id_ in ids]
    for user in users:
        if user.is_bot or user.deleted:
            raise Refused("cannot_dm_bot" if user.is_bot else "user_disabled")
    channel = world.dm(ids[0]) if len(ids) == 1 else _group(world, workspace, ids)
    return {"channel": _shown(channel) if yes(body.get("return_im")) else {"id": channel.id}}


@method("conversations.info", *_READ)
def info(world: World, workspace: Workspace, body: Json) -> Json:
    channel = channel_of(world, workspace, body.get("channel"), inside=False)
    need_for(workspace, channel, "read")
    number = {"num_members": len(channel.members)} if yes(body.get("include_num_members")) else {}
    return {"channel": _shown(channel) | {"is_member": workspace.bot_user in channel.members} | number}


@method("conversations.members", *_READ)
def members(world: World, workspace: Workspace, body: Json) -> Json:
    channel = channel_of(world, workspace, body.get("channel"), inside=False)
    need_for(workspace, channel, "read")
    shown, metadata = page(channel.members, body, usual=100)
    return {"members": shown, "response_metadata": metadata}


@method("conversations.history", *_HISTORY)
def history(world: World, workspace: Workspace, body: Json) -> Json:
    channel = channel_of(world, workspace, body.get("channel"))
    need_for(workspace, channel, "history")
    said = [message for message in world.messages.get(channel.id, []) if message.thread_ts in (None, message.ts)]
    kept = _within(said[::-1], body)
    shown, metadata = page(kept, body, usual=100, most=999)
    return _listing(world, shown, body, metadata)


@method("conversations.replies", *_HISTORY)
def replies(world: World, workspace: Workspace, body: Json) -> Json:
    channel = channel_of(world, workspace, body.get("channel"))
    need_for(workspace, channel, "history")
    asked = message_of(world, channel, body.get("ts"), error="thread_not_found")
    first = asked.thread_ts or asked.ts
    said = [message for message in world.messages[channel.id] if first in (message.ts, message.thread_ts)]
    shown, metadata = page(said[:1] + _within(said[1:], body), body, usual=1000)
    return _listing(world, shown, body, metadata)


@method("users.info", "users:read")
def user_info(world: World, workspace: Workspace, body: Json) -> Json:
    return {"user": _member(user_of(world, workspace, body.get("user")), workspace, body)}


@method("users.list", "users:read")
def user_list(world: World, workspace: Workspace, body: Json) -> Json:
    people = [user for user in world.users.values() if user.team == workspace.id or user.is_stranger]
    shown, metadata = page(people, body, usual=1000)
    return {"members": [_member(user, workspace, body) for user in shown], "response_metadata": metadata}


def _member(user: User, workspace: Workspace, body: Json) -> Json:
    profile = {"real_name": user.real_name, "display_name": user.name, "team": user.team}
    if "users:read.email" in workspace.scopes and user.email and not user.is_bot:
        profile["email"] = user.email
    shown: Json = {"id": user.id, "team_id": user.team, "name": user.name, "deleted": user.deleted, "profile": profile}
    if user.deleted:
        return shown | {"is_bot": user.is_bot}
    flags = {
        name: getattr(user, name)
        for name in ("is_bot", "is_restricted", "is_ultra_restricted", "is_email_confirmed", "is_stranger")
    }
    locale = {"locale": user.locale} if yes(body.get("include_locale")) else {}
    return shown | flags | locale | {"real_name": user.real_name, "tz": user.tz, "tz_offset": user.tz_offset}


def _group(world: World, workspace: Workspace, ids: list[str]) -> Channel:
    wanted = {*ids, workspace.bot_user}
    for channel in world.channels.values():
        if channel.kind == "mpim" and set(channel.members) == wanted:
            return channel
    channel = world.channel(world.new_id("G"), sorted(wanted), team=workspace.id)
    channel.kind = "mpim"
    return channel


def _shown(channel: Channel) -> Json:
    kinds = {f"is_{kind}": channel.kind == kind for kind in ("channel", "group", "im", "mpim")}
    shown: Json = {"id": channel.id, "is_archived": channel.is_archived, "context_team_id": channel.team, **kinds}
    if channel.kind == "im":
        return shown | {"user": channel.members[0], "is_open": True}
    return shown | {"name": channel.name, "is_private": channel.kind != "channel"}


def _within(messages: list[Message], body: Json) -> list[Message]:
    low, high = _moment(body.get("oldest") or "0", "oldest"), _moment(body.get("latest") or "9" * 10, "latest")
    if yes(body.get("inclusive")):
        return [message for message in messages if low <= _moment(message.ts, "ts") <= high]
    return [message for message in messages if low < _moment(message.ts, "ts") < high]


def _moment(given: Any, name: str) -> tuple[int, int]:
    seconds, _, rest = str(given).partition(".")
    try:
        return int(seconds), int((rest or "0").ljust(6, "0"))
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _listing(world: World, messages: list[Message], body: Json, metadata: Json) -> Json:
    shown = [_with_thread(world, m) | m.shown(metadata=yes(body.get("include_all_metadata"))) for m in messages]
    return {"messages": shown, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


def _with_thread(world: World, message: Message) -> Json:
    """What a message tells of its thread: who began it, or how many have answered."""
    said = world.messages[message.channel]
    if message.thread_ts and message.thread_ts != message.ts:
        parent = next((other for other in said if other.ts == message.thread_ts), None)
        return {"parent_user_id": parent.user} if parent else {}
    answers = [other for other in said if other.thread_ts == message.ts and other is not message]
    if not answers:
        return {}
    people = list(dict.fromkeys(other.user for other in answers))
    about = {"reply_count": len(answers), "reply_users": people, "latest_reply": answers[-1].ts}
    return {"thread_ts": message.ts, **about}
