"""Everything of Telegram that runs: one client on the event loop, polling or webhook, and the channel to write by."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from starlette.routing import Route
from telegram.error import ChatMigrated, EndPointNotFound, InvalidToken, TelegramError

from bot.chat.intake import Intake
from bot.chat.settings import TelegramSettings
from bot.model import Language
from integrations.telegram.arrivals import Arrivals
from integrations.telegram.channel import TelegramChannel
from integrations.telegram.client import ALLOWED_UPDATES, account_of, make_client
from integrations.telegram.commands import set_menu
from integrations.telegram.limiter import PerChatLimiter
from integrations.telegram.outcomes import trouble
from integrations.telegram.people import Acquainted
from integrations.telegram.updates import WAIT, Poller, back_off
from integrations.telegram.webhook import Webhook
from integrations.telegram.words import Me

log = logging.getLogger(__name__)

_REFUSED = 6  # failures that a refused token counts as
_SUPERGROUPS = -1_000_000_000_000
"""The ids of groups that are none lie above, those of supergroups below (core.telegram.org/api/bots/ids)."""


@dataclass(frozen=True, slots=True)
class TelegramState:
    """How it goes, for `/healthz`. `error` is None while it works, else one sentence that says how to mend it.

    `last_seen` is when Telegram last answered a poll, or posted something that was kept.
    """

    account: str
    username: str | None = None
    webhook: bool = False
    connected_since: datetime | None = None
    last_seen: datetime | None = None
    error: str | None = None


class TelegramService:
    """One bot. `state` can be looked at from any thread; `channel` is for the workers' threads.

    `route` is for our web server where Telegram posts to it, else None. `otherwise` is the language of the menu for
    people whose app has none of ours. `content` gives the bytes of a document by its SHA-256.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        intake: Intake,
        loop: asyncio.AbstractEventLoop,
        *,
        content: Callable[[str], bytes | None],
        otherwise: Language = "en",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: float = WAIT,
        back_off: Callable[[int], float] = back_off,
        limiter: PerChatLimiter | None = None,
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._otherwise = otherwise
        self._clock = clock
        self._wait = wait
        self._back_off = back_off
        self._client = make_client(settings, limiter)
        self._acquainted = Acquainted()
        self._arrivals: Arrivals | None = None
        self._state = TelegramState(account=account_of(settings), webhook=settings.webhook is not None)
        self.channel = TelegramChannel(
            self._client, loop, content=content, acquainted=self._acquainted, otherwise=otherwise
        )
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        posted = Webhook(secret, lambda: self._arrivals, seen=self._seen, failed=self._failed)
        self.route: Route | None = posted.route if settings.webhook else None

    @property
    def state(self) -> TelegramState:
        """How it goes."""
        return self._state

    async def run(self, stop: asyncio.Event) -> None:
        """Take what comes until `stop` is set; what is being kept by then is kept whole."""
        ended: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
        try:
            if await self._connected(ended):
                await self._attend(stop)
        finally:
            ended.cancel()
            if self._arrivals is not None:
                await self._arrivals.close()
            self._arrivals = None
            self._state = replace(self._state, connected_since=None)
            await self._client.shutdown()

    async def _attend(self, stop: asyncio.Event) -> None:
        if self._settings.webhook:
            await stop.wait()
        elif self._arrivals is not None:
            poller = Poller(
                self._client,
                self._arrivals,
                seen=self._seen,
                failed=self._failed,
                wait=self._wait,
                back_off=self._back_off,
            )
            await poller.run(stop)

    async def _connected(self, ended: "asyncio.Future[Any]") -> bool:
        """Try until Telegram answers and knows where updates go; False when it is time to stop before that."""
        failures = 0
        while not ended.done():
            connecting: asyncio.Future[Any] = asyncio.ensure_future(self._connect())
            await asyncio.wait({connecting, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not connecting.done():
                connecting.cancel()
                await asyncio.gather(
                    connecting, return_exceptions=True
                )  # an error that nobody looks at is logged whole
                return False
            error = connecting.exception()
            if error is None:
                return True
            if not isinstance(error, TelegramError):
                raise error
            refused = isinstance(error, InvalidToken | EndPointNotFound)
            failures = max(failures + 1, _REFUSED if refused else 1)
            self._failed(trouble(error))
            await asyncio.wait({ended}, timeout=self._back_off(failures))
        return False

    async def _connect(self) -> None:
        await self._client.initialize()
        me = self._client.bot
        self._arrivals = Arrivals(
            self._client,
            self._intake,
            await self._with_moved_groups(Me(me.id, me.username or "", frozenset(self._settings.groups))),
            acquainted=self._acquainted,
            clock=self._clock,
        )
        await self._route_updates()
        self._state = replace(self._state, username=me.username, connected_since=self._clock(), error=None)
        try:
            await set_menu(self._client, self._otherwise)
        except TelegramError as error:  # the bot works without it, and the next start tries again
            log.warning("the menu of commands was not set: %s", trouble(error), extra={"action": "menu_not_set"})

    async def _with_moved_groups(self, me: Me) -> Me:
        """The bot with the ids that groups of the settings have by now.

        Telegram tells of a group that became a supergroup when one writes there (`migrate_to_chat_id`,
        core.telegram.org/bots/api#responseparameters), not when one looks at it; "typing" leaves nothing behind.
        """
        for group in (group for group in self._settings.groups if group > _SUPERGROUPS):
            try:
                await self._client.send_chat_action(group, "typing")
            except ChatMigrated as moved:
                me = me.after_move(group, moved.new_chat_id)
                name = {"action": "group_moved", "group": group, "now": moved.new_chat_id}
                log.warning("group %s is %s now: put that into `groups`", group, moved.new_chat_id, extra=name)
            except TelegramError as error:  # whatever it is, nothing is known to have moved
                log.info("group %s: %s", group, trouble(error))
        return me

    async def _route_updates(self) -> None:
        """Tell Telegram where updates go; what waits there stays."""
        if self._settings.webhook is None:
            await self._client.delete_webhook(drop_pending_updates=False)
            return
        secret = self._settings.webhook_secret
        await self._client.set_webhook(
            str(self._settings.webhook),
            secret_token=secret.get_secret_value() if secret else None,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
        )

    def _seen(self) -> None:
        self._state = replace(self._state, last_seen=self._clock(), error=None)

    def _failed(self, why: str) -> None:
        level = logging.INFO if why == self._state.error else logging.WARNING
        log.log(level, "telegram bot %s: %s", self._state.account, why, extra={"action": "telegram_trouble"})
        self._state = replace(self._state, error=why)
