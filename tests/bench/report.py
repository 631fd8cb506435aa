"""The bench's findings as lines of text in columns that stay where they are."""

from collections.abc import Iterator, Sequence
from math import ceil
from statistics import median

from tests.bench.chat import ChatCost, ChatFigures
from tests.bench.clock import DUE, Grown
from tests.bench.mail import READING, Cost, Joined, MailFigures, Mutated, Peak
from tests.bench.office import STAGES
from tests.bench.stopwatch import Spent, Times
from tests.bench.understanding import Heard

_NAME = 44
_COLUMN = 11

# What issue 5 asks of mail: times by the bare parse of the same mails, memory by the mail's size, seconds.
_READ, _TASK, _MEMORY, _SLOWEST = 1.6, 2.5, 10, 1.0
_ANSWERING = frozenset({"wording", "rendering"})  # the mails that tell of a task are written in its transaction
# What issue 7 asks: an idle tick by that of the smallest size, the reading by the plain count, milliseconds.
_IDLE, _DIGESTS, _RENDERED = 2, 3, 15
_CHAT = 3  # what issue 6 asks of chat: times the processor time of a bare handler, understanding apart


def stage_lines(messages: Sequence[Times]) -> Iterator[str]:
    """A row a stage, over the messages that had it, and a row for whole messages; times in milliseconds.

    `share` is of all the time by the wall clock, `cpu` the median of this process's processor time.
    """
    whole = [Spent(sum(one.wall for one in m.values()), sum(one.cpu for one in m.values())) for m in messages]
    everything = sum(one.wall for one in whole)
    yield _row("stage", "messages", "median ms", "p99 ms", "cpu ms", "share %")
    for stage in STAGES:
        yield _stage(stage, [message[stage] for message in messages if stage in message], everything)
    yield _stage("whole message", whole, everything)


def rate_lines(messages: Sequence[Times], raw: float) -> Iterator[str]:
    """Messages and write transactions a second beside the machine's own `raw` transactions a second."""
    seconds = sum(spent.wall for message in messages for spent in message.values())
    commits = sum(message["storing"].goes for message in messages)
    yield _row("rate", "a second", "of raw", "a message")
    for name, number in (("messages", len(messages)), ("write transactions", commits)):
        yield _row(name, *(f"{number / each:.3f}" for each in (seconds, seconds * raw, len(messages))))
    yield _row("raw SQLite transactions of four inserts", f"{raw:.3f}", "1.000")


def start_lines(seconds: dict[str, float]) -> Iterator[str]:
    """The time of whole processes, and how many times that of the first."""
    yield _row("start", "median ms", "ratio")
    first = next(iter(seconds.values()))
    for name, spent in seconds.items():
        yield _row(name, f"{spent * 1000:.0f}", f"{spent / first:.1f}")


def understanding_lines(messages: Sequence[Heard]) -> Iterator[str]:
    """Processor time to understand a message, and the ratio of all of it to one bare `encode` of the same texts."""
    yield _row(f"understanding {len(messages)} messages", "median ms", "p99 ms", "of encode")
    bare = sum(one.encode for one in messages)
    for name, spent in (
        ("one bare encode", [one.encode for one in messages]),
        ("fast path alone", [one.fast for one in messages]),
        ("intent, fast path and embeddings", [one.intent for one in messages]),
        ("whole understanding", [one.whole for one in messages]),
        ("whole understanding without the encoder", [one.without for one in messages]),
    ):
        ranked = sorted(1000 * one for one in spent)
        cells = (f"{median(ranked):.2f}", f"{ranked[ceil(len(ranked) * 0.99) - 1]:.2f}")
        yield _row(name, *cells, f"{sum(spent) / bare:.3f}" if bare else "-")
    needed = sum(one.encodes > 0 for one in messages)
    yield _row("messages that need embeddings", str(needed), f"{needed / len(messages):.3f}")
    yield _row("encodes for one message, most", str(max(one.encodes for one in messages)))


def fresh_lines(figures: dict[str, dict[str, float]]) -> Iterator[str]:
    """What understanding costs a process that has just begun, with the encoder and without."""
    yield _row("a fresh process", *figures)
    names = {
        "start": "start of the intents, cpu ms",
        "understander": "start of all of understanding, cpu ms",
        "first": "first messages in three languages, cpu ms",
        "memory": "memory at its highest, MB",
    }
    for figure, name in names.items():
        yield _row(name, *(f"{some[figure]:.0f}".rjust(len(head)) for head, some in figures.items()))


def mail_lines(found: MailFigures) -> Iterator[str]:
    """What mail costs, each figure with its goal; `of bare` is the ratio to Python's own parse of the same mails."""
    answers = sum(mail.answers for mail in found.mails)
    megabytes = sum(len(mail.raw) for mail in found.mails) / 1e6
    yield f"{len(found.mails)} mails, {answers} of them answers, {megabytes:.1f} MB"
    yield from _costs("reading a mail", found.reading, _READ)
    yield ""
    yield from _costs("file to committed task, no embeddings", found.filing, _TASK)
    yield from _mail_stages(found)
    yield ""
    yield from _joined(found.orders, len(found.mails) - answers)
    yield ""
    yield from _peaks(found.peaks)
    if found.mutated.mails:
        yield ""
        yield from _mutated(found.mutated)


def chat_lines(found: ChatFigures) -> Iterator[str]:
    """What chat costs next to bare handlers that store one row and reply; the platforms' own time is not in it.

    Telegram takes some thirty messages a second from a bot, which we keep to and a bare handler does not.
    """
    for channel, bare in found.bare.items():
        ours = found.ours[channel]
        yield _row(
            f"{channel}, {ours.messages} messages", "a second", "median ms", "p99 ms", "cpu ms", "of bare", "goal"
        )
        yield _chat("bare handler", bare, bare.cpu, bare)
        yield _chat("the assistant, understanding apart", ours, ours.cpu - ours.understanding, bare) + f"{_CHAT}".rjust(
            _COLUMN
        )
        yield _chat("the assistant", ours, ours.cpu, bare)
    if found.flooded:
        rate = f"{found.flooded / found.flood_seconds:.1f}"
        yield _row(f"flood of {found.flooded} on both, all answered in order", rate)


def clock_lines(found: Sequence[Grown]) -> Iterator[str]:
    """What comes by itself, a column for each size, so that growth shows; milliseconds where nothing else is said.

    A digest is rendered as two chat messages and a mail, without its charts.
    """
    first, people = found[0], found[0].digests.people
    yield _row("what comes by itself, by tasks", *(f"{one.tasks:,}" for one in found), "goal")
    yield _grown("building the tasks, s", [f"{one.built:.1f}" for one in found])
    yield _grown("a bare commit", [f"{1000 * one.commit:.2f}" for one in found])
    yield _grown("a tick with nothing due", [f"{1000 * one.idle:.2f}" for one in found])
    yield _grown("  of the smallest", [f"{one.idle / first.idle:.2f}" for one in found], _IDLE)
    yield _grown("  its cpu", [f"{1000 * one.cpu:.2f}" for one in found])
    yield _grown(f"a tick with {DUE} tasks due", [f"{1000 * one.busy:.0f}" for one in found])
    yield _grown("plain count of the open tasks", [f"{1000 * one.digests.bare:.1f}" for one in found])
    yield _grown(f"reading for {people} digests", [f"{1000 * one.digests.read:.1f}" for one in found])
    yield _grown("  of the plain count", [f"{one.digests.read / one.digests.bare:.2f}" for one in found], _DIGESTS)
    yield _grown("  memory at its highest, MB", [f"{one.digests.peak / 1e6:.1f}" for one in found])
    yield _grown("digests with something to say", [str(one.digests.count) for one in found])
    yield _grown("  to make them all, cpu", [f"{1000 * one.digests.make:.0f}" for one in found])
    rendered = [f"{1000 * one.digests.render:.2f}" for one in found]
    yield _grown("  to render one for three channels, cpu", rendered, _RENDERED)


def _grown(name: str, cells: Sequence[str], goal: int | None = None) -> str:
    return _row(name, *cells, *([str(goal)] if goal else []))


def _chat(name: str, cost: ChatCost, cpu: float, bare: ChatCost) -> str:
    times = (f"{1000 * cost.middle:.1f}", f"{1000 * cost.wait(0.99):.1f}", f"{1000 * cpu / cost.messages:.2f}")
    return _row(f"  {name}", f"{cost.messages / cost.seconds:.1f}", *times, f"{cpu / bare.cpu:.3f}")


def _costs(name: str, costs: dict[str, Cost], goal: float) -> Iterator[str]:
    whole = costs[""]
    yield _row(name, "mails", "cpu ms", "of bare", "goal")
    yield _row("bare parse and walk of the same", str(whole.mails), f"{1000 * whole.bare / whole.mails:.2f}", "1.000")
    for shape, cost in costs.items():
        cells = (str(cost.mails), f"{1000 * cost.spent / cost.mails:.2f}", f"{cost.ratio:.3f}")
        yield _row(f"  {shape}", *cells) if shape else _row(f"{name}, all", *cells, str(goal))


def _mail_stages(found: MailFigures) -> Iterator[str]:
    """Where the time goes from file to task: each stage's mean over the mails, in a run that was watched."""
    number, bare = len(found.stages), found.filing[""].bare
    yield _row("of which", "goes", "cpu ms", "of bare")
    whole = 0.0
    for stage in (READING, *STAGES):
        spent = [message[stage] for message in found.stages if stage in message]
        if spent:
            seconds = sum(one.cpu for one in spent)
            whole += seconds if stage not in _ANSWERING else 0.0
            goes = f"{sum(one.goes for one in spent) / number:.1f}"
            yield _row(f"  {stage}", goes, f"{1000 * seconds / number:.2f}", f"{seconds / bare:.3f}")
    yield _row("all but writing its answer and notices", "", f"{1000 * whole / number:.2f}", f"{whole / bare:.3f}")


def _joined(orders: Sequence[Joined], conversations: int) -> Iterator[str]:
    yield _row("orders of arrival", *(str(number) for number, _ in enumerate(orders, start=1)), "goal")
    goals = (str(orders[0].answers), str(conversations))
    yield _row("answers in their conversation", *(str(one.joined) for one in orders), goals[0])
    yield _row("conversations", *(str(one.threads) for one in orders), goals[1])


def _peaks(peaks: Sequence[Peak]) -> Iterator[str]:
    yield _row("memory to read a mail, at its highest", "MB", "of size", "goal")
    for one in peaks:
        yield _row(one.name, f"{one.peak / 1e6:.1f}", f"{one.peak / one.size:.2f}", str(_MEMORY))


def _mutated(found: Mutated) -> Iterator[str]:
    yield _row(f"{found.mails} mutated mails", "", "goal")
    yield _row("not read", str(found.failed), "0")
    yield _row("mails a second of cpu", f"{found.mails / found.seconds:.0f}")
    yield _row("slowest, cpu s", f"{found.slowest:.3f}", str(_SLOWEST))
    yield _row("bytes of the slowest", str(found.size))


def _stage(name: str, spent: list[Spent], everything: float) -> str:
    if not spent:
        return _row(name, "0", "-", "-", "-", "0.0")
    wall = sorted(one.wall * 1000 for one in spent)
    figures = (median(wall), wall[ceil(len(wall) * 0.99) - 1], median(one.cpu * 1000 for one in spent))
    share = sum(wall) / everything / 10
    return _row(name, str(len(spent)), *(f"{figure:.2f}" for figure in figures), f"{share:.1f}")


def _row(name: str, *cells: str) -> str:
    return name.ljust(_NAME) + "".join(cell.rjust(max(_COLUMN, len(cell) + 2)) for cell in cells)
