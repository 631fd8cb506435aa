"""What mail costs: to read it, to make a task of it, its memory; whether answers find their conversation."""

import email
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email import policy
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time
from unittest.mock import patch

from bot import app
from bot.mail.kept import Filed
from bot.mail.model import MailPosition, RawMail, ReceivedMail
from bot.ports import TaskQuery
from bot.settings import Settings
from bot.understanding.understand import Understander
from handlers.mailbox import PostTaker
from handlers.worker import Worker
from integrations.mail_reader import read
from storage.sample import sample_company
from tests.bench.mails import MX, SEED, SHAPES, BenchMail, bench_mails, big_mail, shuffled
from tests.bench.office import BEGINNING, ListChannel, watched
from tests.bench.stopwatch import Stopwatch, Times
from tests.mail_mutations import hazards, mutations

READING = "reading the mail"
_TRUSTED = frozenset({MX})
_TODAY = BEGINNING.date()
_WARMING = 3  # mails before those that count


class NoTask(Exception):
    """A colleague's mail opened no task, so the times would be those of something else."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is measured: every mail's time is the median of `rounds`, `megabytes` are the sizes of big mails."""

    mails: int = 300
    rounds: int = 5
    orders: int = 3
    megabytes: tuple[int, ...] = (5, 20)
    mutated: int = 20_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time for some mails, and those of the bare parse of the same."""

    mails: int
    bare: float
    spent: float

    @property
    def ratio(self) -> float:
        return self.spent / self.bare


@dataclass(frozen=True, slots=True)
class Joined:
    """Of all answers those that stand in the thread of the mail that began their conversation, and all threads."""

    answers: int
    joined: int
    threads: int


@dataclass(frozen=True, slots=True)
class Peak:
    """The most memory that reading one mail took, with the mail itself, in bytes."""

    name: str
    size: int
    peak: int


@dataclass(frozen=True, slots=True)
class Mutated:
    """Mutated mails: how many could not be read, the processor time of all and of the slowest, and its bytes."""

    mails: int
    failed: int
    seconds: float
    slowest: float
    size: int


@dataclass(frozen=True, slots=True)
class MailFigures:
    """All of it; `reading` and `filing` are by shape, "" for all, and `stages` are those of `filing` in a go apart."""

    mails: Sequence[BenchMail]
    reading: dict[str, Cost]
    filing: dict[str, Cost]
    stages: Sequence[Times]
    orders: Sequence[Joined]
    peaks: Sequence[Peak]
    mutated: Mutated


def mail_figures(folder: Path, amounts: Amounts) -> MailFigures:
    """Measure everything on databases of their own in this folder; raises `NoTask`."""
    mails = bench_mails(amounts.mails)
    bare, spent = _in_turns([mail.raw for mail in mails], amounts.rounds)
    settings, understander = _fitted(folder)
    offices = (PostOffice(folder / f"mail-{number}", settings, understander) for number in count())
    staff = [mail for mail in mails if mail.staff]
    parsed, filed = _medians([_filed(next(offices), staff) for _ in range((amounts.rounds + 1) // 2)])
    watch = Stopwatch()
    with _watched_mail(watch):
        _filed(next(offices), staff, watch)
    return MailFigures(
        mails=mails,
        reading=_by_shape(mails, bare, spent),
        filing=_by_shape(staff[_WARMING:], parsed, filed),
        stages=watch.messages[_WARMING:],
        orders=[_joined(next(offices), shuffled(mails, order)) for order in range(amounts.orders)],
        peaks=[_peak(size, attached=attached) for size in amounts.megabytes for attached in (True, False)],
        mutated=_mutated(amounts.mutated),
    )


def bare_parse(raw: bytes) -> None:
    """What Python's own library takes to tell a mail's parts apart; no header is decoded, and no text."""
    for _ in email.message_from_bytes(raw, policy=policy.default).walk():
        pass


def _read(raw: bytes) -> ReceivedMail:
    return read.read_mail(raw, today=_TODAY, trusted=_TRUSTED)


def _spent(call: Callable[..., object], *given: object) -> float:
    begun = process_time()
    call(*given)
    return process_time() - begun


def _in_turns(mails: Sequence[bytes], rounds: int) -> tuple[list[float], list[float]]:
    """For each mail the median time of the bare parse and of reading, each mail both ways before the next one."""
    return _medians([[(_spent(bare_parse, raw), _spent(_read, raw)) for raw in mails] for _ in range(1 + rounds)][1:])


def _medians(rounds: Sequence[Sequence[tuple[float, float]]]) -> tuple[list[float], list[float]]:
    """For each mail the median time of the bare parse, and of what was measured beside it."""
    by_mail = list(zip(*rounds, strict=True))
    return [median(bare for bare, _ in one) for one in by_mail], [median(spent for _, spent in one) for one in by_mail]


def _by_shape(mails: Sequence[BenchMail], bare: Sequence[float], spent: Sequence[float]) -> dict[str, Cost]:
    found: dict[str, Cost] = {}
    for shape in ("", *SHAPES):
        of = [place for place, mail in enumerate(mails) if shape in {"", mail.shape}]
        if of:
            found[shape] = Cost(len(of), sum(bare[place] for place in of), sum(spent[place] for place in of))
    return found


class PostOffice:
    """A process of the assistant with a mailbox in front of it, on an SQLite file in `folder`; nothing is delivered."""

    def __init__(self, folder: Path, settings: Settings, understander: Understander) -> None:
        folder.mkdir()
        self._store = app.store(settings.model_copy(update={"data_dir": folder}))
        with self._store.write() as uow:
            uow.records.replace(sample_company())
            uow.commit()
        self._now = BEGINNING
        self._taken = 0
        channels = (ListChannel(),)
        parts = app.parts(settings, self._store, understander, channels, worker="bench", clock=lambda: self._now)
        self._worker = Worker(replace(parts, reach=("terminal", "mail")))
        self._taker = PostTaker(self._store)
        self._taker.start_at(MailPosition(mailbox="office", folder="INBOX", uidvalidity=1, last_uid=0))

    def take(self, raw: bytes) -> None:
        """Keep a mail as a mailbox's reader does."""
        self._now += timedelta(minutes=1)
        self._taken += 1
        about = {"mailbox": "office", "folder": "INBOX", "uidvalidity": 1, "uid": self._taken, "size": len(raw)}
        self._taker.take(RawMail.model_validate({**about, "content": raw}))

    def work(self, raw: bytes) -> None:
        """Keep a mail and do everything that is due then."""
        self.take(raw)
        while self._worker.work():
            pass

    def file(self, raw: bytes) -> Filed:
        """Keep a mail and only file it: what a colleague asks for stays undone."""
        self.take(raw)
        self._worker.work(f"mailbox:{self._taken}")
        with self._store.read() as reading:
            kept = reading.mail.get(self._taken)
        if kept is None or kept.filed is None:
            raise NoTask(f"mail {self._taken} was not filed")
        return kept.filed

    def threads(self, filed: Sequence[Filed]) -> list[str | None]:
        """In which thread each mail stands now; it may be another than when it was filed."""
        with self._store.read() as reading:
            known = reading.mail.threads([one.message_id for one in filed if one.message_id])
        return [known[one.message_id].key if one.message_id in known else one.thread for one in filed]

    def tasks(self) -> int:
        """How many there are."""
        with self._store.read() as reading:
            return len(reading.tasks.find(TaskQuery(limit=1_000_000), None))

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()


def _fitted(folder: Path) -> tuple[Settings, Understander]:
    """Settings under which the bench's colleagues are believed, and understanding without embeddings."""
    given = {"mail_servers": (MX,), "mail_domains": ("example.com",), "mail_per_hour": 1_000_000}
    settings = Settings.load(data_dir=folder, **given)
    full = app.understander(settings, app.catalogue(settings))
    return settings, replace(full, intents=full.intents.without_encoder())


def _filed(office: PostOffice, mails: Sequence[BenchMail], watch: Stopwatch | None = None) -> list[tuple[float, float]]:
    """The time of each mail's bare parse and from its bytes to its committed task, but for the first few.

    Its answer and what colleagues are told of it are written, and wait to be sent. Raises `NoTask`.
    """
    spent: list[tuple[float, float]] = []
    for mail in mails:
        if watch is None:
            spent.append((_spent(bare_parse, mail.raw), _spent(office.work, mail.raw)))
        else:
            with watch.message():
                office.work(mail.raw)
    if watch is None and (tasks := office.tasks()) != len(mails):  # watched, it would count for the last mail
        raise NoTask(f"{len(mails)} mails opened {tasks} tasks")
    office.close()
    return spent[_WARMING:]


@contextmanager
def _watched_mail(watch: Stopwatch) -> Iterator[None]:
    with watched(watch), patch.object(read, "read_mail", watch.timed(read.read_mail, READING)):
        yield


def _joined(office: PostOffice, mails: Sequence[BenchMail]) -> Joined:
    threads = office.threads([office.file(mail.raw) for mail in mails])
    office.close()
    began = {mail.conversation: thread for mail, thread in zip(mails, threads, strict=True) if not mail.answers}
    answers = [(mail, thread) for mail, thread in zip(mails, threads, strict=True) if mail.answers]
    joined = sum(began[mail.conversation] == thread for mail, thread in answers)
    return Joined(len(answers), joined, len(set(threads)))


def _peak(megabytes: int, *, attached: bool) -> Peak:
    raw = big_mail(megabytes, attached=attached)
    _read(raw[:10_000])
    tracemalloc.start()
    try:
        _read(raw)
        highest = len(raw) + tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return Peak(f"a mail of {megabytes} MB, {'a file' if attached else 'nothing but text'}", len(raw), highest)


def _mutated(number: int) -> Mutated:
    """Read so many mutated fixtures; what raised is told in the mail's problems, and counted here."""
    failed, seconds, slowest, size = 0, 0.0, 0.0, 0
    fixtures = hazards()
    for raw in fixtures:  # so that the rare libraries are there
        _read(raw)
    for raw in mutations(fixtures, seed=SEED, count=number):
        begun = process_time()
        try:
            problems = _read(raw).problems
        except Exception:  # noqa: BLE001  it never should, and all are counted
            problems = (read.UNREADABLE,)
        spent = process_time() - begun
        failed += any(read.UNREADABLE in problem for problem in problems)
        seconds += spent
        slowest, size = max((slowest, size), (spent, len(raw)))
    return Mutated(number, failed, seconds, slowest, size)
