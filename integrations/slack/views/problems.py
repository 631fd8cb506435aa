"""What goes wrong on the spot, told to whoever waits for an answer: one sentence, and an id that stands in the log."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.forms import Asker, Desk
from integrations.slack.views.filled import inputs
from integrations.slack.views.home import told
from integrations.slack.views.modal import notice
from integrations.slack.views.values import Json, at

log = logging.getLogger(__name__)

_FAILED = Path(__file__).resolve().parents[3] / "templates" / "slack" / "failed.txt"
_SECONDS = 0.4  # to find the words in the reader's language, when the database may be what failed


class Problems:
    """Tells people of problems where they look."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def tell(
        self, error: Exception, body: Mapping[str, Any], asker: Asker, *, client: AsyncWebClient
    ) -> BoltResponse:
        """Log the error and tell the asker; a 500 where nothing can be told."""
        number = secrets.token_hex(3)
        about = {"action": "view_failed", "problem": number, "payload": at(body, "type") or at(body, "event", "type")}
        log.error("could not answer Slack on the spot, told as %s", number, exc_info=error, extra=about)
        try:
            text = f"{await self._sentence(asker)} ({number})"
            answer = await _told(text, body, asker, client=client)
        except Exception:
            log.exception("nor could %s be told", number, extra={"action": "view_failed", "problem": number})
            return BoltResponse(status=500)
        return BoltResponse(status=200, body=answer or "")

    async def _sentence(self, asker: Asker) -> str:
        try:
            async with asyncio.timeout(_SECONDS):
                return await asyncio.to_thread(self._desk.say, asker, "form-failed")
        except Exception:
            log.exception("no words in the reader's language", extra={"action": "view_failed"})
            return _in_all_languages()


async def _told(text: str, body: Mapping[str, Any], asker: Asker, *, client: AsyncWebClient) -> Json | None:
    """Say it at the field, in the modal, in the page, below the message, or in the direct message."""
    kind, view = at(body, "type"), body.get("view") or {}
    if kind == "view_submission":
        if first := inputs(view)[:1]:
            return {"response_action": "errors", "errors": {first[0]: text}}
        return {"response_action": "update", "view": notice(text)}
    if kind == "block_suggestion":
        return {"options": []}
    if at(body, "command"):
        return {"response_type": "ephemeral", "text": text}
    if at(body, "event", "type"):
        await client.views_publish(user_id=asker.user, view=told(text))
    elif at(view, "type") == "modal":
        await client.views_update(view_id=view["id"], view=notice(text))
    elif channel := at(body, "container", "channel_id"):
        thread = at(body, "message", "thread_ts") or None
        await client.chat_postEphemeral(channel=channel, user=asker.user, text=text, thread_ts=thread)
    else:
        await client.chat_postMessage(channel=asker.user, text=text)
    return None


@cache
def _in_all_languages() -> str:
    return " · ".join(_FAILED.read_text(encoding="utf-8").splitlines())
