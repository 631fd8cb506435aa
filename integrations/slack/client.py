"""The workspaces as Slack's Web API shows them; all of them share one HTTP session, which halves the cost of a call."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Literal

import aiohttp
from pydantic import AwareDatetime
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.settings import SlackSettings
from bot.model import Value
from integrations.slack.outcomes import TROUBLES, outcome_of
from integrations.slack.reading import Us

log = logging.getLogger(__name__)
library_log = logging.getLogger("pratica.slack")
"""What Slack's libraries log through: their lower levels hold tokens' neighbours and what people wrote."""
library_log.setLevel(logging.ERROR)

_SHORT_WAIT = 3  # seconds that a call waits for Slack by itself; whatever lasts longer is the outbox's to wait for
_TRIES = 2
_TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=10)
_MOST_KNOWN = 10_000  # people whose names and direct conversations are remembered


class ShortWaits(AsyncRateLimitErrorRetryHandler):
    """Obeys a 429 (docs.slack.dev/apis/web-api/rate-limits) within the call where it asks for a short wait only.

    A longer one would hold up a worker's thread; it becomes a `Temporary`, which waits in the outbox for free. Nothing
    else is repeated: what broke off in the middle may have been posted.
    """

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        headers = {name.lower(): values for name, values in response.headers.items()}
        given = "".join(headers.get("retry-after", ()))
        return given.isdecimal() and int(given) <= _SHORT_WAIT


class Connection(Value):
    """How a workspace is doing, for whoever looks after the process; `error` says what is wrong in plain words."""

    name: str
    mode: Literal["socket", "http"]
    connected_since: AwareDatetime | None = None
    last_heard: AwareDatetime | None = None
    error: str | None = None


class Workspace:
    """A workspace that an app is installed in. `us` is known once Slack was asked; only then events are taken."""

    def __init__(
        self, settings: SlackSettings, session: aiohttp.ClientSession, *, clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.session = session
        self.client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(),
            base_url=str(settings.url),
            session=session,
            logger=library_log,
            retry_handlers=[ShortWaits(max_retry_count=_TRIES)],
        )
        self.us: Us | None = None
        self._clock = clock
        self._names: dict[str, str] = {}
        self._direct: dict[str, str] = {}
        mode: Literal["socket", "http"] = "socket" if settings.app_token else "http"
        self._state = Connection(name=settings.name, mode=mode)

    @property
    def state(self) -> Connection:
        """How it goes; can be looked at from any thread."""
        return self._state

    async def identify(self) -> Us:
        """Ask Slack once who we are there (auth.test); raises what the call raises."""
        if self.us is None:
            answer = await self.client.auth_test()
            self.us = Us(team=answer["team_id"], user=answer["user_id"], bot=answer["bot_id"] or "")
        return self.us

    def connected(self) -> None:
        """Slack can reach us from now on."""
        now = self._clock()
        self._change(connected_since=now, last_heard=now, error=None)

    def heard(self) -> None:
        """Something came from Slack."""
        self._change(last_heard=self._clock())

    def failed(self, why: str) -> None:
        """Slack cannot reach us, or we cannot reach Slack."""
        level = logging.INFO if why == self._state.error else logging.WARNING
        log.log(level, "slack workspace %s: %s", self.settings.name, why, extra={"action": "slack_failed"})
        self._change(connected_since=None, error=why)

    def closed(self) -> None:
        """We have stopped of our own accord."""
        self._change(connected_since=None)

    async def direct(self, user: str) -> str:
        """The conversation with this user alone; raises what conversations.open raises."""
        if user not in self._direct:
            answer = await self.client.conversations_open(users=user)
            _remember(self._direct, user, answer["channel"]["id"])
        return self._direct[user]

    def is_direct(self, channel: str, user: str) -> bool:
        """Whether a channel is known as the conversation with this user alone."""
        return self._direct.get(user) == channel

    async def names(self, users: Iterable[str]) -> dict[str, str]:
        """The names of those whom Slack knows; the rest are left out, for a message is not lost for want of a name."""
        wanted = [user for user in users if user not in self._names]
        for user, answer in zip(wanted, await asyncio.gather(*map(self._name, wanted)), strict=True):
            if answer:
                _remember(self._names, user, answer)
        return {user: self._names[user] for user in users if user in self._names}

    def forget(self, user: str) -> None:
        """What is remembered of somebody may no longer be right."""
        self._names.pop(user, None)

    async def _name(self, user: str) -> str | None:
        try:
            async with asyncio.timeout(1):  # Slack waits three seconds for its acknowledgement
                return name_of((await self.client.users_info(user=user))["user"])
        except TROUBLES:
            return None

    def _change(self, **changes: Any) -> None:
        self._state = self._state.model_copy(update=changes)


class Workspaces:
    """The workspaces of the settings; empty until it is opened on the event loop that all of them live on."""

    def __init__(
        self, settings: Iterable[SlackSettings], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._settings = tuple(settings)
        self.clock = clock
        self._session: aiohttp.ClientSession | None = None
        self.all: tuple[Workspace, ...] = ()

    async def open(self) -> None:
        """Make the session and the clients; nothing is asked of Slack yet."""
        if self._session is None:
            session = self._session = aiohttp.ClientSession(timeout=_TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())
            self.all = tuple(Workspace(settings, session, clock=self.clock) for settings in self._settings)

    async def close(self) -> None:
        """Close the session; what is sent from now on fails."""
        if self._session is not None:
            await self._session.close()

    def of(self, team: str) -> Workspace | None:
        """The workspace of this team id, or of this name in the settings; None while Slack has not told its id."""
        return next((known for known in self.all if known.us and team in {known.us.team, known.settings.name}), None)

    @property
    def complete(self) -> bool:
        """Whether Slack has told of every workspace which one it is."""
        return bool(self.all) and all(workspace.us for workspace in self.all)


def name_of(user: Any) -> str:
    """What somebody is called: the full name that Slack asks everybody for, else the shorter ones."""
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return next((name for name in names if name), "")


def in_words(error: Exception) -> str:
    """What went wrong with a call, and how to mend it."""
    if isinstance(error, TROUBLES):
        return getattr(outcome_of(error), "reason", "") or type(error).__name__
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"


def _remember(kept: dict[str, str], key: str, value: str) -> None:
    if len(kept) >= _MOST_KNOWN:
        kept.clear()
    kept[key] = value
