"""The client of a language model, against an endpoint on this machine."""

import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.ports import NoAdvice
from bot.understanding.question import Question
from bot.understanding.second_opinion import question
from integrations.llm import LONGEST, LanguageModel
from tests.builders import NOW, shipped
from tests.model_server import KEY, MODEL, Answer, Handler, ModelServer, completion, fails, model_server, says

RIGHT = says("the answer")
SECRET = "Quote for Nobody Else & Sons, 20 desks"  # stands for what somebody wrote


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        running.answer(RIGHT)
        yield running


class Counter:
    """Allows so many requests and counts them."""

    def __init__(self, limit: int = 100) -> None:
        self.limit = limit
        self.made = 0

    def __call__(self) -> bool:
        if self.made == self.limit:
            return False
        self.made += 1
        return True


def model(
    url: str,
    *,
    name: str = MODEL,
    key: str | None = KEY,
    seconds: float = 5,
    allowed: Callable[[], bool] = lambda: True,
) -> LanguageModel:
    return LanguageModel(url, name, key=key, seconds=seconds, redacts=True, allowed=allowed)


def asked(text: str = SECRET, now: datetime = NOW) -> Question:
    return question(text, shipped(), language="en", now=now, redact=True)


def why(url: str, *, seconds: float = 5, key: str | None = KEY, name: str = MODEL) -> str:
    """Why there was no answer; in no case may the reason tell the key or the message."""
    with pytest.raises(NoAdvice) as raised:
        model(url, seconds=seconds, key=key, name=name).ask(asked())
    told = "".join(map(str, (raised.value, raised.value.__cause__, repr(raised.value))))
    assert KEY not in told
    assert "Nobody" not in told
    assert raised.value.__cause__ is None
    return str(raised.value)


def test_the_question_is_asked_as_the_protocol_wants_it(server: ModelServer) -> None:
    assert model(server.url).ask(asked()) == "the answer"
    (request,) = server.asked
    assert server.refused == []
    assert SECRET in request["messages"][1]["content"]
    assert SECRET not in request["messages"][0]["content"]


def test_an_address_with_a_slash_at_its_end_is_the_same(server: ModelServer) -> None:
    assert model(server.url + "/").ask(asked()) == "the answer"


@pytest.mark.parametrize(
    ("key", "name", "path", "status", "reason"),
    [
        ("sk-wrong", MODEL, "", 401, "it refuses the key (status 401)"),
        (None, MODEL, "", 401, "it refuses the key (status 401)"),
        (KEY, "no-such", "", 404, "it does not know the address or the model (status 404)"),
        (KEY, MODEL, "/v2", 404, "it does not know the address or the model (status 404)"),
    ],
)
def test_a_wrong_set_up_is_told_and_not_tried_again(
    server: ModelServer, key: str | None, name: str, path: str, status: int, reason: str
) -> None:
    assert why(server.url + path, key=key, name=name) == reason
    assert server.refused == [status]


def garbage(handler: Handler, _: object) -> None:
    handler.give(b"<html>It works!</html>")


def nothing(handler: Handler, _: object) -> None:
    handler.give(completion(None))


def declined(handler: Handler, _: object) -> None:
    handler.give(completion(None, refusal="I can't help with that."))


def too_long_for_it(handler: Handler, _: object) -> None:
    handler.give(completion('{"requests": [{"intent": "quo', finish_reason="length"))


def cut_off(handler: Handler, _: object) -> None:
    handler.give(completion("the answer")[:40], length=400)
    handler.close_connection = True


def hung_up(handler: Handler, _: object) -> None:
    handler.close_connection = True


def huge(handler: Handler, _: object) -> None:
    handler.give(completion("x" * (LONGEST + 1)))


def packed(handler: Handler, _: object) -> None:
    handler.give(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})


def elsewhere(handler: Handler, _: object) -> None:
    handler.give(b"", status=307, headers={"Location": "http://127.0.0.1:1/v1/chat/completions"})


def no_choice(handler: Handler, _: object) -> None:
    handler.give(b'{"choices": []}')


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (garbage, "its answer is not what such an endpoint gives"),
        (no_choice, "its answer is not what such an endpoint gives"),
        (says(""), "the model declined to answer"),
        (nothing, "the model declined to answer"),
        (declined, "the model declined to answer"),
        (too_long_for_it, "its answer was cut off for its length"),
        (cut_off, "the connection broke (RemoteProtocolError)"),
        (hung_up, "the connection broke (RemoteProtocolError)"),
        (huge, f"its answer is longer than {LONGEST} bytes"),
        (packed, "its answer is packed, which was not asked for"),
        (elsewhere, "it answers something else (status 307)"),
        (fails(429), "it is asked too often, or what was paid for is used up (status 429)"),
        (fails(429, {"Retry-After": "30"}), "it is asked too often, or what was paid for is used up (status 429)"),
        (
            fails(429, {"Retry-After": "Fri, 20 Nov 2026 09:00:01 GMT"}),
            "it is asked too often, or what was paid for is used up (status 429)",
        ),
    ],
)
def test_what_is_no_answer_is_named_and_not_tried_again(server: ModelServer, answer: Answer, reason: str) -> None:
    server.answer(answer)
    assert why(server.url) == reason
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [fails(500), fails(503), fails(429, {"Retry-After": "0"})])
def test_what_passes_is_tried_once_more(server: ModelServer, answer: Answer) -> None:
    server.answer(answer, RIGHT)
    assert model(server.url).ask(asked()) == "the answer"
    assert len(server.asked) == 2


def test_what_does_not_pass_is_given_up_after_the_second_try(server: ModelServer) -> None:
    server.answer(fails(500))
    assert why(server.url) == "it has a fault (status 500)"
    assert len(server.asked) == 2


def test_a_repeat_that_would_come_too_late_is_not_waited_for(server: ModelServer) -> None:
    server.answer(fails(429, {"Retry-After": "2"}))
    began = time.monotonic()
    assert "429" in why(server.url, seconds=1)
    assert time.monotonic() - began < 2  # what the server asked to be waited for
    assert len(server.asked) == 1


def silent(handler: Handler, _: object) -> None:
    handler.wait_until_given_up()


def dripping_body(handler: Handler, _: object) -> None:
    handler.give(b"{", length=10_000)
    handler.wait_until_given_up(b" ")


def dripping_header(handler: Handler, _: object) -> None:
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    handler.wait_until_given_up(b"x")


@pytest.mark.parametrize("answer", [silent, dripping_body, dripping_header])
def test_a_slow_answer_is_not_waited_for_beyond_the_limit(server: ModelServer, answer: Answer) -> None:
    server.answer(answer)
    began = time.monotonic()
    assert why(server.url, seconds=0.3) == "it did not answer in 0.3 seconds"
    assert time.monotonic() - began < 5
    assert len(server.asked) == 1


def test_where_nobody_listens_it_is_said(unused_port: int) -> None:
    assert why(f"http://127.0.0.1:{unused_port}/v1") == "it cannot be reached"


@pytest.fixture
def unused_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def test_an_endpoint_without_encryption_is_not_spoken_to_where_it_is_wanted(server: ModelServer) -> None:
    began = time.monotonic()
    assert why(server.url.replace("http:", "https:")) in {
        "it cannot be reached",
        "the connection broke (RemoteProtocolError)",
    }
    assert time.monotonic() - began < 10
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(server: ModelServer) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parents[1] / "data" / "self-signed.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    assert why(server.url.replace("http:", "https:")) == "its certificate is not one to trust"
    assert server.asked == []


def test_every_request_is_counted_before_it_is_made(server: ModelServer) -> None:
    allowed = Counter()
    server.answer(fails(500), RIGHT)
    model(server.url, allowed=allowed).ask(asked())
    assert allowed.made == len(server.asked) == 2


@pytest.mark.parametrize(("limit", "made"), [(0, 0), (1, 1)])
def test_what_is_not_allowed_is_not_asked_and_not_repeated(server: ModelServer, limit: int, made: int) -> None:
    server.answer(fails(500), RIGHT)
    with pytest.raises(NoAdvice, match="the requests of this day are used up"):
        model(server.url, allowed=Counter(limit)).ask(asked())
    assert len(server.asked) == made


def test_one_client_asks_again_and_again(server: ModelServer) -> None:
    client = model(server.url)
    assert [client.ask(asked()) for _ in range(3)] == ["the answer"] * 3


def test_the_key_and_the_message_are_in_no_log(server: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer(fails(500), garbage)
    why(server.url)
    model_error = why(server.url, key="sk-wrong")
    assert "Nobody" not in caplog.text
    assert KEY not in caplog.text
    assert "sk-wrong" not in caplog.text + model_error


def test_a_proxy_of_the_environment_gets_nothing_that_is_meant_for_this_machine(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{unused_port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert model(server.url).ask(asked()) == "the answer"
