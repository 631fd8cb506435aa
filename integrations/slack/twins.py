"""The two events of a mention: its message's own, and app_mention, which at times leaves the files out.

Slack sends both at once, in any order. Only for the mention by which the app was invited there is an app_mention alone
(docs.slack.dev/reference/events/app_mention), so that one counts when nothing else comes in a moment.
"""

import asyncio
from collections import deque

_MOMENT = 0.5  # seconds, of the three that Slack waits for its acknowledgement
_REMEMBERED = 500  # messages


class Twins:
    """Which messages were kept lately, by their external ids; lives on one event loop."""

    def __init__(self) -> None:
        self._kept: deque[str] = deque(maxlen=_REMEMBERED)
        self._awaited: dict[str, asyncio.Event] = {}

    def kept(self, id_: str) -> None:
        """The event of the message itself was kept."""
        self._kept.append(id_)
        if awaited := self._awaited.get(id_):
            awaited.set()

    async def come(self, id_: str) -> bool:
        """Whether the event of the message itself is kept, or is within a moment."""
        if id_ in self._kept:
            return True
        awaited = self._awaited.setdefault(id_, asyncio.Event())
        try:
            async with asyncio.timeout(_MOMENT):
                return await awaited.wait()
        except TimeoutError:
            return False
        finally:
            self._awaited.pop(id_, None)
