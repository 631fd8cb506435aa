"""Starts the program again and again out of one process that has imported it already.

A start costs seconds of imports and a quarter of a second of its own; a test that needs hundreds of starts pays for
the imports once. Each start is a process of its own, with its own connections, that dies of SIGKILL as any other.

Run as `python -m tests.e2e.forks FD`: orders arrive on that socket as JSON, with standard input, output and error.
"""

import array
import functools
import gc
import importlib
import json
import os
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NoReturn

MODULES = (
    "bot.__main__",
    "bot.cli.chat",
    "bot.cli.tasks",
    "handlers.skills",
    "integrations.mail_message",
    "integrations.mail_templates",
    "integrations.pdf",
    "storage.migrations.run",
)
ORDER_LIMIT = 1 << 20


class Boundaries:
    """Kills this process just before or after the n-th time that it commits or sends."""

    def __init__(self, at: int, moment: str) -> None:
        self._at = at
        self._moment = moment
        self._count = 0

    def arm(self) -> None:
        """Wrap what makes something permanent or visible outside; product code knows nothing of it."""
        from integrations.mail_folder import MailFolder
        from integrations.terminal import Terminal
        from storage.unit_of_work import SqlUnitOfWork

        for owner, name in ((SqlUnitOfWork, "commit"), (Terminal, "send"), (MailFolder, "send")):
            setattr(owner, name, self._around(getattr(owner, name), f"{owner.__name__}.{name}"))

    def _around(self, step: Callable[..., Any], name: str) -> Callable[..., Any]:
        def wrapped(*args: Any, **named: Any) -> Any:
            self._count += 1
            number = self._count
            self._pass("before", number, name)
            result = step(*args, **named)
            self._pass("after", number, name)
            return result

        return wrapped

    def _pass(self, moment: str, number: int, name: str) -> None:
        if (number, moment) == (self._at, self._moment):
            os.write(2, f"killed {moment} boundary {number}, {name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


def serve(orders: socket.socket) -> None:
    """Start and collect processes until the other side closes."""
    while True:
        order, files = _receive(orders)
        if order is None:
            return
        if "warm_up" in order:
            warm_up(order["warm_up"])
            answer = 0
        elif "collect" in order:
            _, status = os.waitpid(order["collect"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # a fork of a process with threads; it has none
                answer = os.fork()
            if answer == 0:
                orders.close()
                _become(order, files)
            for file in files:
                os.close(file)
        orders.sendall(json.dumps(answer).encode() + b"\n")


def _receive(orders: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    data, ancillary, _, _ = orders.recvmsg(ORDER_LIMIT, socket.CMSG_SPACE(3 * array.array("i").itemsize))
    if not data:
        return None, []
    files = array.array("i")
    for _, kind, content in ancillary:
        if kind == socket.SCM_RIGHTS:
            files.frombytes(content)
    while not data.endswith(b"\n"):
        data += orders.recv(ORDER_LIMIT)
    return json.loads(data), list(files)


def _become(order: dict[str, Any], files: list[int]) -> NoReturn:
    """Be the program from here on, as if it had been started with these arguments."""
    code = 1
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        os.chdir(order["folder"])
        os.environ.update(order["environment"])
        if order["kill"]:
            Boundaries(*order["kill"]).arm()
        sys.argv = ["pratica", *order["arguments"]]
        importlib.import_module("bot.__main__").main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  whatever it is, this process must not go back to serving
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def import_all() -> None:
    for module in MODULES:
        importlib.import_module(module)


def warm_up(data: str) -> None:
    """Do once what is the same in every process: reading the types and the model, and what libraries keep of texts."""
    from bot import app, learning, speech
    from bot.catalogue import Catalogue
    from bot.settings import Settings
    from bot.understanding.language import LanguageReader

    readers: dict[int, LanguageReader] = {}

    def reader(types: Catalogue) -> LanguageReader:
        return readers.setdefault(id(types), readers.get(id(types)) or LanguageReader(types))

    speech.FluentResource = functools.cache(speech.FluentResource)  # type: ignore[attr-defined]
    learning.shipped_model = functools.cache(learning.shipped_model)
    app.load_catalogue = functools.cache(app.load_catalogue)  # type: ignore[assignment,attr-defined]
    app.LanguageReader = reader  # type: ignore[assignment,attr-defined]
    settings = Settings.load(data_dir=data)
    understander = app.understander(settings, app.catalogue(settings))
    app.speech(understander.catalogue)
    for sentence in ("the printer on floor 7 jams", "la stampante non stampa", "המדפסת לא מדפיסה"):
        understander.understand(sentence, now=datetime.now(UTC), last=None)
    gc.freeze()


if __name__ == "__main__":
    import_all()
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        connection.sendall(b"ready\n")
        serve(connection)
