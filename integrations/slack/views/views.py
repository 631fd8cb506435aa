"""What Slack wants on the spot: modals, shortcuts, suggestions and the home tab.

Each of these has three seconds (docs.slack.dev/interactivity/handling-user-interaction). What is filled in takes the
main road: the modal closes only after the inbox has it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.forms import QUOTED, Asker, Desk, Refusal
from bot.chat.intake import Intake
from integrations.slack.text import escaped
from integrations.slack.views.filled import CHOOSE, MORE, errors_at, inputs, refilled, submitted, typed
from integrations.slack.views.modal import NEW, modal, notice
from integrations.slack.views.origin import Origin, origin_of, team_of, user_of
from integrations.slack.views.pages import PAUSE, Pages
from integrations.slack.views.problems import Problems
from integrations.slack.views.quoted import Quoted, read
from integrations.slack.views.source import files_of, quoted_of
from integrations.slack.views.suggesting import suggestions
from integrations.slack.views.taking import CHANNEL, Ask, Taker
from integrations.slack.views.values import Json, at

log = logging.getLogger(__name__)

_SHORT = 0.5  # seconds for what is only a hint
SECONDS = 2.2  # of the three that Slack waits; the rest is for saying that it failed


class Views:
    """Answers what Slack's own widgets ask; `desk` and `intake` block and are called in threads."""

    def __init__(
        self,
        desk: Desk,
        intake: Intake,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: float = SECONDS,
        pause: float = PAUSE,
    ) -> None:
        self.pages = Pages(desk, pause=pause)
        self._desk = desk
        self._taker = Taker(intake, now)
        self._seconds = seconds
        self._problems = Problems(desk)

    async def handle(self, body: Mapping[str, Any], client: AsyncWebClient) -> BoltResponse | None:
        """The answer to a payload; None when it is not one of these.

        What goes wrong is told to whoever asked, with an id that stands in the log. Where not even that is possible
        the answer is a 500, at which Slack shows that something failed.
        """
        answer = self._answer(body)
        if answer is None:
            return None
        asker = Asker(channel=CHANNEL, account=team_of(body), user=user_of(body))
        try:
            async with asyncio.timeout(self._seconds):
                given = await answer(Ask(body=body, asker=asker, client=client))
        except Exception as error:  # noqa: BLE001  whatever it is, nobody may wait for nothing; it is logged there
            return await self._problems.tell(error, body, asker, client=client)
        return BoltResponse(status=200, body=given or "")

    async def answered_elsewhere(self, body: Mapping[str, Any]) -> BoltResponse | None:
        """Say where the answer to a command is, to whoever typed it; without a word nobody would look there."""
        asker = Asker(channel=CHANNEL, account=team_of(body), user=user_of(body))
        try:
            async with asyncio.timeout(_SHORT):
                text = await asyncio.to_thread(self._desk.say, asker, "answered-directly")
        except Exception:
            log.exception("nobody was told where the answer is", extra={"action": "not_told"})
            return None  # the command is kept, and is answered
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": escaped(text)})

    async def close(self) -> None:
        """Publish nothing more by ourselves."""
        await self.pages.close()

    def _answer(self, body: Mapping[str, Any]) -> Callable[[Ask], Awaitable[Json | None]] | None:
        match at(body, "type"), at(body, "callback_id"):
            case "shortcut", "new_request":
                return self._new
            case "message_action", "from_message":
                return self._from_message
            case "view_submission", _:
                return self._submitted
            case "view_closed", _:
                return _closed
            case "block_suggestion", _:
                return self._suggest
            case "block_actions", _:
                return self._pressed if _opens(body) else None
        if at(body, "event", "type") == "app_home_opened":
            return self._home
        asks_new = at(body, "command") and at(body, "trigger_id") and at(body, "text").strip().lower() == NEW
        return self._new if asks_new else None

    async def _new(self, ask: Ask) -> None:
        await self._open(ask, Origin(key=NEW))

    async def _from_message(self, ask: Ask) -> None:
        quoted = await quoted_of(ask.body, ask.client)
        await self._open(ask, Origin(key=NEW, files=files_of(ask.body)), quoted=quoted)

    async def _pressed(self, ask: Ask) -> None:
        """A button that opens a form or asks for one more row, or a type that was chosen in the modal that is open."""
        action = _opens(ask.body) or {}
        view = ask.body.get("view") or {}
        if action["action_id"] == MORE:
            await self._lengthen(ask, view, rows=at(action, "value"))
        elif action["action_id"] != CHOOSE:
            await self._open(ask, origin_of(ask.body, at(action, "value")))
        elif chosen := at(action, "selected_option", "value"):
            form = await self._view(ask, origin_of(ask.body, _type_key(chosen)), quoted=read(view))
            await ask.client.views_update(view_id=view["id"], view=form)

    async def _lengthen(self, ask: Ask, view: Mapping[str, Any], *, rows: str) -> None:
        """Show the form that is open with so many rows of items, and everything else as it is filled in."""
        origin = Origin.model_validate_json(at(view, "private_metadata"))
        count = int(rows) if rows.isdecimal() else 1
        form = await asyncio.to_thread(self._desk.form, ask.asker, origin.key, rows=count)
        made = (
            notice(form.text) if isinstance(form, Refusal) else modal(refilled(form, view), origin, quoted=read(view))
        )
        await ask.client.views_update(view_id=view["id"], view=made)

    async def _suggest(self, ask: Ask) -> Json:
        return await asyncio.to_thread(suggestions, self._desk, ask.asker, body=ask.body)

    async def _home(self, ask: Ask) -> None:
        if at(ask.body, "event", "tab") in {"", "home"}:
            await self.pages.show(ask.client, ask.asker, state=at(ask.body, "event", "view", "hash"))

    async def _submitted(self, ask: Ask) -> Json | None:
        view = ask.body["view"]
        if at(view, "callback_id") != "form":
            return None
        origin, quoted = Origin.model_validate_json(at(view, "private_metadata")), read(view)
        if origin.key == NEW:
            return await self._chosen(ask, origin, quoted=quoted)
        form = await asyncio.to_thread(self._desk.form, ask.asker, origin.key)
        if isinstance(form, Refusal):
            return {"response_action": "update", "view": notice(form.text)}
        given = submitted(view, form)
        errors = await asyncio.to_thread(self._desk.errors, ask.asker, given)
        if errors:
            whole = " ".join(errors.values())
            return errors_at(view, errors) if inputs(view) else {"response_action": "update", "view": notice(whole)}
        if quoted:
            given = given.model_copy(update={"values": {**given.values, QUOTED: quoted.whole()}})
        await self._taker.take(ask, origin, given=given)
        return None

    async def _chosen(self, ask: Ask, origin: Origin, *, quoted: Quoted | None) -> Json | None:
        """A type was chosen with the modal's own button; or none was, and the message is taken as it stands."""
        chosen = "".join([*typed(ask.body["view"]).values()][:1])
        if chosen or quoted is None:
            key = _type_key(chosen) if chosen else NEW
            return {"response_action": "update", "view": await self._view(ask, origin.keyed(key), quoted=quoted)}
        await self._taker.take(ask, origin, given=quoted)
        return None

    async def _open(self, ask: Ask, origin: Origin, *, quoted: Quoted | None = None) -> None:
        view = await self._view(ask, origin, quoted=quoted)
        await ask.client.views_open(trigger_id=at(ask.body, "trigger_id"), view=view)

    async def _view(self, ask: Ask, origin: Origin, *, quoted: Quoted | None) -> Json:
        form = await asyncio.to_thread(self._desk.form, ask.asker, origin.key)
        if isinstance(form, Refusal):
            return notice(form.text)
        note = ""
        if quoted and form.key == NEW:
            note = await asyncio.to_thread(self._desk.say, ask.asker, "form-message-note")
        return modal(form, origin, quoted=quoted, note=note)


async def _closed(ask: Ask) -> None:
    """A modal that was closed leaves nothing behind."""


def _opens(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The action of a payload that opens a form, or changes the one that is open."""
    ids = ("open:", MORE)
    return next((action for action in body.get("actions", ()) if at(action, "action_id").startswith(ids)), None)


def _type_key(chosen: str) -> str:
    return chosen if chosen.startswith(f"{NEW}:") else f"{NEW}:{chosen}"
