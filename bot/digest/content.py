"""What stands in a digest: sections of lines, without a language yet; decided from what was read, for one reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.chat.press import Press
from bot.digest.approvals import Waiting
from bot.digest.schedule import Span
from bot.digest.values import Books, Cadence, Flow, Known, Line, Sum, Tally, Troubles
from bot.model import Money, Person
from bot.texts import Arg, Listing, Text, Word, text

_CHARTED_DAYS = 7
_CHARTED_EVENTS = 5
"""Fewer than that are told faster than drawn."""
_CHARTED_TEAMS = 3
_MISSED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a digest, and the task that it is about; a `brief` one may share its line with the next."""

    said: Arg
    reference: str | None = None
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; `more` is how many there are besides. What is `loud` is shown to be urgent."""

    id: str
    title: Text
    items: tuple[Item, ...]
    more: int = 0
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that one colleague is told at once; `decide` is what they can do about what waits for their approval.

    `days` are the days of `flow`, the oldest first, and `teams` the open tasks by team, where they are worth a chart.
    """

    person_id: str
    cadence: Cadence
    day: date
    title: Text
    sections: tuple[Section, ...]
    decide: tuple[Press, ...] = ()
    days: tuple[tuple[date, int, int], ...] = ()
    teams: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a digest, and what it is about."""

    day: date
    cadence: Cadence
    span: Span
    names: Mapping[str, str]
    """What colleagues are called, by id."""


def make_digest(person: Person, known: Known, waiting: Waiting, day: Day) -> Digest | None:
    """The digest of a person; None where there is nothing to say, which is more than that something is open."""
    whole = known.whole if known.whole is not None else known.mine + known.free
    telling = (
        _decide(waiting, day),
        _answers(known, day),
        *_due(known.urgent, whole, day),
        _missed(known.missed, day),
        _flow(known, day),
        _silent(known, whole, day),
        _money(known.books, day),
        _troubles(known.troubles),
    )
    sections = [section for section in telling if section]
    if not sections:
        return None
    extra = [section for section in (_asked(known.asked), _waiting(whole), _teams(known.teams)) if section]
    at = next((place for place, one in enumerate(sections) if one.id in {"money", "troubles"}), len(sections))
    return Digest(
        person_id=person.id,
        cadence=day.cadence,
        day=day.day,
        title=text(f"digest-title-{day.cadence}", day=day.day),
        sections=(*sections[:at], *extra, *sections[at:]),
        decide=waiting.presses,
        days=_charted_days(known.whole_flow, day.day),
        teams=_charted_teams(known.teams),
    )


def _decide(waiting: Waiting, day: Day) -> Section | None:
    items = [
        _item(line, text("digest-asked-by", name=_name(line, day), days=_days(line.created_at.date(), day)))
        for line in waiting.lines
    ]
    return _section("decide", items, waiting.count, loud=True)


def _answers(known: Known, day: Day) -> Section | None:
    return _section("answers", [_waited(line, day) for line in known.answers], known.asked.requester, loud=True)


def _due(lines: Sequence[Line], whole: Tally, day: Day) -> tuple[Section | None, Section | None]:
    late = [line for line in lines if line.due and line.due < day.day]
    items = [_item(line, text("digest-days-late", days=_days(line.due or day.day, day))) for line in late]
    today = [_item(line) for line in lines if line.due == day.day]
    return _section("overdue", items, whole.late, loud=True), _section("due", today, whole.today)


def _missed(lines: Sequence[Line], day: Day) -> Section | None:
    """The targets that were missed since the last digest, with the tasks; one may have missed both of its."""
    lately = [line for line in lines if line.missed and line.back <= day.span.last]
    if not lately:
        return None
    items = tuple(_item(line, text(f"sla-digest-{line.missed}")) for line in lately[:_MISSED_SHOWN])
    more = len(lately) - len(items)
    return Section("missed", text("sla-digest", count=len(lately)), items, more=more)


def _flow(known: Known, day: Day) -> Section | None:
    """What came and what was done: of all that a manager oversees, else the reader's own."""
    flow = known.whole_flow if known.whole is not None else known.mine_flow
    new, done = (_compared(name, getattr(flow, name), day) for name in ("new", "done"))
    fresh = [Item(text("digest-new-line", line=_task(line)), line.reference) for line in known.fresh]
    asked_done = day.span.now_in(known.asked_flow.done)
    asked = [Item(text("digest-asked-done", count=asked_done), brief=True)] if asked_done else []
    items = [*new, *done, *asked, *fresh]
    if not items:
        return None
    since = day.day - timedelta(days=day.span.last)
    return Section("flow", text("digest-flow", since=since), tuple(items))


def _compared(name: str, flow: tuple[int, ...], day: Day) -> list[Item]:
    """How many there were, against the time before; nothing for none in either."""
    count, before = day.span.now_in(flow), day.span.before_in(flow)
    if not count:
        return []
    line = text(f"digest-{name}", count=count)
    return [
        Item(line if before is None else text(f"digest-before-{day.cadence}", line=line, before=before), brief=True)
    ]


def _silent(known: Known, whole: Tally, day: Day) -> Section | None:
    return _section("silent", [_waited(line, day) for line in known.silent], whole.silent)


def _waiting(whole: Tally) -> Section | None:
    counts = {"requester": whole.requester, "supplier": whole.supplier, "approval": whole.approval}
    items = [Item(text(f"digest-waits-{name}", count=count), brief=True) for name, count in counts.items() if count]
    return Section("waiting", text("digest-waiting", count=whole.waiting), tuple(items)) if items else None


def _asked(asked: Tally) -> Section | None:
    """How what the reader asked for stands, in a line."""
    return Section("asked", text("digest-asked-open", open=asked.open, late=asked.late), ()) if asked.open else None


def _teams(teams: Mapping[str, Tally]) -> Section | None:
    """Only for whoever oversees several."""
    if len(teams) < _CHARTED_TEAMS:
        return None
    items = tuple(
        Item(text("digest-team", team=text(f"team-{name}"), open=tally.open, late=tally.late))
        for name, tally in sorted(teams.items(), key=lambda one: (-one[1].late, -one[1].open, one[0]))
        if tally.open
    )
    return Section("teams", text("digest-teams"), items) if items else None


def _money(books: Books | None, day: Day) -> Section | None:
    if books is None:
        return None
    items = [*_quotes("quotes", books, day, accepted=False), *_quotes("accepted", books, day, accepted=True)]
    if orders := day.span.now_in(books.orders):
        items.append(Item(text("digest-orders", count=orders), brief=True))
    items += [Item(_sum(one, day.day + timedelta(days=6))) for one in books.sums]
    items += [
        Item(text("digest-debtor", party=one.party, amount=one.balance, days=_days(one.since, day)))
        for one in books.debtors
    ]
    return Section("money", text("digest-money"), tuple(items)) if items else None


def _quotes(name: str, books: Books, day: Day, *, accepted: bool) -> list[Item]:
    """How many quotes there were, and what they come to in each currency."""
    some = [one for one in books.quotes if one.accepted == accepted and one.back <= day.span.last]
    if not some:
        return []
    sums: dict[str, Decimal] = {}
    for total in (one.total for one in some if one.total):
        sums[total.currency or ""] = sums.get(total.currency or "", Decimal(0)) + total.amount
    count = sum(one.count for one in some)
    if not sums:
        return [Item(text(f"digest-{name}", count=count), brief=True)]
    amounts = tuple(Money(amount=amount, currency=currency or None) for currency, amount in sorted(sums.items()))
    return [Item(text(f"digest-{name}-sums", count=count, sums=Listing(amounts)), brief=True)]


def _sum(one: Sum, until: date) -> Text:
    if one.late:
        return text(f"digest-{one.direction}-late", amount=one.balance, count=one.count)
    return text(f"digest-{one.direction}", amount=one.balance, count=one.count, day=until)


def _troubles(troubles: Troubles) -> Section | None:
    counts = {"quarantined": troubles.quarantined, "mails": troubles.mails, "undelivered": troubles.undelivered}
    items = [Item(text("digest-channel", name=name)) for name in troubles.silent]
    items += [Item(text(f"digest-{name}", count=count)) for name, count in counts.items() if count]
    return Section("troubles", text("digest-troubles"), tuple(items), loud=True) if items else None


def _section(name: str, items: Iterable[Item], count: int, *, loud: bool = False) -> Section | None:
    shown = tuple(items)
    count = max(count, len(shown))
    if not count:
        return None
    return Section(name, text(f"digest-{name}", count=count), shown, more=count - len(shown), loud=loud)


def _item(line: Line, note: Arg | None = None) -> Item:
    said = _task(line)
    return Item(text("digest-with", line=said, note=note) if note is not None else said, line.reference)


def _waited(line: Line, day: Day) -> Item:
    return _item(line, text("digest-for-days", days=_days(line.updated_at.date(), day)))


def _task(line: Line) -> Text:
    title = Word(line.type, "title")
    if line.main is None:
        return text("digest-task-plain", reference=line.reference, title=title)
    return text("digest-task", reference=line.reference, title=title, main=line.main)


def _name(line: Line, day: Day) -> str:
    return day.names.get(line.requester_id, line.requester_id)


def _days(since: date, day: Day) -> int:
    return max(0, (day.day - since).days)


def _charted_days(flow: Flow, day: date) -> tuple[tuple[date, int, int], ...]:
    """A week up to yesterday, the oldest first."""
    backs = range(_CHARTED_DAYS, 0, -1)
    days = tuple((day - timedelta(days=back), flow.new[back], flow.done[back]) for back in backs)
    return days if sum(new + done for _, new, done in days) >= _CHARTED_EVENTS else ()


def _charted_teams(teams: Mapping[str, Tally]) -> tuple[tuple[str, int, int], ...]:
    if len(teams) < _CHARTED_TEAMS:
        return ()
    found = sorted(teams.items(), key=lambda one: (-one[1].open, one[0]))
    return tuple((name, tally.open, min(tally.late, tally.open)) for name, tally in found if tally.open)
