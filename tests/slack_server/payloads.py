"""What Slack sends for what people do, as docs.slack.dev/reference/events and /interaction-payloads document it."""

import re
from typing import Any

from tests.slack_server.things import Channel, Json, Message, User, View, Workspace
from tests.slack_server.world import World

_KEPT = re.compile(r"(<(?:[@#!]|https?://|mailto:)[^<>]*>)")
_TEXTS = frozenset({"email_text_input", "number_input", "plain_text_input", "url_text_input"})
_PICKED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
_INITIAL = {"datepicker": "initial_date", "timepicker": "initial_time", "datetimepicker": "initial_date_time"}


def typed(text: str) -> str:
    """A text as Slack passes it on: &, < and > are escaped but in mentions and links (docs.slack.dev/messaging)."""
    parts = _KEPT.split(text)
    return "".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def event(world: World, workspace: Workspace, inner: Json) -> Json:
    """The envelope of the Events API around one event."""
    who = {"enterprise_id": None, "team_id": workspace.id, "user_id": workspace.bot_user, "is_bot": True}
    return {
        "token": "verification",
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.now()),
        "authorizations": [{**who, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": world.new_id("4-"),
    }


def message_event(message: Message, channel: Channel) -> Json:
    """A message as its event tells it."""
    about = {"channel": channel.id, "channel_type": channel.kind, "event_ts": message.ts}
    return {**message.shown(), "client_msg_id": f"id-{message.ts}", **about}


def sharing(world: World, workspace: Workspace, shared: Message) -> Json:
    """What a message that forwards another one has of that: its text and files are here, and nowhere else."""
    blocks = {"team": shared.team, "channel": shared.channel, "ts": shared.ts, "message": {"blocks": shared.blocks}}
    return {
        "id": 1,
        "ts": shared.ts,
        "author_id": shared.user,
        "author_name": world.users[shared.user].real_name,
        "channel_id": shared.channel,
        "is_msg_unfurl": True,
        "is_share": True,
        "text": shared.text,
        "fallback": shared.text,
        "from_url": f"https://{workspace.domain}.slack.com/archives/{shared.channel}/p{shared.ts.replace('.', '')}",
        "message_blocks": [blocks],
        "mrkdwn_in": ["text"],
        **({"files": shared.files} if shared.files else {}),
    }


def person(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team}


def interaction(workspace: Workspace, user: User, kind: str, **more: Any) -> Json:
    """What all interactions have."""
    return {
        "type": kind,
        "user": person(user),
        "api_app_id": workspace.app_id,
        "token": "verification",
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def command(workspace: Workspace, user: User, channel: Channel, **more: str) -> Json:
    """A slash command; all of it is strings."""
    return {
        "token": "verification",
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": {"group": "privategroup", "im": "directmessage"}.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        **more,
    }


def place_of(world: World, workspace: Workspace, where: Message | View) -> Json:
    """Where an element stands: the container, and the message with its channel or the view."""
    if isinstance(where, View):
        return {"container": {"type": "view", "view_id": where.id}, "view": where.shown(workspace)}
    channel = world.channels[where.channel]
    seen = where.seen_by is not None
    container = {"type": "message", "message_ts": where.ts, "channel_id": channel.id, "is_ephemeral": seen}
    if where.thread_ts:
        container["thread_ts"] = where.thread_ts
    about: Json = {"container": container, "channel": {"id": channel.id, "name": channel.name}}
    return about if seen else about | {"message": where.shown()}


def chosen(element: Json, value: Any, suggested: list[Json]) -> Json:
    """What an element holds after a person has put a value into it; LookupError when it does not offer that."""
    kind = str(element["type"])
    if kind in _TEXTS:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in _PICKED:
        return {"type": kind, _PICKED[kind]: value}
    if kind == "checkboxes" or kind.startswith("multi_"):
        return {"type": kind, "selected_options": [_option(element, one, suggested) for one in value or ()]}
    if kind == "button":
        return {"type": kind, "text": element["text"]} | ({"value": element["value"]} if "value" in element else {})
    return {"type": kind, "selected_option": None if value is None else _option(element, value, suggested)}


def beginning(element: Json) -> Any:
    """The value that an element has before anybody touches it."""
    kind = str(element["type"])
    if kind in _TEXTS:
        return element.get("initial_value")
    if kind in _INITIAL:
        return element.get(_INITIAL[kind])
    if kind == "checkboxes" or kind.startswith("multi_"):
        return element.get("initial_options")
    return element.get("initial_option") or element.get(f"initial_{kind.removesuffix('s_select')}")


def empty(held: Json) -> bool:
    """Whether nothing was put into an element."""
    return not any(value for name, value in held.items() if name != "type")


def _option(element: Json, value: Any, suggested: list[Json]) -> Json:
    if isinstance(value, dict):
        return value
    groups = element.get("option_groups") or [element]
    offered = [option for group in groups for option in group.get("options") or ()]
    for option in [*offered, *suggested]:
        if option.get("value") == value:
            found: Json = option
            return found
    raise LookupError(f"{value} is not offered by {element.get('action_id')}")
