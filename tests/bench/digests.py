"""Reading and rendering the digests of a morning, for everybody at once."""

import tracemalloc
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import perf_counter, process_time

from sqlalchemy import func, select

from bot.catalogue import Catalogue
from bot.digest.approvals import Waiting, waiting_for
from bot.digest.content import Day, Digest, make_digest
from bot.digest.rendering import chat_reply, letter
from bot.digest.schedule import Span
from bot.digest.values import DAYS, Asked, Morning
from bot.model import LANGUAGES, Language, Person
from bot.speech import Speech
from integrations.mail_templates import render_mail
from storage.digest_statements import IS_OPEN
from storage.digests import SqlDigests
from storage.engine import SqlStore
from storage.tasks import TASK
from tests.bench.tasks import NOW

_ROUNDS = 7  # of which the least disturbed counts


@dataclass(frozen=True, slots=True)
class DigestFigures:
    """Seconds of the plain count of the open tasks (`bare`), of the one reading for everybody, and of making digests.

    `render` is processor time in seconds to render one for three channels, `peak` in bytes what the reading takes.
    """

    bare: float
    read: float
    peak: int
    people: int
    count: int
    make: float
    render: float


def digest_figures(store: SqlStore, types: Catalogue, speech: Speech) -> DigestFigures:
    """What the digests of a morning cost in this database."""
    pairs = [(_bare(store), _read(store)[0]) for _ in range(_ROUNDS)]
    bare, reading = (min(times) for times in zip(*pairs, strict=True))
    _, morning = _read(store)
    with store.read() as opened:
        people = opened.records.directory().people
    make, digests = _made(morning, people, types)
    return DigestFigures(bare, reading, _peak(store), len(people), len(digests), make, _rendered(digests, speech))


def asked() -> Asked:
    """What a daily digest asks for on the morning of the bench."""
    midnight = NOW.replace(hour=0)
    midnights = tuple(midnight - timedelta(days=back) for back in range(DAYS))
    return Asked(now=NOW, today=NOW.date(), midnights=midnights, quiet=NOW - timedelta(days=3))


def _bare(store: SqlStore) -> float:
    """Seconds for the plain count of the same open tasks, by all that they are told apart by."""
    keys = (TASK.c.team, TASK.c.assignee_id, TASK.c.requester_id, TASK.c.type, TASK.c.status, TASK.c.visibility)
    tasks = select(*keys, func.count()).where(IS_OPEN).group_by(*keys)
    with store.read() as reading:
        begun = perf_counter()
        reading.connection.execute(tasks).all()
        return perf_counter() - begun


def _read(store: SqlStore) -> tuple[float, Morning]:
    """Seconds for the one reading for everybody's digest, and what was read."""
    with store.read() as reading:
        begun = perf_counter()
        found = SqlDigests(reading.work).morning(asked())
        return perf_counter() - begun, found


def _peak(store: SqlStore) -> int:
    tracemalloc.start()
    _read(store)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def _made(morning: Morning, people: tuple[Person, ...], types: Catalogue) -> tuple[float, list[Digest]]:
    begun = process_time()
    waiting = waiting_for(morning, people, types, lines=5)
    day = Day(NOW.date(), "daily", Span(1, 4), {person.id: person.name for person in people})
    made = [make_digest(one, morning.of(one), waiting.get(one.id, Waiting()), day) for one in people]
    return process_time() - begun, [one for one in made if one]


def _rendered(digests: list[Digest], speech: Speech) -> float:
    """Seconds of processor time to render one for three channels, each in one of three languages."""
    for language in LANGUAGES:
        _three_channels(digests[0], speech, language)
    begun = process_time()
    for number, digest in enumerate(digests):
        _three_channels(digest, speech, LANGUAGES[number % len(LANGUAGES)])
    return (process_time() - begun) / len(digests)


def _three_channels(digest: Digest, speech: Speech, language: Language) -> None:
    """As two chat platforms and mail are given it, the mail's page and text and all, without its charts."""
    say = partial(speech.say, language=language)
    for _ in range(2):
        chat_reply(digest, say, language).model_dump_json()
    render_mail("digest", language, **letter(digest, say, language).values)
