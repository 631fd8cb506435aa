"""What was filled in on its way into the inbox."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.forms import QUOTED, Asker, Submitted
from bot.chat.intake import Intake
from bot.messages import InboundMessage
from integrations.slack.views.filled import mark
from integrations.slack.views.modal import NEW
from integrations.slack.views.origin import Origin
from integrations.slack.views.quoted import Quoted

CHANNEL = "slack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A payload, whose it is, and the way back to Slack."""

    body: Mapping[str, Any]
    asker: Asker
    client: AsyncWebClient


class Taker:
    """Makes messages of what was filled in; `intake` blocks and is called in a thread."""

    def __init__(self, intake: Intake, now: Callable[[], datetime]) -> None:
        self._intake = intake
        self._now = now
        self._direct: dict[tuple[str, str], str] = {}

    async def take(self, ask: Ask, origin: Origin, *, given: Submitted | Quoted) -> None:
        """Put a form, or a message that goes along, into the inbox; it is there when this returns."""
        asker = ask.asker
        place = origin.place or f"{asker.account}/{await self._direct_message(ask)}"
        about = await asyncio.to_thread(self._intake.about, CHANNEL, origin.message) if origin.message else None
        form = given if isinstance(given, Submitted) else Submitted(key=NEW, values={QUOTED: given.whole()})
        message = InboundMessage(
            channel=CHANNEL,
            account=asker.account,
            external_id=f"form:{ask.body['view']['id']}:{mark(form)}",
            conversation=origin.conversation or f"{CHANNEL}:{asker.account}:{asker.user}",
            sender_id=f"{CHANNEL}:{asker.account}/{asker.user}",
            text=given.whole() if isinstance(given, Quoted) else given.model_dump_json(),
            attached=origin.files,
            about=about,
            user=asker.user,
            place=place,
            room=origin.room,
            kind="text" if isinstance(given, Quoted) else "form",
            received_at=self._now(),
        )
        await asyncio.to_thread(self._intake.take, message)

    async def _direct_message(self, ask: Ask) -> str:
        """The id of the direct message with whoever asks; Slack gives the same one every time."""
        whose = (ask.asker.account, ask.asker.user)
        if whose not in self._direct:
            answer = await ask.client.conversations_open(users=ask.asker.user)
            self._direct[whose] = str(answer["channel"]["id"])
        return self._direct[whose]
