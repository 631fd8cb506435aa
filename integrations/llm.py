"""Asks a language model behind an OpenAI-compatible endpoint (platform.openai.com/docs/api-reference/chat)."""

import math
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

import httpx
from pydantic import BaseModel, Field, ValidationError

from bot.ports import NoAdvice
from bot.understanding.question import Question

LONGEST = 64 * 1024  # bytes of a response; an answer has some hundreds
MOST_PATIENCE = 2.0  # seconds that the other side may have us wait before the one repeat
_TRIES = 2
_BUSY = 429
_SERVER_FAULT = 500
_MEANT: dict[int, str] = {
    400: "it refuses the request",
    401: "it refuses the key",
    403: "it refuses the key",
    404: "it does not know the address or the model",
    429: "it is asked too often, or what was paid for is used up",
}


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class _Failed(Exception):
    """A try that came to nothing; `again` is after how many seconds another may do better, None where none will."""

    def __init__(self, reason: str, *, again: float | None = None) -> None:
        super().__init__(reason)
        self.again = again


class LanguageModel:
    """`bot.ports.Adviser`; one for a process, used by one thread at a time or by several.

    `url` goes up to and without `/chat/completions`, `seconds` is for a question as a whole, its one repeat among them.
    `allowed` counts a request before it is made and says whether it may be.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None,
        seconds: float,
        redacts: bool,
        allowed: Callable[[], bool],
    ) -> None:
        self.redacts = redacts
        self._url = url.rstrip("/") + "/chat/completions"
        self._model = model
        self._seconds = seconds
        self._allowed = allowed
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        secret = {"Authorization": f"Bearer {key}"} if key else {}
        # A proxy of the environment would get what is meant for this machine, unencrypted. A connection is not kept,
        # since requests are few and one that has gone stale would cost the repeat.
        self._client = httpx.Client(
            headers=headers | secret,
            trust_env=url.startswith("https:"),
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def ask(self, question: Question) -> str:
        """The text of the answer, unchecked; raises `NoAdvice`. Tries again once where that may help."""
        body = self._body(question)
        with _Deadline(self._seconds) as deadline:
            for left in reversed(range(_TRIES)):
                if not self._allowed():
                    raise NoAdvice("the requests of this day are used up")
                try:
                    return _content(self._response(body, deadline))
                except _Failed as error:
                    late = error.again is not None and error.again >= deadline.left()
                    if error.again is None or not left or late:
                        raise NoAdvice(str(error)) from None
                    time.sleep(error.again)
        raise AssertionError

    def _body(self, question: Question) -> dict[str, Any]:
        """Nothing but what every such endpoint takes: newer models refuse a temperature or `max_tokens`."""
        schema = {"name": "requests", "strict": True, "schema": question.answer_schema}
        return {
            "model": self._model,
            "messages": [
                {"role": "system", "content": question.instructions},
                {"role": "user", "content": question.message},
            ],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }

    def _response(self, body: dict[str, Any], deadline: "_Deadline") -> bytes:
        """The bytes of a good response; raises `_Failed`, which says nothing that the other side has written."""
        wait = max(deadline.left(), 0.001)
        try:
            with self._client.stream(
                "POST", self._url, json=body, timeout=wait, extensions={"trace": deadline.watch}
            ) as response:
                if response.status_code != httpx.codes.OK:
                    raise _refused(response)
                return _limited(response)
        except httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise _Failed("its certificate is not one to trust") from None
            raise _Failed("it cannot be reached", again=0) from None
        except httpx.TimeoutException:
            raise _Failed(self._too_slow()) from None
        except httpx.HTTPError as error:
            slow = deadline.left() <= 0
            why = self._too_slow() if slow else f"the connection broke ({type(error).__name__})"
            raise _Failed(why) from None

    def _too_slow(self) -> str:
        return f"it did not answer in {self._seconds:g} seconds"


class _Deadline:
    """Ends a request at a moment, however slowly the other side writes: httpx limits each wait and not their sum.

    The name lookup before a connection has the system's own limit.
    """

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds
        self._stream: Any = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def left(self) -> float:
        """Seconds until then; below 0 after it."""
        return self._at - time.monotonic()

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Remember the connection as it is made (python-httpx.org/advanced/extensions/#trace)."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._stream = info["return_value"]
            if self.left() <= 0:
                self._cut()

    def _cut(self) -> None:
        """End the connection under the thread that reads from it, which then sees it broken."""
        made = self._stream.get_extra_info("socket") if self._stream is not None else None
        if made is not None:
            with suppress(OSError):
                socket.socket.shutdown(made, socket.SHUT_RDWR)


def _refused(response: httpx.Response) -> _Failed:
    status = response.status_code
    meant = _MEANT.get(status) or ("it has a fault" if status >= _SERVER_FAULT else "it answers something else")
    reason = f"{meant} (status {status})"
    if status >= _SERVER_FAULT:
        return _Failed(reason, again=0)
    if status == _BUSY:
        return _Failed(reason, again=_patience(response.headers.get("Retry-After", "")))
    return _Failed(reason)


def _patience(retry_after: str) -> float | None:
    """The seconds after which to try again, where they are few; a date or nothing at all is not."""
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", retry_after.strip()):
        return None
    wait = float(retry_after)
    return wait if math.isfinite(wait) and wait <= MOST_PATIENCE else None


def _limited(response: httpx.Response) -> bytes:
    """The body as it came, which is bounded only where nothing has to be unpacked."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _Failed("its answer is packed, which was not asked for")
    body = b""
    for piece in response.iter_raw(4096):
        body += piece
        if len(body) > LONGEST:
            raise _Failed(f"its answer is longer than {LONGEST} bytes")
    return body


def _content(body: bytes) -> str:
    """What the model said; raises `_Failed` where it said nothing, declined or was cut off."""
    try:
        choice = _Completion.model_validate_json(body).choices[0]
    except ValidationError:
        raise _Failed("its answer is not what such an endpoint gives") from None
    if choice.finish_reason == "length":
        raise _Failed("its answer was cut off for its length")
    if choice.message.refusal or not choice.message.content:
        raise _Failed("the model declined to answer")
    return choice.message.content
