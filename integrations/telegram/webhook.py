"""Updates that Telegram posts to our web server (core.telegram.org/bots/api#setwebhook).

Whatever is answered other than 2xx Telegram posts again, so a 200 is given only for what is kept.
"""

import hmac
import json
import logging
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from integrations.telegram.updates import Taking

log = logging.getLogger(__name__)

PATH = "/telegram"
LARGEST = 1_000_000
"""Bytes of a post; an update has some thousands."""
_SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105  the header's name


class Webhook:
    """Takes the posts that carry our secret; `taking` is None as long as nothing can be taken.

    `seen` is called whenever an update was kept, `failed` with a sentence when one could not be.
    """

    def __init__(
        self,
        secret: str,
        taking: Callable[[], Taking | None],
        *,
        seen: Callable[[], None] = lambda: None,
        failed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._secret = secret.encode()
        self._taking = taking
        self._seen = seen
        self._failed = failed

    @property
    def route(self) -> Route:
        """Where the web server answers."""
        return Route(PATH, self.post, methods=["POST"])

    async def post(self, request: Request) -> Response:
        """One update."""
        given = request.headers.get(_SECRET, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return PlainTextResponse("wrong secret", status_code=403)
        taking = self._taking()
        if taking is None:
            return PlainTextResponse("not ready", status_code=503, headers={"Retry-After": "5"})
        try:
            body = await _body(request)
        except ClientDisconnect:
            return PlainTextResponse("incomplete", status_code=400)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        return await self._kept(taking, body)

    async def _kept(self, taking: Taking, body: bytes) -> Response:
        try:
            try:
                update = json.loads(body)
            except (ValueError, RecursionError):
                await taking.put_aside(body.decode("utf-8", "replace"), "what was posted is no JSON")
            else:
                await taking.take(update)
        except Exception as error:
            log.exception("an update could not be kept", extra={"action": "update_not_kept"})
            self._failed(f"what Telegram posted could not be kept ({type(error).__name__}); it posts it again")
            return PlainTextResponse("not kept", status_code=500)
        self._seen()
        return PlainTextResponse("")


async def _body(request: Request) -> bytes | None:
    """The body; None when it is longer than an update can be."""
    parts: list[bytes] = []
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)
