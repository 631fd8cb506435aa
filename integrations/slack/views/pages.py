"""The home tabs that people have opened: published when they open them, and anew when what stands there has changed.

Slack tells who opens a home tab (docs.slack.dev/reference/events/app_home_opened), never who closes it. It is known in
memory only: after a restart the next opening tells it again, and shows the page as it is then.
"""

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.forms import Asker, Desk, Refusal
from bot.messages import Permanent, Temporary
from integrations.slack.client import in_words
from integrations.slack.outcomes import TROUBLES, code_of, outcome_of
from integrations.slack.views.home import home, told
from integrations.slack.views.values import at

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds within which changes are one burst; views.publish takes some 100 calls a minute (tier 4)."""
_MOST = 1_000  # pages that are remembered, the last opened
_TRIES = 3
_LONGEST_WAIT = 60.0  # seconds


@dataclass(slots=True, kw_only=True)
class _Page:
    """An opened page: whose it is, what Slack calls its state, and what we published last."""

    client: AsyncWebClient
    person: str = ""
    hash: str = ""
    mark: str = ""
    due: bool = False


class Pages:
    """Lives on one event loop; only `changed` may be called from any thread."""

    def __init__(self, desk: Desk, *, pause: float = PAUSE) -> None:
        self._desk = desk
        self._pause = pause
        self._opened: OrderedDict[Asker, _Page] = OrderedDict()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rounds: dict[str, asyncio.Task[None]] = {}

    async def show(self, client: AsyncWebClient, asker: Asker, *, state: str = "") -> None:
        """Show somebody their page as it stands now, and from now on; raises what Slack's client raises.

        `state` is the hash of the page that they see, as Slack tells it.
        """
        self._loop = asyncio.get_running_loop()
        page = self._opened.setdefault(asker, _Page(client=client))
        self._opened.move_to_end(asker)
        if len(self._opened) > _MOST:
            self._opened.popitem(last=False)
        page.client, page.hash, page.mark = client, state or page.hash, ""
        await self._publish(asker, page)

    def changed(self, whose: Callable[[], frozenset[str]]) -> None:
        """What stands on the pages of these colleagues may have changed; nobody is looked for where none is open."""
        if self._loop is None or not self._opened:
            return
        try:
            self._loop.call_soon_threadsafe(self._note, whose())
        except RuntimeError:  # closed just now
            log.info("a page is not published: the connection to Slack is closed", extra={"action": "page_closed"})

    async def close(self) -> None:
        """Publish nothing more."""
        rounds = tuple(self._rounds.values())
        for one in rounds:
            one.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)
        self._opened.clear()

    def _note(self, people: frozenset[str]) -> None:
        for asker, page in self._opened.items():
            if page.person in people or not page.person:  # nobody knew them then; their first message may have told
                page.due = True
                if asker.account not in self._rounds:
                    self._rounds[asker.account] = asyncio.create_task(self._go_round(asker.account))

    async def _go_round(self, account: str) -> None:
        """Publish the pages of a workspace that are due, one after the other, until none is."""
        try:
            while True:
                await asyncio.sleep(self._pause)
                due = [one for one, page in self._opened.items() if page.due and one.account == account]
                if not due:
                    return
                for asker in due:
                    if page := self._opened.get(asker):
                        page.due = False
                        await self._renew(asker, page)
        finally:
            del self._rounds[account]

    async def _renew(self, asker: Asker, page: _Page) -> None:
        """Publish a page; what fails is tried again when Slack says so, else with the next change or opening."""
        try:
            await self._publish(asker, page)
        except TROUBLES as error:
            outcome = outcome_of(error, repeatable=True)
            log.warning("a page was not published: %s", in_words(error), extra={"action": "page_not_published"})
            if isinstance(outcome, Permanent):
                self._opened.pop(asker, None)
            elif isinstance(outcome, Temporary) and outcome.retry_after is not None:
                page.due = True
                await asyncio.sleep(min(outcome.retry_after / timedelta(seconds=1), _LONGEST_WAIT))
        except Exception:  # the other pages go on, whatever is wrong with this one
            log.exception("a page was not made", extra={"action": "page_failed"})

    async def _publish(self, asker: Asker, page: _Page) -> None:
        """Read the page and publish it, unless it is there already.

        The hash sees to it that of two readings the earlier one does not end up on top: Slack refuses what was made for
        another state of the page (hash_conflict), and then it is read anew.
        """
        for _ in range(_TRIES):
            state = page.hash
            made = await asyncio.to_thread(self._desk.home, asker)
            page.person = "" if isinstance(made, Refusal) else made.person
            view = told(made.text) if isinstance(made, Refusal) else home(made)
            mark = hashlib.sha256(json.dumps(view).encode()).hexdigest()
            if mark == page.mark:
                return
            try:
                answer = await page.client.views_publish(user_id=asker.user, view=view, hash=state or None)
            except TROUBLES as error:
                if code_of(error) != "hash_conflict":
                    raise
                page.hash = "" if page.hash == state else page.hash
            else:
                page.hash, page.mark = at(answer.get("view") or {}, "hash"), mark
                return
