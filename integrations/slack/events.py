"""Takes over what Slack brings before it is acknowledged.

Bolt acknowledges an event before its listener runs, also when the listener fails, and Slack then never sends it again.
So nothing here is a listener: a middleware takes every payload over and answers only after the commit. What was not
taken is answered with 500, or not acknowledged on the web socket, and Slack sends it again
(docs.slack.dev/apis/events-api, "Error handling"); what was taken already is told by its external id.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.intake import Intake
from bot.chat.press import Press
from bot.messages import InboundMessage
from integrations.slack.client import Workspace, library_log
from integrations.slack.files import named
from integrations.slack.outcomes import TROUBLES
from integrations.slack.reading import CHANNEL, Changed, ForViews, Heard, Odd, Read, Removed, Us, put_aside, read
from integrations.slack.text import mentioned, plain
from integrations.slack.twins import Twins

log = logging.getLogger(__name__)

_SOON = 1.5  # seconds for what is asked before the acknowledgement, for which Slack waits three


class Views(Protocol):
    """What is answered on the spot: forms, the home page, suggestions, shortcuts."""

    async def handle(self, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse | None:
        """Answer a payload; None when there is nothing to say. Of a command, None leaves it to the main road."""

    async def answered_elsewhere(self, body: dict[str, Any]) -> BoltResponse | None:
        """What is shown where a command was typed that is answered in the direct conversation; None for nothing."""

    async def close(self) -> None:
        """The connection is about to end."""


class Events:
    """A workspace's events on their way to the inbox, in the order in which they come within a conversation."""

    def __init__(
        self,
        workspace: Workspace,
        intake: Intake,
        views: Views | None,
        *,
        us: Us,
        clock: Callable[[], datetime],
    ) -> None:
        self._workspace = workspace
        self._intake = intake
        self._views = views
        self._us = us
        self._clock = clock
        self._twins = Twins()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def app(self) -> AsyncApp:
        """Bolt with this one middleware; it checks signatures and ages, and answers Slack's questions about the URL."""
        secret = self._workspace.settings.signing_secret
        who = AuthorizeResult(
            enterprise_id=None,
            team_id=self._us.team,
            bot_user_id=self._us.user,
            bot_id=self._us.bot,
            bot_token=self._workspace.settings.bot_token.get_secret_value(),
        )

        async def authorize() -> AuthorizeResult:
            """Slack was asked once at the start; everything here came for this app."""
            return who

        app = AsyncApp(
            name="pratica",
            logger=library_log,
            client=self._workspace.client,
            authorize=authorize,
            signing_secret=secret.get_secret_value() if secret else "",
            ssl_check_enabled=False,
            attaching_function_token_enabled=False,
        )
        app.middleware(self.take_over)
        return app

    async def take_over(self, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse:
        """Take a payload over; 200 only when it is kept, needs no keeping, or is answered on the spot."""
        self._workspace.heard()
        try:
            return await self._handled(body, client) or BoltResponse(status=200, body="")
        except Exception as error:  # whatever went wrong, Slack has to send it again
            extra = {"action": "slack_event_failed", "event": str(body.get("event_id") or body.get("type"))}
            log.exception("an event of Slack was not taken (%s)", type(error).__name__, extra=extra)
            return BoltResponse(status=500, body="")

    async def _handled(self, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse | None:
        try:
            meant = read(body, self._us, now=self._clock())
        except Odd as odd:
            log.warning("an event of Slack was put aside: %s", odd, extra={"action": "slack_event_odd"})
            aside = put_aside(body, self._us, now=self._clock())
            await asyncio.to_thread(self._intake.put_aside, aside, str(odd))
            return None
        if isinstance(meant, Heard) and body.get("is_ext_shared_channel"):
            meant = replace(meant, message=meant.message.model_copy(update={"outsiders": True}))
        if isinstance(meant, ForViews) or (isinstance(meant, Heard) and meant.opens):
            answer = await self._views.handle(body, client) if self._views else None
            if answer or isinstance(meant, ForViews):
                return answer
        await self._told(meant)
        if body.get("command") and self._views:
            here = self._workspace.is_direct(str(body.get("channel_id")), str(body.get("user_id")))
            return None if here else await self._views.answered_elsewhere(body)
        return None

    async def _told(self, meant: Read) -> None:
        if isinstance(meant, Heard):
            id_ = meant.message.external_id
            if meant.thin and await self._twins.come(id_):
                return
            async with self._turns.setdefault(meant.message.conversation, asyncio.Lock()):
                await self._hear(meant)
            if not meant.thin:
                self._twins.kept(id_)
        elif isinstance(meant, Changed):
            self._workspace.forget(meant.user)
            if meant.gone:
                await asyncio.to_thread(self._intake.left, CHANNEL, self._us.team, meant.user)
        elif isinstance(meant, Removed):
            self._workspace.failed(meant.reason)

    async def _hear(self, heard: Heard) -> None:
        """Keep a message once what is missing of it is known; one that is not for us is left alone."""
        if heard.act and not self._workspace.settings.reactions:
            return
        if heard.home:
            heard = replace(heard, message=await self._at_home(heard.message))
        if heard.markup:
            if heard.known and not await asyncio.to_thread(self._ours, heard.known):
                if heard.otherwise is None:
                    return
                heard = replace(heard, message=heard.otherwise)
            heard = replace(heard, message=await self._in_words(heard.message))
        elif heard.act and heard.message.room:
            heard = replace(heard, message=await self._in_thread(heard.message))
        await asyncio.to_thread(self._keep, heard)

    def _ours(self, place: str) -> bool:
        """Whether we are in a thread: we wrote there, or opened it."""
        return self._intake.knows(CHANNEL, place) or self._intake.about(CHANNEL, place) is not None

    def _keep(self, heard: Heard) -> None:
        message = heard.message
        about = self._intake.about(CHANNEL, heard.of) if heard.of else None
        if heard.act:
            if about is None:
                return
            message = message.model_copy(update={"text": str(Press(kind="act", of=heard.act, value=about))})
        self._intake.take(message.model_copy(update={"about": about}))

    async def _in_words(self, message: InboundMessage) -> InboundMessage:
        """The message without markup; one that only calls us asks what we can do."""
        others = mentioned(message.text) - {self._us.user}
        names = await self._workspace.names(others) if others else {}
        text = plain(message.text, us=self._us.user, names=names)
        files = await asyncio.gather(*(named(self._workspace, file) for file in message.attached))
        return message.model_copy(update={"text": text if text or files else "/help", "attached": tuple(files)})

    async def _at_home(self, message: InboundMessage) -> InboundMessage:
        """The message as one in the direct conversation; where Slack does not tell which, we write to the user."""
        user = message.user or ""
        try:
            async with asyncio.timeout(_SOON):
                channel = await self._workspace.direct(user)
        except TROUBLES as error:
            log.warning("no direct conversation (%s)", type(error).__name__, extra={"action": "slack_no_direct"})
            channel = user
        changes = {"conversation": f"{CHANNEL}:{self._us.team}:{user}", "place": f"{self._us.team}/{channel}"}
        return message.model_copy(update=changes)

    async def _in_thread(self, message: InboundMessage) -> InboundMessage:
        """A reaction in a room does not say in which thread its message is; an answer must not open one of its own."""
        team, channel, ts = (message.place or "").split("/")
        try:
            async with asyncio.timeout(_SOON):
                found = await self._workspace.client.conversations_replies(channel=channel, ts=ts, limit=1)
            root = next((said.get("thread_ts") for said in found["messages"]), None) or ts
        except TROUBLES:
            root = ts
        conversation = f"{CHANNEL}:{team}:{channel}:{root}:{message.user}"
        return message.model_copy(update={"conversation": conversation, "place": f"{team}/{channel}/{root}"})
