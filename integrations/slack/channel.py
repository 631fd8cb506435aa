"""Slack as the outbox sees it: what is sent from a worker's thread, and looked up before it is repeated."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.chat.accounts import Stranger
from bot.messages import Attached, Looked, NotSent, Outcome, Outgoing, Permanent, Reply, Sent, Temporary, Uncertain
from bot.model import Document
from integrations.slack.client import Workspace, Workspaces, in_words
from integrations.slack.files import fetch
from integrations.slack.looking import Matches, Place, TooMuch, carries, carries_like, find, has_key
from integrations.slack.outcomes import TROUBLES, code_of, nothing_to_change, outcome_of
from integrations.slack.people import stranger
from integrations.slack.posting import change, post, send_file, show

log = logging.getLogger(__name__)
T = TypeVar("T")

_SECONDS = 45.0  # a call, a look or two, and waits of a few seconds that Slack asks for
_FILE_SECONDS = 180.0
_MOST_BEGUN = 1_000


class SlackChannel:
    """Sends from a worker's thread; the clients live on the event loop that is given.

    `content` gives a document's bytes by their SHA-256; None where they are gone. `known` says whether an outside id is
    that of a message which is known to have arrived.
    """

    name = "slack"
    whispers = True
    longest = 4_000
    """Slack's own advice for one message (docs.slack.dev/changelog/2018-truncating-really-long-messages)."""

    def __init__(
        self,
        workspaces: Workspaces,
        loop: asyncio.AbstractEventLoop,
        *,
        content: Callable[[str], bytes | None],
        known: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._workspaces = workspaces
        self._loop = loop
        self._content = content
        self._known = known
        self._tries: OrderedDict[str, _Try] = OrderedDict()

    def send(self, outgoing: Outgoing) -> Outcome:
        """Post, change or show a message; where the connection broke, one that is there already has been sent."""
        reply = Reply.model_validate_json(outgoing.body)
        seconds = _FILE_SECONDS if reply.files else _SECONDS
        first = self._first_try(outgoing.key)
        try:
            outcome = self._run(self._send(outgoing, reply, first), seconds)
        except TimeoutError as error:
            outcome = Temporary(reason=str(error)) if outgoing.edits else Uncertain(reason=str(error))
        except ConnectionError as error:
            return Temporary(reason=str(error))
        if isinstance(outcome, Uncertain):
            looked = self.look_up(outgoing)
            return looked if isinstance(looked, Sent) else outcome
        return outcome

    def look_up(self, outgoing: Outgoing) -> Looked:
        """Whether the message stands in its conversation; what one person alone was shown cannot be looked up."""
        if outgoing.edits:
            return NotSent()  # changing it once more is harmless
        try:
            return self._run(self._look(outgoing), _SECONDS)
        except (ConnectionError, TimeoutError) as error:
            return Temporary(reason=str(error))

    def private(self, account: str, user: str) -> str:
        """The address at which somebody is written to alone; Slack opens that conversation when it is first used."""
        return f"{account}/{user}"

    def fetch(self, account: str, attached: Attached) -> bytes:
        """A file that came along; raises OSError (to be tried again) or ValueError (it never will be had)."""
        return self._run(fetch(self._workspace(account), attached), _FILE_SECONDS)

    def stranger(self, account: str, user: str) -> Stranger:
        """What Slack says of somebody (users.info); raises OSError when it cannot be asked."""
        return self._run(stranger(self._workspace(account), user), _SECONDS)

    async def _send(self, outgoing: Outgoing, reply: Reply, first: "_Try") -> Outcome:
        try:
            place = await self._place(outgoing.recipient)
            if outgoing.edits is not None:
                return await change(place.workspace, outgoing.edits, reply)
            if reply.files:
                content = await asyncio.to_thread(self._content, reply.files[0].sha256)
                return await send_file(place, reply, content, since=first.begun, brought=first.bring)
            if outgoing.only_for and not place.channel.startswith("D"):
                return await show(place, outgoing.only_for, reply)
            return await post(place, outgoing.key, reply)
        except _Unknown as unknown:
            return unknown.outcome
        except TROUBLES as error:
            if outgoing.edits and nothing_to_change(error):
                return Sent(outside_id=outgoing.edits)
            if isinstance(error, SlackApiError):
                log.warning("Slack refused: %s", code_of(error) or "no code", extra={"action": "slack_refused"})
            return outcome_of(error, repeatable=outgoing.edits is not None)

    async def _look(self, outgoing: Outgoing) -> Looked:
        document = next(iter(Reply.model_validate_json(outgoing.body).files), None)
        first = self._tries.get(outgoing.key)
        try:
            place = await self._place(outgoing.recipient)
            if outgoing.only_for and not place.channel.startswith("D"):
                return Uncertain(reason="what Slack shows to one person alone cannot be looked up")
            if document and first and first.file is None:
                return NotSent()  # it was never brought so far that it could be shown
            wanted = await self._like(place, document, first) if document else has_key(outgoing.key)
            ts = await find(place, since=first.begun if first else None, matches=wanted)
            return Sent(outside_id=place.outside(ts)) if ts else NotSent()
        except _Unknown as unknown:
            if isinstance(unknown.outcome, Temporary):
                return unknown.outcome
            return Uncertain(reason=getattr(unknown.outcome, "reason", ""))
        except TooMuch as much:
            return Uncertain(reason=str(much))
        except TROUBLES as error:
            reason = f"Slack could not be asked whether it arrived: {in_words(error)}"
            waits = isinstance(outcome_of(error, repeatable=True), Temporary)
            return Temporary(reason=reason) if waits else Uncertain(reason=reason)

    async def _like(self, place: Place, document: Document, first: "_Try | None") -> Matches:
        """What a message with this document is known by: the file's id, else what the file is like."""
        if first and first.file:
            return carries(place, first.file)
        content = await asyncio.to_thread(self._content, document.sha256)
        return carries_like(place, document.name, len(content or b""), known=self._known)

    async def _place(self, recipient: str) -> Place:
        team, channel, thread = (*recipient.split("/"), None, None)[:3]
        workspace = self._workspaces.of(team or "")
        if workspace is None and self._workspaces.complete:
            raise _Unknown(Permanent(reason=f"the workspace {team} is none of the settings"))
        if workspace is None or workspace.us is None or not channel:
            raise _Unknown(Temporary(reason="the workspace is not connected yet"))
        if channel[0] in "UW":
            try:
                channel = await workspace.direct(channel)
            except TROUBLES as error:
                raise _Unknown(outcome_of(error, repeatable=True)) from error
        return Place(workspace=workspace, us=workspace.us, channel=channel, thread=thread)

    def _workspace(self, account: str) -> Workspace:
        workspace = self._workspaces.of(account)
        if workspace is None:
            raise ConnectionError("the workspace is not connected yet")
        return workspace

    def _first_try(self, key: str) -> "_Try":
        """When a message was first tried; what is older cannot be it."""
        first = self._tries.setdefault(key, _Try(begun=time.time()))
        while len(self._tries) > _MOST_BEGUN:
            self._tries.popitem(last=False)
        return first

    def _run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """What the loop makes of it; raises ConnectionError before it began, TimeoutError when it did not end."""
        if not self._loop.is_running():
            work.close()
            raise ConnectionError("the connection to Slack is not running")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except (TimeoutError, CancelledError) as error:
            future.cancel()
            raise TimeoutError("Slack was not heard of in time") from error


@dataclass(slots=True)
class _Try:
    """When a message was first tried, in seconds since 1970, and the id of its file once that was brought."""

    begun: float
    file: str | None = None

    def bring(self, file: str) -> None:
        self.file = file


class _Unknown(Exception):
    """There is no such place, or not yet."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome
