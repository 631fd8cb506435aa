"""What the double knows, what tests look at, and the clock of it all."""

import secrets
import time
from collections.abc import Iterable
from typing import Any

from tests.news import Noted
from tests.slack_server.things import (
    SCOPES,
    TEAM,
    Call,
    Channel,
    File,
    Json,
    Message,
    Refused,
    ResponseUrl,
    Trigger,
    User,
    View,
    Workspace,
)


class World:
    """The state of the platform, with what tests look at and what methods change."""

    def __init__(self) -> None:
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.posted: Noted[Message] = Noted()
        """What the app has posted and what is still there, as it looks now."""
        self.ephemerals: Noted[Message] = Noted()
        self.views: Noted[View] = Noted()
        self.homes: dict[str, View] = {}
        self.calls: Noted[Call] = Noted()
        self.uploads: Noted[File] = Noted()
        self.responses: Noted[Json] = Noted()
        """What came to response URLs."""
        self.root = ""
        self._ahead = 0.0
        self._last = 0
        self._counter = 0

    def workspace(self, id: str = TEAM, *, scopes: Iterable[str] = SCOPES, name: str = "") -> Workspace:  # noqa: A002
        """The workspace, made when it is new."""
        if id not in self.workspaces:
            self.workspaces[id] = made = Workspace(
                id=id,
                name=name or id.removeprefix("T0").capitalize(),
                bot_token=f"xoxb-{id}-{secrets.token_hex(8)}",
                app_token=f"xapp-1-A{id[1:]}-{secrets.token_hex(8)}",
                signing_secret=secrets.token_hex(16),
                bot_user=f"UBOT{id[1:]}",
                bot_id=f"B{id[1:]}",
                app_id=f"A{id[1:]}",
                scopes=set(scopes),
            )
            self.user(made.bot_user, "pratica", team=id, is_bot=True, email="")
        return self.workspaces[id]

    def user(self, id: str, name: str, **about: Any) -> User:  # noqa: A002
        """A new member; without an address one is made out of the name."""
        given = {"email": f"{name}@norland.example", "real_name": name.capitalize(), **about}
        self.users[id] = user = User(id=id, name=name, **given)
        return user

    def channel(
        self,
        id: str,  # noqa: A002
        members: Iterable[str] = (),
        *,
        private: bool = False,
        name: str = "",
        team: str = TEAM,
    ) -> Channel:
        """A new channel; the app is in it only if its own bot user is among the members."""
        self.channels[id] = channel = Channel(
            id=id, name=name or id.lower(), team=team, kind="group" if private else "channel", members=list(members)
        )
        return channel

    def dm(self, user: str) -> Channel:
        """The direct conversation of a person and the app of their workspace, made when it is new."""
        team = self.users[user].team
        id_ = f"D{user[1:]}"
        if id_ not in self.channels:
            members = [user, self.workspaces[team].bot_user]
            self.channels[id_] = Channel(id=id_, name="directmessage", team=team, kind="im", members=members)
        return self.channels[id_]

    def message(self, channel: str, ts: str) -> Message:
        """A message as it looks now; LookupError when it is not there (any more)."""
        for message in self.messages.get(channel, []):
            if message.ts == ts:
                return message
        raise LookupError((channel, ts))

    def file(self, name: str, content: bytes, *, user: str, mimetype: str = "application/octet-stream") -> File:
        """A file that a person has uploaded."""
        id_ = self.new_id("F")
        team = self.users[user].team
        about: Json = {"id": id_, "name": name, "title": name, "team": team, "user": user}
        self.files[id_] = made = File(**about, content=content, mimetype=mimetype, whole=True)
        return made

    def shown_file(self, file: File) -> Json:
        """A file as the Web API and the events show it."""
        url = f"{self.root}/files-pri/{file.team}-{file.id}"
        about = {"id": file.id, "name": file.name, "title": file.title or file.name, "mimetype": file.mimetype}
        kept = {"user": file.user, "size": len(file.content), "mode": "hosted", "is_external": False}
        links = {"url_private": f"{url}/{file.name}", "url_private_download": f"{url}/download/{file.name}"}
        return {**about, **kept, "filetype": file.name.rpartition(".")[2], "file_access": "visible", **links}

    def told_file(self, file: File) -> Json:
        """A file as an event tells it: an app has to ask files.info for a foreign one."""
        if file.foreign:
            return {"id": file.id, "mode": "file_access", "file_access": "check_file_info"}
        return self.shown_file(file)

    def put(self, message: Message) -> Message:
        """Let a message appear in its channel."""
        self.messages.setdefault(message.channel, []).append(message)
        return message

    def team_of(self, user: str) -> Workspace:
        return self.workspaces[self.users[user].team]

    def home(self, user: str) -> View | None:
        """The home tab that was published for a person."""
        return self.homes.get(user)

    def modal(self, user: str) -> View | None:
        """The modal that a person sees now: the last one opened or pushed that is still there."""
        return next((view for view in reversed(self.views) if view.user == user and view.open), None)

    def open_socket(self, workspace: Workspace) -> str:
        """Where the app can open a WebSocket; the server knows that."""
        raise Refused("internal_error")

    def now(self) -> float:
        """Seconds since 1970 by the platform's clock."""
        return time.time() + self._ahead

    def pass_time(self, seconds: float) -> None:
        """Let the platform's clock go on, so that triggers and response URLs grow old without anybody waiting."""
        self._ahead += seconds

    def new_ts(self) -> str:
        """A message's time and name; rising, and no two are the same."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        self._counter += 1
        return f"{prefix}0{self._counter:08d}"

    def new_trigger(self, user: str, view: str | None = None) -> str:
        """A trigger_id for what a person has just done, in a view or elsewhere."""
        team = self.users[user].team
        id_ = f"{self.new_id('1')}.{int(self.now())}.{secrets.token_hex(16)}"
        self.triggers[id_] = Trigger(team=team, user=user, made=self.now(), view=view)
        return id_

    def new_response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        key = secrets.token_hex(12)
        self.response_urls[key] = ResponseUrl(
            team=self.users[user].team, channel=channel, user=user, made=self.now(), message=message
        )
        return f"{self.root}/response/{key}"
