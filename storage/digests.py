"""What the digests of a morning are made from, read once for everybody.

A few grouped statements over the open tasks and the latest events, and lists that are cut per person or team inside the
database: what it costs grows with neither closed tasks nor people. What is grouped by team is grouped by visibility as
well, so that each reader is given the sum of what `storage.visibility` lets them see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Executable, Row

from bot.digest.values import DAYS, Asked, Books, Debtor, Flow, Known, Line, Sum, Tally, Troubles
from bot.model import Money, Person, Visibility
from storage import digest_statements as sql
from storage.amounts import from_minor
from storage.visibility import ANY_TEAM, OWN_TEAM
from storage.work import Work

_WEEK = timedelta(days=6)
_SLACK = timedelta(hours=1)
"""Events are numbered in the order of their commits, which is nearly that of their times."""
_OVERSEEING = frozenset({"manager", "admin"})
_ACCOUNTING, _MANAGEMENT = "accounting", "management"
Group = tuple[str, Visibility]


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
    urgent: "Lists" = field(default_factory=lambda: Lists(()))
    silent: "Lists" = field(default_factory=lambda: Lists(()))
    answers: "Lists" = field(default_factory=lambda: Lists(()))
    fresh: "Lists" = field(default_factory=lambda: Lists(()))
    books: Books = Books()
    troubles: Troubles = Troubles()

    def of(self, person: Person) -> Known:
        """What of it this person may see: own tasks, what their role and team let them see, money and troubles."""
        me, works, oversees = person.id, person.role != "requester", person.role in _OVERSEEING
        overseen = [group for group in self.groups.keys() | self.group_flows.keys() if _oversees(person, group)]
        own = [group for group in self.free if group[0] == person.team and works and _may_see(person, *group)]
        return Known(
            mine=self.mine.get(me, Tally()),
            asked=self.asked.get(me, Tally()),
            free=reduce(add, (self.free[group] for group in own), Tally()),
            mine_flow=self.mine_flows.get(me, Flow()),
            asked_flow=self.asked_flows.get(me, Flow()),
            whole=reduce(add, (self.groups.get(group, Tally()) for group in overseen), Tally()) if oversees else None,
            whole_flow=reduce(add, (self.group_flows.get(group, Flow()) for group in overseen), Flow()),
            teams=self._teams(overseen),
            urgent=self._of(self.urgent, person, overseen),
            answers=tuple(self.answers.by_requester[me][: self.lines]),
            silent=self._of(self.silent, person, overseen or own),
            fresh=_first(self.fresh.of(own), self.lines, newest=True),
            books=self.books if oversees or person.team == _ACCOUNTING and works else None,
            troubles=self.troubles if person.role == "admin" else Troubles(),
        )

    def sees(self, person: Person, line: Line) -> bool:
        involved = person.id in {line.requester_id, line.assignee_id, *line.concerned}
        return involved or _may_see(person, line.team, line.visibility)

    def _teams(self, overseen: Iterable[Group]) -> dict[str, Tally]:
        teams: dict[str, Tally] = defaultdict(Tally)
        for group in overseen:
            teams[group[0]] += self.groups.get(group, Tally())
        return dict(teams)

    def _of(self, lists: "Lists", person: Person, groups: Iterable[Group]) -> tuple[Line, ...]:
        return _first([*lists.by_assignee[person.id], *lists.of(groups)], self.lines)


class Lists:
    """The first few lines of each group, in one order over all."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.by_assignee: dict[str | None, list[Line]] = defaultdict(list)
        self.by_requester: dict[str, list[Line]] = defaultdict(list)
        self._by_group: dict[Group, list[Line]] = defaultdict(list)
        self._place: dict[str, int] = {}
        for place, line in enumerate(lines):
            self._place[line.reference] = place
            self.by_assignee[line.assignee_id].append(line)
            self.by_requester[line.requester_id].append(line)
            self._by_group[line.team, line.visibility].append(line)
