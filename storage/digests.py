"""What the digests of a morning are made from, read once for everybody.

A few grouped statements over the open tasks and the latest events, and lists that are cut per person or team inside the
database: what it costs grows with neither closed tasks nor people. What is grouped by team is grouped by visibility as
well, so that each reader is given the sum of what `storage.visibility` lets them see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Row, Select

from bot.digest.values import DAYS, Asked, Books, Debtor, Flow, Known, Line, Quoted, Sum, Tally, Troubles
from bot.model import Money, Person, Visibility
from storage import digest_statements as sql
from storage.amounts import from_minor
from storage.visibility import ANY_TEAM, OWN_TEAM
from storage.work import Work

_WEEK = timedelta(days=6)
_OVERSEEING = frozenset({"manager", "admin"})
_ACCOUNTING, _MANAGEMENT = "accounting", "management"
_KEYS = 4
_NONE = [0] * len(sql.TALLIES)
Group = tuple[str, Visibility]
"""A team's tasks of one visibility."""


class Lists:
    """The first few lines of each group, all in one order."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._of: dict[object, list[tuple[int, Line]]] = defaultdict(list)
        for place in enumerate(lines):
            line = place[1]
            for key in {("assignee", line.assignee_id), ("requester", line.requester_id)}:
                self._of[key].append(place)
            self._of[line.team, line.visibility].append(place)

    def first(
        self,
        most: int,
        *,
        assignee: str | None = None,
        requester: str | None = None,
        groups: Iterable[Group] = (),
        free: bool = False,
    ) -> tuple[Line, ...]:
        """The first of an assignee's, a requester's and some groups' lines; of groups only what is `free`, if so."""
        found = dict(self._of[("assignee", assignee)]) if assignee else {}
        found |= dict(self._of[("requester", requester)]) if requester else {}
        for group in groups:
            found |= {place: line for place, line in self._of[group] if not (free and line.assignee_id)}
        return tuple(found[place] for place in sorted(found)[:most])


@dataclass(frozen=True, slots=True)
class Read:
    """`bot.digest.values.Morning` out of a database: by team and visibility, by assignee, by requester."""

    lines: int
    approvals: tuple[Line, ...] = ()
    groups: Mapping[Group, Tally] = field(default_factory=dict)
    free: Mapping[Group, Tally] = field(default_factory=dict)
    mine: Mapping[str, Tally] = field(default_factory=dict)
    asked: Mapping[str, Tally] = field(default_factory=dict)
    group_flows: Mapping[Group, Flow] = field(default_factory=dict)
    mine_flows: Mapping[str, Flow] = field(default_factory=dict)
    asked_flows: Mapping[str, Flow] = field(default_factory=dict)
    urgent: Lists = field(default_factory=Lists)
    silent: Lists = field(default_factory=Lists)
    answers: Lists = field(default_factory=Lists)
    fresh: Lists = field(default_factory=Lists)
    missed: Lists = field(default_factory=Lists)
    books: Books = field(default_factory=Books)
    troubles: Troubles = field(default_factory=Troubles)

    def of(self, person: Person) -> Known:
        """What of it this person may see: own tasks, what their role and team let them see, money and troubles."""
        me, works, oversees = person.id, person.role != "requester", person.role in _OVERSEEING
        overseen = [group for group in self.groups.keys() | self.group_flows.keys() if _oversees(person, group)]
        own = [group for group in self.free if works and group[0] == person.team and _may_see(person, *group)]
        groups, free = (overseen, False) if oversees else (own, True)
        return Known(
            mine=self.mine.get(me, Tally()),
            asked=self.asked.get(me, Tally()),
            free=reduce(add, (self.free[group] for group in own), Tally()),
            mine_flow=self.mine_flows.get(me, Flow()),
            asked_flow=self.asked_flows.get(me, Flow()),
            whole=reduce(add, (self.groups.get(group, Tally()) for group in overseen), Tally()) if oversees else None,
            whole_flow=reduce(add, (self.group_flows.get(group, Flow()) for group in overseen), Flow()),
            teams=self._teams(overseen),
            urgent=self.urgent.first(self.lines, assignee=me, groups=groups, free=free),
            answers=self.answers.first(self.lines, requester=me),
            silent=self.silent.first(self.lines, assignee=me, groups=groups, free=free),
            fresh=self.fresh.first(self.lines, groups=own),
            missed=self.missed.first(sql.MOST_MISSED, assignee=me, groups=groups, free=free),
            books=self.books if oversees or (works and person.team == _ACCOUNTING) else None,
            troubles=self.troubles if person.role == "admin" else Troubles(),
        )

    def sees(self, person: Person, line: Line) -> bool:
        """Whether a person may see a task: as everywhere, whoever it involves does."""
        involved = person.id in {line.requester_id, line.assignee_id, *line.concerned}
        return involved or _may_see(person, line.team, line.visibility)

    def _teams(self, overseen: Iterable[Group]) -> dict[str, Tally]:
        teams: dict[str, Tally] = defaultdict(Tally)
        for group in overseen:
            teams[group[0]] += self.groups.get(group, Tally())
        return dict(teams)


def _may_see(person: Person, team: str, visibility: Visibility) -> bool:
    return visibility in ANY_TEAM[person.role] or (team == person.team and visibility in OWN_TEAM[person.role])


def _oversees(person: Person, group: Group) -> bool:
    """Managers their own team's tasks, the management and admins everybody's, each as far as they may see them."""
    wide = person.role == "admin" or person.team == _MANAGEMENT
    return person.role in _OVERSEEING and (wide or group[0] == person.team) and _may_see(person, *group)


class SqlDigests:
    """`bot.digest.values.DigestRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._run = work.run

    def morning(self, asked: Asked) -> Read:
        """Everything for the digests of this day, whoever is to get one."""
        limits = {"today": asked.today, "quiet": asked.quiet, "lines": asked.lines}
        recent = asked.midnights[min(asked.recent, DAYS) - 1]
        since = {
            **{f"midnight_{back}": midnight for back, midnight in enumerate(asked.midnights)},
            "recent_since": recent,
        }
        orders, flows = self._group_flows(since)
        return Read(
            **self._tallies(limits),
            **flows,
            lines=asked.lines,
            approvals=tuple(map(_line, self._run(sql.APPROVALS))),
            mine_flows=_flows(self._run(sql.ASSIGNEE_FLOW, since)),
            asked_flows=_flows(self._run(sql.REQUESTER_FLOW, since)),
            urgent=self._lists(sql.URGENT, limits),
            silent=self._lists(sql.SILENT, limits),
            answers=self._lists(sql.ANSWERS, limits),
            fresh=self._lists(sql.FRESH, limits | {"fresh_since": recent}),
            missed=Lists(map(_missed, self._run(sql.MISSED, since))),
            books=self._books(asked, orders, self._quotes(since)),
            troubles=self._troubles(asked.now),
        )

    def settled(self, keys: Collection[str]) -> frozenset[str]:
        """Which of these occurrences are settled already."""
        return frozenset(self._run(sql.SETTLED, {"keys": list(keys)}).scalars()) if keys else frozenset()

    def _tallies(self, limits: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, dict[Any, list[int]]] = {name: {} for name in ("groups", "free", "mine", "asked")}
        for row in self._run(sql.TALLIED, limits):
            team, visibility, assignee, requester = row[:_KEYS]
            counts = row[_KEYS:]
            if requester is not None:
                _count(found["asked"], requester, counts)
                continue
            _count(found["groups"], (team, visibility), counts)
            if assignee is None:
                _count(found["free"], (team, visibility), counts)
            else:
                _count(found["mine"], assignee, counts)
        return {name: {key: Tally(*sums) for key, sums in by.items()} for name, by in found.items()}

    def _group_flows(self, since: dict[str, Any]) -> tuple[list[int], dict[str, Any]]:
        """How many orders came, whoever may see them; and what came and was done, by group."""
        flows: dict[Group, dict[str, list[int]]] = defaultdict(lambda: {"new": [0] * DAYS, "done": [0] * DAYS})
        orders = [0] * DAYS
        for row in self._run(sql.TEAM_FLOW, since):
            flow = flows[row.team, row.visibility]
            flow["new"][row.day], flow["done"][row.day] = int(row.new), int(row.done)
            orders[row.day] += int(row.orders)
        made = {group: Flow(tuple(flow["new"]), tuple(flow["done"])) for group, flow in flows.items()}
        return orders, {"group_flows": made}

    def _quotes(self, since: dict[str, Any]) -> tuple[Quoted, ...]:
        """Quotes sent and accepted by day and currency; one that was sent again counts as it was sent last."""
        latest: dict[tuple[str, str], Row[Any]] = {}
        for row in self._run(sql.QUOTES, since):
            if row.kind == "acceptance_withdrawn":
                latest.pop(("accepted", row.reference), None)
            else:
                latest[row.kind, row.reference] = row
        counts: dict[tuple[bool, int, str | None], tuple[int, Decimal]] = {}
        for row in latest.values():
            key = row.kind == "accepted", row.day, row.currency
            count, total = counts.get(key, (0, Decimal(0)))
            counts[key] = count + 1, total + Decimal(row.amount or 0)
        return tuple(
            Quoted(accepted, day, count, Money(amount=total, currency=currency) if currency else None)
            for (accepted, day, currency), (count, total) in counts.items()
        )

    def _lists(self, statement: Select[Any], limits: dict[str, Any]) -> Lists:
        return Lists(map(_line, self._run(statement, limits)))

    def _books(self, asked: Asked, orders: list[int], quotes: tuple[Quoted, ...]) -> Books:
        days = {"today": asked.today, "until": asked.today + _WEEK}
        return Books(
            sums=tuple(
                Sum(row.direction, bool(row.late), row.count_, _money(row)) for row in self._run(sql.SUMS, days)
            ),
            debtors=tuple(
                Debtor(row.party, row.count_, _money(row), row.since)
                for row in self._run(sql.DEBTORS, {"today": asked.today})
            ),
            quotes=quotes,
            orders=tuple(orders),
        )

    def _troubles(self, now: datetime) -> Troubles:
        counts = self._run(sql.TROUBLES).one()
        silent = tuple(
            beat.name for beat in self._run(sql.BEATS) if beat.at + timedelta(seconds=beat.silent_after) < now
        )
        return Troubles(counts.quarantined, counts.mails, counts.undelivered, silent)


def _count(found: dict[Any, list[int]], key: object, counts: Iterable[Any]) -> None:
    """Add counts, which PostgreSQL gives as decimals."""
    found[key] = [have + int(more) for have, more in zip(found.get(key, _NONE), counts, strict=True)]


def _line(row: Row[Any]) -> Line:
    """A line out of the columns of `sql.LINE`, and of those that only approvals have."""
    plain, more = row[: len(sql.LINE)], row[len(sql.LINE) :]
    return Line(*plain, *(tuple(filter(None, (said or "").split(","))) for said in more))


def _missed(row: Row[Any]) -> Line:
    """A line with the target that its task has missed, and when."""
    kind, back = row[len(sql.LINE) :]
    return replace(Line(*row[: len(sql.LINE)]), missed="answer" if kind == "answer_missed" else "resolution", back=back)


def _flows(rows: Iterable[Row[Any]]) -> dict[str, Flow]:
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([0] * DAYS, [0] * DAYS))
    for row in rows:
        if row.person_id is not None:
            new, done = found[row.person_id]
            new[row.day], done[row.day] = int(row.new), int(row.done)
    return {person_id: Flow(tuple(new), tuple(done)) for person_id, (new, done) in found.items()}


def _money(row: Row[Any]) -> Money:
    return Money(amount=from_minor(int(row.balance), row.currency), currency=row.currency)
