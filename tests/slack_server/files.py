"""Files: the three steps of an upload, and what a file's private address gives to whom."""

from typing import Any

from tests.slack_server.methods import channel_of, message_of, method
from tests.slack_server.things import File, Json, Message, Refused, Workspace
from tests.slack_server.world import World


@method("files.getUploadURLExternal", "files:write")
def upload_url(world: World, workspace: Workspace, body: Json) -> Json:
    name, length = str(body.get("filename") or ""), str(body.get("length") or "")
    if not name or not length.isdecimal() or int(length) == 0:
        raise Refused("invalid_arguments")
    id_ = world.new_id("F")
    world.files[id_] = File(id=id_, name=name, team=workspace.id, user=workspace.bot_user)
    return {"file_id": id_, "upload_url": f"{world.root}/upload/v1/{id_}"}


@method("files.completeUploadExternal", "files:write")
def complete(world: World, workspace: Workspace, body: Json) -> Json:
    wanted = body.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments")
    files = [_uploaded(world, workspace, given) for given in wanted]
    where = str(body.get("channel_id") or body.get("channels") or "")
    message = _sharing(world, workspace, where, body) if where else None
    for file, given in zip(files, wanted, strict=True):
        file.title = str(given.get("title") or file.name)
        file.shared += [where] if where else []
        world.uploads.append(file)
    if message:
        message.files = [world.shown_file(file) for file in files]
        world.put(message)
        world.posted.append(message)
    return {"files": [world.shown_file(file) for file in files]}


@method("files.info", "files:read")
def info(world: World, workspace: Workspace, body: Json) -> Json:
    file = world.files.get(str(body.get("file")))
    if file is None or file.team != workspace.id or not file.whole:
        raise Refused("file_not_found")
    return {"file": world.shown_file(file)}


def readable(world: World, id_: str, token: str) -> File:
    """The file behind a private address, for a token of its workspace with files:read; raises Refused."""
    file = world.files.get(id_.partition("-")[2])
    if file is None or not file.whole:
        raise Refused("file_not_found")
    workspace = world.workspaces[file.team]
    if token != workspace.bot_token or "files:read" not in workspace.scopes:
        raise Refused("invalid_auth")
    return file


def _uploaded(world: World, workspace: Workspace, given: Any) -> File:
    file = world.files.get(str(given.get("id"))) if isinstance(given, dict) else None
    if file is None or file.team != workspace.id or not file.whole:
        raise Refused("file_not_found")
    return file


def _sharing(world: World, workspace: Workspace, where: str, body: Json) -> Message:
    channel = channel_of(world, workspace, where)
    thread = body.get("thread_ts")
    parent = message_of(world, channel, thread, error="thread_not_found") if thread else None
    return Message(
        channel=channel.id,
        ts=world.new_ts(),
        user=workspace.bot_user,
        text=str(body.get("initial_comment") or ""),
        team=workspace.id,
        thread_ts=(parent.thread_ts or parent.ts) if parent else None,
        bot_id=workspace.bot_id,
        app_id=workspace.app_id,
    )
