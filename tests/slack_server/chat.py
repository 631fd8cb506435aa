"""Messages: post, change, delete, show to one person; reactions; what comes to response URLs."""

import json
from typing import Any

from tests.slack_server.blocks import check_message_blocks
from tests.slack_server.methods import channel_of, message_of, method, user_of, yes
from tests.slack_server.things import (
    RESPONSE_SECONDS,
    RESPONSE_TIMES,
    Channel,
    Json,
    Message,
    Refused,
    ResponseUrl,
    Workspace,
)
from tests.slack_server.world import World

POST_TEXT = 40_000
UPDATE_TEXT = 4_000
"""chat.update takes less than chat.postMessage; its reference page says so with msg_too_long."""
METADATA_BYTES = 16_000


@method("chat.postMessage", "chat:write")
def post(world: World, workspace: Workspace, body: Json) -> Json:
    channel = _target(world, workspace, body.get("channel"))
    message = _composed(world, workspace, channel, body, most=POST_TEXT)
    message.metadata = _metadata(body.get("metadata"))
    world.put(message)
    world.posted.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.shown(metadata=True)}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(world: World, workspace: Workspace, body: Json) -> Json:
    channel = channel_of(world, workspace, body.get("channel"))
    if (user := str(body.get("user", ""))) not in channel.members:
        raise Refused("user_not_in_channel")
    message = _composed(world, workspace, channel, body, most=POST_TEXT)
    message.seen_by = user
    world.ephemerals.append(message)
    return {"message_ts": message.ts}


@method("chat.update", "chat:write")
def update(world: World, workspace: Workspace, body: Json) -> Json:
    channel, message = _own(world, workspace, body, error="cant_update_message")
    blocks = check_message_blocks(body["blocks"]) if body.get("blocks") is not None else None
    text = body.get("text")
    if not text and not blocks:
        raise Refused("no_text")
    if len(text or "") > UPDATE_TEXT:
        raise Refused("msg_too_long")
    if body.get("metadata") is not None:
        message.metadata = _metadata(body["metadata"])
    change(world, message, text=text, blocks=blocks)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.shown(metadata=True)}


@method("chat.delete", "chat:write")
def delete(world: World, workspace: Workspace, body: Json) -> Json:
    channel, message = _own(world, workspace, body, error="cant_delete_message")
    remove(world, message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink")
def permalink(world: World, workspace: Workspace, body: Json) -> Json:
    channel = channel_of(world, workspace, body.get("channel"), inside=False)
    message = message_of(world, channel, body.get("message_ts"))
    link = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + thread}


@method("reactions.add", "reactions:write")
def react(world: World, workspace: Workspace, body: Json) -> Json:
    if not body.get("timestamp") or not body.get("channel"):
        raise Refused("no_item_specified")
    channel = channel_of(world, workspace, body["channel"])
    message = message_of(world, channel, body["timestamp"])
    name = str(body.get("name", ""))
    if not name or ":" in name or not name.isascii():
        raise Refused("invalid_name")
    people = message.reactions.setdefault(name, [])
    if workspace.bot_user in people:
        raise Refused("already_reacted")
    people.append(workspace.bot_user)
    return {}


def respond(world: World, key: str, body: Json) -> None:
    """What an app sends to a response URL (docs.slack.dev/interactivity/handling-user-interaction); raises Refused."""
    url = world.response_urls.get(key)
    if url is None or world.now() - url.made > RESPONSE_SECONDS:
        raise Refused("expired_url")
    if url.used >= RESPONSE_TIMES:
        raise Refused("used_url")
    workspace = world.workspaces[url.team]
    if yes(body.get("delete_original")):
        _delete_original(world, url)
    else:
        _respond_with(world, workspace, url, body)
    url.used += 1
    world.responses.append(body)


def show_answer(world: World, workspace: Workspace, channel: Channel, user: str, body: Json) -> Message:
    """A message out of an answer to a command or a response URL: for one person, unless it says otherwise."""
    message = _composed(world, workspace, channel, body, most=POST_TEXT)
    if body.get("response_type") == "in_channel":
        world.put(message)
        world.posted.append(message)
    else:
        message.seen_by = user
        world.ephemerals.append(message)
    return message


def change(world: World, message: Message, *, text: str | None, blocks: list[Json] | None) -> None:
    """Change a message in place; what is not given stays."""
    if text is not None:
        message.text = text
    if blocks is not None:
        message.blocks = blocks
    message.edited = world.new_ts()


def remove(world: World, message: Message) -> None:
    """Take a message away from wherever it is."""
    for messages in (world.messages.get(message.channel, []), world.posted, world.ephemerals):
        messages[:] = [other for other in messages if other is not message]


def _delete_original(world: World, url: ResponseUrl) -> None:
    if url.message is None:
        raise Refused("no_original")
    remove(world, url.message)


def _respond_with(world: World, workspace: Workspace, url: ResponseUrl, body: Json) -> None:
    if url.message and yes(body.get("replace_original")):
        blocks = check_message_blocks(body["blocks"]) if body.get("blocks") is not None else None
        if not body.get("text") and not blocks:
            raise Refused("no_text")
        change(world, url.message, text=body.get("text"), blocks=blocks if blocks is not None else [])
        return
    show_answer(world, workspace, world.channels[url.channel], url.user, body)


def _target(world: World, workspace: Workspace, given: Any) -> Channel:
    """Where a message goes: a channel's id or name, or a person's id for the direct conversation."""
    wanted = str(given or "")
    if wanted in world.users and world.users[wanted].team == workspace.id:
        user = user_of(world, workspace, wanted)
        if user.is_bot or user.deleted:
            raise Refused("cannot_dm_bot" if user.is_bot else "user_disabled")
        return world.dm(wanted)
    name = wanted.removeprefix("#")
    named = (channel.id for channel in world.channels.values() if (channel.name, channel.team) == (name, workspace.id))
    channel = channel_of(world, workspace, wanted if wanted in world.channels else next(named, ""), inside=False)
    if channel.is_archived:
        raise Refused("is_archived")
    if workspace.bot_user not in channel.members and "chat:write.public" not in workspace.scopes:
        raise Refused("not_in_channel")
    return channel


def _composed(world: World, workspace: Workspace, channel: Channel, body: Json, *, most: int) -> Message:
    text, blocks = body.get("text") or "", body.get("blocks")
    kept = check_message_blocks(blocks) if blocks is not None else []
    if not text and not kept and not body.get("attachments"):
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    return Message(
        channel=channel.id,
        ts=world.new_ts(),
        user=workspace.bot_user,
        text=text,
        team=workspace.id,
        blocks=kept,
        thread_ts=_thread(world, channel, body.get("thread_ts")),
        bot_id=workspace.bot_id,
        app_id=workspace.app_id,
    )


def _thread(world: World, channel: Channel, given: Any) -> str | None:
    """The thread that a message belongs to: its first message's ts, also when a reply's was given."""
    if not given:
        return None
    parent = message_of(world, channel, given, error="thread_not_found")
    return parent.thread_ts or parent.ts


def _own(world: World, workspace: Workspace, body: Json, *, error: str) -> tuple[Channel, Message]:
    channel = channel_of(world, workspace, body.get("channel"), inside=False)
    message = message_of(world, channel, body.get("ts"))
    if message.bot_id != workspace.bot_id:
        raise Refused(error)
    return channel, message


def _metadata(given: Any) -> Json | None:
    if given is None or given == {}:
        return None
    if not isinstance(given, dict) or not given.get("event_type") or not isinstance(given.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(given)) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return given
