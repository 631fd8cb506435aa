"""Where a form was opened: what a modal keeps for the answer to find its way back."""

from collections.abc import Mapping
from typing import Any

from bot.messages import Attached
from bot.model import Value
from integrations.slack.views.values import METADATA, at


class Origin(Value):
    """What stands in a modal's `private_metadata`.

    Without a `place` the answer goes to the direct message with whoever fills in the form. `message` is the outside id
    of the message whose button opened it; `files` go along with the answer.
    """

    key: str
    place: str = ""
    conversation: str = ""
    room: bool = False
    message: str = ""
    files: tuple[Attached, ...] = ()

    def kept(self) -> str:
        """The origin for a modal, with as many of its files as fit; raises ValueError when even none do."""
        for count in range(len(self.files), -1, -1):
            text = self.model_copy(update={"files": self.files[:count]}).model_dump_json(exclude_defaults=True)
            if len(text) <= METADATA:
                return text
        raise ValueError("the key of a form is too long for Slack")

    def keyed(self, key: str) -> "Origin":
        return self.model_copy(update={"key": key})


def origin_of(body: Mapping[str, Any], key: str) -> Origin:
    """Where a button was pressed: in a modal, in a message (its thread, in a room each one's own), or elsewhere.

    A message that one person alone sees is not there for Slack's other methods, so nothing can be put below it
    (docs.slack.dev/reference/methods/chat.postEphemeral).
    """
    if at(body, "view", "type") == "modal":
        return Origin.model_validate_json(at(body, "view", "private_metadata")).keyed(key)
    channel, ts = at(body, "container", "channel_id"), at(body, "container", "message_ts")
    thread = at(body, "message", "thread_ts") or at(body, "container", "thread_ts")
    if not channel or not ts or (body["container"].get("is_ephemeral") and not thread):
        return Origin(key=key)
    team, user = team_of(body), user_of(body)
    if channel.startswith("D"):
        end = [thread] if thread else []
        place, conversation = "/".join([team, channel, *end]), ":".join(["slack", team, user, *end])
        return Origin(key=key, place=place, conversation=conversation, message=f"{team}/{channel}/{ts}")
    root = thread or ts
    return Origin(
        key=key,
        place=f"{team}/{channel}/{root}",
        conversation=f"slack:{team}:{channel}:{root}:{user}",
        room=True,
        message=f"{team}/{channel}/{ts}",
    )


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace that a payload comes from; `team` is null where an app serves a whole organisation."""
    return at(body, "team", "id") or at(body, "team_id") or at(body, "user", "team_id") or at(body, "view", "team_id")


def user_of(body: Mapping[str, Any]) -> str:
    return at(body, "user", "id") or at(body, "user_id") or at(body, "event", "user")
