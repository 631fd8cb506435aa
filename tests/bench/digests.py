"""`python -m tests.bench.digests`: reading and rendering the digests of a morning as the number of tasks grows."""

import argparse
import random
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import func, insert, select, text

from bot import app
from bot.catalogue_files import load_catalogue
from bot.digest.approvals import Waiting, waiting_for
from bot.digest.content import Day, Digest, make_digest
from bot.digest.rendering import chat_reply, letter
from bot.digest.schedule import Span
from bot.digest.values import DAYS, Asked, Morning
from bot.model import LANGUAGES, Language, Person, Role
from bot.ports import Records
from bot.speech import Speech
from integrations.mail_templates import render_mail
from storage.digest_statements import IS_OPEN
from storage.digests import SqlDigests
from storage.engine import SqlStore, open_store
from storage.tables import EventRow, TaskRow, table
from tests.postgres import shared_cluster

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
PEOPLE, OPEN, BATCH = 500, 50_000, 10_000
TEAMS = ("sales", "purchasing", "accounting", "hr", "it", "administration", "management")
TYPES = ("quote", "purchase_order", "payment_status", "it_support", "order_entry", "document_archive")
VISIBILITIES = ("everyone",) * 6 + ("team", "private", "managers", "concerned")
STATUSES = ("new", "open", "open", "in_progress", "in_progress", "waiting", "awaiting_approval")
TASK, EVENT = table(TaskRow), table(EventRow)
ROLES: tuple[Role, ...] = ("clerk",) * 7 + ("manager", "requester", "requester")


def fill(store: SqlStore, tasks: int) -> None:
    """A company of 500 people with so many tasks of three years, the latest of them open."""
    chance = random.Random(7)
    people = tuple(
        Person(
            id=f"p{n}", name=f"Person {n}", email=f"p{n}@example.com", role=ROLES[n % 10],
            team=TEAMS[n // 10 % len(TEAMS)], language="en", timezone="Europe/Rome",
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    with store.write() as uow:
        uow.records.replace(Records(company="Bench", people=people))
        for start in range(0, tasks, BATCH):
            rows = [_task(n, tasks, chance) for n in range(start, min(tasks, start + BATCH))]
            uow.connection.execute(insert(TASK), rows)
            uow.connection.execute(insert(EVENT), list(_events(rows)))
        uow.commit()
    with store.write() as uow:
        uow.connection.execute(text("ANALYZE"))
        uow.commit()


def _task(number: int, tasks: int, chance: random.Random) -> dict[str, Any]:
    """One of a stream over three years, the latest of them open."""
    still_open = min(OPEN, tasks // 2)
    created = NOW - timedelta(days=1095) * (1 - number / tasks)
    fresh = number >= tasks - still_open
    status = chance.choice(STATUSES) if fresh else chance.choice(("done", "done", "done", "cancelled"))
    team = chance.choice(TEAMS)
    worker = f"p{10 * (TEAMS.index(team) + len(TEAMS) * chance.randrange(7)) + chance.randrange(7)}"
    open_for = timedelta(hours=chance.randrange(1, 200))
    return {
        "reference": f"Q-{number:07d}",
        "type": chance.choice(TYPES),
        "status": status,
        "team": team,
        "visibility": chance.choice(VISIBILITIES),
        "requester_id": f"p{chance.randrange(PEOPLE)}",
        "assignee_id": worker if chance.random() < 0.8 else None,
        "parent": None,
        "waiting_for": chance.choice(("supplier", "requester")) if status == "waiting" else None,
        "due": NOW.date() + timedelta(days=chance.randrange(-5, 25)) if fresh else created.date() + timedelta(days=3),
        "language": "en",
        "revision": 1,
        "fields": FIELDS,
        "checklist": [],
        "proposals": None,
        "created_at": created,
        "updated_at": min(created + open_for, NOW),
        "look_at": None,
        "version": 1,
    }


FIELDS = {
    "customer": {"type": "party", "content": "Clinica San Marziale", "record": "C-001",
                 "source": {"message": "m", "words": "San Marziale", "by": "p1"}},
    "items": {"type": "items", "record": None, "source": {"message": "m", "words": "20 desks", "by": "p1"},
              "content": [{"quantity": "20", "description": "desk Quercia 150", "unit_price": None, "sku": "DSK-150"}]},
}  # fmt: skip


def _events(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        rest = {"reference": row["reference"], "channel": "terminal", "why": None, "data": {}}
        yield rest | {"kind": "opened", "at": row["created_at"], "actor_id": row["requester_id"]}
        if row["status"] == "done":
            yield rest | {"kind": "done", "at": row["updated_at"], "actor_id": row["assignee_id"]}


def asked() -> Asked:
    """What a daily digest asks for on the morning of the bench."""
    midnight = NOW.replace(hour=0)
    midnights = tuple(midnight - timedelta(days=back) for back in range(DAYS))
    return Asked(now=NOW, today=NOW.date(), midnights=midnights, quiet=NOW - timedelta(days=3))


def bare(store: SqlStore) -> float:
    """Seconds for the plain count of the same open tasks, by all that they are told apart by."""
    keys = (TASK.c.team, TASK.c.assignee_id, TASK.c.requester_id, TASK.c.type, TASK.c.status, TASK.c.visibility)
    tasks = select(*keys, func.count()).where(IS_OPEN).group_by(*keys)
    with store.read() as reading:
        begun = perf_counter()
        reading.connection.execute(tasks).all()
        return perf_counter() - begun


def read(store: SqlStore) -> tuple[float, Morning]:
    """Seconds for the one reading for everybody's digest, and what was read."""
    with store.read() as reading:
        begun = perf_counter()
        found = SqlDigests(reading.work).morning(asked())
        return perf_counter() - begun, found


def peak(store: SqlStore) -> float:
    """Megabytes that the reading takes at most."""
    tracemalloc.start()
    read(store)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def rendered(store: SqlStore, morning: Morning) -> tuple[float, float, int]:
    """Milliseconds of processor time to make all digests, and to render one for three channels; how many there are."""
    types = load_catalogue(app.TYPES)
    speech = app.speech(types)
    with store.read() as reading:
        people = reading.records.directory().people
    begun = process_time()
    waiting = waiting_for(morning, people, types, lines=5)
    day = Day(NOW.date(), "daily", Span(1, 4), {person.id: person.name for person in people})
    made = [make_digest(one, morning.of(one), waiting.get(one.id, Waiting()), day) for one in people]
    spent = process_time() - begun
    digests = [one for one in made if one]
    for language in LANGUAGES:
        _three_channels(digests[0], speech, language)
    begun = process_time()
    for number, digest in enumerate(digests):
        _three_channels(digest, speech, LANGUAGES[number % len(LANGUAGES)])
    return 1000 * spent, 1000 * (process_time() - begun) / len(digests), len(digests)


def _three_channels(digest: Digest, speech: Speech, language: Language) -> None:
    """As two chat platforms and mail are given it, the mail's page and text and all, without its charts."""
    say = partial(speech.say, language=language)
    for _ in range(2):
        chat_reply(digest, say, language).model_dump_json()
    render_mail("digest", language, **letter(digest, say, language).values)


def figures(url: str, tasks: int, rounds: int) -> Iterator[str]:
    """One size's lines."""
    store = open_store(url)
    store.migrate()
    fill(store, tasks)
    pairs = [(bare(store), read(store)[0]) for _ in range(rounds + 1)][1:]
    plain, whole = (median(times) for times in zip(*pairs, strict=True))
    making, rendering, count = rendered(store, read(store)[1])
    yield (
        f"{tasks:>9,} tasks: plain count {1000 * plain:6.1f} ms, everybody's digests read {1000 * whole:6.1f} ms "
        f"({whole / plain:.2f} times), at most {peak(store):.1f} MB"
    )
    yield f"{'':>9} {count} digests made in {making:.0f} ms, each rendered for three channels in {rendering:.1f} ms CPU"
    store.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
            url = f"sqlite:///{folder}/pratica.db"
            if given.postgresql:
                cluster = opened.enter_context(shared_cluster(Path(folder)))
                url = opened.enter_context(cluster.database())
            for line in figures(url, size, given.rounds):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
