"""Talks to `pratica chat --json` as another program would, through any number of its deaths.

What it promises is what the contract asks of a driver: every message has an id, a message for which no `received` was
seen is sent again after a restart, and answers are kept by their own id, so that one printed twice counts once.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds without a line after which the program counts as hanging
NOW = "2026-11-20T09:30:00+01:00"


class Died(Exception):
    """The process is gone; what it had written was read."""


@dataclass(frozen=True, slots=True)
class Message:
    """A line for the program."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Home:
    """Where the program runs: its working folder, its data, its settings, and a file for what it says to people."""

    folder: Path
    database_url: str | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'pratica.db'}"

    @property
    def log(self) -> Path:
        return self.folder / "stderr.txt"

    def environment(self) -> dict[str, str]:
        settings = {"PRATICA_DATA_DIR": str(self.data), "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        return settings | ({"PRATICA_DATABASE_URL": self.database_url} if self.database_url else {})


Kill = tuple[int, str]
"""The number of a boundary and the moment, `before` or `after`."""


class Starter(Protocol):
    """Starts the program; takes about so many seconds until it reads its first message."""

    seconds: float

    def start(self, home: Home, arguments: Sequence[str], *, kill: Kill | None = None) -> "Process": ...


class Process:
    """A running program: lines in, lines out."""

    def __init__(self, pid: int, files: tuple[int, int], home: Home, *, starter: "Commands | Forks") -> None:
        self.pid = pid
        self._input, self._output = files
        self._home = home
        self._starter = starter
        self._buffer = b""

    def write(self, message: Message) -> None:
        """Send a message; one that no longer reaches the process is lost, as it would be for any sender."""
        try:
            os.write(self._input, json.dumps({"id": message.id, "text": message.text}).encode() + b"\n")
        except BrokenPipeError:
            return

    def line(self, until: float | None = None) -> dict[str, Any] | None:
        """The next line, or None at the moment `until`; raises `Died` at the end of the output."""
        patience = time.monotonic() + PATIENCE
        while b"\n" not in self._buffer:
            now = time.monotonic()
            if until is not None and now >= until:
                return None
            assert now < patience, f"nothing came for {PATIENCE} seconds: {self._home.log.read_text()[-3000:]}"
            if select.select([self._output], [], [], min(until or patience, patience) - now)[0]:
                self._read()
        line, self._buffer = self._buffer.split(b"\n", 1)
        read: dict[str, Any] = json.loads(line)
        return read

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Close the program's input, so that it ends, and collect its exit code."""
        if self._input >= 0:
            os.close(self._input)
            self._input = -1
        while select.select([self._output], [], [], PATIENCE)[0]:
            if not (chunk := os.read(self._output, 1 << 16)):
                break
            self._buffer += chunk
        os.close(self._output)
        return self._starter.collect(self.pid)

    def rest(self) -> list[dict[str, Any]]:
        """What was read and not yet looked at; a line without its end was cut off by the kill."""
        *lines, _ = self._buffer.split(b"\n")
        return [json.loads(line) for line in lines]

    def _read(self) -> None:
        chunk = os.read(self._output, 1 << 16)
        if not chunk:
            raise Died
        self._buffer += chunk


class Commands:
    """Starts `python -m bot` whole, with its imports."""

    seconds = 3.0

    def __init__(self) -> None:
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, home: Home, arguments: Sequence[str], *, kill: Kill | None = None) -> Process:
        assert kill is None, "only a forked process can be killed at a boundary"
        with _pipes(home) as (inner, outer):
            streams = dict(zip(("stdin", "stdout", "stderr"), inner, strict=True))
            environment = os.environ | home.environment()
            command = [sys.executable, "-m", "bot", *arguments]
            running = subprocess.Popen(command, cwd=home.folder, env=environment, **streams)  # type: ignore[call-overload]
        self._running[running.pid] = running
        return Process(running.pid, outer, home, starter=self)

    def collect(self, pid: int) -> int:
        return self._running.pop(pid).wait(PATIENCE)


class Forks:
    """Starts the program out of `tests.e2e.forks`, which has the imports behind it."""

    seconds = 0.2

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair()
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.e2e.forks", str(theirs.fileno())]
        self._server = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[theirs.fileno()])
        theirs.close()
        self._orders.settimeout(PATIENCE)
        assert self._orders.recv(100) == b"ready\n"

    def start(self, home: Home, arguments: Sequence[str], *, kill: Kill | None = None) -> Process:
        order = {
            "folder": str(home.folder),
            "environment": home.environment(),
            "arguments": list(arguments),
            "kill": kill,
        }
        with _pipes(home) as (inner, outer):
            socket.send_fds(self._orders, [json.dumps(order).encode() + b"\n"], inner)
            pid = int(self._orders.recv(100))
        return Process(pid, outer, home, starter=self)

    def collect(self, pid: int) -> int:
        """The exit code; until it is asked for, nobody else gets this process id."""
        return self._order({"collect": pid})

    def warm_up(self, home: Home) -> None:
        """Let what is to be done once in a process be done before it is started, with what was learned at `home`."""
        self._order({"warm_up": str(home.data)})

    def _order(self, order: dict[str, Any]) -> int:
        self._orders.sendall(json.dumps(order).encode() + b"\n")
        return int(self._orders.recv(100))

    def close(self) -> None:
        self._orders.close()
        self._server.wait(PATIENCE)


@contextmanager
def _pipes(home: Home) -> Iterator[tuple[list[int], tuple[int, int]]]:
    """The program's ends of its three streams, closed here afterwards, and our ends of input and output."""
    their_input, our_input = os.pipe()
    our_output, their_output = os.pipe()
    log = os.open(home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    inner = [their_input, their_output, log]
    try:
        yield inner, (our_input, our_output)
    finally:
        for file in inner:
            os.close(file)


class Killer(Protocol):
    """Decides when the process at hand is to be killed."""

    def born(self, seconds: float) -> None:
        """A process was started, which needs about so long before it reads anything."""

    def saw(self, what: str) -> None:
        """A message was `sent` to it, or it wrote `received` or an `answer`."""

    def due(self) -> float | None:
        """The moment to kill it, on the monotonic clock, as far as it is known by now."""


class Mercy:
    """Kills nothing."""

    def born(self, seconds: float) -> None: ...
    def saw(self, what: str) -> None: ...
    def due(self) -> float | None:
        return None


@dataclass
class Driver:
    """One person's side of the conversation."""

    home: Home
    starters: Iterator[Starter]
    killer: Killer = field(default_factory=Mercy)
    person: str | None = None
    kills: int = 0
    received: set[str] = field(default_factory=set)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    _process: Process | None = None

    def say(self, message: Message, *, kill: Kill | None = None) -> None:
        """Send a message and stay until it is taken over and answered, over as many lives of the program as it takes.

        `kill` is for the first process that has to be started for it.
        """
        while not self._is_settled(message):
            try:
                process = self._process or self._begin(kill)
                kill = None
                if message.id not in self.received:
                    process.write(message)
                    self.killer.saw("sent")
                while not self._is_settled(message):
                    self._listen(process)
            except Died:
                self._buried()

    def _is_settled(self, message: Message) -> bool:
        """Whether it was taken over and answered; after a kill the answer may come before the `received`."""
        return message.id in self.received and message.id in self.answers

    def end(self) -> None:
        """Let the program finish what it has to do, and see that it ends well."""
        process = self._process or self._begin(None)
        code = process.end()
        self._process = None
        self._note(process.rest())
        assert code in {0, -signal.SIGKILL}, f"it ended with {code}: {self.home.log.read_text()[-3000:]}"
        if code:
            self.kills += 1
            self.end()

    def _begin(self, kill: Kill | None) -> Process:
        person = ["--as", self.person] if self.person else []
        arguments = ["chat", "--json", "--now", NOW, *person]
        starter = next(self.starters)
        self._process = starter.start(self.home, arguments, kill=kill)
        self.killer.born(starter.seconds)
        return self._process

    def _listen(self, process: Process) -> None:
        """Take one line, or kill the process when its moment has come; raises `Died`."""
        line = process.line(self.killer.due())
        if line is None:
            process.kill()
            raise Died
        self._note([line])

    def _buried(self) -> None:
        """Collect the dead process, and take in what it had written before."""
        process = self._process
        assert process is not None
        self._process = None
        code = process.end()
        assert code == -signal.SIGKILL, f"it ended by itself with {code}: {self.home.log.read_text()[-3000:]}"
        self.kills += 1
        self._note(process.rest())

    def _note(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            if "received" in line:
                self.received.add(line["received"])
                self.killer.saw("received")
            elif line["kind"] == "answer":
                self._keep(self.answers.setdefault(line["in_reply_to"], {}), line)
                self.killer.saw("answer")
            else:
                self._keep(self.notices, line)

    def _keep(self, known: dict[str, str], line: dict[str, Any]) -> None:
        said = known.setdefault(line["id"], line["text"])
        assert said == line["text"], f"{line['id']} says something else the second time"
