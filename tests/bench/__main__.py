"""`python -m tests.bench`: time per message by stage, messages a second, understanding, mail, chat, clock, starts."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

from tests.bench.chat import Chats, chat_figures
from tests.bench.clock import SIZES, clock_figures
from tests.bench.machine import fresh_figures, raw_seconds, start_seconds
from tests.bench.mail import Amounts, mail_figures
from tests.bench.office import Office, watched
from tests.bench.report import (
    chat_lines,
    clock_lines,
    fresh_lines,
    mail_lines,
    rate_lines,
    stage_lines,
    start_lines,
    understanding_lines,
)
from tests.bench.script import PEOPLE, messages
from tests.bench.stopwatch import Stopwatch
from tests.bench.understanding import development_messages, understood

_RAW = 500  # transactions, before the messages and after them


class NotHandled(Exception):
    """A message was not handled, so the times would be those of something else."""


def run(
    folder: Path,
    *,
    number: int,
    starts: int,
    heard: int | None = None,
    mail: Amounts | None = None,
    chats: Chats | None = None,
    clock: tuple[int, ...] = (),
    postgresql: bool = False,
) -> Iterator[str]:
    """The whole bench in a folder of its own, line by line; raises `NotHandled`, `NoTask` and `Unanswered`.

    `starts` of 0 leaves out what is measured in processes of its own. Of the development messages `heard` are
    understood, all without it. `mail` and `chats` say how much of them is measured, and nothing where they are None;
    `clock` with how many tasks the clock and the digests are.
    """
    begun = perf_counter()
    watch = Stopwatch()
    with ExitStack() as opened:
        url = opened.enter_context(_postgresql(folder)) if postgresql else None
        with watched(watch):
            office = Office(folder, database_url=url)
            raw = raw_seconds(folder, _RAW)
            for place, (person, said) in enumerate(messages(number)):
                with watch.message():
                    office.receive(person, said, number=place)
            raw += raw_seconds(folder, _RAW)
        done = office.done()
        office.store.close()
    if done["not handled"]:
        raise NotHandled(f"{done['not handled']} of {number} messages were not handled")
    database = "PostgreSQL without fsync" if postgresql else "SQLite"
    yield f"{number} messages of {len(PEOPLE)} people in three languages, {database}"
    yield ", ".join(f"{count} {name}" for name, count in done.items())
    yield ""
    yield from stage_lines(watch.messages)
    yield ""
    yield from rate_lines(watch.messages, 2 * _RAW / raw)
    yield ""
    yield from understanding_lines(understood(development_messages()[:heard]))
    yield ""
    if mail:
        yield from mail_lines(mail_figures(folder, mail))
        yield ""
    if chats:
        yield from chat_lines(chat_figures(folder, chats))
        yield ""
    if clock:
        yield f"building up to {max(clock):,} tasks …"
        yield from clock_lines(list(clock_figures(folder, clock, postgresql=postgresql)))
        yield ""
    if starts:
        yield from fresh_lines(fresh_figures(folder, starts))
        yield ""
        yield from start_lines(start_seconds(folder, starts))
        yield ""
    yield f"{perf_counter() - begun:.1f} s in all"


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    from tests.postgres import shared_cluster

    with shared_cluster(folder) as cluster, cluster.database() as url:
        yield url


def main() -> None:
    """Read the options and write the findings."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--messages", type=int, default=300, help="how many (300)")
    options.add_argument("--starts", type=int, default=3, help="how often each program is started (3)")
    options.add_argument("--heard", type=int, help="how many of the development messages are understood (all)")
    options.add_argument("--mails", type=int, default=300, help="how many mails, none with 0 (300)")
    options.add_argument("--mutated", type=int, default=20_000, help="how many mutated mails are read (20000)")
    options.add_argument(
        "--chats", type=int, default=20, help="messages of each of 20 people in chat, none with 0 (20)"
    )
    options.add_argument("--flood", type=int, default=10, help="messages of each of 200 people at once (10)")
    options.add_argument(
        "--clock", type=int, nargs="*", default=SIZES, help="how many tasks the clock has, none with 0 (up to 1000000)"
    )
    options.add_argument("--postgresql", action="store_true", help="on the PostgreSQL of the tests instead of SQLite")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="pratica-bench-") as folder:
        chosen = {"number": given.messages, "starts": given.starts, "heard": given.heard}
        mail = Amounts(mails=given.mails, mutated=given.mutated) if given.mails else None
        chats = Chats(each=given.chats, flood=given.flood) if given.chats else None
        clock = tuple(size for size in given.clock if size)
        for line in run(Path(folder), **chosen, mail=mail, chats=chats, clock=clock, postgresql=given.postgresql):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
