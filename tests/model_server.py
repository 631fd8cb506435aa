"""A language model's endpoint on this machine: it speaks the documented protocol and answers as it is told to.

What it refuses, and in which words, follows platform.openai.com/docs/api-reference/chat and the guide to errors there.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-0123456789"
MODEL = "small-1"
_PARAMETERS = {"model", "messages", "response_format"}

Asked = dict[str, Any]
Headers = dict[str, str] | None
Answer = Callable[["Handler", Asked], None]


class ModelServer(ThreadingHTTPServer):
    """Keeps what it was asked; the next `answers` are given in turn, the last again and again."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Asked] = []
        self.refused: list[int] = []
        self.answers: deque[Answer] = deque()
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def answer(self, *answers: Answer) -> None:
        self.answers = deque(answers)

    def next(self) -> Answer:
        return self.answers.popleft() if len(self.answers) > 1 else self.answers[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has hung up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.refuse(405, "Only POST requests are accepted.", code="method_not_supported")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != "/v1/chat/completions":
            self.refuse(404, f"Invalid URL (POST {self.path})")
        elif self.headers.get("Authorization") != f"Bearer {KEY}":
            given = self.headers.get("Authorization", "")
            self.refuse(401, f"Incorrect API key provided: {given}.", code="invalid_api_key")
        elif (asked := self._parsed(body)) is not None:
            self.server.asked.append(asked)
            self.server.next()(self, asked)

    def _parsed(self, body: bytes) -> Asked | None:
        try:
            asked: Asked = json.loads(body)
        except ValueError:
            self.refuse(400, "We could not parse the JSON body of your request.")
            return None
        schema = asked.get("response_format", {}).get("json_schema", {})
        if self.headers.get("Content-Type") != "application/json":
            self.refuse(400, "you must provide a Content-Type header of 'application/json'")
        elif unknown := set(asked) - _PARAMETERS:
            self.refuse(400, f"Unrecognized request argument supplied: {unknown.pop()}")
        elif asked["model"] != MODEL:
            self.refuse(404, f"The model `{asked['model']}` does not exist", code="model_not_found")
        elif [message["role"] for message in asked["messages"]] != ["system", "user"]:
            self.refuse(400, "Invalid value: 'role'.")
        elif not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", schema.get("name", "")) or schema.get("strict") is not True:
            self.refuse(400, "Missing required parameter: 'response_format.json_schema'.")
        elif problem := _problem(schema["schema"]):
            self.refuse(400, f"Invalid schema for response_format '{schema['name']}': {problem}")
        else:
            return asked
        return None

    def refuse(self, status: int, message: str, *, code: str | None = None, headers: Headers = None) -> None:
        self.server.refused.append(status)
        kind = "invalid_request_error" if status < 429 else "server_error"
        error = {"message": message, "type": kind, "param": None, "code": code}
        self.give(json.dumps({"error": error}).encode(), status=status, headers=headers)

    def give(self, body: bytes, *, status: int = 200, length: int | None = None, headers: Headers = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def wait_until_given_up(self, piece: bytes = b"") -> None:
        """Keep the other side waiting, with a drop now and then; ends when it hangs up or the server closes."""
        self.connection.settimeout(0.02)
        while not self.server.closing.is_set():
            if piece:
                self.connection.sendall(piece)
            try:
                if self.connection.recv(1) == b"":
                    break
            except TimeoutError:
                continue
        self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _problem(schema: Any) -> str | None:
    """What strict structured output refuses in a schema (platform.openai.com/docs/guides/structured-outputs)."""
    if isinstance(schema, list):
        return next(filter(None, map(_problem, schema)), None)
    if not isinstance(schema, dict):
        return None
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            return "'additionalProperties' is required to be supplied and to be false."
        if set(schema["required"]) != set(schema["properties"]):
            return "'required' is required to be supplied and to be an array including every key in properties."
    if "enum" in schema and not 0 < len(schema["enum"]) <= 1000:
        return "too many values in enum"
    return next(filter(None, map(_problem, schema.values())), None)


def completion(content: str | None, *, finish_reason: str = "stop", refusal: str | None = None) -> bytes:
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": refusal, "annotations": []}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    usage = {"prompt_tokens": 1200, "completion_tokens": 40, "total_tokens": 1240}
    data = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1795168800, "model": MODEL}
    return json.dumps({**data, "choices": [choice], "usage": usage}).encode()


def says(content: str) -> Answer:
    """Answer with this text."""
    return lambda handler, _: handler.give(completion(content))


def fails(status: int, headers: Headers = None) -> Answer:
    """Refuse with a status."""
    return lambda handler, _: handler.refuse(status, "Slow down, please.", headers=headers)


def wants(intent: str, part: str = "", **fields: str) -> dict[str, Any]:
    """One request of an answer."""
    return {
        "intent": intent,
        "part": part,
        "fields": [{"name": name, "words": words} for name, words in fields.items()],
    }


def requests(*wanted: dict[str, Any]) -> str:
    """An answer in the form that is asked for."""
    return json.dumps({"requests": wanted}, ensure_ascii=False)


def obeys(handler: Handler, asked: Asked) -> None:
    """Do what the message says instead of what the instructions say: repeat the JSON that it dictates."""
    message = asked["messages"][1]["content"]
    handler.give(completion(message[message.index("{") : message.rindex("}") + 1]))


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A running endpoint."""
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
