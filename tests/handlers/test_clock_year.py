"""A year of the clock in both countries, day by day, against days and hours that are written out and counted here.

Holidays of 2026 and 2027 as in `tests/unit/worktime/test_holidays.py`, which names their sources; nothing of the code's
calendars is asked for what is expected. The clocks change on 28 March in Italy, on 26 March in Israel, and on 31
October in both.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock.effects import StandingOrder
from bot.clock.settings import ClockSettings
from bot.model import Absence, FieldValue, Person
from bot.worktime.counting import for_person, next_working
from bot.worktime.model import Calendar
from bot.worktime.recurrence import Recurrence
from handlers.clock import Clock
from handlers.recurring import Recurring
from storage.tables import OccurrenceRow, OutboxRow, table
from tests.handlers.talk import Clock as Watch
from tests.handlers.talk import Talk
from tests.handlers.ticking import Ticking, calendar_of

FIRST, LAST = date(2026, 11, 1), date(2027, 11, 15)
DAY, HALF_HOUR = timedelta(days=1), timedelta(minutes=30)
ROME, JERUSALEM = ZoneInfo("Europe/Rome"), ZoneInfo("Asia/Jerusalem")

HOLIDAYS = {
    ROME: """2026-12-08 2026-12-25 2027-01-01 2027-01-06 2027-03-29 2027-06-02 2027-10-04 2027-11-01""",
    JERUSALEM: """2027-04-22 2027-04-28 2027-05-12 2027-06-11 2027-10-03 2027-10-11""",
}
SHORT = {ROME: "", JERUSALEM: "2027-04-21 2027-04-27 2027-05-11 2027-06-10 2027-10-10"}
"""Eves and Remembrance Day, which end at one o'clock in Israel and are like other days in Italy."""
WEEKEND = {ROME: {5, 6}, JERUSALEM: {4, 5}}
BREAK = {ROME: (13.0, 14.0), JERUSALEM: (13.0, 13.5)}
AWAY = {"Denis": (date(2026, 12, 21), date(2027, 1, 8)), "P-007": (date(2027, 7, 25), date(2027, 8, 12))}
ZONES = {"Denis": ROME, "P-007": JERUSALEM}

DUE = """2026-11-20 2026-12-08 2026-12-31 2027-01-16 2027-02-14 2027-03-28 2027-04-23 2027-05-12 2027-06-02 2027-07-18
         2027-08-15 2027-09-05 2027-10-03 2027-10-31"""
ASKED = """2026-11-26 2026-12-07 2026-12-18 2027-01-05 2027-02-11 2027-03-25 2027-04-21 2027-05-10 2027-06-10 2027-07-22
           2027-08-13 2027-09-30 2027-10-10 2027-10-28"""
"""Days on which something without a due date is asked for at ten, which nobody answers."""

VAT = """2026-11-25 2026-12-24 2027-01-25 2027-02-25 2027-03-25 2027-04-23 2027-05-25 2027-06-25 2027-07-23 2027-08-25
         2027-09-24 2027-10-25"""
RENT = """2026-11-01 2026-12-01 2027-01-03 2027-02-01 2027-03-01 2027-04-01 2027-05-02 2027-06-01 2027-07-01 2027-08-01
          2027-09-01 2027-10-04"""


@cache
def days(written: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(one) for one in written.split())


def worked(moment: datetime, zone: ZoneInfo, away: tuple[date, date] | None = None) -> bool:
    """Whether it is working time, by the tables above."""
    local = moment.astimezone(zone)
    day, hour = local.date(), local.hour + local.minute / 60
    if day.weekday() in WEEKEND[zone] or day in days(HOLIDAYS[zone]) or (away and away[0] <= day <= away[1]):
        return False
    start, end = BREAK[zone]
    return 9 <= hour < (13 if day in days(SHORT[zone]) else 18) and not start <= hour < end


def begins(day: date, who: str) -> datetime:
    """When somebody next begins, from the morning of a day on."""
    for ahead in count():
        at = datetime.combine(day + ahead * DAY, time(9), ZONES[who])
        if worked(at, ZONES[who], AWAY[who]):
            return at
    raise AssertionError


def after(moment: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """The moment by which so many hours were worked, by half hours."""
    left, at = 2 * hours, moment.astimezone(UTC)
    while left:
        left -= worked(at, zone)
        at += HALF_HOUR
    return at


def resumed(moment: datetime, who: str) -> datetime:
    """The moment, or when the person works next."""
    at = moment.astimezone(UTC)
    while not worked(at, ZONES[who], AWAY[who]):
        at += HALF_HOUR
    return at


def ticks() -> Iterator[datetime]:
    """The looks of a day: when each country begins, and on every other day in the night or in the afternoon."""
    for ahead in range((LAST - FIRST).days + 1):
        day = FIRST + ahead * DAY
        if ahead % 2:
            yield datetime.combine(day, time(1), UTC)
        yield datetime.combine(day, time(9), JERUSALEM).astimezone(UTC)
        yield datetime.combine(day, time(9), ROME).astimezone(UTC)
        if not ahead % 2:
            yield datetime.combine(day, time(16, 30), ROME).astimezone(UTC)


def told(lines: list[list[tuple[datetime, str]]], who: str, *, until: datetime) -> dict[str, datetime]:
    """At which look each mention of some lines is made: of what has come the newest, if it is not three days old."""
    said: dict[str, datetime] = {}
    first = min(line[0][0] for line in lines)
    for now in (one for one in LOOKS if first <= one < until and worked(one, ZONES[who], AWAY[who])):
        for line in lines:
            came = [(at, key) for at, key in line if at <= now]
            if came and came[-1][0] > now - 3 * DAY:
                said.setdefault(came[-1][1], now)
    return said


LOOKS = tuple(ticks())


def mentions_of_a_due_date(reference: str, due: date, who: str) -> dict[str, datetime]:
    eve = next(day for back in count(1) if begins(day := due - back * DAY, who).date() == day)
    moments = [("due_soon", 1, begins(eve, who)), ("due_today", 1, begins(due, who))]
    moments += [("overdue", week + 1, begins(due + DAY + 7 * week * DAY, who)) for week in range(3)]
    line = [(at, f"clock:{name}:{reference}:{due}:{time}:{who}") for name, time, at in moments]
    return told([line], who, until=datetime.combine(due + 12 * DAY, time(), UTC))


def mentions_of_targets(reference: str, asked: datetime, who: str) -> dict[str, datetime]:
    zone, opened = ZONES[who], asked.astimezone(UTC).date()
    answer, near, whole = (resumed(after(asked, hours, zone), who) for hours in (4, 6, 8))
    names = (("resolution_soon", near), ("resolution_missed", whole))
    lines = [[(at, f"clock:{name}:{reference}:{opened}:1:{who}") for name, at in names]]
    if answer < whole:
        lines.append([(answer, f"clock:answer_missed:{reference}:{opened}:1:{who}")])
    return told(lines, who, until=asked + 30 * DAY)


class Year:
    """What is done in the year besides ticking: tasks are asked for and closed."""

    def __init__(self, talk: Talk, watch: Watch) -> None:
        self.talk, self.watch, self.ticking = talk, watch, Ticking(talk, watch)
        self.plan: dict[datetime, list[Callable[[], object]]] = defaultdict(list)
        self.ids = {who: talk.person(who).id for who in ZONES}
        self.expected: dict[str, datetime] = {}
        settings = ClockSettings()
        recurring = Recurring(talk.parts, settings, calendar_of=calendar_of)
        self.calendars = {person.id: self._calendar(person) for person in talk.people}
        self.clock = Clock(talk.parts, settings, next_working=self._next, recurring=recurring)

    def _calendar(self, person: Person) -> Calendar:
        away = [AWAY[who] for who, known in self.ids.items() if known == person.id]
        return for_person(
            calendar_of(person),
            tuple(
                Absence(reference="AT-1", person_id=person.id, kind="holiday", start=start, end=end)
                for start, end in away
            ),
        )

    def _next(self, person: Person, moment: datetime) -> datetime:
        return next_working(self.calendars[person.id], moment)

    def ask(self, reference: str, who: str, at: datetime, *, until: datetime, **task: Any) -> None:
        self.plan[at].append(
            lambda: self.ticking.task(reference, assignee_id=self.ids[who], since=at, created_at=at, **task)
        )
        self.plan[until].append(lambda: self._close(reference))

    def _close(self, reference: str) -> None:
        with self.talk.store.write() as uow:
            task = uow.tasks.get(reference, None)
            assert task is not None
            uow.tasks.save(task.model_copy(update={"status": "done"}))
            uow.commit()

    def order(self, reference: str, who: str, rule: Recurrence) -> None:
        begin = datetime.combine(FIRST, time(), UTC)
        order = StandingOrder(
            id=reference,
            person_id=self.talk.person(who).id,
            type="general",
            said="every month",
            fields={"subject": FieldValue(type="text", content="every month")},
            rule=rule,
            look_at=begin,
            language="en",
            created_at=begin - DAY,
        )
        with self.talk.store.write() as uow:
            uow.recurring.add(order)
            uow.commit()

    def expect(self, found: dict[str, datetime], who: str) -> None:
        self.expected |= {key.removesuffix(who) + self.ids[who]: at for key, at in found.items()}

    def go(self) -> None:
        connection = self.talk.store._writer.raw_connection()
        connection.cursor().execute("PRAGMA synchronous = OFF")  # nobody pulls the plug in this year
        connection.close()
        coming = sorted(self.plan)
        for now in LOOKS:
            while coming and coming[0] <= now:
                self.watch.now = coming[0]
                for act in self.plan[coming.pop(0)]:
                    act()
            self.watch.now = now
            self.clock.tick(now)

    def settled(self) -> dict[str, datetime]:
        with self.talk.store.write() as uow:
            rows = uow.work.run(select(table(OccurrenceRow))).all()
        return {row.key: row.at for row in rows}

    def queued(self) -> list[Any]:
        with self.talk.store.write() as uow:
            return list(uow.work.run(select(table(OutboxRow).c.key, table(OutboxRow).c.reader)).all())


def test_a_year_of_the_clock_tells_everything_once_in_everybodys_working_time(talk: Talk, clock: Watch) -> None:
    year = Year(talk, clock)
    for number, (who, due) in enumerate((who, due) for due in days(DUE) for who in ZONES):
        reference = f"IT-{number + 1:04}"
        asked = datetime.combine(due - 30 * DAY, time(), UTC)
        year.ask(reference, who, asked, until=datetime.combine(due + 12 * DAY, time(), UTC), due=due, event="comment")
        year.expect(mentions_of_a_due_date(reference, due, who), who)
    for number, (who, day) in enumerate((who, day) for day in days(ASKED) for who in ZONES):
        reference = f"IT-{number + 101:04}"
        at = datetime.combine(day, time(10), ZONES[who])
        year.ask(reference, who, at, until=at + 30 * DAY)
        year.expect(mentions_of_targets(reference, at, who), who)
    year.order("R-0001", "Federica", Recurrence(start=FIRST, unit="month", days=(25,), shift="before", at=time(9)))
    monthly = Recurrence(start=FIRST, unit="month", days=(1,), shift="after", at=time(9), until=date(2027, 10, 31))
    year.order("R-0002", "P-007", monthly)
    year.go()

    settled = year.settled()
    mine = tuple(year.ids.values())
    about = {
        key: at for key, at in settled.items() if key.startswith("clock:") and ":IT-" in key and key.endswith(mine)
    }
    assert about == year.expected
    for order, wanted, zone in (("R-0001", VAT, ROME), ("R-0002", RENT, JERUSALEM)):
        opened = sorted(at.astimezone(zone) for key, at in settled.items() if key.startswith(f"recurring:{order}:"))
        assert tuple(one.date() for one in opened) == days(wanted)
        assert {one.time() for one in opened} == {time(9)}
    people = {person.id: person for person in talk.people}
    for key, at in settled.items():
        person = people.get(key.rpartition(":")[2])
        if key.startswith("clock:") and person:
            away = AWAY.get(next((who for who, known in year.ids.items() if known == person.id), ""))
            assert worked(at, JERUSALEM if person.timezone == "Asia/Jerusalem" else ROME, away), (key, at)
    missed = [key for key in settled if key.startswith("target:") and ":IT-" in key]
    assert len(missed) == 2 * 2 * len(days(ASKED))
    keys = [row.key for row in year.queued()]
    assert len(keys) == len(set(keys))
    assert all(talk.kinds_of_events(key.rpartition(":")[2]).count(f"{key.split(':')[1]}_missed") == 1 for key in missed)
