"""What a payload of Slack means, without asking anybody (docs.slack.dev/reference/events, …/interaction-payloads).

In rooms only what is said to us is taken: mentions, and what is written in a thread that we are in already.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.cleaning import storable
from bot.messages import Attached, InboundKind, InboundMessage
from integrations.slack.text import pictured

CHANNEL = "slack"
REACTIONS = {"white_check_mark": "complete", "eyes": "take"}
"""Which control act a reaction to a task's message stands for."""

_WRITTEN = {None, "file_share", "thread_broadcast", "me_message"}
"""Subtypes of message events that are somebody's own words; the rest tells of joins, topics, pins, robots."""
_FOR_VIEWS = {"block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut", "message_action"}
_NO_FILE = {"tombstone", "hidden_by_limit"}
_FORM = "new"  # the sub-command that opens the form to choose from

BY_ID = "file:"
"""How the `ref` of a file begins that has no address yet."""

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Who we are in a workspace: its id, our user there and our bot id."""

    team: str
    user: str
    bot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message for us, but for what has to be asked first.

    `message.text` is mrkdwn where `markup` is set. The message is taken only where something of ours is known in the
    thread `known`, else `otherwise` is. `of` is the message it answers, and may tell what it is `about`. `act` makes it
    a press of that act on the task which `of` is about. `home`: it is answered in the direct conversation, wherever it
    was said. `opens`: the views may take it in our place. `thin`: it may lack files, which the message's own event has.
    """

    message: InboundMessage
    markup: bool = False
    known: str | None = None
    otherwise: InboundMessage | None = None
    of: str | None = None
    act: str | None = None
    home: bool = False
    opens: bool = False
    thin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Somebody's account is not what it was; one that is `gone` is no longer reached."""

    user: str
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The app may no longer do anything in the workspace."""

    reason: str


@dataclass(frozen=True, slots=True)
class ForViews:
    """Something that is answered on the spot."""


class Odd(ValueError):
    """A payload of a kind that we asked for, in a shape that is not documented."""


Read = Heard | Changed | Removed | ForViews | None


def read(body: Payload, us: Us, *, now: datetime) -> Read:
    """What a payload means; None when it is not for us. Raises Odd."""
    try:
        if body.get("command"):
            return _command(body, us, now=now)
        if body.get("type") == "event_callback":
            return _event(body, us, now=now)
        if body.get("type") == "block_actions" and _pressed(body):
            return _press(body, us, now=now)
        return ForViews() if body.get("type") in _FOR_VIEWS else None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        message = f"not in the documented shape: {type(error).__name__} {error}"
        raise Odd(message[:500]) from error


def put_aside(body: Payload, us: Us, *, now: datetime) -> InboundMessage:
    """The payload whole, for a person to look at; without the token that Slack puts into each (it is deprecated)."""
    text = json.dumps({name: value for name, value in body.items() if name != "token"}, ensure_ascii=False, default=str)
    mark = body.get("event_id") or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return InboundMessage(
        channel=CHANNEL,
        account=us.team,
        external_id=f"odd:{mark}",
        conversation=f"{CHANNEL}:{us.team}:odd",
        sender_id=f"{CHANNEL}:{us.team}/?",
        text=storable(text),
        received_at=now,
    )


def _event(body: Payload, us: Us, *, now: datetime) -> Read:
    event = body["event"]
    kind = event["type"]
    if kind in {"message", "app_mention"}:
        return _message(event, us, now=now)
    if kind == "reaction_added":
        return _reaction(event, us, event_id=body["event_id"], now=now)
    if kind == "app_home_opened":
        return ForViews()
    if kind == "user_change":
        return Changed(user=event["user"]["id"], gone=bool(event["user"].get("deleted")))
    if kind == "app_uninstalled":
        return Removed(reason="the app was removed from the workspace; install it anew")
    if kind == "tokens_revoked" and (event["tokens"] or {}).get("bot"):
        return Removed(
            reason="the app's bot token was revoked; reinstall the app and put the new token in the settings"
        )
    return None


def _message(event: Payload, us: Us, *, now: datetime) -> Heard | None:
    channel, subtype = event["channel"], event.get("subtype")
    if subtype == "message_changed":
        said = {**event["message"], "channel": channel}
        return _edit(said, event.get("previous_message") or {}, us, now=now)
    if subtype not in _WRITTEN or _robot(event, us):
        return None
    heard = _said(event, us, now=now)
    thin = event["type"] == "app_mention" and not heard.message.attached
    return None if heard.known and heard.of is None else replace(heard, thin=thin)


def _edit(said: Payload, before: Payload, us: Us, *, now: datetime) -> Heard | None:
    """A corrected message; one that mentions us only now is new to us. A link that Slack unfurls changes nothing."""
    if said.get("subtype") not in _WRITTEN or _robot(said, us) or not said.get("edited"):
        return None
    if said.get("text") == before.get("text"):
        return None
    heard = _said(said, us, now=now, mentioned_before=_mentions(before, us))
    new = heard.message if heard.message.room and _mentions(said, us) and not _mentions(before, us) else None
    if heard.of is None and (new or heard.known):
        return heard if new else None
    edited = f"{heard.message.external_id}:{said['edited']['ts']}"
    changes = {"external_id": edited, "edits": heard.message.external_id, "attached": ()}
    known = heard.known or (heard.message.place if new else None)
    return replace(heard, message=heard.message.model_copy(update=changes), known=known, otherwise=new)


def _said(event: Payload, us: Us, *, now: datetime, mentioned_before: bool = False) -> Heard:
    channel, ts, user = str(event["channel"]), str(event["ts"]), str(event["user"])
    thread = event.get("thread_ts")
    answers = thread if thread and thread != ts else None
    room = not channel.startswith("D")
    root = thread or ts if room else answers
    shares = [part for part in event.get("attachments") or () if part.get("is_share")]
    brought = [file for part in (event, *shares) for file in part.get("files") or ()]
    files = [file for file in brought if file.get("mode") not in _NO_FILE]
    linked = [_external(file) for file in files if file.get("mode") == "external"]
    written = pictured(str(event.get("text") or ""), event.get("blocks"))
    words = "\n\n".join(part for part in (written, *map(_quoted, shares)) if part)
    text = "\n".join(part for part in (words, *linked) if part)
    message = _inbound(
        us,
        channel,
        user,
        root=root,
        now=now,
        external_id=f"{channel}:{ts}",
        text=text,
        attached=tuple(attached(file) for file in files if file.get("mode") != "external"),
    )
    to_us = not room or _mentions(event, us) or mentioned_before or event.get("parent_user_id") == us.user
    of = f"{us.team}/{channel}/{answers}" if answers else None
    return Heard(message=message, markup=True, known=None if to_us else f"{us.team}/{channel}/{root}", of=of)


def _reaction(event: Payload, us: Us, *, event_id: str, now: datetime) -> Heard | None:
    act, item = REACTIONS.get(event["reaction"].partition("::")[0]), event["item"]
    if act is None or item["type"] != "message" or event.get("item_user") != us.user or event["user"] == us.user:
        return None
    channel, ts = item["channel"], item["ts"]
    root = None if channel.startswith("D") else ts
    message = _inbound(us, channel, event["user"], root=root, now=now, external_id=f"reaction:{event_id}", kind="press")
    return Heard(message=message, of=f"{us.team}/{channel}/{ts}", act=act)


def _command(body: Payload, us: Us, *, now: datetime) -> Heard:
    text = str(body.get("text") or "").strip()
    words = "/" + (text.lstrip("/") or "help")
    id_ = f"command:{body['trigger_id']}"
    message = _inbound(us, "", str(body["user_id"]), root=None, now=now, external_id=id_, text=words)
    return Heard(message=message, markup=True, home=True, opens=text.casefold() == _FORM)


def _pressed(body: Payload) -> bool:
    """Whether the first action is a button that takes the main road; selects and forms are for the views."""
    return str(body["actions"][0]["action_id"]).startswith("press:")


def _press(body: Payload, us: Us, *, now: datetime) -> Heard:
    action, user = body["actions"][0], str(body["user"]["id"])
    container = body.get("container") or {}
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    shown = container.get("message_ts")
    root = (body.get("message") or {}).get("thread_ts") or container.get("thread_ts")
    if channel and not channel.startswith("D"):
        root = root or shown
    elif root == shown:
        root = None
    id_ = f"press:{action['action_ts']}:{user}"
    message = _inbound(us, channel, user, root=root, now=now, external_id=id_, text=action["value"], kind="press")
    of = f"{us.team}/{channel}/{shown}" if channel and shown and not container.get("is_ephemeral") else None
    return Heard(message=message, of=of, home=not channel)


def _inbound(
    us: Us,
    channel: str,
    user: str,
    *,
    root: str | None,
    now: datetime,
    external_id: str,
    text: str = "",
    kind: InboundKind = "text",
    attached: tuple[Attached, ...] = (),
) -> InboundMessage:
    """A message from here; no channel means the direct conversation, which is yet to be found."""
    room = bool(channel) and not channel.startswith("D")
    where = (channel, root, user) if room else (user, root)
    conversation = ":".join(part for part in (CHANNEL, us.team, *where) if part)
    return InboundMessage(
        channel=CHANNEL,
        account=us.team,
        external_id=external_id,
        conversation=conversation,
        sender_id=f"{CHANNEL}:{us.team}/{user}",
        text=storable(text),
        attached=attached,
        user=user,
        place="/".join(part for part in (us.team, channel or user, root) if part),
        room=room,
        kind=kind,
        received_at=now,
    )


def attached(file: Payload) -> Attached:
    """A file of somebody in another company's workspace comes without an address, which is then asked for by its id."""
    ref = file.get("url_private_download") or file.get("url_private") or BY_ID + file["id"]
    media_type = str(file.get("mimetype") or "application/octet-stream")
    name = str(file.get("name") or file.get("title") or file["id"])
    return Attached(ref=ref, name=storable(name), media_type=media_type, size=file.get("size"))


def _external(file: Payload) -> str:
    """A file that lies elsewhere, such as in a drive of the office's, is but a link."""
    return f"{file.get('title') or file.get('name') or ''} {file.get('url_private') or ''}".strip()


def _quoted(share: Payload) -> str:
    """A message that somebody shares with us (elsewhere: forwards), with its author and its address below."""
    blocks = [one.get("message", {}).get("blocks") for one in share.get("message_blocks") or ()]
    source = ", ".join(str(share[name]) for name in ("author_name", "from_url") if share.get(name))
    text = pictured(str(share.get("text") or ""), blocks).lstrip("/")  # what it says is no command of ours
    return "\n\n".join(part for part in (text, f"— {source}" if source else "") if part)


def _mentions(event: Payload, us: Us) -> bool:
    text = str(event.get("text") or "")
    return event.get("type") == "app_mention" or f"<@{us.user}>" in text or f"<@{us.user}|" in text


def _robot(event: Payload, us: Us) -> bool:
    """Ourselves, another app, or Slack; answering them would never end."""
    return bool(event.get("bot_id")) or event.get("user") in {None, us.user, "USLACKBOT"}
