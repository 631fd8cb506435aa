"""What people do in Slack: each deed changes what everybody sees, reaches the app, and brings back its answer."""

import asyncio
from abc import abstractmethod
from typing import Any

from tests.slack_server import chat, views
from tests.slack_server.blocks import elements_of
from tests.slack_server.delivery import Delivery, Kind
from tests.slack_server.elements import check_options
from tests.slack_server.payloads import (
    beginning,
    chosen,
    command,
    empty,
    event,
    interaction,
    message_event,
    place_of,
    sharing,
    typed,
)
from tests.slack_server.rich_text import coded, rich
from tests.slack_server.things import Channel, File, Json, Message, Refused, View
from tests.slack_server.world import World

Where = Message | View


class People(World):
    """Deeds are named after what a person does; who does it comes first, by user id."""

    def __init__(self) -> None:
        super().__init__()
        self._suggested: dict[tuple[str, str], list[Json]] = {}

    @abstractmethod
    async def deliver(self, delivery: Delivery) -> Delivery:
        """Bring a payload to the app, and wait until it is acknowledged or the time for that is over."""

    # Messages

    async def say(
        self, user: str, text: str, *, channel: str = "", thread_ts: str | None = None, files: tuple[File, ...] = ()
    ) -> Delivery:
        """Write to the app directly, or into a channel without naming the app; with files it is a file_share."""
        message = self._write(user, text, channel, thread_ts, files)
        return await self._event(user, message_event(message, self.channels[message.channel]))

    async def share(self, user: str, shared: Message, text: str = "", *, channel: str = "") -> Delivery:
        """Forward a message, with words of one's own or without any."""
        self._joined(user, shared.channel)
        message = self._write(user, text, channel, None, ())
        message.attachments = [sharing(self, self.team_of(user), shared)]
        return await self._event(user, message_event(message, self.channels[message.channel]))

    async def mention(
        self, user: str, text: str, *, channel: str, thread_ts: str | None = None, files: tuple[File, ...] = ()
    ) -> tuple[Delivery, Delivery]:
        """Name the app in a channel: an app_mention, which leaves the files out, and at the same time a message."""
        bot = f"<@{self.team_of(user).bot_user}>"
        message = self._write(user, text if bot in text else f"{bot} {text}", channel, thread_ts, files)
        told = message_event(message, self.channels[channel])
        thin = {name: value for name, value in told.items() if name not in {"files", "subtype"}}
        first = asyncio.create_task(self._event(user, {**thin, "type": "app_mention"}))
        second = asyncio.create_task(self._event(user, told))
        return await first, await second

    async def invite_by_mention(self, user: str, text: str, *, channel: str) -> Delivery:
        """Name the app where it is not yet, and let Slack invite it: of that message there is an app_mention alone."""
        bot = self.team_of(user).bot_user
        self.channels[channel].members.append(bot)
        message = self._write(user, f"<@{bot}> {text}", channel, None, ())
        told = message_event(message, self.channels[channel])
        return await self._event(user, {**told, "type": "app_mention"})

    async def edit(self, user: str, message: Message, text: str) -> Delivery:
        """Change a message of one's own."""
        if message.user != user:
            raise ValueError("Slack lets people edit their own messages only")
        before = message.shown()
        chat.change(self, message, text=typed(coded(text)), blocks=rich(text))
        told = {"message": message.shown(), "previous_message": before}
        return await self._hidden(user, message, "message_changed", told)

    async def erase(self, user: str, message: Message) -> Delivery:
        """Delete a message of one's own."""
        chat.remove(self, message)
        told = {"deleted_ts": message.ts, "previous_message": message.shown()}
        return await self._hidden(user, message, "message_deleted", told)

    async def react(self, user: str, message: Message, name: str) -> Delivery:
        """Put an emoji under a message."""
        message.reactions.setdefault(name, []).append(user)
        return await self._reaction(user, message, "reaction_added", name)

    async def unreact(self, user: str, message: Message, name: str) -> Delivery:
        message.reactions[name].remove(user)
        return await self._reaction(user, message, "reaction_removed", name)

    async def hear_itself(self, message: Message) -> Delivery:
        """The event of a message that the app itself has posted."""
        told = message_event(message, self.channels[message.channel])
        return await self._event(message.user, told)

    # The app's home and the workspace's members

    async def open_home(self, user: str, *, tab: str = "home") -> Delivery:
        view = self.homes.get(user)
        shown = {"view": view.shown(self.team_of(user))} if view and tab == "home" else {}
        about = {"type": "app_home_opened", "user": user, "channel": self.dm(user).id, "tab": tab}
        return await self._event(user, {**about, **shown, "event_ts": self.new_ts()})

    async def join_team(self, user: str) -> Delivery:
        """A member is new in the workspace."""
        return await self._member(user, "team_join")

    async def change_profile(self, user: str, **changes: Any) -> Delivery:
        """A member changes: another language, or deleted=True when they leave the company."""
        for name, value in changes.items():
            setattr(self.users[user], name, value)
        return await self._member(user, "user_change")

    # Commands and shortcuts

    async def command(self, user: str, name: str, text: str = "", *, channel: str = "") -> Delivery:
        """Type a slash command; what the app answers at once becomes a message for this person."""
        where = self.channels[channel] if channel else self.dm(user)
        links = {"response_url": self.new_response_url(user, where.id), "trigger_id": self.new_trigger(user)}
        workspace = self.team_of(user)
        payload = command(workspace, self.users[user], where, command=name, text=typed(text), **links)
        delivery = await self._send(user, "slash_commands", payload, takes_answer=True)
        if delivery.answer:
            self._judge(delivery, lambda: chat.show_answer(self, workspace, where, user, delivery.answer or {}))
        return delivery

    async def shortcut(self, user: str, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        more = {"callback_id": callback_id, "trigger_id": self.new_trigger(user), "action_ts": self.new_ts()}
        return await self._interact(user, "shortcut", **more)

    async def message_shortcut(self, user: str, callback_id: str, message: Message) -> Delivery:
        """Choose a shortcut of the app in the menu of a message."""
        channel = self._joined(user, message.channel)
        about = {"channel": {"id": channel.id, "name": channel.name}, "message": message.shown()}
        more = {"callback_id": callback_id, "trigger_id": self.new_trigger(user), "action_ts": self.new_ts()}
        url = self.new_response_url(user, channel.id, message if message.bot_id else None)
        times = {"message_ts": message.ts, "response_url": url}
        return await self._interact(user, "message_action", **about, **more, **times)

    # Buttons, menus, modals

    async def act(
        self, user: str, where: Where, action_id: str, value: Any = None, *, element: Json | None = None
    ) -> Delivery:
        """Press a button or choose in a menu or picker; LookupError when it is not there or does not offer the value.

        With `element` it is one that a stale client still shows though it has gone from the message.
        """
        block, found = ("gone", element) if element else _element(where, action_id)
        suggested = self._suggested.get((user, action_id), [])
        held = chosen(found, value, suggested)
        action = {**held, "action_id": action_id, "block_id": block, "action_ts": self.new_ts()}
        if isinstance(where, View) and found["type"] not in {"button", "overflow"}:
            where.values.setdefault(block, {})[action_id] = held
        place = place_of(self, self.team_of(user), where)
        trigger = self.new_trigger(user, where.id if isinstance(where, View) else None)
        more: Json = {"trigger_id": trigger, "actions": [action], **place}
        if isinstance(where, Message):
            self._joined(user, where.channel)
            more |= {"state": {"values": {}}, "response_url": self.new_response_url(user, where.channel, where)}
        return await self._interact(user, "block_actions", **more)

    async def suggest(self, user: str, where: Where, action_id: str, typed_in: str) -> Delivery:
        """Type into an external select; what the app offers can then be chosen by its value."""
        block, _ = _element(where, action_id)
        place = place_of(self, self.team_of(user), where)
        more = {"action_id": action_id, "block_id": block, "value": typed_in, **place}
        delivery = await self._interact(user, "block_suggestion", **more)
        offered = delivery.answer or {}
        if delivery.acknowledged and (problems := [*check_options(offered, "")] if _some(offered) else []):
            delivery.refused = problems[0]
        groups = offered.get("option_groups") or [offered]
        self._suggested[user, action_id] = [option for group in groups for option in group.get("options") or ()]
        return delivery

    def fill(self, user: str, values: Json) -> None:
        """Type into the modal on top, or choose, and send nothing yet; the app sees it with the next payload."""
        view = self._top(user)
        view.values = self._filled(user, view, values, whole=False)

    async def submit(self, user: str, values: Json | None = None) -> Delivery:
        """Fill in the modal on top and press its submit button; `values` by block_id or action_id.

        ValueError when a required field is empty, since Slack itself does not let that through.
        """
        view = self._top(user)
        view.values = self._filled(user, view, values or {})
        workspace = self.team_of(user)
        more = {"trigger_id": self.new_trigger(user, view.id), "view": view.shown(workspace), "response_urls": []}
        delivery = await self._interact(user, "view_submission", **more)
        if delivery.acknowledged:
            self._judge(delivery, lambda: views.obey(self, workspace, view, delivery.answer))
        return delivery

    async def close_modal(self, user: str, *, all_of_them: bool = False) -> Delivery | None:
        """Close the modal on top; the app hears of it only if it has asked to."""
        view = self._top(user)
        shown = view.shown(self.team_of(user))
        for other in self.views:
            if other is view or (all_of_them and other.root == view.root):
                other.open = False
        if not shown["notify_on_close"]:
            return None
        return await self._interact(user, "view_closed", view=shown, is_cleared=all_of_them)

    # How it is done

    def _write(self, user: str, text: str, channel: str, thread_ts: str | None, files: tuple[File, ...]) -> Message:
        where = self._heard(user, channel) if channel else self.dm(user)
        shared = [self.told_file(file) for file in files]
        message = Message(channel=where.id, ts=self.new_ts(), user=user, team=self.users[user].team)
        message.text, message.blocks, message.thread_ts = typed(coded(text)), rich(text), thread_ts
        message.files, message.subtype = shared, "file_share" if shared else None
        return self.put(message)

    def _joined(self, user: str, channel: str) -> Channel:
        where = self.channels[channel]
        if user not in where.members:
            raise ValueError(f"{user} is not in {channel}")
        return where

    def _heard(self, user: str, channel: str) -> Channel:
        where = self._joined(user, channel)
        if self.team_of(user).bot_user not in where.members:
            raise ValueError(f"the app is not in {channel}: Slack tells it nothing")
        return where

    def _top(self, user: str) -> View:
        view = self.modal(user)
        if view is None:
            raise LookupError(f"{user} sees no modal")
        return view

    def _filled(self, user: str, view: View, values: Json, *, whole: bool = True) -> Json:
        filled: Json = {}
        used: set[str] = set()
        for block in view.blocks:
            for element in elements_of(block):
                id_, action = block["block_id"], element["action_id"]
                name = id_ if id_ in values else action
                used |= {name} & values.keys()
                before = view.values.get(id_, {}).get(action)
                if name in values or before is None:
                    value = values.get(name, beginning(element))
                    before = chosen(element, value, self._suggested.get((user, action), []))
                if whole and block["type"] == "input" and not block.get("optional") and empty(before):
                    raise ValueError(f"{id_} is required")
                if element["type"] not in {"button", "overflow"}:
                    filled.setdefault(id_, {})[action] = before
        if left := values.keys() - used:
            raise LookupError(f"the modal has no {sorted(left)}")
        return filled

    async def _member(self, user: str, kind: str) -> Delivery:
        member = self.users[user]
        about = {"id": member.id, "team_id": member.team, "name": member.name, "deleted": member.deleted}
        more = {"locale": member.locale, "tz": member.tz, "is_bot": member.is_bot}
        return await self._event(user, {"type": kind, "user": {**about, **more}, "event_ts": self.new_ts()})

    async def _reaction(self, user: str, message: Message, kind: str, name: str) -> Delivery:
        self._heard(user, message.channel)
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        about = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
        return await self._event(user, {**about, "event_ts": self.new_ts()})

    async def _hidden(self, user: str, message: Message, subtype: str, told: Json) -> Delivery:
        ts = self.new_ts()
        about = {"type": "message", "subtype": subtype, "hidden": True, "channel": message.channel, "ts": ts}
        kind = self.channels[message.channel].kind
        return await self._event(user, {**about, **told, "channel_type": kind, "event_ts": ts})

    async def _event(self, user: str, inner: Json) -> Delivery:
        return await self._send(user, "events_api", event(self, self.team_of(user), inner))

    async def _interact(self, user: str, kind: str, **more: Any) -> Delivery:
        payload = interaction(self.team_of(user), self.users[user], kind, **more)
        takes_answer = kind in {"view_submission", "block_suggestion"}
        return await self._send(user, "interactive", payload, takes_answer=takes_answer)

    async def _send(self, user: str, kind: Kind, payload: Json, *, takes_answer: bool = False) -> Delivery:
        team = self.team_of(user).id
        return await self.deliver(Delivery(kind=kind, team=team, payload=payload, takes_answer=takes_answer))

    def _judge(self, delivery: Delivery, obey: Any) -> None:
        try:
            obey()
        except Refused as refused:
            delivery.refused = refused.error


def _element(where: Where, action_id: str) -> tuple[str, Json]:
    for block in where.blocks:
        for element in elements_of(block):
            if element["action_id"] == action_id:
                return str(block["block_id"]), element
    raise LookupError(f"nothing called {action_id} is there")


def _some(offered: Json) -> bool:
    """Whether options are offered at all; an empty list is a good answer."""
    return bool(offered.get("options") or offered.get("option_groups"))
