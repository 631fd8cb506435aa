"""What there is in Slack: workspaces, people, channels, messages, views, files."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]

TEAM = "T0NORLAND"
SCOPES = frozenset(
    "app_mentions:read channels:history channels:read chat:write commands files:read files:write groups:history "
    "groups:read im:history im:read im:write mpim:history mpim:read mpim:write reactions:read reactions:write "
    "users:read users:read.email".split()
)
TRIGGER_SECONDS = 3
RESPONSE_SECONDS, RESPONSE_TIMES = 30 * 60, 5


class Refused(Exception):
    """The answer {"ok": false}: Slack's own code, and what stands beside it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(kw_only=True)
class Workspace:
    """One installation of an app: its tokens, what it may do, and where its payloads go (nothing: Socket Mode)."""

    id: str
    name: str
    bot_token: str
    app_token: str
    signing_secret: str
    bot_user: str
    bot_id: str
    app_id: str
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    request_url: str = ""

    @property
    def domain(self) -> str:
        return self.name.lower()


@dataclass(kw_only=True)
class User:
    """A member as users.info shows it; a stranger belongs to another workspace and is met in a shared channel."""

    id: str
    name: str
    team: str = TEAM
    email: str = ""
    real_name: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Rome"
    tz_offset: int = 3600
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_email_confirmed: bool = True
    is_stranger: bool = False
    deleted: bool = False


@dataclass(kw_only=True)
class Channel:
    """A conversation; of kind `im` it has one member besides the bot."""

    id: str
    name: str
    team: str = TEAM
    kind: Literal["channel", "group", "im", "mpim"] = "channel"
    members: list[str] = field(default_factory=list)
    is_archived: bool = False


@dataclass(kw_only=True)
class Message:
    """A message as the platform shows it now; `seen_by` is set where only one person sees it."""

    channel: str
    ts: str
    user: str
    text: str = ""
    team: str = TEAM
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: str | None = None
    seen_by: str | None = None

    def shown(self, *, metadata: bool = False) -> Json:
        """The message as the Web API and the events show it."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": self.team}
        wanted: Json = {
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "subtype": self.subtype,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "files": self.files,
            "attachments": self.attachments,
            "metadata": self.metadata if metadata else None,
            "edited": {"user": self.user, "ts": self.edited} if self.edited else None,
            "reactions": [
                {"name": name, "users": users, "count": len(users)} for name, users in self.reactions.items() if users
            ],
        }
        return shown | {name: value for name, value in wanted.items() if value}


@dataclass(kw_only=True)
class View:
    """A modal or a home tab as its owner sees it; `open` is false once a modal is gone."""

    id: str
    team: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    open: bool = True
    values: Json = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    def shown(self, workspace: Workspace) -> Json:
        """The view as the Web API and the payloads show it."""
        defaults = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
        flags = {"clear_on_close": False, "notify_on_close": False}
        return {
            **defaults,
            **flags,
            **self.body,
            "id": self.id,
            "team_id": self.team,
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "app_id": workspace.app_id,
            "app_installed_team_id": self.team,
            "bot_id": workspace.bot_id,
        }


@dataclass(kw_only=True)
class File:
    """A file and its bytes, there once it is `whole`; of a `foreign` one (Slack Connect) events tell the id only."""

    id: str
    name: str
    team: str
    user: str
    content: bytes = b""
    title: str = ""
    mimetype: str = "application/octet-stream"
    whole: bool = False
    foreign: bool = False
    shared: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the Web API, as it came in."""

    method: str
    team: str
    body: Json


@dataclass(kw_only=True)
class Trigger:
    """What lets an app open a modal, once and for three seconds (docs.slack.dev/interactivity)."""

    team: str
    user: str
    made: float
    view: str | None = None
    used: bool = False


@dataclass(kw_only=True)
class ResponseUrl:
    """Where an app may answer an interaction, five times in thirty minutes."""

    team: str
    channel: str
    user: str
    made: float
    message: Message | None = None
    used: int = 0
